// The row of a record's page: copy its address, write a mail about it, print it with all folds open. A click on the # of a heading copies
// the address of that part; without a script it leads there.
const said = document.querySelector(".bh-done");
const here = () => `${location.origin}${location.pathname}`;

document.querySelector("[data-act=copy]")?.addEventListener("click", () => copy(here(), "The link is copied."));
document.querySelector("[data-act=print]")?.addEventListener("click", () => print());

const mail = document.querySelector("[data-act=mail]");
// A site that does not know its address writes none into the message.
if (mail?.parentElement.classList.contains("bh-scripted")) mail.href += encodeURIComponent(here());

document.querySelector("main").addEventListener("click", (event) => {
  const anchor = event.target.closest(".bh-anchor");
  if (anchor) copy(`${here()}${new URL(anchor.href).hash}`, "The link to this part is copied.");
});

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
