// Small controls. Where one cannot work it stays hidden (see :not(:defined) in parts.css).
//   <copy-button data-text|data-from data-done>   <share-button data-title data-url data-done>
//   <print-button>   <confirm-submit data-again>   <theme-switch>   <password-eye>

// On a phone tabs are pushed sideways: the open one is to be seen.
for (const on of document.querySelectorAll<HTMLElement>(".tabs .on")) {
  const tabs = on.parentElement!;
  tabs.scrollLeft = on.offsetLeft + on.offsetWidth + 40 - tabs.offsetLeft - tabs.clientWidth;
}

function say(button: HTMLButtonElement | null, text: string | undefined) {
  const label = button?.querySelector("span");
  if (!label || !text) return;
  const before = label.textContent;
  if (before === text) return;
  label.textContent = text;
  window.setTimeout(() => (label.textContent = before), 2500);
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Offices often serve plain HTTP inside, where the clipboard API is missing.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "sr";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

class CopyButton extends HTMLElement {
  connectedCallback() {
    this.onclick = async () => {
      const from = this.dataset.from ? document.getElementById(this.dataset.from)?.innerText : this.dataset.text;
      if (await copy(from ?? "")) say(this.querySelector("button"), this.dataset.done);
    };
  }
}

class ShareButton extends HTMLElement {
  connectedCallback() {
    this.onclick = async () => {
      const url = new URL(this.dataset.url || location.href, location.href).href;
      if (navigator.share) {
        await navigator.share({ title: this.dataset.title || document.title, url }).catch(() => undefined);
      } else if (await copy(url)) {
        say(this.querySelector("button"), this.dataset.done);
      }
    };
  }
}

class PrintButton extends HTMLElement {
  connectedCallback() {
    this.onclick = () => window.print();
  }
}

class ConfirmSubmit extends HTMLElement {
  private asked = 0;
  private said?: HTMLElement;
  connectedCallback() {
    this.addEventListener(
      "click",
      (event) => {
        if (Date.now() - this.asked < 6000) return;
        event.preventDefault();
        event.stopPropagation();
        this.asked = Date.now();
        const label = this.querySelector("button span");
        if (!label) return;
        const before = label.textContent;
        label.textContent = this.dataset.again ?? before;
        this.said ??= this.appendChild(Object.assign(document.createElement("span"), { className: "sr", role: "status" }));
        this.said.textContent = label.textContent; // the button's own name may be another one
        window.setTimeout(() => (this.said!.textContent = ""), 6000);
        window.setTimeout(() => (label.textContent = before), 6000);
      },
      { capture: true },
    );
  }
}

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    const toggle = this.hasAttribute("data-toggle") ? this.querySelector("button") : null;
    if (toggle?.value === "dark" && !document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches) this.flip(toggle);
    this.addEventListener("submit", (event) => {
      const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
      const form = event.target as HTMLFormElement;
      if (!button) return;
      event.preventDefault();
      const body = new URLSearchParams({ theme: button.value, next: location.pathname });
      void fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (button.value) document.documentElement.dataset.theme = button.value;
      else delete document.documentElement.dataset.theme;
      for (const other of this.querySelectorAll<HTMLButtonElement>("[aria-pressed]")) {
        const on = other === button;
        other.setAttribute("aria-pressed", String(on));
        other.classList.toggle("on", on);
      }
      if (this.hasAttribute("data-toggle")) this.flip(button);
    });
  }
  private flip(button: HTMLButtonElement) {
    button.value = button.value === "dark" ? "light" : "dark";
    const label = button.value === "dark" ? this.dataset.toDark : this.dataset.toLight;
    if (label) {
      button.title = label;
      button.setAttribute("aria-label", label);
    }
    const use = button.querySelector("use");
    use?.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*/, button.value === "dark" ? "#moon" : "#sun"));
  }
}

class PasswordEye extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const input = this.parentElement?.querySelector("input");
    if (!button || !input) return;
    button.onclick = () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    };
  }
}

customElements.define("copy-button", CopyButton);
customElements.define("share-button", ShareButton);
customElements.define("print-button", PrintButton);
customElements.define("confirm-submit", ConfirmSubmit);
customElements.define("theme-switch", ThemeSwitch);
customElements.define("password-eye", PasswordEye);
