"""The pages that the build adds to a base, which are not made while they would be the same."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from site_builder.exchange.forms.wording import contents_of_forms
from site_builder.library import addresses
from site_builder.library.frame import NO_FRAME
from site_builder.publish.finished import Added, digest_of
from site_builder.publish.pages import generated_pages
from site_builder.records.kinds import noting
from site_builder.starter.shared import shared_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from site_builder.library.frame import Frame
    from site_builder.publish.context import SiteContext
    from site_builder.publish.paging import GeneratedPage


class Known(NamedTuple):
    """What is known of a base before anything is made of it."""

    frame: Frame = NO_FRAME
    """Digests of what the base is made from."""
    added: Added | None = None
    """What the last build has added to it."""


class AddedPages:
    """The pages that the build adds, by their sources."""

    def __init__(
        self,
        context: SiteContext,
        sources: Collection[str],
        state_of: Callable[[str], object],
        last: Added | None,
    ) -> None:
        """Make nothing yet.

        Args:
            context: What pages are made from.
            sources: Sources of all records.
            state_of: Returns what tells whether something that is read is still the same; under
                an empty name, all that can be read without a note.
            last: What the last build has added.
        """
        self._context, self._sources = context, sources
        self._state_of, self._last = state_of, last

    @property
    def pages(self) -> dict[str, GeneratedPage]:
        """Every page by its source."""
        return self._made[0]

    @cached_property
    def urls(self) -> dict[str, str]:
        """The address of every page by its source, for which none has to be made."""
        return {self.source(url): url for url in self.added.urls}

    @cached_property
    def added(self) -> Added:
        """What the next build has to know of the pages."""
        if self._last and self._last.key == self._key(self._last.reads):
            return self._last
        pages, reads = self._made
        return Added(self._key(reads), reads, [page.url for page in pages.values()])

    def let_go(self) -> None:
        """Hold the pages no longer, which takes much memory: they have been written."""
        _still_known = self.added, self.urls
        self.__dict__.pop("_made", None)

    @cached_property
    def _made(self) -> tuple[dict[str, GeneratedPage], list[str]]:
        with noting() as names:
            pages = generated_pages(self._context, home="index.md" not in self._sources)
            made = {self.source(page.url): page for page in pages}
        return made, sorted(names)

    def _key(self, reads: Collection[str]) -> str:
        root = self._context.root
        forms = contents_of_forms([*([root] if root else []), shared_dir()])
        states = [(read, self._state_of(read)) for read in ("", *reads)]
        return digest_of(repr((self._context.identity, forms, states)).encode())

    def source(self, url: str) -> str:
        """Return a source for a page that differs from the file of every record."""
        source = addresses.source_of(url)
        while source in self._sources:
            source = source.removesuffix(".md") + "_.md"
        return source
