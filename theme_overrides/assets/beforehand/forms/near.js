// The nearest lessons to what is typed, each with a way to say that it is the one.
import { $, element, link } from "./dom.js";
import { isChosen, savesData } from "../search/meaning-choice.js";
import { strip } from "../strip.js";

const MOST = 3;
const PAUSE = 350;
// How long the list waits for what a text means, so that it need not change its order.
const PATIENCE = 300;
const JUDGEMENTS = [["", "not judged yet"], ["reuse", "it helps"], ["partly", "it helps in part"], ["no", "it does not help"]];

export class Near {
  #root;
  #index;
  #meaning;
  #turn = 0;
  #timer = 0;
  #busy;
  #begin = () => {};
  found = [];
  /** What was chosen in the rows, by the name of the control. */
  chosen = {};

  /** Take the root of the site, what makes a row of a lesson found, and what is told of work that has begun. */
  constructor(root, row, busy) {
    this.#root = root;
    this.row = row;
    this.#busy = busy;
  }

  /** Follow what is typed into a control, and look at once for what it holds already. */
  follow(control, atOnce) {
    const look = () => {
      clearTimeout(this.#timer);
      this.#begin();
      this.#busy(new Promise((begin) => (this.#begin = begin)));
      this.#timer = setTimeout(() => this.#begin(this.show(control.value)), PAUSE);
    };
    control.addEventListener("input", look);
    if (atOnce && control.value.trim()) look();
  }

  /** Forget what was chosen, and show nothing. */
  clear() {
    this.chosen = {};
    this.found = [];
    this.receipt = undefined;
    $("bh-near").replaceChildren();
  }

  /** Show rows, and keep what was chosen in them. */
  put(rows) {
    const place = $("bh-near");
    for (const { name, value } of place.querySelectorAll("select, input:checked")) this.chosen[name] = value;
    const chosen = place.querySelector("input:checked")?.closest("li");
    const found = rows.map((row) => element("li", "", ...row));
    const again = (item) => item.querySelector("input")?.value === this.chosen.lesson;
    const shown = chosen && !found.some(again) ? [chosen, ...found] : found;
    place.replaceChildren(...(shown.length ? [element("p", "bh-strong", "Lessons that come near"), element("ul", "", ...shown)] : []));
    for (const control of place.querySelectorAll("select, input")) {
      if (control.type === "radio") control.checked = control.value === this.chosen[control.name];
      else control.value = this.chosen[control.name] ?? "";
    }
  }

  async show(text, isAgain = false) {
    const turn = ++this.#turn;
    const asked = text.trim();
    // An answer to what was typed before comes too late to be shown.
    const isLate = () => turn !== this.#turn;
    try {
      if (!asked) return this.#found([]);
      this.#index ??= import("../search.js").then(({ Index }) => Index.open(new URL("search/", this.#root)));
      const index = await this.#index;
      const query = index.plain(asked);
      const meant = this.#meant(index, query.said);
      const soon = await Promise.race([meant, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
      await this.#answer(index, query, asked, soon, isLate);
      const later = soon ?? (await meant);
      // Nobody is taken from the lesson that they are at.
      const isThere = () => isLate() || $("bh-near").contains(document.activeElement);
      if (later && !soon) await this.#answer(index, query, asked, later, isThere);
    } catch (error) {
      this.#index = undefined;
      if (isLate()) return;
      // A file that is gone went when the index was published anew, since it was opened.
      if (error.isGone && !isAgain) return this.#showAnew(text);
      // Without the index there is nothing to show; what is typed counts all the same.
      this.#found([]);
    }
  }

  async #showAnew(text) {
    this.#meaning?.then((it) => it.stop());
    this.#meaning = undefined;
    return this.show(text, true);
  }

  async #answer(index, query, asked, meaning, isLate) {
    if (isLate()) return;
    const answer = await index.answer(query, {}, MOST, meaning);
    const near = answer.matches.filter(isNear);
    const cards = await index.cards(near.map((match) => match.row));
    if (isLate()) return;
    this.#found(cards, { query: asked, index: index.stamp, verdict: answer.verdict.word });
  }

  #found(cards, receipt) {
    this.found = cards.filter((card) => card.status !== "draft");
    this.receipt = receipt;
    this.put(this.found.map((card) => this.row(card, new URL(card.url, this.#root).href)));
  }

  // How near lessons are in meaning, where the finder was asked for that on this device. Whatever goes wrong, words remain.
  async #meant(index, text) {
    try {
      if (!index.meaning || !isChosen() || savesData()) return undefined;
      this.#meaning ??= import("../search/by-meaning.js").then(({ ByMeaning }) => ByMeaning.load(index));
      return await (await this.#meaning).near(text);
    } catch {
      return undefined;
    }
  }
}

// As Match.is_near of site_builder/search/answer.py.
function isNear({ covered, notCovered, isMeant }) {
  return isMeant || (covered.length && covered.length >= notCovered.length);
}

/** Return a row that leads to a lesson and to the report of its use. */
export function toUse(card, address) {
  const use = link("This is it: tell how it went", new URL(`../../used/?lesson=${encodeURIComponent(card.id)}`, address).href);
  return [...shown(card, address), element("p", "", use)];
}

/** Return a row by which a lesson is chosen. */
export function toChoose(card, address) {
  const field = element("input");
  Object.assign(field, { type: "radio", name: "lesson", value: card.id });
  return [element("label", "", field, " ", card.title), element("p", "bh-help", aside(card, address))];
}

/** Return a row in which a lesson is judged, for a plan. */
export function toJudge(card, address) {
  const field = element("select");
  field.name = `judged-${card.id}`;
  field.append(...JUDGEMENTS.map(([value, words]) => Object.assign(element("option", "", words), { value })));
  const label = element("label", "", "Does it help? ", field);
  return [...shown(card, address), element("p", "", label)];
}

function shown(card, address) {
  const leads = aside(card, address);
  leads.textContent = card.title;
  leads.append(element("span", "bh-help", " (opens in a new tab)"));
  return [element("p", "", leads), strip(card.strip)];
}

function aside(card, address) {
  const leads = link("Read it in a new tab", address);
  leads.target = "_blank";
  leads.rel = "noopener";
  return leads;
}
