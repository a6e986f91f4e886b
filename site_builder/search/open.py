"""Opens the index of a project, and updates it first if it is stale."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_left
from dataclasses import replace
from datetime import date, timedelta
from stat import S_ISDIR, S_ISLNK
from typing import TYPE_CHECKING

from site_builder.clock import today
from site_builder.search.facets import FACETS
from site_builder.search.store import Opened, SearchFacts, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from site_builder.library.base import Base
    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.evidence.assessment import Assessment
    from site_builder.library.library import Library
    from site_builder.project import Project
    from site_builder.search.text import SearchText
    from site_builder.settings import Settings


MOST_GONE = 300
"""Most lessons that are no longer found but told of: the newest."""
MOST_OPEN = 100
"""Most meetings that can still be joined and are told of: the newest."""
_A_PIECE = 300
"""Lessons that a process takes at once; fewer in all are not worth a second process."""
_MOST_PIECES = 200
LONGEST = timedelta(days=365)
"""Longest time for which an index is valid."""


def open_search(
    project: Project,
    on_work: Callable[[], None] = lambda: None,
    *,
    loaded: Base | None = None,
) -> Opened:
    """Return the index of exactly the lessons on disk, described as of today.

    Files are compared by name, size and time, and after a difference by content. The passing of
    time alone changes the description of a lesson too, so the index has a last day of validity.

    Args:
        project: Whose lessons.
        on_work: Called before work that a person may have to wait for.
        loaded: The lessons, where they have been read already.
    """
    store = Store(project.cache_dir)
    opened = store.read()
    files = _digest(project.lessons_dir, project.settings)
    day = today()
    if opened is not None and opened.facts.hold(files, day):
        return replace(opened, project=project)
    on_work()
    from site_builder.library.loader import unchecked  # noqa: PLC0415 - reads every file

    whole = loaded or unchecked(project)
    library, evidence = whole.library, whole.evidence
    texts, last = _texts(library, evidence, project.settings.stale_years, day)
    facts = replace(
        facts_of(library),
        files=files,
        since=day.isoformat(),
        until=last.isoformat(),
        broken=len(whole.unreadable),
    )
    updated = store.update(facts, texts)
    return replace(updated, project=project)


def _texts(
    library: Library, evidence: Assessments, stale_years: int, day: date
) -> tuple[list[SearchText], date]:
    """Return every lesson as it is indexed, and the last day of that; many on all cores."""
    from site_builder.processes import cores, spread  # noqa: PLC0415 - not to search
    from site_builder.search.lessons import text_maker  # noqa: PLC0415

    made, lessons = text_maker(library, evidence), library.searched
    pieces = min(_MOST_PIECES, 1 + len(lessons) // _A_PIECE)

    def piece(number: int) -> tuple[list[SearchText], date]:
        start, stop = (len(lessons) * at // pieces for at in (number, number + 1))
        some = lessons[start:stop]
        return [*map(made, some)], last_day(map(evidence.of, some), stale_years, day)

    parts = spread(piece, pieces, cores())
    return [text for texts, _last in parts for text in texts], min(last for _texts, last in parts)


def last_day(assessments: Iterable[Assessment], stale_years: int, day: date) -> date:
    """Return the last day on which every lesson has its levels and statement of ``day``.

    The statement changes with age at most once, and a level set by a person expires once.

    Args:
        assessments: The assessments of the lessons on ``day``.
        stale_years: Years after which a lesson counts as not confirmed since.
        day: The day of the assessments.
    """
    from site_builder.library.evidence.words import statement  # noqa: PLC0415

    last = day + LONGEST
    for assessment in assessments:
        if assessment.overridden and assessment.override is not None:
            last = min(last, assessment.override.expires)
        current = statement(assessment, stale_years, day)
        days = range((last - day).days + 1)

        def is_other(ahead: int, it: Assessment = assessment, words: str = current) -> bool:
            return statement(it, stale_years, day + timedelta(days=ahead)) != words

        if not is_other(len(days) - 1):
            continue
        # Binary search: the statement is the current one up to a day, and another from then on.
        last = day + timedelta(days=bisect_left(days, True, key=is_other) - 1)  # noqa: FBT003
    return last


def facts_of(library: Library) -> SearchFacts:
    """Return the facts for a search beside the lessons, without files and days."""
    from site_builder.library.addresses import record_url  # noqa: PLC0415
    from site_builder.records.kinds import Kind  # noqa: PLC0415
    from site_builder.search.topics import topic_phrases  # noqa: PLC0415

    latest = {*sorted(library.open_assists, key=lambda it: (it.fields.date, it.id))[-MOST_OPEN:]}
    assists = [
        {
            "id": assist.id,
            "title": assist.fields.title,
            "problem": assist.fields.problem,
            "url": record_url(Kind.ASSIST, assist.id),
            "decision_date": str(assist.fields.decision_date or ""),
        }
        for assist in library.open_assists
        if assist in latest
    ]
    labels = {facet.name: dict(facet.labels(library)) for facet in FACETS}
    phrases = topic_phrases(library.vocabulary)
    return SearchFacts("", phrases, labels, assists, gone=list(_gone(library))[-MOST_GONE:])


def _gone(library: Library) -> Iterator[dict[str, str]]:
    """Yield the lessons that were replaced or withdrawn, by date, each with one to read instead."""
    from site_builder.library.addresses import record_url  # noqa: PLC0415
    from site_builder.library.audience import is_tombstone  # noqa: PLC0415
    from site_builder.records.kinds import Kind  # noqa: PLC0415
    from site_builder.records.lesson import Status  # noqa: PLC0415

    after = {
        before: lesson
        for lesson in library.searched
        for before in lesson.fields.relations.supersedes
    }
    why = {Status.SUPERSEDED: "replaced", Status.WITHDRAWN: "withdrawn"}
    for lesson in sorted(library.lessons, key=lambda lesson: (lesson.fields.date, lesson.id)):
        if lesson.fields.status not in why or is_tombstone(lesson.fields):
            continue
        successor = after.get(lesson.id)
        yield {
            "id": lesson.id,
            "title": lesson.fields.title,
            "why": why[lesson.fields.status],
            "url": record_url(Kind.LESSON, lesson.id),
            "next": successor.fields.title if successor else "",
            "next_url": record_url(Kind.LESSON, successor.id) if successor else "",
        }


def _digest(folder: Path, settings: Settings) -> str:
    """Return a digest of the settings, and of name, size and time of the files, that matter."""
    digest = hashlib.sha256(f"{settings.evidence} {settings.stale_years}\0".encode())
    # Bytes, since a name need not be UTF-8.
    root, waiting = os.fsencode(folder) + b"/", [b""]
    while waiting:
        below = waiting.pop()
        here = root + below
        digest.update(b"%b\0" % below)
        # An entry of `os.scandir` keeps its status: more memory, which takes more time.
        for name in _names_in(here):
            if name.startswith(b"."):
                continue
            size = changed = -1
            try:
                status = os.lstat(here + name)
                if S_ISDIR(status.st_mode):
                    waiting.append(below + name + b"/")
                    continue
                if S_ISLNK(status.st_mode):
                    status = os.stat(here + name)  # noqa: PTH116 - it has bytes
                size, changed = status.st_size, status.st_mtime_ns
            except OSError:
                pass  # It is gone, or a link that leads nowhere.
            if name.endswith((b".md", b".yml")):
                digest.update(b"%b\0%d %d\0" % (name, size, changed))
    return digest.hexdigest()


def _names_in(folder: bytes) -> list[bytes]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - it has bytes
    except OSError:
        return []
