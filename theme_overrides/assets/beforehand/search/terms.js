// What is searched for the words of a query. The rules are those of site_builder/search/answer.py and meant.py: change both
// or neither.
import { pairsOf, topicsIn } from "./query.js";
import { namesIn } from "./verdict.js";
import { compared, unique } from "./order.js";
import { FEWEST_OF_A_SLIP, isSlip, isTelling, lettersApart, stem } from "./words.js";

const MOST_LOOKED_UP = 20;
const UNFINISHED = 2;
const IS_LETTERS = /^\p{L}+$/u;

/** The terms of an index, in its shards, under its lists of words. */
export class Terms {
  #shards;
  #lists;

  constructor(shards, lists) {
    this.#shards = shards;
    this.#lists = lists;
  }

  /**
   * Return the scores of what a query asks for, each with the words that it covers; the words that are told of; and pairs
   * of a word that no lesson has and what was searched for it.
   */
  async scored({ words, prefixes, sequence, joined }) {
    const isScored = (word) => !this.#lists.stopWords.has(word);
    let telling = words.filter(isScored);
    const terms = new Map();
    const cover = (term, some) => terms.set(term, unique([...(terms.get(term) ?? []), ...some]));
    for (const word of telling) cover(stem(word), [word]);
    for (const { topic, start, end } of topicsIn(sequence, this.#lists.topics)) {
      cover(`#${topic}`, sequence.slice(start, end).filter(isScored));
    }
    const scored = new Map();
    const pairs = pairsOf(sequence, (word) => this.#lists.apart.has(word));
    const [frequent] = await Promise.all([
      pairs.length && this.#shards.words(),
      ...Array.from(terms, async ([term, covers]) => scored.set(term, { scores: await this.#scores(term, covers), covers })),
    ]);
    await this.#addJoined(scored, [...joined, ...pairs.filter(([word]) => frequent.known.has(word))]);
    const also = await this.#addUnknown(scored, telling, sequence);
    await Promise.all(
      prefixes.map(async (prefix) => {
        const started = await this.#shards.startingWith(prefix);
        const scores = started.size ? started : await this.#shards.cutShort(prefix);
        scored.set(`${prefix}*`, { scores, covers: [`${prefix}*`] });
      }),
    );
    if (!scored.size) {
      for (const word of words) scored.set(`=${word}`, { scores: await this.#shards.scores(`=${word}`), covers: [word] });
      telling = words;
    }
    const named = new Set([...terms].flatMap(([term, covers]) => (term.startsWith("#") ? covers : [])));
    const strong = telling.filter((word) => named.has(word) || (!this.#lists.emptyWords.has(word) && isTelling(word)));
    const shown = [...(strong.length ? strong : telling), ...prefixes.map((prefix) => `${prefix}*`)];
    return { scored: [...scored.values()], words: shown, also };
  }

  /** Return whether a row contains a phrase, or writes two of its words as one, or one as two. */
  async quoted(phrase) {
    const { known } = await this.#shards.words();
    const ways = [phrase];
    phrase.forEach((word, at) => {
      const [joined] = pairsOf(phrase.slice(at, at + 2), (one) => this.#lists.apart.has(one));
      if (joined && known.has(joined[0])) ways.push([...phrase.slice(0, at), joined[0], ...phrase.slice(at + 2)]);
      for (const parts of this.#parted([...word], known)) ways.push([...phrase.slice(0, at), ...parts, ...phrase.slice(at + 1)]);
    });
    const tests = await Promise.all(ways.map((way) => this.#shards.together(way)));
    return (row) => tests.some((test) => test(row));
  }

  // Each two words that lessons have and that some letters may join.
  #parted(letters, known) {
    const { stopWords, apart } = this.#lists;
    const isPart = (part) => known.has(part) || (stopWords.has(part) && !apart.has(part));
    const ends = letters.slice(1).map((_letter, at) => at + 1);
    const parted = ends.map((end) => [letters.slice(0, end).join(""), letters.slice(end).join("")]);
    return parted.filter((parts) => parts.every(isPart));
  }

  // Words of filling count by half.
  async #scores(term, covers) {
    const scores = await this.#shards.scores(term);
    if (term.startsWith("#") || !covers.every((word) => this.#lists.emptyWords.has(word))) return scores;
    return new Map(Array.from(scores, ([row, score]) => [row, (score + 1) >> 1]));
  }

  // A word of several counts in lessons that lack one of them; a name with its sign counts beside the name.
  async #addJoined(scored, joined) {
    const found = await Promise.all(joined.map(([word]) => this.#shards.scores(stem(word))));
    joined.forEach(([word, parts], at) => {
      if (scored.has(stem(word))) return;
      const covers = parts.filter((part) => !this.#lists.stopWords.has(part));
      const having = covers.length < 2 ? [new Map()] : covers.map((part) => scored.get(stem(part)).scores);
      const scores = [...found[at]].filter(([row]) => !having.every((one) => one.has(row)));
      scored.set(stem(word), { scores: new Map(scores), covers });
    });
  }

  // What is searched for words that no lesson has: the last may be unfinished, others misspelt; a name is itself.
  async #addUnknown(scored, telling, sequence) {
    const [names, last] = [namesIn(sequence, this.#lists), sequence.at(-1)];
    const known = new Set([...scored.values()].flatMap(({ scores, covers }) => (scores.size ? covers : [])));
    const also = [];
    let lookedUp = 0;
    for (const word of telling) {
      const term = scored.get(stem(word));
      if (term.scores.size || names.has(word) || (known.has(word) && word !== last)) continue;
      let scores = word === last ? await this.#shards.startingWith(word) : new Map();
      if (!scores.size && !known.has(word) && lookedUp < MOST_LOOKED_UP) {
        lookedUp += 1;
        const meant = await this.#meant(word);
        // What is two words is not one that is unfinished.
        if (word === last && !meant?.text.includes(" ")) scores = await this.#shards.cutShort(word, UNFINISHED);
        if (meant && !scores.size) {
          also.push([word, meant.text]);
          scores = meant.scores;
        }
      }
      if (!scores.size && word === last) scores = await this.#shards.cutShort(word);
      scored.set(stem(word), { ...term, scores });
    }
    return also;
  }

  // Two words that a word joins, or the most frequent one of which it is a slip; undefined for nothing.
  async #meant(word) {
    if (this.#lists.emptyWords.has(word)) return undefined;
    const { groups, known } = await this.#shards.words();
    const isScored = (part) => !this.#lists.stopWords.has(part);
    const letters = [...word];
    for (const parts of this.#parted(letters, known)) {
      if (!parts.some(isScored)) continue;
      const isThere = await this.#shards.together(parts);
      const each = await Promise.all(parts.filter(isScored).map((part) => this.#shards.scores(stem(part))));
      const rows = [...each[0].keys()].filter(isThere);
      const sum = (row) => each.reduce((total, scores) => total + scores.get(row), 0);
      if (rows.length) return { text: parts.join(" "), scores: new Map(rows.map((row) => [row, sum(row)])) };
    }
    if (letters.length < FEWEST_OF_A_SLIP || !IS_LETTERS.test(word)) return undefined;
    for (const others of groups) {
      const slips = others.filter((other) => other.startsWith(letters[0]) && isSlip(word, other));
      const ranked = slips.map((other) => [lettersApart(word, other), other]);
      ranked.sort(([a, one], [b, other]) => a - b || compared(one, other));
      if (ranked.length) return { text: ranked[0][1], scores: await this.#shards.scores(stem(ranked[0][1])) };
    }
    return undefined;
  }
}
