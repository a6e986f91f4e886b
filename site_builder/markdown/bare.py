"""Bare addresses that GitHub turns into links: ``https://…``, ``www.…`` and mail addresses.

The rules are those of the autolink extension of GitHub Flavored Markdown
(https://github.github.com/gfm/#autolinks-extension-) as cmark-gfm 0.29.0.gfm.13 applies them.
Addresses of the schemes ``ftp`` and ``xmpp`` stay text, since no page of ours links to them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_builder.markdown.events import Event, Range

    Events: TypeAlias = Sequence[tuple[Event, Range]]

_CANDIDATE = re.compile(r"(?<![A-Za-z])https?://|www\.", re.IGNORECASE)
_HOST = re.compile(r"(?:\\?[A-Za-z0-9._-])*")
_REST = re.compile(r"[^ \t\n\v\f\r<]*")
_ENTITY_END = re.compile(r"&[A-Za-z]+;\Z")
_LONGEST_ENTITY = 40
_TRAILING = "?!.,:*_~'\""
_MANY_LABELS = 10
"""Labels of a host above which underscores are allowed, as in cmark-gfm."""
_SPECIAL = re.compile(r"[*_~\[\]`&!]|\\(?!\|)")
_SPECIAL_IN_CODE = re.compile(_SPECIAL.pattern.replace("`", ""))
_LOCAL_PART = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_")
_MAIL_HOST = re.compile(r"[A-Za-z0-9_-]*(?:\.[A-Za-z0-9][A-Za-z0-9_-]*)+")
_MAILTO = "mailto:"
_LEAVES = frozenset({"Paragraph", "Item", "TableCell", "Heading"})
"""Blocks that hold text of their own. An item does if it holds no paragraph."""
_BRACKETS = {"[": 1, "![": 1, "]": -1}
_OPAQUE = frozenset({"Link", "Image", "CodeBlock"})
"""Tags in which addresses stay text."""


@dataclass(frozen=True, slots=True)
class BareAddress:
    """An address in running text that GitHub turns into a link."""

    start: int
    end: int
    """Offsets in the text."""
    words: str
    """Visible words."""
    target: str


@dataclass(slots=True)
class _Leaf:
    """A block that holds text, and the state of searching it."""

    start: int = 0
    end: int = 0
    is_cell: bool = False
    brackets: int = 0
    """Number of open brackets; between them, addresses stay text."""


def web_addresses(text: str, events: Events, offset_of: Callable[[int], int]) -> list[BareAddress]:
    """Return the bare web addresses of a text.

    Args:
        text: The text.
        events: Its events.
        offset_of: Returns the offset in characters for one in bytes.
    """
    addresses: list[BareAddress] = []
    leaf = _Leaf()
    done = last_end = links = 0
    for event, place in events:
        kind, tag = _parts(event)
        if kind == "Start" and tag in _LEAVES:
            start, end = offset_of(place["start"]), offset_of(place["end"])
            leaf = _Leaf(start, end - (text[end - 1 : end] == "\n"), tag == "TableCell")
        elif kind == "End" and tag in _LEAVES:
            # In an item, text may follow a heading.
            leaf = _Leaf(offset_of(place["end"]), len(text))
        elif tag in _OPAQUE:
            links += 1 if kind == "Start" else -1
        elif kind == "Text" and not links:
            start, end = offset_of(place["start"]), offset_of(place["end"])
            if start >= done:
                is_escaped = start > last_end and text[start - 1] == "\\"
                opened = 0 if is_escaped else _BRACKETS.get(tag, 0)
                leaf.brackets = max(0, leaf.brackets + opened)
            at = end if leaf.brackets else max(start, done)
            while match := _CANDIDATE.search(text, at, end):
                if address := _web_address(text, match, leaf):
                    addresses.append(address)
                    done = address.end
                at = address.end if address else match.end()
            last_end = end
    return addresses


def masked(text: str, addresses: Sequence[BareAddress]) -> str:
    """Return a text of the same length without Markdown syntax inside addresses."""
    parts, done, before, fenced = [], 0, 0, False
    for address in addresses:
        # Without its backtick, a line that begins with three would begin a block of code.
        *ended, line = text[before : address.start].rsplit("\n", 1)
        fenced = "```" in line or (fenced and not ended)
        before = address.start
        special = _SPECIAL_IN_CODE if fenced else _SPECIAL
        parts += [text[done : address.start], special.sub(",", text[address.start : address.end])]
        done = address.end
    return "".join([*parts, text[done:]])


def mail_addresses(
    text: str, events: Events, at: Callable[[int], int], others: Sequence[BareAddress]
) -> Iterator[BareAddress]:
    """Yield the bare mail addresses of a text, outside of other addresses."""
    taken = iter([*others, BareAddress(len(text) + 1, len(text) + 1, "", "")])
    other, links = next(taken), 0
    run: list[tuple[str, int]] = []
    for event, place in events:
        kind, tag = _parts(event)
        if tag in _OPAQUE:
            links += 1 if kind == "Start" else -1
        if kind != "Text" or links:
            yield from _mail_in(run)
            run = []
            continue
        start, end = at(place["start"]), at(place["end"])
        while start < end and other.start < end:
            if start < other.start:
                run.append((text[start : other.start], start))
            yield from _mail_in(run)
            run, start = [], max(start, other.end)
            if other.end > end:
                break
            other = next(taken)
        if start < end:
            # Of a piece with a reference to a character, the text is shorter than its place.
            run.append((tag if start == at(place["start"]) else text[start:end], start))


def _parts(event: Event) -> tuple[str, str]:
    """Return the kind of an event and the name of its tag, or its text."""
    if isinstance(event, str):
        return event, ""
    ((kind, value),) = event.items()
    if isinstance(value, dict):
        return kind, next(iter(value))
    return kind, value if isinstance(value, str) else ""


def _web_address(text: str, match: re.Match[str], leaf: _Leaf) -> BareAddress | None:
    start = match.start()
    is_www = match[0][0] in "wW"
    host_start = match.end()
    if is_www:
        before = text[start - 1] if start > leaf.start else " "
        if match[0] != "www." or (before not in "*_~(" and not before.isspace()):
            return None
        host_start = start
    host_end = _host_end(text, host_start, leaf.end)
    rest = _REST.match(text, host_end, leaf.end) if host_end else None
    end = _trimmed_end(text, start, rest.end()) if rest else start
    if end <= host_start:
        return None
    words = text[start:end]
    if leaf.is_cell:
        words = words.replace("\\|", "|")
    return BareAddress(start, end, words, f"http://{words}" if is_www else words)


def _host_end(text: str, start: int, limit: int) -> int:
    """Return the end of the host of an address; 0 if it is not valid."""
    host = _HOST.match(text, start, limit)
    run = host.group() if host else ""
    if run and start + len(run) == limit:
        run = run[:-1]  # cmark-gfm does not look at the last character
    labels = run.split(".")
    if len(labels) <= _MANY_LABELS + 1 and any("_" in label for label in labels[-2:]):
        return 0
    return start + len(run)


def _trimmed_end(text: str, start: int, end: int) -> int:
    """Return the end of an address without trailing punctuation of the sentence."""
    opening, closing = text.count("(", start, end), text.count(")", start, end)
    while end > start:
        last = text[end - 1]
        if last == ")" and closing > opening:
            closing -= 1
        elif last == ";":
            entity = _ENTITY_END.search(text, max(start, end - _LONGEST_ENTITY), end)
            end = entity.start() + 1 if entity else end
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def _mail_in(run: list[tuple[str, int]]) -> Iterator[BareAddress]:
    """Yield the mail addresses in a run of text, given in pieces with their offsets."""
    text = "".join(piece for piece, _at in run)
    if "@" not in text:
        return
    starts = list(accumulate((len(piece) for piece, _at in run), initial=0))

    def place(offset: int) -> int:
        number = bisect_right(starts, offset) - 1
        return run[number][1] + offset - starts[number]

    done, sign = 0, text.find("@")
    while sign >= 0:
        start = sign
        while start > done and text[start - 1] in _LOCAL_PART:
            start -= 1
        host = _MAIL_HOST.match(text, sign + 1)
        done = sign + 1
        if start < sign and host and host[0][-1].isalpha() and not text.startswith("@", host.end()):
            done = host.end()
            before = text[max(0, start - len(_MAILTO)) : start].lower()
            if before == _MAILTO:
                start -= len(_MAILTO)
            if not before.endswith("xmpp:"):
                words = text[start:done]
                target = words if before == _MAILTO else _MAILTO + words
                yield BareAddress(place(start), place(done - 1) + 1, words, target)
        sign = text.find("@", done)
