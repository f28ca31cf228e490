// Every page loads this: htmx for forms and fragments, the page's live stream,
// and small elements that do nothing essential. Without it all pages work.
import htmx from "htmx.org";
import "./app/clock";
import "./app/controls";
import "./app/forms";
import "./app/live";
import "./app/menus";

// Work without line is an account's: loaded when the page stands.
if (document.body?.dataset.account !== undefined || document.body?.dataset.offline !== undefined) {
  const later = () => void import("./app/offline").catch(() => undefined); // without line it may not be there
  if (document.readyState === "complete") setTimeout(later, 300);
  else window.addEventListener("load", () => setTimeout(later, 300));
}

// What is typed into a long form stays on this device.
if (document.querySelector("template[data-keep]")) void import("./app/forms-kept").catch(() => undefined);

// The service worker asks of which bundle an open page is before it drops that bundle's files.
const { bundle = "" } = document.querySelector<HTMLElement>("script[data-bundle]")?.dataset ?? {};
navigator.serviceWorker?.addEventListener("message", (event) => event.data?.bundle && event.ports[0]?.postMessage(bundle));

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
