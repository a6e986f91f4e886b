"""``lessons assist buddies``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import read_base
from site_builder.cli.output import fail, print_wrapped, say

if TYPE_CHECKING:
    from site_builder.library.library import Library


@click.command()
@click.argument("newcomers", metavar="[PERSON]...", nargs=-1)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="Seed of the draw; another number gives other pairs.",
)
def buddies(newcomers: tuple[str, ...], seed: int) -> None:
    """Draw pairs of people who never met at an event.

    Pairs everybody in people.yml, for a lunch or a call; with PERSON, gives each newcomer a buddy
    who is not new. The two are of different teams, and neither manages the other. The same seed
    gives the same pairs. They are only printed, because they contain personal data.
    """
    from site_builder.assists.buddies import draw_pairs
    from site_builder.library.survey import PEOPLE_FILE
    from site_builder.records.guess import did_you_mean

    if os.environ.get("CI"):
        fail("the output contains personal data, and CI logs are shared: run it on your machine")
    _project, base = read_base()
    library = base.library
    for person in newcomers:
        if person not in library.people:
            hint = did_you_mean(person, library.people) or "list people there by pseudonym"
            fail(f"{PEOPLE_FILE} has no '{person}'; {hint}")
    if not library.people:
        fail(f"{PEOPLE_FILE} at the project root lists nobody; list people there by pseudonym")
    pairs, left = draw_pairs(library, seed, newcomers)
    for person, other in pairs:
        say(f"{_named(library, person)} and {_named(library, other)}")
    if left:
        names = "; ".join(_named(library, person) for person in left)
        print_wrapped(f"Nobody is left to pair with: {names}.", hanging="  ")


def _named(library: Library, person: str) -> str:
    team = library.people[person].team
    known = library.vocabulary.teams.get(team)
    return f"{person} ({known.label if known else team})"
