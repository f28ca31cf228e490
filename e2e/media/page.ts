// The page of the browser proof: one room, a tile for every site, and handles for the test to pull.
import { RoomMedia } from '../../internal/web/assets/ts/media/room-media.ts';
import { runLineTest, type LineResult } from '../../internal/web/assets/ts/media/line-test.ts';

declare global {
  interface Window {
    proof: {
      join(room: string, self: string, token?: string): Promise<void>;
      media: RoomMedia;
      events: { type: string; detail: unknown }[];
      tile(identity: string, picture?: 'camera' | 'screen'): HTMLVideoElement;
      moves(identity: string, picture?: 'camera' | 'screen'): Promise<boolean>;
      firstFrame(identity: string): Promise<number>;
      inbound(): Promise<{ audioBytes: number; audioTracks: number; local: string[] }>;
      lineTest(room: string, self: string): Promise<LineResult[]>;
    };
  }
}

const pcs: RTCPeerConnection[] = [];
const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(config?: RTCConfiguration) {
    super(config);
    pcs.push(this);
  }
};

const tiles = new Map<string, HTMLVideoElement>();
let media: RoomMedia;
let started = 0;
const events: { type: string; detail: unknown }[] = [];

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

function tile(identity: string, picture: 'camera' | 'screen' = 'camera'): HTMLVideoElement {
  const key = `${identity}/${picture}`;
  let el = tiles.get(key);
  if (!el) {
    el = document.createElement('video');
    el.autoplay = true;
    el.width = 320;
    el.height = 180;
    document.querySelector('main')!.append(el);
    tiles.set(key, el);
    media.attach(identity, el, picture);
  }
  return el;
}

window.proof = {
  events,
  tile,
  get media() {
    return media;
  },
  async join(room, self, token) {
    started = performance.now();
    media = new RoomMedia({
      url: location.origin.replace(/^http/, 'ws'),
      self,
      fetchToken: async () => {
        if (token) return token;
        const res = await fetch(`/token?room=${room}&identity=${self}`);
        if (!res.ok) throw new Error(String(res.status));
        return res.text();
      },
    });
    for (const type of ['state', 'participant', 'rights', 'sending', 'device-error', 'sound-blocked', 'stats']) {
      media.addEventListener(type, (e) => events.push({ type, detail: (e as CustomEvent).detail }));
    }
    await media.connect();
  },
  async moves(identity, picture = 'camera') {
    const el = tile(identity, picture);
    for (let i = 0; i < 100; i++) {
      const before = el.currentTime;
      await wait(200);
      if (el.videoWidth > 0 && el.readyState >= 2 && el.srcObject && el.currentTime > before) return true;
    }
    return false;
  },
  firstFrame(identity) {
    const el = tile(identity);
    return new Promise((done) => el.requestVideoFrameCallback(() => el.requestVideoFrameCallback((now) => done(now - started))));
  },
  async inbound() {
    let audioBytes = 0;
    let audioTracks = 0;
    const local = new Set<string>();
    for (const pc of pcs) {
      if (pc.connectionState === 'closed') continue;
      const stats = await pc.getStats();
      stats.forEach((r) => {
        if (r.type === 'inbound-rtp' && r.kind === 'audio') {
          audioBytes += r.bytesReceived ?? 0;
          if (r.bytesReceived > 0) audioTracks++;
        }
        if (r.type === 'transport' && r.selectedCandidatePairId) {
          const pair = stats.get(r.selectedCandidatePairId);
          const remote = stats.get(pair?.remoteCandidateId);
          if (remote) local.add(`${remote.protocol}:${remote.port}`);
        }
      });
    }
    return { audioBytes, audioTracks, local: [...local] };
  },
  async lineTest(room, self) {
    const results: LineResult[] = [];
    await runLineTest({
      healthURL: '/healthz',
      downloadURL: '/blob?bytes=1048576',
      uploadURL: '/blob',
      mediaURL: location.origin.replace(/^http/, 'ws'),
      fetchToken: async () => (await fetch(`/token?room=${room}&identity=${self}`)).text(),
      onResult: (r) => results.push(r),
    });
    return results;
  },
};
