"""Replies to an issue that became a draft: a comment for its author, JSON for workflows."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from site_builder.diagnostics import shortened
from site_builder.library.addresses import record_url
from site_builder.records.header.write import Data, dump, one_line
from site_builder.records.kinds import Kind
from site_builder.report.structured import row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.exchange.forms.drafting import Drafted
    from site_builder.exchange.forms.questions import AnswerProblem
    from site_builder.exchange.forms.reading import NewWord
    from site_builder.exchange.forms.similar import SimilarLesson

FORMAT_VERSION = 1
MARK = "<!-- written by lessons from-issue -->"
"""First line of the comment, by which a workflow finds it."""
_CALLED = {Kind.LESSON: "lesson", Kind.ASSIST: "record of the event", Kind.REUSE: "report"}
_TITLED = {Kind.LESSON: "Lesson", Kind.ASSIST: "Event", Kind.REUSE: "Report of use"}
_QUOTED = re.compile("`([^`]*)`")
_LONGEST = 300
"""Most characters of the words of others in a comment."""
_MARKUP = re.compile(r"([#$&*+<>@\[\\\]^_`{|}~])")
# Trackers look for these in the text that is shown, where no backslash is left.
_MENTION = re.compile(
    r"(?<=[@#!~$%&])(?=\S)|(?<=GH)(?=-)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE
)
ZERO_WIDTH_SPACE = "\u200b"
"""Keeps two characters apart without being seen."""
_MOST_POINTS = 20
"""Most points of one list in a comment."""
_MOST_ROWS = 200
"""Most diagnostics in JSON."""
_LONGEST_COMMENT = 60_000
"""Most characters of a comment; GitHub takes 65,536."""


def as_json(drafted: Drafted, site_url: str = "", *, written: bool) -> dict[str, Any]:
    """Return the draft as JSON, for a workflow that makes a pull request of it."""
    return {
        "format_version": FORMAT_VERSION,
        "kind": str(drafted.kind),
        "number": drafted.issue.number or None,
        "id": drafted.record_id if drafted.path else None,
        "path": drafted.path or None,
        "branch": drafted.branch or None,
        "title": f"{_TITLED[drafted.kind]}: {_title(drafted)}",
        "action": drafted.action,
        "written": written,
        "problems": [asdict(problem) for problem in drafted.problems],
        "left_out": [asdict(problem) for problem in drafted.left_out],
        "advice": [asdict(problem) for problem in drafted.advice],
        "new_words": [asdict(word) for word in drafted.new_words],
        "diagnostics": [row(diagnostic) for diagnostic in drafted.diagnostics[:_MOST_ROWS]],
        "unknown_tags": [word.label for word in drafted.new_words if word.kind == "tags"],
        "near_duplicates": [asdict(lesson) for lesson in drafted.near],
        "comment": comment(drafted, site_url),
    }


def _title(drafted: Drafted) -> str:
    """Return the title for a pull request, in which nothing calls anybody or closes an issue."""
    if any(problem.secret for problem in drafted.diagnostics):
        return f"from {drafted.issue.origin} {drafted.issue.key}"
    title = _MENTION.sub(ZERO_WIDTH_SPACE, shortened(drafted.title))
    return title or "without a title"


def comment(drafted: Drafted, site_url: str = "") -> str:
    """Return a comment on the issue, as Markdown in which words of others are not markup.

    Args:
        drafted: The draft.
        site_url: Address of the site with its slash; without one, similar lessons have no links.
    """
    wanted = (
        "What is to be mended before it is published"
        if drafted.path
        else "What is missing for a draft"
    )
    lines = [
        *(MARK, "", _opening(drafted), ""),
        *_list(f"{wanted}, by question:", map(_point, drafted.problems)),
        *_list(
            "Left out of the draft (your words are kept with it, or stand above):"
            if drafted.path
            else "Not understood, by question:",
            map(_point, drafted.left_out),
        ),
        *_list("Worth another look before others read it:", map(_point, drafted.advice)),
        *_similar(drafted, site_url),
        *_new_words(drafted),
        *_next(drafted),
    ]
    return _within(lines)


def _opening(drafted: Drafted) -> str:
    called = _CALLED[drafted.kind]
    if not drafted.path:
        return f"Thank you. No draft of the {called} could be made of these answers yet."
    if drafted.action == "keep":
        return f"Thank you. The draft of the {called} is `{drafted.path}`."
    return f"Thank you. These answers have become a draft of a {called}: `{drafted.path}`."


def _list(heading: str, points: Iterable[str]) -> list[str]:
    """Return a list under its heading, and how many points were left out; nothing without any."""
    every = list(points)
    if not every:
        return []
    more = len(every) - _MOST_POINTS
    left = [f"- and {more:,} more of these"] if more > 0 else []
    return [heading, "", *every[:_MOST_POINTS], *left, ""]


def _point(problem: AnswerProblem) -> str:
    where = f"**{harmless(problem.question)}**: " if problem.question else ""
    hint = f" ({harmless(problem.hint)})" if problem.hint else ""
    return f"- {where}{harmless(problem.message)}{hint}"


def _similar(drafted: Drafted, site_url: str) -> list[str]:
    looks = "This lesson looks" if len(drafted.near) == 1 else "These lessons look"
    points = [f"- {_linked(lesson, site_url)}: {harmless(lesson.how)}" for lesson in drafted.near]
    advice = "If you used one of them, a report of use says more than a second lesson."
    return [*_list(f"{looks} like yours:", points), advice, ""] if points else []


def _linked(lesson: SimilarLesson, site_url: str) -> str:
    title = harmless(lesson.title)
    address = f"{site_url}{record_url(Kind.LESSON, lesson.id)}"
    return f"[{title}]({address})" if site_url else f"{title} (`{lesson.id}`)"


def _new_words(drafted: Drafted) -> list[str]:
    """Return what is said of words that the vocabulary lacks: to the asker, and to the keeper."""
    words = drafted.new_words[:_MOST_POINTS]
    if not words:
        return []
    called = {"tags": "topic", "teams": "team"}
    points = []
    for word in words:
        guess = f"; if you mean “{harmless(word.guess)}”, write that" if word.guess else ""
        points.append(f"- “{harmless(word.label)}” is a new {called[word.kind]}{guess}")
    needed = "" if drafted.kind is Kind.LESSON else ", without which it cannot be published"
    fence = "`" * 4
    return [
        *_list("New words, on which whoever keeps these lessons decides:", points),
        f"For whoever keeps them, the lines of the vocabulary{needed}:",
        "",
        fence,
        dump(_vocabulary(words)).rstrip(),
        fence,
        "",
    ]


def _vocabulary(words: Sequence[NewWord]) -> dict[str, Data]:
    fields: dict[str, dict[str, Data]] = {}
    for word in words:
        text = {"description": "To be described."}
        if word.kind == "teams":
            text = {"organisation": word.organisation or "To be named"}
        fields.setdefault(word.kind, {})[word.id] = {"label": word.label, **text}
    return dict(fields)


def _next(drafted: Drafted) -> list[str]:
    """Return what happens next, and what the asker can do."""
    called = _CALLED[drafted.kind]
    edit = (
        "To change or add an answer, change it on the page and hand the new file over."
        if drafted.issue.file_digest
        else "To change or add an answer, edit this issue at the top of the page: the answers are "
        "read again, and this reply is renewed."
    )
    if not drafted.path:
        return [f"What happens next: nothing, until there are answers to go by. {edit}", ""]
    reads = (
        f"What happens next: somebody who keeps these lessons reads the {called}, may ask you "
        "here, and decides whether it is published. Until then it is a draft."
    )
    return [
        reads,
        "",
        "Your changes go to that person now." if drafted.action == "keep" else edit,
        "",
    ]


def _within(lines: Sequence[str]) -> str:
    """Return lines as a comment that is not too long for a tracker; what is left out is said."""
    text = "\n".join(lines)
    if len(text) <= _LONGEST_COMMENT:
        return text
    kept = text[:_LONGEST_COMMENT].rpartition("\n")[0]
    left = text.count("\n") - kept.count("\n")
    return f"{kept}\n\n{left:,} lines of this reply were left out, since it was too long.\n"


def harmless(text: str) -> str:
    """Return a text as one line of Markdown that mentions nobody and contains no markup.

    Words in backticks get quotation marks. A character that could mention a person, another issue
    or an address is followed by a space of no width.
    """
    line = _QUOTED.sub(r"“\1”", one_line(text))
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    line = _MENTION.sub(ZERO_WIDTH_SPACE, line)
    return _MARKUP.sub(r"\\\1", line)
