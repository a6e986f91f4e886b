"""What stands in a text and on no page: cells without a column, and notes that nothing leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from site_builder.markdown.events import encodable, events
from site_builder.markdown.reader import offsets

if TYPE_CHECKING:
    from collections.abc import Iterator


class Lost(NamedTuple):
    """A part of a text that no page shows."""

    kind: Literal["cells", "note", "second note"]
    start: int
    end: int


def lost(text: str) -> Iterator[Lost]:
    """Yield the parts of a text that GitHub shows nowhere either."""
    if "|" in text:
        yield from _cells(encodable(text))
    if "[^" in text:
        yield from _notes(encodable(text))


def _cells(text: str) -> Iterator[Lost]:
    at, shown_to = offsets(text), 0
    for event, place in events(text):
        match event:
            case {"End": "TableCell"}:
                shown_to = at(place["end"])
            case {"End": "TableRow"}:
                rest = text[shown_to : at(place["end"])].strip().strip("|").strip()
                if rest:
                    start = text.index(rest, shown_to)
                    yield Lost("cells", start, start + len(rest))


def _notes(text: str) -> Iterator[Lost]:
    at, known, notes = offsets(text), set(), []
    references = set()
    for event, place in events(text):
        match event:
            case {"FootnoteReference": str(label)}:
                references.add(label.casefold())
            case {"Start": {"FootnoteDefinition": str(label)}}:
                notes.append((label.casefold(), at(place["start"]), at(place["end"])))
    for label, start, end in notes:
        if label in known or label not in references:
            yield Lost("second note" if label in known else "note", start, end)
        known.add(label)
