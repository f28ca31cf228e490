// What changed from one text to another, word by word: the mirror of the Go function report.Difference, held to the same
// table (internal/report/testdata/differences.json).

export type Op = "kept" | "gone" | "brought";

export interface Piece {
  op: Op;
  text: string;
}

const longestWork = 1_000_000;

export function difference(before: string, after: string): Piece[] {
  const words = /(?:\p{Nd}+(?:[.,/]\p{Nd}+)*|[\p{L}\p{M}])+|[^\S\n]+|[^]/gu;
  let a = before.match(words) ?? [];
  let b = after.match(words) ?? [];
  if (a.length * b.length > longestWork) {
    a = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    b = after.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  }
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const out: Piece[] = [];
  add(out, "kept", a.slice(0, head).join(""));
  middle(out, a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  add(out, "kept", a.slice(a.length - tail).join(""));
  return closeGaps(out);
}

/** The places that differ: a replacement is one. */
export function changes(pieces: Piece[]): number {
  return pieces.filter((one, i) => one.op !== "kept" && (i === 0 || pieces[i - 1]?.op === "kept")).length;
}

function middle(out: Piece[], a: string[], b: string[]) {
  if (a.length * b.length > longestWork) {
    add(out, "gone", a.join(""));
    add(out, "brought", b.join(""));
    return;
  }
  const width = b.length + 1;
  const common = new Int32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(out, "kept", a[i++] ?? "");
      j++;
    } else if (j === b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) add(out, "gone", a[i++] ?? "");
    else add(out, "brought", b[j++] ?? "");
  }
}

function add(out: Piece[], op: Op, text: string) {
  if (text === "") return;
  const last = out[out.length - 1];
  if (last?.op === op) last.text += text;
  else out.push({ op, text });
}

/** Changes that only a blank parts are one, and what is gone stands before what was brought. */
function closeGaps(list: Piece[]): Piece[] {
  const out: Piece[] = [];
  for (let i = 0; i < list.length; ) {
    const one = list[i];
    if (!one || one.op === "kept") {
      add(out, "kept", one?.text ?? "");
      i++;
      continue;
    }
    let gone = "";
    let brought = "";
    for (; i < list.length; i++) {
      const p = list[i];
      if (!p || (p.op === "kept" && !(/^[ \t]*$/.test(p.text) && i + 1 < list.length))) break;
      if (p.op !== "brought") gone += p.text;
      if (p.op !== "gone") brought += p.text;
    }
    add(out, "gone", gone);
    add(out, "brought", brought);
  }
  return out;
}
