// One document of several lessons, for printing: a cover with the list, then each lesson on a page of its own.
import { element } from "./elements.js";
import { partsOf } from "./page.js";

const PARTS = ".bh-head, .bh-takeaway, .bh-glance, .bh-body, .bh-side-facts > section:not(.bh-related, .bh-backlinked)";

// `left` is what could not be taken, in sentences.
export function pack(title, site, pages, left) {
  const day = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  const titles = pages.map((page) => element("li", "", page.notice ? `${page.title} (${page.notice.toLowerCase()})` : page.title));
  const notes = left.map((note) => element("p", "", note));
  const cover = element("header", "bh-cover", element("p", "", site), element("h2", "", title), element("p", "", day), element("ol", "", ...titles), ...notes);
  return [cover, ...pages.map((page) => lowered(element("article", "bh-packed", ...partsOf(page, PARTS))))];
}

// The headings of a page, one level down: the pack has a heading above them.
function lowered(article) {
  for (const heading of article.querySelectorAll("h1, h2, h3, h4, h5")) {
    heading.replaceWith(element(`h${Number(heading.tagName[1]) + 1}`, heading.className, ...heading.childNodes));
  }
  return article;
}
