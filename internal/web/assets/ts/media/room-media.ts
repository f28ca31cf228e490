import {
  ConnectionError,
  ConnectionErrorReason,
  ConnectionQuality,
  DisconnectReason,
  LogLevel,
  RemoteAudioTrack,
  Room,
  RoomEvent,
  Track,
  setLogLevel,
  type LocalTrackPublication,
  type Participant,
  type RemoteTrack,
  type TrackPublication,
} from 'livekit-client';
import {
  deviceReason,
  type Picture,
  type Rights,
  type RoomMediaEventMap,
  type SiteState,
  type Source,
  type State,
  type StateDetail,
} from './events';
import { connectOptions, connections, hasWebRTC, roomOptions } from './room-options';
import { between, readCounters, type Counters } from './stats';
import { Tiles } from './tiles';

export interface RoomMediaOptions {
  /** origin of the server as ws: or wss: URL; the client adds /rtc */
  url: string;
  /** a fresh token for every new session; a rejection is retried like a lost line */
  fetchToken: () => Promise<string>;
  /** identity of this site */
  self: string;
}

const sources: readonly Source[] = ['camera', 'sound', 'screen'];
const trackSource = { camera: Track.Source.Camera, sound: Track.Source.Microphone, screen: Track.Source.ScreenShare } as const;
const protocolSource = { camera: 1, sound: 2, screen: 3 } as const; // livekit.TrackSource
const statsEvery = 5_000;
const retryFirst = 1_000;
const retryMost = 30_000;

/**
 * Sound and picture of one conference room in the page. Nothing in here throws into the page: whatever goes wrong
 * becomes an event, and the page works on without picture.
 *
 * What the site wants to send (setCamera and so on) is remembered apart from what it may send (rights given by the
 * server): the moment both hold it is sent, and after a lost line it is sent again as soon as the rights are back.
 */
export class RoomMedia extends EventTarget {
  state: State = 'off';
  soundBlocked = false;

  readonly #opts: RoomMediaOptions;
  readonly #tiles = new Tiles();
  readonly #wanted: Rights = { camera: false, sound: false, screen: false };
  #rights: Rights = { camera: false, sound: false, screen: false };
  #sending: Rights = { camera: false, sound: false, screen: false };
  #busy: Record<Source, Promise<void>> = { camera: Promise.resolve(), sound: Promise.resolve(), screen: Promise.resolve() };
  #volume = 0.8;
  #room: Room | undefined;
  #joining: Room | undefined; // while its connect() is under way, which reports failures itself
  #run = 0; // counts connect and disconnect calls, so that a late answer of an earlier one is ignored
  #retry: ReturnType<typeof setTimeout> | undefined;
  #delay = retryFirst;
  #stats: ReturnType<typeof setInterval> | undefined;
  #counters: Counters | undefined;

  constructor(opts: RoomMediaOptions) {
    super();
    this.#opts = opts;
    setLogLevel(LogLevel.silent);
  }

  get rights(): Rights {
    return { ...this.#rights };
  }

  get sending(): Rights {
    return { ...this.#sending };
  }

  /** Everyone in the room including this site. */
  get participants(): SiteState[] {
    const room = this.#room;
    if (!room) return [];
    return [room.localParticipant, ...room.remoteParticipants.values()].map(siteState);
  }

  /** Resolves when the first attempt has ended, well or not; keeps trying until disconnect(). */
  async connect(): Promise<void> {
    if (this.state !== 'off') return;
    const run = ++this.#run;
    this.#delay = retryFirst;
    if (!hasWebRTC()) {
      this.#become({ state: 'blocked', reason: 'unsupported' });
      return;
    }
    window.addEventListener('online', this.#hurry);
    await this.#attempt(run);
  }

  disconnect(): void {
    this.#end({ state: 'off', reason: 'left' });
  }

  setCamera(on: boolean): Promise<void> {
    return this.#want('camera', on);
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.#want('sound', on);
  }

  /** How loud the other sites are, 0..1. */
  setVolume(level: number): void {
    this.#volume = Math.min(Math.max(level, 0), 1);
    for (const p of this.#room?.remoteParticipants.values() ?? []) {
      for (const pub of p.audioTrackPublications.values()) if (pub.track instanceof RemoteAudioTrack) pub.track.setVolume(this.#volume);
    }
  }

  setScreen(on: boolean): Promise<void> {
    return this.#want('screen', on);
  }

  attach(identity: string, el: HTMLVideoElement, kind: Picture): void {
    this.#tiles.wire(identity, el, kind);
  }

  detach(identity: string, el: HTMLVideoElement, kind?: Picture): void {
    this.#tiles.unwire(identity, el, kind);
  }

  /** To be called from a click when 'sound-blocked' said so. */
  async unlockAudio(): Promise<void> {
    try {
      await this.#room?.startAudio();
    } catch {
      // stays blocked; the next click tries again
    }
    this.#checkSound();
  }

  async #attempt(run: number): Promise<void> {
    if (run !== this.#run) return;
    clearTimeout(this.#retry);
    if (this.state === 'off') this.#become({ state: 'connecting' });
    const room = new Room(roomOptions());
    try {
      const token = await this.#opts.fetchToken();
      if (run !== this.#run) return;
      this.#listen(room, run);
      this.#room = this.#joining = room;
      await room.connect(this.#opts.url, token, connectOptions());
      if (run !== this.#run) {
        void room.disconnect();
        return;
      }
      this.#joining = undefined;
      this.#delay = retryFirst;
      this.#become({ state: 'on' });
      this.#startStats();
      this.#takeRights(room);
      for (const p of [room.localParticipant, ...room.remoteParticipants.values()]) this.#tell(p, 'joined');
      this.#checkSound();
    } catch (err) {
      if (run !== this.#run) return;
      this.#joining = undefined;
      this.#drop(room);
      this.#become(connectTrouble(err));
      this.#later(run);
    }
  }

  #later(run: number): void {
    clearTimeout(this.#retry);
    // Many sites lose the line at the same moment; they should not all come back at the same moment.
    this.#retry = setTimeout(() => void this.#attempt(run), this.#delay * (0.75 + Math.random() / 2));
    this.#delay = Math.min(this.#delay * 2, retryMost);
  }

  #hurry = (): void => {
    if (this.#room || this.state === 'off') return;
    this.#delay = retryFirst;
    void this.#attempt(this.#run);
  };

  #end(detail: StateDetail): void {
    this.#run++;
    clearTimeout(this.#retry);
    window.removeEventListener('online', this.#hurry);
    const room = this.#room;
    this.#drop(room);
    void room?.disconnect().catch(() => undefined);
    for (const source of sources) this.#wanted[source] = false;
    this.#become(detail);
  }

  /** Forgets a room that is over: its pictures, rights and participants. */
  #drop(room: Room | undefined): void {
    if (!room || room !== this.#room) return;
    clearInterval(this.#stats);
    this.#counters = undefined;
    this.#tiles.hideAll();
    for (const p of room.remoteParticipants.values()) this.#tell(p, 'left');
    this.#room = undefined;
    this.#wanted.screen = false; // a screen is chosen anew each time
    this.#setRights({ camera: false, sound: false, screen: false });
    this.#setSending({ camera: false, sound: false, screen: false });
  }

  #listen(room: Room, run: number): void {
    const mine = <A extends unknown[]>(f: (...args: A) => void) => (...args: A): void => {
      if (run === this.#run && this.#room === room) f(...args);
    };
    const changed = mine((p: Participant) => this.#tell(p, 'changed'));
    const lost = mine(() => this.#become({ state: 'reconnecting' }));
    const back = mine(() => {
      this.#become({ state: 'on' });
      this.#takeRights(room);
    });
    room
      .on(RoomEvent.Reconnecting, lost)
      .on(RoomEvent.SignalReconnecting, lost)
      .on(RoomEvent.Reconnected, back)
      .on(RoomEvent.Disconnected, mine((reason?: DisconnectReason) => this.#ended(room, run, reason)))
      .on(RoomEvent.ParticipantConnected, mine((p) => this.#tell(p, 'joined')))
      .on(RoomEvent.ParticipantDisconnected, mine((p) => this.#tell(p, 'left')))
      .on(RoomEvent.TrackSubscribed, mine((track, _pub, p) => this.#arrived(track, p)))
      .on(RoomEvent.TrackUnsubscribed, mine((track, _pub, p) => this.#gone(track, p)))
      .on(RoomEvent.TrackPublished, mine((_pub, p) => changed(p)))
      .on(RoomEvent.TrackUnpublished, mine((_pub, p) => changed(p)))
      .on(RoomEvent.TrackMuted, mine((_pub, p) => this.#muted(p)))
      .on(RoomEvent.TrackUnmuted, mine((_pub, p) => this.#muted(p)))
      .on(RoomEvent.LocalTrackPublished, mine((pub) => this.#ownTrack(pub, true)))
      .on(RoomEvent.LocalTrackUnpublished, mine((pub) => this.#ownTrack(pub, false)))
      .on(RoomEvent.ConnectionQualityChanged, mine((_quality, p) => changed(p)))
      .on(RoomEvent.ParticipantPermissionsChanged, mine((_old, p) => {
        if (p.isLocal) this.#takeRights(room);
      }))
      .on(RoomEvent.AudioPlaybackStatusChanged, mine(() => this.#checkSound()));
    const speaking = new Set<Participant>();
    room.on(RoomEvent.ActiveSpeakersChanged, mine((speakers) => {
      const now = new Set<Participant>(speakers);
      for (const p of new Set([...speaking, ...now])) if (speaking.has(p) !== now.has(p)) changed(p);
      speaking.clear();
      now.forEach((p) => speaking.add(p));
    }));
  }

  #ended(room: Room, run: number, reason: DisconnectReason | undefined): void {
    if (room === this.#joining) return;
    switch (reason) {
      case DisconnectReason.CLIENT_INITIATED:
        return this.#end({ state: 'off', reason: 'left' });
      case DisconnectReason.DUPLICATE_IDENTITY:
        return this.#end({ state: 'off', reason: 'elsewhere' });
      case DisconnectReason.PARTICIPANT_REMOVED:
      case DisconnectReason.ROOM_DELETED:
        return this.#end({ state: 'off', reason: 'removed' });
    }
    this.#drop(room);
    this.#become({ state: 'reconnecting' });
    this.#later(run);
  }

  #arrived(track: RemoteTrack, p: Participant): void {
    const picture = pictureOf(track.source);
    if (picture) this.#tiles.show(p.identity, picture, track);
    else if (track.kind === Track.Kind.Audio) {
      track.attach();
      if (track instanceof RemoteAudioTrack) track.setVolume(this.#volume);
    }
    this.#tell(p, 'changed');
    this.#checkSound();
  }

  #gone(track: RemoteTrack, p: Participant): void {
    const picture = pictureOf(track.source);
    if (picture) this.#tiles.hide(p.identity, picture, track);
    else for (const el of track.detach()) el.remove();
    this.#tell(p, 'changed');
  }

  #muted(p: Participant): void {
    this.#tell(p, 'changed');
    if (p.isLocal) this.#checkSending();
  }

  #ownTrack(pub: LocalTrackPublication, published: boolean): void {
    const picture = pictureOf(pub.source);
    if (picture && pub.track) {
      if (published) this.#tiles.show(this.#opts.self, picture, pub.track);
      else this.#tiles.hide(this.#opts.self, picture, pub.track);
    }
    // The browser's own "stop sharing" ends the wish, too.
    if (picture === 'screen' && !published) this.#wanted.screen = false;
    this.#checkSending();
    if (this.#room) this.#tell(this.#room.localParticipant, 'changed');
  }

  async #want(source: Source, on: boolean): Promise<void> {
    // A screen is chosen in a dialogue which browsers open on a click only, so that wish cannot wait for its right.
    this.#wanted[source] = on && (source !== 'screen' || this.#rights.screen);
    await this.#settle(source);
  }

  /** Brings what is sent in line with what is wanted and permitted; one step at a time for each source. */
  #settle(source: Source): Promise<void> {
    this.#busy[source] = this.#busy[source].then(() => this.#apply(source));
    return this.#busy[source];
  }

  async #apply(source: Source): Promise<void> {
    const room = this.#room;
    if (!room || this.state !== 'on') return;
    const on = this.#wanted[source] && this.#rights[source];
    const me = room.localParticipant;
    const pub = me.getTrackPublication(trackSource[source]);
    if (on === (pub !== undefined && !pub.isMuted)) return;
    try {
      if (source === 'camera') await me.setCameraEnabled(on);
      else if (source === 'sound') await me.setMicrophoneEnabled(on);
      else await me.setScreenShareEnabled(on, { audio: this.#rights.sound });
    } catch (err) {
      if (room !== this.#room) return;
      const reason = deviceReason(err);
      // A right taken in the very moment of use is no failure of the device: the wish waits for the right.
      if (reason !== 'no-right') this.#wanted[source] = false;
      this.#emit('device-error', { source, reason });
    }
    this.#checkSending();
  }

  #takeRights(room: Room): void {
    const p = room.localParticipant.permissions;
    const may = (source: Source): boolean => {
      if (!p?.canPublish) return false;
      const list: readonly number[] = p.canPublishSources;
      return list.length === 0 || list.includes(protocolSource[source]);
    };
    this.#setRights({ camera: may('camera'), sound: may('sound'), screen: may('screen') });
    for (const source of sources) {
      if (source === 'screen' && !this.#rights.screen) this.#wanted.screen = false;
      void this.#settle(source);
    }
  }

  #setRights(rights: Rights): void {
    if (same(rights, this.#rights)) return;
    this.#rights = rights;
    this.#emit('rights', { ...rights });
  }

  #checkSending(): void {
    const me = this.#room?.localParticipant;
    const sends = (source: Source): boolean => {
      const pub = me?.getTrackPublication(trackSource[source]);
      return pub !== undefined && !pub.isMuted;
    };
    this.#setSending({ camera: sends('camera'), sound: sends('sound'), screen: sends('screen') });
  }

  #setSending(sending: Rights): void {
    if (same(sending, this.#sending)) return;
    this.#sending = sending;
    this.#emit('sending', { ...sending });
  }

  #checkSound(): void {
    const blocked = this.#room ? !this.#room.canPlaybackAudio : false;
    if (blocked === this.soundBlocked) return;
    this.soundBlocked = blocked;
    this.#emit('sound-blocked', blocked);
  }

  #startStats(): void {
    clearInterval(this.#stats);
    this.#stats = setInterval(() => void this.#report(), statsEvery);
  }

  async #report(): Promise<void> {
    const room = this.#room;
    if (!room) return;
    try {
      const now = await readCounters(connections(room));
      if (room !== this.#room) return;
      if (this.#counters) this.#emit('stats', between(this.#counters, now));
      this.#counters = now;
    } catch {
      // a connection just closing has no statistics
    }
  }

  #tell(p: Participant, change: 'joined' | 'left' | 'changed'): void {
    this.#emit('participant', { ...siteState(p), change });
  }

  #become(detail: StateDetail): void {
    if (detail.state === this.state && detail.state !== 'blocked' && detail.state !== 'failed') return;
    this.state = detail.state;
    this.#emit('state', detail);
  }

  #emit<K extends keyof RoomMediaEventMap>(type: K, detail: RoomMediaEventMap[K]['detail']): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

export interface RoomMedia {
  addEventListener<K extends keyof RoomMediaEventMap>(type: K, listener: (event: RoomMediaEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}

function same(a: Rights, b: Rights): boolean {
  return sources.every((source) => a[source] === b[source]);
}

function pictureOf(source: Track.Source): Picture | undefined {
  if (source === Track.Source.Camera) return 'camera';
  if (source === Track.Source.ScreenShare) return 'screen';
  return undefined;
}

function siteState(p: Participant): SiteState {
  const open = (pub: TrackPublication | undefined): boolean => pub !== undefined && !pub.isMuted;
  const quality = { [ConnectionQuality.Excellent]: 'good', [ConnectionQuality.Good]: 'good', [ConnectionQuality.Poor]: 'weak', [ConnectionQuality.Lost]: 'bad', [ConnectionQuality.Unknown]: 'unknown' } as const;
  return {
    identity: p.identity,
    name: p.name ?? '',
    camera: open(p.getTrackPublication(Track.Source.Camera)),
    sound: open(p.getTrackPublication(Track.Source.Microphone)),
    screen: open(p.getTrackPublication(Track.Source.ScreenShare)),
    speaking: p.isSpeaking,
    quality: quality[p.connectionQuality],
  };
}

/** Tells a closed media path from a missing server: with the former signalling works and no picture ever will. */
function connectTrouble(err: unknown): StateDetail {
  if (!(err instanceof ConnectionError)) return { state: 'failed', reason: 'no-server' };
  switch (err.reason) {
    case ConnectionErrorReason.NotAllowed:
      return { state: 'failed', reason: 'refused' };
    case ConnectionErrorReason.InternalError:
    case ConnectionErrorReason.Timeout:
      return /pc connection/i.test(err.message) ? { state: 'blocked', reason: 'no-path' } : { state: 'failed', reason: 'no-server' };
    default:
      return { state: 'failed', reason: 'no-server' };
  }
}
