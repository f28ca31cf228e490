// What becomes of reports once they are written: handed to the head and back, chased, returned and filed again, opened down
// to their source, put together, frozen, corrected, explained. The organisation is that of scenario S1.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, noSidewaysScroll, shot } from '../lib.mjs';
import { World, atField, done, fill, idIn, press, words } from '../s0/world.mjs';

const w = new World({
  org: join(dirname(fileURLToPath(import.meta.url)), 'organisation.json'),
  clock: '2020-04-02T08:00',
  password: 'kich-ban-s1',
  desks: { office: 'coc.vanphong', chief: 'coc.truongban', specialistA: 'a.chuyenvien', headA: 'a.truongban', b: 'b.truongban', c: 'c.truongban' },
});
const box = w.seen;
const ask = 'form[action="/reports"]';

const text = (vi) => ({ vi, en: '' });
const form = {
  code: 'gon', version: 1, title: text('Báo cáo gọn'),
  sections: [{ code: 'A', title: text('Số liệu') }],
  indicators: [
    { code: 'A1', section: 'A', name: text('Số kết nạp'), short: text('số kết nạp'), unit: text('người'), kind: 'int', across: 'sum', basis: 'flow', required: true },
    { code: 'A2', section: 'A', name: text('Trong đó: nữ'), short: text('nữ'), unit: text('người'), kind: 'int', across: 'sum', basis: 'flow', partOf: 'A1' },
  ],
  narratives: [{ code: 'N1', title: text('Kết quả nổi bật'), required: true }],
  checks: [{ test: 'part', field: 'A2', of: ['A1'] }],
};

const at = (rest = '') => `/reports/${box.request}${rest}`;
const entry = (unit) => `/reports/${box.request}/units/${box[unit]}`;
const type = (page, values) => fill(page, '#draft', Object.fromEntries(Object.entries(values).map(([k, v]) => [`f.${k}`, v])));
const drawer = (page, inside) => page.locator(`details:has(${inside})`).evaluateAll((list) => list.forEach((d) => { d.open = true; }));
const total = async (page, code) => (await page.locator(`.totals tr:has(> td.code:text-is("${code}")) td.num`).first().innerText()).trim();

async function opened(period, deadline) {
  const page = await w.go('office', '/reports/new');
  await page.selectOption(`${ask} [name=regime]`, '');
  await fill(page, ask, { form: form.code, period, scope: 'group:north', deadline, time: '17:00' });
  await done(page, `${ask} button.button-main`);
  return idIn(page.url(), 'reports');
}

async function unitOf(desk) {
  const list = await w.go(desk, '/reports');
  return idIn(await list.locator('a.row-title').first().getAttribute('href'), 'units');
}

async function signedAndSent(head, path, number, dated) {
  const page = await w.go(head, path + '/sign');
  await done(page, 'form[action$="/sign"] button[type=submit]');
  await fill(page, 'form[action$="/file"]', { number, dated });
  await done(page, 'form[action$="/file"] button.button-main');
}

async function filed(desk, path, values, number, dated) {
  const page = await w.go(desk, path);
  await type(page, values);
  await done(page, '#draft button[name=then]');
  await signedAndSent(desk, path, number, dated);
}

describe('after the reports', { timeout: 480_000 }, () => {
  before(() => w.open());
  after(() => w.close());

  test('C16: a form is brought and asked for; last year one board answered', async () => {
    const page = await w.go('office', '/forms');
    await fill(page, 'form[action="/forms"]', { title: form.title.vi, code: form.code });
    await done(page, 'form[action="/forms"] button[type=submit]');
    await page.setInputFiles('input[type=file]', { name: 'gon.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(form)) });
    await done(page, 'form[action$="/import"] button[type=submit]');
    await w.go('office', `/forms/${form.code}/publish`);
    await done(page, 'form[action$="/publish"][method=post] button[type=submit]');
    box.request = await opened('quý I/2020', '5/4/2020');
    box.B = await unitOf('b');
    await filed('b', entry('B'), { A1: '80', A2: '30', N1: 'Năm trước.' }, '1-BC', '2/4/2020');
    await w.clock('2021-04-01T08:00');
    box.request = await opened('quý I/2021', '3/4/2021');
    for (const [unit, desk] of [['A', 'specialistA'], ['C', 'c']]) box[unit] = await unitOf(desk);
  });

  test('C16: the desk submits to the head, who hands it back with a remark, then signs', async () => {
    const desk = await w.go('specialistA', entry('A'));
    await type(desk, { A1: '100', A2: '40', N1: 'Bầu cử đúng tiến độ.' });
    await done(desk, '#draft button[name=then]');
    await done(desk, 'form[action$="/submit"] button[type=submit]');
    const head = await w.go('headA', '/');
    assert.match(await words(head, '#home-waiting'), /Báo cáo gọn.*Xem, ký/);
    await w.go('headA', entry('A') + '/sign');
    await drawer(head, 'form[action$="/hand-back"]');
    await fill(head, 'form[action$="/hand-back"]', { remark: 'Ghi rõ số nữ theo danh sách.' });
    await done(head, 'form[action$="/hand-back"] button');
    await w.go('specialistA', entry('A'));
    assert.match(await words(desk), /Ghi rõ số nữ theo danh sách\./, 'the desk reads why');
    await type(desk, { A2: '42' });
    await done(desk, '#draft button[name=then]');
    await done(desk, 'form[action$="/submit"] button[type=submit]');
    await signedAndSent('headA', entry('A'), '12-BC/BTCTU', '1/4/2021');
    assert.match(await words(head), /Đã nộp/);
  });

  test('C16: who is missing is named with the telephone and reminded; the unit reads it on its day\'s page', async () => {
    const b = await w.go('b', '/reports/contact');
    await fill(b, 'form[action="/reports/contact"]', { name: 'Đỗ Văn Thư', phone: '0204 3855 123' });
    await done(b, 'form[action="/reports/contact"] button[type=submit]');
    await w.clock('2021-04-04T08:00');
    const page = await w.go('office', at('/chase'));
    const rows = await page.locator('#straight tbody tr').allInnerTexts();
    assert.equal(rows.filter((r) => /Ban Tổ chức Tỉnh ủy [BC]/.test(r)).length, 2, 'two boards have not filed');
    assert.ok(!rows.some((r) => /Tỉnh ủy A/.test(r)), 'who has filed is not chased');
    assert.match(rows.find((r) => /Tỉnh ủy B/.test(r)), /Đỗ Văn Thư[\s\S]*0204 3855 123/);
    await axe(page, 'who is missing or late');
    for (const one of await page.locator('#straight input[name=filings]').all()) await one.setChecked(/Tỉnh ủy B/.test(await one.locator('xpath=ancestor::tr').innerText()), { force: true });
    await page.fill('#straight [name=text]', 'Đề nghị nộp trong sáng nay.');
    await done(page, '#straight button.button-main');
    assert.doesNotMatch(await page.locator('#straight tbody tr', { hasText: 'Tỉnh ủy B' }).innerText(), /Chưa nhắc/, 'the reminder is noted');
    assert.match(await page.locator('#straight tbody tr', { hasText: 'Tỉnh ủy C' }).innerText(), /Chưa nhắc/);
    await w.go('b', '/');
    assert.match(await words(b), /Đề nghị nộp trong sáng nay\./);
    await w.go('b', entry('B'));
    assert.match(await words(b), /Đề nghị nộp trong sáng nay\./, 'and in the report');
    await filed('b', entry('B'), { A1: '90', A2: '35', N1: 'Kiện toàn chức danh.' }, '40-BC/BTCTU', '4/4/2021');
    const c = await w.go('c', '/');
    assert.doesNotMatch(await words(c), /Đề nghị nộp trong sáng nay/, 'nobody else was reminded');
    await filed('c', entry('C'), { A1: '70', A2: '20', N1: 'Quán triệt nghị quyết.' }, '7-BC/BTCTU', '4/4/2021');
  });

  test('C16: a report is returned with a remark at its field, mended and filed again as version 2; the first filing decides', async () => {
    const office = await w.go('office', entry('A'));
    await drawer(office, 'form[action$="/return"]');
    await fill(office, 'form[action$="/return"]', { general: 'Xem lại số nữ.', field0: 'A2', text0: 'Lệch với danh sách.' });
    await done(office, 'form[action$="/return"] .form-actions button');
    const desk = await w.go('specialistA', '/');
    assert.match(await words(desk, '#home-waiting'), /Báo cáo gọn/);
    await w.go('specialistA', entry('A'));
    assert.match(await words(desk), /Xem lại số nữ\./);
    assert.match(await words(desk, '#draft'), /Lệch với danh sách\./, 'the remark stands at its field');
    await type(desk, { A2: '44' });
    await done(desk, '#draft button[name=then]');
    await done(desk, 'form[action$="/submit"] button[type=submit]');
    await signedAndSent('headA', entry('A'), '15-BC/BTCTU', '4/4/2021');
    await w.go('office', entry('A'));
    assert.equal(await office.locator('.history > li').count(), 2, 'both versions are kept');
    assert.doesNotMatch(await words(office, '.history'), /muộn/i, 'it had come in time');
    await w.go('office', entry('A') + '?version=1');
    assert.match(await words(office), /Lệch với danh sách\./, 'the first version keeps what was said of it');
    await w.go('office', at('/board'));
    const ticked = () => office.locator('[name=filings]:checked').count();
    await office.click('#board-waiting [data-all]');
    assert.equal(await ticked(), await office.locator('[name=filings].unwarned').count(), 'those without a warning are picked with one press');
    await office.click('#board-waiting [data-none]');
    assert.equal(await ticked(), 0);
    for (const box of await office.locator('[name=filings]').all()) await box.check();
    assert.match(await words(office, '#take'), /Đã chọn 3/);
    await done(office, '#take button');
    assert.match(await words(office), /Đã tiếp nhận 3 báo cáo/);
    assert.equal(await office.locator('#take').count(), 0, 'nothing waits any more');
    assert.equal(await total(office, 'A2'), '99', '44 + 35 + 20');
  });

  test('C17: a figure opens down to the reports, beside it the same period of the year before', async () => {
    const page = await w.go('office', at('/board'));
    await page.click('.totals tr:has(> td.code:text-is("A1")) a');
    await page.waitForURL(/indicator=A1/);
    await page.click('#explain a[href*="/indicators/A1"]');
    await page.waitForURL(/\/indicators\/A1/);
    const said = await words(page);
    assert.match(said, /260/, '100 + 90 + 70');
    assert.match(said, /quý I\/2020.*80/i, 'the year before');
    const leaf = page.locator('tbody tr', { hasText: 'Hoàng Trưởng Ban' }).last();
    assert.match((await leaf.innerText()).replace(/\s+/g, ' '), /100.*Trần Chuyên Viên.*Trưởng Ban Tổ chức Tỉnh ủy Hoàng Trưởng Ban.*2/, 'who wrote, who signed, which version');
    await axe(page, 'a figure down to its reports');
    await noSidewaysScroll(page);
    await leaf.locator('a').first().click();
    await page.waitForURL(`**${entry('A')}*`);
  });

  test('C17: the texts of the units with who signed them become one, with a total in it, on paper and as DOCX', async () => {
    const page = await w.go('office', at('/consolidated'));
    const said = await words(page);
    for (const one of ['Bầu cử đúng tiến độ.', 'Kiện toàn chức danh.', 'Quán triệt nghị quyết.', 'Hoàng Trưởng Ban', 'Đỗ Trưởng Ban', 'Vũ Trưởng Ban']) assert.ok(said.includes(one), one);
    await page.fill('#text-N1, [name=text]', 'Toàn vùng kết nạp {A1} người, trong đó {A2} nữ.');
    await done(page, 'form[action*="/consolidated"] button');
    await axe(page, 'a consolidated report');
    const file = await page.request.get(w.app.url + (await page.locator('a[href*="consolidated.docx"]').getAttribute('href')));
    assert.deepEqual([...(await file.body()).subarray(0, 2)], [0x50, 0x4b]);
    await w.go('office', await page.locator('a[href*="/consolidated/print"]').getAttribute('href'));
    assert.match(await words(page, 'body'), /Toàn vùng kết nạp 260 người, trong đó 99 nữ\./);
    const other = await w.desk('b');
    assert.ok([403, 404].includes((await other.goto(w.app.url + at('/consolidated?unit=' + box.A))).status()), 'not another board\'s');
  });

  test('C17: the head of who asked freezes the figures; others may not', async () => {
    const office = await w.desk('office');
    assert.equal((await office.goto(w.app.url + at('/editions/new'))).status(), 403);
    const page = await w.go('chief', at('/board'));
    await page.click('a[href$="/editions/new"]');
    await page.waitForURL(/editions\/new/);
    assert.match(await words(page), /3\/3/);
    assert.match(await words(page), /Trương Thị Mai.*Trưởng Ban Tổ chức Trung ương/);
    await axe(page, 'before freezing');
    await done(page, `form[action$="/editions"] button.button-main`);
    assert.match(page.url(), /\/editions\/1$/);
    await shot(page, 's1-edition');
    await w.go('office', at('/board?edition=1'));
    assert.match(await words(office, '.quote'), /Bản 1/);
    assert.equal(await total(office, 'A2'), '99');
  });

  test('C17: a correction goes into the next edition; the first says what it said', async () => {
    const desk = await w.go('specialistA', entry('A'));
    await fill(desk, 'form[action$="/ask-correction"]', { reason: 'Đếm thiếu một chi bộ.' });
    await done(desk, 'form[action$="/ask-correction"] button');
    const office = await w.go('office', entry('A'));
    assert.match(await words(office), /Đếm thiếu một chi bộ\./);
    await fill(office, 'form[action$="/reopen"]', { reason: 'Đồng ý đính chính.' });
    await done(office, 'form[action$="/reopen"] button');
    await w.go('specialistA', entry('A'));
    await type(desk, { A1: '110', A2: '50' });
    await done(desk, '#draft button[name=then]');
    await done(desk, 'form[action$="/submit"] button[type=submit]');
    await signedAndSent('headA', entry('A'), '20-BC/BTCTU', '4/4/2021');
    await w.go('office', at('/board'));
    assert.equal(await total(office, 'A1'), '270');
    await w.go('office', at('/board?edition=1'));
    assert.equal(await total(office, 'A1'), '260', 'what was frozen stands');
    await w.go('office', entry('A') + '?edition=1');
    assert.match(await words(office), /15-BC\/BTCTU/, 'down to the version that it quotes');

    const page = await w.go('chief', at('/editions/new'));
    await page.locator('[name=reason]').evaluate((e) => e.removeAttribute('required'));
    assert.equal(await press(page, 'form[action$="/editions"] button.button-main'), 422);
    await atField(page, 'reason', /lý do/);
    await page.fill('[name=reason]', 'Tỉnh A đính chính.');
    await done(page, 'form[action$="/editions"] button.button-main');
    assert.match(page.url(), /\/editions\/2$/);
    const said = await words(page);
    assert.match(said, /A1 Số kết nạp 260 3\/3 270 3\/3 \+10/, 'what changed');
    assert.match(said, /Đồng ý đính chính\./, 'and why');
    assert.match(said, /Hoàng Trưởng Ban/, 'who corrected');
    await axe(page, 'a second edition');
    await page.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScroll(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('C17: a figure is asked about, explained by its unit, and the answer is taken', async () => {
    const office = await w.go('office', at('/board?indicator=A1'));
    await drawer(office, 'form[action$="/explanations"]');
    await fill(office, 'form[action$="/explanations"]', { question: 'Vì sao tăng so với cùng kỳ?', due: '8/4/2021', time: '17:00' });
    const of = office.locator('form[action$="/explanations"] [name=of]');
    await of.selectOption(await of.locator('option', { hasText: 'Tỉnh ủy B' }).first().getAttribute('value'));
    await done(office, 'form[action$="/explanations"] button.button-main, form[action$="/explanations"] .form-actions button');
    const b = await w.go('b', '/');
    await b.click('#home-waiting a[href^="/explanations/"]');
    await b.waitForURL(/explanations/);
    assert.match(await words(b), /Vì sao tăng so với cùng kỳ\?/);
    await axe(b, 'a question about a figure');
    await b.fill('textarea[name=answer]', 'Mở thêm hai lớp bồi dưỡng.');
    await done(b, 'button[name=then][value=send]');
    await w.go('office', '/explanations');
    await office.click('a[href^="/explanations/"]');
    await office.waitForURL(/explanations\//);
    assert.match(await words(office), /Mở thêm hai lớp bồi dưỡng\./);
    await done(office, 'form[action$="/take"] button');
    await w.go('office', at('/board'));
    assert.match(await words(office, '#explanations'), /Mở thêm hai lớp bồi dưỡng\..*Đã tiếp thu/);
    await w.go('office', entry('B') + '/print');
    assert.match(await words(office, 'body'), /Mở thêm hai lớp bồi dưỡng\./, 'on paper too');
  });

  test('no page complained of a script or of its content policy', async () => {
    assert.deepEqual(await w.complaints(), []);
  });
});
