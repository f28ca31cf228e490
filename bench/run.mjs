// Measures and prints the table of figures; writes bench/results.json. How each is measured: docs/performance.md.
// Usage: node bench/run.mjs [part ...]   parts: program page writes rollup live media reports; with parts named, no file is written
// GIAOBAN names another program than bin/giaoban.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { program } from './program.mjs';
import { page } from './page.mjs';
import { media } from './media.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const bin = process.env.GIAOBAN ?? join(root, 'bin', 'giaoban');
const dir = mkdtempSync(join(tmpdir(), 'giaoban-bench-run-'));

// name: unit, comparison, goal. The order is that of the table.
const goals = {
  'start.first': ['ms', '<', 10_000],
  'start.again': ['ms', '<', 1500],
  'memory.demo': ['MB', '<', 250],
  'binary.size': ['MB', '<', 80],
  'page.home.interactive': ['ms', '<', 2200],
  'page.home.bytes': ['KB', '<', 60],
  'rollup.ratio': ['x', '>=', 100],
  'rollup.matview.ratio': ['x', '>=', 1000],
  'filing.visible.p99': ['ms', '<', 5],
  'write.grouped': ['/s', '>=', 15_000],
  'write.filing': ['/s', '>=', null], // told beside the goal above: the heaviest of the writes
  'live.1000.p99': ['ms', '<', 35],
  'live.1000.cpu': ['µs', '<', 10],
  'live.10000.p99': ['ms', '<', 400], // its tick of 250 ms and 150
  'media.first_frame': ['ms', '<', 1500],
  'cube.rebuild': ['ms', '<', 150],
  'cube.restate': ['ms', '<', 100],
  'trends.memory': ['MB', '<', 256], // what boards and trends may hold
  'filing.http': ['/s', '>=', 1500],
  'page.national': ['ms', '<', 20],
  'page.drill': ['ms', '<', 5],
  'xlsx.write': ['ms', '<', 300],
  'xlsx.read': ['ms', '<', 600],
};

// A Go program of this folder prints its rows as lines of JSON.
function go(name, args = [], before = []) {
  const exe = join(dir, name);
  execFileSync('go', ['build', '-o', exe, './bench/' + name], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const [command, ...rest] = [...before, exe, ...args];
  const run = spawnSync(command, rest, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], timeout: 600_000 });
  if (run.status !== 0) throw new Error(`bench/${name} ended with ${run.status ?? run.signal}`);
  return run.stdout.trim().split('\n').map((line) => JSON.parse(line));
}

function rollup() {
  const packages = '/usr/lib/postgresql'; // where Debian puts them
  if (!existsSync(packages) || !readdirSync(packages).some((v) => existsSync(join(packages, v, 'bin', 'initdb')))) throw new Skip('no PostgreSQL server package is installed');
  return go('rollup', [], ['sh', join(root, 'e2e', 'postgres.sh')]);
}

class Skip extends Error {}

const parts = {
  program: () => program(bin),
  page: () => page(bin),
  rollup,
  writes: () => go('writes'),
  live: () => [...go('live'), ...go('live', ['-listeners', '10000', '-for', '10s'])],
  media: () => media(root, dir),
  reports: () => go('reports'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((w) => !parts[w]);
if (unknown.length > 0 || !existsSync(bin)) {
  console.error(unknown.length > 0 ? `no part ${unknown}: ${Object.keys(parts)}` : `${bin} is missing: run make build`);
  process.exit(2);
}

const rows = [];
const skipped = [];
const load = [loadavg()[0]];
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name} ...\n`);
  try {
    rows.push(...(await measure()).map(complete));
  } catch (e) {
    skipped.push(`${name}: ${e.message}`);
    if (!(e instanceof Skip)) process.exitCode = 1;
  }
}
load.push(loadavg()[0]);
rmSync(dir, { recursive: true, force: true });
rows.sort((a, b) => Object.keys(goals).indexOf(a.row.name) - Object.keys(goals).indexOf(b.row.name));

function complete({ name, value, baseline = null, ratio = null, note = '' }) {
  const [unit, compare, goal] = goals[name];
  if (baseline !== null && ratio === null) ratio = compare === '<' ? baseline / value : value / baseline;
  const ok = goal === null ? null : compare === '<' ? value < goal : value >= goal;
  return { note, row: { name, value: round(value), unit, goal: goal === null ? '' : `${compare} ${goal}`, baseline: round(baseline), ratio: round(ratio), ok } };
}

function round(n) {
  if (n === null) return null;
  return n >= 100 ? Math.round(n) : Number(n.toPrecision(3));
}

const table = [['name', 'value', 'unit', 'goal', 'baseline', 'ratio', 'ok', 'how it went'],
  ...rows.map(({ row: r, note }) => [r.name, r.value, r.unit, r.goal, r.baseline ?? '', r.ratio ?? '', r.ok === null ? '' : r.ok ? 'yes' : 'NO', note])]
  .map((cells) => cells.map(String));
const widths = table[0].map((_, i) => Math.max(...table.map((r) => r[i].length)));
for (const [i, r] of table.entries()) {
  console.log('| ' + r.map((c, j) => c.padEnd(widths[j])).join(' | ') + ' |');
  if (i === 0) console.log('|' + widths.map((w) => '-'.repeat(w + 2)).join('|') + '|');
}
for (const s of skipped) console.log(`not measured: ${s}`);
console.log(`${cpus().length} processors, ${cpus()[0].model.trim()}; load ${load[0].toFixed(1)} at the start, ${load[1].toFixed(1)} at the end`);
if (Math.max(...load) > cpus().length * 1.5) console.log('Others used this machine meanwhile: times are worse than they would be on an idle one.');
if (wanted.length === 0) writeFileSync(join(here, 'results.json'), JSON.stringify(rows.map((r) => r.row), null, 2) + '\n');
