"""The controlled words of a base: tags with synonyms, teams and settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, get_args, get_origin

from pydantic import ConfigDict, Field

from site_builder.records.fields import Controlled, Part, RecordId, Text

if TYPE_CHECKING:
    from site_builder.records.header.read import Place

_Step: TypeAlias = str | type[Part]
"""What a field leads to: the kind of its words, or a part that holds some."""


class Tag(Part):
    """A topic."""

    label: Text = Field(description="name as readers see it")
    description: Text = Field(description="what belongs under it, in one sentence")
    synonyms: tuple[Text, ...] = Field((), description="other words for it")
    convener: Text | None = Field(
        None, description="role or address that brings people together over it, not a person"
    )


class Team(Part):
    """A team that hosts, visits or learns."""

    label: Text = Field(description="name as readers see it")
    organisation: Text = Field(description="organisation that it belongs to")


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

    @cached_property
    def tag_of_synonym(self) -> dict[str, str]:
        """Id of the tag behind each synonym and label, in lower case."""
        return {
            word.lower(): tag_id
            for tag_id, tag in sorted(self.tags.items())
            for word in (*tag.synonyms, tag.label)
        }

    def meant(self, kind: str, word: str) -> str | None:
        """Return the id of the one word of a kind that people call so, or None.

        Args:
            kind: ``tags``, ``teams`` or ``settings``.
            word: Its id, its label or a synonym, in any case, with any hyphens.
        """
        ids = self._called[kind].get(_plain(word), frozenset())
        return next(iter(ids)) if len(ids) == 1 else None

    @cached_property
    def _called(self) -> dict[str, dict[str, frozenset[str]]]:
        """Ids by what people call them, of each kind."""
        kinds: dict[str, Mapping[str, Tag | Team | Setting]] = {
            "tags": self.tags,
            "teams": self.teams,
            "settings": self.settings,
        }
        called: dict[str, dict[str, frozenset[str]]] = {kind: {} for kind in kinds}
        for kind, words in kinds.items():
            for word_id, word in words.items():
                for name in (word_id, word.label, *getattr(word, "synonyms", ())):
                    ids = called[kind].get(_plain(name), frozenset())
                    called[kind][_plain(name)] = ids | {word_id}
        return called


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def controlled_words(fields: Part) -> Iterator[tuple[str, Place, str]]:
    """Yield every controlled word of a record: its kind, its place and the word."""
    for name, field_name, plan in _plan(type(fields)):
        value = getattr(fields, name)
        if value:
            yield from _words(value, plan, (field_name,))


def _words(value: object, plan: _Step, place: Place) -> Iterator[tuple[str, Place, str]]:
    if isinstance(value, tuple):
        for number, element in enumerate(value):
            yield from _words(element, plan, (*place, number))
    elif isinstance(value, Part):
        for name, field_name, inner in _plan(type(value)):
            inside = getattr(value, name)
            if inside:
                yield from _words(inside, inner, (*place, field_name))
    elif isinstance(plan, str):
        yield plan, place, str(value)


@cache
def _plan(model: type[Part]) -> tuple[tuple[str, str, _Step], ...]:
    """Return the fields of a model that hold controlled words, directly or further down."""
    steps = []
    for name, field in model.model_fields.items():
        step = _step(field.annotation, tuple(field.metadata))
        if step is not None:
            steps.append((name, field.alias or name, step))
    return tuple(steps)


def _step(annotation: Any, metadata: tuple[object, ...]) -> _Step | None:  # noqa: ANN401
    for mark in metadata:
        if isinstance(mark, Controlled):
            return mark.words
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, Part) and _plan(annotation) else None
    if get_origin(annotation) is Annotated:
        return _step(annotation.__origin__, annotation.__metadata__)
    steps = (_step(argument, ()) for argument in get_args(annotation))
    return next((step for step in steps if step is not None), None)
