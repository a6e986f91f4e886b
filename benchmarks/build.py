"""What building and checking cost beside plain MkDocs with Material.

``python -m benchmarks.build`` compares builds, checking and start-up in one run; ``--scale`` adds
how the cost of a lesson grows. Times are ratios of commands that ran by turns on one machine.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bases import InventedBase, generated, put_away
from benchmarks.measure import (
    Command,
    Figure,
    alternate,
    program,
    progress,
    sizes_of,
)
from benchmarks.pagefind import PagefindMissingError, pagefind_command
from benchmarks.project import plain_config
from benchmarks.report import report
from benchmarks.zensical import ZensicalMissingError, zensical_build

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

_TIME_RATIO = 0.75
_PROCESSOR_RATIO = 1.1
_SIZE_RATIO = 1.1
_GROWTH = 1.15
_PEAK_MB = 600
_CHECKED_PER_SECOND = 2500
_CHECKED_AGAIN_PER_SECOND = 8000
_START_RATIO = 3
_STARTS = 15
"""Fewest starts to compare; a start is short, so chance weighs more."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "build",
        __doc__,
        lessons=(2000, "lessons of the base that is built both ways"),
        scale=(False, "also measure how a build grows"),
        small=(1000, "lessons of the smaller base of --scale"),
        large=(10_000, "lessons of the base that is checked"),
        repeat=(3, "runs of each command"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    yield _start_up(options)
    base = generated(folder, options.lessons, options.seed)
    yield from _beside_plain(base, options.repeat, folder)
    large = generated(folder, options.large, options.seed)
    yield from _checking(large, options.repeat)
    if options.scale:
        yield from _growth(generated(folder, options.small, options.seed), large, options.repeat)


def _beside_plain(base: InventedBase, repeat: int, folder: Path) -> Iterator[Figure]:
    """Compare our build with plain MkDocs on the same Markdown, and name others in the notes."""
    plain_folder = base.folder.with_name(f"{base.folder.name}-plain")
    plain_folder.mkdir(exist_ok=True)
    config = plain_folder / "mkdocs.yml"
    config.write_text(plain_config(Path("..", base.folder.name, "lessons")), encoding="utf-8")
    plain_site = plain_folder / "site"
    plain = Command(
        (program("mkdocs"), "build", "--quiet", "--config-file", str(config)),
        before=lambda: put_away(plain_site),
    )
    others, missing = _others(base, folder)
    progress(f"building {base.lessons} lessons with each, {repeat} times")
    commands = [base.command("build"), plain, *others.values()]
    ours, theirs, *further = alternate(commands, repeat)
    beside = list(zip(others, further, strict=True))
    our_size, their_size = sizes_of(base.folder / "site"), sizes_of(plain_site)
    command = f"lessons build : mkdocs build, {base.lessons} lessons"
    yield Figure(
        what="build, elapsed, ours : plain",
        command=command,
        figure=ours.seconds / theirs.seconds,
        wanted=_TIME_RATIO,
        note="; ".join(
            (
                f"{ours.spread} : {theirs.spread}; {ours.peak_mb:.0f} : {theirs.peak_mb:.0f} MB",
                *(f"{name} {it.spread}, {it.peak_mb:.0f} MB" for name, it in beside),
                *missing,
            )
        ),
    )
    yield Figure(
        what="build, processor, ours : plain",
        command=command,
        figure=ours.processor_seconds / theirs.processor_seconds,
        wanted=_PROCESSOR_RATIO,
        note="; ".join(
            (
                f"{ours.processor_spread} : {theirs.processor_spread}",
                *(f"{name} {it.processor_spread}" for name, it in beside),
            )
        ),
    )
    yield Figure(
        what="HTML and assets, ours : plain",
        command=command,
        figure=our_size.pages / their_size.pages,
        wanted=_SIZE_RATIO,
        note=f"ours {our_size.spoken}; plain {their_size.spoken}",
    )


def _others(base: InventedBase, folder: Path) -> tuple[dict[str, Command], list[str]]:
    """Return what else builds a site, or an index of one, of the same lessons; and what cannot."""
    others, missing = {}, []
    try:
        version, command = zensical_build(base, folder / "zensical")
        others[f"Zensical {version}"] = command
    except ZensicalMissingError as error:
        missing.append(f"Zensical left out: {error}")
    try:
        version, command = pagefind_command(
            base.folder / "site", folder / "pagefind", folder / "pagefind-index"
        )
        others[f"the index of Pagefind {version} alone"] = command
    except PagefindMissingError as error:
        missing.append(f"Pagefind left out: {error}")
    return others, missing


def _checking(base: InventedBase, repeat: int) -> Iterator[Figure]:
    """Check a base that nobody has read, one with nothing changed, and one with a lesson edited."""
    progress(f"checking {base.lessons} lessons, {3 * repeat} times")
    edited = Command(base.again("check").arguments, before=lambda: _edit(base))
    commands = [base.command("check"), base.again("check"), edited]
    states = ("", ", nothing changed", ", one edited")
    wanted = (_CHECKED_PER_SECOND, _CHECKED_AGAIN_PER_SECOND, _CHECKED_AGAIN_PER_SECOND)
    for sample, state, least in zip(alternate(commands, repeat), states, wanted, strict=True):
        yield Figure(
            what=f"lessons checked a second{state}",
            command=f"lessons check, {base.lessons} lessons{state}",
            figure=base.lessons / sample.seconds,
            wanted=least,
            better="high",
            note=f"{sample.spread}; processor {sample.processor_spread}; {sample.peak_mb:.0f} MB",
        )


def _edit(base: InventedBase) -> None:
    """Add a sentence to the first lesson, or take it out again."""
    file = min((base.folder / "lessons").rglob("*.md"))
    text, more = file.read_text(encoding="utf-8"), "\nThe valve was changed again.\n"
    file.write_text(text.removesuffix(more) if text.endswith(more) else text + more, "utf-8")


def _start_up(options: argparse.Namespace) -> Figure:
    """Compare our start with that of the toolkit alone, bytecode compiled beforehand."""
    progress("starting up")
    commands = [
        Command((program("lessons"), "--help")),
        Command((sys.executable, "-c", "import click")),
    ]
    alternate(commands, 1)
    ours, bare = alternate(commands, max(_STARTS, options.repeat))
    return Figure(
        what="start-up, ours : click alone",
        command="lessons --help : python -c 'import click'",
        figure=ours.seconds / bare.seconds,
        wanted=_START_RATIO,
        note=f"{ours.spread} : {bare.spread}",
    )


def _growth(small: InventedBase, large: InventedBase, repeat: int) -> Iterator[Figure]:
    """Compare what a lesson costs in a large base with what it costs in a small one."""
    progress(f"building {small.lessons} and {large.lessons} lessons, {repeat} times")
    few, many = alternate([small.command("build"), large.command("build")], repeat)
    yield Figure(
        what="time a lesson, large : small base",
        command=f"lessons build, {large.lessons} : {small.lessons} lessons",
        figure=(many.seconds / large.lessons) / (few.seconds / small.lessons),
        wanted=_GROWTH,
        note=f"{many.spread} : {few.spread}; processor {many.processor_spread}",
    )
    yield Figure(
        what="peak memory",
        command=f"lessons build, {large.lessons} lessons",
        figure=many.peak_mb,
        wanted=_PEAK_MB,
        unit="MB",
        note=sizes_of(large.folder / "site").spoken,
    )


if __name__ == "__main__":
    main()
