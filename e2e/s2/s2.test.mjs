// Scenario S2, steps 1 and 2: a period that ends at an event follows it, and the last quarter is the sum of its months.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, noSidewaysScroll } from '../lib.mjs';
import { World, atField, done, fill, idIn, open, press, words } from '../s0/world.mjs';
import { choice } from '../s0/conference.mjs';

const w = new World({
  org: join(dirname(fileURLToPath(import.meta.url)), 'organisation.json'),
  clock: '2020-11-03T08:00',
  password: 'kich-ban-s2',
  desks: { office: 'coc.vanphong', specialist: 'tn.chuyenvien', head: 'tn.truongban' },
});
const box = w.seen;
const ask = 'form[action="/reports"]';
const figures = { A2: '412', A3: '609', A5: '118.462', B1: '10', B2: '4', B3: '1', B6: '2', B7: '1', D1: '3', D2: '5', E1: '2', E2: '40', E3: '2,5', G1: '7', G2: '6', F1: '1.643', F2: '1.528' };
// What three months of these come to, with 10, 20 and 30 admissions.
const flows = { B1: '60', B2: '12', B3: '3', B6: '6', B7: '3', D1: '9', D2: '15', E1: '6', E2: '120', G1: '21', G2: '18' };
const texts = { N1: 'Bám sát chương trình công tác.', N2: 'Chuẩn bị Đại hội XIII.', N3: 'Một số việc còn chậm.', N6: 'Tổ chức tuyên truyền về Đại hội.' };

const entry = (request) => `/reports/${request}/units/${box.unit}`;
const type = (page, values) => fill(page, '#draft', Object.fromEntries(Object.entries(values).map(([k, v]) => [`f.${k}`, v])));
const counted = (page, code) => page.inputValue(`[name="f.${code}"]`);

async function ask4(period, deadline, more = {}) {
  const page = await w.go('office', '/reports/new');
  await page.selectOption(`${ask} [name=regime]`, '');
  await fill(page, ask, { period, scope: 'kind:pob', deadline, time: '17:00', ...more });
  return page;
}

async function opened(period, deadline, more) {
  const page = await ask4(period, deadline, more);
  await done(page, `${ask} button.button-main`);
  return idIn(page.url(), 'reports');
}

/** The specialist writes a report, the head signs and files it. */
async function filed(request, values, number, dated) {
  const page = await w.go('specialist', entry(request));
  await type(page, values);
  await done(page, '#draft button[name=then]');
  await signedAndSent(request, number, dated);
}

async function signedAndSent(request, number, dated) {
  const head = await w.go('head', entry(request) + '/sign');
  assert.equal(await head.locator('form[action$="/sign"]').count(), 1, await words(head));
  await done(head, 'form[action$="/sign"] button[type=submit]');
  await fill(head, 'form[action$="/file"]', { number, dated });
  await done(head, 'form[action$="/file"] button.button-main');
}

/** The figure of an indicator as the board has it for the whole. */
const total = async (page, code) => (await page.locator('.totals tbody tr').filter({ has: page.locator('td.code', { hasText: new RegExp(`^${code}$`) }) }).locator('td.num.strong').innerText()).trim();

async function event(values) {
  const page = await w.go('office', '/calendar/new');
  await fill(page, 'form.unit-form', values);
  await done(page, 'form.unit-form button[type=submit]');
  const link = page.locator('a.row-title', { hasText: values.name });
  return /\/calendar\/[^/]+$/.test(page.url()) ? new URL(page.url()).pathname : link.first().getAttribute('href');
}

describe('S2', { timeout: 480_000 }, () => {
  before(() => w.open());
  after(() => w.close());

  // The months are reported as they end; S2.2 and S2.1 both stand on 30/12/2020.
  test('S2.2: October and November 2020 are filed', async () => {
    for (const [clock, period, deadline, b1, number, dated] of [
      ['2020-11-03T08:00', 'tháng 10/2020', '5/11/2020', '10', '101-BC/BTCTU', '3/11/2020'],
      ['2020-12-02T08:00', 'tháng 11/2020', '5/12/2020', '20', '118-BC/BTCTU', '2/12/2020'],
    ]) {
      await w.clock(clock);
      const request = await opened(period, deadline, { parent: 'quý IV/2020' });
      const list = await w.go('specialist', '/reports');
      box.unit ??= idIn(await list.locator('a.row-title').first().getAttribute('href'), 'units');
      if (b1 === '20') await asLastPeriod(request);
      await filed(request, { ...figures, ...texts, B1: b1 }, number, dated);
    }
  });

  // October is filed: what stood at a point goes on in November, also without line, and what happened in October does not.
  async function asLastPeriod(request) {
    const page = await w.go('specialist', entry(request));
    const carry = page.locator('[data-carry-figures]');
    await fill(page, '#draft', { 'f.A3': '610' });
    await page.context().setOffline(true);
    await carry.click();
    assert.equal(await counted(page, 'A2'), '412');
    assert.equal(await counted(page, 'A5'), '118.462');
    assert.equal(await counted(page, 'A3'), '610', 'what was typed stays');
    for (const code of ['B1', 'B2', 'D1', 'G1']) assert.equal(await counted(page, code), '', `${code} happened in October`);
    assert.match(await words(page, '[data-grid-says]'), /Đã điền \d+ số/);
    assert.match((await page.locator('[data-diff="A2"]').innerText()).trim(), /không đổi/);
    await page.click('[data-grid-undo]');
    assert.equal(await counted(page, 'A2'), '', 'one step back takes all of it out');
    assert.equal(await counted(page, 'A3'), '610');
    await page.setViewportSize({ width: 390, height: 844 });
    await carry.click();
    await noSidewaysScroll(page);
    await page.context().setOffline(false);
    await page.waitForFunction(() => /Đã lưu/.test(document.querySelector('[data-outcome]')?.textContent ?? ''));
    await page.setViewportSize({ width: 1440, height: 900 });
    await w.go('specialist', entry(request));
    assert.equal(await counted(page, 'A2'), '412', 'it is in the draft');
    await axe(page, 'an entry page that takes figures over');
  }

  test('S2.1: the plan period “từ nay đến Đại hội XIII” starts 30/12/2020 and its end follows the event', async () => {
    await w.clock('2020-12-30T08:00');
    box.plenum = await event({ name: 'Hội nghị lần thứ 15 BCH T.Ư', kind: 'plenum', date: '16/1/2021' });
    box.congress = await event({ name: 'Đại hội XIII của Đảng', kind: 'congress', date: '25/1/2021', provisional: '1' });
    const page = await w.go('office', '/conferences/new');
    const form = 'form.conf-form';
    await fill(page, form, { title: 'Hội nghị trực tuyến toàn quốc ngành tổ chức xây dựng Đảng', kind: 'review', mode: 'online', date: '30/12/2020', part: 'afternoon', start: '14:00', scope: 'all', review: 'quý IV/2020', plan: 'từ nay đến Đại hội XIII' });
    await page.selectOption('[name="chair-0"]', await choice(page, '[name="chair-0"]', 'Phạm Minh Chính'));
    await done(page, '.conf-form .form-actions-end button');
    box.conference = idIn(page.url(), 'conferences');
    await w.go('office', `/conferences/${box.conference}`);
    assert.match(await words(page), /Từ 30\/12\/2020 đến Đại hội XIII của Đảng.*25\/0?1\/2021/);
    // A report until the same event: its window and what hangs on the event.
    box.until = await opened('từ nay đến Đại hội XIII', '28/1/2021');
    const own = await w.go('specialist', entry(box.until));
    assert.match(await words(own, '.entry-lead'), /30\/12\/2020 – 25\/0?1\/2021/);

    const there = await w.go('office', box.congress);
    assert.match(await words(there), /[Dd]ự kiến/);
    assert.match(await words(there), /Từ 30\/12\/2020 đến Đại hội XIII của Đảng/, 'what hangs on it');
    assert.equal(await there.locator(`a[href="/conferences/${box.conference}"]`).count(), 1, 'the conference that plans the period');
    assert.equal(await there.locator(`a[href="/reports/${box.until}/board"]`).count(), 1, 'and the request that asks for it');
    await there.click(`a[href="${box.congress}/move"]`);
    await fill(there, 'form.unit-form', { date: '26/1/2021', reason: 'Theo thông báo của Bộ Chính trị' });
    await done(there, 'form.unit-form button[type=submit]');
    await w.go('office', `/conferences/${box.conference}`);
    assert.match(await words(page), /Từ 30\/12\/2020 đến Đại hội XIII của Đảng.*26\/0?1\/2021/);
    await w.go('specialist', entry(box.until));
    assert.match(await words(own, '.entry-lead'), /30\/12\/2020 – 26\/0?1\/2021/);
    await axe(page, 'a conference whose plan ends at an event');
  });

  test('S2.1/bad: moving the event before 30/12/2020 → refused with the list of anchored records', async () => {
    const page = await w.go('office', box.congress + '/move');
    await fill(page, 'form.unit-form', { date: '29/12/2020', reason: 'Sớm hơn' });
    assert.equal(await press(page, 'form.unit-form button[type=submit]'), 422);
    await atField(page, 'date', /Không dời lên trước 30\/12\/2020.*Từ 30\/12\/2020 đến Đại hội XIII của Đảng/);
    await atField(page, 'date', /hội nghị “Hội nghị trực tuyến toàn quốc ngành tổ chức xây dựng Đảng”.*yêu cầu báo cáo “/);
    assert.equal(await page.inputValue('#f-date'), '29/12/2020', 'what was typed stays');
    await page.click(`.form-errors a[href="${box.congress}"]`);
    await page.waitForURL('**' + box.congress);
    assert.match(await words(page), /26\/0?1\/2021|26 tháng 1/, 'it has not moved');
    await w.go('specialist', entry(box.until));
    assert.match(await words(await w.desk('specialist'), '.entry-lead'), /26\/0?1\/2021/);
  });

  test('S2.1/bad: deleting the event → refused with the list of anchored records', async () => {
    const page = await w.go('office', box.congress + '/remove');
    assert.match(await words(page), /gắn với/, 'told before it is tried');
    await fill(page, 'form.unit-form', { reason: 'Bỏ' });
    assert.equal(await press(page, 'form.unit-form button[type=submit]'), 409);
    assert.match(await words(page, '.form-errors'), /Từ 30\/12\/2020 đến Đại hội XIII của Đảng: hội nghị “Hội nghị trực tuyến toàn quốc.*yêu cầu báo cáo “/);
    await open(page, w.app.url + box.congress);
    // An event on which nothing hangs may go.
    await w.go('office', box.plenum + '/remove');
    await fill(page, 'form.unit-form', { reason: 'Nhập nhầm' });
    await done(page, 'form.unit-form button[type=submit]');
    await open(page, w.app.url + '/calendar');
    assert.doesNotMatch(await words(page), /Hội nghị lần thứ 15/);
  });

  test('S2.2/bad: December attached to Q1/2021 → refused', async () => {
    const page = await ask4('tháng 12/2020', '8/1/2021', { parent: 'quý I/2021' });
    assert.equal(await press(page, `${ask} button.button-main`), 422);
    await atField(page, 'parent', /Tháng 12\/2020.*không nằm trong Quý I\/2021/);
    assert.equal(await page.inputValue('#f-parent'), 'quý I/2021', 'what was typed stays');
    const list = await w.go('specialist', '/reports');
    assert.doesNotMatch(await words(list), /Tháng 12\/2020/, 'nothing was stored');
  });

  test('S2.2: December inside Q4/2020 and Q4 are filed: Q4\'s flows equal October + November + December', async () => {
    const december = await opened('tháng 12/2020', '8/1/2021', { parent: 'quý IV/2020' });
    box.quarter = await opened('quý IV/2020', '8/1/2021');
    const page = await w.go('specialist', entry(box.quarter));
    assert.match(await words(page, '.parts-offer'), /2\/3/, 'what is missing is told while a month is out');
    const above = await w.go('office', `/reports/${box.quarter}/board`);
    assert.match(await words(above, `#nested-${december}`), /Tháng 12\/2020.*0\/1/);
    await filed(december, { ...figures, ...texts, B1: '30', A2: '415' }, '140-BC/BTCTU', '30/12/2020');
    await above.waitForFunction((id) => /1\/1/.test(document.getElementById(id)?.textContent ?? ''), `nested-${december}`, { timeout: 10_000 });
    await w.go('specialist', entry(box.quarter));
    assert.match(await words(page, '.parts-offer'), /đủ 3 tháng/);
    await done(page, '.parts-offer button');
    for (const [code, sum] of Object.entries(flows)) assert.equal(await counted(page, code), sum, `${code}: the sum of three months`);
    assert.equal(await counted(page, 'A2'), '415', 'what stands at a point is that of December');
    await axe(page, 'a quarter of its months');
    await noSidewaysScroll(page);
    await type(page, texts);
    await done(page, '#draft button[name=then]');
    assert.equal(await page.locator('.mend').count(), 0, 'nothing to mend, no reason to give');
    await signedAndSent(box.quarter, '141-BC/BTCTU', '30/12/2020');
    await w.go('office', `/reports/${box.quarter}/board`);
    for (const [code, sum] of Object.entries(flows)) assert.equal(await total(above, code), sum, `${code} on the board of the level above`);
    assert.equal(await total(above, 'A2'), '415');
    assert.equal(await above.locator('#board-gaps table').count(), 0, 'nothing differs');
    await w.go('office', entry(box.quarter));
    assert.equal(await above.locator('.gap-note').count(), 0);
  });

  test('S2.2/bad: Q4 sum ≠ months → warned with the difference, which the level above reads too', async () => {
    const above = await w.go('office', entry(box.quarter));
    await above.locator('details', { has: above.locator('form[action$="/return"]') }).locator('summary').click();
    await fill(above, 'form[action$="/return"]', { general: 'Bổ sung số nộp muộn.' });
    await done(above, 'form[action$="/return"] .form-actions button');
    const page = await w.go('specialist', entry(box.quarter));
    await type(page, { ...texts, B1: '63', B2: '12' });
    await done(page, '#draft button[name=then]');
    assert.match(page.url(), /\/sign$/);
    assert.match(await words(page, '.mend'), /63.*khác tổng 3 tháng đã nộp \(60\), chênh \+3/);
    await w.go('specialist', entry(box.quarter));
    assert.match(await page.locator('#f-B1-error').innerText(), /chênh \+3/, 'and it stands at the field');
    await fill(page, '#draft', { 'f.B1why': 'Bổ sung 3 trường hợp nộp muộn' });
    await done(page, '#draft button[name=then]');
    assert.equal(await page.locator('.mend a[href*="B1why"]').count(), 0, 'it is a warning: with a reason it stands');
    assert.match(await words(page), /Bổ sung 3 trường hợp/);
    await signedAndSent(box.quarter, '142-BC/BTCTU', '30/12/2020');
    await w.go('office', entry(box.quarter));
    const told = await words(above, '.gap-note');
    assert.match(told, /Tổng số kết nạp: 63, tổng 3 tháng đã nộp 60, chênh \+3/, 'the level above reads the difference');
    assert.match(told, /Bổ sung 3 trường hợp nộp muộn/, 'and why');
    assert.match(await words(above, '#v-B1-gap'), /Tổng 3 tháng đã nộp là 60, chênh \+3/, 'at the figure, too');
    await axe(above, 'a filed quarter that differs from its months');
    await w.go('office', `/reports/${box.quarter}/board`);
    assert.match(await words(above, '#board-gaps'), /60 \(3 tháng\).*\+3.*Bổ sung 3 trường hợp nộp muộn/);
    await above.click('#board-gaps tbody a');
    await above.waitForURL(/units\/.*#v-B1-gap/);
    await w.go('office', `/reports/${box.quarter}/indicators/B1`);
    assert.match(await words(above), /Tổng 3 tháng đã nộp là 60, chênh \+3/, 'where the figure is opened down to its reports');
  });

  test('S2.2/bad: a quarter filed before its last month is compared when that comes', async () => {
    for (const [period, b1, n] of [['tháng 7/2020', '10', 150], ['tháng 8/2020', '20', 151]]) await filed(await opened(period, '8/1/2021'), { ...figures, ...texts, B1: b1 }, `${n}-BC/BTCTU`, '30/12/2020');
    const third = await opened('quý III/2020', '8/1/2021');
    await filed(third, { ...figures, ...texts, ...flows, B1: '50' }, '152-BC/BTCTU', '30/12/2020');
    const above = await w.go('office', entry(third));
    assert.equal(await above.locator('.gap-note').count(), 0, 'nothing is compared while September is out');
    const september = await opened('tháng 9/2020', '8/1/2021');
    await filed(september, { ...figures, ...texts, B1: '15' }, '153-BC/BTCTU', '30/12/2020');
    await w.go('office', entry(third));
    assert.match(await words(above, '.gap-note'), /50, tổng 3 tháng đã nộp 45, chênh \+5.*chưa nêu lý do/);
    assert.equal(await above.locator('form[action$="/return"]').count(), 1, 'it can be returned');
    assert.equal(await above.locator('#ask').count(), 1, 'or asked about');
    const own = await w.go('specialist', entry(september));
    assert.match(await words(own, '.gap-note'), /Quý III\/2020|quý III\/2020/, 'the last month leads to the quarter');
    await own.click('.gap-note a');
    await own.waitForURL('**' + entry(third));
    assert.match(await words(own, '.gap-note'), /chênh \+5/);
    await noSidewaysScroll(own);
    await w.go('specialist', '/reports');
    assert.match(await words(own), /1 chỉ tiêu khác tổng 3 tháng/);
  });

  test('S2: no page complained of a script or of its content policy', async () => {
    assert.deepEqual(await w.complaints(), []);
  });
});
