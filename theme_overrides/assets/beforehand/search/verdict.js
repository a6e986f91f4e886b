// What was meant, and how near an answer comes to it. The rules are those of site_builder/search/filling.py and verdict.py:
// change both or neither.
const LARGEST = 65_535;
const CLOSE_FROM = 0.35;
const NEAR_FROM = 0.135;
const LOOKED_UP = 2;
const BEFORE_A_CLOSING = 8;
const LONGEST_SIGNATURE = 16;

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

/** Return the words of a sequence that are names, unless a lesson has them: after some words, and from a closing one on. */
export function namesIn(sequence, { beforeNames, closings }) {
  const names = new Set(sequence.filter((_word, at) => beforeNames.has(sequence[at - 1])));
  const first = Math.max(BEFORE_A_CLOSING, sequence.length - LONGEST_SIGNATURE);
  const closing = sequence.findIndex((word, at) => at >= first && closings.has(word));
  if (closing >= 0) for (const word of sequence.slice(closing)) names.add(word);
  return names;
}

/** Return the words that say what is meant: without names that no lesson has, unless nothing else is left. */
export function meantBy(words, sequence, known, lists) {
  const names = namesIn(sequence, lists);
  const meant = words.filter((word) => known.has(word) || !names.has(word));
  return meant.length ? meant : words;
}
