// Ranks lessons as `lessons search` does. The rules are those of analysis.py, query.py, answer.py, filling.py, verdict.py and postings.py
// in site_builder/search: change both or neither.

const TOKEN = /[\p{L}\p{N}_]+/gu;
// What is no white space to Python or to JavaScript.
const SIGN = String.raw`[^\s\x1c-\x1f\x85]`;
const FORMAT_VERSION = 3;
const FEWEST_LETTERS = 3;
const SHORTEST_STEM = 4;
const LONGEST_STEM = 64;
const MOST_EXPANSIONS = 100;
const LARGEST = 65_535;
const CLOSE_FROM = 0.35;
const NEAR_FROM = 0.105;
const BEFORE_A_CLOSING = 8;
const LONGEST_SIGNATURE = 16;
const LOOKED_UP = 2;
const AT_ONCE = 8;
const DAY = 86_400_000;

/** Return a text in lower case, without accents. */
export function fold(text) {
  // The small sigma at the end of a word is taken for the other.
  return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replaceAll("ς", "σ");
}

/** Return the tokens of a text. */
export function tokens(text) {
  return fold(text).match(TOKEN) ?? [];
}

/** Return the tokens of a text as `{text, start, end}`, by their places in it as written. */
export function placedTokens(text) {
  let folded = "";
  const places = [];
  let end = 0;
  for (const letter of text) {
    const part = fold(letter);
    const place = [end, (end += letter.length)];
    // A mark belongs to the letter before it.
    if (!part && places.length) places.at(-1)[1] = end;
    for (const _unit of part.split("")) places.push(place);
    folded += part;
  }
  let done = 0;
  return Array.from(folded.matchAll(TOKEN), ({ 0: token, index }) => {
    // A single letter such as a half holds two tokens; the first has it.
    const start = Math.max(done, places[index][0]);
    done = places[index + token.length - 1][1];
    return { text: token, start, end: done };
  });
}

/** Return where words of an answer, some with a star, stand in a text: starts and ends. */
export function highlights(text, words) {
  const stems = new Set(words.map((word) => stem(fold(word))));
  const beginnings = words.filter((word) => word.endsWith("*")).map((word) => word.slice(0, -1));
  const isAsked = (word) => stems.has(stem(word)) || beginnings.some((letters) => word.startsWith(letters));
  return placedTokens(text).flatMap(({ text: word, start, end }) => (start < end && isAsked(word) ? [[start, end]] : []));
}

const STEP_2 = {
  ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", bli: "ble", alli: "al", entli: "ent", eli: "e",
  ousli: "ous", ization: "ize", ation: "ate", ator: "ate", alism: "al", iveness: "ive", fulness: "ful", ousness: "ous",
  aliti: "al", iviti: "ive", biliti: "ble", logi: "log",
};
const STEP_3 = { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" }; // codespell:ignore
const [ENDS_2, ENDS_3] = [STEP_2, STEP_3].map((step) => new RegExp(`^(.+?)(${Object.keys(step).join("|")})$`, "u"));
const ENDS_4 = /^(.+?)(?:al|ance|ence|er|ic|able|ible|ant|(?:e?m)?ent|ou|ism|ate|iti|ous|ive|ize)$/u;
const MORE_THAN_0 = /^[^aeiouy]*[aeiou]+[^aeiouy]/u;
const MORE_THAN_1 = /^[^aeiouy]*[aeiou]+[^aeiouy]+[aeiou]+[^aeiouy]/u;
const JUST_1 = /^[^aeiouy]*[aeiou]+[^aeiouy]+[aeiou]*$/u;
const HAS_VOWEL = /^[^aeiouy]*[aeiouy]/u;
const SHORT = /^[^aeiouy]+[aeiouy][^aeiouwxy]$/u;

/** Return the stem of a folded word, by Porter's algorithm as Whoosh has it. */
export function stem(word) {
  if (lettersOf(word) < 3) return word;
  const y = word.startsWith("y");
  let w = y ? `Y${word.slice(1)}` : word;

  if (/(?:sse|ie)s$/u.test(w)) w = w.slice(0, -2);
  else if (/[^s]s$/u.test(w)) w = w.slice(0, -1);

  if (w.endsWith("eed")) {
    if (MORE_THAN_0.test(w.slice(0, -3))) w = w.slice(0, -1);
  } else {
    const start = /^(.*)(?:ed|ing)$/u.exec(w)?.[1] ?? "";
    // Whoosh looks for these three, and for doubled letters, at the start of a word alone.
    if (HAS_VOWEL.test(start)) w = /^(?:at|bl|iz)$/u.test(start) || SHORT.test(start) ? `${start}e` : start;
  }
  if (w.endsWith("y") && HAS_VOWEL.test(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;

  for (const [ending, step] of [[ENDS_2, STEP_2], [ENDS_3, STEP_3]]) {
    const [, start, end] = ending.exec(w) ?? [];
    if (start && MORE_THAN_0.test(start)) w = start + step[end];
  }
  const start = (ENDS_4.exec(w) ?? /^(.+?[st])ion$/u.exec(w))?.[1];
  if (start && MORE_THAN_1.test(start)) w = start;

  const base = w.endsWith("e") ? w.slice(0, -1) : "";
  if (MORE_THAN_1.test(base) || (JUST_1.test(base) && !SHORT.test(base))) w = base;
  if (w.endsWith("ll") && MORE_THAN_1.test(w)) w = w.slice(0, -1);
  return y ? `y${w.slice(1)}` : w;
}

/** Return topics, of a Map by phrase, that words name: `{topic, start, end}`, the longest phrase at each place. */
export function topicsIn(words, topics) {
  const longest = Math.max(0, ...Array.from(topics.keys(), (phrase) => phrase.split(" ").length));
  const found = [];
  for (let start = 0; start < words.length; start++) {
    for (let end = Math.min(words.length, start + longest); end > start; end--) {
      const topic = topics.get(words.slice(start, end).join(" "));
      if (!topic) continue;
      found.push({ topic, start, end });
      start = end - 1;
    }
  }
  return found;
}

/**
 * Return a query with its operators: quotes, `-word`, `prefix*`, and `name:value` for names of facets. In its `sequence`
 * words may be repeated.
 */
export function parseQuery(text, names) {
  const part = new RegExp(
    String.raw`(?<not>(?<!${SIGN})-(?=[\p{L}\p{N}_"“]))?(?:["“](?<phrase>[^"“”]*)["”]` +
      String.raw`|(?<name>${names.join("|")}):(?<value>[\p{L}\p{N}_-]+)|(?<word>[^\s\x1c-\x1f\x85"“”]+))`,
    "gu",
  );
  const sequence = [];
  const prefixes = [];
  const phrases = new Map();
  const excluded = [];
  const filters = new Map();
  for (const { groups } of text.matchAll(part)) {
    const { not, name, value, phrase, word } = groups;
    if (name && !not) {
      filters.set(`${name}:${fold(value)}`, [name, fold(value)]);
      continue;
    }
    const found = tokens(phrase ?? word ?? value);
    if (!not && found.length && word?.endsWith("*")) prefixes.push(found.pop());
    if (!not && found.length > 1 && phrase !== undefined) phrases.set(found.join(" "), found);
    for (const one of found) (not ? excluded : sequence).push(one);
  }
  return {
    words: unique(sequence),
    prefixes: unique(prefixes),
    phrases: [...phrases.values()],
    excluded: unique(excluded),
    filters: [...filters.values()],
    sequence,
  };
}

/**
 * Return how near an answer comes, in a word, with the number of lessons that come close, from the scores of those found
 * by its telling words, of which no lesson has some, and how many lessons have all.
 */
export function verdictOf(scores, words, unknown, complete) {
  if (!words.length) return { word: "", close: 0, nearness: 0 };
  const length = LARGEST * Math.sqrt(words.length + unknown.length);
  const nearness = scores.reduce((most, score) => Math.max(most, score), 0) / length;
  const near = scores.filter((score) => score / length >= CLOSE_FROM).length;
  const close = words.length <= LOOKED_UP ? Math.max(near, complete) : near;
  if (close) return { word: "close", close, nearness };
  return { word: complete || nearness >= NEAR_FROM ? "some words in common" : "nothing near", close, nearness };
}

/** The published index: answers queries, and fetches only what each needs. */
export class Index {
  #folder;
  #fetch;
  #document;
  #topics;
  #stopWords;
  #emptyWords;
  #beforeNames;
  #closings;
  #sentences;
  #files = new Map();

  /** Open the index in a folder, whose address ends with a slash. */
  static async open(base, fetch = globalThis.fetch) {
    const folder = new URL(base, globalThis.location?.href);
    // The only file that changes under its name.
    const document = await fetched(fetch, new URL("index.json", folder), asJson, { cache: "no-cache" });
    if (document.format_version !== FORMAT_VERSION) throw new Error(`index format ${document.format_version}`);
    const index = new Index(folder, fetch, document);
    const { date, sentences, ...columns } = await index.#file("facets.json");
    index.#sentences = sentences;
    index.dates = datesOf(date);
    // Of each facet {name, label, is_level, latest_first, fewest, values: [[value, label], …], rows: [[place, …], …]}.
    index.facets = Object.fromEntries(
      document.facets.map((facet) => {
        const column = columns[facet.name] ? facetOf(columns[facet.name]) : yearsOf(index.dates);
        return [facet.name, { ...facet, ...column }];
      }),
    );
    return index;
  }

  constructor(folder, fetch, document) {
    this.#folder = new URL(`${document.folder}/`, folder);
    this.#fetch = fetch;
    this.#document = document;
    this.#topics = new Map(Object.entries(document.phrases));
    this.#stopWords = new Set(document.stop_words);
    this.#emptyWords = new Set(document.empty_words);
    this.#beforeNames = new Set(document.before_names);
    this.#closings = new Set(document.closings);
    this.stamp = document.stamp;
    this.assists = document.assists;
  }

  /** Return a query with its operators and filters. */
  parse(text) {
    return parseQuery(text, Object.keys(this.facets));
  }

  /** Return whether a word says nothing of what a problem is. */
  isEmpty(word) {
    return this.#emptyWords.has(word);
  }

  /**
   * Return what a query finds, under filters
   * `{values: {facet: [value, …]}, least: {facet: lowest level}, after: "2026-01-31", before: "…"}`.
   * Its `verdict` says how near it comes, by its telling `words`; `facets` holds Maps of counts by value.
   */
  async answer(query, filters = {}, limit = 10) {
    const asked = typeof query === "string" ? this.parse(query) : query;
    const [{ scored, words: listed }, isAllowed] = await Promise.all([this.#scored(asked), this.#condition(asked, filters)]);
    const covered = (isIn) => new Set(scored.flatMap(({ scores, covers }) => (isIn(scores) ? covers : [])));
    const known = covered((scores) => scores.size);
    const words = this.#meantBy(listed, asked.sequence, known);
    const { dates } = this;
    const totals = new Float64Array(dates.length);
    const telling = new Float64Array(dates.length);
    for (const { scores, covers } of scored) {
      const tells = !covers.length || covers.some((word) => words.includes(word));
      for (const [row, score] of scores) {
        totals[row] += score;
        if (tells) telling[row] += score;
      }
    }
    const found = [];
    for (let row = 0; row < dates.length; row++) {
      if ((telling[row] || !scored.length) && isAllowed(row)) found.push(row);
    }
    // The best first, or the newest where nothing scores; ties by id.
    if (scored.length) found.sort((a, b) => totals[b] - totals[a] || a - b);
    else found.sort((a, b) => (dates[a] < dates[b]) - (dates[a] > dates[b]) || a - b);

    const matches = found.slice(0, limit).map((row) => {
      const has = covered((scores) => scores.has(row));
      const notCovered = words.filter((word) => !has.has(word));
      return { row, score: totals[row], covered: words.filter((word) => has.has(word)), notCovered };
    });
    const unknown = words.filter((word) => !known.has(word));
    const having = words.map((word) => scored.filter(({ covers }) => covers.includes(word)));
    const complete = found.filter((row) => having.every((some) => some.some(({ scores }) => scores.has(row)))).length;
    return {
      matches,
      total: found.length,
      facets: this.#counts(found),
      words,
      unknown,
      verdict: verdictOf(found.map((row) => telling[row]), words, unknown, complete),
    };
  }

  /** Return what is shown of lessons: values of facets are ids, and `labels` holds their names by facet. */
  cards(rows) {
    const size = this.#document.cards_a_shard;
    return Promise.all(
      rows.map(async (row) => {
        const shard = await this.#file(`cards/${Math.floor(row / size)}.json`);
        const [id, title, problem, takeaway, contact, numbers] = shard[row % size];
        const statement = numbers.map((number) => this.#sentences[number]).join(". ");
        const [url, date] = [`lesson/${id}/`, this.dates[row]];
        const card = { id, title, problem, takeaway, contact, statement, url, date, labels: {} };
        for (const [name, column] of Object.entries(this.facets)) {
          const pairs = column.rows[row].map((place) => column.values[place]);
          card.labels[name] = pairs.map(([, label]) => label);
          card[name] = column.many ? pairs.map(([value]) => value) : (pairs[0]?.[0] ?? "");
        }
        return card;
      }),
    );
  }

  // Words that say what is meant: without names, unless nothing else is left.
  #meantBy(words, sequence, known) {
    const names = new Set(sequence.filter((_word, at) => this.#beforeNames.has(sequence[at - 1])));
    const first = Math.max(BEFORE_A_CLOSING, sequence.length - LONGEST_SIGNATURE);
    const closing = sequence.findIndex((word, at) => at >= first && this.#closings.has(word));
    if (closing >= 0) for (const word of sequence.slice(closing)) names.add(word);
    const meant = words.filter((word) => known.has(word) || !names.has(word));
    return meant.length ? meant : words;
  }

  #counts(found) {
    const facets = {};
    for (const [name, { values, rows }] of Object.entries(this.facets)) {
      const counts = values.map(([value]) => [value, 0]);
      for (const row of found) for (const place of rows[row]) counts[place][1]++;
      facets[name] = new Map(counts.filter(([, count]) => count).sort((a, b) => b[1] - a[1]));
    }
    return facets;
  }

  async #scored({ words, prefixes, sequence }) {
    const isScored = (word) => !this.#stopWords.has(word);
    const terms = new Map();
    const cover = (term, some) => terms.set(term, unique([...(terms.get(term) ?? []), ...some]));
    let telling = words.filter(isScored);
    for (const word of telling) cover(stem(word), [word]);
    for (const { topic, start, end } of topicsIn(sequence, this.#topics)) {
      cover(`#${topic}`, sequence.slice(start, end).filter(isScored));
    }
    if (!terms.size && !prefixes.length) {
      for (const word of words) cover(`=${word}`, [word]);
      telling = words;
    }
    const last = sequence.at(-1);
    const scored = await Promise.all([
      ...Array.from(terms, async ([term, covers]) => {
        const scores = await this.#scores(term);
        const isUnfinished = !scores.size && telling.includes(last) && term === stem(last);
        return { scores: isUnfinished ? await this.#beginning(last) : scores, covers };
      }),
      ...prefixes.map(async (prefix) => ({ scores: await this.#beginning(prefix), covers: [`${prefix}*`] })),
    ]);
    const named = new Set([...terms].flatMap(([term, covers]) => (term.startsWith("#") ? covers : [])));
    const tells = (word) => !this.isEmpty(word) && (lettersOf(word) > 1 || /\p{Decimal_Number}/u.test(word));
    const strong = telling.filter((word) => named.has(word) || tells(word));
    return { scored, words: [...(strong.length ? strong : telling), ...prefixes.map((prefix) => `${prefix}*`)] };
  }

  // The best score in each lesson of any stem that some letters may be the start of.
  async #beginning(letters) {
    const all = [...letters];
    if (all.length < FEWEST_LETTERS) return this.#scores(letters);
    let found = await this.#startingWith(letters);
    if (!found.length) {
      const shorter = [];
      for (let count = Math.min(all.length - 1, LONGEST_STEM); count >= SHORTEST_STEM; count--) {
        shorter.push(this.#scores(all.slice(0, count).join("")));
      }
      found = (await Promise.all(shorter)).filter((scores) => scores.size).slice(0, 1);
    }
    const best = new Map();
    for (const scores of found) {
      for (const [row, score] of scores) best.set(row, Math.max(score, best.get(row) ?? 0));
    }
    return best;
  }

  async #startingWith(letters) {
    const firsts = this.#document.first_terms;
    const first = Math.max(0, this.#shardOf(letters));
    let end = first + 1;
    while (firsts[end]?.startsWith(letters)) end++;
    const shards = firsts.slice(first, end).map((_term, at) => `terms/${first + at}.bin`);
    const found = [];
    while (shards.length && found.length < MOST_EXPANSIONS) {
      const some = shards.splice(0, AT_ONCE).map((path) => this.#file(path, asScores));
      for (const terms of await Promise.all(some)) {
        for (const [term, scores] of terms) if (term.startsWith(letters)) found.push(scores);
      }
    }
    return found.slice(0, MOST_EXPANSIONS);
  }

  async #condition(query, { values = {}, least = {}, after = "", before = "" }) {
    const wanted = { ...values };
    for (const [name, value] of query.filters) {
      const meant = (name === "tag" && this.#topics.get(tokens(value).join(" "))) || value;
      wanted[name] = [...(wanted[name] ?? []), meant];
    }
    const tests = Object.entries(wanted).map(([name, some]) => {
      const column = this.facets[name];
      const isWanted = column.values.map(([value]) => some.includes(value));
      return (row) => column.rows[row].some((place) => isWanted[place]);
    });
    for (const [name, level] of Object.entries(least)) {
      const column = this.facets[name];
      tests.push((row) => column.rows[row].some((place) => Number(column.values[place][0]) >= level));
    }
    if (after) tests.push((row) => this.dates[row] >= after);
    if (before) tests.push((row) => this.dates[row] <= before);
    const excluded = query.excluded.filter((word) => !this.#stopWords.has(word));
    const [without, together] = await Promise.all([
      Promise.all(excluded.map((word) => this.#scores(stem(word)))),
      Promise.all(query.phrases.map((phrase) => this.#together(phrase))),
    ]);
    for (const scores of without) tests.push((row) => !scores.has(row));
    tests.push(...together);
    return (row) => tests.every((test) => test(row));
  }

  async #together(phrase) {
    const parts = await Promise.all(
      // Any word may stand in the place of a stop word.
      Array.from(phrase.entries())
        .filter(([, word]) => !this.#stopWords.has(word))
        .map(async ([at, word]) => [at, await this.#postings("positions", stem(word), asPositions)]),
    );
    if (!parts.length) return () => true;
    const [[start, places], ...others] = parts;
    const goesOn = (row, from) => others.every(([at, its]) => its.get(row)?.includes(from + at));
    return (row) => places.get(row)?.some((position) => goesOn(row, position - start));
  }

  #scores(term) {
    return this.#postings("terms", term, asScores);
  }

  async #postings(kind, term, decode) {
    const shard = this.#shardOf(term);
    const terms = shard < 0 ? null : await this.#file(`${kind}/${shard}.bin`, decode);
    return terms?.get(term) ?? new Map();
  }

  // The number of the shard that has a term if any has, or -1.
  #shardOf(term) {
    const firsts = this.#document.first_terms;
    let [low, high] = [0, firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compared(firsts[middle], term) > 0) high = middle;
      else low = middle + 1;
    }
    return low - 1;
  }

  // Each is fetched once, and again if it could not be.
  #file(path, decode = asJson) {
    if (!this.#files.has(path)) {
      const file = fetched(this.#fetch, new URL(path, this.#folder), decode);
      this.#files.set(path, file);
      file.catch(() => this.#files.delete(path));
    }
    return this.#files.get(path);
  }
}

async function fetched(fetch, address, decode, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return decode(response);
}

// The numbers of a column: a letter each, passing over surrogates.
function numbersOf(letters) {
  return Array.from(letters, (letter) => {
    const code = letter.codePointAt(0);
    return code - (code < 0xe000 ? 0x30 : 0x830);
  });
}

// A facet's lessons share their lists of places: there are few, of thousands of lessons.
function facetOf({ values, counts, rows }) {
  const places = numbersOf(rows);
  if (counts === undefined) {
    const lists = [[], ...values.map((_value, place) => [place])];
    return { values, rows: places.map((number) => lists[number]) };
  }
  let done = 0;
  return { values, many: true, rows: numbersOf(counts).map((count) => places.slice(done, (done += count))) };
}

function datesOf({ first, rows }) {
  const before = Date.parse(first) - DAY;
  const days = new Map([[0, ""]]);
  return numbersOf(rows).map((number) => {
    if (!days.has(number)) days.set(number, new Date(before + number * DAY).toISOString().slice(0, 10));
    return days.get(number);
  });
}

function yearsOf(dates) {
  const years = unique(dates.map((date) => date.slice(0, 4))).filter(Boolean).sort();
  const lists = new Map([["", []], ...years.map((year, place) => [year, [place]])]);
  return { values: years.map((year) => [year, year]), rows: dates.map((date) => lists.get(date.slice(0, 4))) };
}

const asJson = (response) => response.json();

function asScores(response) {
  return decoded(response, (number, byte) => {
    const rows = rising(number(), number);
    return new Map(rows.map((row) => [row, byte() + 256 * byte()]));
  });
}

function asPositions(response) {
  return decoded(response, (number) => {
    let row = 0;
    return new Map(Array.from({ length: number() }, () => [(row += number()), rising(number(), number)]));
  });
}

async function decoded(response, read) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const utf8 = new TextDecoder();
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
  const terms = new Map();
  let name = [];
  while (at < bytes.length) {
    // What a term shares with the one before may end inside a letter.
    name = name.slice(0, number());
    for (let left = number(); left > 0; left--) name.push(byte());
    terms.set(utf8.decode(Uint8Array.from(name)), read(number, byte));
  }
  return terms;
}

function rising(length, number) {
  let value = 0;
  return Array.from({ length }, () => (value += number()));
}

const unique = (words) => [...new Set(words)];
// A letter may be two units of a text.
const lettersOf = (text) => [...text].length;

// By code point, as shards are.
function compared(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}
