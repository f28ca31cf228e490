// What this device keeps of a report that takes no more, signed or locked meanwhile, and of a form that its page has no more. On
// that page stands each field, to be copied, and a button that discards it after a question. On a page out of the worker's store stands from when it is.
import { ask, paragraph } from "../app/ask";
import { timeAndDay } from "../app/server-time";
import type { Typed } from "../app/typed";
import { fill } from "../app/words";
import { fresh, unsent, type Kept } from "./kept";
import { change } from "./store";

const say = document.querySelector<HTMLElement>("[data-left-words]")?.dataset ?? {};

/** Says that the page comes out of the worker's store, and how old it is. */
export function sayKept(before: Element | null) {
  if (!before || document.body.dataset.kept === undefined) return;
  const made = Date.parse(document.body.dataset.now ?? "");
  if (Number.isNaN(made)) return;
  const note = paragraph(fill(say.pageKept, { time: timeAndDay(made) }));
  note.className = "note note-warn page-kept";
  note.setAttribute("role", "status");
  before.before(note);
}

let shown: HTMLElement | null = null;

/** Shows what is left of the report on whose page the reader is; tells whether there is any. */
export function showLeft(before: Element | null, all: Kept[]): Kept | undefined {
  shown?.remove();
  shown = null;
  const left = all.find((one) => one.stuck !== "" && (location.pathname === one.path || ["/sign", "/file"].some((step) => location.pathname === one.path + step)));
  if (!before || !left) return undefined;
  const rows = Object.entries(unsent(left)).map(([field, text]) => [left.names[field] ?? left.names[field.replace(/why$/, "")] ?? field, text] as const);
  shown = leftCard(before, "left-title", [left.stuck, say.text ?? ""], rows, () => change(left.account, left.filing, () => fresh(left.account, left.filing)));
  return left;
}

/** Shows what was typed into forms that this page has no more. */
export function showHomeless(before: Element, all: Typed[], forget: (one: Typed) => void) {
  for (const one of all) {
    const rows = Object.entries(one.fields).map(([field, text]) => [one.names[field] ?? field, text] as const);
    leftCard(before, `left-${one.id}`, [say.typed ?? ""], rows, async () => forget(one));
  }
}

/** A card with texts by name, to be copied, and a button that discards them after a question. */
function leftCard(before: Element, id: string, words: string[], rows: (readonly [string, string])[], discard: () => Promise<unknown>): HTMLElement {
  const section = document.createElement("section");
  section.className = "card left-over";
  section.setAttribute("aria-labelledby", id);
  const head = document.createElement("h2");
  head.id = id;
  head.textContent = say.title ?? "";
  const list = document.createElement("dl");
  list.className = "facts";
  for (const [name, text] of rows) {
    const row = document.createElement("div");
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = text.trim() === "" ? (say.empty ?? "") : text;
    row.append(dt, dd);
    list.append(row);
  }
  const acts = document.createElement("div");
  acts.className = "form-actions";
  const copy = button(say.copy ?? "", () => {
    const lines = rows.map(([name, text]) => `${name}: ${text}`);
    void navigator.clipboard?.writeText(lines.join("\n")).then(() => (copy.textContent = say.copied ?? ""));
  });
  const drop = button(say.drop ?? "", () =>
    ask("left-ask", say.askTitle ?? "", [paragraph(say.askText ?? "")], [
      { text: say.stay ?? "", main: true },
      { text: say.drop ?? "", act: () => void discard().then(() => discarded(section)) },
    ]),
  );
  acts.append(...(navigator.clipboard ? [copy] : []), drop);
  section.append(head, ...words.map(paragraph), list, acts);
  before.before(section);
  return section;
}

function button(text: string, act: () => void): HTMLButtonElement {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "button";
  one.textContent = text;
  one.addEventListener("click", act);
  return one;
}

function discarded(section: HTMLElement) {
  const gone = paragraph(say.gone ?? "");
  gone.className = "note note-plain";
  gone.setAttribute("role", "status");
  gone.tabIndex = -1;
  section.replaceWith(gone);
  gone.focus();
}
