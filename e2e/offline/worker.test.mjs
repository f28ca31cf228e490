// The life of the service worker, and what a device keeps of a report that takes no more. A proxy before the program plays
// the program after an upgrade (another bundle, files under other names) and one that knows no worker.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atWork, axe, launch, noSidewaysScroll, shot, signIn, start, until } from '../lib.mjs';

const org = join(dirname(fileURLToPath(import.meta.url)), 'desks.json');
const password = 'hai-van-thu';
// The browser gives a worker its turn when it likes: these two wait for it, sometimes in vain, and run with `make test-long`.
const patient = { skip: process.env.GIAOBAN_LONG ? false : 'make test-long' };

describe('worker', { timeout: 240_000 }, () => {
  let app;
  let browser;
  let proxy;
  let url;
  let page;
  let entry;
  let mode = 'as it is'; // 'upgraded': another bundle; 'older': no worker
  let swaps = []; // [as the program writes it, as the upgraded one does]

  const rewrite = (text) => {
    if (mode === 'upgraded') for (const [was, is] of swaps) text = text.replaceAll(was, is);
    if (mode === 'older') text = text.replace(' data-worker="/sw.js"', '');
    return text;
  };

  before(async () => {
    app = await start({ org, clock: '2021-03-08T08:00' });
    const upstream = new URL(app.url);
    proxy = createServer((req, res) => {
      let path = req.url;
      if (mode === 'upgraded') {
        if (swaps.some(([was]) => path.includes(was))) { res.writeHead(404).end(); return; } // files of the old bundle are gone
        for (const [was, is] of swaps) path = path.replace(is, was);
      }
      if (mode === 'older' && path === '/sw.js') { res.writeHead(404).end(); return; }
      const headers = { ...req.headers, 'accept-encoding': 'identity' };
      const through = request({ host: upstream.hostname, port: upstream.port, method: req.method, path, headers }, (from) => {
        const out = { ...from.headers };
        if (mode === 'older') for (const name of ['giaoban-bundle', 'giaoban-account', 'giaoban-keep']) delete out[name];
        if (out['giaoban-bundle']) out['giaoban-bundle'] = rewrite(out['giaoban-bundle']);
        if (!/text\/html|javascript/.test(out['content-type'] ?? '')) { res.writeHead(from.statusCode, out); from.pipe(res); return; }
        const parts = [];
        from.on('data', (part) => parts.push(part));
        from.on('end', () => {
          const body = Buffer.from(rewrite(Buffer.concat(parts).toString()));
          delete out['transfer-encoding'];
          res.writeHead(from.statusCode, { ...out, 'content-length': body.length });
          res.end(body);
        });
      });
      through.on('error', () => res.destroy());
      req.pipe(through);
      res.on('close', () => through.destroy());
    });
    await new Promise((r) => proxy.listen(0, '127.0.0.1', r));
    url = `http://127.0.0.1:${proxy.address().port}`;
    browser = await launch();
    const office = await signIn(browser, url, 'tw.vanphong', password);
    await office.goto(url + '/reports/new');
    const form = 'form[action="/reports"] ';
    await office.fill(form + '[name=period]', 'quý I/2021');
    await office.selectOption(form + '[name=scope]', 'all');
    await office.fill(form + '[name=deadline]', '26/3/2021');
    await office.fill(form + '[name=time]', '17:00');
    await Promise.all([office.waitForURL('**/board*'), office.click(form + '.form-actions button:has-text("Mở kỳ báo cáo")')]);
    page = await signIn(browser, url, 'xa.ngan', password);
    await page.goto(url + '/reports');
    entry = url + (await page.locator('a.row-title').first().getAttribute('href'));
    await page.goto(entry);
    await atWork(page, new URL(entry).pathname);
  });
  after(async () => {
    await browser?.close();
    proxy?.closeAllConnections();
    proxy?.close();
    await app?.stop();
  });

  const caches_ = () => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('giaoban-')).sort());

  test('a page out of the store says that it is kept, and from when', async () => {
    await page.goto(entry);
    assert.equal(await page.locator('.page-kept').count(), 0, 'one that came over the line does not');
    await page.context().setOffline(true);
    await page.reload();
    const note = page.locator('.page-kept');
    await note.waitFor();
    assert.match(await note.innerText(), /^Trang giữ trên máy lúc 08:0\d 8\/3, mở khi không có mạng/);
    await axe(page, 'a kept page');
    await shot(page, 'page-kept');
    await page.context().setOffline(false);
    await page.reload();
    assert.equal(await note.count(), 0);
  });

  test('after an upgrade the old worker is replaced, kept pages are fetched again, and no old page meets new files', patient, async () => {
    const before = await caches_();
    const old = before.find((name) => name.startsWith('giaoban-files-')).replace('giaoban-files-', '');
    const css = await page.evaluate(() => new URL(document.querySelector('link[rel=stylesheet]').href).pathname);
    const other = (text) => [...text].reverse().join('');
    const hash = css.match(/[0-9a-zA-Z]{6,}(?=\.css)/)?.[0];
    assert.ok(hash, css);
    swaps = [[old, other(old)], [hash, other(hash)]];
    mode = 'upgraded';
    await page.goto(url + '/reports'); // tells the worker of another bundle
    await until('the new worker has its files', async () => (await caches_()).includes('giaoban-files-' + other(old)));
    await until('the old files are gone', async () => !(await caches_()).includes('giaoban-files-' + old));
    const kept = await page.evaluate(async (path) => {
      for (const name of await caches.keys()) {
        const there = name.startsWith('giaoban-pages-') && (await (await caches.open(name)).match(path));
        if (there) return there.text();
      }
      return '';
    }, new URL(entry).pathname);
    assert.ok(kept.includes(other(hash)) && !kept.includes(hash), 'the kept page names the files of the new bundle');
    await page.context().setOffline(true);
    const failed = [];
    page.on('requestfailed', (one) => /assets/.test(one.url()) && failed.push(one.url()));
    await page.goto(entry);
    await page.locator('.page-kept').waitFor();
    await page.fill('#f-A1', '9');
    await page.waitForFunction(() => document.querySelector('[data-saved]').innerText.includes('Giữ trên máy này'));
    assert.deepEqual(failed.filter((one) => !/woff2/.test(one)), [], 'its files are there');
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.saved')).display), 'flex', 'its style holds');
    await page.context().setOffline(false);
    await page.waitForFunction(() => document.querySelector('[data-saved]').innerText.includes('Đã lưu'), null, { timeout: 40_000 });
  });

  test('C45: a report signed meanwhile: what this device kept is shown field by field, and discarded after a question', async () => {
    await page.context().setOffline(true);
    await page.goto(entry);
    await page.fill('#f-A2', '4');
    await page.fill('#f-N1', 'Viết lúc mất mạng.\nDòng hai.');
    await page.waitForFunction(() => document.querySelector('[data-saved]').innerText.includes('Giữ trên máy này'));
    const head = await signIn(browser, url, 'xa.truong', password);
    await head.goto(entry + '/sign');
    await head.selectOption('select[name=capacity]', 'head');
    await Promise.all([head.waitForURL('**/file'), head.click('form[action$="/sign"] button[type=submit]')]);
    await head.context().close();
    await page.context().setOffline(false);
    await page.goto(entry);
    const left = page.locator('.left-over');
    await left.waitFor();
    const text = await left.innerText();
    assert.match(text, /Báo cáo đã ký, số liệu đã khóa/);
    assert.match(text, /A2 Nữ\s+4/);
    assert.match(text, /Kết quả nổi bật\s+Viết lúc mất mạng\.\s+Dòng hai\./);
    await axe(page, 'what is left of a signed report');
    await shot(page, 'left-over');
    await page.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScroll(page);
    await shot(page, 'left-over-phone');
    await page.setViewportSize({ width: 1440, height: 900 });
    await left.locator('button:has-text("Bỏ nội dung này")').click();
    await page.locator('dialog.ask').waitFor();
    await page.keyboard.press('Escape');
    assert.ok(await left.isVisible(), 'Escape keeps it');
    await left.locator('button:has-text("Bỏ nội dung này")').click();
    await page.locator('dialog.ask button:has-text("Bỏ nội dung này")').click();
    await page.waitForSelector('text=Đã bỏ nội dung giữ trên máy này.');
    await page.reload();
    await page.waitForTimeout(1000);
    assert.equal(await left.count(), 0);
    await page.goto(url + '/reports');
    await page.waitForTimeout(1000);
    assert.ok(await page.locator('unsent-drafts').isHidden());
  });

  test('a page of a program that knows no worker takes worker and store away', patient, async () => {
    mode = 'older';
    await page.goto(url + '/reports');
    await until('the store is empty', async () => (await caches_()).length === 0);
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    await page.goto(entry);
    assert.ok((await page.locator('main').innerText()).length > 0);
    assert.equal((await caches_()).length, 0, 'and it stays away');
    assert.deepEqual(page.complaints, []);
  });
});
