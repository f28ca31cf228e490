// Work without line: two clerks of one unit, both offline, both come back, nothing is lost in silence. Reload without line,
// sessions that end, signing out of what was not sent, another account on the same browser.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atWork as keptAt, axe, launch, noSidewaysScroll, shot, signIn, start } from '../lib.mjs';

const org = join(dirname(fileURLToPath(import.meta.url)), 'organisation.json');
const password = 'hai-van-thu';

describe('offline', { timeout: 300_000 }, () => {
  let app;
  let browser;
  let entry;
  let ngan;
  let xuan;
  before(async () => {
    [app, browser] = await Promise.all([start({ org, clock: '2021-03-08T08:00' }), launch()]);
    const office = await signIn(browser, app.url, 'tw.vanphong', password);
    await office.goto(app.url + '/reports/new');
    const form = 'form[action="/reports"] ';
    await office.fill(form + '[name=period]', 'quý I/2021');
    await office.selectOption(form + '[name=scope]', 'kind:xa');
    await office.fill(form + '[name=deadline]', '26/3/2021');
    await office.fill(form + '[name=time]', '17:00');
    await Promise.all([office.waitForURL('**/board*'), office.click(form + '.form-actions button:has-text("Mở kỳ báo cáo")')]);
    ngan = await signIn(browser, app.url, 'xa.ngan', password);
    await ngan.goto(app.url + '/reports');
    entry = app.url + (await ngan.locator('a.row-title').first().getAttribute('href'));
    xuan = await signIn(browser, app.url, 'xa.xuan', password);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  const value = (page, field) => page.evaluate((f) => document.querySelector('#f-' + f).dataset.raw ?? document.querySelector('#f-' + f).value, field);
  /** What this device keeps is brought back a moment after the page stands. */
  const is = async (page, field, wanted, why) => {
    for (let i = 0; i < 30 && (await value(page, field)) !== wanted; i++) await page.waitForTimeout(100);
    assert.equal(await value(page, field), wanted, why);
  };
  const says = (page, words) => page.waitForFunction((text) => document.querySelector('[data-saved]')?.innerText.includes(text), words, { timeout: 40_000 });
  const type = async (page, field, text) => {
    await page.fill('#f-' + field, text);
    await page.locator('#f-' + field).blur();
  };
  const atWork = async (page) => {
    await page.goto(entry);
    await keptAt(page, new URL(entry).pathname);
  };
  test('C45: without line a report still opens after a reload, checks run, and what is typed stays', async () => {
    await atWork(ngan);
    await type(ngan, 'A5', '500');
    await says(ngan, 'Đã lưu');
    await ngan.context().setOffline(true);
    await ngan.reload();
    await is(ngan, 'A5', '500', 'what was saved after the page was kept stands there too');
    await type(ngan, 'B1', '10');
    await type(ngan, 'B2', '12');
    await says(ngan, 'Giữ trên máy này, gửi khi có mạng');
    assert.match(await ngan.locator('#f-B2-error').innerText(), /Nữ \(12\) lớn hơn tổng số kết nạp \(10\)/);
    await ngan.reload();
    await is(ngan, 'B1', '10');
    await is(ngan, 'B2', '12');
    assert.match(await ngan.locator('#f-B2-error').innerText(), /lớn hơn/);
    await says(ngan, 'Giữ trên máy này');
    await ngan.goto(app.url + '/reports');
    await ngan.waitForSelector('unsent-drafts:not([hidden])');
    assert.match(await ngan.locator('unsent-drafts').innerText(), /Báo cáo quý · Quý I\/2021, 2 ô chờ gửi/, 'the list says what is unsent');
    await ngan.goto(app.url + '/tasks');
    assert.match(await ngan.locator('h1').innerText(), /Không có mạng/, 'a page that is not kept says so');
    await ngan.waitForSelector('unsent-drafts:not([hidden])');
  });

  test('C45: what is typed in the moment of leaving is there on the next page, and goes with a step taken at once', async () => {
    await xuan.addInitScript(() => {
      if (!sessionStorage.getItem('quick')) return;
      sessionStorage.removeItem('quick');
      document.addEventListener('DOMContentLoaded', () => document.querySelector('#draft button[name=then]').click());
    });
    const busy = await xuan.context().newPage(); // another tab, which has the store for itself for a while
    await busy.goto(app.url + '/reports');
    const occupy = () => busy.evaluate(() => new Promise((begun) => {
      const end = Date.now() + 1500;
      const open = indexedDB.open('giaoban');
      open.onsuccess = () => {
        const store = open.result.transaction('drafts', 'readwrite').objectStore('drafts');
        const go = () => {
          begun();
          if (Date.now() < end) store.get(['', '']).onsuccess = go;
        };
        go();
      };
    }));
    await xuan.goto(entry);
    const leave = async (text, quick) => {
      await occupy();
      await xuan.evaluate(([words, q]) => {
        window.before = true;
        if (q) sessionStorage.setItem('quick', '1');
        const field = document.querySelector('#f-N1');
        field.value = words;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        setTimeout(() => location.reload(), 0);
      }, [text, quick]);
      await xuan.waitForFunction(() => !window.before && document.readyState === 'complete');
    };
    await leave('Viết rồi đi ngay.', false);
    await is(xuan, 'N1', 'Viết rồi đi ngay.');
    await says(xuan, 'Đã lưu');
    await leave('Viết rồi ký ngay.', true);
    await xuan.waitForURL('**/sign');
    await xuan.goto(entry);
    await is(xuan, 'N1', 'Viết rồi ký ngay.', 'the server has it');
    assert.deepEqual(await xuan.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('giaoban:last'))), []);
    await busy.close();
  });

  test('C45: two clerks without line, same and different fields; both come back, nothing is lost in silence', async () => {
    await ngan.goto(entry);
    await type(ngan, 'A2', '412');
    await type(ngan, 'N2', 'Ngân viết: chuẩn bị bầu cử.');
    // The other one has the line until now, then loses it too.
    await xuan.goto(entry);
    await atWork(xuan);
    await xuan.context().setOffline(true);
    await xuan.reload();
    await type(xuan, 'A2', '400');
    await type(xuan, 'A3', '609');
    await type(xuan, 'N2', 'Xuân viết: kiện toàn chức danh.');
    await xuan.reload();
    await is(xuan, 'A2', '400');

    await ngan.context().setOffline(false);
    await says(ngan, 'Đã lưu');
    assert.ok(await ngan.locator('[data-conflicts]').isHidden(), 'the first one meets nobody');
    await xuan.context().setOffline(false);
    await xuan.waitForSelector('[data-conflicts]:not([hidden])');
    const text = (await xuan.locator('[data-conflicts]').innerText()).replace(/\s+/g, ' ');
    assert.match(text, /2 ô có hai nội dung khác nhau/);
    assert.match(text, /Của tôi 400 .*Của Vi Thị Ngân, .* 412/);
    assert.match(text, /Xuân viết: kiện toàn chức danh\..*Ngân viết: chuẩn bị bầu cử\./);
    await axe(xuan, 'two texts for a field');
    await shot(xuan, 'conflicts');

    // It stays over a reload, and on a phone.
    await xuan.reload();
    await xuan.waitForSelector('[data-conflicts]:not([hidden])');
    await xuan.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScroll(xuan);
    await shot(xuan, 'conflicts-phone');
    await xuan.setViewportSize({ width: 1440, height: 900 });

    // By keyboard: mine for the figure, a third text for the narrative.
    await xuan.locator('[data-take="mine"][data-field="A2"]').focus();
    await xuan.keyboard.press('Enter');
    await xuan.waitForFunction(() => /^1 ô/.test(document.querySelector('#conflicts-title').innerText));
    assert.equal(await xuan.locator('[data-count="N2"]').innerText(), 'có', 'what waits for a choice is not empty');
    await xuan.click('.clash-edit summary');
    await xuan.fill('[data-edit="N2"]', 'Chuẩn bị bầu cử; kiện toàn chức danh.');
    await xuan.click('[data-take="edit"][data-field="N2"]');
    await xuan.waitForSelector('[data-conflicts]', { state: 'hidden' });
    await says(xuan, 'Đã lưu');

    await ngan.reload();
    const wanted = { A2: '400', A3: '609', A5: '500', B1: '10', B2: '12', N2: 'Chuẩn bị bầu cử; kiện toàn chức danh.' };
    for (const [field, text] of Object.entries(wanted)) await is(ngan, field, text, field);
  });

  test('C45: a page that was open all the time never overwrites unseen what another wrote meanwhile', async () => {
    await ngan.route('**/fields?*', (route) => route.abort()); // before the page: she does not get what others write
    await ngan.goto(entry);
    await xuan.goto(entry);
    await type(xuan, 'D1', '7');
    await says(xuan, 'Đã lưu');
    await type(ngan, 'D2', '3'); // another field, saved over a newer draft
    await says(ngan, 'Đã lưu');
    await type(ngan, 'D1', '9'); // typed without having seen the 7
    await ngan.waitForSelector('[data-conflicts]:not([hidden])');
    await ngan.click('[data-take="theirs"][data-field="D1"]');
    await ngan.waitForSelector('[data-conflicts]', { state: 'hidden' });
    await is(ngan, 'D1', '7');
    await ngan.unroute('**/fields?*');
    await ngan.reload();
    await is(ngan, 'D1', '7');
  });

  test('C45: sent once, though the answer to the first try was lost', async () => {
    let tries = 0;
    const keys = [];
    // Before the page: one that a service worker controls keeps the way to the network that it was made with.
    await ngan.route('**/fields', async (route) => {
      tries++;
      keys.push(route.request().headers()['idempotency-key']);
      if (tries > 1) return route.continue();
      await route.fetch(); // it reached the server
      return route.abort('connectionreset');
    });
    await ngan.goto(entry);
    await type(ngan, 'E1', '21');
    await says(ngan, 'Giữ trên máy này');
    await says(ngan, 'Đã lưu');
    await ngan.unroute('**/fields');
    assert.equal(new Set(keys).size, 1, 'one key for both tries');
    assert.ok(await ngan.locator('[data-conflicts]').isHidden(), 'not taken for somebody else\'s');
    await ngan.reload();
    await is(ngan, 'E1', '21');
  });

  test('C45: an ended session asks to sign in, then what was typed is sent', async () => {
    await ngan.goto(entry);
    await ngan.context().clearCookies();
    await type(ngan, 'E2', '31');
    await says(ngan, 'Phiên đã hết');
    await ngan.click('[data-saved] a');
    await ngan.fill('input[name=login]', 'xa.ngan');
    await ngan.fill('input[name=password]', password);
    await Promise.all([ngan.waitForURL(entry), ngan.click('form[action^="/sign-in"] button[type=submit]')]);
    await says(ngan, 'Đã lưu');
    await ngan.reload();
    await is(ngan, 'E2', '31');
  });

  test('C45: signing out warns of what was not sent; another account sees nothing of it; the same account has it again', async () => {
    await atWork(ngan);
    await ngan.route('**/fields', (route) => route.abort('internetdisconnected'));
    await type(ngan, 'F1', '77');
    await says(ngan, 'Giữ trên máy này');
    await ngan.click('details.account summary');
    await ngan.click('details.account form[action="/sign-out"] button');
    const dialog = ngan.locator('dialog.ask');
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /Còn 1 nội dung chưa gửi hết.*Báo cáo quý · Quý I\/2021.*đúng tài khoản này/s);
    await axe(ngan, 'the question before signing out');
    await shot(ngan, 'sign-out');
    await ngan.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await ngan.evaluate(() => (document.querySelector('details.account').open = true));
    await ngan.click('details.account form[action="/sign-out"] button');
    await Promise.all([ngan.waitForURL('**/sign-in'), ngan.click('dialog.ask button:has-text("Đăng xuất")')]);
    await ngan.unroute('**/fields');

    await ngan.fill('input[name=login]', 'xa.xuan');
    await ngan.fill('input[name=password]', password);
    await Promise.all([ngan.waitForURL(app.url + '/'), ngan.click('form[action^="/sign-in"] button[type=submit]')]);
    await ngan.goto(entry);
    await ngan.waitForTimeout(1500);
    await is(ngan, 'F1', '', 'nothing of the other account is shown or sent');
    assert.ok(await ngan.locator('unsent-drafts').isHidden());
    const left = await ngan.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('giaoban-pages-')).length);
    assert.ok(left <= 1, 'pages of the other account are gone from this browser');
    await ngan.click('details.account summary');
    await Promise.all([ngan.waitForURL('**/sign-in'), ngan.click('details.account form[action="/sign-out"] button')]);

    await ngan.fill('input[name=login]', 'xa.ngan');
    await ngan.fill('input[name=password]', password);
    const sent = ngan.waitForResponse((r) => r.url().endsWith('/fields') && r.request().method() === 'POST');
    await Promise.all([ngan.waitForURL(app.url + '/'), ngan.click('form[action^="/sign-in"] button[type=submit]')]);
    assert.equal((await sent).status(), 200, 'the day\'s page sends what this device kept');
    await ngan.goto(entry);
    await is(ngan, 'F1', '77');
  });

  test('C45: a report that was signed meanwhile takes nothing more, and says so; the text stays', async () => {
    await ngan.route('**/fields', (route) => route.fulfill({ status: 409, contentType: 'application/json', body: JSON.stringify({ kind: 'conflict', key: 'report.locked', message: 'Báo cáo đã ký.' }) }));
    await ngan.goto(entry);
    await type(ngan, 'F2', '5');
    await says(ngan, 'Chưa lưu được: Báo cáo đã ký.');
    await ngan.goto(app.url + '/reports');
    await ngan.waitForSelector('unsent-drafts:not([hidden])');
    assert.match(await ngan.locator('unsent-drafts').innerText(), /chưa gửi được: Báo cáo đã ký/);
    await ngan.unroute('**/fields');
    await ngan.goto(entry);
    await says(ngan, 'Đã lưu');
  });

  test('C45: the step to the signature first sends what waits', async () => {
    await ngan.goto(entry);
    await ngan.fill('#f-H1', '4');
    await Promise.all([ngan.waitForURL('**/sign', { timeout: 40_000 }), ngan.locator('#draft button[name=then]').last().click()]);
    await ngan.goto(entry);
    await is(ngan, 'H1', '4');
  });

  test('offline.size: everything one unit needs without line', async () => {
    const sizes = await ngan.evaluate(async () => {
      let sum = 0;
      for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) {
          if (/\.woff2$/.test(request.url)) continue;
          const response = await fetch(request.url, { cache: 'no-store' });
          const body = await response.blob();
          sum += Number(response.headers.get('Content-Length') ?? 0) || Math.min(body.size, (await new Response(body.stream().pipeThrough(new CompressionStream('gzip'))).blob()).size);
        }
      }
      return sum;
    });
    assert.ok(sizes < 300_000, `${sizes} bytes`);
    console.error(`offline.size ${sizes} bytes over the line, without fonts`);
  });

  test('nothing was refused by the policy', () => assert.deepEqual([...ngan.complaints, ...xuan.complaints], []));
});
