// What an accessibility checker calls serious, as far as the console could do it: run in the page, it gives the faults.
() => {
  const found = [];
  const shown = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const named = (one) => (one.getAttribute("aria-label") || one.textContent || "").trim() !== "";
  if (!document.documentElement.lang) found.push("the page has no language");
  if (!document.title.trim()) found.push("the page has no title");
  if (document.querySelectorAll("main").length !== 1) found.push("there is not exactly one main part");
  if (document.querySelectorAll("h1").length !== 1) found.push("there is not exactly one heading of the page");
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) found.push(`two elements have the id ${id}`);
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!field.labels.length && !field.getAttribute("aria-label")) found.push(`the field ${field.name} has no label`);
  for (const one of document.querySelectorAll("a[href], button"))
    if (shown(one) && !named(one)) found.push(`no name: ${one.outerHTML.slice(0, 80)}`);
  for (const table of document.querySelectorAll("table"))
    if (![...table.querySelectorAll("th")].every((head) => head.scope)) found.push("a heading of a table has no scope");
  const levels = [...document.querySelectorAll("h1, h2, h3")].map((one) => Number(one.tagName[1]));
  if (levels.some((level, place) => place && level > levels[place - 1] + 1)) found.push("a level of headings is left out");
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push("the page is wider than the screen");

  // Contrast by WCAG 2: at least 4.5, or 3 for large letters.
  const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const colour = (text) => text.match(/[\d.]+/g).map(Number);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const paint = colour(getComputedStyle(at).backgroundColor);
      if (paint.length < 4 || paint[3] > 0.99) return paint;
    }
    return [255, 255, 255];
  };
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (!own || !shown(one)) continue;
    const style = getComputedStyle(one);
    if (Number(style.opacity) < 1) continue;
    const [dark, bright] = [light(colour(style.color)), light(behind(one))].sort((a, b) => a - b);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if ((bright + 0.05) / (dark + 0.05) < (large ? 3 : 4.5)) found.push(`low contrast: ${one.textContent.trim().slice(0, 40)}`);
  }
  return found;
}
