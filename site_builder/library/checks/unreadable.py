"""What can be judged of a file with a broken header is judged, so that all comes in one round."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base

    Checks = Sequence[Callable[[Base], Iterator[Diagnostic]]]


def certain_problems(base: Base, across: Checks, in_place: Checks) -> Iterator[Diagnostic]:
    """Yield what is wrong with unreadable files, whatever their broken values were meant to be.

    Args:
        base: The base.
        across: Checks that may speak of what a record lacks. Where a field had to be left out,
            they are not asked.
        in_place: Checks that speak of what is there.
    """
    whole = {guess.records[0].path for guess in base.guesses if guess.is_whole}
    certain: dict[object, Diagnostic] = {}
    for way in range(max((len(guess.records) for guess in base.guesses), default=0)):
        guessed = base.guessed(way)
        found = {
            (problem.rule, problem.span, problem.message): problem
            for checks, files in ((across, whole), (in_place, base.unreadable))
            for problem in _found(guessed, checks, files)
        }
        certain = {key: found[key] for key in (certain if way else found) if key in found}
    yield from certain.values()


def _found(base: Base, checks: Checks, files: Collection[str]) -> Iterator[Diagnostic]:
    for check in checks if files else ():
        yield from (problem for problem in check(base) if problem.span.file in files)
