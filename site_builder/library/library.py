"""The library: checked records in a fixed order, with questions it can answer."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from site_builder.library.stages import solving_ids
from site_builder.records.assist import OPEN_STAGES, Assist
from site_builder.records.kinds import Kind, Page, Record
from site_builder.records.lesson import Lesson, Status
from site_builder.records.noted import ALL, RECORD, Groups, note, unnoted, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_builder.records.fields import Part
    from site_builder.records.people import Person
    from site_builder.records.practices import Source
    from site_builder.records.reuse import Reuse
    from site_builder.records.vocabulary import Vocabulary

Key: TypeAlias = tuple[Kind, str]
"""Kind and id: what names a record in the whole base."""
Member = TypeVar("Member")
Pairs: TypeAlias = "Iterable[tuple[str, Member]]"


def _groups(
    kind: Kind,
) -> Callable[[Callable[[Library], Pairs[Member]]], _Grouped[Member]]:
    """Return what groups members by name from a method that yields them, with their names."""
    return lambda pairs: _Grouped(pairs, kind)


class _Grouped(Generic[Member]):
    """Members of a library in groups by name, sorted by name; those without one are left out."""

    def __init__(self, pairs: Callable[[Library], Pairs[Member]], kind: Kind) -> None:
        self._pairs, self._kind = pairs, kind
        self.__doc__ = pairs.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, library: Library, _type: type) -> Groups[str, Member]:
        groups: defaultdict[str, list[Member]] = defaultdict(list)
        with unnoted():
            for name, member in self._pairs(library):
                if name:
                    groups[name].append(member)
        made = {name: tuple(groups[name]) for name in sorted(groups)}
        # From now on the library has them itself.
        found = library.__dict__[self._name] = Groups(self._name, made, self._kind)
        return found


class Library:
    """Every readable record of a base, by kind, sorted by id."""

    def __init__(
        self,
        records: Iterable[Record[Part]],
        vocabulary: Vocabulary,
        people: Mapping[str, Person] = MappingProxyType({}),
        practices: Sequence[Source] = (),
        with_people: Library | None = None,
    ) -> None:
        """Keep the records; of two with the same kind and id, the first by path.

        Args:
            records: Every readable record.
            vocabulary: The controlled words.
            people: Everybody by pseudonym; nothing of them may be published.
            practices: Documents behind the base, each with what it asks for.
            with_people: The same records with people, where this library is for others.
        """
        self.vocabulary = vocabulary
        self.people = people
        self.practices = tuple(practices)
        self.with_people = with_people or self
        """The same records with people: for figures over at least five of them, and for levels."""
        self.views: dict[tuple[str, bool, bool], Library] = {}
        """What audiences may see of it, as :mod:`site_builder.library.audience` has worked out."""
        kept: dict[Key, Record[Part]] = {}
        for record in sorted(records, key=lambda record: (record.kind, record.id, record.path)):
            kept.setdefault((record.kind, record.id), record)
        self._records: Mapping[Key, Record[Part]] = kept

    def with_records(self, records: Iterable[Record[Part]]) -> Library:
        """Return the same with more records."""
        return Library((*self.records, *records), self.vocabulary, self.people, self.practices)

    @whole()
    def records(self) -> tuple[Record[Part], ...]:
        """Every record, sorted by kind and id."""
        return tuple(self._records.values())

    @whole(Kind.LESSON)
    def lessons(self) -> tuple[Record[Lesson], ...]:
        """Every lesson, drafts and withdrawn ones too, sorted by id."""
        return tuple(self._of(Kind.LESSON))

    @whole(Kind.LESSON)
    def published(self) -> tuple[Record[Lesson], ...]:
        """Lessons to count and to list: published, and neither replaced nor withdrawn."""
        return tuple(lesson for lesson in self.lessons if lesson.fields.status is Status.PUBLISHED)

    @whole(Kind.LESSON)
    def searched(self) -> tuple[Record[Lesson], ...]:
        """Lessons that a search may find: published ones and drafts; sorted by id."""
        wanted = {Status.PUBLISHED, Status.DRAFT}
        return tuple(lesson for lesson in self.lessons if lesson.fields.status in wanted)

    @whole(Kind.ASSIST)
    def assists(self) -> tuple[Record[Assist], ...]:
        """Every assist, sorted by id."""
        return tuple(self._of(Kind.ASSIST))

    @whole(Kind.ASSIST)
    def open_assists(self) -> tuple[Record[Assist], ...]:
        """Assists that others may still join or answer."""
        return tuple(a for a in self.assists if a.fields.status in OPEN_STAGES)

    @whole(Kind.REUSE)
    def reuses(self) -> tuple[Record[Reuse], ...]:
        """Every reuse report, sorted by id."""
        return tuple(self._of(Kind.REUSE))

    @whole(Kind.PAGE)
    def pages(self) -> tuple[Record[Page], ...]:
        """Every plain page, sorted by path."""
        return tuple(self._of(Kind.PAGE))

    def get(self, kind: Kind, record_id: str) -> Record[Part] | None:
        """Return the record of this kind and id, or None."""
        note(RECORD, kind, record_id)
        return self._records.get((kind, record_id))

    def lesson(self, record_id: str) -> Record[Lesson] | None:
        """Return the lesson of this id, or None."""
        found = self.get(Kind.LESSON, record_id)
        return found if found and isinstance(found.fields, Lesson) else None  # type: ignore[return-value]

    def assist(self, record_id: str) -> Record[Assist] | None:
        """Return the assist of this id, or None."""
        found = self.get(Kind.ASSIST, record_id)
        return found if found and isinstance(found.fields, Assist) else None  # type: ignore[return-value]

    def by_alias(self, kind: Kind, alias: str) -> Record[Part] | None:
        """Return the record of this kind that had this id before, or None."""
        note(ALL, kind)
        return next(
            (
                record
                for record in self._records.values()
                if record.kind is kind and alias in getattr(record.fields, "aliases", ())
            ),
            None,
        )

    def ids(self, kind: Kind) -> list[str]:
        """Return every id of a kind, sorted."""
        note(ALL, kind)
        return [record_id for of_kind, record_id in self._records if of_kind is kind]

    @property
    def shows_practices(self) -> bool:
        """Whether practices have a page: there are some, and the base has no other page there."""
        own = (self.get(Kind.PAGE, f"guide/practices{end}") for end in ("", "/index"))
        return bool(self.practices) and not any(own)

    @_groups(Kind.LESSON)
    def tagged(self) -> Pairs[Record[Lesson]]:
        """Published lessons under each tag that has any, sorted by tag."""
        return (
            (tag, lesson) for lesson in self.published for tag in dict.fromkeys(lesson.fields.tags)
        )

    @_groups(Kind.REUSE)
    def reports(self) -> Pairs[Record[Reuse]]:
        """Reuse reports by id of the lesson used."""
        return ((reuse.fields.lesson, reuse) for reuse in self.reuses)

    @_groups(Kind.ASSIST)
    def told_of(self) -> Pairs[Record[Assist]]:
        """Events that took place, by id of each lesson that an outcome of theirs names."""
        return (
            (lesson, assist)
            for assist in self.assists
            if assist.fields.took_place
            for lesson in dict.fromkeys(
                lesson for outcome in assist.fields.outcomes for lesson in outcome.lessons
            )
        )

    @_groups(Kind.ASSIST)
    def spared(self) -> Pairs[Record[Assist]]:
        """Plans that closed as solved already, by id of each lesson judged to solve them."""
        return (
            (lesson, plan)
            for plan in self.assists
            if plan.fields.closed_as == "solved-already"
            for lesson in solving_ids(plan.fields)
        )

    @_groups(Kind.LESSON)
    def from_assist(self) -> Pairs[Record[Lesson]]:
        """Published lessons by id of their source assist."""
        return ((lesson.fields.source_assist or "", lesson) for lesson in self.published)

    @_groups(Kind.ASSIST)
    def series(self) -> Pairs[Record[Assist]]:
        """Assists of each series, sorted by id."""
        return ((assist.fields.series or "", assist) for assist in self.assists)

    @_groups(Kind.LESSON)
    def contradicting(self) -> Pairs[Record[Lesson]]:
        """Standing lessons that say otherwise than each, whichever of the two says so."""
        standing = {lesson.id: lesson for lesson in self.published}
        pairs = {
            pair
            for lesson in self.published
            for other in lesson.fields.relations.contradicts
            for pair in ((lesson.id, other), (other, lesson.id))
        }
        return (
            (one, standing[other])
            for one, other in sorted(pairs)
            if other in standing and one != other
        )

    def _of(self, kind: Kind) -> list[Record]:  # type: ignore[type-arg]
        return [record for record in self._records.values() if record.kind is kind]
