// A question in a dialog: one way is the main one, and Escape takes it too.
export interface Way {
  text: string;
  main?: boolean;
  act?: () => void;
}

export function ask(id: string, title: string, content: Node[], ways: Way[]) {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  const head = document.createElement("h2");
  head.id = id;
  head.textContent = title;
  dialog.setAttribute("aria-labelledby", id);
  const acts = document.createElement("div");
  acts.className = "form-actions";
  let first: HTMLButtonElement | undefined;
  for (const way of ways) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = way.main ? "button button-main" : "button";
    button.textContent = way.text;
    button.addEventListener("click", () => {
      dialog.close();
      way.act?.();
    });
    if (way.main) first = button;
    acts.append(button);
  }
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(head, ...content, acts);
  document.body.append(dialog);
  dialog.showModal();
  first?.focus();
}

/** A paragraph for it. */
export function paragraph(text: string): HTMLElement {
  const p = document.createElement("p");
  p.textContent = text;
  return p;
}
