"""Rules across fields and records: each a small function that yields what it finds.

Every module or package here holds the checks of one family of rules, and is named like the module
of :mod:`site_builder.rules` with their texts; the others help them. A check is a public
function from ``base: Base`` to ``Iterator[Diagnostic]``.
"""

from __future__ import annotations

from inspect import isfunction
from typing import TYPE_CHECKING

from site_builder.library.checks import (
    assist_people,
    assist_plans,
    assist_results,
    assist_wording,
    evidence,
    fields,
    files,
    personal,
    references,
    wording,
)
from site_builder.library.checks.links import markup, text
from site_builder.library.checks.unreadable import certain_problems
from site_builder.processes import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base

    Check = Callable[[Base], Iterator[Diagnostic]]

_SIGNATURE = {"base": "Base", "return": "Iterator[Diagnostic]"}


def _checks_in(module: ModuleType) -> Iterator[Check]:
    """Yield the public functions of a module that have the signature of a check."""
    for name, function in vars(module).items():
        own = isfunction(function) and function.__module__ == module.__name__
        if own and not name.startswith("_") and function.__annotations__ == _SIGNATURE:
            yield function


def _checks_of(*modules: ModuleType) -> tuple[Check, ...]:
    return tuple(check for module in modules for check in _checks_in(module))


_ACROSS = (*evidence.CHECKS, *_checks_of(assist_plans, assist_people, assist_results))
"""Checks that compare fields, or say what a record lacks."""
_IN_PLACE = _checks_of(fields, references, files, text, markup, personal)
_WORDING = _checks_of(wording, assist_wording)
"""Checks of sentences; they take about as long as all others together."""
_OF_ABSENCE = (
    *(references.unexplained_withdrawals, references.successors),
    *(personal.missing_consents, wording.missing_owners),
)
"""Checks in place that can also say what a record lacks."""


def unreadable_files(base: Base) -> Iterator[Diagnostic]:
    """What can be judged of a file with a broken header comes in one round with the rest."""
    # The order of fields is mended last: comments move with the fields that they stand above.
    others = (*_OF_ABSENCE, files.fields_out_of_order)
    in_place = (check for check in (*_IN_PLACE, *_WORDING) if check not in others)
    return certain_problems(base, (*_ACROSS, *_OF_ABSENCE), tuple(in_place))


CHECKS: tuple[Check, ...] = (unreadable_files, *_ACROSS, *_IN_PLACE, *_WORDING)
"""Every check; the order does not matter, since diagnostics are sorted."""
_MANY_RECORDS = 1_000
"""Records from which a second process saves more than it costs."""


def run(base: Base) -> Iterator[Diagnostic]:
    """Yield what every check finds; those of wording run beside the others in a large base."""
    if len(base.records) < _MANY_RECORDS:
        yield from _found(base, CHECKS)
        return
    wording_problems = beside(lambda: _found(base, _WORDING))
    yield from _found(base, CHECKS[: -len(_WORDING)])
    yield from wording_problems()


def _found(base: Base, checks: Sequence[Check]) -> list[Diagnostic]:
    return [problem for check in checks for problem in check(base)]
