// <live-view src="/live/room/ID">: keeps what stands in it up to date.
//
// Frames are JSON. {"v":7,"parts":[{"id":"agenda","html":"…"}]} puts HTML into
// elements by id, without touching what somebody is typing. Figures are
// {"v":8,"prev":7,"cells":[[3,"1.402"]]} or, after a gap, {"v":8,"all":["…"]}:
// text for the elements with data-cell="3". What changed is marked with the
// class "changed" until the next frame; nothing is animated.
// Other scripts of the page listen on document: "live:frame", "live:state".
// All tabs of a browser share one connection: see listen.ts.
import htmx from "htmx.org";
import { listen } from "./listen";
import { serverNow, timeOfDay } from "./server-time";
import type { Frame } from "./streams";

type State = "live" | "lost" | "paused";

class LiveView extends HTMLElement {
  private end: (() => void) | null = null;
  private version = -1; // of what is shown; -1: a snapshot is needed
  private waiting: Frame[] = [];
  private due = false;
  private paused = false;
  private shown = false; // a frame was written: from now on what differs is marked
  private changed = new Set<Element>();

  connectedCallback() {
    this.open();
    document.addEventListener("click", this.onPause);
    window.addEventListener("pagehide", this.close);
    window.addEventListener("pageshow", this.onShow);
  }

  disconnectedCallback() {
    this.close();
    document.removeEventListener("click", this.onPause);
    window.removeEventListener("pagehide", this.close);
    window.removeEventListener("pageshow", this.onShow);
  }

  private onShow = (event: PageTransitionEvent) => {
    if (event.persisted && !this.paused) this.open();
  };

  private onPause = (event: Event) => {
    if (!(event.target as Element).closest?.("[data-live-pause]")) return;
    this.paused = !this.paused;
    if (this.paused) {
      this.close();
      this.show("paused");
    } else this.open();
  };

  private open() {
    const src = this.getAttribute("src");
    if (!src) return;
    this.close();
    this.version = -1;
    this.end = listen(src, {
      frame: (frame) => this.take(frame),
      state: (state) => this.show(state),
    });
  }

  private close = () => {
    this.end?.();
    this.end = null;
    this.waiting = [];
  };

  /** Frames are gathered and written once per animation frame. */
  private take(frame: Frame) {
    this.waiting.push(frame);
    if (this.due) return;
    this.due = true;
    const write = () => {
      this.due = false;
      const frames = this.waiting;
      this.waiting = [];
      if (frames.some((one) => one.cells || one.all)) this.unmark();
      for (const one of frames) this.write(one);
      this.show("live");
    };
    if (document.hidden) window.setTimeout(write, 200);
    else requestAnimationFrame(write);
  }

  private write(frame: Frame) {
    if (frame.prev !== undefined && frame.prev !== this.version) {
      if (this.version >= 0) this.open(); // a gap: it begins with the whole
      return;
    }
    frame.all?.forEach((text, i) => this.cell(i, text, this.shown));
    for (const [i, text] of frame.cells ?? []) this.cell(i, text, true);
    this.shown = true;
    for (const part of frame.parts ?? []) this.swapPart(part.id, part.html);
    this.version = frame.v;
    this.dataset.version = String(frame.v);
    document.dispatchEvent(new CustomEvent("live:frame", { detail: frame }));
  }

  private cell(index: number, text: string, mark: boolean) {
    for (const element of this.querySelectorAll(`[data-cell="${index}"]`)) {
      if (element instanceof HTMLProgressElement) {
        element.value = Number(text);
        continue;
      }
      if (element.textContent === text) continue;
      element.textContent = text;
      if (!mark) continue;
      element.classList.add("changed");
      this.changed.add(element);
    }
  }

  private unmark() {
    this.changed.forEach((element) => element.classList.remove("changed"));
    this.changed.clear();
  }

  private swapPart(id: string, html: string) {
    const target = document.getElementById(id);
    if (!target) return;
    const whole = new RegExp(`^\\s*<[^>]*\\sid="${CSS.escape(id)}"`).test(html);
    void htmx.swap({ text: html, target, sourceElement: target, swap: whole ? "outerMorph" : "innerMorph" });
  }

  private show(state: State) {
    document.documentElement.dataset.live = state;
    for (const box of document.querySelectorAll<HTMLElement>("[data-live-state]")) {
      box.hidden = false;
      box.dataset.liveState = state;
      const text = box.querySelector("[data-live-text]");
      const words = this.dataset[state] ?? "";
      if (text && text.textContent !== words) text.textContent = words;
      const time = box.querySelector("[data-live-time]");
      if (time && state === "live") time.textContent = timeOfDay(serverNow(), true);
      const button = box.querySelector("[data-live-pause]");
      if (button) button.textContent = (this.paused ? this.dataset.resume : this.dataset.pause) ?? "";
    }
    document.dispatchEvent(new CustomEvent("live:state", { detail: state }));
  }
}

customElements.define("live-view", LiveView);
