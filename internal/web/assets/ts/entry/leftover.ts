// What this device keeps of a report that takes no more: signed or locked meanwhile. On the report's own page stands each
// field, to be copied, and a button that discards it after a question. On a page out of the worker's store stands from when it is.
import { ask, paragraph } from "../app/ask";
import { timeOfDay } from "../app/server-time";
import { fill } from "../app/words";
import { fresh, unsent, type Kept } from "./kept";
import { change } from "./store";

const say = document.querySelector<HTMLElement>("[data-left-words]")?.dataset ?? {};

/** Says that the page comes out of the worker's store, and how old it is. */
export function sayKept(before: Element | null) {
  if (!before || document.body.dataset.kept === undefined) return;
  const made = Date.parse(document.body.dataset.now ?? "");
  if (Number.isNaN(made)) return;
  const day = new Date(made + 7 * 3600_000).toISOString();
  const note = paragraph(fill(say.pageKept, { time: `${timeOfDay(made)} ${Number(day.slice(8, 10))}/${Number(day.slice(5, 7))}` }));
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
  const section = document.createElement("section");
  section.className = "card left-over";
  section.setAttribute("aria-labelledby", "left-title");
  const head = document.createElement("h2");
  head.id = "left-title";
  head.textContent = say.title ?? "";
  const list = document.createElement("dl");
  list.className = "facts";
  const lines: string[] = [];
  for (const [field, text] of Object.entries(unsent(left))) {
    const name = left.names[field] ?? left.names[field.replace(/why$/, "")] ?? field;
    const row = document.createElement("div");
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = text.trim() === "" ? (say.empty ?? "") : text;
    row.append(dt, dd);
    list.append(row);
    lines.push(`${name}: ${text}`);
  }
  const acts = document.createElement("div");
  acts.className = "form-actions";
  const copy = button(say.copy ?? "", () => {
    void navigator.clipboard?.writeText(lines.join("\n")).then(() => (copy.textContent = say.copied ?? ""));
  });
  const drop = button(say.drop ?? "", () =>
    ask("left-ask", say.askTitle ?? "", [paragraph(say.askText ?? "")], [
      { text: say.stay ?? "", main: true },
      { text: say.drop ?? "", act: () => void discard(left, section) },
    ]),
  );
  acts.append(...(navigator.clipboard ? [copy] : []), drop);
  section.append(head, paragraph(left.stuck), paragraph(say.text ?? ""), list, acts);
  before.before(section);
  shown = section;
  return left;
}

function button(text: string, act: () => void): HTMLButtonElement {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "button";
  one.textContent = text;
  one.addEventListener("click", act);
  return one;
}

async function discard(left: Kept, section: HTMLElement) {
  await change(left.account, left.filing, () => fresh(left.account, left.filing));
  const gone = paragraph(say.gone ?? "");
  gone.className = "note note-plain";
  gone.setAttribute("role", "status");
  gone.tabIndex = -1;
  section.replaceWith(gone);
  gone.focus();
}
