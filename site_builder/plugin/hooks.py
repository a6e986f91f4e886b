"""The hooks of MkDocs in the order of a build."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from mkdocs.__main__ import cli as mkdocs_cli
from mkdocs.config.base import ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority

from site_builder.clock import forget_unusable_moment, today
from site_builder.errors import system_problem
from site_builder.library.audience import shown_to
from site_builder.library.evidence.assess import Assessments
from site_builder.library.frame import NO_FRAME, States, frame_of
from site_builder.library.loader import load
from site_builder.markdown.anchors import Anchors
from site_builder.plugin.environment import equip
from site_builder.plugin.output import Output
from site_builder.plugin.own_pages import OwnPages, keep_back, take_over
from site_builder.plugin.pages import complete, lighten, place, render_here
from site_builder.plugin.told import command, log, report, told
from site_builder.plugin.watching import watch
from site_builder.processes import cores
from site_builder.project import CONFIG_FILE, FOLDER_ADDRESSES, project_at
from site_builder.publish.brand import Brand
from site_builder.publish.context import Identity
from site_builder.publish.site import Known, Site
from site_builder.publish.sitemap import SITEMAP
from site_builder.publish.writing import write_files
from site_builder.search.background import SearchBuild
from site_builder.settings import Audience, Settings, parse_settings
from site_builder.theme import theme_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from site_builder.library.base import Base


_SEARCH = "search"
"""Folder of the published index."""


def run_mkdocs(arguments: list[str], audience: Audience | None = None) -> None:
    """Run MkDocs' own command line, which ends the process with its exit status.

    Args:
        arguments: As on the command line.
        audience: Audience of the site; that of ``mkdocs.yml`` if None.
    """
    LessonsPlugin.audience = audience
    mkdocs_cli(args=arguments, prog_name="mkdocs")


class LessonsPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # MkDocs is half typed
    """Checks the base, and adds pages, feeds and the search index to the build."""

    audience: ClassVar[Audience | None] = None
    """Audience given on the command line, if any."""

    def __init__(self) -> None:
        """Start with default settings, and without a site."""
        self._settings = Settings()
        self._command: Literal["build", "gh-deploy", "serve", ""] = ""
        self._output = Output()
        self._site: Site | None = None
        self._frame = NO_FRAME
        self._search: SearchBuild | None = None
        self._render_redirect: Callable[..., str] = str
        self._anchors = Anchors()
        self._docs_dir = ""
        self._brand = Brand()
        self._own_files: list[File] = []
        self._env: Environment | None = None
        self._nav: Navigation | None = None
        self._stop_watching: Callable[[], None] = lambda: None

    def load_config(
        self,
        options: dict[str, Any],
        config_file_path: str | None = None,  # noqa: ARG002 - MkDocs' signature
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Read the plugin's options, and report every invalid one."""
        settings, problems = parse_settings(options)
        self._settings = settings or Settings()
        if self.audience:
            self._settings = replace(self._settings, audience=self.audience)
        return [(option, ValidationError(problem)) for option, problem in problems], []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note which command runs."""
        self._command = command
        forget_unusable_moment()
        if dirty:
            log.warning("A dirty build is not supported: pages depend on each other.")

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the theme in place, and build beside the old site until the new one is complete."""
        if not config.use_directory_urls:
            raise PluginError(f"use_directory_urls: {FOLDER_ADDRESSES}")
        own = [folder for folder in (config.theme.custom_dir,) if folder]
        config.theme.dirs[len(own) : len(own)] = [str(theme_dir())]
        self._brand = Brand.of(dict(config.theme.items()))
        self._configure_markdown(config.mdx_configs)
        # Our own site map leaves drafts out.
        config.theme.static_templates.discard(SITEMAP)
        if self._command:
            self._output.open(config, shared=self._command != "serve")
        return config

    @event_priority(-100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Let MkDocs look for files in an empty folder: it would follow links to anywhere."""
        self._docs_dir, config.docs_dir = config.docs_dir, config.site_dir

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Check the base, give every record its address, and add the generated pages."""
        config.docs_dir = self._docs_dir
        written = Path(config.config_file_path or CONFIG_FILE)
        with told():
            project = project_at(written, config.docs_dir, config.theme.custom_dir, self._settings)
        project = replace(project, language=str(config.theme.get("language") or "en"))

        def index(base: Base) -> None:
            shown, evidence = shown_to(base.library, project.settings.audience), base.evidence
            if shown is not base.library:
                evidence = Assessments(shown, project.settings, today())
            self._frame, last = frame_of(base, project), self._output.staying(config)
            states = States(self._frame, base.library, shown, base.graph)
            folders = Path(config.site_dir, _SEARCH), last and last / _SEARCH
            self._search = SearchBuild(shown, evidence, states, folders, project)

        loaded = load(project, index)
        report(loaded, project, is_preview=self._command == "serve")
        self._output.look_back(project, config, kept=self._command == "build")
        finished = self._output.finished
        self._site = site = Site(
            loaded.without_orphans(project.settings),
            project,
            lambda: self._search.related if self._search else {},
            Identity.of(config.site_name, config.site_url, config.site_description),
            self._brand,
            Known(self._frame, finished.listed) if finished else Known(self._frame),
        )
        place(site, files, config, own=finished is not None)
        lighten(files, config)
        config.nav = site.navigation(config.nav)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Keep the pages that are rendered here from Python-Markdown."""
        if self._site:
            self._nav = nav
            keep_back(self._site, files)
            render_here(self._site, files)
        return nav

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Give MkDocs the body alone: we have read the header."""
        return self._site.read(page.file.src_uri) if self._site else None

    def on_page_markdown(
        self,
        markdown: str,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,  # noqa: ARG002
    ) -> str:
        """Set title, description and template of the page."""
        self._anchors = Anchors()
        if self._site:
            page.meta.update(self._site.meta(page.file.src_uri))
        return markdown

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Set the variables of all templates."""
        if self._site:
            equip(env, self._site, self._settings, files, config)
        self._render_redirect = env.get_template("redirect.html").render
        self._env = env
        if self._output.finished:
            self._own_files = take_over(files)
        return env

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: Page,
        config: MkDocsConfig,
        nav: Navigation,  # noqa: ARG002
    ) -> TemplateContext:
        """Set the variables of a page's template."""
        if self._site:
            complete(context, page, self._site, config)
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Free the rendered text, which MkDocs would keep of every page to the end."""
        # MkDocs derives a title from the text; pages written later still list it.
        page.title = page.title
        page.markdown = page.content = None
        return output

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the files beside the pages."""
        if self._site is None or self._search is None:
            return
        folder, finished, own = Path(config.site_dir), self._output.finished, None
        # Related lessons are found by another process meanwhile, on a core of its own.
        if finished and self._env and self._nav:
            own = OwnPages(self._site, self._own_files, finished, config, self._env, self._nav)
            own.check_anchors()
            own.render(records=False, processes=max(1, cores() - 1))
        if finished and own:
            self._site.added.let_go()
            write_beside = partial(own.write_beside, folder, self._render_redirect)
            if is_waiting := not self._search.is_at_hand:
                write_beside()
            _waited_for = self._search.related
            meanwhile = None if is_waiting else write_beside
            own.render(records=True, processes=cores(), meanwhile=meanwhile)
            own.finish()
        else:
            write_files(folder, self._site.beside.files(self._render_redirect))
        self._site = self._env = self._nav = None
        self._own_files = []
        # Another process publishes the index meanwhile.
        with told():
            if notice := self._search.finish():
                log.info(notice)
        if finished:
            finished.leave(f"{_SEARCH}/{path}" for path in self._search.stay)
        self._output.complete(config)
        if self._command == "serve":
            self._output.put_in_place()

    def on_build_error(self, *, error: Exception) -> None:
        """Keep the site that was there, and say in a sentence what the system refused."""
        if self._search:
            self._search.stop()
        self._output.abandon()
        if self._command == "serve":
            self._output.put_in_place()
        if isinstance(error, OSError):
            raise PluginError(f"{system_problem(error)}; the last good site stays") from error

    def on_shutdown(self) -> None:
        """Put the new site in the place of the old one, if it was finished."""
        self._stop_watching()
        # MkDocs calls no error hook on an interrupt; the search may still be writing.
        if self._search:
            self._search.stop()
        target = self._output.target
        if self._output.put_in_place():
            log.info("The site is in %s", target)

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,
        builder: object,  # noqa: ARG002
    ) -> LiveReloadServer:
        """Build again when the theme changes, and name the command for everything else."""
        self._stop_watching = watch(
            server, Path(config.config_file_path or CONFIG_FILE).resolve().parent
        )
        log.info("Other commands: `%s --help`", command())
        return server

    def _configure_markdown(self, extensions: dict[str, dict[str, Any]]) -> None:
        """Give headings of plain pages the ids that checks expect, and tables no style."""
        for extension, options in (
            # Both names of an extension lead to the same options in MkDocs.
            ("toc", {"slugify": lambda title, _separator: self._anchors.anchor(title)}),
            ("tables", {"use_align_attribute": True}),
        ):
            extensions[extension] = {**options, **(extensions.get(extension) or {})}
