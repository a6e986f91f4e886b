"""What only a comparison of two versions shows: spaces, line ends, the order of fields."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Edit, counted
from site_builder.library.checks.problems import at_field, is_draft
from site_builder.markdown.body import blanked
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.lesson import Lesson
from site_builder.rules import severity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

_SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
_ADDED = frozenset(
    {"relations", "relies_on", "reworded", "review_by", "reviewed", "status", "withdrawn"}
)
"""Fields that a command adds below all others; they may stay there."""
_ORDER = {field.alias or name: at for at, (name, field) in enumerate(Lesson.model_fields.items())}


def trailing_spaces(base: Base) -> Iterator[Diagnostic]:
    """No line ends in spaces that mean nothing, and the last line has an end."""
    for record in base.records:
        text = record.document.text
        if " \n" not in text and "\t\n" not in text and text[-1:] in {"\n", ""}:
            continue
        edits = [*_in_header(record), *_in_body(record)]
        lines = counted(len(edits), "line")
        message = f"trailing spaces on {lines}"
        if text[-1:] not in {"\n", " ", "\t"}:
            message = "no newline at end of file" + (f"; {message}" if edits else "")
            edits.append(Edit(len(text), len(text), "\n"))
        if edits:
            span = record.document.span(edits[0].start, edits[0].end)
            severity = severity_of("trailing-space", draft=is_draft(record))
            hint = "`lessons check --fix` mends it"
            yield Diagnostic("trailing-space", severity, span, message, hint, tuple(edits))


def _in_header(record: Record[Part]) -> tuple[Edit, ...]:
    """Return edits that take spaces from the ends of lines, if no value has them."""
    document = record.document
    spans = [found.span() for found in _SPACES.finditer(document.header_text)]
    return HeaderEditor(document).remove((), spans).fix() if spans else ()


def _in_body(record: Record[Part]) -> Iterator[Edit]:
    """Yield edits that take spaces from the ends of lines where they mean nothing.

    Two spaces break a line in the middle of a paragraph; and code is left as it is.
    """
    at = record.document.body_at
    lines = record.body.text.split("\n")
    clear = blanked(record.body.text, record.body.code).split("\n")
    coded = [line.strip() != left.strip() for line, left in zip(lines, clear, strict=True)]
    for number, line in enumerate(lines):
        bare = line.rstrip(" \t")
        below = lines[number + 1].strip() if number + 1 < len(lines) else ""
        ends_block = not below or below.startswith("#") or not bare
        in_code = coded[number] or (not bare and _is_between(coded, lines, number))
        if bare != line and not in_code and (ends_block or line == f"{bare} "):
            yield Edit(at + len(bare), at + len(line), "")
        at += len(line) + 1


def _is_between(coded: list[bool], lines: list[str], number: int) -> bool:
    """Return whether an empty line may stand within code: there is some above it and below."""
    above = next((at for at in range(number, -1, -1) if lines[at].strip()), None)
    below = next((at for at in range(number, len(lines)) if lines[at].strip()), None)
    return above is not None and below is not None and coded[above] and coded[below]


def fields_out_of_order(base: Base) -> Iterator[Diagnostic]:
    """The fields of a lesson stand in the order in which they are described."""
    for lesson in base.library.lessons:
        names = [name for name in lesson.document.header if name in _ORDER.keys() - _ADDED]
        later = next(
            ((name, before) for before, name in pairwise(names) if _ORDER[name] < _ORDER[before]),
            None,
        )
        if later and lesson.document.header.keys() <= _ORDER.keys():
            fix = HeaderEditor(lesson.document).reorder(_ORDER).fix()
            name, before = later
            message = f"`{name}` usually comes before `{before}`"
            found = at_field(
                lesson, "field-order", (name,), message, "`lessons check --fix` moves it", key=True
            )
            if fix:
                yield replace(found, fix=fix)


CHECKS = (trailing_spaces, fields_out_of_order)
