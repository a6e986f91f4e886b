"""Mends what can be mended for certain, until nothing more can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.errors import UnwritableError
from site_builder.library import checks
from site_builder.library.loader import base_of, problems_of_files
from site_builder.library.reading import as_it_was, read_all
from site_builder.library.writing import edited

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.diagnostics import Diagnostic, Edit
    from site_builder.project import Project

_MOST_ROUNDS = 10
"""A field that gets its name can have a value to be mended next, and so on, but not for ever."""


def mended(
    project: Project, wanted: Sequence[Diagnostic], spared: Iterable[Diagnostic] = ()
) -> dict[str, tuple[str, str]]:
    """Return the texts of files before and after, by path; only files that change.

    Args:
        project: The base.
        wanted: Problems to be mended, with whatever comes to light in their files meanwhile.
        spared: Problems of the same files that are to stay.

    Raises:
        UnwritableError: A file cannot be read.
    """
    left_alone = {(one.rule, one.span.file, one.message) for one in spared}
    before = {one.span.file: "" for one in wanted if one.fix}
    for path in before:
        try:
            before[path] = (project.root / path).read_bytes().decode("utf-8")
        except OSError as error:
            reason = error.strerror or str(error)
            raise UnwritableError(project.root / path, reason) from error
    after = dict(before)
    readings = read_all(project) if before else None
    for _round in range(_MOST_ROUNDS):
        edits = _edits(wanted)
        if not edits or readings is None:
            break
        after |= {path: edited(after[path], several) for path, several in edits.items()}
        readings = as_it_was(readings, {path: after[path].encode() for path in edits})
        base = base_of(readings, project.settings)
        wanted = [
            one
            for one in (*problems_of_files(readings), *checks.run(base))
            if one.span.file in after and (one.rule, one.span.file, one.message) not in left_alone
        ]
    return {path: (text, after[path]) for path, text in before.items() if text != after[path]}


def _edits(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Edit]]:
    edits: dict[str, list[Edit]] = {}
    for one in diagnostics:
        if one.fix:
            edits.setdefault(one.span.file, []).extend(one.fix)
    return edits
