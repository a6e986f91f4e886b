// Search boxes of any page: Enter searches in a text area too, and the key / goes to the box. A reader who steers by voice can
// switch that key off in the footer.
const KEY = "beforehand-slash";
// Web servers refuse longer addresses; what follows # is not sent to them.
const LONGEST = 4_000;
const box = document.querySelector("input[type=search][name=q], textarea[name=q]");
const foot = document.querySelector(".bh-settings");
const state = document.createElement("span");
let on = recall() !== "off";

if (box?.matches("textarea")) {
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    box.form.requestSubmit();
  });
}
box?.form.addEventListener("submit", (event) => {
  const text = encodeURIComponent(box.value);
  if (event.defaultPrevented || text.length <= LONGEST) return;
  event.preventDefault();
  location.href = `${box.form.action}#q=${text}`;
});
if (box && foot) {
  const button = document.createElement("button");
  button.className = "bh-key";
  button.type = "button";
  button.append("Key / goes to search: ", state);
  foot.append(button);
  show();
  button.addEventListener("click", () => {
    on = !on;
    show();
    remember(on ? "on" : "off");
  });
  document.addEventListener("keydown", (event) => {
    if (!on || event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

function show() {
  state.textContent = on ? "on" : "off";
}

function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // Without storage the choice holds for this page.
  }
}
