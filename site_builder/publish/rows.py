"""Links, and pages of titled groups of rows: one view and one template for all of them.

Every ``url`` is relative to the root of the site, which templates put before it. Every text is
plain text, which they escape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from site_builder.library.evidence.parts import Part

    Thing = TypeVar("Thing")


class Link(NamedTuple):
    """A title and its address, with the text before and after it."""

    title: str
    url: str
    """Empty for a title without an address."""
    before: str = ""
    after: str = ""
    code: bool = False
    """Whether the title is code, such as a command."""


class Fact(NamedTuple):
    """A few words about something, with a shape beside them or none."""

    text: str
    shape: str = ""
    """Classes of the style sheet: ``bh-mark bh-both``, ``bh-result bh-worked``, or nothing."""


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text in parts, some of which are links."""

    parts: tuple[str | Link, ...]

    def __str__(self) -> str:
        """Return the text without its addresses."""
        return "".join(part if isinstance(part, str) else part.title for part in self.parts)


class Row(NamedTuple):
    """A row of a list: a record, a topic or anything else, with notes about it."""

    link: Link
    note: str | LinkedText = ""
    """A sentence below it, in small letters."""
    texts: tuple[str, ...] = ()
    """Paragraphs below it."""
    strip: tuple[Part, ...] = ()
    """What a lesson rests on, at a glance."""
    facts: tuple[Fact, ...] = ()
    """On one line, in small letters."""
    links: tuple[Link, ...] = ()
    """Further links, such as the pages that use or describe it."""
    id: str = ""
    """Anchor on the page, without its prefix."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading."""

    id: str
    """Anchor on the page, without its prefix."""
    title: str
    lead: str
    rows: tuple[Row, ...]
    none: str = ""
    """Text shown when there are no rows."""
    counts: str = ""
    """How many rows there are, in the words of the table of contents."""


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """A page of titled groups of rows."""

    lead: str
    groups: tuple[Group, ...]
    notes: tuple[Link, ...] = ()
    """Paragraphs above the groups."""
    none: str = ""
    """Text shown when there are no groups."""
    cards: bool = False
    """Whether a row is a card under a heading rather than a line of a list."""
    has_contents: bool = False
    """Whether a table of contents with counts is above the groups."""
    contents: tuple[Link, ...] = ()
    """That table, each group with the page on which it begins."""
    is_whole: bool = False
    """Whether it is one page however long, as a document is whose length no record changes."""
    feed: str = ""
    """Address of its feed without the ending that names the format, or empty."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is listed."""
        return not any(group.rows for group in self.groups)


def some_of(links: Sequence[Link], most: int, rest: str = "") -> tuple[Link, ...]:
    """Return the first links and how many more there are, which ``rest`` is the address of."""
    more = len(links) - most
    return (*links[:most], *([Link(f"{more:,} more", rest)] if more > 0 else []))


def group(  # noqa: PLR0913 - one parameter for each thing a group can differ in
    group_id: str,
    title: str,
    lead: str,
    things: Sequence[Thing],
    row: Callable[[Thing], Row],
    *,
    none: str = "",
    counts: str = "",
) -> Group:
    """Return a group of rows.

    Args:
        group_id: Anchor on the page, without its prefix.
        title: Its heading.
        lead: Paragraph below the heading.
        things: What the rows are about, in order.
        row: Returns the row of one thing.
        none: Text shown when there are no rows.
        counts: Text beside its title in the table of contents; the number of rows if empty.
    """
    return Group(group_id, title, lead, tuple(map(row, things)), none, counts or f"{len(things):,}")
