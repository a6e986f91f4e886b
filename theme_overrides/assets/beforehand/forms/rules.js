// Holds answers against the rules of records. The rules themselves are published by the build, from what
// `lessons check` goes by.
import { Personal } from "./personal.js";
import { matches } from "./points.js";
import { placeOf } from "./place.js";
import { Wording } from "./prose.js";
import { words } from "./text.js";

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const PARTIAL = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/;
const MONTHS = "January February March April May June July August September October November December".split(" ");
const LONGEST_QUOTED = 60;
const IN_FUTURE = "until that day it counts for no level of evidence";
const ACCOUNTS = new Set(["what_happened", "text"]);
const NOT_ACCOUNTS = new Set(["join", "source", "address", "lesson", "lesson-words", "tags", "tags-new", "team", "host_team"]);
/** Dates by the names of their questions: whether they take a day alone, and whether they may lie ahead. */
const DATES = { happened: {}, planned_for: { ahead: true }, decision_date: { day: true, ahead: true } };

export class Rules {
  #published;
  #wording;
  #personal;

  constructor(published) {
    this.#published = published;
    this.#wording = new Wording(published.wording);
    this.#personal = new Personal(published.personal);
  }

  /** Return what is told of a new lesson, by the kind of its source and whether it names a team. */
  mark(source, withTeam) {
    return this.#published.marks[withTeam ? `${source}+team` : source];
  }

  /** Return problems of a title, a problem statement, a date or any text: `{rule, message, hint, certain}`. */
  title(text) {
    return this.#long("title", "title-too-long", "the title", text, "");
  }

  problem(text) {
    const { vague, hints } = this.#published;
    const telling = new Set(this.telling(text));
    const isVague = telling.size < vague.least;
    const long = this.#long("problem", "problem-too-long", "the problem statement", text, ", in one sentence");
    return isVague ? [...long, { rule: "problem-vague", message: vague.message, hint: hints["problem-vague"] }] : long;
  }

  /** Return the telling words of a problem statement, without phrases that say nothing. */
  telling(text) {
    const { word, stop_words: stopWords, phrases } = this.#published.vague;
    const left = phrases.reduce((some, phrase) => some.replaceAll(phrase, " "), folded(text));
    return [...matches(new RegExp(word, "gu"), left)].map(([found]) => found).filter((found) => !stopWords.includes(found));
  }

  date(name, text, today) {
    const { day = false, ahead = false } = DATES[name] ?? {};
    const form = this.#published.dates[day ? "day" : "partial"];
    if (!text || (text === "unknown" && !day)) return [];
    const parts = (day ? DAY : PARTIAL).exec(text);
    const quoted = `\`${name}\`: \`${shortened(text)}\` is not`;
    if (!parts) return [{ rule: "date-malformed", message: `${quoted} a date`, hint: form }];
    const wrong = notInCalendar(...parts.slice(1).map((part) => Number(part ?? 1)));
    if (wrong) return [{ rule: "date-impossible", message: `${quoted} in the calendar`, hint: wrong }];
    const earliest = [parts[1], parts[2] ?? "01", parts[3] ?? "01"].join("-");
    return earliest > today && !ahead ? [{ rule: "date-future", message: `\`${name}\` is in the future`, hint: IN_FUTURE }] : [];
  }

  wording(text, isAccount) {
    const { hints } = this.#published;
    return this.#wording.problems(text, isAccount).map(({ rule, text: found, message }) => ({
      rule,
      message: message.replace("{}", () => shortened(found)),
      hint: hints[rule],
    }));
  }

  personal(text, ofRole = false) {
    const found = this.#personal.find(text).filter((one) => !(ofRole && this.#personal.isOfRole(one)));
    return found.map(({ rule, masked, name, certain }) => ({ rule, certain, message: `\`${masked}\` looks like ${name}`, hint: "take it out, or name a role" }));
  }

  #long(name, rule, what, text, more) {
    const [most, count] = [this.#published.limits[name], Array.from(text).length];
    return count > most ? [{ rule, message: `${what} has ${count} characters`, hint: `at most ${most}${more}` }] : [];
  }
}

/** Return all problems of answers: `{question, rule, severity, message, hint}`; errors first have to be mended. */
export function problemsOf(answers, about, form, rules, today) {
  const found = missing(answers, about);
  const add = (question, problems, severity = "warning") =>
    found.push(...problems.map((problem) => ({ question, severity: problem.certain ? "error" : severity, ...problem })));
  for (const [name, { control }] of Object.entries(about)) {
    if (["choice", "ticks"].includes(control)) continue;
    const typed = control === "several" ? answers.line(`${name}-new`) : control === "text" ? answers.text(name) : answers.line(name);
    if (name === "title") add(name, rules?.title(typed) ?? []);
    if (name === "problem" && typed) add(name, rules?.problem(typed) ?? []);
    if (name in DATES) add(name, rules?.date(name, typed, today) ?? [], "error");
    if (!typed || !rules) continue;
    if (form !== "used-a-lesson" && !NOT_ACCOUNTS.has(name)) add(name, rules.wording(typed, ACCOUNTS.has(name)));
    if (name !== "lesson") add(name, rules.personal(`${name}: ${typed}`, name === "join"));
  }
  if (form === "share-a-lesson") found.push(...ofSource(answers, rules));
  return found;
}

// As exchange/forms/reading.py and judging.py tell them.
function ofSource(answers, rules) {
  const found = [];
  const error = (question, rule, message, hint, severity = "error") => found.push({ question, rule, severity, message, hint });
  const [meeting, design, address] = [answers.known("source"), answers.text("design"), answers.line("address")];
  if (answers.line("source") && !meeting && !design) error("design", "design-missing", "it is not said what kind of account it is", "choose one");
  if (address && !meeting && !Object.keys(placeOf(address)).length)
    error("address", "url-malformed", "no DOI and no web address was understood", "write it as https://example.org/report");
  const mark = rules?.mark(meeting ? "assist" : design, false)?.mark;
  if (mark && answers.text("evidence") && mark !== answers.text("evidence"))
    error("evidence", "evidence-mismatch", "this does not fit the kind of account that is named", "experience needs a meeting, guidance or a report from practice; research needs a study", "warning");
  return found;
}

// Answers that are missing, as `lessons from-issue` tells of them.
function missing(answers, about) {
  const wrong = (question, message) => ({ question, rule: "field-missing", severity: "error", message, hint: "" });
  return Object.entries(about).flatMap(([name, { control, required, labels }]) => {
    if (control === "ticks") {
      const left = Object.keys(labels).filter((tick) => !answers.all(name).includes(tick));
      return left.map((tick) => wrong(name, `this is not ticked: ${tick}`));
    }
    const given = answers.text(name) || (control === "several" && answers.listed(`${name}-new`).length);
    return required && !given ? [wrong(name, "there is no answer")] : [];
  });
}

function notInCalendar(year, month = 1, day = 1) {
  if (year < 1) return "years begin with 0001";
  if (month < 1 || month > 12) return "months run from 01 to 12";
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month, 0);
  const days = date.getUTCDate();
  return day < 1 || day > days ? `${MONTHS[month - 1]} ${String(year)} has ${days} days` : "";
}

function shortened(text) {
  const line = Array.from(words(text).join(" "));
  return line.length <= LONGEST_QUOTED ? line.join("") : `${line.slice(0, LONGEST_QUOTED - 1).join("")}…`;
}

// Case is folded as Python folds it: by way of capitals, with one small sigma.
function folded(text) {
  return text.replace(/[^ı]/gu, (sign) => sign.toLowerCase().toUpperCase().toLowerCase()).replaceAll("ς", "σ");
}
