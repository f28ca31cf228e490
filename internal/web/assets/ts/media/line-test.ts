import { Room, RoomEvent, VideoPresets } from 'livekit-client';
import { deviceReason } from './events';
import { hearLevel, playTone, probeCamera } from './devices';
import { connectOptions, connections, hasWebRTC, roomOptions } from './room-options';
import { between, readCounters } from './stats';

/** The parts of the line test, in the order they run. */
export type LinePart = 'camera' | 'microphone' | 'speaker' | 'signalling' | 'download' | 'upload' | 'media';
export type Grade = 'good' | 'weak' | 'bad';

export interface LineResult {
  part: LinePart;
  /** running comes first; a part may report numbers several times before its grade */
  grade: Grade | 'running';
  /** why it is bad: denied, missing, busy, other (devices) · unreachable · no-path · unsupported */
  reason?: string;
  numbers: Partial<LineNumbers>;
}

/** Units are in the names; level is 0..1, loss a share 0..1. */
export interface LineNumbers {
  width: number;
  height: number;
  fps: number;
  level: number;
  peak: number;
  rttMs: number;
  jitterMs: number;
  mbps: number;
  path: 'udp' | 'tcp' | 'none';
  connectMs: number;
  loss: number;
}

export interface LineTestOptions {
  /** answers fast; its round trip is the signalling test */
  healthURL: string;
  /** GET returns about 1 MB, uncached */
  downloadURL: string;
  /** POST takes uploadBytes and answers */
  uploadURL: string;
  uploadBytes?: number;
  /** extra headers of the POST, such as the CSRF token */
  uploadHeaders?: Record<string, string>;
  /** ws: or wss: origin, and a token for a private test room */
  mediaURL: string;
  fetchToken: () => Promise<string>;
  /** called with every change; never throws out of runLineTest */
  onResult: (result: LineResult) => void;
  signal?: AbortSignal;
  /** default all */
  parts?: readonly LinePart[];
}

/** What a conference needs: one picture out, a few in. */
const limits = {
  cameraHeight: 480, cameraFps: 15, level: 0.01,
  rtt: [150, 400], down: [4, 1.5], up: [2, 0.8], loss: [0.02, 0.08],
} as const;

const allParts: readonly LinePart[] = ['camera', 'microphone', 'speaker', 'signalling', 'download', 'upload', 'media'];

type Outcome = { grade: Grade; numbers: Partial<LineNumbers>; reason?: string };

/** Runs the parts one after another, so that they do not disturb each other, and resolves with the final results. */
export async function runLineTest(opts: LineTestOptions): Promise<LineResult[]> {
  const final: LineResult[] = [];
  const run: Record<LinePart, (report: (n: Partial<LineNumbers>) => void) => Promise<Outcome>> = {
    camera: () => camera(),
    microphone: (report) => microphone(report, opts.signal),
    speaker: () => speaker(),
    signalling: () => signalling(opts),
    download: () => download(opts),
    upload: () => upload(opts),
    media: (report) => media(opts, report),
  };
  for (const part of opts.parts ?? allParts) {
    if (opts.signal?.aborted) break;
    const report = (numbers: Partial<LineNumbers>): void => opts.onResult({ part, grade: 'running', numbers });
    report({});
    let outcome: Outcome;
    try {
      outcome = await run[part](report);
    } catch (err) {
      const device = part === 'camera' || part === 'microphone' || part === 'speaker';
      outcome = { grade: 'bad', numbers: {}, reason: device ? deviceReason(err) : 'unreachable' };
    }
    const result = { part, ...outcome };
    final.push(result);
    opts.onResult(result);
  }
  return final;
}

async function camera(): Promise<Outcome> {
  const numbers = await probeCamera();
  const enough = numbers.height >= limits.cameraHeight && numbers.fps >= limits.cameraFps;
  return { grade: enough ? 'good' : 'weak', numbers };
}

async function microphone(report: (n: Partial<LineNumbers>) => void, signal?: AbortSignal): Promise<Outcome> {
  const peak = await hearLevel(3_000, (level, most) => report({ level, peak: most }), signal);
  return { grade: peak >= limits.level ? 'good' : 'weak', numbers: { peak } };
}

/** Only a person can say whether the tone was heard; here it is enough that it could be played. */
async function speaker(): Promise<Outcome> {
  const played = await playTone(1_000);
  return played ? { grade: 'good', numbers: {} } : { grade: 'weak', numbers: {}, reason: 'denied' };
}

async function signalling(opts: LineTestOptions): Promise<Outcome> {
  const times: number[] = [];
  for (let i = 0; i < 6; i++) {
    const start = performance.now();
    const res = await fetch(opts.healthURL, { cache: 'no-store', ...abort(opts) });
    await res.arrayBuffer();
    if (!res.ok) return { grade: 'bad', numbers: {}, reason: 'unreachable' };
    if (i > 0) times.push(performance.now() - start); // the first one opens the connection
  }
  times.sort((a, b) => a - b);
  const rttMs = Math.round(times[Math.floor(times.length / 2)] ?? 0);
  const jitterMs = Math.round((times.at(-1) ?? 0) - (times[0] ?? 0));
  return { grade: low(rttMs, limits.rtt), numbers: { rttMs, jitterMs } };
}

async function download(opts: LineTestOptions): Promise<Outcome> {
  const start = performance.now();
  const res = await fetch(opts.downloadURL, { cache: 'no-store', ...abort(opts) });
  const { byteLength } = await res.arrayBuffer();
  if (!res.ok || byteLength === 0) return { grade: 'bad', numbers: {}, reason: 'unreachable' };
  const mbps = speed(byteLength, start);
  return { grade: high(mbps, limits.down), numbers: { mbps } };
}

async function upload(opts: LineTestOptions): Promise<Outcome> {
  const body = new Uint8Array(opts.uploadBytes ?? 512 * 1024);
  // Equal bytes would be squeezed to nothing on the way.
  for (let at = 0; at < body.length; at += 65_536) crypto.getRandomValues(body.subarray(at, at + 65_536));
  const start = performance.now();
  const res = await fetch(opts.uploadURL, { method: 'POST', body, headers: { 'Content-Type': 'application/octet-stream', ...opts.uploadHeaders }, ...abort(opts) });
  await res.arrayBuffer();
  if (!res.ok) return { grade: 'bad', numbers: {}, reason: 'unreachable' };
  const mbps = speed(body.length, start);
  return { grade: high(mbps, limits.up), numbers: { mbps } };
}

/**
 * Joins a private room. Where the server grants the camera there, it sends one for a few seconds to see losses; without,
 * the path and its round trip are known all the same.
 */
async function media(opts: LineTestOptions, report: (n: Partial<LineNumbers>) => void): Promise<Outcome> {
  if (!hasWebRTC()) return { grade: 'bad', numbers: {}, reason: 'unsupported' };
  const room = new Room({ ...roomOptions(), dynacast: false });
  const start = performance.now();
  try {
    const token = await opts.fetchToken();
    try {
      await room.connect(opts.mediaURL, token, connectOptions());
    } catch (err) {
      const path = err instanceof Error && /pc connection/i.test(err.message);
      return { grade: 'bad', numbers: { path: 'none' }, reason: path ? 'no-path' : 'unreachable' };
    }
    const connectMs = Math.round(performance.now() - start);
    report({ connectMs });
    await sendIfPermitted(room);
    let before = await readCounters(connections(room));
    const first = before;
    for (let i = 0; i < 4 && !opts.signal?.aborted; i++) {
      await new Promise((done) => setTimeout(done, 1_000));
      const now = await readCounters(connections(room));
      const d = between(before, now);
      before = now;
      report({ connectMs, path: d.path, ...(d.rttMs === null ? {} : { rttMs: d.rttMs }), mbps: d.upKbps / 1000 });
    }
    const total = between(first, before);
    if (total.path === 'none') return { grade: 'bad', numbers: { connectMs, path: 'none' }, reason: 'no-path' };
    const numbers: Partial<LineNumbers> = { connectMs, path: total.path, mbps: total.upKbps / 1000 };
    const grades: Grade[] = [total.path === 'udp' ? 'good' : 'weak'];
    if (total.rttMs !== null) {
      numbers.rttMs = total.rttMs;
      grades.push(low(total.rttMs, limits.rtt));
    }
    if (total.lossUp !== null) {
      numbers.loss = total.lossUp;
      grades.push(low(total.lossUp, limits.loss));
    }
    return { grade: worst(grades), numbers };
  } finally {
    await room.disconnect().catch(() => undefined);
  }
}

async function sendIfPermitted(room: Room): Promise<void> {
  const may = (): boolean => room.localParticipant.permissions?.canPublish === true;
  if (!may()) {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, 1_500);
      room.once(RoomEvent.ParticipantPermissionsChanged, () => {
        clearTimeout(timer);
        done();
      });
    });
  }
  if (!may()) return;
  try {
    await room.localParticipant.setCameraEnabled(true, { resolution: VideoPresets.h360.resolution });
  } catch {
    // the camera has a test of its own
  }
}

function abort(opts: LineTestOptions): { signal?: AbortSignal } {
  return opts.signal ? { signal: opts.signal } : {};
}

function speed(bytes: number, start: number): number {
  const seconds = Math.max((performance.now() - start) / 1000, 0.001);
  return Math.round((bytes * 8) / seconds / 10_000) / 100;
}

function low(value: number, [good, weak]: readonly [number, number]): Grade {
  return value <= good ? 'good' : value <= weak ? 'weak' : 'bad';
}

function high(value: number, [good, weak]: readonly [number, number]): Grade {
  return value >= good ? 'good' : value >= weak ? 'weak' : 'bad';
}

function worst(grades: Grade[]): Grade {
  return grades.includes('bad') ? 'bad' : grades.includes('weak') ? 'weak' : 'good';
}
