// Fields that two desks wrote: mine and theirs side by side, with who and when; take one, or write a third.
import { fill } from "../app/words";
import type { Kept } from "./kept";

export class Conflicts {
  private shown = "";

  constructor(
    private box: HTMLElement,
    private messages: Record<string, string>,
    private settled: (field: string, text: string | null) => void,
  ) {
    box.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>("button[data-take]");
      const field = button?.dataset.field;
      if (!button || !field) return;
      const edit = box.querySelector<HTMLTextAreaElement>(`textarea[data-edit="${CSS.escape(field)}"]`);
      const take = button.dataset.take;
      this.settled(field, take === "theirs" ? null : take === "mine" ? (button.dataset.text ?? "") : (edit?.value ?? ""));
    });
  }

  private say(key: string, args: Record<string, string> = {}): string {
    return fill(this.messages[key] ?? "", args);
  }

  show(kept: Kept) {
    const now = JSON.stringify(kept.clashes);
    if (now === this.shown) return;
    const first = this.shown === "" || this.shown === "{}";
    this.shown = now;
    const list = Object.entries(kept.clashes);
    this.box.hidden = list.length === 0;
    const head = element("h2", "", this.say("report.clash_title", { n: String(list.length) }));
    head.id = "conflicts-title";
    head.tabIndex = -1;
    this.box.replaceChildren(head, element("p", "sub", this.say("report.clash_text")));
    for (const [field, clash] of list) {
      const part = element("div", "clash");
      const name = kept.names[field] ?? field;
      const who = this.say("report.clash_theirs", { name: clash.name, when: clash.at });
      const pair = element("div", "clash-pair");
      pair.append(this.side(field, this.say("report.clash_mine"), clash.mine, "mine", name), this.side(field, who, clash.theirs, "theirs", name));
      const edit = element("details", "clash-edit") as HTMLDetailsElement;
      const area = document.createElement("textarea");
      area.className = "control";
      area.value = clash.mine;
      area.rows = clash.mine.length > 60 ? 4 : 1;
      area.dataset.edit = field;
      area.setAttribute("aria-label", name);
      edit.append(element("summary", "", this.say("report.clash_edit")), area, this.button(field, "edit", this.say("report.clash_use_edit"), name));
      part.append(element("h3", "", name), pair, edit);
      this.box.append(part);
    }
    if (first && list.length > 0) head.focus();
    else if (list.length > 0 && !this.box.contains(document.activeElement)) this.box.querySelector("button")?.focus();
  }

  private side(field: string, label: string, text: string, take: string, name: string): HTMLElement {
    const side = element("div", "clash-side");
    const empty = text.trim() === "";
    const shown = element("p", "clash-text", empty ? this.say("report.clash_empty") : text);
    const button = this.button(field, take, this.say(take === "mine" ? "report.clash_take_mine" : "report.clash_take_theirs"), name);
    button.dataset.text = text;
    side.append(element("p", "clash-who", label), shown, button);
    return side;
  }

  private button(field: string, take: string, text: string, name: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.dataset.take = take;
    button.dataset.field = field;
    button.textContent = text;
    button.setAttribute("aria-label", `${text}: ${name}`);
    return button;
  }
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const one = document.createElement(tag);
  if (className) one.className = className;
  if (text) one.textContent = text;
  return one;
}
