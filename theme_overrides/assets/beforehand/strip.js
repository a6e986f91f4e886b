// The trust strip of a lesson, as fragments/strip.html has it: shapes and words, one line.
const SHAPES = { tried: ["●", "○"], studied: ["■", "□"], advice: ["●", "○"] };

/** Returns the element for the parts of a strip, each its kind, word, text, level and highest level. */
export function strip(parts) {
  const line = made("p", "bh-strip");
  for (const [kind, word, text, level, highest] of parts) {
    const part = made("span", `bh-${kind}`);
    if (kind === "when") part.append(made("span", "bh-heard", word), " ");
    else if (word) part.append(made("strong", "", word), highest ? " " : text && ", ");
    if (highest) part.append(levels(kind, level, highest), " ");
    part.append(text);
    line.append(part, " ");
  }
  return line;
}

function levels(kind, level, highest) {
  const [full, empty] = SHAPES[kind];
  const shapes = made("span", "bh-level", full.repeat(level) + empty.repeat(highest - level));
  shapes.setAttribute("role", "img");
  shapes.setAttribute("aria-label", `${level} of ${highest}`);
  return shapes;
}

function made(name, className, text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(text);
  return element;
}
