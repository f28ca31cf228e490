// Clocks of the room that tick by text and by a bar's value, once a second.
//   <time-bar data-from data-until>      its <progress> shows what is left
//   <item-clock data-since data-minutes> minutes of an agenda item; data-still: it stands
import { serverNow } from "../app/server-time";

const all = new Set<{ tick(now: number): void }>();
window.setInterval(() => all.forEach((one) => one.tick(serverNow())), 1000);

class TimeBar extends HTMLElement {
  connectedCallback() {
    all.add(this);
    this.tick(serverNow());
  }
  disconnectedCallback() {
    all.delete(this);
  }
  tick(now: number) {
    const bar = this.querySelector("progress");
    const from = Date.parse(this.dataset["from"] ?? ""), until = Date.parse(this.dataset["until"] ?? "");
    if (!bar || Number.isNaN(from) || Number.isNaN(until)) return;
    bar.max = Math.max(1, Math.round((until - from) / 1000));
    bar.value = Math.max(0, Math.min(bar.max, Math.round((until - now) / 1000)));
    bar.classList.toggle("bar-late", until - now < 60_000);
  }
}

class ItemClock extends HTMLElement {
  connectedCallback() {
    all.add(this);
    this.tick(serverNow());
  }
  disconnectedCallback() {
    all.delete(this);
  }
  tick(now: number) {
    if (this.dataset["still"] !== undefined) return;
    const since = Date.parse(this.dataset["since"] ?? "");
    const words = this.querySelector(".item-words");
    if (Number.isNaN(since) || !words) return;
    const planned = Number(this.dataset["minutes"] ?? 0);
    const seconds = Math.max(0, Math.floor((now - since) / 1000));
    const spent = Math.floor(seconds / 60);
    const bar = this.querySelector("progress");
    if (bar) bar.value = Math.min(bar.max, seconds);
    const kind = planned === 0 ? "open" : spent <= planned ? "within" : "over";
    const text = (this.dataset[kind] ?? "")
      .replace("{spent}", String(spent))
      .replace("{planned}", String(planned))
      .replace("{left}", String(planned - spent))
      .replace("{over}", String(spent - planned));
    if (words.textContent !== text) words.textContent = text;
  }
}

customElements.define("time-bar", TimeBar);
customElements.define("item-clock", ItemClock);
