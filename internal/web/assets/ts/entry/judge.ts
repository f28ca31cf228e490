// What the numbers say: sums, percentages and changes follow what is typed, and what is wrong stands at its field.
import { fill } from "../app/words";
import { preview } from "./bound";
import type { Grid } from "./grid";
import type { Kept } from "./kept";
import { changeText, compute, read, tenths, type Finding } from "./rules";
import { codeOf, write, type Fields, type Spec } from "./spec";
import { unusual } from "./unusual";
import { formatFixed } from "../text";

export class Judge {
  private clashes: Kept["clashes"] = {};

  constructor(
    private host: HTMLElement,
    private spec: Spec,
    private grid: Grid,
    private fields: Fields,
  ) {}

  /** Computes, checks and marks; clashes are told at their fields. */
  all(clashes: Kept["clashes"]) {
    this.clashes = clashes;
    const { figures, findings } = read(this.spec, this.fields.typed());
    const computed = compute(this.spec, figures);
    const scale = new Map(this.spec.slots.map((slot) => [slot.code, slot.scale]));
    for (const output of this.host.querySelectorAll<HTMLElement>("output[data-value]")) {
      const code = output.dataset.value ?? "";
      const has = scale.has(code) || this.spec.computed.some((one) => one.code === code) || this.spec.sections.some((s) => s.indicators.includes(code));
      if (!code || !has) continue;
      const n = figures[code];
      write(output, computed[code] ?? (n === undefined ? "–" : formatFixed(this.spec.lang, n, scale.get(code) ?? 0)));
    }
    this.compare(figures);
    const wrong = new Map<string, string[]>();
    const asked = new Set<string>();
    const use = new Map<string, Finding>();
    for (const one of findings) {
      if (one.use !== undefined) use.set(one.field, one);
      const list = wrong.get(one.field) ?? [];
      list.push(one.text);
      wrong.set(one.field, list);
      if (one.warn) asked.add(one.field);
    }
    for (const [code, clash] of Object.entries(clashes)) {
      wrong.set(code, [fill(this.spec.messages["report.field_moved"] ?? "", { name: clash.name, text: clash.theirs.slice(0, 60) })]);
    }
    const mark = (cell: HTMLElement, code: string) => {
      if (asked.has(code) && (this.fields.find(code + "why")?.value ?? "").trim() !== "") wrong.delete(code);
      this.mark(cell, code, wrong.get(code) ?? [], asked.has(code), wrong.has(code) ? use.get(code) : undefined);
    };
    for (const cell of this.grid.cells) {
      const code = codeOf(cell);
      if (scale.has(code)) {
        this.hint(code, figures[code], scale.get(code) ?? 0);
        this.offer(code, figures[code]);
      }
      mark(cell, code);
      cell.classList.toggle("cell-empty", cell.value.trim() === "");
    }
    for (const output of this.host.querySelectorAll<HTMLElement>("output[data-value]")) mark(output, output.dataset.value ?? ""); // what is computed is checked too
    for (const code of this.spec.texts) {
      const area = this.fields.find(code);
      if (!area) continue;
      this.sentence(code, wrong.get(code) ?? []);
      preview(this.host, this.spec, code, area.value, (figure) => this.shown(figure, figures, computed));
    }
    this.count(figures, computed, wrong);
  }

  /** A figure as a text shows it, "–" where there is none, null for a code that the form does not have. */
  private shown(code: string, figures: Record<string, number>, computed: Record<string, string>): string | null {
    if (this.spec.bound[code] === undefined) return null;
    const cell = this.grid.cell(code);
    if (cell instanceof HTMLSelectElement) return cell.value === "" ? "–" : (cell.selectedOptions[0]?.textContent ?? "–");
    const n = figures[code];
    if (computed[code] !== undefined || n === undefined) return computed[code] ?? "–";
    const text = formatFixed(this.spec.lang, n, this.spec.slots.find((slot) => slot.code === code)?.scale ?? 0);
    const rows = this.spec.tables?.some((table) => table.code === code); // "3 dòng"
    return rows ? `${text} ${this.host.querySelector(`#v-${CSS.escape(code)}-unit`)?.textContent ?? ""}`.trim() : text;
  }

  /** Difference and per cent beside the figure follow what is typed. */
  private compare(figures: Record<string, number>) {
    const percentages = tenths(this.spec, figures);
    for (const [code, ref] of Object.entries(this.spec.refs)) {
      const diff = this.host.querySelector(`[data-diff="${CSS.escape(code)}"]`);
      const change = diff?.nextElementSibling;
      if (!diff || !change) continue;
      const now = ref.pct ? percentages[code] : figures[code];
      const text = now === undefined ? { diff: "", percent: "", great: false } : changeText(this.spec, now, ref);
      if (now === ref.value) Object.assign(text, { diff: this.spec.messages["report.unchanged"] ?? "", percent: "" });
      write(diff, text.diff);
      write(change, text.percent);
      change.classList.toggle("great", text.great);
    }
  }

  /** A figure that leaves the unit's own past is worth a second look, no more. */
  private hint(code: string, now: number | undefined, scale: number) {
    const line = this.host.querySelector<HTMLElement>("#f-" + CSS.escape(code) + "-hint");
    const words = line?.querySelector("span");
    if (!line || !words) return;
    const strange = now === undefined ? null : unusual(now, this.spec.past[code] ?? {}, scale);
    line.hidden = !strange;
    if (!strange) return;
    const show = (n: number) => formatFixed(this.spec.lang, n, scale);
    const percent = (strange.percent > 0 ? "+" : "") + formatFixed(this.spec.lang, strange.percent, 1) + "%";
    const say = (key: string, args: Record<string, string> = {}) => fill(this.spec.messages[key] ?? "", args);
    const text = [say("report.unusual_" + strange.against, { change: percent, before: show(strange.before) })];
    if (strange.low !== undefined && strange.high !== undefined) {
      text.push(say("report.unusual_range", { n: String(strange.periods), low: show(strange.low), high: show(strange.high) }));
    }
    write(words, [...text, say("report.unusual_keep")].join(" "));
  }

  /** What somebody else knows is offered where another figure stands, or none. */
  private offer(code: string, now: number | undefined) {
    const known = this.spec.offers[code];
    const line = known === undefined ? null : this.host.querySelector<HTMLElement>(`[data-offer="${CSS.escape(code)}"]`);
    if (line) line.hidden = now === known;
  }

  private mark(cell: HTMLElement, code: string, sentences: string[], ask: boolean, use?: Finding) {
    const bad = sentences.length > 0;
    cell.classList.toggle("cell-bad", bad);
    if (bad && !(cell instanceof HTMLOutputElement)) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    const place = cell.closest("td");
    const below = place?.querySelector<HTMLElement>(".cell-says"); // in a table it stands in the cell
    if (below) place?.classList.toggle("bad-cell", bad);
    else cell.closest("tr")?.classList.toggle("bad-row", bad);
    const says = below ?? this.host.querySelector<HTMLElement>(`tr[data-says="${CSS.escape(code)}"]`);
    if (!says) return;
    if (ask && !says.querySelector(".why")) this.addWhy(says, code);
    this.sentence(code, sentences, use);
    if (!below) says.classList.toggle("bad-row", bad);
    says.hidden = !bad && !says.querySelector(".remark, .why, .explained, .unusual:not([hidden]), .offer:not([hidden])");
  }

  /** Makes the field of a reason that another desk gave; false where there is none to give. */
  askWhy(field: string): boolean {
    const code = field.replace(/why$/, "");
    const says = code === field ? null : this.host.querySelector<HTMLElement>(`[data-says="${CSS.escape(code)}"]`);
    if (!says) return false;
    if (!says.querySelector(".why")) this.addWhy(says, code);
    says.hidden = false;
    return true;
  }

  private addWhy(says: HTMLElement, code: string) {
    const box = document.createElement("div");
    box.className = "why";
    const label = document.createElement("label");
    label.htmlFor = `f-${code}why`;
    label.textContent = this.spec.messages["report.why"] ?? "";
    const input = document.createElement("input");
    input.className = "control";
    input.id = label.htmlFor;
    input.name = `f.${code}why`;
    input.maxLength = 1000;
    input.dataset.field = code + "why";
    box.append(label, input);
    (says instanceof HTMLTableRowElement ? says.lastElementChild : says)?.append(box);
  }

  private sentence(code: string, sentences: string[], use?: Finding) {
    const line = this.host.querySelector<HTMLElement>("#f-" + CSS.escape(code) + "-error");
    const text = line?.querySelector("[data-error]");
    if (!line || !text || line.hidden && sentences.length === 0) return;
    line.hidden = sentences.length === 0;
    write(text, sentences.join(" "));
    line.querySelectorAll("button").forEach((button) => button.remove());
    if (use?.use !== undefined && !this.clashes[code]) {
      const scale = this.spec.slots.find((slot) => slot.code === code)?.scale ?? 0;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.dataset.code = code;
      button.dataset.use = formatFixed(this.spec.lang, use.use, scale);
      button.textContent = fill(this.spec.messages["report.use"] ?? "", { n: button.dataset.use });
      line.append(button);
    }
    if (!this.clashes[code]) return;
    for (const settle of ["theirs", "mine"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.dataset.settle = settle;
      button.dataset.code = code;
      button.textContent = this.spec.messages[settle === "theirs" ? "report.take_theirs" : "report.keep_mine"] ?? "";
      line.append(button);
    }
  }

  private count(figures: Record<string, number>, computed: Record<string, string>, wrong: Map<string, string[]>) {
    let all = 0;
    let total = 0;
    const put = (name: string, text: string) => {
      for (const place of document.querySelectorAll(`[data-count="${name}"]`)) write(place, text);
    };
    const isComputed = new Set(this.spec.computed.map((one) => one.code));
    const isNumber = new Set(this.spec.slots.map((slot) => slot.code));
    for (const section of this.spec.sections) {
      const done = section.indicators.filter((code) => {
        if (isComputed.has(code)) return computed[code] !== undefined;
        const words = isNumber.has(code) ? null : this.fields.find(code); // a choice, a line of text
        return words ? this.fields.text(words).trim() !== "" : figures[code] !== undefined;
      }).length;
      all += done;
      total += section.indicators.length;
      put(section.code, `${done}/${section.indicators.length}`);
      const bad = [...wrong.keys()].some((code) => section.indicators.some((ind) => code === ind || code.startsWith(ind) && !/^[0-9]/.test(code.slice(ind.length))));
      document.querySelector(`[data-section="${section.code}"]`)?.classList.toggle("bad", bad);
    }
    put("figures", `${all}/${total}`);
    let written = 0;
    for (const code of this.spec.texts) {
      const has = (this.fields.find(code)?.value.trim() ?? "") !== "";
      if (has) written++;
      put(code, this.spec.messages[has ? "report.written" : "report.empty"] ?? "");
    }
    put("texts", `${written}/${this.spec.texts.length}`);
  }
}
