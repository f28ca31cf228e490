// The rules of a report form on the page: the mirror of the Go package report
// (check.go), held to the same table of cases
// (internal/report/testdata/checks.json). The server judges again at signing;
// this only answers while somebody types.
import { fill } from "../app/words";
import { clip, fold, formatFixed, parseFixed, parseInteger, percent, quotient, type Lang } from "../text";
import { amount, holds, ofFixed, toFixed, type Lookup, type Node } from "./expression";

export interface Slot {
  code: string;
  name: string;
  scale: number;
  most: number;
  sumOf?: string[];
  known?: boolean;
  kind?: "yesno";
  of?: string; // of an option, a column or a count of rows: the indicator
  option?: string;
  column?: string;
  counted?: boolean;
  formula?: Node;
}

export interface Check {
  test: "part" | "equal" | "at_most" | "zero_if_zero" | "above_zero" | "needs" | "num_den" | "grows" | "parts" | "expr";
  field: string;
  of?: string[];
  warn?: boolean;
  tree?: Node;
  text?: string;
  sum?: number; // of "parts": what the reports of the shorter periods come to
}

/** A table whose cells are typed, as code.row.column. */
export interface Table {
  code: string;
  rows: number;
  columns: { code: string; name: string; text?: boolean; scale: number; most: number }[];
}

/** Figures of earlier reports, by slot. */
export interface Earlier {
  previous?: Record<string, number>;
  same?: Record<string, number>;
  inYear?: Record<string, number>;
}

export interface Computed {
  code: string;
  num: string[];
  den: string;
}

export interface Rules {
  lang: Lang;
  slots: Slot[];
  computed: Computed[];
  checks: Check[];
  tables?: Table[];
  earlier?: Earlier;
  before: Record<string, number>;
  messages: Record<string, string>;
}

/** What stands wrong at a field; warn asks for a reason instead of forbidding. */
export interface Finding {
  field: string;
  key: string;
  text: string;
  warn: boolean;
  use?: number; // the figure that would be right, where the check knows it
}

export interface Reading {
  figures: Record<string, number>;
  findings: Finding[];
}

function upperFirst(s: string): string {
  const [first = ""] = s;
  return first.toUpperCase() + s.slice(first.length);
}

/** The figure that stands in a cell, also of a table; null where none does, or none that could stand there. */
export function figureOf(rules: Rules, field: string, text: string): { value: number; scale: number } | null {
  const [code, , column] = field.split(".");
  const cell = column === undefined ? undefined : rules.tables?.find((one) => one.code === code)?.columns.find((one) => one.code === column && !one.text);
  const slot = cell ?? rules.slots.find((one) => one.code === field);
  if (!slot || text.trim() === "") return null;
  const value = slot.scale === 0 ? parseInteger(text) : parseFixed(text, slot.scale);
  return value.ok && value.value >= 0 && value.value <= slot.most ? { value: value.value, scale: slot.scale } : null;
}

/** A figure as a cell that was left shows it: grouped, or as it was typed where it cannot be read. */
export function shown(rules: Rules, field: string, text: string): string {
  const figure = figureOf(rules, field, text);
  if (!figure) return text;
  const exact = formatFixed(rules.lang, figure.value, figure.scale);
  return figure.scale > 0 ? exact.replace(/[.,]0+$/, "") : exact;
}

/** Reads what was typed, computes the sums and runs the checks. What is only missing is not told here. */
export function read(rules: Rules, typed: Record<string, string>): Reading {
  const figures: Record<string, number> = {};
  const findings: Finding[] = [];
  const slots = new Map(rules.slots.map((slot) => [slot.code, slot]));
  const show = (n: number, slot: Slot | undefined) => formatFixed(rules.lang, n, slot?.scale ?? 0);
  const tell = (field: string, key: string, args: Record<string, string>, warn = false, use?: number) => {
    findings.push({ field, key, text: fill(rules.messages[key] ?? key, args), warn, use });
  };
  for (const slot of rules.slots) {
    if (slot.known) {
      const before = rules.before[slot.code];
      if (before !== undefined) figures[slot.code] = before;
      continue;
    }
    if (slot.option !== undefined) readOption(slot);
    if (slot.counted) readTable(slot.code);
    const text = (typed[slot.code] ?? "").trim();
    if (slot.sumOf?.length || slot.formula || slot.of || text === "") continue;
    const name = upperFirst(slot.name);
    if (slot.kind === "yesno") {
      const answer = yesOrNo(text);
      if (answer === null) tell(slot.code, "report.not_yes_no", { text: clip(text) });
      else figures[slot.code] = answer;
      continue;
    }
    const value = slot.scale === 0 ? parseInteger(text) : parseFixed(text, slot.scale);
    if (!value.ok) tell(slot.code, value.refusal.key, value.refusal.args);
    else if (value.value < 0) tell(slot.code, "report.negative", { name, n: show(value.value, slot) });
    else if (value.value > slot.most) tell(slot.code, "report.too_much", { name, n: show(value.value, slot), most: show(slot.most, slot) });
    else figures[slot.code] = value.value;
  }
  const sum = (codes: string[], scale?: number) => {
    let total = 0;
    for (const code of codes) {
      const n = figures[code];
      if (n === undefined) return undefined;
      total += scale === undefined ? n : n * 10 ** (scale - (slots.get(code)?.scale ?? 0));
    }
    return codes.length > 0 ? total : undefined;
  };
  for (const slot of rules.slots) {
    const total = slot.sumOf ? sum(slot.sumOf) : undefined;
    if (total !== undefined) figures[slot.code] = total;
  }
  const look: Lookup = (op, code) => {
    const from = op === "prev" ? rules.earlier?.previous : op === "same" ? rules.earlier?.same : figures;
    const n = from?.[code];
    return n === undefined ? null : ofFixed(n, slots.get(code)?.scale ?? 0);
  };
  const computed: Record<string, number> = {};
  for (const slot of rules.slots) {
    const v = slot.formula ? amount(slot.formula, look) : null;
    const n = v === null ? null : toFixed(v, slot.scale);
    if (n !== null) computed[slot.code] = n;
  }
  Object.assign(figures, computed);
  for (const check of rules.checks) judge(check);
  return { figures, findings };

  /** One option of a choice: 1 where it was chosen, 0 where another was. */
  function readOption(slot: Slot) {
    const text = (typed[slot.of ?? ""] ?? "").trim();
    if (text === "") return;
    const options = rules.slots.filter((one) => one.of === slot.of && one.option !== undefined);
    const part = (one: Slot) => one.name.slice(one.name.indexOf(": ") + 2);
    const chosen = options.find((one) => one.option === text) ?? options.find((one) => fold(part(one)) === fold(text));
    if (chosen) figures[slot.code] = chosen === slot ? 1 : 0;
    else if (options[0] === slot) {
      const name = upperFirst(slot.name.slice(0, slot.name.indexOf(": ")));
      tell(slot.of ?? "", "report.no_such_option", { name, text: clip(text) });
    }
  }

  /** The rows in which anything stands, and the sums of the numeric columns. */
  function readTable(code: string) {
    const table = rules.tables?.find((one) => one.code === code);
    if (!table) return;
    let rows = 0;
    for (let row = 1; row <= table.rows; row++) {
      let begun = false;
      for (const column of table.columns) {
        const field = `${code}.${row}.${column.code}`;
        const text = (typed[field] ?? "").trim();
        if (text === "") continue;
        begun = true;
        if (column.text) continue;
        const value = column.scale === 0 ? parseInteger(text) : parseFixed(text, column.scale);
        const name = upperFirst(column.name);
        const say = (n: number) => formatFixed(rules.lang, n, column.scale);
        if (!value.ok) tell(field, value.refusal.key, value.refusal.args);
        else if (value.value < 0) tell(field, "report.negative", { name, n: say(value.value) });
        else if (value.value > column.most) tell(field, "report.too_much", { name, n: say(value.value), most: say(column.most) });
        else figures[`${code}.${column.code}`] = (figures[`${code}.${column.code}`] ?? 0) + value.value;
      }
      if (begun) rows++;
    }
    if (rows > 0) figures[code] = rows;
  }

  function judge(check: Check) {
    if (check.test === "expr") {
      if (check.tree && holds(check.tree, look) === false) {
        tell(check.field, check.warn ? "report.says_unless_explained" : "report.says", { say: check.text ?? "" }, check.warn === true);
      }
      return;
    }
    const a = figures[check.field];
    if (a === undefined) return;
    const slot = slots.get(check.field);
    const name = upperFirst(slot?.name ?? check.field);
    const warn = check.warn === true;
    const key = (k: string) => (warn ? k + "_unless_explained" : k);
    if (check.test === "above_zero") {
      if (a <= 0) tell(check.field, "report.not_above_zero", { name });
      return;
    }
    if (check.test === "grows") {
      const before = rules.earlier?.inYear?.[check.field];
      if (before !== undefined && a < before) tell(check.field, key("report.fallen"), { name, a: show(a, slot), b: show(before, slot) }, warn);
      return;
    }
    if (check.test === "parts") {
      const total = check.sum ?? a;
      const diff = (a > total ? "+" : "") + show(a - total, slot);
      if (a !== total) tell(check.field, key("report.not_sum_of_parts"), { name, a: show(a, slot), parts: check.text ?? "", b: show(total, slot), diff }, warn, total);
      return;
    }
    const codes = check.of ?? [];
    const other = slots.get(codes[0] ?? "");
    const b = figures[codes[0] ?? ""];
    const args = { name, a: show(a, slot), of: other?.name ?? "", b: b === undefined ? "" : show(b, other) };
    switch (check.test) {
      case "part":
      case "at_most":
      case "num_den":
        if (b !== undefined && exact(a, slot, other?.scale ?? 0) > exact(b, other, slot?.scale ?? 0)) tell(check.field, key("report.more_than"), args, warn);
        break;
      case "equal": {
        const scale = Math.max(...codes.map((code) => slots.get(code)?.scale ?? 0));
        const total = sum(codes, scale);
        if (total !== undefined && exact(total, { scale }, slot?.scale ?? 0) !== exact(a, slot, scale)) {
          const use = total / 10 ** (scale - (slot?.scale ?? 0)); // as the field counts
          tell(check.field, key(codes.length > 1 ? "report.not_the_sum" : "report.not_equal"), { ...args, b: formatFixed(rules.lang, total, scale) }, warn, Number.isSafeInteger(use) ? use : undefined);
        }
        break;
      }
      case "zero_if_zero":
        if (b === 0 && a !== 0) tell(check.field, "report.must_be_zero", args, false, 0);
        break;
    }
  }
}

/** A figure in whole steps so small that one of the other scale has whole ones too: 1,50 is less than 2. */
function exact(n: number, slot: { scale: number } | undefined, other: number): bigint {
  return BigInt(n) * 10n ** BigInt(Math.max(0, other - (slot?.scale ?? 0)));
}

/** An answer: 1 and 0, or the words in either language. */
function yesOrNo(text: string): number | null {
  const word = fold(text);
  if (["1", "co", "yes"].includes(word)) return 1;
  return ["0", "khong", "no"].includes(word) ? 0 : null;
}

/** A figure of another period, beside which this one stands. */
export interface Ref {
  value: number;
  scale: number;
  pct?: boolean;
}

/** A change as difference and per cent; of percentages only the points. great: by more than half. */
export function changeText(rules: Rules, now: number, ref: Ref): { diff: string; percent: string; great: boolean } {
  const sign = (n: number, scale: number) => (n > 0 ? "+" : "") + formatFixed(rules.lang, n, scale);
  const diff = sign(now - ref.value, ref.scale);
  if (ref.pct) return { diff: fill(rules.messages["report.points"] ?? "{n}", { n: diff }), percent: "", great: false };
  const tenths = ref.value > 0 ? quotient((now - ref.value) * 100, ref.value, 1) : null;
  if (tenths === null) return { diff, percent: "", great: false };
  return { diff, percent: sign(Number(tenths), 1) + "%", great: tenths > 500 || tenths < -500 };
}

/** The two parts of a percentage as whole numbers of the same steps, null where one is missing. */
function parts(rules: Rules, one: Computed, figures: Record<string, number>): { num: number; den: number } | null {
  const codes = [...one.num, one.den];
  const scales = codes.map((code) => rules.slots.find((slot) => slot.code === code)?.scale ?? 0);
  const most = Math.max(...scales);
  const [den, ...num] = codes.map((code, i) => (figures[code] ?? NaN) * 10 ** (most - (scales[i] ?? 0))).reverse();
  const sum = num.reduce((all, n) => all + n, 0);
  return den === undefined || Number.isNaN(den) || Number.isNaN(sum) ? null : { num: sum, den };
}

/** The computed percentages in tenths of a per cent; one that lacks a part is not there. */
export function tenths(rules: Rules, figures: Record<string, number>): Record<string, number> {
  const out: Record<string, number> = {};
  for (const one of rules.computed) {
    const both = parts(rules, one, figures);
    const v = both && quotient(both.num * 100, both.den, 1);
    if (v !== null) out[one.code] = Number(v);
  }
  return out;
}

/** The computed percentages by indicator; one that lacks a part is not there. */
export function compute(rules: Rules, figures: Record<string, number>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const one of rules.computed) {
    const both = parts(rules, one, figures);
    const text = both && percent(rules.lang, both.num, both.den, 1);
    if (text !== null) out[one.code] = text;
  }
  return out;
}
