"""Titles and problem statements of lessons, their owners, and the day of their review."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.likeness import FEWEST_WORDS, alike
from site_builder.library.problems import at_field, at_header_end
from site_builder.library.words import content_words
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Lesson, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.settings import Settings

LEAST_TELLING = 2
"""Content words that a problem statement needs."""
VAGUE = "the problem statement says too little to be found by"
_MOST_NAMED = 3
"""Lessons with the same problem that are named."""


def long_titles(record: Record[Part], settings: Settings) -> Iterator[Diagnostic]:
    """A title fits in a list."""
    title = getattr(record.fields, "title", None) or ""
    if record.kind is not Kind.PAGE and len(title) > settings.title_max:
        message = f"the title has {len(title)} characters"
        hint = f"at most {settings.title_max}"
        yield at_field(record, "title-too-long", ("title",), message, hint)


def long_problems(record: Record[Part], settings: Settings) -> Iterator[Diagnostic]:
    """A problem is one sentence."""
    problem = getattr(record.fields, "problem", "")
    if len(problem) > settings.problem_max:
        message = f"the problem statement has {len(problem)} characters"
        hint = f"at most {settings.problem_max}, in one sentence"
        yield at_field(record, "problem-too-long", ("problem",), message, hint)


def vague_problems(record: Record[Part], settings: Settings) -> Iterator[Diagnostic]:
    """A problem has words of its own once empty phrases are taken out."""
    problem = getattr(record.fields, "problem", None)
    if problem is None:
        return
    left = content_words(problem, settings.empty_phrases)
    if len(set(left)) < LEAST_TELLING:
        yield at_field(record, "problem-vague", ("problem",), VAGUE)


def repeated_problems(base: Base) -> Iterator[Diagnostic]:
    """No two lessons have nearly the same problem, unless one names the other.

    The newer one is reported, once, however many others there are. Problems are compared by their
    words alone: a warning has to be the same on every machine, and which lessons have a vector is
    not. What a new lesson is near to in meaning is said while it is written (``exchange/forms``).
    """
    lessons = {(lesson.fields.date, lesson.id): lesson for lesson in base.library.searched}
    words = {
        key: frozenset(content_words(lesson.fields.problem)) for key, lesson in lessons.items()
    }
    texts = {key: telling for key, telling in words.items() if len(telling) >= FEWEST_WORDS}
    older_ones: defaultdict[tuple[date, str], list[str]] = defaultdict(list)
    for older, newer, _score in alike(texts, base.settings.near_duplicate):
        if not (_relates(lessons[older], newer[1]) or _relates(lessons[newer], older[1])):
            older_ones[newer].append(older[1])
    hint = "join them, or say what is different here"
    for newer, ids in older_ones.items():
        message = f"{_lessons(ids)} nearly the same problem"
        yield at_field(lessons[newer], "problem-repeated", ("problem",), message, hint)


def _lessons(ids: Sequence[str]) -> str:
    if len(ids) == 1:
        return f"the lesson `{ids[0]}` has"
    named = [f"`{lesson_id}`" for lesson_id in ids[:_MOST_NAMED]]
    rest = "others" if len(ids) > _MOST_NAMED else named.pop()
    return f"the lessons {', '.join(named)} and {rest} have"


def _relates(lesson: Record[Lesson], other_id: str) -> bool:
    relations = lesson.fields.relations
    return any(other_id in getattr(relations, name) for name in type(relations).model_fields)


def overdue_reviews(base: Base) -> Iterator[Diagnostic]:
    """A lesson is reviewed by the day it names."""
    for lesson in base.library.lessons:
        review_by = lesson.fields.review_by
        if review_by and review_by < base.today and lesson.fields.status is Status.PUBLISHED:
            days = (base.today - review_by).days
            message = f"the review is overdue by {counted(days, 'day')}"
            hint = "look whether the lesson still holds, then set a new day"
            yield at_field(lesson, "review-overdue", ("review_by",), message, hint)


def ended_validity(base: Base) -> Iterator[Diagnostic]:
    """A published lesson still holds, by the day that it names itself."""
    for lesson in base.library.published:
        last = lesson.fields.holds_until
        if last and last < base.today:
            days = (base.today - last).days
            message = f"it held until {counted(days, 'day')} ago"
            hint = "set a later day if it still holds, or withdraw it as outdated"
            yield at_field(lesson, "validity-ended", ("holds_until",), message, hint)


def missing_owners(base: Base) -> Iterator[Diagnostic]:
    """A published lesson names its owner, where the settings require it."""
    if not base.settings.owners_required:
        return
    for lesson in base.library.published:
        if not lesson.fields.owner:
            yield at_header_end(lesson, "owner-missing")
