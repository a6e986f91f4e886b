"""Which file of a folder a link means, as the programs that wrote it would find it."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from calendar import month_abbr
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENDINGS = (".md", ".markdown", ".mdx", ".mdown", ".mkd", ".qmd")
"""Endings of files of Markdown."""
INDEX_NAMES = frozenset({"index", "_index", "readme"})
"""Stems of files that stand for their folder."""
_TOPS = ("", "static", "public", "content", "docs", "source", "src", "assets", "website/static")
"""Folders from which programs look for an address that begins with a slash."""
_RESOURCES = re.compile(r"(?:^|/)_?resources/")
_TEENS = (11, 12, 13)
_NOTION_ID = re.compile(r"(?:^|[ -])([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")
_DAY = re.compile(r"^(\d{4})[-_.](\d\d)[-_.](\d\d)(?:[-_ ]+|$)")
_STAMP = re.compile(
    r"^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{4}(?:\d\d)?)?(?:[-_ .]+|$)"
)
"""What note-takers begin names with: a day, perhaps with the time."""
_NUMBER = re.compile(r"^(?:adr[-_ ]?)?(\d{1,5})[-_. ]+(?=\D)", re.IGNORECASE)
_NOTION_ADDRESS = re.compile(r"https?://(?:www\.)?notion\.so/[^\s?#]*?([0-9a-f]{32})(?:[?#].*)?$")


def is_markdown(name: str) -> bool:
    """Return whether a file is Markdown, by its name."""
    return name.lower().endswith(ENDINGS)


def stem_of(name: str) -> str:
    """Return the last part of a name without its ending; of an index that of its folder."""
    folder, base = posixpath.split(name)
    stem = posixpath.splitext(base)[0]
    if stem.lower() in INDEX_NAMES and folder:
        return posixpath.basename(folder)
    # Logseq writes a namespace so.
    return unquote(stem).replace("___", "/")


def plain_stem(stem: str) -> tuple[str, str, str]:
    """Return a stem as words, the day that stands before it, and the id of Notion behind it."""
    noted = _NOTION_ID.search(stem)
    identifier = noted[1].replace("-", "") if noted else ""
    words = stem[: noted.start()].strip() if noted else stem
    day = _DAY.match(words) or _STAMP.match(words)
    words = words[day.end() :] if day else words
    if numbered := _NUMBER.match(words):
        words = words[numbered.end() :]
    if " " not in words:
        words = re.sub(r"[-_]+", " ", words)
    written = "-".join(day.groups()) if day else ""
    return " ".join(words.split()) or written or stem, written, identifier


def number_of(name: str) -> str:
    """Return the number at the beginning of a file's name without zeros, or nothing."""
    numbered = _NUMBER.match(stem_of(name))
    return numbered[1].lstrip("0") or "0" if numbered else ""


class Vault:
    """The names of the files of a folder, by everything that a link may call them."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names of all files."""
        self._by_path: dict[str, str] = {}
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        self._by_title: defaultdict[str, list[str]] = defaultdict(list)
        self._found: dict[str, str | None] = {}
        for name in names:
            self._by_path.setdefault(_folded(name), name)
            base, stem = _folded(posixpath.basename(name)), stem_of(name)
            for called in {base, _folded(stem)} if is_markdown(name) else {base}:
                self._by_name[called].append(name)
            if _RESOURCES.search(name):
                # Joplin names them by their ids alone.
                self.also_called(name, [stem])
            if is_markdown(name):
                words, day, identifier = plain_stem(stem)
                bare = stem[len(day) + 1 :] if day else ""
                stamp = _STAMP.match(stem)
                first = stem[: stamp.end()].rstrip("-_ .") if stamp else ""
                spoken = _spoken(day)
                others = (words, bare, identifier, day, spoken, first, f"ADR-{number_of(name)}")
                self.also_called(name, others)

    def also_called(self, name: str, others: Iterable[str]) -> None:
        """Note other names of a file: its title, its aliases, its id."""
        for called in {_folded(bare) for other in others if (bare := other.strip("/ "))}:
            if name not in self._by_title[called]:
                self._by_title[called].append(name)

    def at(self, target: str, own: str) -> str | None:
        """Return the file that the address of a link in a file leads to, or None.

        ``target`` has no fragment; an empty one leads to the file itself.
        """
        address = unquote(target.partition("?")[0]).replace("\\", "/")
        if not address:
            return own
        for path in _paths(address, own):
            if name := self._by_path.get(_folded(path)):
                return name
        name = posixpath.basename(address.rstrip("/"))
        return self.called(name.removesuffix(".html"), own) or self.called(
            address.lstrip(":/"), own
        )

    def of_notion(self, address: str) -> str | None:
        """Return the file of a page that an address of Notion shows, or None."""
        noted = _NOTION_ADDRESS.match(address)
        return next(iter(self._by_title.get(noted[1], ())), None) if noted else None

    def called(self, words: str, own: str) -> str | None:
        """Return the file that a wiki link means: one beside it, else that nearest to the top."""
        wanted = _folded(words.strip().strip("/"))
        if not wanted:
            return own
        beside = _folded(posixpath.normpath(posixpath.join(posixpath.dirname(own), wanted)))
        for path in (beside, wanted):
            for ending in ("", *ENDINGS):
                if name := self._by_path.get(path + ending):
                    return name
        if wanted not in self._found:
            last = wanted.rpartition("/")[2]
            below = [name for name in self._by_name.get(last, ()) if _ends_with(name, wanted)]
            found = below or self._by_name.get(wanted) or self._by_title.get(wanted) or ()
            self._found[wanted] = min(found, key=lambda name: (name.count("/"), name), default=None)
        return self._found[wanted]


def _spoken(day: str) -> str:
    """Return a day as Logseq calls the page of its journal, such as ``Feb 3rd, 2024``."""
    try:
        date = datetime.strptime(day, "%Y-%m-%d")  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return ""
    th = "th" if date.day in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(date.day % 10, "th")
    return f"{month_abbr[date.month]} {date.day}{th}, {date.year}"


def _paths(address: str, own: str) -> Iterator[str]:
    """Yield the paths that an address may mean, the likeliest first."""
    folder = posixpath.dirname(own)
    # Some programs serve a page as a folder, and write links from there.
    bases = _TOPS if address.startswith("/") else (folder, posixpath.splitext(own)[0], "")
    for base in bases:
        path = posixpath.normpath(posixpath.join(base, address.lstrip("/") or "."))
        if path.startswith("../"):
            continue
        yield path
        bare = path.removesuffix(".html")
        yield from (bare + ending for ending in ENDINGS)
        yield from (f"{path}/{index}.md" for index in sorted(INDEX_NAMES))


def _ends_with(name: str, wanted: str) -> bool:
    folded = _folded(name)
    return any(f"/{folded}".endswith(f"/{wanted}{ending}") for ending in ("", *ENDINGS))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()
