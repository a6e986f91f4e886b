"""``lessons import`` of what ``lessons export`` has written."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from site_builder.cli.root import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from site_builder.exchange.exports.restore import Restored
    from site_builder.project import Project

_FORMAT_VERSION = 1
_SHOWN = 10
"""Most lines of a kind that the summary names one by one."""


def bring_back(project: Project, file: Path, form: str, *, dry_run: bool) -> int:
    """Write an export of ours into a base, and say what became of it.

    Returns:
        The exit status: 1 where something is wrong in the export, or differs from what is there.
    """
    from site_builder.exchange.exports.restore import restore

    found = restore(project, file, dry_run=dry_run)
    if form == "json":
        answer = {"format_version": _FORMAT_VERSION, "dry_run": dry_run, **asdict(found)}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for line in _summary(found, dry_run=dry_run):
            click.echo(printable(line))
    return int(bool(found.problems or found.differing))


def _summary(found: Restored, *, dry_run: bool) -> Iterator[str]:
    if found.problems:
        yield from found.problems[:_SHOWN]
        yield from _more(found.problems)
        yield "Nothing was written, for this is wrong in the export."
        return
    written = "would be written" if dry_run else "written"
    yield f"{_files(len(found.created))} {written}, {len(found.unchanged)} there already"
    if found.differing:
        yield "Left alone, since they say something else here:"
        yield from _listed(found.differing)
    if found.withheld:
        yield "Without their text, since consent was withdrawn, and so not written:"
        yield from _listed(found.withheld)


def _listed(paths: Sequence[str]) -> Iterator[str]:
    yield from (f"  {path}" for path in paths[:_SHOWN])
    yield from _more(paths)


def _more(lines: Sequence[str]) -> Iterator[str]:
    if len(lines) > _SHOWN:
        yield f"  and {len(lines) - _SHOWN} more"


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
