"""A base in which a word of its own stands in every field of every kind, state and visibility.

It is made of the models, so that a new field is planted as soon as it is declared.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import Enum
from itertools import count, product
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from site_builder.records.assist import Assist, Stage
from site_builder.records.fields import (
    Controlled,
    Leaves,
    Refers,
    fields_of,
    part_in,
    types_in,
)
from site_builder.records.formats import FormatAdvice
from site_builder.records.kinds import FOLDERS, Kind
from site_builder.records.lesson import Lesson, Status
from site_builder.records.people import Person
from site_builder.records.reuse import Reuse
from site_builder.records.vocabulary import Setting, Tag, Team
from tests.builders import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic.fields import FieldInfo

    from site_builder.records.fields import Part
    from site_builder.settings import Audience

AUDIENCES: tuple[Audience, ...] = ("public", "organisation", "team")
PERSON = "zqheron"
"""A pseudonym, planted in every field for a role of some records."""
WORD = re.compile(r"zq[a-z]+")
FIXED = {
    "doi": "10.1136/bmj.n71",
    "pmid": "123",
    "isbn": "0306406152",
    "issn": "1234-5679",
    "url": "https://example.org/a",
    "date": "2026-01-10",
    "happened": "2025-12",
    "planned_for": "2026-05-04",
    "review_by": "2026-12-01",
    "visibility": "public",
    "minutes": 10,
    "practice": 0,
    "research": 0,
    "grade": 3,
    "duration_hours": 6,
    "seats_wanted": 2,
    "concerns": ["imprecision: {word}"],
    "digest": "0123456789ab",
    "written": "0123456789ab",
    "same_as": ["0123456789ab"],
    "status": "published",
    "withdrawn": None,
    "address": "mailto:{word}@example.org",
    "guide": "guide/index",
    "like": None,
    "sheets": [],
    "image": None,
    "cancelled": "{word}",
    "closed_as": None,
    "expires": "2027-01-01",
}
"""Values that are no free words, or that a rule asks for."""


@dataclass
class Planting:
    """What was planted: each word with who may read it."""

    files: dict[str, str] = field(default_factory=dict)
    readers: dict[str, tuple[Audience, ...]] = field(default_factory=dict)
    """Audiences that may read each word."""
    _words: Iterator[int] = field(default_factory=count)

    def word(self, readers: tuple[Audience, ...]) -> str:
        """Return a word that stands nowhere else."""
        number, letters = next(self._words), ""
        for _place in range(4):
            number, letter = divmod(number, 26)
            letters += chr(ord("a") + letter)
        self.readers[f"zq{letters}"] = readers
        return f"zq{letters}"


class Gardener:
    """Plants words into the fields of one record."""

    def __init__(
        self, planting: Planting, readers: tuple[Audience, ...], named: dict[str, str]
    ) -> None:
        """Keep who may read the record, and what it names by kind."""
        self.planting, self.readers, self.named = planting, readers, named
        self.vocabulary: dict[str, set[str]] = {}
        self.person = ""

    def fields(
        self, model: type[Part], readers: tuple[Audience, ...] | None = None
    ) -> dict[str, Any]:
        """Return a value for each field of a model."""
        told = self.readers if readers is None else readers
        values = {name: self.value(name, info, told) for name, info in fields_of(model).items()}
        return {name: value for name, value in values.items() if value is not None}

    def value(self, name: str, info: FieldInfo, readers: tuple[Audience, ...]) -> Any:  # noqa: ANN401 - any YAML
        """Return a value for a field."""
        kinds = [*info.metadata, *types_in(info.annotation)]
        if Leaves.NEVER in kinds:
            readers = ()
        if Leaves.WITHIN in kinds:
            readers = tuple(one for one in readers if one == "team")
        if refers := next((kind for kind in kinds if isinstance(kind, Refers)), None):
            one: Any = self.named[name if name == "lesson" else refers.kinds[0]]
        elif words := next((kind for kind in kinds if isinstance(kind, Controlled)), None):
            # The teams of those who took part are named where figures over five of them are.
            one = self.controlled(words.words, self.readers)
        elif name in FIXED and not any(get_origin(kind) is Literal for kind in kinds):
            fixed = FIXED[name]
            return json.loads(json.dumps(fixed).replace("{word}", self.planting.word(readers)))
        elif part := part_in(info.annotation):
            one = self.fields(part, readers)
        else:
            one = self.plain(kinds, readers)
        if any(get_origin(kind) is dict for kind in kinds):
            return {self.planting.word(readers): one}
        return [one] if any(get_origin(kind) is tuple for kind in kinds) else one

    def controlled(self, kind: str, readers: tuple[Audience, ...]) -> str:
        """Return a word of the vocabulary that nothing else uses."""
        word = "other" if kind == "formats" else self.planting.word(readers)
        self.vocabulary.setdefault(kind, set()).add(word)
        return word

    def plain(self, kinds: list[Any], readers: tuple[Audience, ...]) -> Any:  # noqa: ANN401 - any YAML
        """Return a value of a type that holds no others."""
        for kind in kinds:
            if get_origin(kind) is Literal:
                return get_args(kind)[0]
            if isinstance(kind, type) and issubclass(kind, Enum):
                return next(iter(kind)).value
            if kind in {bool, int, float}:
                return kind(1)
        if any("date" in str(kind).lower() for kind in kinds):
            return "2026-02-01"
        if Leaves.ROLE in kinds and self.person:
            return self.person
        return self.planting.word(readers)


def plant(root: Path) -> Planting:
    """Write a base with a record of every kind in every state for every audience."""
    planting = Planting()
    states: dict[Kind, tuple[type[Part], list[str]]] = {
        Kind.LESSON: (Lesson, [str(it) for it in Status]),
        Kind.ASSIST: (Assist, [str(it) for it in Stage]),
        Kind.REUSE: (Reuse, [""]),
    }
    ids = {
        (kind, state, audience): planting.word(AUDIENCES[number:])
        for kind, (_model, every) in states.items()
        for state, (number, audience) in product(every, enumerate(AUDIENCES))
    }
    vocabulary: dict[str, dict[str, Any]] = {"tags": {}, "teams": {}, "settings": {}}
    vocabulary["teams"]["north"] = {"label": "North", "organisation": "Invented Water"}
    for (kind, state, audience), record_id in ids.items():
        readers = AUDIENCES[AUDIENCES.index(audience) :]
        named = {
            "lesson": ids[Kind.LESSON, "published", "team"],
            "assist": ids[Kind.ASSIST, "reported", "team"],
        }
        assist = named["assist"]
        gardener = Gardener(planting, readers, named)
        # A report goes with its lesson, so it has to be of one that its readers may see.
        named["lesson"] = ids[Kind.LESSON, "published", audience if kind is Kind.REUSE else "team"]
        gardener.person = PERSON if state in {"draft", "open"} else ""
        header = gardener.fields(states[kind][0]) | {"visibility": audience}
        header |= {"status": state} if state else {}
        header |= _fitting(kind, state, ids, audience)
        if "decision" in header:
            header["decision"]["by"] = header["host_team"]
        folder = next((f"{name}/" for name, of in FOLDERS.items() if of is kind), "")
        up = "../" if folder else ""
        # Nowhere else is such a comment allowed.
        note = f"<!-- ask {PERSON} -->" if state == "draft" else ""
        body = _body(
            planting.word(readers), f"{up}{named['lesson']}", f"{up}assists/{assist}", note
        )
        text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in header.items() if value)
        planting.files[f"{folder}{record_id}.md"] = f"---\n{text}---\n{body}"
        for words, model in (("tags", Tag), ("teams", Team), ("settings", Setting)):
            for word in sorted(filter(text.__contains__, gardener.vocabulary.get(words, ()))):
                vocabulary[words][word] = gardener.fields(model, planting.readers[word])
    gardener = Gardener(planting, (), {})
    person = gardener.fields(Person) | {"topics": [], "team": "north"}
    person.pop("line_manager")
    everybody = Gardener(planting, AUDIENCES, {})
    vocabulary["formats"] = {planting.word(AUDIENCES): everybody.fields(FormatAdvice)}
    planting.files["vocabulary.yml"] = json.dumps(vocabulary)
    lesson = named["lesson"]
    planting.files["guide/index.md"] = (
        f"# Guide\n\n{_body('x', f'../{lesson}', f'../assists/{assist}')}"
    )
    planting.readers[PERSON] = ()
    written = set(WORD.findall("".join((*planting.files, *planting.files.values()))))
    planting.readers = {
        word: readers for word, readers in planting.readers.items() if word in written
    }
    hidden_tag = next(tag for tag in vocabulary["tags"] if planting.readers.get(tag) == ("team",))
    nav = [{"Home": "index.md"}, {"A": [f"{lesson}.md"]}, {"B": [{lesson: f"lesson/{lesson}/"}]}]
    planting.files["../mkdocs.yml"] = f"{CONFIG}nav: {json.dumps(nav)}\n"
    planting.files["index.md"] = f"# Home\n\nSee [it](topics/{hidden_tag}/index.md).\n"
    (root / "people.yml").write_text(json.dumps({"people": {PERSON: person}}), "utf-8")
    return planting


def _fitting(
    kind: Kind, state: str, ids: dict[tuple[Kind, str, Audience], str], audience: Audience
) -> dict[str, Any]:
    """Return what the state of a record asks of its fields."""
    if kind is Kind.ASSIST:
        fitting: dict[str, Any] = {"decision_date": "2026-12-01"}
        fitting |= {} if state == "cancelled" else {"cancelled": None}
        fitting |= {} if state == "closed" else {"closed_as": None}
        last = ids[Kind.ASSIST, "reported", "team"]
        here = ids[kind, state, audience] == last
        other = ids[Kind.ASSIST, "closed", "team"]
        return fitting | ({"merged_into": other} if here else {})
    if state in {"superseded", "draft"}:
        return {"relations": {"related": [ids[Kind.LESSON, "published", "team"]]}}
    if state == "withdrawn":
        return {"withdrawn": {"date": "2026-02-01", "reason": "wrong"}, "relations": None}
    if state == "published":
        other = ids[Kind.LESSON, "draft", "team"]
        old = ids[Kind.LESSON, "superseded", audience]
        relations = {"supersedes": [old], "related": [other], "contradicts": [other]}
        return {"relations": relations, "relies_on": [{"id": other}]}
    return {}


def _body(word: str, lesson: str, assist: str, note: str = "") -> str:
    name = lesson.rpartition("/")[2]
    links = (
        f"[a]({lesson}.md)",
        f"[a](\n{lesson}.md)",
        f"[a [b [c]] d]({lesson}.md)",
        f"[a]({assist}.md#what-was-learned)",
        f"[a][r]\n\n> [r]: {lesson}.md\n\n- [s]: {lesson}.md\n\n",
        f"[[{name}]] and [[x/{name}|b]]",
        f"`{lesson}.md`",
        f"[b]({lesson[:-1]}%{ord(lesson[-1]):x}.md)",
    )
    learned = f"## What was learned\n\nA {word}. {note}\n"
    return f"## What happened\n\nA {word}. {' '.join(links)}\n\n{learned}"
