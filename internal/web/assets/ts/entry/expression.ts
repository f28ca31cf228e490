// Formulas and checks of a form on the page: walks the trees that the server
// made of them (the Go package internal/report/expression) with the same
// results, held to the same table of cases
// (internal/report/expression/testdata/cases.json). Exact: numbers are
// fractions of whole numbers. null is "no figure", also of what needs it.

export interface Node {
  op: string;
  num?: string;
  code?: string;
  args?: Node[];
}

/** A fraction with a positive denominator, not necessarily reduced. */
export interface Fraction {
  n: bigint;
  d: bigint;
}

/** Gives a figure of this report ("fig"), of the period before ("prev") or of the same period last year ("same"). */
export type Lookup = (op: string, code: string) => Fraction | null;

/** A figure in fixed point as a fraction. */
export function ofFixed(n: number, scale: number): Fraction {
  return { n: BigInt(n), d: 10n ** BigInt(scale) };
}

/** A decimal text such as 1.25 as a fraction. */
export function ofText(text: string): Fraction {
  const [whole = "0", part = ""] = text.split(".");
  return { n: BigInt(whole + part), d: 10n ** BigInt(part.length) };
}

const largest = 9_000_000_000_000_000n;

/** Rounds to a figure in fixed point, halves away from zero; null where it is too large to be one. */
export function toFixed(v: Fraction, scale: number): number | null {
  const scaled = v.n * 10n ** BigInt(scale);
  const negative = scaled < 0n;
  const rounded = ((negative ? -scaled : scaled) * 2n + v.d) / (2n * v.d);
  if (rounded > largest) return null;
  return Number(negative ? -rounded : rounded);
}

function compare(a: Fraction, b: Fraction): number {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

const conditions = new Set(["given", "lt", "le", "eq", "ne", "ge", "gt", "and", "or", "not"]);

/** Whether the node is true or false, not a number. */
export function isCondition(n: Node): boolean {
  if (n.op === "if") return isCondition(arg(n, 1));
  return conditions.has(n.op);
}

function arg(n: Node, i: number): Node {
  return n.args?.[i] ?? { op: "none" };
}

/** Computes a number. */
export function amount(n: Node, look: Lookup): Fraction | null {
  switch (n.op) {
    case "num":
      return ofText(n.num ?? "0");
    case "fig":
    case "prev":
    case "same":
      return look(n.op, n.code ?? "");
    case "if": {
      const is = holds(arg(n, 0), look);
      return is === null ? null : amount(arg(n, is ? 1 : 2), look);
    }
  }
  const args: Fraction[] = [];
  for (const one of n.args ?? []) {
    const v = amount(one, look);
    if (v === null) return null;
    args.push(v);
  }
  const [first, second] = args;
  if (first === undefined) return null;
  switch (n.op) {
    case "neg":
      return { n: -first.n, d: first.d };
    case "abs":
      return first.n < 0n ? { n: -first.n, d: first.d } : first;
    case "add":
    case "sum":
      return args.reduce((sum, v) => ({ n: sum.n * v.d + v.n * sum.d, d: sum.d * v.d }));
    case "mul":
      return args.reduce((product, v) => ({ n: product.n * v.n, d: product.d * v.d }));
    case "div":
      if (second === undefined || second.n === 0n) return null;
      return second.n < 0n ? { n: -first.n * second.d, d: first.d * -second.n } : { n: first.n * second.d, d: first.d * second.n };
    case "min":
      return args.reduce((least, v) => (compare(v, least) < 0 ? v : least));
    case "max":
      return args.reduce((most, v) => (compare(v, most) > 0 ? v : most));
  }
  return null;
}

/** Judges a condition; null where a figure is missing that it needs. */
export function holds(n: Node, look: Lookup): boolean | null {
  switch (n.op) {
    case "given":
      return amount(arg(n, 0), look) !== null;
    case "not": {
      const is = holds(arg(n, 0), look);
      return is === null ? null : !is;
    }
    case "and":
    case "or": {
      const decides = n.op === "or";
      let known = true;
      for (const one of n.args ?? []) {
        const is = holds(one, look);
        if (is === decides) return decides;
        if (is === null) known = false;
      }
      return known ? !decides : null;
    }
    case "if": {
      const is = holds(arg(n, 0), look);
      return is === null ? null : holds(arg(n, is ? 1 : 2), look);
    }
  }
  const a = amount(arg(n, 0), look);
  const b = amount(arg(n, 1), look);
  if (a === null || b === null) return null;
  const c = compare(a, b);
  switch (n.op) {
    case "lt":
      return c < 0;
    case "le":
      return c <= 0;
    case "eq":
      return c === 0;
    case "ne":
      return c !== 0;
    case "ge":
      return c >= 0;
    case "gt":
      return c > 0;
  }
  return null;
}
