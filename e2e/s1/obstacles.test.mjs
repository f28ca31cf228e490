// Scenario S1, steps 2 and 3: obstacles that only their raiser closes, good practices that only others adopt.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, noSidewaysScroll, shot } from '../lib.mjs';
import { World, done, fill, forge, idIn } from '../s0/world.mjs';
import { choice } from '../s0/conference.mjs';

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

  test('S1.2: a conclusion of the conference answers a group of obstacles; its units read what was decided and who does it', async () => {
    const centre = await w.go('office', '/obstacles?list=held&which=open');
    const raiser = await w.go('specialist', '/obstacles/new');
    await raiser.fill('textarea[name=body]', 'Hướng dẫn đại hội còn chồng chéo');
    await raiser.fill('textarea[name=proposal]', 'Hợp nhất các hướng dẫn');
    await toCentre(raiser);
    await done(raiser, 'form[action="/obstacles"] button[type=submit]');
    const raised = new URL(raiser.url()).pathname;
    await forge(centre, '/obstacle-groups', { title: 'Hướng dẫn đại hội', obstacle: raised.split('/').pop() });
    const group = new URL(centre.url()).pathname;
    assert.match(group, /\/obstacle-groups\//);

    await w.go('office', '/conferences/new');
    await fill(centre, 'form.conf-form', { title: 'Hội nghị giao ban', kind: 'review', mode: 'online', date: '08/03/2021', part: 'morning', start: '09:00', scope: 'group:sector', review: 'quý IV/2020', plan: 'quý I/2021' });
    await centre.selectOption('[name="chair-0"]', await choice(centre, '[name="chair-0"]', 'Nguyễn Thanh Bình'));
    await done(centre, '.conf-form .form-actions-end button');
    const conference = `/conferences/${idIn(centre.url(), 'conferences')}`;
    await w.go('office', conference + '/call');
    await done(centre, 'form[action$="/call"] button');
    await w.go('office', conference);
    await done(centre, '#topics form[action$="/topics"] button');
    await done(centre, '#topics form[action$="/topics/paper"] button');
    assert.match(await text(centre, 'main'), /Vướng mắc: Hướng dẫn đại hội/, 'the group is a paper');
    await centre.locator('#topics').scrollIntoViewIfNeeded();
    await shot(centre, 's1-topics');
    await axe(centre, 'topics');
    await w.go('office', group);
    await centre.click(`#conferences a[href="${conference}"]`);
    await centre.waitForURL('**' + conference);

    await w.clock('2021-03-08T09:00');
    assert.ok([303, 200].includes(await forge(centre, conference + '/open', { confirm: '1' })));
    const chair = await w.go('chair', conference + '/chair');
    await chair.locator('section:has(> details) summary, .drawer summary').filter({ hasText: 'Vướng mắc' }).first().click();
    assert.match(await text(chair, 'main'), /Hướng dẫn đại hội/, 'the chair reaches the topics');
    await shot(chair, 's1-chair-topics');
    await w.go('office', conference + '/conclusions');
    await fill(centre, '#add form', { text: 'Rà soát, hợp nhất các hướng dẫn đại hội trong quý II.', answers: group.split('/').pop() });
    await done(centre, '#add form button');
    await centre.locator('.conf-lines a').first().click();
    await centre.waitForURL(/at=/);
    await shot(centre, 's1-conclusion-answers');
    const tasks = 'form[action$="/tasks"]';
    await forge(centre, new URL(await centre.locator(tasks).getAttribute('action'), centre.url()).pathname, { title: 'Dự thảo hướng dẫn hợp nhất', all_sites: '1', due: '30/06/2021', priority: 'key', assigner: await centre.inputValue(`${tasks} [name=assigner]`) });
    await forge(centre, conference + '/close', {});
    await w.go('chair', conference + '/conclusions');
    await done(chair, 'form[action$="/approve"] button');
    await w.go('office', conference + '/notice');
    const issue = centre.locator('form[action$="/issue"] button.button-main');
    await issue.click(); // asks once more
    await done(centre, issue);

    await w.go('specialist', raised);
    assert.match(await text(raiser, 'main'), /Kết luận tại “Hội nghị giao ban” \(TB 1, mục 1\): Rà soát, hợp nhất/);
    assert.match(await text(raiser, 'main'), /Dự thảo hướng dẫn hợp nhất; hạn 30\/6\/2021/, 'and who does it by when');
    assert.match(await text(raiser, '#facts'), /chờ đơn vị nêu xác nhận/, 'solved stays the raiser\'s word');
    await w.go('office', group);
    assert.match(await text(centre, '#conferences'), /Kết luận 1.*Rà soát, hợp nhất.*Dự thảo hướng dẫn hợp nhất/);
    await shot(centre, 's1-group');
    await axe(centre, 'a group that a conference answered');
    await noSidewaysScroll(centre);
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
