// Keeps what is typed on this device, sends it after a pause, and says how that stands: "Đang ghi…" from the first key, then
// "Đã lưu 08:00:09", or why not.
import { fill } from "../app/words";
import { count, fresh, heard, late, put, seen, settle, strangers, unsent, type Kept } from "./kept";
import { send, type Sent } from "./outbox";
import { write, type Spec } from "./spec";
import { change as store, homeless, keepLast, takeLast } from "./store";
import type { Written } from "./presence";

export interface SavingHooks {
  /** What this device keeps is another now. */
  took(kept: Kept): void;
  /** A text was brought back or chosen: it stands in its field from now on. */
  fill(field: string, text: string): void;
  /** The checks are to look again. */
  judge(): void;
  /** The server took a batch: the draft has this version now. */
  saved(version: number): void;
}

type Tone = "jade" | "gold" | "red" | "calm";

const pause = 700; // ms without typing before a save

export class Saving {
  kept: Kept; // what this device keeps of the draft, as last read
  private timer = 0;
  private busy = false;
  private storing: Promise<void> = Promise.resolve();
  private wrote = new Map<string, string>(); // what this page put into a field last
  private unstored = 0; // changes on their way into the store
  private restored: Promise<void> = Promise.resolve();

  constructor(
    private host: HTMLElement,
    private spec: Spec,
    private hooks: SavingHooks,
  ) {
    this.kept = fresh(spec.account, spec.filing);
    window.addEventListener("online", this.flush);
    document.addEventListener("visibilitychange", this.flush);
    window.addEventListener("pagehide", this.leave);
  }

  disconnect() {
    clearTimeout(this.timer);
    window.removeEventListener("online", this.flush);
    document.removeEventListener("visibilitychange", this.flush);
    window.removeEventListener("pagehide", this.leave);
  }

  private leave = () => {
    if (this.unstored > 0 || homeless(this.spec.account, this.spec.filing)) keepLast(this.kept);
  };

  private took(kept: Kept) {
    this.kept = kept;
    this.hooks.took(kept);
  }

  /** Changes what is kept, in one step with what other tabs do. */
  private async store(step: (k: Kept) => Kept) {
    this.took(await store(this.spec.account, this.spec.filing, step));
  }

  /** Brings back what this device keeps: unsent texts, clashes, and what was saved after a kept page was made. */
  restore() {
    this.restored = this.bringBack();
    return this.restored;
  }

  private async bringBack() {
    const { spec } = this;
    const known = new Set(Object.keys(spec.names));
    let strange: Record<string, string> = {};
    const last = takeLast(spec.account, spec.filing);
    await this.store((k) => {
      k = late(k, last, Date.now());
      const sorted = strangers(seen(k, spec.version), (field) => known.has(field) || known.has(field.replace(/why$/, "")));
      strange = k.form === "" || k.form === spec.form ? {} : sorted.strange;
      const kept = k.form === "" || k.form === spec.form ? seen(k, spec.version) : sorted.kept;
      return count(kept) + Object.keys(kept.known).length === 0 ? kept : { ...kept, ...this.about };
    });
    for (const [field, one] of Object.entries(this.kept.known)) this.hooks.fill(field, one.text);
    for (const [field, text] of Object.entries(unsent(this.kept))) this.hooks.fill(field, text);
    this.hooks.judge();
    if (Object.keys(strange).length > 0) this.formChanged(strange);
    if (count(this.kept) > 0) {
      const clashes = Object.keys(this.kept.clashes).length;
      const words = clashes === count(this.kept) ? fill(spec.messages["report.clash_title"] ?? "", { n: String(clashes) }) : spec.messages["report.kept_here"];
      this.say("gold", words ?? "");
      this.flush();
    }
  }

  /** The form is another one now: what has no field there is shown, to be copied. */
  private formChanged(strange: Record<string, string>) {
    const box = this.host.querySelector<HTMLElement>("[data-form-changed]");
    const list = box?.querySelector("ul");
    if (!box || !list) return;
    box.hidden = false;
    for (const [field, text] of Object.entries(strange)) {
      const item = document.createElement("li");
      item.textContent = `${this.kept.names[field] ?? field}: ${text}`;
      list.append(item);
    }
  }

  /** What is kept of the report itself, so that other pages can name it and send what waits. */
  private get about(): Pick<Kept, "path" | "title" | "form" | "names"> {
    const { path, title, form, names } = this.spec;
    return { path, title, form, names };
  }

  /** The draft version on which what stands in a field was last seen here. */
  private base(field: string): number {
    return this.kept.known[field]?.version ?? this.spec.version;
  }

  /** Somebody typed, or changed many fields in one step: texts by field. */
  change(texts: Record<string, string>) {
    if (this.spec.preview) return this.hooks.judge();
    const typed = Object.entries(texts).map(([code, text]) => ({ code, text, base: this.base(code), wrote: this.wrote.get(code) }));
    const step = (k: Kept) => ({ ...typed.reduce((kept, { code, text, base, wrote }) => put(kept, code, text, base, Date.now(), wrote), k), ...this.about });
    for (const { code, text } of typed) this.wrote.set(code, text);
    this.took(step(this.kept));
    this.unstored++;
    this.storing = store(this.spec.account, this.spec.filing, step).then((kept) => {
      this.took(kept);
      if (--this.unstored === 0) takeLast(kept.account, kept.filing); // the page went and came back meanwhile
    });
    this.hooks.judge();
    this.pending();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(this.flush, pause);
  }

  /** Others wrote. Gives what is to be shown of it: fields that are not touched here. */
  async arrived(list: Written[]): Promise<Written[]> {
    await this.store((k) => ({ ...heard(k, this.spec.version, list), ...this.about }));
    return list.filter(({ field, version }) => !(field in unsent(this.kept)) && this.kept.known[field]?.version === version);
  }

  get sending(): boolean {
    return this.busy || Object.keys(this.kept.waiting).length > 0;
  }

  /** The draft takes no more. */
  closed() {
    this.say("red", this.spec.messages["report.desk_closed"] ?? "", this.spec.path);
  }

  /** Settles a clash: null takes theirs. */
  async settled(field: string, text: string | null) {
    const theirs = this.kept.clashes[field]?.theirs ?? "";
    await this.store((k) => settle(k, field, text, Date.now()));
    this.hooks.fill(field, text ?? theirs);
    this.hooks.judge();
    this.flush();
  }

  /** Sends all that waits; false where something stays here: no line, a refusal, a clash. */
  async all(): Promise<boolean> {
    clearTimeout(this.timer);
    await new Promise((r) => setTimeout(r, 0)); // a form takes no second submission while the first is still being told to its listeners
    await this.restored; // somebody was quicker than the store: what an earlier page typed goes too
    while (this.busy) await new Promise((r) => setTimeout(r, 50));
    await this.storing;
    while (Object.keys(this.kept.waiting).length > 0 || this.kept.sending) if (!(await this.post())) return false;
    return count(this.kept) === 0;
  }

  private flush = () => {
    if (Object.keys(this.kept.waiting).length > 0 || this.kept.sending) void this.post();
  };

  /** Sends what waits; tells whether the server took it. */
  private async post(): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    clearTimeout(this.timer);
    let sent: Sent;
    try {
      await this.storing;
      sent = await send(this.spec.account, this.spec.filing);
      await this.storing; // what was typed meanwhile
    } finally {
      this.busy = false;
    }
    await this.store((k) => k);
    this.told(sent);
    return sent.kind === "sent" || sent.kind === "nothing";
  }

  private told(sent: Sent) {
    const messages = this.spec.messages;
    switch (sent.kind) {
      case "sent":
        this.hooks.judge();
        this.hooks.saved(sent.version);
        if (Object.keys(this.kept.waiting).length > 0) this.timer = window.setTimeout(this.flush, 1); // "saved" is said when all is
        else this.say("jade", fill(messages["report.saved_at"] ?? "", { time: sent.clock }));
        return;
      case "offline":
        this.say("gold", messages[homeless(this.spec.account, this.spec.filing) ? "report.kept_by_page" : "report.kept_here"] ?? "");
        this.timer = window.setTimeout(this.flush, sent.wait);
        return;
      case "signed-out":
        this.say("red", messages["report.sign_in_again"] ?? "", "/sign-in?next=" + encodeURIComponent(this.spec.path));
        return;
      case "refused": // signed meanwhile, or another form: it stays on this device
        this.say("red", fill(messages["report.not_saved"] ?? "", { why: sent.why }), this.spec.path);
    }
  }

  // ---- the line in the page's head ----

  /** Something waits: an old time must not stand there. Not read out: what comes of it is. */
  private pending() {
    const place = document.querySelector<HTMLElement>("[data-saved]");
    if (!place || (place.dataset.tone === "gold" && !navigator.onLine)) return; // "kept on this device" holds for this key too
    place.dataset.tone = "calm";
    this.show(place, true);
  }

  private show(place: HTMLElement, pending: boolean) {
    for (const span of place.querySelectorAll<HTMLElement>("[data-outcome], [data-pending]")) span.hidden = (span.dataset.pending !== undefined) !== pending;
  }

  private say(tone: Tone, text: string, href = "") {
    const place = document.querySelector<HTMLElement>("[data-saved]");
    const words = place?.querySelector<HTMLElement>("[data-outcome]");
    if (!place || !words) return;
    place.dataset.tone = tone;
    this.show(place, false);
    write(words, text);
    if (href === "") return;
    const link = document.createElement("a");
    link.href = href;
    link.textContent = this.spec.messages[href.startsWith("/sign-in") ? "report.sign_in" : "report.reload"] ?? "";
    words.append(" ", link);
  }
}
