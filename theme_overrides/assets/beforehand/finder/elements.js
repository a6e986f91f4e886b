// Everything from a lesson goes in through textContent; none of it is ever read as HTML.

/** Return the element that has an id. */
export const $ = (id) => document.getElementById(id);

/** Address of the root of the site. */
export const root = new URL($("bh-finder").dataset.root, location.href);

/** Return a new element with texts and elements in it. */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Return a link to an address of this site. */
export function link(address, ...children) {
  const made = element("a", "", ...children);
  made.href = new URL(address, root).href;
  return made;
}

/** The form of facets, which is empty until they are known. */
export const facetForm = $("bh-facets");

/** Return what is chosen: `{values: {facet: [value, …]}, least: {facet: lowest level}}`. */
export function chosenFacets() {
  const values = {};
  const least = {};
  for (const { name, type, value } of facetForm.querySelectorAll("input:checked")) {
    if (type === "checkbox") (values[name] ??= []).push(value);
    else if (value) least[name.replace("min-", "")] = Number(value);
  }
  return { values, least };
}

/** Return a number as the words around it are English: 1,234. The browser's own way loads its tables of languages first. */
export const count = (number) => String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
