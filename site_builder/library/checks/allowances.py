"""What authors allow: a problem is none if its rule lets them answer for it, and they say why."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, shortened
from site_builder.library.checks.problems import is_draft
from site_builder.records.allowance import Allowance, allowances_of
from site_builder.records.guess import did_you_mean
from site_builder.rules import RULES, severity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

    Check = Callable[[Base], Iterator[Diagnostic]]


def unless_allowed(checks: Iterable[Check]) -> Check:
    """Return a check that finds what others do but for what authors allow, and minds how they do.

    Every check that finds a rule which can be allowed has to be among them.
    """
    asked = tuple(checks)

    def check(base: Base) -> Iterator[Diagnostic]:
        """What is broken is allowed on its line for a reason, or it is a problem."""
        allowed: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
        waiting: dict[int, tuple[Record[Part], Allowance]] = {}
        for record, allowance in _allowances(base):
            wrong = _wrong(allowance)
            if wrong:
                yield _problem(record, allowance, "allowance-malformed", *wrong)
                continue
            number = len(waiting)
            waiting[number] = (record, allowance)
            for line in range(allowance.first_line, allowance.last_line + 1):
                allowed[(record.path, allowance.rule, line)].append(number)
        used: set[int] = set()
        for found in (one for each in asked for one in each(base)):
            by = allowed.get((found.span.file, found.rule, found.span.line))
            if by is None:
                yield found
            else:
                used.update(by)
        for number in waiting.keys() - used:
            record, allowance = waiting[number]
            message = f"`{allowance.rule}` is allowed here, and nothing here breaks it"
            hint = "put the comment on the line that it is about, or take it out"
            yield _problem(record, allowance, "allowance-idle", message, hint)

    return check


def _allowances(base: Base) -> Iterator[tuple[Record[Part], Allowance]]:
    for record in base.records:
        for allowance in allowances_of(record.document, record.body):
            yield record, allowance


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


def _problem(
    record: Record[Part], allowance: Allowance, rule: str, message: str, hint: str
) -> Diagnostic:
    span = record.document.span(allowance.start, allowance.end)
    return Diagnostic(rule, severity_of(rule, draft=is_draft(record)), span, message, hint)


def _listed(rules: list[str]) -> str:
    return f"rules that can be: {', '.join(rules)}"
