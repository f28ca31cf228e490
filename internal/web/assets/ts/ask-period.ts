// A new request: when another form, regime or scope brings another period to propose (#ask-when is made anew), it takes the place of
// the one that was proposed before, never of what somebody wrote.
const field = document.querySelector<HTMLInputElement>("#f-period");
const proposed = () => document.querySelector<HTMLInputElement>('#ask-when [name="proposed"]')?.value ?? "";
const days = () => [...document.querySelectorAll<HTMLInputElement>("#f-period_from,#f-period_to")].some((one) => one.value.trim() !== "");
let before = proposed();

document.addEventListener("htmx:after:swap", () => {
  const now = proposed();
  if (field && now !== before && field.value === before && !days()) field.value = now;
  before = now;
});

export {};
