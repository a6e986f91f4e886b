"""The command group ``lessons``."""

from __future__ import annotations

import gc
import importlib
import keyword
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from site_builder import __version__
from site_builder.errors import BeforehandError

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS = {
    "init": ("init", "Start a new knowledge base in a folder of its own."),
    "check": ("check", "Check every record, and say exactly what is wrong."),
    "build": ("build", "Build the site."),
    "serve": ("build", "Serve the site here, and rebuild it when a file changes."),
    "search": ("search", "Find lessons by words and filters."),
    "solved": ("search", "Has this problem been solved before?"),
    "related": ("search", "Print the lessons nearest to a lesson, and why they are near."),
    "evidence": ("evidence", "Explain what a lesson rests on, and what would raise it."),
    "affirm": ("affirm", "Say that a record still holds though a lesson it relies on has changed."),
    "review": ("review", "List the lessons that are to be looked at again, by owner."),
    "withdraw": ("withdraw", "Withdraw a lesson, and say why."),
    "new": ("groups", "Write a new record by answering a few questions."),
    "from-issue": ("from_issue", "Make a draft of an issue that one of the forms has made."),
    "assist": ("groups", "Plan an assist, hold it, and keep what was learned."),
    "insights": (
        "insights",
        "Print what the records tell: who learns from whom, and what comes of it.",
    ),
    "export": ("export", "Write the whole base as one file, to take it elsewhere."),
    "import": ("import_table", "Bring in a table of another system as drafts."),
    "show": ("show", "Print a record with its links both ways."),
    "schema": ("reference", "Print the JSON Schema of a kind of record."),
    "explain": ("reference", "Explain a rule, or list them all."),
}
"""Each command's module, and its one line of help: known without importing the module."""


class LazyGroup(click.Group):
    """Imports a command's module when the command runs, not to list it."""

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 - as click hands them on
        table: Mapping[str, tuple[str, str]],
        **attributes: Any,  # noqa: ANN401 - as click hands them on
    ) -> None:
        """Keep each command's module and its one line of help.

        Args:
            *arguments: What any group takes.
            table: By name of the command.
            **attributes: What any group takes.
        """
        super().__init__(*arguments, **attributes)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, whose module is imported now."""
        if cmd_name not in self.table:
            return None
        module = importlib.import_module(f"site_builder.cli.{self.table[cmd_name][0]}")
        # No function can be called `import`.
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command: click.Command = getattr(module, name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, text) in self.table.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was meant, and guess at a misspelt one."""
        name = args[0] if args else ""
        if name and name not in self.table and not name.startswith("-"):
            from site_builder.records.guess import did_you_mean  # after a mistake

            hint = did_you_mean(name, self.table)
            ctx.fail(f"no such command '{name}'" + (f"; {hint}" if hint else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command; an error made on purpose is told in a line."""
        try:
            return super().invoke(ctx)
        except BeforehandError as error:
            click.echo(f"lessons: {error}", err=True)
            ctx.exit(2)


@click.group(
    cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="lessons")
@click.option(
    "-C",
    "root",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Project root (default: the nearest folder upward with a mkdocs.yml).",
)
@click.pass_context
def main(ctx: click.Context, root: Path | None) -> None:
    """Has this problem been solved before?

    Lessons are Markdown files in a folder. These commands check them, search them and publish
    them as a website that needs no server.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter of a lesson must not stop the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    # A command makes many objects that live to its end; looking for garbage among them is in vain.
    gc.set_threshold(100_000, 50, 100)
    ctx.obj = root
