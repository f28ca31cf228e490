// The day's page of a demo account on a slow line and a slow machine.
import { launch, signIn } from '../e2e/lib.mjs';
import { start, withFolder } from './program.mjs';

const line = { offline: false, latency: 400, downloadThroughput: 50 * 1024, uploadThroughput: 50 * 1024 };
const runs = 3;

export const page = (bin) => withFolder(async (data) => {
  const browser = await launch();
  let app;
  try {
    app = await start(bin, data);
    const first = await signIn(browser, app.url, 'chuyen-vien', 'giaoban-demo');
    const session = await first.context().storageState();
    await first.context().close();
    const seen = [];
    for (let i = 0; i < runs; i++) seen.push(await visit(browser, app.url, session));
    seen.sort((a, b) => a.interactive - b.interactive);
    const mid = seen[Math.floor(runs / 2)];
    const kinds = Object.entries(mid.bytes).map(([k, n]) => `${k} ${(n / 1000).toFixed(1)}`).join(', ');
    const sum = Object.entries(mid.bytes).reduce((n, [kind, b]) => n + (kind === 'Font' ? 0 : b), 0);
    return [
      { name: 'page.home.interactive', value: mid.interactive, note: `median of ${seen.map((s) => Math.round(s.interactive)).join(', ')}; first paint ${Math.round(mid.paint)} ms` },
      { name: 'page.home.bytes', value: sum / 1000, note: kinds },
    ];
  } finally {
    await browser.close();
    await app?.stop();
  }
});

/**
 * One visit with an empty cache. Interactive: painted, and every script that the page names has run. What the page fetches
 * when it stands already, for work without line, delays nobody and counts by its bytes alone.
 */
async function visit(browser, url, session) {
  const context = await browser.newContext({ storageState: session, locale: 'vi-VN', viewport: { width: 1366, height: 768 } });
  context.setDefaultTimeout(60_000);
  const tab = await context.newPage();
  const cdp = await context.newCDPSession(tab);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: false });
  await cdp.send('Network.emulateNetworkConditions', line);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const types = new Map();
  const bytes = {};
  cdp.on('Network.responseReceived', (e) => types.set(e.requestId, e.type));
  cdp.on('Network.loadingFinished', (e) => {
    const kind = types.get(e.requestId) ?? 'Other';
    bytes[kind] = (bytes[kind] ?? 0) + e.encodedDataLength;
  });
  await tab.goto(url + '/', { waitUntil: 'load' });
  await tab.waitForTimeout(3000);
  const times = await tab.evaluate(() => {
    const nav = performance.getEntriesByType('navigation')[0];
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    const scripts = performance.getEntriesByType('resource').filter((r) => r.startTime < nav.domContentLoadedEventEnd && (r.initiatorType === 'script' || r.name.endsWith('.js')));
    return { paint, ready: nav.domContentLoadedEventEnd, scripts: Math.max(0, ...scripts.map((r) => r.responseEnd)) };
  });
  await context.close();
  return { interactive: Math.max(times.paint, times.ready, times.scripts), paint: times.paint, bytes };
}
