// The finder page. It says at once that it searches; the rest, which searches and shows, comes after.
const status = document.getElementById("bh-status");

if (location.search.length > 1 || location.hash.startsWith("#q=")) {
  document.getElementById("bh-start").hidden = true;
  status.textContent = "Searching…";
}
import("./finder/page.js").catch(() => {
  document.getElementById("bh-start").hidden = false;
  status.textContent = "The search could not be loaded. The topics and the list of all lessons are below.";
});
