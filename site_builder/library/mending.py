"""Applies the fixes of diagnostics, round after round, until none is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Edit, edited
from site_builder.errors import UnwritableError
from site_builder.library import checks
from site_builder.library.loader import base_of, problems_of_files
from site_builder.library.reading import as_it_was, read_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.project import Project

_MOST_ROUNDS = 10
"""A field that gets its name can have a value to be mended next, and so on, but not for ever."""


def mended(
    project: Project, wanted: Sequence[Diagnostic], spared: Iterable[Diagnostic] = ()
) -> dict[str, tuple[bytes, str]]:
    """Return what files hold and the text that they are to have, by path; only files that change.

    Args:
        project: The base.
        wanted: Problems to be mended, with whatever comes to light in their files meanwhile.
        spared: Problems of the same files that are to stay.

    Raises:
        UnwritableError: A file cannot be read.
    """
    left_alone = {(one.rule, one.span.file, one.message) for one in spared}
    before: dict[str, bytes] = {}
    for path in sorted({one.span.file for one in wanted if one.fix}):
        try:
            before[path] = (project.root / path).read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            raise UnwritableError(project.root / path, reason) from error
    if not before:
        return {}
    # Edits are worked out on these bytes: a file may have been saved since its problem was found.
    readings = as_it_was(read_all(project), before)
    after = dict(before)
    for _round in range(_MOST_ROUNDS):
        base = base_of(readings, project.settings)
        found = (*problems_of_files(readings), *checks.run(base))
        edits = _edits(
            one
            for one in found
            if one.span.file in after and (one.rule, one.span.file, one.message) not in left_alone
        )
        if not edits:
            break
        after |= {path: edited(after[path].decode(), each).encode() for path, each in edits.items()}
        readings = as_it_was(readings, {path: after[path] for path in edits})
    return {
        path: (data, after[path].decode()) for path, data in before.items() if data != after[path]
    }


def _edits(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Edit]]:
    edits: dict[str, list[Edit]] = {}
    for diagnostic in diagnostics:
        if diagnostic.fix:
            edits.setdefault(diagnostic.span.file, []).extend(diagnostic.fix)
    return edits
