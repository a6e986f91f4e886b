"""How a site grows with its base: ``python -m benchmarks.large --lessons 2000 10000 50000``.

The first number is the measure of the others. A base of 50,000 lessons takes a quarter of an hour
and 5 GB of disk. What a search of it fetches is ``python -m benchmarks.search --lessons 50000``.
"""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bases import generated
from benchmarks.measure import (
    Figure,
    Run,
    progress,
    run,
    sizes_of,
)
from benchmarks.report import report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from benchmarks.bases import InventedBase

_GROWTH = 1.15
_PEAK_MB = 1500
_LIST_KB = 60
_PAGE = "index.html"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "large",
        __doc__,
        lessons=([2000, 10_000, 50_000], "lessons of each base"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    first = 0.0
    for lessons in options.lessons:
        base = generated(folder, lessons, options.seed)
        progress(f"building {lessons} lessons")
        cost = run(base.command("build"))
        each = cost.processor_seconds / lessons
        first = first or each
        yield from _of_build(base, cost, each / first)
        yield _largest_page(base)


def _of_build(base: InventedBase, cost: Run, growth: float) -> Iterator[Figure]:
    site, command = base.folder / "site", f"lessons build, {base.lessons} lessons"
    count = sum(len(names) for _folder, _folders, names in os.walk(site))
    yield Figure(
        what=f"processor time a lesson, {base.lessons} lessons",
        command=command,
        figure=growth,
        wanted=_GROWTH,
        note=f"{cost.processor_seconds:.1f} s, elapsed {cost.seconds:.1f} s",
    )
    yield Figure(
        what=f"peak memory, {base.lessons} lessons",
        command=command,
        figure=cost.peak_mb,
        wanted=_PEAK_MB,
        unit="MB",
        note=f"{count:,} files, {count / base.lessons:.2f} a lesson: {sizes_of(site).spoken}",
    )


def _largest_page(base: InventedBase) -> Figure:
    """Return how large the largest page is, packed."""
    pages = (
        Path(folder, _PAGE)
        for folder, _folders, names in os.walk(base.folder / "site")
        if _PAGE in names
    )
    # Packing every page would take longer than the build.
    longest = sorted(pages, key=lambda page: page.stat().st_size)[-50:]
    packed = {page: len(gzip.compress(page.read_bytes(), 6)) / 1000 for page in longest}
    largest = max(packed, key=packed.__getitem__)
    return Figure(
        what=f"largest page, {base.lessons} lessons",
        command=f"lessons build, {base.lessons} lessons",
        figure=packed[largest],
        wanted=_LIST_KB,
        unit="kB",
        note=str(largest.relative_to(base.folder / "site").parent),
    )


if __name__ == "__main__":
    main()
