// Keeps what was typed until the server has it: in this page, and in
// localStorage under the account and the filing, so that a reload or a lost
// line loses nothing. A batch has one key from its first try to its answer:
// sent again, it is done once.

export interface Batch {
  key: string;
  base: number;
  fields: Record<string, string>;
  force: boolean;
}

export interface Kept {
  sending: Batch | null;
  waiting: Record<string, string>;
}

export class Keeper {
  sending: Batch | null = null;
  waiting: Record<string, string> = {};

  constructor(private name: string) {
    try {
      const kept = JSON.parse(localStorage.getItem(name) ?? "null") as Kept | null;
      if (kept) {
        this.sending = kept.sending;
        this.waiting = kept.waiting ?? {};
      }
    } catch {
      // A damaged or refused store keeps nothing; the page still works.
    }
  }

  /** Everything that the server has not confirmed. */
  get unsent(): Record<string, string> {
    return { ...this.sending?.fields, ...this.waiting };
  }

  get empty(): boolean {
    return this.sending === null && Object.keys(this.waiting).length === 0;
  }

  put(field: string, text: string) {
    this.waiting[field] = text;
    this.store();
  }

  /** The batch to send now: the one that got no answer, else what waits. */
  next(base: number): Batch | null {
    if (!this.sending && Object.keys(this.waiting).length > 0) {
      this.sending = { key: newKey(), base, fields: this.waiting, force: false };
      this.waiting = {};
      this.store();
    }
    return this.sending;
  }

  done() {
    this.sending = null;
    this.store();
  }

  drop(field: string) {
    delete this.waiting[field];
    this.store();
  }

  clear() {
    this.sending = null;
    this.waiting = {};
    this.store();
  }

  private store() {
    try {
      if (this.empty) localStorage.removeItem(this.name);
      else localStorage.setItem(this.name, JSON.stringify({ sending: this.sending, waiting: this.waiting } satisfies Kept));
    } catch {
      // Full or refused: the page still holds it.
    }
  }
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}
