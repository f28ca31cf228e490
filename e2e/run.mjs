// Runs the browser tests and prints the table of acceptance steps and their results. Files mostly wait for pages, so two run at
// a time; those with moving pictures or with measured times have the machine for themselves. A file that failed is run once
// more at the end, alone: what passes then is told as passed at the second try, with what failed before it.
// Usage: node e2e/run.mjs [name-part ...]   only files whose path holds one of the parts
import { run } from 'node:test';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './lib.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const find = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
  e.isDirectory() ? (e.name === 'out' ? [] : find(join(dir, e.name))) : e.name.endsWith('.test.mjs') ? [join(dir, e.name)] : []);
const parts = process.argv.slice(2);
const files = find(here).filter((f) => parts.length === 0 || parts.some((p) => relative(here, f).includes(p))).sort();

const alone = (file) => /^(s0|media|live)\//.test(relative(here, file));
/** Waits most of its time until a desk that says nothing is taken for gone: beside the longest of those that run alone it costs nothing. */
const silent = (file) => /^offline\/desks/.test(relative(here, file));

/** Runs one file. Gives its steps as { step, what, ms, result }, and how long it took (ms). */
async function take(file, good) {
  const rows = [];
  const began = Date.now();
  const note = (t, result) => {
    if (t.name === file || t.details?.type === 'suite') { // the file and what groups its tests; what counts are the tests inside
      if (result === 'FAILED' && t.name === file && !rows.some((r) => r.result === 'FAILED')) rows.push({ step: relative(here, file), what: 'file', ms: t.details.duration_ms, result });
      return;
    }
    const m = t.name.match(/^([A-Z]\d+(?:\.\d+)?)(\/bad)?:?\s*(.*)$/s);
    rows.push({ step: m ? m[1] + (m[2] ?? '') : '', what: m ? m[3] || t.name : t.name, ms: t.details.duration_ms, result });
    process.stderr.write(`${result.padEnd(11)}${relative(here, file).replace('.test.mjs', '')}: ${t.name} (${Math.round(t.details.duration_ms)} ms)\n`);
  };
  const stream = run({ files: [file], concurrency: 1, timeout: 600_000 });
  stream.on('test:pass', (t) => note(t, t.skip !== undefined && t.skip !== false ? 'skipped' : good));
  stream.on('test:fail', (t) => {
    note(t, 'FAILED');
    if (!/subtests? failed/.test(t.details?.error?.message ?? '')) {
      process.stderr.write(`\n--- ${t.name}\n${t.details?.error?.cause?.stack ?? t.details?.error?.stack ?? t.details?.error}\n`);
    }
  });
  stream.on('test:stderr', (e) => process.stderr.write(e.message));
  for await (const _ of stream); // until all is done
  return { rows, ms: Date.now() - began };
}

const began = Date.now();
if (files.length > 1) {
  const demo = await start({ keep: true });
  await demo.stop();
  process.env.GIAOBAN_E2E_DEMO = demo.data; // files start on copies of it
  process.on('exit', () => rmSync(demo.data, { recursive: true, force: true }));
}
const took = new Map();
const done = async (file) => took.set(file, await take(file, 'passed'));
for (const file of files.filter(alone)) await Promise.all([done(file), ...(/^s0/.test(relative(here, file)) ? files.filter(silent).map(done) : [])]);
const queue = files.filter((file) => !took.has(file)).sort((a, b) => /pages/.test(b) - /pages/.test(a)); // the longest first
const lane = async () => {
  for (let file; (file = queue.shift()); ) await done(file);
};
await Promise.all([lane(), lane()]);
const failed = files.filter((file) => took.get(file).rows.some((r) => r.result === 'FAILED'));
for (const file of failed.length <= 3 ? failed : []) { // more are no accident
  process.stderr.write(`\n${relative(here, file)} once more\n`);
  took.set(file, await take(file, 'second try'));
}

const rows = files.flatMap((file) => took.get(file).rows);
const width = Math.max(...rows.map((r) => r.what.length), 4);
const line = (a, b, c, d) => `| ${a.padEnd(9)} | ${b.padEnd(width)} | ${String(c).padStart(7)} | ${d.padEnd(10)} |`;
console.log('\n' + line('step', 'what', 'ms', 'result'));
console.log(line('-'.repeat(9), '-'.repeat(width), '-'.repeat(7), '-'.repeat(10)));
for (const { step, what, ms, result } of rows) console.log(line(step, what, Math.round(ms), result));
console.log();
for (const [file, { ms }] of [...took].sort((a, b) => b[1].ms - a[1].ms)) console.log(`${String(Math.round(ms / 1000)).padStart(4)} s  ${relative(here, file)}`);
const count = (...which) => rows.filter((r) => which.includes(r.result)).length;
console.log(`\n${Math.round((Date.now() - began) / 1000)} s`);
console.log(`${count('passed', 'second try')} passed (${count('second try')} at the second try), ${count('FAILED')} failed, ${count('skipped')} skipped`);
process.exitCode = count('FAILED') > 0 || rows.length === 0 ? 1 : 0;
