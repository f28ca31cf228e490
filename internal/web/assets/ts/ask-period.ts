// A new request: when another form, regime or scope brings another period to propose (#ask-when is made anew), it takes the place of
// the one that was proposed before, never of what somebody wrote.
const field = document.querySelector<HTMLInputElement>("#f-period");
const proposed = () => document.querySelector<HTMLInputElement>('#ask-when [name="proposed"]')?.value ?? "";
const days = () => [...document.querySelectorAll<HTMLInputElement>("#f-period_from,#f-period_to")].some((one) => one.value.trim() !== "");
let given = proposed(); // what stands in the field unless somebody wrote

function follow() {
  const now = proposed();
  if (!field || field === document.activeElement) return; // somebody is about to write: when the field is left
  if (now !== given && field.value === given && !days()) field.value = now;
  given = now;
}

document.addEventListener("htmx:after:swap", follow);
field?.addEventListener("blur", follow);

export {};
