// The service worker: keeps the program's own files, and for the account that is signed in the pages that the server marks
// to be kept (its open reports, the list, the day), so that they open without line. It sends nothing by itself: drafts are
// kept and sent by the pages (entry/store.ts, entry/outbox.ts).
//
// Pages are kept by account, and only those of the account of the last page that came over the line are ever shown. A
// page without our header comes from a program that knows no worker: then this one takes itself away.

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  preloadResponse?: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  bundle: { version: string; files: string[] }; // written above this text by the server
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", fn: (event: Extendable) => void): void;
  addEventListener(name: "fetch", fn: (event: Fetching) => void): void;
  addEventListener(name: "message", fn: (event: Extendable & MessageEvent) => void): void;
}

const worker = self as unknown as Worker;
const prefix = "giaoban-";
const files = prefix + "files-" + worker.bundle.version;
const self_ = prefix + "self";
const pagesOf = (account: string) => prefix + "pages-" + account;
const patience = 10_000; // ms for a line that answers nothing, where the page is kept

worker.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(files);
      await cache.addAll(worker.bundle.files);
      await cache.put("/offline", await fetch("/offline", { credentials: "omit", cache: "no-store" })); // nobody's page
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener("activate", (event) => {
  const ready = (async () => {
    await worker.registration.navigationPreload?.enable();
    await worker.clients.claim();
  })();
  event.waitUntil(ready);
  void ready.then(tidy); // not waited for: until a worker is active no page gets anything, and the line may be slow
});

let tidying: Promise<void> | null = null;

/** After an upgrade: kept pages name the files of their own time, so they are fetched again before the old files go. Where the line drops it goes on with the next page. */
function tidy(): Promise<void> {
  tidying ??= (async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(prefix + "files-") && name !== files);
    if (old.length === 0 || left) return;
    const account = await current();
    if (account) await refresh(account);
    await Promise.all(old.map((name) => caches.delete(name)));
  })()
    .catch(() => undefined)
    .finally(() => (tidying = null));
  return tidying;
}

/** The account of the last page that came over the line, "" for nobody. */
async function current(): Promise<string> {
  const said = await (await caches.open(self_)).match("/account");
  return said ? said.text() : "";
}

async function refresh(account: string) {
  const pages = await caches.open(pagesOf(account));
  for (const { url } of await pages.keys()) await keep(new URL(url).pathname);
}

async function keep(path: string) {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), patience);
  try {
    const response = await fetch(path, { credentials: "same-origin", cache: "no-store", signal: end.signal });
    await note(path, response);
  } finally {
    clearTimeout(timer);
  }
}

/** Learns from a page that came over the line: whose it is, whether it is to be kept, whether we are still wanted. */
async function note(path: string, response: Response) {
  if (!response.ok || response.redirected || !(response.headers.get("Content-Type") ?? "").startsWith("text/html")) return;
  const bundle = response.headers.get("Giaoban-Bundle");
  if (left) return;
  if (bundle === null) return leave();
  const account = response.headers.get("Giaoban-Account") ?? "";
  if (account !== (await current())) {
    await (await caches.open(self_)).put("/account", new Response(account));
    // Pages of another account that used this browser go; what it typed stays for it in the store of drafts.
    for (const name of await caches.keys()) if (name.startsWith(prefix + "pages-") && name !== pagesOf(account)) await caches.delete(name);
  }
  if (account && response.headers.has("Giaoban-Keep")) await (await caches.open(pagesOf(account))).put(path, response.clone());
  if (bundle !== worker.bundle.version) await worker.registration.update().catch(() => undefined);
}

let left = false; // this worker has taken itself away: the pages that it still has go straight to the line

async function leave() {
  left = true;
  for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name);
  await worker.registration.unregister();
}

async function kept(path: string): Promise<Response | undefined> {
  const account = await current();
  return account ? (await caches.open(pagesOf(account))).match(path) : undefined;
}

async function page(event: Fetching): Promise<Response> {
  const path = new URL(event.request.url).pathname;
  const mine = await kept(path);
  const line = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  try {
    const response = await (mine ? Promise.race([line, new Promise<never>((_, no) => setTimeout(() => no(new Error("slow")), patience))]) : line);
    event.waitUntil(note(path, response.clone()).then(tidy));
    return response;
  } catch (lost) {
    line.catch(() => undefined);
    const nobody = await (await caches.open(files)).match("/offline");
    if (mine) return marked(mine);
    if (nobody) return nobody;
    throw lost;
  }
}

/** A kept page says that it is one: its script tells the reader how old it is. */
async function marked(page: Response): Promise<Response> {
  const headers = new Headers(page.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name); // of the bytes as they came over the line
  return new Response((await page.text()).replace("<body ", "<body data-kept "), { status: page.status, headers });
}

async function file(request: Request): Promise<Response> {
  const there = await caches.match(request, { ignoreVary: true });
  if (there) return there;
  const response = await fetch(request);
  // A worker that was replaced meanwhile must not bring its files back.
  if (!left && (await caches.has(files)) && response.ok && (response.headers.get("Cache-Control") ?? "").includes("immutable")) await (await caches.open(files)).put(request, response.clone());
  return response;
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (left || request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && !url.pathname.startsWith("/live")) event.respondWith(page(event));
});

worker.addEventListener("message", (event) => {
  if (left) return;
  const { keep: paths, ask, account } = event.data as { keep?: string[]; ask?: boolean; account?: string };
  if (ask) {
    event.waitUntil(
      (async () => {
        const who = await current();
        const pages = who ? (await (await caches.open(pagesOf(who))).keys()).map(({ url }) => new URL(url).pathname) : [];
        event.ports[0]?.postMessage({ account: who, pages });
      })(),
    );
  }
  if (!paths) return;
  event.waitUntil(
    (async () => {
      const who = await current();
      if (who !== "" && who !== account) return; // "": no page has come through this worker yet; the pages that are fetched now say whose they are
      for (const path of paths) await keep(path).catch(() => undefined);
      const pages = await caches.open(pagesOf(account ?? ""));
      for (const request of await pages.keys()) {
        const path = new URL(request.url).pathname;
        if (path.startsWith("/reports/") && !paths.includes(path)) await pages.delete(request); // closed meanwhile
      }
    })(),
  );
});

export {};
