"""One row of the table of rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from site_builder.diagnostics import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a check looks for, and what to do when it finds it."""

    id: str
    severity: Severity
    """In a published record; see :func:`site_builder.rules.severity_of` for drafts."""
    summary: str
    """What is wrong, in one sentence."""
    why: str
    """Why it matters to a reader."""
    fix: str
    """What to do about it."""
    wrong: str = ""
    """A short piece of a record that breaks the rule."""
    right: str = ""
    """The same piece, mended."""
    suppressible: bool = False
    """Whether an author may allow it on a line, with a reason: the rule can be wrong there."""

    @property
    def message(self) -> str:
        """The summary as a check prints it, where it has nothing to add."""
        return _as_clause(self.summary)

    @property
    def hint(self) -> str:
        """The first sentence of the fix as a check prints it, where it has nothing to add."""
        return _as_clause(self.fix.partition(". ")[0])


def _as_clause(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].removesuffix(".")


error = partial(Rule, severity=Severity.ERROR)
warning = partial(Rule, severity=Severity.WARNING)
note = partial(Rule, severity=Severity.NOTE)
