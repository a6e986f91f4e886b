"""What it costs to take a whole base elsewhere, in every form.

``python -m benchmarks.export`` exports an invented base by ``lessons export``, reading it included,
by turns with a plain read of the same base; the whole process counts.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bases import generated
from benchmarks.measure import (
    Command,
    Figure,
    alternate,
    progress,
)
from benchmarks.report import report
from site_builder.exchange.exports.writing import FORMS

if TYPE_CHECKING:
    import argparse
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


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "export",
        __doc__,
        lessons=(10_000, "lessons of the base"),
        repeat=(3, "runs of each command"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    base = generated(folder, options.lessons, options.seed)
    forms: tuple[str, ...] = tuple(FORMS)
    target = folder.resolve() / "exported"
    commands = [Command((sys.executable, "-c", _READ, str(base.folder)))]
    commands += [
        base.again("export", "--format", form, "--output", f"{target}.{form}") for form in forms
    ]
    progress(f"exporting {base.lessons} lessons in {len(forms)} forms, {options.repeat} times")
    read, *samples = alternate(commands, options.repeat)
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
