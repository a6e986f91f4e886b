"""What a build says: on MkDocs' log, and as its errors."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from site_builder.errors import BeforehandError, system_problem
from site_builder.library.refusals import theme_problems
from site_builder.project import PLUGIN
from site_builder.report import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base
    from site_builder.project import Project

log = get_plugin_logger(PLUGIN)


@contextmanager
def told() -> Iterator[None]:
    """Let MkDocs print in a sentence what is wrong around the base."""
    try:
        yield
    except (BeforehandError, OSError) as error:
        said = system_problem(error) if isinstance(error, OSError) else str(error)
        raise PluginError(said) from error


def report(base: Base, project: Project, *, is_preview: bool) -> None:
    """Log the warnings of a base; its errors end a build, and cost a preview the files."""
    for warning in text.build_warnings(base, project.root):
        log.warning(warning)
    message = text.build_errors(base, project.root)
    # Templates cannot be left out.
    if message and (not is_preview or theme_problems(project)):
        raise PluginError(message)
    if message:
        log.error("%s\nThis preview leaves out the files with errors.", message)


def command() -> str:
    """Return the command as typed, if with a folder, so that a reader can repeat it."""
    typed = Path(sys.argv[0])
    return str(typed) if typed.name == PLUGIN and not typed.is_absolute() else PLUGIN
