// Vietnamese text, numbers and dates on the page (periods: period.ts): the same rules as
// the Go packages i18n and when, held to the same table of cases
// (internal/i18n/testdata/cases.json). The server always reads the value
// again; this mirror only answers before the form is sent.
//
// Days are yyyymmdd numbers and 0 is none, as on the server. Whole numbers are
// exact up to 2^53; larger ones are refused as too large.

export type Lang = "vi" | "en";

/** A refusal: the message key and its arguments, as the server would answer. */
export interface Refusal {
  key: string;
  args: Record<string, string>;
}

/** What a reader gives: the value, or why there is none. */
export type Read<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function accept<T>(value: T): Read<T> {
  return { ok: true, value };
}

export function refuse(key: string, args: Record<string, string | number> = {}): Read<never> {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(args)) texts[name] = String(args[name]);
  return { ok: false, refusal: { key, args: texts } };
}

export function clip(s: string): string {
  const runes = Array.from(s.trim());
  return runes.length > 40 ? runes.slice(0, 40).join("") + "…" : runes.join("");
}

/** The i-th group of a match, empty where it took no part. */
export function group(f: RegExpMatchArray, i: number): string {
  return f[i] ?? "";
}

// ---- search and order ----

/** Decomposed lower case, letter by letter as on the server (no final sigma). */
function lower(s: string): string {
  return s
    .normalize("NFD")
    .replace(/[\p{Lu}\p{Lt}]/gu, (r) => r.toLowerCase())
    .normalize("NFD");
}

/** The form that search compares: lower case, no marks, kì as kỳ, 2021 - 2026 as 2021-2026. */
export function fold(s: string): string {
  return lower(s)
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/đ/g, "d")
    .replace(/[\p{Pd}−]/gu, "-")
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(/([0-9]) ?- ?(?=[0-9])/g, "$1-")
    .trim()
    .replace(/[\p{L}\p{N}]+/gu, (word) => word.replace(/^(qu|[bcdfghjklmnpqrstvwxz]+)y$/, "$1i"));
}

const toneDigits: Record<string, string> = { "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6" };
const letterMarks: Record<string, string> = { "a\u0306": "1", "a\u0302": "2", "e\u0302": "1", "o\u0302": "1", "o\u031b": "2", "u\u031b": "1" };

/** A key whose plain order is Vietnamese alphabetical order; made of 0-9 and a-z. */
export function sortKey(s: string): string {
  let letters = "";
  let tones = "";
  let tone = "1";
  let pending = "";
  let variant = "0";
  let digits = "";
  let inWord = false;
  let gap = false;
  const open = () => {
    if (gap && letters) letters += "01";
    gap = false;
  };
  const endLetter = () => {
    if (pending) letters += pending + variant;
    pending = "";
  };
  const endNumber = () => {
    if (!digits) return;
    const n = digits.replace(/^0+/, "");
    digits = "";
    letters += "1" + (n.length < 35 ? n.length.toString(36) : "z" + String(n.length).padStart(12, "0")) + n;
  };
  const endWord = () => {
    endLetter();
    if (inWord) tones += tone;
    inWord = false;
    tone = "1";
  };
  const begin = (letter: string, mark: string) => {
    open();
    inWord = true;
    pending = letter;
    variant = mark;
  };
  for (const r of lower(s)) {
    const said = toneDigits[r];
    if (said) {
      tone = said;
      continue;
    }
    if (r === "\u0306" || r === "\u0302" || r === "\u031b") {
      variant = letterMarks[pending + r] ?? variant;
      continue;
    }
    endLetter();
    if (r >= "0" && r <= "9") {
      if (!digits) open();
      digits += r;
      continue;
    }
    endNumber();
    if (r >= "a" && r <= "z") begin(r, "0");
    else if (r === "đ") begin("d", "1");
    else if (/[\p{L}\p{Nd}]/u.test(r)) {
      open();
      inWord = true;
      letters += "zz" + (r.codePointAt(0) ?? 0).toString(16).padStart(6, "0");
    } else if (!/[\p{M}\p{Cf}]/u.test(r)) {
      endWord();
      gap = true;
    }
  }
  endNumber();
  endWord();
  return letters + "00" + tones.replace(/1+$/, "");
}

/** Compares two texts in Vietnamese alphabetical order, for Array.sort. */
export function compare(a: string, b: string): number {
  const x = sortKey(a);
  const y = sortKey(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The letters shown in place of a portrait: "Hoàng Thu Trang" is HT. */
export function initials(name: string): string {
  const letters = name
    .normalize("NFC")
    .split(/\s+/)
    .map((word) => word.match(/\p{L}/u)?.[0] ?? "")
    .filter(Boolean)
    .map((r) => (r === "ß" ? r : r.toUpperCase()).normalize("NFD").replace(/[\u0300\u0309\u0303\u0301\u0323]/g, "").normalize("NFC"));
  return letters.filter((_, i) => i === 0 || i === letters.length - 1).join("");
}

// ---- numbers ----

/** A whole number with its thousands grouped: 1.439 or 1,439. */
export function formatInt(lang: Lang, n: number | bigint): string {
  return formatFixed(lang, n, 0);
}

/** v parts of 10^-scale with exactly scale decimals: formatFixed("vi", 9967, 2) is 99,67. */
export function formatFixed(lang: Lang, v: number | bigint, scale: number): string {
  const negative = v < 0;
  const digits = BigInt(v).toString().replace("-", "").padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, lang === "en" ? "," : ".");
  const fraction = scale > 0 ? (lang === "en" ? "." : ",") + digits.slice(digits.length - scale) : "";
  return (negative ? "−" : "") + whole + fraction;
}

/** num/den in parts of 10^-decimals, exact, halves away from zero; null when den is 0. */
export function quotient(num: number, den: number, decimals: number): bigint | null {
  return scaledQuotient(num, den, decimals);
}

/** num of den in per cent, halves up, from the parts; null when den is 0. */
export function percent(lang: Lang, num: number, den: number, decimals: number): string | null {
  const v = scaledQuotient(num, den, decimals + 2);
  return v === null ? null : formatFixed(lang, v, decimals) + "%";
}

function scaledQuotient(num: number, den: number, power: number): bigint | null {
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den) || den === 0) return null;
  const two = BigInt(2);
  const negative = num < 0 !== den < 0;
  const n = BigInt(Math.abs(num)) * BigInt("1" + "0".repeat(power));
  const d = BigInt(Math.abs(den));
  const q = (n * two + d) / (d * two);
  return negative ? -q : q;
}

/** Reads a whole number: 1439, 1.439, 1 439 and 1,439. */
export function parseInteger(s: string): Read<number> {
  return parseNumber(s, 0, false);
}

export { parseInteger as parseInt };

/** Reads a decimal number into parts of 10^-scale: 99,67 and 99.67; 1.439 is thousands. */
export function parseFixed(s: string, scale: number): Read<number> {
  return parseNumber(s, scale, true);
}

function parseNumber(s: string, scale: number, decimals: boolean): Read<number> {
  const no = (key: string) => refuse("number." + key, { text: clip(s) });
  let body = s.trim();
  if (decimals) body = body.replace(/\s*%$/, "");
  const unsigned = body.replace(/^[-−]\s*/, "");
  const negative = unsigned !== body;
  body = unsigned.replace(/[\u00a0\u202f\u2009]/g, " ");
  if (!/^[0-9](?:[0-9., ]*[0-9])?$/.test(body)) return no("not_a_number");
  const parts = splitDecimal(body, scale, decimals);
  if (typeof parts === "string") return no(parts);
  const fraction = parts[1].replace(/0+$/, "");
  if (fraction.length > scale) return no("too_many_decimals");
  const value = Number(parts[0] + fraction.padEnd(scale, "0"));
  if (!Number.isSafeInteger(value)) return no("too_large");
  return accept(negative && value !== 0 ? -value : value);
}

function splitDecimal(body: string, scale: number, decimals: boolean): [string, string] | string {
  const last = Math.max(body.lastIndexOf("."), body.lastIndexOf(","));
  let whole = body;
  let fraction = "";
  if (last >= 0) {
    const mark = body.charAt(last);
    const before = body.slice(0, last);
    const after = body.slice(last + 1);
    const single = !before.includes(mark);
    let grouped = !single || (after.length === 3 && /^[1-9][0-9]{0,2}$/.test(before));
    if (single && grouped && mark === "," && decimals && scale > 0) grouped = false;
    if (!grouped) {
      if (groups(before, mark) === null || after.includes(" ")) return "bad_groups";
      if (!decimals) return "not_whole";
      [whole, fraction] = [before, after];
    }
  }
  const joined = groups(whole, fraction ? body.charAt(last) : "");
  return joined === null ? "bad_groups" : [joined, fraction];
}

function groups(s: string, taken: string): string | null {
  const mark = s.match(/[., ]/)?.[0];
  if (mark === undefined) return s;
  const parts = s.split(mark);
  const even = parts.every((part, i) => (i ? /^[0-9]{3}$/ : /^[1-9][0-9]{0,2}$/).test(part));
  return mark !== taken && even ? parts.join("") : null;
}

// ---- days ----

export type DateStyle = "short" | "full" | "numeric" | "long" | "official" | "weekday";

const weekdayNames: Record<Lang, string[]> = {
  vi: ["chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
export const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** The day yyyymmdd, or 0 if there is no such day. */
export function makeDate(y: number, m: number, d: number): number {
  return y >= 1000 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m) ? y * 10000 + m * 100 + d : 0;
}

export function daysIn(y: number, m: number): number {
  return new Date(Date.UTC(y, m, 0)).getUTCDate();
}

export function dateFigures(date: number): [number, number, number] {
  return [Math.floor(date / 10000), Math.floor(date / 100) % 100, date % 100];
}

/** Days since 1970, for distances and weekdays. */
export function dayNumber(date: number): number {
  const [y, m, d] = dateFigures(date);
  return Date.UTC(y, m - 1, d) / 86400000;
}

/** The weekday, 0 for Sunday. */
export function weekday(date: number): number {
  return (((dayNumber(date) + 4) % 7) + 7) % 7;
}

/** yyyy-mm-dd, for date fields; empty for no day. */
export function isoDate(date: number): string {
  if (!date) return "";
  const [y, m, d] = dateFigures(date);
  return `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
}

/** Reads yyyy-mm-dd of a date field; 0 if it is none. */
export function dateOfISO(s: string): number {
  const f = s.match(/^(\d{4})-(\d{2})-(\d{2})$/);
  return f ? makeDate(+group(f, 1), +group(f, 2), +group(f, 3)) : 0;
}

/** Writes a day: short 2/4, full 2/4/2021, numeric 02/04/2021, long with the weekday. */
export function formatDate(lang: Lang, date: number, style: DateStyle): string {
  if (!date) return "";
  const [y, m, d] = dateFigures(date);
  const two = (n: number) => String(n).padStart(2, "0");
  const short = lang === "en" ? `${d} ${monthNames[m - 1]}` : `${d}/${m}`;
  const full = lang === "en" ? `${short} ${y}` : `${short}/${y}`;
  const name = weekdayNames[lang][weekday(date)] ?? "";
  switch (style) {
    case "short":
      return short;
    case "full":
      return full;
    case "numeric":
      return `${two(d)}/${two(m)}/${y}`;
    case "long":
      return `${name}, ${full}`;
    case "official":
      return `ngày ${two(d)} tháng ${m <= 2 ? two(m) : m} năm ${y}`;
    case "weekday":
      return name;
  }
}

/** A day that was read. */
export interface ParsedDate {
  date: number;
  yearAssumed: boolean;
}

const weekdayPattern =
  /^(chu nhat|cn|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|sunday|monday|tuesday|wednesday|thursday|friday|saturday|sun|mon|tue|wed|thu|fri|sat)(?: ?, ?| )(?:ngay )?(.*)$/;
const weekdayKeys: Record<string, number> = { cn: 0, ch: 0, su: 0, hai: 1, mo: 1, ba: 2, tue: 2, tu: 3, we: 3, nam: 4, th: 4, sau: 5, fr: 5, bay: 6, sa: 6 };

/** Reads a day as officials write it; without a year, the day nearest to near. */
export function parseDate(s: string, near: number, lang: Lang = "vi"): Read<ParsedDate> {
  let rest = short(s);
  let said = -1;
  const found = rest.match(weekdayPattern);
  if (found) {
    const name = group(found, 1).replace(/^thu /, "");
    const figure = name.match(/[2-7]$/);
    said = figure ? +group(figure, 0) - 1 : (weekdayKeys[name] ?? weekdayKeys[name.slice(0, 3)] ?? weekdayKeys[name.slice(0, 2)] ?? -1);
    if (said >= 0) rest = group(found, 2);
  }
  const figures = dateParts(rest);
  if (!figures) return refuse("when.not_a_date", { text: clip(s) });
  const [year, m, d] = figures;
  const date = year ? exactDate(year, m, d) : nearestDate(m, d, near);
  if (!date.ok) return date;
  if (said >= 0 && said !== weekday(date.value)) {
    return refuse("when.wrong_weekday", { date: formatDate(lang, date.value, "full"), weekday: formatDate(lang, date.value, "weekday") });
  }
  return accept({ date: date.value, yearAssumed: year === "" });
}

export function short(s: string): string {
  return new TextEncoder().encode(s).length > 200 ? "" : fold(s);
}

function dateParts(s: string): [string, number, number] | null {
  let f = s.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  if (f) return [group(f, 1), +group(f, 2), +group(f, 3)];
  f = s.match(/^(?:ngay )?(\d{1,2}) ?([-/.]) ?(\d{1,2})(?: ?([-/.]) ?(\d{2,4}))?\.?$/);
  if (f) return !group(f, 4) || group(f, 4) === group(f, 2) || (group(f, 2) === "/" && group(f, 4) === "-") ? [group(f, 5), +group(f, 3), +group(f, 1)] : null;
  f = s.match(/^(?:ngay )?(\d{1,2}) thang (\d{1,2})(?:,? nam (\d{2,4})|[-/](\d{2,4}))?$/);
  if (f) return [group(f, 3) || group(f, 4), +group(f, 2), +group(f, 1)];
  f = s.match(/^(\d{1,2}) ([a-z]{3,9})\.?,?(?: (\d{2,4}))?$/);
  const month = f ? monthByName(group(f, 2)) : 0;
  return f && month ? [group(f, 3), month, +group(f, 1)] : null;
}

export function monthByName(s: string): number {
  if (s === "sept") return 9;
  return monthNames.findIndex((name) => s === name.toLowerCase() || s === name.slice(0, 3).toLowerCase()) + 1;
}

function exactDate(year: string, month: number, day: number): Read<number> {
  if (year.length < 4) return refuse("when.year_digits");
  if (+year < 1000) return refuse("when.no_such_year", { year });
  if (month < 1 || month > 12) return refuse("when.no_such_month", { month });
  const date = makeDate(+year, month, day);
  return date ? accept(date) : refuse("when.no_such_day", { day, month, year });
}

function nearestDate(month: number, day: number, near: number): Read<number> {
  if (month < 1 || month > 12) return refuse("when.no_such_month", { month });
  if (day < 1 || day > daysIn(2000, month)) return refuse("when.never_such_day", { day, month });
  let best = 0;
  if (near && makeDate(...dateFigures(near))) {
    const away = (date: number) => Math.abs(dayNumber(date) - dayNumber(near));
    const year = dateFigures(near)[0];
    for (let y = year - 8; y <= year + 8; y++) {
      const date = makeDate(y, month, day);
      if (date && (!best || away(date) <= away(best))) best = date;
    }
  }
  return best ? accept(best) : refuse("when.year_missing");
}

/** Reads a time of day into minutes after midnight: 14:00, 14h30, 7 giờ 30, 2 giờ chiều. */
export function parseTime(s: string): Read<number> {
  const f = short(s).match(/^(\d{1,2}) ?(:|h|g|gio) ?(?:(\d{1,2}) ?(?:phut|p|')?|(ruoi))?(?: ?(sang|trua|chieu|toi))?$/);
  if (!f || (group(f, 2) === ":" && !group(f, 3))) return refuse("when.not_a_time", { text: clip(s) });
  let hour = +group(f, 1);
  const minute = group(f, 4) ? 30 : +group(f, 3);
  if (hour > 23 || minute > 59 || (group(f, 5) === "sang" && hour > 12)) return refuse("when.no_such_time", { text: clip(s) });
  const afternoon = group(f, 5) === "chieu" || group(f, 5) === "toi" || (group(f, 5) === "trua" && hour < 10);
  if (afternoon && hour > 0 && hour < 12) hour += 12;
  return accept(hour * 60 + minute);
}
