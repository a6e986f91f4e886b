// The finder page: search.js ranks, this shows. The address holds what is asked, so that it can be sent to somebody.
// Everything from a lesson goes in through textContent; none of it is ever read as HTML.
import { Index } from "./search.js";
import { highlights, stem, tokens } from "./search/words.js";
import { strip } from "./strip.js";

const STEP = 10;
const VALUES_SHOWN = 12;
const FEWEST_SHARED = 2;
const MOST_MISSING = 5;
const MOST_GONE = 3;

const $ = (id) => document.getElementById(id);
const form = $("bh-finder");
const box = $("bh-search");
const facetForm = $("bh-facets");
const list = $("bh-found");
const status = $("bh-status");
const more = $("bh-more");
const root = new URL(form.dataset.root, location.href);
let index;
let asked = 0;
let shown = STEP;
let announcing = 0;

start();

async function start() {
  form.hidden = false;
  readAddress();
  try {
    index = await Index.open(new URL("search/", root).href);
  } catch {
    status.textContent = "The search could not be loaded. The topics and the list of all lessons are below.";
    return;
  }
  $("bh-narrow").hidden = false;
  // Beside the results there is room for it; above them, on a small screen, it opens when asked.
  $("bh-narrow").open = matchMedia("(min-width: 60em)").matches;
  buildFacets();
  readAddress();
  listen();
  await show();
}

function listen() {
  let typing = 0;
  box.addEventListener("input", () => {
    grow();
    clearTimeout(typing);
    typing = setTimeout(() => update("replaceState"), 120);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "ArrowDown" && box.selectionEnd === box.value.length && focusResult(0)) {
      event.preventDefault();
    }
  });
  list.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("h2 a")];
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    if (at + step < 0) box.focus();
    else focusResult(at + step);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    update("pushState");
  });
  form.addEventListener("reset", () => {
    clearTimeout(typing);
    facetForm.reset();
    // The fields are empty only once the event has run its course.
    setTimeout(() => {
      grow();
      update("pushState");
    });
  });
  facetForm.addEventListener("change", () => update("pushState"));
  more.addEventListener("click", async () => {
    const first = shown;
    shown += STEP;
    await show();
    focusResult(first);
  });
  $("bh-widen").querySelector("button").addEventListener("click", () => {
    facetForm.reset();
    update("pushState");
    box.focus();
  });
  $("bh-copy").addEventListener("click", copyPlan);
  addEventListener("popstate", () => {
    readAddress();
    shown = STEP;
    show();
  });
}

function focusResult(number) {
  const link = list.querySelectorAll("h2 a")[number];
  link?.focus();
  return Boolean(link);
}

// --- what is asked -----------------------------------------------------------------------------

function filters() {
  const values = {};
  const least = {};
  for (const { name, type, value } of facetForm.querySelectorAll("input:checked")) {
    if (type === "checkbox") (values[name] ??= []).push(value);
    else if (value) least[name.replace("min-", "")] = Number(value);
  }
  return { values, least, after: "", before: "" };
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  box.value = query.get("q") ?? "";
  grow();
  for (const field of facetForm.querySelectorAll("input")) {
    field.checked = field.value ? query.getAll(field.name).includes(field.value) : !query.get(field.name);
  }
}

function update(method) {
  const query = new URLSearchParams();
  if (box.value.trim()) query.set("q", box.value);
  const { values, least } = filters();
  for (const [name, some] of Object.entries(values)) for (const value of some) query.append(name, value);
  for (const [name, level] of Object.entries(least)) query.set(`min-${name}`, level);
  const address = query.size ? `?${query}` : location.pathname;
  if (address !== (location.search || location.pathname)) history[method](null, "", address);
  shown = STEP;
  show();
}

function grow() {

  // Browsers that know field-sizing grow it themselves.
  if (!CSS.supports("field-sizing", "content")) box.rows = Math.min(12, Math.max(2, box.value.split("\n").length, Math.ceil(box.value.length / 60)));
}

// --- what is shown -----------------------------------------------------------------------------

async function show() {
  const turn = ++asked;
  const text = box.value.trim();
  const chosen = filters();
  const narrowed = Object.keys({ ...chosen.values, ...chosen.least }).length > 0;
  try {
    const query = index.parse(text);
    const answer = await index.answer(query, chosen, shown);
    const wanted = text || narrowed;
    const gone = text ? await index.gone() : [];
    const cards = wanted ? await index.cards(answer.matches.map((match) => match.row)) : [];
    // An answer to what was asked before comes too late to be shown.
    if (turn !== asked) return;
    countFacets(answer.facets);
    const words = [...answer.words, ...answer.also.flatMap(([, other]) => other.split(" "))];
    list.replaceChildren(...cards.map((card, place) => result(card, answer.matches[place], words)));
    more.hidden = !wanted || answer.total <= shown;
    showPoor(answer.verdict.word === "nothing near" || Boolean(text && !answer.total), answer, cards, narrowed);
    showGone(text, gone);
    showAssists(text);
    showPlan(text, cards, answer.verdict.word);
    const unknown = index.unknownFilters(query).map(unknownFilter);
    announce(wanted ? [...unknown, said(answer), ...answer.also.map(alsoSearched)].join(" ") : "");
  } catch {
    if (turn === asked) status.textContent = "Part of the search could not be loaded. Try again, or browse by topic.";
  }
}

function unknownFilter([label, value, near]) {
  return `${label}: no lesson has “${value}”${near ? `; did you mean “${near}”?` : "."}`;
}

function alsoSearched([word, other]) {
  return `No lesson has “${word}”; also searched: ${other}.`;
}

// As cli/search.py says it.
function said({ verdict: { word, close }, total }) {
  const count = (number) => number.toLocaleString("en-GB");
  if (!word) return total === 1 ? "1 lesson found." : `${total ? count(total) : "No"} lessons found.`;
  const coming = `${close ? count(close) : "none"} ${close > 1 ? "come" : "comes"} close`;
  const sharing = `${total ? count(total) : "none"} ${total > 1 ? "share" : "shares"} a word`;
  return `${word[0].toUpperCase()}${word.slice(1)}: ${coming}, ${sharing}.`;
}

// Said once typing has paused: a reader who listens should not hear every count on the way.
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    if (status.textContent !== text) status.textContent = text;
  }, 250);
}

function result(card, match, words) {
  const link = element("a", "", ...marked(card.title, words));
  link.href = new URL(card.url, root).href;
  const meta = element("p", "bh-meta");
  if (card.outcome) meta.append(element("span", "", `Outcome: ${card.labels.outcome[0]}`), " ");
  for (const tag of card.labels.tag) meta.append(element("span", "", tag), " ");
  // As lesson-card.html has it.
  const heading = element("h2", "", card.status === "draft" ? "Draft: " : "", link);
  const parts = [heading, element("p", "", ...marked(card.problem, words))];
  if (card.takeaway) parts.push(element("p", "bh-short", element("strong", "", "In short. "), ...marked(card.takeaway, words)));
  if (words.length) parts.push(coverage(match));
  parts.push(strip(card.strip), meta);
  if (card.contact) parts.push(element("p", "bh-help", `Ask: ${card.contact}`));
  return element("li", "", ...parts);
}

function coverage(match) {
  const line = element("p", "bh-coverage", `Has: ${match.covered.join(", ")}`);
  const [some, left] = [match.notCovered.slice(0, MOST_MISSING), match.notCovered.length - MOST_MISSING];
  const missing = `. Has not: ${some.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
  if (some.length) line.append(element("span", "", missing));
  return line;
}

function marked(text, words) {
  const parts = [];
  let done = 0;
  for (const [start, end] of highlights(text, words)) {
    parts.push(text.slice(done, start), element("mark", "", text.slice(start, end)));
    done = end;
  }
  return [...parts, text.slice(done)];
}

function showPoor(poor, answer, cards, narrowed) {
  $("bh-poor").hidden = !poor;
  if (!poor) return;
  $("bh-poor-why").textContent = answer.total
    ? "Even the best of these has little in common with your problem. They are shown all the same."
    : "No lesson fits.";
  $("bh-widen").hidden = !narrowed;
  const contacts = [...new Set(cards.map((card) => card.contact).filter(Boolean))];
  $("bh-ask").textContent = contacts.length
    ? `Nearest to it: ${contacts.join("; ")}.`
    : "Lessons that come near name whom to ask, or the event at which they were learned.";
}

function showGone(text, all) {
  const panel = $("bh-gone");
  const asked = stems(text);
  const found = all.filter(({ title }) => {
    const telling = stems(title);
    const shared = [...telling].filter((word) => asked.has(word)).length;
    return shared && (shared === telling.size || (shared === asked.size && shared >= FEWEST_SHARED));
  });
  panel.hidden = !found.length;
  panel.replaceChildren(...found.slice(-MOST_GONE).map((lesson) => element("p", "", ...toldOf(lesson))));
}

function toldOf({ title, url, why, next, next_url: nextUrl }) {
  const link = (text, address) => {
    const made = element("a", "", text);
    made.href = new URL(address, root).href;
    return made;
  };
  const [before, after] = why === "replaced" ? [" by “", "”."] : ["; read “", "” instead."];
  return ["“", link(title, url), `” was ${why}`, ...(next ? [before, link(next, nextUrl), after] : ["."])];
}

function showAssists(text) {
  const panel = $("bh-assists");
  const words = stems(text);
  const found = index.assists
    .map((assist) => [[...stems(`${assist.title} ${assist.problem}`)].filter((word) => words.has(word)).length, assist])
    .filter(([shared]) => shared >= FEWEST_SHARED)
    .sort(([a, one], [b, other]) => b - a || (one.id < other.id ? -1 : 1));
  panel.hidden = !found.length;
  panel.replaceChildren(
    ...found.map(([, assist]) => {
      const link = element("a", "", assist.title);
      link.href = new URL(assist.url, root).href;
      const due = assist.decision_date ? ` Decision due ${spokenDay(assist.decision_date)}.` : "";
      return element("p", "", "Possibly related, and open now: ", link, `.${due}`);
    }),
  );
}

/** Returns a day such as 2026-03-01 as the other pages write it: 1 March 2026. */
function spokenDay(day) {
  return new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

function stems(text) {
  return new Set(tokens(text).filter((word) => !index.isEmpty(word)).map(stem));
}

// The page holds the text of a plan with places such as "{title}" in it, written by
// site_builder/assists/plans.py. A JSON string is what YAML takes there, whatever it holds.
function showPlan(text, cards, verdict) {
  const area = $("bh-plan-text");
  const unwritable = new RegExp(area.dataset.unwritable, "gu");
  const problem = text.replace(/\s+/g, " ").replace(unwritable, "").trim();
  $("bh-plan").hidden = !problem;
  if (!problem) return;
  const letters = [...problem];
  const start = letters.slice(0, 60).join("");
  const words = start.slice(0, Math.max(start.lastIndexOf(" "), 0)).replace(/[ ,;:.-]+$/u, "");
  const title = letters.length <= 60 ? problem : `${words || letters.slice(0, 59).join("")}…`;
  const values = { title, problem, date: new Date().toISOString().slice(0, 10), index: index.stamp, verdict: verdict || "nothing near" };
  const ids = cards.slice(0, 5).filter((card) => card.status !== "draft").map((card) => card.id);
  const skeleton = ids.length ? area.dataset.plan : area.dataset.planWithoutHits;
  const lines = skeleton.split("\n").flatMap((line) =>
    line.includes('"{id}"') ? ids.map((id) => filled(line, { id })) : [filled(line, values)],
  );
  area.value = lines.join("\n");
}

function filled(line, values) {
  return line.replace(/"\{(\w+)\}"/g, (_place, name) => JSON.stringify(values[name]));
}

async function copyPlan() {
  const text = $("bh-plan-text");
  try {
    await navigator.clipboard.writeText(text.value);
    $("bh-copied").textContent = "Copied.";
  } catch {
    text.select();
    $("bh-copied").textContent = "It is marked: copy it with your keyboard.";
  }
}

// --- facets ------------------------------------------------------------------------------------

function buildFacets() {
  for (const facet of Object.values(index.facets)) {
    const choices = facet.is_level ? lowest(facet) : [...facet.values].sort(facet.latest_first ? latest : byLabel);
    // Where nothing is contested, and nothing a draft, there is nothing to choose.
    if (!facet.fewest || choices.length < facet.fewest) continue;
    const labels = choices.map(([value, label]) => {
      const field = element("input");
      field.type = facet.is_level ? "radio" : "checkbox";
      field.name = facet.is_level ? `min-${facet.name}` : facet.name;
      field.value = value;
      field.defaultChecked = !value;
      return element("label", "", field, element("span", "", label), element("span", "bh-count", ""));
    });
    const group = element("fieldset", "", element("legend", "", facet.label), ...labels);
    if (labels.length > VALUES_SHOWN) group.append(showAll(group, labels));
    facetForm.append(group);
  }
}

// Levels are chosen from one up: who wants what has worked twice wants what has worked more often, too.
function lowest({ values }) {
  const choices = values.filter(([value]) => value !== "0").map(([value, label]) => [value, `At least ${label}`]);
  return choices.length ? [["", "Any"], ...choices] : [];
}

function showAll(group, labels) {
  const button = element("button", "bh-link", `Show all ${labels.length}`);
  button.type = "button";
  button.addEventListener("click", () => {
    group.dataset.all = "yes";
    button.remove();
    for (const label of labels) label.hidden = false;
  });
  return button;
}

function latest([a], [b]) {
  return Number(b) - Number(a);
}

function byLabel([, a], [, b]) {
  return a.localeCompare(b, "en");
}

// How many of the lessons found have what a field stands for.
function have(facets, { name, value }) {
  if (facets[name]) return facets[name].get(value) ?? 0;
  let count = 0;
  for (const [level, some] of facets[name.replace("min-", "")]) if (level >= value) count += some;
  return count;
}

// Values that nothing has now go last in what is shown of a long list, and chosen ones always stay.
function countFacets(facets) {
  for (const group of facetForm.querySelectorAll("fieldset")) {
    const labels = [...group.querySelectorAll("label")];
    const counts = labels.map((label) => {
      const field = label.firstElementChild;
      const count = have(facets, field);
      label.lastElementChild.textContent = count.toLocaleString("en-GB");
      return field.checked ? Infinity : count;
    });
    if (labels.length <= VALUES_SHOWN || group.dataset.all) continue;
    const least = [...counts].sort((a, b) => b - a)[VALUES_SHOWN - 1];
    let room = VALUES_SHOWN;
    labels.forEach((label, place) => {
      label.hidden = counts[place] < least || room <= 0;
      if (!label.hidden) room -= 1;
    });
  }
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
