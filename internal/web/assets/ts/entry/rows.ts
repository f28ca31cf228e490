// Rows of a table are added and taken out on the page, each as one step that can be undone: what stands below moves down or
// up. Fields of rows that others added, that a block brings, or that this device keeps, get their row too.
import { fill } from "../app/words";
import type { Grid } from "./grid";
import type { Spec } from "./spec";

export interface RowHooks {
  /** There are more rows than before, or fewer. */
  renewed(): void;
  /** So many rows were taken out. */
  dropped(n: number): void;
  /** No row can be added: the form allows so many. */
  full(most: number): void;
}

export class Rows {
  constructor(
    private host: HTMLElement,
    private spec: Spec,
    private grid: Grid,
    private hooks: RowHooks,
  ) {
    // With keys one goes from cell to cell; Ctrl+Delete takes a row out.
    for (const button of host.querySelectorAll<HTMLElement>("button[name=drop]")) button.tabIndex = -1;
  }

  /** Takes the click on a table's button; true where it was one. */
  click(button: HTMLButtonElement, event: Event): boolean {
    if (button.name === "more") {
      event.preventDefault(); // no save: the form would bring a new page
      const row = this.count(button.value) + 1;
      this.insert(button.value, row);
      return true;
    }
    if (button.name !== "drop") return false;
    event.preventDefault();
    const [code = "", row = ""] = button.value.split(".");
    this.drop(code, Number(row), Number(row));
    return true;
  }

  /** Makes sure that a cell has its row; false where no table has such a cell. */
  ensure(field: string): boolean {
    const [code = "", row = "", column] = field.split(".");
    if (!column || !this.table(code)?.columns.some((one) => one.code === column)) return false;
    return Number(row) <= this.resize(code, Math.max(this.count(code), Number(row)));
  }

  /** How many rows of a table the page has. */
  count(code: string): number {
    return this.body(code)?.rows.length ?? 0;
  }

  private table(code: string) {
    return this.spec.tables?.find((one) => one.code === code);
  }

  private body(code: string): HTMLTableSectionElement | null {
    return this.host.querySelector<HTMLTableSectionElement>(`tbody[data-rows="${CSS.escape(code)}"]`);
  }

  /** Shows so many rows of a table, as far as the form allows; of those that are too many only empty ones at the end go. Gives how many there are. */
  resize(code: string, to: number): number {
    const table = this.table(code);
    const body = this.body(code);
    const last = () => body?.rows[body.rows.length - 1];
    if (!table || !body || !last()) return 0;
    const before = body.rows.length;
    while (body.rows.length < Math.min(to, table.rows)) body.append(this.copy(last() as HTMLTableRowElement, code, body.rows.length + 1));
    while (body.rows.length > Math.max(to, 1) && this.empty(last() as HTMLTableRowElement)) {
      const row = last() as HTMLTableRowElement;
      const at = [...row.cells].findIndex((cell) => cell.contains(document.activeElement));
      row.remove();
      if (at >= 0) last()?.cells[at]?.querySelector<HTMLElement>("[data-slot]")?.focus();
    }
    const more = this.host.querySelector<HTMLElement>(`[data-more="${CSS.escape(code)}"]`);
    if (more) more.hidden = body.rows.length >= table.rows;
    if (body.rows.length !== before) this.hooks.renewed();
    return body.rows.length;
  }

  private empty(row: HTMLTableRowElement): boolean {
    return [...row.querySelectorAll<HTMLInputElement>("[data-slot]")].every((cell) => this.grid.raw(cell).trim() === "");
  }

  /** An empty row like the one above, named by the next number. */
  private copy(line: HTMLTableRowElement, code: string, n: number): HTMLTableRowElement {
    const next = line.cloneNode(true) as HTMLTableRowElement;
    const from = new RegExp(`(^|[ -]|f\\.)${code}\\.${n - 1}(?=\\.|$)`, "g");
    next.querySelectorAll(".remark, .row-from, .other-name, .field-error button").forEach((old) => old.remove());
    for (const one of [next, ...next.querySelectorAll("*")]) {
      for (const { name, value } of [...one.attributes]) if (value.includes(code)) one.setAttribute(name, value.replace(from, `$1${code}.${n}`));
    }
    next.classList.remove("at");
    next.querySelectorAll<HTMLElement>(".cell-says, .field-error").forEach((one) => (one.hidden = true));
    for (const cell of next.querySelectorAll<HTMLInputElement>("[data-slot]")) {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("value");
      cell.value = "";
      delete cell.dataset.raw;
      cell.classList.remove("cell-bad", "picked", "arrived", "other-here");
      cell.classList.add("cell-empty");
      cell.closest("td")?.classList.remove("bad-cell");
    }
    const words = fill(this.spec.messages["report.row_n"] ?? "", { n: String(n) });
    for (const place of next.querySelectorAll("[data-row-n], .row-word")) place.textContent = words;
    for (const place of next.querySelectorAll("[data-row-digits]")) place.textContent = String(n);
    return next;
  }

  /** An empty row becomes the n-th one and is entered. */
  insert(code: string, row: number) {
    const table = this.table(code);
    if (!table) return;
    const n = this.count(code);
    const spare = row <= n && this.empty(this.body(code)?.rows[n - 1] as HTMLTableRowElement); // the last one can fall out
    if (!spare && n >= table.rows) {
      this.hooks.full(table.rows);
      return;
    }
    const moved = this.moves(code, row, spare ? n : n + 1, -1);
    this.grid.change(spare ? moved : [{ field: "#" + code, text: String(n + 1) }, ...moved]);
    this.enter(code, row, 0);
  }

  /** Takes rows out; those below move up. */
  drop(code: string, from: number, to: number) {
    const n = this.count(code);
    if (!this.table(code) || n === 0) return;
    const at = [...(this.body(code)?.rows[from - 1]?.cells ?? [])].findIndex((cell) => cell.contains(document.activeElement)) - 1;
    const many = to - from + 1;
    const left = Math.max(1, n - many);
    this.grid.change([...this.moves(code, from, n, many), { field: "#" + code, text: String(left) }]);
    this.enter(code, Math.min(from, left), Math.max(0, at));
    this.hooks.dropped(many);
  }

  /** What stands in rows first to last once each holds what stood so many rows below (or above) it. */
  private moves(code: string, first: number, last: number, by: number): { field: string; text: string }[] {
    const puts: { field: string; text: string }[] = [];
    for (let row = first; row <= last; row++) {
      for (const { code: column } of this.table(code)?.columns ?? []) {
        const there = row + by >= first ? this.grid.cell(`${code}.${row + by}.${column}`) : null;
        puts.push({ field: `${code}.${row}.${column}`, text: there ? this.grid.raw(there) : "" });
      }
    }
    return puts;
  }

  private enter(code: string, row: number, at: number) {
    const cell = this.grid.cell(`${code}.${row}.${this.table(code)?.columns[at]?.code ?? ""}`);
    if (!cell) return;
    this.grid.reveal(cell);
    cell.focus();
  }
}
