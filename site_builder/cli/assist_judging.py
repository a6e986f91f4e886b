"""Whether lessons that a search found help: options and questions of ``lessons assist``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.asking import ask, ask_choice, print_choices
from site_builder.cli.output import fail, say
from site_builder.library.evidence.parts import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.assists.plans import Judged
    from site_builder.library.base import Base

_JUDGEMENTS = ("reuse", "partly", "no")
_NONE = "none"
"""Answer for this lesson and for all that have not been judged yet."""
_CHOICES = {
    "reuse": "it solves our problem",
    "partly": "it helps in part",
    "no": "it does not help",
    _NONE: "none of these, or none of the rest",
}
JUDGE = click.option(
    "--judge",
    "given",
    multiple=True,
    metavar="ID=JUDGEMENT[:WHY]",
    help=f"Judge a lesson: {', '.join(_JUDGEMENTS)}; repeatable. The ID * means all other lessons.",
)


def judged_lessons(
    base: Base, lesson_ids: Sequence[str], given: Sequence[str], *, verdict: str
) -> list[Judged]:
    """Return the judgement of each lesson: from ``--judge``, or else asked for."""
    from site_builder.assists.plans import Judged
    from site_builder.search.verdict import NOTHING

    answers = _parsed(given, lesson_ids)
    asked = [name for name in lesson_ids if name not in answers and "*" not in answers]
    _print_lessons(base, lesson_ids, verdict=verdict)
    if asked:
        say("\nDoes it help?", err=True)
        print_choices(_CHOICES)
    empty, hint = (_NONE, " (Enter: none of these)") if verdict == NOTHING else (None, "")
    for lesson_id in asked:
        judgement = ask_choice(f"{lesson_id}{hint}", _CHOICES, empty=empty)
        if judgement == _NONE:
            answers.setdefault("*", ("no", ""))
            break
        because = ask("  Why", str, empty="")
        answers[lesson_id] = (judgement, because)
    judged = {lesson_id: answers.get(lesson_id) or answers["*"] for lesson_id in lesson_ids}
    return [
        Judged(lesson_id, judgement, because)  # type: ignore[arg-type]  # a choice
        for lesson_id, (judgement, because) in judged.items()
    ]


def _print_lessons(base: Base, lesson_ids: Sequence[str], *, verdict: str) -> None:
    if not lesson_ids:
        say("No lesson matches. The plan records that, and is listed as an open problem.", err=True)
    else:
        say(f"{verdict.capitalize()}:", err=True)
    for lesson in filter(None, map(base.library.lesson, lesson_ids)):
        say(f"\n{lesson.fields.title} ({lesson.id})", bold=True, err=True)
        say(f"  {lesson.fields.problem}", err=True)
        say(f"  {plain(base.evidence.strip(lesson))}", err=True)


def _parsed(given: Sequence[str], lesson_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the judgements that options give, with their reasons, by lesson id."""
    answers = {}
    for text in given:
        lesson_id, _, rest = text.partition("=")
        judgement, _, because = rest.partition(":")
        if judgement not in _JUDGEMENTS:
            fail(f"--judge {text}: write ID=JUDGEMENT, one of {', '.join(_JUDGEMENTS)}")
        if lesson_id not in {*lesson_ids, "*"}:
            fail(f"--judge {text}: the search did not find '{lesson_id}'")
        answers[lesson_id] = (judgement, because.strip())
    return answers
