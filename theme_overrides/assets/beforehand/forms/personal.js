// Personal data in a text, as site_builder/records/personal.py finds it, from the same patterns. Of telephone numbers
// a browser knows the patterns of each country and not how their digits are grouped: it finds a few more.
import { flattened } from "./flattened.js";
import { VALID } from "./numbers.js";
import { first, isAlnum, matches, pointed } from "./points.js";

const CALL_NEAR = 30;
const BESIDE = 60;
const BORN_NEAR = 40;
const SHOWN = 3;
const MOST_WORDS = 4;

export class Personal {
  #data;
  #patterns;
  #between;
  #numbers;
  #persons;
  #roles;

  /** Take the part `personal` of the published rules. */
  constructor(data) {
    this.#data = data;
    this.#patterns = Object.fromEntries(Object.entries(data.patterns).map(([name, source]) => [name, new RegExp(source, "dgu")]));
    this.#between = data.between.map((source) => new RegExp(source, "dgu"));
    const made = (source) => source && new RegExp(source, "dgu");
    this.#numbers = data.numbers.map((number) => ({ ...number, pattern: made(number.pattern), beside: made(number.beside) }));
    this.#persons = Object.fromEntries(Object.entries(data.persons).map(([name, words]) => [name, new Set(words.split(" "))]));
    this.#roles = new Set(data.roles.split(" "));
  }

  /** Return the findings in a text by place: `{rule, name, masked, certain, text}`. */
  find(written) {
    const { flat: text, slice } = pointed(written);
    const found = [];
    if (this.#data.births.some((hint) => text.toLowerCase().includes(hint))) found.push(...this.#births(text));
    found.push(...this.#numbersIn(text));
    found.push(...this.#onLines(text, (line) => [...this.#postcodes(line), ...this.#telephones(line)]));
    if (text.includes("@") || text.includes("%40")) found.push(...this.#mail(text));
    const sorted = apart(found).sort((a, b) => a.start - b.start);
    return this.#ofPersons(text, sorted).map((one) => {
      const own = slice(one.start, one.end);
      return { ...one, text: own, masked: unflattened(one.masked, own) };
    });
  }

  /** Return whether an address or number in a field for that of a role is one. */
  isOfRole({ rule, text }) {
    if (!["personal-email", "personal-phone"].includes(rule)) return false;
    const mailbox = text.toLowerCase().split("@")[0];
    const named = first(this.#patterns.role_mailbox, mailbox);
    if (!named || named[0] !== mailbox) return true;
    return mailbox.split(/[._-]/).some((word) => this.#roles.has(word));
  }

  #births(text) {
    const { born, thing, day_after: after, day_before: beforeIt } = this.#patterns;
    return [...matches(born, text)].flatMap((word) => {
      const end = word.index + word[0].length;
      const start = Math.max(0, word.index - BORN_NEAR);
      const before = text.slice(start, word.index);
      if (first(thing, before)) return [];
      const day = first(after, text, end);
      if (day?.index === end) return [finding("personal-birth-date", "a date of birth", text, ...day.indices.groups.g1, 0)];
      const earlier = first(beforeIt, before);
      if (!earlier) return [];
      const [from, to] = earlier.indices.groups.g1;
      return [finding("personal-birth-date", "a date of birth", text, start + from, start + to, 0)];
    });
  }

  #numbersIn(text) {
    if (!this.#numbers.length) return [];
    const [flat, before] = flattened(text, this.#patterns, this.#between);
    const found = this.#onLines(flat, (line) => this.#numbers.flatMap((number) => this.#oneNumber(number, line)));
    return apart(found).map((one) => {
      const [start, end] = [before(one.start), before(one.end)];
      const written = text.slice(start, end);
      return { ...one, start, end, masked: written === flat.slice(one.start, one.end) ? one.masked : mask(written, SHOWN) };
    });
  }

  #oneNumber(number, line) {
    return [...matches(number.pattern, line)].flatMap((match) => {
      const [start, end] = match.indices.groups.number;
      if (number.module && !VALID[number.module](match.groups.number.replace(/[ ./]/g, ""))) return [];
      const certain = number.sure && this.#isCertain(number, line, start, end);
      return [{ ...finding(number.rule, number.name, line, start, end), certain }];
    });
  }

  #isCertain({ beside }, line, start, end) {
    if (first(this.#patterns.dials, line.slice(Math.max(0, start - CALL_NEAR), start))) return false;
    const near = [line.slice(Math.max(0, start - BESIDE), start), line.slice(end, end + BESIDE)];
    return !beside || near.some((text) => first(beside, text));
  }

  #onLines(text, search) {
    const found = [];
    for (let hint = first(this.#patterns.line, text); hint; ) {
      const at = startOfLine(text, hint.index);
      const line = text.slice(at, endOfLine(text, hint.index + hint[0].length));
      found.push(...search(line).map((one) => ({ ...one, start: at + one.start, end: at + one.end })));
      hint = first(this.#patterns.line, text, at + line.length);
    }
    return found;
  }

  #postcodes(line) {
    const { postcode, run } = this.#patterns;
    if (!this.#data.countries.includes("GB") || !first(postcode, line)) return [];
    if (![...matches(run, line)].some(([words]) => this.#namesAPerson(words))) return [];
    return [...matches(postcode, line)].map(({ 0: code, index }) =>
      finding("personal-postcode", "a postcode beside a name", line, index, index + code.length, code.replaceAll(" ", "").length - 3),
    );
  }

  #namesAPerson(run) {
    const { places, titles, given } = this.#persons;
    const words = run.split(" ").map((word) => word.replace(/\.+$/, ""));
    if (words.some((word) => places.has(word.replaceAll("’", "'").replace(/'s$/, "").toLowerCase()))) return false;
    const title = words.findIndex((word) => titles.has(word));
    if (title >= 0) return title + 1 < words.length;
    const names = words.filter((word) => /^\p{Lu}/u.test(word));
    if (names.length < 2 || names.length > MOST_WORDS) return false;
    return given.has(names[0]) || (names[0].length === 1 && names.at(-1).length > 1);
  }

  #telephones(line) {
    const { dialled, call, abroad } = this.#patterns;
    return [...matches(dialled, line)].flatMap(({ 0: candidate, index }) => {
      let regions = this.#data.countries.filter((region) => this.#mayDial(region, candidate));
      if (!regions.length && first(call, line.slice(Math.max(0, index - CALL_NEAR), index))) regions = this.#data.countries;
      const isAbroad = first(abroad, candidate)?.index === 0;
      if (!isAbroad && !regions.some((region) => this.#isDialled(this.#data.dialling[region], candidate))) return [];
      return [finding("personal-phone", "a telephone number", line, index, index + candidate.length)];
    });
  }

  #mayDial(region, candidate) {
    if (["US", "CA"].includes(region)) return Boolean(first(this.#patterns.grouped, candidate));
    return region !== "ES" && first(this.#patterns.trunk, candidate)?.index === 0;
  }

  #isDialled({ code, prefix, pattern }, candidate) {
    const number = new RegExp(`^(?:(?:\\+|00)?${code}${prefix}?|${prefix}?)(?:${pattern})$`, "u");
    const groups = candidate.split(/[^0-9+]+/).filter(Boolean);
    return groups.some((_group, from) => groups.some((_other, to) => to >= from && number.test(groups.slice(from, to + 1).join(""))));
  }

  #mail(text) {
    const { at, mailbox, domain, repository, scaled } = this.#patterns;
    return [...matches(at, text)].flatMap((sign) => {
      const after = sign.index + sign[0].length;
      const box = first(mailbox, text, Math.max(0, sign.index - 64), sign.index)?.[0].replace(/^[._%+'-]+/, "");
      const host = first(domain, text, after);
      if (!box || host?.index !== after || first(scaled, host[0])?.index === 0) return [];
      const end = after + host[0].length;
      if (box === "git" || first(repository, text, end)?.index === end || this.#isAllowed(box, host[0])) return [];
      return [{ rule: "personal-email", name: "an e-mail address", start: sign.index - box.length, end, masked: `${box[0]}***@${host[0]}` }];
    });
  }

  #isAllowed(box, host) {
    const labels = host.toLowerCase().split(".");
    const names = labels.map((_label, place) => labels.slice(place).join("."));
    return [...names, `${box}@${host}`.toLowerCase()].some((name) => this.#data.allowed.includes(name));
  }

  #ofPersons(text, found) {
    return found.filter(({ start, end }) => {
      const elsewhere = [...matches(this.#patterns.elsewhere, text, startOfLine(text, start), endOfLine(text, end))];
      const before = elsewhere.filter(({ index }) => index < end).at(-1);
      return !before || before.index + before[0].length <= start;
    });
  }
}

function finding(rule, name, text, start, end, shown = SHOWN) {
  return { rule, name, start, end, masked: mask(text.slice(start, end), shown), certain: false };
}

// A mask with the signs that stood there, where it was made of others in their place.
function unflattened(masked, own) {
  const [head, tail] = masked.split("***@");
  const points = Array.from(own);
  if (tail) return `${points.slice(0, head.length).join("")}***@${points.slice(-tail.length).join("")}`;
  return points.map((point, place) => (masked[place] === "*" ? "*" : point)).join("");
}

function mask(written, shown) {
  let left = 0;
  return [...written].map((sign) => (isAlnum(sign) && left++ >= shown ? "*" : sign)).join("");
}

function apart(found) {
  const kept = [];
  for (const one of found) if (!kept.some((other) => one.start < other.end && other.start < one.end)) kept.push(one);
  return kept;
}

function startOfLine(text, at) {
  return at ? text.lastIndexOf("\n", at - 1) + 1 : 0;
}

function endOfLine(text, at) {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
