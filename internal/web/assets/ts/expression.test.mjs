// Holds entry/expression.ts to the table that the Go package
// internal/report/expression is held to: the same trees, the same results.
// Run with: node --test internal/web/assets/ts/expression.test.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, test } from "node:test";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "giaoban-expression-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const out = join(scratch, "expression.mjs");
execFileSync("go", ["tool", "esbuild", "--bundle", "--format=esm", "--log-level=warning", join(here, "entry/expression.ts"), "--outfile=" + out], { cwd: here, stdio: "inherit" });
const { amount, holds, isCondition, ofText, toFixed } = await import(pathToFileURL(out).href);

const cases = JSON.parse(readFileSync(join(here, "../../../report/expression/testdata/cases.json"), "utf8"));

/** A fraction in lowest terms, as Go writes it. */
function text({ n, d }) {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? "0" : d === a ? String(n / a) : `${n / a}/${d / a}`;
}

for (const one of cases) {
  test(`${one.expr} of ${JSON.stringify(one.figures)}`, () => {
    const from = { fig: one.figures, prev: one.prev ?? {}, same: one.same ?? {} };
    const look = (op, code) => (from[op][code] === undefined ? null : ofText(from[op][code]));
    if (isCondition(one.tree)) assert.equal(holds(one.tree, look), one.want);
    else {
      const v = amount(one.tree, look);
      assert.equal(v === null ? null : text(v), one.want);
    }
  });
}

test("figures are rounded with halves away from zero", () => {
  for (const [n, d, scale, want] of [[1n, 2n, 0, 1], [-1n, 2n, 0, -1], [1n, 3n, 1, 3], [2n, 3n, 1, 7], [-2n, 3n, 1, -7], [9_000_000_000_000_001n, 1n, 0, null]]) {
    assert.equal(toFixed({ n, d }, scale), want);
  }
});
