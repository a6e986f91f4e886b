// One order from words and meaning. The rules are those of site_builder/search/by_meaning.py: change both or neither.
import { LEAST_NEAR } from "./verdict.js";

const MOST = 50;

/**
 * Return the lessons of an answer, the best first: all that telling words found, and of those that only meaning found the best
 * that come near. What is known of a meaning is `{near, known, fused}`: how near each lesson is, whether it has a vector, and
 * the rule by which both signals are one.
 */
export function rankedBy({ near, known, fused }, totals, telling, isAllowed) {
  const words = new Map(Array.from(totals.entries()).filter(([, score]) => score));
  const scores = fused(words, near);
  const order = Array.from(scores.keys()).sort((one, other) => scores[other] - scores[one] || one - other);
  let left = MOST;
  return order.filter((row) => {
    if (!isAllowed(row)) return false;
    if (telling[row]) return true;
    return left > 0 && known[row] > 0 && near[row] >= LEAST_NEAR && left-- > 0;
  });
}
