// Periods of the reporting regime on the page, the mirror of the Go package
// when (period.go, parse_period.go), held to the same table of cases.

import { accept, clip, dayNumber, daysIn, makeDate, monthByName, monthNames, refuse, short, dateFigures, group, type Lang, type Read } from "./text";

export type PeriodKind = "month" | "quarter" | "half" | "nine_months" | "year" | "term" | "adhoc";

/** A period of the calendar. n is the month, quarter or half, 0 for nine months and a year, the last year of a term. */
export interface PeriodName {
  kind: PeriodKind;
  year: number;
  n: number;
}

/** Tells whether the name names a period. */
export function validPeriod(p: PeriodName): boolean {
  const within = (low: number, high: number) => p.n >= low && p.n <= high;
  if (p.year < 1000 || p.year > 9999) return p.kind === "adhoc" && p.year === 0;
  switch (p.kind) {
    case "month":
      return within(1, 12);
    case "quarter":
      return within(1, 4);
    case "half":
      return within(1, 2);
    case "nine_months":
    case "year":
      return p.n === 0;
    case "term":
      return within(p.year + 1, Math.min(p.year + 10, 9999));
    case "adhoc":
      return true;
  }
}

/** The first and last day of the period, [0, 0] for adhoc. */
export function periodSpan(p: PeriodName): [number, number] {
  if (!validPeriod(p)) return [0, 0];
  const months = (first: number, last: number, lastYear = p.year): [number, number] => [makeDate(p.year, first, 1), makeDate(lastYear, last, daysIn(lastYear, last))];
  switch (p.kind) {
    case "month":
      return months(p.n, p.n);
    case "quarter":
      return months(p.n * 3 - 2, p.n * 3);
    case "half":
      return months(p.n * 6 - 5, p.n * 6);
    case "nine_months":
      return months(1, 9);
    case "year":
      return months(1, 12);
    case "term":
      return months(1, 12, p.n);
    case "adhoc":
      return [0, 0];
  }
}

/** The period's name as a heading: "Quý I/2021", "Q1 2021". */
export function periodTitle(lang: Lang, p: PeriodName): string {
  if (!validPeriod(p)) return "";
  const vi = lang === "vi";
  switch (p.kind) {
    case "month":
      return vi ? `Tháng ${p.n}/${p.year}` : `${monthNames[p.n - 1]} ${p.year}`;
    case "quarter":
      return vi ? `Quý ${roman(p.n)}/${p.year}` : `Q${p.n} ${p.year}`;
    case "half":
      return vi ? `6 tháng ${p.n === 1 ? "đầu" : "cuối"} năm ${p.year}` : `${p.n === 1 ? "First" : "Second"} half of ${p.year}`;
    case "nine_months":
      return vi ? `9 tháng đầu năm ${p.year}` : `First nine months of ${p.year}`;
    case "year":
      return `${vi ? "Năm" : "Year"} ${p.year}`;
    case "term":
      return `${vi ? "Nhiệm kỳ" : "Term"} ${p.year}-${p.n}`;
    case "adhoc":
      return "";
  }
}

/** Reads the name of a period: "quý I", "Quý 1/2021", "6 tháng đầu năm 2021"; without a year, the nearest to near. */
export function parsePeriod(s: string, near: number): Read<PeriodName> {
  const folded = short(s).replace(/[ .,;]+$/, "");
  let f = folded.match(/^(?:nhiem ki|khoa|term) ?(\d{4}) ?[-/] ?(\d{4})$/);
  if (f) {
    const p: PeriodName = { kind: "term", year: +group(f, 1), n: +group(f, 2) };
    return validPeriod(p) ? accept(p) : refuse("when.bad_term", { from: group(f, 1), to: group(f, 2) });
  }
  f = folded.match(/^(?:(?:ca )?nam|year) (\d{4})$|^(\d{4})$/);
  if (f) return withYear({ kind: "year", year: 0, n: 0 }, group(f, 1) || group(f, 2));
  f = folded.match(/^(.*[^ ])(?: ?[/,-] ?|(?:,? nam| of)? )(\d{4})$/);
  const body = (f ? group(f, 1) : folded).replace(/[ ,/-]+$/, "").replace(/ of$/, "").replace(/[ ,]+$/, "").replace(/ nam$/, "").replace(/[ ,]+$/, "");
  const named = periodPart(body);
  if (named === null) return refuse("when.not_a_period", { text: clip(s) });
  if (!named.ok) return named;
  if (f) return withYear(named.value, group(f, 2));
  return near && makeDate(...dateFigures(near)) ? accept(nearestPeriod(named.value, near)) : refuse("when.year_missing");
}

function withYear(p: PeriodName, year: string): Read<PeriodName> {
  return +year < 1000 ? refuse("when.no_such_year", { year }) : accept({ ...p, year: +year });
}

function periodPart(s: string): Read<PeriodName> | null {
  const named = (kind: PeriodKind, n: number) => accept<PeriodName>({ kind, year: 0, n });
  if (/^(?:(?:6|sau) thang(?: dau)?|nua dau|first half|first six months|h1)$/.test(s)) return named("half", 1);
  if (/^(?:(?:6|sau) thang cuoi|nua cuoi|second half|last six months|h2)$/.test(s)) return named("half", 2);
  if (/^(?:(?:9|chin) thang(?: dau)?|(?:first )?(?:nine|9) months)$/.test(s)) return named("nine_months", 0);
  let f = s.match(/^(?:qui|quy|q|quarter) ?([ivx]+|\d{1,2}|mot|hai|ba|bon|tu)$/);
  if (f) {
    const n = ordinal(group(f, 1));
    return n >= 1 && n <= 4 ? named("quarter", n) : refuse("when.no_such_quarter", { quarter: group(f, 1).toUpperCase() });
  }
  f = s.match(/^thang ?(\d{1,2}|mot|hai|ba|tu|sau|bay|tam|chin|muoi|muoi mot|muoi hai)$/);
  const month = f ? ordinal(group(f, 1)) : monthByName(s);
  if (f && (month < 1 || month > 12)) return refuse("when.no_such_month", { month: group(f, 1) });
  return month > 0 ? named("month", month) : null;
}

const numberWords: Record<string, number> = {
  mot: 1, hai: 2, ba: 3, bon: 4, tu: 4, sau: 6, bay: 7, tam: 8, chin: 9, muoi: 10, "muoi mot": 11, "muoi hai": 12,
};

function ordinal(s: string): number {
  return /^\d+$/.test(s) ? +s : parseRoman(s) || (numberWords[s] ?? 0);
}

function nearestPeriod(p: PeriodName, near: number): PeriodName {
  let best: PeriodName | null = null;
  let bestAway = 0;
  const [year] = dateFigures(near);
  for (let y = year - 1; y <= year + 1; y++) {
    const one = { ...p, year: y };
    if (!validPeriod(one)) continue;
    const [from, to] = periodSpan(one);
    const away = Math.max(dayNumber(from) - dayNumber(near), dayNumber(near) - dayNumber(to), 0);
    if (!best || away <= bestAway) [best, bestAway] = [one, away];
  }
  return best ?? p;
}

const romanFigures: [number, string][] = [
  [1000, "M"], [900, "CM"], [500, "D"], [400, "CD"], [100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"],
];

/** Writes 1 to 3999 in Roman figures; empty outside. */
export function roman(n: number): string {
  if (n < 1 || n > 3999) return "";
  let out = "";
  for (const [value, figure] of romanFigures) {
    for (; n >= value; n -= value) out += figure;
  }
  return out;
}

/** Reads Roman figures in their regular form; 0 if they are none. */
export function parseRoman(s: string): number {
  let rest = s.trim().toUpperCase();
  const whole = rest;
  let n = 0;
  for (const [value, figure] of romanFigures) {
    for (; rest.startsWith(figure); rest = rest.slice(figure.length)) n += value;
  }
  return rest === "" && roman(n) === whole ? n : 0;
}
