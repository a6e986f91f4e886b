// Takes texts into the tokens of the model, by the rules of wordpiece.py in site_builder/meaning: change both or neither.

const MOST_TOKENS = 128;
const MOST_CHARACTERS = 10_000;
const MOST_OF_A_WORD = 100;
const [UNKNOWN, BEGIN, END] = [100, 101, 102];
const IDEOGRAPHS = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0xf900, 0xfaff],
  [0x20000, 0x2fa1f],
];
const [FIRST_SYLLABLE, LAST_SYLLABLE] = [0xac00, 0xd7a3];
const isIdeograph = (code) => IDEOGRAPHS.some(([first, last]) => first <= code && code <= last);

/** Takes texts into tokens: the rules of BERT without capitals. */
export class WordPiece {
  /** Take `vocab.txt` as a text, and `letters.json` as it is parsed. */
  constructor(vocabulary, letters) {
    this.ids = new Map(
      vocabulary
        .split("\n")
        .slice(0, -1)
        .map((word, id) => [word, id]),
    );
    this.letters = new Map();
    for (const [runs, text] of [
      [letters.dropped, ""],
      [letters.spaces, " "],
    ]) {
      for (const [first, last] of runs) for (let code = first; code <= last; code++) this.letters.set(code, text);
    }
    const signs = new Set();
    for (const [first, last] of letters.apart) {
      for (let code = first; code <= last; code++) {
        signs.add(String.fromCodePoint(code));
        this.letters.set(code, ` ${String.fromCodePoint(code)} `);
      }
    }
    for (const [text, some] of Object.entries(letters.folded)) {
      for (const letter of some) {
        const code = letter.codePointAt(0);
        this.letters.set(code, signs.has(text) || isIdeograph(code) ? ` ${text} ` : text);
      }
    }
  }

  /** Return the tokens of a text, 128 at most. */
  tokens(text) {
    const plain = [];
    for (const letter of text) {
      if (plain.length === MOST_CHARACTERS) break;
      const code = letter.codePointAt(0);
      plain.push(this.letters.get(code) ?? otherwise(code, letter));
    }
    const found = [];
    for (const word of plain.join("").split(" ")) {
      if (word) found.push(...this.pieces(Array.from(word)));
      if (found.length >= MOST_TOKENS - 2) break;
    }
    return [BEGIN, ...found.slice(0, MOST_TOKENS - 2), END];
  }

  /** Return the longest pieces that a word is made of, from its beginning. */
  pieces(word) {
    const found = [];
    for (let start = 0; start < word.length && word.length <= MOST_OF_A_WORD; ) {
      let id;
      let end = word.length;
      for (; end > start && id === undefined; end--) id = this.ids.get((start ? "##" : "") + word.slice(start, end).join(""));
      if (id === undefined) return [UNKNOWN];
      found.push(id);
      start = end + 1;
    }
    return found.length ? found : [UNKNOWN];
  }
}

/** Return what becomes of a character that the table does not list. */
function otherwise(code, letter) {
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) {
    const place = code - FIRST_SYLLABLE;
    const last = place % 28;
    const rest = (place - last) / 28;
    const middle = rest % 21;
    const parts = [0x1100 + (rest - middle) / 21, 0x1161 + middle, ...(last ? [0x11a7 + last] : [])];
    return String.fromCodePoint(...parts);
  }
  return isIdeograph(code) ? ` ${letter} ` : letter;
}
