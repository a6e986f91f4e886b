"""Search receipts: proof that somebody searched first, and whether it is out of date."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from site_builder.library.likeness import likeness
from site_builder.library.problems import at_field
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
"""Lessons that a receipt holds. A new lesson that would be among them makes it stale."""


@dataclass(frozen=True, slots=True)
class NearestLessons:
    """The result of a search for a problem."""

    lesson_ids: tuple[str, ...]
    """The nearest lessons, the best first."""
    near: frozenset[str]
    """Those that have at least half of the words of the problem, or are near in meaning."""
    verdict: str
    """How near they come, in a word."""


def search(problem: str, opened: Opened) -> NearestLessons:
    """Return the lessons nearest to a problem."""
    from site_builder.search.answer import Filters, answer  # noqa: PLC0415 - imports Whoosh
    from site_builder.search.by_meaning import meaning_of  # noqa: PLC0415
    from site_builder.search.query import plain_query  # noqa: PLC0415 - imports Whoosh

    # Drafts have not been reviewed, so a plan cannot rely on them.
    published = Filters({"status": frozenset({"published"})})
    meaning = meaning_of(opened, problem)
    answered = answer(opened, plain_query(problem), published, MOST_HITS, meaning)
    hits = {opened.rows[match.row].id: match.is_near for match in answered.matches}
    near = frozenset(lesson_id for lesson_id, is_near in hits.items() if is_near)
    return NearestLessons(tuple(hits), near, answered.verdict.word)


def judged_ids(plan: Assist) -> frozenset[str]:
    """Return the ids of all lessons that the receipts of a plan judge."""
    return frozenset(hit.id for receipt in plan.receipts for hit in receipt.hits)


def newcomers(assist: Assist, opened: Opened) -> tuple[str, ...]:
    """Return unjudged lessons that the latest receipt of a plan would hold if made today.

    A search always returns something, so a lesson that does not come near does not count.
    """
    latest = assist.latest_receipt
    if latest is None or latest.index == opened.stamp:
        return ()
    result = search(latest.query, opened)
    new = result.near - judged_ids(assist)
    return tuple(lesson_id for lesson_id in result.lesson_ids if lesson_id in new)


def awaiting(library: Library, *, by_meaning: bool = False) -> tuple[Record[Assist], ...]:
    """Return the plans whose receipts may be stale, sorted by id.

    Only a lesson recorded since the last search can make a receipt stale, and only one that shares
    some words with it, unless lessons are found by meaning too. Looking for such lessons is cheap;
    ranking them needs the index.
    """
    newest = sorted(library.published, key=lambda lesson: lesson.fields.date, reverse=True)
    return tuple(
        plan
        for plan in library.open_assists
        if _has_candidates(plan.fields, newest, by_meaning=by_meaning)
    )


def _has_candidates(plan: Assist, newest: Sequence[Record[Lesson]], *, by_meaning: bool) -> bool:
    latest = plan.latest_receipt
    if latest is None:
        return False
    judged, asked = judged_ids(plan), frozenset(content_words(latest.query))
    return any(
        by_meaning
        or likeness(
            asked, frozenset(content_words(f"{lesson.fields.title} {lesson.fields.problem}"))
        ).is_worth_a_look
        for lesson in takewhile(lambda lesson: lesson.fields.date >= latest.date, newest)
        if lesson.id not in judged
    )


def check_receipts(project: Project, loaded: Base) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a base and of its stale receipts, in the order of files.

    The index is opened only if a plan has a receipt that may be stale.
    """
    from site_builder.search.lesson_vectors import are_kept  # noqa: PLC0415 - search

    if not awaiting(loaded.library, by_meaning=are_kept(project)):
        return loaded.diagnostics
    from site_builder.search.open import open_search  # noqa: PLC0415 - imports Whoosh

    opened = open_search(project, loaded=loaded)
    diagnostics = (*loaded.diagnostics, *stale_receipts(loaded.library, opened))
    return tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.order))


def stale_receipts(library: Library, opened: Opened) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each plan with new lessons that nobody has judged."""
    for assist in awaiting(library, by_meaning=opened.vectors is not None):
        new = newcomers(assist.fields, opened)
        if new:
            named = ", ".join(f"`{lesson_id}`" for lesson_id in new)
            message = f"the receipt is stale: {named} would be among the first {MOST_HITS} now"
            hint = f"run `lessons assist receipt {assist.id}` to judge what is new"
            number = len(assist.fields.receipts) - 1
            yield at_field(assist, "receipt-stale", ("receipts", number, "query"), message, hint)
