// Scenario S1, steps 2 and 3: obstacles that only their raiser closes, good practices that only others adopt.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, noSidewaysScroll } from '../lib.mjs';
import { World, done, forge } from '../s0/world.mjs';

const w = new World();
const text = async (page, selector) => (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ');

// The unit above a board is its province; what the centre settles is sent to the centre.
async function toCentre(page) {
  const option = page.locator('select[name=holder] option', { hasText: /^\s*Ban Tổ chức Trung ương/ }).first();
  await page.selectOption('select[name=holder]', await option.getAttribute('value'));
}

describe('S1', { timeout: 240_000 }, () => {
  before(() => w.open());
  after(() => w.close());

  test('S1.2: an obstacle with its proposal is answered and counts as solved only when its raiser says so', async () => {
    const raiser = await w.go('specialist', '/tasks');
    await raiser.click('a[href="/obstacles"]');
    await raiser.click('a[href="/obstacles/new"]');
    await raiser.fill('textarea[name=body]', 'Thiếu biên chế ở các xã mới\nTừ ngày 1/1');
    await raiser.fill('textarea[name=proposal]', 'Bổ sung năm biên chế');
    await toCentre(raiser);
    await done(raiser, 'form[action="/obstacles"] button[type=submit]');
    w.seen.obstacle = new URL(raiser.url()).pathname;
    await axe(raiser);
    const centre = await w.go('office', '/');
    assert.match(await text(centre, '#home-waiting'), /Thiếu biên chế ở các xã mới/);
    await w.go('office', w.seen.obstacle);
    await centre.fill('textarea[name=answer]', 'Đã trình bổ sung');
    await done(centre, '#answer button[type=submit]');
    assert.match(await text(centre, '#facts'), /chờ đơn vị nêu xác nhận/);
    await w.go('specialist', '/obstacles?list=raised&which=all');
    assert.match(await text(raiser, '.band'), /0 \/ 1/);
    await w.go('specialist', w.seen.obstacle);
    await done(raiser, '#say button:has-text("Đã tháo gỡ")');
    assert.match(await text(raiser, '#facts'), /Đã tháo gỡ/);
    await w.go('specialist', '/obstacles?list=raised&which=all');
    assert.match(await text(raiser, '.band'), /1 \/ 1/);
    await noSidewaysScroll(raiser);
  });

  test('S1.2/bad: closed by the answerer alone → forbidden', async () => {
    const raiser = await w.go('specialist', '/obstacles/new');
    await raiser.fill('textarea[name=body]', 'Chưa có hướng dẫn kiện toàn');
    await raiser.fill('textarea[name=proposal]', 'Ban hành hướng dẫn');
    await toCentre(raiser);
    await done(raiser, 'form[action="/obstacles"] button[type=submit]');
    const path = new URL(raiser.url()).pathname;
    const centre = await w.go('office', path);
    await centre.fill('textarea[name=answer]', 'Đã ban hành');
    await done(centre, '#answer button[type=submit]');
    assert.equal(await centre.locator('#say').count(), 0, 'who answered is offered to close it');
    assert.equal(await forge(centre, path + '/accept', {}), 403);
    await w.go('specialist', path);
    assert.match(await text(raiser, '#facts'), /chờ đơn vị nêu xác nhận/);
  });

  test('S1.2/bad: an empty proposal → warned, and stored', async () => {
    const raiser = await w.go('specialist', '/obstacles/new');
    await raiser.fill('textarea[name=body]', 'Quá nhiều biểu mẫu');
    await done(raiser, 'form[action="/obstacles"] button[type=submit]');
    assert.match(await text(raiser, 'main'), /chưa nêu kiến nghị/);
    assert.match(await text(raiser, '#facts'), /Quá nhiều biểu mẫu/);
  });

  test('S1.3: a practice that one board shares and another adopts shows one adopter', async () => {
    const b = await w.go('specialistB', '/practices/new');
    await b.fill('input[name=title]', 'Tổ công tác xuống từng xã');
    await b.fill('textarea[name=summary]', 'Mô hình mới: tổ công tác giúp xã hoàn thiện hồ sơ trong một buổi.');
    await done(b, 'form[action="/practices"] button[type=submit]');
    w.seen.practice = new URL(b.url()).pathname;
    const c = await w.go('specialist', '/practices');
    await c.click(`a[href="${w.seen.practice}"]`);
    await c.fill('#adopt textarea[name=note]', 'Áp dụng ở ba xã');
    await done(c, '#adopt button[type=submit]');
    assert.match(await text(c, '#adopters'), /1 đơn vị đã áp dụng.*Ban Tổ chức Tỉnh ủy/);
    await w.go('specialistB', '/practices?q=to+cong+tac');
    assert.match(await text(b, '#practices'), /1 đơn vị đã áp dụng/);
    await axe(b);
  });

  test('S1.3/bad: adopting one’s own → refused', async () => {
    const b = await w.go('specialistB', w.seen.practice);
    assert.equal(await b.locator('#adopt').count(), 0, 'one’s own practice is offered');
    assert.equal(await forge(b, w.seen.practice + '/adopt', { note: 'x' }), 409);
    await w.go('specialistB', w.seen.practice);
    assert.match(await text(b, '#adopters'), /1 đơn vị đã áp dụng/);
  });

  test('S1: no page complained of a script or of its content policy', async () => {
    assert.deepEqual(await w.complaints(), []);
  });
});
