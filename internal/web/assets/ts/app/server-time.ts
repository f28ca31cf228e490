// The server's clock as the page knows it: the domain clock may stand on
// another day, and the device's clock may be wrong. Offices keep Vietnam's time.
const loaded = Date.now();
const started = Date.parse(document.body?.dataset.now ?? "") || loaded;
const frozen = document.body?.dataset.frozen !== undefined;

/** The server's time now, in milliseconds. */
export function serverNow(): number {
  return frozen ? started : started + (Date.now() - loaded);
}

/** "09:41", or "09:41:07" with seconds, in Vietnam's time. */
export function timeOfDay(ms: number, seconds = false): string {
  const iso = new Date(ms + 7 * 3600_000).toISOString();
  return iso.slice(11, seconds ? 19 : 16);
}

/** "09:41 2/4" */
export function timeAndDay(ms: number): string {
  const day = new Date(ms + 7 * 3600_000).toISOString();
  return `${timeOfDay(ms)} ${Number(day.slice(8, 10))}/${Number(day.slice(5, 7))}`;
}

/** "3:42", with hours "1:03:42"; negative as "−0:15". */
export function span(ms: number): string {
  const sign = ms < 0 ? "−" : "";
  const s = Math.floor(Math.abs(ms) / 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  const h = Math.floor(s / 3600), m = Math.floor((s % 3600) / 60);
  return sign + (h > 0 ? `${h}:${two(m)}` : String(m)) + ":" + two(s % 60);
}
