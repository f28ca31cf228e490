// The entry page by itself and with several people in one draft: rows, the line about saving, who else is here, what they
// write, figures within texts, what is offered at a cell.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atWork, axe, launch, noSidewaysScroll, shot, signIn, start } from '../lib.mjs';

const org = join(dirname(fileURLToPath(import.meta.url)), 'desks.json');
const password = 'hai-van-thu';

describe('desks', { timeout: 300_000 }, () => {
  let app;
  let browser;
  let entry;
  let ngan;
  before(async () => {
    app = await start({ org, clock: '2021-03-08T08:00' }); // first: a browser that stays open keeps the runner waiting
    browser = await launch();
    const office = await signIn(browser, app.url, 'tw.vanphong', password);
    await office.goto(app.url + '/reports/new');
    const form = 'form[action="/reports"] ';
    await office.fill(form + '[name=period]', 'quý I/2021');
    await office.selectOption(form + '[name=scope]', 'all');
    await office.fill(form + '[name=deadline]', '26/3/2021');
    await office.fill(form + '[name=time]', '17:00');
    await Promise.all([office.waitForURL('**/board*'), office.click(form + '.form-actions button:has-text("Mở kỳ báo cáo")')]);
    ngan = await signIn(browser, app.url, 'xa.ngan', password);
    entry = await reportOf(ngan);
    await ngan.goto(entry);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  const reportOf = async (page) => {
    await page.goto(app.url + '/reports');
    return app.url + (await page.locator('a.row-title').first().getAttribute('href'));
  };
  const id = (field) => '#f-' + field.replaceAll('.', '\\.');
  const value = (page, field) => page.evaluate((f) => { const e = document.getElementById('f-' + f); return e && (e.dataset.raw ?? e.value); }, field);
  const is = async (page, field, wanted, why) => {
    for (let i = 0; i < 50 && (await value(page, field)) !== wanted; i++) await page.waitForTimeout(100);
    assert.equal(await value(page, field), wanted, why);
  };
  const status = (page) => page.locator('[data-saved]').innerText();
  const says = (page, words) => page.waitForFunction((text) => document.querySelector('[data-saved]')?.innerText.includes(text), words, { timeout: 40_000 });
  const type = async (page, field, text) => {
    await page.fill(id(field), text);
    await page.locator(id(field)).blur();
  };

  test('from the first key the line says that it is being saved, never an old time', async () => {
    await type(ngan, 'A1', '12');
    await says(ngan, 'Đã lưu');
    await ngan.focus(id('A1'));
    await ngan.keyboard.type('1');
    assert.equal((await status(ngan)).trim(), 'Đang ghi…');
    assert.equal(await ngan.locator('[data-saved]').getAttribute('data-tone'), 'calm');
    await says(ngan, 'Đã lưu');
    await type(ngan, 'A1', '12');
    await says(ngan, 'Đã lưu');
  });

  test('rows of a table are added and taken out without a save and without line', async () => {
    await atWork(ngan, new URL(entry).pathname);
    assert.equal(await ngan.locator('[data-row^="T1."]').count(), 2, 'two rows');
    assert.equal(await ngan.locator('[data-row^="T1."] [data-slot]').count(), 4, 'of two cells side by side');
    await type(ngan, 'T1.1.ten', 'Máy chiếu');
    await type(ngan, 'T1.1.so', '2');
    await type(ngan, 'T1.2.ten', 'Loa');
    await says(ngan, 'Đã lưu');
    await ngan.context().setOffline(true);
    const url = ngan.url();
    await ngan.click('button[name=more][value=T1]');
    assert.equal(await ngan.evaluate(() => document.activeElement.dataset.slot), 'T1.3.ten', 'the new row is entered');
    assert.equal(await ngan.locator('label[for="f-T1.3.so"]').textContent(), 'Dòng 3 · Số lượng (bộ)');
    await type(ngan, 'T1.3.ten', 'Màn hình');
    await type(ngan, 'T1.3.so', '4');
    assert.equal((await ngan.locator('output[data-value="T1"]').innerText()).trim(), '3', 'the checks count the new row');
    await ngan.click('button[name=drop][value="T1.2"]');
    assert.equal(await value(ngan, 'T1.2.ten'), 'Màn hình', 'what stands below moves up');
    assert.equal(await ngan.locator('[data-row^="T1."]').count(), 2, 'and the table has a row less');
    await ngan.focus(id('T1.2.ten'));
    await ngan.keyboard.press('Control+z');
    assert.equal(await value(ngan, 'T1.2.ten'), 'Loa', 'one step, to be undone');
    assert.equal(await value(ngan, 'T1.3.so'), '4');
    await ngan.keyboard.press('Control+Delete');
    assert.equal(await value(ngan, 'T1.2.ten'), 'Màn hình', 'keys do it too');
    // A block out of a spreadsheet brings its rows, as far as the form allows; the rest is told, and undo takes all back.
    await ngan.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.url });
    await ngan.evaluate(() => navigator.clipboard.writeText('Micro\t1,200\nCamera\t3\nLoa\t5\nBàn\t6\nGhế\t7'));
    await ngan.focus(id('T1.2.ten'));
    await ngan.keyboard.press('Control+v');
    assert.equal(await ngan.locator('[data-row^="T1."]').count(), 5, 'five rows are the most');
    assert.ok(await ngan.locator('[data-more=T1]').isHidden());
    assert.match(await ngan.locator('[data-grid-says]').innerText(), /2 giá trị vượt số dòng nhiều nhất của bảng, không ghi \(Ghế; 7\)/);
    assert.equal(await ngan.inputValue(id('T1.2.so')), '1.200');
    assert.equal((await ngan.locator('output[data-value="T1.so"]').innerText()).trim(), '1.216', 'the sum of the column follows');
    await axe(ngan, 'rows of a table');
    await ngan.keyboard.press('Control+z');
    assert.equal(await ngan.locator('[data-row^="T1."]').count(), 2, 'its rows go with it');
    await ngan.focus(id('T1.2.ten'));
    await ngan.keyboard.press('Tab');
    await ngan.keyboard.press('Enter');
    assert.equal(await ngan.evaluate(() => document.activeElement.dataset.slot), 'T1.3.ten', 'Enter begins the next row, which opens by itself');
    assert.equal(ngan.url(), url);
    await ngan.reload(); // without line still
    await is(ngan, 'T1.2.so', '4');
    await ngan.context().setOffline(false);
    await says(ngan, 'Đã lưu');
    await ngan.reload();
    await is(ngan, 'T1.2.ten', 'Màn hình');
    await is(ngan, 'T1.3.ten', '');
    await ngan.locator('[data-more=T1]').scrollIntoViewIfNeeded();
    await shot(ngan, 'entry-rows');
  });

  test('without script the same buttons keep the draft', async () => {
    const plain = await signIn(browser, app.url, 'xa.ngan', password, { javaScriptEnabled: false });
    await plain.goto(entry);
    await plain.fill(id('T1.3.ten'), 'Máy in');
    await plain.click('button[name=more][value=T1]');
    assert.match(plain.url(), /#more-T1$/);
    assert.equal(await plain.inputValue(id('T1.3.ten')), 'Máy in');
    assert.equal(await plain.locator(id('T1.5.ten')).count(), 1, 'further rows follow the last filled one');
    await plain.click('button[name=drop][value="T1.1"]');
    assert.equal(await plain.inputValue(id('T1.1.ten')), 'Màn hình');
    assert.equal(await plain.inputValue(id('T1.2.ten')), 'Máy in');
    assert.equal(await plain.inputValue(id('T1.3.ten')), '');
    await plain.context().close();
  });

  test('two people in one draft see each other, and what the other one saves', async () => {
    const xuan = await signIn(browser, app.url, 'xa.xuan', password);
    await ngan.goto(entry);
    assert.ok(await ngan.locator('[data-desk-people]').isHidden(), 'nobody else is here');
    await xuan.goto(entry);
    await ngan.waitForSelector('[data-desk-people]:has-text("Đỗ Văn Xuân cũng đang mở báo cáo này")');
    await xuan.waitForSelector('[data-desk-people]:has-text("Vi Thị Ngân cũng đang mở báo cáo này")');
    assert.equal(await ngan.locator('[data-desk-people]').getAttribute('role'), 'status');
    await xuan.focus(id('A2'));
    const mark = ngan.locator('#other-f-A2');
    await mark.waitFor();
    assert.equal(await mark.innerText(), 'Đỗ Văn Xuân đang ở ô này');
    assert.match(await ngan.locator(id('A2')).getAttribute('aria-describedby'), /other-f-A2/, 'read out on entering the field');
    await xuan.keyboard.type('5');
    await is(ngan, 'A2', '5', 'a figure appears without a reload');
    assert.match(await ngan.locator(id('A2')).getAttribute('class'), /arrived/);
    await ngan.waitForFunction(() => document.querySelector('[data-desk-says]').textContent === 'Đỗ Văn Xuân vừa ghi 1 ô.');
    await axe(ngan, 'two people in one draft');
    await shot(ngan, 'desk-two');
    await ngan.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScroll(ngan);
    await shot(ngan, 'desk-two-phone');
    await ngan.setViewportSize({ width: 1440, height: 900 });
    await ngan.emulateMedia({ colorScheme: 'dark' });
    await shot(ngan, 'desk-two-dark');
    await ngan.emulateMedia({ colorScheme: 'light' });

    // A row that the other one added, a text, and a reason come too.
    await xuan.click('button[name=more][value=T1]');
    await type(xuan, 'T1.5.ten', 'Bàn');
    await type(xuan, 'N1', 'Xuân viết.');
    await is(ngan, 'T1.5.ten', 'Bàn');
    await is(ngan, 'N1', 'Xuân viết.');
    await type(ngan, 'A2', '6');
    await is(xuan, 'A2', '6', 'who saw the other\'s figure changes it without a clash');
    assert.ok(await ngan.locator('[data-conflicts]').isHidden());

    // Both write the same field at once: a clash, by choice.
    await ngan.route('**/fields', async (route) => { await new Promise((r) => setTimeout(r, 3000)); await route.continue(); });
    await ngan.goto(entry);
    await ngan.focus(id('A1'));
    await ngan.keyboard.type('70');
    await xuan.focus(id('A1'));
    await xuan.keyboard.type('71');
    await says(xuan, 'Đã lưu');
    await ngan.waitForSelector('[data-conflicts]:not([hidden])');
    assert.equal(await value(ngan, 'A1'), '70', 'what is being typed stays');
    await ngan.click('[data-take="theirs"][data-field="A1"]');
    await is(ngan, 'A1', '71');
    await ngan.unroute('**/fields');

    // Gone when the page is left, and when the line drops.
    await xuan.goto(app.url + '/'); // what a page sends as it goes may be lost: then it is gone when it has been silent for a while
    await ngan.waitForSelector('[data-desk-people]', { state: 'hidden', timeout: 45_000 });
    assert.equal(await ngan.locator('.other-name').count(), 0);
    const third = await signIn(browser, app.url, 'xa.xuan', password); // another machine of his, whose browser is closed
    await Promise.all([xuan.goto(entry), third.goto(entry)]);
    await ngan.waitForSelector('[data-desk-people]:not([hidden])');
    await third.waitForSelector('[data-desk-people]:not([hidden])');
    await xuan.context().setOffline(true);
    await third.context().close();
    await ngan.waitForSelector('[data-desk-people]', { state: 'hidden', timeout: 45_000 });
    await xuan.context().setOffline(false);
    await ngan.waitForSelector('[data-desk-people]:not([hidden])', { timeout: 30_000 });
    assert.doesNotMatch(app.log(), /\/here/, 'no line in the log tells who sat where');
    assert.deepEqual(xuan.complaints, []);
    await xuan.context().close();
  });

  test('a text names a figure: it follows the figure, and a code that nothing has is named', async () => {
    await ngan.goto(entry);
    await type(ngan, 'A1', '1398');
    await type(ngan, 'N1', 'Kết nạp {A1} người, tháo gỡ {H5}; xem {Z9}.');
    const reads = ngan.locator('[data-bound="N1"] [data-bound-text]');
    assert.equal((await reads.innerText()).trim(), 'Kết nạp 1.398 người, tháo gỡ –; xem {Z9}.');
    await type(ngan, 'A1', '1400');
    assert.match(await reads.innerText(), /Kết nạp 1\.400 người/);
    assert.match(await ngan.locator('[data-unbound="N1"]').innerText(), /không có số nào mang mã Z9/);
    await says(ngan, 'Đã lưu');
    await ngan.reload();
    assert.match(await reads.innerText(), /Kết nạp 1\.400 người/, 'the server says the same');
    await axe(ngan, 'a text with figures');
    await ngan.locator(id('N1')).scrollIntoViewIfNeeded();
    await shot(ngan, 'entry-bound');
    await ngan.goto(entry + '/sign');
    assert.match(await ngan.locator('main').innerText(), /mang mã Z9/, 'named before the signature too');
  });

  test('nothing was refused by the policy', () => assert.deepEqual(ngan.complaints, []));
});
