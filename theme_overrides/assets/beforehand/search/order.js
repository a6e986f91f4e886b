// Texts in one order, and each once.
/** Compare texts by code point, as terms and shards are in order. */
export function compared(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

/** Return texts without those that came before. */
export const unique = (texts) => [...new Set(texts)];
