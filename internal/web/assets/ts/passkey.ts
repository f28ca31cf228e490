// <passkey-button data-mode="get|create" data-ask data-prefix data-failed data-missing> around a button: asks the server
// for a question, the browser for a passkey, and sends the form around it with the answer in its hidden fields.
// Older browsers of ours have neither parseCreationOptionsFromJSON nor toJSON: the bytes are converted here.

type Json = Record<string, unknown>;

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const out = new Uint8Array(plain.length);
  for (let i = 0; i < plain.length; i++) out[i] = plain.charCodeAt(i);
  return out.buffer;
}

function text(data: ArrayBuffer | null | undefined): string | undefined {
  if (!data) return undefined;
  let plain = "";
  for (const b of new Uint8Array(data)) plain += String.fromCharCode(b);
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const withBytes = (list: unknown) =>
  ((list as Json[] | undefined) ?? []).map((d) => ({ ...d, id: bytes(d.id as string) })) as unknown as PublicKeyCredentialDescriptor[];

async function create(o: Json): Promise<Json> {
  const user = o.user as Json;
  const made = (await navigator.credentials.create({
    publicKey: {
      ...(o as unknown as PublicKeyCredentialCreationOptions),
      challenge: bytes(o.challenge as string),
      user: { ...user, id: bytes(user.id as string) } as PublicKeyCredentialUserEntity,
      excludeCredentials: withBytes(o.excludeCredentials),
    },
  })) as PublicKeyCredential;
  const answer = made.response as AuthenticatorAttestationResponse;
  return {
    ...named(made),
    response: {
      clientDataJSON: text(answer.clientDataJSON),
      attestationObject: text(answer.attestationObject),
      transports: typeof answer.getTransports === "function" ? answer.getTransports() : [],
    },
  };
}

async function get(o: Json): Promise<Json> {
  const found = (await navigator.credentials.get({
    publicKey: {
      ...(o as unknown as PublicKeyCredentialRequestOptions),
      challenge: bytes(o.challenge as string),
      allowCredentials: withBytes(o.allowCredentials),
    },
  })) as PublicKeyCredential;
  const answer = found.response as AuthenticatorAssertionResponse;
  return {
    ...named(found),
    response: {
      clientDataJSON: text(answer.clientDataJSON),
      authenticatorData: text(answer.authenticatorData),
      signature: text(answer.signature),
      userHandle: text(answer.userHandle),
    },
  };
}

const named = (c: PublicKeyCredential) => ({ id: c.id, rawId: text(c.rawId), type: c.type, clientExtensionResults: c.getClientExtensionResults() });

class PasskeyButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button) return;
    if (!window.PublicKeyCredential || !navigator.credentials) {
      button.disabled = true;
      this.say(this.dataset.missing);
      return;
    }
    button.onclick = () => void this.ask(button);
  }

  private say(words: string | undefined) {
    const line = this.querySelector("p");
    if (line) line.textContent = words ?? "";
  }

  private field(form: HTMLFormElement, name: string) {
    return form.elements.namedItem((this.dataset.prefix ?? "") + name) as HTMLInputElement;
  }

  private async ask(button: HTMLButtonElement) {
    const form = this.closest("form");
    if (!form) return;
    button.disabled = true;
    this.say("");
    try {
      const res = await fetch(this.dataset.ask ?? "", { method: "POST", headers: { Accept: "application/json" } });
      const question = await res.json();
      if (!res.ok) {
        this.say(question.message);
        return;
      }
      const o = question.options.publicKey as Json;
      const answer = this.dataset.mode === "create" ? await create(o) : await get(o);
      this.field(form, "ref").value = question.ref;
      this.field(form, "answer").value = JSON.stringify(answer);
      form.submit(); // the other ways of the form may be empty
    } catch {
      this.say(this.dataset.failed); // refused, cancelled, timed out: browsers do not tell which
    } finally {
      button.disabled = false;
    }
  }
}

customElements.define("passkey-button", PasskeyButton);
