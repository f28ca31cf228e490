// <report-entry>: the entry page of a report. It computes while somebody types,
// makes a spreadsheet of the table (entry/grid.ts), and saves by itself. Without
// it the page is a form with a button.
import { Conflicts } from "./entry/conflicts";
import { Grid } from "./entry/grid";
import { count, fresh, put, seen, settle, strangers, unsent, type Kept } from "./entry/kept";
import { Narratives } from "./entry/narrative";
import { send, type Sent } from "./entry/outbox";
import type { Placed } from "./entry/paste";
import { changeText, compute, fill, read, shown, tenths, type Finding, type Ref, type Rules } from "./entry/rules";
import { Single } from "./entry/single";
import { change as store } from "./entry/store";
import { unusual, type Past } from "./entry/unusual";
import { formatFixed } from "./text";

interface Spec extends Rules {
  past: Record<string, Past>;
  refs: Record<string, Ref>;
  previous: string;
  account: string;
  filing: string;
  form: string;
  title: string;
  path: string;
  names: Record<string, string>;
  version: number;
  sections: { code: string; indicators: string[] }[];
  texts: string[];
}

type Field = HTMLInputElement | HTMLTextAreaElement;

const pause = 700; // ms without typing before a save

class ReportEntry extends HTMLElement {
  private spec!: Spec;
  private kept!: Kept; // what this device keeps of the draft, as last read
  private ready = false; // everything was sent: the form may go
  private timer = 0;
  private busy = false;
  private conflicts: Conflicts | null = null;
  private grid!: Grid;
  private single!: Single;
  private narratives!: Narratives;
  private again: (() => void) | null = null; // pastes the last block without the computed lines

  connectedCallback() {
    const data = this.querySelector("#entry-spec")?.textContent;
    if (!data) return;
    this.spec = JSON.parse(data) as Spec;
    this.kept = fresh(this.spec.account, this.spec.filing);
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
    const form = this.querySelector("form");
    form?.addEventListener("submit", this.onSubmit);
    form?.addEventListener("formdata", (event) => {
      // All was sent field by field: the form carries none, and so overwrites nothing of another desk.
      if (this.ready) for (const name of [...event.formData.keys()]) if (name.startsWith("f.")) event.formData.delete(name);
    });
    const box = this.querySelector<HTMLElement>("[data-conflicts]");
    if (box) this.conflicts = new Conflicts(box, this.spec.messages, (field, text) => void this.settled(field, text));
    window.addEventListener("online", this.flush);
    document.addEventListener("visibilitychange", this.flush);
    this.judge();
    void this.restore();
  }

  /** Brings back what this device keeps: unsent texts, clashes, and what was saved after a kept page was made. */
  private async restore() {
    const { spec } = this;
    const known = new Set(Object.keys(spec.names));
    let strange: Record<string, string> = {};
    this.took(
      await store(spec.account, spec.filing, (k) => {
        const sorted = strangers(seen(k, spec.version), (field) => known.has(field) || known.has(field.replace(/why$/, "")));
        strange = k.form === "" || k.form === spec.form ? {} : sorted.strange;
        const kept = k.form === "" || k.form === spec.form ? seen(k, spec.version) : sorted.kept;
        return count(kept) + Object.keys(kept.known).length === 0 ? kept : { ...kept, form: spec.form, path: spec.path, title: spec.title, names: spec.names };
      }),
    );
    for (const [field, one] of Object.entries(this.kept.known)) this.fill(field, one.text);
    for (const [field, text] of Object.entries(unsent(this.kept))) this.fill(field, text);
    this.judge();
    if (Object.keys(strange).length > 0) this.formChanged(strange);
    if (count(this.kept) > 0) {
      const clashes = Object.keys(this.kept.clashes).length;
      const words = clashes === count(this.kept) ? fill(spec.messages["report.clash_title"] ?? "", { n: String(clashes) }) : spec.messages["report.kept_here"];
      this.say("gold", words ?? "");
      this.flush();
    }
  }

  private fill(field: string, text: string) {
    const input = this.field(field);
    if (input && this.text(input) !== text) this.set(input, text);
    if (input instanceof HTMLTextAreaElement) this.narratives.refresh(input);
  }

  /** The form is another one now: what has no field there is shown, to be copied. */
  private formChanged(strange: Record<string, string>) {
    const box = this.querySelector<HTMLElement>("[data-form-changed]");
    const list = box?.querySelector("ul");
    if (!box || !list) return;
    box.hidden = false;
    for (const [field, text] of Object.entries(strange)) {
      const item = document.createElement("li");
      item.textContent = `${this.kept.names[field] ?? field}: ${text}`;
      list.append(item);
    }
  }

  private took(kept: Kept) {
    this.kept = kept;
    this.conflicts?.show(kept);
  }

  /** The draft version on which what stands in a field was last seen here. */
  private base(field: string): number {
    return this.kept.known[field]?.version ?? this.spec.version;
  }

  private async settled(field: string, text: string | null) {
    const theirs = this.kept.clashes[field]?.theirs ?? "";
    this.took(await store(this.spec.account, this.spec.filing, (k) => settle(k, field, text, Date.now())));
    this.fill(field, text ?? theirs);
    this.judge();
    this.flush();
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
    if (code) this.change(code, (event.target as Field).value);
  };

  private change(code: string, text: string) {
    const about = { path: this.spec.path, title: this.spec.title, form: this.spec.form, names: this.spec.names };
    const step = (k: Kept) => ({ ...put(k, code, text, this.base(code), Date.now()), ...about });
    this.took(step(this.kept));
    this.storing = store(this.spec.account, this.spec.filing, step).then((kept) => this.took(kept));
    this.judge();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(this.flush, pause);
  }

  private storing: Promise<void> = Promise.resolve();

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
      event.preventDefault();
      if (!area || area.value.trim() !== "") return; // something is there: it is never written over
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
    const take = button?.dataset.settle;
    if (take && button?.dataset.code) void this.settled(button.dataset.code, take === "theirs" ? null : (this.kept.clashes[button.dataset.code]?.mine ?? ""));
  };

  /** What is unsent goes first, field by field; the form itself then only leads on. */
  private onSubmit = (event: SubmitEvent) => {
    if (this.ready) return;
    const submitter = event.submitter as HTMLButtonElement | null;
    event.preventDefault();
    clearTimeout(this.timer);
    void (async () => {
      await new Promise((r) => setTimeout(r, 0)); // a form takes no second submission while the first is still being told to its listeners
      while (this.busy) await new Promise((r) => setTimeout(r, 50));
      await this.storing;
      while (Object.keys(this.kept.waiting).length > 0 || this.kept.sending) if (!(await this.post())) return;
      if (count(this.kept) > 0) return this.conflicts?.show(this.kept);
      this.ready = true;
      this.querySelector("form")?.requestSubmit(submitter);
    })();
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
    for (const [code, clash] of Object.entries(this.kept.clashes)) {
      wrong.set(code, [fill(this.spec.messages["report.field_moved"] ?? "", { name: clash.name, text: clash.theirs.slice(0, 60) })]);
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
    if (use?.use !== undefined && !this.kept.clashes[code]) {
      const scale = this.spec.slots.find((slot) => slot.code === code)?.scale ?? 0;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.dataset.code = code;
      button.dataset.use = formatFixed(this.spec.lang, use.use, scale);
      button.textContent = fill(this.spec.messages["report.use"] ?? "", { n: button.dataset.use });
      line.append(button);
    }
    if (!this.kept.clashes[code]) return;
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
    if (Object.keys(this.kept.waiting).length > 0 || this.kept.sending) void this.post();
  };

  /** Sends what waits; tells whether the server took it. */
  private async post(): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    clearTimeout(this.timer);
    await this.storing;
    const sent = await send(this.spec.account, this.spec.filing);
    await this.storing; // what was typed meanwhile
    this.busy = false;
    this.took(await store(this.spec.account, this.spec.filing, (k) => k));
    this.told(sent);
    return sent.kind === "sent" || sent.kind === "nothing";
  }

  private told(sent: Sent) {
    const messages = this.spec.messages;
    switch (sent.kind) {
      case "sent":
        this.judge();
        if (Object.keys(this.kept.waiting).length > 0) this.timer = window.setTimeout(this.flush, 1); // "saved" is said when all is
        else this.say("jade", fill(messages["report.saved_at"] ?? "", { time: sent.clock }));
        return;
      case "offline":
        this.say("gold", messages["report.kept_here"] ?? "");
        this.timer = window.setTimeout(this.flush, sent.wait);
        return;
      case "signed-out":
        this.say("red", messages["report.sign_in_again"] ?? "", "/sign-in?next=" + encodeURIComponent(this.spec.path));
        return;
      case "refused": // signed meanwhile, or another form: it stays on this device
        this.say("red", fill(messages["report.not_saved"] ?? "", { why: sent.why }), this.spec.path);
    }
  }

  private say(tone: "jade" | "gold" | "red", text: string, href = "") {
    const place = document.querySelector<HTMLElement>("[data-saved]");
    if (!place) return;
    place.dataset.tone = tone;
    const words = place.querySelector("span");
    if (!words) return;
    this.write(words, text);
    if (href === "") return;
    const link = document.createElement("a");
    link.href = href;
    link.textContent = this.spec.messages[href.startsWith("/sign-in") ? "report.sign_in" : "report.reload"] ?? "";
    words.append(" ", link);
  }
}

customElements.define("report-entry", ReportEntry);
