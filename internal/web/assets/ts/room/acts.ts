// Forms of the room are sent in the background, so that sound and picture go on. A form keeps its key until an answer
// came: pressed again after a broken line it is still one act.

const keys = new WeakMap<HTMLFormElement, string>();

export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

export interface Answer {
  ok: boolean;
  /** what was refused, in the reader's language; empty when the server could not be reached */
  said: string[];
}

/** Sends an act of the room; never throws. */
export async function send(url: string, body: URLSearchParams): Promise<Answer> {
  try {
    const res = await fetch(url, { method: "POST", body, headers: { "X-Room": "1" } });
    if (res.redirected) location.assign(res.url); // the session has ended: sign in again
    if (res.ok) return { ok: true, said: [] };
    const answer = (await res.json().catch(() => ({}))) as { faults?: { text: string }[]; message?: string };
    const said = (answer.faults ?? []).map((one) => one.text);
    if (said.length === 0) said.push(answer.message ?? String(res.status));
    return { ok: false, said };
  } catch {
    return { ok: false, said: [] };
  }
}

/** Takes over the forms whose address is under /room/; tell hears every answer. */
export function takeOver(tell: (answer: Answer) => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post" || !/\/conferences\/[^/]+\/room\//.test(form.action)) return;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    if (body.get("from") === "left") return; // leaving is a page of its own
    event.preventDefault();
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (button?.name) body.append(button.name, button.value);
    let key = keys.get(form);
    if (!key) keys.set(form, (key = freshKey()));
    body.set("key", key);
    button?.setAttribute("aria-busy", "true");
    void send(form.action, body).then((answer) => {
      if (answer.ok || answer.said.length > 0) keys.delete(form);
      button?.removeAttribute("aria-busy");
      form.querySelectorAll<HTMLDetailsElement>("details[open]").forEach((box) => answer.ok && (box.open = false));
      tell(answer);
    });
  });
}
