// S0.1-3: a form is opened, provinces report, totals grow.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, pause, until } from '../lib.mjs';
import { atField, done, fill, forge, idIn, open, press, words } from './world.mjs';

const ask = 'form[action="/reports"]';
const request = { period: 'quý I/2021', scope: 'kind:pob', deadline: '26/3/2021', time: '17:00' };

// What a specialist of POB types: figures (a) and the texts of the scenario.
const figures = { A2: '412', A3: '609', A4: '4.318', A5: '118.462', B1: '1.398', B2: '812', B4: '2.990', F1: '1.643', F2: '1.528', H1: '14', H2: '8' };
const texts = {
  N1: 'Phòng, chống dịch COVID-19 song song với nhiệm vụ chính trị.',
  N2: 'Tham mưu chuẩn bị bầu cử; kiện toàn các chức danh lãnh đạo chủ chốt; quán triệt nghị quyết đại hội; ban hành chương trình công tác toàn khóa và năm 2021.',
  N3: 'Một số việc còn chậm do dịch bệnh.',
  N5: 'Kiến nghị sớm có hướng dẫn về biên chế.',
  N6: 'Tổ chức tốt cuộc bầu cử.',
};

/** Rows of a card of the list of reports. */
const rows = (page) => page.locator('main table tbody tr');

export function reports(w) {
  const box = w.seen;

  const board = () => w.go('office', `/reports/${box.request}/board`);
  const entry = (unit) => `/reports/${box.request}/units/${unit}`;
  const type = (page, values) => fill(page, '#draft', Object.fromEntries(Object.entries(values).map(([k, v]) => [`f.${k}`, v])));
  const saved = (page) => until('the draft is saved', async () => /^Đã lưu/.test((await page.locator('[data-saved]').innerText()).trim()));
  const cell = (page, code, n) => page.locator(`.totals tr:has(> td.code:text-is("${code}")) td.num`).nth(n);
  const total = async (page, code) => [(await cell(page, code, 0).innerText()).trim(), (await cell(page, code, 1).innerText()).trim()];
  const nothingStored = async () => {
    for (const [desk, n] of [['office', 1], ['specialist', 1], ['specialistB', 1]]) {
      const page = await w.go(desk, '/reports');
      assert.equal(await rows(page).count(), n, `reports that ${desk} sees`);
    }
  };

  test('S0.1: COC opens Báo cáo quý for all POBs, each POB sees one open report and the days left', async () => {
    const page = await w.go('office', '/reports/new');
    assert.match(await page.locator(`${ask} [name=form] option:checked`).innerText(), /Báo cáo quý/);
    await fill(page, ask, request);
    await done(page, `${ask} button.button-main`);
    box.request = idIn(page.url(), 'reports');
    for (const [desk, unit] of [['specialist', 'Ban Tổ chức Tỉnh ủy'], ['specialistB', 'Ban Tổ chức Tỉnh ủy Tỉnh B']]) {
      const list = await w.go(desk, '/reports');
      assert.equal(await rows(list).count(), 1, unit);
      assert.match(await words(list), /Báo cáo quý · Quý I\/2021.*Ban Tổ chức Trung ương.*còn 18 ngày.*Chưa bắt đầu/);
      box[desk] = idIn(await list.locator('a.row-title').getAttribute('href'), 'units');
      const today = await w.go(desk, '/');
      assert.match(await words(today), /Báo cáo quý.*Quý I\/2021/, 'it stands on the day\'s page');
    }
  });

  test('S0.1/bad: deadline before the request date', async () => {
    const page = await w.go('office', '/reports/new');
    await fill(page, ask, { ...request, period: 'quý II/2021', deadline: '5/3/2021' });
    assert.equal(await press(page, `${ask} button.button-main`), 422);
    await atField(page, 'deadline', /Hạn nộp 0?5\/0?3\/2021.* ở trước lúc mở kỳ báo cáo/);
    assert.equal(await page.inputValue('#f-deadline'), '5/3/2021', 'what was typed stays');
    await nothingStored();
  });

  test('S0.1/bad: Q5/2021', async () => {
    const page = await w.go('office', '/reports/new');
    await fill(page, ask, { ...request, period: 'quý 5/2021' });
    assert.equal(await press(page, `${ask} button.button-main`), 422);
    await atField(page, 'period', /quý/i);
    await nothingStored();
  });

  test('S0.1/bad: same form and period twice', async () => {
    const page = await w.go('office', '/reports/new');
    await fill(page, ask, { ...request, deadline: '25/3/2021' });
    assert.equal(await press(page, `${ask} button.button-main`), 409);
    await atField(page, 'period', /Báo cáo quý kỳ Quý I\/2021 đã được mở/);
    await page.click('.form-errors a[href*="/board"]');
    await page.waitForURL(`**/reports/${box.request}/board*`);
    await nothingStored();
  });

  test('S0.2: a draft keeps whatever was typed; refusals are at signing', async () => {
    await w.clock('2021-03-19T09:00');
    const page = await w.go('specialist', entry(box.specialist));
    await type(page, { ...figures, A2: 'mười hai', B2: '1.412', ...texts, N2: '' });
    await saved(page);
    await page.reload();
    assert.equal(await page.inputValue('[name="f.A2"]'), 'mười hai');
    assert.equal(await page.inputValue('[name="f.B2"]'), '1.412');
    assert.equal(await page.inputValue('[name="f.N6"]'), texts.N6);
    await axe(page, 'a draft with refusals at its fields');
  });

  for (const [name, field, text, says] of [
    ['text in a number', 'A2', 'mười hai', /không phải là số|phải là số|không đọc được/i],
    ['part larger than whole', 'B2', '1.412', /[Nn]ữ \(1\.412\) lớn hơn tổng số kết nạp \(1\.398\)/],
    ['a required section empty', 'N2', '', /Mục “Kết quả nổi bật” còn trống/],
  ]) {
    test(`S0.2/bad: ${name}`, async () => {
      const page = await w.go('specialist', entry(box.specialist));
      await type(page, { ...figures, ...texts, [field]: text });
      await done(page, page.locator('#draft button[name=then]'));
      assert.match(page.url(), /\/sign$/);
      assert.match(await words(page), /Còn 1 chỗ phải sửa trước khi ký/);
      assert.match(await words(page, '.mend'), says);
      const head = await w.go('head', entry(box.specialist) + '/sign');
      assert.match(await words(head, '.mend'), says, 'the head reads the same');
      assert.equal(await head.locator('form[action$="/sign"]').count(), 0, 'nothing to sign with');
      const draft = await head.locator(`a[href$="#f-${field}"]`).first().getAttribute('href');
      assert.ok(draft.startsWith(entry(box.specialist)), 'a link leads to the field');
      // Whoever signs past the page is refused too.
      assert.ok([409, 422].includes(await forge(head, entry(box.specialist) + '/sign', { capacity: 'head', draft: '999999' })));
      assert.ok([409, 422].includes(await forge(await w.go('head', entry(box.specialist) + '/sign'), entry(box.specialist) + '/sign', { capacity: 'head', draft: '0' })));
      await w.go('specialist', entry(box.specialist));
      if (field === 'N2') assert.match(await words(page, '.narrative:has(#f-N2) .card-chips'), /Bắt buộc, còn trống/, 'and it stands at the section');
      else assert.match(await page.locator(`#f-${field}-error`).innerText(), says, 'and it stands at the field');
      const list = await w.go('specialist', '/reports');
      assert.match(await words(list), /Đang viết/, 'not signed, not filed');
    });
  }

  test('S0.2: the line drops while typing: the draft is kept on the page and sent once when it is back', async () => {
    const page = await w.go('specialist', entry(box.specialist));
    await type(page, { ...figures, ...texts });
    await saved(page);
    const posts = [];
    const count = (r) => { if (r.method() === 'POST') posts.push(r); };
    await page.context().setOffline(true);
    await page.locator('[name="f.E1"]').fill('7');
    await page.locator('[name="f.E2"]').fill('420');
    await page.locator('[name="f.N4"]').fill('Viết khi mất mạng.');
    await page.locator('[name="f.N4"]').blur();
    await until('the page says that it keeps the draft', async () => /Giữ trên máy này/.test(await page.locator('[data-saved]').innerText()));
    page.on('request', count);
    await page.context().setOffline(false);
    await until('sent', async () => /^Đã lưu/.test((await page.locator('[data-saved]').innerText()).trim()));
    await pause(1500);
    page.off('request', count);
    // What was under way when the line dropped goes again as it was; what was typed since follows. No field goes twice.
    const sent = posts.filter((r) => r.url().endsWith('/fields')).flatMap((r) => Object.keys(r.postDataJSON().fields));
    assert.equal(new Set(sent).size, sent.length, 'no field is sent twice');
    for (const field of ['E1', 'E2', 'N4']) assert.ok(sent.includes(field), `${field} is sent`);
    const head = await w.go('head', entry(box.specialist));
    assert.equal(await head.inputValue('[name="f.E1"]'), '7');
    assert.equal(await head.inputValue('[name="f.N4"]'), 'Viết khi mất mạng.');
  });

  test('S0.2/bad: another province opens, writes or signs this draft', async () => {
    for (const desk of ['specialistB', 'headB']) {
      const page = await w.desk(desk);
      for (const rest of ['', '/sign', '/file', '/print']) {
        const res = await page.goto(w.app.url + entry(box.specialist) + rest);
        assert.ok([403, 404].includes(res.status()), `${desk} ${rest}: ${res.status()}`);
        assert.doesNotMatch(await words(page, 'body'), /118\.462|COVID/);
      }
      for (const [rest, fields] of [['/draft', { 'f.A2': '1', base: '0' }], ['/sign', { capacity: 'head', draft: '1' }], ['/file', { number: '1-BC', dated: '19/3/2021' }]]) {
        await page.goto(w.app.url + '/reports');
        const status = await forge(page, entry(box.specialist) + rest, fields);
        assert.ok([403, 404, 415, 422].includes(status) && status !== 303, `${desk} posts ${rest}: ${status}`);
      }
    }
    const above = await w.go('office', entry(box.specialist));
    assert.doesNotMatch(await words(above), /118\.462|COVID/, 'nor does the level above read a draft');
    const own = await w.go('specialist', entry(box.specialist));
    assert.equal(await own.inputValue('[name="f.A2"]'), figures.A2, 'untouched');
  });

  test('S0.2/bad: filed unsigned', async () => {
    const page = await w.go('specialist', '/reports');
    const status = await forge(page, entry(box.specialist) + '/file', { number: '125-BC/BTCTU', dated: '19/3/2021' });
    assert.ok([409, 422].includes(status), `answered ${status}`);
    assert.match(await words(page), /chưa được ký/);
    const list = await w.go('specialist', '/reports');
    assert.match(await words(list), /Đang viết/);
    assert.equal(await forge(list, entry(box.specialist) + '/sign', { capacity: 'head', draft: '1' }), 403, 'a specialist does not sign');
    const b = await board();
    assert.deepEqual((await total(b, 'B1'))[1], '0/2');
  });

  test('S0.2: the head signs and it is filed: đã nộp, time stamped, values locked', async () => {
    const head = await w.go('head', entry(box.specialist) + '/sign');
    assert.match(await words(head), /Phan Xuân Toàn/);
    assert.match(await words(head), /Trưởng Ban Tổ chức Tỉnh ủy/);
    assert.match(await words(head), /Trần Chuyên Viên/, 'who wrote it');
    await done(head, 'form[action$="/sign"] button[type=submit]');
    assert.match(head.url(), /\/file$/);
    const form = 'form[action$="/file"]';
    await fill(head, form, { number: '125-BC/BTCTU', dated: '19/3/2021' });
    // Pressed twice in a hurry: filed once.
    await head.evaluate((f) => { const b = document.querySelector(`${f} button`); b.click(); b.click(); }, form);
    await head.waitForURL((u) => u.pathname === entry(box.specialist));
    await head.waitForLoadState('load');
    const said = await words(head);
    assert.match(said, /Đã nộp/);
    assert.match(said, /125-BC\/BTCTU/);
    assert.match(said, /09:\d\d.*19\/0?3\/2021|19\/0?3\/2021.*09:\d\d/, 'time stamped');
    assert.equal(await head.locator('.history > li').count(), 1, 'one filed version');
    const page = await w.go('specialist', entry(box.specialist));
    assert.equal(await page.locator('[name="f.A2"]').count(), 0, 'nothing to type in');
    const status = await forge(page, entry(box.specialist) + '/draft', { 'f.A2': '1', base: '0' });
    assert.equal(status, 409);
    assert.match(await words(page), /số liệu đã khóa/);
  });

  test('S0.3: COC opens the summary with 1 of 2 filed: coverage 1/2 and the missing unit named, on page, print and JSON', async () => {
    const page = await board();
    assert.deepEqual(await total(page, 'B1'), ['1.398', '1/2']);
    assert.deepEqual(await total(page, 'A1'), ['1.021', '1/2'], 'the sum of its parts');
    const missing = await words(page, '#board-missing');
    assert.match(missing, /Ban Tổ chức Tỉnh ủy Tỉnh B/);
    assert.match(missing, /1\/2|1 (trong|của) 2/);
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('#board-missing').isVisible(), 'print names the missing unit');
    assert.ok(await cell(page, 'B1', 1).isVisible(), 'print shows the coverage');
    assert.equal(await page.locator('header.top').isVisible(), false, 'print has no navigation');
    await page.emulateMedia({ media: null });
    const link = await page.locator('a[href*="totals.json"]').getAttribute('href');
    const json = await page.evaluate(async (u) => (await fetch(u)).json(), link);
    assert.deepEqual(json.coverage, { have: 1, of: 2 });
    assert.deepEqual(json.missing.map((u) => u.name), ['Ban Tổ chức Tỉnh ủy Tỉnh B']);
    box.json = link;
  });

  test('S0.3/bad: a missing unit counted as 0, or a figure without m/n', async () => {
    const page = await board();
    const table = await page.locator('.totals tbody tr').evaluateAll((list) => list.map((r) => {
      const c = [...r.children].map((e) => e.textContent.trim());
      return { code: c[0], value: c[2], cover: c[3] };
    }));
    assert.ok(table.length >= 40, `${table.length} indicators`);
    for (const r of table) {
      assert.match(r.cover, /^\d+\/2$/, `${r.code} has its coverage`);
      if (r.cover === '0/2') assert.equal(r.value, '–', `${r.code}: nobody gave it`);
    }
    assert.equal(table.find((r) => r.code === 'C1').value, '–');
    await open(page, `${w.app.url}/reports/${box.request}/board?indicator=B1`);
    const shares = await page.locator('#explain tbody tr').evaluateAll((list) => list.map((r) => [...r.children].map((e) => e.textContent.replace(/\s+/g, ' ').trim())));
    const b = shares.find((s) => /Tỉnh B/.test(s[0]));
    assert.match(b[1], /^–$/, 'the missing unit has no figure');
    assert.equal(b[2], '0/1');
    const json = await page.evaluate(async (u) => (await fetch(u)).json(), box.json);
    for (const t of json.totals) {
      for (const layer of [t.filed_or_accepted, t.accepted]) {
        assert.equal(typeof layer.coverage.have, 'number', t.code);
        assert.equal(layer.coverage.of, 2, t.code);
        if (layer.coverage.have === 0) assert.equal(layer.value, null, `${t.code} is not 0`);
      }
    }
    assert.equal(json.totals.find((t) => t.code === 'B1').accepted.value, null, 'nothing is accepted yet');
  });

  test('S0.3: the total moves in the open page when the second province files, without a reload', async () => {
    await w.clock('2021-03-27T08:00');
    const page = await board();
    await page.evaluate(() => { window.stayed = true; });
    const b = await w.go('specialistB', entry(box.specialistB));
    await type(b, { ...figures, B1: '1.000', B2: '400', ...texts });
    await done(b, b.locator('#draft button[name=then]'));
    const head = await w.go('headB', entry(box.specialistB) + '/sign');
    await done(head, 'form[action$="/sign"] button[type=submit]');
    assert.match(await words(head), /Đã qua hạn .* được ghi là muộn/, 'told before it is filed');
    assert.deepEqual(await total(page, 'B1'), ['1.398', '1/2']);
    await fill(head, 'form[action$="/file"]', { number: '40-BC/BTCTU', dated: '27/3/2021' });
    await done(head, 'form[action$="/file"] button.button-main');
    await until('the total moved', async () => (await total(page, 'B1')).join() === '2.398,2/2');
    assert.doesNotMatch(await words(page, '#board-missing'), /Tỉnh B/);
    assert.match(await words(page, '#board-band'), /2\s*\/\s*2/);
    assert.equal(await page.evaluate(() => window.stayed), true, 'the page was not loaded anew');
  });

  test('S0.2/bad: filed after the deadline', async () => {
    const own = await w.go('specialistB', entry(box.specialistB));
    assert.match(await words(own), /Đã nộp.*muộn|muộn/);
    const page = await board();
    assert.match(await words(page, '#board-band'), /Nộp muộn 1 .*Tỉnh B/);
    const json = await page.evaluate(async (u) => (await fetch(u)).json(), box.json);
    assert.deepEqual(json.units.map((u) => [u.state, u.late]).sort(), [['filed', false], ['filed', true]]);
  });

  test('S0.3: the level above accepts one report and returns the other with a remark', async () => {
    const page = await w.go('office', entry(box.specialist));
    await done(page, 'form[action$="/accept"] button');
    const b = await board();
    await open(b, `${w.app.url}/reports/${box.request}/board?layer=accepted`);
    assert.deepEqual(await total(b, 'B1'), ['1.398', '1/2'], 'of what was accepted');
    await w.go('office', entry(box.specialistB));
    await page.locator('details:has(form[action$="/return"])').evaluate((d) => { d.open = true; });
    const back = 'form[action$="/return"] .form-actions button';
    assert.equal(await press(page, back), 422, 'not without a reason');
    await page.fill('form[action$="/return"] [name=general]', 'Xem lại mục B.');
    await done(page, back);
    const own = await w.go('specialistB', entry(box.specialistB));
    assert.match(await words(own), /trả lại.*Xem lại mục B\./);
    assert.equal(await own.inputValue('[name="f.B1"]'), '1.000', 'open to be mended');
    await board();
    assert.deepEqual(await total(page, 'B1'), ['1.398', '1/2'], 'what is returned is not counted');
  });
}
