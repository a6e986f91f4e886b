"""A site as a test looks at it: how it is built, its files, its pages parsed, where links lead."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.builders import write_base
from tests.reading import load_yaml
from tests.site.prepared import run_prepared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bs4 import Tag

REPOSITORY = Path(__file__).parents[2]
DAY = "1772323200"
"""1 March 2026, as in every other test."""
_AT_THE_START = ("PYTHON", "LC_", "LANG", "TZ")
"""What a process looks at once, when it starts."""
ADDRESS_ATTRIBUTES = ("href", "src", "action")


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a command, which runs on the fixed day and says nothing extra."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return {**os.environ, "SOURCE_DATE_EPOCH": DAY, **quiet, **more}


def holding(root: Path, text: str) -> list[str]:
    """Return what of a built site holds a text, in its name or in its bytes."""
    return sorted(
        path.relative_to(root).as_posix()
        for path in (root / "site").rglob("*")
        if text in path.name or (path.is_file() and text.encode() in path.read_bytes())
    )


def run(
    *command: str, cwd: Path = REPOSITORY, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a module of this environment's Python as a command, and return how it ended."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env=environment(**(more or {})),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def lessons(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run ``lessons`` on a project."""
    if any(name.startswith(_AT_THE_START) for name in more):
        return run("site_builder", "-C", str(root), *arguments, more=more)
    return run_prepared(["-C", str(root), *arguments], REPOSITORY, environment(**more))


def write_project(
    root: Path, files: Mapping[str, str], config: str = "", beside: Mapping[str, str] | None = None
) -> Path:
    """Write an invented base, with a configuration and files beside ``lessons`` of its own.

    Returns:
        The root of the project.
    """
    root.mkdir(parents=True, exist_ok=True)
    write_base(root, dict(files))
    for path, text in {**({"mkdocs.yml": config} if config else {}), **(beside or {})}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def build(root: Path, folder: Path, *arguments: str) -> BuiltSite:
    """Build the site of a project; a build that fails fails the test."""
    done = lessons(root, "build", "--site-dir", str(folder), *arguments)
    if done.returncode:
        pytest.fail(f"the build ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return BuiltSite(folder, done.stdout + done.stderr)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def record_files(folder: Path) -> dict[str, Path]:
    """Return the address of every record of a base whose files are all right, with its file."""
    kinds = {"assists": "assist", "reuse": "reuse"}
    found = {}
    for file in sorted(folder.rglob("[!.]*.md")):
        top = file.relative_to(folder).parts[0]
        if top not in {"guide", "index.md"}:
            found[f"{kinds.get(top, 'lesson')}/{file.stem}/"] = file
    return found


def headers(folder: Path) -> dict[str, dict[str, object]]:
    """Return the header of every lesson by id."""
    return {
        address.split("/")[1]: load_yaml(file.read_text(encoding="utf-8").split("---\n")[1])
        for address, file in record_files(folder).items()
        if address.startswith("lesson/")
    }


def attribute(tag: Tag | None, name: str) -> str:
    """Return an attribute of a tag, or nothing."""
    value = tag.get(name) if tag else None
    return " ".join(value) if isinstance(value, list) else str(value or "")


def words(tag: Tag | BeautifulSoup | None) -> str:
    """Return the text of a tag with single spaces."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


@dataclass(frozen=True)
class BuiltSite:
    """A built site on disk."""

    folder: Path
    log: str = ""
    """What the build said."""
    _parsed: dict[str, BeautifulSoup] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def files(self) -> frozenset[str]:
        """Paths of all files."""
        return frozenset(contents(self.folder))

    @cached_property
    def pages(self) -> Mapping[str, BeautifulSoup]:
        """Every HTML page by path, parsed as browsers do."""
        return {path: self.parsed(path) for path in sorted(self.files) if path.endswith(".html")}

    @cached_property
    def redirects(self) -> frozenset[str]:
        """Paths of pages that only lead on to another."""
        return frozenset(
            path for path, page in self.pages.items() if page.select("meta[http-equiv=refresh]")
        )

    def parsed(self, path: str) -> BeautifulSoup:
        """Return an HTML file of the site, parsed once, as browsers do."""
        if path not in self._parsed:
            text = (self.folder / path).read_text(encoding="utf-8")
            self._parsed[path] = BeautifulSoup(text, "html5lib")
        return self._parsed[path]

    def page(self, address: str) -> BeautifulSoup:
        """Return the page at an address such as ``lesson/handover/``."""
        return self.parsed(f"{address}index.html")

    def addresses(self, path: str) -> Iterator[str]:
        """Yield every address that a page names, as written."""
        page = self.parsed(path)
        for name in ADDRESS_ATTRIBUTES:
            for tag in page.select(f"[{name}]"):
                yield attribute(tag, name)
        for tag in page.select("meta[http-equiv=refresh]"):
            yield attribute(tag, "content").partition("url=")[2]

    def target(self, path: str, address: str) -> tuple[str, str]:
        """Return the file and the fragment that an address on a page leads to."""
        parts = urlsplit(urljoin(f"/{path}", address))
        file = unquote(parts.path).removeprefix("/")
        if not file or file.endswith("/"):
            file += "index.html"
        elif "." not in file.rpartition("/")[2]:
            # A web server leads from the name of a folder to the folder.
            file += "/index.html"
        return file, unquote(parts.fragment)

    def lesson_links(self, address: str, within: str = "main") -> list[str]:
        """Return ids of the lessons that part of a page links to, each once, in order."""
        found = []
        for tag in self.page(address).select(f"{within} a[href]"):
            file, _ = self.target(f"{address}index.html", attribute(tag, "href"))
            if file.startswith("lesson/"):
                found.append(file.split("/")[1])
        return list(dict.fromkeys(found))


def is_elsewhere(address: str) -> bool:
    """Return whether an address leads out of the site."""
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)
