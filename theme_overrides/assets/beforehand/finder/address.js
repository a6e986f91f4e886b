// What is asked stands in the address, so that it can be sent to somebody; how far one has read, in the history.

// Web servers refuse longer addresses; what follows # is not sent to them.
const LONGEST = 4_000;
const BEFORE_A_TEXT = "#q=";
const title = document.title;

/** Return the words that the address asks for. */
export function textAsked() {
  if (!location.hash.startsWith(BEFORE_A_TEXT)) return new URLSearchParams(location.search).get("q") ?? "";
  try {
    return decodeURIComponent(location.hash.slice(BEFORE_A_TEXT.length));
  } catch {
    return "";
  }
}

/** Return the values that the address asks for, by the names of fields. */
export function valuesAsked() {
  const query = new URLSearchParams(location.search);
  query.delete("q");
  return query;
}

/** Return whether only a place within the page has changed. */
export function isPlace() {
  return location.hash !== "" && !location.hash.startsWith(BEFORE_A_TEXT);
}

/** Write what is asked into the address: by `pushState` so that there is a way back, or by `replaceState`. */
export function writeAddress(method, text, { values, least }) {
  const query = new URLSearchParams();
  for (const [name, some] of Object.entries(values)) for (const value of some) query.append(name, value);
  for (const [name, level] of Object.entries(least)) query.set(`min-${name}`, level);
  const isLong = encodeURIComponent(text).length > LONGEST;
  const asked = new URLSearchParams(text.trim() && !isLong ? { q: text } : {});
  const search = [asked, query].map(String).filter(Boolean).join("&");
  const address = `${search ? `?${search}` : location.pathname}${isLong ? BEFORE_A_TEXT + encodeURIComponent(text) : ""}`;
  if (new URL(address, location.href).href !== location.href) history[method](null, "", address);
  showTitle(text);
}

/** Give the page a title that tells it from others in the history. */
export function showTitle(text) {
  const words = text.trim().replace(/\s+/gu, " ");
  const letters = [...words];
  document.title = words ? `${letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : words} - ${title}` : title;
}

/** Return what was noted of how far one has read: `{shown, y, from}`. */
export function place() {
  return history.state ?? {};
}

/** Note how far one has read. */
export function notePlace(changes) {
  history.replaceState({ ...history.state, ...changes }, "");
}
