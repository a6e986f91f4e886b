"""Values as YAML, and edits that add to lists of a header and leave its other lines as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from site_builder.diagnostics import Edit
from site_builder.records.header.read import offsets_of
from site_builder.records.header.write import name as written
from site_builder.records.header.write import quoted, scalar, verbatim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.records.header.document import Document
    from site_builder.records.header.read import Place, Value

Content: TypeAlias = "str | Mapping[str, str] | Sequence[str | Mapping[str, str]]"
"""What a field can be given: a text, texts, a group of texts, or several groups."""
Data: TypeAlias = "str | int | float | bool | list[Data] | dict[str, Data]"
"""What JSON can hold, but for null: a field without a value is a field left out."""

_ID = re.compile("[a-z0-9][a-z0-9-]*")
_LONG_NAME = 500
"""Characters from which YAML needs to be told that a name is one."""


def field(name: str, content: Content) -> str:
    """Return a field with its content as YAML: indented below it, unless it is a single text."""
    if isinstance(content, str):
        return f"{name}: {scalar(content)}\n"
    if isinstance(content, Mapping):
        return f"{name}:\n" + _group(content, "  ", "  ")
    return f"{name}:\n" + "".join(_element(each, "  ") for each in content)


def block(content: Mapping[str, Data], margin: str = "") -> str:
    """Return fields as YAML in one way for the same values; whoever reads them gets the same.

    Args:
        content: Values by field, in the order in which they are to stand.
        margin: Spaces before each field.
    """
    return "".join(
        f"{margin}{_named(field_name, margin)}:{_content(value, margin)}"
        for field_name, value in content.items()
    )


def _named(text: str, margin: str) -> str:
    return written(text) if len(text) < _LONG_NAME else f"? {written(text)}\n{margin}"


def _content(value: Data, margin: str) -> str:
    if isinstance(value, dict):
        return "\n" + block(value, f"{margin}  ") if value else " {}\n"
    if not isinstance(value, list):
        return f" {_exact(value, margin)}\n"
    if all(isinstance(one, str) and _ID.fullmatch(one) for one in value):
        return f" [{', '.join(written(str(one)) for one in value)}]\n"
    return "\n" + "".join(f"{margin}  -{_member(one, margin)}" for one in value)


def _member(value: Data, margin: str) -> str:
    if isinstance(value, dict) and value:
        inner = f"{margin}    "
        return f" {block(value, inner)[len(inner) :]}"
    if isinstance(value, dict | list):
        return f" {json.dumps(value)}\n"
    return f" {_exact(value, f'{margin}  ')}\n"


def _exact(value: str | float, margin: str) -> str:
    """Return a value as YAML that reads as nothing but that value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return repr(value).removesuffix(".0")
    return verbatim(value, margin)


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
