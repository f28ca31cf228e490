// A unit whose line is down phones: the level above enters for it, the unit sees it while it is typed, corrects it, and its head signs.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, noSidewaysScroll, shot, until } from '../lib.mjs';
import { World, done, fill, forge, idIn, open, press, words } from '../s0/world.mjs';

const w = new World();

describe('entry by telephone', { timeout: 240_000 }, () => {
  before(() => w.open());
  after(() => w.close());

  test('the office above enters what the unit says, with who said it and when', async () => {
    const office = await w.go('office', '/reports/new');
    await fill(office, 'form[action="/reports"]', { period: 'quý I/2021', scope: 'kind:pob', deadline: '26/3/2021', time: '17:00' });
    await done(office, 'form[action="/reports"] button.button-main');
    const request = idIn(office.url(), 'reports');
    const own = await w.go('specialist', '/reports/contact');
    await fill(own, 'form[action="/reports/contact"]', { name: 'Nông Thị Lan', phone: '0208 3855 123' });
    await done(own, 'form[action="/reports/contact"] button[type=submit]');
    await w.go('specialist', `/reports/${request}`);
    w.seen.report = new URL(own.url()).pathname;
    assert.equal(await own.locator('#phone-calls .note').count(), 0);

    await w.clock('2021-03-08T09:30');
    await w.go('office', w.seen.report);
    await office.click(`a[href="${w.seen.report}/phone"]`);
    assert.match(await words(office), /Nông Thị Lan/, 'the unit’s contact is offered');
    assert.equal(await office.inputValue('[name=phone]'), '0208 3855 123');
    await fill(office, '#draft', { 'f.A2': '412', 'f.A3': '609', caller: '' });
    await office.locator('#draft [name=caller]').evaluate((e) => e.removeAttribute('required'));
    assert.equal(await press(office, '#draft button.button-main'), 422, 'nobody is named');
    assert.equal(await office.inputValue('[name="f.A2"]'), '412', 'what was typed stays');
    await fill(office, '#draft', { caller: 'Nông Thị Lan', title: 'Phó Trưởng phòng', time: '9:15' });
    await done(office, '#draft button.button-main');
    await axe(office);
    await noSidewaysScroll(office);

    await shot(office, 'phone-above-open');
    // The unit's entry page has been open all the while.
    await until('the entry page tells of the call', async () => /nhập thay qua điện thoại theo lời Nông Thị Lan, Phó Trưởng phòng/.test(await words(own, '#phone-calls')));
    await own.click('#phone-calls a');
    await own.waitForFunction(() => document.querySelector('[name="f.A2"]')?.value === '412');
    assert.match(await words(own, 'tr[data-row=A2] .source'), /theo lời Nông Thị Lan/);
    await axe(own);
    await noSidewaysScroll(own);
  });

  test('the unit corrects a figure, and from then on the draft is closed to the level above', async () => {
    const own = await w.go('specialist', w.seen.report);
    await own.fill('[name="f.A2"]', '420');
    await done(own, 'form#draft .form-actions button:not(.button-main)');
    const office = await w.desk('office');
    await until('the page above tells that the unit has taken over', async () => /đã nhận/.test(await words(office, '#phone-calls')));
    await office.fill('[name="f.A2"]', '1');
    assert.equal(await press(office, '#draft button.button-main'), 409, 'sent too late');
    await w.go('office', `${w.seen.report}/phone`);
    assert.match(await words(office), /Đơn vị đã nhận bản nhập thay và tự làm tiếp/);
    assert.doesNotMatch(await words(office), /420/, 'the unit’s own figure');
    assert.match(await words(office), /412/, 'what was entered from above');
    await noSidewaysScroll(office);
    const other = await w.go('specialistB', '/reports');
    assert.equal(await forge(other, `${w.seen.report}/phone`, { caller: 'Ai đó', title: 'x', day: '8/3/2021', time: '9:00', 'f.A2': '9' }), 404, 'another unit');
  });

  test('thrown away with a reason; a draft that the unit began is never opened', async () => {
    const office = await w.desk('office');
    const other = await w.go('specialistB', `/reports/${idIn(w.seen.report, 'reports')}`);
    const path = new URL(other.url()).pathname;
    await w.go('office', `${path}/phone`);
    await fill(office, '#draft', { caller: 'Trần Văn Bình', title: 'Chuyên viên', time: '9:20', 'f.A2': '77' });
    await done(office, '#draft button.button-main');
    await open(other, other.url());
    await other.click('details.drawer:has(textarea[name=reason]) summary');
    await other.fill('textarea[name=reason]', 'Đọc nhầm bảng của kỳ trước');
    await done(other, 'form[action$="/phone/reject"] button[type=submit]');
    assert.equal(await other.inputValue('[name="f.A2"]'), '');
    await until('the reason stands above', async () => /Đọc nhầm bảng của kỳ trước/.test(await words(office, '#phone-calls')));
    await other.fill('[name="f.A3"]', '5');
    await done(other, 'form#draft .form-actions button:not(.button-main)');
    await w.go('office', `${path}/phone`);
    assert.match(await words(office), /Đơn vị đã tự viết bản nháp/);
    assert.equal(await office.locator('#draft').count(), 0);
    await shot(office, 'phone-closed');
  });

  test('both pages on a phone and in the dark', async () => {
    const office = await w.desk('office');
    for (const [name, size, scheme] of [['wide', { width: 1440, height: 900 }, 'light'], ['phone', { width: 390, height: 844 }, 'light'], ['dark', { width: 1440, height: 900 }, 'dark']]) {
      for (const page of [office, await w.desk('specialist')]) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: scheme });
      }
      const own = await w.go('specialist', w.seen.report);
      await noSidewaysScroll(own);
      await shot(own, `phone-unit-${name}`);
      await w.go('office', `${w.seen.report}/phone`);
      await noSidewaysScroll(office);
      await axe(office);
      await shot(office, `phone-above-${name}`);
    }
  });

  test('no page complained', async () => {
    assert.deepEqual(await w.complaints(), []);
  });
});
