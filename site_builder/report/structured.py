"""Diagnostics for programs: JSON, and the annotations of GitHub's workflows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from site_builder.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


FORMAT_VERSION = 1
_GITHUB_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def as_json(diagnostics: Iterable[Diagnostic], elsewhere: int | None = None) -> str:
    """Return the diagnostics as JSON, in the format that CONTRIBUTING documents.

    Args:
        diagnostics: What was found.
        elsewhere: How many problems were left out, where only some were asked for.
    """
    rows = [row(found) for found in diagnostics]
    document: dict[str, Any] = {"format_version": FORMAT_VERSION, "diagnostics": rows}
    if elsewhere is not None:
        document["elsewhere"] = elsewhere
    return json.dumps(document, ensure_ascii=False, indent=2)


def row(found: Diagnostic) -> dict[str, str | int]:
    """Return a diagnostic as programs read it."""
    return {
        "rule": found.rule,
        "severity": str(found.severity),
        "file": found.span.file,
        "line": found.span.line,
        "column": found.span.column,
        "end_line": found.span.end_line,
        "end_column": found.span.end_column,
        "message": found.message,
        "hint": found.hint,
    }


def as_github(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield each diagnostic as a workflow command, errors first.

    GitHub shows about ten annotations of a step, so the gravest must come first. See
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
    """
    gravest_first = sorted(diagnostics, key=lambda found: list(Severity).index(found.severity))
    for found in gravest_first:
        span = found.span
        place = (
            f"file={_property(span.file)},line={span.line},endLine={span.end_line},"
            f"col={span.column},endColumn={span.end_column},title={_property(found.rule)}"
        )
        yield f"::{_GITHUB_LEVELS[found.severity]} {place}::{_data(found.described)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
