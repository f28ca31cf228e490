// The texts of a report: they grow with what is written, count it, and show what changed against the period before.
import { fill } from "../app/words";
import { changes, difference } from "./difference";

const most = 20_000; // characters

export class Narratives {
  private timer = 0;

  constructor(
    private host: HTMLElement,
    private messages: Record<string, string>,
    private period: string,
  ) {
    for (const area of this.areas) this.refresh(area);
    host.addEventListener("input", this.onInput);
  }

  private get areas(): HTMLTextAreaElement[] {
    return [...this.host.querySelectorAll<HTMLTextAreaElement>("textarea[data-field]")];
  }

  private onInput = (event: Event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement)) return;
    this.grow(area);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.refresh(area), 300);
  };

  refresh(area: HTMLTextAreaElement) {
    this.grow(area);
    const code = area.dataset.field ?? "";
    const count = this.host.querySelector<HTMLElement>(`[data-length="${CSS.escape(code)}"]`);
    const length = Array.from(area.value).length;
    const words = area.value.split(/\s+/).filter(Boolean).length;
    const lang = document.documentElement.lang;
    const show = (n: number) => n.toLocaleString(lang);
    if (count) {
      count.textContent = fill(this.messages["report.length"] ?? "", { words: show(words), n: show(length), most: show(most) });
      count.classList.toggle("over", length > most);
    }
    const chips = area.closest(".narrative")?.querySelector<HTMLElement>(".card-chips"); // says that a required text is still empty
    if (chips) chips.hidden = area.value.trim() !== "";
    this.mark(area, code);
  }

  /** Browsers that know field-sizing do it themselves. */
  private grow(area: HTMLTextAreaElement) {
    if (CSS.supports("field-sizing", "content") || area.scrollHeight <= area.clientHeight) return;
    area.style.height = `${Math.min(area.scrollHeight + 4, window.innerHeight * 0.7)}px`;
  }

  private mark(area: HTMLTextAreaElement, code: string) {
    const box = this.host.querySelector<HTMLDetailsElement>(`[data-marks="${CSS.escape(code)}"]`);
    const before = this.host.querySelector<HTMLElement>("#before-" + CSS.escape(code))?.dataset.typed ?? "";
    const line = box?.querySelector(".marked");
    const summary = box?.querySelector("summary");
    if (!box || !line || !summary || before === "") return;
    box.hidden = area.value.trim() === "";
    const pieces = difference(before, area.value);
    const n = changes(pieces);
    summary.textContent = fill(this.messages[n ? "report.changes_against" : "report.no_changes_against"] ?? "", { n: String(n), period: this.period });
    line.replaceChildren(
      ...pieces.map(({ op, text }) => {
        if (op === "kept") return document.createTextNode(text);
        const mark = document.createElement(op === "gone" ? "del" : "ins");
        const said = document.createElement("span");
        said.className = "sr";
        said.textContent = (this.messages[op === "gone" ? "report.mark_gone" : "report.mark_brought"] ?? "") + " ";
        mark.append(said, text);
        return mark;
      }),
    );
  }
}
