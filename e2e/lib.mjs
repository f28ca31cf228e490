// What the browser tests share: starting the program, browsers, signing in, moving the clock.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, rmSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const out = join(root, 'e2e', 'out');
mkdirSync(out, { recursive: true });

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env.CHROMIUM ?? browsers.find(existsSync);

// database makes an empty database on the PostgreSQL server that e2e/postgres.sh has started, if it has; its address goes to the program.
function database() {
  const server = process.env.GIAOBAN_TEST_POSTGRES;
  if (!server) return {};
  const name = 'giaoban_e2e_' + process.pid + '_' + Date.now();
  execFileSync('psql', [server, '-q', '-c', `create database ${name}`]);
  return { GIAOBAN_DATABASE: server.replace('/postgres?', `/${name}?`) };
}

// start runs bin/giaoban demo on free ports and waits until it answers. The built-in demo begins with a copy of the one that
// run.mjs has loaded for all files: loading takes eight seconds, a start on what is loaded half a second.
export async function start({ org, clock, args = [], keep = false } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'giaoban-e2e-'));
  const loaded = process.env.GIAOBAN_E2E_DEMO;
  if (loaded && !org && !clock && !process.env.GIAOBAN_TEST_POSTGRES) cpSync(loaded, data, { recursive: true });
  const argv = ['demo', '--addr', '127.0.0.1:0', '--data', data, '--media-port', '0'];
  if (org) argv.push('--org', org);
  if (clock) argv.push('--clock', clock);
  const child = spawn(join(root, 'bin', 'giaoban'), [...argv, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...database() } });
  let log = '';
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the program did not start in 60 s:\n' + log)), 60_000);
    const seen = (chunk) => {
      log += chunk;
      const m = log.match(/https?:\/\/127\.0\.0\.1:\d+/);
      if (m) { clearTimeout(timer); resolve(m[0]); }
    };
    child.stdout.on('data', seen);
    child.stderr.on('data', seen);
    child.on('exit', (code) => { clearTimeout(timer); reject(new Error(`the program ended with ${code}:\n${log}`)); });
  });
  return {
    url,
    data,
    log: () => log,
    // setClock moves the domain clock to a local time such as 2021-04-02T14:00.
    async setClock(local) {
      const res = await fetch(url + '/demo/clock', {
        method: 'POST', redirect: 'manual', headers: { origin: url },
        body: new URLSearchParams({ at: local }),
      });
      assert.ok([200, 303].includes(res.status), `moving the clock to ${local}: ${res.status} ${await res.text()}`);
    },
    async stop() {
      if (child.exitCode === null) {
        child.removeAllListeners('exit');
        const ended = new Promise((r) => child.once('exit', r));
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
        await ended;
        clearTimeout(timer);
      }
      if (!keep) rmSync(data, { recursive: true, force: true });
    },
  };
}

// launch opens Chromium with fake cameras and microphones.
export async function launch() {
  assert.ok(executablePath, 'no Chromium found: install it or name it in CHROMIUM');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required'],
  });
}

// signIn opens a context of its own for one account and returns its page.
export async function signIn(browser, url, login, password, options = {}) {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(30_000); // a wait ends when what it waits for is there: only what never comes takes so long
  const page = await context.newPage();
  watch(page);
  await page.goto(url + '/sign-in');
  await page.fill('input[name=login]', login);
  await page.fill('input[name=password]', password);
  await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/sign-in')), page.click('form[action^="/sign-in"] button[type=submit]')]);
  return page;
}

// watch collects what the browser complains about; a test that ends with complaints fails.
export function watch(page) {
  page.complaints = [];
  page.on('pageerror', (e) => page.complaints.push(`script error on ${page.url()}: ${e.message}`));
  page.on('console', (m) => {
    const text = m.text();
    if (/Content Security Policy|Refused to/.test(text)) page.complaints.push(`${page.url()}: ${text}`);
  });
}

// axe finds no violation of WCAG 2.2 A and AA on the page as it stands.
export async function axe(page, where) {
  const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const found = await page.evaluate(async (code) => {
    // The policy of our pages forbids injected scripts, rightly: run axe from the test's own world.
    (0, eval)(code);
    const res = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return res.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}) ${v.nodes[0].target} ${v.nodes[0].failureSummary ?? ''}`);
  }, source);
  assert.deepEqual(found, [], `axe on ${where ?? page.url()}`);
}

export async function noSidewaysScroll(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${page.url()} is ${over} px wider than its window`);
}

export function shot(page, name) {
  return page.screenshot({ path: join(out, name + '.png'), fullPage: false });
}

/** Waits until a page is controlled by the service worker and that has kept the page of a path. */
export async function atWork(page, path) {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 60_000 });
  const kept = () => page.evaluate(async (p) => {
    for (const name of await caches.keys()) if (name.startsWith('giaoban-pages-') && (await (await caches.open(name)).match(p))) return true;
    return false;
  }, path);
  await until(`the service worker has kept ${path}`, kept);
}

/** Waits until something holds, and says what never did; instead: gives what was there. */
export async function until(what, f, ms = 60_000, instead = undefined) {
  const end = Date.now() + ms;
  for (;;) {
    let got;
    try {
      got = await f();
    } catch (e) {
      if (Date.now() > end) throw e;
    }
    if (got) return got;
    if (Date.now() > end) assert.fail(`never: ${what}${instead ? `; instead ${JSON.stringify(await instead())}` : ''}`);
    await pause(100);
  }
}

/** Waits so many milliseconds. */
export const pause = (ms) => new Promise((r) => setTimeout(r, ms));
