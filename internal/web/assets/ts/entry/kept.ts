// What of a draft this device keeps until the server has it. Pure: see store.ts for where it is kept.
//
// Every field has the draft version on which it was typed (its base): what another desk wrote meanwhile is a clash of that
// field and is never overwritten unseen. A batch has one key from its first try to its answer: sent again, it is done once.
// A clash stays until somebody settles it, also over a reload.

export interface Typed {
  text: string;
  base: number;
}

export interface Batch {
  key: string;
  fields: Record<string, Typed>;
}

export interface Clash {
  mine: string;
  theirs: string;
  name: string;
  at: string; // as the server writes the time
  version: number;
}

export interface Kept {
  account: string;
  filing: string;
  path: string; // of the entry page
  title: string;
  form: string; // the form's identifier: a draft typed on one form is not sent to another
  names: Record<string, string>; // of the fields, as shown
  waiting: Record<string, Typed>;
  sending: Batch | null;
  known: Record<string, { text: string; version: number }>; // saved by this device after the page was made
  clashes: Record<string, Clash>;
  changed: number; // ms, when something was typed last
  stuck: string; // why the server does not take it, "" where nothing is known
}

export interface Answer {
  version: number;
  clock: string;
  conflicts?: { field: string; text: string; name: string; clock?: string }[];
}

export function fresh(account: string, filing: string): Kept {
  return { account, filing, path: "", title: "", form: "", names: {}, waiting: {}, sending: null, known: {}, clashes: {}, changed: 0, stuck: "" };
}

/**
 * Somebody typed. A field that clashes is settled by it: who types has seen the other's text. wrote is what the same page put
 * there before: where that has been saved in the very moment of typing, it is what was seen, and no clash with oneself.
 */
export function put(k: Kept, field: string, text: string, base: number, now: number, wrote?: string): Kept {
  const clash = k.clashes[field];
  const saved = k.known[field];
  const seen = saved !== undefined && saved.text === wrote ? Math.max(base, saved.version) : base;
  const from = clash ? clash.version : (k.waiting[field]?.base ?? seen);
  return { ...k, waiting: { ...k.waiting, [field]: { text, base: from } }, clashes: without(k.clashes, field), changed: now, stuck: "" };
}

/** What a page that went away typed last, on the versions that it saw. */
export function late(k: Kept, last: Record<string, Typed>, now: number): Kept {
  const fresh = Object.entries(last).filter(([field, one]) => one.text !== (unsent(k)[field] ?? k.known[field]?.text));
  return fresh.reduce((kept, [field, one]) => put(kept, field, one.text, one.base, now), k);
}

/** The batch to send now: the one that got no answer, else what waits. */
export function next(k: Kept, key: string): Kept {
  if (k.sending || Object.keys(k.waiting).length === 0) return k;
  return { ...k, sending: { key, fields: k.waiting }, waiting: {} };
}

/** The server answered the batch. */
export function done(k: Kept, key: string, answer: Answer): Kept {
  if (k.sending?.key !== key) return k; // another tab was told first
  const out: Kept = { ...k, sending: null, known: { ...k.known }, waiting: { ...k.waiting }, clashes: { ...k.clashes }, stuck: "" };
  const refused = new Map((answer.conflicts ?? []).map((one) => [one.field, one]));
  for (const [field, sent] of Object.entries(k.sending.fields)) {
    const clash = refused.get(field);
    const later = out.waiting[field];
    if (!clash) {
      out.known[field] = { text: sent.text, version: answer.version };
      if (later) out.waiting[field] = { text: later.text, base: answer.version };
      continue;
    }
    const mine = later?.text ?? sent.text;
    delete out.waiting[field];
    if (mine === clash.text) out.known[field] = { text: mine, version: answer.version };
    else out.clashes[field] = { mine, theirs: clash.text, name: clash.name, at: clash.clock ?? "", version: answer.version };
  }
  return out;
}

/** The server refused the batch and did nothing of it: what was in it goes with the next, as it stands by then. Sent again as it
 * was it would be refused for ever, and hold up all that is typed after it. */
export function refused(k: Kept, key: string, why: string): Kept {
  if (k.sending?.key !== key) return k;
  return { ...k, sending: null, waiting: { ...k.sending.fields, ...k.waiting }, stuck: why };
}

/** Settles a clash: theirs, or a text of one's own on the version that was seen. */
export function settle(k: Kept, field: string, text: string | null, now: number): Kept {
  const clash = k.clashes[field];
  if (!clash) return k;
  if (text === null || text === clash.theirs) {
    return { ...k, clashes: without(k.clashes, field), known: { ...k.known, [field]: { text: clash.theirs, version: clash.version } } };
  }
  return put(k, field, text, clash.version, now);
}

/** Others wrote: what is touched here stays, for the server to tell the clash of; the rest is known from now on. */
export function heard(k: Kept, version: number, list: { field: string; text: string; version: number }[]): Kept {
  const touched = unsent(k);
  const known = { ...k.known };
  for (const one of list) {
    const had = known[one.field]?.version ?? version; // as the page was made, or as it was learnt later
    if (!(one.field in touched) && one.version > had) known[one.field] = { text: one.text, version: one.version };
  }
  return { ...k, known };
}

/** The page was made at a draft version: what it shows already need not be known here. */
export function seen(k: Kept, version: number): Kept {
  const known: Kept["known"] = {};
  for (const [field, one] of Object.entries(k.known)) if (one.version > version) known[field] = one;
  return { ...k, known };
}

/** What stands unsent, newest last. */
export function unsent(k: Kept): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [field, one] of Object.entries({ ...k.sending?.fields, ...k.waiting })) out[field] = one.text;
  for (const [field, one] of Object.entries(k.clashes)) out[field] = one.mine;
  return out;
}

export function count(k: Kept): number {
  return Object.keys(unsent(k)).length;
}

/** Fields of which the form knows nothing any more: they are taken out, to be shown. */
export function strangers(k: Kept, fields: (field: string) => boolean): { kept: Kept; strange: Record<string, string> } {
  const strange: Record<string, string> = {};
  for (const [field, text] of Object.entries(unsent(k))) if (!fields(field)) strange[field] = text;
  const drop = <T>(map: Record<string, T>) => Object.fromEntries(Object.entries(map).filter(([field]) => !(field in strange)));
  const sending = k.sending ? { ...k.sending, fields: drop(k.sending.fields) } : null;
  return { strange, kept: { ...k, waiting: drop(k.waiting), clashes: drop(k.clashes), sending: sending && Object.keys(sending.fields).length > 0 ? sending : null } };
}

function without<T>(map: Record<string, T>, field: string): Record<string, T> {
  const { [field]: _, ...rest } = map;
  return rest;
}
