"""``lessons init``."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from site_builder.cli.output import printable, say

if TYPE_CHECKING:
    from site_builder.starter.contents import Host
    from site_builder.starter.package import Package

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
@click.option(
    "--package",
    "place",
    metavar="PLACE",
    help="Where the base installs this program from: `index` for pip's package index, the address "
    "or the path of a wheel, or a git address with a tag at its end (default: where it "
    "was installed from here; asked for in a terminal).",
)
@click.pass_context
def init(
    ctx: click.Context,
    folder: Path,
    *,
    name: str | None,
    site_url: str | None,
    licence: str | None,
    host: Host,
    place: str | None,
) -> None:
    """Start a new knowledge base in a folder of its own.

    DIR must be empty or not exist yet; nothing is overwritten. It gets a configuration that
    explains every option, a vocabulary, two invented examples, the guide, and the workflows that
    check and publish it. The theme stays in the installed package and is upgraded with it.
    """
    from site_builder.starter.contents import Start, starting_files
    from site_builder.starter.folder import fill
    from site_builder.starter.package import OF_INDEX, origin

    target = (ctx.find_root().obj or Path()) / folder
    package = _package(place)
    start = Start(
        name or _name_of(target), site_url or "", licence or "", host, package.requirement
    )
    files: dict[str, str | bytes] = {**starting_files(start), **package.files()}
    fill(target, files)
    say(f"Created “{start.name}” in {folder}: {len(files)} files.")
    say(f"  cd {folder} && lessons serve    to look at it")
    say(f"  requirements.txt installs the program with: {package.requirement}")
    say("  lessons new lesson    to write the first lesson; then delete the two examples")
    say("  README.md explains how to adapt and publish it.")
    if place is None and package == OF_INDEX and origin() is None:
        say(
            "This program runs from a folder, and your package index may not have it: name another "
            "place in requirements.txt then, or begin with --package.",
            err=True,
        )


def _package(place: str | None) -> Package:
    """Return where the base installs the program from, asking in a terminal if it is not said."""
    from site_builder.starter.package import INDEX, OF_INDEX, origin, package_of

    def understood(text: str) -> Package:
        try:
            return package_of(text)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="'--package'") from None

    if place is not None:
        return understood(place)
    known = origin()
    if sys.stdin.isatty() and sys.stderr.isatty():
        default = str(known.wheel or known.requirement) if known else INDEX
        package: Package = click.prompt(
            "Where does the base install this program from (`index`, the address or path of a "
            "wheel, git+https://…@TAG)",
            default=default,
            value_proc=understood,
            err=True,
        )
        return package
    return known or OF_INDEX


def _name_of(folder: Path) -> str:
    words = " ".join(re.findall(r"[^\W_]+", folder.resolve().name))
    return words[:1].upper() + words[1:] if words else "Lessons"
