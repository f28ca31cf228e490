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
  const later = () => void import("./offline").catch(() => undefined); // without line it may not be there
  if (document.readyState === "complete") setTimeout(later, 300);
  else window.addEventListener("load", () => setTimeout(later, 300));
}

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
