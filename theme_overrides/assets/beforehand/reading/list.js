// The reading list: lessons that a reader keeps, in this browser alone. Each site has its own, even beside another one
// on the same host. Where the browser keeps nothing, the list lasts as long as the page.
import { ROOT, isId } from "./elements.js";

export const MOST = 50;
const KEY = `beforehand-reading-list:${ROOT.pathname}`;
let here = [];
export const isLasting = canKeep();

// Returns [[id, title], …] in the order of keeping; what is no such list counts as empty.
export function kept() {
  return read();
}

// Returns false if the list is full.
export function keep(id, title) {
  const rest = read().filter(([other]) => other !== id);
  if (rest.length >= MOST) return false;
  write([...rest, [id, title]]);
  return true;
}

export function drop(id) {
  write(read().filter(([other]) => other !== id));
}

// A renamed lesson goes on under its new id, once.
export function rename(old, id, title) {
  const renamed = read().map((entry) => (entry[0] === old ? [id, title] : entry));
  write(unique(renamed));
}

export function clear() {
  write([]);
}

export function onChange(tell) {
  addEventListener("storage", (event) => (event.key === KEY || event.key === null) && tell());
}

function read() {
  if (!isLasting) return here;
  try {
    const list = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(list) ? unique(list.filter(isEntry)).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function write(list) {
  here = list;
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // The list lasts as long as the page.
  }
}

function canKeep() {
  try {
    localStorage.setItem(`${KEY}?`, "");
    localStorage.removeItem(`${KEY}?`);
    return true;
  } catch {
    return false;
  }
}

function isEntry(entry) {
  return Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === "string") && isId(entry[0]);
}

function unique(list) {
  return [...new Map(list.map((entry) => [entry[0], entry])).values()];
}
