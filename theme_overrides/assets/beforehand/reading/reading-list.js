// The page of the reading list: what is kept, what has become of it, comparing and printing.
import { element, lessonUrl, link } from "./elements.js";
import { pageAt } from "./page.js";
import { clear, drop, isLasting, kept, onChange, rename } from "./list.js";
import { pack } from "./pack.js";

const MOST_COMPARED = 4;
const [list, said, packed] = ["bh-kept", "bh-said", "bh-pack"].map((id) => document.getElementById(id));
const controls = document.getElementById("bh-kept-controls");
const title = document.getElementById("bh-pack-title");
const compare = document.getElementById("bh-compare");
let latest;

if (!isLasting) document.getElementById("bh-not-lasting").hidden = false;
list.addEventListener("change", aim);
document.getElementById("bh-clear").addEventListener("click", empty);
document.getElementById("bh-print-pack").addEventListener("click", printed);
onChange(show);
addEventListener("pageshow", (event) => event.persisted && show());
show();

// Busy until it is known what has become of every lesson.
async function show() {
  const entries = kept();
  list.replaceChildren(...entries.map(row));
  controls.hidden = !entries.length;
  document.getElementById("bh-kept-none").hidden = entries.length > 0;
  packed.replaceChildren();
  aim();
  const looking = (latest = Promise.all(entries.map(([id]) => look(id))));
  list.ariaBusy = "true";
  await looking;
  if (looking === latest) list.ariaBusy = "false";
}

function row([id, name]) {
  const box = element("input", "");
  box.type = "checkbox";
  box.value = id;
  box.setAttribute("aria-label", `Compare “${name}”`);
  const out = element("button", "bh-link", "Take out");
  out.type = "button";
  out.setAttribute("aria-label", `Take out “${name}”`);
  out.addEventListener("click", () => takeOut(id, name));
  const made = element("li", "", box, element("div", "", link(lessonUrl(id), name), element("p", "bh-why")), out);
  made.dataset.id = id;
  return made;
}

// Says what has become of a lesson since it was kept.
async function look(id) {
  const page = await pageAt(lessonUrl(id));
  const shown = [...list.children].find((each) => each.dataset.id === id);
  if (!shown) return;
  if (page.state === "here" && page.id && page.id !== id) {
    rename(id, page.id, page.title);
    show();
    return;
  }
  const notes = { absent: "It is no longer here.", unread: "It could not be read just now.", here: [page.notice && `${page.notice}.`, page.lead].filter(Boolean).join(" ") };
  shown.querySelector(".bh-why").textContent = notes[page.state];
  shown.querySelector("input").dataset.state = page.state;
  aim();
  if (page.state === "here") shown.querySelector("a").textContent = page.title;
}

function takeOut(id, name) {
  const next = [...list.children].findIndex((each) => each.dataset.id === id);
  drop(id);
  show();
  said.textContent = `“${name}” is taken out.`;
  (list.children[Math.min(next, list.children.length - 1)]?.querySelector("button") ?? document.querySelector("h1")).focus();
}

function empty() {
  clear();
  show();
  said.textContent = "The list is empty.";
  document.querySelector("h1").focus();
}

// The link to the comparison leads to what is ticked, or to all if they fit.
function aim() {
  const every = [...list.querySelectorAll("input")];
  const boxes = every.filter((box) => box.dataset.state !== "absent");
  const ticked = boxes.filter((box) => box.checked);
  for (const box of every) box.disabled = !boxes.includes(box) || (ticked.length >= MOST_COMPARED && !box.checked);
  const chosen = ticked.length ? ticked : boxes.slice(0, MOST_COMPARED);
  compare.href = `../compare/?${chosen.map((box) => `lesson=${box.value}`).join("&")}`;
  compare.textContent = ticked.length ? `Compare the ${ticked.length} ticked` : boxes.length > MOST_COMPARED ? `Compare the first ${MOST_COMPARED}` : "Compare them";
}

async function printed() {
  said.textContent = "Putting the pack together…";
  const entries = kept();
  const read = await Promise.all(entries.map(([id]) => pageAt(lessonUrl(id))));
  const stands = (page) => page.state === "here" && page.notice !== "Withdrawn";
  const left = entries.flatMap(([, name], number) => {
    const page = read[number];
    if (stands(page)) return [];
    const why = { here: "it was withdrawn", absent: "it is no longer here", unread: "it could not be read" }[page.state];
    return [`Left out: “${name}”, because ${why}.`];
  });
  const name = title.value.trim() || title.placeholder;
  packed.replaceChildren(...pack(name, packed.dataset.site, read.filter(stands), left));
  await Promise.allSettled([...packed.querySelectorAll("img")].map((image) => image.decode()));
  said.textContent = "The pack stands below.";
  print();
}
