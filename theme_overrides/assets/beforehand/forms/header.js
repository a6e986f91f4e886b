// Writes the header of a record as site_builder/records/header/write.py does: a test holds the two together.
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}_ ./()-]*[\p{L}\p{N}_./()-])?$/u;
const ID = /^[a-z0-9][a-z0-9-]*$/;
const UNWRITABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/u;
const UNWRITABLE_IN_BLOCK = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/u;
const LOOSE = /^[ \t\n]|[ \t](?=\n|$)|\n$/;
const LONG = 80;
const WIDEST_GROUP = 100;

/** Return the text of a record from its fields, in their order, and its body; empty fields are left out. */
export function recordText(fields, body) {
  const written = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
  return `---\n${dump(written, "")}---\n${body ? `\n${body}\n` : ""}`;
}

function isEmpty(value) {
  return value === undefined || value === null || value === "" || (typeof value === "object" && !Object.keys(value).length);
}

function dump(fields, margin) {
  const lines = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  return lines.map(([key, value]) => `${margin}${inline(key)}:${afterKey(value, margin)}`).join("");
}

function afterKey(value, margin) {
  if (typeof value === "string") return ` ${scalar(value, margin)}\n`;
  if (!Array.isArray(value)) return `\n${dump(value, `${margin}  `)}`;
  if (value.every((one) => typeof one === "string" && ID.test(one))) return ` ${inline(value)}\n`;
  const inner = `${margin}  `;
  const narrow = value.every((one) => isSmallGroup(one, inner));
  return `\n${value.map((one) => `${inner}-${afterDash(one, inner, narrow)}`).join("")}`;
}

function afterDash(value, margin, narrow) {
  if (typeof value === "string") return ` ${scalar(value, margin)}\n`;
  if (narrow || Array.isArray(value)) return ` ${inline(value)}\n`;
  const inner = `${margin}  `;
  return ` ${dump(value, inner).slice(inner.length)}`;
}

function isSmallGroup(value, margin) {
  if (typeof value !== "object" || Array.isArray(value)) return false;
  if (Object.values(value).some((inner) => typeof inner === "object")) return false;
  return margin.length + 2 + [...inline(value)].length <= WIDEST_GROUP;
}

/** Return a value on one line. */
export function inline(value) {
  if (typeof value === "string") return isPlain(value) ? value : quoted(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  const filled = Object.entries(value).filter(([, inner]) => !isEmpty(inner));
  return `{${filled.map(([key, inner]) => `${inline(key)}: ${inline(inner)}`).join(", ")}}`;
}

function isPlain(text) {
  return PLAIN.test(text) && text.toLowerCase() !== "null";
}

function quoted(text) {
  const written = JSON.stringify(text);
  return written.replace(new RegExp(UNWRITABLE, "gu"), (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// After its key or dash: a block if it is long and a block can hold it.
function scalar(text, margin) {
  const long = [...text].length > LONG || text.includes("\n");
  if (!long || UNWRITABLE_IN_BLOCK.test(text) || LOOSE.test(text)) return inline(text);
  return ["|-", ...text.split("\n").map((line) => (line ? `${margin}  ${line}` : ""))].join("\n");
}
