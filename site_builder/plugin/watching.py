"""The preview: what is watched, and what a change that is wrong does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import Abort, MkDocsException

from site_builder.errors import SettingsError
from site_builder.files import entries
from site_builder.plugin.building import Builder
from site_builder.processes import forks_safely
from site_builder.project import read_project
from site_builder.report import text
from site_builder.report.configuration import configuration_problems
from site_builder.theme import theme_dir

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mkdocs.livereload import LiveReloadServer


def watch(server: LiveReloadServer, root: Path) -> Callable[[], None]:
    """Build again when the base or the theme changes, and go on after a change that is wrong.

    Returns:
        What to call when the preview ends.
    """
    build = server.builder

    def rebuild() -> None:
        # MkDocs would print a traceback; a later change may be right again.
        try:
            read_project(root)
            build()
        except SettingsError as error:
            problems = configuration_problems(error, root)
            raise Abort("\n".join(text.render(problems, root))) from error
        except MkDocsException as error:
            raise Abort(error.format_message()) from error

    builder = Builder(rebuild) if forks_safely() else None
    server.builder = builder.build if builder else rebuild
    _watch_without_links(server)
    server.watch(str(theme_dir()))
    return builder.stop if builder else lambda: None


def _watch_without_links(server: LiveReloadServer) -> None:
    """Watch no folder through a link: links in circles would be followed for ever."""
    from watchdog.observers.polling import PollingObserverVFS  # noqa: PLC0415 - only previews watch

    watched = list(server._watched_paths)  # noqa: SLF001 - an observer names the folder of a file
    for path in watched:
        server.unwatch(path)
    interval = server.observer.timeout
    observer: Any = PollingObserverVFS(os.stat, entries, polling_interval=interval)
    server.observer = observer
    for path in watched:
        server.watch(path)
