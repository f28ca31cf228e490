/** What the media room tells a page. All are CustomEvents; nothing of it is ever thrown. */

/** Which of a site's own devices or pictures is meant. */
export type Source = 'camera' | 'sound' | 'screen';
/** Which picture of a site a tile shows. */
export type Picture = 'camera' | 'screen';

/**
 * off: not wanted, or ended (see StateDetail.reason) · connecting · on · reconnecting: was on, coming back by itself ·
 * blocked: signalling works but no media path opens, or this browser has no WebRTC · failed: no answer from the server.
 * In "blocked" and "failed" the room keeps trying, ever more slowly; the page works on without picture.
 */
export type State = 'off' | 'connecting' | 'on' | 'reconnecting' | 'blocked' | 'failed';

export interface StateDetail {
  state: State;
  /** why it is off or not working: left by the page, taken over by another window of the same site, removed, unsupported browser, no media path, no server, refused */
  reason?: 'left' | 'elsewhere' | 'removed' | 'unsupported' | 'no-path' | 'no-server' | 'refused';
}

export interface SiteState {
  identity: string;
  name: string;
  /** seen on camera now */
  camera: boolean;
  /** heard now (or would be, were the speakers on) */
  sound: boolean;
  screen: boolean;
  speaking: boolean;
  quality: 'good' | 'weak' | 'bad' | 'unknown';
}

export interface ParticipantDetail extends SiteState {
  change: 'joined' | 'left' | 'changed';
}

/** What this site may publish now. */
export interface Rights {
  camera: boolean;
  sound: boolean;
  screen: boolean;
}

export interface DeviceErrorDetail {
  source: Source;
  /** denied: permission refused · missing: no such device · busy: used by another program · no-right: the server refused · other */
  reason: 'denied' | 'missing' | 'busy' | 'no-right' | 'other';
}

export interface StatsDetail {
  /** how media travels; none while nothing is connected */
  path: 'udp' | 'tcp' | 'none';
  rttMs: number | null;
  /** share of packets lost, 0..1, since the last report */
  lossUp: number | null;
  lossDown: number | null;
  upKbps: number;
  downKbps: number;
}

export interface RoomMediaEventMap {
  state: CustomEvent<StateDetail>;
  participant: CustomEvent<ParticipantDetail>;
  rights: CustomEvent<Rights>;
  /** what this site sends now: published and not muted */
  sending: CustomEvent<Rights>;
  'device-error': CustomEvent<DeviceErrorDetail>;
  /** true: the browser holds back sound until a click; call unlockAudio() from one */
  'sound-blocked': CustomEvent<boolean>;
  stats: CustomEvent<StatsDetail>;
}

/** Names a device failure from what the browser threw. */
export function deviceReason(err: unknown): DeviceErrorDetail['reason'] {
  const name = err instanceof Error ? err.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'busy';
    case 'PublishTrackError':
    case 'SignalRequestError':
      return 'no-right';
    default:
      // Without a secure context browsers hide mediaDevices altogether.
      return navigator.mediaDevices ? 'other' : 'denied';
  }
}
