"""``lessons init``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from site_builder.cli.output import printable, say

if TYPE_CHECKING:
    from site_builder.starter.contents import Host

_LONGEST = 100
_HOST = re.compile(r"[^\W_]([\w.-]*[^\W_])?(:\d{1,5})?")


def _line(text: str) -> str:
    line = " ".join(text.split())
    if not any(map(str.isalnum, line)):
        raise click.BadParameter(f"{text!r} contains no letter or digit")
    if not line.isprintable():
        raise click.BadParameter(f"{printable(line)!r} contains an unprintable character")
    if len(line) > _LONGEST:
        raise click.BadParameter(f"{len(line)} characters; at most {_LONGEST} are allowed")
    return line


def _address(text: str) -> str:
    problem = ""
    try:
        parts = urlsplit(text)
    except ValueError:
        problem = "is not an address"
    else:
        if parts.scheme not in {"http", "https"}:
            problem = "does not begin with https://"
        elif not _HOST.fullmatch(parts.netloc):
            problem = "has no valid host"
        elif parts.query or parts.fragment:
            problem = "has a query or a fragment"
        elif re.search(r"[\s<>\"\\]", text) or not text.isprintable():
            problem = "contains a character that is not allowed in an address"
    if problem:
        raise click.BadParameter(f"{text!r} {problem}; write it like https://lessons.example.org/")
    return text.rstrip("/") + "/"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--name",
    type=_line,
    metavar="TEXT",
    help="Name of the base, shown on every page (default: from the folder's name).",
)
@click.option(
    "--site-url",
    type=_address,
    metavar="ADDRESS",
    help="Address of the site; you can set it in mkdocs.yml later.",
)
@click.option(
    "--licence", type=_line, metavar="TEXT", help="Licence of texts that do not name one."
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
    site_url: str | None,
    licence: str | None,
    host: Host,
) -> None:
    """Start a new knowledge base in a folder of its own.

    DIR must be empty or not exist yet; nothing is overwritten. It gets a configuration that
    explains every option, a vocabulary, two invented examples, the guide, and the workflows that
    check and publish it. The theme stays in the installed package and is upgraded with it.
    """
    from site_builder.starter.contents import Start, starting_files
    from site_builder.starter.folder import fill

    target = (ctx.find_root().obj or Path()) / folder
    start = Start(name or _name_of(target), site_url or "", licence or "", host)
    files = starting_files(start)
    fill(target, files)
    say(f"Created “{start.name}” in {folder}: {len(files)} files.")
    say(f"  cd {folder} && lessons serve    to look at it")
    say("  lessons new lesson    to write the first lesson; then delete the two examples")
    say("  README.md explains how to adapt and publish it.")


def _name_of(folder: Path) -> str:
    words = " ".join(re.findall(r"[^\W_]+", folder.resolve().name))
    return words[:1].upper() + words[1:] if words else "Lessons"
