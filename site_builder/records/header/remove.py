"""Removal of fields: the spans to cut out of a header, and its remaining values."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from site_builder.records.header.places import end_of, known_offsets
from site_builder.records.header.values import Place, Value, children

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


_COLON = re.compile(r"[ \t]*:")
_BEFORE_FIRST = re.compile(r"[ \t]*(?:-[ \t]+)?")
"""Text before a field or element that is alone on its line."""


def left(value: Value, gone: Collection[Place], place: Place = ()) -> Value:
    """Return a value without what is gone and without lists and groups that become empty."""
    kept = [
        (step, left(child, gone, (*place, step)))
        for step, child in children(value)
        if not _is_lost(child, (*place, step), gone)
    ]
    if isinstance(value, dict):
        return {str(step): child for step, child in kept}
    return [child for _step, child in kept] if isinstance(value, list) else value


def cuts(
    header: str, value: Value, gone: Collection[Place], place: Place = ()
) -> Iterator[tuple[int, int]]:
    """Yield the spans to cut out of a value of which something remains.

    Parts with lines of their own are cut with these lines. Others, such as those in brackets, are
    cut up to the next remaining part, or from the end of the last one.
    """
    parts = [((*place, step), child) for step, child in children(value)]
    begins_at = 0
    for is_lost, run in groupby(parts, lambda part: _is_lost(part[1], part[0], gone)):
        some = list(run)
        begins_at += len(some)
        if not is_lost:
            for inner, child in some:
                if any(lost[: len(inner)] == inner for lost in gone):
                    yield from cuts(header, child, gone, inner)
            continue
        lines = [_lines_of(header, inner, child) for inner, child in some]
        if all(lines):
            yield from (span for span in lines if span)
        elif begins_at < len(parts):
            yield _start(header, some[0][0]), _start(header, parts[begins_at][0])
        else:
            before = parts[max(begins_at - len(some) - 1, 0)][0]
            last, nothing = some[-1]
            end = known_offsets(header, last)[1]
            # A field without a value has the place of its key.
            colon = _COLON.match(header, end) if nothing is None else None
            yield known_offsets(header, before)[1], colon.end() if colon else end


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge overlapping spans."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def _is_lost(value: Value, place: Place, gone: Collection[Place]) -> bool:
    """Return whether nothing of a value remains."""
    if place in gone:
        return True
    parts = children(value)
    return bool(parts) and all(_is_lost(inner, (*place, step), gone) for step, inner in parts)


def _start(header: str, place: Place) -> int:
    """Return the start of a field with its key, or of an element of a list."""
    return known_offsets(header, place, key=isinstance(place[-1], str))[0]


def _lines_of(header: str, place: Place, value: Value) -> tuple[int, int] | None:
    """Return the lines of a field or element that has lines of its own.

    Comments below it that are indented further belong to it; left alone, they would become text of
    a block above them.
    """
    start = _start(header, place)
    line = header.rfind("\n", 0, start) + 1
    before = header[line:start]
    is_alone = _BEFORE_FIRST.fullmatch(before) and ("-" in before) == isinstance(place[-1], int)
    end = header.find("\n", end_of(header, value, place))
    if not is_alone or _is_in_brackets(header, place[:-1]):
        return None
    if end < 0:
        return line, len(header)
    margin = len(before) - len(before.lstrip())
    below = re.compile(rf"(?:[ \t]*\n)*[ \t]{{{margin + 1},}}#[^\n]*\n")
    while comment := below.match(header, end + 1):
        end = comment.end() - 1
    return line, end + 1


def _is_in_brackets(header: str, place: Place) -> bool:
    """Return whether a list or group is written in brackets; the whole header may be."""
    return header[known_offsets(header, place)[0]] in "[{"
