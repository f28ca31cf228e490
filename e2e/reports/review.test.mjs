// The centre reviews and closes a period: a total is opened down to who typed it, a figure is asked about and explained, the head
// freezes the figures, a correction makes another edition beside the first, and the units' texts become one report.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axe, noSidewaysScroll, root, shot } from '../lib.mjs';
import { World, done, fill, idIn, press, words } from '../s0/world.mjs';

// S0's organisation, whose chair heads the centre too: the figures are frozen over the head's signature.
const dir = mkdtempSync(join(tmpdir(), 'giaoban-review-'));
const organisation = JSON.parse(readFileSync(join(root, 'e2e', 's0', 'organisation.json')));
organisation.accounts.find((a) => a.login === 'coc.chutri').grants.push({ role: 'head', unit: 'COC' });
writeFileSync(join(dir, 'organisation.json'), JSON.stringify(organisation));

const w = new World({ org: join(dir, 'organisation.json'), clock: '2021-03-19T09:00' });
const box = w.seen;
const entry = (desk) => `/reports/${box.request}/units/${box[desk]}`;
const signature = 'form[action$="/sign"]';

/** A draft is typed; the page of its signature stands. */
async function typed(desk, values) {
  const page = await w.go(desk, entry(desk));
  await fill(page, '#draft', Object.fromEntries(Object.entries(values).map(([k, v]) => [`f.${k}`, v])));
  await done(page, '#draft button[name=then]');
  return page;
}

/** A report from the first key to the level above. */
async function filed(desk, head, values, number) {
  await typed(desk, values);
  const hand = await w.go(head, `${entry(desk)}/sign`);
  assert.equal(await hand.locator(signature).count(), 1, await words(hand));
  await done(hand, `${signature} button[type=submit]`);
  await w.go(head, `${entry(desk)}/file`);
  await fill(hand, 'form[action$="/file"]', { number, dated: '19/3/2021' });
  await done(hand, 'form[action$="/file"] button.button-main');
}

async function frozen(reason) {
  const page = await w.go('chair', `/reports/${box.request}/editions/new`);
  if (reason) await fill(page, 'form[action$="/editions"]', { reason });
  await done(page, 'form[action$="/editions"] button[type=submit]');
  return page;
}

const texts = { N2: 'Kết nạp {B1} người.', N3: 'Còn chậm.', N6: 'Tổ chức tốt bầu cử.' };

describe('review of a period', { timeout: 300_000 }, () => {
  before(() => w.open());
  after(async () => {
    await w.close();
    rmSync(dir, { recursive: true });
  });

  test('C16: a draft is submitted for signature, handed back with a word, mended and filed', async () => {
    const page = await w.go('office', '/reports/new');
    await fill(page, 'form[action="/reports"]', { period: 'quý I/2021', scope: 'kind:pob', deadline: '26/3/2021', time: '17:00' });
    await done(page, 'form[action="/reports"] button.button-main');
    box.request = idIn(page.url(), 'reports');
    for (const desk of ['specialist', 'specialistB']) {
      const list = await w.go(desk, '/reports');
      box[desk] = idIn(await list.locator('a.row-title').first().getAttribute('href'), 'units');
    }
    const own = await typed('specialist', { A2: '412', A3: '609', A5: '118.642', B1: '1.398', B2: '812', B4: '2.990', ...texts });
    await fill(own, 'form[action$="/submit"]', { note: 'Đã đối chiếu với các huyện.' });
    await done(own, 'form[action$="/submit"] button');
    const head = await w.go('head', `${entry('specialist')}/sign`);
    assert.match(await words(head), /Đã đối chiếu với các huyện\./);
    await head.locator('details:has(form[action$="/hand-back"]) summary').click();
    await fill(head, 'form[action$="/hand-back"]', { remark: 'A5 gõ nhầm, phải là 118.462.' });
    await done(head, 'form[action$="/hand-back"] button');
    await w.go('specialist', entry('specialist'));
    assert.match(await words(own), /A5 gõ nhầm, phải là 118\.462\./);
    await filed('specialist', 'head', { A5: '118.462' }, '125-BC/BTCTU');
  });

  test('C16: who has not filed is reminded, and reads it', async () => {
    const page = await w.go('office', `/reports/${box.request}/board`);
    await page.click('a[href*="/chase"]');
    await page.waitForURL(/chase/);
    await page.locator('#straight [name=filings]').check({ force: true });
    await fill(page, '#straight', { text: 'Còn một tuần, đề nghị gửi sớm.' });
    await done(page, '#straight button[type=submit]');
    const unit = await w.go('specialistB', entry('specialistB'));
    assert.match(await words(unit), /Còn một tuần, đề nghị gửi sớm\./);
    const other = await w.go('specialist', entry('specialist'));
    assert.doesNotMatch(await words(other), /Còn một tuần/, 'who has filed is left in peace');
    await filed('specialistB', 'headB', { A2: '10', A3: '6', A5: '900', B1: '702', B2: '300', B4: '1.000', ...texts }, '31-BC/BTCTU');
    await w.go('office', `/reports/${box.request}/board`);
    assert.match(await words(page, '#board-band'), /2\s*\/\s*2/);
  });

  test('C17: a total is opened down to the leaves: which unit, who typed it, who signed, which version', async () => {
    const page = await w.go('office', `/reports/${box.request}/board`);
    assert.match(await words(page, '.totals tr:has(> td.code:text-is("B1"))'), /2\.100\s+2\/2/);
    await page.click('.totals tr:has(> td.code:text-is("B1")) th a');
    await page.waitForURL(/indicator=B1/);
    await page.click('#explain a[href*="/indicators/B1"]');
    await page.waitForURL(/\/indicators\/B1/);
    const leaf = await words(page, `tr:has(a[href*="${box.specialist}"]):has-text("125-BC"), tr:has(a[href*="${box.specialist}"]):has-text("Trần Chuyên Viên")`);
    assert.match(leaf, /1\.398/);
    assert.match(leaf, /Phan Xuân Toàn/);
    assert.match(leaf, /19\/0?3/);
    await axe(page, 'the origin of a figure');
    await noSidewaysScroll(page);
    await shot(page, 'review-origin');
  });

  test('C17: a figure is asked about, the unit explains it in time, and the answer stays with the figure', async () => {
    const chair = await w.go('chair', `/reports/${box.request}/board?indicator=B1`);
    await chair.click('#ask summary');
    const ask = '#ask form';
    await chair.locator(`${ask} [name=of]`).evaluate((select, unit) => { select.value = unit; select.dispatchEvent(new Event('change', { bubbles: true })); }, box.specialistB);
    await fill(chair, ask, { question: 'Vì sao chỉ bằng nửa của tỉnh bên?', due: '18/3/2021', time: '17:00' });
    assert.equal(await press(chair, `${ask} button`), 422, 'a day that is over');
    assert.equal(await chair.inputValue(`${ask} [name=question]`), 'Vì sao chỉ bằng nửa của tỉnh bên?', 'what was typed stays');
    await fill(chair, ask, { due: '24/3/2021', time: '17:00' });
    await done(chair, `${ask} button`);
    const unit = await w.go('headB', '/');
    await unit.click('a[href*="/explanations/"]');
    assert.match(await words(unit), /Vì sao chỉ bằng nửa của tỉnh bên\?/);
    await fill(unit, 'form[action$="/answer"]', { answer: 'Hai đảng bộ lớn kết nạp vào quý II theo kế hoạch năm.' });
    await done(unit, 'form[action$="/answer"] button[value=send]');
    await axe(unit, 'an explanation');
    await w.go('chair', `/reports/${box.request}/board?indicator=B1`);
    assert.match(await words(chair), /Hai đảng bộ lớn kết nạp vào quý II/, 'it stands with the figure');
    await w.go('specialist', '/explanations');
    assert.doesNotMatch(await words(await w.desk('specialist')), /nửa của tỉnh bên/, 'another board reads nothing of it');
  });

  test('C16: the head freezes the period; a correction makes another edition and the first stays as it was', async () => {
    const page = await frozen();
    assert.match(page.url(), /\/editions\/1/);
    assert.match(await words(page), /Nguyễn Thanh Bình/);
    await axe(page, 'an edition');
    const office = await w.go('office', entry('specialist'));
    await done(office, 'form[action$="/accept"] button');
    const own = await w.go('specialist', entry('specialist'));
    await fill(own, 'form[action$="/ask-correction"]', { reason: 'Đếm thiếu ba trường hợp.' });
    await done(own, 'form[action$="/ask-correction"] button');
    await w.go('office', entry('specialist'));
    await fill(office, 'form[action$="/reopen"]', { reason: 'Đồng ý: đếm thiếu.' });
    await done(office, 'form[action$="/reopen"] button');
    await filed('specialist', 'head', { B1: '1.401' }, '126-BC/BTCTU');

    await w.go('office', `/reports/${box.request}/board?edition=1`);
    assert.match(await words(office, '.totals tr:has(> td.code:text-is("B1"))'), /2\.100/);
    assert.match(await words(office), /Bản 1, ký ngày 19\/0?3\/2021/, 'the page says which edition it quotes');
    await w.go('office', `/reports/${box.request}/board`);
    assert.match(await words(office, '.totals tr:has(> td.code:text-is("B1"))'), /2\.103/);
    const second = await frozen('Ban Tổ chức Tỉnh ủy đếm thiếu ba trường hợp.');
    assert.match(second.url(), /\/editions\/2/);
    const diff = await words(second);
    assert.match(diff, /1\.398.*1\.401/, 'what changed, of which unit');
    assert.match(diff, /Đếm thiếu ba trường hợp\./, 'and why');
    await axe(second, 'what changed between two editions');
    await noSidewaysScroll(second);
    await shot(second, 'review-edition');
    const forged = await w.go('office', `/reports/${box.request}/editions`);
    assert.equal(await forged.locator('a[href$="/editions/new"]').count(), 0, 'the office does not sign for the head');
  });

  test('C17: the units\' texts stand by section with their authors and become one report, on paper and as a Word file', async () => {
    const page = await w.go('office', `/reports/${box.request}/consolidated`);
    assert.match(await words(page, '#s-N2'), /Ban Tổ chức Tỉnh ủy .*Kết nạp 1\.401 người\..*Tỉnh B.*Kết nạp 702 người\./);
    assert.match(await words(page, '#s-N2'), /Phan Xuân Toàn/);
    await fill(page, '#s-N2 form', { text: 'Toàn ngành kết nạp {B1} người.' });
    await done(page, '#s-N2 form button');
    await axe(page, 'the consolidated report');
    await page.click('a[href*="/consolidated/print"]');
    await page.waitForURL(/print/);
    assert.match(await words(page, '.a4-body'), /Toàn ngành kết nạp 2\.103 người\./);
    await shot(page, 'review-consolidated');
    for (const path of [`/reports/${box.request}/consolidated.docx`, `${entry('specialist')}/report.docx`, `/reports/${box.request}/board.xlsx`]) {
      const file = await page.request.get(w.app.url + path);
      assert.equal(file.status(), 200, path);
      assert.equal((await file.body()).subarray(0, 4).toString('latin1'), 'PK\u0003\u0004', path);
    }
    assert.deepEqual(await w.complaints(), []);
  });
});
