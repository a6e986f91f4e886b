// The nearest lessons to what is typed, each with a way to say that it is the one.
import { $, element, link } from "./dom.js";
import { Index } from "../search.js";
import { plainQuery } from "../search/query.js";
import { strip } from "../strip.js";

const MOST = 3;
const PAUSE = 350;
const JUDGEMENTS = [["", "not judged yet"], ["reuse", "it helps"], ["partly", "it helps in part"], ["no", "it does not help"]];

export class Near {
  #root;
  #index;
  #turn = 0;
  #timer = 0;
  found = [];

  /** Take the root of the site, and what makes a row of a lesson found. */
  constructor(root, row) {
    this.#root = root;
    this.row = row;
  }

  /** Follow what is typed into a control; call `changed` once other lessons are shown. */
  follow(control, changed) {
    const look = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.show(control.value).then(changed), PAUSE);
    };
    control.addEventListener("input", look);
    if (control.value.trim()) look();
  }

  async show(text) {
    const turn = ++this.#turn;
    const asked = text.trim();
    let cards = [];
    let answer;
    try {
      if (asked) {
        this.#index ??= Index.open(new URL("search/", this.#root).href);
        const index = await this.#index;
        answer = await index.answer(plainQuery(asked), {}, MOST);
        const near = answer.matches.filter((match) => match.covered.length && match.covered.length >= match.notCovered.length);
        cards = await index.cards(near.map((match) => match.row));
      }
    } catch {
      // Without the index there is nothing to show; what is typed counts all the same.
      this.#index = undefined;
    }
    if (turn !== this.#turn) return;
    this.found = cards.filter((card) => card.status !== "draft");
    this.receipt = asked && answer ? { query: asked, index: (await this.#index).stamp, verdict: answer.verdict.word } : undefined;
    const rows = this.found.map((card) => element("li", "", ...this.row(card, new URL(card.url, this.#root).href)));
    $("bh-near").replaceChildren(...(rows.length ? [element("p", "bh-strong", "Lessons that come near"), element("ul", "", ...rows)] : []));
  }
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
