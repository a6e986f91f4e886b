"""Pages that the build adds, and how a long list is divided into several of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from site_builder.publish.rows import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.library.addresses import SitePage
    from site_builder.publish.rows import Group, GroupsPage

Thing = TypeVar("Thing")

MOST_CONTENTS = 60
"""Most groups in the contents of a list; of more, a page names its own."""
_BESIDE = 2
"""Pages before and after the one shown to which it links by number."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page of a list stands among the others."""

    links: tuple[Link, ...]
    """Pages by number: the first, the last, those beside this one, and gaps without address."""
    number: str
    """Number of this page, which is a link's title."""
    previous: str = ""
    """Address of the page before it, or nothing."""
    following: str = ""
    """Address of the page after it, or nothing."""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page that is not made from a file of the base."""

    page: SitePage
    template: str
    """Template that shows it; empty for a page of plain Markdown."""
    view: object = None
    """What the template shows, under this name."""
    markdown: str = ""
    paging: Paging | None = None
    """Where it stands in its list; None for the only page."""

    @property
    def url(self) -> str:
        """Its address from the root of the site."""
        return self.page.url


def paged(
    page: SitePage, parts: Sequence[Thing]
) -> Iterator[tuple[SitePage, Thing, Paging | None]]:
    """Yield a page for each part of a list, the first under the address of the list itself."""
    urls = [page.url, *(f"{page.further or page.url}{n}/" for n in range(2, len(parts) + 1))]
    for number, part in enumerate(parts, start=1):
        title = page.title if number == 1 else f"{page.title}, page {number}"
        lead = page.lead if number == 1 else f"{page.lead} Page {number} of {len(parts)}."
        own = replace(page, url=urls[number - 1], title=title, lead=lead)
        yield own, part, _paging(urls, number) if len(parts) > 1 else None


def _paging(urls: Sequence[str], number: int) -> Paging:
    near = range(number - _BESIDE, number + _BESIDE + 1)
    shown = sorted({1, len(urls), *(n for n in near if 1 <= n <= len(urls))})
    links: list[Link] = []
    for before, n in zip([0, *shown], shown, strict=False):
        if n - before > 1:
            links.append(Link("…", ""))
        links.append(Link(f"{n:,}", urls[n - 1]))
    return Paging(
        tuple(links),
        f"{number:,}",
        urls[number - 2] if number > 1 else "",
        urls[number] if number < len(urls) else "",
    )


def divided(things: Sequence[Thing], size: int) -> list[Sequence[Thing]]:
    """Return the things in parts of a size, at least one."""
    return [things[at : at + size] for at in range(0, len(things), size)] or [things]


def groups_pages(
    page: SitePage, template: str, view: GroupsPage, size: int
) -> Iterator[GeneratedPage]:
    """Yield the pages of titled groups, each with at most so many rows."""
    parts = [view.groups] if view.is_whole else _divided_groups(view.groups, size)
    pages = list(paged(page, parts))
    begins: dict[str, Link] = {}
    for own, groups, _place in pages:
        for group in groups:
            link = Link(group.title, f"{own.url}#bh-{group.id}", after=f" {group.counts}")
            begins.setdefault(group.id, link)
    for own, groups, place in pages:
        named = begins if len(begins) <= MOST_CONTENTS else [group.id for group in groups]
        part = replace(
            view,
            groups=tuple(groups),
            contents=tuple(begins[name] for name in named) if view.has_contents else (),
        )
        if own.url != page.url:
            part = replace(part, lead="", notes=())
        yield GeneratedPage(own, template, part, paging=place)


def _divided_groups(groups: Sequence[Group], size: int) -> list[Sequence[Group]]:
    """Return the groups in parts of so many rows; a group that is cut goes on in the next part."""
    parts: list[list[Group]] = [[]]
    room = size
    for group in groups:
        at = 0
        while at < len(group.rows) or not at:
            if at < len(group.rows) and not room:
                parts.append([])
                room = size
            end = min(at + room, len(group.rows))
            parts[-1].append(_piece(group, at, end))
            room -= end - at
            at = end or 1
    return list(parts)


def _piece(group: Group, start: int, end: int) -> Group:
    """Return a group with some of its rows."""
    return replace(
        group,
        rows=group.rows[start:end],
        title=f"{group.title}, continued" if start and group.title else group.title,
        lead="" if start else group.lead,
    )
