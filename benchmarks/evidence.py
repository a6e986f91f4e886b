"""What deriving evidence costs beside reading the records that it is derived from.

``python -m benchmarks.evidence`` reads an invented base and assesses its lessons, by turns.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from benchmarks.bases import generated
from benchmarks.measure import Figure, progress
from benchmarks.report import report
from site_builder.library.evidence.assess import Assessments
from site_builder.library.library import Library
from site_builder.library.loader import load
from site_builder.project import read_project

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from site_builder.project import Project

_T = TypeVar("_T")

_SHARE = 0.1
_DAY = date(2026, 12, 1)


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of one reading and of what was made of it."""

    load: float
    """All of it, the derivation that its checks need among it."""
    derive: float
    assess: float
    state: float
    explain: float

    @property
    def read(self) -> float:
        """Reading and checking alone."""
        return self.load - self.derive


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "evidence",
        __doc__,
        lessons=(10_000, "lessons of the base"),
        reuses=(20_000, "reports of use of the base"),
        repeat=(3, "rounds of reading and assessing"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    base = generated(folder, options.lessons, options.seed, options.reuses)
    project = read_project(base.folder)
    progress(f"reading and assessing {options.lessons} lessons, {options.repeat} times")
    rounds = [_round(project) for _ in range(options.repeat)]
    command = f"load, then assess {options.lessons} lessons with {options.reuses} reports of use"
    read, derive, assess, state, explain = (
        median(seconds)
        for seconds in zip(
            *((one.read, one.derive, one.assess, one.state, one.explain) for one in rounds),
            strict=True,
        )
    )
    levels = derive + assess
    yield Figure(
        what="evidence : reading",
        command=command,
        figure=levels / read,
        wanted=_SHARE,
        note=f"levels {derive:.2f} s and what contests them {assess:.2f} s : {read:.2f} s",
    )
    yield Figure(
        what="evidence and statements : reading",
        command=command,
        figure=(levels + state) / read,
        wanted=_SHARE,
        note=f"{levels + state:.2f} s : {read:.2f} s; all explanations {explain:.2f} s more",
    )


def _round(project: Project) -> Round:
    loaded, load_seconds = _timed(lambda: load(project))
    # A library of its own, for what the first one has grouped and derived it keeps.
    library = Library(loaded.library.records, loaded.library.vocabulary)
    evidence = Assessments(library, project.settings, _DAY)
    lessons = library.lessons
    _, derive = _timed(lambda: [evidence.derivation(lesson) for lesson in lessons])
    assessed, assess = _timed(lambda: [evidence.of(lesson) for lesson in lessons])
    _, state = _timed(lambda: [evidence.statement(lesson) for lesson in lessons])
    _, explain = _timed(lambda: [evidence.explain(lesson) for lesson in lessons])
    levels = Counter(one.practice for one in assessed)
    contested = sum(bool(one.contested) for one in assessed)
    progress(
        f"{len(library.reuses)} reports; practice {dict(sorted(levels.items()))}; "
        f"{contested} contested"
    )
    return Round(load_seconds, derive, assess, state, explain)


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """Return what some work gave and the seconds it took, rid of what earlier work left behind."""
    gc.collect()
    started = time.perf_counter()
    return work(), time.perf_counter() - started


if __name__ == "__main__":
    main()
