"""``lessons new``."""

from __future__ import annotations

from types import MappingProxyType

import click

from site_builder.cli.root import LazyGroup


class _Kinds(LazyGroup):
    table = MappingProxyType(
        {
            "lesson": ("new_lesson", "Write down what was learned."),
            "reuse": ("new_reuse", "Tell how it went when your team used LESSON."),
        }
    )


@click.group(cls=_Kinds)
def new() -> None:
    """Write a new record by answering a few questions."""
