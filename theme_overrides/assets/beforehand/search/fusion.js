// One order from words and meaning. The rules are those of site_builder/search/by_meaning.py: change both or neither.
import { fused } from "../meaning.js";
import { LEAST_NEAR } from "./verdict.js";

const MOST = 50;

/**
 * Return what `Index.answer` takes: how near each lesson is in meaning, by whether it has a vector, which are near, and the
 * order by both. Beside it is how near each open meeting is, 0 for one that is far.
 */
export function meaningOf(near, known, assists = []) {
  const isMeant = (row) => known[row] > 0 && near[row] >= LEAST_NEAR;
  const open = assists.map((one) => (one < LEAST_NEAR ? 0 : one));
  return { near, open, isMeant, ranked: (totals, telling, isAllowed) => ranked({ near, isMeant }, totals, telling, isAllowed) };
}

// The best first: all that telling words found, and of those that only meaning found the best that come near.
function ranked({ near, isMeant }, totals, telling, isAllowed) {
  const words = new Map(Array.from(totals.entries()).filter(([, score]) => score));
  const scores = fused(words, near);
  const order = Array.from(scores.keys()).sort((one, other) => scores[other] - scores[one] || one - other);
  let left = MOST;
  return order.filter((row) => {
    if (!isAllowed(row)) return false;
    if (telling[row]) return true;
    return left > 0 && isMeant(row) && left-- > 0;
  });
}
