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
from site_builder.publish.api import api_files
from site_builder.publish.board import plans_feed
from site_builder.publish.calendar import calendar_text
from site_builder.publish.cards import Cards
from site_builder.publish.citations import BIBTEX_FILE
from site_builder.publish.evidence import EvidenceViews
from site_builder.publish.feeds import feed_files
from site_builder.publish.identity import Identity
from site_builder.publish.llms import LLMS_FILE, llms_text
from site_builder.publish.news import lesson_feeds
from site_builder.publish.outward import SOURCE_FILE, Outwards, is_cited, is_handed_on
from site_builder.publish.pages import SitePages
from site_builder.publish.records import RecordPages
from site_builder.publish.reviews import Reviews
from site_builder.publish.sitemap import sitemap_files
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
    from site_builder.publish.generated import GeneratedPage
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.search.related import RelatedLesson

_UNNAMED = Identity()
KEEPERS = "guide/keep/"
"""Pages of the guide for whoever looks after a base."""
_SECTIONS = {
    Kind.LESSON: "lessons",
    Kind.ASSIST: "assists",
    Kind.REUSE: "lessons",
    Kind.PAGE: "guide",
}


class Site:
    """Answers what stands behind each page of the site, by the path of its source.

    Sources are paths below the lessons folder, as MkDocs names them.
    """

    def __init__(
        self,
        loaded: Base,
        project: Project,
        related: Callable[[], Mapping[str, Sequence[RelatedLesson]]],
        identity: Identity = _UNNAMED,
    ) -> None:
        """Keep what pages are made from; nothing is made until it is asked for.

        Args:
            loaded: The base.
            project: How it is set up.
            related: Gives the nearest lessons of each, worked out when it is first called.
            identity: What the site calls itself, and where it stands.
        """
        self._identity = identity
        self._loaded = loaded
        self._library = loaded.library
        self._prefix = loaded.prefix
        self._hidden = loaded.hidden
        self._settings = settings = project.settings
        cards = Cards(loaded.library, loaded.evidence)
        self._cards = cards
        evidence = EvidenceViews(loaded.library, loaded.evidence, cards)
        self._outwards = Outwards(loaded.library, cards, settings, identity, loaded.prefix)
        self._record_pages = RecordPages(loaded, cards, evidence, settings, related, self._outwards)
        self._site_pages = SitePages(
            loaded.library, loaded.evidence, cards, settings, today(), identity
        )
        self._reviews = Reviews(loaded, today())
        self._records = {
            record.path.removeprefix(loaded.prefix): record for record in loaded.library.records
        }

    @cached_property
    def generated(self) -> dict[str, GeneratedPage]:
        """Every generated page by its source."""
        pages = [*self._site_pages.generate(), self._reviews.page()]
        if "index.md" not in self._records:
            pages.append(self._site_pages.home_page())
        return {self._source(page.url): page for page in pages}

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
        return self._record_pages.edit_url(record) if record else ""

    def markdown(self, source: str) -> str | None:
        """Return the text of a record without its header; None leaves reading to MkDocs.

        A link to what this audience may not see is left as its words.
        """
        record = self._records.get(source)
        if record is None:
            return None
        text = visible_body(record, self._hidden)
        if record.kind is not Kind.PAGE:
            return text
        document = record.document
        return document.text[: document.body_at] + text if text != document.body else None

    @cached_property
    def images(self) -> frozenset[str] | None:
        """Sources of the images that records show; None where every image may be published."""
        if not self._hidden and not any(is_tombstone(one.fields) for one in self._library.lessons):
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
        page = self.generated.get(source)
        if page:
            meta = {"title": page.title, "description": page.description}
            return {**meta, "template": page.template} if page.template else meta
        record = self._records.get(source)
        if record is None:
            return {}
        if record.kind is Kind.PAGE:
            return {"template": "home.html"} if record.id == "index" else {}
        return {
            "title": self._title(record),
            "description": getattr(record.fields, "problem", ""),
            "template": "tombstone.html" if is_tombstone(record.fields) else f"{record.kind}.html",
        }

    def context(self, source: str) -> dict[str, Any]:
        """Return what a page's template is handed beside MkDocs' own variables."""
        page = self.generated.get(source)
        if page:
            view = {page.name: page.view} if page.name else {}
            return {"section": page.section, **view}
        record = self._records.get(source)
        if record is None:
            return {}
        if record.kind is Kind.PAGE and record.id == "index":
            return {"section": "home", "home": self._site_pages.home()}
        context = {"section": _SECTIONS[record.kind], **self._view(record)}
        if record.kind is Kind.PAGE and record.id == "guide/index":
            context["share_url"] = self._settings.share_uri_template
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
            {"Find": self._source(addresses.FINDER)},
            {"Lessons": self._source(addresses.ALL_LESSONS)},
            {"Topics": self._source(addresses.TOPICS)},
            {"Evidence": self._source(addresses.EVIDENCE)},
            {"Assists": self._source(addresses.ASSISTS)},
        ]
        return [*entries, {"Guide": guide}] if guide else entries

    def files(self, render_redirect: Callable[..., str]) -> Iterator[tuple[str, str]]:
        """Yield the address and text of every file that is no page.

        Args:
            render_redirect: Renders the theme's page for an address that has moved, from
                ``target`` (relative) and ``title``.
        """
        name, site_url = self._identity.name, self._identity.url
        yield "calendar.ics", calendar_text(self._library, name, site_url)
        yield from self._reviews.files(self._identity)
        for feed in lesson_feeds(self._library, self._cards, name):
            yield from feed_files(feed, site_url)
        yield from feed_files(plans_feed(self._library, name), site_url)
        yield from sitemap_files(self._dated_pages(), site_url)
        yield LLMS_FILE, llms_text(self._library, self._cards, self._identity)
        yield from api_files(self._loaded, name)
        for record in self._library.records:
            target = addresses.record_url(record.kind, record.id)
            yield from self._beside(record, target)
            for alias in getattr(record.fields, "aliases", ()):
                old = addresses.record_url(record.kind, alias)
                page = render_redirect(
                    target=posixpath.relpath(target, old) + "/", title=self._title(record)
                )
                yield f"{old}index.html", page

    def _beside(self, record: Record[Part], url: str) -> Iterator[tuple[str, str]]:
        """Yield a record's Markdown source and citation, if it may be handed on."""
        if record.kind is Kind.PAGE or not is_handed_on(record.fields):
            return
        people, hidden = self._library.people, self._hidden
        yield f"{url}{SOURCE_FILE}", source_text(record, people, self._is_shown, hidden)
        if isinstance(record.fields, Lesson) and is_cited(record.fields):
            citation = self._outwards.citation(record)  # type: ignore[arg-type]
            yield f"{url}{BIBTEX_FILE}", citation.bibtex

    def _is_shown(self, reference: Key) -> bool:
        return self._library.get(*reference) is not None

    def _dated_pages(self) -> Iterator[tuple[str, date | None]]:
        """Yield the address of every page that search engines may list, with its latest change."""
        days = [record.fields.date for record in self._library.published + self._library.assists]
        for page in self.generated.values():
            yield page.url, max(days, default=None)
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
            return {"lesson": self._record_pages.lesson(record)}  # type: ignore[arg-type]
        if isinstance(record.fields, Assist):
            return {"assist": self._record_pages.assist(record)}  # type: ignore[arg-type]
        if isinstance(record.fields, Reuse):
            return {"reuse": self._record_pages.reuse(record)}  # type: ignore[arg-type]
        return {}

    def _title(self, record: Record[Part]) -> str:
        if isinstance(record.fields, Reuse):
            return self._record_pages.reuse_title(record)  # type: ignore[arg-type]
        return str(getattr(record.fields, "title", None) or record.id)
