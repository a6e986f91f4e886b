// What narrows the search.
import { $, count, element, facetForm } from "./elements.js";

const VALUES_SHOWN = 12;

/** Make the fields of all facets that leave a choice, once, and choose the values of a query. */
export function buildFacets(facets, query) {
  if (facetForm.childElementCount) return;
  for (const facet of Object.values(facets)) {
    const choices = facet.is_level ? lowest(facet) : [...facet.values].sort(facet.latest_first ? latest : byLabel);
    // Where nothing is contested, and nothing a draft, there is nothing to choose.
    if (!facet.fewest || choices.length < facet.fewest) continue;
    const labels = choices.map(([value, label]) => {
      const field = element("input");
      field.type = facet.is_level ? "radio" : "checkbox";
      field.name = facet.is_level ? `min-${facet.name}` : facet.name;
      field.value = value;
      field.defaultChecked = !value;
      return element("label", "", field, element("span", "", label), element("span", "bh-count", ""));
    });
    const group = element("fieldset", "", element("legend", "", facet.label), ...labels);
    if (labels.length > VALUES_SHOWN) group.append(showAll());
    facetForm.append(group);
  }
  chooseFacets(query);
  // Beside the results there is room for it; after them, on a small screen, it opens when asked.
  $("bh-narrow").open ||= matchMedia("(min-width: 60em)").matches;
}

/** Choose the values of a query, by the names of fields, and no others. */
export function chooseFacets(query) {
  for (const field of facetForm.querySelectorAll("input")) {
    field.checked = field.value ? query.getAll(field.name).includes(field.value) : !query.get(field.name);
  }
}

/**
 * Show how many of the lessons found have each value. Values that none has are hidden, and so are groups of nothing else; but
 * where one is chosen the others stay as they are, since they are alternatives to it.
 */
export function countFacets(facets) {
  for (const group of facetForm.querySelectorAll("fieldset")) {
    const labels = [...group.querySelectorAll("label")];
    const fields = labels.map((label) => label.firstElementChild);
    const counts = fields.map((field) => have(facets, field));
    labels.forEach((label, at) => (label.lastElementChild.textContent = count(counts[at])));
    const chosen = labels.filter((_label, at) => fields[at].checked && fields[at].value);
    for (const label of chosen) label.hidden = false;
    if (!chosen.length) offer(group, labels, counts);
  }
  $("bh-narrow").hidden = !facetForm.querySelector("fieldset:not([hidden])");
}

// Of many values those that most have are offered, until all are asked for.
function offer(group, labels, counts) {
  const isAny = (label) => !label.firstElementChild.value;
  const had = labels.map((label, at) => [label, counts[at]]).filter(([label, count]) => count && !isAny(label));
  const most = had.sort(([, a], [, b]) => b - a).slice(0, group.dataset.all ? Infinity : VALUES_SHOWN);
  const offered = new Set(most.map(([label]) => label));
  for (const label of labels) label.hidden = !offered.has(label) && !isAny(label);
  group.hidden = !offered.size;
  const button = group.querySelector("button");
  if (!button) return;
  button.hidden = offered.size === had.length;
  button.textContent = `Show all ${had.length}`;
  button.onclick = () => {
    group.dataset.all = "yes";
    const next = labels.find((label) => label.hidden && had.some(([one]) => one === label));
    offer(group, labels, counts);
    next.firstElementChild.focus();
  };
}

// Levels are chosen from one up: who wants what has worked twice wants what has worked more often, too.
function lowest({ values }) {
  const choices = values.filter(([value]) => value !== "0").map(([value, label]) => [value, `At least ${label}`]);
  return choices.length ? [["", "Any"], ...choices] : [];
}

function showAll() {
  const button = element("button", "bh-link");
  button.type = "button";
  return button;
}

function latest([a], [b]) {
  return Number(b) - Number(a);
}

function byLabel([, a], [, b]) {
  const [one, other] = [a, b].map((label) => label.normalize("NFD").toLowerCase());
  return one < other ? -1 : Number(one > other);
}

// How many of the lessons found have what a field stands for.
function have(facets, { name, value }) {
  if (facets[name]) return facets[name].get(value) ?? 0;
  let sum = 0;
  for (const [level, some] of facets[name.replace("min-", "")]) if (level >= value) sum += some;
  return sum;
}
