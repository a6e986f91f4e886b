// What was meant, and how near an answer comes to it. The rules are those of site_builder/search/filling.py and verdict.py:
// change both or neither.
const LARGEST = 65_535;
const CLOSE_FROM = 0.35;
const NEAR_FROM = 0.135;
const ONE = 16_384;
const BOTH_CLOSE_FROM = 1;
const BOTH_NEAR_FROM = 0.375;
const LOOKED_UP = 2;
const BEFORE_A_CLOSING = 8;
const LONGEST_SIGNATURE = 16;

/** Least likeness in meaning of a lesson that is not far off by that alone. */
export const LEAST_NEAR = Math.ceil(BOTH_NEAR_FROM * ONE);

/**
 * Return how near an answer comes, in a word, with the number of lessons that come close, from the scores of those found
 * by its telling words, of which no lesson has some, how many lessons have all, and the likeness in meaning of each found.
 */
export function verdictOf(scores, words, unknown, complete, near = []) {
  if (!words.length) return { word: "", close: 0, nearness: 0 };
  const length = LARGEST * Math.sqrt(words.length + unknown.length);
  const [closeFrom, nearFrom] = near.length ? [BOTH_CLOSE_FROM, BOTH_NEAR_FROM] : [CLOSE_FROM, NEAR_FROM];
  const each = scores.map((score) => score / length);
  const both = near.length ? each.map((one, at) => one + near[at] / ONE) : each;
  const nearness = both.reduce((most, one) => Math.max(most, one), 0);
  const come = each.filter((one, at) => one >= CLOSE_FROM || both[at] >= closeFrom).length;
  const close = words.length <= LOOKED_UP ? Math.max(come, complete) : come;
  if (close) return { word: "close", close, nearness };
  if (!complete && nearness < nearFrom) return { word: "nothing near", close, nearness };
  return { word: scores.some(Boolean) ? "some words in common" : "some likeness in meaning", close, nearness };
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
