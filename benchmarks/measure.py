"""Running commands and folding what they cost into figures that are reached or not."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FORMAT_VERSION = 1
_DAY = "1796083200"
"""The day on which every command believes to run: 1 December 2026."""
_PACKAGES = ("mkdocs", "mkdocs-material", "pydantic", "whoosh3")
_FEEDS = frozenset({".xml", ".csv", ".txt", ".gz", ".bib", ".md", ".ics"})
"""Endings of files that no page loads."""


class CommandFailedError(Exception):
    """A measured command failed, so that its time means nothing."""

    def __init__(self, arguments: Sequence[str], code: int, output: str) -> None:
        super().__init__(f"{' '.join(arguments)} ended with {code}:\n{output[-3000:]}")


@dataclass(frozen=True, slots=True)
class Command:
    """A command to measure."""

    arguments: tuple[str, ...]
    before: Callable[[], None] = lambda: None
    """What makes every run start from the same state; it is not measured."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run cost."""

    seconds: float
    """Elapsed time."""
    processor_seconds: float
    """User and system time of the process and of every process it waited for."""
    peak_mb: float
    """Largest resident memory of the largest process, in millions of bytes."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What several runs of one command cost."""

    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """Median elapsed time."""
        return median(run.seconds for run in self.runs)

    @property
    def processor_seconds(self) -> float:
        """Median processor time."""
        return median(run.processor_seconds for run in self.runs)

    @property
    def peak_mb(self) -> float:
        """Largest memory of any run."""
        return max(run.peak_mb for run in self.runs)

    @property
    def spread(self) -> str:
        """Median, shortest and longest elapsed time."""
        return _spread([run.seconds for run in self.runs])

    @property
    def processor_spread(self) -> str:
        """Median, shortest and longest processor time."""
        return _spread([run.processor_seconds for run in self.runs])


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of a built site, by what they are for."""

    html: int = 0
    assets: int = 0
    search: int = 0
    api: int = 0
    feeds: int = 0

    @property
    def pages(self) -> int:
        """HTML and what it loads, without search index, exports and feeds."""
        return self.html + self.assets

    @property
    def spoken(self) -> str:
        """All of it, in megabytes."""
        return ", ".join(f"{kind} {size / 1e6:.1f} MB" for kind, size in asdict(self).items())


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure beside the one that is wanted."""

    what: str
    command: str
    figure: float
    wanted: float
    unit: str = ""
    better: Literal["low", "high"] = "low"
    note: str = ""

    @property
    def reached(self) -> bool:
        """Whether the figure is as good as wanted."""
        return self.figure <= self.wanted if self.better == "low" else self.figure >= self.wanted

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """The figure as cells of a table."""
        sign = "<=" if self.better == "low" else ">="
        verdict = "reached" if self.reached else "not reached"
        return (
            self.what,
            _spoken(self.figure, self.unit),
            f"{sign} {_spoken(self.wanted, self.unit)}",
            verdict,
            self.note,
        )


def run(command: Command) -> Run:
    """Run a command and return what it cost.

    A child's peak memory is counted from its start as a copy of this process, so whoever measures
    memory has to stay small: bases are generated in a process of their own.

    Raises:
        CommandFailedError: It ended with another code than 0.
    """
    command.before()
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command.arguments, stdout=output, stderr=subprocess.STDOUT, env=environment()
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace")
            raise CommandFailedError(command.arguments, process.returncode, said)
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def _spread(times: Sequence[float]) -> str:
    return f"{median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"


def alternate(commands: Sequence[Command], repeat: int) -> list[Sample]:
    """Run commands by turns (A, B, A, B), so that a slow minute of the machine slows them all."""
    rounds = [[run(command) for command in commands] for _ in range(repeat)]
    return [Sample(tuple(runs)) for runs in zip(*rounds, strict=True)]


def sizes_of(site: Path) -> Sizes:
    """Return how large a built site is."""
    totals = dict.fromkeys(asdict(Sizes()), 0)
    for folder, _, names in os.walk(site):
        for name in names:
            path = Path(folder, name)
            totals[_kind(path.relative_to(site))] += path.stat().st_size
    return Sizes(**totals)


def _kind(path: Path) -> str:
    if path.parts[0] == "api":
        return "api"
    if path.suffix == ".html":
        return "html"
    if path.parts[0] == "search":
        return "search"
    return "feeds" if path.suffix in _FEEDS or path.name == "feed.json" else "assets"


def program(name: str) -> str:
    """Return the path of a program of this environment.

    Raises:
        SystemExit: It is not installed here.
    """
    path = Path(sys.executable).parent / name
    if not path.exists():
        raise SystemExit(f"{path} does not exist; install the project beside {sys.executable}")
    return str(path)


def progress(message: str) -> None:
    """Say what is being measured."""
    print(f"... {message}", file=sys.stderr, flush=True)


def as_text(figures: Iterable[Figure]) -> str:
    """Return figures as a table."""
    rows = [("what", "figure", "wanted", "", "note"), *(figure.row for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]))
        for row in rows
    )


def as_json(figures: Iterable[Figure]) -> str:
    """Return figures, and what they were measured on, as JSON."""
    report = {
        "format_version": FORMAT_VERSION,
        "machine": {
            "python": platform.python_version(),
            "system": platform.platform(),
            "processors": os.cpu_count(),
            "packages": {name: version(name) for name in _PACKAGES},
        },
        "figures": [{**asdict(figure), "reached": figure.reached} for figure in figures],
    }
    return json.dumps(report, indent=2)


def _spoken(value: float, unit: str) -> str:
    # Three digits tell enough.
    digits = 3 if value < 1 else 2 if value < 100 else 0  # noqa: PLR2004
    number = f"{value:,.{digits}f}"
    return f"{number} {unit}".rstrip()


def environment() -> dict[str, str]:
    """Return an environment without the notices about MkDocs 2, with bytecode kept.

    Its day is always the same, or the older an invented base, the more of it would be overdue.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return {**kept, **quiet, "SOURCE_DATE_EPOCH": _DAY}
