"""What a column is: its heading says it, and its texts have to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exchange.incoming.casting import SECTION_OF, TITLE_LENGTH, Casting
from site_builder.exchange.incoming.headings import said_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.exchange.incoming.columns import Column

_EVENTS = {"happened", "problem", "cause"}
_JUDGED = {None, "type", "happened", "results", "tags", "done", "status"}
"""What a heading can say of a column that tells how it went."""
_TITLED = 15
"""Least usual length of a title under a heading that can also be that of topics."""
_NAME_LENGTH = 60


def give_roles(casting: Casting, own: Mapping[str, str]) -> None:
    """Give each column the likeliest role of its heading that its texts fit.

    Args:
        casting: What is known of the columns.
        own: Roles that are known already, by column.
    """
    for column in casting.columns:
        _give_role(casting, column)
    casting.roles |= own
    _settle_topics(casting)


def _give_role(casting: Casting, column: Column) -> None:
    """Give a column the likeliest role of its heading that its texts fit."""
    role = next((role for role in column.said.roles if _fits(role, column)), "")
    if role == "people" and "team" in column.said.roles and column.choice and not column.persons:
        # A unit that is responsible is no person.
        role = "team"
    if role in SECTION_OF and column.said.unsure and _is_said_better(casting, column, role):
        role = ""
    if column.addresses:
        role = "url"
    elif column.reachable:
        role = "people"
    elif not role and column.persons and column.different > 1 and _may_name(column):
        role = "people"
        text = f"`{column.name}` looks like names of people and is left out"
        casting.doubt("leave_out", text)
    elif not role and column.said.roles:
        casting.unfitting[column.name] = column.said.roles[0]
    if role:
        casting.roles[column.name] = role


def _may_name(column: Column) -> bool:
    """Return whether a heading leaves open that it is of people, as *Incident commander* does."""
    roles, end = column.said.roles, said_by(column.said.words[-1] if column.said.words else "")
    return not roles or (roles[0] in SECTION_OF and not end.roles and not end.generic)


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
        return column.verbal and column.usual in TITLE_LENGTH and not column.persons
    if role in {"tags", "team", "setting"}:
        is_name = not (column.days or column.numbers or column.addresses or column.reachable)
        is_name = is_name and not (column.codes and "key" in column.said.roles)
        usual = column.usual_part if role == "tags" else column.usual
        return is_name and usual <= _NAME_LENGTH
    return {
        "date": column.days is not None,
        "url": column.addresses,
        "key": column.key_like and not column.long and not column.days,
        "outcome": bool(column.outcomes),
    }.get(role, not column.long and not column.days)


def _settle_topics(casting: Casting) -> None:
    """Tell titles from topics where a heading, such as *Subject*, can be either."""
    titles = casting.having("title")
    for column in titles:
        if column.choice and not column.said.has("titles"):
            casting.roles[column.name] = "tags"
    if not casting.having("title"):
        topics = [one for one in casting.having("tags") if one.prose and not one.short]
        topics += [one for one in casting.having("tags") if one.unique and one.usual >= _TITLED]
        for column in topics[:1]:
            casting.roles[column.name] = "title"
    _find_kinds(casting)
    _find_outcomes(casting)


def _find_kinds(casting: Casting) -> None:
    """Take the kinds of events for topics where there are no others."""
    if casting.having("tags"):
        return
    for column in casting.having("type"):
        if _EVENTS & set(column.said.roles) and not column.outcomes:
            casting.roles[column.name] = "tags"
            casting.doubt("tags", f"`{column.name}` may tell of something else than topics")
            return


def _find_outcomes(casting: Casting) -> None:
    """Find a column that tells how it went, whatever its heading says."""
    if casting.having("outcome"):
        return
    for column in casting.columns:
        kind = casting.roles.get(column.name) or casting.unfitting.get(column.name)
        if kind in _JUDGED and column.outcomes:
            casting.roles[column.name] = "outcome"
            text = f"`{column.name}` tells whether it went well, not whether it worked"
            casting.doubt("outcome", text)
            return
