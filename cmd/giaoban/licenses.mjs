// Collects the licence texts of everything that the program bundles: the Go modules
// linked into it and the npm packages whose code, fonts, icons or lists are embedded.
// Usage: node cmd/giaoban/licenses.mjs
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const named = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

function texts(dir) {
  if (!dir || !existsSync(dir)) return '';
  return readdirSync(dir).filter((f) => named.test(f)).sort()
    .map((f) => readFileSync(join(dir, f), 'utf8').trim()).join('\n\n');
}

const parts = [];
const format = '{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}';
const modules = new Set(execFileSync('go', ['list', '-deps', '-f', format, './cmd/giaoban'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n').filter(Boolean));
for (const line of [...modules].sort()) {
  const [path, version, dir] = line.split('\t');
  parts.push({ name: `${path} ${version}`, text: texts(dir) });
}
const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
parts.push({ name: 'Go standard library', text: texts(goroot) || 'BSD-3-Clause, Copyright The Go Authors' });

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
for (const [where, entry] of Object.entries(lock.packages).sort()) {
  if (!where || entry.dev || entry.optional) continue;
  const dir = join(root, where);
  if (!existsSync(dir)) continue;
  const pkg = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  parts.push({ name: `${pkg.name} ${pkg.version} (npm)`, text: texts(dir) || `Licence: ${pkg.license}` });
}

const missing = parts.filter((p) => !p.text).map((p) => p.name);
if (missing.length) {
  console.error('no licence text found for:\n  ' + missing.join('\n  '));
  process.exit(1);
}
const rule = '='.repeat(78);
writeFileSync(join(here, 'licenses', 'licenses.txt.gz'), gzipSync(parts.map((p) => `${rule}\n${p.name}\n${rule}\n\n${p.text}\n`).join('\n'), { level: 9 }));
console.log(`licences: ${parts.length} parts`);
