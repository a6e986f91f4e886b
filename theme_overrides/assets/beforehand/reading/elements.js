// Elements that scripts make, and addresses of the site.
export const ROOT = new URL("../../../", import.meta.url);
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST_ID = 200;

export function isId(text) {
  return text.length <= LONGEST_ID && ID.test(text);
}

export function lessonUrl(id) {
  return new URL(`lesson/${id}/`, ROOT).href;
}

export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function link(url, ...children) {
  const made = element("a", "", ...children);
  made.href = url;
  return made;
}
