// Up to four lessons side by side, as the address names them. Every change is a link to another address.
import { element, isId, lessonUrl, link } from "./elements.js";
import { pageAt, partsOf } from "./page.js";
import { kept } from "./list.js";

const MOST = 4;
const MOST_OFFERED = 8;
const LEFT_OUT = new Set(["Evidence", "Take part", "Source"]);
const place = document.getElementById("bh-compared");
const said = document.getElementById("bh-said");
const asked = new Set([...new URLSearchParams(location.search).values()].flatMap((value) => value.split(",")).map((id) => id.trim()).filter(Boolean));

place.ariaBusy = "true";
show().finally(() => (place.ariaBusy = "false"));

async function show() {
  const notes = [];
  const found = new Map();
  if (asked.size) said.textContent = "Reading…";
  for (const [id, page] of await Promise.all([...asked].slice(0, 5 * MOST).map(async (id) => [id, isId(id) ? await pageAt(lessonUrl(id)) : { state: "absent" }]))) {
    if (page.state === "unread") notes.push(`“${id}” could not be read just now. Load the page again to try once more.`);
    else if (page.state === "absent" || !page.id) notes.push(`There is no lesson “${shortened(id)}” here.`);
    else if (found.size < MOST || found.has(page.id)) found.set(page.id, page);
    else notes.push(`Only ${MOST} lessons fit beside each other; “${page.title}” is left out.`);
  }
  const pages = [...found.values()];
  if (pages.length) notes.push(pages.length > 1 ? `${pages.length} lessons side by side.` : "One lesson; put another beside it below.");
  said.replaceChildren(...notes.map((note) => element("p", "", note)));
  if (pages.length) place.replaceChildren(table(pages), adding(pages));
  else if (kept().length) place.replaceChildren(adding([]));
}

function table(pages) {
  const rows = rowsOf(pages);
  const head = element("tr", "", element("td", ""), ...pages.map((page) => heading(page, pages)));
  const body = [...rows].map(([label, cells]) => {
    const title = element("th", "", label);
    title.scope = "row";
    const shown = pages.map((page) => {
      const cell = element("td", "", ...(cells.get(page) ?? ["Not stated"]));
      cell.dataset.label = page.title;
      return cell;
    });
    return element("tr", "", title, ...shown);
  });
  const made = element("table", "bh-table bh-compared", element("thead", "", head), element("tbody", "", ...body));
  // The style sheet takes the table apart on a small screen, and with it what its parts are.
  for (const [selector, role] of [["tr", "row"], ["td", "cell"], ["th[scope=row]", "rowheader"], ["th[scope=col]", "columnheader"]]) {
    for (const each of made.querySelectorAll(selector)) each.setAttribute("role", role);
  }
  made.setAttribute("role", "table");
  made.setAttribute("aria-label", `${pages.length} lessons beside each other`);
  return made;
}

function heading(page, pages) {
  const without = link(address(pages.filter((other) => other !== page)), "Take out");
  without.setAttribute("aria-label", `Take out “${page.title}”`);
  const notice = page.notice ? [element("strong", "", `${page.notice}. `)] : [];
  const made = element("th", "", ...notice, link(page.url, page.title), element("p", "", without));
  made.scope = "col";
  return made;
}

// What pages say, by label: first what all have, then their facts in the order in which they come up.
function rowsOf(pages) {
  const rows = new Map();
  const put = (label, page, nodes) => {
    if (!nodes.length) return;
    if (!rows.has(label)) rows.set(label, new Map());
    rows.get(label).set(page, nodes);
  };
  for (const page of pages) {
    put("Not to be relied on", page, partsOf(page, ".bh-head > .bh-warning").map((part) => element("div", "", ...part.childNodes)));
    put("Problem", page, page.lead ? [page.lead] : []);
  }
  for (const page of pages) {
    const short = partsOf(page, ".bh-takeaway").flatMap((part) => [...part.childNodes].slice(1));
    put("In short", page, short);
    put("What it rests on", page, partsOf(page, ".bh-badge > summary > :first-child"));
  }
  const facts = pages.map((page) => [page, partsOf(page, ".bh-glance > div, .bh-about dl > div")]);
  // The page that says most sets the order.
  for (const [page, stated] of facts.sort(([, one], [, other]) => other.length - one.length)) {
    for (const row of stated) {
      const label = row.querySelector("dt").textContent;
      if (!LEFT_OUT.has(label)) put(label, page, [...row.querySelectorAll("dd")].map((value) => element("p", "", ...value.childNodes)));
    }
  }
  return rows;
}

// Lessons to put beside these: those that are kept, and those that these pages call related.
function adding(pages) {
  const offered = new Map(kept());
  for (const page of pages) {
    for (const related of page.document.querySelectorAll(".bh-related a[href]")) {
      const [, id] = new URL(related.getAttribute("href"), page.url).pathname.match(/\/lesson\/([^/]+)\/$/) ?? [];
      if (id && !offered.has(id)) offered.set(id, related.textContent);
    }
  }
  for (const page of pages) offered.delete(page.id);
  if (!offered.size || pages.length >= MOST) return "";
  const links = [...offered].slice(0, MOST_OFFERED).map(([id, title]) => element("li", "", link(address(pages, id), title)));
  return element("section", "", element("h2", "", "Put one more beside them"), element("ul", "", ...links));
}

function address(pages, more = "") {
  const ids = [...pages.map((page) => page.id), more].filter(Boolean);
  return `?${ids.map((id) => `lesson=${id}`).join("&")}`;
}

function shortened(text) {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
