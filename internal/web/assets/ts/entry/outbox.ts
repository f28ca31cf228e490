// Sends what a device keeps of a draft, once and in order. Any page of the account may do it; the key of a batch makes a
// second try of the same batch harmless, in this tab or another.
import { done, next, refused, type Answer, type Kept } from "./kept";
import { change } from "./store";

export type Sent =
  | { kind: "sent"; kept: Kept; clock: string; version: number }
  | { kind: "nothing"; kept: Kept }
  | { kind: "offline"; kept: Kept; wait: number }
  | { kind: "signed-out"; kept: Kept }
  | { kind: "refused"; kept: Kept; key: string; why: string };

export async function send(account: string, filing: string): Promise<Sent> {
  const kept = await change(account, filing, (k) => next(k, newKey()));
  const batch = kept.sending;
  if (!batch) return { kind: "nothing", kept };
  const fields: Record<string, string> = {};
  const bases: Record<string, number> = {};
  for (const [field, one] of Object.entries(batch.fields)) {
    fields[field] = one.text;
    bases[field] = one.base;
  }
  let response: Response;
  try {
    response = await fetch(kept.path + "/fields", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "Idempotency-Key": batch.key },
      body: JSON.stringify({ fields, bases, account, form: kept.form }),
    });
  } catch {
    return { kind: "offline", kept, wait: 5_000 };
  }
  if (response.status >= 500 || response.status === 429) return { kind: "offline", kept, wait: 10_000 };
  const body = (await response.json().catch(() => ({}))) as Partial<Answer> & { message?: string; key?: string; field?: string };
  if (response.status === 401) return { kind: "signed-out", kept };
  if (!response.ok || body.version === undefined) {
    const name = kept.names[body.field ?? ""]; // which of many
    const why = (name ? name + ": " : "") + (body.message ?? String(response.status));
    return { kind: "refused", key: body.key ?? "", why, kept: await change(account, filing, (k) => refused(k, batch.key, why)) };
  }
  const answer = body as Answer;
  return { kind: "sent", clock: answer.clock, version: answer.version, kept: await change(account, filing, (k) => done(k, batch.key, answer)) };
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}
