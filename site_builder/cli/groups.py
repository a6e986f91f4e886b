"""``lessons assist`` and ``lessons new``: commands with commands of their own."""

from __future__ import annotations

import click

from site_builder.cli.root import LazyGroup

ASSIST = {
    "new": ("assist_plan", "Search first, then write the plan with its receipt."),
    "receipt": ("assist_plan", "Search again, and judge what is new."),
    "move": ("assist_plan", "Move a plan on to its next stage."),
    "groups": ("assist_kit", "Draw breakout groups that mix teams and places."),
    "kit": ("assist_kit", "Write the pack that a meeting needs, to be printed."),
    "ingest": ("assist_kit", "Read a filled capture sheet back into the record."),
    "pick": ("assist_pick", "Propose whom to invite, with the reason for each."),
}
NEW = {
    "lesson": ("new_lesson", "Write down what was learned."),
    "reuse": ("new_reuse", "Tell how it went when your team used LESSON."),
}


@click.group(cls=LazyGroup, table=ASSIST)
def assist() -> None:
    """Plan an assist, hold it, and keep what was learned."""


@click.group(cls=LazyGroup, table=NEW)
def new() -> None:
    """Write a new record by answering a few questions."""
