"""Records that an audience may not see, and texts without links to them.

Readers of Markdown differ in what they take for a link, so every address that leads to such a
record goes, whether or not our reader sees a link there.
"""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from site_builder.diagnostics import Edit, edited
from site_builder.library.graph import is_local, resolve
from site_builder.markdown.body import Body
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library.library import Key
    from site_builder.markdown.parts import BodyLink, Definition
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

_MOST_ROUNDS = 20
"""Links lie within links, as pictures do, and each round takes the outermost."""
_MAY_LEAD = re.compile(r"[&%\\]|\.md|\[\[|(?:lesson|assist|reuse|topics)/", re.IGNORECASE)
_TOKEN = re.compile(r"""[^\s<>()\[\]"'|`]+""")
_WIKI = re.compile(r"!?\[\[([^\[\]|#\n]+)(?:#[^\[\]|\n]*)?(?:\|([^\[\]\n]*))?\]\]")
_PAGE = re.compile(r"(?:^|/)(lesson|assist|reuse|topics)/([a-z0-9-]+)(?:[/.?#]|$)")
_DEFINITION = re.compile(r"^[ \t>*+\d.)-]*\[[^\]\n]+\]:[ \t]*\Z")


@dataclass(frozen=True)
class HiddenRecords:
    """The records that an audience may not see."""

    paths: frozenset[str] = frozenset()
    """Paths of their files from the project root."""
    keys: frozenset[Key] = frozenset()
    """Their kinds and ids, earlier ones among them, that no record has which may be seen."""
    names: frozenset[str] = frozenset()
    """Names of their files that no file has which may be seen."""
    topics: frozenset[str] = frozenset()
    """Tags that only they use, which have no page either."""

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self.paths)

    def holds(self, kinds: Iterable[str], record_id: object) -> bool:
        """Return whether a record of these kinds with an id is hidden, and none may be seen."""
        return any((Kind(kind), record_id) in self.keys for kind in kinds)

    def left_out(self, path: str, body: Body) -> str:
        """Return a text of a file without links to hidden records; their words stay.

        Args:
            path: Path of the file from the project root.
            body: Its text.
        """
        text = body.text
        if not self or not _MAY_LEAD.search(text):
            return text
        for _round in range(_MOST_ROUNDS):
            edits = self._links(path, body)
            if not edits:
                break
            body = Body(edited(body.text, edits))
        text = _WIKI.sub(self._wiki, body.text)
        return "\n".join(self._line(path, line) for line in text.split("\n"))

    def _links(self, path: str, body: Body) -> list[Edit]:
        found: list[tuple[BodyLink | Definition, str]] = [
            *((link, body.text_of(link)) for link in body.links),
            *((definition, "") for definition in body.definitions),
        ]
        return [Edit(it.start, it.end, text) for it, text in found if self.leads(path, it.target)]

    def _wiki(self, link: re.Match[str]) -> str:
        name = posixpath.basename(link[1].strip()).removesuffix(".md").lower()
        return link[2] or "" if f"{name}.md" in self.names else link[0]

    def _line(self, path: str, line: str) -> str:
        for token in reversed(list(_TOKEN.finditer(line))):
            plain = unquote(html.unescape(token[0])).replace("\\", "")
            if self.leads(path, plain.rstrip(".,;:!?*_~")):
                before = line[: token.start()].rstrip("<")
                if _DEFINITION.match(before):
                    return ""
                line = line[: token.start()] + line[token.end() :]
        return line

    def leads(self, path: str, target: str) -> bool:
        """Return whether an address in a file leads to a hidden record, however it is written."""
        if is_local(target) and resolve(path, target)[0] in self.paths:
            return True
        if ".md" in target.lower():
            name = posixpath.basename(unquote(re.split("[?#]", target)[0]))
            if name in self.names or name.lower() in self.names:
                return True
        page = _PAGE.search(target)
        if page is None:
            return False
        is_topic = page[1] == "topics"
        return page[2] in self.topics if is_topic else (Kind(page[1]), page[2]) in self.keys


NONE_HIDDEN = HiddenRecords()


def hidden_among(records: Iterable[Record[Part]], shown: Iterable[Record[Part]]) -> HiddenRecords:
    """Return the records that are not shown, with all their names."""
    seen = list(shown)
    paths = {record.path for record in seen}
    hidden = [record for record in records if record.path not in paths]
    if not hidden:
        return NONE_HIDDEN
    names = {posixpath.basename(record.path) for record in seen}
    return HiddenRecords(
        frozenset(record.path for record in hidden),
        frozenset(_keys(hidden) - _keys(seen)),
        frozenset(name for record in hidden for name in _names(record)) - names,
    )


def _keys(records: Iterable[Record[Part]]) -> set[Key]:
    return {
        (record.kind, record_id)
        for record in records
        for record_id in (record.id, *getattr(record.fields, "aliases", ()))
    }


def _names(record: Record[Part]) -> list[str]:
    aliases = getattr(record.fields, "aliases", ())
    return [posixpath.basename(record.path), *(f"{alias}.md" for alias in aliases)]
