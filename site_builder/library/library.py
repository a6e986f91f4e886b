"""The library: checked records in a fixed order, with questions it can answer."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from site_builder.library.stages import solving_ids
from site_builder.records.assist import OPEN_STAGES, Assist
from site_builder.records.kinds import Kind, Page, Record
from site_builder.records.lesson import Lesson, Status
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.records.fields import Part
    from site_builder.records.people import Person
    from site_builder.records.practices import Source
    from site_builder.records.vocabulary import Vocabulary

Key: TypeAlias = tuple[Kind, str]
"""Kind and id: what names a record in the whole base."""
Member = TypeVar("Member")


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

    @cached_property
    def records(self) -> tuple[Record[Part], ...]:
        """Every record, sorted by kind and id."""
        return tuple(self._records.values())

    @cached_property
    def lessons(self) -> tuple[Record[Lesson], ...]:
        """Every lesson, drafts and withdrawn ones too, sorted by id."""
        return tuple(self._of(Lesson))

    @cached_property
    def published(self) -> tuple[Record[Lesson], ...]:
        """Lessons to count and to list: published, and neither replaced nor withdrawn."""
        return tuple(lesson for lesson in self.lessons if lesson.fields.status is Status.PUBLISHED)

    @cached_property
    def searched(self) -> tuple[Record[Lesson], ...]:
        """Lessons that a search may find: published ones and drafts; sorted by id."""
        wanted = {Status.PUBLISHED, Status.DRAFT}
        return tuple(lesson for lesson in self.lessons if lesson.fields.status in wanted)

    @cached_property
    def assists(self) -> tuple[Record[Assist], ...]:
        """Every assist, sorted by id."""
        return tuple(self._of(Assist))

    @cached_property
    def open_assists(self) -> tuple[Record[Assist], ...]:
        """Assists that others may still join or answer."""
        return tuple(a for a in self.assists if a.fields.status in OPEN_STAGES)

    @cached_property
    def reuses(self) -> tuple[Record[Reuse], ...]:
        """Every reuse report, sorted by id."""
        return tuple(self._of(Reuse))

    @cached_property
    def pages(self) -> tuple[Record[Page], ...]:
        """Every plain page, sorted by path."""
        return tuple(self._of(Page))

    def get(self, kind: Kind, record_id: str) -> Record[Part] | None:
        """Return the record of this kind and id, or None."""
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
        return [record_id for of_kind, record_id in self._records if of_kind is kind]

    @cached_property
    def shows_practices(self) -> bool:
        """Whether practices have a page: there are some, and the base has no other page there."""
        own = (self.get(Kind.PAGE, f"guide/practices{end}") for end in ("", "/index"))
        return bool(self.practices) and not any(own)

    @cached_property
    def tagged(self) -> dict[str, tuple[Record[Lesson], ...]]:
        """Published lessons under each tag that has any, sorted by tag."""
        return _grouped(
            (tag, lesson) for lesson in self.published for tag in dict.fromkeys(lesson.fields.tags)
        )

    @cached_property
    def reports(self) -> dict[str, tuple[Record[Reuse], ...]]:
        """Reuse reports by id of the lesson used."""
        return _grouped((reuse.fields.lesson, reuse) for reuse in self.reuses)

    @cached_property
    def told_of(self) -> dict[str, tuple[Record[Assist], ...]]:
        """Events that took place, by id of each lesson that an outcome of theirs names."""
        return _grouped(
            (lesson, assist)
            for assist in self.assists
            if assist.fields.took_place
            for lesson in dict.fromkeys(
                lesson for outcome in assist.fields.outcomes for lesson in outcome.lessons
            )
        )

    @cached_property
    def spared(self) -> dict[str, tuple[Record[Assist], ...]]:
        """Plans that closed as solved already, by id of each lesson judged to solve them."""
        return _grouped(
            (lesson, plan)
            for plan in self.assists
            if plan.fields.closed_as == "solved-already"
            for lesson in solving_ids(plan.fields)
        )

    @cached_property
    def from_assist(self) -> dict[str, tuple[Record[Lesson], ...]]:
        """Published lessons by id of their source assist."""
        return _grouped((lesson.fields.source_assist or "", lesson) for lesson in self.published)

    @cached_property
    def series(self) -> dict[str, tuple[Record[Assist], ...]]:
        """Assists of each series, sorted by id."""
        return _grouped((assist.fields.series or "", assist) for assist in self.assists)

    def _of(self, model: type[Part]) -> list[Record]:  # type: ignore[type-arg]
        return [record for record in self._records.values() if type(record.fields) is model]


def _grouped(pairs: Iterable[tuple[str, Member]]) -> dict[str, tuple[Member, ...]]:
    """Return members by name, sorted by name; those without a name are left out."""
    groups: defaultdict[str, list[Member]] = defaultdict(list)
    for name, member in pairs:
        if name:
            groups[name].append(member)
    return {name: tuple(groups[name]) for name in sorted(groups)}
