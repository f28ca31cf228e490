// The service worker: keeps the program's own files, and for the account that is signed in the pages that the server marks
// to be kept (its open reports, the list, the day), so that they open without line. It sends nothing by itself: drafts are
// kept and sent by the pages (entry/store.ts, entry/outbox.ts).
//
// Pages are kept by account, and only those of the account of the last page that came over the line are ever shown. A
// page without our header comes from a program that knows no worker: then this one takes itself away.
//
// An upgrade: a page of another bundle makes the browser look for its worker (app/renewal.ts does so in a tab that stays open).
// That one fetches its files, takes over at once, fetches the kept pages anew, and drops the files of former bundles when no
// open page is of one. Names of files hold the hash of what is in them, so a page finds those of its own bundle or none.

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  preloadResponse?: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}
interface Page {
  postMessage(message: unknown, transfer: Transferable[]): void;
}
interface Worker {
  bundle: { version: string; files: string[] }; // written above this text by the server
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void>; matchAll(of: { type: "window" }): Promise<Page[]> };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", fn: (event: Extendable) => void): void;
  addEventListener(name: "fetch", fn: (event: Fetching) => void): void;
  addEventListener(name: "message", fn: (event: Extendable & MessageEvent) => void): void;
}

const worker = self as unknown as Worker;
const { version } = worker.bundle;
const prefix = "giaoban-";
const files = prefix + "files-" + version;
const self_ = prefix + "self";
const pagesOf = (account: string) => prefix + "pages-" + account;
const patience = 10_000; // ms for a line that answers nothing, where the page is kept
const prompt = 2_000; // ms for an open page to say of which bundle it is

let left = false; // this worker has taken itself away: the pages that it still has go straight to the line
let changes = 0; // how often another account than before was seen: what was asked for before says nothing about who is here now

let turn: Promise<unknown> = Promise.resolve();

/** Does what writes into the stores one after the other: who looks within whether it still may is not overtaken. Never waits for the line. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work);
  turn = done.catch(() => undefined);
  return done;
}

const coming = () => worker.registration.installing ?? worker.registration.waiting;

/** Another worker has taken over: this one only ends what it began. */
async function replaced(): Promise<boolean> {
  const said = await caches.match("/worker", { cacheName: self_ });
  return said !== undefined && (await said.text()) !== version;
}

const mayWrite = async () => !left && !(await replaced());

/** The account of the last page that came over the line, "" for nobody. */
async function current(): Promise<string> {
  const said = await caches.match("/account", { cacheName: self_ });
  return said ? said.text() : "";
}

/** A copy that waits for nothing any more. */
async function whole(response: Response): Promise<Response> {
  return new Response(await response.clone().blob(), { status: response.status, headers: response.headers });
}

// ---- coming and going ----

worker.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      await complete();
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener("activate", (event) => {
  const ready = (async () => {
    await inTurn(async () => (await caches.open(self_)).put("/worker", new Response(version)));
    await worker.registration.navigationPreload?.enable();
    await worker.clients.claim();
  })();
  event.waitUntil(ready);
  void ready.then(tidy); // not waited for: until a worker is active no page gets anything, and the line may be slow
});

/** Has all files of this bundle: when it is installed, and again where somebody threw them out. */
async function complete() {
  const there = new Set((await caches.has(files)) ? (await (await caches.open(files)).keys()).map(({ url }) => new URL(url).pathname) : []);
  const missing = [...worker.bundle.files, "/offline"].filter((path) => !there.has(path));
  const got = await Promise.all(
    missing.map(async (path) => {
      const nobodys = path === "/offline";
      const response = await (nobodys ? fetch(path, { credentials: "omit", cache: "no-store" }) : fetch(path));
      if (!response.ok || (nobodys && response.headers.get("Giaoban-Bundle") !== version)) throw new Error(`${path} is not of this bundle`);
      return [path, await whole(response)] as const;
    }),
  );
  if (got.length === 0) return;
  await inTurn(async () => {
    if (left) return;
    const cache = await caches.open(files);
    for (const [path, response] of got) await cache.put(path, response);
  });
}

async function leave() {
  left = true;
  await inTurn(async () => {
    for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name);
  });
  await worker.registration.unregister();
}

let tidying: Promise<void> | null = null;
let again = false;

/** After an upgrade. Where the line drops, a page of the old bundle is open or yet another worker comes, it goes on with the next page. */
function tidy(): Promise<void> {
  again = true;
  tidying ??= (async () => {
    while (again) {
      again = false;
      await tidyNow().catch(() => undefined);
    }
    tidying = null;
  })();
  return tidying;
}

async function tidyNow() {
  const may = async () => !coming() && (await mayWrite());
  if (!(await may())) return;
  await complete();
  const account = await current();
  if (account && !(await refresh(account))) return;
  const old = (await caches.keys()).filter((name) => name.startsWith(prefix + "files-") && name !== files);
  if (old.length === 0 || !(await allOurs())) return;
  await inTurn(async () => {
    if (await may()) for (const name of old) await caches.delete(name);
  });
}

/** Fetches the kept pages of other bundles anew: they name the files of their own time. Tells whether all that is kept is of this one. */
async function refresh(account: string): Promise<boolean> {
  const pages = (await caches.has(pagesOf(account))) ? await caches.open(pagesOf(account)) : undefined;
  for (const request of (await pages?.keys()) ?? []) {
    if ((await pages?.match(request))?.headers.get("Giaoban-Bundle") === version) continue;
    if (left || coming() || !(await keep(new URL(request.url).pathname))) return false;
  }
  return true;
}

/** Asks the open pages. One that says nothing (it loads still, or sleeps) may be of another bundle. */
async function allOurs(): Promise<boolean> {
  const said = (await worker.clients.matchAll({ type: "window" })).map(
    (page) =>
      new Promise<string>((yes) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => yes(String(data));
        setTimeout(() => yes(""), prompt);
        page.postMessage({ bundle: true }, [port2]);
      }),
  );
  return (await Promise.all(said)).every((bundle) => bundle === version);
}

// ---- pages ----

/** Fetches a page to keep it. Tells whether what is kept of it is of this bundle now: also where the page is gone, and so is what was kept. */
async function keep(path: string): Promise<boolean> {
  const asked = changes;
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), patience);
  try {
    const response = await fetch(path, { credentials: "same-origin", cache: "no-store", signal: end.signal });
    const elsewhere = response.redirected && !new URL(response.url).pathname.startsWith("/sign-in");
    if (!elsewhere && ![403, 404, 410].includes(response.status)) return await note(path, response, asked);
    await inTurn(async () => {
      if ((await mayWrite()) && asked === changes) await drop(await current(), path);
    });
    return true;
  } finally {
    clearTimeout(timer);
  }
}

async function drop(account: string, path: string) {
  if (account && (await caches.has(pagesOf(account)))) await (await caches.open(pagesOf(account))).delete(path);
}

/**
 * Learns from a page that came over the line: whose it is, whether it is to be kept, whether we are still wanted. path: "" for one
 * that is not kept under its path; asked: what changes was when the page was asked for. Tells whether the page is of this bundle.
 */
async function note(path: string, response: Response, asked: number): Promise<boolean> {
  if (!response.ok || response.redirected || !(response.headers.get("Content-Type") ?? "").startsWith("text/html")) return false;
  if (!(await mayWrite())) return false;
  const bundle = response.headers.get("Giaoban-Bundle");
  if (bundle === null) {
    await leave();
    return false;
  }
  const account = response.headers.get("Giaoban-Account") ?? "";
  const ours = bundle === version;
  const page = ours && response.headers.has("Giaoban-Keep") ? await whole(response) : null;
  await inTurn(async () => {
    if (!(await mayWrite())) return;
    if (account !== (await current())) {
      if (asked !== changes) return; // somebody signed out or in since
      changes++;
      await (await caches.open(self_)).put("/account", new Response(account));
      // Pages of another account that used this browser go; what it typed stays for it in the store of drafts.
      for (const name of await caches.keys()) if (name.startsWith(prefix + "pages-") && name !== pagesOf(account)) await caches.delete(name);
    }
    if (!ours || !account || !path) return; // a page of another bundle would find none of its files here
    if (page) await (await caches.open(pagesOf(account))).put(path, page);
    else await drop(account, path);
  });
  if (!ours && !coming()) void worker.registration.update().catch(() => undefined); // not waited for: the next worker waits until this one has nothing to do
  return ours;
}

async function kept(path: string): Promise<Response | undefined> {
  const account = await current();
  return account ? caches.match(path, { cacheName: pagesOf(account) }) : undefined;
}

async function page(event: Fetching): Promise<Response> {
  const { pathname, search } = new URL(event.request.url);
  const asked = changes;
  const mine = await kept(pathname);
  const line = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  try {
    const response = await (mine ? Promise.race([line, new Promise<never>((_, no) => setTimeout(() => no(new Error("slow")), patience))]) : line);
    event.waitUntil(note(search ? "" : pathname, response.clone(), asked).then((ours) => (ours ? tidy() : undefined)));
    return response;
  } catch (lost) {
    line.catch(() => undefined);
    const nobody = await caches.match("/offline", { cacheName: files });
    if (mine && asked === changes) return marked(mine);
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

// ---- files ----

async function file(event: Fetching): Promise<Response> {
  const { request } = event;
  const there = await caches.match(request, { ignoreVary: true }); // of any bundle: the name says what is in it
  if (there) return there;
  const response = await fetch(request);
  if (response.ok && (response.headers.get("Cache-Control") ?? "").includes("immutable")) {
    const copy = response.clone();
    event.waitUntil(
      (async () => {
        const got = await whole(copy);
        // A worker that was replaced meanwhile must not bring its files back.
        await inTurn(async () => {
          if (!coming() && (await mayWrite()) && (await caches.has(files))) await (await caches.open(files)).put(request, got);
        });
      })(),
    );
  }
  return response;
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (left || request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(file(event));
  else if (request.mode === "navigate" && !url.pathname.startsWith("/live")) event.respondWith(page(event));
});

// ---- what pages ask for ----

interface Asked {
  ask?: boolean; // whose pages are here, and of which bundle we are
  take?: boolean; // stop waiting
  keep?: string[]; // these pages of
  account?: string; // this account
}

worker.addEventListener("message", (event) => {
  if (left) return;
  const { ask, take, keep: paths, account } = event.data as Asked;
  if (take) event.waitUntil(worker.skipWaiting());
  if (ask) event.waitUntil(tell(event.ports[0]).then(tidy));
  if (paths && account) event.waitUntil(keepAll(paths, account));
});

async function tell(port: MessagePort | undefined) {
  const account = await current();
  const there = account && (await caches.has(pagesOf(account)));
  const pages = there ? (await (await caches.open(pagesOf(account))).keys()).map(({ url }) => new URL(url).pathname) : [];
  port?.postMessage({ account, pages, bundle: version });
}

async function keepAll(paths: string[], account: string) {
  // "": no page has come through this worker yet; the pages that are fetched now say whose they are.
  for (const path of paths) {
    const who = await current();
    if (left || coming() || (who !== "" && who !== account)) return;
    await keep(path).catch(() => false);
  }
  await inTurn(async () => {
    if (!(await mayWrite()) || (await current()) !== account) return;
    const pages = await caches.open(pagesOf(account));
    for (const request of await pages.keys()) {
      const path = new URL(request.url).pathname;
      if (path.startsWith("/reports/") && !paths.includes(path)) await pages.delete(request); // closed meanwhile
    }
  });
}

export {};
