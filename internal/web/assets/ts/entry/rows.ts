// Rows of a table are added and taken out on the page: the last row is copied with the next number; taking one out moves up
// what stands below it, as one step that can be undone. Fields of rows that others added, or that this device keeps, get their row too.
import { fill } from "../app/words";
import type { Grid } from "./grid";
import type { Spec } from "./spec";

export class Rows {
  constructor(
    private host: HTMLElement,
    private spec: Spec,
    private grid: Grid,
    private added: () => void,
  ) {}

  /** Takes the click on a table's button; true where it was one. */
  click(button: HTMLButtonElement, event: Event): boolean {
    if (button.name === "more") {
      event.preventDefault(); // no save: the form would bring a new page
      const row = this.count(button.value) + 1;
      if (this.show(button.value, row)) this.first(button.value, row)?.focus();
      return true;
    }
    if (button.name !== "drop") return false;
    event.preventDefault();
    const [code = "", row = ""] = button.value.split(".");
    this.drop(code, Number(row));
    return true;
  }

  /** Makes sure that a cell has its row; false where no table has such a cell. */
  ensure(field: string): boolean {
    const [code = "", row = "", column] = field.split(".");
    if (!column || !this.spec.tables?.some((table) => table.code === code)) return false;
    return this.show(code, Number(row));
  }

  /** How many rows of a table the page has. */
  private count(code: string): number {
    let n = 0;
    while (this.first(code, n + 1)) n++;
    return n;
  }

  private first(code: string, row: number): HTMLElement | null {
    const column = this.spec.tables?.find((table) => table.code === code)?.columns[0]?.code ?? "";
    return this.grid.cell(`${code}.${row}.${column}`);
  }

  private show(code: string, row: number): boolean {
    const table = this.spec.tables?.find((one) => one.code === code);
    const foot = this.host.querySelector<HTMLTableRowElement>(`tr[data-more="${CSS.escape(code)}"]`);
    if (!table || !foot || !(row <= table.rows)) return false;
    let last = this.count(code);
    const before = last;
    for (; last > 0 && last < row; last++) {
      for (const { code: column } of table.columns) {
        const line = this.line(`${code}.${last}.${column}`);
        const says = line?.nextElementSibling;
        if (!line || !(says instanceof HTMLTableRowElement)) return false;
        foot.before(this.copy(line, code, last, column), this.copy(says, code, last, column));
      }
    }
    foot.hidden = last >= table.rows;
    if (last > before) this.added();
    return last >= row;
  }

  private line(field: string): HTMLTableRowElement | null {
    return this.host.querySelector<HTMLTableRowElement>(`tr[data-row="${CSS.escape(field)}"]`);
  }

  /** An empty line like the one of the row above, named by the next number. */
  private copy(line: HTMLTableRowElement, code: string, row: number, column: string): HTMLTableRowElement {
    const next = line.cloneNode(true) as HTMLTableRowElement;
    const from = `${code}.${row}.${column}`;
    const to = `${code}.${row + 1}.${column}`;
    for (const one of [next, ...next.querySelectorAll("*")]) {
      for (const { name, value } of [...one.attributes]) if (value.includes(from)) one.setAttribute(name, value.replaceAll(from, to));
    }
    next.classList.remove("bad-row", "at");
    if (next.dataset.says !== undefined) {
      next.hidden = true;
      next.querySelectorAll(".remark, .why, .explained, .field-error button").forEach((old) => old.remove());
    }
    next.querySelectorAll<HTMLElement>(".field-error, .unusual").forEach((one) => (one.hidden = true));
    for (const cell of next.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-slot]")) {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("value");
      cell.value = "";
      delete cell.dataset.raw;
      cell.classList.remove("cell-bad", "picked", "changed");
    }
    const what = this.spec.tables?.find((one) => one.code === code)?.columns.find((one) => one.code === column)?.name ?? "";
    const words = fill(this.spec.messages["report.table_row"] ?? "", { n: String(row + 1), what });
    const label = next.querySelector("label");
    if (label) label.textContent = words;
    const drop = next.querySelector<HTMLButtonElement>("button[name=drop]");
    if (drop) {
      drop.value = `${code}.${row + 1}`;
      const said = drop.querySelector(".sr");
      if (said) said.textContent = words;
    }
    return next;
  }

  private drop(code: string, row: number) {
    const table = this.spec.tables?.find((one) => one.code === code);
    if (!table) return;
    const last = this.count(code);
    const puts: { field: string; text: string }[] = [];
    for (let at = row; at <= last; at++) {
      for (const { code: column } of table.columns) {
        const below = this.grid.cell(`${code}.${at + 1}.${column}`);
        puts.push({ field: `${code}.${at}.${column}`, text: below ? this.grid.raw(below) : "" });
      }
    }
    this.grid.change(puts.filter(({ field, text }) => {
      const cell = this.grid.cell(field);
      return cell !== null && this.grid.raw(cell) !== text;
    }));
    this.first(code, row)?.focus();
  }
}
