// A form is designed with every kind, published, asked for, and a unit opens it.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, launch, noSidewaysScroll, shot, start, watch } from '../lib.mjs';

describe('forms', { timeout: 240_000 }, () => {
  let app;
  let browser;
  let page;
  before(async () => {
    [app, browser] = await Promise.all([start(), launch()]);
    page = await desk('Thu báo cáo');
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  async function desk(card, options = {}) {
    const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(15_000);
    const one = await context.newPage();
    watch(one);
    await one.goto(app.url + '/sign-in');
    await Promise.all([one.waitForURL(app.url + '/'), one.locator('button.demo-card', { hasText: card }).first().click()]);
    return one;
  }
  const send = async (button) => { await Promise.all([page.waitForLoadState('load'), page.waitForURL(() => true), button.click()]); await page.waitForLoadState('networkidle'); };
  const edit = () => app.url + '/forms/ra-soat/edit';

  // indicator adds one through its page; what stands in more are its other fields.
  async function indicator(code, kind, name, more = {}) {
    await page.goto(edit() + '?indicator=&section=A');
    await page.fill('[name=code]', code);
    await page.fill('[name=name_vi]', name);
    await page.selectOption('[name=kind]', kind);
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
    for (const [field, text] of Object.entries(more)) {
      const tag = await page.locator(`[name=${field}]`).evaluate((e) => e.tagName);
      if (tag === 'SELECT') await page.selectOption(`[name=${field}]`, text);
      else await page.fill(`[name=${field}]`, text);
    }
    await send(page.locator('main button[type=submit].main, main .form-actions button[type=submit]').last());
    assert.match(page.url(), /edit#?/, `${code} is kept`);
    assert.ok(!page.url().includes('indicator='), `${code}: ${await page.locator('main').innerText()}`);
  }

  test('a form is begun from the list of reports', async () => {
    await page.goto(app.url + '/reports');
    await page.click('a[href="/forms"]');
    await page.waitForURL(/\/forms$/);
    await shot(page, 'forms-list');
    await axe(page, 'forms');
    await page.fill('[name=title]', 'Phiếu rà soát');
    await page.fill('[name=title_en]', 'Survey');
    await page.fill('[name=code]', 'ra-soat');
    await send(page.locator('form[action="/forms"] button[type=submit]'));
    assert.match(page.url(), /\/forms\/ra-soat\/edit/);
  });

  test('indicators of every kind are added; a formula says itself while it is typed', async () => {
    await indicator('A1', 'int', 'Số lớp', { unit_vi: 'lớp' });
    await indicator('A2', 'int', 'Số người học', { unit_vi: 'người' });
    await indicator('A3', 'dec', 'Kinh phí', { scale: '1', unit_vi: 'triệu đồng' });
    await indicator('A4', 'pct', 'Tỷ lệ đạt', { num_name_vi: 'số đạt', den_name_vi: 'số dự' });
    await indicator('A5', 'yesno', 'Có phòng học riêng');
    await indicator('A6', 'choice', 'Hình thức', { options: 'tt | trực tuyến | online\ntr | trực tiếp | in person' });
    await indicator('A7', 'text', 'Bộ phận phụ trách');
    await indicator('A8', 'table', 'Các lớp', { columns: 'ten | text | Tên lớp\nso | int | Số người | | người' });
    await page.goto(edit() + '?indicator=&section=A');
    await page.fill('[name=code]', 'A9');
    await page.fill('[name=name_vi]', 'Người mỗi lớp');
    await page.selectOption('[name=kind]', 'dec');
    await page.fill('[name=formula]', 'A2 / B7');
    await page.locator('#formula-says.bad').waitFor();
    assert.match(await page.locator('#formula-says').innerText(), /B7/);
    await page.fill('[name=formula]', 'A2 / A1');
    await page.locator('#formula-says:not(.bad)', { hasText: 'A2' }).waitFor();
    await shot(page, 'forms-indicator');
    await axe(page, 'indicator');
    await send(page.locator('main .form-actions button[type=submit]').last());
    assert.ok((await page.locator('main').innerText()).includes('Người mỗi lớp'));
    await shot(page, 'forms-outline');
    await axe(page, 'outline');
    await noSidewaysScroll(page);
  });

  test('a check in words is added', async () => {
    await page.goto(edit() + '?check=new');
    await page.fill('[name=field]', 'A2');
    await page.fill('[name=expr]', 'A2 >= A1');
    await page.fill('[name=say_vi]', 'Số người học ít hơn số lớp.');
    await send(page.locator('main .form-actions button[type=submit]').last());
    assert.ok((await page.locator('#checks').innerText()).includes('A2 >= A1'));
  });

  test('it is previewed, weighed and published', async () => {
    await page.goto(app.url + '/forms/ra-soat/preview?draft=1');
    assert.ok((await page.locator('main').innerText()).includes('Có phòng học riêng'));
    await shot(page, 'forms-preview');
    await page.goto(app.url + '/forms/ra-soat/publish');
    await shot(page, 'forms-publish');
    await axe(page, 'publish');
    await send(page.locator('form[action="/forms/ra-soat/publish"][method=post] button[type=submit]'));
    assert.match(page.url(), /\/forms\/ra-soat$/);
    await shot(page, 'forms-form');
    await axe(page, 'form');
  });

  test('its workbook comes back and is told as no change', async () => {
    await send(page.locator('form[action="/forms/ra-soat/edit"] button[type=submit]').first());
    const answer = await page.request.get(app.url + '/forms/ra-soat/form.xlsx');
    assert.equal(answer.status(), 200);
    await page.setInputFiles('input[type=file]', { name: 'f.xlsx', mimeType: 'application/octet-stream', buffer: await answer.body() });
    await send(page.locator('form[action$="/import"] button[type=submit]'));
    await page.goto(app.url + '/forms/ra-soat/publish');
    assert.ok((await page.locator('main').innerText()).includes('không khác'));
  });

  test('units are asked with it', async () => {
    await page.goto(app.url + '/reports/new?form=ra-soat');
    assert.equal(await page.locator('select[name=form]').inputValue(), 'ra-soat');
  });

  test('on a phone nothing scrolls sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/forms', '/forms/ra-soat', '/forms/ra-soat/edit', '/forms/ra-soat/edit?indicator=A8', '/forms/ra-soat/publish', '/forms/ra-soat/preview']) {
      await page.goto(app.url + path);
      await noSidewaysScroll(page);
      await shot(page, 'forms-phone-' + path.replace(/\W+/g, '-'));
    }
    assert.deepEqual(page.complaints, []);
  });
});
