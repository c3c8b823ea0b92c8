// Keys for those who clear many conflicts: a key presses the button, follows the link or enters the field that names it
// in data-key. Every one of them is on the page, so nothing is lost without this file.

const TYPING = "input, textarea, select, [contenteditable]";

const marked = (key) => [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key) && !one.disabled);

const use = (target) => {
  if (target.matches(TYPING)) {
    target.closest("details")?.setAttribute("open", "");
    target.focus();
    target.select?.();
  } else {
    target.click();
  }
};

// A list is walked with j and k and opened with Enter, as its rows are links.
const walk = (step) => {
  const rows = [...document.querySelectorAll("a[data-row]")];
  if (rows.length === 0) return false;
  const next = rows.indexOf(document.activeElement) + step;
  rows[Math.max(0, Math.min(rows.length - 1, next))].focus();
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches(TYPING)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // Enter on a link or a button is its own.
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  const target = marked(event.key);
  if (target) use(target);
  else if (!(event.key === "j" && walk(1)) && !(event.key === "k" && walk(-1))) return;
  event.preventDefault();
});

// A form that was sent is not sent twice by an impatient finger.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
