// The record as its page will look. It is made of elements, and no text is ever read as HTML.
import { element } from "./dom.js";
import { strip } from "../strip.js";

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|_([^_\s][^_]*)_|\[([^\]]*)\]\((https?:\/\/[^\s()]+)\)|<(https?:\/\/[^\s<>]+)>|\\([!-/:-@[-`{-~])/g;
const HEADING = /^#{1,6}\s+(.*)$/;
const POINT = /^\s{0,3}(?:[-*+]|\d{1,9}[.)])\s+(.*)$/;

/** Show a record in an element, with its mark, whose `strip` says what it rests on. */
export function showPreview(place, record, { mark, lines }) {
  const parts = [element("h2", "", record.title)];
  if (mark) parts.push(strip(mark.strip));
  for (const [label, text] of lines) if (text) parts.push(element("p", "", element("strong", "", `${label}: `), text));
  for (const [title, text] of Object.entries(record.sections)) {
    if (text && title) parts.push(element("h3", "", title));
    parts.push(...blocks(text));
  }
  place.replaceChildren(...parts);
}

/** Return the blocks of a text in Markdown, as far as answers have them: paragraphs, lists, headings, quotes, code. */
export function blocks(text) {
  const made = [];
  let lines = [];
  let code;
  const end = () => {
    if (lines.length) made.push(block(lines));
    lines = [];
  };
  for (const line of text.split("\n")) {
    if (/^\s{0,3}(```|~~~)/.test(line)) {
      end();
      if (code) made.push(element("pre", "", element("code", "", code.join("\n"))));
      code = code ? undefined : [];
    } else if (code) code.push(line);
    else if (line.trim()) {
      // A heading, and the first point of a list, end a paragraph.
      if (HEADING.test(lines[0] ?? "") || HEADING.test(line) || (POINT.test(line) && lines.length && !POINT.test(lines[0]))) end();
      lines.push(line);
    }
    else end();
  }
  if (code) made.push(element("pre", "", element("code", "", code.join("\n"))));
  end();
  return made;
}

function block(lines) {
  const heading = HEADING.exec(lines[0]);
  if (heading) return element("h4", "", ...inlines(heading[1]));
  if (lines.every((line) => line.startsWith(">"))) return element("blockquote", "", ...inlines(lines.map((line) => line.replace(/^>\s?/, "")).join(" ")));
  if (!POINT.test(lines[0])) return element("p", "", ...inlines(lines.join(" ")));
  const points = [];
  for (const line of lines) {
    const point = POINT.exec(line);
    if (point) points.push(point[1]);
    else points.push(`${points.pop()} ${line.trim()}`);
  }
  const list = /^\s*\d/.test(lines[0]) ? "ol" : "ul";
  return element(list, "", ...points.map((point) => element("li", "", ...inlines(point))));
}

function inlines(text) {
  const parts = [];
  let done = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, strong, star, line, words, address, bare, sign] = found;
    parts.push(text.slice(done, found.index), inline({ code, strong, emphasis: star ?? line, words, address: address ?? bare, sign }));
    done = found.index + whole.length;
  }
  return [...parts, text.slice(done)];
}

function inline({ code, strong, emphasis, words, address, sign }) {
  if (code !== undefined) return element("code", "", code);
  if (strong !== undefined) return element("strong", "", strong);
  if (emphasis !== undefined) return element("em", "", emphasis);
  if (address === undefined) return sign;
  const leads = element("a", "", words || address);
  leads.href = address;
  return leads;
}
