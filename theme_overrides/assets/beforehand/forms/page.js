// A form of the site: it checks the answers, makes a record of them, and offers ways of handing it over.
import { Answers, fill, pairsOf } from "./answers.js";
import { $, button, element, link } from "./dom.js";
import { listed, showBeside, showSummary } from "./errors.js";
import { Kept } from "./kept.js";
import { Near, toChoose, toJudge, toUse } from "./near.js";
import { showPreview } from "./preview.js";
import { recordOf } from "./record.js";
import { problemsOf, Rules } from "./rules.js";
import { Steps } from "./steps.js";
import { waysFor } from "./submit.js";

const form = $("bh-form");
const passed = JSON.parse(form.dataset.passed);
const root = new URL(form.dataset.root, location.href);
const questions = [...form.querySelectorAll(".bh-question")];
const about = Object.fromEntries(questions.map((question) => [question.dataset.question, described(question)]));
const labels = Object.fromEntries(Object.entries(about).map(([name, one]) => [name, one.label]));
const kept = new Kept(`${root.pathname}${passed.form}`);
const steps = new Steps(questions);
const near = new Near(root, { "used-a-lesson": toChoose, "plan-a-meeting": toJudge }[passed.form] ?? toUse);
let handed = true;
let record;
let rules;

begin();

function begin() {
  form.hidden = false;
  const pairs = kept.begin();
  fill(form, pairs);
  if (pairs.length) say("Here is what you wrote before.");
  else if (!kept.works) say("This browser keeps nothing: if you leave the page, what you write is lost.");
  handed = !pairs.length;
  takeUp(pairs);
  steps.show();
  loadRules();
  kept.stayOpen(() => pairsOf(form));
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", check);
  $("bh-clear").addEventListener("click", clear);
  addEventListener("beforeunload", (event) => {
    if (!handed) event.preventDefault();
  });
}

async function loadRules() {
  try {
    const answer = await fetch(new URL("api/form-rules.json", root));
    rules = new Rules(await answer.json());
  } catch {
    // Whatever is not held against the rules here is checked once it arrives.
  }
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

function check(event) {
  event.preventDefault();
  const given = answers();
  const problems = problemsOf(given, about, passed.form, rules, today());
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
  $("bh-ready").hidden = grave.length > 0;
  if (!grave.length) ready(given, problems);
}

function ready(given, advice) {
  record = { ...recordOf(passed.form, given, today(), receipt(today())), lessons: passed.folder };
  record.title = record.fields.title ?? `A report of use: ${given.line("lesson-words") || record.fields.lesson}`;
  $("bh-text").value = record.text;
  $("bh-advice").hidden = !advice.length;
  $("bh-advice-list").replaceChildren(...listed(advice, labels, (name) => steps.goTo(name)));
  showPreview($("bh-preview"), record, { mark: mark(given), lines: summary(given) });
  showWays(given);
  $("bh-ready-title").focus();
}

function mark(given) {
  if (passed.kind !== "lesson") return undefined;
  const meeting = given.known("source");
  const team = given.line("team") || passed.hosted.includes(meeting);
  return rules?.mark(meeting ? "assist" : given.text("design"), Boolean(team));
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

// A plan says what was searched for, and what was found.
function receipt(day) {
  if (passed.form !== "plan-a-meeting" || !near.receipt) return undefined;
  const hits = near.found.map(({ id }) => {
    const judgement = form.elements[`judged-${id}`]?.value ?? "";
    return { id, judgement: judgement || "no", because: judgement ? "" : "to be judged" };
  });
  return { query: near.receipt.query, date: day, index: near.receipt.index, verdict: near.receipt.verdict, hits };
}

function told(given) {
  return Object.entries(about).map(([name, { label, labels: names, control }]) => {
    if (control === "ticks") return { name, label, ticks: true, answer: given.all(name).map((tick) => `- [x] ${tick}`).join("\n") };
    if (control === "several") return { name, label, answer: [...given.all(name).map((one) => names[one]), ...given.listed(`${name}-new`)].join(", ") };
    const answer = control === "choice" ? (names[given.text(name)] ?? "") : given.text(name);
    return { name, label, answer };
  });
}

function summary(given) {
  const inText = new Set(["title", "what_happened", "what_was_learned", "text"]);
  const lines = told(given).filter(({ name, ticks }) => !ticks && !inText.has(name));
  return lines.map(({ name, label, answer }) => [label, name === "lesson" ? given.line("lesson-words") || answer : answer]);
}

function showWays(given) {
  const ways = waysFor(passed, record, told(given)).map(({ words, after, address, kind }, number) => {
    const leads = link(words, address);
    leads.className = number ? "" : "bh-button";
    if (kind !== "mail") Object.assign(leads, { target: "_blank", rel: "noopener" });
    leads.addEventListener("click", done);
    return element("div", "", element("p", "", leads), element("p", "bh-help", after));
  });
  const own = element("p", "bh-buttons", button("Download the file", ways.length ? "bh-plain" : "bh-button", download), button("Copy the text", "bh-plain", copy));
  const proposed = record.proposed.map(({ kind, label }) => `“${label}” is a new ${kind === "tags" ? "topic" : "team"}`);
  const note = proposed.length ? [element("p", "bh-help", `${proposed.join("; ")}: whoever keeps these lessons decides on it.`)] : [];
  $("bh-ways").replaceChildren(...ways, own, ...note);
}

function done() {
  handed = true;
  $("bh-handed").textContent = "If it arrived, you can delete here what you wrote.";
}

function download() {
  const leads = link("", URL.createObjectURL(new Blob([record.text], { type: "text/markdown" })));
  leads.download = `${record.id}.md`;
  leads.click();
  setTimeout(() => URL.revokeObjectURL(leads.href), 10_000);
  done();
}

async function copy() {
  try {
    await navigator.clipboard.writeText(record.text);
    done();
    $("bh-handed").textContent = "Copied.";
  } catch {
    $("bh-text").closest("details").open = true;
    $("bh-text").select();
    $("bh-handed").textContent = "It is marked: copy it with your keyboard.";
  }
}

function say(text) {
  $("bh-kept").textContent = text;
}
