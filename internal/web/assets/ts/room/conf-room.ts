// <conf-room>: sound and picture of a room, the site's own switches, its signs of life. It stands outside of all live
// parts and is never replaced. Nothing of the meeting depends on it: without it forms and live parts work all the same.
import htmx from "htmx.org";
import type { RoomMedia } from "../media/room-media.ts";
import type { Picture, Rights, StateDetail } from "../media/events.ts";
import { send, takeOver, type Answer } from "./acts";
import { startWall, syncWall } from "./wall";

const beat = 10_000; // the server takes a site for lost after 25 s

interface Seen {
  camera: boolean;
  screen: boolean;
}

const byId = <T extends HTMLElement>(id: string): T | null => document.getElementById(id) as T | null;

export class ConfRoom extends HTMLElement {
  media: RoomMedia | undefined;
  private seen = new Map<string, Seen>();
  private rights: Rights = { camera: false, sound: false, screen: false };
  private chairOpened = false; // the chair's microphone was opened once
  private beats = 0;
  private asked = 0; // requests for the own part, so that an older answer is dropped
  private timer = 0;

  connectedCallback() {
    this.classList.add("scripted");
    takeOver((answer) => this.answered(answer));
    startWall();
    document.addEventListener("live:frame", () => this.changed());
    document.addEventListener("htmx:after:swap", () => this.sync());
    document.addEventListener("live:state", (event) => {
      if ((event as CustomEvent<string>).detail === "lost") this.say(this.closest<HTMLElement>("live-view")?.dataset["lost"] ?? "", true);
    });
    this.sync();
    if (this.console && sessionStorage.getItem(this.ownKey) === "1") this.dataset["site"] = this.dataset["own"];
    this.startBeat();
    this.wire();
    window.setInterval(() => {
      if (Number(byId("mine")?.dataset["place"] ?? 0) > 0) void this.refetch();
    }, 60_000);
    // Agenda and queue are on the screen first; the media bundle is the heaviest part of the page.
    requestAnimationFrame(() => window.setTimeout(() => void this.load(), 50));
  }

  get console(): boolean {
    return this.dataset["console"] !== undefined;
  }
  get site(): string {
    return this.dataset["site"] ?? "";
  }
  get path(): string {
    return this.dataset["path"] ?? "";
  }
  private get ownKey(): string {
    return "own:" + this.path;
  }

  words(name: string): string {
    const key = ("say-" + name).replace(/-([a-z])/g, (_, c: string) => c.toUpperCase());
    return this.dataset[key] ?? "";
  }

  say(text: string, bad = false): void {
    const box = byId("room-said");
    if (!box) return;
    if (box.textContent !== text) box.textContent = text;
    box.classList.toggle("bad", bad);
  }

  private answered(answer: Answer): void {
    this.say(answer.ok ? "" : answer.said.length > 0 ? answer.said.join(" ") : this.words("sent-later"), !answer.ok);
    if (answer.ok) void this.refetch();
  }

  /** Something of the room changed: what all see alike is here already, the site's own part is asked for, not by all at once. */
  private changed(): void {
    this.sync();
    window.setTimeout(() => this.sync(), 60);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.refetch(), 20 + Math.random() * 280);
  }

  private sync(): void {
    syncWall();
    for (const row of document.querySelectorAll<HTMLElement>("#queue li[data-site]")) row.classList.toggle("me", row.dataset["site"] === this.site && this.site !== "");
    this.stage();
    this.chairMicrophone();
  }

  private async refetch(): Promise<void> {
    const mine = byId("mine");
    if (!mine || !this.site) return;
    const turn = ++this.asked;
    try {
      const res = await fetch(`${this.path}/room/mine?site=${encodeURIComponent(this.site)}`, { cache: "no-store" });
      if (!res.ok || res.redirected || turn !== this.asked) return;
      const html = await res.text();
      const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("mine");
      if (!fresh) return;
      const same = ["speaks", "place", "removed"].every((name) => fresh.dataset[name] === mine.dataset[name]) && !!fresh.querySelector(".roll-form") === !!mine.querySelector(".roll-form");
      const busy = mine.querySelector("details[open]") || (mine.contains(document.activeElement) && document.activeElement?.matches("input, select"));
      if (same && busy) return; // nobody's typing is taken away for a number of minutes
      await htmx.swap({ text: html, target: mine, sourceElement: mine, swap: "outerMorph" });
    } catch {
      // the next change asks again
    }
  }

  // Signs of life.

  private startBeat(): void {
    clearInterval(this.beats);
    if (!this.site) return;
    const once = async (): Promise<void> => {
      const answer = await send(this.path + "/presence", new URLSearchParams({ site: this.site }));
      if (!answer.ok && answer.said.length > 0) this.say(answer.said.join(" "), true);
    };
    void once();
    this.beats = window.setInterval(() => void once(), beat);
    window.addEventListener("online", () => void once());
    void navigator.wakeLock?.request("screen").catch(() => undefined);
  }

  // Sound and picture.

  private async load(): Promise<void> {
    if (this.dataset["media"] === undefined) {
      this.note(this.words("none"));
      return;
    }
    try {
      const { RoomMedia: Media } = await import("../media/room-media.ts");
      this.media = new Media({
        url: this.dataset["media"] || location.origin.replace(/^http/, "ws"), // another process may run it
        self: this.site || "watch",
        fetchToken: () => this.token(),
      });
    } catch {
      this.note(this.words("failed"));
      return;
    }
    const media = this.media;
    media.addEventListener("state", (event) => this.mediaState(event.detail));
    media.addEventListener("participant", (event) => {
      const p = event.detail;
      if (p.change === "left") this.seen.delete(p.identity);
      else this.seen.set(p.identity, { camera: p.camera, screen: p.screen });
      for (const tile of document.querySelectorAll<HTMLElement>(`#tiles li[data-site="${CSS.escape(p.identity)}"]`)) {
        tile.classList.toggle("has-picture", p.change !== "left" && p.camera);
        tile.classList.toggle("talks", p.change !== "left" && p.speaking);
      }
      this.stage();
    });
    media.addEventListener("rights", (event) => this.hasRights(event.detail));
    media.addEventListener("sending", (event) => this.sends(event.detail));
    media.addEventListener("device-error", (event) => {
      if (event.detail.reason !== "no-right") this.say(this.words(event.detail.reason), true);
    });
    media.addEventListener("sound-blocked", (event) => {
      const button = byId("media-sound");
      if (button) button.hidden = !event.detail;
      this.note(event.detail ? this.words("sound-blocked") : "");
    });
    media.addEventListener("stats", (event) => this.line(event.detail.rttMs, event.detail.lossDown, event.detail.upKbps + event.detail.downKbps));
    for (const video of this.querySelectorAll<HTMLVideoElement>("#tiles video[data-site], #own-video")) media.attach(video.dataset["site"] ?? "", video, "camera");
    this.stage();
    const own = byId("own");
    if (own) own.hidden = false;
    if (this.site && sessionStorage.getItem("camera-off") !== "1") void media.setCamera(true);
    await media.connect();
  }

  private async token(): Promise<string> {
    const res = await fetch(this.path + "/media-token", { method: "POST", body: new URLSearchParams({ site: this.site }) });
    if (!res.ok) throw new Error(String(res.status));
    return ((await res.json()) as { token: string }).token;
  }

  private note(text: string): void {
    const box = byId("media-note"), words = byId("media-words");
    if (!box || !words) return;
    words.textContent = text;
    box.hidden = text === "";
  }

  private mediaState(detail: StateDetail): void {
    this.dataset["mediaState"] = detail.state;
    const again = byId("media-again");
    if (again) again.hidden = detail.reason !== "elsewhere";
    if (detail.state === "on") this.note("");
    else if (detail.state === "off") this.note(detail.reason === "elsewhere" || detail.reason === "removed" ? this.words(detail.reason) : "");
    else if (detail.reason === "unsupported") this.note(this.words("unsupported"));
    else this.note(this.words(detail.state));
    if (detail.state !== "on") {
      const line = byId("line-state");
      if (line) line.hidden = true;
    }
    this.stage();
  }

  /** Who is on the stage: whoever has the floor, with the screen shown if there is one, else the chair. */
  private stage(): void {
    const floor = byId("floor");
    const video = byId<HTMLVideoElement>("stage-video"), corner = byId<HTMLVideoElement>("corner-video");
    if (!floor || !video || !corner) return;
    const speaker = floor.dataset["site"] ?? "", chair = floor.dataset["chair"] ?? "";
    const main = speaker || chair;
    const screen = this.seen.get(main)?.screen ?? false;
    this.show(video, main, screen ? "screen" : "camera");
    const second = speaker && speaker !== chair ? chair : screen ? main : "";
    this.show(corner, second, "camera");
    const box = byId("stage-corner");
    if (box) box.hidden = second === "";
    const name = byId("stage-name");
    const visible = screen || (this.seen.get(main)?.camera ?? false);
    if (name) {
      name.hidden = visible;
      const words = document.querySelector(`li[data-site="${CSS.escape(main)}"] b`)?.textContent ?? "";
      if (name.textContent !== words) name.textContent = words;
    }
    byId("stage")?.classList.toggle("has-picture", visible);
  }

  private show(video: HTMLVideoElement, site: string, kind: Picture): void {
    const old = video.dataset["site"] ?? "";
    const wired = video.dataset["wired"] === "1";
    if (wired && old === site && video.dataset["kind"] === kind) return;
    if (wired) this.media?.detach(old, video);
    video.dataset["site"] = site;
    video.dataset["kind"] = kind;
    video.dataset["wired"] = "0";
    if (site && this.media) {
      this.media.attach(site, video, kind);
      video.dataset["wired"] = "1";
    }
  }

  private hasRights(rights: Rights): void {
    const gained = rights.sound && !this.rights.sound;
    this.rights = { ...rights };
    if (gained && this.dataset["chairs"] === undefined) void this.media?.setMicrophone(true);
    this.chairMicrophone();
    this.buttons(this.media?.sending ?? { camera: false, sound: false, screen: false });
  }

  /** The chair is always heard: from the opening on, unless the chair's own people mute it. */
  private chairMicrophone(): void {
    if (this.dataset["chairs"] === undefined || this.chairOpened || !this.rights.sound) return;
    if (byId("meeting")?.dataset["phase"] !== "open") return;
    this.chairOpened = true;
    void this.media?.setMicrophone(true);
  }

  private sends(sending: Rights): void {
    this.buttons(sending);
    this.querySelector(".own-picture")?.classList.toggle("has-picture", sending.camera);
  }

  private buttons(sending: Rights): void {
    const one = (id: string, may: boolean, on: boolean): void => {
      const button = byId<HTMLButtonElement>(id);
      if (!button) return;
      button.disabled = !may;
      button.setAttribute("aria-pressed", String(on));
      const word = button.querySelector(".control-word");
      if (word) word.textContent = (on ? button.dataset["on"] : button.dataset["off"]) ?? "";
      if (this.console) button.hidden = !this.site;
    };
    one("control-mic", this.rights.sound, sending.sound);
    one("control-camera", this.rights.camera, sending.camera);
    one("control-screen", this.rights.screen, sending.screen);
    const screen = byId("control-screen");
    if (screen) screen.hidden = !this.rights.screen;
    const join = byId("own-join");
    if (join) join.hidden = this.site !== "";
  }

  private line(rtt: number | null, loss: number | null, kbps: number): void {
    const box = byId("line-state"), words = byId("line-words");
    if (!box || !words) return;
    const grade = (loss ?? 0) > 0.08 || (rtt ?? 0) > 600 ? "bad" : (loss ?? 0) > 0.02 || (rtt ?? 0) > 250 ? "weak" : "good";
    box.hidden = false;
    box.className = "line-state line-" + grade;
    const speed = (kbps / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    words.textContent = this.words("line-" + grade) + (kbps >= 50 ? ` ${speed} Mb/s` : "");
  }

  private wire(): void {
    const press = (id: string, act: (button: HTMLButtonElement) => void): void => {
      const button = byId<HTMLButtonElement>(id);
      button?.addEventListener("click", () => act(button));
    };
    const pressed = (button: HTMLButtonElement): boolean => button.getAttribute("aria-pressed") === "true";
    press("control-mic", (button) => void this.media?.setMicrophone(!pressed(button)));
    press("control-camera", (button) => {
      const on = !pressed(button);
      if (on) sessionStorage.removeItem("camera-off");
      else sessionStorage.setItem("camera-off", "1");
      void this.media?.setCamera(on);
    });
    press("control-screen", (button) => void this.media?.setScreen(!pressed(button)));
    press("media-sound", () => void this.media?.unlockAudio());
    press("media-again", () => void this.media?.connect().then(() => (sessionStorage.getItem("camera-off") === "1" ? undefined : this.media?.setCamera(true))));
    press("own-join", () => {
      // The identity of a session is chosen as it begins, so the console begins anew as its site.
      sessionStorage.setItem(this.ownKey, "1");
      location.reload();
    });
    const volume = byId<HTMLInputElement>("control-volume");
    volume?.addEventListener("input", () => {
      this.media?.setVolume(Number(volume.value) / 100);
      const word = byId("volume-word");
      if (word) word.textContent = this.words("volume").replace("{n}", volume.value);
    });
    const tools = byId("stage-tools");
    if (tools) tools.hidden = false;
    tools?.addEventListener("click", (event) => {
      const tool = (event.target as Element).closest<HTMLElement>("[data-tool]")?.dataset["tool"];
      if (tool === "full") {
        if (document.fullscreenElement) void document.exitFullscreen();
        else void byId("stage")?.requestFullscreen().catch(() => undefined);
      } else if (tool === "picture") {
        if (document.pictureInPictureElement) void document.exitPictureInPicture();
        else void byId<HTMLVideoElement>("stage-video")?.requestPictureInPicture().catch(() => undefined);
      }
    });
    document.querySelector("[data-leave]")?.closest("form")?.addEventListener("submit", () => {
      clearInterval(this.beats);
      this.media?.disconnect();
    });
  }
}
