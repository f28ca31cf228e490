// The grid of figures for people who live in a spreadsheet: arrows, Enter, blocks picked with Shift or the mouse, copy,
// paste, undo. It works on the page's own table of inputs: without it they are inputs in a table.
//
// A cell that is entered is picked whole: typing replaces it, arrows leave it. F2, a second click or typing begins to
// edit: then Left, Right, Home and End move within the text. A cell that is left shows its number grouped (2.477); the
// text as it was typed comes back when it is entered, and that text is what is kept and sent.
//
// The rows of a table are lines of several cells. There Tab goes to the right and Enter to the row below, where the run of
// Tabs began; below the last row that holds anything a new one opens. Ctrl+Enter puts a row in, Ctrl+Delete takes it out.
import { History, type Change } from "./history";
import { parseBlock, place, writeBlock, type GridLine, type Placed, type TableShape } from "./paste";

export interface GridHooks {
  /** Somebody changed fields, in one step: keep them, judge them. Texts by field. */
  changed(texts: Record<string, string>): void;
  /** How a cell that was left shows its text. */
  shown(field: string, text: string): string;
  /** A block was pasted, or some of it could not be. again pastes it without the computed lines. */
  pasted(placed: Placed, again: (() => void) | null): void;
  /** So many cells are picked; none says nothing. */
  picked(fields: string[]): void;
  /** A cell is about to be entered: it may be out of sight. */
  reveal(cell: Cell): void;
  /** Somebody entered or left a cell. */
  entered(field: string | null): void;
  /** How many rows of a table the page shows; to makes it so many, as far as that can be. */
  rows(table: string, to?: number): number;
  /** Rows are put into a table, or taken out of it. */
  insert(table: string, row: number): void;
  drop(table: string, from: number, to: number): void;
  tables(): TableShape[];
}

export type Cell = HTMLInputElement | HTMLSelectElement;

const page = 10; // lines of PageUp and PageDown

export class Grid {
  readonly history = new History();
  private editing = false;
  private before = ""; // of the entered cell, when it was entered
  private anchor: Cell | null = null;
  private head: Cell | null = null;
  private dragging = false;
  private start: { table: string; column: number } | null = null; // where a run of Tabs began

  constructor(
    private host: HTMLElement,
    private hooks: GridHooks,
  ) {
    host.addEventListener("focusin", this.onEnter);
    host.addEventListener("focusout", this.onLeave);
    host.addEventListener("keydown", this.onKey);
    host.addEventListener("input", this.onInput);
    host.addEventListener("mousedown", this.onDown);
    host.addEventListener("mouseover", this.onOver);
    document.addEventListener("mouseup", this.onUp);
    host.addEventListener("paste", this.onPaste);
    host.addEventListener("copy", this.onCopy);
    host.addEventListener("cut", this.onCopy);
    // The form sends what was typed, not how it is shown.
    host.querySelector("form")?.addEventListener("formdata", (event) => {
      for (const cell of this.cells) if (cell.name) event.formData.set(cell.name, this.raw(cell));
    });
    for (const cell of this.cells) if (cell !== document.activeElement) this.group(cell);
  }

  disconnect() {
    document.removeEventListener("mouseup", this.onUp);
  }

  get cells(): Cell[] {
    return [...this.host.querySelectorAll<Cell>("input[data-slot], select[data-slot]")];
  }

  private rows(): { row: HTMLTableRowElement; cells: Cell[] }[] {
    return [...this.host.querySelectorAll<HTMLTableRowElement>("tr[data-line]")].map((row) => ({
      row,
      cells: [...row.querySelectorAll<Cell>("input[data-slot], select[data-slot]")],
    }));
  }

  lines(): GridLine[] {
    return this.rows().map(({ row, cells }) => ({ code: row.dataset.line ?? "", cells: cells.map((cell) => cell.dataset.slot ?? "") }));
  }

  cell(field: string): Cell | null {
    const one = document.getElementById("f-" + field); // of a thousand cells a selector would be slow
    return this.isCell(one) && this.host.contains(one) ? one : null;
  }

  /** Makes sure that a cell that is about to be entered can be seen. */
  reveal(cell: Cell) {
    this.hooks.reveal(cell);
  }

  /** What was typed, however it is shown. */
  raw(cell: Cell): string {
    return cell.dataset.raw ?? cell.value;
  }

  /** Puts a text into a cell without telling anybody. */
  put(cell: Cell, text: string) {
    delete cell.dataset.raw;
    cell.value = text;
    if (cell === document.activeElement) {
      if (!this.editing) this.pickText(cell);
      this.before = text;
    } else this.group(cell);
  }

  /** Changes cells as one step that can be undone. The field "#T1" stands for the number of rows of the table T1. */
  change(puts: { field: string; text: string }[]): boolean {
    const step: Change[] = [];
    for (const { field, text } of puts) {
      if (field.startsWith("#")) {
        const before = this.hooks.rows(field.slice(1));
        if (Number(text) > before) this.hooks.rows(field.slice(1), Number(text)); // the cells that follow stand in them
        step.push({ field, before: String(before), after: text });
        continue;
      }
      const cell = this.cell(field);
      if (!cell) continue;
      step.push({ field, before: this.raw(cell), after: text });
    }
    this.apply(step);
    return this.history.push(step);
  }

  private apply(step: Change[]) {
    const changed: Record<string, string> = {};
    for (const { field, before, after } of step) {
      if (field.startsWith("#")) {
        this.hooks.rows(field.slice(1), Number(after));
        continue;
      }
      const cell = this.cell(field);
      if (!cell || before === after) continue;
      this.put(cell, after);
      changed[field] = after;
    }
    if (Object.keys(changed).length > 0) this.hooks.changed(changed);
  }

  private group(cell: Cell) {
    if (cell instanceof HTMLSelectElement) return;
    const raw = cell.dataset.raw ?? cell.value;
    const shown = this.hooks.shown(cell.dataset.slot ?? "", raw);
    if (shown === raw) delete cell.dataset.raw;
    else cell.dataset.raw = raw;
    cell.value = shown;
  }

  private pickText(cell: Cell) {
    if (cell instanceof HTMLInputElement && cell.type === "text") cell.select();
  }

  private isCell(target: EventTarget | null): target is Cell {
    return target instanceof Element && target.matches("input[data-slot], select[data-slot]");
  }

  // ---- entering and leaving ----

  private onEnter = (event: FocusEvent) => {
    const cell = event.target;
    if (!this.isCell(cell)) return;
    if (cell.dataset.raw !== undefined) {
      cell.value = cell.dataset.raw;
      delete cell.dataset.raw;
    }
    this.editing = false;
    this.before = cell.value;
    this.pickText(cell);
    if (!this.dragging && this.head !== cell) this.pick(cell, cell);
    this.hooks.entered(cell.dataset.slot ?? null);
  };

  private onLeave = (event: FocusEvent) => {
    const cell = event.target;
    if (!this.isCell(cell)) return;
    this.commit(cell);
    this.group(cell);
    if (!this.isCell(event.relatedTarget)) {
      this.start = null;
      if (!this.dragging) this.pick(null, null);
      this.hooks.entered(null);
    }
  };

  /** What was typed since the cell was entered becomes one step. */
  private commit(cell: Cell) {
    this.history.push([{ field: cell.dataset.slot ?? "", before: this.before, after: cell.value }]);
    this.before = cell.value;
  }

  private onInput = (event: Event) => {
    if (!this.isCell(event.target)) return;
    this.editing = true;
    if (this.anchor !== event.target || this.head !== event.target) this.pick(event.target, event.target);
  };

  // ---- keys ----

  private onKey = (event: KeyboardEvent) => {
    const cell = event.target;
    if (!this.isCell(cell) || event.altKey || event.isComposing) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const list = cell instanceof HTMLSelectElement; // its own arrows choose
    const row = this.rowOf(cell);
    if (this.start && event.key !== "Enter" && event.key !== "Tab" && /^(Arrow|Page|Home|End)/.test(event.key)) this.start = null;
    switch (event.key) {
      case "ArrowUp":
      case "ArrowDown": {
        if (list && !ctrl) return;
        const down = event.key === "ArrowDown";
        return this.go(event, cell, ctrl ? this.edge(cell, down) : this.beside(this.headOr(cell, event.shiftKey), down ? 1 : -1), event.shiftKey);
      }
      case "ArrowLeft":
      case "ArrowRight": {
        if (list || this.editing || ctrl) return;
        const next = this.across(cell, event.key === "ArrowRight" ? 1 : -1);
        if (next) this.go(event, cell, next, event.shiftKey);
        else if (!event.shiftKey) this.editing = true; // nowhere to go: the caret moves in the text
        return;
      }
      case "Enter": {
        if (ctrl && row) {
          event.preventDefault();
          this.commit(cell);
          return this.hooks.insert(row.table, row.n + 1);
        }
        if (ctrl) return;
        if (row && !event.shiftKey) this.open(row);
        const next = this.beside(cell, event.shiftKey ? -1 : 1);
        const start = this.start;
        this.go(event, cell, (row && next && start?.table === this.rowOf(next)?.table && this.rows().find((one) => one.cells.includes(next))?.cells[start?.column ?? 0]) || next, false);
        this.start = start;
        return;
      }
      case "Tab":
        if (!row || event.shiftKey) return;
        if (row.last) {
          this.start = { table: row.table, column: 0 };
          this.open(row); // the page's own order leads into it
        } else this.start ??= { table: row.table, column: row.column };
        return;
      case "PageUp":
      case "PageDown":
        return this.go(event, cell, this.beside(cell, event.key === "PageDown" ? page : -page, true), event.shiftKey);
      case "Home":
      case "End": {
        if (!ctrl && (this.editing || list)) return;
        const last = event.key === "End";
        const within = ctrl ? this.cells : this.run(cell);
        return this.go(event, cell, within[last ? within.length - 1 : 0] ?? null, event.shiftKey);
      }
      case "F2":
        event.preventDefault();
        this.editing = !this.editing;
        if (cell instanceof HTMLInputElement) {
          if (this.editing) cell.setSelectionRange(cell.value.length, cell.value.length);
          else cell.select();
        }
        return;
      case "Escape":
        if (this.many()) this.pick(cell, cell);
        else if (cell.value !== this.before) {
          cell.value = this.before;
          this.hooks.changed({ [cell.dataset.slot ?? ""]: cell.value });
        } else return;
        event.preventDefault();
        event.stopPropagation();
        this.editing = false;
        this.pickText(cell);
        return;
      case "Delete":
      case "Backspace":
        if (ctrl && row && !this.editing && event.key === "Delete") {
          event.preventDefault();
          this.commit(cell);
          const picked = this.pickedCells().map((one) => this.rowOf(one)).filter((one) => one?.table === row.table).map((one) => one?.n ?? row.n);
          return this.hooks.drop(row.table, Math.min(row.n, ...picked), Math.max(row.n, ...picked));
        }
        if (!this.many()) return;
        event.preventDefault();
        this.change(this.pickedCells().map((one) => ({ field: one.dataset.slot ?? "", text: "" })));
        return;
    }
    if (!ctrl) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      this.commit(cell);
      const redo = key === "y" || event.shiftKey;
      const step = redo ? this.history.redo() : this.history.undo();
      if (!step) return;
      this.apply(step);
      const cells = step.map(({ field }) => this.cell(field)).filter((one) => one !== null); // an undone step goes backwards
      const at = cells[redo ? 0 : cells.length - 1];
      if (at) this.hooks.reveal(at);
      at?.focus();
      this.editing = false;
    }
  };

  /** In which row of which table a cell stands; last: it is the last of its row. */
  private rowOf(cell: Cell): { table: string; n: number; column: number; last: boolean } | null {
    const row = cell.closest<HTMLTableRowElement>("tbody[data-rows] > tr");
    if (!row) return null;
    const cells = [...row.querySelectorAll<Cell>("[data-slot]")];
    const column = cells.indexOf(cell);
    return { table: row.closest<HTMLElement>("tbody")?.dataset.rows ?? "", n: row.sectionRowIndex + 1, column, last: column === cells.length - 1 };
  }

  /** Opens a row below the last one, where that holds anything. */
  private open({ table, n }: { table: string; n: number }) {
    const line = this.rows().find((one) => one.row.dataset.line === `${table}.${n}`);
    if (n === this.hooks.rows(table) && line?.cells.some((one) => this.raw(one).trim() !== "")) this.hooks.rows(table, n + 1);
  }

  private headOr(cell: Cell, extend: boolean): Cell {
    return extend ? (this.head ?? cell) : cell;
  }

  private go(event: KeyboardEvent, from: Cell, to: Cell | null, extend: boolean) {
    event.preventDefault(); // Enter would send the form
    if (!to) {
      this.commit(from);
      this.editing = false;
      this.pickText(from);
      return;
    }
    if (extend) {
      this.commit(from);
      this.editing = false;
      this.pick(this.anchor ?? from, to);
      to.scrollIntoView({ block: "nearest" });
      return;
    }
    this.pick(null, null);
    this.hooks.reveal(to);
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  }

  /** The cell so many lines below (or above) in the same column; near goes to the last one where there are fewer. */
  private beside(cell: Cell, by: number, near = false): Cell | null {
    const rows = this.rows().filter((one) => one.cells.length > 0);
    const at = rows.findIndex((one) => one.cells.includes(cell));
    const column = rows[at]?.cells.indexOf(cell) ?? 0;
    let to = at + by;
    if (near) to = Math.max(0, Math.min(rows.length - 1, to));
    const cells = rows[to]?.cells;
    return cells?.[Math.min(column, cells.length - 1)] ?? null;
  }

  private across(cell: Cell, by: number): Cell | null {
    const cells = this.rows().find((one) => one.cells.includes(cell))?.cells ?? [];
    return cells[cells.indexOf(cell) + by] ?? null;
  }

  /** The cells of a line where there are several, else those of the section. */
  private run(cell: Cell): Cell[] {
    const line = this.rows().find((one) => one.cells.includes(cell))?.cells ?? [];
    if (line.length > 1) return line;
    const body = cell.closest("tbody");
    return this.cells.filter((one) => one.closest("tbody") === body);
  }

  /** Where a run of filled or of empty cells ends, as Ctrl with an arrow goes in spreadsheets. */
  private edge(cell: Cell, down: boolean): Cell | null {
    const by = down ? 1 : -1;
    const filled = (one: Cell) => this.raw(one).trim() !== "";
    let at = this.headOr(cell, false);
    let next = this.beside(at, by);
    if (!next) return null;
    const within = filled(at) && filled(next);
    for (; next; next = this.beside(at, by)) {
      if (within && !filled(next)) break;
      at = next;
      if (!within && filled(next)) break;
    }
    return at;
  }

  // ---- blocks ----

  private many(): boolean {
    return this.anchor !== null && this.anchor !== this.head;
  }

  /** The lines and columns between anchor and head, as elements: cells, and the computed figures among them. */
  private block(): HTMLElement[][] {
    if (!this.anchor || !this.head) return [];
    const rows = this.rows();
    const at = (cell: Cell) => rows.findIndex((one) => one.cells.includes(cell));
    const column = (cell: Cell) => rows[at(cell)]?.cells.indexOf(cell) ?? 0;
    const [top, bottom] = [at(this.anchor), at(this.head)].sort((a, b) => a - b) as [number, number];
    const [left, right] = [column(this.anchor), column(this.head)].sort((a, b) => a - b) as [number, number];
    return rows.slice(top, bottom + 1).map(({ row, cells }) => {
      if (cells.length === 0) return [...row.querySelectorAll<HTMLElement>("output.cell")].slice(0, 1);
      return cells.slice(left, Math.min(right, cells.length - 1) + 1);
    });
  }

  private pickedCells(): Cell[] {
    return this.block().flat().filter((one): one is Cell => this.isCell(one));
  }

  private pick(anchor: Cell | null, head: Cell | null) {
    this.anchor = anchor;
    this.head = head;
    for (const one of this.host.querySelectorAll(".picked")) one.classList.remove("picked");
    const cells = this.many() ? this.block().flat() : [];
    for (const one of cells) one.classList.add("picked");
    this.hooks.picked(cells.filter((one): one is Cell => this.isCell(one)).map((one) => one.dataset.slot ?? ""));
  }

  private onDown = (event: MouseEvent) => {
    const cell = event.target;
    if (!this.isCell(cell) || cell instanceof HTMLSelectElement || event.button !== 0) return;
    if (event.shiftKey && this.anchor) {
      event.preventDefault();
      this.pick(this.anchor, cell);
      return;
    }
    this.dragging = true;
    this.start = null;
    if (cell === document.activeElement) {
      this.editing = true; // a second click sets the caret
      this.pick(cell, cell);
      return;
    }
    event.preventDefault();
    cell.focus();
    this.pick(cell, cell);
  };

  private onOver = (event: MouseEvent) => {
    if (!this.dragging || !this.anchor || !(event.target instanceof Element)) return;
    const cell = event.target.closest("tr")?.querySelector<Cell>("input[data-slot]");
    const under = this.isCell(event.target) ? event.target : cell;
    if (!under || under === this.head) return;
    this.editing = false;
    this.pick(this.anchor, under);
  };

  private onUp = () => {
    this.dragging = false;
  };

  private onCopy = (event: ClipboardEvent) => {
    if (!this.isCell(event.target) || !this.many()) return;
    event.preventDefault();
    const text = writeBlock(this.block().map((line) => line.map((one) => (this.isCell(one) ? this.raw(one) : (one.textContent ?? "").trim()))));
    event.clipboardData?.setData("text/plain", text);
    if (event.type === "cut") this.change(this.pickedCells().map((one) => ({ field: one.dataset.slot ?? "", text: "" })));
  };

  private onPaste = (event: ClipboardEvent) => {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!this.isCell(cell)) return;
    const block = parseBlock(text);
    const single = block.length === 1 && block[0]?.length === 1;
    if (single && (this.editing || cell instanceof HTMLSelectElement)) return; // into the text, as everywhere
    event.preventDefault();
    this.commit(cell);
    const picked = this.pickedCells();
    if (single && picked.length > 1) { // one value into all that is picked, as spreadsheets do
      const value = block[0]?.[0] ?? "";
      if (value.length <= 200) this.change(picked.map((one) => ({ field: one.dataset.slot ?? "", text: value })));
      return;
    }
    const first = (picked[0] ?? cell).dataset.slot ?? "";
    const run = (skip: boolean) => {
      const placed = place(block, this.lines(), first, skip, this.hooks.tables());
      const grown = Object.entries(placed.rows).filter(([table, rows]) => rows > this.hooks.rows(table));
      const undone = this.change([...grown.map(([table, rows]) => ({ field: "#" + table, text: String(rows) })), ...placed.puts]);
      const met = !skip && !placed.byCode && placed.left.some((one) => one.why === "computed");
      const again = () => {
        if (undone) this.undo();
        run(true);
      };
      this.hooks.pasted(placed, met ? again : null);
    };
    run(false);
  };

  undo() {
    const step = this.history.undo();
    if (step) this.apply(step);
  }
}
