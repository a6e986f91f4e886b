// Buttons that keep a lesson on the reading list: on its page and on cards.
import { ROOT, element, link } from "./elements.js";
import { MOST, drop, keep, kept, onChange } from "./list.js";

const MOST_COMPARED = 4;
const LESSON = /\/lesson\/([^/]+)\/$/;
const said = element("span", "bh-to-list");
said.setAttribute("role", "status");

for (const about of document.querySelectorAll("[data-keeps] .bh-meta")) {
  const [, id] = LESSON.exec(about.parentElement.querySelector(":is(h2, h3, h4) a").pathname);
  about.append(" ", keepButton(id));
}
document.querySelector("main").addEventListener("click", (event) => {
  const button = event.target.closest("button[data-keep]");
  if (button) turn(button);
});
// Results of a search come and go.
for (const cards of document.querySelectorAll("ul.bh-cards")) new MutationObserver(show).observe(cards, { childList: true });
onChange(show);
// A page that comes back from the browser's memory may be behind the list.
addEventListener("pageshow", show);
show();

export function keepButton(id) {
  const button = element("button", "bh-link", "Keep");
  button.type = "button";
  button.dataset.keep = id;
  return button;
}

function titleOf(button) {
  const around = button.closest(".bh-cards > li") ?? document;
  return around.querySelector("h1, h2 a, h3 a, h4 a").textContent.trim();
}

function turn(button) {
  const id = button.dataset.keep;
  if (button.getAttribute("aria-pressed") === "true") drop(id);
  else if (!keep(id, titleOf(button))) {
    tell(button, `The list is full: ${MOST} lessons. `);
    return;
  }
  show();
  tell(button, "");
}

function tell(button, text) {
  const ids = kept().map(([id]) => id);
  const parts = [text, link(new URL("reading-list/", ROOT), `Reading list (${ids.length})`)];
  if (ids.length > 1 && ids.length <= MOST_COMPARED) {
    const query = ids.map((id) => `lesson=${id}`).join("&");
    parts.push(", ", link(new URL(`compare/?${query}`, ROOT), "compare them"));
  }
  button.after(" ", said);
  said.replaceChildren(...(ids.length || text ? parts : []));
}

export function show() {
  const ids = new Set(kept().map(([id]) => id));
  for (const button of document.querySelectorAll("button[data-keep]")) {
    button.setAttribute("aria-pressed", String(ids.has(button.dataset.keep)));
    button.setAttribute("aria-label", `Keep “${titleOf(button)}”`);
  }
}
