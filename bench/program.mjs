// Start, memory and size of the program with its demo.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts the demo on a data folder and waits for its first page. */
export async function start(bin, data) {
  const began = performance.now();
  const child = spawn(bin, ['demo', '--addr', '127.0.0.1:0', '--data', data, '--media-port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const url = await new Promise((resolve, reject) => {
    const seen = (chunk) => {
      log += chunk;
      const m = log.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (m) resolve(m[0]);
    };
    child.stdout.on('data', seen);
    child.stderr.on('data', seen);
    child.on('exit', (code) => reject(new Error(`the program ended with ${code}: ${log}`)));
  });
  const res = await fetch(url + '/sign-in');
  if (!res.ok) throw new Error(`the first page: ${res.status}`);
  await res.text();
  const ms = performance.now() - began;
  return {
    url, ms,
    resident: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    async stop() {
      child.removeAllListeners('exit');
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A fresh folder for the demo, which use gets and which is removed after it. */
export async function withFolder(use) {
  const data = mkdtempSync(join(tmpdir(), 'giaoban-bench-demo-'));
  try {
    return await use(data);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

export const program = (bin) => withFolder(async (data) => {
  const first = await start(bin, data);
  const loaded = first.resident();
  await first.stop();
  const again = [];
  let later = 0;
  for (let i = 0; i < 3; i++) {
    const app = await start(bin, data);
    again.push(app.ms);
    later = Math.max(later, app.resident());
    await app.stop();
  }
  again.sort((a, b) => a - b);
  const rows = [
    { name: 'start.first', value: first.ms, note: 'empty folder, once' },
    { name: 'start.again', value: again[1], note: `median of ${again.map(Math.round).join(', ')}` },
    { name: 'memory.demo', value: Math.max(loaded, later), note: `${Math.round(loaded)} after the load, ${Math.round(later)} after a later start` },
  ];
  const body = readFileSync(bin);
  const stripped = body.indexOf('.symtab\0', body.length - 65_536, 'latin1') < 0;
  rows.push({ name: 'binary.size', value: body.length / 1024 / 1024, note: stripped ? 'stripped' : 'with symbols: make build strips it' });
  return rows;
});
