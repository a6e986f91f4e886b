// Texts as site_builder/records/header/write.py has them.
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
const UNWRITABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/gu;
const LINE_END = /\r\n|[\r\x85\u2028\u2029]/gu;
const LONGEST_ID = 60;
const SPELLED = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };

/** Return the words of a text, as Python splits it. */
export function words(text) {
  return text.split(SPACES).filter(Boolean);
}

/** Return a text on one line, single-spaced, without invisible characters. */
export function oneLine(text) {
  return words(words(text).join(" ").replace(UNWRITABLE, "")).join(" ");
}

/** Return a text with line feeds as line ends, without invisible characters. */
export function visible(text) {
  const lines = text.replace(LINE_END, "\n").replace(UNWRITABLE, (sign) => (/[\n\t]/.test(sign) ? sign : ""));
  return stripped(lines);
}

/** Return a text without the space around it, as Python strips it. */
export function stripped(text) {
  return text.replace(new RegExp(`^${SPACES.source}`, "u"), "").replace(new RegExp(`${SPACES.source}$`, "u"), "");
}

/** Return an id made from a title, or another if it has no letter that can be spelled. */
export function idFrom(title, otherwise) {
  const plain = title
    .toLowerCase()
    .replace(/[^\x00-\x7f]/gu, (sign) => SPELLED[sign] ?? sign)
    .normalize("NFKD")
    .replace(/[\p{M}'’]/gu, "");
  const whole = (plain.match(/[a-z0-9]+/g) ?? []).join("-");
  let kept = whole.slice(0, LONGEST_ID);
  if (whole.length > LONGEST_ID && whole[LONGEST_ID] !== "-") kept = kept.slice(0, kept.lastIndexOf("-")).trim() || kept;
  kept = kept.replace(/^-+|-+$/g, "");
  return /[a-z]/.test(kept) ? kept : otherwise;
}
