// Runs before the first paint, so that a page never shows in one scheme and then turns to the other.
(() => {
  const KEY = "beforehand-scheme";
  const CHOICES = ["automatic", "light", "dark"];
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let choice = read();

  function read() {
    try {
      const stored = localStorage.getItem(KEY);
      return CHOICES.includes(stored) ? stored : CHOICES[0];
    } catch {
      return CHOICES[0];
    }
  }

  function apply() {
    const dark = choice === "dark" || (choice === "automatic" && system.matches);
    root.dataset.mdColorScheme = dark ? "slate" : "default";
  }

  apply();
  system.addEventListener("change", apply);

  document.addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector(".bh-nav ul");
    if (!list) return;
    const button = document.createElement("button");
    const label = document.createElement("span");
    button.className = "bh-scheme";
    button.type = "button";
    label.textContent = choice;
    button.append("Colours: ", label);
    list.appendChild(document.createElement("li")).append(button);
    button.addEventListener("click", () => {
      choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
      label.textContent = choice;
      apply();
      try {
        localStorage.setItem(KEY, choice);
      } catch {
        // Without storage the choice holds for this page.
      }
    });
  });
})();
