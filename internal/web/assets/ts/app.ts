// Every page loads this: htmx for forms and fragments, the page's live stream,
// and small elements that do nothing essential. Without it all pages work.
import htmx from "htmx.org";
import "./app/clock";
import "./app/controls";
import "./app/forms";
import "./app/live";
import "./app/menus";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
