// S0.7-9: conclusions, tasks, the notice.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { axe } from '../lib.mjs';
import { atField, done, fill, forge, open, press, words } from './world.mjs';
import { choice } from './conference.mjs';

const add = 'form:has(#f-add-text)';
const texts = [
  'cụ thể hóa và triển khai thực hiện Nghị quyết Đại hội XIII',
  'phối hợp chuẩn bị và tổ chức cuộc bầu cử đại biểu Quốc hội khóa XV và đại biểu Hội đồng nhân dân các cấp nhiệm kỳ 2021-2026',
  'tiếp tục thực hiện các nghị quyết, quy định của Trung ương',
];

export function conclusions(w) {
  const box = w.seen;
  const path = (rest = '') => `/conferences/${box.conference}${rest}`;
  const page_ = (at = '') => w.go('office', path('/conclusions' + (at && `?at=${at}`)));
  const write = async (page, text, rest = {}) => {
    await page.fill('#f-add-text', text);
    await fill(page, add, rest);
    return press(page, `${add} button.button:not(.button-quiet)`);
  };
  const declare = async (page, n) => {
    await page.locator('details:has(form[action$="/declared"])').evaluate((d) => { d.open = true; });
    await page.fill('form[action$="/declared"] [name=declared]', n);
    return press(page, 'form[action$="/declared"] button');
  };
  const lines = (page) => page.locator('#conclusions-list [data-conclusion]');

  test('S0.7: 6 key tasks declared, three entered: “3/6 nhiệm vụ đã nhập”, and a warning', async () => {
    await w.clock('2021-04-02T15:30');
    const page = await page_();
    assert.equal(await declare(page, '6'), 303);
    for (const text of texts) assert.equal(await write(page, text), 303);
    assert.match(await words(page, '#conclusions-figures'), /3\/6 (nhiệm vụ|kết luận) đã nhập/);
    assert.match(await words(page, '#conclusions-figures'), /còn 3|3 .*chưa/i, 'and warns');
    assert.equal(await lines(page).count(), 3);
    assert.equal(await page.locator('#conclusions-list .unnamed').count(), 3, 'nothing is invented for the other three');
    box.conclusions = await lines(page).evaluateAll((list) => list.map((l) => l.dataset.conclusion));
    const room = await w.go('specialist', path('/room'));
    assert.match(await words(room, '#conclusions'), /3\/6/, 'the room reads it too');
  });

  for (const n of ['0', '-6']) {
    test(`S0.7/bad: declared ${n.replace('-', '−')}`, async () => {
      const page = await page_();
      assert.equal(await declare(page, n), 422);
      await atField(page, 'declared', /Số kết luận chủ trì báo phải từ 1 trở lên/);
      await page_();
      assert.match(await words(page, '#conclusions-figures'), /3\/6/, 'nothing was stored');
    });
  }

  test('S0.7/bad: a 7th item under a declared 6', async () => {
    const page = await page_();
    for (const n of [4, 5, 6]) assert.equal(await write(page, `nhiệm vụ thứ ${n} (a)`), 303);
    assert.equal(await page.locator('#f-raise').count(), 1, 'the choice to raise the count is offered');
    assert.equal(await write(page, 'nhiệm vụ thứ 7 (a)'), 422);
    assert.match(await words(page), /Chủ trì báo 6 kết luận, đây là kết luận thứ 7/);
    assert.equal(await page.inputValue('#f-add-text'), 'nhiệm vụ thứ 7 (a)', 'what was written stays');
    assert.equal(await lines(page).count(), 6, 'held back');
    await page.check('#f-raise', { force: true });
    assert.equal(await press(page, `${add} button.button:not(.button-quiet)`), 303);
    assert.match(await words(page, '#conclusions-figures'), /7\/7/, 'raised');
    // Back to what the chair said: three of six.
    const ids = await lines(page).evaluateAll((list) => list.map((l) => l.dataset.conclusion));
    for (const id of ids.slice(3)) {
      await page_(id);
      const remove = page.locator('form[action$="/remove"] button');
      await remove.click(); // asks once more
      await done(page, remove);
    }
    await page_();
    assert.equal(await declare(page, '6'), 303);
    assert.match(await words(page, '#conclusions-figures'), /3\/6/);
  });

  const tasks = 'form[action*="/tasks"]';
  const task = async (page, change) => {
    await page.evaluate((sel) => { for (const box of document.querySelectorAll(`${sel} [type=checkbox]`)) box.checked = false; }, tasks);
    for (const [name, values] of Object.entries(change)) {
      if (Array.isArray(values)) for (const v of values) await page.locator(`${tasks} [name=${name}][value="${v}"]`).check({ force: true });
      else await fill(page, tasks, { [name]: values });
    }
    return press(page, `${tasks} .form-actions button.button-main`);
  };
  const unit = (page, name, text) => page.locator(`${tasks} [name=${name}]`).evaluateAll((list, t) => list.find((i) => i.closest('label').textContent.trim() === t)?.value, text);

  test('S0.8/bad: lead also listed as co-ordinator', async () => {
    const page = await page_(box.conclusions[1]);
    box.pob = await unit(page, 'leads', 'Ban Tổ chức Tỉnh ủy');
    box.eb = await unit(page, 'coordinating', 'Các tổ chức phụ trách bầu cử');
    box.event = await choice(page, `${tasks} [name=event]`, 'Ngày bầu cử');
    assert.ok(box.pob && box.eb && box.event, 'units and the event are offered');
    assert.equal(await task(page, { leads: [box.pob], coordinating: [box.pob], event: box.event }), 422);
    await atField(page, 'coordinating', /không thể vừa chủ trì vừa phối hợp/);
    await page_(box.conclusions[1]);
    assert.match(await words(page, '#conclusions-list'), /chưa có việc|Chưa giao|chưa giao/i, 'nothing was stored');
  });

  test('S0.8/bad: neither due date nor event', async () => {
    const page = await page_(box.conclusions[1]);
    assert.equal(await task(page, { leads: [box.pob], coordinating: [box.eb], event: '', due: '' }), 422);
    await atField(page, 'due', /Nêu hạn: một ngày hoặc một sự kiện/);
    await page_(box.conclusions[1]);
    assert.equal(await page.locator('#conclusions-list .chip-ok').count(), 0, 'nothing was stored');
  });

  test('S0.8: [i]-[iii] each become a task of POB, [ii] due at the event Ngày bầu cử, 51 days left on 2/4/2021', async () => {
    for (const [i, change] of [
      [0, { leads: [box.pob], due: '30/6/2021', event: '' }],
      [1, { leads: [box.pob], coordinating: [box.eb], event: box.event, due: '' }],
      [2, { leads: [box.pob], due: '30/6/2021', event: '' }],
    ]) {
      const page = await page_(box.conclusions[i]);
      assert.equal(await task(page, change), 303, await words(page));
    }
    const page = await page_(box.conclusions[1]);
    const row = await words(page, 'tr:has(td.actions)');
    assert.match(row, /Ban Tổ chức Tỉnh ủy/);
    assert.match(row, /Các tổ chức phụ trách bầu cử/);
    assert.match(row, /Ngày bầu cử.*còn 51 ngày/);
    assert.equal(await page.locator('#conclusions-list .chip-ok').count(), 3);
    await axe(page, 'conclusions and their tasks');
    const own = await w.go('specialist', '/tasks');
    assert.doesNotMatch(await words(own), /bầu cử/, 'prepared: its lead does not see it yet');
  });

  test('S0.9/bad: approve by someone who is not a chair', async () => {
    await w.clock('2021-04-02T16:00');
    const chair = await w.go('chair', path());
    const close = chair.locator('form[action$="/close"] button');
    await close.click();
    await done(chair, close);
    for (const desk of ['office', 'head', 'specialist', 'headB']) {
      const page = await w.go(desk, path('/conclusions'));
      assert.equal(await page.locator('form[action$="/approve"]').count(), 0, `${desk} has no such button`);
      assert.equal(await forge(page, path('/approve'), {}), 403, desk);
    }
    const page = await page_();
    assert.equal(await forge(page, path('/issue'), { date: '2/4/2021' }), 409, 'nor is it issued before the approval');
    assert.match(await words(page), /Chủ trì chưa duyệt kết luận/);
  });

  test('S0.9: the chair approves, the notice gets a number and is sent, the tasks reach POB, each unit acknowledges', async () => {
    await w.clock('2021-04-02T16:05');
    const chair = await w.go('chair', path('/conclusions'));
    await done(chair, 'form[action$="/approve"] button');
    await w.clock('2021-04-02T16:10');
    const page = await w.go('office', path('/notice'));
    assert.match(await words(page, '.a4'), /THÔNG BÁO/i);
    await axe(page, 'the notice before it is issued');
    assert.match(await words(page), /3\/6/, 'what is not stated is said before it is issued');
    const issue = page.locator('form[action$="/issue"] button.button-main');
    await issue.click();
    await done(page, issue);
    await page_();
    const href = await page.locator('a[href^="/documents/"]').first().getAttribute('href');
    box.notice = href;
    await open(page, w.app.url + href);
    const said = await words(page);
    assert.match(said, /Số 0?1/, 'it has a number');
    assert.match(said, /[Nn]gày 0?2 tháng 0?4 năm 2021/);
    assert.match(said, /1\. [Cc]ụ thể hóa và triển khai thực hiện Nghị quyết Đại hội XIII/);
    assert.match(said, /Nguyễn Thanh Bình/);
    for (const [desk, n] of [['specialist', 3], ['specialistB', 0]]) {
      const inbox = await w.go(desk, '/documents');
      assert.match(await words(inbox), /Thông báo.*Chưa mở/, `${desk} has it in the inbox`);
      const tasks = await w.go(desk, '/tasks');
      assert.equal(await tasks.locator('main a[href^="/tasks/"].row-title, main .row-title[href^="/tasks/"]').count(), n, `tasks of ${desk}`);
      const own = await w.go(desk, href);
      await done(own, 'form[action$="/acknowledge"] button');
      assert.match(await words(own), /Xác nhận.*02\/04\/2021|2\/4\/2021|16:1/);
    }
    await open(page, w.app.url + href);
    const receipts = await words(page, '#receipts');
    assert.match(receipts, /Ban Tổ chức Tỉnh ủy xác nhận/);
    assert.match(receipts, /Ban Tổ chức Tỉnh ủy Tỉnh B xác nhận/);
    const list = await w.go('specialist', '/tasks');
    assert.match(await words(list), /bầu cử.*(còn 51 ngày|23\/5)/);
    box.tasks = {};
    for (const a of await list.locator('main .row-title[href^="/tasks/"]').all()) {
      const text = (await a.innerText()).toLowerCase();
      box.tasks[text.includes('bầu cử') ? 'ii' : text.includes('cụ thể') ? 'i' : 'iii'] = await a.getAttribute('href');
    }
    const coordinating = await w.go('specialist', box.tasks.ii);
    assert.match(await words(coordinating), /Các tổ chức phụ trách bầu cử/);
    assert.match(await words(coordinating), /TB 0?1.*mục 2/);
  });

  test('S0.9/bad: edit after issue', async () => {
    const page = await page_();
    assert.equal(await page.locator('#f-add-text, #f-edit-text').count(), 0, 'nothing to edit with');
    for (const [rest, fields] of [[`/conclusions/${box.conclusions[0]}`, { text: 'Khác' }], ['/conclusions', { text: 'Thêm' }], ['/declared', { declared: '9' }], [`/conclusions/${box.conclusions[0]}/remove`, {}]]) {
      await page_();
      const status = await forge(page, path(rest), fields);
      assert.ok([403, 409, 422].includes(status), `${rest}: ${status}`);
    }
    // Only by a new version, with a reason, approved by a chair.
    await open(page, w.app.url + path('/revision'));
    const text = `[name="text-${box.conclusions[2]}"]`;
    await page.fill(text, texts[2] + ', gắn với kiểm tra, giám sát');
    await page.locator('[name=reason]').evaluate((e) => { e.required = false; });
    assert.equal(await press(page, 'form[action$="/revision"] button'), 422);
    await atField(page, 'reason', /Nêu lý do/);
    await page.fill('[name=reason]', 'Bổ sung theo ý kiến chủ trì');
    await done(page, 'form[action$="/revision"] button');
    const before = await w.go('specialist', box.notice);
    assert.doesNotMatch(await words(before), /gắn với kiểm tra/, 'not before the chair approves it');
    const chair = await w.go('chair', path('/revision'));
    await done(chair, 'form[action*="/revision/"][action$="/approve"] button');
    await open(before, w.app.url + box.notice);
    assert.match(await words(before), /gắn với kiểm tra, giám sát/);
    assert.match(await words(before), /Bổ sung theo ý kiến chủ trì/);
    assert.match(await words(before), /Số 0?1/, 'under the same number');
    assert.equal(await before.locator('form[action$="/acknowledge"]').count(), 1, 'to be acknowledged anew');
    await open(before, `${w.app.url}${box.notice}?version=1`);
    assert.doesNotMatch(await words(before, '.a4'), /gắn với kiểm tra/, 'the first version stays as it was');
  });
}
