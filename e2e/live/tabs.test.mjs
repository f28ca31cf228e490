// The tabs of a browser share one stream: eight of them get live news over HTTP/1.1, whose browsers open six connections
// to a host, and ordinary pages still load; signing out in one cuts all.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { launch, start, until, watch } from '../lib.mjs';

describe('tabs', { timeout: 120_000 }, () => {
  let app;
  let browser;
  before(async () => { [app, browser] = await Promise.all([start(), launch()]); });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  const listeners = async () => {
    const text = await (await fetch(app.url + '/metrics')).text();
    return Number(text.match(/^giaoban_live_listeners (\d+)/m)[1]);
  };
  const state = (page) => page.evaluate(() => document.documentElement.dataset.live ?? '');

  for (const workers of [true, false]) {
    test(workers ? 'eight tabs, one stream' : 'without shared workers each tab has its own', async (t) => {
      const context = await browser.newContext({ locale: 'vi-VN' });
      context.setDefaultTimeout(15_000);
      t.after(() => context.close());
      if (!workers) await context.addInitScript(() => { delete globalThis.SharedWorker; });
      const first = await context.newPage();
      watch(first);
      await first.goto(app.url + '/sign-in');
      await Promise.all([first.waitForURL(app.url + '/'), first.locator('button.demo-card').first().click()]);
      const tabs = [first];
      for (let i = 1; i < (workers ? 8 : 3); i++) {
        const tab = await context.newPage();
        watch(tab);
        await tab.goto(app.url + '/');
        tabs.push(tab);
      }
      for (const tab of tabs) await until('a tab is live', async () => (await state(tab)) === 'live');
      await until('as many streams as there should be', async () => (await listeners()) === (workers ? 1 : tabs.length));

      // Another page loads beside them.
      const page = await context.newPage();
      watch(page);
      const answer = await page.goto(app.url + '/documents', { timeout: 10_000 });
      assert.equal(answer.status(), 200);

      // Every tab gets what is new: progress of a task is told to its unit's day.
      const versions = () => Promise.all(tabs.map((tab) => tab.evaluate(() => Number(document.querySelector('live-view').dataset.version ?? -1))));
      const before = await versions();
      await page.goto(app.url + '/tasks');
      await page.goto(app.url + (await page.locator('a[href^="/tasks/"]').first().getAttribute('href')));
      const status = await page.evaluate(async (percent) => {
        const form = document.querySelector('form[action$="/progress"]');
        const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, name === 'percent' ? percent : name === 'note' ? 'Đã gửi dự thảo xin ý kiến.' : value]));
        return (await fetch(form.action, { method: 'POST', body: fields })).status;
      }, workers ? '35' : '45');
      assert.equal(status, 200);
      await until('every tab has the news', async () => (await versions()).every((v, i) => v > before[i]));

      // A tab that goes frees nothing of the others.
      await tabs.pop().close();
      for (const tab of tabs) assert.equal(await state(tab), 'live');

      // Signing out in one cuts all; a tab that looks for what is new finds the sign-in.
      await page.evaluate(async () => { await fetch('/sign-out', { method: 'POST', redirect: 'manual' }); });
      for (const tab of tabs) await until('a tab is cut', async () => (await state(tab)) === 'lost' || new URL(tab.url()).pathname === '/sign-in');
      await until('no stream is left', async () => (await listeners()) === 0);
      const complaints = [...tabs, page].flatMap((tab) => tab.complaints ?? []);
      assert.deepEqual(complaints, []);
    });
  }
});
