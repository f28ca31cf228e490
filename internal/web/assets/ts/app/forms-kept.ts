// A form that the server marks (shell.Keep) keeps on this device what is typed into it until the server has taken it: after a
// reload, a crash, a broken line or a session that ended it stands there again, or is offered. Never passwords, files, codes or
// hidden fields. Loaded on pages with such a form; forms.ts removes what was taken, offline.ts tells of the rest.
import { contentOf, fieldsOf, labelOf, put, standing as read, type Field } from "./form-fields";
import { timeAndDay } from "./server-time";
import { differences, keyFor, meet, type Fields, type Typed } from "./typed";
import { forget, formName, keep, typedBy } from "./typed-store";

const account = document.body.dataset.account ?? "";
const patience = 10_000; // ms for the server to answer before a form is sent

function random(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Names this tab over reloads. */
function tab(): string {
  try {
    const known = sessionStorage.getItem("giaoban:tab");
    if (known) return known;
    const made = random();
    sessionStorage.setItem("giaoban:tab", made);
    return made;
  } catch {
    return ""; // then nothing is put back unasked
  }
}

const here = tab() || random();

// ---- one form ----

function watch(form: HTMLFormElement, mark: HTMLElement) {
  const words = (name: string, arg = "") => (mark.dataset[name] ?? "").replace(/\{[a-z]+\}/, arg);
  const name = formName(mark);
  const standing = (of: HTMLFormElement) => read(of, here);
  const fresh = () => ({ id: random(), base: {} as Fields, path: location.pathname + location.search, sent: undefined as Typed["sent"] });
  let mine = fresh();
  let filling = false;

  /** Keeps what is typed now; tells whether the device has it. */
  const save = (): boolean => {
    const now = standing(form);
    const { fields, base } = differences(now, mine.base);
    if (Object.keys(fields).length === 0) {
      forget(account, mine);
      return false;
    }
    const all = fieldsOf(form);
    const names = Object.fromEntries(Object.keys(fields).map((field) => [field, labelOf(all.get(field) as Field)]));
    const title = document.querySelector("h1")?.textContent?.trim() ?? document.title;
    return keep(account, { id: mine.id, form: name, tab: here, path: mine.path, title, at: Date.now(), fields, base, names, hidden: now.hidden, sent: mine.sent });
  };

  const adopt = (typed: Typed) => (mine = { id: typed.id, base: typed.base, path: typed.path, sent: typed.sent });
  const fillIn = (texts: Fields): string[] => {
    filling = true;
    const homeless = put(form, texts);
    filling = false;
    return homeless;
  };

  // ---- what is said above the fields ----

  let bar: HTMLElement | null = null;
  const say = (tone: string, text: string, ...more: Node[]) => {
    bar?.remove();
    bar = document.createElement("div");
    bar.className = `note note-${tone} form-kept`;
    bar.setAttribute("role", "status");
    bar.append(paragraph(text), ...more);
    form.prepend(bar);
  };
  const quiet = () => {
    bar?.remove();
    bar = null;
    form.querySelector<HTMLElement>("textarea, input:not([type=hidden]), select")?.focus();
  };

  /** It stands in the form again, and can be thrown away. */
  const back = (typed: Typed) => {
    const { shown } = standing(form);
    adopt(typed);
    const homeless = fillIn(typed.fields);
    const drop = button(words("drop"), () => {
      fillIn(Object.fromEntries(Object.keys(typed.fields).filter((field) => field in shown).map((field) => [field, shown[field] ?? ""])));
      forget(account, mine);
      mine = fresh();
      save(); // what else was typed
      quiet();
    });
    say("warn", words("back", timeAndDay(typed.at)), drop);
    if (homeless.length > 0) bar?.append(paragraph(words("homeless")), list(typed, homeless));
    save();
  };

  const offer = (typed: Typed, other: boolean) => {
    const content = document.createElement("details");
    const summary = document.createElement("summary");
    const fields = Object.keys(typed.fields);
    const { values } = standing(form);
    const differ = fields.filter((field) => values[field] !== typed.fields[field]);
    summary.textContent = words("show", String(differ.length));
    content.append(summary, list(typed, differ));
    content.open = other;
    const acts = document.createElement("div");
    acts.className = "row";
    const yes = button(words("put"), () => {
      const now = standing(form);
      const lost = fields.some((field) => now.values[field] !== now.shown[field] && now.values[field] !== typed.fields[field]);
      if (!lost) forget(account, mine); // else what was typed here meanwhile is offered another time
      // Who puts it back has seen what the server has now: that is what it differs from.
      back(other ? { ...typed, base: now.shown, hidden: now.hidden } : typed);
      form.querySelector<HTMLElement>("textarea, input:not([type=hidden]), select")?.focus();
    });
    const no = button(words("drop"), () => {
      forget(account, typed);
      quiet();
    });
    acts.append(yes, no);
    say("warn", words(other ? "other" : "offer", timeAndDay(typed.at)), acts, content);
    for (let up = form.closest("details"); up; up = up.parentElement?.closest("details") ?? null) up.open = true;
  };

  const [typed] = typedBy(account).filter((one) => one.form === name);
  if (typed) {
    const how = meet(typed, standing(form));
    if (how === "shown" && refused()) adopt(typed);
    else if (how === "shown") forget(account, typed); // the server has it
    else if (how === "back") back(typed);
    else offer(typed, how === "other");
  }

  for (const kind of ["input", "change"]) form.addEventListener(kind, () => filling || save());

  // ---- sending ----

  let asking = false;
  let sure = false; // the server answered a moment ago: the browser may send the form
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const button = event.submitter as HTMLButtonElement | null;
    if (sure) {
      sure = false;
      return;
    }
    if (asking) return event.preventDefault(); // pressed twice
    const what = contentOf(form, button);
    const key = form.querySelector<HTMLInputElement>('input[type="hidden"][name="key"]');
    const use = key ? keyFor(mine.sent, what, key.value, random) : "";
    mine.sent = { key: use, what };
    const kept = save();
    if (!("requestSubmit" in form)) return; // an old browser sends it as it is
    event.preventDefault();
    asking = true;
    void reachable().then((there) => {
      asking = false;
      if (!there) {
        say("bad", words(kept ? "away" : "awayBare"));
        bar?.scrollIntoView({ block: "nearest" });
        return;
      }
      sure = true;
      form.requestSubmit(button?.form === form ? button : null);
      sure = false;
    });
  });
  // The page's key, which forms.ts has put in, is that of the first try alone.
  form.addEventListener("formdata", (event) => {
    if (!mine.sent || !event.formData.has("key")) return;
    event.formData.set("key", mine.sent.key);
    event.formData.set("kept", "1"); // the page after it tells that it was taken
  });
}

/** This page is the answer to a form that was not taken. */
function refused(): boolean {
  const [how] = performance.getEntriesByType("navigation") as (PerformanceNavigationTiming & { responseStatus?: number })[];
  return (how?.responseStatus ?? 200) >= 400 || document.querySelector(".form-errors") !== null;
}

/** The server answers: a form sent into a dead line would end on the browser's own page. */
async function reachable(): Promise<boolean> {
  if (!navigator.onLine) return false;
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), patience);
  try {
    const { status } = await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: end.signal });
    return status < 500; // a proxy may hide that address; what it says itself of a server that is down is 502 to 504
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

// ---- parts ----

function button(text: string, act: () => void): HTMLButtonElement {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "button small";
  one.textContent = text;
  one.addEventListener("click", act);
  return one;
}

function paragraph(text: string): HTMLElement {
  const p = document.createElement("p");
  p.textContent = text;
  return p;
}

function list(typed: Typed, fields: string[]): HTMLElement {
  const dl = document.createElement("dl");
  dl.className = "facts";
  for (const field of fields) {
    const row = document.createElement("div");
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = typed.names[field] ?? field;
    dd.textContent = (field.includes("=") ? (typed.fields[field] === "1" ? "✓" : "–") : typed.fields[field]?.trim()) || "–";
    row.append(dt, dd);
    dl.append(row);
  }
  return dl;
}

if (account) {
  for (const mark of document.querySelectorAll<HTMLElement>("template[data-keep]")) {
    const form = mark.closest("form");
    if (form) watch(form, mark);
    mark.dataset.watched = "";
  }
}
