"""Rules across fields and records: each a small function that yields what it finds.

Every module or package here that has ``CHECKS`` holds the checks of one family of rules, and is
named like the module of :mod:`site_builder.rules` with their texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.checks import (
    assist_people,
    assist_plans,
    assist_results,
    assist_wording,
    evidence,
    fields,
    files,
    links,
    personal,
    references,
    wording,
)
from site_builder.library.checks.allowances import unless_allowed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base

CHECKS: tuple[Callable[[Base], Iterator[Diagnostic]], ...] = (
    *files.CHECKS,
    *fields.CHECKS,
    *references.CHECKS,
    *links.CHECKS,
    *evidence.CHECKS,
    *wording.CHECKS,
    *personal.CHECKS,
    unless_allowed(personal.ALLOWABLE),
    *assist_plans.CHECKS,
    *assist_people.CHECKS,
    *assist_results.CHECKS,
    *assist_wording.CHECKS,
)
"""Every check; the order does not matter, since diagnostics are sorted."""


def run(base: Base) -> Iterator[Diagnostic]:
    """Yield what every check finds."""
    for check in CHECKS:
        yield from check(base)
