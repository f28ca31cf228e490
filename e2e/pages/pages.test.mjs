// Every page that the demo's accounts reach from its menus: it answers, is valid HTML, in both languages; axe finds
// nothing, light and dark; a phone shows it without sideways scrolling; the keyboard reaches what matters.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { axe, launch, noSidewaysScroll, root, shot, start, watch } from '../lib.mjs';

const perAccount = 110; // pages
const perKind = 2; // pages of one kind: /units/{id} is one
// Pages that stand some clicks away from the menus; a crawl that misses one has lost its link.
const deep = ['/account', '/accounts', '/account/data', '/accounts/{id}', '/tokens', '/delegations', '/devices', '/corrections', '/units', '/units/{id}', '/units/left', '/unit-imports', '/people', '/calendar', '/reports/{id}/board'];
const validator = new HtmlValidate(JSON.parse(readFileSync(join(root, '.htmlvalidate.json'), 'utf8')));
const files = /\.(json|xml|pdf|xlsx|csv|ics)(\?|$)|\/papers\/|\/pdf\/|\/photos\/|^\/(assets|live|healthz|metrics)\b/;

/** /units/cmz8qpqy5w00?tab=x and its like are one kind of page. */
function kindOf(path) {
  const u = new URL(path, 'http://x');
  const parts = u.pathname.split('/').map((s) => (/^c[0-9a-z]{11}$/.test(s) || /^\d+$/.test(s) ? '{id}' : s));
  const query = [...u.searchParams.keys()].sort().join('&');
  return parts.join('/') + (query && '?' + query);
}

function links(html) {
  const list = [];
  for (const [, href] of html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)) {
    const path = href.replaceAll('&amp;', '&').replace(/#.*$/, '');
    if (path.startsWith('/') && !path.startsWith('//') && !files.test(path)) list.push(path);
  }
  return list;
}

describe('pages', { timeout: 540_000 }, () => {
  let app;
  let browser;
  let accounts; // name → page, signed in
  const kinds = new Map(); // kind → {path, who}: the first page of each kind that anyone reached
  const complaints = [];

  const open = async (options = {}) => {
    const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    watch(page);
    complaints.push(() => page.complaints);
    return page;
  };
  const speak = (page, lang) => page.request.post(app.url + '/language', { form: { lang, next: '/healthz' }, headers: { origin: app.url } });

  before(async () => {
    [app, browser] = await Promise.all([start(), launch()]);
    const front = await open();
    await front.goto(app.url + '/sign-in');
    const cards = await front.locator('button.demo-card').evaluateAll((list) => list.map((b) => [b.value, b.querySelector('b').textContent.trim()]));
    assert.ok(cards.length >= 6, `${cards.length} demo accounts`);
    accounts = new Map([['(nobody)', front]]);
    for (const [value, name] of cards) {
      const page = await open();
      await page.goto(app.url + '/sign-in');
      await Promise.all([page.waitForURL((u) => u.pathname !== '/sign-in'), page.click(`button.demo-card[value="${value}"]`)]);
      accounts.set(name, page);
    }
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  test('pages: all that each account reaches answer 200 and are valid HTML, in both languages', async (t) => {
    const problems = new Map(); // kind of page and rule → where first
    const valid = new Set(); // kinds whose English page was validated
    const wrong = (who, path, what, more = '') => {
      const key = `${kindOf(path)} ${what}`;
      if (!problems.has(key)) problems.set(key, `${who}: ${path}: ${what}${more}`);
    };
    for (const [who, page] of accounts) {
      const seen = new Set();
      const count = new Map();
      const queue = who === '(nobody)' ? ['/sign-in', '/news'] : ['/'];
      while (queue.length > 0 && seen.size < perAccount) {
        // What no page of its kind was seen of comes first, else the many units would use up all turns.
        const fresh = queue.findIndex((p) => !count.has(kindOf(p)));
        const [path] = queue.splice(Math.max(fresh, 0), 1);
        const kind = kindOf(path);
        const n = count.get(kind) ?? 0;
        if (seen.has(path) || n >= perKind) continue;
        seen.add(path);
        count.set(kind, n + 1);
        for (const lang of n === 0 ? ['en', 'vi'] : ['vi']) {
          await speak(page, lang);
          const res = await page.request.get(app.url + path);
          const html = await res.text();
          if (res.status() !== 200) {
            wrong(who, path, `answers ${res.status()}`);
            break;
          }
          if (!(res.headers()['content-type'] ?? '').startsWith('text/html')) break;
          if (!new RegExp(`<html lang="${lang}"`).test(html)) wrong(who, path, `is not in ${lang}`);
          if (lang === 'en' && valid.has(kind)) continue; // for another account; what differs between accounts is looked at in Vietnamese
          if (lang === 'en') valid.add(kind);
          const report = await validator.validateString(html);
          for (const r of report.results) for (const m of r.messages) wrong(who, path, `${m.ruleId}: ${m.message}`, ` at ${m.selector}`);
          if (lang === 'vi') {
            if (!kinds.has(kind)) kinds.set(kind, { path, who });
            queue.push(...links(html));
          }
        }
      }
      t.diagnostic(`${who}: ${seen.size} pages`);
    }
    assert.deepEqual([...problems.values()], []);
    const reached = new Set([...kinds.keys()].map((k) => k.replace(/\?.*/, '')));
    assert.deepEqual(deep.filter((path) => !reached.has(path)), [], 'pages that no link led to');
    t.diagnostic(`${kinds.size} kinds of pages: ${[...kinds.keys()].join(' ')}`);
  });

  test('pages: axe finds nothing, light and dark, and a phone needs no sideways scrolling', async () => {
    const problems = [];
    let i = 0;
    for (const { path, who } of kinds.values()) {
      const page = accounts.get(who);
      await page.emulateMedia({ colorScheme: i++ % 2 ? 'dark' : 'light' });
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(app.url + path);
      const look = async () => axe(page, `${who}: ${path}`).catch((e) => problems.push(e.message));
      await look();
      await page.setViewportSize({ width: 390, height: 844 });
      await noSidewaysScroll(page).catch((e) => problems.push(`${who}: ${e.message}`));
      if (i % 3 === 0) {
        await page.emulateMedia({ colorScheme: i % 2 ? 'dark' : 'light' });
        await look();
      }
    }
    for (const page of accounts.values()) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    assert.deepEqual(problems, []);
  });

  test('pages: the keyboard goes past the navigation and reaches the main button', async () => {
    const page = [...accounts.values()][1];
    await page.goto(app.url + '/reports');
    await page.keyboard.press('Tab');
    const skip = page.locator(':focus');
    assert.equal(await skip.getAttribute('href'), '#main', 'the first stop is the skip link');
    assert.ok(await skip.isVisible());
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.goto(app.url + '/reports/new');
    await page.locator('#main').focus();
    let reached = false;
    for (let i = 0; i < 150 && !reached; i++) {
      await page.keyboard.press('Tab');
      reached = await page.evaluate(() => document.activeElement.matches('button.button-main'));
    }
    assert.ok(reached, 'the main button is reached with Tab');
    const ring = await page.evaluate(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; });
    assert.ok(ring, 'and shows that it has the focus');
  });

  test('pages: print has no navigation', async () => {
    for (const { path, who } of [...kinds.values()].filter((k) => /\/print$|^\/documents\/c|\/board|^\/tasks\/c/.test(k.path))) {
      const page = accounts.get(who);
      await page.goto(app.url + path);
      await page.emulateMedia({ media: 'print' });
      for (const part of ['header.top', '.tab-bar', '.demo', '.skip', '.desk-bar', '.no-print']) {
        for (const one of await page.locator(part).all()) assert.equal(await one.isVisible(), false, `${path} prints ${part}`);
      }
      await page.emulateMedia({ media: 'screen' });
    }
  });

  test('pages: no script error, nothing against the content policy', () => {
    assert.deepEqual(complaints.flatMap((c) => c()), []);
  });

  // Pictures for looking at: SHOTS=1 node e2e/run.mjs pages
  if (process.env.SHOTS) {
    test('pages: pictures', async () => {
      for (const [kind, { path, who }] of kinds) {
        const page = accounts.get(who);
        const name = kind.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home';
        for (const [suffix, width, height, colorScheme] of [['desk', 1440, 900, 'light'], ['phone', 390, 844, 'light'], ['dark', 1440, 900, 'dark']]) {
          await page.emulateMedia({ colorScheme, media: 'screen' });
          await page.setViewportSize({ width, height });
          await page.goto(app.url + path);
          await page.waitForTimeout(150);
          await shot(page, `${name}.${suffix}`);
        }
      }
    });
  }
});
