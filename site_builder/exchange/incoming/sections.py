"""Which texts of a table become which sections of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exchange.incoming.casting import SECTION_OF, TITLE_LENGTH, Casting
from site_builder.records.lesson import REQUIRED_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.exchange.incoming.columns import Column

_HAPPENED, _LEARNED = REQUIRED_SECTIONS
_LONGER = 1.3
"""How much longer another text is than that which is its title."""


def fill_sections(casting: Casting) -> None:
    """Give columns of text to sections; to required ones also those that come nearest."""
    for column in casting.columns:
        role = casting.roles.get(column.name, "")
        both = column.said.both if role in SECTION_OF and not column.is_section else ()
        for one in dict.fromkeys((role, *both)):
            if one in SECTION_OF and one != "cause":
                casting.sections.setdefault(SECTION_OF[one], []).append(column)
    _add_generic(casting)
    _take_nearest(casting)
    _take_untold(casting)
    if causes := casting.having("cause"):
        if _HAPPENED not in casting.sections:
            _say_nearest(casting, causes)
        casting.sections.setdefault(_HAPPENED, []).extend(causes)


def _take_nearest(casting: Casting) -> None:
    """Take the problem for what happened where no column says that."""
    sections = casting.sections
    for section in ("The problem", "Challenges"):
        if section in sections and _HAPPENED not in sections:
            sections[_HAPPENED] = sections.pop(section)
            unknown = any(column.long and casting.is_unknown(column) for column in casting.columns)
            if section != "The problem" or unknown:
                _say_nearest(casting, sections[_HAPPENED])


def _say_nearest(casting: Casting, columns: Sequence[Column]) -> None:
    names = " and ".join(f"`{column.name}`" for column in columns)
    casting.doubt(_HAPPENED, f"no column says what happened; {names} comes nearest")


def _take_untold(casting: Casting) -> None:
    """Take long texts under headings that say nothing for the sections that every lesson has."""
    left = _untold(casting)
    for section in REQUIRED_SECTIONS:
        if section not in casting.sections and left:
            column = left.pop(0)
            casting.sections[section] = [column]
            casting.doubt(section, f"the heading `{column.name}` does not say what it holds")


def _untold(casting: Casting) -> list[Column]:
    """Return long texts of which no heading says what they are; the one like a title is none."""
    texts = casting.unnamed()
    title = next(iter(casting.like_titles()), None)
    if title in texts and any(one.usual > title.usual * _LONGER for one in texts):
        texts.remove(title)
    return [column for column in texts if column.long and not column.is_section]


def _add_generic(casting: Casting) -> None:
    """Give columns that are only called a description, or a summary, what is missing."""
    for column in casting.columns:
        if not column.said.generic or not column.prose or not casting.is_unknown(column):
            continue
        is_name = column.usual in TITLE_LENGTH and not column.persons
        briefer = [one for one in casting.columns if one.long and one.usual > column.usual]
        if is_name and briefer and not casting.having("title"):
            casting.roles[column.name] = "title"
            if column.said.has("names"):
                casting.doubt("title", f"`{column.name}` may hold names of people")
        elif not column.persons:
            told = "What happened" in casting.sections and "The problem" not in casting.sections
            role = "problem" if told else "happened"
            casting.roles[column.name] = role
            casting.sections.setdefault(SECTION_OF[role], []).insert(0, column)
