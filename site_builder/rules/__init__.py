"""The table of rules: every check by id, how serious it is, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Severity
from site_builder.rules import (
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

if TYPE_CHECKING:
    from site_builder.rules.rule import Rule

FAMILIES: dict[str, tuple[Rule, ...]] = {
    "Files and headers": files.RULES,
    "Fields and values": fields.RULES,
    "Records that name each other": references.RULES,
    "Links, images and sections": links.RULES,
    "Evidence": evidence.RULES,
    "Wording and reviews": wording.RULES,
    "Personal data and consent": personal.RULES,
    "Plans of assists": assist_plans.RULES,
    "People at assists": assist_people.RULES,
    "After the assist": assist_results.RULES,
    "Wording of assists": assist_wording.RULES,
}
"""Rules by family, in reading order; the checks of a family are in ``library/checks`` by its name."""

RULES: dict[str, Rule] = {rule.id: rule for rules in FAMILIES.values() for rule in rules}
"""Every rule by id."""


def severity_of(rule_id: str, *, draft: bool) -> Severity:
    """Return how serious a broken rule is: in a draft, an error is only a warning."""
    severity = RULES[rule_id].severity
    return Severity.WARNING if draft and severity is Severity.ERROR else severity


def explain(rule: Rule) -> str:
    """Return a rule's page as Markdown, without its heading."""
    severity = {
        Severity.ERROR: "An error: the check fails. In a draft it is a warning.",
        Severity.WARNING: "A warning: the check passes, unless it runs with `--strict`.",
        Severity.NOTE: "A note: it never fails a check.",
    }[rule.severity]
    parts = [rule.summary, severity, "## Why", rule.why, "## What to do", rule.fix]
    if rule.wrong:
        parts += ["## Example", "This breaks the rule:", _fenced(rule.wrong)]
    if rule.right:
        parts += ["This does not:", _fenced(rule.right)]
    return "\n\n".join(parts) + "\n"


def _fenced(text: str) -> str:
    return f"```\n{text}\n```"
