"""Links between records: relations, sources and links in texts, each seen from both ends."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from site_builder.records.assist import Assist
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Lesson, Relations
from site_builder.records.noted import ALL, RECORD, Groups, note, unnoted, whole
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import Self

    from site_builder.library.library import Key, Library
    from site_builder.markdown.parts import BodyLink
    from site_builder.records.fields import Part
    from site_builder.records.header.values import Place


_MOST_CYCLES = 100


class LinkType(StrEnum):
    """What a link means, read from the record that holds it and from its other end."""

    inverse: str
    """How it reads from the record at its other end."""

    def __new__(cls, value: str, inverse: str = "") -> Self:
        """Make a type from its two readings."""
        link_type = str.__new__(cls, value)
        link_type._value_, link_type.inverse = value, inverse
        return link_type

    SUPERSEDES = "supersedes", "superseded by"
    CONTRADICTS = "contradicts", "contradicted by"
    ADAPTED_FROM = "adapted-from", "adapted as"
    SYMPTOM_OF = "symptom-of", "deeper problem behind"
    RELATED = "related", "related"
    SOURCE = "source", "source of"
    USES = "uses", "used in"
    RELIES_ON = "relies-on", "relied on by"
    FOUND = "found", "found to help by"
    MERGED_INTO = "merged-into", "merged from"
    TELLS_OF = "tells-of", "told of in"
    MENTIONS = "mentions", "mentioned by"


RELATION_TYPES = {
    field.alias or name: LinkType(field.alias or name)
    for name, field in Relations.model_fields.items()
}


@dataclass(frozen=True, slots=True, order=True)
class RecordLink:
    """A link from one record to another, whether or not the other exists."""

    source: Key
    type: LinkType
    target: Key
    place: Place = ()
    """Its place in the header; empty for a link in the text."""
    start: int = -1
    """Offset of a link in the body; -1 for one in the header."""
    end: int = -1


_order = attrgetter(*RecordLink.__dataclass_fields__)
"""What links are compared by; whole links are compared slowly."""


def resolve(record_path: str, target: str) -> tuple[str, str]:
    """Return the project path and the fragment that a relative link in a file leads to."""
    address, _, fragment = target.partition("#")
    address = unquote(address.partition("?")[0])
    if not address:
        return record_path, unquote(fragment)
    folder = posixpath.dirname(record_path)
    return posixpath.normpath(posixpath.join(folder, address)), unquote(fragment)


def is_local(target: str) -> bool:
    """Return whether a link leads to a file of the base, and not elsewhere."""
    return bool(target) and ":" not in target.partition("/")[0] and not target.startswith("/")


class LinkGraph:
    """Every link between records, from both ends."""

    def __init__(self, library: Library) -> None:
        """Take a library, of whose records no link is read until one is asked for."""
        self._library = library
        self._by_path = {record.path: record for record in library.records}

    @cached_property
    def outgoing(self) -> Groups[Key, RecordLink]:
        """Links by the record that holds them."""
        with unnoted():
            links = {
                (record.kind, record.id): tuple(self._links_of(record))
                for record in self._library.records
            }
        return Groups("outgoing", links)

    @cached_property
    def incoming(self) -> Groups[Key, RecordLink]:
        """Links by the record they lead to: the transpose of ``outgoing``."""
        groups: defaultdict[Key, list[RecordLink]] = defaultdict(list)
        with unnoted():
            for links in self.outgoing.values():
                for link in links:
                    groups[link.target].append(link)
        ordered = {it: tuple(sorted(groups[it], key=_order)) for it in sorted(groups)}
        return Groups("incoming", ordered)

    @whole()
    def orphans(self) -> tuple[Record[Lesson], ...]:
        """Lessons that no lesson, assist, reuse report or page links to."""
        return tuple(
            lesson
            for lesson in self._library.lessons
            if not any(
                link.source != link.target
                for link in self.incoming.get((Kind.LESSON, lesson.id), ())
            )
        )

    def successors(self, lesson_id: str) -> tuple[str, ...]:
        """Return ids of the lessons that supersede this one."""
        return tuple(
            link.source[1]
            for link in self.incoming.get((Kind.LESSON, lesson_id), ())
            if link.type is LinkType.SUPERSEDES
        )

    def record_at(self, path: str) -> Record[Part] | None:
        """Return the record in a file, by its path from the project root, or None."""
        found = self._by_path.get(path)
        note(RECORD, found.kind, found.id) if found else note(ALL, "")
        return found

    def mentioned(self, record: Record[Part], link: BodyLink) -> Record[Part] | None:
        """Return the other record that a link in the text of a record leads to, or None."""
        if link.is_image or not is_local(link.target):
            return None
        target = self.record_at(resolve(record.path, link.target)[0])
        return target if target is not record else None

    def sentence(self, link: RecordLink) -> str:
        """Return the sentence around a link in the text, or nothing for other links."""
        source = self._library.get(*link.source)
        if link.start < 0 or source is None:
            return ""
        return source.sentence_at(link.start, link.end)

    def cycles(self, link_type: LinkType) -> list[tuple[str, ...]]:
        """Return every cycle of links of one type between lessons, each from its least id."""
        following = {
            source[1]: [link.target[1] for link in links if link.type is link_type]
            for source, links in self.outgoing.items()
            if source[0] is Kind.LESSON and any(link.type is link_type for link in links)
        }
        return find_cycles(following)

    def _links_of(self, record: Record[Part]) -> Iterator[RecordLink]:
        key = (record.kind, record.id)
        for link_type, kind, target, place in _header_links(record.fields):
            yield RecordLink(key, link_type, (kind, target), place)
        for link in record.links:
            mentioned = self.mentioned(record, link)
            if mentioned is not None:
                to = (mentioned.kind, mentioned.id)
                yield RecordLink(key, LinkType.MENTIONS, to, (), link.start, link.end)


def _header_links(fields: Part) -> Iterator[tuple[LinkType, Kind, str, Place]]:
    if isinstance(fields, Lesson):
        if fields.source_assist:
            yield LinkType.SOURCE, Kind.ASSIST, fields.source_assist, ("source_assist",)
        if fields.relations is not _NO_RELATIONS:
            for name, link_type in RELATION_TYPES.items():
                targets = getattr(fields.relations, name.replace("-", "_"))
                for number, target in enumerate(targets):
                    yield link_type, Kind.LESSON, target, ("relations", name, number)
        for number, reliance in enumerate(fields.relies_on):
            yield LinkType.RELIES_ON, Kind.LESSON, reliance.id, ("relies_on", number, "id")
    elif isinstance(fields, Reuse):
        yield LinkType.USES, Kind.LESSON, fields.lesson, ("lesson",)
    elif isinstance(fields, Assist):
        yield from _links_of_assist(fields)


def _links_of_assist(fields: Assist) -> Iterator[tuple[LinkType, Kind, str, Place]]:
    if fields.merged_into:
        yield LinkType.MERGED_INTO, Kind.ASSIST, fields.merged_into, ("merged_into",)
    for number, reliance in enumerate(fields.relies_on):
        yield LinkType.RELIES_ON, Kind.LESSON, reliance.id, ("relies_on", number, "id")
    for number, receipt in enumerate(fields.receipts):
        for at, hit in enumerate(receipt.hits):
            # A lesson of no help is no more linked to than one that was not found.
            if hit.judgement != "no":
                place = ("receipts", number, "hits", at, "id")
                yield LinkType.FOUND, Kind.LESSON, hit.id, place
    for number, outcome in enumerate(fields.outcomes):
        for at, lesson in enumerate(outcome.lessons):
            yield LinkType.TELLS_OF, Kind.LESSON, lesson, ("outcomes", number, "lessons", at)


_NO_RELATIONS = Lesson.model_fields["relations"].default


def find_cycles(following: Mapping[str, Collection[str]]) -> list[tuple[str, ...]]:
    """Return cycles of a graph, at most a hundred: each is cut at a link before the search goes on.

    A link of a node to itself is none.
    """
    cycles: set[tuple[str, ...]] = set()
    done: set[str] = set()
    for start in sorted(following):
        if start in done:
            continue
        # The nodes from the start to where the search is, and what is left to follow at each.
        path: dict[str, Iterator[str]] = {}
        node: str | None = start
        while node is not None:
            if node in path:
                cycles.add(_cycle(list(path), node))
                if len(cycles) == _MOST_CYCLES:
                    return sorted(cycles)
            elif node not in done:
                path[node] = iter(sorted({*following.get(node, ())} - {node}))
            while path and (node := next(path[latest := next(reversed(path))], None)) is None:
                done.add(latest)
                del path[latest]
    return sorted(cycles)


def _cycle(path: list[str], first: str) -> tuple[str, ...]:
    """Return the end of a path from a node on, beginning with its least node."""
    cycle = path[path.index(first) :]
    least = cycle.index(min(cycle))
    return (*cycle[least:], *cycle[:least])
