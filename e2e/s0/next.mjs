// S0.11: the second quarter opens, and the tasks stand in the report.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { done, fill, idIn, words } from './world.mjs';
import { choice } from './conference.mjs';

export function next(w) {
  const box = w.seen;

  test('S0.11: when period Q2/2021 opens, POB\'s new report lists its 3 tasks with their state', async () => {
    await w.clock('2021-05-10T09:00');
    const own = await w.go('specialist', box.tasks.ii);
    await fill(own, 'form[action$="/progress"]', { percent: '60', state: 'in_progress', note: 'Đã lập danh sách cử tri.' });
    await done(own, 'form[action$="/progress"] .form-actions button');
    await w.clock('2021-06-01T09:00');
    const office = await w.go('office', '/reports/new');
    await fill(office, 'form[action="/reports"]', { period: 'quý II/2021', scope: 'kind:pob', deadline: '25/6/2021', time: '17:00' });
    await done(office, 'form[action="/reports"] button.button-main');
    box.second = idIn(office.url(), 'reports');
    const page = await w.go('specialist', `/reports/${box.second}/units/${box.specialist}`);
    const rows = (await page.locator('#tasks tbody tr').allInnerTexts()).map((t) => t.replace(/\s+/g, ' '));
    assert.equal(rows.length, 3, rows.join('\n'));
    assert.match(rows.find((r) => /bầu cử/i.test(r)), /TB 0?1.*mục 2.*Đang làm.*60%.*Ngày bầu cử/);
    assert.match(rows.find((r) => /cụ thể hóa/i.test(r)), /Đã giao.*0%/);
    assert.equal(await page.locator('td.before, [data-label]').first().count(), 1, 'the last period stands beside');
    assert.match(await words(page), /1\.398/, 'with its figures');
    const other = await w.go('specialistB', `/reports/${box.second}/units/${box.specialistB}`);
    assert.equal(await other.locator('#tasks tbody tr').count(), 0, 'and nobody else\'s');
  });

  test('S0.11/bad: a task withdrawn', async () => {
    const office = await w.go('office', box.tasks.i);
    await office.locator('details:has(form[action$="/withdraw"])').evaluate((d) => { d.open = true; });
    await office.fill('#withdraw-reason', 'Đã giao trong chương trình công tác năm');
    const button = office.locator('form[action$="/withdraw"] button');
    await button.click();
    await done(office, button);
    const page = await w.go('specialist', `/reports/${box.second}/units/${box.specialist}`);
    const rows = (await page.locator('#tasks tbody tr').allInnerTexts()).map((t) => t.replace(/\s+/g, ' '));
    assert.equal(rows.length, 3, 'still listed');
    assert.match(rows.find((r) => /cụ thể hóa/i.test(r)), /Lý do: Đã giao trong chương trình công tác năm.*Đã thu hồi/);
  });

  test('S0.11/bad: its lead changed', async () => {
    const office = await w.go('office', box.tasks.iii);
    await office.locator('details:has(form[action$="/lead"])').evaluate((d) => { d.open = true; });
    await office.selectOption('#lead-unit', await choice(office, '#lead-unit', 'Tỉnh ủy Tỉnh B'));
    await office.fill('#lead-reason', 'Chuyển cho đơn vị làm điểm');
    await done(office, 'form[action$="/lead"] button');
    const page = await w.go('specialist', `/reports/${box.second}/units/${box.specialist}`);
    const rows = (await page.locator('#tasks tbody tr').allInnerTexts()).map((t) => t.replace(/\s+/g, ' '));
    assert.equal(rows.length, 3, 'still listed');
    assert.match(rows.find((r) => /nghị quyết, quy định/i.test(r)), /Lý do: Chuyển cho đơn vị làm điểm.*Đã chuyển đơn vị khác chủ trì/);
    const other = await w.go('specialistB', `/reports/${box.second}/units/${box.specialistB}`);
    assert.match(await words(other, '#tasks'), /nghị quyết, quy định/, 'the new lead has it');
  });

  test('S0.11: what is unfinished stands on the next agenda by itself', async () => {
    const page = await w.go('office', '/conferences/new');
    await fill(page, 'form.conf-form', { title: 'Hội nghị sơ kết 6 tháng đầu năm 2021', kind: 'interim_review', mode: 'online', date: '28/06/2021', part: 'afternoon', start: '14:00', scope: 'group:sector', review: 'quý II/2021', plan: 'quý III/2021' });
    await done(page, '.conf-form .form-actions-end button');
    await done(page, 'form[action$="/call"] button');
    assert.match(await words(page), /Kiểm điểm nhiệm vụ chưa xong/);
    assert.match(await words(page), /bầu cử.*60%/i);
    assert.doesNotMatch(await words(page, '.conf-columns'), /cụ thể hóa và triển khai/i, 'a withdrawn one is not asked');
  });
}
