// Answers that are missing, as `lessons from-issue` tells of them.
/** Return the problems of answers: `{question, rule, severity, message, hint}`. */
export function problemsOf(answers, about) {
  return Object.entries(about).flatMap(([name, question]) => {
    if (question.control === "ticks") {
      const missing = Object.keys(question.labels).filter((tick) => !answers.all(name).includes(tick));
      return missing.map((tick) => problem(name, `this is not ticked: ${tick}`));
    }
    const given = answers.text(name) || (question.control === "several" && answers.listed(`${name}-new`).length);
    return question.required && !given ? [problem(name, "there is no answer")] : [];
  });
}

function problem(question, message, hint = "") {
  return { question, rule: "field-missing", severity: "error", message, hint };
}
