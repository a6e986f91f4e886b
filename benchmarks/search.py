"""What searching costs: over the wire, until the first result, on disk and in a terminal.

``python -m benchmarks.search`` makes up bases, builds their sites and asks them in Chromium.
Pagefind is measured on the same pages, if it can be installed here.
"""

from __future__ import annotations

import gzip
import os
import random
import sys
from statistics import median
from typing import TYPE_CHECKING
from unittest import mock

from benchmarks.asking import OURS, costs, seconds_on_a_slow_line
from benchmarks.bases import generated
from benchmarks.chromium import chromium
from benchmarks.measure import (
    Command,
    Figure,
    alternate,
    environment,
    progress,
    run,
)
from benchmarks.pagefind import FINDER, PagefindMissingError, index_with_pagefind
from benchmarks.report import report
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.search import writing
from site_builder.search.analysis import STOP_WORDS, tokens
from site_builder.search.open import open_search

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

    from benchmarks.asking import Costs
    from benchmarks.bases import InventedBase
    from site_builder.library.library import Library

_FIRST_KB = 250
_LATER_KB = 100
_SECONDS = 0.5
_SLOW_SECONDS = 3.5
_WORDS_ON_A_TELEPHONE = 4
_SHARE = 35
_FIRST_RATIO = 1.5
_START_RATIO = 2.5
_REINDEXED = 1
_WORDS = 10
_BARE = "import whoosh.index, click"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "search",
        __doc__,
        lessons=([2000, 10_000], "lessons of each base"),
        queries=(20, "queries that are asked of each base"),
        repeat=(15, "runs of each command"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    with chromium() as browser:
        for lessons in options.lessons:
            yield from _of_base(options, generated(folder, lessons, options.seed), browser, folder)


def _of_base(
    options: argparse.Namespace, base: InventedBase, browser: Browser, folder: Path
) -> Iterator[Figure]:
    progress(f"building {base.lessons} lessons")
    run(base.command("build"))
    library = load(read_project(base.folder)).library
    queries = queries_from(library, options.queries, options.seed)
    yield _size(base, library)
    yield from _in_browser(base, browser, queries, folder / "pagefind")
    yield _on_a_slow_line(base, browser, queries)
    yield from _in_terminal(base, queries[0], options.repeat)


def queries_from(library: Library, count: int, seed: int) -> list[str]:
    """Return queries of ten words each, from the problem of a lesson each, drawn by chance.

    They are words that score: queries as people write them have stop words too, and fetch less.
    """
    told = [
        [word for word in dict.fromkeys(tokens(lesson.fields.problem)) if word not in STOP_WORDS]
        for lesson in library.published
    ]
    long = [" ".join(words[:_WORDS]) for words in told if len(words) >= _WORDS]
    return random.Random(seed).sample(long, count)


def _size(base: InventedBase, library: Library) -> Figure:
    """Compare what is published for searching with the text that is searched."""
    published = base.folder / "site" / "search"
    packed = {"positions": 0, "others": 0}
    for file in published.rglob("*"):
        if file.is_file():
            kind = "positions" if file.parent.name == "positions" else "others"
            packed[kind] += len(gzip.compress(file.read_bytes(), 6))
    text = sum((base.folder / lesson.path).stat().st_size for lesson in library.published)
    return Figure(
        what=f"index : lessons, {base.lessons} lessons",
        command=f"lessons build, {base.lessons} lessons",
        figure=100 * packed["others"] / text,
        wanted=_SHARE,
        unit="%",
        note=f"{packed['others'] / 1e6:.2f} of {text / 1e6:.2f} MB; "
        f"positions, for phrases alone, {packed['positions'] / 1e6:.2f} MB more",
    )


def _in_browser(
    base: InventedBase, browser: Browser, queries: Sequence[str], pagefind: Path
) -> Iterator[Figure]:
    progress(f"asking {base.lessons} lessons {len(queries)} queries in Chromium")
    site = base.folder / "site"
    ours = costs(browser, site, OURS, queries)
    try:
        progress(f"indexing {base.lessons} lessons with Pagefind")
        version = index_with_pagefind(site, pagefind)
        theirs: Costs | None = costs(browser, site, FINDER, queries)
        name = f"Pagefind {version}"
    except PagefindMissingError as error:
        theirs, name = None, f"Pagefind left out: {error}"
    command = f"/solved/?q=, {base.lessons} lessons"

    def beside(figure: str) -> str:
        return f"{name} {figure}" if theirs else name

    yield Figure(
        what=f"first query, {base.lessons} lessons",
        command=command,
        figure=ours.first_kb,
        wanted=_FIRST_KB,
        unit="kB",
        note=f"at most {ours.largest_first_kb:.0f}, the page itself {ours.page_kb:.0f}; "
        + beside(f"{theirs.first_kb:.0f} kB" if theirs else ""),
    )
    yield Figure(
        what=f"later query, {base.lessons} lessons",
        command=command,
        figure=ours.later_kb,
        wanted=_LATER_KB,
        unit="kB",
        note=f"at most {ours.largest_later_kb:.0f}; "
        + beside(f"{theirs.later_kb:.0f} kB" if theirs else ""),
    )
    yield Figure(
        what=f"first result, {base.lessons} lessons",
        command=command,
        figure=ours.seconds,
        wanted=_SECONDS,
        unit="s",
        note=f"{ours.fastest:.2f} to {ours.slowest:.2f} s; "
        + beside(f"{theirs.seconds:.2f} s" if theirs else ""),
    )


def _on_a_slow_line(base: InventedBase, browser: Browser, queries: Sequence[str]) -> Figure:
    progress(f"asking {base.lessons} lessons {len(queries)} queries on a slow line")
    short = [" ".join(query.split()[:_WORDS_ON_A_TELEPHONE]) for query in queries]
    seconds = seconds_on_a_slow_line(browser, base.folder / "site", short)
    return Figure(
        what=f"slow line, {base.lessons} lessons",
        command=f"/solved/?q= at 400 kbit/s and 400 ms, {base.lessons} lessons",
        figure=median(seconds),
        wanted=_SLOW_SECONDS,
        unit="s",
        note=f"{min(seconds):.2f} to {max(seconds):.2f} s, {_WORDS_ON_A_TELEPHONE} words each",
    )


def _in_terminal(base: InventedBase, query: str, repeat: int) -> Iterator[Figure]:
    progress(f"searching {base.lessons} lessons in a terminal, {repeat} times")
    commands = [base.again("search", *query.split()), Command((sys.executable, "-c", _BARE))]
    # The first search keeps the index, and compiles what it imports.
    alternate(commands, 1)
    ours, bare = alternate(commands, repeat)
    yield Figure(
        what=f"search : imports, {base.lessons} lessons",
        command=f"lessons search : python -c '{_BARE}', {base.lessons} lessons",
        figure=ours.seconds / bare.seconds,
        wanted=_START_RATIO,
        note=f"{ours.spread} : {bare.spread}",
    )
    first, checked = alternate(
        [base.command("search", *query.split()), base.command("check")], repeat
    )
    yield Figure(
        what=f"first search : check, {base.lessons} lessons",
        command=f"lessons search : lessons check, {base.lessons} lessons, nothing kept",
        figure=first.seconds / checked.seconds,
        wanted=_FIRST_RATIO,
        note=f"{first.spread} : {checked.spread}; processor {first.processor_spread} : "
        f"{checked.processor_spread}",
    )
    yield Figure(
        what=f"indexed after one edit, {base.lessons} lessons",
        command=f"lessons search, {base.lessons} lessons, one of them edited",
        figure=_indexed_after_an_edit(base),
        wanted=_REINDEXED,
    )


def _indexed_after_an_edit(base: InventedBase) -> int:
    """Edit a lesson, search, and return how many lessons were indexed for it."""
    project = read_project(base.folder)
    with mock.patch.dict(os.environ, environment()):
        open_search(project)
    edited = next(iter(load(project).library.published))
    file = base.folder / edited.path
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\nThe valve was changed again.\n", encoding="utf-8")
    try:
        with (
            # On another day some lessons would be described otherwise, and indexed again for it.
            mock.patch.dict(os.environ, environment()),
            mock.patch.object(writing, "write_index", wraps=writing.write_index) as written,
        ):
            open_search(project)
    finally:
        file.write_text(before, encoding="utf-8")
    return sum(len(call.args[1]) for call in written.call_args_list)


if __name__ == "__main__":
    main()
