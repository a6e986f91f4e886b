"""What a record with broken fields could be, so that its other fields are judged all the same.

A broken or missing value is replaced by several that the field takes. What a check finds whatever
the value, it would find once the field is mended; what it finds for one of them only, it may not
say. Nothing but checks may meet such a record.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_origin
from zlib import crc32

from pydantic import ValidationError

from site_builder.records.dates import PartialDate
from site_builder.records.fields import field_at, fields_of, model_at, part_in, types_in, values_of
from site_builder.records.guess import did_you_mean
from site_builder.records.header.values import value_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic.fields import FieldInfo

    from site_builder.records.fields import Part
    from site_builder.records.header.document import Document
    from site_builder.records.header.values import Place, Value

_ABSENT: Final = object()
_DAYS: Final = ("1900-01-01", "2999-12-31")
_NUMBERS: Final = ("0", "1")
_ROUNDS: Final = 8
"""Most attempts: mending a value can bring to light others inside it."""


@dataclass(frozen=True, slots=True)
class Guesses:
    """Records that a header could stand for, one for each way to mend it."""

    records: tuple[Part, ...]
    """They have every value that is valid; none where too much is wrong."""
    is_whole: bool
    """Whether a field is missing in them only where the author wrote none."""


def guesses(model: type[Part], document: Document) -> Guesses:
    """Return what a document could be whose header is not valid, or cannot be read."""
    ways: dict[Place, list[object]] = {}
    texts = _texts(document.path)
    for _round in range(_ROUNDS):
        found, wrong = _mended(model, document, ways)
        if not wrong:
            # What another record gives cannot be guessed.
            unsure = (place for place, values in ways.items() if values[0] in (_ABSENT, texts[1]))
            return Guesses(tuple(found), all(_is_no_field(model, place) for place in unsure))
        for place in wrong:
            _narrow(model, ways, place, texts)
    return Guesses((), is_whole=False)


def _is_no_field(model: type[Part], place: Place) -> bool:
    """Return whether a place is that of an unknown field, and like no other field's."""
    known = fields_of(model_at(model, place[:-1]))
    return str(place[-1]) not in known and not did_you_mean(str(place[-1]), known)


def _mended(
    model: type[Part], document: Document, ways: Mapping[Place, list[object]]
) -> tuple[list[Part], list[Place]]:
    """Return the record for each way to mend a header, or the places that are still wrong."""
    found = []
    for way in range(max(map(len, ways.values()), default=1)):
        header = deepcopy(document.header)
        for place in sorted(ways, key=len):
            _put(header, place, ways[place][way % len(ways[place])])
        try:
            found.append(model.model_validate(header))
        except ValidationError as error:
            return [], [detail["loc"] for detail in error.errors(include_url=False)]
    return found, []


def _texts(path: str) -> tuple[str, str]:
    """Return two texts that share no word with each other or with any text: a sentence, a word."""
    words = [f"q{crc32(f'{path}{number}'.encode()):08x}z" for number in range(13)]
    return " ".join(words[1:]).capitalize() + ".", words[0]


def _narrow(
    model: type[Part], ways: dict[Place, list[object]], place: Place, texts: Sequence[str]
) -> None:
    """Choose other values for a place that is wrong, in the end none for what it lies in."""
    while place:
        if place not in ways:
            field = field_at(model, place) if isinstance(place[-1], str) else None
            ways[place] = list(_values(field, texts)) if field else [_ABSENT]
            return
        if ways[place] != [_ABSENT]:
            ways[place] = [_ABSENT]
            return
        place = place[:-1]


def _values(field: FieldInfo, texts: Sequence[str]) -> Iterator[object]:
    """Yield values for a field: each of a few, or two that have nothing in common."""
    types = list(types_in(field.annotation))
    if part_in(field.annotation) is None:
        values: Sequence[str] = values_of(field) or texts
        if any(getattr(mark, "pattern", None) for mark in (*types, *field.metadata)):
            values = (texts[1], f"{texts[1]}-{texts[1]}")
        elif PartialDate in types or date in types:
            values = _DAYS
        elif bool in types or int in types:
            values = _NUMBERS
        is_list = any(get_origin(kind) is tuple for kind in types)
        yield from ([value] if is_list else value for value in values)
    if not field.is_required() or part_in(field.annotation):
        yield _ABSENT


def _put(header: dict[str, Value], place: Place, value: object) -> None:
    """Set a value in a header or take it out, if there is what it lies in."""
    owner: Any = value_at(header, place[:-1])
    step = place[-1]
    if isinstance(owner, dict):
        if value is _ABSENT:
            owner.pop(step, None)
        else:
            owner[step] = value
    elif isinstance(owner, list) and isinstance(step, int) and value is not _ABSENT:
        owner[step] = value
