// Holds entry/difference.ts to the table that the Go function is held to.
// Run with: node --test internal/web/assets/ts/difference.test.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, test } from "node:test";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "giaoban-difference-"));
after(() => rmSync(scratch, { recursive: true, force: true }));
const out = join(scratch, "difference.mjs");
execFileSync("go", ["tool", "esbuild", "--bundle", "--format=esm", "--log-level=warning", join(here, "entry/difference.ts"), "--outfile=" + out], { cwd: here, stdio: "inherit" });
const { changes, difference } = await import(pathToFileURL(out).href);

for (const one of JSON.parse(readFileSync(join(here, "../../../report/testdata/differences.json"), "utf8"))) {
  test(`${one.before} → ${one.after}`, () => {
    const pieces = difference(one.before, one.after);
    assert.equal(pieces.map((p) => (p.op === "gone" ? `[-${p.text}-]` : p.op === "brought" ? `[+${p.text}+]` : p.text)).join(""), one.marked);
    assert.equal(changes(pieces), one.changes);
  });
}
