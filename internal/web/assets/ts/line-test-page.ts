// <line-test>: runs the tests that a browser can measure and keeps their results with the site. What only people can
// judge stays a form.
import type { LineNumbers, LinePart, LineResult } from "./media/line-test.ts";

type Grade = "good" | "weak" | "bad";

interface PartResult {
  part: string;
  grade: Grade;
  reason?: string;
  path?: string;
  numbers: Record<string, number>;
}

/** Parts of the page, and what is measured for each. */
const measured: Record<string, readonly LinePart[]> = {
  camera: ["camera"],
  microphone: ["microphone"],
  microphone2: ["microphone"],
  speaker: ["speaker"],
  upload: ["upload"],
  download: ["download"],
  delay: ["signalling", "media"],
};
/** "All" leaves out the second microphone, for which somebody must go to another place. */
const inTurn = ["camera", "microphone", "speaker", "upload", "download", "delay"];

class LineTest extends HTMLElement {
  private busy = false;

  connectedCallback() {
    if (this.dataset["may"] === undefined) return;
    const all = document.getElementById("test-all") as HTMLButtonElement | null;
    if (all) {
      all.hidden = false;
      all.addEventListener("click", () => void this.run(inTurn));
    }
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-test]")) {
      button.hidden = false;
      button.addEventListener("click", () => void this.run([button.dataset["test"] ?? ""]));
    }
  }

  private words(name: string): string {
    return this.dataset[("say-" + name).replace(/-([a-z0-9])/g, (_, c: string) => c.toUpperCase())] ?? "";
  }

  private get path(): string {
    return this.dataset["path"] ?? "";
  }

  private async run(parts: string[]): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (const button of this.buttons()) button.disabled = true;
    const results: PartResult[] = [];
    try {
      for (const part of parts) {
        const result = await this.one(part);
        if (result) results.push(result);
      }
      await this.save(results);
    } finally {
      this.busy = false;
      for (const button of this.buttons()) button.disabled = false;
    }
  }

  private buttons(): HTMLButtonElement[] {
    const all = document.getElementById("test-all") as HTMLButtonElement | null;
    return [...this.querySelectorAll<HTMLButtonElement>("[data-test]"), ...(all ? [all] : [])];
  }

  private async one(part: string): Promise<PartResult | undefined> {
    const what = measured[part];
    if (!what) return undefined;
    const row = document.getElementById("part-" + part);
    row?.classList.add("testing");
    this.write(part, this.words("testing"));
    const { runLineTest } = await import("./media/line-test.ts");
    const found: LineResult[] = [];
    const skipMedia = this.dataset["media"] === undefined;
    if (part === "camera") void this.picture();
    await runLineTest({
      healthURL: "/healthz",
      downloadURL: this.path + "/download",
      uploadURL: this.path + "/upload",
      uploadBytes: 512 * 1024,
      mediaURL: this.dataset["media"] || location.origin.replace(/^http/, "ws"),
      fetchToken: async () => {
        const res = await fetch(this.path + "/media-token", { method: "POST" });
        if (!res.ok) throw new Error(String(res.status));
        return ((await res.json()) as { token: string }).token;
      },
      parts: skipMedia ? what.filter((one) => one !== "media") : what,
      onResult: (result) => {
        if (result.grade !== "running") {
          found.push(result);
          if (result.numbers.peak !== undefined) this.level(part, result.numbers.peak);
        }
        else if (result.numbers.level !== undefined) this.level(part, result.numbers.level);
      },
    });
    row?.classList.remove("testing");
    const result = join(part, found);
    this.show(result);
    if (part === "speaker") this.tell(this.words("heard"));
    return result;
  }

  private async picture(): Promise<void> {
    const video = document.getElementById("test-video") as HTMLVideoElement | null;
    if (!video || video.srcObject) return;
    try {
      video.autoplay = true;
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
      video.parentElement?.classList.add("has-picture");
    } catch {
      // the test itself says why
    }
  }

  private level(part: string, level: number): void {
    const meter = document.getElementById("level-" + part) as HTMLMeterElement | null;
    const words = document.getElementById("db-" + part);
    const db = 20 * Math.log10(Math.max(level, 0.0001));
    if (meter) meter.value = Math.max(0, Math.min(100, (db + 60) * (100 / 60)));
    if (words) words.textContent = `${String(Math.round(db)).replace("-", "−")} dB`;
  }

  private write(part: string, text: string): void {
    const box = document.querySelector(`#part-${part} .part-numbers`);
    if (box) box.textContent = text;
  }

  private show(result: PartResult): void {
    const row = document.getElementById("part-" + result.part);
    const chip = row?.querySelector(".part-grade .chip");
    if (!row || !chip) return;
    row.dataset["grade"] = result.grade;
    row.classList.toggle("part-bad", result.grade === "bad");
    const look = { good: ["chip-ok", "circle-check"], weak: ["chip-late", "signal"], bad: ["chip-bad", "triangle-alert"] }[result.grade] as [string, string];
    chip.className = "chip " + look[0];
    const use = chip.querySelector("use");
    use?.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*/, "#" + look[1]));
    chip.lastChild?.replaceWith(" " + this.words("grade-" + result.grade));
    this.write(result.part, this.numbers(result));
  }

  private numbers(result: PartResult): string {
    const lang = document.documentElement.lang;
    const words: string[] = [];
    const n = result.numbers;
    const say = (name: string, value: number | undefined, digits = 0): void => {
      if (value !== undefined) words.push(this.words("num-" + name).replace("{n}", value.toLocaleString(lang, { maximumFractionDigits: digits })));
    };
    if (n["width"] && n["height"]) words.push(`${n["width"]}×${n["height"]}`);
    say("fps", n["fps"]);
    say("mbps", n["mbps"], 1);
    say("rtt", n["rttMs"]);
    say("jitter", n["jitterMs"]);
    say("loss", n["loss"] === undefined ? undefined : n["loss"] * 100, 1);
    say("peak", n["peak"] === undefined ? undefined : n["peak"] * 100);
    if (result.path === "tcp" || result.path === "none") words.push(this.words("path-" + result.path));
    if (result.reason) words.push(this.words("why-" + result.reason));
    return words.join(", ");
  }

  private tell(text: string): void {
    const box = document.getElementById("test-said");
    if (box) box.textContent = text;
  }

  /** Keeps the results; the page then shows what the server makes of them, but a running picture is not cut off. */
  private async save(parts: PartResult[]): Promise<void> {
    if (parts.length === 0) return;
    try {
      const res = await fetch(this.path + "/results", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ parts }) });
      if (!res.ok) throw new Error(String(res.status));
      this.tell(this.words("test-saved"));
      const html = await (await fetch(this.path, { cache: "no-store" })).text();
      const page = new DOMParser().parseFromString(html, "text/html");
      for (const id of ["test-banner", "test-head", "readiness"]) {
        const fresh = page.getElementById(id);
        if (fresh) document.getElementById(id)?.replaceWith(fresh);
      }
    } catch {
      this.tell(this.words("test-unsaved"));
    }
  }
}

/** One result of the page out of what was measured for it: the worst grade, all numbers. */
function join(part: string, found: LineResult[]): PartResult {
  const order: Grade[] = ["good", "weak", "bad"];
  const result: PartResult = { part, grade: found.length > 0 ? "good" : "bad", numbers: {} };
  if (found.length === 0) result.reason = "other";
  for (const one of found) {
    const { path, ...numbers } = one.numbers as Partial<LineNumbers>;
    if (path) result.path = path;
    for (const [name, value] of Object.entries(numbers)) {
      if (typeof value !== "number" || !Number.isFinite(value)) continue;
      // The speed of a two-second picture says nothing about the line.
      if (part === "delay" && name === "mbps") continue;
      result.numbers[name] = value;
    }
    if (order.indexOf(one.grade as Grade) > order.indexOf(result.grade)) result.grade = one.grade as Grade;
    if (one.reason) result.reason = one.reason;
  }
  return result;
}

customElements.define("line-test", LineTest);
