"""Allow comments: they accept one problem on one line, with a reason."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, shortened
from site_builder.library.problems import at_span
from site_builder.records.allowance import Allowance, allowances_of
from site_builder.records.guess import did_you_mean
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record


def malformed_allowances(record: Record[Part]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the form of a record's comments."""
    for allowance in allowances_of(record.document, record.body):
        if wrong := _wrong(allowance):
            span = record.document.span(allowance.start, allowance.end)
            yield at_span(record, "allowance-malformed", span, *wrong)


def unless_allowed(
    record: Record[Part], problems: Iterable[Diagnostic], concerns: Callable[[str], bool]
) -> Iterator[Diagnostic]:
    """Yield problems that no comment allows, and comments that allow nothing.

    Args:
        record: Where they are.
        problems: All that break some rules which can be allowed.
        concerns: Whether a rule is one of these.
    """
    allowed: defaultdict[tuple[str, int], list[Allowance]] = defaultdict(list)
    idle: dict[int, Allowance] = {}
    for allowance in allowances_of(record.document, record.body):
        if concerns(allowance.rule) and not _wrong(allowance):
            idle[allowance.start] = allowance
            for line in range(allowance.first_line, allowance.last_line + 1):
                allowed[allowance.rule, line].append(allowance)
    for problem in problems:
        by = allowed.get((problem.rule, problem.span.line))
        if by is None:
            yield problem
        for used in by or ():
            idle.pop(used.start, None)
    for allowance in idle.values():
        span = record.document.span(allowance.start, allowance.end)
        message = f"`{allowance.rule}` is allowed here, and nothing here breaks it"
        yield at_span(record, "allowance-idle", span, message)


def _wrong(allowance: Allowance) -> tuple[str, str] | None:
    """Return what is wrong with the form of an allowance, and what is right; None if nothing is."""
    can_be = sorted(rule.id for rule in RULES.values() if rule.suppressible)
    form = "write `allow: RULE because REASON`"
    if not allowance.rule:
        return "nothing says which rule is allowed to be broken", form
    rule = RULES.get(allowance.rule)
    if rule is None:
        guess = did_you_mean(allowance.rule, can_be)
        return f"there is no rule `{shortened(allowance.rule)}`", guess or _listed(can_be)
    if not rule.suppressible:
        return f"`{rule.id}` cannot be allowed: it has to be mended", _listed(can_be)
    if not allowance.reason:
        return f"nothing says why `{rule.id}` may be broken here", form
    return None


def _listed(rules: list[str]) -> str:
    return f"rules that can be: {', '.join(rules)}"
