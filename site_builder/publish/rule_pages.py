"""The pages of the rules: a list by family, and one of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library import addresses
from site_builder.publish.generated import GeneratedPage
from site_builder.publish.views import RuleFamily, RuleRow, RulesPage
from site_builder.rules import FAMILIES, RULES, explain

if TYPE_CHECKING:
    from collections.abc import Iterator


def rule_pages() -> Iterator[GeneratedPage]:
    """Yield the list of rules, and the page of each."""
    families = tuple(
        RuleFamily(
            title,
            tuple(
                RuleRow(rule.id, addresses.rule_url(rule.id), str(rule.severity), rule.summary)
                for rule in rules
            ),
        )
        for title, rules in FAMILIES.items()
    )
    yield GeneratedPage(
        addresses.RULES_LIST,
        "Rules",
        "rules.html",
        "rules",
        RulesPage(families),
        "Everything that is checked before a lesson is published.",
        "rules",
    )
    for rule in RULES.values():
        yield GeneratedPage(
            addresses.rule_url(rule.id),
            rule.id,
            "",
            "",
            None,
            rule.summary,
            "rules",
            explain(rule),
        )
