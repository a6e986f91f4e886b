"""Opens the index of a project, and updates it first if it is stale."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.clock import today
from site_builder.search.facets import FACETS
from site_builder.search.store import Opened, SearchContext, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_builder.library.base import Base
    from site_builder.library.library import Library
    from site_builder.project import Project
    from site_builder.settings import Settings


def open_search(
    project: Project,
    on_work: Callable[[], None] = lambda: None,
    *,
    loaded: Base | None = None,
) -> Opened:
    """Return the index of exactly the lessons on disk, described as they are today.

    Files are compared by name, size and time, and what those leave open is settled by content.
    A day alone changes what is said of a lesson too, so the index notes until when that holds.

    Args:
        project: Whose lessons.
        on_work: Called before work that a person may have to wait for.
        loaded: The lessons, where they have been read already.
    """
    store = Store(project.cache_dir)
    opened = store.read()
    files = _digest(project.lessons_dir, project.settings)
    day = today()
    if opened is not None and opened.state.facts.hold(files, day):
        return opened
    on_work()
    from site_builder.library.loader import load  # noqa: PLC0415 - costs what a check costs
    from site_builder.search.expiry import last_day  # noqa: PLC0415
    from site_builder.search.text import search_texts  # noqa: PLC0415

    whole = loaded or load(project)
    library, evidence = whole.library, whole.evidence
    last = last_day(map(evidence.of, library.searched), project.settings.stale_years, day)
    facts = replace(facts_of(library), files=files, since=day.isoformat(), until=last.isoformat())
    return store.update(facts, list(search_texts(library, evidence)))


def facts_of(library: Library) -> SearchContext:
    """Return what a search needs to know beside the lessons, without files and days."""
    from site_builder.library.addresses import record_url  # noqa: PLC0415
    from site_builder.records.kinds import Kind  # noqa: PLC0415
    from site_builder.search.text import synonyms_of  # noqa: PLC0415

    assists = [
        {
            "id": assist.id,
            "title": assist.fields.title,
            "problem": assist.fields.problem,
            "url": record_url(Kind.ASSIST, assist.id),
            "decision_date": str(assist.fields.decision_date or ""),
        }
        for assist in library.open_assists
    ]
    labels = {facet.name: dict(facet.labels(library)) for facet in FACETS}
    return SearchContext("", synonyms_of(library.vocabulary).phrases, labels, assists)


def _digest(folder: Path, settings: Settings) -> str:
    """Return a digest of the settings, and of name, size and time of the files, that matter."""
    lines = [
        f"{settings.evidence} {settings.stale_years}".encode(),
        *sorted(_walk(os.fsencode(folder), b"")),
    ]
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def _walk(folder: bytes, below: bytes) -> Iterator[bytes]:
    # Bytes, since a name need not be UTF-8.
    try:
        children = list(os.scandir(folder + b"/" + below))
    except OSError:
        return
    for child in children:
        name = child.name
        if name.startswith(b"."):
            continue
        if child.is_dir(follow_symlinks=False):
            yield from _walk(folder, below + name + b"/")
        elif name.endswith((b".md", b".yml")):
            yield b"%b%b %b" % (below, name, _size_and_time(child))


def _size_and_time(child: os.DirEntry[bytes]) -> bytes:
    try:
        status = child.stat()
    except OSError:  # a link that leads nowhere
        return b"-"
    return b"%d %d" % (status.st_size, status.st_mtime_ns)
