// Another kind of organisation in the browser: the veterans' association that comes with the program files a report
// through all its steps, from its cards on the sign-in page, and no page that it meets speaks the nouns of the
// organisation for which the program was first written.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, launch, noSidewaysScroll, start, until, watch } from '../lib.mjs';
import { done, fill, idIn, words } from '../s0/world.mjs';

const foreign = /đảng viên|đảng bộ|đảng ủy|cấp ủy|chi bộ|tỉnh ủy|thành ủy|bí thư|ban tổ chức|party member|party committee|organisation commission/i;
const desks = { office: 'Văn phòng Trung ương Hội', specialist: 'Chuyên viên Hội tỉnh', head: 'Chủ tịch Hội tỉnh', admin: 'Quản trị' };
const figures = { A1: '12', A2: '9', A3: '1.240', A4: '310', A5: '18', B1: '7', B3: '4.500' };
const texts = { N1: 'Hoàn thành kiện toàn các chi hội.', N3: 'Tổ chức hội nghị giao ban.' };

let app, browser, request, entry;
const pages = new Map();
const visited = new Set();

before(async () => { [app, browser] = await Promise.all([start({ org: 'cuu-chien-binh', clock: '2026-04-10T09:00' }), launch()]); });
after(async () => {
  await browser?.close();
  await app?.stop();
});

/** Every page that is shown, in whole: its words, its title, and what only screen readers hear. */
async function listen(page) {
  const said = await page.evaluate(() => [document.title, document.body.textContent,
    ...[...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].flatMap((e) => ['aria-label', 'title', 'placeholder', 'alt'].map((a) => e.getAttribute(a) ?? ''))].join('\n'));
  const found = said.match(foreign);
  assert.equal(found, null, `${page.url()} says “${found?.[0]}”: ${said.slice(Math.max(0, (found?.index ?? 0) - 80), (found?.index ?? 0) + 80)}`);
  visited.add(new URL(page.url()).pathname);
}

/** The page of a desk: signed in once, by its card. */
async function desk(name) {
  if (!pages.has(name)) {
    const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    watch(page);
    await page.goto(app.url + '/sign-in');
    await listen(page);
    const card = page.locator('button.demo-card', { has: page.locator('b', { hasText: new RegExp(`^${desks[name]}$`) }) });
    await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/sign-in')), card.click()]);
    await listen(page);
    pages.set(name, page);
  }
  return pages.get(name);
}

async function go(name, path) {
  const page = await desk(name);
  const res = await page.goto(app.url + path);
  assert.equal(res.status(), 200, `${name} opens ${path}: ${await words(page)}`);
  await listen(page);
  return page;
}

test('V1: the centre opens its own form for the provincial associations', async () => {
  const page = await go('office', '/reports/new');
  const ask = 'form[action="/reports"]';
  assert.match(await page.locator(`${ask} [name=form] option`).allInnerTexts().then((l) => l.join()), /Báo cáo công tác Hội quý/);
  await fill(page, ask, { period: 'quý I/2026', scope: 'kind:hoi-tinh', deadline: '20/4/2026', time: '17:00' });
  await done(page, `${ask} button.button-main`);
  await listen(page);
  request = idIn(page.url(), 'reports');
  assert.match(await words(page), /Hội tỉnh Sơn Hà: chưa bắt đầu/);
});

test('V2: the provincial desk writes, and the text stays', async () => {
  const list = await go('specialist', '/reports');
  entry = new URL(await list.locator('a.row-title').first().getAttribute('href'), app.url).pathname;
  const page = await go('specialist', entry);
  await axe(page, 'the entry page of the association');
  await fill(page, '#draft', Object.fromEntries(Object.entries({ ...figures, ...texts }).map(([k, v]) => [`f.${k}`, v])));
  await until('the draft is saved', async () => /^Đã lưu/.test((await page.locator('[data-saved]').innerText()).trim()));
  await page.reload();
  assert.equal(await page.inputValue('[name="f.A3"]'), '1.240');
  await listen(page);
  await done(page, page.locator('#draft button[name=then]'));
  assert.match(page.url(), /\/sign$/);
  await listen(page);
});

test('V3: the president signs with the title of the association, and it is filed', async () => {
  const page = await go('head', entry + '/sign');
  assert.match(await words(page), /Nguyễn Văn Khải/);
  assert.match(await words(page), /Chủ tịch Hội/);
  await done(page, 'form[action$="/sign"] button[type=submit]');
  await listen(page);
  await fill(page, 'form[action$="/file"]', { number: '15/BC-CCB', dated: '10/4/2026' });
  await done(page, 'form[action$="/file"] button.button-main');
  await listen(page);
  assert.match(await words(page), /Đã nộp/);
  await go('head', entry + '/print');
});

test('V4: the centre accepts it and sees its figures on the board, in both languages and on a phone', async () => {
  const page = await go('office', entry);
  await done(page, 'form[action$="/accept"] button');
  await listen(page);
  await go('office', `/reports/${request}/board`);
  const cell = (n) => page.locator('.totals tr:has(> td.code:text-is("A3")) td.num').nth(n);
  assert.deepEqual([(await cell(0).innerText()).trim(), (await cell(1).innerText()).trim().split('/')[0]], ['1.240', '1']);
  await page.setViewportSize({ width: 390, height: 844 });
  await noSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(async () => fetch('/language', { method: 'POST', body: new URLSearchParams({ lang: 'en', next: '/' }) }));
  for (const path of ['/', `/reports/${request}/board`, entry]) await go('office', path);
  assert.match(await words(page), /Members/);
});

test('V5: the administrator finds the accounts, the import of units and the retention', async () => {
  const page = await go('admin', '/account');
  assert.match(await words(page), /Vũ Hữu Bình/);
  for (const path of ['/accounts', '/retention', '/unit-imports', '/tokens', '/units', '/conferences', '/tasks', '/documents']) await go('admin', path);
  assert.ok(visited.size >= 18, `${visited.size} pages: ${[...visited]}`);
  for (const one of pages.values()) assert.deepEqual(one.complaints, []);
});
