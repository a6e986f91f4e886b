// What happens on the finder page: search.js ranks, the other parts show.
import { Index } from "../search.js";
import { tokens } from "../search/words.js";
import { isPlace, notePlace, place, showTitle, textAsked, valuesAsked, writeAddress } from "./address.js";
import { $, chosenFacets, facetForm } from "./elements.js";
import { showGone } from "./gone.js";
import { alsoSearched, inPlace, resultLinks, said, showResults, unknownFilter, withLinks } from "./results.js";

const STEP = 10;
// Cards that a browser fetches side by side are shown before the others.
const FIRST = 5;
const TYPING = 120;
const LISTENING = 250;
const WAITING = 300;
const SCROLLING = 150;
// How long the answer waits for what a query means, so that it need not change its order.
const PATIENCE = 300;
const PARTLY = "Part of the search could not be loaded. Try again, or browse by topic.";

const form = $("bh-finder");
const box = $("bh-search");
const list = $("bh-found");
const status = $("bh-status");
const more = $("bh-more");
const narrow = $("bh-narrow");
let asked = 0;
let shown = place().shown ?? STEP;
let offered;
let meaning;
let typing = 0;
let announcing = 0;
let announced;
let finishing;
let scrolling = 0;
let index;

/** Begin, with the folder of the index and what is read of it. */
export async function begin(folder, reading) {
  // The first text takes longest to read: that is done while the index is on its way.
  tokens(textAsked());
  index = await Index.open(folder, undefined, reading);
  history.scrollRestoration = "manual";
  const typed = box.value;
  box.value ||= textAsked();
  showTitle(box.value);
  listen();
  if (typed) ask("replaceState");
  else await turnTo(place());
  if (!$("bh-meaning")) return;
  $("bh-meaning").hidden = !index.meaning;
  if (!index.meaning) return;
  const { Meaning } = await import("./meaning.js");
  meaning = new Meaning(index, () => show(0, true));
}

function listen() {
  box.addEventListener("input", () => {
    form.dataset.writing = "";
    setBusy(true);
    clearTimeout(typing);
    typing = setTimeout(() => ask("replaceState", LISTENING), TYPING);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    delete form.dataset.writing;
    ask("pushState");
  });
  form.addEventListener("reset", () => {
    stopTyping();
    facetForm.reset();
    setBusy(true);
    // The fields are empty only once the event has run its course.
    setTimeout(() => ask("pushState"));
  });
  facetForm.addEventListener("change", () => ask("pushState"));
  narrow.addEventListener("toggle", () => {
    if (narrow.open && !offered) show();
  });
  more.addEventListener("click", async () => {
    const first = shown;
    shown += STEP;
    notePlace({ shown });
    await show();
    resultLinks()[first]?.focus();
  });
  $("bh-widen").querySelector("button").addEventListener("click", () => {
    facetForm.reset();
    ask("pushState");
    box.focus();
  });
  $("bh-copy").addEventListener("click", async () => (await import("./beside.js")).copyPlan());
  listenToKeys();
  listenToHistory();
}

function listenToKeys() {
  box.addEventListener("keydown", (event) => {
    const [first] = resultLinks();
    if (event.key !== "ArrowDown" || box.selectionEnd < box.value.length || !first) return;
    event.preventDefault();
    first.focus();
  });
  list.addEventListener("keydown", (event) => {
    const links = resultLinks();
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    (at + step < 0 ? box : links[at + step])?.focus();
  });
}

function listenToHistory() {
  list.addEventListener("click", ({ target }) => {
    const from = target.closest("h2 a")?.href;
    if (from) notePlace({ from, y: scrollY });
  });
  addEventListener("scroll", () => {
    clearTimeout(scrolling);
    scrolling = setTimeout(() => notePlace({ y: scrollY }), SCROLLING);
  });
  addEventListener("popstate", () => {
    clearTimeout(scrolling);
    stopTyping();
    if (isPlace()) return;
    box.value = textAsked();
    showTitle(box.value);
    shown = place().shown ?? STEP;
    turnTo(place());
  });
}

// Show what the address asks for, where it was left.
async function turnTo({ y, from }) {
  try {
    if (offered || valuesAsked().size) (await offerFacets()).chooseFacets(valuesAsked());
  } catch (error) {
    if (await isRenewed(error)) return turnTo({ y, from });
    announce(PARTLY);
    setBusy(false);
    return;
  }
  await show();
  if (y !== undefined) scrollTo(0, y);
  const link = resultLinks().find(({ href }) => href === from);
  if (document.activeElement === document.body) link?.focus({ preventScroll: true });
}

function ask(method, wait = 0) {
  stopTyping();
  writeAddress(method, box.value, chosenFacets());
  shown = STEP;
  show(wait);
}

function stopTyping() {
  clearTimeout(typing);
  typing = 0;
}

async function offerFacets() {
  offered ??= Promise.all([import("./facets.js"), index.columns()]);
  try {
    const [facets, columns] = await offered;
    facets.buildFacets(columns.facets, valuesAsked());
    return facets;
  } catch (error) {
    offered = undefined;
    throw error;
  }
}

async function show(wait = 0, isAgain = false) {
  const turn = ++asked;
  // An answer to what was asked before comes too late to be shown.
  const isLate = () => turn !== asked;
  const text = box.value.trim();
  const chosen = chosenFacets();
  const isNarrowed = Object.keys({ ...chosen.values, ...chosen.least }).length > 0;
  const asking = { text, chosen, isNarrowed, isAsked: Boolean(text) || isNarrowed, isLate, wait };
  $("bh-start").hidden = asking.isAsked;
  setBusy(true);
  finishing = undefined;
  announce("Searching…", WAITING);
  try {
    const query = index.parse(text);
    const meant = meaning?.near(query.said);
    const soon = await Promise.race([meant, new Promise((resolve) => setTimeout(resolve, meant ? PATIENCE : 0))]);
    if (isLate()) return;
    await showAnswer(query, soon, { ...asking, isAgain });
    const later = soon ?? (await meant);
    if (later && !soon && !isLate()) await showAnswer(query, later, { ...asking, isAgain: true });
  } catch (error) {
    if (await isRenewed(error)) return isLate() ? undefined : show(wait, isAgain);
    if (!isLate()) announce(PARTLY);
  }
  Promise.all([announced, finishing]).then(() => isLate() || typing || setBusy(false));
}

async function showAnswer(query, near, { text, chosen, isNarrowed, isAsked, isLate, wait, isAgain }) {
  const [answer, unknown] = await Promise.all([index.answer(query, chosen, shown, near), index.unknownFilters(query)]);
  const matches = isAsked ? answer.matches : [];
  const words = [...answer.words, ...answer.also.flatMap(([, other]) => other.split(" "))];
  const rows = matches.map(({ row }) => row);
  const [first, gone] = await Promise.all([
    index.cards(rows.slice(0, list.childElementCount ? shown : FIRST)),
    text ? index.gone().catch(() => []) : [],
  ]);
  if (isLate()) return;
  showGone(index, text, gone);
  if (isAgain) inPlace(() => showResults(first, matches, words));
  else showResults(first, matches, words);
  const told = [...unknown.map(unknownFilter), said(answer, isAgain && near), ...answer.also.map(alsoSearched)];
  announce(isAsked ? told.join(" ") : "", wait);
  const isPoor = Boolean(text) && (answer.verdict.word === "nothing near" || !answer.total);
  $("bh-onward").hidden = !isPoor;
  const cards = [...first, ...(await index.cards(rows.slice(first.length)))];
  if (isLate()) return;
  showResults(cards, matches, words, first.length);
  more.hidden = !isAsked || answer.total <= shown;
  finishing = showMore({ text, answer, cards, open: near?.open, isPoor, isNarrowed, isLate });
}

// Whether facets are to be shown: those of a large base are fetched only when they are opened.
function isNarrowing() {
  return !index.isLarge || Boolean(offered) || narrow.open;
}

// What the results do not wait for.
async function showMore({ text, answer, cards, open, isPoor, isNarrowed, isLate }) {
  try {
    const [beside, facets] = await Promise.all([import("./beside.js"), isNarrowing() ? offerFacets() : undefined]);
    if (isLate()) return;
    beside.showWaysOn(isPoor, cards, isNarrowed, withLinks);
    beside.showPlan(index, text, cards, answer.verdict.word);
    await pause();
    const [assists, counts] = await Promise.all([index.assists(), facets && answer.counts()]);
    if (isLate()) return;
    beside.showAssists(index, text, assists, open);
    if (facets) facets.countFacets(counts);
    else narrow.hidden = false;
  } catch (error) {
    if (isLate()) return;
    if (await isRenewed(error)) await show(0, true);
    else announce(PARTLY);
  }
}

// A file that is gone went when the index was published anew, since it was opened: what is asked is answered from that.
async function isRenewed({ isGone }) {
  const now = isGone && (await Index.open(index.base).catch(() => undefined));
  if (!now || now.state === index.state) return false;
  index = now;
  offered = undefined;
  meaning?.follow(index);
  return true;
}

// Lets the browser do what a reader asks of it meanwhile.
function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}

// Said once typing has paused: a reader who listens should not hear every count on the way.
function announce(text, wait = 0) {
  clearTimeout(announcing);
  const say = () => {
    if (status.textContent !== text) status.textContent = text;
  };
  announced = wait && new Promise((resolve) => (announcing = setTimeout(() => resolve(say()), wait)));
  if (!wait) say();
}

// From what a reader does until all that follows from it is shown: results, what stands beside them, numbers, and the status.
function setBusy(isBusy) {
  list.setAttribute("aria-busy", isBusy);
}
