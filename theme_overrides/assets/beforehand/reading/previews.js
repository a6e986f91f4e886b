// What a link to a record leads to, shown beside it: on hover, on focus by keyboard, never on touch. It stays while the
// pointer is on it, and Escape closes it. The style sheet places it by the link, so that nothing moves.
import { ROOT, element } from "./elements.js";
import { pageAt, partsOf } from "./page.js";

const WAIT = 300;
const STAY = 250;
const RECORD = /^(?:lesson|assist|reuse)\/[^/]+\/$/;
const card = element("div", "bh-preview");
let shown = null;
let wanted = null;
let timer = 0;

/** Watches the links of the page, where the browser can place a preview by one. */
export function preview() {
  if (!CSS.supports("anchor-name", "--a") || !("popover" in card)) return;
  card.id = "bh-preview";
  card.popover = "manual";
  card.setAttribute("role", "tooltip");
  document.body.append(card);
  const main = document.querySelector("main");
  main.addEventListener("pointerover", (event) => event.pointerType !== "touch" && want(linkOf(event), WAIT));
  main.addEventListener("pointerout", (event) => !linkOf(event)?.contains(event.relatedTarget) && leave());
  main.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && want(linkOf(event), 0));
  main.addEventListener("focusout", leave);
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", leave);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

function linkOf(event) {
  const link = event.target.closest("a[href]");
  if (!link || link.closest(".bh-cards, .bh-acts")) return null;
  const url = new URL(link.href);
  if (url.origin !== ROOT.origin || !url.pathname.startsWith(ROOT.pathname) || url.pathname === location.pathname) return null;
  return RECORD.test(url.pathname.slice(ROOT.pathname.length)) ? link : null;
}

function want(link, wait) {
  if (!link) return;
  clearTimeout(timer);
  if (link === wanted) return;
  wanted = link;
  timer = setTimeout(() => show(link), wait);
}

async function show(link) {
  const url = new URL(link.href);
  const page = await pageAt(`${url.origin}${url.pathname}`);
  if (link !== wanted || page.state !== "here") return;
  hide();
  wanted = shown = link;
  const notice = page.notice ? [element("strong", "", `${page.notice}. `)] : [];
  card.replaceChildren(
    element("p", "", ...notice, element("strong", "", page.title)),
    ...(page.lead ? [element("p", "", page.lead)] : []),
    ...partsOf(page, ".bh-badge > summary > :first-child"),
  );
  link.classList.add("bh-previewed");
  link.setAttribute("aria-describedby", card.id);
  card.showPopover();
}

function leave() {
  clearTimeout(timer);
  timer = setTimeout(hide, STAY);
  if (wanted !== shown) wanted = null;
}

function hide() {
  clearTimeout(timer);
  if (shown) {
    shown.classList.remove("bh-previewed");
    shown.removeAttribute("aria-describedby");
    card.hidePopover();
  }
  shown = null;
}
