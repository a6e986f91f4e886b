"""Lessons that look like one that somebody is about to write."""

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
"""Most lessons shown that are only similar."""


@dataclass(frozen=True, slots=True)
class SimilarLesson:
    """A lesson that looks like the new one."""

    id: str
    title: str
    problem: str
    how: str
    """How alike they are, in words."""
    same: bool
    """Whether its problem is nearly the same."""


def nearest_lessons(
    title: str,
    problem: str,
    library: Library,
    near_duplicate: float,
    opened: Opened,
    leave_out: str = "",
) -> list[SimilarLesson]:
    """Return lessons that look like a new one, those with nearly the same problem first.

    Args:
        title: Title of the new one.
        problem: Its problem.
        library: All lessons.
        near_duplicate: Share of content words in common from which two problems look the same.
        opened: The index.
        leave_out: Id of the new one, if it is there already.
    """
    same = {
        lesson.id: SimilarLesson(
            lesson.id,
            lesson.fields.title,
            lesson.fields.problem,
            f"nearly the same problem: {share:.0%} of the telling words of both are in common",
            same=True,
        )
        for share, lesson in _same(problem, library, near_duplicate)
        if lesson.id != leave_out
    }
    similar = [
        one
        for one in _similar(f"{title}\n{problem}", library, opened)
        if one.id not in same and one.id != leave_out
    ]
    return [*same.values(), *similar[: max(_MOST - len(same), 0)]]


def _same(problem: str, library: Library, least: float) -> list[tuple[float, Record[Lesson]]]:
    words = frozenset(content_words(problem))
    if len(words) < FEWEST_WORDS:
        return []
    shares = [
        (likeness(words, frozenset(content_words(lesson.fields.problem))).of_both, lesson)
        for lesson in library.searched
    ]
    found = [(share, lesson) for share, lesson in shares if share >= least]
    return sorted(found, key=lambda pair: (-pair[0], pair[1].id))


def _similar(text: str, library: Library, opened: Opened) -> Iterator[SimilarLesson]:
    """Yield lessons that have at least half of the words of a text, as a search ranks them."""
    from site_builder.search.answer import Filters, answer  # noqa: PLC0415 - imports Whoosh
    from site_builder.search.query import plain_query  # noqa: PLC0415 - imports Whoosh

    found = answer(opened, plain_query(text), Filters(), _MOST + 1)
    for match in found.matches:
        lesson = library.lesson(opened.state.rows[match.row].id)
        if lesson and match.has_half:
            has, all_words = len(match.covered), len(match.covered) + len(match.not_covered)
            how = f"has {has} of your {all_words} telling words: {', '.join(match.covered)}"
            yield SimilarLesson(
                lesson.id, lesson.fields.title, lesson.fields.problem, how, same=False
            )
