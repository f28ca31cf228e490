// Several people in one draft: each page says every ten seconds that it is there and in which field, and hears by the live
// stream who else is. What others save it fetches and shows, where the field was not touched here.
import { fill } from "../app/words";
import { listen } from "../app/listen";
import type { Frame } from "../app/streams";
import { codeOf, write, type Spec } from "./spec";

export interface Written {
  field: string;
  text: string;
  version: number;
  name: string;
}

/** What registers count for a draft, by slot, and where each figure comes from. */
export interface Counted {
  counted?: Record<string, number>;
  sources?: { indicator: string; text: string; href?: string }[];
}

export interface PresenceHooks {
  /** The registers count otherwise than the page shows. */
  counted(now: Counted): void;
  /** Others wrote. Gives what is shown of it now. */
  arrived(list: Written[]): Promise<Written[]>;
  /** Something is on its way to the server: its version will be told. */
  busy(): boolean;
  /** The draft takes no more. */
  closed(): void;
  field(code: string): HTMLElement | null;
}

interface Person {
  account: string;
  name: string;
  field: string;
}

const every = 10_000; // ms between two signs of life
const quiet = 10_000; // ms between two sentences for readers of screens
const marked = 6_000; // ms that what arrived is marked

export class Presence {
  private page = ""; // drawn anew for each time that the page is open: one that was left stays away
  private at = ""; // the field in which the reader is
  private version: number; // of the draft, as it is shown
  private newest: number;
  private end: (() => void) | null = null;
  private ends: (() => void) | null = null; // of the unit's own topic
  private beat = 0;
  private soon = 0;
  private looking = 0;
  private fetching = false;
  private recount = false; // what registers count is to be asked
  private told = 0; // when others' writing was last read out
  private wrote = new Map<string, Set<string>>(); // fields by name, to be read out

  constructor(
    private host: HTMLElement,
    private spec: Spec,
    private hooks: PresenceHooks,
  ) {
    this.version = this.newest = spec.version;
    host.addEventListener("focusin", this.onMove);
    host.addEventListener("focusout", this.onMove);
    window.addEventListener("pagehide", this.leave);
    window.addEventListener("pageshow", this.onShow);
    document.addEventListener("visibilitychange", this.say);
    this.open();
  }

  disconnect() {
    this.host.removeEventListener("focusin", this.onMove);
    this.host.removeEventListener("focusout", this.onMove);
    window.removeEventListener("pagehide", this.leave);
    window.removeEventListener("pageshow", this.onShow);
    document.removeEventListener("visibilitychange", this.say);
    this.leave();
  }

  private open() {
    this.page = Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, "0")).join("");
    this.end = listen("/live/desk/" + this.spec.filing, { frame: (frame) => this.take(frame), state: (state) => state === "lost" && this.show([]) });
    // Something happened at the unit's desks: perhaps in a register that the draft counts.
    if (this.spec.counts) this.ends = listen("/live/home/" + this.spec.counts, { frame: () => this.look(300 + Math.random() * 700, true), state: () => undefined });
    this.beat = window.setInterval(this.say, every);
    this.say();
  }

  private onShow = (event: PageTransitionEvent) => {
    if (event.persisted && !this.end) this.open();
  };

  // ---- what others are told ----

  private say = () => {
    if (!this.end || !navigator.onLine) return;
    void this.post(false)
      .then(({ status }) => {
        if (status >= 400 && status < 500 && status !== 429) clearInterval(this.beat); // signed out, or no right any more: refusals are logged
      })
      .catch(() => undefined); // said again in ten seconds
  };

  private post(gone: boolean): Promise<Response> {
    const body = JSON.stringify({ page: this.page, field: gone ? "" : this.at, gone });
    return fetch(this.spec.path + "/here", { method: "POST", keepalive: true, headers: { "Content-Type": "application/json", Accept: "application/json" }, body });
  }

  private leave = () => {
    if (!this.end) return;
    this.end();
    this.ends?.();
    this.end = this.ends = null;
    clearInterval(this.beat);
    clearTimeout(this.soon);
    clearTimeout(this.looking);
    this.show([]);
    void this.post(true).catch(() => undefined);
  };

  private onMove = () => {
    clearTimeout(this.soon);
    this.soon = window.setTimeout(() => {
      const code = codeOf(document.activeElement);
      if (code === this.at) return;
      this.at = code;
      this.say();
    }, 400);
  };

  // ---- what others do ----

  private take(frame: Frame) {
    const part = frame.parts?.find((one) => one.id === "desk");
    if (!part) return;
    const desk = new DOMParser().parseFromString(part.html, "text/html").querySelector<HTMLElement>("#desk");
    if (!desk) return;
    if (desk.dataset.open === undefined) {
      clearInterval(this.beat);
      this.hooks.closed();
    }
    const people = [...desk.querySelectorAll("li")].map((li) => ({ account: li.dataset.account ?? "", field: li.dataset.field ?? "", name: li.textContent ?? "" }));
    this.show(people.filter((one) => one.account !== this.spec.account));
    this.newest = Math.max(this.newest, Number(desk.dataset.version));
    this.look(150);
  }

  private show(others: Person[]) {
    const place = document.querySelector<HTMLElement>("[data-desk-people]");
    const words = place?.querySelector("[data-desk-names]");
    const names = [...new Set(others.map((one) => one.name))];
    if (place && words) {
      write(words, names.length === 0 ? "" : fill(this.spec.messages[names.length > 1 ? "report.desk_more" : "report.desk_one"] ?? "", { names: this.list(names) }));
      place.hidden = names.length === 0;
    }
    const wanted = new Map<string, string[]>(); // names by field
    for (const one of others) if (one.field) wanted.set(one.field, [...new Set([...(wanted.get(one.field) ?? []), one.name])]);
    for (const tag of this.host.querySelectorAll<HTMLElement>(".other-name")) if (!wanted.has(tag.dataset.at ?? "")) this.unmark(tag);
    for (const [field, list] of wanted) this.mark(field, this.list(list));
  }

  private list(names: string[]): string {
    if (names.length < 2) return names[0] ?? "";
    return fill(this.spec.messages["report.desk_and"] ?? "", { names: names.slice(0, -1).join(", "), last: names[names.length - 1] ?? "" });
  }

  /** Where somebody else is: the name stands at the field, and is part of what a reader of screens hears on entering it. */
  private mark(field: string, name: string) {
    const input = this.hooks.field(field);
    if (!input) return;
    const id = "other-" + input.id;
    let tag = document.getElementById(id);
    if (!tag) {
      tag = document.createElement("span");
      tag.id = id;
      tag.className = "other-name";
      tag.dataset.at = field;
      input.after(tag);
      input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
    }
    input.classList.add("other-here");
    write(tag, fill(this.spec.messages["report.desk_field"] ?? "", { name }));
  }

  private unmark(tag: HTMLElement) {
    const input = this.hooks.field(tag.dataset.at ?? "");
    input?.classList.remove("other-here");
    input?.setAttribute("aria-describedby", (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one !== tag.id).join(" "));
    tag.remove();
  }

  // ---- what others wrote ----

  /** The server took what was sent from here. Where nobody wrote in between, nothing is to be fetched. */
  saved(version: number) {
    if (version === this.version + 1) this.version = version;
    this.newest = Math.max(this.newest, version);
    this.look(0);
  }

  private look(after: number, counts = false) {
    this.recount ||= counts;
    clearTimeout(this.looking);
    if (this.recount || this.newest > this.version) this.looking = window.setTimeout(() => void this.fetch(), after);
  }

  private async fetch() {
    if (this.fetching || this.hooks.busy()) return this.look(200); // what is on its way brings its version back
    this.fetching = true;
    this.recount = false;
    try {
      const response = await fetch(`${this.spec.path}/fields?after=${this.version}`, { headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const { version, fields, ...counted } = (await response.json()) as { version: number; fields: Written[] } & Counted;
      this.hooks.counted(counted);
      const shown = await this.hooks.arrived(fields);
      this.version = Math.max(this.version, version);
      for (const one of shown) {
        this.highlight(one.field);
        this.wrote.set(one.name, (this.wrote.get(one.name) ?? new Set()).add(one.field));
      }
      this.tell();
    } catch {
      // without line: the stream brings the version again
    } finally {
      this.fetching = false;
    }
    this.look(0);
  }

  private highlight(field: string) {
    const input = this.hooks.field(field);
    input?.classList.add("arrived");
    window.setTimeout(() => input?.classList.remove("arrived"), marked);
  }

  /** One sentence every ten seconds at most. */
  private tell() {
    if (this.wrote.size === 0) return;
    const wait = this.told + quiet - Date.now();
    if (wait > 0) {
      window.setTimeout(() => this.tell(), wait);
      return;
    }
    this.told = Date.now();
    const said = [...this.wrote].map(([name, fields]) => fill(this.spec.messages["report.desk_wrote"] ?? "", { name, n: String(fields.size) }));
    this.wrote.clear();
    const place = this.host.querySelector("[data-desk-says]");
    if (place) write(place, said.join(" "));
  }
}
