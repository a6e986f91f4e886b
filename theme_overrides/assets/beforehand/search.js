// Ranks lessons as `lessons search` does. The rules are those of analysis.py, query.py, answer.py, filling.py, verdict.py and postings.py
// in site_builder/search: change both or neither.

const UNSPACED =
  String.raw`\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff` +
  String.raw`\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}`;
const LETTER = String.raw`[\p{L}\p{N}_]`;
const W = String.raw`(?:(?![${UNSPACED}])${LETTER})`;
const RUN = new RegExp(
  String.raw`${W}+(?:(?:\+\+|#)(?!${LETTER}|[+#])|(?:-${W}+)+|(?<=\p{Nd})(?:\.\p{Nd}+)+${W}*` +
    String.raw`|(?<!${LETTER}{2})(?: ?& ?${W}(?!${LETTER})|/${W}(?!${LETTER}))+` +
    String.raw`|(?<!${LETTER}{4})(?:&${W}{1,3}(?!${LETTER}))+` +
    String.raw`|(?<=\p{Nd})(?<!${LETTER}{4})/\p{Nd}{1,3}(?!${LETTER}|/))?(?:'s(?!${LETTER}))?` +
    String.raw`|[.@](?<!(?:${LETTER}|[.@]).)(?=[a-z])${W}+|(?:(?=${LETTER})[${UNSPACED}])+`,
  "gu",
);
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const MOST_PARTS = 4;
// What is no white space to Python or to JavaScript.
const SIGN = String.raw`[^\s\x1c-\x1f\x85]`;
const FORMAT_VERSION = 4;
const FEWEST_LETTERS = 3;
const SHORTEST_STEM = 4;
const LONGEST_STEM = 64;
const MOST_EXPANSIONS = 100;
const LARGEST = 65_535;
const CLOSE_FROM = 0.35;
const NEAR_FROM = 0.135;
const BEFORE_A_CLOSING = 8;
const LONGEST_SIGNATURE = 16;
const LOOKED_UP = 2;
const MOST_APART = 4;
const MOST_LOOKED_UP = 20;
const UNFINISHED = 2;
const AT_ONCE = 8;
const FEWEST_OF_A_SLIP = 5;
const LETTERS_OF_TWO = 7;
const LETTERS_OF_ANY = 10;
const DAY = 86_400_000;

// The small sigma at the end of a word is taken for the other. Letters that are one with a stroke are not taken apart by
// Unicode; signs that show where a word may break, or how its letters join, go.
const LETTERS = new Map(
  `ςσ ßss æae œoe øo łl đd ðd þth ıi ŋn ħh ŧt ĸk ƀb ɓb ɗd ƙk ƴy ƶz ɨi ʉu ɛe ɔo ىي یي کك ’' ‘' ‛' ʼ' ʻ' ′' ‐- \xad \u0640 \u200c \u200d \u2060`
    .split(" ")
    .map((pair) => [pair[0], pair.slice(1)]),
);
const FOLDED = new RegExp(String.raw`[${[...LETTERS.keys()].join("")}]|\p{M}|(?![\0-\x7f])[\p{P}\p{S}\p{Z}]`, "gu");

/** Return a text in lower case, without accents. */
export function fold(text) {
  const lower = text.normalize("NFKD").toLowerCase();
  return lower.replace(FOLDED, (letter) => LETTERS.get(letter) ?? (/\p{M}/u.test(letter) ? "" : " "));
}

/**
 * Return the words of a text: its `tokens`, and `forms` of some that stand together, `{text, last, parts}`: words with
 * hyphens as they are written without, names with their sign, and single letters of scripts without spaces.
 */
export function wordsIn(text) {
  const found = [];
  const forms = [];
  for (const [run] of fold(text).matchAll(RUN)) {
    const parts = takenApart(run).map((part) => part.text);
    found.push(...parts);
    const last = found.length - 1;
    if (IS_UNSPACED.test(run)) {
      const letters = [...run];
      const first = last - parts.length + 1;
      if (letters.length > 1) letters.forEach((one, at) => forms.push({ text: one, last: Math.min(first + at, last), parts: 0 }));
    } else if (/^[.@]/u.test(run)) {
      forms.push({ text: run.replace(/'s$/u, ""), last, parts: 1 });
    } else if (parts.length > 1 && parts.length <= MOST_PARTS && !/^\p{Nd}*$/u.test(parts.join(""))) {
      forms.push({ text: parts.join(""), last, parts: parts.length });
    }
  }
  return { tokens: found, forms };
}

/** Return the tokens of a text. */
export function tokens(text) {
  return wordsIn(text).tokens;
}

// The tokens of a run of letters, with their places in it: pairs of letters where no space parts words.
function takenApart(run) {
  const parts = [];
  if (IS_UNSPACED.test(run)) {
    const letters = [...run];
    let start = 0;
    for (let at = 0; at < Math.max(1, letters.length - 1); at++) {
      const pair = letters.slice(at, at + 2).join("");
      parts.push({ text: pair, start, end: start + pair.length });
      start += letters[at].length;
    }
    return parts;
  }
  let start = /^[.@]/u.test(run) ? 1 : 0;
  for (const part of run.slice(start).replace(/'s$/u, "").split("-")) {
    parts.push({ text: part.replaceAll(" ", ""), start, end: start + part.length });
    start += part.length + 1;
  }
  return parts;
}

/** Return the tokens of a text as `{text, start, end}`, by their places in it as written; some may overlap. */
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
  const placed = [];
  let least = 0;
  for (const { 0: run, index } of folded.matchAll(RUN)) {
    for (const part of takenApart(run)) {
      // A single letter such as a half holds two tokens; the first has it.
      const start = Math.max(least, places[index + part.start][0]);
      placed.push({ text: part.text, start, end: Math.max(start, places[index + part.end - 1][1]) });
    }
    least = placed.at(-1).end;
  }
  return placed;
}

/** Return where words of an answer, some with a star, stand in a text: starts and ends. */
export function highlights(text, words) {
  const stems = new Set(words.map((word) => stem(fold(word))));
  const beginnings = words.filter((word) => word.endsWith("*")).map((word) => word.slice(0, -1));
  const isAsked = (word) => stems.has(stem(word)) || beginnings.some((letters) => word.startsWith(letters));
  const marks = [];
  for (const { text: word, start, end } of placedTokens(text)) {
    if (start >= end || !isAsked(word)) continue;
    if (start < marks.at(-1)?.[1]) marks.at(-1)[1] = end;
    else marks.push([start, end]);
  }
  return marks;
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
      String.raw`|(?<name>${names.join("|")}):(?<value>[\p{L}\p{N}_-]+)|(?<word>${LETTER} & ${LETTER}(?!${SIGN})|[^\s\x1c-\x1f\x85"“”]+))`,
    "gu",
  );
  const sequence = [];
  const prefixes = [];
  const phrases = new Map();
  const excluded = [];
  const filters = new Map();
  const joined = [];
  for (const { groups } of text.matchAll(part)) {
    const { not, name, value, phrase, word } = groups;
    if (name && !not) {
      filters.set(`${name}:${fold(value)}`, [name, fold(value)]);
      continue;
    }
    const { tokens: found, forms } = wordsIn(phrase ?? word ?? value);
    const wholes = forms.filter(({ parts }) => parts);
    if (not) {
      excluded.push(...whole(found, wholes));
      continue;
    }
    if (found.length && word?.endsWith("*")) prefixes.push(found.pop());
    else joined.push(...joinedOf(found, wholes));
    if (found.length > 1 && phrase !== undefined) phrases.set(found.join(" "), found);
    sequence.push(...found);
  }
  return {
    words: unique(sequence),
    prefixes: unique(prefixes),
    phrases: [...phrases.values()],
    excluded: unique(excluded),
    filters: [...filters.values()],
    joined: uniqueJoined(joined),
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

/** Return a text as a query of words, without operators. */
export function plainQuery(text) {
  const { tokens: sequence, forms } = wordsIn(text);
  const joined = uniqueJoined(joinedOf(sequence, forms.filter(({ parts }) => parts)));
  return { words: unique(sequence), prefixes: [], phrases: [], excluded: [], filters: [], joined, sequence };
}

// Words with hyphens as they are written without, each with its parts.
function joinedOf(found, wholes) {
  return wholes.map(({ text, last, parts }) => [text, found.slice(last + 1 - parts, last + 1)]);
}

function uniqueJoined(joined) {
  return [...new Map(joined.map((pair) => [pair.flat().join(" "), pair])).values()];
}

function whole(found, wholes) {
  const texts = new Map(wholes.map(({ text, last }) => [last, text]));
  const isWithin = (at) => wholes.some(({ last, parts }) => at <= last && at > last - parts);
  return found.map((word, at) => texts.get(at) ?? (isWithin(at) ? "" : word)).filter(Boolean);
}

// Neighbours that may be one word: `[joined, [one, other]]`.
function pairsOf(sequence, isApart) {
  return sequence.slice(1).flatMap((second, at) => {
    const first = sequence[at];
    return isApart(first) || isApart(second) ? [] : [[first + second, [first, second]]];
  });
}

// How many letters are wrong, missing, left over or swapped.
function lettersApart(word, other) {
  const [a, b] = [[...word], [...other]];
  const rows = [b.map((_letter, at) => at), ...a.map(() => [])];
  rows[0].push(b.length);
  a.forEach((letter, i) => {
    const row = [i + 1];
    rows[i + 1] = row;
    b.forEach((its, j) => {
      const least = Math.min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (letter !== its));
      const isSwapped = i && j && letter === b[j - 1] && a[i - 1] === its;
      row.push(isSwapped ? Math.min(least, rows[i - 1][j - 1] + 1) : least);
    });
  });
  return rows[a.length][b.length];
}

/** Return whether one word is another, misspelt or mistyped, or a form of it. */
export function isSlip(word, other) {
  return isSlipOf(word, other) || isSlipOf(stem(word), stem(other));
}

function isSlipOf(word, other) {
  const [letters, its] = [lettersOf(word), lettersOf(other)];
  const isLong = letters >= LETTERS_OF_TWO;
  if (Math.min(letters, its) < FEWEST_OF_A_SLIP || Math.abs(letters - its) > 2) return false;
  const apart = lettersApart(word, other);
  if (apart < 1 || apart > (isLong ? 2 : 1)) return false;
  const isLeftOut = letters < its;
  const isSwapped = sorted(word) === sorted(other);
  if (bones(word) === bones(other)) return isLong || isLeftOut || isSwapped || single(word) === single(other);
  return apart === 1 && (isSwapped || (isLeftOut && letters > FEWEST_OF_A_SLIP) || letters >= LETTERS_OF_ANY);
}

const sorted = (word) => [...word].sort().join("");
const single = (word) => word.replace(/(.)\1+/gu, "$1");
const bones = (word) => single(word.replace(/[aeiou]/gu, ""));

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
  #apart;
  #sentences;
  #known;
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
    this.#apart = new Set(document.apart);
    this.stamp = document.stamp;
    this.assists = document.assists;
  }

  /** Return a query with its operators and filters. */
  parse(text) {
    return parseQuery(text, Object.keys(this.facets));
  }

  /** Return the lessons that were replaced or withdrawn. */
  gone() {
    return this.#file("gone.json");
  }

  /** Return the filters of a query that name no value, each with what it may have meant: `[name, value, label]`. */
  unknownFilters(query) {
    return query.filters.flatMap(([name, value]) => {
      const { values, label } = this.facets[name];
      if (values.some(([one]) => one === value) || (name === "tag" && this.#topics.has(tokens(value).join(" ")))) return [];
      const ranked = values.map(([one]) => [lettersApart(value, one), one]).filter(([apart]) => apart < MOST_APART);
      ranked.sort(([a, one], [b, other]) => a - b || compared(one, other));
      return [[label, value, ranked[0]?.[1] ?? ""]];
    });
  }

  /** Return whether a word says nothing of what a problem is. */
  isEmpty(word) {
    return this.#emptyWords.has(word);
  }

  /**
   * Return what a query finds, under filters
   * `{values: {facet: [value, …]}, least: {facet: lowest level}, after: "2026-01-31", before: "…"}`.
   * Its `verdict` says how near it comes, by its telling `words`; `facets` holds Maps of counts by value; `also` has
   * pairs of a word that no lesson has and what was searched for it.
   */
  async answer(query, filters = {}, limit = 10) {
    const asked = typeof query === "string" ? this.parse(query) : query;
    const [{ scored, words: listed, also }, isAllowed] = await Promise.all([
      this.#scored(asked),
      this.#condition(asked, filters),
    ]);
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
      also,
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

  async #scored({ words, prefixes, sequence, joined }) {
    const isScored = (word) => !this.#stopWords.has(word);
    let telling = words.filter(isScored);
    const terms = new Map();
    const cover = (term, some) => terms.set(term, unique([...(terms.get(term) ?? []), ...some]));
    for (const word of telling) cover(stem(word), [word]);
    for (const { topic, start, end } of topicsIn(sequence, this.#topics)) {
      cover(`#${topic}`, sequence.slice(start, end).filter(isScored));
    }
    const scored = new Map();
    await Promise.all(
      Array.from(terms, async ([term, covers]) => scored.set(term, { scores: await this.#scores(term), covers })),
    );
    await this.#scoreJoined(scored, sequence, joined);
    const also = await this.#scoreUnknown(scored, telling, sequence.at(-1));
    await Promise.all(
      prefixes.map(async (prefix) => {
        const started = await this.#startingWith(prefix);
        const scores = started.size ? started : await this.#cutShort(prefix);
        scored.set(`${prefix}*`, { scores, covers: [`${prefix}*`] });
      }),
    );
    if (!scored.size) {
      for (const word of words) scored.set(`=${word}`, { scores: await this.#scores(`=${word}`), covers: [word] });
      telling = words;
    }
    const named = new Set([...terms].flatMap(([term, covers]) => (term.startsWith("#") ? covers : [])));
    const strong = telling.filter((word) => named.has(word) || (!this.isEmpty(word) && isTelling(word)));
    const shown = [...(strong.length ? strong : telling), ...prefixes.map((prefix) => `${prefix}*`)];
    return { scored: [...scored.values()], words: shown, also };
  }

  // A word of several counts in lessons that lack one of them; a name with its sign counts beside the name.
  async #scoreJoined(scored, sequence, joined) {
    const pairs = pairsOf(sequence, (word) => this.#apart.has(word));
    const known = pairs.length ? (await this.#words()).known : new Set();
    const all = [...joined, ...pairs.filter(([word]) => known.has(word))];
    const found = await Promise.all(all.map(([word]) => this.#scores(stem(word))));
    all.forEach(([word, parts], at) => {
      if (scored.has(stem(word))) return;
      const covers = parts.filter((part) => !this.#stopWords.has(part));
      const having = covers.length < 2 ? [new Map()] : covers.map((part) => scored.get(stem(part)).scores);
      const scores = [...found[at]].filter(([row]) => !having.every((one) => one.has(row)));
      scored.set(stem(word), { scores: new Map(scores), covers });
    });
  }

  // What is searched for words that no lesson has: the last may be unfinished, others misspelt.
  async #scoreUnknown(scored, telling, last) {
    const known = new Set([...scored.values()].flatMap(({ scores, covers }) => (scores.size ? covers : [])));
    const also = [];
    let lookedUp = 0;
    for (const word of telling) {
      const term = scored.get(stem(word));
      if (term.scores.size || (known.has(word) && word !== last)) continue;
      let scores = word === last ? await this.#startingWith(word) : new Map();
      if (!scores.size && !known.has(word) && lookedUp < MOST_LOOKED_UP) {
        lookedUp += 1;
        const meant = await this.#meant(word);
        // What is two words is not one that is unfinished.
        if (word === last && !meant?.text.includes(" ")) scores = await this.#cutShort(word, UNFINISHED);
        if (meant && !scores.size) {
          also.push([word, meant.text]);
          scores = meant.scores;
        }
      }
      if (!scores.size && word === last) scores = await this.#cutShort(word);
      scored.set(stem(word), { ...term, scores });
    }
    return also;
  }

  // Two words that a word joins, or the most frequent one of which it is a slip; undefined for nothing.
  async #meant(word) {
    if (this.isEmpty(word)) return undefined;
    const { groups, known } = await this.#words();
    const isScored = (part) => !this.#stopWords.has(part);
    const isPart = (part) => known.has(part) || (!isScored(part) && !this.#apart.has(part));
    const letters = [...word];
    for (let end = 1; end < letters.length; end++) {
      const parts = [letters.slice(0, end).join(""), letters.slice(end).join("")];
      if (!parts.every(isPart) || !parts.some(isScored)) continue;
      const isThere = await this.#together(parts);
      const each = await Promise.all(parts.filter(isScored).map((part) => this.#scores(stem(part))));
      const rows = [...each[0].keys()].filter(isThere);
      const sum = (row) => each.reduce((total, scores) => total + scores.get(row), 0);
      if (rows.length) return { text: parts.join(" "), scores: new Map(rows.map((row) => [row, sum(row)])) };
    }
    if (letters.length < FEWEST_OF_A_SLIP || !IS_LETTERS.test(word)) return undefined;
    for (const others of groups) {
      const slips = others.filter((other) => other.startsWith(letters[0]) && isSlip(word, other));
      const ranked = slips.map((other) => [lettersApart(word, other), other]);
      ranked.sort(([a, one], [b, other]) => a - b || compared(one, other));
      if (ranked.length) return { text: ranked[0][1], scores: await this.#scores(stem(ranked[0][1])) };
    }
    return undefined;
  }

  // The most frequent words: those that equally many lessons have together.
  async #words() {
    const texts = await this.#file("words.json");
    this.#known ??= { groups: texts.map((text) => text.split(" ")), known: new Set(texts.flatMap((text) => text.split(" "))) };
    return this.#known;
  }

  async #cutShort(letters, most = letters.length) {
    const all = [...letters];
    const shortest = Math.max(SHORTEST_STEM, all.length - most);
    const shorter = [];
    for (let count = Math.min(all.length - 1, LONGEST_STEM); count >= shortest; count--) {
      shorter.push(this.#scores(all.slice(0, count).join("")));
    }
    return (await Promise.all(shorter)).find((scores) => scores.size) ?? new Map();
  }

  // The best score in each lesson of any stem that begins with some letters.
  async #startingWith(letters) {
    if (lettersOf(letters) < FEWEST_LETTERS) return this.#scores(letters);
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
    const best = new Map();
    for (const scores of found.slice(0, MOST_EXPANSIONS)) {
      for (const [row, score] of scores) best.set(row, Math.max(score, best.get(row) ?? 0));
    }
    return best;
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
      Array.from(phrase.entries(), async ([at, word]) => {
        const term = this.#stopWords.has(word) ? `=${word}` : stem(word);
        return [at, await this.#postings("positions", term, asPositions)];
      }),
    );
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

const IS_LETTERS = /^\p{L}+$/u;
const isTelling = (word) => lettersOf(word) > 1 || /^\p{Decimal_Number}$/u.test(word) || IS_UNSPACED.test(word);
const unique = (words) => [...new Set(words)];
// A letter may be two units of a text.
const lettersOf = (text) => [...text].length;

// By code point, as shards are.
function compared(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}
