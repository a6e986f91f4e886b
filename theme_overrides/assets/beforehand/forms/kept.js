// Keeps what is written in this browser. Each tab has a draft of its own; one that was closed can be taken up again.
const SEEN_EVERY = 30_000;
const GONE_AFTER = 150_000;

/** The draft of a form in this tab. */
export class Kept {
  #prefix;
  #id = "";
  #page = fresh();
  #own;
  works = true;

  /** Take the name of a form, and the stores of the browser. */
  constructor(name, local = () => localStorage, own = () => sessionStorage) {
    this.#prefix = `beforehand-form:${name}:`;
    try {
      [this.#own, this.store] = [own(), local()];
      this.store.setItem(`${this.#prefix}?`, "");
      this.store.removeItem(`${this.#prefix}?`);
    } catch {
      // Without a store the text lives as long as the page.
      this.works = false;
    }
  }

  /** Begin: return the pairs of this tab's draft, or of one that no tab has open; none if there is neither. */
  begin(now = Date.now()) {
    if (!this.works) return [];
    const mine = this.#read(this.#own.getItem(this.#prefix) ?? "");
    const taken = mine && this.#isOpen(mine, now);
    const left = mine ?? this.#left(now);
    this.#take(left && !taken ? left.id : fresh());
    if (left) this.write(left.pairs);
    return left?.pairs ?? [];
  }

  /** Keep pairs; return whether they were kept. */
  write(pairs, open = true) {
    if (!this.works) return false;
    const seen = Date.now();
    try {
      const there = this.#read(this.#id);
      // Another tab took it up while this one lay in the history.
      if (there && there.page !== this.#page && this.#isOpen(there, seen)) this.#take(fresh());
      const draft = { pairs, open, seen, page: this.#page };
      if (pairs.length) this.store.setItem(this.#prefix + this.#id, JSON.stringify(draft));
      else this.store.removeItem(this.#prefix + this.#id);
      return true;
    } catch {
      return false;
    }
  }

  /** Tell other tabs that this one is open, as long as it is, and that it is closed once it is. */
  stayOpen(pairs) {
    setInterval(() => this.write(pairs()), SEEN_EVERY);
    addEventListener("pagehide", () => this.write(pairs(), false));
    addEventListener("pageshow", (event) => event.persisted && this.write(pairs()));
  }

  #take(id) {
    this.#id = id;
    this.#own.setItem(this.#prefix, id);
  }

  #read(id) {
    try {
      const found = id && JSON.parse(this.store.getItem(this.#prefix + id));
      return found && Array.isArray(found.pairs) ? { ...found, id, pairs: found.pairs.filter(isPair) } : undefined;
    } catch {
      return undefined;
    }
  }

  #isOpen({ open, seen }, now) {
    return open && now - seen < GONE_AFTER;
  }

  // The latest draft that no tab has open.
  #left(now) {
    const ids = Object.keys(this.store).filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length));
    const drafts = ids.map((id) => this.#read(id)).filter((draft) => draft?.pairs.length && !this.#isOpen(draft, now));
    return drafts.sort((a, b) => b.seen - a.seen)[0];
  }
}

function fresh() {
  return crypto.getRandomValues(new Uint32Array(2)).join("");
}

function isPair(pair) {
  return Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string");
}
