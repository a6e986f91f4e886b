"""Errors of the YAML parser as diagnostics with a hint."""

from __future__ import annotations

import re

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
        "look for text after a closing quote or bracket, or for a line indented differently",
    ),
    ("another document", "delete the line of three dashes"),
    ("expected comment or line break", "a value that begins with > or | needs quotes around it"),
    ("expected node content", "look for a comma with nothing before it"),
    (
        "escape character",
        "in double quotes a backslash is written twice; single quotes take it as it is",
    ),
    (
        "expected hex",
        "in double quotes a backslash is written twice; single quotes take it as it is",
    ),
    ("did not find expected", "look for a bracket, quote or indentation that is not closed"),
)
_CAUSES_ABOVE = tuple(
    (re.compile(cause, re.MULTILINE), hint)
    for cause, hint in (
        (
            r"(?:^|(?<=:))[ \t]*([\u00a0\u2000-\u200b\u202f\u3000])",
            "write a plain space in place of the one here",
        ),
        (r"^[ \t]*(-)(?=[^\s-])", "write a space between the dash and what follows"),
        (
            r"^[ \t]*(?:- +)?[\w-]+(:|\uff1a)(?=\S)(?![^\n]*: )",
            "write a colon and a space between field and value",
        ),
    )
)
"""What the parser notices on the next line only, with a hint."""


def syntax_problem(path: str, text: str, at: int, error: yaml.YAMLError) -> Diagnostic:
    """Return the diagnostic of an error of the parser, with a hint at its cause.

    Args:
        path: Path of the file from the project root.
        text: The whole file.
        at: Offset in the text where the YAML begins.
        error: The error.
    """
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    problem = problem.removeprefix("but ")
    start = _place_of(text, at, error)
    hint = next((hint for part, hint in _SYNTAX_HINTS if part in problem), "")
    if cause := _cause_above(text, at, start, problem):
        start, hint = cause
    if text[start : start + 1] == "\t":
        hint = "indent with spaces, not with tabs"
    return Diagnostic(
        "yaml-syntax",
        Severity.ERROR,
        span_between(path, text, min(start, len(text)), start + 1),
        f"this is not valid YAML: {problem}",
        hint,
    )


def _cause_above(text: str, at: int, start: int, problem: str) -> tuple[int, str] | None:
    """Return the place and the hint of a cause that the parser notices only later, or None."""
    if "mapping values" not in problem and "expected ':'" not in problem:
        return None
    line = text.rfind("\n", at, start) + 1 or at
    above = text.rfind("\n", at, max(line - 1, at)) + 1 or at
    end = text.find("\n", start)
    for cause, hint in _CAUSES_ABOVE:
        if found := cause.search(text, above, end if end >= 0 else len(text)):
            return found.start(1), hint
    return None


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
