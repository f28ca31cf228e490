import {
  ScreenSharePresets,
  VideoPresets,
  supportsAdaptiveStream,
  supportsDynacast,
  type Room,
  type RoomConnectOptions,
  type RoomOptions,
} from 'livekit-client';

/**
 * Pictures are sent as VP8 in three sizes, each receiver gets the one its tile needs; every browser has VP8 and it
 * needs no licence. Sizes nobody looks at are not sent where the browser can do that.
 */
export function roomOptions(): RoomOptions {
  return {
    adaptiveStream: supportsAdaptiveStream(),
    dynacast: supportsDynacast(),
    disconnectOnPageLeave: true,
    stopLocalTrackOnUnpublish: true,
    videoCaptureDefaults: { resolution: VideoPresets.h720.resolution },
    audioCaptureDefaults: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    publishDefaults: {
      videoCodec: 'vp8',
      backupCodec: false,
      simulcast: true,
      videoEncoding: VideoPresets.h720.encoding,
      videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
      screenShareEncoding: ScreenSharePresets.h1080fps15.encoding,
      dtx: true,
      red: true,
    },
  };
}

/** An empty list of ICE servers: nothing outside the own network is ever asked. */
export function connectOptions(): RoomConnectOptions {
  return { autoSubscribe: true, maxRetries: 0, peerConnectionTimeout: 15_000, websocketTimeout: 10_000, rtcConfig: { iceServers: [] } };
}

/** The room's peer connections, for statistics. */
export function connections(room: Room): { getStats(): Promise<RTCStatsReport> | undefined }[] {
  const manager = room.engine?.pcManager;
  if (!manager) return [];
  return manager.subscriber ? [manager.publisher, manager.subscriber] : [manager.publisher];
}

export function hasWebRTC(): boolean {
  return typeof RTCPeerConnection !== 'undefined' && typeof WebSocket !== 'undefined';
}
