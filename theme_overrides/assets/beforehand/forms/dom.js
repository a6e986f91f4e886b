// What every module of the forms needs of the page. Texts go in through textContent, never as HTML.
export const $ = (id) => document.getElementById(id);

export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function link(text, address) {
  const made = element("a", "", text);
  made.href = address;
  return made;
}

export function button(text, className, pressed) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", pressed);
  return made;
}
