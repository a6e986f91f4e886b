"""The parser: which constructs are read, and the events it gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import pyromark
import pyromark.event

if TYPE_CHECKING:
    from collections.abc import Iterator

Event: TypeAlias = pyromark.event.Event
Range: TypeAlias = pyromark.event.Range

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
)
# Wiki links stay off: with them, `[[1]](address)` is no link, which it is on GitHub.
_PARSER = pyromark.Markdown(options=_OPTIONS)
_UNENCODABLE = re.compile("[\0\ud800-\udfff]")


def encodable(text: str) -> str:
    """Return a text of the same length with lone surrogates and NUL characters replaced."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNENCODABLE.sub("\ufffd", text)


def events(text: str) -> Iterator[tuple[Event, Range]]:
    """Yield every event of a text with its place in bytes of UTF-8."""
    return _PARSER.events_with_range(text)


def reference_definitions(text: str) -> dict[str, pyromark.event.LinkDef]:
    """Return the definitions of link references by label, with their places in bytes."""
    return _PARSER.reference_definitions(text)
