// One question at a time on a small screen, all of them on a large one.
import { $ } from "./dom.js";

const SMALL = matchMedia("(max-width: 44em)");

export class Steps {
  #questions;
  #at = 0;

  /** Take the questions of a form, in their order. */
  constructor(questions) {
    this.#questions = questions;
    SMALL.addEventListener("change", () => this.show());
    $("bh-back").addEventListener("click", () => this.go(this.#at - 1));
  }

  /** The question shown, or none where all are shown. */
  get current() {
    return SMALL.matches ? this.#questions[this.#at] : undefined;
  }

  get isLast() {
    return !SMALL.matches || this.#at === this.#questions.length - 1;
  }

  show() {
    const small = SMALL.matches;
    this.#questions.forEach((question, number) => (question.hidden = small && number !== this.#at));
    $("bh-about").hidden = small && this.#at > 0;
    $("bh-back").hidden = !small || this.#at === 0;
    $("bh-step").hidden = !small;
    $("bh-step").textContent = `Question ${this.#at + 1} of ${this.#questions.length}`;
    $("bh-go").textContent = this.isLast ? "Check my answers" : "Next question";
  }

  /** Show a question by its place, and put the focus into it. */
  go(number) {
    this.#at = Math.min(Math.max(number, 0), this.#questions.length - 1);
    this.show();
    this.#focus(this.#questions[this.#at]);
  }

  next() {
    this.go(this.#at + 1);
  }

  /** Show a question by its name, and put the focus into it. */
  goTo(name) {
    this.go(this.#questions.findIndex((question) => question.dataset.question === name));
  }

  #focus(question) {
    const control = question.querySelector("input:checked") ?? question.querySelector("input, textarea");
    control.focus();
    question.scrollIntoView({ block: "nearest" });
  }
}
