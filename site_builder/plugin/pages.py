"""The files that MkDocs builds: which there are, where they go, and which it does not render."""

from __future__ import annotations

import os
import re
from functools import partial
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from site_builder.publish.markup import cleaned, in_language, with_anchors
from site_builder.publish.scripts import JOINED, joined
from site_builder.publish.sitemap import SITEMAP
from site_builder.publish.stylesheet import MAIN, OWN, PLAIN, shared, uncommented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.utils.templates import TemplateContext

    from site_builder.publish.brand import Brand
    from site_builder.publish.site import Site
    from site_builder.publish.text import RenderedText

_UNUSED = re.compile(rf"assets/(javascripts/|images/)|{re.escape(SITEMAP)}|.*\.map$")
"""Files of Material and MkDocs that our templates do not use."""


class OwnFile(File):
    """A page that MkDocs can link to, and does not build."""

    @property
    def src_path(self) -> str:
        """The source, whose path has slashes as it comes: MkDocs would take thousands apart."""
        return os.path.normpath(self.src_uri)

    @src_path.setter
    def src_path(self, value: str) -> None:
        self.src_uri = value

    def is_documentation_page(self) -> bool:
        """Return False, which keeps it out of what MkDocs builds."""
        return False

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - its signature
        """Copy nothing: a page is no file to be copied."""


class RenderedPage(Page):
    """A page with HTML of our own, for which MkDocs makes no Markdown converter."""

    render_text: Callable[[], RenderedText]

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the text unchanged: a rule at its top is not a header."""
        self.markdown = config.plugins.on_page_read_source(page=self, config=config) or ""
        self.meta = {}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Take the HTML, its contents, and the ids that links may lead to."""
        self.take(self.render_text())

    def take(self, text: RenderedText) -> None:
        """Take a text."""
        self.content = text.html
        self.toc = get_toc(text.contents)
        self.present_anchor_ids = set(text.anchors)


def place(site: Site, files: Files, config: MkDocsConfig, *, own: bool) -> None:
    """Put the files of a site in the place of those that MkDocs found.

    Args:
        site: The content of every page.
        files: What MkDocs found.
        config: MkDocs' own configuration.
        own: Whether pages of ours are kept from MkDocs.
    """
    for file in list(files):
        if file.src_dir == config.site_dir or _is_unused(file, site.brand, config):
            files.remove(file)
    for file, url in _files_of(site, config, own=own):
        if same := files.src_uris.get(file.src_uri):
            files.remove(same)
        files.append(file)
        if url is not None:
            # Thousands of lessons in the navigation, which every page carries, take minutes.
            file.dest_uri, file.inclusion = f"{url}index.html", InclusionLevel.NOT_IN_NAV


def lighten(files: Files, config: MkDocsConfig) -> None:
    """Publish style sheets and scripts in fewer bytes and requests."""
    found = dict(files.src_uris)
    light = {path: joined(path, lambda it: found[it].content_string) for path in JOINED}
    for path, file in found.items():
        if path.startswith(MAIN):
            light[path], plain = shared(file.content_string)
            files.append(File.generated(config, PLAIN, content=plain))
        elif path.startswith(OWN) and path.endswith(".css"):
            light[path] = uncommented(file.content_string)
    for path, text in light.items():
        found[path].content_string = text


def complete(context: TemplateContext, page: Page, site: Site, config: MkDocsConfig) -> None:
    """Set the variables of a page's template that are ours, and what the page shows."""
    source = page.file.src_uri
    is_plain = not isinstance(page, RenderedPage)
    html = cleaned(page.content) if is_plain else page.content
    # A template of the base may have what else only plain pages have.
    context["is_plain"] = is_plain or bool(config.theme.custom_dir)  # type: ignore[typeddict-unknown-key]
    page.content = html if page.is_homepage else with_anchors(html)
    page.edit_url = site.edit_url(source) or page.edit_url
    context.update(site.context(source))  # type: ignore[typeddict-item]
    if source in site.records:
        page.content = in_language(page.content, site.brand.language)


def _is_unused(file: File, brand: Brand, config: MkDocsConfig) -> bool:
    """Return whether no page needs a file of Material or MkDocs."""
    if file.src_dir == config.theme.custom_dir or brand.is_own(file.src_uri):
        return False
    is_palette = file.src_uri.startswith("assets/stylesheets/") and not brand.needs(file.src_uri)
    return is_palette or bool(_UNUSED.match(file.src_uri))


def render_here(site: Site, files: Files) -> None:
    """Keep the pages that a site renders itself from Python-Markdown."""
    for file in files.documentation_pages():
        page = file.page
        if page and site.is_rendered(file.src_uri):
            render_one(site, page)


def render_one(site: Site, page: Page) -> None:
    """Keep a page from Python-Markdown; the navigation may hold this very object."""
    page.__class__ = RenderedPage
    assert isinstance(page, RenderedPage)  # noqa: S101 - it has just become one
    page.render_text = partial(site.text, page.file.src_uri)


def _files_of(site: Site, config: MkDocsConfig, *, own: bool) -> Iterator[tuple[File, str | None]]:
    """Yield every file that is no theme's, with the address of a page that we place."""
    extra = {*config.extra_css, *map(str, config.extra_javascript)}
    for source in site.files.sources:
        if source in site.records or source in extra:
            kind = OwnFile if own and site.is_rendered(source) else File
            file = kind(source, config.docs_dir, config.site_dir, config.use_directory_urls)
            yield file, site.url(source)
        elif site.files.shows_image(source):
            # We write it ourselves, when the pages are there.
            yield File.generated(config, source, content=b""), None
    for source, url in site.added.urls.items():
        # MkDocs warns of an empty page.
        yield (OwnFile if own else File).generated(config, source, content="\n"), url
