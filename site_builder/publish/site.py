"""The site as a whole: what each page is made from."""

from __future__ import annotations

import os
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from site_builder.clock import today
from site_builder.exchange.forms.wording import contents_of_forms
from site_builder.library import addresses
from site_builder.library.audience import is_tombstone
from site_builder.library.frame import NO_FRAME, States
from site_builder.library.links_out import hidden_among
from site_builder.markdown.body import Body
from site_builder.markdown.density import dense_place
from site_builder.publish.added import ADDED, EMPTY, SHOWN, AddedPages
from site_builder.publish.base_files import FilesOfBase
from site_builder.publish.beside import FilesBeside
from site_builder.publish.brand import Brand
from site_builder.publish.context import NEAR, Identity, SiteContext
from site_builder.publish.home import home_page
from site_builder.publish.listed import DIGEST_BYTES, NOTHING, Listed, digest_of
from site_builder.publish.names import record_title
from site_builder.publish.navigation import foot, kept, standard, without
from site_builder.publish.outward import edit_url
from site_builder.publish.records import assist_page, lesson_page, reuse_page
from site_builder.publish.text import AT, RenderedText, SiteAddresses, contents, described, opening
from site_builder.records.allowance import without_allowances
from site_builder.records.kinds import Kind
from site_builder.records.noted import ALL_HEADERS, OF_HEADERS, RECORD, note, unnoted
from site_builder.search.lesson_vectors import meant_alike
from site_builder.search.meant_lessons import MeantLessons
from site_builder.starter.shared import shared_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_builder.library.base import Base
    from site_builder.library.frame import Frame
    from site_builder.project import Project
    from site_builder.publish.rows import Link
    from site_builder.records.kinds import Record
    from site_builder.search.related import RelatedLesson

_SECTIONS = {
    Kind.LESSON: addresses.ALL_LESSONS.section,
    Kind.ASSIST: addresses.ASSISTS.section,
    Kind.REUSE: addresses.ALL_LESSONS.section,
    Kind.PAGE: "guide/",
}
_VIEWS: dict[Kind, Callable[[SiteContext, Any], object]] = {
    Kind.LESSON: lesson_page,
    Kind.ASSIST: assist_page,
    Kind.REUSE: reuse_page,
}
"""The view of a record's own page; a template finds it under the name of the kind."""
MEANT, RENDERED = ":vectors", ":rendered"
"""What stands for them among what is read. Before a source: what MkDocs has made of its text."""


class Known(NamedTuple):
    """What is known of a base before anything is made of it."""

    frame: Frame = NO_FRAME
    """Digests of what the base is made from."""
    last: Listed = NOTHING
    """What the last build has made of it."""


_UNKNOWN = Known()
_Asked = ParamSpec("_Asked")
Found = TypeVar("Found")


class Site:
    """The content of every page of the site, by the path of its source.

    Sources are paths below the lessons folder, as MkDocs names them.
    """

    def __init__(
        self,
        base: Base,
        project: Project,
        related: Callable[[], Mapping[str, Sequence[RelatedLesson]]],
        identity: Identity | None = None,
        brand: Brand | None = None,
        known: Known = _UNKNOWN,
    ) -> None:
        """Keep what pages are made from; nothing is made until it is asked for.

        Args:
            base: The base, of which only what the readers of the site may see is kept.
            project: The settings of the base.
            related: Returns the nearest lessons of each, derived when first called.
            identity: Name and address of the site.
            brand: What the base says of its look.
            known: What is known of the base.
        """
        whole, self._project = base, project
        self._base = base = base.shown_to(project.settings)
        self._hidden = hidden_among(whole.library.records, base.library.records)
        self._states = States(known.frame, whole.library, base.library, base.graph)
        self.brand = brand or Brand()
        self._context = SiteContext(
            *(base, project.settings, today(), identity or Identity(), related, project.root),
            meant_alike=self._noting_vectors(partial(meant_alike, project)),
            meant_lessons=self._noting_vectors(MeantLessons(project, base.library, related).near),
        )
        self.records = {
            record.path.removeprefix(base.prefix): record for record in base.library.records
        }
        """Every record and page of the base by its source."""
        self.added = AddedPages(self._context, self.records, self.unchanged, known.last.added)
        self.files = FilesOfBase(base, project.lessons_dir, self.brand)
        self.beside = FilesBeside(self._context, self.added, self.files, self.brand)
        self._last_states = known.last.states
        self.rendered: dict[str, str] = {}
        """Digest of what MkDocs has made of the text of a page, by source."""
        self._now: dict[str, bytes] = {}
        self._same: dict[str, bool] = {}

    def _record(self, source: str) -> Record[Any] | None:
        """Return a record, whose header counts as read."""
        record = self.records.get(source)
        if record:
            note(RECORD, record.kind, record.id)
        return record

    def url(self, source: str) -> str | None:
        """Return the address of a record, or None if the source is not a record."""
        record = self._record(source)
        return addresses.record_url(record.kind, record.id) if record else None

    def edit_url(self, source: str) -> str:
        """Return the address at which a record is edited, or nothing."""
        record = self._record(source)
        return edit_url(self._context, record) if record else ""

    def is_rendered(self, source: str) -> bool:
        """Return whether a page is rendered here rather than by Python-Markdown."""
        record = self._record(source)
        if record is None:
            return source in self.added
        return record.kind is not Kind.PAGE or dense_place(record.body.text) is not None

    def state(self, read: str) -> bytes:
        """Return the digest that tells whether something that was read is still the same.

        Args:
            read: Its name; empty for all that is read without a name.
        """
        sign, _, name = read.partition(" ")
        state = self._state_of.get(sign)
        if state is None:
            last = self._last_headers.get(read) if read.startswith(OF_HEADERS) else None
            return last or self._states.of(read).ljust(DIGEST_BYTES, b"\0")
        if read not in self._now:
            self._now[read] = digest_of(state(name).encode())
        return self._now[read]

    @cached_property
    def _last_headers(self) -> Mapping[str, bytes]:
        """What is known of names of headers, if no header has changed."""
        last, every = self._last_states, self._states.of(ALL_HEADERS)
        is_same = last.get(ALL_HEADERS) == every and last.get("") == self.state("")
        return last if is_same else NOTHING.states

    @cached_property
    def _state_of(self) -> dict[str, Callable[[str], str]]:
        """What tells it of what is no header and no text."""
        added, near = self.added, self._context.near
        return {
            "": self._common,
            NEAR: lambda lesson_id: repr(near(lesson_id)),
            ADDED: lambda _name: repr(added.urls),
            AT: lambda path: self._addresses.urls.get(path, ""),
            SHOWN: added.shown,
            EMPTY: lambda url: str(added.is_empty(url)),
            RENDERED: lambda source: self.rendered.get(source, ""),
            # Never the same: every build may make more of them.
            MEANT: lambda _name: os.urandom(16).hex(),
        }

    def _common(self, _name: str) -> str:
        folders = [it for it in (self._context.root, shared_dir()) if it]
        parts = self._states.common, self._context.identity, contents_of_forms(folders)
        return repr(parts)

    def unchanged(self, reads: Iterable[str]) -> bool:
        """Return whether all that was read for the last build is still the same, by the names."""
        return self._is_same("") and all(map(self._is_same, reads))

    def _is_same(self, read: str) -> bool:
        if read not in self._same:
            with unnoted():
                self._same[read] = self._last_states.get(read) == self.state(read)
        return self._same[read]

    def _noting_vectors(self, find: Callable[_Asked, Found]) -> Callable[_Asked, Found]:
        """Return the same function, noting that it goes by vectors where it may."""

        def noted(*asked: _Asked.args, **more: _Asked.kwargs) -> Found:
            if self._project.settings.meaning:
                note(MEANT)
            return find(*asked, **more)

        return noted

    def text(self, source: str) -> RenderedText:
        """Return the text of a record, or of a generated page, as its page shows it."""
        record = self._record(source)
        if record is None:
            page = self.added.page(source)
            assert page  # noqa: S101 - there is no other
            path, url, body = f"{self._base.prefix}{source}", page.url, Body(page.markdown)
        else:
            path, url, body = record.path, self.url(source) or "", record.body
        html = body.render(partial(self._addresses.link_address, path, url))
        return RenderedText(html, contents(body.headings), body.anchors)

    def markdown(self, source: str) -> str | None:
        """Return the Markdown of a page for MkDocs; None leaves reading to MkDocs."""
        record = self._record(source)
        if record is None:
            page = self.added.page(source)
            return page.markdown if page else None
        text, document = without_allowances(record.body), record.document
        if record.kind is not Kind.PAGE:
            return text
        is_whole = self._base.library.with_people.get(record.kind, record.id) is record
        if is_whole and text == document.body:
            return None
        return document.text[: document.body_at] + text

    def read(self, source: str) -> str | None:
        """Return the text of a page as it was checked: its file may be gone meanwhile."""
        record, text = self.records.get(source), self.markdown(source)
        return record.document.text if record and text is None else text

    @cached_property
    def _addresses(self) -> SiteAddresses:
        """The address of every page, by which links lead from one to another."""
        with unnoted():
            urls = {f"{self._base.prefix}{source}": url for source, url in self.added.urls.items()}
            urls |= {
                record.path: addresses.record_url(record.kind, record.id)
                for record in self._base.library.records
            }
            return SiteAddresses(self._base.prefix, urls)

    def meta(self, source: str) -> dict[str, Any]:
        """Return a page's title, template and description, as MkDocs reads them from a header."""
        record = self._record(source)
        if record is None:
            generated = self.added.page(source)
            if generated is None:
                return {}
            page = generated.page
            meta = {"title": page.title, "description": page.lead}
            return {**meta, "template": generated.template} if generated.template else meta
        if record.kind is Kind.PAGE:
            return self._page_meta(record)
        return {
            "title": record_title(self._base.library, record),
            "description": described(record),
            "template": "tombstone.html" if is_tombstone(record.fields) else f"{record.kind}.html",
        }

    def _page_meta(self, record: Record[Any]) -> dict[str, Any]:
        """Return the template of a plain page, and its beginning where it has no description."""
        meta = {"template": "home.html"} if record.id == "index" else {}
        if not getattr(record.fields, "description", None) and (text := opening(record.body)):
            meta["description"] = text
        return meta

    def context(self, source: str) -> dict[str, Any]:
        """Return the variables of a page's template besides MkDocs' own."""
        record = self._record(source)
        if record is None:
            generated = self.added.page(source)
            if generated is None:
                return {}
            section, paging = generated.page.section, generated.paging
            return {"section": section, "view": generated.view, "paging": paging}
        if record.kind is Kind.PAGE and record.id == "index":
            return {"section": "./", "view": home_page(self._context)}
        context: dict[str, Any] = {"section": _SECTIONS[record.kind]}
        if view := _VIEWS.get(record.kind):
            context[str(record.kind)] = view(self._context, record)
        if record.kind is Kind.PAGE and record.id == "guide/index":
            context["share_url"] = (
                self._context.settings.share_uri_template or f"../{addresses.SHARE.url}"
            )
        return context

    def navigation(self, own: list[Any] | None = None) -> list[Any]:
        """Return what the header leads to; its length ignores the lessons.

        Args:
            own: What the base sets; what leads to hidden records is left out.
        """
        every = standard(self.records, self.added.source)
        if own is None:
            return every
        shown = without(
            own, lambda target: self._hidden.leads(f"{self._base.prefix}index.md", target)
        )
        return kept(shown, every) if self._context.settings.nav_pages else shown

    @cached_property
    def foot(self) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """The links at the foot of every page in groups, each with its name."""
        urls = self.added.urls.values()
        return foot(self.records, set(filter(self.added.is_empty, urls)))
