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
