// The chair's console: /conferences/{id}/chair. Keys 1-9 invite from the queue, T takes the floor back.
import "./room/clocks";
import { ConfRoom } from "./room/conf-room";

customElements.define("conf-room", ConfRoom);

document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || target.matches("input, textarea, select, [contenteditable]")) return;
  let button: HTMLButtonElement | null = null;
  if (/^[1-9]$/.test(event.key)) button = document.querySelector<HTMLButtonElement>(`#queue button[data-key="${event.key}"]`);
  else if (event.key.toLowerCase() === "t") button = document.querySelector<HTMLButtonElement>("#take-back");
  if (!button) return;
  event.preventDefault();
  button.form?.requestSubmit(button);
});
