"""Search receipts: proof that somebody looked first, for as long as it is fresh."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from site_builder.library.checks.problems import at_field
from site_builder.library.likeness import likeness
from site_builder.library.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.library.library import Library
    from site_builder.project import Project
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.search.store import Opened

MOST_HITS = 5
"""Lessons that a receipt holds, and among which a new one makes it stale."""


@dataclass(frozen=True, slots=True)
class NearestLessons:
    """What a search for a problem finds today."""

    lesson_ids: tuple[str, ...]
    """The nearest lessons, the best first."""
    near: frozenset[str]
    """Those among them that have at least half of the words of the problem."""
    poor: bool
    """Whether even the best has few of the words that tell what the problem is."""


def search(problem: str, opened: Opened) -> NearestLessons:
    """Return the lessons nearest to a problem."""
    from site_builder.search.answer import Filters, answer  # noqa: PLC0415 - imports Whoosh
    from site_builder.search.query import plain_query  # noqa: PLC0415 - imports Whoosh

    # Nobody has looked at a draft yet, so a plan cannot rest on it.
    published = Filters({"status": frozenset({"published"})})
    found = answer(opened, plain_query(problem), published, MOST_HITS)
    ids = tuple(opened.state.rows[match.row].id for match in found.matches)
    near = frozenset(
        lesson_id for lesson_id, match in zip(ids, found.matches, strict=True) if match.has_half
    )
    return NearestLessons(ids, near, found.poor)


def newcomers(assist: Assist, opened: Opened) -> tuple[str, ...]:
    """Return lessons that the latest receipt of a plan would hold today, and nobody has judged.

    Something always comes nearest; a lesson without half of the words is no news.
    """
    latest = assist.latest_receipt
    if latest is None or latest.index == opened.state.stamp:
        return ()
    judged = {hit.id for receipt in assist.receipts for hit in receipt.hits}
    found = search(latest.query, opened)
    return tuple(one for one in found.lesson_ids if one in found.near - judged)


def awaiting(library: Library) -> tuple[Record[Assist], ...]:
    """Return the plans whose receipts may be stale, sorted by id.

    Only a lesson recorded since the last search, with some of its words, can make one stale. To
    look for such lessons costs little; to rank them takes the index.
    """
    newest_first = sorted(library.published, key=lambda lesson: lesson.fields.date, reverse=True)
    return tuple(plan for plan in library.open_assists if _has_candidates(plan, newest_first))


def _has_candidates(plan: Record[Assist], newest_first: Sequence[Record[Lesson]]) -> bool:
    latest = plan.fields.latest_receipt
    if latest is None:
        return False
    judged = {hit.id for receipt in plan.fields.receipts for hit in receipt.hits}
    asked = frozenset(content_words(latest.query))
    since = takewhile(lambda lesson: lesson.fields.date >= latest.date, newest_first)
    return any(
        likeness(asked, _words_of(lesson)).is_worth_a_look
        for lesson in since
        if lesson.id not in judged
    )


def check_receipts(project: Project, loaded: Base) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a base, stale receipts included, in the order of files.

    The index is opened only where there is a plan whose receipt has to be fresh.
    """
    if not awaiting(loaded.library):
        return loaded.diagnostics
    from site_builder.search.open import open_search  # noqa: PLC0415 - imports Whoosh

    opened = open_search(project, loaded=loaded)
    found = (*loaded.diagnostics, *stale_receipts(loaded.library, opened))
    return tuple(sorted(found, key=lambda one: one.order))


def _words_of(lesson: Record[Lesson]) -> frozenset[str]:
    return frozenset(content_words(f"{lesson.fields.title} {lesson.fields.problem}"))


def stale_receipts(library: Library, opened: Opened) -> Iterator[Diagnostic]:
    """Yield the plans for which a lesson has come in that their makers have not seen."""
    for assist in awaiting(library):
        new = newcomers(assist.fields, opened)
        if new:
            named = ", ".join(f"`{lesson_id}`" for lesson_id in new)
            message = f"the receipt is stale: {named} would be among the first {MOST_HITS} now"
            hint = f"`lessons assist receipt {assist.id}` shows what is new, and asks for judgement"
            number = len(assist.fields.receipts) - 1
            yield at_field(assist, "receipt-stale", ("receipts", number, "query"), message, hint)
