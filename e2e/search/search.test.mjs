// One search over everything, and an answer that leads to a document.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, noSidewaysScroll, shot } from '../lib.mjs';
import { World, done, words } from '../s0/world.mjs';

const w = new World();
const typed = 'Chưa có hướng dẫn của T.Ư về HĐND khoá mới, hồ sơ của các xã còn chờ.';

describe('search', { timeout: 240_000 }, () => {
  before(() => w.open());
  after(() => w.close());

  test('C42: one search finds it without accents and across short forms; others do not', async () => {
    const page = await w.go('specialist', '/obstacles/new');
    await page.fill('[name=body]', typed);
    await page.fill('[name=proposal]', 'Ban hành hướng dẫn.');
    await page.selectOption('[name=holder]', await page.locator('[name=holder] option', { hasText: /^\s*Ban Tổ chức Trung ương/ }).first().getAttribute('value'));
    await done(page, 'form[action="/obstacles"] button.button-main');
    await w.go('specialist', '/');
    await page.keyboard.press('/');
    await page.keyboard.type('hoi dong nhan dan khóa mới trung ương');
    await Promise.all([page.waitForURL(/\/search\?q=/), page.keyboard.press('Enter')]);
    assert.match(await words(page, '#found-obstacles'), /Chưa có hướng dẫn của T\.Ư/);
    await axe(page);
    await noSidewaysScroll(page);
    await shot(page, 'search');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot(page, 'search-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(w.app.url + '/search?q=ban+to+chuc');
    assert.match(await words(page, '#found-units'), /Ban Tổ chức/);
    await page.click('#found-units a.row-title >> nth=0');
    assert.match(page.url(), /\/units\//);
    const other = await w.go('specialistB', '/search?q=HĐND+khóa+mới');
    assert.doesNotMatch(await words(other), /hồ sơ của các xã/);
    const reader = await w.reader();
    await reader.goto(w.app.url + '/search?q=HĐND');
    assert.doesNotMatch(await words(reader), /hồ sơ của các xã/);
    const phone = await w.another('specialist', { viewport: { width: 390, height: 844 } });
    await phone.click('a.find-link');
    await phone.fill('#search-text', 'huong dan');
    await Promise.all([phone.waitForURL(/\/search\?q=/), phone.click('.search-form button')]);
    await phone.waitForSelector('#found-obstacles');
    await noSidewaysScroll(phone);
    await shot(phone, 'search-phone');
  });

  test('the office answers with a document, and the raiser reads which', async () => {
    const page = await w.go('office', '/obstacles?list=routed&which=all');
    assert.match(await words(page, '#obstacles'), /HĐND khoá mới/);
    await page.click('#obstacles tbody a[href^="/obstacles/"] >> nth=0');
    await page.waitForSelector('#answer');
    await page.fill('[name=answer]', 'Sẽ có hướng dẫn.');
    await page.click('#answer summary');
    await page.selectOption('[name=change]', 'issue');
    await page.fill('[name=change_title]', 'Hướng dẫn về HĐND khóa mới');
    await page.fill('[name=change_planned]', '30/6/2021');
    await shot(page, 'obstacle-answer');
    await done(page, '#answer form .form-actions button');
    assert.match(await words(page, '#facts'), /Ban hành văn bản mới: Hướng dẫn về HĐND khóa mới · dự kiến 30\/6\/2021/);
    await axe(page);
    await shot(page, 'obstacle-change');
    const raiser = await w.go('specialist', '/obstacles?list=raised&which=all');
    assert.match(await words(raiser, '#obstacles'), /Dẫn đến văn bản, dự kiến 30\/6\/2021/);
  });

  test('no script failed and nothing was refused by the browser', async () => {
    const odd = (await w.complaints()).filter((c) => !/INTERNET_DISCONNECTED|Failed to load resource|422/.test(c));
    assert.deepEqual(odd, []);
  });
});
