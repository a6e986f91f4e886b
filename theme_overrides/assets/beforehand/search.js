// Ranks lessons as `lessons search` does, from the files that a build publishes. Like its parts, it has its counterpart in
// site_builder/search, here answer.py: change both or neither.
import { addressOf, opened } from "./search/opening.js";
import { parseQuery, plainQuery } from "./search/query.js";
import { Shards } from "./search/shards.js";
import { Terms } from "./search/terms.js";
import { meantBy, verdictOf } from "./search/verdict.js";
import { compared } from "./search/order.js";
import { lettersApart, stem, tokens } from "./search/words.js";

const FORMAT_VERSION = 10;
const MOST_APART = 4;
const phraseOf = (text) => tokens(text).map(stem).join(" ");

/** The published index: answers queries, and fetches only what each needs. */
export class Index {
  #document;
  #lists;
  #shards;
  #terms;
  #columns;

  /** Open the index in a folder, whose address ends with a slash. What opened() of its opening.js gives may be there already. */
  static async open(base, fetch = globalThis.fetch, reading = opened(base, fetch)) {
    const document = await reading;
    if (document.format_version !== FORMAT_VERSION) throw new Error(`index format ${document.format_version}`);
    return new Index(addressOf(base), fetch, document);
  }

  constructor(folder, fetch, document) {
    this.#document = document;
    this.#lists = {
      topics: new Map(Object.entries(document.phrases)),
      stopWords: new Set(document.stop_words),
      emptyWords: new Set(document.empty_words),
      beforeNames: new Set(document.before_names),
      closings: new Set(document.closings),
      apart: new Set(document.apart),
    };
    this.#shards = new Shards(folder, document, this.#lists.stopWords, fetch);
    this.#terms = new Terms(this.#shards, this.#lists);
    this.base = folder.href;
    this.stamp = document.stamp;
    // Tells whether it is the same after it was opened again.
    this.state = JSON.stringify([document.files, document.meaning]);
    this.lessons = document.lessons;
    // What the search by meaning loads, `{index, bytes}`, if lessons can be found by it.
    this.meaning = document.meaning?.index ? document.meaning : undefined;
    // The facets of a large base are much to fetch.
    this.isLarge = document.lessons > document.facets_a_shard;
  }

  /** Return the facets and dates of all lessons, which only filters, counts and lists without words need. */
  async columns() {
    const count = Math.max(1, Math.ceil(this.lessons / this.#document.facets_a_shard));
    const parts = Array.from({ length: count }, (_part, at) => this.#shards.file("facets", at));
    const [{ Columns }, ...read] = await Promise.all([import("./search/columns.js"), ...parts]);
    return (this.#columns ??= new Columns(this.#document.facets, read));
  }

  /** Return a query with its operators and filters. */
  parse(text) {
    return parseQuery(text, this.#document.facets.map(({ name }) => name));
  }

  /** Return a text as a query of words, without operators. */
  plain(text) {
    return plainQuery(text);
  }

  /** Return the lessons that were replaced or withdrawn. */
  gone() {
    return this.#shards.file("gone");
  }

  /** Return the meetings that can still be joined. */
  assists() {
    return this.#shards.file("open");
  }

  /** Return the filters of a query that name no value, each with what it may have meant: `[name, value, label]`. */
  async unknownFilters(query) {
    if (!query.filters.length) return [];
    const { facets } = await this.columns();
    return query.filters.flatMap(([name, value]) => {
      const { values, label } = facets[name];
      if (values.some(([one]) => one === value) || (name === "tag" && this.#lists.topics.has(phraseOf(value)))) return [];
      const ranked = values.map(([one]) => [lettersApart(value, one), one]).filter(([apart]) => apart < MOST_APART);
      ranked.sort(([a, one], [b, other]) => a - b || compared(one, other));
      return [[label, value, ranked[0]?.[1] ?? ""]];
    });
  }

  /** Return the stems of the words of a text that say what a problem is. */
  telling(text) {
    return new Set(tokens(text).filter((word) => !this.#lists.emptyWords.has(word)).map(stem));
  }

  /**
   * Return what a query finds, under filters
   * `{values: {facet: [value, …]}, least: {facet: lowest level}, after: "2026-01-31", before: "…"}`.
   * Its `verdict` says how near it comes, by its telling `words`; `counts()` fetches Maps of counts by value of each facet;
   * `also` has pairs of a word that no lesson has and what was searched for it. Where it is known how near lessons are by
   * their `meaning`, of fusion.js, they are ranked by both.
   */
  async answer(query, filters = {}, limit = 10, meaning = undefined) {
    const asked = typeof query === "string" ? this.parse(query) : query;
    const [{ scored, words: listed, also }, isAllowed] = await Promise.all([
      this.#terms.scored(asked),
      this.#condition(asked, filters),
    ]);
    const covered = (isIn) => new Set(scored.flatMap(({ scores, covers }) => (isIn(scores) ? covers : [])));
    const known = covered((scores) => scores.size);
    const words = meantBy(listed, asked.sequence, known, this.#lists);
    const totals = new Float64Array(this.lessons);
    const telling = new Float64Array(this.lessons);
    const having = new Map(words.map((word) => [word, []]));
    for (const { scores, covers } of scored) {
      const tells = !covers.length || covers.some((word) => having.has(word));
      for (const word of covers) having.get(word)?.push(scores);
      for (const [row, score] of scores) {
        totals[row] += score;
        if (tells) telling[row] += score;
      }
    }
    const isFound = (row) => (telling[row] > 0 || !scored.length) && isAllowed(row);
    const byMeaning = scored.length ? meaning : undefined;
    // The best first, or the newest where nothing scores; ties by id.
    const found = byMeaning ? byMeaning.ranked(totals, telling, isAllowed) : Array.from(totals.keys()).filter(isFound);
    if (!scored.length) await this.#sortByDate(found);
    else if (!byMeaning) found.sort((a, b) => totals[b] - totals[a] || a - b);
    const isByMeaning = (row) => Boolean(byMeaning) && !telling[row];
    const matches = found.slice(0, limit).map((row) => {
      const has = covered((scores) => scores.has(row));
      const notCovered = words.filter((word) => !has.has(word));
      const isMeant = Boolean(byMeaning?.isMeant(row));
      return { row, score: totals[row], covered: words.filter((word) => has.has(word)), notCovered, byMeaning: isByMeaning(row), isMeant };
    });
    const unknown = words.filter((word) => !known.has(word));
    const each = [...having.values()];
    const complete = found.filter((row) => each.every((some) => some.some((scores) => scores.has(row)))).length;
    const near = byMeaning && found.map((row) => byMeaning.near[row]);
    return {
      matches,
      total: found.length,
      counts: async () => (await this.columns()).counts(found),
      words,
      also,
      unknown,
      by_meaning: found.filter(isByMeaning).length,
      verdict: verdictOf(found.map((row) => telling[row]), words, unknown, complete, near),
    };
  }

  /** Return what is shown of lessons. */
  cards(rows) {
    const size = this.#document.cards_a_shard;
    return Promise.all(
      rows.map(async (row) => {
        const { parts, cards } = await this.#shards.file("cards", Math.floor(row / size));
        const [id, title, problem, takeaway, contact, status, outcome, tags, numbers] = cards[row % size];
        const strip = numbers.map((number) => parts[number]);
        return { id, url: `lesson/${id}/`, title, problem, takeaway, contact, status, outcome, tags, strip };
      }),
    );
  }

  async #sortByDate(rows) {
    const { dates } = await this.columns();
    rows.sort((a, b) => (dates[a] < dates[b]) - (dates[a] > dates[b]) || a - b);
  }

  async #condition(query, filters) {
    const values = { ...filters.values };
    for (const [name, value] of query.filters) {
      const meant = (name === "tag" && this.#lists.topics.get(phraseOf(value))) || value;
      values[name] = [...(values[name] ?? []), meant];
    }
    const excluded = query.excluded.filter((word) => !this.#lists.stopWords.has(word));
    const [without, together] = await Promise.all([
      Promise.all(excluded.map((word) => this.#shards.scores(stem(word)))),
      Promise.all(query.phrases.map((phrase) => this.#terms.quoted(phrase))),
    ]);
    const tests = [...together];
    const { least = {}, after, before } = filters;
    if ([values, least].some((some) => Object.keys(some).length) || after || before) {
      tests.push(...(await this.columns()).tests({ ...filters, values }));
    }
    for (const scores of without) tests.push((row) => !scores.has(row));
    return (row) => tests.every((test) => test(row));
  }
}
