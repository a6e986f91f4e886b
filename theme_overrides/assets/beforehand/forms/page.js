// A form of the site: it keeps what is answered. What checks the answers, and hands them over, comes once somebody answers.
import { Answers, fill, pairsOf } from "./answers.js";
import { $ } from "./dom.js";
import { showBeside, showSummary } from "./errors.js";
import { Kept } from "./kept.js";
import { Near, toChoose, toJudge, toUse } from "./near.js";
import { Steps } from "./steps.js";

const form = $("bh-form");
const passed = JSON.parse(form.dataset.passed);
const root = new URL(form.dataset.root, location.href);
const questions = [...form.querySelectorAll(".bh-question")];
const about = Object.fromEntries(questions.map((question) => [question.dataset.question, described(question)]));
const labels = Object.fromEntries(Object.entries(about).map(([name, one]) => [name, one.label]));
const kept = new Kept(`${root.pathname}${passed.form}`);
const steps = new Steps(questions);
const near = new Near(root, { "used-a-lesson": toChoose, "plan-a-meeting": toJudge }[passed.form] ?? toUse, busy);
let handed = true;
let loading;
let working = 0;

begin();

function begin() {
  const typed = pairsOf(form);
  const before = kept.begin().filter(([name]) => !typed.some(([other]) => other === name));
  const pairs = [...before, ...typed];
  fill(form, pairs);
  if (typed.length) kept.write(pairs);
  form.dataset.begun = "";
  $("bh-go").disabled = false;
  if (before.length) say("Here is what you wrote before.");
  else if (!kept.works) say("This browser keeps nothing: if you leave the page, what you write is lost.");
  handed = !pairs.length;
  busy(takeUp(pairs));
  steps.show();
  if (pairs.length) load().catch(() => {});
  form.addEventListener("focusin", () => load().catch(() => {}));
  kept.stayOpen(() => pairsOf(form));
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", check);
  $("bh-clear").addEventListener("click", clear);
  addEventListener("beforeunload", (event) => {
    if (!handed) event.preventDefault();
  });
}

// What the address says: the lesson that was used, or the problem that was searched for.
async function takeUp(pairs) {
  const query = new URLSearchParams(location.search);
  const control = form.elements["lesson-words"] ?? form.elements.problem;
  if (query.get("q") && !control.value) control.value = query.get("q");
  near.chosen = Object.fromEntries(pairs);
  const lesson = query.get("lesson") ?? near.chosen.lesson;
  const named = passed.kind === "reuse" && /^[a-z0-9-]+$/.test(lesson ?? "");
  near.follow(control, !named);
  if (named) await choose(lesson);
}

async function choose(id) {
  const answer = await fetch(new URL(`api/lesson/${id}.json`, root));
  if (!answer.ok) return;
  const { fields, derived } = await answer.json();
  near.chosen.lesson = id;
  near.put([toChoose({ id, title: fields.title }, new URL(derived.url, root).href)]);
  form.elements["lesson-words"].value = fields.title;
}

function described(question) {
  const control = question.querySelector("label, legend").firstChild.textContent.trim();
  const choices = [...question.querySelectorAll("input[type=radio], input[type=checkbox]")];
  return {
    label: control,
    control: question.dataset.control,
    required: "required" in question.dataset,
    choices: choices.length,
    labels: Object.fromEntries(choices.map((choice) => [choice.value, choice.nextElementSibling.firstChild.textContent.trim()])),
    offers: question.querySelector("[list]")?.getAttribute("list").replace("bh-list-", "") ?? "",
  };
}

function answers() {
  const offered = Object.fromEntries(Object.entries(passed.offered).map(([name, ids]) => [name, Object.entries(ids)]));
  return new Answers(pairsOf(form), about, offered);
}

function changed() {
  handed = false;
  $("bh-ready").hidden = true;
  if (!kept.write(pairsOf(form)) && kept.works) say("This browser can keep no more: if you leave the page, what you write is lost.");
}

function clear() {
  form.reset();
  near.clear();
  kept.write([]);
  handed = true;
  $("bh-ready").hidden = true;
  showBeside(questions, []);
  showSummary([], labels);
  say("Deleted. Nothing of it is left in this browser.");
  steps.go(0);
}

function load() {
  const page = { form, passed, root, about, near, steps, done: () => (handed = true) };
  if (loading) return loading;
  loading = import("./handing.js").then(({ Handing }) => new Handing(page));
  loading.catch(() => (loading = undefined));
  busy(loading.then(({ ruled }) => ruled));
  return loading;
}

// From what a reader does until all that follows from it is there: the rules, and the lessons that come near.
function busy(work) {
  working += 1;
  // aria-busy would keep the whole form from who listens to it.
  form.dataset.working = "yes";
  const done = () => (form.dataset.working = (working -= 1) ? "yes" : "no");
  work.then(done, done);
}

async function check(event) {
  event.preventDefault();
  let handing;
  try {
    handing = await load();
  } catch {
    say("Part of this page could not be loaded. What you wrote is kept; try again.");
    return;
  }
  const given = answers();
  const problems = handing.problems(given);
  const here = steps.current?.dataset.question;
  const grave = problems.filter(({ severity }) => severity === "error");
  if (here && !steps.isLast) {
    const own = grave.filter(({ question }) => question === here);
    showBeside(questions, own);
    if (own.length) steps.goTo(here);
    else steps.next();
    return;
  }
  showBeside(questions, grave);
  showSummary(grave, labels, (name) => steps.goTo(name));
  if (grave.length) $("bh-ready").hidden = true;
  else handing.show(given, problems);
}

function say(text) {
  $("bh-kept").textContent = text;
}
