// An upgrade of the program, as a page lives through it: it asks the service worker of which bundle that is, has the browser
// look for the next one while a tab stays open, and offers to be loaded again when it has become the older of the two. Nobody
// is interrupted: only a page that nobody looks at, on which nothing was typed and that can be fetched again, renews itself.
import { paragraph } from "./ask";

export interface Told {
  account: string; // of the last page that came over the line, "" for nobody
  pages: string[]; // paths of what is kept
  bundle?: string; // undefined: a worker of a program that did not say it yet
}

const own = document.querySelector<HTMLElement>("script[data-bundle]")?.dataset.bundle;
const hour = 60 * 60_000; // ms
const seldom = 10 * 60_000; // ms between two looks because somebody comes back to the tab
const patience = 10_000; // ms for a worker to say something

/** What a worker says of itself and what it keeps; undefined from one that answers nothing. */
export function answer(worker: ServiceWorker): Promise<Told | undefined> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((yes) => {
    port1.onmessage = (event) => yes(event.data as Told);
    setTimeout(() => yes(undefined), patience);
    worker.postMessage({ ask: true }, [port2]);
  });
}

/** The worker that stands once none is on its way. */
async function settled(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  for (let next; (next = registration.installing ?? registration.waiting); ) {
    next.postMessage({ take: true }); // one that a closed browser left waiting
    await new Promise((yes) => {
      next?.addEventListener("statechange", yes, { once: true });
      setTimeout(yes, patience); // it changed before anybody listened
    });
  }
  return registration.active;
}

/** Has the browser look for another worker; no more than one is ever on its way. */
async function look(registration: ServiceWorkerRegistration) {
  if (!registration.installing && !registration.waiting) await registration.update();
}

/** Follows the workers for as long as the page is open. same: does what a page has a worker of its own bundle do. */
export function follow(registration: ServiceWorkerRegistration, box: HTMLElement | null, same: (worker: ServiceWorker) => Promise<void>) {
  let looked = Date.now();
  const meet = async (sure: boolean): Promise<void> => {
    const worker = await settled(registration);
    const told = worker ? await answer(worker) : undefined;
    if (!worker || !told) return;
    if (told.bundle === own) {
      withdraw();
      await same(worker);
    } else if (sure) offer(box, told);
    else await renew(); // most often the page is the newer one
  };
  let renewing: Promise<void> | null = null; // a line that comes and goes asks for one look, not for many: a worker with questions before it is not replaced
  const renew = () =>
    (renewing ??= (async () => {
      looked = Date.now();
      await look(registration);
      await meet(true);
    })().finally(() => (renewing = null)));
  const met = () => void meet(false).catch(() => undefined); // no line: another time
  const again = () => void renew().catch(() => undefined);
  navigator.serviceWorker.addEventListener("controllerchange", met);
  window.addEventListener("pageshow", (event) => event.persisted && met());
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => !document.hidden && Date.now() - looked > seldom && again());
  setInterval(again, hour + Math.random() * seldom); // not all tabs of a nation at once
  met();
}

// ---- a page that has become old ----

let note: HTMLElement | null = null;
let typed = false;
document.addEventListener("input", () => (typed = true), { capture: true });

/** Somebody has begun something here: also before this was loaded. */
function begun(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
  return typed || document.querySelector("dialog[open]") !== null || [...fields].some((one) => one.value !== one.defaultValue || (one instanceof HTMLInputElement && one.checked !== one.defaultChecked));
}

function withdraw() {
  note?.remove();
  note = null;
}

function offer(box: HTMLElement | null, told: Told) {
  if (note || !box) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = box.dataset.reload ?? "";
  button.addEventListener("click", () => location.reload());
  note = document.createElement("div");
  note.className = "note note-plain renewed";
  note.setAttribute("role", "status");
  note.append(paragraph(box.dataset.renewed ?? ""), button);
  box.before(note);
  const fetched = performance.getEntriesByType("navigation")[0] as (PerformanceNavigationTiming & { responseStatus?: number }) | undefined;
  const again = fetched?.responseStatus === 200 && location.search === "" && told.pages.includes(location.pathname); // not the answer to a form
  const quiet = () => {
    if (note && again && document.hidden && !begun()) location.reload();
  };
  document.addEventListener("visibilitychange", quiet);
  quiet();
}
