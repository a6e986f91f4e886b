"""Links between imported lessons: references in texts, relations, and the pictures of folders."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.diagnostics import Severity
from site_builder.errors import TableError
from site_builder.exchange.folders.files import MAX_PICTURE
from site_builder.exchange.folders.links import placed
from site_builder.exchange.folders.reading import FolderTable
from site_builder.exchange.provenance import digest_of_bytes
from site_builder.library.pictures import is_image, picture_problems
from site_builder.markdown.anchors import slug
from site_builder.markdown.body import Body
from site_builder.records.kinds import id_from
from site_builder.records.lesson import Lesson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from site_builder.exchange.incoming.drafts import Drafter, RowDraft
    from site_builder.exchange.incoming.patterns import Pattern
    from site_builder.exchange.incoming.plain import Part
    from site_builder.exchange.tables.rows import SourceTable

PICTURES = "assets"
"""Folder for pictures, below that of new lessons."""


class Linker:
    """Makes the bodies of drafts, whose links lead to the lessons of other rows.

    Attributes:
        paths: Paths of all lessons by key, and by the names of the files of a folder.
        links: Number of references between rows that became links.
        lost: What links and relations name that is not imported, each with the lesson's path.
    """

    def __init__(
        self,
        table: SourceTable,
        drafter: Drafter,
        drafts: Iterable[RowDraft],
        paths: Mapping[str, str],
        into: str,
    ) -> None:
        """Take drafts that have their paths, and the paths of all lessons by key."""
        self._drafter = drafter
        self._files = table.files if isinstance(table, FolderTable) else None
        self._drafts = {table.name_of(draft.row): draft for draft in drafts} if self._files else {}
        self.paths = {**{name: draft.path for name, draft in self._drafts.items()}, **paths}
        self._into = into
        self._headings: dict[str, tuple[frozenset[str], dict[str, str]]] = {}
        self._pictures: dict[str, str | None] = {}
        self.links = 0
        self.lost: list[tuple[str, str]] = []

    def body(self, draft: RowDraft) -> str:
        """Return the body of a draft, and note its pictures in it."""

        def parts_of(line: str) -> list[Part]:
            if not self._begins_key.search(line):
                return [(line, "")]
            return list(_parts(line, draft.path, self._drafter.links, self.paths))

        text = draft.unlinked.body
        if links := sum(len(parts_of(line)) // 2 for line in draft.unlinked.lines):
            self.links += links
            text, _homes = self._drafter.body(draft.row, parts_of)
        text, led, lost = placed(text, lambda name, heading: self._address(draft, name, heading))
        self.links += led
        self.lost += [(draft.path, wanted) for wanted in lost]
        return text

    @cached_property
    def _begins_key(self) -> re.Pattern[str]:
        """What every key begins with: a line without it refers to no row, whatever a pattern says.

        Most keys are numbers, which most lines lack. To time a pattern takes longer than to look.
        """
        return re.compile("|".join(sorted({re.escape(key[:1]) for key in self.paths})) or "(?!)")

    def _address(self, draft: RowDraft, name: str, heading: str) -> str | None:
        """Return the address, as seen from a draft, of a file of the folder."""
        target = self._drafts.get(name)
        if target is None:
            path = self._picture(name)
            if path is not None:
                draft.pictures[path] = name
            # The lesson of a file that cannot be read this time is still there.
            path = path or self.paths.get(name)
            return _relative(path, draft.path) if path else None
        address = "" if target is draft else _relative(target.path, draft.path)
        fragment = self._fragment(name, heading) if heading else ""
        return address + fragment or _relative(target.path, draft.path)

    def _fragment(self, name: str, heading: str) -> str:
        """Return the fragment for a heading of a file, if it is one of the lesson as well."""
        if name not in self._headings:
            text, homes = self._drafter.body(self._drafts[name].row)
            self._headings[name] = Body(text).anchors, homes
        anchors, homes = self._headings[name]
        # An ornament before the words of a heading leaves a hyphen.
        wanted = slug(heading).strip("-")
        wanted = homes.get(wanted, wanted)
        meant = (anchor for anchor in sorted(anchors) if anchor.strip("-") == wanted)
        return "".join(f"#{quote(anchor)}" for anchor in islice(meant, 1))

    def _picture(self, name: str) -> str | None:
        """Return the path for a picture, which says what is in it; None for another file."""
        if name not in self._pictures:
            self._pictures[name] = self._picture_path(name)
        return self._pictures[name]

    def _picture_path(self, name: str) -> str | None:
        stem, ending = posixpath.splitext(posixpath.basename(name))
        if self._files is None or not is_image(name):
            return None
        try:
            data = self._files.read(name, MAX_PICTURE)
        except TableError:
            return None
        if any(problem.severity is Severity.ERROR for problem in picture_problems(name, data)):
            return None
        called = f"{id_from(stem, 'picture')}-{digest_of_bytes(data)[:8]}{ending.lower()}"
        return f"{self._into}/{PICTURES}/{called}"


def relate(
    drafts: Sequence[RowDraft], drafter: Drafter, paths: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Give drafts their relations; yield each row that is named and not imported, with the path."""
    ids = {key: posixpath.basename(path).removesuffix(".md") for key, path in paths.items()}
    made: dict[str, dict[str, dict[str, None]]] = {}
    for draft in drafts:
        own = ids[draft.key]
        for relation, keys in drafter.relations(draft.row).items():
            for key in keys:
                other = ids.get(key)
                if other is None:
                    yield draft.path, key
                elif other != own:
                    one, its = (other, own) if relation == "superseded-by" else (own, other)
                    kind = "supersedes" if relation == "superseded-by" else relation
                    made.setdefault(one, {}).setdefault(kind, {})[its] = None
    for draft in drafts:
        if relations := made.get(ids[draft.key]):
            stated = {
                kind: list(others) for kind, others in sorted(relations.items(), reverse=True)
            }
            fields = draft.fields | {"relations": stated}
            draft.fields = {name: fields[name] for name in Lesson.model_fields if name in fields}


def _relative(path: str, own: str) -> str:
    return quote(posixpath.relpath(path, posixpath.dirname(own)))


def _parts(
    line: str, own: str, patterns: Sequence[Pattern], paths: Mapping[str, str]
) -> Iterator[Part]:
    """Yield the parts of a line, each with the relative path of the lesson it refers to.

    A lesson does not refer to its own path. Zeros before a number in a key do not count.
    """
    matches = [match for pattern in patterns for match in pattern.found_in(line)]
    done = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        key = match.group(match.lastindex or 0)
        path = paths.get(key) or paths.get(key.lstrip("0"))
        if path is None or path == own or match.start() < done or not match[0]:
            continue
        yield line[done : match.start()], ""
        yield match[0], _relative(path, own)
        done = match.end()
    yield line[done:], ""
