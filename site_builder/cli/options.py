"""Options that several commands share."""

from __future__ import annotations

import click

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)
kind_option = click.option(
    "--kind", type=click.Choice(["lesson", "assist", "reuse"]), help="Kind of record."
)
edit_option = click.option(
    "--edit/--no-edit",
    default=None,
    help="Open it in your editor before it is written (default: at a terminal, after questions).",
)
AUDIENCES = click.Choice(["public", "organisation", "team"])
