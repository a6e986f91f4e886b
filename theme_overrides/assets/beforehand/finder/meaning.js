// The choice to search by meaning too: what it needs is loaded once it is asked for, and again where it was chosen before.
import { ByMeaning } from "../search/by-meaning.js";
import { choose, isChosen, savesData } from "../search/meaning-choice.js";
import { $ } from "./elements.js";

const choice = $("bh-by-meaning");
const told = $("bh-meaning-told");
const share = $("bh-meaning-share");

/** Knows how near lessons are to what a text means, once its files are there. */
export class Meaning {
  #index;
  #loading;
  #works;

  /** Take the index, and what to do once lessons are found by meaning or no longer are. */
  constructor(index, changed) {
    this.#index = index;
    this.changed = changed;
    const size = `${(index.meaning.bytes / 1e6).toFixed(1)} MB`;
    choice.disabled = false;
    choice.addEventListener("change", () => this.#choose(choice.checked));
    if (!isChosen()) this.#tell(`(${size} once)`);
    else if (savesData()) this.#tell(`(${size}; not loaded by itself, to save data)`);
    else this.#load();
  }

  /** Return how near all lessons are to a text, for `Index.answer`; undefined where that is not to be had, or asked too late. */
  async near(text) {
    const works = this.#works;
    try {
      return await works?.near(text);
    } catch {
      if (works === this.#works) this.#fail();
      return undefined;
    }
  }

  /** Go on with an index that was published since. */
  follow(index) {
    this.#index = index;
    if (!choice.checked) return;
    this.#stop();
    this.#load();
  }

  #choose(isOn) {
    choose(isOn);
    if (isOn) {
      this.#load();
      return;
    }
    this.#stop();
    this.#tell("");
    this.changed();
  }

  async #load() {
    choice.checked = true;
    this.#tell("(loading)");
    share.hidden = false;
    const { signal } = (this.#loading = new AbortController());
    try {
      const loaded = (bytes) => (share.value = (100 * bytes) / this.#index.meaning.bytes);
      this.#works = await ByMeaning.load(this.#index, { signal, told: loaded });
      this.#tell("");
      this.changed();
    } catch {
      if (!signal.aborted) this.#fail();
    }
  }

  // The answer by words stays.
  #fail() {
    this.#stop();
    choice.checked = false;
    this.#tell("What this needs could not be loaded; the answer is by words alone.");
  }

  #stop() {
    this.#loading?.abort();
    this.#works = undefined;
  }

  #tell(text) {
    told.textContent = text;
    share.hidden = true;
  }
}
