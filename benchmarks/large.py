"""How a site grows with its base: ``python -m benchmarks.large --lessons 2000 10000 50000``.

The first number is the measure of the others. A base of 50,000 lessons takes a quarter of an hour
and 5 GB of disk. What a search of it fetches is ``python -m benchmarks.search --lessons 50000``.
"""

from __future__ import annotations

import argparse
import gzip
import os
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bases import generated, workspace
from benchmarks.measure import (
    CommandFailedError,
    Figure,
    Run,
    as_json,
    as_text,
    progress,
    run,
    sizes_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.bases import InventedBase

_GROWTH = 1.15
_PEAK_MB = 1500
_LIST_KB = 60
_PAGE = "index.html"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    options = _options(arguments)
    with workspace(options.keep) as folder:
        try:
            figures = list(_figures(options, folder))
        except CommandFailedError as error:
            raise SystemExit(str(error)) from error
    print(as_json(figures) if options.format == "json" else as_text(figures))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large", description=__doc__)
    add = parser.add_argument
    add("--lessons", type=int, nargs="+", default=[2000, 10_000, 50_000])
    add("--seed", type=int, default=1, help="seed of the invented bases")
    add("--format", choices=("text", "json"), default="text", help="form of the result")
    add("--keep", type=Path, metavar="DIR", help="make the bases here, and keep them")
    return parser.parse_args(arguments)


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
