// What every page of an account does for work without line: registers the service worker, has it keep the open reports,
// sends what this device kept, shows what is still unsent, and warns before signing out of it. Loaded when the page is idle.
import { count, type Kept } from "../entry/kept";
import { sayKept, showHomeless, showLeft } from "../entry/leftover";
import { send } from "../entry/outbox";
import { drafts } from "../entry/store";
import { ask as question, paragraph } from "./ask";
import { answer, follow } from "./renewal";
import { timeAndDay } from "./server-time";
import type { Typed } from "./typed";
import { fill } from "./words";

const box = document.querySelector<HTMLElement>("unsent-drafts");
const words = (name: string, args: Record<string, string> = {}) => fill(box?.dataset[name], args);
let account = document.body.dataset.account ?? "";
const entry = document.querySelector("report-entry"); // sends its own draft
const every = 10 * 60_000; // ms between two times that the open reports are fetched to be kept

function item(path: string, title: string, why: string): HTMLElement {
  const item = document.createElement("li");
  const a = document.createElement("a");
  a.href = path;
  a.textContent = title;
  item.append(a, ", " + why);
  return item;
}

function link(kept: Kept): HTMLElement {
  const clashes = Object.keys(kept.clashes).length;
  const why = clashes > 0 ? words("clash", { n: String(clashes) }) : kept.stuck ? words("stuck", { why: kept.stuck }) : words("waits", { n: String(count(kept)) });
  return item(kept.path, kept.title, why);
}

function list(all: Kept[], typed: Typed[]): HTMLUListElement {
  const ul = document.createElement("ul");
  ul.append(...all.map(link), ...typed.map((one) => item(one.path, one.title, words("typed", { time: timeAndDay(one.at) }))));
  return ul;
}

const offline = document.body.dataset.offline !== undefined;
const path = location.pathname + location.search;

/** What was typed into forms. Its store is loaded where there is something. */
async function typedForms(): Promise<Typed[]> {
  try {
    if (!Object.keys(localStorage).some((name) => name.startsWith("giaoban:form:"))) return [];
    return (await import("./typed-store")).typedBy(account);
  } catch {
    return []; // forbidden, or without line not there
  }
}

/** Shows what was typed on this page into forms that it has no more: somebody else has done it meanwhile. */
async function homeless() {
  const all = (await typedForms()).filter((one) => one.path === path);
  if (!box || all.length === 0 || offline || document.querySelector(".error-body") || document.body.dataset.kept !== undefined) return;
  const { forget, formName } = await import("./typed-store");
  const there = new Set([...document.querySelectorAll<HTMLElement>("template[data-keep]")].map(formName));
  showHomeless(box, all.filter((one) => !there.has(one.form)), (one) => forget(account, one));
}

async function show() {
  if (!box || !account) return;
  const all = await drafts(account);
  const left = entry ? undefined : showLeft(box, all); // the report on whose page the reader is
  const here = entry ? [] : all.filter((one) => one !== left);
  const typed = (await typedForms()).filter((one) => offline || (one.sent && one.path !== path)); // elsewhere those that were sent in vain
  box.hidden = here.length + typed.length === 0;
  const place = box.querySelector("[data-unsent-list]");
  place?.replaceChildren(list(here, typed));
}

let sending = false;
async function sendAll() {
  if (sending || !account || !navigator.onLine || entry || offline) return;
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

let asking: ServiceWorker | null = null; // one that takes over meanwhile is not asked a second time

/** Has the worker keep the open reports: with the list of reports, else now and then. */
async function keepOpen(worker: ServiceWorker) {
  if (!navigator.onLine || !account || asking === worker) return;
  const mark = `giaoban:kept:${account}`;
  if (Date.now() - Number(remembered(mark)) < every && location.pathname !== "/reports") return;
  asking = worker;
  try {
    const response = await fetch("/reports/kept", { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const { pages } = (await response.json()) as { pages: string[] };
    worker.postMessage({ keep: ["/", "/reports", ...pages], account });
    remember(mark, String(Date.now()));
  } finally {
    asking = null;
  }
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
      const typed = await typedForms();
      if (all.length + typed.length === 0) form.submit();
      else warn(form, all, typed);
    })();
  },
  { capture: true },
);

function warn(form: HTMLFormElement, all: Kept[], typed: Typed[]) {
  question("sign-out-title", words("outTitle", { n: String(all.length + typed.length) }), [list(all, typed), paragraph(words("outText"))], [
    { text: words("stay"), main: true },
    { text: words("outKeep"), act: () => form.submit() },
  ]);
}

sayKept(box);
void homeless().catch(() => undefined); // without line its store may not be there
window.addEventListener("online", () => void sendAll());
if (offline) void ask();
else void register().catch(() => undefined);
void show().then(sendAll);
