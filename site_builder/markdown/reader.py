"""One pass over the events of a text: all that is known of it, and the HTML of its page.

Nothing here calls itself: a hundred thousand lists in each other are read by the same loop.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from site_builder.markdown import blocks, inlines
from site_builder.markdown.bare import mail_addresses, masked, web_addresses
from site_builder.markdown.events import encodable, events
from site_builder.markdown.page import Page
from site_builder.markdown.parts import Reading
from site_builder.markdown.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.markdown.bare import BareAddress
    from site_builder.markdown.events import Event, Range
    from site_builder.markdown.page import Tag
    from site_builder.markdown.parts import Definition, Piece

_BEGINS = bytes(not 0x80 <= byte < 0xC0 for byte in range(256))  # noqa: PLR2004 - a table of UTF-8
"""For each byte of UTF-8, whether a character begins with it."""
_SIMPLE = {
    "Emphasis": ("<em>", "</em>"),
    "Strong": ("<strong>", "</strong>"),
    "Strikethrough": ("<del>", "</del>"),
    "Paragraph": ("<p>", "</p>\n"),
    "Item": ("<li>", "</li>\n"),
}
"""Tags that become an element and nothing else."""
_ROUNDS = 3
_OWN_LINE = frozenset({"Paragraph", "Item"})
_SIGNS = {"SoftBreak": ("\n", " "), "HardBreak": ("<br>\n", " "), "Rule": ("<hr>\n", "")}
_STARTS: Mapping[str, Callable[[Page, Tag, int, int], None]] = {**blocks.STARTS, **inlines.STARTS}
_ENDS: Mapping[str, Callable[[Page, Tag], None]] = {**blocks.ENDS, **inlines.ENDS}
_LEAVES: Mapping[str, Callable[[Page, Tag, int, int], None]] = {**inlines.LEAVES, **blocks.LEAVES}


def read(text: str) -> Reading:
    """Read a text."""
    text = encodable(text)
    page = Page(text, offsets(text))
    for event, place in _events(page):
        start, end = place["start"], place["end"]
        if isinstance(event, str):
            page.add_sign(*_SIGNS[event])
            page.last_end = end
            continue
        ((kind, value),) = event.items()
        if kind == "Start":
            page.last_end = start
            name = value if isinstance(value, str) else _name(value)
            if name in _SIMPLE:
                if name in _OWN_LINE:
                    page.begin_line()
                page.out.append(_SIMPLE[name][0])
            else:
                _STARTS[name](page, value, start, end)
            continue
        if kind == "End":
            name = value if isinstance(value, str) else _name(value)
            if name in _SIMPLE:
                page.out.append(_SIMPLE[name][1])
            else:
                _ENDS[name](page, value)
        else:
            _LEAVES[kind](page, value, start, end)
        page.last_end = end
    return _reading(page)


def _name(tag: Tag) -> str:
    """Return the name of a tag of which an event says more."""
    name: str = next(iter(tag))
    return name


def definitions_of(text: str) -> tuple[Definition, ...]:
    """Return the definitions of the link references of a text, in order."""
    text = encodable(text)
    return tuple(Targets(text, offsets(text)).definitions.values())


def _events(page: Page) -> Iterable[tuple[Event, Range]]:
    """Return the events of a text, and give it the bare addresses in it."""
    text, at = page.text, page.at
    if "://" not in text and "www." not in text and "@" not in text:
        return events(text)
    parsed = text
    found = list(events(text))
    web: list[BareAddress] = []
    # A sign within an address can hide another address, until it is masked.
    for _ in range(_ROUNDS):
        web = web_addresses(text, found, at)
        plain = masked(text, web)
        if plain == parsed:
            break
        found, parsed = list(events(plain)), plain
    addresses = [*web, *mail_addresses(text, found, at, web)]
    page.bare = sorted(addresses, key=lambda address: address.start, reverse=True)
    return found


def _reading(page: Page) -> Reading:
    return Reading(
        tuple(page.headings),
        tuple(link for link in page.links if link),
        tuple(page.html),
        tuple(page.comments),
        tuple(page.code),
        "".join(page.words),
        page.word_places,
        page.source_places,
        tuple(_joined([*page.out, *page.notes.section()])),
    )


def offsets(text: str) -> Callable[[int], int]:
    """Return what gives the offset in characters for one in bytes of UTF-8."""
    if text.isascii():
        return range(len(text) + 1).__getitem__
    begins = text.encode().translate(_BEGINS)
    return list(accumulate(begins, initial=0)).__getitem__


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces with all text between two links in one."""
    run: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            run.append(piece)
            continue
        if run:
            yield "".join(run)
            run = []
        yield piece
    if run:
        yield "".join(run)
