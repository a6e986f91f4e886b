"""``lessons import`` of what ``lessons export`` has written."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from site_builder.cli.output import first_of, print_json, print_lines
from site_builder.diagnostics import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.exchange.exports.restore import Restored
    from site_builder.project import Project


def bring_back(project: Project, file: Path, form: str, *, dry_run: bool) -> int:
    """Write an export of ours into a base, and say what became of it.

    Returns:
        The exit status: 1 where something is wrong in the export, or differs from what is there.
    """
    from site_builder.exchange.exports.restore import restore

    found = restore(project, file, dry_run=dry_run)
    if form == "json":
        answer = {"dry_run": dry_run, **asdict(found)}
        print_json(answer)
    else:
        print_lines(_summary(found, dry_run=dry_run))
    return int(bool(found.problems or found.differing))


def _summary(found: Restored, *, dry_run: bool) -> Iterator[str]:
    if found.problems:
        yield from first_of(found.problems, "")
        yield "Nothing was written, for this is wrong in the export."
        return
    written = "would be written" if dry_run else "written"
    yield f"{counted(len(found.created), 'file')} {written}, {len(found.unchanged)} there already"
    if found.differing:
        yield "Left alone, since they say something else here:"
        yield from first_of(found.differing, "  ")
    if found.withheld:
        yield "Without their text, since consent was withdrawn, and so not written:"
        yield from first_of(found.withheld, "  ")
