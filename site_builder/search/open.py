"""The index of a project as it is now: noticed to be stale before it answers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from site_builder.search.store import Facts, Opened, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_builder.library.library import Library
    from site_builder.settings import Project


def open_search(project: Project, on_work: Callable[[], None] = lambda: None) -> Opened:
    """Return the index of exactly the lessons on disk.

    Files are compared by name, size and time, and what those leave open is settled by content.

    Args:
        project: Whose lessons.
        on_work: Called before work that a person may have to wait for.
    """
    store = Store(project.cache_dir)
    opened = store.read()
    files = dict(sorted(_walk(project.lessons_dir, "")))
    if opened is not None and opened.state.facts.files == files:
        return opened
    on_work()
    from site_builder.library.loader import load  # noqa: PLC0415 - costs what a check costs
    from site_builder.search.text import search_texts  # noqa: PLC0415

    library = load(project).library
    return store.update(facts_of(library, files), list(search_texts(library)))


def facts_of(library: Library, files: dict[str, list[int]]) -> Facts:
    """Return what a search needs to know beside the lessons."""
    from site_builder.library.addresses import record_url  # noqa: PLC0415
    from site_builder.records.kinds import Kind  # noqa: PLC0415
    from site_builder.records.lesson import Evidence, Outcome  # noqa: PLC0415
    from site_builder.search.text import synonyms_of  # noqa: PLC0415

    vocabulary = library.vocabulary
    labels = {
        "evidence": {str(mark): mark.label for mark in Evidence},
        "outcome": {str(outcome): outcome.label for outcome in Outcome},
        "tag": {tag_id: tag.label for tag_id, tag in vocabulary.tags.items()},
        "team": {team_id: team.label for team_id, team in vocabulary.teams.items()},
        "setting": {one_id: one.label for one_id, one in vocabulary.settings.items()},
        "source": {assist.id: assist.fields.title for assist in library.assists},
    }
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
    return Facts(files, synonyms_of(vocabulary).phrases, labels, assists)


def _walk(folder: Path, below: str) -> Iterator[tuple[str, list[int]]]:
    """Yield every file that a search depends on, with its size and time."""
    try:
        children = list(os.scandir(folder / below))
    except OSError:
        return
    for child in children:
        if child.name.startswith("."):
            continue
        if child.is_dir(follow_symlinks=False):
            yield from _walk(folder, f"{below}{child.name}/")
        elif child.name.endswith((".md", ".yml")):
            # A name that is not UTF-8 is noted in letters that are.
            path = (below + child.name).encode("utf-8", "backslashreplace").decode("utf-8")
            yield path, _size_and_time(child)


def _size_and_time(child: os.DirEntry[str]) -> list[int]:
    try:
        status = child.stat()
    except OSError:  # a link that leads nowhere
        return [-1, -1]
    return [status.st_size, status.st_mtime_ns]
