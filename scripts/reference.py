"""Writes what the documents say about commands and options from the code: ``make reference``.

A document marks the place: everything between ``[//]: # "reference: NAME"`` and
``[//]: # "end"`` is replaced. ``tests/test_docs.py`` fails while a document says anything else.
"""

from __future__ import annotations

import re
from dataclasses import Field, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scripts.field_tables import field_tables
from site_builder.cli import main
from site_builder.cli.root import COMMANDS
from site_builder.exchange.exports.writing import FORMS
from site_builder.publish.glossary import MEANINGS
from site_builder.settings import AssistLimits, DesignLevels, PersonalData, Settings, Thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

REPOSITORY = Path(__file__).resolve().parent.parent
DOCUMENTS = (
    *(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((REPOSITORY / "lessons/guide/keep").glob("*.md")),
)
GROUPS = {"evidence": "evidence.md", "assists": "assists.md", "personal": "privacy.md"}
"""The page that explains each group of options."""
# Definitions of links: shown neither by GitHub nor by MkDocs, and no raw HTML.
_PLACE = re.compile(r'(\[//\]: # "reference: ([a-z-]+)"\n).*?(\[//\]: # "end")', re.DOTALL)


def written(document: str) -> str:
    """Return a document with every marked place written from the code."""
    return _PLACE.sub(lambda at: f"{at[1]}\n{PARTS[at[2]]()}\n\n{at[3]}", document)


def _summary() -> str:
    rows = ((f"`lessons {name}`", line) for name, (_module, line) in COMMANDS.items())
    return _table(("Command", "What it does"), rows)


def _exports() -> str:
    rows = ((f"`{name}`", form.contents) for name, form in FORMS.items())
    return _table(("`--format`", "Contents"), rows)


def _commands() -> str:
    blocks = [_options(main, click.Context(main, info_name="lessons"))]
    return "\n\n".join([*blocks, *_subcommands(main, click.Context(main, info_name="lessons"))])


def _subcommands(group: click.Group, ctx: click.Context) -> Iterator[str]:
    """Yield the sections of every command of a group, and of the groups in it."""
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is None:
            raise LookupError(name)
        own = click.Context(command, info_name=name, parent=ctx)
        yield f"{'#' * (2 + own.command_path.count(' ') - 1)} {own.command_path}"
        yield f"```text\n{command.get_usage(own).removeprefix('Usage: ')}\n```"
        yield from _paragraphs(command.help or "")
        yield from filter(None, [_options(command, own)])
        if isinstance(command, click.Group):
            yield from _subcommands(command, own)


def _paragraphs(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text):
        yield _escaped(" ".join(block.replace("\b", "").split()))


def _options(command: click.Command, ctx: click.Context) -> str:
    """Return a table of the options of a command; ``--help`` goes without saying."""
    options = [
        each for each in command.params if isinstance(each, click.Option) and not each.hidden
    ]
    rows = [(_spelling(each, ctx), _meaning(each, ctx)) for each in options]
    return _table(("Option", "Meaning"), rows) if rows else ""


def _spelling(option: click.Option, ctx: click.Context) -> str:
    value = "" if option.is_flag or option.count else f" {_value(option, ctx)}"
    return ", ".join(f"`{name}{value}`" for name in (*option.opts, *option.secondary_opts))


def _value(option: click.Option, ctx: click.Context) -> str:
    if isinstance(option.type, click.Choice):
        return option.opts[-1].lstrip("-").upper()
    return re.sub(r" RANGE$", "", option.make_metavar(ctx))


def _meaning(option: click.Option, ctx: click.Context) -> str:
    _names, meaning = option.get_help_record(ctx) or ("", "")
    plain = re.sub(r"\s*\[([^\]]*)\]$", _limits, meaning)
    text = _escaped(plain.strip())
    if isinstance(option.type, click.Choice) and not _all_named(option.type.choices, meaning):
        text += f" One of {', '.join(f'`{choice}`' for choice in option.type.choices)}."
    return text


def _all_named(choices: Sequence[str], text: str) -> bool:
    """Return whether a text names every choice."""
    return set(choices) <= set(re.findall(r"[\w-]+", text))


def _limits(said: re.Match[str]) -> str:
    """Return what click says in brackets after the help of an option, in words."""
    text = re.sub(r"(\d+)<=x<=(\d+)", r"\1 to \2", said[1])
    text = re.sub(r"(\d+)<x<=(\d+)", r"more than \1, at most \2", text)
    return f" ({re.sub(r'x>=', 'at least ', text)})"


def _escaped(text: str) -> str:
    """Return plain text as Markdown; what stands in backticks is code already."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(
        part if part.startswith("`") else re.sub(r"([*_\[\]|])", r"\\\1", part).replace("<", "&lt;")
        for part in parts
    )


def _option_table(group: Any, *, hyphens: bool = False) -> str:  # noqa: ANN401 - any group
    """Return a table of the options of a group, with default and meaning."""
    rows = []
    for option in fields(group):
        name = option.name.replace("_", "-") if hyphens else option.name
        meaning = option.metadata["meaning"]
        if option.name in GROUPS:
            meaning += f": [{option.name}]({GROUPS[option.name]})"
        rows.append((f"`{name}`", _default(group, option), meaning + _range(option)))
    return _table(("Option", "Default", "Meaning"), rows)


def _range(option: Field[Any]) -> str:
    meaning, most, choices = (option.metadata[key] for key in ("meaning", "most", "choices"))
    if not _all_named(choices, meaning):
        return f" (of {', '.join(f'`{each}`' for each in choices)})"
    return f" (at most {most:g})" if most else ""


def _default(group: Any, option: Field[Any]) -> str:  # noqa: ANN401 - any group
    value = getattr(group, option.name)
    if is_dataclass(value):
        return "a group"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple) and len(value) > 1:
        return f"{len(value)} phrases"
    if isinstance(value, tuple) and value:
        return f"`[{', '.join(value)}]`"
    return f"`{value}`" if value not in ("", ()) else "none"


def _table(head: tuple[str, ...], rows: Any) -> str:  # noqa: ANN401 - rows of texts
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PARTS: dict[str, Callable[[], str]] = {
    "command-list": _summary,
    "commands": _commands,
    "exports": _exports,
    "fields": field_tables,
    "glossary": lambda: _table(("term", "meaning"), MEANINGS.items()),
    "settings": lambda: _option_table(Settings()),
    "evidence": lambda: _option_table(Thresholds(), hyphens=True),
    "designs": lambda: _option_table(DesignLevels(), hyphens=True),
    "assists": lambda: _option_table(AssistLimits(), hyphens=True),
    "personal": lambda: _option_table(PersonalData(), hyphens=True),
}
"""What can be written, by the name that a document gives it."""


if __name__ == "__main__":
    for file in DOCUMENTS:
        file.write_text(written(file.read_text(encoding="utf-8")), encoding="utf-8")
