"""The controlled words of a base: tags with synonyms, teams, settings and formats of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field

from site_builder.records.assist import Format
from site_builder.records.fields import (
    Controlled,
    Part,
    Reach,
    RecordId,
    RoleText,
    Text,
    part_in,
    types_in,
)
from site_builder.records.formats import FormatAdvice
from site_builder.records.guess import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.records.header.values import Place


_WORD = re.compile(r"\w+")


class Tag(Part):
    """A topic."""

    label: Text = Field(description="name as readers see it")
    description: Text = Field(description="what belongs under it, in one sentence")
    synonyms: tuple[Text, ...] = Field((), description="other words for it")
    convener: RoleText | None = Field(
        None, description="role or address that brings people together over it, not a person"
    )


class Team(Part):
    """A team that hosts, visits or learns."""

    label: Text = Field(description="name as readers see it")
    organisation: Text = Field(description="organisation that it belongs to")
    address: Reach | None = Field(
        None,
        description="where it can be asked: a web address, a mailto address or a page of the site",
    )

    @property
    def name(self) -> str:
        """Its name with that of its organisation; one alone if it holds the other."""
        names = sorted((self.label, self.organisation), key=len)
        short, long = (f" {' '.join(_WORD.findall(name.casefold()))} " for name in names)
        return names[1] if short in long else f"{self.label}, {self.organisation}"


class Role(Part):
    """A role that records name as contact or owner."""

    label: Text = Field(description="name of the role, as records write it")
    address: Reach | None = Field(
        None, description="where whoever has it can be asked, written as for a team"
    )


class Setting(Part):
    """A kind of place where lessons are learned and used."""

    label: Text = Field(description="name as readers see it")
    description: Text | None = Field(None, description="what it covers")


class Vocabulary(Part):
    """The controlled words, each kind by id."""

    model_config = ConfigDict(ignored_types=(cached_property,))

    tags: dict[RecordId, Tag] = Field({}, description="topics by id")
    teams: dict[RecordId, Team] = Field({}, description="teams by id")
    settings: dict[RecordId, Setting] = Field({}, description="settings by id")
    roles: dict[RecordId, Role] = Field({}, description="roles that can be asked, by id")
    formats: dict[RecordId, FormatAdvice] = Field(
        {}, description="formats of events beside the built-in ones, by id"
    )

    def ids(self, kind: str) -> frozenset[str]:
        """Return the ids of a kind, as in `meant`; of formats also the built-in ones."""
        own = frozenset[str](getattr(self, kind))
        return own | frozenset(Format) if kind == "formats" else own

    def nature_of(self, format_id: str) -> Format:
        """Return the built-in format whose rules hold for a format: its own, or that it is like."""
        own = self.formats.get(format_id)
        if own is not None:
            return own.like or Format.OTHER
        return Format(format_id) if format_id in frozenset(Format) else Format.OTHER

    def address_of(self, text: str) -> str:
        """Return the address of the role or team that a text names; of several the longest name."""
        return next((address for name, address in self._reached if name.search(text)), "")

    @cached_property
    def _reached(self) -> list[tuple[re.Pattern[str], str]]:
        """The name of every role and team with an address, the longest first, and the address."""
        named = {team.label: team.address for team in self.teams.values()}
        named |= {team.name: team.address for team in self.teams.values()}
        named |= {role.label: role.address for role in self.roles.values()}
        return [
            (re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE), address)
            for name, address in sorted(named.items(), key=lambda it: (-len(it[0]), it[0]))
            if address
        ]

    @cached_property
    def tag_of_synonym(self) -> dict[str, str]:
        """Id of the tag behind each synonym and label, in lower case."""
        return {
            word.lower(): tag_id
            for tag_id, tag in sorted(self.tags.items())
            for word in (*tag.synonyms, tag.label)
        }

    def meant(self, kind: str, word: str) -> str | None:
        """Return the id of the only word of a kind with a name, or None.

        Args:
            kind: ``tags``, ``teams``, ``settings`` or ``formats``.
            word: Its id, label or synonym, in any case, with any hyphens.
        """
        ids = self._named.get((kind, folded(word)), ())
        return next(iter(ids)) if len(ids) == 1 else None

    @cached_property
    def _named(self) -> dict[tuple[str, str], set[str]]:
        """Ids by kind and by what people call them."""
        named: dict[tuple[str, str], set[str]] = defaultdict(set)
        for form in Format:
            named["formats", folded(form)].add(form)
        for kind in ("tags", "teams", "settings", "formats"):
            for word_id, word in getattr(self, kind).items():
                for name in (word_id, word.label, *getattr(word, "synonyms", ())):
                    named[kind, folded(name)].add(word_id)
        return named


def controlled_words(fields: Part, place: Place = ()) -> Iterator[tuple[str, Place, str]]:
    """Yield every controlled word of a record: its kind, its place and the word."""
    for name, field_name, words in _plan(type(fields)):
        value = getattr(fields, name)
        if not value:
            continue
        at = (*place, field_name)
        many = enumerate(value) if isinstance(value, tuple) else ()
        for where, element in [((*at, step), child) for step, child in many] or [(at, value)]:
            if isinstance(element, Part):
                yield from controlled_words(element, where)
            else:
                yield words, where, str(element)


@cache
def _plan(model: type[Part]) -> tuple[tuple[str, str, str], ...]:
    """Return the fields of a model that hold controlled words, directly or further down.

    Each is its attribute, its name in a header, and the kind of its words; empty for a group.
    """
    plan = []
    for name, field in model.model_fields.items():
        marks = (*field.metadata, *types_in(field.annotation))
        words = next((mark.words for mark in marks if isinstance(mark, Controlled)), "")
        part = part_in(field.annotation)
        if words or (part and _plan(part)):
            plan.append((name, field.alias or name, words))
    return tuple(plan)
