// What stands beside the results: meetings that are open, ways on, and a plan.
import { $, element, link } from "./elements.js";

const FEWEST_SHARED = 2;
const MONTHS = "January February March April May June July August September October November December".split(" ");

/** Offer ways on where nothing comes near; `withLinks` makes links of the addresses in a text. */
export function showWaysOn(isPoor, cards, isNarrowed, withLinks) {
  $("bh-poor").hidden = !isPoor;
  $("bh-onward").hidden = !isPoor;
  if (!isPoor) return;
  $("bh-poor-why").textContent = cards.length
    ? "Even the best of these has little in common with your problem. They are shown all the same."
    : "No lesson fits.";
  $("bh-widen").hidden = !isNarrowed;
  const contacts = [...new Set(cards.map((card) => card.contact).filter(Boolean))];
  $("bh-ask").replaceChildren(
    ...(contacts.length
      ? ["Nearest to it: ", ...contacts.flatMap((contact, at) => [at ? "; " : "", ...withLinks(contact)]), "."]
      : ["Lessons that come near name whom to ask, or the event at which they were learned."]),
  );
}

/**
 * Tell of meetings that are still open and share words with the problem, or are near in meaning, as related_assists of
 * site_builder/search/hits.py finds them: change both or neither.
 */
export function showAssists(index, text, assists, near = []) {
  const panel = $("bh-assists");
  const words = index.telling(text);
  const found = assists
    .map((assist, at) => {
      const shared = [...index.telling(`${assist.title} ${assist.problem}`)].filter((word) => words.has(word)).length;
      return { assist, shared, meant: near[at] ?? 0, byMeaning: shared < FEWEST_SHARED };
    })
    .filter(({ byMeaning, meant }) => meant || !byMeaning)
    .sort((a, b) => b.shared - a.shared || b.meant - a.meant || (a.assist.id < b.assist.id ? -1 : 1));
  panel.hidden = !found.length;
  panel.replaceChildren(
    ...found.map(({ assist, byMeaning }) => {
      const due = assist.decision_date ? ` Decision due ${spokenDay(assist.decision_date)}.` : "";
      const how = byMeaning ? " (found by meaning)" : "";
      return element("p", "", "Possibly related, and open now: ", link(assist.url, assist.title), `${how}.${due}`);
    }),
  );
}

/** Returns a day such as 2026-03-01 as the other pages write it: 1 March 2026. */
function spokenDay(day) {
  const [year, month, number] = day.split("-").map(Number);
  return `${number} ${MONTHS[month - 1]} ${year}`;
}

/**
 * Fill in a plan. The page holds its text with places such as "{title}" in it, written by site_builder/assists/plans.py. A
 * JSON string is what YAML takes there, whatever it holds.
 */
export function showPlan(index, text, cards, verdict) {
  const area = $("bh-plan-text");
  const unwritable = new RegExp(area.dataset.unwritable, "gu");
  const problem = text.replace(/\s+/g, " ").replace(unwritable, "").trim();
  $("bh-plan").hidden = !problem;
  if (!problem) return;
  for (const link of document.querySelectorAll(".bh-to-plan")) link.search = new URLSearchParams({ q: text });
  const letters = [...problem];
  const start = letters.slice(0, 60).join("");
  const words = start.slice(0, Math.max(start.lastIndexOf(" "), 0)).replace(/[ ,;:.-]+$/u, "");
  const title = letters.length <= 60 ? problem : `${words || letters.slice(0, 59).join("")}…`;
  const values = { title, problem, date: new Date().toISOString().slice(0, 10), index: index.stamp, verdict: verdict || "nothing near" };
  const ids = cards.slice(0, 5).filter((card) => card.status !== "draft").map((card) => card.id);
  const skeleton = ids.length ? area.dataset.plan : area.dataset.planWithoutHits;
  const lines = skeleton.split("\n").flatMap((line) =>
    line.includes('"{id}"') ? ids.map((id) => filled(line, { id })) : [filled(line, values)],
  );
  area.value = lines.join("\n");
}

function filled(line, values) {
  return line.replace(/"\{(\w+)\}"/g, (_place, name) => JSON.stringify(values[name]));
}

/** Copy the plan. */
export async function copyPlan() {
  const text = $("bh-plan-text");
  try {
    await navigator.clipboard.writeText(text.value);
    $("bh-copied").textContent = "Copied.";
  } catch {
    text.select();
    $("bh-copied").textContent = "It is marked: copy it with your keyboard.";
  }
}
