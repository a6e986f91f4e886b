"""Diagnostics for programs: JSON, annotations of GitHub's workflows, and SARIF 2.1.0."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT_VERSION = 1
_GITHUB_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
_SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_SARIF_ROOT = "PROJECTROOT"


def as_json(diagnostics: Iterable[Diagnostic], elsewhere: int | None = None) -> str:
    """Return diagnostics as JSON, in the format documented in CONTRIBUTING.

    Args:
        diagnostics: The diagnostics.
        elsewhere: Number of diagnostics left out, if only some were requested.
    """
    document: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "diagnostics": [row(diagnostic) for diagnostic in diagnostics],
    }
    if elsewhere is not None:
        document["elsewhere"] = elsewhere
    return json.dumps(document, ensure_ascii=False, indent=2)


def row(diagnostic: Diagnostic) -> dict[str, str | int]:
    """Return a diagnostic as a JSON object."""
    return {
        "rule": diagnostic.rule,
        "severity": str(diagnostic.severity),
        **asdict(diagnostic.span),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def as_github(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield each diagnostic as a workflow command, errors first.

    GitHub shows about ten annotations of a step, so the most severe must come first. See
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
    """
    severities = list(Severity)
    for diagnostic in sorted(diagnostics, key=lambda item: severities.index(item.severity)):
        span = diagnostic.span
        place = (
            f"file={_property(span.file)},line={span.line},endLine={span.end_line},"
            f"col={span.column},endColumn={span.end_column},title={_property(diagnostic.rule)}"
        )
        level = _GITHUB_LEVELS[diagnostic.severity]
        yield f"::{level} {place}::{_data(diagnostic.described)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as a SARIF log of one run, with the rules that they name.

    See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
    """
    every = list(diagnostics)
    rules = sorted({diagnostic.rule for diagnostic in every})
    run = {
        "tool": {
            "driver": {
                "name": "lessons check",
                "semanticVersion": __version__,
                "rules": [_sarif_rule(rule_id) for rule_id in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _SARIF_ROOT: {"description": {"text": "folder that holds mkdocs.yml"}}
        },
        "results": [
            {
                "ruleId": diagnostic.rule,
                "ruleIndex": rules.index(diagnostic.rule),
                "level": str(diagnostic.severity),
                "message": {"text": diagnostic.described},
                "locations": [{"physicalLocation": _sarif_location(diagnostic.span)}],
            }
            for diagnostic in every
        ],
    }
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _sarif_rule(rule_id: str) -> dict[str, Any]:
    rule = RULES[rule_id]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        # SARIF's levels have the names of our severities.
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _sarif_location(span: Span) -> dict[str, Any]:
    # The name of a file need not be UTF-8.
    address = quote(span.file, errors="surrogateescape")
    location: dict[str, Any] = {"artifactLocation": {"uri": address, "uriBaseId": _SARIF_ROOT}}
    if not span.is_whole_file:
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return location
