// What is wrong with answers: beside each question, and in a summary that takes the focus and leads to them.
import { $, element, link } from "./dom.js";

/** Show problems `{question, message, hint}` beside their questions, and clear all others. */
export function showBeside(questions, problems) {
  for (const question of questions) {
    const name = question.dataset.question;
    const own = problems.filter((problem) => problem.question === name);
    const place = $(`bh-error-${name}`);
    place.hidden = !own.length;
    place.textContent = own.length ? `Error: ${own.map(spoken).join(" ")}` : "";
    question.classList.toggle("bh-wrong", own.length > 0);
    for (const control of question.querySelectorAll("input[type=text], textarea")) {
      if (own.length) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
}

/** Show a summary of problems, and put the focus on it; without any it goes away. */
export function showSummary(problems, labels, goTo) {
  $("bh-errors").hidden = !problems.length;
  $("bh-errors-list").replaceChildren(...listed(problems, labels, goTo));
  if (problems.length) $("bh-errors").focus();
}

/** Return problems as points of a list that lead to their questions. */
export function listed(problems, labels, goTo) {
  return problems.map((problem) => {
    const { question } = problem;
    const leads = link(labels[question], `#bh-answer-${question}`);
    leads.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(question);
    });
    return element("li", "", leads, `: ${spoken(problem)}`);
  });
}

function spoken({ message, hint }) {
  const sentence = `${message}${hint ? `: ${hint}` : ""}`;
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
