"""The command group ``lessons``."""

from __future__ import annotations

import atexit
import gc
import importlib
import keyword
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from site_builder import __version__
from site_builder.errors import BeforehandError, SettingsError, system_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS = {
    "init": ("init", "Start a new knowledge base in a folder of its own."),
    "check": ("check", "Check every record and report each problem with its place."),
    "build": ("build", "Build the site."),
    "serve": ("build", "Serve the site locally and rebuild it when a file changes."),
    "search": ("search", "Find lessons by words and filters."),
    "solved": ("solved", "Has this problem been solved before?"),
    "meaning": ("meaning", "Let lessons be found by their meaning too."),
    "related": ("related", "Print the lessons most similar to a lesson, and why."),
    "evidence": ("show", "Explain the evidence for a lesson, and what would raise its levels."),
    "affirm": ("upkeep", "Confirm a record after a lesson that it relies on has changed."),
    "review": ("review", "List the lessons that are due for review, by owner."),
    "withdraw": ("upkeep", "Withdraw a lesson, with the reason."),
    "rename": ("rename", "Give a record another id, and mend every link to it."),
    "new": ("root", "Write a new record by answering a few questions."),
    "from-issue": ("from_issue", "Turn an issue made with one of the forms into a draft."),
    "assist": ("root", "Plan an assist, hold it, and keep what was learned."),
    "insights": ("show", "Print statistics: who learns from whom, and with what results."),
    "export": ("export", "Write the whole base to one file."),
    "import": ("import_table", "Import a table or a folder as drafts."),
    "show": ("show", "Print a record with its links in both directions."),
    "schema": ("reference", "Print the JSON Schema of a kind of record."),
    "explain": ("reference", "Explain a rule, or list all rules."),
}
"""The module and the one-line help of each command, known without importing the module."""
_ASSIST = {
    "new": ("assist_new", "Search first, then write the plan with its receipt."),
    "receipt": ("assist_plan", "Search again, and judge the lessons that are new."),
    "move": ("assist_plan", "Move a plan to another stage."),
    "groups": ("assist_people", "Draw breakout groups that mix teams and places."),
    "kit": ("assist_kit", "Write a printable pack for the meeting."),
    "ingest": ("assist_kit", "Read a filled-in capture sheet into the record."),
    "buddies": ("assist_buddies", "Draw pairs of people who never met at an event."),
    "pick": ("assist_people", "Suggest whom to invite, with a reason for each."),
}
_NEW = {
    "lesson": ("new", "Write down what was learned."),
    "reuse": ("new_reuse", "Report how it went when your team used LESSON."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command runs, not to list it."""

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 - as click passes them
        table: Mapping[str, tuple[str, str]],
        **attributes: Any,  # noqa: ANN401 - as click passes them
    ) -> None:
        super().__init__(*arguments, **attributes)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command after importing its module."""
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
        """Return the command that is named first; for a misspelt name, suggest the nearest."""
        name = args[0] if args else ""
        if name and name not in self.table and not name.startswith("-"):
            from site_builder.records.guess import did_you_mean

            hint = did_you_mean(name, self.table)
            ctx.fail(f"no such command '{name}'" + (f"; {hint}" if hint else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command; print an error raised on purpose as one line."""
        try:
            return super().invoke(ctx)
        except BeforehandError as error:
            if isinstance(error, SettingsError) and error.places:
                from site_builder.cli.output import print_problems
                from site_builder.report.configuration import configuration_problems

                root = error.file.parent
                print_problems(configuration_problems(error, root), root, err=True)
                return ctx.exit(2)
            problem = str(error)
        except BrokenPipeError:
            raise  # Whoever reads has read enough; click ends in silence.
        except OSError as error:
            problem = system_problem(error)
        from site_builder.cli.output import say

        say(f"lessons: {problem}", err=True)
        return ctx.exit(2)


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
    for name in ("stdout", "stderr"):
        # Whoever starts the command may have closed it; then the next file would take its number.
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end
        stream = getattr(sys, name)
        # A character that the terminal cannot show must not stop the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        Path.cwd()
    except OSError:
        ctx.fail("the folder that the command runs in is gone; go to another one")
    # Most objects live until the command ends, so frequent garbage collection finds nothing.
    gc.set_threshold(100_000, 50, 100)
    # Nor does Python's last collection, which would look at all of them when it ends.
    atexit.register(gc.freeze)
    ctx.obj = root


@click.group(cls=LazyGroup, table=_ASSIST)
def assist() -> None:
    """Plan an assist, hold it, and keep what was learned."""


@click.group(cls=LazyGroup, table=_NEW)
def new() -> None:
    """Write a new record by answering a few questions."""
