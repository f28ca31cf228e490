// The board of a request: its figures and units come by the page's live
// stream. What differs per reader (acts of who receives, the opened drawer) is
// marked data-again and is fetched through the page itself after a change, at
// most every two seconds and not at the same moment on every screen.

let timer = 0;

// What is ticked stays so, as long as the box stands for the same version.
function boxes(part: HTMLElement): Map<string, HTMLInputElement> {
  return new Map([...part.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')].map((box) => [box.name + " " + box.value, box]));
}

async function again() {
  timer = 0;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const old of document.querySelectorAll<HTMLElement>("[data-again][id]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh || old.innerHTML === fresh.innerHTML) continue;
    // Nothing moves under somebody's hands; it does as soon as they are elsewhere.
    if (old.matches(":hover") || old.contains(document.activeElement)) {
      for (const left of ["pointerleave", "focusout"]) old.addEventListener(left, soon, { once: true });
      continue;
    }
    const known = boxes(old);
    old.replaceChildren(...fresh.childNodes);
    for (const [name, box] of boxes(old)) box.checked = known.get(name)?.checked ?? box.checked;
    old.querySelector("filter-list")?.dispatchEvent(new Event("change"));
  }
}

function soon() {
  if (timer === 0) timer = window.setTimeout(() => void again(), 2000 + Math.random() * 1000);
}

let first = document.querySelectorAll("live-view").length; // each begins with what the page already shows

document.addEventListener("live:frame", () => {
  if (first > 0) {
    first--;
    return;
  }
  if (document.querySelector("[data-again]")) soon();
});
