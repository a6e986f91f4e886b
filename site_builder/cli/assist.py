"""``lessons assist``: from a problem to a plan, a meeting, and what is kept of it."""

from __future__ import annotations

from types import MappingProxyType

import click

from site_builder.cli.root import LazyGroup

COMMANDS = {
    "new": ("assist_plan", "Search first, then write the plan with its receipt."),
    "receipt": ("assist_plan", "Search again, and judge what is new."),
    "move": ("assist_plan", "Move a plan on to its next stage."),
    "groups": ("assist_kit", "Draw breakout groups that mix teams and places."),
    "kit": ("assist_kit", "Write the pack that a meeting needs, to be printed."),
    "ingest": ("assist_kit", "Read a filled capture sheet back into the record."),
    "pick": ("assist_pick", "Propose whom to invite, with the reason for each."),
}
"""Each command's module, and its one line of help."""


class _Assist(LazyGroup):
    table = MappingProxyType(COMMANDS)


@click.group(cls=_Assist)
def assist() -> None:
    """Plan an assist, hold it, and keep what was learned."""
