// The trust strip of a lesson, as fragments/strip.html has it: one line of words, of which the style sheet draws levels as shapes.

/** Returns the element for the parts of a strip, each its kind, word, text, level and highest level. */
export function strip(parts) {
  const line = made("p", "bh-strip");
  for (const [kind, word, text, level, highest] of parts) {
    const part = made("span", `bh-${kind}`);
    if (kind === "when") part.append(made("span", "bh-heard", word), " ");
    else if (word) part.append(made("strong", "", word), highest ? " " : text && ", ");
    if (highest) part.append(steps(level, highest), " ");
    part.append(text);
    line.append(part, " ");
  }
  return line;
}

function steps(level, highest) {
  const made = document.createElement("data");
  made.value = level;
  made.append(`${level} of ${highest}`);
  return made;
}

function made(name, className, text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(text);
  return element;
}
