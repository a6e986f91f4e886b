"""Reads a text in one pass over its events: its links and headings, its words and its HTML.

Nothing here is recursive: a hundred thousand nested lists are read by the same loop.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, cast

from site_builder.markdown import blocks, inlines
from site_builder.markdown.bare import mail_addresses, masked, web_addresses
from site_builder.markdown.events import encodable, events
from site_builder.markdown.page import PageOutput
from site_builder.markdown.parts import Outline, Reading
from site_builder.markdown.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.markdown.bare import BareAddress
    from site_builder.markdown.events import Event, Range
    from site_builder.markdown.page import Tag
    from site_builder.markdown.parts import Definition, Piece

_BEGINS = bytes(not 0x80 <= byte < 0xC0 for byte in range(256))  # noqa: PLR2004 - a table of UTF-8
"""For each byte of UTF-8, whether a character begins with it."""
_ROUNDS = 3
_SIGNS = {"SoftBreak": ("\n", " "), "HardBreak": ("<br>\n", " "), "Rule": ("<hr>\n", "")}
_STARTS = {**blocks.STARTS, **inlines.STARTS}
_ENDS = {**blocks.ENDS, **inlines.ENDS}
_LEAVES = {**inlines.LEAVES, **blocks.LEAVES}


def read(text: str) -> Reading:
    """Read a text."""
    text = encodable(text)
    page = PageOutput(text, offsets(text))
    value: Tag
    for event, place in _events(page):
        if isinstance(event, str):
            page.add_sign(*_SIGNS[event])
            page.last_end = place["end"]
            continue
        ((kind, value),) = event.items()
        if kind == "Start":
            page.last_end = place["start"]
            name = value if isinstance(value, str) else next(iter(value))
            if name in blocks.OWN_LINE:
                page.begin_line()
            start = _STARTS[name]
            if isinstance(start, str):
                page.out.append(start)
            else:
                start(page, value, place["start"], place["end"])
            continue
        if kind == "End":
            finish = _ENDS[value if isinstance(value, str) else next(iter(value))]
            if isinstance(finish, str):
                page.out.append(finish)
            else:
                finish(page, value)
        else:
            _LEAVES[kind](page, value, place["start"], place["end"])
        page.last_end = place["end"]
    return Reading(
        Outline(
            tuple(page.headings),
            tuple(filter(None, page.links)),
            tuple(page.html),
            tuple(page.comments),
            tuple(page.code),
        ),
        "".join(page.words),
        page.word_places,
        page.source_places,
        tuple(_joined([*page.out, *page.notes.section()])),
    )


def definitions_of(text: str) -> tuple[Definition, ...]:
    """Return the definitions of the link references of a text, in order."""
    text = encodable(text)
    return tuple(Targets(text, offsets(text)).definitions.values())


def _events(page: PageOutput) -> Iterable[tuple[Event, Range]]:
    """Return the events of a text, and note the bare addresses in it."""
    text, at = page.text, page.at
    has_web, has_mail = "://" in text or "www." in text, "@" in text
    if not has_web and not has_mail:
        return events(text)
    parsed, parts = text, list(events(text))
    web: list[BareAddress] = []
    # Markdown syntax within an address can hide another address, until it is masked.
    for _ in range(_ROUNDS if has_web else 0):
        web = web_addresses(text, parts, at)
        plain = masked(text, web)
        if plain == parsed:
            break
        parsed, parts = plain, list(events(plain))
    mail = mail_addresses(text, parts, at, web) if has_mail else ()
    page.bare = sorted([*web, *mail], key=lambda address: address.start, reverse=True)
    return parts


def offsets(text: str) -> Callable[[int], int]:
    """Return a function from offsets in bytes of UTF-8 to offsets in characters."""
    if text.isascii():
        return range(len(text) + 1).__getitem__
    begins = text.encode().translate(_BEGINS)
    return list(accumulate(begins, initial=0)).__getitem__


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield pieces with all text between two links in one."""
    start = 0
    for number, piece in enumerate(pieces):
        if not isinstance(piece, str):
            yield "".join(cast("list[str]", pieces[start:number]))
            yield piece
            start = number + 1
    yield "".join(cast("list[str]", pieces[start:]))
