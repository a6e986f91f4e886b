"""Rules across fields and records: each a small function that yields what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.allowances import unless_allowed
from site_builder.library.checks import (
    assists,
    claims,
    evidence,
    identity,
    links,
    personal,
    references,
    reuse,
    sections,
    tidiness,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.checks.base import Base

CHECKS: tuple[Callable[[Base], Iterator[Diagnostic]], ...] = (
    *identity.CHECKS,
    *references.CHECKS,
    *evidence.CHECKS,
    *reuse.CHECKS,
    *claims.CHECKS,
    *sections.CHECKS,
    *links.CHECKS,
    *wording.CHECKS,
    *tidiness.CHECKS,
    *personal.CHECKS,
    unless_allowed(personal.ALLOWABLE),
    *assists.CHECKS,
)
"""Every check; the order does not matter, since diagnostics are sorted."""


def run(base: Base) -> Iterator[Diagnostic]:
    """Yield what every check finds."""
    for check in CHECKS:
        yield from check(base)
