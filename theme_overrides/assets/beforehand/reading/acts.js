// The row of a record's page: copy its address, write a mail about it, print it with all folds open. A click on the # of a heading copies
// the address of that part; without a script it leads there.
import { ROOT, element, link } from "./elements.js";
import { keepButton, show } from "./keep.js";
import { preview } from "./previews.js";

const row = document.querySelector(".bh-acts");
const said = document.querySelector(".bh-done");
const here = () => `${location.origin}${location.pathname}`;

if (row) {
  // A site that knows its address has written the message.
  const mail = row.querySelector("[data-act=mail]") ?? link(message(document.querySelector("h1").textContent.trim()), "Mail");
  row.prepend(element("li", "", button("Copy link", () => copy(here(), "The link is copied."))), element("li", "", mail));
  row.append(element("li", "", button("Print", () => print())));
  const [kind, id] = document.querySelector("[data-record]").dataset.record.split("/");
  if (kind === "lesson") {
    row.append(element("li", "", keepButton(id)), element("li", "", link(new URL(`compare/?lesson=${id}`, ROOT), "Compare")));
    show();
  }
}

preview();

document.querySelector("main").addEventListener("click", (event) => {
  const anchor = event.target.closest(".bh-anchor");
  if (anchor) copy(`${here()}${new URL(anchor.href).hash}`, "The link to this part is copied.");
});

function button(label, act) {
  const made = element("button", "bh-link", label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function message(title) {
  return `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${title}\r\n${here()}`)}`;
}

// Paper has no folds. The style sheet opens them too, which not every browser does in columns.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = done;
  } catch {
    // Without permission, or on a site without https, the address is shown to be copied by hand.
    said.textContent = `Copy this: ${text}`;
  }
}
