// The choice to search by meaning too: what it needs is loaded once it is asked for, and again where it was chosen before.
import { $ } from "./elements.js";

const KEY = "beforehand-meaning";
const choice = $("bh-by-meaning");
const told = $("bh-meaning-told");
const share = $("bh-meaning-share");

/** Knows how near lessons are to what a text means, once its files are there. */
export class Meaning {
  #index;
  #worker;
  #waiting = new Map();
  #asked = 0;
  #known;
  #meaningOf;
  #latest;
  #working;
  #last;

  /** Take the index, and what to do once lessons are found by meaning or no longer are. */
  constructor(index, changed) {
    this.#index = index;
    this.changed = changed;
    const size = `${(index.meaning.bytes / 1e6).toFixed(1)} MB`;
    this.once = `(${size} once)`;
    choice.disabled = false;
    choice.addEventListener("change", () => this.#choose(choice.checked));
    if (recalled() !== "on") this.#tell(this.once);
    else if (navigator.connection?.saveData) this.#tell(`(${size}; not loaded by itself, to save data)`);
    else this.#load();
  }

  /** Return how near all lessons are to a text, for `Index.answer`; undefined where that is not to be had, or asked too late. */
  async near(text) {
    if (!this.#known || !text.trim()) return undefined;
    if (this.#last?.text === text) return this.#last.answer;
    const asked = (this.#latest = {});
    await this.#working;
    // One who types has gone on meanwhile.
    if (asked !== this.#latest || !this.#known) return undefined;
    try {
      const working = this.#ask({ text });
      this.#working = working.catch(() => {});
      const { near } = await working;
      this.#last = { text, answer: this.#meaningOf(near, this.#known) };
      return this.#last.answer;
    } catch {
      this.#fail();
      return undefined;
    }
  }

  #choose(isOn) {
    remember(isOn ? "on" : "off");
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
    try {
      this.#worker = new Worker(new URL("../meaning-worker.js", import.meta.url), { type: "module" });
      this.#worker.onmessage = ({ data }) => this.#hear(data);
      this.#worker.onerror = () => this.#fail();
      const asking = this.#ask({ index: this.#index.meaning.index, folder: this.#index.base });
      const [{ known }, { meaningOf }] = await Promise.all([asking, import("../search/fusion.js")]);
      if (known.length !== this.#index.lessons) throw new Error("of other lessons");
      this.#meaningOf = meaningOf;
      this.#known = known;
      this.#tell("");
      this.changed();
    } catch {
      this.#fail();
    }
  }

  #ask(message) {
    const id = (this.#asked += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...message });
    });
  }

  #hear({ id, answer, problem, loaded }) {
    if (loaded !== undefined) {
      share.value = (100 * loaded) / this.#index.meaning.bytes;
      return;
    }
    const { resolve, reject } = this.#waiting.get(id) ?? {};
    this.#waiting.delete(id);
    if (problem) reject?.(new Error(problem));
    else resolve?.(answer);
  }

  // The answer by words stays.
  #fail() {
    if (!this.#worker) return;
    this.#stop();
    choice.checked = false;
    this.#tell("What this needs could not be loaded; the answer is by words alone.");
  }

  #stop() {
    this.#worker?.terminate();
    this.#worker = this.#known = this.#last = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Error("stopped"));
    this.#waiting.clear();
  }

  #tell(text) {
    told.textContent = text;
    share.hidden = true;
  }
}

function recalled() {
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
