// The list of lessons found, and what is said of it.
import { highlights } from "../search/words.js";
import { strip } from "../strip.js";
import { $, count, element, link } from "./elements.js";

const MOST_MISSING = 5;
const ADDRESS = /https?:\/\/[^\s)]*[^\s).,;]|[\w.%+'-]+@[\w-]+(?:\.[\w-]+)+|(?<=\()\/(?:[\w-]+\/)+(?=\)$)/;
const list = $("bh-found");

/** Show some results after others that stand there already. */
export function showResults(cards, matches, words, before) {
  const results = cards.map((card, at) => result(card, matches[at], words));
  if (before) list.append(...results.slice(before));
  else list.replaceChildren(...results);
  import("../reading/keep.js");
}

/** Return the links to the lessons shown. */
export function resultLinks() {
  return [...list.querySelectorAll("h2 a")];
}

/** Show results in another order, without taking the reader from the one where they are. */
export function inPlace(change) {
  const addressOf = (item) => item.querySelector("h2 a").href;
  const isFocused = list.contains(document.activeElement);
  const isRead = (item) => (isFocused ? item.contains(document.activeElement) : item.getBoundingClientRect().top >= 0);
  const at = isFocused || list.getBoundingClientRect().top < 0 ? [...list.children].findIndex(isRead) : -1;
  const before = list.children[at];
  const top = before?.getBoundingClientRect().top;
  change();
  if (!before) return;
  const after = [...list.children].find((item) => addressOf(item) === addressOf(before));
  if (after) scrollBy(0, after.getBoundingClientRect().top - top);
  if (isFocused) (after ?? list.children[at] ?? list.lastElementChild)?.querySelector("h2 a").focus({ preventScroll: true });
}

/** Say an answer in words, as cli/answers.py does. */
export function said({ verdict: { word, close }, total, by_meaning: byMeaning }, isInNewOrder) {
  if (!word) return total === 1 ? "1 lesson found." : `${total ? count(total) : "No"} lessons found.`;
  const coming = `${close ? count(close) : "none"} ${close > 1 ? "come" : "comes"} close`;
  const sharing = total - byMeaning;
  const parts = [coming, `${sharing ? count(sharing) : "none"} ${sharing > 1 ? "share" : "shares"} a word`];
  if (byMeaning) parts.push(`${count(byMeaning)} only by meaning`);
  const answer = `${word[0].toUpperCase()}${word.slice(1)}: ${parts.join(", ")}.`;
  if (!isInNewOrder) return answer;
  return `${answer} ${total > 1 ? "In a new order, by" : "By"} meaning too.`;
}

/** Say of a filter that no lesson has its value. */
export function unknownFilter([label, value, near]) {
  return `${label}: no lesson has “${value}”${near ? `; did you mean “${near}”?` : "."}`;
}

/** Say what was searched for a word that no lesson has. */
export function alsoSearched([word, other]) {
  return `No lesson has “${word}”; also searched: ${other}.`;
}

function result(card, match, words) {
  const meta = element("p", "bh-meta");
  if (card.outcome) meta.append(element("span", "", `Outcome: ${card.outcome}`), " ");
  for (const tag of card.tags) meta.append(element("span", "", tag), " ");
  meta.append(keepButton(card));
  // As lesson-card.html has it.
  const heading = element("h2", "", card.status === "draft" ? "Draft: " : "", spoken(link(card.url, ...marked(card.title, words))));
  const problem = [spoken(element("span", "", ...marked(card.problem, words)))];
  const parts = [heading, match.byMeaning ? nearest(problem) : element("p", "", ...problem)];
  if (card.takeaway) parts.push(element("p", "bh-short", element("strong", "", "In short. "), spoken(element("span", "", ...marked(card.takeaway, words)))));
  if (words.length && !match.byMeaning) parts.push(coverage(match));
  parts.push(strip(card.strip), meta);
  if (card.contact) parts.push(element("p", "bh-help", "Ask: ", ...withLinks(card.contact)));
  return element("li", "", ...parts);
}

// Whom to ask, with a link where the text has an address, as contact.py of site_builder/publish makes it.
export function withLinks(text) {
  const found = ADDRESS.exec(text);
  if (!found) return [text];
  const [address] = found;
  const isMail = !address.includes("/");
  const to = isMail ? `mailto:${address}` : address.replace(/^\//, "");
  return [text.slice(0, found.index), link(to, address), text.slice(found.index + address.length)];
}

// What authors wrote may be in another language than the words around it.
function spoken(part) {
  if (document.documentElement.dataset.spoken) part.lang = document.documentElement.dataset.spoken;
  return part;
}

function nearest(sentence) {
  return element("p", "", element("span", "bh-coverage", "Found by meaning: "), "“", ...sentence, "”");
}

function keepButton(card) {
  const button = element("button", "bh-link", "Keep");
  button.type = "button";
  button.dataset.keep = card.id;
  return button;
}

function coverage(match) {
  const line = element("p", "bh-coverage", `Has: ${match.covered.join(", ")}`);
  const [some, left] = [match.notCovered.slice(0, MOST_MISSING), match.notCovered.length - MOST_MISSING];
  const missing = `. Has not: ${some.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
  if (some.length) line.append(element("span", "", missing));
  return line;
}

function marked(text, words) {
  const parts = [];
  let done = 0;
  for (const [start, end] of highlights(text, words)) {
    parts.push(text.slice(done, start), element("mark", "", text.slice(start, end)));
    done = end;
  }
  return [...parts, text.slice(done)];
}
