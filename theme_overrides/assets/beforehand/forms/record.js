// Makes a record of answers: a lesson, a report of use, or a plan.
import { recordText } from "./header.js";
import { placeOf } from "./place.js";
import { bodyOf, fitting } from "./section.js";
import { idFrom, oneLine } from "./text.js";

const LONGEST_NAME = 60;
const MADE = { "share-a-lesson": lesson, "used-a-lesson": report, "plan-a-meeting": plan };

/**
 * Return a record: its `id`, its `path` below the lessons folder, its `fields` and `body`, its `text`, and the topics
 * and teams in it that are `proposed`.
 */
export function recordOf(form, answers, day, receipt) {
  const made = MADE[form](answers, day, receipt);
  const fields = Object.fromEntries(Object.entries(made.fields).map(([name, value]) => [name, tidied(value)]));
  return { ...made, fields, path: `${made.folder}${made.id}.md`, text: recordText(fields, made.body) };
}

function tidied(value) {
  if (typeof value === "string") return oneLine(value);
  if (Array.isArray(value)) return value.map(tidied);
  return value && Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, tidied(inner)]));
}

function lesson(answers, day) {
  const proposed = [];
  const tags = [...new Set([...answers.all("tags"), ...newTopics(answers, proposed)])];
  const assist = answers.known("source");
  const citation = { title: answers.line("source"), ...placeOf(answers.line("address")), design: answers.text("design") };
  const fields = {
    title: answers.line("title"),
    problem: answers.text("problem"),
    evidence: answers.text("evidence"),
    tags,
    date: day,
    source_assist: assist,
    citations: assist || !citation.title ? [] : [citation],
    status: "draft",
    team: team(answers, "team", proposed),
    consent: answers.questions.consent.choices === answers.all("consent").length ? "the person who shared it, on the form" : "",
  };
  const sections = { "What happened": answers.text("what_happened"), "What was learned": answers.text("what_was_learned") };
  return { id: idFrom(fields.title, "lesson"), folder: "", fields, sections, body: bodyOf(sections), proposed };
}

function report(answers, day) {
  const proposed = [];
  const fields = {
    lesson: answers.text("lesson"),
    team: team(answers, "team", proposed),
    reported_by: answers.text("reported_by"),
    date: day,
    happened: answers.line("happened"),
    outcome: answers.text("outcome"),
    measure: answers.text("measure"),
    setting: answers.known("setting"),
    changed: answers.text("changed"),
  };
  const body = fitting(answers.text("text"));
  const id = idFrom(`${fields.lesson} ${fields.team}`, "report");
  return { id, folder: "reuse/", fields, sections: { "": answers.text("text") }, body, proposed };
}

function plan(answers, day, receipt) {
  const proposed = [];
  const [decided, room] = [answers.line("decision_date"), answers.text("room_to_change")];
  const fields = {
    title: answers.line("title"),
    problem: answers.text("problem"),
    format: answers.text("format"),
    status: receipt ? "searched" : "idea",
    date: day,
    purpose: answers.text("purpose"),
    host_team: team(answers, "host_team", proposed),
    planned_for: answers.line("planned_for"),
    // Whoever says by when, or what can still change, says that it is open; nobody else does.
    decision_open: decided || room ? "yes" : "",
    decision_date: decided,
    room_to_change: room,
    receipts: receipt ? [receipt] : [],
    join: answers.text("join"),
  };
  return { id: idFrom(fields.title, "plan"), folder: "assists/", fields, sections: {}, body: "", proposed };
}

function newTopics(answers, proposed) {
  const labels = Object.entries(answers.questions.tags.labels);
  return answers.listed("tags-new").map((word) => {
    const known = labels.find(([, label]) => label.toLowerCase() === word.toLowerCase());
    if (known) return known[0];
    const label = [...word].slice(0, LONGEST_NAME).join("");
    proposed.push({ kind: "tags", id: idFrom(label, "topic"), label });
    return idFrom(label, "topic");
  });
}

function team(answers, name, proposed) {
  const answer = answers.line(name);
  const known = answers.known(name);
  if (known || !answer) return known;
  const [label, organisation = ""] = answer.split(/,(.*)/s).map((part) => part.trim());
  proposed.push({ kind: "teams", id: idFrom(label, "team"), label, organisation });
  return idFrom(label, "team");
}
