"""Records as plain values, which a fast format can hold, and back.

What is made again is equal to what was packed: nothing is checked twice, since only a checked
record is packed.
"""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeAlias

from site_builder.records.dates import PartialDate
from site_builder.records.fields import Part, types_in
from site_builder.records.kinds import MODELS

if TYPE_CHECKING:
    from collections.abc import Callable

Packed: TypeAlias = Any
"""A text, a number, nothing; a list, which stands for a tuple; a dictionary; or a pair of the name
of a type and what a value of it is made from."""

_SHORT = 40
"""Letters of a text that other records may hold too: it is then in memory once."""
_AS_IT_IS = frozenset({str, int, float, bool, type(None)})


def packed(value: object) -> Packed:
    """Return a record, or a value in one, as plain values."""
    kind = type(value)
    if kind in _AS_IT_IS:
        # What is interned, `marshal` makes once.
        is_shared = isinstance(value, str) and len(value) <= _SHORT
        return sys.intern(str(value)) if is_shared else value
    if isinstance(value, tuple):
        return [packed(inner) for inner in value]
    if isinstance(value, dict):
        return {name: packed(inner) for name, inner in value.items()}
    if isinstance(value, Part):
        written = {name: packed(getattr(value, name)) for name in sorted(value.model_fields_set)}
        return kind.__name__, written
    if isinstance(value, date):
        return kind.__name__, value.toordinal()
    return kind.__name__, str(value)


def unpacked(value: Packed) -> Any:  # noqa: ANN401 - whatever was packed
    """Return what :func:`packed` was given."""
    kind = type(value)
    if kind is tuple:
        return _makers()[value[0]](value[1])
    if kind is list:
        return tuple([unpacked(inner) for inner in value])
    if kind is dict:
        return {name: unpacked(inner) for name, inner in value.items()}
    return value


@cache
def _makers() -> dict[str, Callable[[Any], object]]:
    """Return what makes a value of each type that a record can hold."""
    makers: dict[str, Callable[[Any], object]] = {
        "date": date.fromordinal,
        "PartialDate": PartialDate,
    }
    left: list[type] = [*MODELS.values()]
    while left:
        kind = left.pop()
        if kind.__name__ in makers:
            continue
        if issubclass(kind, StrEnum):
            makers[kind.__name__] = kind
        elif issubclass(kind, Part):
            fields = kind.model_fields
            defaults = {name: field.get_default() for name, field in fields.items()}
            makers[kind.__name__] = partial(_part, kind, defaults)
            held = (types_in(field.annotation) for field in fields.values())
            left += [it for types in held for it in types if isinstance(it, type)]
    return makers


def _part(kind: type[Part], defaults: dict[str, Any], written: dict[str, Packed]) -> Part:
    """Return a part of a record with the fields that were written; pydantic would check it."""
    values = defaults.copy()
    for name, value in written.items():
        values[name] = value if type(value) is str else unpacked(value)
    made = kind.__new__(kind)
    object.__setattr__(made, "__dict__", values)
    object.__setattr__(made, "__pydantic_fields_set__", _names(tuple(written)))
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


@cache
def _names(written: tuple[str, ...]) -> set[str]:
    """Return names as one set for all parts that have the same; nobody changes that of a part."""
    return set(written)
