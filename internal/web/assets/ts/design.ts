// The form designer: <code-help data-for data-put> makes a button of every code in its list, which puts it at the cursor of the
// field of an expression. One of the buttons is reached by Tab, the others by the arrow keys. A text to put in holds a bar where
// the cursor goes.

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
}

/** Puts a text at the cursor, apart from the word before and after it, and says that the field has changed. */
export function put(field: HTMLInputElement, text: string) {
  const from = field.selectionStart ?? field.value.length;
  const to = field.selectionEnd ?? from;
  const before = field.value.slice(0, from);
  const after = field.value.slice(to);
  const gap = (left: string, right: string) => (/[\p{L}\p{N}_)]$/u.test(left) && /^[\p{L}\p{N}_(]/u.test(right) ? " " : "");
  let middle = gap(before, text) + text;
  if (/[\s]$/.test(before) || before === "") middle = middle.trimStart();
  const bar = middle.indexOf("|");
  middle = middle.replace("|", "");
  middle += bar < 0 ? gap(middle, after) : "";
  field.focus();
  field.setRangeText(middle, from, to, "end");
  const at = from + (bar < 0 ? middle.length : bar);
  field.setSelectionRange(at, at);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

class CodeHelp extends HTMLElement {
  connectedCallback() {
    const field = document.getElementById(this.dataset.for ?? "") as HTMLInputElement | null;
    const list = this.querySelector<HTMLElement>(".code-list");
    if (!field || !list) return;
    const buttons: HTMLButtonElement[] = [];
    for (const row of list.querySelectorAll<HTMLLIElement>("li[data-insert]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...row.childNodes);
      button.title = this.dataset.put ?? "";
      button.tabIndex = -1;
      button.addEventListener("click", () => put(field, row.dataset.insert ?? ""));
      row.append(button);
      buttons.push(button);
    }
    list.removeAttribute("tabindex");
    list.setAttribute("role", "toolbar");
    list.setAttribute("aria-orientation", "vertical");
    const shown = () => buttons.filter((one) => !one.closest("li")?.hidden);
    const rove = (to?: HTMLButtonElement) => {
      for (const one of buttons) one.tabIndex = -1;
      const next = to ?? shown()[0];
      if (next) next.tabIndex = 0;
    };
    rove();
    list.addEventListener("focusin", (event) => rove((event.target as HTMLElement).closest("button") ?? undefined));
    list.addEventListener("keydown", (event) => {
      const open = shown();
      const at = open.indexOf(document.activeElement as HTMLButtonElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: open.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      open[Math.max(0, Math.min(open.length - 1, to))]?.focus();
    });
    const head = this.querySelector<HTMLElement>("[data-head]");
    const filter = head?.querySelector("input");
    if (!head || !filter) return;
    head.hidden = false;
    filter.addEventListener("input", () => {
      const wanted = fold(filter.value.trim());
      for (const group of list.querySelectorAll("ul")) {
        let any = false;
        for (const row of group.querySelectorAll<HTMLLIElement>("li")) {
          row.hidden = wanted !== "" && !fold(row.textContent ?? "").includes(wanted);
          any ||= !row.hidden;
        }
        group.hidden = !any;
        const title = group.previousElementSibling as HTMLElement | null;
        if (title) title.hidden = !any;
      }
      rove();
    });
    filter.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return; // the first that is found
      event.preventDefault();
      if (filter.value.trim()) shown()[0]?.click();
    });
  }
}

customElements.define("code-help", CodeHelp);
