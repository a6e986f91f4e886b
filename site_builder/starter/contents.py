"""The files of a new base and their contents."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from string import Template
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from site_builder.clock import today
from site_builder.library.addresses import generated_sources
from site_builder.library.graph import is_local, resolve
from site_builder.markdown.body import Body
from site_builder.records.header.write import one_line, quoted
from site_builder.settings import Settings
from site_builder.starter.package import OF_INDEX
from site_builder.starter.shared import shared_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

Host: TypeAlias = Literal["github", "gitlab", "both", "none"]
"""Where a base is checked and published."""

LESSON = "example-three-questions"
ASSIST = "example-visit"

_PACKAGE = Path(__file__).parent
_LESSONS = "lessons/"
_DOTTED = frozenset({"github", "gitignore", "gitlab-ci.yml", "pre-commit-config.yaml"})
"""Files and folders that are named without the dot here that their names begin with."""
_OURS_ALONE = frozenset(
    {".github/workflows/ci.yml", ".github/workflows/release.yml", ".github/dependabot.yml"}
)
"""Files that concern only the program of this project."""
_ENDS_BEFORE = {
    "lessons/guide/index.md": "\n## Where this comes from\n",
    ".github/PULL_REQUEST_TEMPLATE.md": "\n**The program**\n",
}
"""Beginning of the part of a shared file that concerns this project alone."""
_OUR_EXAMPLE = "paired-learning-doctors-and-managers"
"""The lesson of this project that the guide uses as its example."""
_REPLACED = (
    ("make install", "pip install --requirement requirements.txt"),
    (".venv/bin/", ""),
    ("requirements-run.lock", "requirements.txt"),
)
"""Text in workflows of this project, and what replaces it in a base that installs the program."""


@dataclass(frozen=True, slots=True)
class Start:
    """Choices for a new base."""

    name: str
    site_url: str = ""
    """Address of the site with a slash at its end; empty while unknown."""
    licence: str = ""
    host: Host = "github"
    requirement: str = OF_INDEX.requirement
    """What ``requirements.txt`` installs the program from."""


def starting_files(start: Start) -> dict[str, str]:
    """Return the texts of a new base's files by path, sorted."""
    files = {**dict(_own(start)), **dict(_shared(start))}
    present = frozenset({*files, *(_LESSONS + path for path in generated_sources(()))})
    guide = {
        path: _with_links_to(present, path, text)
        for path, text in files.items()
        if path.startswith(f"{_LESSONS}guide/")
    }
    return dict(sorted({**files, **guide}.items()))


def _own(start: Start) -> Iterator[tuple[str, str]]:
    """Yield the files that only new bases have."""
    values = _values(start)
    for source in _files(_PACKAGE / "files"):
        top, *rest = source.parts
        path = "/".join([f".{top}" if top in _DOTTED else top, *rest])
        if _is_wanted(path, start.host):
            template = Template((_PACKAGE / "files" / source).read_text(encoding="utf-8"))
            yield path, template.substitute(values).rstrip("\n") + "\n"


def _values(start: Start) -> dict[str, str]:
    """Return the values for the placeholders of templates."""
    hosts = ("github", "gitlab") if start.host == "both" else (start.host,)
    parts = [(_PACKAGE / f"parts/{host}.md").read_text(encoding="utf-8") for host in hosts]
    licence = one_line(start.licence)
    return {
        "name": one_line(start.name),
        "name_quoted": quoted(one_line(start.name)),
        "site_url_quoted": quoted(one_line(start.site_url)),
        "requirement": start.requirement,
        "today": today().isoformat(),
        "lesson": LESSON,
        "assist": ASSIST,
        "options": _options_text(licence),
        "publishing": "\n".join(part.rstrip("\n") for part in parts) + "\n",
        "licence_section": f"\n## Licence\n\n{licence}\n" if licence else "",
    }


def _options_text(licence: str) -> str:
    """Return every option with its meaning, commented out except for a licence that is given."""
    lines: list[str] = []
    for option in fields(Settings):
        lines.append(f"# {option.metadata['meaning']}")
        if option.name == "licence" and licence:
            lines.append(f"licence: {quoted(licence)}")
        else:
            lines.append(f"#{option.name}:{_value(option.default)}")
            lines += _members(option.default, "  ")
    return textwrap.indent("\n".join(lines), " " * 6)


def _members(group: Any, margin: str) -> Iterator[str]:  # noqa: ANN401 - any value of an option
    """Yield the options of a group, each with its meaning."""
    for option in fields(group) if is_dataclass(group) else ():
        name = option.name.replace("_", "-")
        yield f"#{margin}{name}:{_value(option.default)}  # {option.metadata['meaning']}"
        yield from _members(option.default, f"{margin}  ")


def _value(default: object) -> str:
    # JSON is YAML, on one line.
    return "" if is_dataclass(default) else f" {json.dumps(default, ensure_ascii=False)}"


def _shared(start: Start) -> Iterator[tuple[str, str]]:
    """Yield the files that this project shares with a base, adapted to the base."""
    for place in ("lessons/guide", ".github", ".gitlab"):
        for source in _files(shared_dir(), place):
            path = str(source)
            if _is_wanted(path, start.host) and path not in _OURS_ALONE:
                yield path, _adapted(path, (shared_dir() / source).read_text(encoding="utf-8"))


def _is_wanted(path: str, host: Host) -> bool:
    """Return whether a file is for the host of the base, or for any host."""
    of = next((name for name in ("github", "gitlab") if path.startswith(f".{name}")), host)
    return host in {of, "both"}


def _adapted(path: str, text: str) -> str:
    """Return the text of a shared file without the parts that concern this project alone."""
    if path in _ENDS_BEFORE:
        text = text.partition(_ENDS_BEFORE[path])[0].rstrip("\n") + "\n"
    for ours, theirs in () if path.endswith(".md") else _REPLACED:
        text = text.replace(ours, theirs)
    return text


@lru_cache(maxsize=64)
def _with_links_to(present: frozenset[str], path: str, text: str) -> str:
    """Return a page without the links to missing files; their texts stay."""
    body = Body(text)
    for link in reversed(body.links):
        if is_local(link.target) and resolve(path, link.target)[0] not in present:
            text = text[: link.start] + body.text_of(link) + text[link.end :]
    return text.replace(_OUR_EXAMPLE, LESSON)


def _files(folder: Path, below: str = "") -> list[PurePosixPath]:
    """Return the sorted paths, from a folder, of the files below a place in it."""
    found = (file for file in (folder / below).rglob("*") if file.is_file())
    return sorted(PurePosixPath(file.relative_to(folder).as_posix()) for file in found)
