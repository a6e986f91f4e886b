"""The site as a whole: what stands at each address, and the files beside the pages."""

from __future__ import annotations

import posixpath
from functools import cached_property
from typing import TYPE_CHECKING, Any

from site_builder.clock import today
from site_builder.library import addresses
from site_builder.library.audience import is_tombstone
from site_builder.library.graph import is_local, resolve
from site_builder.library.redaction import source_text, visible_body
from site_builder.markdown.body import Body
from site_builder.publish.api import api_files
from site_builder.publish.calendar import plans_calendar
from site_builder.publish.context import Context, Identity
from site_builder.publish.feeds import feed_files, lesson_feeds, plans_feed
from site_builder.publish.llms import LLMS_FILE, llms_text
from site_builder.publish.names import record_title
from site_builder.publish.outward import (
    BIBTEX_FILE,
    SOURCE_FILE,
    citation,
    edit_url,
    is_cited,
    is_handed_on,
)
from site_builder.publish.pages import generated_pages, home_page
from site_builder.publish.records import assist_page, lesson_page, reuse_page
from site_builder.publish.reviews import reviews_file
from site_builder.publish.sitemap import sitemap_files
from site_builder.publish.text import Places, RenderedText, rendered_text
from site_builder.records.assist import Assist
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Lesson, Status
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from site_builder.library.base import Base
    from site_builder.library.library import Key
    from site_builder.project import Project
    from site_builder.publish.listings import GeneratedPage
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.search.related import RelatedLesson

_UNNAMED = Identity()
KEEPERS = "guide/keep/"
"""Pages of the guide for whoever looks after a base."""
_SECTIONS = {
    Kind.LESSON: addresses.ALL_LESSONS.section,
    Kind.ASSIST: addresses.ASSISTS.section,
    Kind.REUSE: addresses.ALL_LESSONS.section,
    Kind.PAGE: "guide/",
}


class Site:
    """Answers what stands behind each page of the site, by the path of its source.

    Sources are paths below the lessons folder, as MkDocs names them.
    """

    def __init__(
        self,
        base: Base,
        project: Project,
        related: Callable[[], Mapping[str, Sequence[RelatedLesson]]],
        identity: Identity = _UNNAMED,
    ) -> None:
        """Keep what pages are made from; nothing is made until it is asked for.

        Args:
            base: The base, as far as the readers of the site may see it.
            project: How it is set up.
            related: Gives the nearest lessons of each, derived when it is first called.
            identity: What the site calls itself, and where it stands.
        """
        self._context = Context(base, project.settings, today(), identity, related)
        self._library = base.library
        self._prefix = base.prefix
        self._hidden = base.hidden
        self._records = {
            record.path.removeprefix(base.prefix): record for record in base.library.records
        }

    @cached_property
    def generated(self) -> dict[str, GeneratedPage]:
        """Every generated page by its source."""
        pages = generated_pages(self._context, home="index.md" not in self._records)
        return {self._source(each.url): each for each in pages}

    @cached_property
    def records(self) -> frozenset[str]:
        """Sources of all records and pages of the base."""
        return frozenset(self._records)

    def url(self, source: str) -> str | None:
        """Return the address of a record, or None for what is no record."""
        record = self._records.get(source)
        return addresses.record_url(record.kind, record.id) if record else None

    def edit_url(self, source: str) -> str:
        """Return the address at which a record is edited, or nothing."""
        record = self._records.get(source)
        return edit_url(self._context, record) if record else ""

    def is_rendered(self, source: str) -> bool:
        """Return whether a page is rendered here; plain pages are left to Python-Markdown."""
        record = self._records.get(source)
        return source in self.generated if record is None else record.kind is not Kind.PAGE

    def text(self, source: str) -> RenderedText:
        """Return the text of a record, or of a generated page, as its page shows it."""
        record = self._records.get(source)
        if record is None:
            page = self.generated[source]
            path, url, body = f"{self._prefix}{source}", page.url, Body(page.markdown)
        else:
            path, url, body = record.path, self.url(source) or "", record.body
        return rendered_text(body, self._places.addresses_from(path, url))

    def markdown(self, source: str) -> str | None:
        """Return the text of a page as MkDocs is handed it; None leaves reading to MkDocs.

        A link to what this audience may not see is left as its words.
        """
        record = self._records.get(source)
        if record is None:
            return self.generated[source].markdown if source in self.generated else None
        text = visible_body(record, self._hidden)
        if record.kind is not Kind.PAGE:
            return text
        document = record.document
        return document.text[: document.body_at] + text if text != document.body else None

    @cached_property
    def _places(self) -> Places:
        urls = {f"{self._prefix}{source}": page.url for source, page in self.generated.items()}
        urls |= {
            record.path: addresses.record_url(record.kind, record.id)
            for record in self._library.records
        }
        return Places(self._prefix, urls, self._hidden)

    @cached_property
    def images(self) -> frozenset[str] | None:
        """Sources of the images that records show; None where every image may be published."""
        if not self._hidden and not any(
            is_tombstone(lesson.fields) for lesson in self._library.lessons
        ):
            return None
        found = {
            resolve(record.path, link.target)[0].removeprefix(self._prefix)
            for record in self._library.records
            for link in record.body.links
            if link.is_image and is_local(link.target)
        }
        named = {
            resolve(record.path, record.fields.image)[0].removeprefix(self._prefix)
            for record in self._library.lessons
            if record.fields.image
        }
        return frozenset(found | named)

    def meta(self, source: str) -> dict[str, Any]:
        """Return what MkDocs would have read from a header: title, template, description."""
        generated = self.generated.get(source)
        if generated:
            page = generated.page
            meta = {"title": page.title, "description": page.lead}
            return {**meta, "template": generated.template} if generated.template else meta
        record = self._records.get(source)
        if record is None:
            return {}
        if record.kind is Kind.PAGE:
            return {"template": "home.html"} if record.id == "index" else {}
        return {
            "title": record_title(self._library, record),
            "description": getattr(record.fields, "problem", ""),
            "template": "tombstone.html" if is_tombstone(record.fields) else f"{record.kind}.html",
        }

    def context(self, source: str) -> dict[str, Any]:
        """Return the variables of a page's template besides MkDocs' own."""
        generated = self.generated.get(source)
        if generated:
            return {"section": generated.page.section, "view": generated.view}
        record = self._records.get(source)
        if record is None:
            return {}
        if record.kind is Kind.PAGE and record.id == "index":
            return {"section": "./", "view": home_page(self._context)}
        context = {"section": _SECTIONS[record.kind], **self._view(record)}
        if record.kind is Kind.PAGE and record.id == "guide/index":
            context["share_url"] = self._context.settings.share_uri_template
        return context

    def navigation(self) -> list[dict[str, Any]]:
        """Return the navigation of a base that sets none: short, whatever the base's size."""
        # An index comes before the pages that it leads to.
        pages = sorted(self._records, key=lambda source: (not source.endswith("/index.md"), source))
        guide: list[Any] = [source for source in pages if source.startswith("guide/")]
        keepers = [source for source in guide if source.startswith(KEEPERS)]
        if keepers:
            guide = [source for source in guide if source not in keepers]
            guide.append({"For keepers": keepers})
        entries: list[dict[str, Any]] = [
            {"Home": "index.md"},
            *({page.nav: self._source(page.url)} for page in addresses.SITE_PAGES if page.nav),
        ]
        return [*entries, {"Guide": guide}] if guide else entries

    def files(self, render_redirect: Callable[..., str]) -> Iterator[tuple[str, str]]:
        """Yield the address and text of every file that is no page.

        Args:
            render_redirect: Renders the theme's page for an address that has moved, from
                ``target`` (relative) and ``title``.
        """
        context = self._context
        name, site_url = context.identity.name, context.identity.url
        yield "calendar.ics", plans_calendar(self._library, name, site_url)
        yield from reviews_file(context)
        for feed in lesson_feeds(context):
            yield from feed_files(feed, site_url)
        yield from feed_files(plans_feed(self._library, name), site_url)
        yield from sitemap_files(self._dated_pages(), site_url)
        yield LLMS_FILE, llms_text(context)
        yield from api_files(context.base, name)
        for record in self._library.records:
            target = addresses.record_url(record.kind, record.id)
            yield from self._beside(record, target)
            for alias in getattr(record.fields, "aliases", ()):
                old = addresses.record_url(record.kind, alias)
                page = render_redirect(
                    target=posixpath.relpath(target, old) + "/",
                    title=record_title(self._library, record),
                )
                yield f"{old}index.html", page

    def _beside(self, record: Record[Part], url: str) -> Iterator[tuple[str, str]]:
        """Yield a record's Markdown source and citation, if it may be handed on."""
        if record.kind is Kind.PAGE or not is_handed_on(record.fields):
            return
        people, hidden = self._library.people, self._hidden
        yield f"{url}{SOURCE_FILE}", source_text(record, people, self._is_shown, hidden)
        if isinstance(record.fields, Lesson) and is_cited(record.fields):
            yield f"{url}{BIBTEX_FILE}", citation(self._context, record).bibtex  # type: ignore[arg-type]

    def _is_shown(self, reference: Key) -> bool:
        return self._library.get(*reference) is not None

    def _dated_pages(self) -> Iterator[tuple[str, date | None]]:
        """Yield the address of every page that search engines may list, with its latest change."""
        days = [record.fields.date for record in self._library.published + self._library.assists]
        for generated in self.generated.values():
            yield generated.url, max(days, default=None)
        for record in self._library.records:
            fields = record.fields
            if not (isinstance(fields, Lesson) and fields.status is Status.DRAFT):
                withdrawn = getattr(fields, "withdrawn", None)
                day = withdrawn.date if withdrawn else getattr(fields, "date", None)
                yield addresses.record_url(record.kind, record.id), day

    def _source(self, url: str) -> str:
        """Return a source for a generated page that is no record's own file."""
        source = addresses.source_of(url)
        while source in self._records:
            source = source.removesuffix(".md") + "_.md"
        return source

    def _view(self, record: Record[Part]) -> dict[str, Any]:
        if isinstance(record.fields, Lesson):
            return {"lesson": lesson_page(self._context, record)}  # type: ignore[arg-type]
        if isinstance(record.fields, Assist):
            return {"assist": assist_page(self._context, record)}  # type: ignore[arg-type]
        if isinstance(record.fields, Reuse):
            return {"reuse": reuse_page(self._context, record)}  # type: ignore[arg-type]
        return {}
