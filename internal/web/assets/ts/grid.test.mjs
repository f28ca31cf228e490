// The pure parts of the entry grid: blocks of spreadsheets, undo, unusual changes.
// Run with: node --test internal/web/assets/ts/grid.test.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, test } from "node:test";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "giaoban-grid-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

async function load(name) {
  const out = join(scratch, name + ".mjs");
  execFileSync("go", ["tool", "esbuild", "--bundle", "--format=esm", "--log-level=warning", join(here, "entry", name + ".ts"), "--outfile=" + out], { cwd: here, stdio: "inherit" });
  return import(pathToFileURL(out).href);
}

const { cellText, notation, parseBlock, place, writeBlock } = await load("paste");
const { History } = await load("history");
const { unusual } = await load("unusual");

test("blocks as Excel and LibreOffice write them", () => {
  assert.deepEqual(parseBlock("412\r\n609\r\n"), [["412"], ["609"]]);
  assert.deepEqual(parseBlock("a\tb\n\tc"), [["a", "b"], ["", "c"]]);
  assert.deepEqual(parseBlock('"hai\ndòng"\t"nói ""có"""\n1'), [["hai dòng", 'nói "có"'], ["1"]]);
  assert.deepEqual(parseBlock('12" ống\t3'), [['12" ống', "3"]], "a quote within a cell is a quote");
  assert.deepEqual(parseBlock('"mở\t3'), [['"mở', "3"]], "a quote that never closes is a quote");
  assert.deepEqual(parseBlock(" 1\u00a0234 \n"), [["1 234"]]);
  assert.deepEqual(parseBlock(""), [[""]]);
  const lines = [["a\tb", 'nói "có"'], ["", "2"]];
  assert.deepEqual(parseBlock(writeBlock(lines)), [["a b", 'nói "có"'], ["", "2"]]);
});

test("which notation a block is written in", () => {
  for (const [want, ...cells] of [
    ["en", "1,234.5"], ["en", "12.5", "1.234"], ["en", "1,234,567"], ["vi", "1.234,5"], ["vi", "44,2"], ["vi", "1.234.567"],
    ["", "1.234"], ["", "412"], ["", "1,234"], ["", "12.5", "12,5"], ["", "A1.5"],
  ]) assert.equal(notation([cells]), want, cells.join(" "));
});

test("a cell of a spreadsheet as it would be typed", () => {
  for (const [text, wrote, want] of [
    ["1,234.5", "en", "1234,5"], ["1,234", "en", "1234"], ["12.5%", "en", "12,5%"], ["1.234,5", "vi", "1.234,5"], ["1,234", "", "1,234"],
    ["-", "", ""], ["–", "en", ""], ["(12)", "", "−12"], ["mười", "en", "mười"], ["2026-06-01", "en", "2026-06-01"],
  ]) assert.equal(cellText(text, wrote), want, text);
});

const lines = [
  { code: "A1", cells: [] }, { code: "A2", cells: ["A2"] }, { code: "A3", cells: ["A3"] }, { code: "A6", cells: [] },
  { code: "A6n", cells: ["A6n"] }, { code: "A6d", cells: ["A6d"] }, { code: "B1", cells: ["B1"] },
];
const puts = (placed) => placed.puts.map((one) => one.field + "=" + one.text).join(" ");

test("a column goes down the lines as they are seen", () => {
  const placed = place(parseBlock("412\n609"), lines, "A2");
  assert.equal(puts(placed), "A2=412 A3=609");
  assert.deepEqual(placed.left, []);
});

test("a value on a computed line is told, and can be left out", () => {
  const block = parseBlock("412\n609\n96,1\n925\n962");
  const placed = place(block, lines, "A2");
  assert.equal(puts(placed), "A2=412 A3=609 A6n=925 A6d=962");
  assert.deepEqual(placed.left, [{ text: "96,1", at: "A6", why: "computed" }]);
  const skipped = place(parseBlock("412\n609\n925\n962"), lines, "A2", true);
  assert.equal(puts(skipped), "A2=412 A3=609 A6n=925 A6d=962");
  assert.deepEqual(skipped.left, []);
});

test("blank cells change nothing and are counted; what does not fit is told", () => {
  const placed = place(parseBlock("925\n\n-\n7\n8"), lines, "A6n");
  assert.equal(puts(placed), "A6n=925");
  assert.equal(placed.blank, 2);
  assert.deepEqual(placed.left.map((one) => one.text + " " + one.why), ["7 below", "8 below"]);
});

test("a second column has no place, names before the figures are understood", () => {
  const wide = place(parseBlock("412\t400\n609\t600"), lines, "A2");
  assert.equal(puts(wide), "A2=412 A3=609");
  assert.deepEqual(wide.left.map((one) => one.at + " " + one.text + " " + one.why), ["A2 400 right", "A3 600 right"]);
  const named = place(parseBlock("Đảng bộ\t412\nChi bộ\t609"), lines, "A2");
  assert.equal(puts(named), "A2=412 A3=609");
});

test("a block with codes is placed by them, in any order", () => {
  const placed = place(parseBlock("Mã\tChỉ tiêu\tĐơn vị\tKỳ này\nB1\tSố kết nạp\tngười\t1,398.0\nA1\tTổng\ttổ chức\t1,021\nA2\tĐảng bộ\ttổ chức\t412\nZ9\tLạ\tcái\t5\nA3\tChi bộ\ttổ chức\t"), lines, "A6n");
  assert.ok(placed.byCode);
  assert.equal(puts(placed), "B1=1398,0 A2=412");
  assert.equal(placed.blank, 1);
  assert.deepEqual(placed.left.map((one) => one.at + " " + one.text + " " + one.why), ["A1 1,021 computed", "Z9 5 unknown"]);
});

const shape = { code: "T", rows: 4, columns: [{ code: "a", name: "Tên thiết bị", text: true, most: 20 }, { code: "b", name: "Số lượng", most: 1000 }, { code: "c", name: "Kinh phí", most: 1000 }] };
const rows = [...lines, { code: "T", cells: [] }, ...[1, 2].map((n) => ({ code: `T.${n}`, cells: ["a", "b", "c"].map((c) => `T.${n}.${c}`) })), { code: "U1", cells: ["U1"] }];
const paste = (text, start) => place(parseBlock(text), rows, start, false, [shape]);

test("a table takes a rectangle and brings the rows that it needs", () => {
  const placed = paste("Máy chiếu\t2\t12,5\nLoa (12)\t4\t-\n-\t1\t9", "T.1.a");
  assert.equal(puts(placed), "T.1.a=Máy chiếu T.1.b=2 T.1.c=12,5 T.2.a=Loa (12) T.2.b=4 T.3.a=- T.3.b=1 T.3.c=9", "words stand as they are, a dash for no number");
  assert.deepEqual(placed.rows, { T: 3 });
  assert.equal(placed.blank, 1);
  assert.deepEqual(placed.left, []);
  assert.equal(puts(paste("1\n4", "T.1.b")), "T.1.b=1 T.2.b=4");
  assert.equal(puts(paste("A2\t5\nB1\t6", "T.1.a")), "T.1.a=A2 T.1.b=5 T.2.a=B1 T.2.b=6", "a word of a table may be the code of an indicator");
});

test("what goes beyond a table is told, never written into the indicators below", () => {
  const placed = paste("1\t2\t3\n4\t5\n6\n7", "T.2.b");
  assert.equal(puts(placed), "T.2.b=1 T.2.c=2 T.3.b=4 T.3.c=5 T.4.b=6");
  assert.deepEqual(placed.left, [{ text: "3", at: "T.2", why: "right" }, { text: "7", at: "", why: "rows" }]);
  assert.deepEqual(paste("một tên dài hơn hai mươi ký tự", "T.1.a").left.map((one) => one.why), ["long"]);
});

test("the headings and row numbers of a list are left out, and told", () => {
  const placed = paste("STT\tTên thiết bị\tSố lượng (bộ)\tKinh phí\n1\tMáy chiếu\t2\t9\n2\tLoa\t4\t", "T.1.a");
  assert.equal(puts(placed), "T.1.a=Máy chiếu T.1.b=2 T.1.c=9 T.2.a=Loa T.2.b=4");
  assert.deepEqual([placed.head, placed.numbered, placed.left], [true, true, []]);
  const numbers = paste("1\t2\t3\n2\t3\t4", "T.1.a");
  assert.equal(puts(numbers), "T.1.a=1 T.1.b=2 T.1.c=3 T.2.a=2 T.2.b=3 T.2.c=4", "what fits the columns is no numbering");
  const one = paste("Tên thiết bị", "T.1.a");
  assert.equal(puts(one), "T.1.a=Tên thiết bị", "a single line is never a heading");
});

test("indicators beside a table: a column does not run into its rows, codes name its cells", () => {
  assert.equal(puts(paste("1\n2\n3", "B1")), "B1=1 U1=3");
  assert.deepEqual(paste("1\n2\n3", "B1").left, [{ text: "2", at: "T", why: "computed" }]);
  assert.equal(puts(paste("Đảng bộ\t412\nChi bộ\t609", "A2")), "A2=412 A3=609", "names before the figures are understood where a form has a table, too");
  const named = paste("B1\tKết nạp\t5\nT.3.b\tSố lượng (3)\t7\nT.5.b\tSố lượng (5)\t8", "A2");
  assert.equal(puts(named), "B1=5 T.3.b=7");
  assert.deepEqual([named.rows, named.left.map((one) => one.at + " " + one.why)], [{ T: 3 }, ["T.5.b unknown"]]);
});

test("every cell of any block is placed, blank or told", () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 500; round++) {
    const block = Array.from({ length: 1 + random(9) }, () => Array.from({ length: 1 }, () => ["", "5", "1.234", "x", "-"][random(5)]));
    const start = ["A2", "A3", "A6n", "A6d", "B1"][random(5)];
    const placed = place(block, lines, start, random(2) === 0);
    const filled = block.flat().filter((cell) => cell !== "" && cell !== "-").length;
    assert.equal(placed.puts.length + placed.left.length, filled, JSON.stringify({ block, start, placed }));
  }
});

test("every cell of any block on a table is placed, blank, told or part of its frame", () => {
  let seed = 11;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 500; round++) {
    const width = 1 + random(5);
    const block = Array.from({ length: 1 + random(6) }, () => Array.from({ length: width }, () => ["", "5", "1.234", "x", "2"][random(5)]));
    const start = `T.${1 + random(4)}.${"abc"[random(3)]}`;
    const placed = place(block, rows, start, false, [shape]);
    const filled = block.flat().filter((cell) => cell !== "").length;
    const numbers = placed.numbered ? block.length : 0;
    assert.equal(placed.puts.length + placed.left.length + numbers, filled, JSON.stringify({ block, start, placed }));
    assert.ok(placed.puts.every(({ field }) => field.startsWith("T.")));
    assert.ok((placed.rows.T ?? 0) <= 4);
  }
});

test("undo and redo", () => {
  const history = new History();
  const cells = {};
  const apply = (step) => step?.forEach((one) => (assert.equal(cells[one.field] ?? "", one.before), (cells[one.field] = one.after)));
  const act = (changes) => {
    apply(changes);
    history.push(changes);
  };
  act([{ field: "A", before: "", after: "1" }]);
  act([{ field: "A", before: "1", after: "2" }, { field: "B", before: "", after: "3" }]);
  assert.equal(history.push([{ field: "A", before: "2", after: "2" }]), false, "nothing changed is no step");
  apply(history.undo());
  assert.deepEqual(cells, { A: "1", B: "" });
  apply(history.undo());
  assert.deepEqual(cells, { A: "", B: "" });
  assert.equal(history.undo(), null);
  apply(history.redo());
  apply(history.redo());
  assert.deepEqual(cells, { A: "2", B: "3" });
  assert.equal(history.redo(), null);
  apply(history.undo());
  act([{ field: "C", before: "", after: "9" }]);
  assert.equal(history.redo(), null, "a new step forgets what had been undone");
});

for (const one of JSON.parse(readFileSync(join(here, "../../../report/testdata/unusual.json"), "utf8"))) {
  test("unusual: " + one.what, () => {
    assert.deepEqual(unusual(one.now, one.past, one.scale ?? 0), one.want);
  });
}
