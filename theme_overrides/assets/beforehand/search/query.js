// Queries with and without operators. The rules are those of site_builder/search/query.py: change both or neither.
import { unique } from "./order.js";
import { fold, LETTER, stem, wordsIn } from "./words.js";

// What is no white space to Python or to JavaScript.
const SIGN = String.raw`[^\s\x1c-\x1f\x85]`;

/** Return topics, of a Map by phrase of stems, that words name: `{topic, start, end}`, the longest phrase at each place. */
export function topicsIn(words, topics) {
  const stems = words.map(stem);
  const longest = Math.max(0, ...Array.from(topics.keys(), (phrase) => phrase.split(" ").length));
  const found = [];
  for (let start = 0; start < words.length; start++) {
    for (let end = Math.min(words.length, start + longest); end > start; end--) {
      const topic = topics.get(stems.slice(start, end).join(" "));
      if (!topic) continue;
      found.push({ topic, start, end });
      start = end - 1;
    }
  }
  return found;
}

/**
 * Return a query with its operators: quotes, `-word`, `prefix*`, and `name:value` for names of facets. In its `sequence`
 * words may be repeated; what it `said` is the text without operators, whose meaning counts.
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
  const said = [];
  for (const { groups } of text.matchAll(part)) {
    const { not, name, value, phrase, word } = groups;
    if (name && !not) {
      filters.set(`${name}:${fold(value)}`, [name, fold(value)]);
      continue;
    }
    const written = phrase ?? word ?? value;
    const { tokens: found, forms } = wordsIn(written);
    const wholes = forms.filter(({ parts }) => parts);
    if (not) {
      excluded.push(...whole(found, wholes));
      continue;
    }
    said.push(written);
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
    said: said.join(" "),
  };
}

/** Return a text as a query of words, without operators. */
export function plainQuery(text) {
  const { tokens: sequence, forms } = wordsIn(text);
  const joined = uniqueJoined(joinedOf(sequence, forms.filter(({ parts }) => parts)));
  return { words: unique(sequence), prefixes: [], phrases: [], excluded: [], filters: [], joined, sequence, said: text };
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

/** Return neighbours that may be one word: `[joined, [one, other]]`. */
export function pairsOf(sequence, isApart) {
  return sequence.slice(1).flatMap((second, at) => {
    const first = sequence[at];
    return isApart(first) || isApart(second) ? [] : [[first + second, [first, second]]];
  });
}
