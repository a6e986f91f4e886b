// Filters the list of all lessons in the browser: the address holds what is asked, the row files hold the lessons.
// Everything from a lesson goes in through textContent; none of it is ever read as HTML.

const STEP = 100;
const NAMES = ["q", "evidence", "practice", "research", "topic", "outcome", "sort"];
const EVIDENCE_ORDER = ["both", "research", "experiential"];

const form = document.getElementById("bh-filter");
const fields = form.elements;
const list = document.getElementById("bh-list");
const found = document.getElementById("bh-found");
const status = document.getElementById("bh-status");
const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });
const days = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
let lessons = [];

start();

async function start() {
  form.hidden = false;
  readAddress();
  try {
    lessons = await load();
  } catch {
    form.hidden = true;
    status.textContent = "The list could not be loaded for filtering. All lessons are below.";
    return;
  }
  fill(fields.topic, lessons.flatMap((lesson) => lesson.tags));
  fill(fields.outcome, lessons.map((lesson) => lesson.outcome));
  readAddress();
  show();

  let typing = 0;
  fields.q.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => update("replaceState"), 150);
  });
  form.addEventListener("change", (event) => {
    if (event.target !== fields.q) update("pushState");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    update("pushState");
  });
  form.addEventListener("reset", () => {
    clearTimeout(typing);
    // The fields are empty only once the event has run its course.
    setTimeout(() => update("pushState"));
  });
  addEventListener("popstate", () => {
    readAddress();
    show();
  });
}

async function load() {
  const files = await Promise.all(
    form.dataset.rows.trim().split(/\s+/).map(async (address) => {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return response.json();
    }),
  );
  return files.flatMap((file) => file.lessons.map(
    ([id, title, problem, evidence, practice, research, statement, outcome, date, topics]) => {
      const tags = topics.map((number) => file.texts[number]);
      const text = " " + words([title, problem, outcome, ...tags].join(" ")).join(" ");
      return { id, title, problem, evidence, practice, research, statement: file.texts[statement], outcome, date, tags, text };
    },
  ));
}

function words(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function fill(select, labels) {
  for (const label of [...new Set(labels)].filter(Boolean).sort(collator.compare)) select.append(new Option(label, label));
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const name of NAMES) {
    const field = fields[name];
    field.value = query.get(name) ?? "";
    // A select refuses a value that it has no option for.
    if (field.selectedIndex === -1) field.selectedIndex = 0;
  }
}

function update(method) {
  const query = new URLSearchParams();
  for (const name of NAMES) if (fields[name].value.trim()) query.set(name, fields[name].value);
  const address = query.size ? `?${query}` : location.pathname;
  if (address !== (location.search || location.pathname)) history[method](null, "", address);
  show();
}

function show() {
  const asked = NAMES.some((name) => fields[name].value.trim());
  list.hidden = asked;
  found.hidden = !asked;
  found.replaceChildren();
  status.textContent = "";
  if (!asked) return;
  const hits = lessons.filter(matcher()).sort(order());
  status.textContent = hits.length === 1 ? "1 lesson matches." : `${hits.length || "No"} lessons match.`;
  if (!hits.length) {
    status.textContent += " Try fewer or other words: every word must occur in the title, the problem or the topics.";
    return;
  }
  const cards = element("ul", "bh-cards");
  const more = element("button", "bh-button", "Show more");
  more.type = "button";
  more.addEventListener("click", () => {
    const first = append(cards, hits, more);
    first.querySelector("a").focus();
  });
  found.append(cards, more);
  append(cards, hits, more);
}

function append(cards, hits, more) {
  const done = cards.children.length;
  cards.append(...hits.slice(done, done + STEP).map(card));
  more.hidden = cards.children.length >= hits.length;
  return cards.children[done];
}

function matcher() {
  const wanted = words(fields.q.value).map((word) => " " + word);
  const [evidence, topic, outcome] = ["evidence", "topic", "outcome"].map((name) => fields[name].value);
  const [practice, research] = ["practice", "research"].map((name) => Number(fields[name].value));
  return (lesson) =>
    wanted.every((word) => lesson.text.includes(word)) &&
    (!evidence || lesson.evidence === evidence) &&
    lesson.practice >= practice &&
    lesson.research >= research &&
    (!topic || lesson.tags.includes(topic)) &&
    (!outcome || lesson.outcome === outcome);
}

function order() {
  const title = (a, b) => collator.compare(a.title, b.title);
  const newest = (a, b) => (a.date < b.date) - (a.date > b.date) || title(a, b);
  const evidence = (a, b) => EVIDENCE_ORDER.indexOf(a.evidence) - EVIDENCE_ORDER.indexOf(b.evidence) || newest(a, b);
  return { title, evidence }[fields.sort.value] ?? newest;
}

// The same as fragments/lesson-card.html.
function card(lesson) {
  const link = element("a", "", lesson.title);
  link.href = `${form.dataset.root}lesson/${lesson.id}/`;
  const heading = element("h2");
  heading.append(link);
  const rests = element("p", `bh-mark bh-${lesson.evidence}`, lesson.statement);
  const meta = element("p", "bh-meta");
  if (lesson.outcome) meta.append(element("span", "", `Outcome: ${lesson.outcome}`), " ");
  meta.append(element("span", "", days.format(new Date(lesson.date))));
  for (const tag of lesson.tags) meta.append(" ", element("span", "", tag));
  const item = element("li");
  item.append(heading, element("p", "", lesson.problem), rests, meta);
  return item;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
