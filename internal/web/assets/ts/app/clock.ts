// Clocks and spans that tick by text, once a second, all from one timer.
//   <clock-text data-seconds>            the server's time of day
//   <time-left data-until="ISO">         what is left, "3:42"; class "over" when past
//   <time-since data-since="ISO">        what has passed
//   <relative-time datetime="ISO">       "3 phút trước"
import { serverNow, span, timeOfDay } from "./server-time";

interface Ticking {
  tick(now: number): void;
}

const all = new Set<Ticking>();
let timer = 0;

function write(element: HTMLElement, text: string) {
  if (element.textContent !== text) element.textContent = text;
}

abstract class TickingElement extends HTMLElement implements Ticking {
  connectedCallback() {
    all.add(this);
    this.tick(serverNow());
    if (!timer) timer = window.setInterval(() => all.forEach((one) => one.tick(serverNow())), 1000);
  }
  disconnectedCallback() {
    all.delete(this);
    if (all.size === 0) {
      clearInterval(timer);
      timer = 0;
    }
  }
  abstract tick(now: number): void;
}

class ClockText extends TickingElement {
  tick(now: number) {
    write(this, timeOfDay(now, this.hasAttribute("data-seconds")));
  }
}

class TimeLeft extends TickingElement {
  tick(now: number) {
    const left = Date.parse(this.dataset.until ?? "") - now;
    if (Number.isNaN(left)) return;
    write(this, span(left));
    this.classList.toggle("over", left < 0);
    this.classList.toggle("soon", left >= 0 && left < 60_000);
  }
}

class TimeSince extends TickingElement {
  tick(now: number) {
    const passed = now - Date.parse(this.dataset.since ?? "");
    if (!Number.isNaN(passed)) write(this, span(Math.max(0, passed)));
  }
}

class RelativeTime extends TickingElement {
  tick(now: number) {
    const at = Date.parse(this.getAttribute("datetime") ?? "");
    if (Number.isNaN(at)) return;
    const minutes = Math.round((at - now) / 60_000);
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
    if (Math.abs(minutes) < 60) write(this, words.format(minutes, "minute"));
    else if (Math.abs(minutes) < 60 * 24) write(this, words.format(Math.round(minutes / 60), "hour"));
    else write(this, words.format(Math.round(minutes / 1440), "day"));
  }
}

customElements.define("clock-text", ClockText);
customElements.define("time-left", TimeLeft);
customElements.define("time-since", TimeSince);
customElements.define("relative-time", RelativeTime);
