"""The values of a header that not everybody may read, by the marks of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.records.fields import Leaves, MarkedField, Refers, marked_fields
from site_builder.records.header.values import Place, Value, children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.markdown.body import Body
    from site_builder.records.fields import Part
    from site_builder.records.header.document import Document


def marked_values(
    header: dict[str, Value], model: type[Part]
) -> Iterator[tuple[MarkedField, Place, Value]]:
    """Yield the marked fields of a header, with their places and values."""
    for field in marked_fields(model):
        for place, value in _matching(header, field.place):
            yield field, place, value


def roles_named(document: Document, body: Body, model: type[Part]) -> tuple[str, ...] | None:
    """Return the roles that a record names, if who may read it depends on them alone.

    Returns:
        None if it has comments, or values that some may not read whatever they say.
    """
    roles: list[str] = []
    if "#" in document.header_text or "<!--" in body.text:
        return None
    for field, _place, value in marked_values(document.header, model):
        if field.mark is Leaves.ROLE:
            roles += [value] if isinstance(value, str) else []
        elif not isinstance(field.mark, Refers):
            return None
    return tuple(roles)


def _matching(
    value: Value, pattern: tuple[str | None, ...], place: Place = ()
) -> Iterator[tuple[Place, Value]]:
    """Yield the places of a header that a pattern stands for, with their values."""
    if not pattern:
        yield place, value
        return
    step = pattern[0]
    if step is None:
        for at, child in children(value):
            yield from _matching(child, pattern[1:], (*place, at))
    elif isinstance(value, dict) and step in value:
        yield from _matching(value[step], pattern[1:], (*place, step))
