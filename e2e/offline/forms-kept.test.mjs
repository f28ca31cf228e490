// Long forms: what is typed stays on the device until the server has it. Over a reload, a broken line, a lost answer and an ended
// session; sent once; another account sees nothing of it, and nothing is put over what the server changed meanwhile.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, launch, noSidewaysScroll, shot, signIn, start, until, watch } from '../lib.mjs';
import { press, words } from '../s0/world.mjs';

const org = join(dirname(fileURLToPath(import.meta.url)), 'organisation.json');
const password = 'hai-van-thu';
const text = 'Chưa có hướng dẫn về Hội đồng nhân dân khóa mới.\nHồ sơ của các xã còn chờ.';
const button = 'form[action="/obstacles"] button.button-main';

describe('forms kept on the device', { timeout: 120_000 }, () => {
  let app;
  let browser;
  let ngan;
  before(async () => {
    [app, browser] = await Promise.all([start({ org, clock: '2021-03-08T08:00' }), launch()]);
    ngan = await signIn(browser, app.url, 'xa.ngan', password);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  /** What this browser keeps of forms, whosever it is. */
  const kept = (page) => page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.startsWith('giaoban:form:')).map(([, one]) => JSON.parse(one)));
  const holds = (page, wanted, field = 'body') => page.waitForFunction(([name, value]) => document.querySelector(`[name="${name}"]`)?.value === value, [field, wanted]);
  const bar = (page, said) => page.waitForFunction((re) => new RegExp(re).test(document.querySelector('.form-kept')?.innerText ?? ''), said.source);
  /** Opens the form; done when its script has looked at what is kept. */
  const open = async (page, path = '/obstacles/new') => {
    await page.goto(app.url + path);
    await page.waitForSelector('template[data-keep][data-watched]', { state: 'attached' });
  };
  const enter = async (page, login) => {
    await page.fill('input[name=login]', login);
    await page.fill('input[name=password]', password);
    await page.click('form[action^="/sign-in"] button[type=submit]');
  };
  const raised = async () => {
    await ngan.goto(app.url + '/obstacles?list=raised&which=all');
    return ngan.locator('#obstacles a.row-title').count();
  };

  test('C45: what is typed is there again after a reload, says so, and can be thrown away', async () => {
    await open(ngan);
    await ngan.fill('[name=body]', text);
    await ngan.fill('[name=proposal]', 'Ban hành hướng dẫn.');
    const [one] = await kept(ngan);
    assert.deepEqual(Object.keys(one.fields).sort(), ['body', 'proposal'], 'what was typed and nothing hidden');
    await ngan.reload();
    await holds(ngan, text);
    await holds(ngan, 'Ban hành hướng dẫn.', 'proposal');
    await bar(ngan, /Đã đưa lại nội dung bạn nhập lúc \d\d:\d\d \d+\/\d+, chưa gửi/);
    await axe(ngan, 'a form with what was kept');
    await shot(ngan, 'form-kept');
    await ngan.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScroll(ngan);
    await shot(ngan, 'form-kept-phone');
    await ngan.setViewportSize({ width: 1440, height: 900 });
    await ngan.click('.form-kept button:has-text("Bỏ")');
    await holds(ngan, '');
    assert.deepEqual(await kept(ngan), []);
    await open(ngan);
    assert.equal(await ngan.locator('.form-kept').count(), 0);
    assert.equal(await ngan.inputValue('[name=body]'), '');
  });

  test('C45: sent without line it stays on its page, told and kept; with the line it goes, and the device keeps nothing', async () => {
    await open(ngan);
    await ngan.fill('[name=body]', text);
    await ngan.context().setOffline(true);
    await ngan.click(button);
    await bar(ngan, /Chưa gửi được: không nối được với máy chủ\. Nội dung đã giữ trên máy này/);
    assert.equal(new URL(ngan.url()).pathname, '/obstacles/new', 'the browser left the page');
    await ngan.emulateMedia({ colorScheme: 'dark' });
    await axe(ngan, 'a form that could not be sent, in the dark');
    await shot(ngan, 'form-away-dark');
    await ngan.emulateMedia({ colorScheme: 'light' });
    await ngan.context().setOffline(false);
    await ngan.goto(app.url + '/tasks');
    await ngan.waitForSelector('unsent-drafts:not([hidden])');
    assert.match(await words(ngan, 'unsent-drafts'), /Nêu .*nhập lúc/, 'other pages tell of what was sent in vain');
    await Promise.all([ngan.waitForURL('**/obstacles/new'), ngan.click('unsent-drafts a')]);
    await holds(ngan, text);
    assert.equal(await press(ngan, button), 303);
    assert.match(await words(ngan, '#facts'), /Hội đồng nhân dân khóa mới/);
    assert.deepEqual(await kept(ngan), [], 'taken');
    assert.equal(await raised(), 1);
  });

  test('C45: a server that does not answer is told like a broken line', async () => {
    await open(ngan);
    await ngan.fill('[name=body]', 'Máy chủ bận.');
    await ngan.route('**/healthz', (route) => route.abort('connectionrefused'));
    await open(ngan);
    await holds(ngan, 'Máy chủ bận.');
    await ngan.click(button);
    await bar(ngan, /không nối được với máy chủ/);
    await ngan.unroute('**/healthz');
    await ngan.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('giaoban:form:')).forEach((name) => localStorage.removeItem(name)));
  });

  test('C45: the answer is lost on its way: sent again the same is done once', async () => {
    const keys = [];
    ngan.on('request', (r) => r.method() === 'POST' && keys.push(new URLSearchParams(r.postData()).get('key')));
    await ngan.route((u) => u.pathname === '/obstacles', async (route) => {
      await route.fetch({ maxRedirects: 0 }); // it reached the server
      await ngan.context().clearCookies({ name: /taken|flash/ }); // these came with the answer
      return route.abort('connectionreset');
    }, { times: 1 });
    await open(ngan);
    await ngan.fill('[name=body]', 'Thiếu máy tính.');
    await Promise.all([ngan.waitForEvent('requestfailed', (r) => r.method() === 'POST'), ngan.click(button, { noWaitAfter: true })]);
    await until('the browser shows its own page', () => ngan.evaluate(() => document.querySelector('form[action="/obstacles"]') === null).catch(() => false));
    await open(ngan);
    await holds(ngan, 'Thiếu máy tính.');
    await bar(ngan, /Đã đưa lại/);
    assert.equal(await press(ngan, button), 303);
    assert.equal(keys.length, 2);
    assert.equal(new Set(keys).size, 1, 'one key for both tries');
    assert.deepEqual(await kept(ngan), []);
    ngan.removeAllListeners('request');
    assert.equal(await raised(), 2, 'one obstacle of two tries');
  });

  test('C45: what the server refuses is kept as it stands, and goes when it is mended', async () => {
    await open(ngan);
    await ngan.fill('[name=proposal]', 'Mua mười máy.');
    await ngan.locator('[name=body]').evaluate((e) => e.removeAttribute('required'));
    assert.equal(await press(ngan, button), 422);
    await ngan.waitForSelector('template[data-keep][data-watched]', { state: 'attached' });
    assert.equal(await ngan.locator('.form-kept').count(), 0, 'the page shows it itself');
    await ngan.fill('[name=body]', 'Máy cũ hỏng.');
    await open(ngan);
    await holds(ngan, 'Mua mười máy.', 'proposal');
    await holds(ngan, 'Máy cũ hỏng.');
    assert.equal(await press(ngan, button), 303);
    assert.deepEqual(await kept(ngan), []);
  });

  test('C45: in another tab it is offered, and two tabs do not write over each other', async () => {
    await open(ngan);
    await ngan.fill('[name=body]', 'Tab một.');
    const second = await ngan.context().newPage();
    watch(second);
    await open(second);
    await bar(second, /Máy này còn giữ nội dung bạn nhập lúc/);
    assert.equal(await second.inputValue('[name=body]'), '', 'nothing is put in unasked');
    await second.fill('[name=body]', 'Tab hai.');
    assert.deepEqual((await kept(ngan)).map((one) => one.fields.body).sort(), ['Tab hai.', 'Tab một.']);
    assert.equal(await press(second, button), 303);
    assert.deepEqual((await kept(ngan)).map((one) => one.fields.body), ['Tab một.']);
    await open(second);
    await second.click('.form-kept button:has-text("Đưa lại")');
    await holds(second, 'Tab một.');
    await second.click('.form-kept button:has-text("Bỏ")');
    await holds(second, '');
    assert.deepEqual(second.complaints, []);
    await second.close();
  });

  test('C45: an ended session asks to sign in and comes back to the form with what was typed', async () => {
    await open(ngan);
    await ngan.fill('[name=body]', 'Phiên đã hết.');
    await ngan.context().clearCookies();
    await Promise.all([ngan.waitForURL('**/sign-in?next=*'), ngan.click(button)]);
    await Promise.all([ngan.waitForURL('**/obstacles/new'), enter(ngan, 'xa.ngan')]);
    await holds(ngan, 'Phiên đã hết.');
  });

  test('C45: signing out warns; another account sees nothing; the same account has it again', async () => {
    await open(ngan, '/obstacles/new');
    await holds(ngan, 'Phiên đã hết.');
    await ngan.waitForSelector('[data-unsent-list] ul', { state: 'attached' }); // what asks before signing out has been loaded
    await ngan.click('details.account summary');
    await ngan.click('details.account form[action="/sign-out"] button');
    await ngan.locator('dialog.ask').waitFor();
    assert.match(await words(ngan, 'dialog.ask'), /Còn 1 nội dung chưa gửi hết Nêu .*nhập lúc .*đúng tài khoản này/);
    await axe(ngan, 'the question before signing out');
    await Promise.all([ngan.waitForURL('**/sign-in'), ngan.click('dialog.ask button:has-text("Đăng xuất")')]);
    await Promise.all([ngan.waitForURL(app.url + '/'), enter(ngan, 'xa.xuan')]);
    await open(ngan);
    assert.equal(await ngan.locator('.form-kept').count(), 0);
    assert.equal(await ngan.inputValue('[name=body]'), '');
    await ngan.context().clearCookies();
    await ngan.goto(app.url + '/sign-in?next=/obstacles/new');
    await Promise.all([ngan.waitForURL('**/obstacles/new'), enter(ngan, 'xa.ngan')]);
    await holds(ngan, 'Phiên đã hết.');
    await ngan.click('.form-kept button:has-text("Bỏ")');
  });

  test('C45: a form that the server changed meanwhile is not overwritten; what was typed is shown beside, to choose', async () => {
    const office = await signIn(browser, app.url, 'tw.vanphong', password);
    await open(office, '/reports/new');
    const ask = 'form[action="/reports"] ';
    await office.fill(ask + '[name=period]', 'quý I/2021');
    await office.selectOption(ask + '[name=scope]', 'kind:xa');
    await office.fill(ask + '[name=deadline]', '26/3/2021');
    await office.fill(ask + '[name=time]', '17:00');
    await Promise.all([office.waitForURL('**/board*'), office.click(ask + '.form-actions button:has-text("Mở kỳ báo cáo")')]);
    assert.deepEqual(await kept(office), [], 'a request that was opened is not kept');
    await ngan.goto(app.url + '/reports');
    const phone = (await ngan.locator('a.row-title').first().getAttribute('href')) + '/phone';

    await app.setClock('2021-03-08T09:30');
    await open(office, phone);
    await office.fill('[name=caller]', 'Vi Thị Ngân');
    await office.fill('[name=title]', 'Văn thư');
    await office.fill('[name="f.A2"]', '400');
    await office.fill('[name=time]', '9:15');
    await office.reload();
    await holds(office, '400', 'f.A2'); // by itself: nobody wrote
    await holds(office, '9:15', 'time');

    const other = await signIn(browser, app.url, 'tw.vanphong', password); // on another machine
    await open(other, phone);
    await other.fill('[name=caller]', 'Vi Thị Ngân');
    await other.fill('[name=title]', 'Văn thư');
    await other.fill('[name="f.A2"]', '412');
    assert.equal(await press(other, '#draft button.button-main'), 303);
    assert.deepEqual(await kept(other), []);

    await office.reload();
    await bar(office, /Từ đó nội dung trên máy chủ đã đổi/);
    assert.equal(await office.inputValue('[name="f.A2"]'), '412', 'what the server has stands in the form');
    assert.match(await words(office, '.form-kept dl'), /400/, 'what was typed stands beside');
    await axe(office, 'a form that the server changed');
    await shot(office, 'form-kept-other');
    await office.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScroll(office);
    await shot(office, 'form-kept-other-phone');
    await office.setViewportSize({ width: 1440, height: 900 });
    await office.click('.form-kept button:has-text("Đưa lại")');
    await holds(office, '400', 'f.A2');
    assert.equal(await press(office, '#draft button.button-main'), 303);
    assert.deepEqual(await kept(office), []);

    // The unit takes over: the page has the form no more, what was typed can still be copied from it.
    await office.fill('[name="f.A3"]', '609');
    await ngan.goto(app.url + phone.replace('/phone', ''));
    await ngan.waitForSelector('[name="f.A2"]');
    await ngan.fill('[name="f.A2"]', '401');
    await ngan.waitForFunction(() => document.querySelector('[data-saved]')?.innerText.includes('Đã lưu'));
    await office.goto(app.url + phone);
    await office.waitForSelector('.left-over');
    assert.match(await words(office, '.left-over'), /609/);
    await shot(office, 'form-homeless');
    await office.click('.left-over button:has-text("Bỏ nội dung này")');
    await office.click('dialog.ask button:has-text("Bỏ nội dung này")');
    await office.waitForSelector('.left-over', { state: 'detached' });
    assert.deepEqual(await kept(office), []);
    assert.deepEqual([...office.complaints, ...other.complaints], []);
  });

  test('C45: in English it says the same', async () => {
    const page = await signIn(browser, app.url, 'xa.xuan', password);
    await page.evaluate(() => fetch('/language', { method: 'POST', body: new URLSearchParams({ lang: 'en', next: '/' }), redirect: 'manual' }));
    await open(page);
    await page.fill('[name=body]', 'Lines are slow.');
    await page.reload();
    await bar(page, /What you typed at \d\d:\d\d \d+\/\d+ and did not send is back/);
    await shot(page, 'form-kept-en');
    await page.click('.form-kept button:has-text("Discard")');
    await holds(page, '');
  });

  test('nothing was refused by the policy', () => assert.deepEqual(ngan.complaints, []));
});
