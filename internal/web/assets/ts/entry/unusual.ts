// A figure that differs so much from the unit's own past that somebody should look twice: the mirror of the Go function
// report.Unusual, held to the same table (internal/report/testdata/unusual.json). It never forbids anything.

export interface Past {
  previous?: number;
  same?: number;
  recent?: number[]; // of the last periods, newest first
}

export interface Strange {
  against: "same" | "previous";
  before: number;
  percent: number; // tenths of a per cent
  low?: number; // the unit's own range, where enough periods tell it
  high?: number;
  periods: number;
}

const far = 500; // tenths of a per cent
const handful = 5; // fewer more or less is no news, however large in per cent
const enough = 3; // periods that make a range

export function unusual(now: number, past: Past, scale = 0): Strange | null {
  const refs: { against: Strange["against"]; before: number }[] = [];
  if (past.same !== undefined) refs.push({ against: "same", before: past.same });
  if (past.previous !== undefined) refs.push({ against: "previous", before: past.previous });
  if (refs.length === 0) return null;
  for (const { before } of refs) {
    if (before <= 0) return null;
    const diff = Math.abs(now - before);
    if (diff * 1000 <= before * far || diff < handful * 10 ** scale) return null;
  }
  const recent = past.recent ?? [];
  const [first] = refs;
  if (!first) return null;
  const strange: Strange = { ...first, percent: tenths(now - first.before, first.before), periods: recent.length };
  if (recent.length < enough) return strange;
  strange.low = Math.min(...recent);
  strange.high = Math.max(...recent);
  return now >= strange.low && now <= strange.high ? null : strange;
}

/** diff of whole in tenths of a per cent, halves away from zero. */
function tenths(diff: number, whole: number): number {
  const n = BigInt(Math.abs(diff)) * BigInt(1000);
  const d = BigInt(whole);
  const q = Number((n * BigInt(2) + d) / (d * BigInt(2)));
  return diff < 0 ? -q : q;
}
