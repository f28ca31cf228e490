// Holds text.ts and period.ts to the table that the Go packages are held to.
// Run with: node --test internal/web/assets/ts/text.test.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, test } from "node:test";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "giaoban-text-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

async function load(name) {
  const out = join(scratch, name + ".mjs");
  const source = join(here, name + ".ts");
  execFileSync("go", ["tool", "esbuild", "--bundle", "--format=esm", "--log-level=warning", source, "--outfile=" + out], { cwd: here, stdio: "inherit" });
  return import(pathToFileURL(out).href);
}

const text = await load("text");
const period = await load("period");
const cases = JSON.parse(readFileSync(join(here, "../../../i18n/testdata/cases.json"), "utf8"));

const toPeriod = (s) => {
  const [kind, year, n] = s.split(" ");
  return { kind, year: +year, n: +n };
};
const read = (r, show = (v) => v) => (r.ok ? { got: show(r.value) } : { error: r.refusal.key });

const runs = {
  fold: (s) => ({ got: text.fold(s) }),
  sorted: (list) => ({ got: [...list].sort(text.compare) }),
  sortKey: (s) => ({ got: text.sortKey(s) }),
  sameKey: (a, b) => ({ got: text.compare(a, b) === 0 }),
  int: (lang, n) => ({ got: text.formatInt(lang, n) }),
  fixed: (lang, v, scale) => ({ got: text.formatFixed(lang, v, scale) }),
  percent: (lang, a, b, d) => ({ got: text.percent(lang, a, b, d) ?? "" }),
  quotient: (a, b, d) => ({ got: Number(text.quotient(a, b, d)) }),
  parseInt: (s) => read(text.parseInt(s)),
  parseFixed: (s, scale) => read(text.parseFixed(s, scale)),
  initials: (s) => ({ got: text.initials(s) }),
  parseDate: (s, near) => read(text.parseDate(s, text.dateOfISO(near)), (v) => text.isoDate(v.date) + (v.yearAssumed ? "?" : "")),
  formatDate: (iso, lang, style) => ({ got: text.formatDate(lang, text.dateOfISO(iso), style) }),
  parseTime: (s) => read(text.parseTime(s)),
  parsePeriod: (s, near) => read(period.parsePeriod(s, text.dateOfISO(near)), (p) => `${p.kind} ${p.year} ${p.n}`),
  periodTitle: (p, lang) => ({ got: period.periodTitle(lang, toPeriod(p)) }),
  periodSpan: (p) => ({ got: period.periodSpan(toPeriod(p)).map(text.isoDate).join(" ") }),
  roman: (n) => ({ got: period.roman(n) }),
  parseRoman: (s) => ({ got: period.parseRoman(s) }),
};
// The server alone answers these.
const serverOnly = new Set(["expands", "stamp", "clock", "due", "periodMoves"]);

for (const fn of new Set(cases.map((c) => c.fn))) {
  if (serverOnly.has(fn)) continue;
  test(fn, () => {
    for (const c of cases.filter((c) => c.fn === fn)) {
      const want = c.error ? { error: c.error } : { got: c.want };
      assert.deepEqual(runs[fn](...c.args), want, `${fn}(${c.args.map((a) => JSON.stringify(a)).join(", ")})`);
    }
  });
}

test("every day reads back from each of its spellings", () => {
  for (let day = Date.UTC(2020, 1, 1); day < Date.UTC(2022, 2, 1); day += 86400000) {
    const at = new Date(day);
    const date = text.makeDate(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
    assert.equal(text.weekday(date), at.getUTCDay());
    for (const lang of ["vi", "en"]) {
      for (const style of ["full", "numeric", "long", "official"]) {
        const spelt = text.formatDate(lang, date, style);
        assert.deepEqual(text.parseDate(spelt, 0), { ok: true, value: { date, yearAssumed: false } }, spelt);
      }
    }
  }
});

test("a refusal names what is right", () => {
  assert.deepEqual(text.parseDate("Thứ sáu, 13/05/2021", 0), {
    ok: false,
    refusal: { key: "when.wrong_weekday", args: { date: "13/5/2021", weekday: "thứ năm" } },
  });
  assert.deepEqual(text.parseInt("1.43.9"), { ok: false, refusal: { key: "number.bad_groups", args: { text: "1.43.9" } } });
});
