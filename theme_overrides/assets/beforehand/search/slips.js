// Words that are others, misspelt. The rules are those of site_builder/search/filling.py: change both or neither.
import { lettersOf, stem } from "./words.js";

export const FEWEST_OF_A_SLIP = 5;
const LETTERS_OF_TWO = 7;
const LETTERS_OF_ANY = 10;

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
