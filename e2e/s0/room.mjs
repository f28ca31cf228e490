// S0.6, sound and picture: three sites in the room with fake cameras, the floor, lost lines, no media at all.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { axe, pause, until } from '../lib.mjs';
import { open, words } from './world.mjs';

// The page's own connections, so that the test can count what arrives. The page never hands them out.
function spy() {
  window.pcs = [];
  const Native = window.RTCPeerConnection;
  if (!Native) return;
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      window.pcs.push(this);
    }
  };
}

function blockMedia() {
  window.RTCPeerConnection = window.webkitRTCPeerConnection = undefined;
}

/** Bytes of sound that have arrived at a page, by track. */
const sound = (page) => page.evaluate(async () => {
  const bytes = {};
  for (const [i, pc] of window.pcs.entries()) {
    if (pc.connectionState === 'closed') continue;
    (await pc.getStats()).forEach((r) => {
      if (r.type === 'inbound-rtp' && r.kind === 'audio') bytes[`${i}/${r.id}`] = r.bytesReceived ?? 0;
    });
  }
  return bytes;
});

/** How many voices arrive at a page within a moment. A silent track still sends a few bytes. */
async function voices(page, ms = 1200) {
  const before = await sound(page);
  await pause(ms);
  return Object.entries(await sound(page)).filter(([track, n]) => n - (before[track] ?? 0) > 300).length;
}

/** A picture moves: its width is known and its time goes on. */
const moves = (page, selector) => page.locator(selector).evaluate(async (video) => {
  const before = video.currentTime;
  await new Promise((r) => setTimeout(r, 300));
  return video.videoWidth > 0 && video.readyState >= 2 && video.currentTime > before;
});

export function room(w) {
  const box = w.seen;
  const path = (rest = '') => `/conferences/${box.conference}${rest}`;
  const codes = ['COC', 'POB', 'POBB'];
  const desk = { COC: 'chair', POB: 'specialist', POBB: 'specialistB' };
  const at = {}; // pages of the sites in the room
  const tile = (code) => `#tiles [data-site="${box.sites[code]}"] video`;
  const look = (code) => `#tiles li[data-site="${box.sites[code]}"]`;
  const enter = async (code, before = spy) => {
    const page = await w.another(desk[code], { permissions: ['camera', 'microphone'] }, before);
    await open(page, w.app.url + path('/room'));
    return page;
  };
  const camera = (page) => until('the camera is on', async () => {
    const control = page.locator('#control-camera');
    if (!(await control.isVisible()) || await control.isDisabled()) return false;
    if ((await control.locator('.control-word').innerText()) === (await control.getAttribute('data-off'))) {
      await control.click();
      await pause(700);
      return false;
    }
    return true;
  }, 30_000);
  const sees = (from, code) => until(`${from} sees ${code} move`, () => moves(at[from], tile(code)), 30_000);
  const silent = (sites) => Promise.all(sites.map((c) => until(`${c} hears nothing`, async () => (await voices(at[c])) === 0)));
  // The console of the chair: a page beside the room.
  let console_;
  const act = async (selector) => {
    const [res] = await Promise.all([
      console_.waitForResponse((r) => r.request().method() === 'POST' && r.url().includes('/room/')),
      console_.locator(selector).first().click(),
    ]);
    assert.ok(res.status() < 400, `${selector}: ${res.status()}`);
    await console_.waitForLoadState('load');
  };

  test('S0.6: three sites in the room, each sees the others\' picture move', async () => {
    [at.COC, at.POB, at.POBB] = await Promise.all(codes.map((c) => enter(c)));
    await Promise.all(codes.map((c) => camera(at[c])));
    await Promise.all(codes.flatMap((from) => codes.filter((c) => c !== from).map((c) => sees(from, c))));
    await until('the bar counts them', async () => /3\s*\/\s*3/.test(await words(at.COC, '#meeting')));
    console_ = await w.another('office');
    await open(console_, w.app.url + path('/chair'));
  });

  test('S0.6: a site without the floor is seen on the wall and not heard', async () => {
    assert.match(await words(at.POB, '#floor'), /Chưa có điểm cầu nào phát biểu/);
    // The chair is heard from the opening on, until its own people mute it.
    await until('the chair is heard', async () => (await Promise.all([voices(at.POB), voices(at.POBB)])).every((n) => n === 1));
    assert.equal(await voices(at.COC), 0, 'the chair hears nobody');
    for (const c of ['POB', 'POBB']) assert.ok(await at[c].locator('#control-mic').isDisabled(), `${c} cannot open its microphone`);
    await at.COC.click('#control-mic');
    await silent(codes);
    await Promise.all(['POB', 'POBB'].map((c) => sees('COC', c)));
  });

  test('S0.6: a site raises its hand, the chair gives the floor, it is heard by all', async () => {
    await at.POB.locator('#hand-form button.big-hand').click();
    await until('the hand is up', async () => /Đang xin, thứ 1/.test(await words(at.POB, '#mine')));
    await until('the chair sees it', async () => /Ban Tổ chức Tỉnh ủy.*Phan Xuân Toàn/.test(await words(console_, '#queue .console-queue')));
    await act(`#queue [data-site="${box.sites.POB}"] form[action$="/room/floor"] button`);
    for (const c of codes) await until(`${c} sees who speaks`, async () => /Đang phát biểu.*Phan Xuân Toàn/i.test(await words(at[c], '#floor')));
    await until('the site is told', async () => /Mời phát biểu/.test(await words(at.POB, '#mine')));
    const mic = at.POB.locator('#control-mic');
    await until('its microphone opens by itself', async () => (await mic.isEnabled()) && (await mic.getAttribute('aria-pressed')) === 'true');
    await Promise.all(['COC', 'POBB'].map((c) => until(`${c} hears the site`, async () => (await voices(at[c])) === 1, 30_000)));
    assert.equal(await voices(at.POB), 0, 'nobody else is heard');
    for (const page of [at.POB, console_]) await axe(page, 'the room while a site speaks');
  });

  test('S0.6: the floor taken back, the site is silent at once and still seen', async () => {
    await act('#take-back');
    for (const c of codes) await until(`${c} sees that nobody speaks`, async () => /Chưa có điểm cầu nào phát biểu/.test(await words(at[c], '#floor')));
    await silent(['COC', 'POBB']);
    await sees('COC', 'POB');
    await open(console_, w.app.url + path('/remarks'));
    assert.match(await words(console_), /Phan Xuân Toàn/, 'the turn is in the record of remarks');
    await open(console_, w.app.url + path('/chair'));
  });

  test('S0.6/bad: media blocked: hands, floor, roll call, agenda and conclusions still work', async () => {
    const page = await enter('POBB', blockMedia); // the newer window of the site
    await until('the page says that it has no picture', async () => /không có hình|Mất hình|không có hình và tiếng/i.test(await words(page, '#media-note')));
    await until('connected all the same', async () => /3\s*\/\s*3/.test(await words(page, '#meeting')));
    await page.locator('#hand-form button.big-hand').click();
    await until('the hand is up', async () => /Đang xin, thứ 1/.test(await words(page, '#mine')));
    await act(`#queue [data-site="${box.sites.POBB}"] form[action$="/room/floor"] button`);
    await until('it has the floor', async () => /Mời phát biểu/.test(await words(page, '#mine')));
    await page.locator('#mine form[action$="/floor/yield"] button').click();
    await until('and gives it back', async () => /Chưa có điểm cầu nào phát biểu/.test(await words(page, '#floor')));
    await act('#roll form[action$="/room/roll"] button');
    await until('the roll is called', () => page.locator('.roll-form').isVisible());
    await page.fill('.roll-form [name=present]', '12');
    await page.click('.roll-form button[type=submit]');
    await until('the chair reads it', async () => /12/.test(await words(console_, '#roll .roll-figures')));
    await act('#agenda form[action$="/agenda/next"] button');
    await until('the agenda goes on', async () => (await page.locator('#agenda [aria-current=step]').count()) === 1);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test('S0.6/bad: a dropped site shows “mất kết nối” and comes back with its place', async () => {
    await at.POB.context().close();
    await until('the centre sees that the line is lost', async () => /mất kết nối/i.test(await words(at.COC, '#wall-state')), 60_000);
    assert.equal(await at.COC.locator(look('POB')).getAttribute('data-look'), 'lost');
    const place = await at.COC.locator('#tiles > li').evaluateAll((list) => list.map((l) => l.dataset.site));
    at.POB = await enter('POB');
    await camera(at.POB);
    await until('connected again', async () => (await at.COC.locator(look('POB')).getAttribute('data-look')) !== 'lost');
    await sees('COC', 'POB');
    await sees('POB', 'COC');
    assert.deepEqual(await at.COC.locator('#tiles > li').evaluateAll((list) => list.map((l) => l.dataset.site)), place, 'in its place');
    assert.match(await words(at.COC, '#meeting'), /37|27|người|đại biểu/, 'with its headcount');
  });

  test('S0.6: leaving the room', async () => {
    for (const c of codes) assert.deepEqual(at[c].complaints, [], c);
    assert.deepEqual(console_.complaints, []);
    await Promise.all([...codes.map((c) => at[c].context().close()), console_.context().close()]);
  });
}
