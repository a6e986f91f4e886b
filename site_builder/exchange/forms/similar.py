"""Lessons similar to a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.likeness import FEWEST_WORDS, likeness
from site_builder.library.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.library import Library
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.search.store import Opened

_MOST = 3
"""Most lessons returned, unless more have nearly the same problem."""


@dataclass(frozen=True, slots=True)
class SimilarLesson:
    """A lesson similar to the new one."""

    id: str
    title: str
    problem: str
    how: str
    """What they have in common, as a sentence without its end."""
    same: bool
    """Whether both have nearly the same problem."""


def nearest_lessons(
    title: str,
    problem: str,
    library: Library,
    near_duplicate: float,
    opened: Opened,
    leave_out: str = "",
) -> list[SimilarLesson]:
    """Return the lessons similar to a new one, those with nearly the same problem first.

    Problems are nearly the same from a share of common words of ``near_duplicate``. The lesson with
    the id ``leave_out`` is the new one itself.
    """
    same = [
        SimilarLesson(
            lesson.id,
            lesson.fields.title,
            lesson.fields.problem,
            f"nearly the same problem: {share:.0%} of the telling words of both are in common",
            same=True,
        )
        for share, lesson in _same(problem, library, near_duplicate)
        if lesson.id != leave_out
    ]
    taken = {leave_out, *(lesson.id for lesson in same)}
    similar = [
        lesson
        for lesson in _similar(f"{title}\n{problem}", library, opened)
        if lesson.id not in taken
    ]
    return [*same, *similar[: max(_MOST - len(same), 0)]]


def _same(problem: str, library: Library, least: float) -> list[tuple[float, Record[Lesson]]]:
    words = frozenset(content_words(problem))
    if len(words) < FEWEST_WORDS:
        return []
    shares = [
        (likeness(words, frozenset(content_words(lesson.fields.problem))).of_both, lesson)
        for lesson in library.searched
    ]
    near = [(share, lesson) for share, lesson in shares if share >= least]
    return sorted(near, key=lambda pair: (-pair[0], pair[1].id))


def _similar(text: str, library: Library, opened: Opened) -> Iterator[SimilarLesson]:
    """Yield lessons with half of a text's words, or near its meaning, as a search ranks them."""
    from site_builder.search.answer import Filters, answer  # noqa: PLC0415 - imports Whoosh
    from site_builder.search.by_meaning import meaning_of  # noqa: PLC0415
    from site_builder.search.query import plain_query  # noqa: PLC0415 - imports Whoosh

    meaning = meaning_of(opened, text)
    for match in answer(opened, plain_query(text), Filters(), _MOST + 1, meaning).matches:
        lesson = library.lesson(opened.rows[match.row].id)
        if lesson and match.is_near:
            has, words = len(match.covered), len(match.covered) + len(match.not_covered)
            how = f"has {has} of your {words} telling words: {', '.join(match.covered)}"
            if not match.has_half:
                how = "near in meaning, in other words"
            title, problem = lesson.fields.title, lesson.fields.problem
            yield SimilarLesson(lesson.id, title, problem, how, same=False)
