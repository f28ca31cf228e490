// Holds entry/rules.ts to the table that the Go rules of reports are held to.
// Run with: node --test internal/web/assets/ts/rules.test.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, test } from "node:test";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "giaoban-rules-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const out = join(scratch, "rules.mjs");
execFileSync("go", ["tool", "esbuild", "--bundle", "--format=esm", "--log-level=warning", join(here, "entry/rules.ts"), "--outfile=" + out], { cwd: here, stdio: "inherit" });
const { compute, read } = await import(pathToFileURL(out).href);

const data = (name) => JSON.parse(readFileSync(join(here, "../../../report/reportweb/testdata", name), "utf8"));
const rules = data("rules.json");

for (const one of data("checks.json")) {
  test(JSON.stringify({ ...one.typed, ...one.counted }), () => {
    const slots = rules.slots.map((slot) => ({ ...slot, known: slot.known && !(one.unknownYear && slot.code === "B5y") }));
    const mine = { ...rules, slots, before: { ...rules.before, ...one.counted } }; // what registers count comes as what is known before
    const { figures, findings } = read(mine, one.typed);
    const computed = compute(mine, figures);
    if (!one.unknownYear) delete figures.B5y;
    assert.deepEqual(findings.map((f) => `${f.field} ${f.text}`), one.findings);
    assert.deepEqual(figures, one.figures);
    assert.deepEqual(computed, one.computed);
  });
}

test("a quarter that is not the sum of its months is told with the difference, and its sum is offered", () => {
  const months = { ...rules, checks: [{ test: "parts", field: "B1", warn: true, sum: 1060, text: "3 tháng" }] };
  const [found, ...more] = read(months, { B1: "1.063" }).findings.filter((f) => f.field === "B1");
  assert.deepEqual(more, []);
  assert.match(found.text, /\(1\.063\) khác tổng 3 tháng đã nộp \(1\.060\), chênh \+3/);
  assert.equal(found.warn, true);
  assert.deepEqual(read(months, { B1: "1060" }).findings.filter((f) => f.field === "B1"), []);
});

const kinds = data("rules_kinds.json");

for (const one of data("checks_kinds.json")) {
  test("every kind: " + JSON.stringify(one.typed), () => {
    const { figures, findings } = read({ ...kinds, earlier: one.earlier }, one.typed);
    assert.deepEqual(findings.map((f) => `${f.field} ${f.text}`), one.findings);
    assert.deepEqual(figures, one.figures);
  });
}

test("figures of different decimals stand beside each other by their value", () => {
  const slot = (code, scale) => ({ code, name: code, scale, most: 10_000_000_000 });
  const mixed = {
    ...rules,
    slots: [slot("A", 2), slot("B", 0), slot("C", 1)],
    computed: [{ code: "P", num: ["A"], den: "B" }, { code: "Q", num: ["A", "C"], den: "B" }],
    checks: [{ test: "at_most", field: "A", of: ["B"] }, { test: "equal", field: "B", of: ["A", "C"], warn: true }],
  };
  const seen = (typed) => {
    const { figures, findings } = read(mixed, typed);
    return { computed: compute(mixed, figures), findings: findings.map((f) => f.key), use: findings.at(-1)?.use };
  };
  assert.deepEqual(seen({ A: "1,50", B: "2", C: "0,5" }), { computed: { P: "75,0%", Q: "100,0%" }, findings: [], use: undefined });
  assert.deepEqual(seen({ A: "2,01", B: "2", C: "0,5" }).findings, ["report.more_than", "report.not_the_sum_unless_explained"]);
  assert.deepEqual(seen({ A: "1,50", B: "3", C: "0,5" }).use, 2);
  assert.deepEqual(seen({ A: "1,50" }).computed, {});
});
