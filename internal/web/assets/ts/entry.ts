// <report-entry>: the entry page of a report. It computes while somebody types (entry/judge.ts), makes a spreadsheet of the
// table (entry/grid.ts), and saves by itself (entry/saving.ts). Without it the page is a form with a button.
import { Conflicts } from "./entry/conflicts";
import { Grid } from "./entry/grid";
import { Judge } from "./entry/judge";
import { count, type Kept } from "./entry/kept";
import { Narratives } from "./entry/narrative";
import { shown } from "./entry/rules";
import { formatFixed } from "./text";
import { Presence, type Counted, type Written } from "./entry/presence";
import { Rows } from "./entry/rows";
import { Saving } from "./entry/saving";
import { Says } from "./entry/says";
import { Single } from "./entry/single";
import { codeOf, Fields, write, type Field, type Spec } from "./entry/spec";

class ReportEntry extends HTMLElement {
  private notice = false; // the form is about to be told
  private ready = false; // everything was sent: the form may go
  private conflicts: Conflicts | null = null;
  private fields!: Fields;
  private grid!: Grid;
  private judge!: Judge;
  private narratives!: Narratives;
  private presence: Presence | null = null;
  private rows!: Rows;
  private saving!: Saving;
  private says!: Says;
  private single!: Single;
  private spec!: Spec;

  connectedCallback() {
    const data = this.querySelector("#entry-spec")?.textContent;
    if (!data) return;
    const spec = (this.spec = JSON.parse(data) as Spec);
    this.grid = new Grid(this, {
      changed: (texts) => {
        this.saving.change(texts);
        this.noticed();
      },
      shown: (field, text) => (spec.plain ? text : shown(spec, field, text)),
      pasted: (placed, again) => this.says.pasted(placed, again),
      picked: (fields) => this.says.picked(fields),
      reveal: (cell) => this.single?.reveal(cell),
      entered: () => undefined,
      rows: (table, to) => (to === undefined ? this.rows.count(table) : this.rows.resize(table, to)),
      insert: (table, row) => this.rows.insert(table, row),
      drop: (table, from, to) => this.rows.drop(table, from, to),
      tables: () => spec.tables ?? [],
    });
    this.narratives = new Narratives(this, spec.messages, spec.previous);
    this.fields = new Fields(this, this.grid, (field) => this.refresh(field), (field) => this.rows.ensure(field) || this.judge.askWhy(field));
    this.says = new Says(this, spec, this.fields);
    this.rows = new Rows(this, spec, this.grid, {
      renewed: () => this.single.renew(),
      dropped: (n) => this.says.dropped(n),
      full: (most) => this.says.full(most),
    });
    this.judge = new Judge(this, spec, this.grid, this.fields);
    this.saving = new Saving(this, spec, {
      took: (kept) => this.conflicts?.show(kept),
      fill: (field, text) => this.fields.fill(field, text),
      judge: () => this.look(),
      saved: (version) => this.presence?.saved(version),
    });
    this.single = new Single(this); // it may enter a field at once, of which all others hear
    this.addEventListener("input", this.onInput);
    this.addEventListener("click", this.onClick);
    const form = this.querySelector("form");
    form?.addEventListener("fieldsneeded", (event) => (event as CustomEvent<string[]>).detail.forEach((name) => this.rows.ensure(name.replace(/^f\./, ""))));
    if (!spec.preview) form?.addEventListener("submit", this.onSubmit);
    form?.addEventListener("formdata", (event) => {
      // All was sent field by field: the form carries none, and so overwrites nothing of another desk.
      if (this.ready) for (const name of [...event.formData.keys()]) if (name.startsWith("f.")) event.formData.delete(name);
    });
    const box = this.querySelector<HTMLElement>("[data-conflicts]");
    if (box) this.conflicts = new Conflicts(box, spec.messages, (field, text) => void this.saving.settled(field, text));
    this.look();
    if (spec.preview) return;
    void this.saving.restore();
    this.presence = new Presence(this, spec, {
      arrived: (list) => this.arrived(list),
      busy: () => this.saving.sending,
      closed: () => this.saving.closed(),
      counted: (now) => this.counted(now),
      field: (code) => this.fields.find(code),
    });
  }

  disconnectedCallback() {
    this.presence?.disconnect();
    this.saving?.disconnect();
    this.grid?.disconnect();
    this.single?.disconnect();
  }

  /** A form that sends itself is told, once for a whole block, of what was not typed: it keeps that on the device too. */
  private noticed() {
    if (!this.spec.plain || this.notice) return;
    this.notice = true;
    queueMicrotask(() => {
      this.notice = false;
      this.querySelector("form")?.dispatchEvent(new Event("change"));
    });
  }

  private get kept(): Kept {
    return this.saving.kept;
  }

  private look() {
    this.judge.all(this.kept.clashes);
  }

  /** Shows what others wrote; gives the fields that changed by it. */
  private async arrived(list: Written[]): Promise<Written[]> {
    const shown = (await this.saving.arrived(list)).filter(({ field, text }) => this.fields.fill(field, text));
    if (shown.length > 0) this.look();
    return shown;
  }

  /** Shows what registers count now. Nothing of it is sent: the server counts at the signature. */
  private counted({ counted = {}, sources = [] }: Counted) {
    const slots = Object.keys(counted).filter((code) => this.spec.before[code] !== counted[code]);
    if (slots.length === 0) return;
    for (const code of slots) {
      const n = (this.spec.before[code] = counted[code]!);
      const part = this.querySelector(`output[id="v-${CSS.escape(code)}"]`);
      if (part) write(part, formatFixed(this.spec.lang, n, 0));
    }
    for (const { indicator, text, href } of sources) {
      const cell = this.querySelector<HTMLElement>(`[data-counted="${CSS.escape(indicator)}"]`);
      const link = cell?.querySelector("a");
      if (link && href) link.setAttribute("href", href);
      if (cell) write(link ?? cell, text);
    }
    this.look();
  }

  private refresh(field: Field) {
    if (field instanceof HTMLTextAreaElement) this.narratives.refresh(field);
  }

  private onInput = (event: Event) => {
    const code = codeOf(event.target);
    if (!code) return;
    this.saving.change({ [code]: (event.target as Field).value });
    this.says.moved();
  };

  private onClick = (event: MouseEvent) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    if (!button || this.rows.click(button, event)) return;
    const { carry, use, code, settle } = button.dataset;
    if (button.dataset.carryFigures !== undefined) {
      event.preventDefault(); // without script the button sends the form
      this.carryFigures();
      return;
    }
    if (button.dataset.gridUndo !== undefined) {
      this.grid.undo();
      this.says.close();
      return;
    }
    if (carry) {
      event.preventDefault();
      this.carry(carry);
    } else if (use !== undefined && code) {
      event.preventDefault(); // without script the button sends the form
      this.grid.change([{ field: code, text: use }]);
      this.fields.find(code)?.focus();
    } else if (button.dataset.pasteAgain !== undefined) this.says.pasteAgain();
    else if (button.dataset.gridClose !== undefined) this.says.close();
    else if (settle && code) void this.saving.settled(code, settle === "theirs" ? null : (this.kept.clashes[code]?.mine ?? ""));
  };

  /** Takes what stood in the last report over into empty cells, as one step. */
  private carryFigures() {
    const typed = this.fields.typed();
    const puts = Object.entries(this.spec.carry)
      .filter(([field]) => typed[field] !== undefined && typed[field].trim() === "")
      .map(([field, text]) => ({ field, text }));
    if (puts.length > 0) this.grid.change(puts);
    this.says.carried(puts.length);
  }

  /** Brings the text of the period before over. What is there is never written over. */
  private carry(code: string) {
    const area = this.fields.find(code);
    const before = this.querySelector<HTMLElement>("#before-" + CSS.escape(code))?.dataset.typed ?? "";
    if (!area || area.value.trim() !== "") return;
    area.value = before;
    this.saving.change({ [code]: before });
    this.refresh(area);
    area.focus();
  }

  /** What is unsent goes first, field by field; the form itself then only leads on. */
  private onSubmit = (event: SubmitEvent) => {
    if (this.ready) return;
    const submitter = event.submitter as HTMLButtonElement | null;
    event.preventDefault();
    void (async () => {
      if (!(await this.saving.all())) {
        if (count(this.kept) > 0) this.conflicts?.show(this.kept);
        return;
      }
      this.ready = true;
      this.querySelector("form")?.requestSubmit(submitter);
    })();
  };
}

customElements.define("report-entry", ReportEntry);
