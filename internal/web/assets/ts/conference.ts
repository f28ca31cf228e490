// Pages of conferences. Every form works without this; it spares reloads and keeps what a lost line would lose.

// The number of sites while a scope is chosen.
const form = document.querySelector<HTMLFormElement>(".conf-form");
const count = document.querySelector<HTMLOutputElement>("[data-scope-count]");
if (form && count) {
  const list = document.querySelector<HTMLElement>("[data-scope-list]");
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    const data = new FormData(form);
    const query = new URLSearchParams();
    for (const name of ["host", "cohost", "scope", "under", "units", "date"]) for (const value of data.getAll(name)) query.append(name, String(value));
    const mine = ++asked;
    try {
      const answer = await fetch("/conferences/scope?" + query.toString(), { headers: { Accept: "application/json" } });
      if (!answer.ok || mine !== asked) return;
      count.value = ((await answer.json()) as { text: string }).text;
    } catch {
      // The number stays as it was; the server counts again when the form is saved.
    }
  };
  const changed = () => {
    if (list) list.hidden = new FormData(form).get("scope") !== "list";
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 300);
  };
  form.addEventListener("change", changed);
  if (list) list.hidden = new FormData(form).get("scope") !== "list";
}

// <keep-form>: a form that is kept on the page while the line is down and sent once when it is back. The key of the
// form stays the same until an answer came, so a request that did arrive is not done twice.
class KeepForm extends HTMLElement {
  private body: URLSearchParams | null = null;
  private action = "";
  private wait = 2000;
  private timer = 0;

  connectedCallback() {
    this.addEventListener("submit", this.onSubmit);
    window.addEventListener("online", this.send);
    window.addEventListener("beforeunload", this.onLeave);
  }

  disconnectedCallback() {
    window.removeEventListener("online", this.send);
    window.removeEventListener("beforeunload", this.onLeave);
    clearTimeout(this.timer);
  }

  private onLeave = (event: BeforeUnloadEvent) => {
    if (this.body) event.preventDefault();
  };

  private onSubmit = (event: Event) => {
    const target = event.target as HTMLFormElement;
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    event.preventDefault();
    this.action = target.getAttribute("action") ?? location.pathname;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(target)) body.append(name, String(value));
    if (button?.name) body.append(button.name, button.value);
    // What waited may have arrived without its answer. Changed since, it is another act and needs a key of its own: under
    // the old one the server would give the old answer again and the change would be lost without a word.
    const waited = this.body;
    if (waited) {
      const key = body.get("key") ?? "";
      body.set("key", waited.get("key") ?? key);
      if (body.toString() !== waited.toString()) body.set("key", crypto.randomUUID?.() ?? `${key}-${Date.now()}`);
    }
    this.body = body;
    this.say("sending", this.dataset.sending);
    void this.send();
  };

  private send = async () => {
    if (!this.body) return;
    clearTimeout(this.timer);
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(this.action, { method: "POST", body: this.body, headers: { Accept: "text/html" } });
      text = await answer.text();
    } catch {
      this.say("kept", this.dataset.kept);
      this.timer = window.setTimeout(() => void this.send(), this.wait);
      this.wait = Math.min(this.wait * 2, 30_000);
      return;
    }
    this.body = null;
    // The answer is a whole page: what was done, a refusal, or the form with more rows. It is shown as it came, because
    // what it says about the act is said once.
    if (answer.redirected) history.replaceState(null, "", answer.url);
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.querySelector("main");
    if (!main) {
      location.reload();
      return;
    }
    document.title = page.title;
    document.querySelector("main")?.replaceWith(document.adoptNode(main));
    const first = document.querySelector<HTMLElement>("[data-focus]");
    if (first) first.focus();
    else if (answer.redirected) window.scrollTo(0, 0);
  };

  private say(state: string, words: string | undefined) {
    const box = this.querySelector<HTMLElement>("[data-kept-state]");
    if (!box) return;
    box.dataset.state = state;
    box.textContent = words ?? "";
  }
}

// <live-text src>: what is typed in its text area goes out shortly after, for those who watch.
class LiveText extends HTMLElement {
  private timer = 0;
  private sent = "";
  private busy = false;

  connectedCallback() {
    if (this.hasAttribute("off")) return;
    const area = this.querySelector("textarea");
    if (!area) return;
    this.sent = area.value;
    area.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.send(area), 400);
    });
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  private async send(area: HTMLTextAreaElement) {
    const text = area.value;
    if (this.busy || text === this.sent || text.trim() === "") return;
    this.busy = true;
    const box = this.querySelector<HTMLElement>("[data-typed]");
    try {
      const answer = await fetch(this.getAttribute("src") ?? "", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ text }),
      });
      const said = (await answer.json()) as { time?: string; message?: string };
      if (answer.ok) this.sent = text;
      if (box) {
        box.dataset.state = answer.ok ? "sent" : "kept";
        box.textContent = answer.ok ? (this.dataset.saved ?? "").replace("{time}", said.time ?? "") : (said.message ?? "");
      }
    } catch {
      if (box) {
        box.dataset.state = "kept";
        box.textContent = this.dataset.kept ?? "";
      }
    } finally {
      this.busy = false;
      if (area.value !== this.sent) this.timer = window.setTimeout(() => void this.send(area), 1500);
    }
  }
}

// The list of conclusions is the same for all who watch, so which one is open is marked here again after each change.
function markOpen() {
  const list = document.getElementById("conclusions-list");
  const at = list?.dataset.at;
  if (!list || !at) return;
  for (const row of list.querySelectorAll<HTMLElement>("[data-conclusion]")) {
    const on = row.dataset.conclusion === at;
    row.classList.toggle("selected", on);
    if (on) row.classList.remove("bad-row");
  }
}
document.addEventListener("live:frame", () => requestAnimationFrame(markOpen));

customElements.define("keep-form", KeepForm);
customElements.define("live-text", LiveText);
