// S0.4-6 but for sound and picture: the call, the sites, the meeting.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, pause, until } from '../lib.mjs';
import { atField, done, fill, forge, idIn, open, press, words } from './world.mjs';

const form = 'form.conf-form';
const save = '.conf-form .form-actions-end button';
const title = 'Hội nghị trực tuyến ngành tổ chức xây dựng Đảng';

/** The value of a choice whose text holds these words. */
export const choice = (page, select, text) => page.locator(select).evaluate((s, t) => [...s.options].find((o) => o.textContent.includes(t))?.value, text);

export function call(w) {
  const box = w.seen;
  const conference = (rest = '') => `/conferences/${box.conference}${rest}`;
  const siteOf = (code) => conference(`/sites/${box.sites[code]}`);

  const fillCall = async (page, change = {}) => {
    await fill(page, form, { title, kind: 'review', mode: 'online', date: '02/04/2021', part: 'afternoon', start: '14:00', scope: 'group:sector', review: 'quý I/2021', plan: 'quý II/2021' });
    await page.selectOption('[name="chair-0"]', await choice(page, '[name="chair-0"]', 'Nguyễn Thanh Bình'));
    await fill(page, form, change);
  };
  const count = async () => (await w.go('office', '/conferences')).locator('main a[href^="/conferences/"]:not([href$="/new"])').count();

  for (const [name, change, field, says] of [
    ['31/4/2021', { date: '31/4/2021' }, 'date', /31\/4|tháng 4|không có ngày/i],
    ['plan period before review period', { plan: 'quý IV/2020' }, 'plan', /Kỳ triển khai .* không thể trước kỳ đánh giá/],
    ['start 09:00 with Chiều', { start: '09:00' }, 'start', /0?9:00 không thuộc buổi đã chọn/],
  ]) {
    test(`S0.4/bad: ${name}`, async () => {
      await w.clock('2021-03-29T08:30');
      const page = await w.go('office', '/conferences/new');
      await fillCall(page, change);
      assert.equal(await press(page, save), 422);
      await atField(page, field, says);
      assert.equal(await page.inputValue('[name=title]'), title, 'what was entered stays');
      assert.equal(await page.inputValue(`[name=${field}]`), change[field]);
      if (field === 'date') await axe(page, 'a refused form');
      assert.equal(await count(), 0, 'nothing was stored');
    });
  }

  test('S0.4/bad: no host', async () => {
    const page = await w.go('office', '/conferences/new');
    await fillCall(page);
    await page.locator('[name=host]').evaluate((s) => s.remove());
    assert.equal(await press(page, save), 422);
    assert.match(await page.locator('.form-errors').innerText(), /Chọn ít nhất một đơn vị chủ trì/);
    assert.match(await page.locator('#f-host-error').innerText(), /Chọn ít nhất một đơn vị chủ trì/);
    assert.equal(await count(), 0, 'nothing was stored');
  });

  test('S0.4: the number of sites stands at the scope while it is chosen', async () => {
    const page = await w.go('office', '/conferences/new');
    await page.selectOption('[name=scope]', 'group:sector');
    await until('3 sites', async () => /\b3\b/.test(await page.locator('[data-scope-count]').innerText()));
  });

  test('S0.4: COC creates the conference: it is numbered, sites are generated, calls sent', async () => {
    const page = await w.go('office', '/conferences/new');
    await fillCall(page);
    await done(page, save);
    box.conference = idIn(page.url(), 'conferences');
    assert.match(page.url(), /\/call$/);
    assert.equal(await page.locator('.conf-preview > li').count(), 3, 'sites to be');
    for (const desk of ['specialist', 'specialistB']) {
      const list = await w.go(desk, '/conferences');
      assert.doesNotMatch(await words(list), /ngành tổ chức xây dựng Đảng/, `${desk} does not see a draft`);
    }
    await done(page, 'form[action$="/call"] button');
    const said = await words(page, 'body');
    assert.match(said, /số 1|Số 1|1\/2021/i, 'numbered');
    assert.match(said, /Quý I\/2021/);
    assert.match(said, /Quý II\/2021/);
    assert.match(said, /Chiều.*14:00|14:00.*Chiều/i);
    box.sites = {};
    for (const [code, name] of [['COC', 'Ban Tổ chức Trung ương'], ['POB', 'Ban Tổ chức Tỉnh ủy'], ['POBB', 'Ban Tổ chức Tỉnh ủy Tỉnh B']]) {
      const link = page.locator('#conference-sites a.row-title').filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) });
      box.sites[code] = idIn(await link.getAttribute('href'), 'sites');
    }
    assert.equal(await page.locator('#conference-sites tbody tr').count(), 3);
    for (const desk of ['specialist', 'specialistB']) {
      assert.match(await words(await w.go(desk, '/conferences')), /Hội nghị trực tuyến ngành tổ chức xây dựng Đảng/, `the call reached ${desk}`);
      assert.match(await words(await w.go(desk, '/')), /Hội nghị trực tuyến ngành tổ chức xây dựng Đảng/, `and stands on the day's page of ${desk}`);
    }
  });

  test('S0.5: the board shows 3 sites, two with chair and title as of 2/4/2021, Tỉnh B has none yet', async () => {
    for (const [desk, code, name] of [['office', 'COC', 'Nguyễn Thanh Bình'], ['specialist', 'POB', 'Phan Xuân Toàn']]) {
      const page = await w.go(desk, siteOf(code));
      const value = await choice(page, '[name=chair]', name);
      assert.ok(value, `${name} is offered`);
      if (code === 'POB') box.toan = value;
      await page.selectOption('[name=chair]', value);
      await done(page, 'keep-form .form-actions-end button');
    }
    const page = await w.go('office', conference());
    const rows = (await page.locator('#conference-sites tbody tr').allInnerTexts()).map((t) => t.replace(/\s+/g, ' '));
    assert.equal(rows.length, 3);
    assert.match(rows.find((r) => /Trung ương/.test(r)), /Nguyễn Thanh Bình.*Phó Trưởng Ban Thường trực/);
    assert.match(rows.find((r) => /Phan Xuân Toàn/.test(r)), /Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Tổ chức Tỉnh ủy/);
    assert.match(await words(page, '#conference-sites .unnamed'), /./, 'Tỉnh B has none');
    assert.match(await words(page, '#conference-sites .note'), /Tỉnh B/, 'and is named as missing');
    assert.match(await words(page, '#conference-figures'), /2\s*\/\s*3/);
  });

  test('S0.5/bad: another province edits this site', async () => {
    const page = await w.desk('specialistB');
    await open(page, w.app.url + siteOf('POB'));
    assert.equal(await page.locator('[name=chair], [name=actual]').count(), 0, 'nothing to edit with');
    assert.equal(await forge(page, siteOf('POB'), { place: 'Hội trường khác', total: '0', version: '1' }), 403);
    await open(page, w.app.url + siteOf('POB'));
    assert.equal(await forge(page, siteOf('POB') + '/confirm', {}), 403);
    const own = await w.go('specialist', siteOf('POB'));
    assert.equal(await own.inputValue('[name=place]'), '', 'nothing was stored');
    assert.equal(await own.locator('form[action$="/confirm"]').count(), 1, 'not confirmed by others');
  });

  test('S0.5/bad: a person chairing two sites at the same time', async () => {
    const page = await w.go('specialistB', siteOf('POBB'));
    await page.locator('[name=chair]').evaluate((s, v) => { s.add(new Option('Phan Xuân Toàn', v)); s.value = v; }, box.toan);
    const status = await press(page, 'keep-form .form-actions-end button');
    assert.ok([409, 422].includes(status), `answered ${status}`);
    await atField(page, 'chair', /đã chủ trì điểm cầu .*Ban Tổ chức Tỉnh ủy.* cùng buổi/);
    await open(page, w.app.url + conference());
    assert.match(await words(page, '#conference-figures'), /2\s*\/\s*3/, 'nothing was stored');
  });

  test('S0.5/bad: site without chair at opening', async () => {
    await w.clock('2021-04-02T14:00');
    const page = await w.go('chair', conference());
    const status = await press(page, 'form[action$="/open"] button');
    assert.ok([409, 422].includes(status), 'warned, not opened');
    assert.match(await words(page), /1 điểm cầu chưa cử người chủ trì: Ban Tổ chức Tỉnh ủy Tỉnh B/);
    assert.doesNotMatch(await words(page, '#conference-figures'), /Đang họp/);
    await done(page, page.locator('form[action$="/open"]').filter({ has: page.locator('[name=confirm][value="1"]') }).locator('button'));
    assert.match(await words(page), /Đang họp/, 'opened all the same');
  });

  test('S0.6: the site marks headcount 25 and its line, the centre sees it without a reload', async () => {
    const centre = await w.go('office', conference());
    await centre.evaluate(() => { window.stayed = true; });
    const page = await w.go('specialist', siteOf('POB'));
    await page.fill('[name=actual]', '25');
    await done(page, 'keep-form form.stack .form-actions-end button');
    await done(page, 'form[action$="/line"] button[value=connected]');
    const row = centre.locator('#conference-sites tbody tr').filter({ hasText: 'Phan Xuân Toàn' });
    await until('the centre sees 25 and the line', async () => /25.*Kết nối/.test((await row.innerText()).replace(/\s+/g, ' ')));
    assert.equal(await centre.evaluate(() => window.stayed), true);
  });

  for (const [name, values, says] of [
    ['headcount −1', { actual: '-1' }, /Số người không thể nhỏ hơn 0/],
    ['headcount less than named delegates', { actual: '1', 'name-0': 'Nông Văn Tám', 'attendance-0': 'present', 'name-1': 'Lý Thị Chín', 'attendance-1': 'present' }, /Số người \(1\) ít hơn số đại biểu đã ghi tên và có mặt \(2\)/],
  ]) {
    test(`S0.6/bad: ${name}`, async () => {
      const page = await w.go('specialist', siteOf('POB'));
      await fill(page, 'keep-form form.stack', values);
      assert.equal(await press(page, 'keep-form form.stack .form-actions-end button'), 422);
      await atField(page, 'actual', says);
      await open(page, w.app.url + siteOf('POB'));
      assert.equal(await page.inputValue('[name=actual]'), '25', 'nothing was stored');
      assert.equal(await page.inputValue('[name="name-0"]'), '');
    });
  }

  test('S0.6/bad: site loses its line: “mất kết nối”, the record stays editable on the open page and is sent once', async () => {
    const page = await w.go('specialist', siteOf('POB'));
    await done(await w.go('office', siteOf('POB')), 'form[action$="/line"] button[value=lost]');
    const centre = await w.go('office', conference());
    assert.match(await words(centre, '#conference-sites tr.bad-row'), /Phan Xuân Toàn.*Mất kết nối/);

    const posts = [];
    page.on('request', (r) => { if (r.method() === 'POST') posts.push(r); });
    await page.context().setOffline(true);
    try {
      await page.fill('[name=actual]', '26');
      await page.fill('[name=place]', 'Hội trường B');
      await page.click('keep-form form.stack .form-actions-end button');
      await until('the page says that it keeps the record', async () => /\S/.test(await page.locator('keep-form form.stack [data-kept-state]').innerText({ timeout: 3000 })), 10_000);
      assert.equal(await page.inputValue('[name=actual]'), '26', 'still there, still to be changed');
      await page.fill('[name=actual]', '27');
      await page.click('keep-form form.stack .form-actions-end button');
      posts.length = 0;
    } finally {
      await page.context().setOffline(false);
    }
    const stored = async () => {
      const own = await w.go('head', siteOf('POB'));
      return [await own.inputValue('[name=actual]'), await own.inputValue('[name=place]')].join();
    };
    await until('sent', async () => (await stored()) === '27,Hội trường B', 30_000);
    await pause(1000);
    const sent = [];
    for (const r of posts) if (await r.response().catch(() => null)) sent.push(r);
    assert.equal(sent.filter((r) => r.url().endsWith(siteOf('POB'))).length, 1, 'sent once');
    await open(page, w.app.url + siteOf('POB'));
    assert.match(await words(page, '.list'), /Mất kết nối/, 'the history of the line tells it');
    page.removeAllListeners('request');
  });
}
