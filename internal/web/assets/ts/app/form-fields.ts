// The fields of a form whose typing is kept (forms-kept.ts): what stands in them, what the server put there, and putting back.
import type { Fields, Standing } from "./typed";

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const kinds = new Set(["text", "textarea", "select-one", "search", "tel", "email", "url", "number", "date", "time", "checkbox", "radio"]);

const ticked = (one: Field): one is HTMLInputElement => one.type === "checkbox" || one.type === "radio";
const valueOf = (one: Field) => (ticked(one) ? (one.checked ? "1" : "") : one.value);

function shownIn(one: Field): string {
  if (one instanceof HTMLSelectElement) return ([...one.options].find((option) => option.defaultSelected) ?? one.options[0])?.value ?? "";
  return ticked(one) ? (one.defaultChecked ? "1" : "") : one.defaultValue.replace(/\r\n?/g, "\n");
}

/** A password stays one while its eye shows it as text. */
const secret = (one: Field) => /password|one-time-code/.test(one.autocomplete) || one.parentElement?.querySelector("password-eye") != null;

/** The fields that are kept, by name; boxes by name and value, others of one name by their place. */
export function fieldsOf(form: HTMLFormElement): Map<string, Field> {
  const all = new Map<string, Field>();
  for (const one of form.elements as unknown as Iterable<Field>) {
    if (!one.name || !kinds.has(one.type) || secret(one) || one.disabled || one.matches("[readonly]")) continue;
    let name = ticked(one) ? `${one.name}=${one.value}` : one.name;
    for (let n = 2; all.has(name); n++) name = `${one.name}#${n}`;
    all.set(name, one);
  }
  return all;
}

/** A field's name as the page shows it. */
export function labelOf(one: Field): string {
  const own = one.labels?.[0]?.cloneNode(true) as HTMLElement | undefined;
  own?.querySelector(".field-optional")?.remove();
  const label = own?.textContent ?? one.getAttribute("aria-label") ?? one.name;
  const set = ticked(one) ? (one.closest("fieldset")?.querySelector("legend")?.textContent ?? "") : "";
  return [set, label].map((text) => text.replace(/\s+/g, " ").trim()).filter((text) => text !== "").join(": ");
}

/** The form as it stands. tab: the browser's tab that it is in. */
export function standing(form: HTMLFormElement, tab: string): Standing {
  const fields = [...fieldsOf(form)];
  const hidden = [...form.querySelectorAll<HTMLInputElement>('input[type="hidden"]:not([name="key"], [name="kept"])')].map((one) => `${one.name}=${one.value}`);
  return {
    shown: Object.fromEntries(fields.map(([name, one]) => [name, shownIn(one)])),
    values: Object.fromEntries(fields.map(([name, one]) => [name, valueOf(one)])),
    moves: new Set(fields.filter(([, one]) => one.dataset.moves !== undefined).map(([name]) => name)),
    hidden: hidden.join("&"),
    tab,
  };
}

/** Puts texts into their fields; gives those that have none any more. */
export function put(form: HTMLFormElement, texts: Fields): string[] {
  form.dispatchEvent(new CustomEvent("fieldsneeded", { detail: Object.keys(texts) })); // rows that were added to a table
  const fields = fieldsOf(form);
  const homeless: string[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const one = fields.get(name);
    if (one && ticked(one)) one.checked = text === "1";
    else if (one) one.value = text;
    if (!one || valueOf(one) !== text) {
      homeless.push(name);
      continue;
    }
    for (let up = one.closest("details"); up; up = up.parentElement?.closest("details") ?? null) up.open = true;
    for (const kind of ["input", "change"]) one.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  return homeless.filter((name) => (texts[name] ?? "").trim() !== "");
}

/** All that a form sends, to tell whether two tries are of the same. */
export function contentOf(form: HTMLFormElement, button: HTMLButtonElement | null): string {
  const all: string[][] = [];
  for (const [name, value] of new FormData(form)) {
    if (name !== "key" && name !== "kept") all.push([name, typeof value === "string" ? value : `${value.name} ${value.size} ${value.lastModified}`]);
  }
  if (button?.name) all.push([button.name, button.value]);
  return JSON.stringify([button?.getAttribute("formaction") ?? "", ...all]);
}
