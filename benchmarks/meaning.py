"""What the search by meaning costs: working lessons out, once and again, and a query.

``python -m benchmarks.meaning`` makes up a base and works out what its lessons mean. Processor time
counts, since elapsed time hides what another core does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.bases import generated
from benchmarks.measure import Figure, alternate, progress, run
from benchmarks.project import base_config
from benchmarks.report import report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_ASKED = "every new coordinator starts from zero in spite of a handover note of forty pages"
_MADE, _KEPT, _QUERY = 0.2, 0.001, 0.5
"""Seconds wanted: for a lesson, for one that is unchanged, and for a process that answers."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "meaning",
        __doc__,
        lessons=(2_000, "lessons of the base"),
        repeat=(5, "runs of each command"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    base = generated(folder, options.lessons, options.seed)
    (base.folder / "mkdocs.yml").write_text(base_config("on"), encoding="utf-8")
    progress(f"working out {base.lessons} lessons")
    base.clean()
    run(base.again("check"))
    first = run(base.again("meaning"))
    (again, check) = alternate([base.again("meaning"), base.again("check")], options.repeat)
    run(base.again("solved", _ASKED))
    progress(f"asking, {options.repeat} times")
    asked = alternate([base.again("solved", _ASKED)], options.repeat)[0]
    (base.folder / "mkdocs.yml").write_text(base_config(), encoding="utf-8")
    run(base.again("solved", _ASKED))
    by_words = alternate([base.again("solved", _ASKED)], options.repeat)[0]
    lessons = base.lessons
    yield Figure(
        what="a lesson worked out",
        command="lessons meaning",
        figure=(first.processor_seconds - check.processor_seconds) / lessons,
        wanted=_MADE,
        unit="s",
        note=f"{lessons} in {first.processor_seconds:.1f} s, {check.processor_spread} of them "
        "to read the base",
    )
    yield Figure(
        what="an unchanged lesson",
        command="lessons meaning, again",
        figure=max(0, again.processor_seconds - check.processor_seconds) / lessons,
        wanted=_KEPT,
        unit="s",
        note=f"{again.processor_spread} beside a check",
    )
    yield Figure(
        what="a process that answers",
        command="lessons solved",
        figure=asked.processor_seconds,
        wanted=_QUERY,
        unit="s",
        note=f"{asked.processor_spread}; by words alone {by_words.processor_spread}; "
        f"{asked.peak_mb:.0f} MB",
    )


if __name__ == "__main__":
    main()
