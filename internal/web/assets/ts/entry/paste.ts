// A block out of a spreadsheet, and where its cells go in the grid. Pure: no page, no script element.
//
// A block that brings the codes of the lines (A1, A2 …) is placed by them. Any other goes down from the cell on which it
// was pasted, line by line as the reader sees them; a value that meets a computed line cannot be placed. On a cell of a
// table it fills a rectangle of that table and never goes beyond it; rows that are not there yet belong to it, as many as
// the form allows. What cannot be placed is given back with its reason: nothing is cut in silence.
import { fold } from "../text";

/** A line of the grid as the reader sees it; cells are its typed fields from left to right, none where it is computed. */
export interface GridLine {
  code: string;
  cells: string[];
}

/** A table of the form: its cells are called code.row.column, rows from 1. */
export interface TableShape {
  code: string;
  rows: number; // that the form allows
  columns: { code: string; name: string; text?: boolean; most: number }[]; // most: characters of a text
}

export type Unplaced = "computed" | "below" | "rows" | "right" | "unknown" | "long";

export interface Placed {
  puts: { field: string; text: string }[];
  left: { text: string; at: string; why: Unplaced }[];
  blank: number; // empty cells of the block: what stands there stays
  byCode: boolean;
  rows: Record<string, number>; // by table: the last row that the block fills
  head?: boolean; // its first line named the columns
  numbered?: boolean; // its first column numbered the rows
}

const longest = 200; // characters of a cell, as on the server

/** Lines and cells of tab-separated text as spreadsheets write it: a cell with a line break or a tab is quoted. */
export function parseBlock(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = "";
  let quoted = false;
  let open = true; // at the beginning of a cell, where a quote opens
  const endCell = () => {
    line.push(cell);
    cell = "";
    open = true;
  };
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let i = 0; i < body.length; i++) {
    const c = body.charAt(i);
    if (quoted) {
      if (c !== '"') cell += c;
      else if (body.charAt(i + 1) === '"') cell += body.charAt(++i);
      else quoted = false;
    } else if (c === '"' && open && /^"(?:[^"]|"")*"(?=[\t\n]|$)/.test(body.slice(i))) {
      quoted = true;
      open = false;
    } else if (c === "\t") endCell();
    else if (c === "\n") {
      endCell();
      lines.push(line);
      line = [];
    } else {
      cell += c;
      open = false;
    }
  }
  endCell();
  lines.push(line);
  return lines.map((one) => one.map((text) => text.replace(/[\u00a0\u202f\u2009]/g, " ").replace(/\s+/g, " ").trim()));
}

/** Cells as tab-separated text that spreadsheets read. */
export function writeBlock(lines: string[][]): string {
  return lines.map((line) => line.map((cell) => (/[\t\n"]/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell)).join("\t")).join("\n");
}

/** Which notation a block is written in, where its cells leave no doubt: 1,234.5 is English, 1.234,5 Vietnamese. */
export function notation(block: string[][]): "en" | "vi" | "" {
  let en = false;
  let vi = false;
  for (const cell of block.flat()) {
    const body = cell.replace(/\s*%$/, "").replace(/^[-−(]\s*|\)$/g, "");
    if (!/^[0-9][0-9., ]*$/.test(body)) continue;
    if (/,\d{3}.*\.\d+$/.test(body) || /,\d{3},\d{3}/.test(body) || /^\d+\.(?:\d{1,2}|\d{4,})$/.test(body)) en = true;
    if (/\.\d{3}.*,\d+$/.test(body) || /\.\d{3}\.\d{3}/.test(body) || /^\d+,(?:\d{1,2}|\d{4,})$/.test(body)) vi = true;
  }
  return en === vi ? "" : en ? "en" : "vi";
}

/** A cell of a spreadsheet as somebody would type it here; a dash stands for nothing. */
export function cellText(text: string, wrote: "en" | "vi" | ""): string {
  if (/^[-–—−]$/.test(text)) return "";
  let body = text;
  const inParentheses = /^\((\d[\d., ]*)\)$/.exec(body); // accountants write −12 as (12)
  if (inParentheses) body = "−" + (inParentheses[1] ?? "");
  if (wrote === "en" && /^[-−]?\s*\d[\d,]*(?:\.\d+)?\s*%?$/.test(body)) body = body.replace(/,/g, "").replace(".", ",");
  return body;
}

const isNumber = (cell: string) => /^[-−(]?\s*\d[\d., ]*\)?\s*%?$/.test(cell);

/** The column of a block that names lines by their codes, -1 for none. */
function codeColumn(block: string[][], known: (code: string) => boolean): number {
  const width = Math.max(...block.map((line) => line.length));
  for (let column = 0; column < width - 1; column++) {
    const cells = block.map((line) => line[column] ?? "").filter((cell) => cell !== "");
    const hits = cells.filter(known).length;
    if (hits > 0 && hits * 2 >= cells.length) return column;
  }
  return -1;
}

/** The first column after one that holds numbers. */
function numberColumn(block: string[][], after: number): number {
  const width = Math.max(...block.map((line) => line.length));
  for (let column = after + 1; column < width; column++) {
    const cells = block.map((line) => line[column] ?? "").filter((cell) => cell !== "");
    if (cells.length > 0 && cells.filter(isNumber).length * 2 >= cells.length) return column;
  }
  return -1;
}

/** Says where the cells of a block go. skip leaves computed lines out, as if they did not stand between the others. */
export function place(block: string[][], lines: GridLine[], start: string, skip = false, tables: TableShape[] = []): Placed {
  const out: Placed = { puts: [], left: [], blank: 0, byCode: false, rows: {} };
  const wrote = notation(block);
  const put = (field: string, text: string, at: string) => {
    const [table, row, column] = cellOf(field, tables);
    const typed = column?.text ? text : cellText(text, wrote);
    if (typed === "") out.blank++;
    else if (typed.length > (column?.text ? column.most : longest)) out.left.push({ text, at, why: "long" });
    else {
      out.puts.push({ field, text: typed });
      if (table) out.rows[table.code] = Math.max(out.rows[table.code] ?? 0, row);
    }
  };
  const plain = lines.filter((line) => line.cells.every((field) => !cellOf(field, tables)[0])); // a table's rows are named cell by cell
  const named = new Map(plain.filter((line) => line.code !== "").map((line) => [line.code, line]));
  const byCode = (code: string) => named.get(code) ?? (cellOf(code, tables)[0] ? { code, cells: [code] } : undefined);
  const codes = codeColumn(block, (code) => byCode(code) !== undefined);
  const [table, top, at] = cellOf(start, tables);
  const ofTable = (code: string | undefined) => cellOf(code ?? "", tables)[0] !== undefined; // a word of a table may be the code of an indicator
  if (codes >= 0 && (!table || block.some((line) => ofTable(line[codes])))) {
    const first = numberColumn(block, codes);
    const values = first < 0 ? codes + 1 : first;
    out.byCode = true;
    for (const row of block) {
      const code = row[codes] ?? "";
      const line = byCode(code);
      const cells = line ? Math.max(line.cells.length, 1) : 1;
      for (let i = 0; i < cells; i++) {
        const text = row[values + i] ?? "";
        const field = line?.cells[i];
        if (field !== undefined) put(field, text, code);
        else if (cellText(text, wrote) !== "" && (line || isNumber(text))) out.left.push({ text, at: code, why: line ? "computed" : "unknown" });
      }
    }
    return out;
  }
  if (table && at) {
    placeRows(withoutFrame(block, table, table.columns.indexOf(at), out), table, top, table.columns.indexOf(at), put, out);
    return out;
  }
  const all = skip ? plain.filter((line) => line.cells.length > 0) : plain;
  const from = all.findIndex((line) => line.cells.includes(start));
  if (from < 0) return out;
  let column = all[from]?.cells.indexOf(start) ?? 0;
  // Names copied along with their figures: the figures are meant.
  const width = Math.max(...block.map((line) => line.length));
  const widest = Math.max(...all.map((line) => line.cells.length));
  if (width > 1 && widest === 1) column -= Math.max(0, numberColumn(block, -1));
  block.forEach((row, i) => {
    const line = all[from + i];
    row.forEach((text, j) => {
      const at = column + j;
      const empty = cellText(text, wrote) === "";
      const field = at >= 0 ? line?.cells[at] : undefined;
      if (field !== undefined) put(field, text, line?.code ?? "");
      else if (empty || at < 0) return;
      else if (!line) out.left.push({ text, at: "", why: "below" });
      else out.left.push({ text, at: line.code, why: line.cells.length === 0 ? (at === 0 ? "computed" : "right") : "right" });
    });
  });
  return out;
}

/** The table, row and column of a cell; nothing for the name of any other field, or of a row that the form does not allow. */
export function cellOf(field: string, tables: TableShape[]): [TableShape, number, TableShape["columns"][number]] | [undefined, 0, undefined] {
  const [code, row, column, more] = field.split(".");
  const table = tables.find((one) => one.code === code);
  const found = table?.columns.find((one) => one.code === column);
  if (!table || !found || more !== undefined || !/^[1-9][0-9]*$/.test(row ?? "") || Number(row) > table.rows) return [undefined, 0, undefined];
  return [table, Number(row), found];
}

const numbering = new Set(["stt", "so tt", "tt", "no", "no.", "#", "№"]);

/** Leaves out what a list in a spreadsheet has around its cells: the line that names the columns, the column that numbers the rows. */
function withoutFrame(block: string[][], table: TableShape, first: number, out: Placed): string[][] {
  const names = table.columns.slice(first).map((column) => fold(column.name));
  const head = (block[0] ?? []).map(fold);
  const heads = (from: number) => head.length > from && head.slice(from).every((cell, j) => cell !== "" && names[j] !== undefined && (cell === names[j] || cell.startsWith(names[j] + " (")));
  const shift = numbering.has(head[0] ?? "") && heads(1) ? 1 : 0;
  if (heads(shift)) out.head = block.length > 1;
  const body = out.head ? block.slice(1) : block;
  const width = Math.max(...body.map((line) => line.length));
  const counts = (text: string | undefined, i: number) => Number((text ?? "").replace(/\.$/, "")) === Number((body[0]?.[0] ?? "").replace(/\.$/, "")) + i;
  const counted = body.length > 0 && body.every((line, i) => /^\d+\.?$/.test(line[0] ?? "") && counts(line[0], i));
  if (!(counted && (shift === 1 && out.head || width > names.length))) return body;
  out.numbered = true;
  return body.map((line) => line.slice(1));
}

/** Puts a block on the rows of a table from one of its cells on. */
function placeRows(block: string[][], table: TableShape, top: number, left: number, put: (field: string, text: string, at: string) => void, out: Placed) {
  block.forEach((line, i) => {
    line.forEach((text, j) => {
      const column = table.columns[left + j];
      const row = top + i;
      if (column && row <= table.rows) put(`${table.code}.${row}.${column.code}`, text, `${table.code}.${row}`);
      else if (text !== "") out.left.push({ text, at: column ? "" : `${table.code}.${row}`, why: column ? "rows" : "right" });
    });
  });
}
