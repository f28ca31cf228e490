// A form is designed with every kind and a text, tried out, published and asked for; a unit fills it in, and its figures
// and words arrive above.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, launch, noSidewaysScroll, shot, start, until, watch } from '../lib.mjs';
import { done, fill, idIn, words } from '../s0/world.mjs';

describe('forms', { timeout: 420_000 }, () => {
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
    await send(page.locator('main .form-actions button[type=submit]').last());
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
    await indicator('A8', 'table', 'Các lớp', { c1_name_vi: 'Tên lớp', c1_code: 'ten', c2_name_vi: 'Số người', c2_code: 'so', c2_kind: 'int', c2_unit_vi: 'người' });
    await page.goto(edit() + '?indicator=&section=A');
    await page.fill('[name=code]', 'A9');
    await page.fill('[name=name_vi]', 'Người mỗi lớp');
    await page.selectOption('[name=kind]', 'dec');
    await page.fill('[name=scale]', '1');
    await page.fill('[name=formula]', 'A2 / B7');
    await page.locator('#formula-says.bad').waitFor();
    assert.match(await page.locator('#formula-says').innerText(), /B7/);
    await page.fill('[name=formula]', 'A2 / ');
    await page.fill('code-help input', 'số lớp');
    await page.click('code-help li:not([hidden]) button');
    assert.equal(await page.inputValue('[name=formula]'), 'A2 / A1', 'a code that is pressed goes to the cursor');
    await page.locator('#formula-says:not(.bad)', { hasText: 'A2' }).waitFor();
    await page.fill('code-help input', '');
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
    await page.selectOption('[name=field]', 'A2');
    await page.fill('[name=expr]', 'A2 >= A1');
    await page.fill('[name=say_vi]', 'Số người học ít hơn số lớp.');
    await send(page.locator('main .form-actions button[type=submit]').last());
    assert.ok((await page.locator('#checks').innerText()).includes('A2 >= A1'));
  });

  // text adds or changes one text through its page.
  async function text(was, fields) {
    await page.goto(edit() + '?narrative=' + was);
    for (const [field, value] of Object.entries(fields)) await page.fill(`[name=${field}]`, value);
    await send(page.locator('main .form-actions button[type=submit]').last());
    assert.ok(!page.url().includes('narrative='), await page.locator('main').innerText());
  }
  const listed = async () => (await page.locator('#narratives tbody tr').allInnerTexts()).map((t) => t.replace(/\s+/g, ' ').trim());

  test('texts are added, renamed, given help, moved and removed', async () => {
    await text('', { code: 'N1', title_vi: 'Kiến nghị' });
    await text('', { code: 'N2', title_vi: 'Hạn chế' });
    await page.goto(edit());
    await page.click('#narratives a:has-text("Kiến nghị")');
    await page.check('[name=required]', { force: true });
    await page.fill('[name=title_vi]', 'Kiến nghị của đơn vị');
    await page.fill('[name=help_vi]', 'Nêu một việc cụ thể và nơi giải quyết.');
    await shot(page, 'forms-narrative');
    await axe(page, 'text');
    await send(page.locator('main .form-actions button[type=submit]').last());
    assert.match((await listed())[0], /^N1 Kiến nghị của đơn vị Bắt buộc điền/);
    await send(page.locator('#narratives tr:has-text("N2") button[value=up]'));
    assert.deepEqual((await listed()).map((t) => t.slice(0, 2)), ['N2', 'N1']);
    await send(page.locator('#narratives tr:has-text("N2") button[value=remove]'));
    assert.equal((await listed()).length, 1);
    await page.goto(edit() + '?narrative=');
    await page.fill('[name=code]', 'A1');
    await page.fill('[name=title_vi]', 'Mã đã có');
    await send(page.locator('main .form-actions button[type=submit]').last());
    assert.match(page.url(), /narrative=A1/, 'what does not fit is told on the text\'s own page');
    assert.match(await words(page, '.form-errors'), /A1/);
    await page.goto(edit());
    await send(page.locator('#narratives tr:has-text("Mã đã có") button[value=remove]'));
  });

  test('the preview computes and checks as the real page, and keeps nothing', async () => {
    await page.goto(app.url + '/forms/ra-soat/preview?draft=1');
    assert.ok((await page.locator('main').innerText()).includes('Có phòng học riêng'));
    const posts = [];
    const seen = (r) => { if (r.method() === 'POST') posts.push(r.url()); };
    page.on('request', seen);
    await page.fill('[name="f.A1"]', '4');
    await page.fill('[name="f.A2"]', '2');
    assert.match(await page.locator('#f-A2-error').innerText(), /Số người học ít hơn số lớp\./);
    await page.fill('[name="f.A2"]', '101');
    assert.equal((await page.locator('#v-A9').innerText()).trim(), '25,3');
    await page.fill('[name="f.A8.1.ten"]', 'Lớp một');
    assert.equal((await page.locator('#v-A8').innerText()).trim(), '1');
    await page.waitForTimeout(1500);
    await shot(page, 'forms-preview');
    await axe(page, 'preview');
    page.off('request', seen);
    assert.deepEqual(posts, [], 'nothing is sent');
    await page.reload();
    assert.equal(await page.inputValue('[name="f.A1"]'), '', 'nothing is kept');
  });

  test('it is weighed by whom it will be asked of, and published', async () => {
    await page.goto(app.url + '/forms/ra-soat/publish');
    await page.selectOption('[name=scope]', 'level:province');
    await page.selectOption('[name=period]', 'month');
    await Promise.all([page.waitForURL(/scope=/), page.locator('#burden form[method=get] button').click()]);
    assert.match(await words(page, '#burden'), /34 đơn vị, 12 lần/);
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

  let request, entry;
  const saved = (one) => until('the draft is saved', async () => /^Đã lưu/.test((await one.locator('[data-saved]').innerText()).trim()));

  test('units are asked with it', async () => {
    await page.goto(app.url + '/reports/new?form=ra-soat');
    assert.equal(await page.locator('select[name=form]').inputValue(), 'ra-soat');
    const ask = 'form[action="/reports"]';
    await page.selectOption(`${ask} [name=regime]`, '');
    const year = new Date().getFullYear();
    await fill(page, ask, { period: `năm ${year}`, scope: 'level:province', deadline: `31/1/${year + 1}`, time: '17:00' });
    await done(page, `${ask} button.button-main`);
    request = idIn(page.url(), 'reports');
  });

  test('a unit fills in every kind: the page computes, checks and saves', async () => {
    const unit = await desk('soạn báo cáo, viết tin');
    await unit.goto(app.url + `/reports/${request}`);
    entry = new URL(unit.url()).pathname;
    assert.match(entry, /\/units\//);
    assert.match(await words(unit, '.narrative-help'), /Nêu một việc cụ thể/);
    for (const [field, text] of Object.entries({ A1: '4', A2: '3', A3: '12,5', A4n: '80', A4d: '100', A7: 'Phòng Tổ chức', 'A8.1.ten': 'Lớp một', 'A8.1.so': '60', 'A8.2.ten': 'Lớp hai', 'A8.2.so': '41', N1: 'Cần thêm phòng học.' })) {
      await unit.fill(`[name="f.${field}"]`, text);
    }
    await unit.selectOption('[name="f.A5"]', '1');
    await unit.selectOption('[name="f.A6"]', 'tr');
    assert.match(await unit.locator('#f-A2-error').innerText(), /Số người học ít hơn số lớp\./, 'the check in words');
    await unit.fill('[name="f.A2"]', '101');
    assert.equal(await unit.locator('#f-A2-error').isVisible(), false);
    assert.equal((await unit.locator('#v-A9').innerText()).trim(), '25,3', '101 / 4');
    assert.equal((await unit.locator('#v-A4').innerText()).trim(), '80,0%');
    assert.equal((await unit.locator('#v-A8').innerText()).trim(), '2', 'rows of the table');
    await saved(unit);
    await shot(unit, 'forms-entry');
    await axe(unit, 'entry of every kind');
    await unit.reload();
    assert.equal(await unit.inputValue('[name="f.A8.2.ten"]'), 'Lớp hai');
    assert.equal(await unit.inputValue('[name="f.A6"]'), 'tr');
    await unit.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScroll(unit);
    await shot(unit, 'forms-entry-phone');
    assert.deepEqual(unit.complaints, []);
  });

  test('its head signs and files it', async () => {
    const head = await desk('Ký báo cáo');
    await head.goto(app.url + entry + '/sign');
    await done(head, 'form[action$="/sign"] button[type=submit]');
    await fill(head, 'form[action$="/file"]', { number: '7-BC/VP' });
    await done(head, 'form[action$="/file"] button.button-main');
  });

  test('its figures stand in the roll-up', async () => {
    await page.goto(app.url + `/reports/${request}/board`);
    const total = async (code) => (await page.locator(`.totals tr:has(> td.code:text-is("${code}")) td.num`).first().innerText()).replace(/\s+/g, ' ').trim();
    assert.equal(await total('A1'), '4');
    assert.equal(await total('A3'), '12,5');
    assert.equal(await total('A4'), '80,0%');
    assert.match(await total('A5'), /1\/1/, 'how many said yes of how many answered');
    assert.match(await total('A6'), /trực tiếp.*1/);
    assert.match(await total('A8'), /2/);
    assert.equal(await total('A9'), '25,3', 'of the totals');
    await shot(page, 'forms-board');
    await axe(page, 'board of every kind');
  });

  test('the answers in words are listed by unit, on the page and in files', async () => {
    await page.click('.totals tr:has(> td.code:text-is("A7")) a');
    await page.waitForURL(/\/answers\?/);
    assert.match(await words(page, 'main table'), /Phòng Tổ chức/);
    await shot(page, 'forms-answers');
    await axe(page, 'answers');
    const csv = await page.request.get(await page.locator('a[href*="answers.csv"]').evaluate((a) => a.href));
    assert.equal(csv.status(), 200);
    assert.match(await csv.text(), /Bộ phận phụ trách[\s\S]*Phòng Tổ chức/);
    const xlsx = await page.request.get(await page.locator('a[href*="answers.xlsx"]').evaluate((a) => a.href));
    assert.deepEqual([...(await xlsx.body()).subarray(0, 2)], [0x50, 0x4b]);
    await page.click('.said-fields a:has-text("Kiến nghị của đơn vị")');
    await page.waitForURL(/field=N1/);
    assert.match(await words(page), /Cần thêm phòng học\./);
    await noSidewaysScroll(page);
  });

  test('a newer version is told where the earlier one is in use', async () => {
    await page.goto(edit() + '?indicator=A1');
    await page.fill('[name=name_vi]', 'Số lớp đã mở');
    await send(page.locator('main .form-actions button[type=submit]').last());
    await page.goto(app.url + '/forms/ra-soat/publish');
    await send(page.locator('form[action="/forms/ra-soat/publish"][method=post] button[type=submit]'));
    assert.match(await words(page), /1 kỳ đang mở còn dùng bản cũ/, 'on the form\'s page');
    for (const path of [`/reports/${request}/board`, '/reports/new']) {
      await page.goto(app.url + path);
      assert.match(await words(page), /đã có bản 2/, path);
    }
    await page.locator('.note details:has(a), .note details').first().locator('summary').click();
    assert.match(await words(page, '.note details'), /A1/);
    await shot(page, 'forms-newer');
    await axe(page, 'a request while a form is new');
    const unit = await desk('Chuyên viên tỉnh');
    await unit.goto(app.url + `/reports/${request}`);
    assert.doesNotMatch(await words(unit), /đã có bản 2/, 'what is filed is not bothered with it');
    await page.goto(app.url + `/reports/${request}/units/${entry.split('/').pop()}`);
    await page.locator('details:has(form[action$="/return"])').evaluate((d) => { d.open = true; });
    await page.fill('form[action$="/return"] [name=general]', 'Xem lại số lớp.');
    await done(page, 'form[action$="/return"] .form-actions button');
    await unit.goto(app.url + entry);
    assert.match(await words(unit), /đã có bản 2\. Kỳ báo cáo này vẫn dùng bản 1/, 'whoever writes reads it');
  });

  test('on a phone nothing scrolls sideways', async () => {
    await page.goto(app.url + '/forms/ra-soat');
    await send(page.locator('form[action="/forms/ra-soat/edit"] button[type=submit]').first());
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/forms', '/forms/ra-soat', '/forms/ra-soat/edit', '/forms/ra-soat/edit?indicator=A8', '/forms/ra-soat/edit?narrative=N1', '/forms/ra-soat/publish', '/forms/ra-soat/preview', `/reports/${request}/answers?field=A7`]) {
      assert.equal((await page.goto(app.url + path)).status(), 200, path);
      await noSidewaysScroll(page);
      await shot(page, 'forms-phone-' + path.replace(request, 'r').replace(/\W+/g, '-'));
    }
    assert.deepEqual(page.complaints, []);
  });
});
