// The words of a text, their stems and their misspellings. The rules are those of analysis.py and meant.py in
// site_builder/search: change both or neither.

const UNSPACED =
  String.raw`\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff` +
  String.raw`\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}`;
export const LETTER = String.raw`[\p{L}\p{N}_]`;
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
export const FEWEST_OF_A_SLIP = 5;
const LETTERS_OF_TWO = 7;
const LETTERS_OF_ANY = 10;

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

/** Return how many letters are wrong, missing, left over or swapped. */
export function lettersApart(word, other) {
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

/** Return whether a word is more than a letter that stands alone. */
export const isTelling = (word) => lettersOf(word) > 1 || /^\p{Decimal_Number}$/u.test(word) || IS_UNSPACED.test(word);

/** Return the number of letters, each of which may be two units of a text. */
export const lettersOf = (text) => [...text].length;
