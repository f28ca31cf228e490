// Walks the program as one account and writes what there is to attack: pages with parameters, forms with their fields.
// Usage: node e2e/attack/targets.mjs URL LOGIN PASSWORD FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, signIn } from '../lib.mjs';

const [url, login, password, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();
const page = await signIn(browser, url, login, password);

const id = /(?<=\/)(?=[a-z]*\d)[0-9a-z]{10,13}(?=\/|$)/g;
const shape = (u) => u.pathname.replace(id, '*') + '?' + [...u.searchParams.keys()].sort().join('&');
const seen = new Set();
const forms = new Map();
const gets = new Map();
const queue = ['/'];
while (queue.length > 0 && seen.size < 150) {
  const at = new URL(queue.shift(), url);
  if (seen.has(shape(at))) continue;
  seen.add(shape(at));
  const res = await page.goto(at.href, { waitUntil: 'domcontentloaded' }).catch(() => null);
  if (!res || !(res.headers()['content-type'] ?? '').startsWith('text/html')) continue;
  if (at.search || at.pathname.search(id) >= 0) gets.set(shape(at), at);
  const found = await page.evaluate(() => ({
    links: [...document.querySelectorAll('a[href]')].map((a) => a.href),
    forms: [...document.forms].map((f) => ({ action: f.action, method: f.method, fields: [...new FormData(f)].filter(([, v]) => typeof v === 'string') })),
  }));
  for (const link of found.links) {
    const u = new URL(link);
    if (u.origin === new URL(url).origin) queue.push(u.pathname + u.search);
  }
  for (const f of found.forms) {
    const u = new URL(f.action);
    if (u.origin !== new URL(url).origin || ['/sign-out', '/demo/clock'].includes(u.pathname)) continue;
    const query = new URLSearchParams(f.fields.map(([name, value]) => [name, value || '1']));
    if (f.method === 'get') {
      u.search = query;
      gets.set(shape(u), u);
    } else if (!forms.has(shape(u))) {
      forms.set(shape(u), [u, query]);
    }
  }
}
const cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
await browser.close();

// One request a file, as sqlmap reads them. A star marks a place to attack, and then only the stars are: identifiers get requests of their own.
const head = (method, path, u) => `${method} ${path} HTTP/1.1\r\nHost: ${u.host}\r\nCookie: ${cookie}\r\nOrigin: ${u.origin}\r\n`;
const starred = (u) => u.pathname.replace(id, '$&*');
let n = 0;
const write = (kind, text) => writeFileSync(join(folder, `${kind}-${String(++n).padStart(3, '0')}.txt`), text);
for (const u of gets.values()) {
  if (u.search) write('get', head('GET', u.pathname + u.search, u) + '\r\n');
  if (starred(u) !== u.pathname) write('get', head('GET', starred(u), u) + '\r\n');
}
for (const [u, query] of forms.values()) {
  write('post', head('POST', u.pathname, u) + `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(String(query))}\r\n\r\n${query}`);
}
writeFileSync(join(folder, 'cookie'), cookie);
console.log(`${seen.size} pages, ${gets.size} addresses with parameters, ${forms.size} forms`);
