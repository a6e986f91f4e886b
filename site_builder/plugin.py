"""The MkDocs plugin ``lessons``: hooks like a table of contents. Nothing else imports MkDocs."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from mkdocs.__main__ import cli as mkdocs_cli
from mkdocs.config.base import ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from site_builder.clock import today
from site_builder.diagnostics import Severity
from site_builder.errors import IndexUnusableError
from site_builder.library.addresses import IMAGES, SITE_PAGES, record_url
from site_builder.library.audience import shown_to
from site_builder.library.evidence.assess import Assessments
from site_builder.library.loader import load
from site_builder.markdown.anchors import Anchors
from site_builder.options import parse_settings
from site_builder.project import CONFIG_FILE, PLUGIN, Project
from site_builder.publish.context import Identity
from site_builder.publish.markup import cleaned, rendered
from site_builder.publish.site import Site
from site_builder.publish.sitemap import SITEMAP
from site_builder.publish.swap import Staging
from site_builder.report import text
from site_builder.search.background import SearchBuild
from site_builder.settings import Audience, Settings
from site_builder.theme import theme_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from site_builder.library.base import Base
    from site_builder.library.library import Library
    from site_builder.publish.text import RenderedText

log = get_plugin_logger(PLUGIN)

_UNUSED = ("assets/javascripts/", "assets/images/", "assets/stylesheets/palette.", SITEMAP)
"""What Material and MkDocs ship and our templates do without."""
_OUT_OF_NAV = InclusionLevel.NOT_IN_NAV
_MOST_WARNINGS = 20
"""Problems shown in full while a site is built; ``lessons check`` shows all."""


def run_mkdocs(arguments: list[str], audience: Audience | None = None) -> None:
    """Run MkDocs' own command line, which ends the process with its exit status.

    Args:
        arguments: As on the command line.
        audience: For whom the site is, if not for those whom ``mkdocs.yml`` names.
    """
    LessonsPlugin.audience = audience
    mkdocs_cli(args=arguments, prog_name="mkdocs")


class _RenderedPage(Page):
    """A page whose HTML is ready: MkDocs makes no Markdown converter for it."""

    render_text: Callable[[], RenderedText]

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the text as it is; a rule at its top opens no header."""
        self.markdown = config.plugins.on_page_read_source(page=self, config=config) or ""
        self.meta = {}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Take the HTML, its contents, and the ids that links may lead to."""
        text = self.render_text()
        self.content = text.html
        self.toc = get_toc(text.contents)
        self.present_anchor_ids = set(text.anchors)


class LessonsPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # MkDocs is half typed
    """Checks the base, and adds what a plain build of Markdown files lacks."""

    audience: ClassVar[Audience | None] = None
    """For whom the site is, where the command line says so."""

    def __init__(self) -> None:
        """Start with default settings, and without a site."""
        self._settings = Settings()
        self._command: Literal["build", "gh-deploy", "serve", ""] = ""
        self._staging: Staging | None = None
        self._site: Site | None = None
        self._search: SearchBuild | None = None
        self._render_redirect: Callable[..., str] = str
        self._anchors = Anchors()

    def load_config(
        self,
        options: dict[str, Any],
        config_file_path: str | None = None,  # noqa: ARG002 - MkDocs' signature
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Read the plugin's options; every wrong one is reported."""
        settings, problems = parse_settings(options)
        self._settings = settings or Settings()
        if self.audience:
            self._settings = replace(self._settings, audience=self.audience)
        return [(option, ValidationError(problem)) for option, problem in problems], []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note which command runs."""
        self._command = command
        if dirty:
            log.warning("A dirty build is not supported: pages depend on each other.")

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the theme in place, and build aside until the site is whole."""
        own = [folder for folder in (config.theme.custom_dir,) if folder]
        config.theme.dirs[len(own) : len(own)] = [str(theme_dir())]
        self._configure_markdown(config.mdx_configs)
        # The site has a map of its own, which knows what is a draft.
        config.theme.static_templates.discard(SITEMAP)
        if self._command in {"build", "gh-deploy"}:
            self._staging = Staging(Path(config.site_dir))
            config.site_dir = str(self._staging.open())
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Check the base, give every record its address, and add the generated pages."""
        project = self._project(config)

        def index(library: Library, evidence: Assessments) -> None:
            shown = shown_to(library, project.settings.audience)
            if shown is not library:
                evidence = Assessments(shown, project.settings, today())
            self._search = SearchBuild(shown, evidence, Path(config.site_dir) / "search")

        loaded = load(project, index)
        self._report(loaded, project.root)
        self._site = site = Site(
            loaded.shown_to(project.settings),
            project,
            lambda: self._search.related if self._search else {},
            _identity(config),
        )
        for file in list(files):
            if not _belongs(file, site, config):
                files.remove(file)
        for file in files.documentation_pages():
            _place(file, site.url(file.src_uri))
        for source, generated in site.generated.items():
            # MkDocs takes an empty page for a mistake.
            file = File.generated(config, source, content=generated.markdown or "\n")
            _place(file, generated.url)
            files.append(file)
        if config.nav is None:
            config.nav = site.navigation()
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Keep the pages that are rendered here from Python-Markdown."""
        for file in files.documentation_pages():
            page = file.page
            if self._site and page and self._site.is_rendered(file.src_uri):
                # The navigation holds these very objects.
                page.__class__ = _RenderedPage
                assert isinstance(page, _RenderedPage)  # noqa: S101 - it has just become one
                page.render_text = partial(self._site.text, file.src_uri)
        return nav

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Hand MkDocs the body alone: the header has been read, and better."""
        return self._site.markdown(page.file.src_uri) if self._site else None

    def on_page_markdown(
        self,
        markdown: str,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,  # noqa: ARG002
    ) -> str:
        """Say which template shows the page, under what title."""
        self._anchors = Anchors()
        if self._site:
            page.meta.update(self._site.meta(page.file.src_uri))
        return markdown

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Let templates escape every text, and give them what all pages show."""
        # Every build makes an environment of its own, so no template changes under its feet.
        env.auto_reload = False
        # Before any template is compiled. A theme of the base that shows HTML marks it as safe.
        env.autoescape = True
        env.globals["material_stylesheets"] = _material_stylesheets(files)
        env.globals["licence"] = self._settings.licence
        env.globals["record_url"] = record_url
        env.globals["foot_pages"] = [page for page in SITE_PAGES if page.foot]
        env.globals["copyright"] = rendered(config.copyright)
        self._render_redirect = env.get_template("redirect.html").render
        return env

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002
        nav: Navigation,  # noqa: ARG002
    ) -> TemplateContext:
        """Hand the template what it shows."""
        page.content = page.content if isinstance(page, _RenderedPage) else cleaned(page.content)
        if self._site:
            page.edit_url = self._site.edit_url(page.file.src_uri) or page.edit_url
            context.update(self._site.context(page.file.src_uri))  # type: ignore[typeddict-item]
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Let go of what has been rendered; MkDocs would keep it of every page to the end."""
        # MkDocs works a title out from the text; other pages list it after this one is written.
        page.title = page.title
        page.markdown = page.content = None
        return output

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the files beside the pages."""
        if self._site is None or self._search is None:
            return
        folder = Path(config.site_dir)
        for url, content in self._site.files(self._render_redirect):
            _write(folder / PurePosixPath(url), content.encode())
        self._site = None
        # Its process publishes the index meanwhile.
        try:
            self._search.finish()
        except IndexUnusableError as error:
            raise PluginError(str(error)) from error
        if self._staging:
            config.site_dir = str(self._staging.complete())

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Keep the site that was there."""
        if self._search:
            self._search.stop()
        if self._staging:
            self._staging.abandon()

    def on_shutdown(self) -> None:
        """Put the new site in the place of the old one, if it was finished."""
        # An interrupt is no build error to MkDocs; the search may still be writing then.
        if self._search:
            self._search.stop()
        if self._staging:
            self._staging.close()

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,  # noqa: ARG002
        builder: object,  # noqa: ARG002
    ) -> LiveReloadServer:
        """Build again when the theme changes, too, and name the command for everything else."""
        server.watch(str(theme_dir()))
        log.info("Other commands: `%s --help`", _command())
        return server

    def _configure_markdown(self, extensions: dict[str, dict[str, Any]]) -> None:
        """Let headings of plain pages have the ids that checks expect, and tables no style."""
        for extension, options in (
            # Both names of an extension lead to the same options in MkDocs.
            ("toc", {"slugify": lambda title, _separator: self._anchors.anchor(title)}),
            ("tables", {"use_align_attribute": True}),
        ):
            extensions[extension] = {**options, **(extensions.get(extension) or {})}

    def _project(self, config: MkDocsConfig) -> Project:
        config_file = Path(config.config_file_path or CONFIG_FILE).resolve()
        return Project(
            config_file.parent, config_file, Path(config.docs_dir).resolve(), self._settings
        )

    def _report(self, loaded: Base, root: Path) -> None:
        # A log may be read by anybody; what tells of people is for `lessons check`.
        public = [d for d in loaded.diagnostics if not d.private]
        errors = [d for d in public if d.severity is Severity.ERROR]
        warnings = [d for d in public if d.severity is Severity.WARNING]
        for block in text.render(warnings[:_MOST_WARNINGS], root):
            log.warning(block)
        if len(warnings) > _MOST_WARNINGS:
            log.warning(
                "%d more warnings; `lessons check` shows all", len(warnings) - _MOST_WARNINGS
            )
        if not errors:
            return
        shown = "\n\n".join(text.render(errors[:_MOST_WARNINGS], root))
        counted = text.summary(public, len(loaded.library.records) + len(loaded.unreadable))
        message = f"{shown}\n\n{counted}; `lessons check` shows all"
        if self._command != "serve":
            raise PluginError(message)
        log.error("%s\nWhat is wrong is left out of this preview.", message)


def _command() -> str:
    """Return the command as it was typed, where a folder was typed with it."""
    started = Path(sys.argv[0])
    typed = started.name == PLUGIN and not started.is_absolute()
    return str(started) if typed else PLUGIN


def _write(file: Path, content: bytes) -> None:
    # Most stand beside a page, whose folder is there.
    try:
        file.write_bytes(content)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _belongs(file: File, site: Site, config: MkDocsConfig) -> bool:
    """Return whether a file goes to the site: a readable page, an image, or the theme's."""
    if file.src_dir != config.docs_dir:
        return not file.src_uri.startswith(_UNUSED) and not file.src_uri.endswith(".map")
    if file.is_documentation_page():
        return file.src_uri in site.records
    if file.src_uri in {*config.extra_css, *map(str, config.extra_javascript)}:
        return True
    shown = site.images is None or file.src_uri in site.images
    return shown and PurePosixPath(file.src_uri).suffix.lower() in IMAGES


def _identity(config: MkDocsConfig) -> Identity:
    """Return what the site calls itself, and where it stands."""
    address = config.site_url.rstrip("/") + "/" if config.site_url else ""
    return Identity(config.site_name, address, config.site_description or "")


def _material_stylesheets(files: Files) -> list[str]:
    """Return Material's style sheet, whose name changes with every release."""
    main = "assets/stylesheets/main."
    return [file.src_uri for file in files.css_files() if file.src_uri.startswith(main)]


def _place(file: File, url: str | None) -> None:
    """Move a record to its address, and keep it out of the navigation tree.

    With two thousand lessons in the tree, which every page carries, a build takes minutes.
    """
    if url is not None:
        file.dest_uri = f"{url}index.html"
        file.inclusion = _OUT_OF_NAV
