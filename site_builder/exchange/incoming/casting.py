"""Which column of a table becomes what: heading, texts and lengths decide together."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from site_builder.exchange.incoming.columns import Column, as_text
from site_builder.exchange.incoming.outcomes import outcomes_of
from site_builder.exchange.incoming.words import words
from site_builder.records.lesson import REQUIRED_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_KEY_LENGTH = 200


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
    _settle_topics(casting)
    _fill_sections(casting)
    _choose_title(casting)
    _choose_key(casting, table)
    return casting


def _give_role(casting: Casting, column: Column) -> None:
    """Give a column the likeliest role of its heading that its texts fit."""
    role = next((role for role in column.said.roles if _fits(role, column)), "")
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
            if kind in {"type", "results", "tags", "outcome"} and outcomes_of(column.texts):
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


def _choose_key(casting: Casting, table: SourceTable) -> None:
    """Choose a column, or a few of them together, that tells rows apart."""
    named = casting.having("key")
    able = [one for one in casting.columns if one.unique and _key_rank(casting, one) is not None]
    able.sort(key=lambda one: _key_rank(casting, one) or 0)
    found = [*named, *able]
    if found:
        casting.key = found[:1]
        if not named:
            text = (
                f"`{found[0].name}` is different in every row; choose what stays the same for good"
            )
            casting.doubt("key", text)
        return
    casting.key = _together(casting, table)
    names = " and ".join(f"`{column.name}`" for column in casting.key)
    apart = "tell" if len(casting.key) > 1 else "does not tell"
    casting.doubt("key", f"no column is unique; {names} {apart} rows apart")


def _key_rank(casting: Casting, column: Column) -> int | None:
    """Return how well a column can tell rows apart, the best first; None if it cannot for long."""
    role = casting.roles.get(column.name)
    if column.longest > _KEY_LENGTH or role == "people":
        return None
    if column.numbers:
        return 1 if column.counting else None
    if column.days:
        # There may be a second row of the same day, but hardly of the same minute.
        return 3 if all(":" in text for text in column.texts) else None
    if column.codes:
        return 0
    return {"title": 2, "team": 6, "tags": 6}.get(role or "", 4 if role in SECTION_OF else 5)


def _together(casting: Casting, table: SourceTable) -> list[Column]:
    """Return the fewest columns that are unique together, or the one that comes nearest."""
    able = [
        column
        for column in casting.columns
        if casting.roles.get(column.name) != "people" and column.longest <= _KEY_LENGTH
    ][:12]
    for number in (2, 3):
        for columns in combinations(able, number):
            keys = {
                tuple(as_text(row.values.get(one.name, "")) for one in columns)
                for row in table.rows
            }
            if len(keys) == len(table.rows):
                return list(columns)
    best = max(casting.columns, key=lambda one: (one.different, one.filled, -one.longest))
    return [best]


def _named(columns: Sequence[Column]) -> str:
    return " and ".join(f"`{column.name}`" for column in columns)
