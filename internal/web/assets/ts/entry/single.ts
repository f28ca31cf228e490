// On a phone the grid shows one field at a time: a large input, what earlier periods said, and the way back and on.
// The whole table is one tap away.

export class Single {
  private bar: HTMLElement | null;
  private narrow = window.matchMedia("(max-width: 720px)");
  private whole = false; // the reader asked for the whole table
  private at = 0;

  constructor(private host: HTMLElement) {
    this.bar = host.querySelector("[data-single]");
    if (!this.bar) return;
    this.narrow.addEventListener("change", this.show);
    this.bar.addEventListener("click", this.onClick);
    host.addEventListener("focusin", this.onFocus);
    // A section of the rail leads to its first field.
    document.addEventListener("click", this.onLink);
    this.show();
    this.onHash();
  }

  disconnect() {
    this.narrow.removeEventListener("change", this.show);
    document.removeEventListener("click", this.onLink);
  }

  /** There are more fields than before. */
  renew() {
    this.show();
  }

  private get rows(): HTMLTableRowElement[] {
    return [...this.host.querySelectorAll<HTMLTableRowElement>("tr[data-row]")];
  }

  private get on(): boolean {
    return this.narrow.matches && !this.whole;
  }

  private show = () => {
    const bar = this.bar;
    if (!bar) return;
    this.host.classList.toggle("one-at-a-time", this.on);
    bar.hidden = !this.narrow.matches;
    const rows = this.rows;
    this.at = Math.max(0, Math.min(rows.length - 1, this.at));
    const row = rows[this.at];
    for (const one of this.host.querySelectorAll(".at, .at-of")) one.classList.remove("at", "at-of");
    row?.classList.add("at");
    this.says(row)?.classList.add("at");
    row?.closest("tbody")?.classList.add("at");
    const table = row?.parentElement?.closest("tr"); // the line of the grid in which a table's rows stand
    if (table) {
      table.classList.add("at");
      table.closest("tbody")?.classList.add("at");
      const line = table.previousElementSibling?.classList.contains("says") ? table.previousElementSibling.previousElementSibling : table.previousElementSibling;
      line?.classList.add("at-of"); // "row 1" says nothing without its table
    }
    const place = bar.querySelector("[data-single-place]");
    if (place) place.textContent = `${this.at + 1}/${rows.length}`;
    for (const button of bar.querySelectorAll<HTMLButtonElement>("button[data-single-go]")) {
      button.hidden = !this.on;
      button.disabled = button.dataset.singleGo === "-1" ? this.at === 0 : this.at >= rows.length - 1;
    }
    if (place instanceof HTMLElement) place.hidden = !this.on;
    const toggle = bar.querySelector<HTMLButtonElement>("[data-single-all]");
    const words = toggle?.querySelector("span");
    if (toggle && words) words.textContent = (this.on ? toggle.dataset.all : toggle.dataset.one) ?? "";
  };

  private onClick = (event: MouseEvent) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    if (!button) return;
    if (button.dataset.singleAll !== undefined) {
      this.whole = !this.whole;
      this.show();
      return;
    }
    this.to(this.at + Number(button.dataset.singleGo ?? 0));
  };

  private to(at: number) {
    this.at = at;
    this.show();
    this.rows[this.at]?.querySelector<HTMLElement>("[data-slot]")?.focus();
  }

  /** Shows the field that is about to be entered. */
  reveal(cell: Element) {
    const at = this.rows.findIndex((row) => row.contains(cell));
    if (!this.bar || at < 0 || at === this.at) return;
    this.at = at;
    this.show();
  }

  /** What is said at a row stands on a line of its own below it. */
  private says(row?: HTMLTableRowElement): Element | null {
    const next = row?.nextElementSibling;
    return next?.classList.contains("says") ? next : null;
  }

  private onFocus = (event: FocusEvent) => {
    const at = this.rows.findIndex((row) => row.contains(event.target as Node) || this.says(row)?.contains(event.target as Node));
    if (at < 0 || at === this.at) return;
    this.at = at;
    this.show();
  };

  private onLink = (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
    if (link && this.on) this.open(link.hash, event);
  };

  private onHash() {
    if (this.on && location.hash) this.open(location.hash);
  }

  private open(hash: string, event?: Event) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target || !this.host.contains(target) || !target.closest("table")) return;
    const row = target.closest("tr[data-row]") ?? target.querySelector("tr[data-row]");
    const at = this.rows.indexOf(row as HTMLTableRowElement);
    if (at < 0) return;
    event?.preventDefault();
    this.to(at);
    this.host.querySelector("table")?.scrollIntoView({ block: "start" });
  }
}
