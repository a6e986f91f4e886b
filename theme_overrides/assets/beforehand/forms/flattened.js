// Numbers as people read them, as site_builder/records/flattened.py has them.
import { matches } from "./points.js";

const UNSEEN = "\xad";

/** Return a text whose numbers are in one plain form, and where each of its places was before. */
export function flattened(text, { entity, space }, between) {
  const entities = [...matches(entity, text)].map((found) => [found.index, found.index + found[0].length, decoded(found[0])]);
  const [even, before] = replaced(text, entities);
  const plain = even.replace(/[^\x00-\x7f]/gu, plainSign);
  const joints = between.flatMap((pattern) => [...matches(pattern, plain)].map((found) => [...found.indices.groups.g1, joint(found.groups.g1, space)]));
  joints.sort(([a, end], [b, other]) => a - b || end - other);
  const [flat, joined] = replaced(plain, joints);
  return [flat, (at) => before(joined(at))];
}

function decoded(entity) {
  const code = /x/i.test(entity[2]) ? parseInt(entity.slice(3), 16) : parseInt(entity.slice(2), 10);
  return code && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : "\ufffd";
}

function plainSign(sign) {
  if (/\p{Nd}/u.test(sign)) return digitOf(sign);
  if (/\p{Z}/u.test(sign)) return " ";
  if (/[\p{Pd}\u2212]/u.test(sign)) return "-";
  if (/[\p{Cf}\p{Mn}\p{Me}]/u.test(sign)) return UNSEEN;
  const alike = sign.normalize("NFKC");
  return alike.length === 1 && alike <= "\x7f" ? alike : sign;
}

// Scripts begin their digits at a code that ends in 0 or in 6.
function digitOf(sign) {
  const code = sign.charCodeAt(0);
  const nibble = code & 15;
  const fromZero = nibble < 10 && /\p{Nd}/u.test(String.fromCharCode(code - nibble));
  return String(fromZero ? nibble : nibble - 6);
}

function joint(between, space) {
  if (between.split("\n").length > 2) return between;
  space.lastIndex = 0;
  if (space.test(between)) return between.includes("-") ? between : " ";
  return between.includes("-") ? "-" : "";
}

function replaced(text, pieces) {
  const parts = [];
  const [starts, shifts] = [[0], [0]];
  let [done, shift] = [0, 0];
  for (const [start, end, instead] of pieces) {
    parts.push(text.slice(done, start), instead);
    [done, shift] = [end, shift + end - start - instead.length];
    starts.push(end - shift);
    shifts.push(shift);
  }
  parts.push(text.slice(done));
  return [parts.join(""), (at) => at + shifts[starts.findLastIndex((start) => start <= at)]];
}
