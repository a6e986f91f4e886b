"""Values as YAML, and edits that add to lists of a header and leave its other lines as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from site_builder.diagnostics import Edit
from site_builder.records.header import offsets_of
from site_builder.records.scaffold import quoted, scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.records.frontmatter import Document
    from site_builder.records.header import Place, Value

Content: TypeAlias = "str | Mapping[str, str] | Sequence[str | Mapping[str, str]]"
"""What a field can be given: a text, texts, a group of texts, or several groups."""


def field(name: str, content: Content) -> str:
    """Return a field with its content as YAML: indented below it, unless it is a single text."""
    if isinstance(content, str):
        return f"{name}: {scalar(content)}\n"
    if isinstance(content, Mapping):
        return f"{name}:\n" + _group(content, "  ", "  ")
    return f"{name}:\n" + "".join(_element(each, "  ") for each in content)


def appended(document: Document, name: str, content: Sequence[str | Mapping[str, str]]) -> Edit:
    """Return the edit that adds to a list of the header, in the form that the list has.

    Args:
        document: The document, in whose header the list stands.
        name: Field of the list.
        content: What is added at its end.
    """
    header = document.text[document.header_at : document.header_end]
    values = document.header[name]
    assert isinstance(values, list)  # noqa: S101 - the record has been checked
    start, end = _offsets(header, (name,))
    if header[start : start + 1] == "[":
        written = ", ".join(_flow(each) for each in content)
        if not values:
            return _edit(document, start + 1, written)
        return _edit(document, _offsets(header, (name, len(values) - 1))[1], f", {written}")
    first = _offsets(header, (name, 0))[0]
    line_start = header.rfind("\n", 0, first) + 1
    margin = " " * (header.rfind("-", line_start, first) - line_start)
    end = _offsets(header, _last_leaf(values, (name,)))[1]
    line_end = header.find("\n", end)
    written = "".join(_element(each, margin) for each in content)
    return _edit(document, len(header) if line_end < 0 else line_end + 1, written)


def _offsets(header: str, place: Place) -> tuple[int, int]:
    found = offsets_of(header, place, key=False)
    assert found  # noqa: S101 - its value has been read
    return found


def _edit(document: Document, at: int, text: str) -> Edit:
    return Edit(document.header_at + at, document.header_at + at, text)


def _last_leaf(value: Value, place: Place) -> Place:
    """Return the place of the last text of a value: it ends where the value ends."""
    if isinstance(value, list) and value:
        return _last_leaf(value[-1], (*place, len(value) - 1))
    if isinstance(value, dict) and value:
        name, last = list(value.items())[-1]
        return _last_leaf(last, (*place, name))
    return place


def _element(content: str | Mapping[str, str], margin: str) -> str:
    if isinstance(content, str):
        return f"{margin}- {scalar(content)}\n"
    return _group(content, f"{margin}- ", f"{margin}  ")


def _group(content: Mapping[str, str], first: str, margin: str) -> str:
    lines = [f"{name}: {scalar(value)}\n" for name, value in content.items()]
    return first + margin.join(lines)


def _flow(content: str | Mapping[str, str]) -> str:
    """Return an element on one line; quoted, for a comma would end it."""
    if isinstance(content, str):
        return quoted(content)
    pairs = (f"{name}: {_flow(value)}" for name, value in content.items())
    return "{" + ", ".join(pairs) + "}"
