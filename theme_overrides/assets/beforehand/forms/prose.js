// Wording of accounts, as site_builder/library/wording and checks/assist_wording.py judge it, from the same patterns.
import { first, isAlnum, matches, pointed } from "./points.js";

const BACK = 80;
const BACK_TO_QUOTE = 62;
const BACK_TO_RELATIVE = 20;

export class Wording {
  #data;
  #rules;
  #patterns;
  #classes = new Map();
  #sets;

  /** Take the part `wording` of the published rules. */
  constructor(data) {
    this.#data = data;
    const made = (name) => new RegExp(data[name], "gu");
    this.#patterns = Object.fromEntries(["end", "word", "token", "negated", "quoted", "relative", "trade"].map((name) => [name, made(name)]));
    this.#rules = Object.entries(data.rules).map(([rule, { pattern, cues, message }]) => {
      const words = cues.flatMap(([some, company]) => some.split(" ").map((word) => [word, company]));
      return { rule, pattern: new RegExp(pattern, "gu"), cues: new Map(words), message };
    });
    for (const [letter, words] of Object.entries(data.classes)) for (const word of words.split(" ")) this.#classes.set(word, letter);
    this.#sets = { whoever: new Set(data.whoever), titles: new Set(data.titles), roles: new Set(data.roles.split(" ")) };
  }

  /** Return what of a text breaks which rule: `{rule, text}`; the rules of orders hold for accounts only. */
  problems(text, isAccount = true) {
    const prose = new Prose(text, this.#patterns, this.#data);
    const asked = this.#rules.filter(({ rule }) => isAccount || rule !== "wording-prescribing");
    return asked.flatMap((one) =>
      [...this.#found(one, prose)]
        .filter(([start]) => this.#counts(one.rule, prose.flat.slice(Math.max(start - BACK, 0), start)))
        .map(([start, end]) => ({ rule: one.rule, text: prose.slice(start, end), message: one.message })),
    );
  }

  #counts(rule, before) {
    const has = (name, text) => first(this.#patterns[name], text);
    if (has("negated", before) || has("quoted", before.slice(-BACK_TO_QUOTE))) return false;
    return rule !== "wording-prescribing" || !has("relative", before.slice(-BACK_TO_RELATIVE));
  }

  *#found({ rule, pattern, cues }, prose) {
    for (const [start, end] of prose.sentences(cues)) {
      if (rule === "wording-blame") yield* prose.classified(start, end, (word) => this.#classOf(word), pattern);
      else for (const match of matches(pattern, prose.lowered, start, end)) yield [match.index, match.index + match[0].length];
    }
  }

  #classOf(written) {
    const word = written.replaceAll("’", "'");
    const owner = /'s?$/.test(word) ? word.replace(/s$/, "").slice(0, -1) : "";
    if (["his", "her", "whose"].includes(word) || (owner && ["P", "M"].includes(this.#classOf(owner)))) return "G";
    if (["cannot", "can't", "couldn't"].includes(word)) return "K";
    if (word.endsWith("n't")) return "N";
    if (this.#sets.whoever.has(word)) return "P";
    if (this.#sets.titles.has(word)) return "M";
    return this.#classes.get(word) ?? (this.#isPerson(word) ? "P" : word.endsWith("ly") ? "A" : word);
  }

  #isPerson(word) {
    const trade = first(this.#patterns.trade, word);
    return this.#sets.roles.has(word) || this.#sets.roles.has(word.replace(/s$/, "")) || trade?.index === 0;
  }
}

class Prose {
  constructor(text, patterns, { near, longest }) {
    const { flat, slice } = pointed(text);
    const lowered = flat.toLowerCase();
    Object.assign(this, { flat, slice, patterns, near, longest });
    this.lowered = lowered.length === flat.length ? lowered : flat;
    this.words = new Set([...matches(patterns.word, this.lowered)].map(([word]) => word));
  }

  *sentences(cues) {
    const text = this.lowered;
    const places = [...cues].flatMap(([cue, company]) => (this.words.has(cue) ? this.#places(cue, company) : []));
    let end = 0;
    for (const at of [...new Set(places)].sort((a, b) => a - b)) {
      if (at < end) continue;
      let start = Math.max(end, at - this.longest);
      for (const match of matches(this.patterns.end, text, start, at)) start = match.index + match[0].length;
      const after = first(this.patterns.end, text, at, at + this.longest);
      end = after ? after.index + after[0].length : Math.min(at + this.longest, text.length);
      yield [start, end];
    }
  }

  #places(cue, company) {
    const found = [];
    for (let at = this.lowered.indexOf(cue); at >= 0; at = this.lowered.indexOf(cue, at + cue.length)) {
      const near = this.lowered.slice(Math.max(at - this.near, 0), at + this.near);
      const whole = !isAlnum(this.lowered.slice(Math.max(at - 1, 0), at));
      if (whole && (!company.length || company.some((word) => near.includes(word)))) found.push(at);
    }
    return found;
  }

  *classified(start, end, classOf, pattern) {
    const tokens = [...matches(this.patterns.token, this.lowered, start, end)];
    const line = tokens.map(([token]) => classOf(token)).join(" ");
    const count = (text) => text.split(" ").length - 1;
    for (const match of matches(pattern, line)) {
      const from = count(line.slice(0, match.index));
      const last = tokens[from + count(match[0].trim())];
      yield [tokens[from].index, last.index + last[0].length];
    }
  }
}
