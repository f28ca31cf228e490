// Runs the browser tests and prints the table of acceptance steps and their results.
// Usage: node e2e/run.mjs [name-part ...]   only files whose path holds one of the parts
import { run } from 'node:test';
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const find = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
  e.isDirectory() ? (e.name === 'out' ? [] : find(join(dir, e.name))) : e.name.endsWith('.test.mjs') ? [join(dir, e.name)] : []);
const parts = process.argv.slice(2);
const files = find(here).filter((f) => parts.length === 0 || parts.some((p) => relative(here, f).includes(p))).sort();

const rows = [];
const took = new Map(); // ms by file
const began = Date.now();
const stream = run({ files, concurrency: 1, timeout: 600_000 });
stream.on('test:pass', (t) => note(t, t.skip !== undefined && t.skip !== false ? 'skipped' : 'passed'));
stream.on('test:fail', (t) => {
  note(t, 'FAILED');
  if (!/subtests? failed/.test(t.details?.error?.message ?? '')) {
    process.stderr.write(`\n--- ${t.name}\n${t.details?.error?.cause?.stack ?? t.details?.error?.stack ?? t.details?.error}\n`);
  }
});
stream.on('test:stderr', (e) => process.stderr.write(e.message));

// A file is reported as a test of its own; what counts are the tests inside.
function note(t, result) {
  if (t.nesting === 0 && t.file) took.set(relative(here, t.file), (took.get(relative(here, t.file)) ?? 0) + t.details.duration_ms);
  if (files.includes(t.name) || t.details?.type === 'suite') {
    if (result === 'FAILED' && files.includes(t.name)) rows.push([relative(here, t.name), 'file', t.details.duration_ms, rows.some((r) => r[3] === 'FAILED') ? 'has failures' : 'FAILED']);
    return;
  }
  const m = t.name.match(/^([A-Z]\d+(?:\.\d+)?)(\/bad)?:?\s*(.*)$/s);
  rows.push([m ? m[1] + (m[2] ?? '') : '', m ? m[3] || t.name : t.name, t.details.duration_ms, result]);
  process.stderr.write(`${result.padEnd(8)}${t.name} (${Math.round(t.details.duration_ms)} ms)\n`);
}

for await (const _ of stream); // until all is done

const width = Math.max(...rows.map((r) => r[1].length), 4);
const line = (a, b, c, d) => `| ${a.padEnd(9)} | ${b.padEnd(width)} | ${String(c).padStart(7)} | ${d.padEnd(8)} |`;
console.log('\n' + line('step', 'what', 'ms', 'result'));
console.log(line('-'.repeat(9), '-'.repeat(width), '-'.repeat(7), '-'.repeat(8)));
for (const [step, what, ms, result] of rows) console.log(line(step, what, Math.round(ms), result));
const count = (r) => rows.filter((row) => row[3] === r).length;
console.log();
for (const [file, ms] of [...took].sort((a, b) => b[1] - a[1])) console.log(`${String(Math.round(ms / 1000)).padStart(4)} s  ${file}`);
console.log(`\n${Math.round((Date.now() - began) / 1000)} s`);
console.log(`${count('passed')} passed, ${count('FAILED')} failed, ${count('skipped')} skipped`);
process.exitCode = count('FAILED') > 0 || rows.length === 0 ? 1 : 0;
