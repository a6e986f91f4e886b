"""``lessons build`` and ``lessons serve``."""

from __future__ import annotations

import errno
import logging
import os
import re
import socket
import sys
import tempfile
import traceback
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_project
from site_builder.cli.output import AUDIENCES, fail, say, strict_option
from site_builder.errors import BeforehandError
from site_builder.places import own_folder, remove

if TYPE_CHECKING:
    from site_builder.project import Project
    from site_builder.settings import Audience

_DEFAULT = "127.0.0.1:8000"
_LAST_PORT = 65_535
_TRIED = 20
"""How many ports after a taken one are tried."""
_OF_OPTION = re.compile("Config value '(?P<option>[^']*)': (?P<problem>.*)", re.DOTALL)
_AUDIENCE = click.option(
    "--audience",
    type=AUDIENCES,
    help="Leave out what this audience may not see (default: the option in mkdocs.yml, or public).",
)


def _name_the_address(ctx: click.Context, param: click.Parameter, port: str | None) -> None:
    """Refuse an option that servers of other makers have, and say what stands for it here."""
    if port is not None:
        ctx.fail(f"No such option: {param.opts[-1]}; write -a 127.0.0.1:{port}")


@click.command()
@strict_option
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the site (default: site, next to mkdocs.yml).",
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.option("--clean", is_flag=True, help="Use nothing that an earlier build has kept.")
@_AUDIENCE
def build(
    site_dir: Path | None, audience: Audience | None, *, strict: bool, quiet: bool, clean: bool
) -> None:
    """Build the site. After an error, the last complete site stays in place."""
    project = _project()
    arguments = ["build", "--strict" if strict else "--no-strict"]
    if site_dir:
        target, lessons = site_dir.resolve(), project.lessons_dir.resolve()
        if target.is_relative_to(lessons) or lessons.is_relative_to(target):
            fail("--site-dir names a folder in or around that of the lessons; name another")
        arguments += ["--site-dir", str(target)]
    if quiet:
        arguments.append("--quiet")
    if clean:
        for kept in ("reading", "site"):
            remove(project.cache_dir / kept)
    _run(project, arguments, audience)


@click.command()
@click.option(
    "-a", "--dev-addr", metavar="IP:PORT", help="Address to serve at (default: 127.0.0.1:8000)."
)
@click.option(
    *("-p", "--port"),
    hidden=True,
    expose_value=False,
    callback=_name_the_address,
    help="Not here: the port is part of the address.",
)
@click.option("-o", "--open", "opens", is_flag=True, help="Open the site in a browser.")
@_AUDIENCE
def serve(dev_addr: str | None, audience: Audience | None, *, opens: bool) -> None:
    """Serve the site locally and rebuild it when a file changes."""
    project = _project()
    arguments = ["serve", "--dev-addr", _free_address(dev_addr or project.dev_addr)]
    if opens:
        arguments.append("--open")
    with own_folder(Path(tempfile.gettempdir()), "lessons-serve-") as folder:
        # MkDocs makes its own folder in this one; nobody removes that if this process is killed.
        tempfile.tempdir = str(folder)
        _run(project, arguments, audience)


def _free_address(wanted: str) -> str:
    """Return the address to serve at: the one that is wanted, or else a free one."""
    host, _, port = (wanted or _DEFAULT).rpartition(":")
    number = int(port) if port.isascii() and port.isdigit() else -1
    if not host or not 0 < number <= _LAST_PORT:
        fail(f"`{wanted}` is not an address and a port; write it like {_DEFAULT}")
    if wanted and _is_taken(host, number):
        fail(f"{wanted} is already in use; try -a 127.0.0.1:8001")
    ports = range(number, min(number + _TRIED, _LAST_PORT) + 1)
    free = next((other for other in ports if not _is_taken(host, other)), 0)
    if not free:
        fail(f"every port from {number} to {ports[-1]} is already in use; name another with -a")
    if free != number:
        say(f"Port {number} is already in use, so the site is served at port {free}.", err=True)
    return f"{host}:{free}"


def _is_taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host.strip("[]"), port), family=family):
            return False
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            fail(f"{host}:{port} cannot be used: {error.strerror or error}")
    return True


def _project() -> Project:
    """Return the project, which must be one that our plugin builds.

    Raises:
        SettingsError: The plugin is not configured.
    """
    project = find_project()
    if not project.has_plugin:
        from site_builder.configuration import Configuration

        config = Configuration(project.config_file, project.config_file.read_bytes())
        problem = "the plugin `lessons` is missing; add it: `plugins: [lessons]`"
        raise config.error(["plugins"], problem)
    return project


def _run(project: Project, arguments: list[str], audience: Audience | None) -> None:
    # Material prints a notice about MkDocs 2 on every build; the README explains our answer.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from site_builder.plugin import run_mkdocs  # imports MkDocs

    logging.getLogger("mkdocs.config").addFilter(partial(_placed, project.config_file))
    try:
        run_mkdocs([*arguments, "--config-file", str(project.config_file)], audience)
    except (BeforehandError, OSError):
        raise
    except Exception as error:
        if (problem := _own_problem(error, project.root)) is None:
            raise
        fail(problem)


def _placed(file: Path, record: logging.LogRecord) -> bool:
    """Give what MkDocs says of an option the look of our problems, with its place."""
    found = _OF_OPTION.fullmatch(record.getMessage())
    if found and record.levelno >= logging.WARNING:
        from dataclasses import replace

        from site_builder.configuration import Configuration
        from site_builder.diagnostics import Severity
        from site_builder.report.configuration import configuration_problems
        from site_builder.report.text import render

        error = Configuration(file, file.read_bytes()).error([found["option"]], found["problem"])
        severity = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
        found_here = configuration_problems(error, file.parent)
        problems = [replace(problem, severity=severity) for problem in found_here]
        record.msg, record.args = "\n".join(render(problems, file.parent)), None
    return True


def _own_problem(error: Exception, root: Path) -> str | None:
    """Return where code of the base, such as a hook, has failed; None if other code has."""
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    reason = str(error)
    if isinstance(error, SyntaxError):
        places.append((error.filename or "", error.lineno))
        reason = error.msg
    for name, line in reversed(places):
        file = Path(name)
        others = (Path(sys.prefix), Path(__file__).parent.parent)
        if file.is_relative_to(root) and not any(file.is_relative_to(other) for other in others):
            return f"{file.relative_to(root)}:{line}: {type(error).__name__}: {reason}"
    return None
