"""Applies the fixes of diagnostics, in rounds, until none is left."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Edit, edited
from site_builder.errors import UnwritableError
from site_builder.files import read_regular
from site_builder.library.loader import checked
from site_builder.library.reading import as_it_was
from site_builder.library.readings import read_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.project import Project

_MOST_ROUNDS = 10
"""One fix can reveal another, such as the value of a field whose name was corrected."""


def mended(
    project: Project, wanted: Sequence[Diagnostic], spared: Iterable[Diagnostic] = ()
) -> dict[str, tuple[bytes, str]]:
    """Return the contents of the files that change, and their new text, by path.

    Args:
        project: The base.
        wanted: Problems to correct, with those that come to light in their files meanwhile.
        spared: Problems of the same files that are left alone.

    Raises:
        UnwritableError: A file cannot be read.
    """
    left_alone = {_key(problem) for problem in spared}
    before: dict[str, bytes] = {}
    for path in sorted({problem.span.file for problem in wanted if problem.fix}):
        try:
            before[path] = read_regular(project.root / path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise UnwritableError(project.root / path, reason) from error
    if not before:
        return {}
    # Edits are worked out on these bytes: a file may have been saved since its problem was found.
    readings = as_it_was(read_all(project), before)
    after = dict(before)
    for _round in range(_MOST_ROUNDS):
        edits: defaultdict[str, list[Edit]] = defaultdict(list)
        for problem in checked(readings, project.settings).diagnostics:
            if problem.fix and problem.span.file in after and _key(problem) not in left_alone:
                edits[problem.span.file] += problem.fix
        if not edits:
            break
        for path, of_file in edits.items():
            after[path] = edited(after[path].decode(), of_file).encode()
        readings = as_it_was(readings, {path: after[path] for path in edits})
    return {
        path: (data, after[path].decode()) for path, data in before.items() if data != after[path]
    }


def _key(problem: Diagnostic) -> tuple[str, str, str]:
    return problem.rule, problem.span.file, problem.message
