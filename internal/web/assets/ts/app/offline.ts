// What every page of an account does for work without line: registers the service worker, has it keep the open reports,
// sends what this device kept, shows what is still unsent, and warns before signing out of it. Loaded when the page is idle.
import { count, type Kept } from "../entry/kept";
import { sayKept, showLeft } from "../entry/leftover";
import { send } from "../entry/outbox";
import { drafts } from "../entry/store";
import { ask as question, paragraph } from "./ask";
import { answer, follow } from "./renewal";
import { fill } from "./words";

const box = document.querySelector<HTMLElement>("unsent-drafts");
const words = (name: string, args: Record<string, string> = {}) => fill(box?.dataset[name], args);
let account = document.body.dataset.account ?? "";
const entry = document.querySelector("report-entry"); // sends its own draft
const every = 10 * 60_000; // ms between two times that the open reports are fetched to be kept

function link(kept: Kept): HTMLElement {
  const item = document.createElement("li");
  const a = document.createElement("a");
  a.href = kept.path;
  a.textContent = kept.title;
  const clashes = Object.keys(kept.clashes).length;
  const why = clashes > 0 ? words("clash", { n: String(clashes) }) : kept.stuck ? words("stuck", { why: kept.stuck }) : words("waits", { n: String(count(kept)) });
  item.append(a, ", " + why);
  return item;
}

function list(all: Kept[]): HTMLUListElement {
  const ul = document.createElement("ul");
  ul.append(...all.map(link));
  return ul;
}

async function show() {
  if (!box || !account) return;
  const all = await drafts(account);
  const left = entry ? undefined : showLeft(box, all); // the report on whose page the reader is
  const here = entry ? [] : all.filter((one) => one !== left);
  box.hidden = here.length === 0;
  const place = box.querySelector("[data-unsent-list]");
  place?.replaceChildren(list(here));
}

let sending = false;
async function sendAll() {
  if (sending || !account || !navigator.onLine || entry || document.body.dataset.offline !== undefined) return;
  sending = true;
  try {
    for (const kept of await drafts(account)) {
      if (Object.keys(kept.waiting).length === 0 && !kept.sending) continue;
      const sent = await send(account, kept.filing);
      if (sent.kind === "offline" || sent.kind === "signed-out") break;
    }
  } finally {
    sending = false;
  }
  await show();
}

/** Has the worker keep the open reports: with the list of reports, else now and then. */
async function keepOpen(worker: ServiceWorker) {
  if (!navigator.onLine || !account) return;
  const mark = `giaoban:kept:${account}`;
  if (Date.now() - Number(remembered(mark)) < every && location.pathname !== "/reports") return;
  const response = await fetch("/reports/kept", { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const { pages } = (await response.json()) as { pages: string[] };
  worker.postMessage({ keep: ["/", "/reports", ...pages], account });
  remember(mark, String(Date.now()));
}

function remembered(mark: string): string | null {
  try {
    return localStorage.getItem(mark);
  } catch {
    return null; // asked again with every page
  }
}

function remember(mark: string, text: string) {
  try {
    localStorage.setItem(mark, text);
  } catch {
    // as above
  }
}

async function register() {
  const script = document.querySelector<HTMLElement>("script[data-worker]")?.dataset.worker;
  if (!script || !("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(script, { scope: "/", updateViaCache: "none" });
  follow(registration, box, keepOpen);
}

/** On the page that stands for one that is not kept: whose drafts and pages are here. */
async function ask() {
  const controller = navigator.serviceWorker?.controller;
  const told = controller && (await answer(controller));
  if (!told) return;
  account = told.account;
  await show();
}

// ---- signing out ----

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    if (form.getAttribute("action") !== "/sign-out") return;
    event.preventDefault();
    void (async () => {
      const all = await drafts(account);
      if (all.length === 0) form.submit();
      else warn(form, all);
    })();
  },
  { capture: true },
);

function warn(form: HTMLFormElement, all: Kept[]) {
  question("sign-out-title", words("outTitle", { n: String(all.length) }), [list(all), paragraph(words("outText"))], [
    { text: words("stay"), main: true },
    { text: words("outKeep"), act: () => form.submit() },
  ]);
}

sayKept(box);
window.addEventListener("online", () => void sendAll());
if (document.body.dataset.offline !== undefined) void ask();
else void register().catch(() => undefined);
void show().then(sendAll);
