"""Pairs of people who have never met at an event, for a lunch or for somebody who is new."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from site_builder.library.library import Library

    Pairs = list[tuple[str, str]]


def draw_pairs(
    library: Library, seed: int, newcomers: Collection[str] = ()
) -> tuple[Pairs, list[str]]:
    """Return pairs of people, and those for whom there is nobody left.

    Two people are paired if they are of different teams, neither manages the other, and no event
    that took place names both. As many pairs are made as exchanging partners once can find. The
    same people and the same seed give the same pairs.

    Args:
        library: Every record and everybody in people.yml.
        seed: Any number; another gives another draw.
        newcomers: Pseudonyms of people who get a buddy who is not among them; nobody else is
            paired. Without them everybody is.
    """
    partners = _partners(library)
    new = set(newcomers)
    if new:
        partners = {
            person: {other for other in others if (person in new) != (other in new)}
            for person, others in partners.items()
        }
    wanted = sorted(new or partners, key=lambda person: _lot(seed, person))
    # Whoever has the fewest possible partners chooses first.
    wanted.sort(key=lambda person: len(partners.get(person, ())))
    buddy: dict[str, str] = {}
    for person in wanted:
        if person not in buddy:
            _pair(person, partners, buddy, seed)
    pairs = sorted(
        (person, other)
        for person, other in buddy.items()
        if (person in new if new else person < other)
    )
    return pairs, sorted(person for person in wanted if person not in buddy)


def _partners(library: Library) -> dict[str, set[str]]:
    """Return with whom each person could be paired."""
    met: defaultdict[str, set[str]] = defaultdict(set)
    for assist in library.assists:
        if assist.fields.took_place:
            there = {participant.person for participant in assist.fields.participants}
            for person in there:
                met[person] |= there
    partners: dict[str, set[str]] = {person: set() for person in library.people}
    for person, other in combinations(library.people, 2):
        known, known_other = library.people[person], library.people[other]
        is_managed = known.line_manager == other or known_other.line_manager == person
        if known.team != known_other.team and not is_managed and other not in met[person]:
            partners[person].add(other)
            partners[other].add(person)
    return partners


def _pair(
    person: str, partners: Mapping[str, Collection[str]], buddy: dict[str, str], seed: int
) -> None:
    """Give a person a free partner, or one whose partner can take another who is free."""
    order = sorted(partners.get(person, ()), key=lambda other: _lot(seed, f"{person} {other}"))
    free = [other for other in order if other not in buddy]
    free.sort(key=lambda other: len(partners[other]))
    if free:
        _join(person, free[0], buddy)
        return
    for other in order:
        left = buddy[other]
        second = next((third for third in partners[left] if third not in buddy | {person: ""}), "")
        if second:
            _join(person, other, buddy)
            _join(left, second, buddy)
            return


def _join(person: str, other: str, buddy: dict[str, str]) -> None:
    buddy[person], buddy[other] = other, person


def _lot(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed} {name}".encode("utf-8", "surrogatepass")).digest()
