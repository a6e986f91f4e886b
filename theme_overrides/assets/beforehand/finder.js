// The finder page. It says at once that it searches; the rest, which searches and shows, comes after.
import { opened, pathOf } from "./search/opening.js";

// What the answer to several words needs, whichever they are.
const NEEDED = ["words", "gone"];
const SEVERAL = /[?&#]q=[^&]*(?:\+|%20)/;
const status = document.getElementById("bh-status");
const folder = new URL(`${document.getElementById("bh-finder").dataset.root}search/`, location.href);
const reading = opened(folder);
const loading = import("./finder/page.js");
const found = document.getElementById("bh-found");
found.ariaBusy = "true";

if (location.search.length > 1 || location.hash.startsWith("#q=")) {
  document.getElementById("bh-start").hidden = true;
  status.textContent = "Searching…";
  if (SEVERAL.test(location.href)) reading.then(preload, () => {});
}
try {
  await (await loading).begin(folder, reading);
} catch {
  found.ariaBusy = "false";
  document.getElementById("bh-start").hidden = false;
  status.textContent = "The search could not be loaded. The topics and the list of all lessons are below.";
}

// They are on their way while the program is.
function preload({ files }) {
  for (const kind of NEEDED) {
    const link = Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous" });
    link.href = new URL(pathOf(kind, files[kind]), folder);
    document.head.append(link);
  }
}
