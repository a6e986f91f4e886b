"""The files beside the pages: feeds, calendars, the site map, JSON, and what lies by a record."""

from __future__ import annotations

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from site_builder.library import addresses
from site_builder.publish.api import Api
from site_builder.publish.brand import FONTS_SHEET
from site_builder.publish.calendar import plans_calendar
from site_builder.publish.feeds import feed_files, lesson_feeds, news_feed, plans_feed
from site_builder.publish.llms import LLMS_FILE, llms_text
from site_builder.publish.names import record_title
from site_builder.publish.outward import (
    BIBTEX_FILE,
    SOURCE_FILE,
    citation,
    is_cited,
    is_handed_on,
)
from site_builder.publish.reviews import reviews_file
from site_builder.publish.sitemap import sitemap_files
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Lesson, Status
from site_builder.records.noted import RECORD, note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from site_builder.publish.added import AddedPages
    from site_builder.publish.base_files import FilesOfBase
    from site_builder.publish.brand import Brand
    from site_builder.publish.context import SiteContext
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record


class FilesBeside:
    """The files of a site beside its pages, by group."""

    def __init__(
        self, context: SiteContext, added: AddedPages, own: FilesOfBase, brand: Brand
    ) -> None:
        """Keep what files are made from.

        Args:
            context: What every page is made from.
            added: The pages that the build adds.
            own: The files of the base.
            brand: What the base says of its look.
        """
        self._context, self._added, self._own, self._brand = context, added, own, brand
        self._library = context.library

    def files(self, render_redirect: Callable[..., str]) -> Iterator[tuple[str, str | bytes]]:
        """Yield the address and contents of every file beside the pages."""
        for _name, files in self.groups(render_redirect):
            yield from files()

    def groups(
        self, render_redirect: Callable[..., str]
    ) -> Iterator[tuple[str, Callable[[], Iterable[tuple[str, str | bytes]]]]]:
        """Yield the files beside the pages in groups, each with its name and what makes it.

        A group without a name is made from files that are followed nowhere.

        Args:
            render_redirect: Renders the theme's page for an address that has moved, from
                ``target`` (relative) and ``title``.
        """
        context = self._context
        name, site_url = context.identity.name, context.identity.url
        yield "plans", lambda: plans_calendar(self._library, name, site_url)
        yield "reviews", lambda: reviews_file(context)
        yield "feeds", self._feeds
        yield "site map", lambda: sitemap_files(self._dated_pages(), site_url)
        yield "overview", lambda: [(LLMS_FILE, llms_text(context))]
        yield "rules", self._rules
        if self._brand.fonts:
            sheet = self._brand.fonts.sheet
            yield "", lambda: [(FONTS_SHEET, sheet)]
        yield "", self._own.pictures
        api = Api(context.base, name)
        for record in api.records:
            yield f"api {record.kind} {record.id}", partial(api.file_of, record)
        yield "api", api.lists
        for record in self._library.records:
            if record.kind is not Kind.PAGE:
                of_record = partial(self._files_of, record, render_redirect)
                yield f"beside {record.kind} {record.id}", of_record

    def _rules(self) -> Iterator[tuple[str, str]]:
        from site_builder.publish.form_rules import RULES_FILE, form_rules  # noqa: PLC0415 - checks

        yield RULES_FILE, form_rules(self._context)

    def _feeds(self) -> Iterator[tuple[str, str]]:
        context = self._context
        name, site_url = context.identity.name, context.identity.url
        for feed in lesson_feeds(context):
            yield from feed_files(feed, site_url)
        yield from feed_files(plans_feed(self._library, name), site_url)
        yield from feed_files(news_feed(context), site_url)

    def _files_of(
        self, record: Record[Part], render_redirect: Callable[..., str]
    ) -> Iterator[tuple[str, str]]:
        """Yield what lies beside the page of a record, and what leads to it from earlier ids."""
        note(RECORD, record.kind, record.id)
        context, beside = self._context, self._context.settings.record_files
        target = addresses.record_url(record.kind, record.id)
        if beside and is_handed_on(record.fields):
            yield f"{target}{SOURCE_FILE}", record.document.text
        for alias in getattr(record.fields, "aliases", ()):
            old = addresses.record_url(record.kind, alias)
            page = render_redirect(
                target=posixpath.relpath(target, old) + "/",
                title=record_title(self._library, record),
            )
            yield f"{old}index.html", page
        lesson = self._library.lesson(record.id) if record.kind is Kind.LESSON else None
        if beside and lesson and is_cited(lesson):
            yield f"{target}{BIBTEX_FILE}", citation(context, lesson).bibtex

    def _dated_pages(self) -> Iterator[tuple[str, date | None]]:
        """Yield the address of every page that search engines may list, with its latest change."""
        days = [record.fields.date for record in self._library.published + self._library.assists]
        for url in self._added.urls.values():
            yield url, max(days, default=None)
        for record in self._library.records:
            fields = record.fields
            if not (isinstance(fields, Lesson) and fields.status is Status.DRAFT):
                withdrawn = getattr(fields, "withdrawn", None)
                day = withdrawn.date if withdrawn else getattr(fields, "date", None)
                yield addresses.record_url(record.kind, record.id), day
