"""Fields of a draft held against what a lesson can have: a bad optional one costs itself alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exchange.incoming.import_map import RowError
from site_builder.library.survey import MAX_BYTES
from site_builder.records.header.document import parse_document
from site_builder.records.header.write import Data, dump, framed, tidied
from site_builder.records.lesson import Lesson
from site_builder.records.parse import invalid_places, parse_fields, place_name

if TYPE_CHECKING:
    from site_builder.records.header.values import Place

_MOST_ROUNDS = 8


def fitting(
    fields: dict[str, Data], imported: dict[str, Data], header: str
) -> tuple[dict[str, Data], list[tuple[str, str]]]:
    """Return fields without those optional ones that are invalid, each of which with the reason.

    ``header`` is what both are as text.

    Raises:
        RowError: A required field is missing or invalid, or the file would be too large.
    """
    kept = dict(fields)
    reasons: list[tuple[str, str]] = []
    for _ in range(_MOST_ROUNDS):
        text = framed(header, "")
        if len(text.encode()) > MAX_BYTES // 2:
            raise RowError(f"its file would be larger than {MAX_BYTES // 1_000_000} MB")
        document, problems = parse_document("", text)
        if document:
            _record, problems = parse_fields(Lesson, document)
        if not problems:
            return kept, reasons
        places = invalid_places(Lesson, document) if document else ()
        described = [problem.described for problem in problems]
        if not places or any(not _is_optional(place) for place in places):
            raise RowError("; ".join(described))
        for place in places:
            name = place_name(place)
            why = next((text for text in described if text.startswith(f"`{name}`")), "")
            reasons.append((str(place[0]), f"{why or f'`{name}` is invalid'}; it is left out"))
        for place in sorted(places, key=lambda place: list(map(str, place)), reverse=True):
            _remove(kept, place)
        kept = tidied(kept)
        header = dump(kept | imported)
    raise RowError("its fields are invalid")


def _is_optional(place: Place) -> bool:
    field = Lesson.model_fields.get(str(place[0])) if place else None
    return field is not None and not field.is_required() and place[0] != "imported"


def _remove(fields: dict[str, Data], place: Place) -> None:
    """Remove the least that holds an invalid value: an inner field, or all of a field."""
    value = fields.get(str(place[0]))
    if len(place) > 1 and isinstance(value, dict):
        fields[str(place[0])] = {name: one for name, one in value.items() if name != place[1]}
    elif len(place) > 2 and isinstance(value, list) and place[2] != "title":  # noqa: PLR2004
        at = int(place[1])
        inner = value[at]
        if isinstance(inner, dict):
            left = {name: one for name, one in inner.items() if name != place[2]}
            fields[str(place[0])] = [*value[:at], left, *value[at + 1 :]]
    else:
        fields.pop(str(place[0]), None)
