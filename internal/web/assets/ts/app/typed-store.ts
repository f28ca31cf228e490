// What was typed into forms, on this device: localStorage, by account, written within the stroke of a key, so that neither a
// crash nor signing out in the next moment is ahead of it. Where the browser refuses it the page alone has it.
import { over, type Typed } from "./typed";

const prefix = "giaoban:form:"; // forms.ts removes by it what the server has taken
const nameOf = (account: string, one: Pick<Typed, "id">) => `${prefix}${account}:${one.id}`;

function read(name: string): Typed | null {
  try {
    const one = JSON.parse(localStorage.getItem(name) ?? "null") as Typed | null;
    return typeof one?.fields === "object" && typeof one.form === "string" ? one : null;
  } catch {
    return null;
  }
}

/** Keeps it; tells whether the browser did. */
export function keep(account: string, one: Typed): boolean {
  try {
    localStorage.setItem(nameOf(account, one), JSON.stringify(one));
    return true;
  } catch {
    return false; // full, or forbidden
  }
}

export function forget(account: string, one: Pick<Typed, "id">): void {
  try {
    localStorage.removeItem(nameOf(account, one));
  } catch {
    // nothing was kept
  }
}

/** What an account has typed, the newest first. What was kept long enough goes, whosever it is. */
export function typedBy(account: string, now = Date.now()): Typed[] {
  const all: Typed[] = [];
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(prefix)) continue;
      const one = read(name);
      if (!one || over(one, now)) localStorage.removeItem(name);
      else if (name.startsWith(`${prefix}${account}:`)) all.push(one);
    }
  } catch {
    return [];
  }
  return all.sort((a, b) => b.at - a.at);
}

/** Names a marked form over all pages. A refused one stands at another address than before, its action is the same. */
export function formName(mark: HTMLElement): string {
  const to = new URL(mark.closest("form")?.getAttribute("action") ?? "", location.href);
  return `${to.pathname}${to.search}#${mark.dataset.keep ?? ""}`;
}
