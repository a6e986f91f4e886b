// Runs before the first paint, so that a page never shows in one scheme and then turns to the other.
(() => {
  const KEY = "beforehand-scheme";
  const AUTOMATIC = "automatic";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  // Scheme, primary and accent colour by name, as the base's palette has them; most bases have none.
  const { choices, ...colours } = root.dataset.colours
    ? JSON.parse(root.dataset.colours)
    : { choices: [AUTOMATIC, "light", "dark"], light: ["default", "", ""], dark: ["slate", "", ""] };
  let choice = read();

  function read() {
    try {
      const stored = localStorage.getItem(KEY);
      return choices.includes(stored) ? stored : choices[0];
    } catch {
      return choices[0];
    }
  }

  function wanted() {
    if (choice !== AUTOMATIC) return colours[choice];
    const all = Object.values(colours);
    return all.find(([scheme]) => (scheme === "slate") === system.matches) ?? all[0];
  }

  function apply() {
    const [scheme, primary, accent] = wanted();
    root.dataset.mdColorScheme = scheme || "default";
    for (const [name, value] of [["mdColorPrimary", primary], ["mdColorAccent", accent]]) {
      if (value) root.dataset[name] = value;
      else delete root.dataset[name];
    }
  }

  apply();
  system.addEventListener("change", apply);

  document.addEventListener("DOMContentLoaded", () => {
    const foot = document.querySelector(".bh-settings");
    if (!foot || choices.length < 2) return;
    const button = document.createElement("button");
    const label = document.createElement("span");
    button.className = "bh-scheme";
    button.type = "button";
    label.textContent = choice;
    button.append("Colours: ", label);
    foot.append(button);
    button.addEventListener("click", () => {
      choice = choices[(choices.indexOf(choice) + 1) % choices.length];
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
