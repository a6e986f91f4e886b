"""What the header and the foot of every page lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_builder.library.addresses import NAVIGATION, SITE_PAGES, source_of
from site_builder.publish.rows import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

_GUIDE = "guide/"
_KEEPERS = "guide/keep/"
"""Folder of the guide's pages for keepers of a base."""


def standard(sources: Collection[str], source: Callable[[str], str]) -> list[Any]:
    """Return the navigation of a base that sets none.

    Args:
        sources: Every record and page of the base by its source.
        source: Returns the source of a generated page from its address.
    """
    # An index comes before the pages that it leads to.
    pages = sorted(sources, key=lambda name: (not name.endswith("/index.md"), name))
    guide: list[Any] = [name for name in pages if name.startswith(_GUIDE)]
    keepers = [name for name in guide if name.startswith(_KEEPERS)]
    if keepers:
        guide = [name for name in guide if name not in keepers]
        guide.append({"For keepers": keepers})
    entries: list[Any] = [{page.nav: source(page.url)} for page in NAVIGATION]
    return [*entries, {"Guide": guide}] if guide else entries


def kept(own: list[Any], every: list[Any]) -> list[Any]:
    """Return a navigation of a base's own with what every site has.

    What it leads to itself stands where it says, and its home page first, if it begins with that.
    """
    named = set(_targets(own))
    missing = [entry for entry in every if not named & set(_targets([entry]))]
    home = [entry for entry in own[:1] if set(_targets([entry])) == {"index.md"}]
    return [*home, *missing, *own[len(home) :]]


def without(entries: Iterable[Any], is_hidden: Callable[[str], bool]) -> list[Any]:
    """Return a navigation without what leads to hidden records."""
    shown: list[Any] = []
    for entry in entries:
        title, target = next(iter(entry.items())) if isinstance(entry, dict) else ("", entry)
        if isinstance(target, list):
            target = without(target, is_hidden)
        elif is_hidden(str(target)):
            continue
        if target:
            shown.append({title: target} if title else target)
    return shown


def foot(
    sources: Collection[str], empty: Collection[str]
) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return the links at the foot of every page in groups, each with its name.

    Args:
        sources: Every record and page of the base by its source.
        empty: Addresses of pages that have nothing to show.
    """
    pages = [page for page in SITE_PAGES if page.foot and page.url not in empty]
    readers = tuple(Link(page.foot, page.url) for page in pages if not page.for_keepers)
    keepers = tuple(Link(page.foot, page.url) for page in pages if page.for_keepers)
    if source_of(_KEEPERS) in sources:
        keepers = (Link("Guide for keepers", _KEEPERS), *keepers)
    groups = (("More", readers), ("For keepers", keepers))
    return tuple((name, links) for name, links in groups if links)


def _targets(entries: Iterable[Any]) -> Iterator[str]:
    """Yield the sources that a navigation leads to, however deep."""
    for entry in entries:
        target = next(iter(entry.values())) if isinstance(entry, dict) else entry
        if isinstance(target, list):
            yield from _targets(target)
        else:
            yield source_of(str(target)) if str(target).endswith("/") else str(target)
