// The text of a news item: buttons that write the simple marks into the text
// area, and a preview made by the program, the same that readers will see.
// Without this the form works as it is.

/** Puts marks around the selection, or around a place to write in. */
function around(area: HTMLTextAreaElement, before: string, after: string) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  write(area, from, to, before + chosen + after);
  area.setSelectionRange(from + before.length, from + before.length + chosen.length);
}

/** Puts a mark before each line of the selection, or takes it away where all have it. */
function prefix(area: HTMLTextAreaElement, mark: (n: number) => string, is: RegExp) {
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", Math.max(selectionStart, selectionEnd - 1));
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const all = lines.every((line) => is.test(line));
  let n = 0;
  const text = lines.map((line) => (all ? line.replace(is, "") : line.trim() === "" && lines.length > 1 ? line : mark(++n) + line.replace(is, ""))).join("\n");
  write(area, from, to, text);
  area.setSelectionRange(lines.length > 1 ? from : from + text.length, from + text.length);
}

/** Replaces a part of the text so that the browser can undo it. */
function write(area: HTMLTextAreaElement, from: number, to: number, text: string) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

class NewsEditor extends HTMLElement {
  private timer = 0;
  private last = 0; // number of the newest question, so that a late answer does not win

  connectedCallback() {
    const area = this.querySelector("textarea");
    const tools = this.querySelector<HTMLElement>(".news-tools");
    const preview = this.querySelector<HTMLElement>(".news-preview");
    if (!area || !tools || !preview) return;
    tools.hidden = preview.hidden = false;
    tools.addEventListener("click", (event) => {
      const name = (event.target as Element).closest<HTMLElement>("[data-tool]")?.dataset.tool;
      if (name) this.use(name, area);
    });
    tools.addEventListener("keydown", (event) => this.roam(event, tools));
    tools.querySelectorAll("button").forEach((button, i) => (button.tabIndex = i === 0 ? 0 : -1));
    area.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.show(area.value), 400);
    });
    area.addEventListener("keydown", (event) => {
      const name = { b: "bold", i: "italic" }[event.key];
      if (!name || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.use(name, area);
    });
    area.addEventListener("paste", (event) => {
      // What a word processor puts on the clipboard keeps its form; the program drops what does not belong.
      const html = event.clipboardData?.getData("text/html");
      if (!html || !/<(p|li|h[1-6]|b|strong|i|em)[\s>]/i.test(html) || area.value.trim() !== "") return;
      event.preventDefault();
      void this.ask(html).then((clean) => write(area, area.selectionStart, area.selectionEnd, clean ?? event.clipboardData?.getData("text/plain") ?? ""));
    });
    if (area.value.trim() !== "") void this.show(area.value);
    this.keepDraft();
  }

  /** A photo is a form of its own: what was typed into a draft is saved before the photo is sent. */
  private keepDraft() {
    const form = this.closest("form");
    const draft = form?.querySelector("button[formaction$='/publish']");
    if (!form || !draft) return; // a change of what readers already see is never silent
    let typed = false;
    form.addEventListener("input", () => (typed = true));
    form.addEventListener("submit", () => (typed = false));
    document.querySelectorAll<HTMLFormElement>("#photos form").forEach((photo) =>
      photo.addEventListener("submit", (event) => {
        if (!typed) return;
        event.preventDefault();
        const { submitter } = event;
        const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
        void fetch(form.action, { method: "POST", body }).then((answer) => {
          if (!answer.ok) return form.requestSubmit(); // refused: the form shows why, and nothing is lost
          typed = false;
          photo.requestSubmit(submitter);
        }, () => form.requestSubmit());
      }),
    );
  }

  disconnectedCallback() {
    window.clearTimeout(this.timer);
  }

  private use(name: string, area: HTMLTextAreaElement) {
    switch (name) {
      case "bold":
        return around(area, "**", "**");
      case "italic":
        return around(area, "*", "*");
      case "heading":
        return prefix(area, () => "## ", /^#{2,3} /);
      case "list":
        return prefix(area, () => "- ", /^[-*•–] /);
      case "numbers":
        return prefix(area, (n) => `${n}. `, /^\d{1,3}[.)] /);
      case "quote":
        return prefix(area, () => "> ", /^> ?/);
      case "link":
        return around(area, "[", `](https://${this.dataset.link ?? ""})`);
    }
  }

  /** Arrow keys walk along the tools, as in any toolbar. */
  private roam(event: KeyboardEvent, tools: HTMLElement) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const buttons = [...tools.querySelectorAll("button")];
    const next = buttons[(buttons.indexOf(document.activeElement as HTMLButtonElement) + step + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next?.focus();
    event.preventDefault();
  }

  private async show(text: string) {
    const shown = this.querySelector<HTMLElement>("[data-shown]");
    const mine = ++this.last;
    const clean = await this.ask(text);
    if (shown && clean !== undefined && mine === this.last) shown.innerHTML = clean; // sanitised by the program
  }

  private async ask(text: string): Promise<string | undefined> {
    try {
      const answer = await fetch(this.dataset.preview ?? "", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ body: text }) });
      return answer.ok ? ((await answer.json()) as { html: string }).html : undefined;
    } catch {
      return undefined; // without the line the last preview stays
    }
  }
}

customElements.define("news-editor", NewsEditor);
