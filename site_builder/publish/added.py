"""The pages that the build adds to a base, which are not made while they would be the same."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.library import addresses
from site_builder.publish.listed import Added, digest_of
from site_builder.publish.pages import MADE, families, shows_nothing
from site_builder.records.noted import condensed, note, noting, unnoted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from site_builder.publish.context import SiteContext
    from site_builder.publish.paging import GeneratedPage

    Unchanged = Callable[[Iterable[str]], bool]
    """Returns whether all that was read for the last build is still the same, by the names."""

ADDED, SHOWN, EMPTY = ":added", ":shown", ":empty"
"""Which pages there are. Before an address: what its page shows, and whether it is empty."""


class AddedPages:
    """The pages that the build adds, by their sources."""

    def __init__(
        self,
        context: SiteContext,
        sources: Collection[str],
        unchanged: Unchanged,
        last: Mapping[str, Added],
    ) -> None:
        """Make nothing yet.

        Args:
            context: What pages are made from.
            sources: Sources of all records.
            unchanged: Returns whether all that was read for the last build is still the same.
            last: What the last build has added.
        """
        self._context, self._sources = context, sources
        self._unchanged, self._last = unchanged, last
        self._empty: dict[str, bool] = {}

    @cached_property
    def _families(self) -> Mapping[str, Callable[[], Iterable[GeneratedPage]]]:
        home = "index.md" not in self._sources
        with unnoted():
            return families(self._context, self.is_empty, home=home)

    @property
    def urls(self) -> dict[str, str]:
        """The address of every page by its source, for which none has to be made."""
        note(ADDED)
        return {source: url for source, (url, _family) in self._listed.items()}

    def __contains__(self, source: str) -> bool:
        """Return whether a page has this source."""
        return source in self._listed

    def page(self, source: str) -> GeneratedPage | None:
        """Return the page of a source, or None."""
        url, family = self._listed.get(source, ("", ""))
        if not family:
            return None
        note(SHOWN, url)
        with unnoted():
            return self._made(family)[source]

    def shown(self, url: str) -> str:
        """Return the digest of what a page shows."""
        _url, family = self._listed.get(self.source(url), ("", ""))
        return self.added[family].urls[url] if family else ""

    def is_empty(self, url: str) -> bool:
        """Return whether the page of an address has nothing to show."""
        note(EMPTY, url)
        if url not in self._empty:
            with unnoted():
                last = self._last.get(url)
                # Of two pages that list each other, each would wait for the other.
                reads = [it for it in last.reads if not it.startswith(EMPTY)] if last else []
                known = last.is_empty if last and self._unchanged(reads) else None
                empty = shows_nothing(self._context, url) if known is None else known
            self._empty[url] = empty
        return self._empty[url]

    @cached_property
    def added(self) -> dict[str, Added]:
        """What the next build has to know of the pages, by what is made together."""
        found = {}
        for family in self._families:
            last = self._last.get(family)
            if not last or not self._unchanged(last.reads):
                with noting() as names:
                    pages = self._made(family)
                urls = {page.url: digest_of(repr(page).encode()).hex() for page in pages.values()}
                last = Added(condensed(names), urls, self.is_empty(family))
            found[family] = last
        return found

    def let_go(self) -> None:
        """Hold the pages no longer, which takes much memory: they have been written."""
        _still_known = self.added, self.urls
        self._context.made.forget(MADE)

    @cached_property
    def _listed(self) -> dict[str, tuple[str, str]]:
        """The address and the family of every page by its source."""
        with unnoted():
            return {
                self.source(url): (url, family)
                for family, added in self.added.items()
                for url in added.urls
            }

    def _made(self, family: str) -> dict[str, GeneratedPage]:
        made: dict[str, GeneratedPage] = self._context.made.of(
            (MADE, "family", family),
            lambda: {self.source(page.url): page for page in self._families[family]()},
        )
        return made

    def source(self, url: str) -> str:
        """Return a source for a page that differs from the file of every record."""
        source = addresses.source_of(url)
        while source in self._sources:
            source = source.removesuffix(".md") + "_.md"
        return source
