// Scenario S1, step 1: the first six months count from 1 January, the text of the first quarter is carried forward and
// changed, and the table of the regime tells who kept its deadline.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, noSidewaysScroll, until } from '../lib.mjs';
import { World, done, fill, forge, idIn, words } from '../s0/world.mjs';

const w = new World({
  org: join(dirname(fileURLToPath(import.meta.url)), 'organisation.json'),
  clock: '2021-04-01T08:00',
  password: 'kich-ban-s1',
  desks: { office: 'coc.vanphong', specialistA: 'a.chuyenvien', headA: 'a.truongban', b: 'b.truongban', c: 'c.truongban' },
});
const box = w.seen;
const ask = 'form[action="/reports"]';

// A form whose counts run from the first of January, as a unit takes it over from a file.
const text = (vi) => ({ vi, en: '' });
const form = {
  code: 'luy-ke', version: 1, title: text('Báo cáo giao ban'), basis: 'year_to_date',
  sections: [{ code: 'A', title: text('Số liệu') }],
  indicators: [
    { code: 'A1', section: 'A', name: text('Số kết nạp từ đầu năm'), short: text('số kết nạp'), unit: text('người'), kind: 'int', across: 'sum', basis: 'flow', required: true },
    { code: 'A2', section: 'A', name: text('Số tổ chức cơ sở'), short: text('số tổ chức cơ sở'), unit: text('tổ chức'), kind: 'int', across: 'sum', basis: 'stock' },
  ],
  narratives: [{ code: 'N1', title: text('Kết quả nổi bật'), required: true }],
  checks: [],
};
const first = 'Phối hợp chuẩn bị tổ chức bầu cử. Tham mưu kiện toàn các chức danh lãnh đạo.';
const second = 'Phối hợp chuẩn bị, tổ chức và theo dõi công tác bầu cử. Tham mưu kiện toàn các chức danh lãnh đạo.';

const entry = (request, unit) => `/reports/${box[request]}/units/${box[unit]}`;
const type = (page, values) => fill(page, '#draft', Object.fromEntries(Object.entries(values).map(([k, v]) => [`f.${k}`, v])));

/** The office opens the form for the boards of the north, under the regime. */
async function opened(period) {
  const page = await w.go('office', '/reports/new');
  await fill(page, ask, { form: form.code, regime: box.regime, period, scope: 'group:north', basis: 'year_to_date' });
  await done(page, `${ask} button.button-main`);
  return idIn(page.url(), 'reports');
}

/** From the draft to the signature by the other desk or the same. */
async function signed(writer, head, path) {
  const page = await w.go(writer, path);
  await done(page, '#draft button[name=then]');
  const hand = await w.go(head, path + '/sign');
  assert.equal(await hand.locator('form[action$="/sign"]').count(), 1, await words(hand));
  await done(hand, 'form[action$="/sign"] button[type=submit]');
}

async function sent(head, path, number, dated) {
  const page = await w.go(head, path + '/file');
  await fill(page, 'form[action$="/file"]', { number, dated });
  await done(page, 'form[action$="/file"] button.button-main');
}

async function filed(writer, head, path, values, number, dated) {
  await type(await w.go(writer, path), values);
  await signed(writer, head, path);
  await sent(head, path, number, dated);
}

describe('S1', { timeout: 480_000 }, () => {
  before(() => w.open());
  after(() => w.close());

  test('S1.1: COC has a form that counts from 1/1 and a regime with its deadlines', async () => {
    const page = await w.go('office', '/forms');
    await fill(page, 'form[action="/forms"]', { title: form.title.vi, code: form.code });
    await done(page, 'form[action="/forms"] button[type=submit]');
    await page.setInputFiles('input[type=file]', { name: 'luy-ke.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(form)) });
    await done(page, 'form[action$="/import"] button[type=submit]');
    await w.go('office', `/forms/${form.code}/publish`);
    await done(page, 'form[action$="/publish"][method=post] button[type=submit]');
    assert.match(await words(page), /[Ll]ũy kế từ đầu năm/);
    await w.go('office', '/regimes/new');
    await fill(page, 'form.unit-form', { name: 'Chế độ báo cáo giao ban', code: 'giao-ban', from: '1/1/2021', basis: 'year_to_date', days: '4', hour: '17:00' });
    await page.check('#f-kinds-quarter', { force: true });
    await page.check('#f-kinds-half', { force: true });
    await done(page, 'form.unit-form button[type=submit]');
    box.regime = idIn(page.url(), 'regimes');
  });

  test('S1.1: the boards of the north report the first quarter', async () => {
    box.first = await opened('quý I/2021');
    for (const [desk, writer, head, a1] of [['A', 'specialistA', 'headA', '1.200'], ['B', 'b', 'b', '900'], ['C', 'c', 'c', '700']]) {
      const list = await w.go(writer, '/reports');
      box[desk] = idIn(await list.locator('a.row-title').first().getAttribute('href'), 'units');
      await filed(writer, head, entry('first', desk), { A1: a1, A2: '40', N1: first }, '12-BC/BTCTU', '1/4/2021');
    }
    const page = await w.go('office', `/reports/${box.first}/board`);
    assert.match(await words(page, '#board-band'), /3\s*\/\s*3/);
  });

  test('S1.1: H1/2021 counts from 1/1: Q1\'s text is copied forward and changed, and the reviewer sees the differences', async () => {
    await w.clock('2021-06-28T08:00');
    box.half = await opened('6 tháng đầu năm 2021');
    const page = await w.go('specialistA', entry('half', 'A'));
    assert.match(await words(page), /0?1\/0?1\/2021 – 30\/0?6\/2021/, 'the period begins on 1/1');
    assert.match(await words(page, '.narrative aside'), /Quý I\/2021.*Phối hợp chuẩn bị tổ chức bầu cử/, 'what the first quarter said stands beside');
    await page.click('[data-carry="N1"]');
    await until('the text is carried over', async () => (await page.inputValue('[name="f.N1"]')) === first);
    await type(page, { A1: '2.100', A2: '41', N1: second });
    await until('saved', async () => /^Đã lưu/.test((await page.locator('[data-saved]').innerText()).trim()));
    assert.match(await words(page, 'details.marks summary'), /quý I\/2021/, 'the unit sees what it changed');
    await axe(page, 'a text carried over');
    await signed('specialistA', 'headA', entry('half', 'A'));
    await sent('headA', entry('half', 'A'), '58-BC/BTCTU', '28/6/2021');

    const reviewer = await w.go('office', entry('half', 'A'));
    assert.match(await words(reviewer, '.against'), /quý I\/2021/);
    const brought = (await reviewer.locator('.marked ins').allInnerTexts()).join(' ');
    assert.match(brought, /theo dõi công tác/);
    assert.match(await words(reviewer, '.marked'), /Tham mưu kiện toàn các chức danh lãnh đạo\./, 'what stayed stands unmarked');
    await reviewer.click('.against a[href*="against=none"]');
    await reviewer.waitForURL(/against=none/);
    assert.equal(await reviewer.locator('.marked').count(), 0);
    assert.match(await words(reviewer), new RegExp(second.slice(0, 40)), 'a clean copy');
  });

  test('S1.1/bad: a year-to-date value below Q1\'s → refused unless a correction with reason is given', async () => {
    const page = await w.go('b', entry('half', 'B'));
    await type(page, { A1: '850', A2: '40', N1: second });
    await until('told while it is typed', async () => /850.*900|900.*850/.test(await page.locator('#f-A1-error').innerText()));
    await done(page, '#draft button[name=then]');
    assert.match(page.url(), /\/sign$/);
    assert.match(await words(page, '.mend'), /850.*900/);
    assert.equal(await page.locator('form[action$="/sign"]').count(), 0, 'nothing to sign with');
    assert.ok([409, 422].includes(await forge(page, entry('half', 'B') + '/sign', { capacity: 'head', draft: '0' })));
    await w.go('b', entry('half', 'B'));
    await fill(page, '#draft', { 'f.A1why': 'Quý I tính trùng 50 trường hợp chuyển sinh hoạt.' });
    await done(page, '#draft button[name=then]');
    assert.equal(await page.locator('.mend a[href*="A1why"]').count(), 0);
    assert.match(await words(page), /tính trùng 50 trường hợp/, 'the head reads the reason');
    await done(page, 'form[action$="/sign"] button[type=submit]');
    await w.clock('2021-07-08T09:00');
    await sent('b', entry('half', 'B'), '61-BC/BTCTU', '8/7/2021');
    const reviewer = await w.go('office', entry('half', 'B'));
    assert.match(await words(reviewer), /tính trùng 50 trường hợp/, 'and so does the level above');
  });

  test('S1.1: the regime table shows on time, late and missing per board', async () => {
    const page = await w.go('office', '/reports');
    await page.click('a[href^="/reports/compliance"]');
    await page.waitForURL(/compliance/);
    await page.click('a:has-text("Chế độ báo cáo giao ban")');
    await page.waitForURL(/regime=/);
    const rows = Object.fromEntries(await page.locator('table.compliance').first().locator('tbody tr').evaluateAll((list) => list.map((r) => {
      const cells = [...r.children].map((c) => c.textContent.replace(/\s+/g, ' ').trim());
      return [cells[0], cells.slice(1).join(' | ')];
    })));
    const of = (unit) => rows[Object.keys(rows).find((name) => name.endsWith(unit))];
    assert.match(of('Tỉnh ủy A'), /[Đđ]úng hạn.*[Đđ]úng hạn.*2\/2/);
    assert.match(of('Tỉnh ủy B'), /[Mm]uộn.*1\/2/);
    assert.match(of('Tỉnh ủy C'), /[Đđ]úng hạn.*[Cc]òn thiếu.*1\/2/);
    assert.equal(Object.keys(rows).some((name) => /phía nam/.test(name)), false, 'who was not asked does not stand there');
    await noSidewaysScroll(page);
    await axe(page, 'the regime table');
  });

  test('S1.1: no page complained of a script or of its content policy', async () => {
    assert.deepEqual(await w.complaints(), []);
  });
});
