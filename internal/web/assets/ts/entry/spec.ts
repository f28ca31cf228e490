// What the page says of the form, the draft and the reader, and how its fields are found and filled.
import type { Grid } from "./grid";
import type { Past } from "./unusual";
import type { Ref, Rules } from "./rules";

export interface Spec extends Rules {
  past: Record<string, Past>;
  refs: Record<string, Ref>;
  previous: string;
  preview?: boolean; // nothing is kept or sent: of a form that is tried, or of one that sends itself
  plain?: boolean; // of a form that sends itself: figures stand as they are typed
  account: string;
  filing: string;
  counts?: string; // the unit whose registers the draft counts
  form: string;
  title: string;
  path: string;
  names: Record<string, string>;
  version: number;
  sections: { code: string; indicators: string[] }[];
  texts: string[];
  offers: Record<string, number>; // by slot: a figure that somebody else knows
  carry: Record<string, string>; // by slot: the figure of the last report that may stand unchanged, as typed
  bound: Record<string, string>; // names of the figures that a text may name, by code
}

export type Field = HTMLInputElement | HTMLTextAreaElement;

/** Which field an element is. */
export function codeOf(target: EventTarget | null): string {
  const data = (target as HTMLElement | null)?.dataset;
  return data?.slot ?? data?.field ?? "";
}

/** Writes a text where it is another one: readers are told of changes only. */
export function write(place: Element, text: string) {
  if (place.textContent !== text) place.textContent = text;
}

export class Fields {
  constructor(
    private host: HTMLElement,
    private grid: Grid,
    private filled: (field: Field) => void,
    private ensure: (code: string) => boolean,
  ) {}

  /** The field of a code: the buttons of a clash and the people at a field name it too. */
  find(code: string): Field | null {
    const one = document.getElementById("f-" + code);
    return one && codeOf(one) === code && this.host.contains(one) ? (one as Field) : null;
  }

  /** What stands in a field: what was typed, however it is shown. */
  text(input: Field): string {
    return input instanceof HTMLTextAreaElement ? input.value : this.grid.raw(input);
  }

  /** Puts a text where another one stands, without telling anybody; tells whether it did. */
  fill(code: string, text: string): boolean {
    const input = this.find(code) ?? (text !== "" && this.ensure(code) ? this.find(code) : null);
    if (!input) return false;
    const other = this.text(input) !== text;
    if (other) this.set(input, text);
    this.filled(input);
    return other;
  }

  private set(input: Field, text: string) {
    if (input instanceof HTMLInputElement && input.dataset.slot !== undefined) this.grid.put(input, text);
    else {
      const { selectionStart, selectionEnd } = input;
      input.value = text;
      if (input === document.activeElement) input.setSelectionRange(selectionStart, selectionEnd); // who reads there stays there
    }
  }

  /** The cells of the grid as they were typed. */
  typed(): Record<string, string> {
    const typed: Record<string, string> = {};
    for (const cell of this.grid.cells) typed[codeOf(cell)] = this.grid.raw(cell);
    return typed;
  }
}
