// The search by meaning as a page uses it: a worker that works out what texts mean.

/** Works out how near lessons and open meetings are to what a text means, in a worker that it starts. */
export class ByMeaning {
  #waiting = new Map();
  #asked = 0;
  #worker;
  #isStopped = false;
  #known;
  #meaningOf;
  #latest;
  #working;
  #last;

  /** Load what an index needs, and tell of the bytes that are there; it fails with what goes wrong. */
  static async load(index, { signal, told = () => {} } = {}) {
    const made = new ByMeaning(told);
    signal?.addEventListener("abort", () => made.stop());
    try {
      const asking = made.#ask({ index: index.meaning.index, folder: index.base });
      const [{ known }, { meaningOf }] = await Promise.all([asking, import("./fusion.js")]);
      if (known.length !== index.lessons) throw new Error("of other lessons");
      made.#known = known;
      made.#meaningOf = meaningOf;
      return made;
    } catch (error) {
      made.stop();
      throw error;
    }
  }

  constructor(told) {
    this.#worker = new Worker(new URL("../meaning-worker.js", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data: { id, answer, problem, loaded } }) => {
      if (loaded !== undefined) return told(loaded);
      const { resolve, reject } = this.#waiting.get(id) ?? {};
      this.#waiting.delete(id);
      return problem ? reject?.(new Error(problem)) : resolve?.(answer);
    };
    this.#worker.onerror = () => this.stop();
  }

  /** Return what `Index.answer` takes for a text; undefined where there is none, or another was asked meanwhile. */
  async near(text) {
    if (!text.trim()) return undefined;
    if (this.#last?.text === text) return this.#last.answer;
    const asked = (this.#latest = {});
    await this.#working;
    // One who types has gone on meanwhile.
    if (asked !== this.#latest) return undefined;
    const working = this.#ask({ text });
    this.#working = working.catch(() => {});
    const { near, open } = await working;
    this.#last = { text, answer: this.#meaningOf(near, this.#known, open) };
    return this.#last.answer;
  }

  /** End the worker; who waits for it is told. */
  stop() {
    this.#isStopped = true;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error("stopped"));
    this.#waiting.clear();
  }

  #ask(message) {
    const id = (this.#asked += 1);
    return new Promise((resolve, reject) => {
      if (this.#isStopped) throw new Error("stopped");
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...message });
    });
  }
}
