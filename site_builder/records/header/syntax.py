"""Errors of the YAML parser as diagnostics with a hint."""

from __future__ import annotations

import yaml

from site_builder.diagnostics import Diagnostic, Severity, span_between

_SYNTAX_HINTS = (
    (
        "mapping values are not allowed",
        "a value that holds a colon followed by a space needs quotes around it",
    ),
    (
        "cannot start any token",
        "a value that begins with a special character needs quotes around it",
    ),
    ("found unexpected end of stream", "look for a quotation mark that is opened and not closed"),
    ("found undefined alias", "a value that begins with * needs quotes around it"),
    ("alphabetic or numeric", "a value that begins with * or & needs quotes around it"),
    ("characters are not allowed", "delete the invisible character here"),
    ("sequence entries are not allowed", "a value that begins with a dash needs quotes around it"),
    (
        "did not find expected key",
        "look for text after a closing quote, or for a line that is indented differently",
    ),
    ("did not find expected", "look for a bracket, quote or indentation that is not closed"),
)


def syntax_problem(path: str, text: str, at: int, error: yaml.YAMLError) -> Diagnostic:
    """Return the diagnostic of an error of the parser, with a hint at its cause.

    Args:
        path: Path of the file from the project root.
        text: The whole file.
        at: Offset in the text where the YAML begins.
        error: The error.
    """
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    start = _place_of(text, at, error)
    hint = next((hint for part, hint in _SYNTAX_HINTS if part in problem), "")
    if text[start : start + 1] == "\t":
        hint = "indent with spaces, not with tabs"
    return Diagnostic(
        "yaml-syntax",
        Severity.ERROR,
        span_between(path, text, min(start, len(text)), start + 1),
        f"this is not valid YAML: {problem}",
        hint,
    )


def _place_of(text: str, at: int, error: yaml.YAMLError) -> int:
    """Return the offset in the text of an error of the parser."""
    if isinstance(error, yaml.reader.ReaderError):
        # Its position counts bytes in the C parser, and characters in the other.
        return max(text.find(chr(error.character), at), at)
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    # The parser misses a closing sign at the end; authors mend it where it was opened.
    if opened is not None and any(
        part in f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
        for part in ("flow sequence", "flow mapping", "alias", "anchor", "unexpected end")
    ):
        mark = opened
    return at + (mark.index if mark is not None else 0)
