// Reads pages of the site as data: previews, comparisons and packs are made of what everybody can read anyway. A parsed
// document runs nothing, and only nodes are taken from it, so no text is ever read as HTML a second time.
const MOST_MOVES = 3;
const GONE = new Set([404, 410]);
const pages = new Map();

// A page of a record is {state: "here", url, id, notice, title, lead, document}; `id` is that of a lesson. Of others only
// the state is known: "absent", as what readers may not see is too, or "unread" when the site did not answer.
export function pageAt(url) {
  if (!pages.has(url)) {
    const reading = load(url, MOST_MOVES);
    pages.set(url, reading);
    reading.then((page) => page.state === "unread" && pages.delete(url));
  }
  return pages.get(url);
}

async function load(url, moves) {
  let text;
  try {
    const answer = await fetch(url);
    if (!answer.ok) return { state: GONE.has(answer.status) ? "absent" : "unread", url };
    text = await answer.text();
  } catch {
    return { state: "unread", url };
  }
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const moved = parsed.querySelector("meta[http-equiv=refresh]")?.content.split("url=")[1];
  if (moved && moves) return load(new URL(moved, url).href, moves - 1);
  const head = parsed.querySelector("[data-record]");
  if (!head) return { state: "absent", url };
  const [kind, id] = head.dataset.record.split("/");
  const said = (selector) => head.querySelector(selector)?.textContent.trim() ?? "";
  const lesson = kind === "lesson" ? id : "";
  return { state: "here", url, id: lesson, notice: head.dataset.notice ?? "", title: said("h1"), lead: said(".bh-lead"), document: parsed };
}

// Returns copies of parts of a page that can stand on another: addresses whole, without ids and without controls.
export function partsOf(page, selector) {
  return [...page.document.querySelectorAll(selector)].map((part) => {
    const copy = document.importNode(part, true);
    for (const each of copy.querySelectorAll("script, button, nav, .bh-anchor, .bh-scripted, .bh-open")) each.remove();
    for (const each of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["href", "src"]) {
        if (each.hasAttribute(name)) each.setAttribute(name, new URL(each.getAttribute(name), page.url).href);
      }
      for (const name of ["id", "aria-labelledby"]) each.removeAttribute(name);
    }
    return copy;
  });
}
