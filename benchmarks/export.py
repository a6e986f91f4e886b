"""What it costs to take a whole base elsewhere, in every form.

``python -m benchmarks.export`` exports an invented base by ``lessons export``, reading it included,
by turns with a plain read of the same base; the whole process counts.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bases import InventedBase, generated, workspace
from benchmarks.measure import (
    Command,
    CommandFailedError,
    Figure,
    alternate,
    as_json,
    as_text,
    progress,
)
from site_builder.exchange.exports.writing import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WANTED = 10.0
_READ = """\
import gc, sys
from pathlib import Path
from site_builder.library.loader import base_of
from site_builder.library.readings import read_all
from site_builder.project import read_project
gc.set_threshold(100_000, 50, 100)
project = read_project(Path(sys.argv[1]))
base_of(read_all(project), project.settings)
"""
"""What an export does before it writes anything."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure."""

    lessons: int
    repeat: int
    seed: int
    format: str
    keep: Path | None


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    options = _options(arguments)
    with workspace(options.keep) as folder:
        base = generated(folder, options.lessons, options.seed)
        try:
            figures = list(_figures(base, options.repeat, folder))
        except CommandFailedError as error:
            raise SystemExit(str(error)) from error
    print(as_json(figures) if options.format == "json" else as_text(figures))


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.export",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--lessons", type=int, default=10_000, help="lessons of the base")
    add("--repeat", type=int, default=3, help="runs of each command")
    add("--seed", type=int, default=1, help="seed of the invented base")
    add("--format", choices=("text", "json"), default="text", help="form of the result")
    add("--keep", type=Path, metavar="DIR", help="make the base here, and keep it")
    return Options(**vars(parser.parse_args(arguments)))


def _figures(base: InventedBase, repeat: int, folder: Path) -> Iterator[Figure]:
    forms: tuple[str, ...] = tuple(FORMS)
    target = folder.resolve() / "exported"
    commands = [Command((sys.executable, "-c", _READ, str(base.folder)))]
    commands += [
        base.again("export", "--format", form, "--output", f"{target}.{form}") for form in forms
    ]
    progress(f"exporting {base.lessons} lessons in {len(forms)} forms, {repeat} times")
    read, *samples = alternate(commands, repeat)
    for form, sample in zip(forms, samples, strict=True):
        file = Path(f"{target}.{form}")
        size = file.stat().st_size / 1e6
        file.unlink()
        yield Figure(
            what=f"export as {form}",
            command=f"lessons export --format {form}, {base.lessons} lessons",
            figure=sample.seconds,
            wanted=_WANTED,
            unit="s",
            note=f"{sample.spread}, {sample.seconds / read.seconds:.2f} of reading "
            f"({read.seconds:.2f} s); {size:.1f} MB; {sample.peak_mb:.0f} MB of memory",
        )


if __name__ == "__main__":
    main()
