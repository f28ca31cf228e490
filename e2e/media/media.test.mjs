// Sound and picture between sites, in real browsers with fake cameras, against the engine alone.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { pause, until } from '../lib.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const dir = mkdtempSync(join(tmpdir(), 'media-proof-'));
let browser;
const running = new Set(); // servers a failed test left behind

before(async () => {
  execFileSync('go', ['tool', 'esbuild', join(here, 'page.ts'), '--bundle', '--format=iife', '--target=es2022', `--outfile=${join(dir, 'page.js')}`, '--log-level=error'], { cwd: root });
  execFileSync('go', ['build', '-o', join(dir, 'server'), './e2e/media/server'], { cwd: root });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required',
      // Three pages on one machine: none of them is "in the background".
      '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding', '--disable-background-timer-throttling',
    ],
  });
});

after(async () => {
  await browser?.close();
  for (const child of running) child.kill();
  rmSync(dir, { recursive: true, force: true });
});

/** Starts a server of our own and returns what a test needs of it. */
async function house(...args) {
  const child = spawn(join(dir, 'server'), ['-script', join(dir, 'page.js'), ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (d) => (log += d));
  const exited = new Promise((done) => child.on('exit', (code) => { running.delete(child); done(code); }));
  const line = await Promise.race([
    new Promise((done) => createInterface({ input: child.stdout }).once('line', done)),
    exited.then((code) => Promise.reject(new Error(`server ended ${code}: ${log}`))),
  ]);
  const { url, mediaPort } = JSON.parse(line);
  const ask = async (path, init) => {
    const res = await fetch(url + path, init);
    assert.equal(res.ok, true, `${path}: ${res.status}`);
    return res.text();
  };
  running.add(child);
  return {
    url,
    mediaPort,
    log: () => log,
    rights: (room, identity, what) => ask(`/rights?room=${room}&identity=${identity}&what=${what}`, { method: 'POST' }),
    present: async (room) => JSON.parse(await ask(`/present?room=${room}`)),
    token: (room, identity) => ask(`/token?room=${room}&identity=${identity}`),
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}

/** A site: a page of its own context. */
async function site(server, room, identity, { token, wants = ['camera'], viewport } = {}) {
  const context = await browser.newContext({ viewport: viewport ?? { width: 1000, height: 500 } });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (e) => errors.push(String(e)));
  page.on('console', (m) => {
    // A refused or lost WebSocket is reported by the browser itself.
    if (m.type() === 'error' && !/WebSocket|ERR_|Failed to load resource/.test(m.text())) errors.push(m.text());
  });
  await page.goto(server.url);
  await page.evaluate(([room, identity, token]) => window.proof.join(room, identity, token), [room, identity, token]);
  for (const what of wants) {
    await page.evaluate((w) => (w === 'camera' ? window.proof.media.setCamera(true) : window.proof.media.setMicrophone(true)), what);
  }
  return {
    identity, page, context, errors,
    moves: (other, picture) => page.evaluate(([o, p]) => window.proof.moves(o, p), [other, picture]),
    state: () => page.evaluate(() => window.proof.media.state),
    media: (f, arg) => page.evaluate(f, arg),
    sending: () => page.evaluate(() => window.proof.media.sending),
    mine: () => page.evaluate(() => window.proof.media.rights),
    inbound: () => page.evaluate(() => window.proof.inbound()),
    sees: (other) => page.evaluate((o) => window.proof.media.participants.find((p) => p.identity === o), other),
    events: (type) => page.evaluate((t) => window.proof.events.filter((e) => e.type === t).map((e) => e.detail), type),
    close: () => context.close(),
  };
}

/** Bytes of sound that arrive at a site within a moment. */
async function heard(at, ms = 1500) {
  const start = (await at.inbound()).audioBytes;
  await pause(ms);
  // A voice that ended takes its counter with it.
  return Math.max((await at.inbound()).audioBytes - start, 0);
}

describe('three sites', { timeout: 240_000 }, () => {
  let server;
  let sites;
  const names = ['hue', 'tinhb', 'bantochuc'];

  before(async () => {
    server = await house();
    for (const name of names) await server.rights('r', name, 'camera');
    sites = await Promise.all(names.map((name) => site(server, 'r', name, { wants: ['camera', 'sound'] })));
  });
  after(async () => {
    for (const s of sites ?? []) await s.close();
    await server?.stop();
  });

  test('each sees the pictures of the others and its own move', async (t) => {
    for (const s of sites) assert.equal(await s.state(), 'on');
    await Promise.all(sites.flatMap((s) => names.map(async (other) => assert.ok(await s.moves(other), `${s.identity} sees ${other}`))));
    const { local } = await sites[0].inbound();
    assert.deepEqual(local, [`udp:${server.mediaPort}`], 'media flows through the one port');
    t.diagnostic(`server RSS with three cameras: ${server.rss().toFixed(0)} MB`);
  });

  test('a site without the right to speak is seen and not heard', async () => {
    for (const s of sites) {
      assert.deepEqual(await s.mine(), { camera: true, sound: false, screen: false });
      assert.equal((await s.sending()).sound, false, 'wished, but not sent');
      assert.equal(await heard(s, 1000), 0);
      assert.equal((await s.sees('tinhb')).sound, false);
    }
  });

  test('given the floor it is heard by all, without a click of its own', async () => {
    await server.rights('r', 'tinhb', 'camera,sound');
    for (const s of sites) {
      if (s.identity === 'tinhb') continue;
      await until(`${s.identity} hears tinhb`, async () => (await heard(s, 500)) > 500);
      assert.equal((await s.inbound()).audioTracks, 1, 'one voice');
      assert.equal((await s.sees('tinhb')).sound, true);
    }
    assert.deepEqual((await server.present('r')).find((p) => p.Identity === 'tinhb').Sends, { Camera: true, Sound: true, Screen: false });
  });

  test('local mute is the site\'s own affair', async () => {
    const [hue, tinhb] = sites;
    await tinhb.media(() => window.proof.media.setMicrophone(false));
    await until('muted', async () => (await hue.sees('tinhb')).sound === false);
    await tinhb.media(() => window.proof.media.setMicrophone(true));
    await until('open again', async () => (await hue.sees('tinhb')).sound === true && (await heard(hue, 500)) > 500);
  });

  test('the floor taken: silent at once, speaking again refused, picture stays', async () => {
    const [hue, tinhb] = sites;
    await server.rights('r', 'tinhb', 'camera');
    assert.equal((await server.present('r')).find((p) => p.Identity === 'tinhb').Sends.Sound, false, 'unpublished when the call returns');
    await until('right gone in the page', async () => !(await tinhb.mine()).sound);
    await until('not sent any more', async () => !(await tinhb.sending()).sound);
    assert.equal(await heard(hue), 0);
    await tinhb.media(() => window.proof.media.setMicrophone(true));
    assert.equal((await tinhb.sending()).sound, false);
    assert.ok(await hue.moves('tinhb'), 'still seen');
  });

  test('a page that ignores its rights is refused by the server', async () => {
    const tinhb = sites[1];
    // A sound declared as a picture's source is the trick to try: the site has the right to its camera.
    assert.equal(await tinhb.media(() => window.proof.forceTrack('audio')), 'refused');
    assert.equal(await tinhb.media(() => window.proof.forceTrack('video')), 'accepted');
    assert.equal((await server.present('r')).find((p) => p.Identity === 'tinhb').Sends.Sound, false);
  });

  test('the screen is a right of its own', async () => {
    const [hue, , third] = sites;
    await third.media(() => window.proof.media.setScreen(true));
    assert.equal((await third.sending()).screen, false);
    await server.rights('r', 'bantochuc', 'camera,screen');
    await until('right', async () => (await third.mine()).screen);
    assert.equal((await third.sending()).screen, false, 'a screen is shown by a click only');
    await third.media(() => window.proof.media.setScreen(true));
    await until('shown', async () => (await third.sending()).screen);
    assert.ok(await hue.moves('bantochuc', 'screen'));
    await server.rights('r', 'bantochuc', 'camera');
    await until('taken', async () => !(await third.sending()).screen);
    assert.ok(await hue.moves('bantochuc'), 'the camera stays');
  });

  test('an old token brings no right back', async () => {
    await server.rights('r', 'guest', 'camera,sound');
    const token = await server.token('r', 'guest');
    const first = await site(server, 'r', 'guest', { token, wants: ['camera', 'sound'] });
    await until('guest sends both', async () => { const s = await first.sending(); return s.camera && s.sound; });
    await server.rights('r', 'guest', '');
    await until('guest sends nothing', async () => { const s = await first.sending(); return !s.camera && !s.sound; });
    await first.close();
    const again = await site(server, 'r', 'guest', { token, wants: ['camera', 'sound'] });
    await until('back', async () => (await again.state()) === 'on');
    await pause(1500);
    assert.deepEqual(await again.mine(), { camera: false, sound: false, screen: false });
    assert.deepEqual(await again.sending(), { camera: false, sound: false, screen: false });
    assert.ok(await again.moves('hue'), 'but it may watch');
    await again.close();
  });

  test('the newer window of a site wins, the older knows why', async () => {
    await server.rights('r', 'twice', 'camera');
    const older = await site(server, 'r', 'twice');
    const newer = await site(server, 'r', 'twice');
    await until('older ended', async () => (await older.state()) === 'off');
    assert.equal((await older.events('state')).at(-1).reason, 'elsewhere');
    await until('newer sends', async () => (await newer.sending()).camera);
    assert.ok(await sites[0].moves('twice'));
    await older.close();
    await newer.close();
  });

  test('a site whose line drops comes back by itself and is seen again', async (t) => {
    const [hue, , third] = sites;
    await third.context.setOffline(true);
    // Cutting the line in the browser does not stop UDP on loopback; closing every connection does.
    await third.media(() => window.proof.cut());
    await until('noticed', async () => (await third.state()) !== 'on');
    await pause(1000);
    await third.context.setOffline(false);
    const start = Date.now();
    await until('on again', async () => (await third.state()) === 'on', 60_000);
    await until('sends again', async () => (await third.sending()).camera, 60_000);
    assert.ok(await hue.moves('bantochuc'), 'seen again');
    assert.ok(await third.moves('hue'), 'sees again');
    t.diagnostic(`back and seen ${Date.now() - start} ms after the line returned`);
  });

  test('a site that closed its page is missed and welcomed again', async () => {
    const [hue, tinhb] = sites;
    await tinhb.close();
    await until('missed', async () => !(await hue.sees('tinhb')));
    await until('absent', async () => !(await server.present('r')).some((p) => p.Identity === 'tinhb'));
    sites[1] = await site(server, 'r', 'tinhb', { wants: ['camera', 'sound'] });
    assert.ok(await hue.moves('tinhb'), 'the tile shows it again');
    assert.ok(await sites[1].moves('hue'));
  });

  test('time to the first moving picture', async (t) => {
    const times = [];
    for (const s of sites) {
      await s.media(() => window.proof.media.disconnect());
      await until('left', async () => (await s.state()) === 'off');
      const other = names.find((n) => n !== s.identity);
      const ms = await s.media(async ([id, other]) => {
        const frame = window.proof.rejoin('r', id, other);
        return frame;
      }, [s.identity, other]);
      await s.media(() => window.proof.media.setCamera(true));
      await until('sends', async () => (await s.sending()).camera);
      times.push(Math.round(ms));
    }
    times.sort((a, b) => a - b);
    t.diagnostic(`first moving picture after join, three browsers: ${times.join(', ')} ms, median ${times[1]} ms`);
    t.diagnostic(`server RSS at the end: ${server.rss().toFixed(0)} MB`);
  });

  test('no page threw', () => {
    for (const s of sites) assert.deepEqual(s.errors, []);
    assert.doesNotMatch(server.log(), /eyJ|access_token|join_request/);
  });
});

test('without UDP, pictures come over TCP', { timeout: 120_000 }, async () => {
  const server = await house('-tcp');
  await server.rights('t', 'a', 'camera');
  const a = await site(server, 't', 'a');
  const b = await site(server, 't', 'b', { wants: [] });
  assert.ok(await b.moves('a'));
  assert.deepEqual((await b.inbound()).local, [`tcp:${server.mediaPort}`]);
  await a.close();
  await b.close();
  await server.stop();
});

test('media blocked: the page hears of it and lives on', { timeout: 120_000 }, async () => {
  const server = await house();
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (e) => errors.push(String(e)));
  await page.addInitScript(() => {
    window.RTCPeerConnection = window.webkitRTCPeerConnection = undefined;
  });
  await page.goto(server.url);
  const state = await page.evaluate(async () => {
    const p = window.proof;
    if (!p) return 'no page';
    await p.join('m', 'a');
    await p.media.setCamera(true);
    await p.media.unlockAudio();
    p.tile('b');
    p.media.disconnect();
    return p.events.map((e) => e.detail);
  });
  assert.deepEqual(state, [{ state: 'blocked', reason: 'unsupported' }, { state: 'off', reason: 'left' }]);
  assert.deepEqual(errors, []);
  await context.close();

  // No way for media: only relays allowed, and there are none.
  const shut = await browser.newContext();
  const view = await shut.newPage();
  view.on('pageerror', (e) => errors.push(String(e)));
  await view.addInitScript(() => {
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(config) { super({ ...config, iceTransportPolicy: 'relay' }); }
      setConfiguration(config) { super.setConfiguration({ ...config, iceTransportPolicy: 'relay' }); }
    };
  });
  await view.goto(server.url);
  await view.evaluate(() => window.proof.join('m', 'c'));
  const told = await view.evaluate(() => window.proof.events.filter((e) => e.type === 'state').map((e) => e.detail));
  assert.deepEqual(told, [{ state: 'connecting' }, { state: 'blocked', reason: 'no-path' }]);
  assert.deepEqual(errors, []);
  await shut.close();

  const gone = await site({ ...server, url: server.url }, 'm', 'b', { token: 'nonsense', wants: ['camera'] });
  assert.equal(await gone.state(), 'failed');
  assert.equal((await gone.events('state')).at(-1).reason, 'refused');
  assert.deepEqual(gone.errors, []);
  await gone.close();
  await server.stop();
});

test('a refused camera is an event, and the rest goes on', { timeout: 120_000 }, async () => {
  const server = await house();
  await server.rights('d', 'a', 'camera,sound');
  const a = await site(server, 'd', 'a', { wants: [] });
  await a.media(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await until('rights', async () => (await a.mine()).camera);
  await a.media(() => window.proof.media.setCamera(true));
  assert.deepEqual(await a.events('device-error'), [{ source: 'camera', reason: 'denied' }]);
  assert.equal(await a.state(), 'on');
  assert.deepEqual(a.errors, []);
  await a.close();
  await server.stop();
});

test('line test', { timeout: 120_000 }, async (t) => {
  const server = await house();
  await server.rights('line-x', 'x', 'camera');
  const x = await site(server, 'other', 'y', { wants: [] });
  const results = await x.page.evaluate(() => window.proof.lineTest('line-x', 'x'));
  const final = results.filter((r) => r.grade !== 'running');
  assert.deepEqual(final.map((r) => r.part), ['camera', 'microphone', 'speaker', 'signalling', 'download', 'upload', 'media']);
  for (const r of final) {
    t.diagnostic(`${r.part}: ${r.grade} ${r.reason ?? ''} ${JSON.stringify(r.numbers)}`);
    assert.notEqual(r.grade, 'bad', r.part);
  }
  const camera = final.find((r) => r.part === 'camera');
  assert.ok(camera.numbers.width > 0 && camera.numbers.fps > 0);
  assert.ok(final.find((r) => r.part === 'microphone').numbers.peak > 0);
  assert.equal(final.find((r) => r.part === 'media').numbers.path, 'udp');
  assert.ok(results.filter((r) => r.part === 'media' && r.grade === 'running').length > 2, 'reports on the way');
  assert.deepEqual(x.errors, []);
  await x.close();
  await server.stop();
});
