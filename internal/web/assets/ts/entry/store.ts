// Drafts on this device: IndexedDB, by account and filing. Where the browser refuses it the page alone keeps them.
import { openDB, type IDBPDatabase } from "idb";
import { count, fresh, type Kept, type Typed } from "./kept";

let opening: Promise<IDBPDatabase | null> | null = null;
const memory = new Map<string, Kept>();

function open(): Promise<IDBPDatabase | null> {
  opening ??= openDB("giaoban", 1, {
    upgrade(db) {
      db.createObjectStore("drafts", { keyPath: ["account", "filing"] });
    },
    terminated() {
      opening = null;
    },
  }).catch(() => null);
  return opening;
}

/** Changes what is kept of a draft in one transaction, so that tabs do not undo each other's changes. Where the device has no
 * room left the page keeps it, and tries again with the next change. */
export async function change(account: string, filing: string, fn: (k: Kept) => Kept): Promise<Kept> {
  const name = account + " " + filing;
  const db = await open();
  let kept: Kept | undefined;
  try {
    if (!db) throw new Error("no store");
    const tx = db.transaction("drafts", "readwrite");
    const done = tx.done;
    done.catch(() => undefined); // it is awaited below, but for what fails before
    const before = memory.get(name) ?? ((await tx.store.get([account, filing])) as Kept | undefined) ?? fresh(account, filing);
    kept = fn(before);
    if (count(kept) === 0 && Object.keys(kept.known).length === 0) await tx.store.delete([account, filing]);
    else if (kept !== before || memory.has(name)) await tx.store.put(kept);
    await done;
    memory.delete(name);
  } catch {
    kept ??= fn(memory.get(name) ?? fresh(account, filing));
    memory.set(name, kept);
  }
  return kept;
}

/** Whether only the page keeps what is typed: it goes with the page. */
export function homeless(account: string, filing: string): boolean {
  const kept = memory.get(account + " " + filing);
  return kept !== undefined && count(kept) > 0;
}

// ---- the last keys before a page goes: a transaction that has only begun may end with the page ----

const lastOf = (account: string, filing: string) => `giaoban:last:${account}:${filing}`;

/** Keeps what is not stored yet, at once. */
export function keepLast(kept: Kept) {
  try {
    localStorage.setItem(lastOf(kept.account, kept.filing), JSON.stringify({ ...kept.sending?.fields, ...kept.waiting }));
  } catch {
    // the browser refuses it: the transaction mostly ends in time
  }
}

/** Gives what the page before could not store, once. */
export function takeLast(account: string, filing: string): Record<string, Typed> {
  try {
    const said = localStorage.getItem(lastOf(account, filing));
    localStorage.removeItem(lastOf(account, filing));
    return said ? (JSON.parse(said) as Record<string, Typed>) : {};
  } catch {
    return {};
  }
}

/** The drafts of an account of which something was not sent. */
export async function drafts(account: string): Promise<Kept[]> {
  const db = await open();
  const stored = db ? ((await db.getAll("drafts", IDBKeyRange.bound([account], [account, []]))) as Kept[]) : [];
  const all = [...stored.filter((one) => !memory.has(one.account + " " + one.filing)), ...memory.values()];
  return all.filter((one) => one.account === account && count(one) > 0).sort((a, b) => a.changed - b.changed);
}
