// Menus are <details>; this closes them on a click elsewhere and on Escape.
// "/" goes to the search.

function closeMenus(except: Node | null) {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target as Node));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (document.querySelector("dialog[open]")) return; // closes by itself, and the focus goes back into the menu
    const open = document.querySelector<HTMLDetailsElement>("details.menu[open]");
    closeMenus(null);
    open?.querySelector("summary")?.focus();
    return;
  }
  const target = event.target as HTMLElement;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches("input, textarea, select, [contenteditable]")) return;
  const find = document.querySelector<HTMLInputElement>("[data-slash]");
  if (find && find.offsetParent !== null) {
    event.preventDefault();
    find.focus();
  }
});
