// The line below the grid: what became of a pasted block, count and sum of what is picked.
import { fill } from "../app/words";
import type { Placed } from "./paste";
import { figureOf } from "./rules";
import { write, type Fields, type Spec } from "./spec";
import { formatFixed } from "../text";

export class Says {
  private again: (() => void) | null = null; // pastes the last block without the computed lines
  private summing = false;

  constructor(
    private host: HTMLElement,
    private spec: Spec,
    private fields: Fields,
  ) {}

  private note(text: string, again: boolean, undo = false) {
    const place = this.host.querySelector<HTMLElement>("[data-grid-says]");
    const words = place?.querySelector("span");
    if (!place || !words) return;
    place.hidden = text === "";
    write(words, text);
    const button = place.querySelector<HTMLElement>("[data-paste-again]");
    if (button) button.hidden = !again;
    const back = place.querySelector<HTMLElement>("[data-grid-undo]");
    if (back) back.hidden = !undo;
  }

  /** Says what of a block could not be placed: nothing is cut in silence. */
  pasted(placed: Placed, again: (() => void) | null) {
    this.again = again;
    const say = (key: string, args: Record<string, string> = {}) => fill(this.spec.messages[key] ?? "", args);
    const text = [say(placed.byCode ? "report.pasted_by_code" : "report.pasted", { n: String(placed.puts.length) })];
    if (placed.blank > 0) text.push(say("report.pasted_blank", { n: String(placed.blank) }));
    if (placed.head) text.push(say("report.pasted_head"));
    if (placed.numbered) text.push(say("report.pasted_numbered"));
    for (const why of ["computed", "below", "rows", "right", "unknown", "long"] as const) {
      const list = placed.left.filter((one) => one.why === why);
      if (list.length === 0) continue;
      const named = list.slice(0, 6).map((one) => (one.at ? `${one.at}: ` : "") + one.text.slice(0, 24)).join("; ");
      text.push(say("report.unplaced_" + why, { n: String(list.length), list: named + (list.length > 6 ? " …" : "") }));
    }
    const dull = placed.puts.length <= 1 && placed.left.length === 0 && placed.blank === 0 && !placed.head && !placed.numbered;
    this.note(dull ? "" : text.join(" "), again !== null);
  }

  /** Says that rows of a table were taken out, with the way back. */
  dropped(n: number) {
    this.tell(fill(this.spec.messages["report.rows_dropped"] ?? "", { n: String(n) }), true);
  }

  /** Says that a table takes no further row. */
  full(most: number) {
    this.tell(fill(this.spec.messages["report.rows_full"] ?? "", { n: String(most) }), false);
  }

  private tell(text: string, undo: boolean) {
    this.again = null;
    this.summing = false;
    this.note(text, false, undo);
  }

  /** Says how many figures of the last report were taken over. */
  carried(n: number) {
    this.tell(fill(this.spec.messages[n > 0 ? "report.carried_n" : "report.carried_none"] ?? "", { n: String(n) }), n > 0);
  }

  /** Count and sum of what is picked, as at the foot of a spreadsheet. */
  picked(fields: string[]) {
    if (fields.length < 2) {
      if (this.again === null && this.summing) this.note("", false);
      this.summing = false;
      return;
    }
    const typed = this.fields.typed();
    const known = fields.map((field) => figureOf(this.spec, field, typed[field] ?? "")).filter((one) => one !== null);
    const scale = Math.max(0, ...known.map((one) => one.scale));
    const sum = known.reduce((all, one) => all + one.value * 10 ** (scale - one.scale), 0);
    this.summing = true;
    this.again = null;
    this.note(fill(this.spec.messages["report.picked"] ?? "", { n: String(fields.length), sum: formatFixed(this.spec.lang, sum, scale) }), false);
  }

  /** After something else was done, the last step is no longer the one that this line told of. */
  moved() {
    const back = this.host.querySelector<HTMLElement>("[data-grid-undo]");
    if (back && !back.hidden) this.close();
  }

  pasteAgain() {
    this.again?.();
  }

  close() {
    this.again = null;
    this.note("", false);
  }
}
