// Lessons that were replaced or withdrawn, told of above the results.
import { $, element, link } from "./elements.js";

const FEWEST_SHARED = 2;
const MOST_GONE = 3;

/** Tell of lessons that were replaced or withdrawn, if their title is asked for. */
export function showGone(index, text, gone) {
  const panel = $("bh-gone");
  const asked = index.telling(text);
  const found = gone.filter(({ title }) => {
    const telling = index.telling(title);
    const shared = [...telling].filter((word) => asked.has(word)).length;
    return shared && (shared === telling.size || (shared === asked.size && shared >= FEWEST_SHARED));
  });
  panel.hidden = !found.length;
  panel.replaceChildren(...found.slice(-MOST_GONE).map((lesson) => element("p", "", ...toldOf(lesson))));
}

function toldOf({ title, url, why, next, next_url: nextUrl }) {
  const [before, after] = why === "replaced" ? [" by “", "”."] : ["; read “", "” instead."];
  return ["“", link(url, title), `” was ${why}`, ...(next ? [before, link(nextUrl, next), after] : ["."])];
}
