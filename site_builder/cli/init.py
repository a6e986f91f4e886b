"""``lessons init``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from site_builder.cli.output import printable

if TYPE_CHECKING:
    from site_builder.starter.contents import Host

_LONGEST = 100
_HOST = re.compile(r"[^\W_]([\w.-]*[^\W_])?(:\d{1,5})?")


def _line(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Return a text for one line, or say why it is none."""
    if value is None:
        return None
    line = " ".join(value.split())
    if not any(map(str.isalnum, line)):
        message = f"{value!r} has no letter in it"
        raise click.BadParameter(message)
    if not line.isprintable():
        message = f"{printable(line)!r} contains a character that cannot be printed"
        raise click.BadParameter(message)
    if len(line) > _LONGEST:
        message = f"it has {len(line)} characters, and may have {_LONGEST}"
        raise click.BadParameter(message)
    return line


def _address(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str:
    """Return the address of a site with its slash, or say why it is none."""
    if value is None:
        return ""
    example = "write it like https://lessons.example.org/"
    try:
        parts = urlsplit(value)
    except ValueError:
        message = f"{value!r} is not an address; {example}"
        raise click.BadParameter(message) from None
    problem = ""
    if parts.scheme not in {"http", "https"}:
        problem = "does not begin with https://"
    elif not _HOST.fullmatch(parts.netloc):
        problem = "does not name a host"
    elif parts.query or parts.fragment:
        problem = "has more than a path"
    elif re.search(r"[\s<>\"\\]", value) or not value.isprintable():
        problem = "contains a character that is not allowed in an address"
    if problem:
        message = f"{value!r} {problem}; {example}"
        raise click.BadParameter(message)
    return value.rstrip("/") + "/"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--name",
    callback=_line,
    help="Name of the base, at the top of every page (default: that of the folder).",
)
@click.option(
    "--site-url",
    metavar="ADDRESS",
    callback=_address,
    help="Address of the site; it can be set in mkdocs.yml later.",
)
@click.option(
    "--licence",
    callback=_line,
    help="Licence of texts that name none.",
)
@click.option(
    "--ci",
    "host",
    type=click.Choice(["github", "gitlab", "both", "none"]),
    default="github",
    show_default=True,
    help="Where it will be checked and published.",
)
@click.pass_context
def init(
    ctx: click.Context,
    folder: Path,
    name: str | None,
    site_url: str,
    licence: str | None,
    host: Host,
) -> None:
    """Start a new knowledge base in a folder of its own.

    DIR must be empty or not there yet; nothing is ever overwritten. It gets a configuration in
    which every option is explained, a vocabulary, two invented examples, the guide, and what checks
    and publishes it. The look stays in the installed package and follows its upgrades.
    """
    from site_builder.starter.contents import Start, starting_files
    from site_builder.starter.folder import fill

    target = (ctx.find_root().obj or Path()) / folder
    start = Start(name or _name_of(target), site_url, licence or "", host)
    files = starting_files(start)
    fill(target, files)
    click.echo(f"Started “{start.name}” in {printable(str(folder))}: {len(files)} files.")
    click.echo(f"  cd {printable(str(folder))} && lessons serve    to look at it")
    click.echo("  lessons new lesson    to write the first lesson; then delete the two examples")
    click.echo("  README.md says how to make it yours and how to publish it.")


def _name_of(folder: Path) -> str:
    """Return the name that a folder's own suggests."""
    words = " ".join(re.findall(r"[^\W_]+", folder.resolve().name))
    return words[:1].upper() + words[1:] if words else "Lessons"
