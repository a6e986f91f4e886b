"""Where in a header each value stands."""

from __future__ import annotations

import marshal
from functools import lru_cache
from typing import TYPE_CHECKING

from site_builder.records.header.compose import composed_spans
from site_builder.records.header.values import Place, Value, children

if TYPE_CHECKING:
    from site_builder.records.header.compose import Spans


_MOST_HEADERS = 8
_SPANS: dict[str, Spans] = {}
"""The places of the headers that were last asked for."""


def _spans_of(header: str, places: bytes = b"") -> Spans:
    if header not in _SPANS:
        if len(_SPANS) >= _MOST_HEADERS:
            _SPANS.clear()
        _SPANS[header] = marshal.loads(places) if places else composed_spans(header)  # noqa: S302 - by read_header
    return _SPANS[header]


def take(header: str, places: bytes) -> None:
    """Take the places of a header from what :func:`read_header` has returned, if it is known."""
    if places:
        _spans_of(header, places)


@lru_cache(maxsize=8)
def _known(places: bytes) -> Spans:
    spans: Spans = marshal.loads(places)  # noqa: S302 - by read_header
    return spans


def offsets_of(
    header: str, place: Place, *, key: bool, places: bytes = b""
) -> tuple[int, int] | None:
    """Return the offsets of a value in a header, or of its key.

    For a place that does not exist, those of the key of the mapping that lacks it, or None for the
    header itself.

    Args:
        header: The header.
        place: The place.
        key: Whether those of the key are wanted.
        places: What :func:`read_header` has returned for the places of this header, if known.
    """
    spans = _known(places) if places else _spans_of(header)
    known = place
    while known and known not in spans:
        known = known[:-1]
    if known not in spans:
        return None
    value, label = spans[known]
    if known != place:
        return label or (value if known else None)
    if label is not None and (key or value[0] == value[1]):
        return label
    return value


def known_offsets(header: str, place: Place, *, key: bool = False) -> tuple[int, int]:
    """Return the offsets of a value that is known to be in a header, or of its key."""
    offsets = offsets_of(header, place, key=key)
    assert offsets  # noqa: S101 - it has been read
    return offsets


def end_of(header: str, value: Value, place: Place) -> int:
    """Return the end of a value's brackets or of its last text.

    The parser's own end of a block comes after the comments that follow it.
    """
    start, end = known_offsets(header, place)
    parts = children(value)
    if not parts or header[start] in "[{":
        return end
    step, child = parts[-1]
    return end_of(header, child, (*place, step))
