// Forms: idempotency keys, focus after a refusal, filters of long lists.

// A form that stands in a live part is the same bytes for everybody, its key
// too, so each page gives its forms keys of its own. The key stays the same
// until an answer came: two clicks are one act, two acts are two keys.
const keys = new WeakMap<HTMLFormElement, string>();

function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    const field = form.querySelector<HTMLInputElement>('input[type="hidden"][name="key"]');
    if (!field) return;
    let key = keys.get(form);
    if (!key) keys.set(form, (key = freshKey()));
    field.value = key;
  },
  { capture: true },
);

document.addEventListener("htmx:after:request", (event) => {
  const form = (event.target as Element | null)?.closest?.("form");
  if (form) keys.delete(form);
});

// A page that comes back out of the browser's store must not repeat its keys.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach((form) => keys.delete(form));
});

// The server has done what this form asked: what the device kept of it goes at once (see typed-store.ts), before it is offered again.
const { account, taken } = document.body?.dataset ?? {};
if (taken) {
  try {
    for (const [name, text] of Object.entries(localStorage)) {
      if (name.startsWith(`giaoban:form:${account}:`) && String(text).includes(`"key":"${taken}"`)) localStorage.removeItem(name);
    }
  } catch {
    // nothing was kept
  }
}

// <select data-submit>: a filter acts when it changes.
document.addEventListener("change", (event) => {
  const field = event.target as HTMLElement;
  if (field.matches?.("[data-submit]")) (field as HTMLSelectElement).form?.requestSubmit();
});

// After a refusal the reader starts at the list of what to correct.
const seen = new WeakSet<Element>();

function focusRefusal() {
  for (const list of document.querySelectorAll<HTMLElement>("[data-focus]")) {
    if (!seen.has(list)) list.focus();
    seen.add(list);
  }
}

document.addEventListener("DOMContentLoaded", focusRefusal);
document.addEventListener("htmx:after:swap", focusRefusal);

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
}

// <filter-list>: boxes with a filter, "all" (or those that the button's data-all selects), "none" and a count.
class FilterList extends HTMLElement {
  connectedCallback() {
    const filter = this.querySelector<HTMLInputElement>("[data-filter]");
    const boxes = () => [...this.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
    const shown = (box: HTMLInputElement) => !box.closest("label")?.hidden;
    const count = () => {
      const total = this.querySelector<HTMLOutputElement>("[data-total]");
      const n = boxes().filter((box) => box.checked).length;
      if (total) total.value = (this.dataset.count ?? "{n}").replace("{n}", n.toLocaleString(document.documentElement.lang));
    };
    const set = (on: boolean, which = "*") => {
      for (const box of boxes()) if (shown(box) && !box.disabled && box.matches(which)) box.checked = on;
      count();
    };
    for (const control of this.querySelectorAll<HTMLElement>("[data-filter],[data-all],[data-none]")) control.hidden = false;
    filter?.addEventListener("input", () => {
      const wanted = fold(filter.value.trim());
      for (const box of boxes()) {
        const label = box.closest("label");
        if (label) label.hidden = wanted !== "" && !fold(label.textContent ?? "").includes(wanted);
      }
    });
    filter?.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    const all = this.querySelector<HTMLElement>("[data-all]");
    all?.addEventListener("click", (event) => {
      event.preventDefault(); // a link where there are no scripts
      set(true, all.dataset.all || "*");
    });
    this.querySelector<HTMLElement>("[data-none]")?.addEventListener("click", () => set(false));
    this.addEventListener("change", count);
    count();
  }
}

customElements.define("filter-list", FilterList);
