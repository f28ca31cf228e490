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

describe('worker', { timeout: 240_000 }, () => {
  let app;
  let browser;
  let proxy;
  let url;
  let page;
  let entry;
  let mode = 'as it is'; // 'upgraded': another bundle; 'older': no worker
  let swaps = []; // [as the program writes it, as the upgraded one does]
  let hold; // (path) => what an answer waits for

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
      delete headers['if-none-match'];
      const through = request({ host: upstream.hostname, port: upstream.port, method: req.method, path, headers }, async (from) => {
        from.on('aborted', () => res.destroy());
        const out = { ...from.headers };
        if (mode === 'older') for (const name of ['giaoban-bundle', 'giaoban-account', 'giaoban-keep']) delete out[name];
        if (out['giaoban-bundle']) out['giaoban-bundle'] = rewrite(out['giaoban-bundle']);
        if (!/text\/html|javascript/.test(out['content-type'] ?? '')) { res.writeHead(from.statusCode, out); from.pipe(res); return; }
        const parts = [];
        try { for await (const part of from) parts.push(part); } catch { return; } // the program ended, or the browser went away
        await hold?.(req.url);
        const body = Buffer.from(rewrite(Buffer.concat(parts).toString()));
        delete out['transfer-encoding'];
        delete out.etag; // of the text as the program wrote it
        res.writeHead(from.statusCode, { ...out, 'content-length': body.length });
        res.end(body);
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

  /** How it stands with a page and its workers. */
  const standing = (tab) => tab.evaluate(async () => {
    const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
    const field = document.querySelector('#f-A1');
    return { own: document.querySelector('script[data-bundle]').dataset.bundle, loadedAgain: !window.old, workers: [installing?.state, waiting?.state, active?.state], stores: await caches.keys(), field: [field?.value, field?.defaultValue], scripts: performance.getEntriesByType('resource').filter((one) => /\.js$/.test(one.name)).length };
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

  const keptPage = () => page.evaluate(async (path) => {
    for (const name of await caches.keys()) {
      const there = name.startsWith('giaoban-pages-') && (await (await caches.open(name)).match(path));
      if (there) return there.text();
    }
    return '';
  }, new URL(entry).pathname);
  const filesOf = (bundle) => page.evaluate(async (name) => ((await caches.has(name)) ? (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname) : []), 'giaoban-files-' + bundle);
  const bundle_ = async () => JSON.parse((await (await fetch(app.url + '/sw.js')).text()).match(/^self\.bundle=(.*);$/m)[1]);
  const asTheProgramWrites = async () => {
    const at = (await bundle_()).version;
    const sheet = (await (await fetch(app.url + '/sign-in')).text()).match(/\/assets\/app\.([0-9a-v]{8})\.css/)[1];
    return [at, sheet];
  };
  /** Another program from now on, whose bundle and style sheet have other names; gives these. */
  const upgrade = async (other) => {
    const names = await asTheProgramWrites();
    swaps = names.map((was) => [was, other(was)]);
    mode = 'upgraded';
    return names.map(other);
  };
  const turned = (by) => (text) => text.slice(by) + text.slice(0, by);

  test('a tab that stays open learns of an upgrade, goes on with its own files and keeps its draft until it is loaded again', async () => {
    await page.clock.install();
    await page.goto(entry);
    await atWork(page, new URL(entry).pathname);
    const [old, oldSheet] = await asTheProgramWrites();
    const before = await filesOf(old);
    const needed = [...(await bundle_()).files, '/offline'];
    assert.ok(needed.some((path) => /\/offline-\w{8}\.js$/.test(path)), needed.join());
    assert.deepEqual(needed.filter((path) => !before.includes(path)), []);
    const [bundle, sheet] = await upgrade(turned(5));
    hold = (path) => (/\/app\.\w+\.css/.test(path) ? new Promise((r) => setTimeout(r, 700)) : undefined); // the next worker takes a while to come
    let next = 0;
    await until('the page learns of the upgrade', async () => {
      if (Date.now() > next) { // not at every look: what two hours ask for would stand in a queue before the page itself
        next = Date.now() + 3_000;
        await page.clock.fastForward('02:00:00'); // work without line is loaded a while after the page
      }
      return (await page.locator('.renewed').count()) === 1;
    });
    hold = undefined;
    assert.match(await page.locator('.renewed').innerText(), /Chương trình vừa có bản mới/);
    const there = await filesOf(bundle);
    assert.deepEqual(needed.map((path) => path.replace(oldSheet, sheet)).filter((path) => !there.includes(path)), [], 'the next worker has all its files');
    await until('the kept page is fetched anew', async () => (await keptPage()).includes(sheet));
    assert.ok(!(await keptPage()).includes(oldSheet));
    assert.deepEqual(await filesOf(old), before, 'a page of the old bundle is open: its files stay');
    assert.equal(await page.evaluate(async (url) => (await fetch(url)).status, `/assets/app.${oldSheet}.css`), 200, 'it is given its own files, which the program has no more');
    await axe(page, 'a page that has become old');
    await shot(page, 'renewed');
    await page.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScroll(page);
    await shot(page, 'renewed-phone');
    await page.setViewportSize({ width: 1440, height: 900 });

    await page.context().setOffline(true);
    await page.fill('#f-A1', '9');
    await page.waitForFunction(() => document.querySelector('[data-saved]').innerText.includes('Giữ trên máy này'));
    const failed = [];
    page.on('requestfailed', (one) => /assets/.test(one.url()) && failed.push(one.url()));
    await Promise.all([page.waitForEvent('load'), page.click('.renewed button')]);
    await page.locator('.page-kept').waitFor();
    assert.ok((await page.content()).includes(sheet), 'without line too it is the page of the new bundle');
    await page.waitForFunction(() => document.querySelector('#f-A1').value === '9');
    assert.deepEqual(failed.filter((one) => !/woff2|live-worker/.test(one)), [], 'its files are there');
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.saved')).display), 'flex', 'its style holds');
    await page.context().setOffline(false);
    await page.waitForFunction(() => document.querySelector('[data-saved]').innerText.includes('Đã lưu'), null, { timeout: 40_000 });
    await page.reload();
    await until('the old files are gone', async () => !(await caches_()).includes('giaoban-files-' + old));
    assert.equal(await page.locator('.renewed').count(), 0);
    assert.equal(await page.inputValue('#f-A1'), '9');
  });

  test('a page that nobody looks at renews itself, unless something was typed on it', async () => {
    const typed = await signIn(browser, url, 'xa.ngan', password); // a browser of its own, whose clock is the real one
    const clean = await typed.context().newPage();
    const hide = async (tab, path, before) => {
      await tab.goto(url + path);
      await atWork(tab, path);
      await before?.(tab);
      await tab.evaluate(() => {
        window.old = true;
        Object.defineProperty(document, 'hidden', { get: () => true });
      });
    };
    await hide(clean, '/reports');
    await hide(typed, new URL(entry).pathname, (tab) => tab.fill('#f-A1', '10'));
    const [bundle] = await upgrade(turned(3));
    await until('the page learns of the upgrade', async () => {
      await typed.evaluate(() => window.dispatchEvent(new Event('online'))); // a line that comes back makes it look; work without line is loaded a while after the page
      return (await typed.locator('.renewed').count()) === 1;
    }, 30_000, () => standing(typed));
    await clean.waitForFunction((name) => !window.old && document.querySelector('script[data-bundle]')?.dataset.bundle === name, bundle);
    assert.ok(await typed.evaluate(() => window.old), 'what somebody types on is left alone');
    await typed.context().close();
  });

  test('a page that is opened after an upgrade brings the new worker', async () => {
    const was = (await caches_()).find((name) => name.startsWith('giaoban-files-'));
    const [bundle, sheet] = await upgrade(turned(7));
    await page.goto(url + '/reports'); // tells the worker of another bundle
    await until('the new worker has its files', async () => (await filesOf(bundle)).includes(`/assets/app.${sheet}.css`));
    await until('the kept page is fetched anew', async () => (await keptPage()).includes(sheet));
    await until('the old files are gone', async () => !(await caches_()).includes(was));
    assert.equal(await page.locator('.renewed').count(), 0, 'the page is the newer one');
  });

  test('what was on its way when somebody signed out is not kept', async () => {
    const other = await page.context().newPage();
    const kept = async () => (await caches_()).filter((name) => name.startsWith('giaoban-pages-'));
    assert.equal((await kept()).length, 1);
    let release;
    const asked = new Promise((yes) => {
      hold = (path) => (path === new URL(entry).pathname ? (yes(), new Promise((r) => (release = r))) : undefined);
    });
    const late = other.goto(entry);
    await asked;
    await page.goto(url + '/');
    await page.click('details.account summary');
    await Promise.all([page.waitForURL('**/sign-in'), page.click('details.account form[action="/sign-out"] button')]);
    await until('what was kept is gone', async () => (await kept()).length === 0);
    release();
    hold = undefined;
    await late;
    await other.waitForTimeout(500);
    assert.deepEqual(await kept(), [], 'the page came too late to be kept');
    await other.close();
    await page.fill('input[name=login]', 'xa.ngan');
    await page.fill('input[name=password]', password);
    await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/sign-in')), page.click('form[action^="/sign-in"] button[type=submit]')]);
    await page.goto(entry);
    await atWork(page, new URL(entry).pathname);
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

  test('a page of a program that knows no worker takes worker and store away', async () => {
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
