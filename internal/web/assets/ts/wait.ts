// Who waits to sign in sees the place move without the page being loaded again. Without scripts the page loads itself
// again; if the server does not answer, this does too.

interface Place { ready: boolean; known: boolean; ahead: string; left: string; again: number }

class SignInPlace extends HTMLElement {
  private failed = 0;

  connectedCallback(): void { this.later(2); }

  private later(seconds: number): void { setTimeout(() => void this.ask(), seconds * 1000); }

  private async ask(): Promise<void> {
    if (!this.isConnected) return;
    const done = this.dataset.done ?? location.pathname;
    let place: Place;
    try {
      const answer = await fetch(this.dataset.place ?? "", { headers: { accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      place = await answer.json() as Place;
    } catch {
      this.failed += 1;
      if (this.failed > 5) location.replace(done);
      else this.later(3);
      return;
    }
    this.failed = 0;
    if (place.ready) {
      location.replace(done);
      return;
    }
    if (place.known) {
      this.put("[data-ahead]", place.ahead);
      this.put("[data-left]", place.left);
      this.querySelector("dl")?.removeAttribute("hidden");
      this.querySelector("[data-unknown]")?.remove();
    }
    this.later(place.again);
  }

  // put changes a text only where it differs: a screen reader says it when it changes.
  private put(where: string, text: string): void {
    const at = this.querySelector(where);
    if (at && at.textContent !== text) at.textContent = text;
  }
}

customElements.define("sign-in-place", SignInPlace);
