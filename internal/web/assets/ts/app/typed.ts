// What was typed into a form that the server marks (shell.Keep) and has not taken yet. Pure: forms-kept.ts reads and fills the
// form, typed-store.ts keeps it.
//
// With every field stands what the server showed there when it was typed on (its base): where the server shows something else
// by now, or the form's hidden version is another, nothing is put back unasked.

export type Fields = Record<string, string>;

export interface Typed {
  id: string; // of this typing: two tabs with one form do not write over each other
  form: string; // address and name of the form
  tab: string; // where it was typed
  path: string; // of the page with the form
  title: string;
  at: number; // ms, when something was typed last
  fields: Fields; // what differs from its base
  base: Fields;
  names: Fields; // of the fields, as shown
  hidden: string; // what the form carries hidden: versions
  sent?: Sent; // it was sent, and no answer came
}

export interface Sent {
  key: string; // the idempotency key
  what: string; // all that was sent under it
}

/** A form as it stands on the page. */
export interface Standing {
  shown: Fields; // what the server put into it
  values: Fields; // what is in it now
  moves: Set<string>; // fields that begin with another value each time: what the server shows there says nothing
  hidden: string;
  tab: string;
}

/**
 * What becomes of what is kept, on a page with its form: "shown" – the server shows it itself: it has it, or the page is its
 * refusal; "back" – put back by itself, this tab had it before a reload or a broken line; "offer" – from another
 * tab or before a crash, or something is typed already; "other" – the server has something else since.
 */
export function meet(typed: Typed, now: Standing): "shown" | "back" | "offer" | "other" {
  const fields = Object.entries(typed.fields);
  if (fields.every(([field, text]) => same(now.shown[field], text))) return "shown";
  const there = (field: string) => now.shown[field] !== undefined && !now.moves.has(field);
  const changed = typed.hidden !== now.hidden || fields.some(([field]) => there(field) && !same(now.shown[field], typed.base[field]));
  if (changed) return "other";
  const touched = Object.entries(now.values).some(([field, text]) => text !== now.shown[field] && text !== typed.fields[field]);
  return typed.tab === now.tab && !touched ? "back" : "offer";
}

/** The server trims what it shows again. */
function same(a: string | undefined, b: string | undefined): boolean {
  return (a ?? "").trim() === (b ?? "").trim();
}

/** What differs from what the server had: base is what it showed when typing began, where that is known. */
export function differences(now: Standing, base: Fields): { fields: Fields; base: Fields } {
  const out: { fields: Fields; base: Fields } = { fields: {}, base: {} };
  for (const [field, text] of Object.entries(now.values)) {
    const from = base[field] ?? now.shown[field] ?? "";
    if (text === from) continue;
    out.fields[field] = text;
    out.base[field] = from;
  }
  return out;
}

/** The key to send under: that of a try of the same content, so that it is done once; other content never goes under it. */
export function keyFor(sent: Sent | undefined, what: string, pages: string, fresh: () => string): string {
  if (!sent) return pages;
  return sent.what === what ? sent.key : fresh();
}

const day = 86_400_000; // ms
const days = 30;

/** It was kept long enough; a clock that ran ahead does not keep it for ever. */
export function over(typed: Typed, now: number): boolean {
  return Math.abs(now - typed.at) > days * day;
}
