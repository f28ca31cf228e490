// The tree of units: rows open in place, and the table becomes a treegrid for
// keyboards and screen readers. Without script every row's arrow is a link.
//   <unit-tree data-open data-shut data-failed> around a table whose rows have
//   id, data-depth, data-rows (address of what stands under it) and an arrow
//   <a data-toggle="open|shut">.

class UnitTree extends HTMLElement {
  private kept = new Map<string, string>();
  private body!: HTMLTableSectionElement;

  connectedCallback() {
    const table = this.querySelector("table");
    if (!table?.tBodies[0]) return;
    this.body = table.tBodies[0];
    table.setAttribute("role", "treegrid");
    this.prepare(this.rows());
    const first = this.rows()[0];
    if (first) first.tabIndex = 0;
    this.body.addEventListener("click", (e) => {
      const arrow = (e.target as Element).closest<HTMLAnchorElement>("a[data-toggle]");
      if (!arrow || e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      void this.toggle(arrow.closest("tr")!);
    });
    this.body.addEventListener("keydown", (e) => this.key(e));
    this.body.addEventListener("focusin", (e) => {
      const row = (e.target as Element).closest("tr");
      if (row) this.rove(row);
    });
  }

  private rows() {
    return [...this.body.rows];
  }

  private arrow(row: HTMLTableRowElement) {
    return row.querySelector<HTMLAnchorElement>("a[data-toggle]");
  }

  private depth(row: HTMLTableRowElement) {
    return Number(row.dataset.depth);
  }

  private prepare(rows: HTMLTableRowElement[]) {
    for (const row of rows) {
      row.setAttribute("role", "row");
      row.setAttribute("aria-level", String(this.depth(row) + 1));
      row.tabIndex = -1;
      for (const cell of row.cells) cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "gridcell");
      const arrow = this.arrow(row);
      if (!arrow) continue;
      arrow.tabIndex = -1;
      row.setAttribute("aria-expanded", String(arrow.dataset.toggle === "shut"));
    }
  }

  private rove(row: HTMLTableRowElement) {
    for (const r of this.rows()) r.tabIndex = r === row ? 0 : -1;
  }

  private below(row: HTMLTableRowElement) {
    const list: HTMLTableRowElement[] = [];
    for (let next = row.nextElementSibling as HTMLTableRowElement | null; next && this.depth(next) > this.depth(row); ) {
      list.push(next);
      next = next.nextElementSibling as HTMLTableRowElement | null;
    }
    return list;
  }

  private show(row: HTMLTableRowElement, open: boolean) {
    const arrow = this.arrow(row);
    if (!arrow) return;
    arrow.dataset.toggle = open ? "shut" : "open";
    row.setAttribute("aria-expanded", String(open));
    const name = row.querySelector(".row-title")?.textContent ?? "";
    arrow.setAttribute("aria-label", `${open ? this.dataset.shut : this.dataset.open} ${name}`);
    const use = arrow.querySelector("use");
    use?.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*/, open ? "#chevron-down" : "#chevron-right"));
  }

  private async toggle(row: HTMLTableRowElement) {
    const arrow = this.arrow(row);
    if (!arrow) return;
    if (arrow.dataset.toggle === "shut") {
      for (const r of this.below(row)) r.remove();
      this.show(row, false);
      return;
    }
    const from = row.dataset.rows!;
    let html = this.kept.get(from);
    if (html === undefined) {
      row.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(from, { headers: { Accept: "text/html" } });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        html = await answer.text();
      } catch {
        location.href = arrow.href; // the plain way
        return;
      } finally {
        row.removeAttribute("aria-busy");
      }
      this.kept.set(from, html);
    }
    if (arrow.dataset.toggle === "shut") return; // opened twice
    const box = document.createElement("template");
    box.innerHTML = html;
    const rows = [...box.content.querySelectorAll("tr")];
    row.after(...rows);
    this.prepare(rows);
    this.show(row, true);
  }

  private key(e: KeyboardEvent) {
    const row = e.target as HTMLTableRowElement;
    if (row.tagName !== "TR" || e.altKey || e.ctrlKey || e.metaKey) return;
    const rows = this.rows();
    const at = rows.indexOf(row);
    const open = this.arrow(row)?.dataset.toggle;
    const go = (to: HTMLTableRowElement | undefined) => to?.focus();
    switch (e.key) {
      case "ArrowDown":
        go(rows[at + 1]);
        break;
      case "ArrowUp":
        go(rows[at - 1]);
        break;
      case "Home":
        go(rows[0]);
        break;
      case "End":
        go(rows.at(-1));
        break;
      case "ArrowRight":
        if (open === "open") void this.toggle(row);
        else if (open === "shut") go(rows[at + 1]);
        break;
      case "ArrowLeft":
        if (open === "shut") void this.toggle(row);
        else go(rows.slice(0, at).reverse().find((r) => this.depth(r) < this.depth(row)));
        break;
      case "Enter":
        row.querySelector<HTMLAnchorElement>(".row-title")?.click();
        break;
      default:
        return;
    }
    e.preventDefault();
  }
}

customElements.define("unit-tree", UnitTree);
