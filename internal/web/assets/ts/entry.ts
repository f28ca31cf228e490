// <report-entry>: the entry page of a report. It computes while somebody types,
// makes a spreadsheet of the table (entry/grid.ts), and saves by itself. Without
// it the page is a form with a button.
import { Grid } from "./entry/grid";
import { Keeper, type Batch } from "./entry/keeper";
import { Narratives } from "./entry/narrative";
import type { Placed } from "./entry/paste";
import { changeText, compute, fill, read, shown, tenths, type Finding, type Ref, type Rules } from "./entry/rules";
import { Single } from "./entry/single";
import { unusual, type Past } from "./entry/unusual";
import { formatFixed } from "./text";

interface Spec extends Rules {
  past: Record<string, Past>;
  refs: Record<string, Ref>;
  previous: string;
  account: string;
  filing: string;
  version: number;
  save: string;
  sections: { code: string; indicators: string[] }[];
  texts: string[];
}

interface Answer {
  version: number;
  clock: string;
  conflicts?: { field: string; text: string; name: string }[];
}

type Field = HTMLInputElement | HTMLTextAreaElement;

const pause = 700; // ms without typing before a save
const retry = 5_000; // ms between tries on a lost line

class ReportEntry extends HTMLElement {
  private spec!: Spec;
  private keeper!: Keeper;
  private timer = 0;
  private busy = false;
  private clashes = new Map<string, { text: string; name: string }>();
  private grid!: Grid;
  private single!: Single;
  private narratives!: Narratives;
  private again: (() => void) | null = null; // pastes the last block without the computed lines

  connectedCallback() {
    const data = this.querySelector("#entry-spec")?.textContent;
    if (!data) return;
    this.spec = JSON.parse(data) as Spec;
    this.keeper = new Keeper(`giaoban:draft:${this.spec.account}:${this.spec.filing}`);
    for (const [field, text] of Object.entries(this.keeper.unsent)) {
      const input = this.field(field);
      if (input) input.value = text;
    }
    this.grid = new Grid(this, {
      changed: (field, text) => this.change(field, text),
      shown: (field, text) => shown(this.spec, field, text),
      pasted: (placed, again) => this.pasted(placed, again),
      picked: (fields) => this.picked(fields),
      reveal: (cell) => this.single?.reveal(cell),
      entered: () => undefined,
    });
    this.single = new Single(this);
    this.narratives = new Narratives(this, this.spec.messages, this.spec.previous);
    this.addEventListener("input", this.onInput);
    this.addEventListener("click", this.onClick);
    this.querySelector("form")?.addEventListener("submit", this.onSubmit);
    window.addEventListener("online", this.flush);
    document.addEventListener("visibilitychange", this.flush);
    this.judge();
    if (!this.keeper.empty) void this.send();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.grid?.disconnect();
    this.single?.disconnect();
    window.removeEventListener("online", this.flush);
    document.removeEventListener("visibilitychange", this.flush);
  }

  private field(code: string): Field | null {
    return this.querySelector<Field>(`[data-slot="${CSS.escape(code)}"], [data-field="${CSS.escape(code)}"]`);
  }

  private codeOf(target: EventTarget | null): string {
    const data = (target as HTMLElement | null)?.dataset;
    return data?.slot ?? data?.field ?? "";
  }

  // ---- typing ----

  private onInput = (event: Event) => {
    const code = this.codeOf(event.target);
    if (!code) return;
    this.clashes.delete(code);
    this.change(code, (event.target as Field).value);
  };

  private change(code: string, text: string) {
    this.keeper.put(code, text);
    this.judge();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(this.flush, pause);
  }

  // ---- what the grid tells ----

  private note(text: string, again: boolean) {
    const place = this.querySelector<HTMLElement>("[data-grid-says]");
    const words = place?.querySelector("span");
    if (!place || !words) return;
    place.hidden = text === "";
    this.write(words, text);
    const button = place.querySelector<HTMLElement>("[data-paste-again]");
    if (button) button.hidden = !again;
  }

  /** Says what of a block could not be placed: nothing is cut in silence. */
  private pasted(placed: Placed, again: (() => void) | null) {
    this.again = again;
    const say = (key: string, args: Record<string, string> = {}) => fill(this.spec.messages[key] ?? "", args);
    const text = [say(placed.byCode ? "report.pasted_by_code" : "report.pasted", { n: String(placed.puts.length) })];
    if (placed.blank > 0) text.push(say("report.pasted_blank", { n: String(placed.blank) }));
    for (const why of ["computed", "below", "right", "unknown", "long"] as const) {
      const list = placed.left.filter((one) => one.why === why);
      if (list.length === 0) continue;
      const named = list.slice(0, 6).map((one) => (one.at ? `${one.at}: ` : "") + one.text.slice(0, 24)).join("; ");
      text.push(say("report.unplaced_" + why, { n: String(list.length), list: named + (list.length > 6 ? " …" : "") }));
    }
    const dull = placed.puts.length <= 1 && placed.left.length === 0 && placed.blank === 0;
    this.note(dull ? "" : text.join(" "), again !== null);
  }

  /** Count and sum of what is picked, as at the foot of a spreadsheet. */
  private picked(fields: string[]) {
    if (fields.length < 2) {
      if (this.again === null && this.summing) this.note("", false);
      this.summing = false;
      return;
    }
    const { figures } = read(this.spec, this.typed());
    const slots = new Map(this.spec.slots.map((slot) => [slot.code, slot]));
    const known = fields.filter((field) => figures[field] !== undefined);
    const scale = Math.max(0, ...known.map((field) => slots.get(field)?.scale ?? 0));
    const sum = known.reduce((all, field) => all + (figures[field] ?? 0) * 10 ** (scale - (slots.get(field)?.scale ?? 0)), 0);
    this.summing = true;
    this.again = null;
    this.note(fill(this.spec.messages["report.picked"] ?? "", { n: String(fields.length), sum: formatFixed(this.spec.lang, sum, scale) }), false);
  }

  private summing = false;

  private onClick = (event: MouseEvent) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    const carry = button?.dataset.carry;
    if (carry) {
      const area = this.field(carry);
      const before = this.querySelector("#before-" + CSS.escape(carry))?.textContent ?? "";
      if (!area || area.value.trim() !== "") return; // something is there: the server keeps it too
      event.preventDefault();
      area.value = before;
      this.change(carry, before);
      if (area instanceof HTMLTextAreaElement) this.narratives.refresh(area);
      area.focus();
    }
    if (button?.dataset.use !== undefined && button.dataset.code) {
      this.grid.change([{ field: button.dataset.code, text: button.dataset.use }]);
      this.field(button.dataset.code)?.focus();
      return;
    }
    if (button?.dataset.pasteAgain !== undefined) {
      this.again?.();
      return;
    }
    if (button?.dataset.gridClose !== undefined) {
      this.again = null;
      this.note("", false);
      return;
    }
    const settle = button?.dataset.settle;
    const code = button?.dataset.code;
    if (settle && code) {
      const input = this.field(code);
      const clash = this.clashes.get(code);
      if (!input || !clash) return;
      this.clashes.delete(code);
      if (settle === "theirs") {
        this.set(input, clash.text);
        this.keeper.drop(code);
        this.judge();
      } else this.change(code, this.text(input)); // on the new base it is no clash any more
    }
  };

  private onSubmit = (event: Event) => {
    clearTimeout(this.timer);
    if (!navigator.onLine) {
      event.preventDefault();
      this.say("gold", this.spec.messages["report.kept_here"] ?? "");
      return;
    }
    const base = this.querySelector<HTMLInputElement>('input[name="base"]');
    if (base) base.value = String(this.spec.version);
    this.keeper.clear(); // the form carries everything
  };

  // ---- what the numbers say ----

  /** What stands in a field: what was typed, however it is shown. */
  private text(input: Field): string {
    return input instanceof HTMLTextAreaElement ? input.value : this.grid.raw(input);
  }

  private set(input: Field, text: string) {
    if (input instanceof HTMLInputElement && input.dataset.slot !== undefined) this.grid.put(input, text);
    else input.value = text;
  }

  private typed(): Record<string, string> {
    const typed: Record<string, string> = {};
    for (const cell of this.grid.cells) typed[this.codeOf(cell)] = this.grid.raw(cell);
    return typed;
  }

  private judge() {
    const { figures, findings } = read(this.spec, this.typed());
    const computed = compute(this.spec, figures);
    const scale = new Map(this.spec.slots.map((slot) => [slot.code, slot.scale]));
    for (const output of this.querySelectorAll<HTMLElement>("output[data-value]")) {
      const code = output.dataset.value ?? "";
      if (!code || !this.spec.sections.some((s) => s.indicators.includes(code))) continue;
      const n = figures[code];
      this.write(output, computed[code] ?? (n === undefined ? "–" : formatFixed(this.spec.lang, n, scale.get(code) ?? 0)));
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
    for (const [code, clash] of this.clashes) {
      wrong.set(code, [fill(this.spec.messages["report.field_moved"] ?? "", { name: clash.name, text: clash.text.slice(0, 60) })]);
    }
    for (const cell of this.grid.cells) {
      const code = this.codeOf(cell);
      const why = this.field(code + "why");
      if (asked.has(code) && why && why.value.trim() !== "") wrong.delete(code);
      this.hint(code, figures[code], scale.get(code) ?? 0);
      this.mark(cell, wrong.get(code) ?? [], asked.has(code), wrong.has(code) ? use.get(code) : undefined);
      cell.classList.toggle("cell-empty", cell.value.trim() === "");
    }
    for (const code of this.spec.texts) {
      const area = this.field(code);
      if (area) this.sentence(code, wrong.get(code) ?? []);
    }
    this.count(figures, computed, wrong);
  }

  /** Difference and per cent beside the figure follow what is typed. */
  private compare(figures: Record<string, number>) {
    const percentages = tenths(this.spec, figures);
    for (const [code, ref] of Object.entries(this.spec.refs)) {
      const diff = this.querySelector(`[data-diff="${CSS.escape(code)}"]`);
      const change = diff?.nextElementSibling;
      if (!diff || !change) continue;
      const now = ref.pct ? percentages[code] : figures[code];
      const text = now === undefined ? { diff: "", percent: "", great: false } : changeText(this.spec, now, ref);
      this.write(diff, text.diff);
      this.write(change, text.percent);
      change.classList.toggle("great", text.great);
    }
  }

  /** A figure that leaves the unit's own past is worth a second look, no more. */
  private hint(code: string, now: number | undefined, scale: number) {
    const line = this.querySelector<HTMLElement>("#f-" + CSS.escape(code) + "-hint");
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
    this.write(words, [...text, say("report.unusual_keep")].join(" "));
  }

  private mark(cell: HTMLElement, sentences: string[], ask: boolean, use?: Finding) {
    const code = this.codeOf(cell);
    const bad = sentences.length > 0;
    cell.classList.toggle("cell-bad", bad);
    if (bad) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    cell.closest("tr")?.classList.toggle("bad-row", bad);
    const says = this.querySelector<HTMLElement>(`tr[data-says="${CSS.escape(code)}"]`);
    if (!says) return;
    if (ask && !says.querySelector(".why")) this.addWhy(says, code);
    this.sentence(code, sentences, use);
    says.classList.toggle("bad-row", bad);
    says.hidden = !bad && !says.querySelector(".remark, .why, .unusual:not([hidden])");
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
    says.lastElementChild?.append(box);
  }

  private sentence(code: string, sentences: string[], use?: Finding) {
    const line = this.querySelector<HTMLElement>("#f-" + CSS.escape(code) + "-error");
    const text = line?.querySelector("[data-error]");
    if (!line || !text) return;
    line.hidden = sentences.length === 0;
    this.write(text, sentences.join(" "));
    line.querySelectorAll("button").forEach((button) => button.remove());
    if (use?.use !== undefined && !this.clashes.has(code)) {
      const scale = this.spec.slots.find((slot) => slot.code === code)?.scale ?? 0;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.dataset.code = code;
      button.dataset.use = formatFixed(this.spec.lang, use.use, scale);
      button.textContent = fill(this.spec.messages["report.use"] ?? "", { n: button.dataset.use });
      line.append(button);
    }
    if (!this.clashes.has(code)) return;
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
      for (const place of document.querySelectorAll(`[data-count="${name}"]`)) this.write(place, text);
    };
    const isComputed = new Set(this.spec.computed.map((one) => one.code));
    for (const section of this.spec.sections) {
      const done = section.indicators.filter((code) => (isComputed.has(code) ? computed[code] : figures[code]) !== undefined).length;
      all += done;
      total += section.indicators.length;
      put(section.code, `${done}/${section.indicators.length}`);
      const bad = [...wrong.keys()].some((code) => section.indicators.some((ind) => code === ind || code.startsWith(ind) && !/^[0-9]/.test(code.slice(ind.length))));
      document.querySelector(`[data-section="${section.code}"]`)?.classList.toggle("bad", bad);
    }
    put("figures", `${all}/${total}`);
    let written = 0;
    for (const code of this.spec.texts) {
      const has = (this.field(code)?.value.trim() ?? "") !== "";
      if (has) written++;
      put(code, this.spec.messages[has ? "report.written" : "report.empty"] ?? "");
    }
    put("texts", `${written}/${this.spec.texts.length}`);
  }

  private write(place: Element, text: string) {
    if (place.textContent !== text) place.textContent = text;
  }

  // ---- saving ----

  private flush = () => {
    if (!this.keeper.empty) void this.send();
  };

  private async send() {
    if (this.busy) return;
    const batch = this.keeper.next(this.spec.version);
    if (!batch) return;
    this.busy = true;
    const again = await this.post(batch);
    this.busy = false;
    if (again > 0) this.timer = window.setTimeout(this.flush, again);
  }

  /** Sends a batch; gives the time after which to go on, 0 for none. */
  private async post(batch: Batch): Promise<number> {
    let response: Response;
    try {
      response = await fetch(this.spec.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "Idempotency-Key": batch.key },
        body: JSON.stringify({ base: batch.base, fields: batch.fields, force: batch.force }),
      });
    } catch {
      this.say("gold", this.spec.messages["report.kept_here"] ?? "");
      return retry;
    }
    if (response.status >= 500 || response.status === 429) {
      this.say("gold", this.spec.messages["report.kept_here"] ?? "");
      return retry * 2;
    }
    const body = (await response.json().catch(() => ({}))) as Partial<Answer> & { message?: string };
    if (!response.ok) {
      // Signed meanwhile, or the session ended: it stays on this device and is tried with the next change.
      this.say("red", fill(this.spec.messages["report.not_saved"] ?? "", { why: body.message ?? String(response.status) }));
      return 0;
    }
    this.keeper.done();
    this.spec.version = body.version ?? this.spec.version;
    for (const one of body.conflicts ?? []) {
      const input = this.field(one.field);
      const mine = input ? this.text(input) : undefined;
      if (mine !== undefined && mine !== one.text) this.clashes.set(one.field, one);
    }
    if (body.conflicts?.length) this.judge();
    this.say("jade", fill(this.spec.messages["report.saved_at"] ?? "", { time: body.clock ?? "" }));
    return this.keeper.empty ? 0 : 1;
  }

  private say(tone: "jade" | "gold" | "red", text: string) {
    const place = document.querySelector<HTMLElement>("[data-saved]");
    if (!place) return;
    place.dataset.tone = tone;
    const words = place.querySelector("span");
    if (words) this.write(words, text);
  }
}

customElements.define("report-entry", ReportEntry);
