// The entry grid as people who live in a spreadsheet use it: arrows, blocks, paste, undo, hints; on a phone one field at a time.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, launch, noSidewaysScroll, shot, start, watch } from '../lib.mjs';

describe('grid', { timeout: 180_000 }, () => {
  let app;
  let browser;
  let page;
  let entry;
  before(async () => {
    [app, browser] = await Promise.all([start(), launch()]);
    page = await desk();
    await page.goto(app.url + '/reports');
    entry = app.url + (await page.locator('a.row-title').first().getAttribute('href'));
    await page.goto(entry);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  async function desk(options = {}) {
    const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(15_000);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.url });
    const one = await context.newPage();
    watch(one);
    await one.goto(app.url + '/sign-in');
    await Promise.all([one.waitForURL(app.url + '/'), one.locator('button.demo-card', { hasText: 'Chuyên viên tỉnh' }).first().click()]);
    return one;
  }
  const at = () => page.evaluate(() => document.activeElement?.dataset.slot ?? '');
  const value = (field) => page.inputValue(`#f-${field}`);
  const clip = (text) => page.evaluate((t) => navigator.clipboard.writeText(t), text);
  const says = () => page.locator('[data-grid-says]').innerText();
  const saved = () => page.waitForFunction(() => /^Đã lưu/.test(document.querySelector('[data-saved]').innerText.trim()) && document.querySelector('[data-saved]').dataset.tone === 'jade');
  const keys = async (...list) => { for (const key of list) await page.keyboard.press(key); };

  test('arrows, Enter, Home and End move; what was typed is grouped when the cell is left', async () => {
    await page.click('#f-A2');
    await page.keyboard.type('1412');
    await keys('Enter');
    assert.equal(await at(), 'A3');
    assert.equal(await value('A2'), '1.412', 'a cell that was left groups its number');
    await keys('ArrowUp');
    assert.equal(await value('A2'), '1412', 'one that is entered shows what was typed');
    await keys('Shift+Enter');
    assert.equal(await at(), 'A2', 'there is none above');
    await keys('End');
    assert.equal(await at(), 'A6d');
    await keys('Home');
    assert.equal(await at(), 'A2');
    await keys('Control+End');
    assert.notEqual(await at(), 'A6d');
    await keys('Control+Home', 'PageDown', 'PageUp', 'Tab');
    assert.equal(await at(), 'A3');
    await keys('Control+ArrowDown');
    assert.notEqual(await at(), 'A3');
  });

  test('F2 edits within, Escape brings back what stood there', async () => {
    await page.click('#f-A4');
    const was = await value('A4');
    await keys('F2', 'ArrowLeft');
    await page.keyboard.type('9');
    assert.equal(await value('A4'), was.slice(0, -1) + '9' + was.slice(-1), 'the caret moved within the text');
    assert.equal(await at(), 'A4');
    await keys('Escape');
    assert.equal(await value('A4'), was);
    await page.keyboard.type('5');
    assert.equal(await value('A4'), '5', 'typing replaces a cell that is picked whole');
    await keys('Escape', 'ArrowDown');
    assert.equal(await value('A4'), was);
  });

  test('a block of 20 cells out of a spreadsheet, in one step that can be undone', async () => {
    await page.click('#f-B1');
    const fields = await page.$$eval('tr[data-line]', (rows) => {
      const from = rows.findIndex((row) => row.querySelector('[data-slot="B1"]'));
      return rows.slice(from, from + 20).map((row) => row.querySelector('[data-slot]')?.dataset.slot ?? '');
    });
    const before = Object.fromEntries(await Promise.all(fields.filter(Boolean).map(async (f) => [f, await value(f)])));
    const block = fields.map((f, i) => (f === '' ? '' : i === 3 ? '' : i === 1 ? '1,250' : `${i + 1}`));
    await clip(block.join('\r\n') + '\r\n');
    await keys('Control+v');
    const typed = fields.filter((f, i) => f && i !== 3);
    await page.waitForFunction((f) => document.querySelector('#f-' + f).value === '20' || document.activeElement?.id, typed.at(-1));
    assert.match(await says(), new RegExp(`Đã dán ${typed.length} ô`));
    assert.match(await says(), /1 ô trống trong khối: giữ nguyên/);
    assert.equal(await value('B2'), '1.250');
    assert.equal(await value(fields[3]), before[fields[3]], 'an empty cell of the block changes nothing');
    await saved();
    await page.reload();
    assert.equal(await value('B2'), '1.250', 'it is saved');
    await page.click('#f-B1');
    await clip(block.map((t) => (t ? '7' : '')).join('\n'));
    await keys('Control+v');
    assert.equal(await value('B2'), '7');
    await keys('Control+z');
    assert.equal(await value('B2'), '1.250', 'undo takes the whole block back');
    await keys('Control+y');
    assert.equal(await value('B2'), '7', 'and redo brings it again');
    await keys('Control+z');
    await page.keyboard.type('33');
    await keys('Enter', 'Control+z');
    assert.equal(await page.evaluate(() => document.querySelector('#f-B1').value), '1', 'a single edit is a step too');
  });

  test('what cannot be placed is told; computed cells can be left out', async () => {
    await page.click('#f-A3');
    await clip('609\n4.318\n118.462\n96,1\n925\n962');
    await keys('Control+v');
    assert.match(await says(), /1 giá trị rơi vào ô máy tính, không ghi \(A6: 96,1\)/);
    assert.equal(await value('A6d'), '962');
    await clip('609\n4.318\n118.462\n925\n962');
    await page.click('#f-A3');
    await keys('Control+v');
    await page.click('[data-paste-again]');
    assert.equal(await value('A6n'), '925');
    assert.equal(await value('A6d'), '962');
    await page.click('#f-B1');
    await keys('Control+End');
    await clip('1\n2\n3');
    await keys('Control+v');
    assert.match(await says(), /2 giá trị thừa dưới cuối bảng, không ghi \(2; 3\)/);
    await page.click('#f-A2');
    await clip('Mã\tChỉ tiêu\tSố\nB1\tKết nạp\t1,398\nA1\tTổng\t1,021\nZ9\tLạ\t4\nB2\tNữ\t812');
    await keys('Control+v');
    assert.match(await says(), /Đã dán 2 ô theo mã chỉ tiêu.*A1: 1,021.*Z9: 4/s);
    assert.equal(await value('B1'), '1.398');
    assert.equal(await value('B2'), '812');
  });

  test('a block is picked with Shift or the mouse, summed, copied, emptied', async () => {
    await page.click('#f-B1');
    await keys('Shift+ArrowDown');
    assert.match(await says(), /Đã chọn 2 ô, tổng 2\.210/);
    await keys('Control+c');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '1,398\n812');
    await page.locator('#f-B1').hover();
    await page.mouse.down();
    await page.locator('#f-B3').hover();
    await page.mouse.up();
    assert.equal(await page.locator('.figures input.picked').count(), 3);
    await keys('Delete');
    assert.equal(await value('B2'), '');
    await keys('Control+z');
    assert.equal(await value('B2'), '812');
  });

  test('a cell where a check knows the right figure offers it; one far from the past is hinted at', async () => {
    await page.click('#f-A2');
    await page.keyboard.type('0');
    await keys('Enter');
    await page.click('#f-A4-error button:has-text("Dùng 0")');
    assert.equal(await page.evaluate(() => document.querySelector('#f-A4').value), '0');
    assert.ok(await page.locator('#f-A4-error').isHidden());
    await keys('Control+z', 'Control+z');
    assert.notEqual(await value('A4'), '0');
    await page.click('#f-B1');
    await page.keyboard.type('99999');
    await keys('Enter');
    const hint = page.locator('#f-B1-hint');
    assert.match(await hint.innerText(), /Khác thường: \+.*% so với (cùng kỳ|kỳ trước) \(.*\)/);
    assert.match(await page.locator('[data-diff="B1"]').innerText(), /^\+/);
    await saved();
    await page.reload();
    assert.match(await hint.innerText(), /Khác thường/, 'the server says the same');
    await axe(page, 'the grid with a hint');
    await shot(page, 'grid');
  });

  test('on a phone one field at a time', async () => {
    const phone = await desk({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await phone.goto(entry);
    await phone.waitForSelector('.one-at-a-time');
    assert.equal(await phone.locator('tr[data-row]:visible').count(), 1);
    const size = await phone.locator('tr[data-row]:visible input').boundingBox();
    assert.ok(size.height >= 44, `the field is ${size.height} high`);
    await phone.click('[data-single-go="1"]');
    assert.equal(await phone.evaluate(() => document.activeElement.dataset.slot), 'A3');
    await phone.keyboard.press('Enter');
    assert.equal(await phone.evaluate(() => document.activeElement.dataset.slot), 'A4');
    assert.equal(await phone.locator('tr[data-row]:visible').count(), 1);
    await phone.click('a[href="#s-B"]');
    assert.equal(await phone.evaluate(() => document.activeElement.dataset.slot), 'B1', 'a section leads to its first field');
    await noSidewaysScroll(phone);
    await axe(phone, 'one field at a time');
    await phone.click('[data-single-all]');
    assert.ok((await phone.locator('tr[data-row]:visible').count()) > 20);
    assert.deepEqual(phone.complaints, []);
  });

  test('nothing was refused by the policy', () => assert.deepEqual(page.complaints, []));
});
