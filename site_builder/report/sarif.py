"""Diagnostics as SARIF 2.1.0, the format in which tools exchange findings.

See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable


_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_ROOT = "PROJECTROOT"


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the diagnostics as a SARIF log of one run, with the rules that they name."""
    found = list(diagnostics)
    rules = sorted({one.rule for one in found})
    numbers = {rule: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "lessons check",
                "semanticVersion": __version__,
                "rules": [_rule(rule_id) for rule_id in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "folder that holds mkdocs.yml"}}},
        "results": [_result(one, numbers[one.rule]) for one in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(rule_id: str) -> dict[str, Any]:
    rule = RULES[rule_id]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(found: Diagnostic, rule_number: int) -> dict[str, Any]:
    return {
        "ruleId": found.rule,
        "ruleIndex": rule_number,
        "level": _LEVELS[found.severity],
        "message": {"text": found.described},
        "locations": [{"physicalLocation": _location(found.span)}],
    }


def _location(span: Span) -> dict[str, Any]:
    # The name of a file need not be UTF-8.
    address = quote(span.file, errors="surrogateescape")
    location: dict[str, Any] = {"artifactLocation": {"uri": address, "uriBaseId": _ROOT}}
    if not span.is_whole_file:
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return location
