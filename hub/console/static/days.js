// A slider over the days of the field beside it; the field and its button do the same without this file.
//
// The mouse shows a day when it lets go. Keys only move to a day, for each press would lead to another page; Enter shows it.

const DAY = 24 * 60 * 60 * 1000;
const field = document.querySelector("input[type=date][name=at]");
const slide = document.querySelector("#slide");

if (field && slide && field.min < field.max) {
  const first = Date.parse(field.min);
  const told = () => new Date(first + Number(slide.value) * DAY).toISOString().slice(0, 10);
  let isHeld = false;
  slide.max = String((Date.parse(field.max) - first) / DAY);
  slide.value = String((Date.parse(field.value) - first) / DAY);
  slide.setAttribute("aria-valuetext", field.value);
  slide.parentElement.hidden = false;
  slide.addEventListener("input", () => {
    field.value = told();
    slide.setAttribute("aria-valuetext", field.value);
  });
  slide.addEventListener("pointerdown", () => {
    isHeld = true;
  });
  slide.addEventListener("keydown", (event) => {
    isHeld = false;
    if (event.key === "Enter") field.form.requestSubmit();
  });
  slide.addEventListener("change", () => {
    if (isHeld) field.form.requestSubmit();
    isHeld = false;
  });
}
