// What a form needs once somebody answers: it holds the answers against the rules, makes a record of them, and offers ways of
// handing it over.
import { $, button, element, link } from "./dom.js";
import { listed } from "./errors.js";
import { showPreview } from "./preview.js";
import { recordOf } from "./record.js";
import { problemsOf, Rules } from "./rules.js";
import { waysFor } from "./submit.js";

export class Handing {
  #page;
  #rules;
  #record;
  /** Settled once the rules are there, or are not to be had. */
  ruled;

  /** Take the page that it serves. */
  constructor(page) {
    this.#page = page;
    this.ruled = this.#loadRules();
  }

  async #loadRules() {
    try {
      const answer = await fetch(new URL("api/form-rules.json", this.#page.root));
      this.#rules = new Rules(await answer.json());
    } catch {
      // Whatever is not held against the rules here is checked once it arrives.
    }
  }

  /** Return what is wrong with answers, or could be better. */
  problems(given) {
    const { about, passed } = this.#page;
    return problemsOf(given, about, passed.form, this.#rules, today());
  }

  /** Show the record, its preview, advice, and the ways to hand it over. */
  show(given, advice) {
    const { passed, about, steps } = this.#page;
    const labels = Object.fromEntries(Object.entries(about).map(([name, one]) => [name, one.label]));
    const record = { ...recordOf(passed.form, given, today(), receipt(this.#page, today())), lessons: passed.folder };
    record.title = record.fields.title ?? `A report of use: ${given.line("lesson-words") || record.fields.lesson}`;
    this.#record = record;
    $("bh-text").value = record.text;
    $("bh-advice").hidden = !advice.length;
    $("bh-advice-list").replaceChildren(...listed(advice, labels, (name) => steps.goTo(name)));
    showPreview($("bh-preview"), record, { mark: this.#mark(given), lines: summary(about, given) });
    this.#showWays(given);
    $("bh-ready").hidden = false;
    $("bh-ready-title").focus();
  }

  #mark(given) {
    const { passed } = this.#page;
    if (passed.kind !== "lesson") return undefined;
    const meeting = given.known("source");
    const team = given.line("team") || passed.hosted.includes(meeting);
    return this.#rules?.mark(meeting ? "assist" : given.text("design"), Boolean(team));
  }

  #showWays(given) {
    const { passed, about } = this.#page;
    const record = this.#record;
    const ways = waysFor(passed, record, told(about, given)).map(({ words, after, address, kind }, number) => {
      const leads = link(words, address);
      leads.className = number ? "" : "bh-button";
      if (kind !== "mail") Object.assign(leads, { target: "_blank", rel: "noopener" });
      leads.addEventListener("click", () => this.#done());
      return element("div", "", element("p", "", leads), element("p", "bh-help", after));
    });
    const own = element("p", "bh-buttons", button("Download the file", ways.length ? "bh-plain" : "bh-button", () => this.#download()), button("Copy the text", "bh-plain", () => this.#copy()));
    const proposed = record.proposed.map(({ kind, label }) => `“${label}” is a new ${kind === "tags" ? "topic" : "team"}`);
    const note = proposed.length ? [element("p", "bh-help", `${proposed.join("; ")}: whoever keeps these lessons decides on it.`)] : [];
    $("bh-ways").replaceChildren(...ways, own, ...note);
  }

  #done() {
    this.#page.done();
    $("bh-handed").textContent = "If it arrived, you can delete here what you wrote.";
  }

  #download() {
    const leads = link("", URL.createObjectURL(new Blob([this.#record.text], { type: "text/markdown" })));
    leads.download = `${this.#record.id}.md`;
    leads.click();
    setTimeout(() => URL.revokeObjectURL(leads.href), 10_000);
    this.#done();
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#record.text);
      this.#done();
      $("bh-handed").textContent = "Copied.";
    } catch {
      $("bh-text").closest("details").open = true;
      $("bh-text").select();
      $("bh-handed").textContent = "It is marked: copy it with your keyboard.";
    }
  }
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

// A plan says what was searched for, and what was found.
function receipt({ passed, near, form }, day) {
  if (passed.form !== "plan-a-meeting" || !near.receipt) return undefined;
  const hits = near.found.map(({ id }) => {
    const judgement = form.elements[`judged-${id}`]?.value ?? "";
    return { id, judgement: judgement || "no", because: judgement ? "" : "to be judged" };
  });
  return { query: near.receipt.query, date: day, index: near.receipt.index, verdict: near.receipt.verdict, hits };
}

function told(about, given) {
  return Object.entries(about).map(([name, { label, labels: names, control }]) => {
    if (control === "ticks") return { name, label, ticks: true, answer: given.all(name).map((tick) => `- [x] ${tick}`).join("\n") };
    if (control === "several") return { name, label, answer: [...given.all(name).map((one) => names[one]), ...given.listed(`${name}-new`)].join(", ") };
    const answer = control === "choice" ? (names[given.text(name)] ?? "") : given.text(name);
    return { name, label, answer };
  });
}

function summary(about, given) {
  const inText = new Set(["title", "what_happened", "what_was_learned", "text"]);
  const lines = told(about, given).filter(({ name, ticks }) => !ticks && !inText.has(name));
  return lines.map(({ name, label, answer }) => [label, name === "lesson" ? given.line("lesson-words") || answer : answer]);
}
