"""Allow comments: they accept one problem on one line, with a reason."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, shortened
from site_builder.library.checks.problems import at_span
from site_builder.records.allowance import Allowance, allowances_of
from site_builder.records.guess import did_you_mean
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library.base import Base


def unless_allowed(base: Base, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield problems that no comment allows, and what is wrong with the comments.

    Args:
        base: The base.
        problems: All that break a rule which can be allowed.
    """
    allowed: defaultdict[tuple[str, str, int], list[Diagnostic]] = defaultdict(list)
    idle: dict[int, Diagnostic] = {}
    for record in base.records:
        for allowance in allowances_of(record.document, record.body):
            span = record.document.span(allowance.start, allowance.end)
            wrong = _wrong(allowance)
            if wrong:
                yield at_span(record, "allowance-malformed", span, *wrong)
                continue
            message = f"`{allowance.rule}` is allowed here, and nothing here breaks it"
            unused = at_span(record, "allowance-idle", span, message)
            idle[id(unused)] = unused
            for line in range(allowance.first_line, allowance.last_line + 1):
                allowed[record.path, allowance.rule, line].append(unused)
    for problem in problems:
        by = allowed.get((problem.span.file, problem.rule, problem.span.line))
        if by is None:
            yield problem
        for unused in by or ():
            idle.pop(id(unused), None)
    yield from idle.values()


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
