// The page of the browser proof: one room, a tile for every site, and handles for the test to pull.
import { RoomMedia } from '../../internal/web/assets/ts/media/room-media';
import { AddTrackRequest, SignalRequest, SignalResponse, TrackSource, TrackType } from '@livekit/protocol';
import { runLineTest, type LineResult } from '../../internal/web/assets/ts/media/line-test';

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
      /** the line is gone: signalling and media */
      cut(): void;
      /** joins anew and tells after how many ms the second frame of another site was shown */
      rejoin(room: string, self: string, other: string): Promise<number>;
      /** asks the server directly for a track, past the page's own checks; its answer */
      forceTrack(kind: 'audio' | 'video'): Promise<string>;
      lineTest(room: string, self: string): Promise<LineResult[]>;
    };
  }
}

const pcs: RTCPeerConnection[] = [];
const sockets: WebSocket[] = [];
// The test looks at and cuts connections which the page itself never hands out.
if (window.RTCPeerConnection) {
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(config?: RTCConfiguration) {
      super(config);
      pcs.push(this);
    }
  };
}
window.WebSocket = class extends window.WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    sockets.push(this);
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
  cut() {
    for (const s of sockets) s.close();
    for (const pc of pcs) pc.close();
  },
  async rejoin(room, self, other) {
    for (const el of tiles.values()) el.remove();
    tiles.clear();
    const joined = window.proof.join(room, self);
    const ms = await window.proof.firstFrame(other);
    await joined;
    return ms;
  },
  async forceTrack(kind) {
    const socket = sockets.filter((s) => s.readyState === WebSocket.OPEN).at(-1);
    if (!socket) return 'no socket';
    const cid = `forced-${kind}-${Math.round(performance.now())}`;
    const answer = new Promise<string>((done) => {
      const timer = setTimeout(() => done('no answer'), 5_000);
      socket.addEventListener('message', (e) => {
        void new Response(e.data as ArrayBuffer).arrayBuffer().then((data) => {
          const res = SignalResponse.fromBinary(new Uint8Array(data)).message;
          const accepted = res.case === 'trackPublished' && res.value.cid === cid;
          const refused = res.case === 'requestResponse' && res.value.request.case === 'addTrack' && res.value.request.value.cid === cid;
          if (!accepted && !refused) return;
          clearTimeout(timer);
          done(accepted ? 'accepted' : 'refused');
        });
      });
    });
    const track = new AddTrackRequest({
      cid, type: kind === 'audio' ? TrackType.AUDIO : TrackType.VIDEO, source: TrackSource.CAMERA,
    });
    socket.send(new SignalRequest({ message: { case: 'addTrack', value: track } }).toBinary().slice().buffer);
    return answer;
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
