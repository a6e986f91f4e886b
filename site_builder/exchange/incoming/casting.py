"""What each column of a table becomes, with all that has to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.exchange.incoming.columns import Column

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
_FIELDS = frozenset({"people", "tags", "url", "outcome", "setting"})
_OFTEN = 0.5
"""Least share of rows with a day in a column that gives the days of all."""
TITLE_LENGTH = range(3, 161)
"""Usual lengths of titles, in characters."""


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

    def is_unknown(self, column: Column) -> bool:
        """Return whether no heading and no text says what a column is."""
        return column.name not in self.roles and column.name not in self.unfitting

    def doubt(self, where: str, text: str) -> None:
        """Remember something that has to be looked at."""
        self.doubts.setdefault(where, []).append(text)

    def unnamed(self) -> list[Column]:
        """Return the texts of which no heading says what they are, and which can be anything.

        Where other headings are understood, one that is not says something else.
        """
        prose = [column for column in self.columns if column.prose]
        texts = [column for column in prose if self.is_unknown(column)]
        foreign = len(texts) * 2 > len(prose)
        return [column for column in texts if foreign or column.said.vague]

    def like_titles(self) -> list[Column]:
        """Return texts that can be titles under headings that do not say so."""
        if any(not column.choice for column in self.having("title")):
            return []
        # What stands first names the row.
        first = [one for one in self.columns[:2] if one.prose and self.is_unknown(one)]
        found = dict.fromkeys([*self.unnamed(), *(one for one in first if one.unique)])
        return [column for column in found if column.usual in TITLE_LENGTH]

    @property
    def teams(self) -> list[Column]:
        """Columns that name a team, the likeliest first."""
        found = [column for column in self.having("team") if column.short]
        return sorted(found, key=lambda column: column.said.has("places"))

    @property
    def planned(self) -> list[Column]:
        """Columns of days by which something should be done, which say nothing of the past."""
        return [column for column in self.columns if column.days and column.said.has("planned")]

    @property
    def dates(self) -> list[Column]:
        """Columns of days, those of when something was recorded first, ends and changes last."""
        able = [one for one in self.columns if one.days and not one.said.has("planned")]
        found = [one for one in able if self.roles.get(one.name) in {"date", None}]

        def rank(column: Column) -> tuple[bool, bool, bool, bool, str]:
            said, rare = column.said, column.filled < _OFTEN
            # Of two days that are alike, the earlier is that on which it was opened.
            usual = column.days.usual if column.days else ""
            return "date" not in said.roles, rare, said.has("late"), not said.has("recorded"), usual

        return sorted(found, key=rank)

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
            if column.name not in used and self.roles.get(column.name) not in _FIELDS:
                yield column
