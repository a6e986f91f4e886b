// Ways of handing a text over: links that the reader follows. The site itself sends nothing.
const LONGEST = 7_500;
const LONGEST_MAIL = 1_900;
const WORDS = {
  file: "Go on to the page that creates the file",
  "gitlab-file": "Go on to the page that creates the file",
  issue: "Go on to the form with these answers",
  "gitlab-issue": "Go on to an issue with these answers",
  mail: "Send it by mail",
};
const AFTER = {
  file: "The text is filled in there; you need an account. What you propose there is looked at before it is published.",
  "gitlab-file": "The text is filled in there; you need an account. If the page is empty, copy the text from here.",
  issue: "The answers are filled in there; you need an account. Tick the statements there again.",
  "gitlab-issue": "The answers are filled in there; you need an account.",
  mail: "Your mail program opens with the text in it.",
};
const MADE = { file: fileAddress, "gitlab-file": gitlabFile, issue: issueForm, "gitlab-issue": gitlabIssue, mail };

/** Return the ways that take a text, in the order of the keeper: `{kind, words, after, address}`. */
export function waysFor({ ways, form, label }, record, told) {
  return ways.flatMap((way) => {
    const address = MADE[way.kind](way.address, record, told, { form, label });
    const most = way.kind === "mail" ? LONGEST_MAIL : LONGEST;
    if (address.length <= most) return [{ kind: way.kind, words: WORDS[way.kind], after: AFTER[way.kind], address }];
    if (way.kind !== "mail") return [];
    const short = mail(way.address, { ...record, text: "I have attached the file that I downloaded from the page." });
    return [{ kind: way.kind, words: WORDS.mail, after: "The text is too long for a link: download it, and attach it to the mail.", address: short }];
  });
}

/** Return answers as the text of an issue, which `lessons from-issue` reads. */
export function issueText(told) {
  return told.map(({ label, answer }) => `### ${label}\n\n${answer || "_No response_"}`).join("\n\n");
}

function fileAddress(address, record) {
  return `${address}?${query({ filename: pathIn(address, record), value: record.text })}`;
}

function gitlabFile(address, record) {
  return `${address}?${query({ file_name: pathIn(address, record), content: record.text })}`;
}

// The address may name the branch alone.
function pathIn(address, record) {
  const folder = record.lessons.replace(/\/$/, "");
  return address.endsWith(`/${folder}`) ? record.path : `${record.lessons}${record.path}`;
}

function issueForm(address, record, told, { form }) {
  const answers = told.filter(({ ticks }) => !ticks).map(({ name, answer }) => [name, answer]);
  const title = record.fields.title ?? "";
  return `${address}?${query({ template: `${form}.yml`, ...Object.fromEntries(answers), ...(title ? { title } : {}) })}`;
}

function gitlabIssue(address, record, told, { label }) {
  const text = `${issueText(told)}\n\n/label ~${label}`;
  return `${address}?${query({ "issue[title]": record.title, "issue[description]": text })}`;
}

function mail(address, record) {
  return `${address}?${query({ subject: record.title, body: record.text.replace(/\n/g, "\r\n") })}`;
}

function query(values) {
  const filled = Object.entries(values).filter(([, value]) => value);
  return filled.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}
