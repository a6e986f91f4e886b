// The score of a term in a lesson, of its postings. The rules are those of site_builder/search/scores.py, operation by
// operation, since each rounds: change both or neither.
const K1 = 1.5;
const B = { text: 0.75, head: 0.5, common: 0.75, topics: 0 };
const HEAD_WEIGHT = 0.5;
const LARGEST = 65_535;
const LN_2 = 0.6931471805599453;

/** Whole scores of terms, by lesson, of so many. */
export class Scorer {
  #count;
  #scale;

  constructor(count) {
    this.#count = count;
    const rarest = ln(1 + (count - 0.5) / 1.5);
    this.#scale = count ? LARGEST / ((K1 + 1) * (1 + HEAD_WEIGHT) * rarest) : 0;
  }

  /** Return the scores of a term, from its postings `{rows, counts}` and the lengths of lessons, `{field: {each, mean}}`. */
  scores(term, { rows, counts }, lengths) {
    const scores = new Map();
    if (!rows.length) return scores;
    const set = (row, score) => scores.set(row, Math.floor(score * this.#scale + 0.5) || 1);
    const mark = term[0];
    if (mark === "#" || mark === "=") {
      const bm25 = this.#bm25(mark === "#" ? "topics" : "common", rows.length, lengths);
      for (let at = 0; at < rows.length; at++) set(rows[at], bm25(rows[at], counts[at] ?? 1));
      return scores;
    }
    const texts = counts.map((both) => Math.floor((Math.sqrt(8 * both + 9) - 1) / 2));
    const heads = counts.map((both, at) => both + 1 - (texts[at] * (texts[at] + 1)) / 2);
    const inText = this.#bm25("text", rows.length, lengths);
    const inHead = this.#bm25("head", heads.filter(Boolean).length, lengths);
    for (let at = 0; at < rows.length; at++) {
      const score = inText(rows[at], texts[at]);
      set(rows[at], heads[at] ? score + HEAD_WEIGHT * inHead(rows[at], heads[at]) : score);
    }
    return scores;
  }

  // BM25 of a term that so many lessons have in a field, by lesson and how often it has it.
  #bm25(name, withTerm, lengths) {
    const idf = ln(1 + (this.#count - withTerm + 0.5) / (withTerm + 0.5));
    const { each, mean } = lengths[name] ?? { each: [], mean: 1 };
    const [top, flat, byLength] = [K1 + 1, K1 * (1 - B[name]), (K1 * B[name]) / mean];
    return (row, count) => (idf * count * top) / (count + flat + byLength * (each[row] ?? 0));
  }
}

/** Return the lengths of a field, of each lesson. */
export const lengthsOf = (each) => ({ each, mean: each.reduce((sum, one) => sum + one, 0) / Math.max(1, each.length) || 1 });

/** Return the natural logarithm of a number above two thirds, the same everywhere: `Math.log` need not be. */
export function ln(number) {
  let halved = 0;
  for (; number > 4 / 3; halved++) number /= 2;
  const part = (number - 1) / (number + 1);
  const square = part * part;
  let [total, power] = [0, part];
  for (let odd = 1; odd < 25; odd += 2) {
    total += power / odd;
    power *= square;
  }
  return 2 * total + halved * LN_2;
}
