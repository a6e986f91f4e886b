"""Which column of a table becomes what: heading, texts and lengths decide together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.exchange.incoming.folder_hints import own_roles
from site_builder.exchange.incoming.outcomes import outcomes_of
from site_builder.exchange.incoming.telling_apart import key_in
from site_builder.exchange.incoming.words import words
from site_builder.records.lesson import REQUIRED_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.exchange.incoming.columns import Column
    from site_builder.exchange.tables.rows import SourceTable

SECTION_OF = {
    "happened": "What happened",
    "cause": "What happened",
    "problem": "The problem",
    "done": "What was done",
    "challenges": "Challenges",
    "results": "Results",
    "learned": "What was learned",
    "do": "What to do",
    "next": "Next steps",
    "more": "Want to know more",
}
"""Sections of a lesson by what a text is about, in their order."""
_TITLE_LENGTH = range(3, 161)
_TITLED = 15
"""Least usual length of a title under a heading that can also be that of topics."""
_SHORT_TEXT = 80
_NAME_LENGTH = 60


@dataclass(slots=True)
class Casting:
    """What each column of a table becomes."""

    columns: Sequence[Column]
    roles: dict[str, str] = field(default_factory=dict)
    """What each column is, by its name; columns that are nothing are not in it."""
    unfitting: dict[str, str] = field(default_factory=dict)
    """What headings say of columns that do not hold it."""
    doubts: dict[str, list[str]] = field(default_factory=dict)
    """What has to be looked at, by field or section."""
    sections: dict[str, list[Column]] = field(default_factory=dict)
    title: list[Column] = field(default_factory=list)
    """Columns that give a title; of each row the first that has something."""
    key: list[Column] = field(default_factory=list)

    def having(self, role: str) -> list[Column]:
        """Return the columns that are something, in order."""
        return [column for column in self.columns if self.roles.get(column.name) == role]

    def doubt(self, where: str, text: str) -> None:
        """Remember something that has to be looked at."""
        self.doubts.setdefault(where, []).append(text)

    @property
    def teams(self) -> list[Column]:
        """Columns that name a team, the likeliest first."""
        found = [column for column in self.having("team") if column.short]
        return sorted(
            found, key=lambda column: not set(words("places")).isdisjoint(column.said.words)
        )

    @property
    def planned(self) -> list[Column]:
        """Columns of days by which something should be done, which say nothing of the past."""
        days = [column for column in self.columns if column.days]
        return [one for one in days if not set(one.said.words).isdisjoint(words("planned"))]

    @property
    def dates(self) -> list[Column]:
        """Columns of days, those of when something was recorded first, ends and changes last."""
        found = [column for column in self.columns if column.days and self._is_date(column)]
        found = [column for column in found if column not in self.planned]

        def rank(column: Column) -> tuple[bool, bool, bool, float]:
            said = column.said
            return "date" not in said.roles, said.late, not said.recorded, -column.filled

        return sorted(found, key=rank)

    def _is_date(self, column: Column) -> bool:
        return self.roles.get(column.name) in {"date", None}

    @property
    def problem(self) -> list[Column]:
        """Columns that give the problem in a sentence; of each row the first that has something."""
        told = self.sections.get("What happened", [])
        told = [column for column in told if self.roles.get(column.name) != "cause"] or told
        chain = [*self.having("problem"), *told, *self.having("challenges")]
        return list(dict.fromkeys(chain))

    @property
    def unused(self) -> Iterator[Column]:
        """Columns that become nothing."""
        used = {column.name for columns in self.sections.values() for column in columns}
        used |= {
            column.name for column in (*self.title, *self.key, *self.teams[:1], *self.dates[:1])
        }
        for column in self.columns:
            role = self.roles.get(column.name)
            if column.name not in used and role not in {"people", "tags", "url", "outcome"}:
                yield column


def cast(table: SourceTable, columns: Sequence[Column]) -> Casting:
    """Return what each column becomes, with all that has to be looked at."""
    casting = Casting(columns)
    for column in columns:
        _give_role(casting, column)
    casting.roles |= own_roles(table, columns)
    _settle_topics(casting)
    _fill_sections(casting)
    _choose_title(casting)
    casting.key, doubt = key_in(table, columns, casting.roles)
    if doubt:
        casting.doubt("key", doubt)
    return casting


def _give_role(casting: Casting, column: Column) -> None:
    """Give a column the likeliest role of its heading that its texts fit."""
    role = next((role for role in column.said.roles if _fits(role, column)), "")
    if role in SECTION_OF and column.said.unsure and _is_said_better(casting, column, role):
        role = ""
    if column.addresses:
        role = "url"
    elif column.reachable:
        role = "people"
    elif not role and column.persons and column.different > 1 and not column.said.roles:
        role = "people"
        text = f"`{column.name}` looks like names of people and is left out"
        casting.doubt("leave_out", text)
    elif not role and column.said.roles:
        casting.unfitting[column.name] = column.said.roles[0]
    if role:
        casting.roles[column.name] = role


def _is_said_better(casting: Casting, column: Column, role: str) -> bool:
    """Return whether another heading names what this one only goes before."""
    better = any(
        one.said.roles[:1] == (role,) and not one.said.unsure and _fits(role, one)
        for one in casting.columns
        if one is not column
    )
    if not better:
        text = f"the heading `{column.name}` may say something else"
        casting.doubt(SECTION_OF[role], text)
    return better


def _fits(role: str, column: Column) -> bool:
    """Return whether the texts of a column can be what its heading says."""
    if role in SECTION_OF:
        return column.prose or (role == "more" and not column.days and not column.addresses)
    if role == "people":
        return not (column.days or column.addresses or column.long)
    if role == "title":
        return column.verbal and column.usual in _TITLE_LENGTH and not column.persons
    if role in {"tags", "team"}:
        is_name = not (column.days or column.numbers or column.addresses or column.reachable)
        is_name = is_name and not (column.codes and "key" in column.said.roles)
        return is_name and column.usual <= _NAME_LENGTH
    return {
        "date": column.days is not None,
        "url": column.addresses,
        "key": column.key_like and not column.long,
        "outcome": bool(outcomes_of(column.texts)),
    }.get(role, not column.long)


def _settle_topics(casting: Casting) -> None:
    """Tell titles from topics where a heading, such as *Subject*, can be either."""
    titles = casting.having("title")
    for column in titles:
        if column.choice and not _is_titled(column):
            casting.roles[column.name] = "tags"
    if not casting.having("title"):
        topics = [one for one in casting.having("tags") if one.prose and not one.short]
        topics += [one for one in casting.having("tags") if one.unique and one.usual >= _TITLED]
        for column in topics[:1]:
            casting.roles[column.name] = "title"
    if not casting.having("outcome"):
        for column in casting.columns:
            kind = casting.roles.get(column.name) or casting.unfitting.get(column.name)
            if kind in {None, "type", "results", "tags", "outcome"} and outcomes_of(column.texts):
                casting.roles[column.name] = "outcome"
                casting.doubt(
                    "outcome", f"`{column.name}` tells whether it went well, not whether it worked"
                )
                break


def _fill_sections(casting: Casting) -> None:
    """Give columns of text to sections; to required ones also those that come nearest."""
    sections = casting.sections
    for column in casting.columns:
        role = casting.roles.get(column.name, "")
        both = () if column.is_section else column.said.both
        for one in (role, *(other for other in both if other != role)):
            if one in SECTION_OF:
                sections.setdefault(SECTION_OF[one], []).append(column)
    _add_generic(casting)
    happened, learned = REQUIRED_SECTIONS
    if happened not in sections:
        for section in ("The problem", "Challenges"):
            if section in sections and happened not in sections:
                sections[happened] = sections.pop(section)
                if section != "The problem":
                    names = _named(sections[happened])
                    casting.doubt(happened, f"no column says what happened; {names} comes nearest")
    left = _untold(casting)
    for section in (happened, learned):
        if section not in sections and left:
            column = left.pop(0)
            sections[section] = [column]
            casting.doubt(section, f"the heading `{column.name}` does not say what it holds")


def _untold(casting: Casting) -> list[Column]:
    """Return long texts of which no heading says what they are; the one like a title is none."""
    prose = [column for column in casting.columns if column.prose]
    texts = [column for column in prose if _is_unknown(casting, column)]
    if len(texts) * 2 <= len(prose):
        # Where other headings are understood, one that is not says something else.
        texts = [column for column in texts if column.said.vague]
    if not casting.having("title"):
        for column in texts:
            if column.usual in _TITLE_LENGTH and any(
                one.usual > column.usual * 1.3 for one in texts
            ):
                texts.remove(column)
                break
    return [column for column in texts if column.long and not column.is_section]


def _is_unknown(casting: Casting, column: Column) -> bool:
    return column.name not in casting.roles and column.name not in casting.unfitting


def _add_generic(casting: Casting) -> None:
    """Give columns that are only called a description, or a summary, what is missing."""
    for column in casting.columns:
        if not column.said.generic or not column.prose or not _is_unknown(casting, column):
            continue
        is_name = column.usual in _TITLE_LENGTH and not column.persons
        briefer = [one for one in casting.columns if one.long and one.usual > column.usual]
        if is_name and briefer and not casting.having("title"):
            casting.roles[column.name] = "title"
            if not set(words("names")).isdisjoint(column.said.words):
                casting.doubt("title", f"`{column.name}` may hold names of people")
        elif not column.persons:
            told = "What happened" in casting.sections and "The problem" not in casting.sections
            role = "problem" if told else "happened"
            casting.roles[column.name] = role
            casting.sections.setdefault(SECTION_OF[role], []).insert(0, column)


def _choose_title(casting: Casting) -> None:
    """Choose the columns that give a title."""
    titles = sorted(casting.having("title"), key=_title_rank)
    chosen = titles[:1]
    for column in titles[1:]:
        del casting.roles[column.name]
    if not chosen:
        unknown = [
            column
            for column in casting.columns
            if column.prose and _is_unknown(casting, column) and column.usual <= _TITLE_LENGTH[-1]
        ]
        used = {column.name for columns in casting.sections.values() for column in columns}
        chosen = [column for column in unknown if column.name not in used][:1]
        if chosen:
            text = f"the heading `{chosen[0].name}` does not say that it is a title"
            casting.doubt("title", text)
            casting.roles[chosen[0].name] = "title"
    texts = [
        column
        for section in ("What was learned", "The problem", "What to do", "What happened")
        for column in casting.sections.get(section, [])
    ]
    if not chosen:
        # A short text says by itself what a long one would be cut for.
        texts.sort(key=lambda one: one.usual > _SHORT_TEXT)
        texts = texts or [one for one in casting.columns if one.prose] or list(casting.columns)
        casting.doubt("title", f"no column holds titles; they are cut from `{texts[0].name}`")
    else:
        texts = [] if chosen[0].filled == 1 else texts
    casting.title = list(dict.fromkeys([*chosen, *texts]))[:4]


def _is_titled(column: Column) -> bool:
    return not {"title", "titel", "titre", "titulo", "titolo"}.isdisjoint(column.said.words)


def _title_rank(column: Column) -> tuple[bool, bool, float]:
    return not _is_titled(column), column.filled < 1, -column.different


def _named(columns: Sequence[Column]) -> str:
    return " and ".join(f"`{column.name}`" for column in columns)
