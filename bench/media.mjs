// Join to first moving picture, in three browsers, against the media engine alone: the house and page of e2e/media.
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from '../e2e/lib.mjs';

const names = ['hue', 'tinhb', 'bantochuc'];

export async function media(root, dir) {
  const page = join(dir, 'page.js');
  execFileSync('go', ['tool', 'esbuild', join(root, 'e2e', 'media', 'page.ts'), '--bundle', '--format=iife', '--target=es2022', `--outfile=${page}`, '--log-level=error'], { cwd: root });
  execFileSync('go', ['build', '-o', join(dir, 'media'), './e2e/media/server'], { cwd: root });
  const child = spawn(join(dir, 'media'), ['-script', page], { stdio: ['pipe', 'pipe', 'ignore'] });
  const { url } = JSON.parse(await new Promise((done) => createInterface({ input: child.stdout }).once('line', done)));
  const browsers = [];
  try {
    const pages = [];
    for (const name of names) {
      await fetch(`${url}/rights?room=r&identity=${name}&what=camera`, { method: 'POST' });
      const browser = await launch();
      browsers.push(browser);
      const tab = await (await browser.newContext({ viewport: { width: 1000, height: 500 } })).newPage();
      await tab.goto(url);
      await tab.evaluate(async (self) => {
        await window.proof.join('r', self);
        await window.proof.media.setCamera(true);
      }, name);
      pages.push(tab);
    }
    for (const [i, tab] of pages.entries()) await tab.evaluate((other) => window.proof.moves(other), names[(i + 1) % 3]);
    const times = [];
    for (const [i, tab] of pages.entries()) { // one after the other leaves and joins again
      await tab.evaluate(() => window.proof.media.disconnect());
      await tab.waitForFunction(() => window.proof.media.state === 'off');
      times.push(await tab.evaluate(([self, other]) => window.proof.rejoin('r', self, other), [names[i], names[(i + 1) % 3]]));
      await tab.evaluate(() => window.proof.media.setCamera(true));
      await tab.evaluate((other) => window.proof.moves(other), names[(i + 1) % 3]);
    }
    times.sort((a, b) => a - b);
    return [{ name: 'media.first_frame', value: times[1], note: `of ${times.map(Math.round).join(', ')}` }];
  } finally {
    for (const b of browsers) await b.close();
    child.stdin.end();
  }
}
