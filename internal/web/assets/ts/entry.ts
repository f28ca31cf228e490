// <report-entry>: the entry page of a report. It computes while somebody types,
// moves between cells with arrows and Enter, and saves by itself. Without it
// the page is a form with a button.
import { Keeper, type Batch } from "./entry/keeper";
import { compute, fill, read, type Rules } from "./entry/rules";
import { formatFixed } from "./text";

interface Spec extends Rules {
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

  connectedCallback() {
    const data = this.querySelector("#entry-spec")?.textContent;
    if (!data) return;
    this.spec = JSON.parse(data) as Spec;
    this.keeper = new Keeper(`giaoban:draft:${this.spec.account}:${this.spec.filing}`);
    for (const [field, text] of Object.entries(this.keeper.unsent)) {
      const input = this.field(field);
      if (input) input.value = text;
    }
    this.addEventListener("input", this.onInput);
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("paste", this.onPaste);
    this.addEventListener("click", this.onClick);
    this.addEventListener("focusin", this.onFocus);
    this.querySelector("form")?.addEventListener("submit", this.onSubmit);
    window.addEventListener("online", this.flush);
    document.addEventListener("visibilitychange", this.flush);
    this.judge();
    if (!this.keeper.empty) void this.send();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
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

  private get cells(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[data-slot]")];
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

  private onFocus = (event: FocusEvent) => {
    if ((event.target as HTMLElement).matches("input[data-slot]")) (event.target as HTMLInputElement).select();
  };

  private onKey = (event: KeyboardEvent) => {
    const cell = event.target as HTMLInputElement;
    if (!cell.matches?.("input[data-slot]") || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const by = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey) ? -1 : event.key === "ArrowDown" || event.key === "Enter" ? 1 : 0;
    if (by === 0) return;
    event.preventDefault(); // Enter would send the form
    const cells = this.cells;
    cells[cells.indexOf(cell) + by]?.focus();
  };

  /** A column copied out of a spreadsheet fills the cells below. */
  private onPaste = (event: ClipboardEvent) => {
    const cell = event.target as HTMLInputElement;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell.matches?.("input[data-slot]") || !/[\n\t]/.test(text.trim())) return;
    event.preventDefault();
    const cells = this.cells;
    const first = cells.indexOf(cell);
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, i) => {
      const target = cells[first + i];
      if (!target) return;
      target.value = (line.split("\t")[0] ?? "").trim().slice(0, 200);
      this.change(this.codeOf(target), target.value);
    });
  };

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
      area.focus();
    }
    const settle = button?.dataset.settle;
    const code = button?.dataset.code;
    if (settle && code) {
      const input = this.field(code);
      const clash = this.clashes.get(code);
      if (!input || !clash) return;
      this.clashes.delete(code);
      if (settle === "theirs") {
        input.value = clash.text;
        this.keeper.drop(code);
        this.judge();
      } else this.change(code, input.value); // on the new base it is no clash any more
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

  private judge() {
    const typed: Record<string, string> = {};
    for (const cell of this.cells) typed[this.codeOf(cell)] = cell.value;
    const { figures, findings } = read(this.spec, typed);
    const computed = compute(this.spec, figures);
    const scale = new Map(this.spec.slots.map((slot) => [slot.code, slot.scale]));
    for (const output of this.querySelectorAll<HTMLElement>("output[data-value]")) {
      const code = output.dataset.value ?? "";
      if (!code || !this.spec.sections.some((s) => s.indicators.includes(code))) continue;
      const n = figures[code];
      this.write(output, computed[code] ?? (n === undefined ? "–" : formatFixed(this.spec.lang, n, scale.get(code) ?? 0)));
    }
    const wrong = new Map<string, string[]>();
    const asked = new Set<string>();
    for (const one of findings) {
      const list = wrong.get(one.field) ?? [];
      list.push(one.text);
      wrong.set(one.field, list);
      if (one.warn) asked.add(one.field);
    }
    for (const [code, clash] of this.clashes) {
      wrong.set(code, [fill(this.spec.messages["report.field_moved"] ?? "", { name: clash.name, text: clash.text.slice(0, 60) })]);
    }
    for (const cell of this.cells) {
      const code = this.codeOf(cell);
      const why = this.field(code + "why");
      if (asked.has(code) && why && why.value.trim() !== "") wrong.delete(code);
      this.mark(cell, wrong.get(code) ?? [], asked.has(code));
      cell.classList.toggle("cell-empty", cell.value.trim() === "");
    }
    for (const code of this.spec.texts) {
      const area = this.field(code);
      if (area) this.sentence(code, wrong.get(code) ?? []);
    }
    this.count(figures, computed, wrong);
  }

  private mark(cell: HTMLInputElement, sentences: string[], ask: boolean) {
    const code = this.codeOf(cell);
    const bad = sentences.length > 0;
    cell.classList.toggle("cell-bad", bad);
    if (bad) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    cell.closest("tr")?.classList.toggle("bad-row", bad);
    const says = this.querySelector<HTMLElement>(`tr[data-says="${CSS.escape(code)}"]`);
    if (!says) return;
    if (ask && !says.querySelector(".why")) this.addWhy(says, code);
    this.sentence(code, sentences);
    says.classList.toggle("bad-row", bad);
    says.hidden = !bad && !says.querySelector(".remark, .why");
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

  private sentence(code: string, sentences: string[]) {
    const line = this.querySelector<HTMLElement>("#f-" + CSS.escape(code) + "-error");
    const text = line?.querySelector("[data-error]");
    if (!line || !text) return;
    line.hidden = sentences.length === 0;
    this.write(text, sentences.join(" "));
    line.querySelectorAll("button").forEach((button) => button.remove());
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
      const mine = this.field(one.field)?.value;
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
