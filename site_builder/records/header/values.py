"""The values of a header as their author typed them, and the way to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union

if TYPE_CHECKING:
    from collections.abc import Iterator

Value: TypeAlias = Union[str, list["Value"], dict[str, "Value"], None]  # noqa: UP007 - it names itself
"""A header value as typed: text, nothing, a list or a mapping."""
Place: TypeAlias = tuple[str | int, ...]
"""Keys and list positions that lead to a value, as ``("citations", 0, "doi")``."""


def children(value: Value) -> list[tuple[str | int, Value]]:
    """Return the direct children of a value, each with its key or index."""
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def value_at(value: Value, place: Place) -> Value:
    """Return the value at a place within a value; None where there is no such place."""
    for step in place:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def leaves(value: Value, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield every text within a value, with its place."""
    for step, child in children(value):
        if isinstance(child, str):
            yield (*place, step), child
        else:
            yield from leaves(child, (*place, step))
