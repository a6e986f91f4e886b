"""``lessons build`` and ``lessons serve``."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_project
from site_builder.cli.output import AUDIENCES, fail, strict_option

if TYPE_CHECKING:
    from site_builder.settings import Audience

_AUDIENCE = click.option(
    "--audience",
    type=AUDIENCES,
    help="Leave out what this audience may not see (default: the option in mkdocs.yml, or public).",
)


@click.command()
@strict_option
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the site (default: site, next to mkdocs.yml).",
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@_AUDIENCE
def build(site_dir: Path | None, audience: Audience | None, *, strict: bool, quiet: bool) -> None:
    """Build the site. After an error, the last complete site stays in place."""
    arguments = ["build", "--strict" if strict else "--no-strict"]
    if site_dir:
        arguments += ["--site-dir", str(site_dir.resolve())]
    if quiet:
        arguments.append("--quiet")
    _run(arguments, audience)


@click.command()
@click.option(
    "-a",
    "--dev-addr",
    metavar="IP:PORT",
    help="Address to serve at (default: 127.0.0.1:8000).",
)
@click.option("-o", "--open", "opens", is_flag=True, help="Open the site in a browser.")
@_AUDIENCE
def serve(dev_addr: str | None, audience: Audience | None, *, opens: bool) -> None:
    """Serve the site locally and rebuild it when a file changes."""
    arguments = ["serve"]
    if dev_addr:
        arguments += ["--dev-addr", dev_addr]
    if opens:
        arguments.append("--open")
    try:
        _run(arguments, audience)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        fail(f"{dev_addr or 'the address'} is already in use; try -a 127.0.0.1:8001")


def _run(arguments: list[str], audience: Audience | None) -> None:
    config_file = find_project().config_file
    # Material prints a notice about MkDocs 2 on every build; the README explains our answer.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from site_builder.plugin import run_mkdocs  # imports MkDocs

    run_mkdocs([*arguments, "--config-file", str(config_file)], audience)
