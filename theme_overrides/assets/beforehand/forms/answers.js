// The answers of a form, and the page's own words for them.
import { oneLine, visible } from "./text.js";

/** Return a reader of the answers of a form. */
export class Answers {
  /** Take the pairs of names and values of a form, the questions by name, and what the page offers. */
  constructor(pairs, questions, offered) {
    this.pairs = pairs;
    this.questions = questions;
    this.offered = offered;
  }

  all(name) {
    return this.pairs.filter(([key, value]) => key === name && value).map(([, value]) => value);
  }

  /** An answer as typed, or the code of what was chosen. */
  text(name) {
    return visible(this.all(name)[0] ?? "");
  }

  line(name) {
    return oneLine(this.all(name)[0] ?? "");
  }

  /** Words of a list that were typed, without those that are empty. */
  listed(name) {
    return this.line(name).split(/[,;]/).map((word) => word.trim()).filter(Boolean);
  }

  /** The id of what an answer names in the list that its question offers; empty if it is new or missing. */
  known(name) {
    return this.offered[this.questions[name].offers]?.find(([label]) => same(label, this.line(name)))?.[1] ?? "";
  }
}

/** Return the pairs of names and values of a form. */
export function pairsOf(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string" && value);
}

/** Put pairs of names and values into the controls of a form. */
export function fill(form, pairs) {
  for (const control of form.elements) {
    if (!control.name) continue;
    const values = pairs.filter(([name]) => name === control.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
}

function same(label, answer) {
  const bare = (text) => oneLine(text).toLowerCase().replace(/[ .]+$/, "");
  return bare(label) === bare(answer) || (label.includes(", ") && bare(label.split(", ")[0]) === bare(answer));
}
