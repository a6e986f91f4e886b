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


_OF_RECORDS = (
    *(fields, references, assist_plans, assist_people, assist_results),
    *(files, text, markup, personal),
)
_OF_WORDING = (wording, assist_wording)
CHECKS: tuple[Check, ...] = (
    *evidence.CHECKS,
    *(check for module in (*_OF_RECORDS, *_OF_WORDING) for check in _checks_in(module)),
)
"""Every check; the order does not matter, since diagnostics are sorted."""
_WORDING = sum(len(list(_checks_in(module))) for module in _OF_WORDING)
"""Number of the checks of wording, the last of all; they take about as long as the others."""
_MANY_RECORDS = 1_000
"""Records from which a second process saves more than it costs."""


def run(base: Base) -> Iterator[Diagnostic]:
    """Yield what every check finds; those of wording run beside the others in a large base."""
    others, of_wording = CHECKS[:-_WORDING], CHECKS[-_WORDING:]
    if len(base.records) < _MANY_RECORDS:
        yield from _found(base, CHECKS)
        return
    wording_problems = beside(lambda: _found(base, of_wording))
    yield from _found(base, others)
    yield from wording_problems()


def _found(base: Base, checks: Sequence[Check]) -> list[Diagnostic]:
    return [problem for check in checks for problem in check(base)]
