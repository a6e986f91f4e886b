"""Make an invented base of any size: ``python -m benchmarks.generate --lessons 2000 DIR``.

The same number and the same seed give the same bytes, on every machine.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.assists import assist_file
from benchmarks.bodies import Neighbours
from benchmarks.plans import Base, plan_base
from benchmarks.project import base_config, site_files
from benchmarks.records import lesson_file, reuse_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.records import File

_LESSONS_PER_REUSE = 10


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    files: int
    characters: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a base into a folder and say how large it is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path, help="folder to write the base into")
    parser.add_argument("--lessons", type=int, required=True, help="number of lessons")
    parser.add_argument(
        "--reuses", type=int, help="number of reports of use; one for ten lessons unless given"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another base")
    options = parser.parse_args(arguments)
    if (options.folder / "lessons").exists():
        parser.error(f"{options.folder} holds lessons already")
    started = time.perf_counter()
    reuses = options.lessons // _LESSONS_PER_REUSE if options.reuses is None else options.reuses
    written = write_base(options.folder, options.lessons, reuses, options.seed)
    print(
        f"{options.lessons} lessons, {written.files} files and {written.characters / 1e6:.1f} "
        f"million characters in {time.perf_counter() - started:.1f} s"
    )


def write_base(folder: Path, lessons: int, reuses: int, seed: int) -> Written:
    """Write a whole base: configuration, vocabulary, plain pages and records."""
    count = characters = 0
    made: set[Path] = set()
    for file in _files(plan_base(lessons, seed), reuses):
        path = folder / "lessons" / file.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(file.text, encoding="utf-8", newline="\n")
        count += 1
        characters += len(file.text)
    (folder / "mkdocs.yml").write_text(base_config(), encoding="utf-8", newline="\n")
    return Written(count, characters)


def _files(base: Base, reuses: int) -> Iterator[File]:
    neighbours = Neighbours(base)
    yield from site_files()
    for assist in base.assists:
        yield assist_file(assist, neighbours)
    for lesson in base.lessons:
        yield lesson_file(lesson, neighbours)
    yield from reuse_files(base, reuses)


if __name__ == "__main__":
    main()
