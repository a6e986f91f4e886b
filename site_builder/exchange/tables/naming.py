"""Names of columns, made of their headings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.exchange.tables.rows import LONGEST_HEADING, Assumption, distinct, plain_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_SECTION = "section"


@dataclass(frozen=True)
class Names:
    """Distinct names of columns."""

    by_column: dict[int, str]
    sections: str
    """Name of the column that holds titles of sections; empty if there are none."""
    links: dict[int, str]
    """Names of columns with the web addresses that the cells of a column lead to."""
    notes: tuple[Assumption, ...]
    """What was taken for granted in naming them."""


def names_of(
    texts: Mapping[int, str],
    columns: range,
    used: Collection[int],
    sections: Collection[int],
    linked: Collection[int],
) -> Names:
    """Return names for the columns of a table.

    Args:
        texts: The heading of each column that has one.
        columns: The columns, counted from 0.
        used: Those that hold something below the headings; others without a heading get no name.
        sections: Those with titles of sections, which get a column of their own (-1) unless that
            column holds nothing else.
        linked: Those whose cells lead to web addresses.
    """
    names: dict[int, str] = {}
    notes: list[Assumption] = []
    seen: Counter[str] = Counter()
    for at in columns:
        heading = plain_name(texts.get(at, ""))
        if not heading and at not in used:
            continue
        short = heading if len(heading) <= LONGEST_HEADING else heading[: LONGEST_HEADING - 1] + "…"
        names[at] = distinct(short or f"column {at - columns.start + 1}", seen)
        if not texts:
            continue
        if not heading:
            notes.append(Assumption(f"a column has no heading; it is called `{names[at]}`"))
        elif names[at] != short:
            called = f"the second column is called `{names[at]}`"
            notes.append(Assumption(f"a heading appears twice; {called}"))
        elif short != heading:
            length = f"the heading of column {at + 1} has {len(heading):,} characters"
            notes.append(Assumption(f"{length}; its column is called `{short}`"))
    own = next((at for at in sections if at in names and at not in used), -1)
    if sections and own < 0:
        names[own] = distinct(_SECTION, seen)
    links = {at: distinct(f"{names[at]} (address)", seen) for at in sorted(linked) if at in names}
    notes += [
        Assumption(f"cells of `{names[at]}` are links; the column `{name}` holds their addresses")
        for at, name in links.items()
    ]
    return Names(names, names[own] if sections else "", links, tuple(notes))
