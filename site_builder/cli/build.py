"""``lessons build`` and ``lessons serve``."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import project_of
from site_builder.cli.options import AUDIENCES

if TYPE_CHECKING:
    from site_builder.settings import Audience

_AUDIENCE = click.option(
    "--audience",
    type=AUDIENCES,
    help="For whom the site is (default: the option in mkdocs.yml, or public). What is narrower is "
    "left out of everything.",
)


@click.command()
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes (default: site, beside mkdocs.yml).",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@_AUDIENCE
@click.pass_context
def build(
    ctx: click.Context,
    site_dir: Path | None,
    audience: Audience | None,
    *,
    strict: bool,
    quiet: bool,
) -> None:
    """Build the site. An error leaves the last good one in place."""
    arguments = ["build", "--strict" if strict else "--no-strict"]
    if site_dir:
        arguments += ["--site-dir", str(site_dir.resolve())]
    if quiet:
        arguments.append("--quiet")
    _run(ctx, arguments, audience)


@click.command()
@click.option(
    "-a",
    "--dev-addr",
    metavar="IP:PORT",
    help="Address to serve at (default: 127.0.0.1:8000).",
)
@click.option("-o", "--open", "opens", is_flag=True, help="Open it in a browser.")
@_AUDIENCE
@click.pass_context
def serve(
    ctx: click.Context, dev_addr: str | None, audience: Audience | None, *, opens: bool
) -> None:
    """Serve the site here, and rebuild it when a file changes."""
    arguments = ["serve"]
    if dev_addr:
        arguments += ["--dev-addr", dev_addr]
    if opens:
        arguments.append("--open")
    try:
        _run(ctx, arguments, audience)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        taken = dev_addr or "the address"
        ctx.fail(f"{taken} is in use by another program; try -a 127.0.0.1:8001")


def _run(ctx: click.Context, arguments: list[str], audience: Audience | None) -> None:
    config_file = project_of(ctx).config_file
    # Material prints a notice about MkDocs 2 on every build; README says what we do about it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from site_builder.plugin import run_mkdocs  # imports MkDocs

    run_mkdocs([*arguments, "--config-file", str(config_file)], audience)
