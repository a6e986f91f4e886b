"""The pages that are made here: on every core, and only those that have changed."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from site_builder.library.kept import program
from site_builder.plugin.pages import OwnFile, RenderedPage, complete, render_one
from site_builder.processes import spread
from site_builder.publish.listed import digest_of
from site_builder.publish.site import RENDERED
from site_builder.publish.templates import save_compiled
from site_builder.publish.writing import write_file, write_files
from site_builder.records.noted import condensed, note, noting
from site_builder.theme import theme_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from site_builder.publish.finished import Finished
    from site_builder.publish.listed import Made
    from site_builder.publish.site import Site

    _New = tuple[Made, list[str]]
    """A page that was made, and the names of what was read to make it."""

_PIECES = 64
"""Pieces of the work that processes share: small enough that all of them end at the same time."""
_UNSEEN = ("build_date_utc", "pages")
"""Variables of a template whose values nothing here follows."""

_OF_A_RUN = {
    *("config_file_path", "dev_addr", "docs_dir", "plugins", "site_dir", "strict", "theme", "watch")
}
"""Options that say how to build and where, or that are followed otherwise."""


class _Target:
    """What MkDocs asks of a page that another one links to."""

    def __init__(self, site: Site, source: str) -> None:
        self._site, self._source = site, source

    @property
    def present_anchor_ids(self) -> set[str]:
        return set(self._site.text(self._source).anchors)


def builds_alone(config: MkDocsConfig) -> bool:
    """Return whether nothing takes part in making pages that is not followed here.

    Another plugin, a hook, or a template of the base may show what only MkDocs knows.
    """
    own = config.theme.custom_dir
    templates = Path(own).rglob("*.html") if own else ()
    return (
        len(config.plugins) == 1
        and not config.hooks
        and not any(
            name in text
            for text in (file.read_text("utf-8", "replace") for file in templates if file.is_file())
            for name in _UNSEEN
        )
    )


def keep_back(site: Site, files: Files) -> None:
    """Keep pages of ours from MkDocs, but for those of the navigation of which it needs a title."""
    own: list[File] = [file for file in files if isinstance(file, OwnFile)]
    for file in own:
        if file.page and ("title" not in vars(file.page) or file.src_uri in site.records):
            file.__class__ = File
        elif file.page:
            render_one(site, file.page)
        else:
            file.page = _Target(site, file.src_uri)  # type: ignore[assignment] # it asks no more


def take_over(files: Files) -> list[File]:
    """Return all pages, of which MkDocs has read some and writes none but drafts."""
    for file in files.documentation_pages():
        file.__class__ = OwnFile
    return [file for file in files if isinstance(file, OwnFile)]


class OwnPages:
    """Makes pages, some of whose texts MkDocs has rendered."""

    def __init__(
        self,
        site: Site,
        files: Sequence[File],
        finished: Finished,
        config: MkDocsConfig,
        env: Environment,
        nav: Navigation,
    ) -> None:
        """Keep what all pages are made from.

        Args:
            site: The content of every page.
            files: The pages to make.
            finished: What the last build has made.
            config: MkDocs' own configuration.
            env: The templates.
            nav: What the header leads to.
        """
        self._site, self._files, self._finished = site, files, finished
        self._config, self._env, self._nav = config, env, nav
        self._shared = mkdocs_build.get_context(nav, (), config)
        self._process = os.getpid()
        shown = {name: value for name, value in env.globals.items() if not callable(value)}
        common = (_stated(config), program(), _theme(config), str(nav), shown)
        for page in self._plain_pages():
            said = page.title, page.meta, page.content, str(page.toc)
            site.rendered[page.file.src_uri] = digest_of(repr(said).encode()).hex()
        self._look = digest_of(repr(common).encode()).hex()
        self._is_alike = self._look == finished.listed.look and site.unchanged(())

    def _plain_pages(self) -> Iterator[Page]:
        """Yield the pages whose texts MkDocs has rendered."""
        return (
            it.page
            for it in self._files
            if isinstance(it.page, Page) and not isinstance(it.page, RenderedPage)
        )

    def check_anchors(self) -> None:
        """Say to which headings plain pages lead that are not there, as MkDocs does."""
        for page in self._plain_pages():
            level = self._config.validation.links.anchors
            page.validate_anchor_links(files=Files(()), log_level=level)

    def _unchanged(self, made: Made) -> bool:
        """Return whether all that was read to make a file is still the same."""
        return self._is_alike and self._finished.unchanged(made, self._site.state)

    def finish(self) -> None:
        """Say from what all was made, and keep what it was rendered with."""
        save_compiled()
        self._finished.made(self._look, self._site.added.added, self._site.state)

    def write_beside(self, folder: Path, render_redirect: Callable[..., str]) -> None:
        """Write the files beside the pages that have changed, and keep the others."""
        for name, files in self._site.beside.groups(render_redirect):
            if not name or not self._finished.keep_group(name, self._unchanged):
                write_files(folder, self._finished.changed(name, files))

    def render(
        self, *, records: bool, processes: int, meanwhile: Callable[[], object] | None = None
    ) -> None:
        """Write the pages that have changed, and keep the others.

        Args:
            records: Whether those of records, which show related lessons, or all others.
            processes: How many may work at once.
            meanwhile: What this process does before it takes part, if there are others.
        """
        own = [it for it in self._files if (it.src_uri in self._site.records) is records]
        if records and self._is_alike:
            self._finished.compare(self._site.state)
        pieces = _PIECES if processes > 1 else 1
        made = spread(partial(self._share, own, pieces), pieces, processes, meanwhile)
        for url, new in chain.from_iterable(it.items() for it in made):
            if new:
                self._finished.note(url, *new)
            else:
                self._finished.keep(url)

    def _share(self, files: Sequence[File], of: int, share: int) -> dict[str, _New | None]:
        """Return what each page of a share is that has been made; None for one that stays."""
        if os.getpid() != self._process:
            _fail_when_heard()
        made: dict[str, _New | None] = {}
        for file in files[share::of]:
            last = self._finished.last(file.dest_uri)
            if last and not last.group and self._unchanged(last):
                made[file.dest_uri] = None
            elif new := self._made(file):
                made[file.dest_uri] = new
        return made

    def _made(self, file: File) -> _New | None:
        """Build a page as MkDocs does, where nobody else takes part, and write it if it is new."""
        try:
            with noting() as names:
                content = self._rendered(file).encode(errors="xmlcharrefreplace")
        except Exception as error:
            mkdocs_build.log.error("Error building page '%s': %s", file.src_uri, error)
            raise
        if not content.strip():
            mkdocs_build.log.info("Page skipped: '%s'. Generated empty output.", file.src_uri)
            return None
        made = self._finished.made_of(file.dest_uri, content)
        if made.size < 0:
            write_file(file.abs_dest_path, content)
        return made._replace(group="", reads=b""), condensed(names)

    def _rendered(self, file: File) -> str:
        """Return the HTML of a page."""
        # The navigation holds the pages that it leads to.
        listed = file.page if isinstance(file.page, Page) else None
        page = listed or RenderedPage(None, file, self._config)
        if isinstance(page, RenderedPage):
            page.markdown = self._site.read(file.src_uri) or ""
            page.meta = dict(self._site.meta(file.src_uri))
            page.take(self._site.text(file.src_uri))
        else:
            note(RENDERED, file.src_uri)
        page.active = True
        context = self._context_of(page)
        complete(context, page, self._site, self._config)
        template: str = page.meta.get("template", "main.html")
        html = self._env.get_template(template).render(context)
        # MkDocs derives a title from the text; pages made later still list it.
        page.title, page.active = page.title, False
        page.markdown = page.content = None
        file.page = listed
        return html

    def _context_of(self, page: Page) -> TemplateContext:
        """Return MkDocs' own variables, most of which are those of every page."""
        if self._config.extra_css or self._config.extra_javascript:
            return mkdocs_build.get_context(self._nav, (), self._config, page)
        return {**self._shared, "page": page, "base_url": get_relative_url(".", page.url)}


class _Heard(logging.Handler):
    """Raises what is logged, so that the first process meets it again and says it."""

    def handle(self, record: logging.LogRecord) -> bool:
        raise RuntimeError(record.getMessage())


def _fail_when_heard() -> None:
    logger = logging.getLogger("mkdocs")
    logger.handlers, logger.propagate = [_Heard(logging.WARNING)], False


def _stated(config: MkDocsConfig) -> str:
    """Return what ``mkdocs.yml`` states, with the values of the environment."""
    stated = {name: value for name, value in config.items() if name not in _OF_A_RUN}
    return json.dumps([stated, dict(config.theme.items())], default=_plain)


def _plain(value: object) -> object:
    """Return what JSON can hold of an option: functions by name."""
    return (
        dict(value) if isinstance(value, Mapping) else getattr(value, "__qualname__", repr(value))
    )


def _theme(config: MkDocsConfig) -> tuple[str, ...]:
    """Return what the templates are, but for those that are installed with Material."""
    folders = (config.theme.custom_dir, theme_dir())
    return tuple(_content(Path(folder)) for folder in folders if folder)


def _content(folder: Path) -> str:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    each = (f"{file.relative_to(folder)} {digest_of(file.read_bytes()).hex()}" for file in files)
    return digest_of("\n".join(each).encode(errors="surrogateescape")).hex()
