// The QR code of a slip carries login and code behind the "#", where no server log sees them. They are put into
// the form and taken out of the address, so that neither history nor a shared link keeps them.

function fill(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-from-fragment]");
  const [first, second] = location.hash.slice(1).split("/");
  if (!form || !first) return;
  const into = (name: string, text: string): void => {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && text) field.value = text;
  };
  try {
    if (second) {
      into("login", decodeURIComponent(first));
      into("code", decodeURIComponent(second));
      form.querySelector<HTMLInputElement>("input[name=password]")?.focus();
    } else {
      into("code", decodeURIComponent(first));
    }
  } catch {
    return; // not ours: the fields stay to be typed
  }
  history.replaceState(null, "", location.pathname);
}

fill();
addEventListener("hashchange", fill);
