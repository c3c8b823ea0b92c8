// Runs under way, as they go on: what the server tells takes the place of what the page was served with. Without this
// file the page shows how things stood when it was asked for.

for (const place of document.querySelectorAll("[data-events]")) {
  const source = new EventSource(place.dataset.events);
  // The markup is a template of ours in which every value is escaped, and the policy of the page runs no script of it.
  source.addEventListener("progress", (event) => {
    place.querySelector("[data-shown]").innerHTML = event.data;
  });
  // A browser would ask again and again.
  source.addEventListener("end", () => {
    source.close();
    place.querySelector("[data-shown]").replaceChildren();
    place.querySelector("[data-over]").hidden = false;
  });
}
