// The published files, of which each query fetches what it needs. They are described in site_builder/search/postings.py.
import { asJson, fetched, pathOf } from "./opening.js";
import { compared } from "./order.js";
import { lengthsOf, Scorer } from "./scores.js";
import { lettersOf, stem } from "./words.js";

const FEWEST_LETTERS = 3;
const SHORTEST_STEM = 4;
const LONGEST_STEM = 64;
const MOST_EXPANSIONS = 100;
const AT_ONCE = 8;

/** The files of an index in a folder, and lessons by term from its shards, of which the first letters of each are known. */
export class Shards {
  #folder;
  #named;
  #firsts;
  #fetch;
  #stopWords;
  #lessons;
  #scorer;
  #files = new Map();
  #known;

  constructor(folder, { files, beginnings, lessons }, stopWords, fetch) {
    this.#folder = folder;
    this.#named = files;
    this.#firsts = beginnings;
    this.#stopWords = stopWords;
    this.#lessons = lessons;
    this.#scorer = new Scorer(lessons);
    this.#fetch = fetch;
  }

  /** Return the scores of a term by lesson. */
  async scores(term) {
    const [postings, lengths] = await Promise.all([this.#postings("terms", term, asPostings), this.#lengths(term)]);
    return postings ? this.#scored(term, postings, lengths) : new Map();
  }

  /** Return the scores of a word without its last letters: the longest that lessons have. */
  async cutShort(letters, most = letters.length) {
    const all = [...letters];
    const shortest = Math.max(SHORTEST_STEM, all.length - most);
    const shorter = [];
    for (let count = Math.min(all.length - 1, LONGEST_STEM); count >= shortest; count--) {
      shorter.push(this.scores(all.slice(0, count).join("")));
    }
    return (await Promise.all(shorter)).find((scores) => scores.size) ?? new Map();
  }

  /** Return the best score in each lesson of any stem that begins with some letters. */
  async startingWith(letters) {
    if (lettersOf(letters) < FEWEST_LETTERS) return this.scores(letters);
    const firsts = this.#firsts;
    const first = Math.max(0, this.#shardOf(letters));
    let end = first + 1;
    while (firsts[end]?.startsWith(letters)) end++;
    const shards = firsts.slice(first, end).map((_letters, at) => first + at);
    const found = [];
    while (shards.length && found.length < MOST_EXPANSIONS) {
      const some = shards.splice(0, AT_ONCE).map((shard) => this.file("terms", shard, asPostings));
      for (const terms of await Promise.all(some)) {
        for (const [term, postings] of terms) if (term.startsWith(letters)) found.push([term, postings]);
      }
    }
    const best = new Map();
    const lengths = await this.#lengths(letters);
    for (const [term, postings] of found.slice(0, MOST_EXPANSIONS)) {
      for (const [row, score] of this.#scored(term, postings, lengths)) best.set(row, Math.max(score, best.get(row) ?? 0));
    }
    return best;
  }

  /** Return what tests whether a lesson has words side by side. */
  async together(phrase) {
    const parts = await Promise.all(
      Array.from(phrase.entries(), async ([at, word]) => {
        const term = this.#stopWords.has(word) ? `=${word}` : stem(word);
        return [at, (await this.#postings("positions", term, asPositions)) ?? new Map()];
      }),
    );
    const [[start, places], ...others] = parts;
    const goesOn = (row, from) => others.every(([at, its]) => its.get(row)?.includes(from + at));
    return (row) => places.get(row)?.some((position) => goesOn(row, position - start));
  }

  /** Return the most frequent words, `{groups, known}`: by how many lessons have them, and all. */
  async words() {
    const texts = await this.file("words");
    this.#known ??= { groups: texts.map((text) => text.split(" ")), known: new Set(texts.flatMap((text) => text.split(" "))) };
    return this.#known;
  }

  /** Return what is in a file, which is fetched once, and again if it could not be. What is kept of it is good for ever. */
  async file(kind, number = 0, decode = asJson) {
    const path = pathOf(kind, kind === "positions" ? await this.file("placed") : this.#named[kind], number);
    if (!this.#files.has(path)) {
      const file = fetched(this.#fetch, new URL(path, this.#folder), decode, { cache: "force-cache" });
      this.#files.set(path, file);
      file.catch(() => this.#files.delete(path));
    }
    return this.#files.get(path);
  }

  async #postings(kind, term, decode) {
    const shard = this.#shardOf(term);
    const terms = shard < 0 ? undefined : await this.file(kind, shard, decode);
    return terms?.get(term);
  }

  // The lengths of lessons that scores of a term need; topics need none.
  #lengths(term) {
    if (term.startsWith("#")) return {};
    const [kind, fields] = term.startsWith("=") ? ["common", ["common"]] : ["lengths", ["text", "head"]];
    return this.file(kind, 0, async (response) => {
      const { byte, number } = readerOf(await bytesOf(response));
      const next = () => {
        const different = rising(number(), number);
        return lengthsOf(Array.from({ length: this.#lessons }, () => different[byte()]));
      };
      return Object.fromEntries(fields.map((field) => [field, next()]));
    });
  }

  #scored(term, postings, lengths) {
    return (postings.scores ??= this.#scorer.scores(term, postings, lengths));
  }

  // The number of the shard that has a term if any has, or -1.
  #shardOf(term) {
    const firsts = this.#firsts;
    let [low, high] = [0, firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compared(firsts[middle], term) > 0) high = middle;
      else low = middle + 1;
    }
    return low - 1;
  }
}

async function asPostings(response) {
  return termsIn(await bytesOf(response), ({ number }, term) => {
    const rows = rising(number(), number);
    return { rows, counts: term.startsWith("=") ? [] : rows.map(number) };
  });
}

async function asPositions(response) {
  return termsIn(await bytesOf(response), ({ number }) => {
    const rows = rising(number(), number);
    const counts = rows.map(number);
    return new Map(rows.map((row, at) => [row, rising(counts[at], number)]));
  });
}

const bytesOf = async (response) => new Uint8Array(await response.arrayBuffer());

function readerOf(bytes) {
  let at = 0;
  const byte = () => bytes[at++];
  const number = () => {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const next = byte();
      value += (next & 127) * place;
      if (next < 128) return value;
    }
  };
  return { byte, number, isAtEnd: () => at >= bytes.length };
}

function termsIn(bytes, read) {
  const reader = readerOf(bytes);
  const utf8 = new TextDecoder();
  const terms = new Map();
  let name = [];
  while (!reader.isAtEnd()) {
    // What a term shares with the one before may end inside a letter.
    name = name.slice(0, reader.number());
    for (let left = reader.number(); left > 0; left--) name.push(reader.byte());
    const term = utf8.decode(Uint8Array.from(name));
    terms.set(term, read(reader, term));
  }
  return terms;
}

function rising(length, number) {
  let value = 0;
  return Array.from({ length }, () => (value += number()));
}
