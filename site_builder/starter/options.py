"""The plugin's options as commented-out lines of ``mkdocs.yml``."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from site_builder.records.header.write import one_line, quoted
from site_builder.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def options_text(margin: str, chosen: Mapping[str, str]) -> str:
    """Return every option with its meaning, and its default or chosen value.

    Args:
        margin: Indentation of each line.
        chosen: Values by name; only these options are not commented out.
    """
    lines: list[str] = []
    for option in fields(Settings):
        lines.append(f"# {option.metadata['meaning']}")
        if option.name in chosen:
            lines.append(f"{option.name}: {quoted(one_line(chosen[option.name]))}")
        else:
            lines.append(f"#{option.name}:{_value(option.default)}")
            lines += _members(option.default, "  ")
    return "\n".join(f"{margin}{line}" for line in lines)


def _members(group: Any, margin: str) -> Iterator[str]:  # noqa: ANN401 - any value of an option
    """Yield the options of a group, each with its meaning."""
    for option in fields(group) if is_dataclass(group) else ():
        name = option.name.replace("_", "-")
        yield f"#{margin}{name}:{_value(option.default)}  # {option.metadata['meaning']}"
        yield from _members(option.default, f"{margin}  ")


def _value(default: object) -> str:
    # JSON is YAML, on one line.
    return "" if is_dataclass(default) else f" {json.dumps(default, ensure_ascii=False)}"
