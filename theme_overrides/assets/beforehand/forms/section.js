// A text as the content of one section: it cannot end early, begin another section or swallow the next.
import { visible } from "./text.js";

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const TOP_HEADING = /^ {0,3}#{1,2}(?=[ \t]|$)/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const NOT_A_LINK = /<(?!https?:\/\/[^\s<>]*>)(?=[A-Za-z/!?])/g;

/** Return a text so that it stays within its section: headings become lower ones, and HTML is shown as typed. */
export function fitting(text) {
  const lines = visible(text).split("\n");
  let fence = "";
  let before = "";
  const fitted = lines.map((line) => {
    const marks = FENCE.exec(line);
    if (fence) {
      if (marks && marks[1][0] === fence[0] && marks[1].length >= fence.length && !marks[2].trim()) fence = "";
      return line;
    }
    if (marks && !(marks[1][0] === "`" && marks[2].includes("`"))) {
      fence = marks[1];
      return line;
    }
    const plain = UNDERLINE.test(line) && before.trim() ? `\\${line.trimStart()}` : line.replace(TOP_HEADING, "###");
    before = plain;
    return plain.replace(NOT_A_LINK, "\\<");
  });
  const whole = fence ? [...fitted, fence] : fitted;
  return whole.join("\n");
}

/** Return the body of a record from its sections by heading; empty ones are left out. */
export function bodyOf(sections) {
  const filled = Object.entries(sections).map(([title, text]) => [title, fitting(text)]);
  return filled.filter(([, text]) => text).map(([title, text]) => `## ${title}\n\n${text}`).join("\n\n");
}
