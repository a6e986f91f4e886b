"""Import maps read from their files, and checked against a table and a base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from site_builder.diagnostics import Diagnostic, Severity
from site_builder.exchange.incoming.import_map import ImportMap, MapContext
from site_builder.records.header.document import Document, decode, parse_mapping
from site_builder.records.parse import parse_fields, place_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from site_builder.records.header.read import Place, Value
    from site_builder.records.vocabulary import Vocabulary


def read_map(path: str, data: bytes) -> tuple[ImportMap | None, Document | None, list[Diagnostic]]:
    """Return a map, not yet checked against a table, or every mistake in it.

    Args:
        path: Name of the file in messages.
        data: Contents of the file.
    """
    text, problems = decode(path, data)
    if problems:
        return None, None, problems
    document, problems = parse_mapping(path, text)
    if document is None:
        return None, None, problems
    unchecked, wrong = parse_fields(ImportMap, document)
    return (None if problems else unchecked), document, [*problems, *wrong]


def checked_map(
    document: Document, columns: Iterable[str], vocabulary: Vocabulary
) -> tuple[ImportMap | None, list[Diagnostic]]:
    """Return a map ready for rows, or every part of it that does not fit.

    Args:
        document: File of a map without mistakes of its own.
        columns: Columns of the table.
        vocabulary: Vocabulary of the base.
    """
    context = MapContext({column.lower(): column for column in columns}, vocabulary.tags)
    try:
        return ImportMap.model_validate(document.header, context=context), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    # A list that loses its only value is also too short.
    wrong = [detail for detail in details if "allowed" in detail.get("ctx", {})]
    return None, [_diagnostic(document, detail) for detail in wrong]


def missing_tags(problems: list[Diagnostic], unchecked: ImportMap, vocabulary: Vocabulary) -> str:
    """Return YAML of the tags that a map uses and the vocabulary lacks; empty if there are none."""
    if not any(problem.rule == "tag-unknown" for problem in problems):
        return ""
    used = {*unchecked.tags.words.values(), *unchecked.tags.default} - set(vocabulary.tags)
    lines = [
        f"  {tag}:\n    label: {tag.replace('-', ' ').capitalize()}\n    description: …\n"
        for tag in sorted(used)
    ]
    return "tags:\n" + "".join(lines)


def _diagnostic(document: Document, detail: ErrorDetails) -> Diagnostic:
    place = _place_in_file(document, detail["loc"])
    message, hint = f"`{place_name(place)}`: {detail['msg']}", detail["ctx"]["allowed"]
    return Diagnostic(detail["type"], Severity.ERROR, document.span_of(place), message, hint)


def _place_in_file(document: Document, place: Place) -> Place:
    """Return a place without the steps that a rule written in short leaves out."""
    value: Value = document.header
    steps: list[str | int] = []
    for step in place:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            continue
        steps.append(step)
    return tuple(steps)
