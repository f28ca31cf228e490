// The wall: one tile a site, never moved and never replaced while the page is open. How sites stand comes with the live
// part #wall-state; here it is carried over to the tiles.

let filter = "all";
let pointed = false;
let due = false;

export function syncWall(): void {
  const tiles = document.getElementById("tiles");
  const state = document.getElementById("wall-state");
  if (!tiles || !state) return;
  for (const one of state.querySelectorAll<HTMLElement>("li[data-site]")) {
    const tile = tiles.querySelector<HTMLElement>(`li[data-site="${one.dataset["site"]}"]`);
    if (!tile) continue;
    for (const name of ["look", "place"]) {
      const value = one.dataset[name] ?? "";
      if (tile.dataset[name] !== value) tile.dataset[name] = value;
    }
    const words = tile.querySelector(".tile-words");
    if (words && words.textContent !== one.textContent) words.textContent = one.textContent;
  }
  show(tiles);
}

/** Hides the tiles that the filter leaves out, but not under somebody's pointer: there it waits until the pointer has gone. */
function show(tiles: HTMLElement): void {
  if (pointed) {
    due = true;
    return;
  }
  due = false;
  for (const tile of tiles.children as Iterable<Element> & HTMLCollection) {
    const asks = Number((tile as HTMLElement).dataset["place"] ?? 0) > 0 || (tile as HTMLElement).dataset["look"] === "speaks";
    const hidden = filter === "asking" && !asks;
    if ((tile as HTMLElement).hidden !== hidden) (tile as HTMLElement).hidden = hidden;
  }
}

export function startWall(): void {
  const tiles = document.getElementById("tiles");
  const choice = document.getElementById("wall-filter");
  if (!tiles || !choice) return;
  choice.hidden = false;
  tiles.addEventListener("pointerenter", () => (pointed = true));
  tiles.addEventListener("pointerleave", () => {
    pointed = false;
    if (due) show(tiles);
  });
  choice.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-show]");
    if (!button) return;
    filter = button.dataset["show"] ?? "all";
    for (const other of choice.querySelectorAll("button")) {
      other.classList.toggle("on", other === button);
      other.setAttribute("aria-pressed", String(other === button));
    }
    pointed = false;
    show(tiles);
  });
}
