// Whether to search by meaning: chosen on the finder, and kept on this device for it and for the forms.

const KEY = "beforehand-meaning";

/** Return whether it was chosen. */
export function isChosen() {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

/** Remember whether it is chosen; without storage the choice holds for this page. */
export function choose(isOn) {
  try {
    localStorage.setItem(KEY, isOn ? "on" : "off");
  } catch {
    // There is nothing to remember it with.
  }
}

/** Return whether this device is to load no more than it must. */
export const savesData = () => Boolean(navigator.connection?.saveData);
