// Texts as Python counts them, by code points. What lies beyond the first 65,536 is read as a sign of its kind.
const BEYOND = [[/\p{Nd}/u, "\u0660"], [/[\p{L}\p{N}]/u, "\u02ac"], [/\p{Cf}/u, "\u200b"], [/\p{M}/u, "\u0301"]];

/** Return `{flat, slice}`: the text with one unit a code point, and a function that gives what stood there. */
export function pointed(text) {
  const points = Array.from(text);
  const flat = points.map((point) => (point.length > 1 || /[\ud800-\udfff]/.test(point) ? standIn(point) : point)).join("");
  return { flat, slice: (start, end) => points.slice(start, end).join("") };
}

function standIn(point) {
  return BEYOND.find(([kind]) => kind.test(point))?.[1] ?? "\ue000";
}

/** Yield the matches of a pattern with flags `gu` between two places, as Python's `finditer(text, start, end)`. */
export function* matches(pattern, text, start = 0, end = text.length) {
  const within = text.slice(0, end);
  pattern.lastIndex = start;
  for (let found = pattern.exec(within); found; found = pattern.exec(within)) {
    const next = found[0] ? pattern.lastIndex : pattern.lastIndex + 1;
    yield found;
    pattern.lastIndex = next;
  }
}

/** Return the first match between two places, or undefined. */
export function first(pattern, text, start = 0, end = text.length) {
  return matches(pattern, text, start, end).next().value;
}

export function isAlnum(sign) {
  return /[\p{L}\p{N}]/u.test(sign);
}
