import type { StatsDetail } from './events';

/** Counters of one moment, over all peer connections of a room. */
export interface Counters {
  at: number;
  path: StatsDetail['path'];
  rttMs: number | null;
  sent: number;
  sentLost: number;
  received: number;
  receivedLost: number;
  bytesUp: number;
  bytesDown: number;
}

type Report = Record<string, unknown> & { id: string; type: string };

/** Adds up what the given peer connections report. */
export async function readCounters(connections: Iterable<{ getStats(): Promise<RTCStatsReport | undefined> | undefined }>): Promise<Counters> {
  const sum: Counters = {
    at: performance.now(), path: 'none', rttMs: null, sent: 0, sentLost: 0, received: 0, receivedLost: 0, bytesUp: 0, bytesDown: 0,
  };
  for (const connection of connections) {
    const stats = await connection.getStats();
    if (stats) add(sum, stats);
  }
  return sum;
}

function add(sum: Counters, stats: RTCStatsReport): void {
  const reports = new Map<string, Report>();
  stats.forEach((report: Report) => reports.set(report.id, report));
  for (const r of reports.values()) {
    switch (r.type) {
      case 'transport': {
        const pair = reports.get(String(r['selectedCandidatePairId'] ?? ''));
        if (pair) usePair(sum, pair, reports);
        break;
      }
      case 'candidate-pair':
        // Firefox marks the pair in use by itself and reports no transport.
        if (r['selected'] === true) usePair(sum, r, reports);
        break;
      case 'outbound-rtp':
        sum.sent += count(r, 'packetsSent');
        sum.bytesUp += count(r, 'bytesSent');
        break;
      case 'remote-inbound-rtp':
        sum.sentLost += count(r, 'packetsLost');
        break;
      case 'inbound-rtp':
        sum.received += count(r, 'packetsReceived');
        sum.receivedLost += count(r, 'packetsLost');
        sum.bytesDown += count(r, 'bytesReceived');
        break;
    }
  }
}

function usePair(sum: Counters, pair: Report, reports: Map<string, Report>): void {
  const local = reports.get(String(pair['localCandidateId'] ?? ''));
  const protocol = local?.['protocol'];
  if (protocol === 'udp' || protocol === 'tcp') sum.path = protocol;
  const rtt = pair['currentRoundTripTime'];
  if (typeof rtt === 'number') sum.rttMs = Math.round(rtt * 1000);
}

function count(report: Report, key: string): number {
  const value = report[key];
  return typeof value === 'number' && value > 0 ? value : 0;
}

/** What happened between two moments. */
export function between(before: Counters, now: Counters): StatsDetail {
  const seconds = Math.max((now.at - before.at) / 1000, 0.001);
  const share = (lost: number, passed: number): number | null =>
    lost + passed > 0 ? Math.min(Math.max(lost / (lost + passed), 0), 1) : null;
  const more = (key: 'sent' | 'sentLost' | 'received' | 'receivedLost' | 'bytesUp' | 'bytesDown'): number =>
    Math.max(now[key] - before[key], 0);
  // Packets lost on the way up never arrived, but were sent: they are part of "sent".
  const lostUp = Math.min(more('sentLost'), more('sent'));
  return {
    path: now.path,
    rttMs: now.rttMs,
    lossUp: share(lostUp, more('sent') - lostUp),
    lossDown: share(more('receivedLost'), more('received')),
    upKbps: Math.round((more('bytesUp') * 8) / 1000 / seconds),
    downKbps: Math.round((more('bytesDown') * 8) / 1000 / seconds),
  };
}
