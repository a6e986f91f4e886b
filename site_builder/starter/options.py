"""The options of the plugin as lines of ``mkdocs.yml``, commented out."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from site_builder.records.header.write import one_line, quoted
from site_builder.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def options_text(margin: str, chosen: Mapping[str, str]) -> str:
    """Return every option with its meaning and its default, or what was chosen for it.

    Args:
        margin: Stands before each line.
        chosen: Values of options by name; these alone are set.
    """
    return "\n".join(f"{margin}{line}" for line in _options(Settings(), chosen))


def _options(settings: Settings, chosen: Mapping[str, str]) -> Iterator[str]:
    for option in fields(settings):
        default = getattr(settings, option.name)
        yield f"# {option.metadata['meaning']}"
        if option.name in chosen:
            yield f"{option.name}: {quoted(one_line(chosen[option.name]))}"
            continue
        if is_dataclass(default):
            yield f"#{option.name}:"
            yield from _members(default, "  ")
        else:
            yield f"#{option.name}: {_yaml(default)}"


def _members(group: Any, margin: str) -> Iterator[str]:  # noqa: ANN401 - any group of settings
    """Yield the options of a group, each on a line with its meaning."""
    for option in fields(group):
        name, default = option.name.replace("_", "-"), getattr(group, option.name)
        value = "" if is_dataclass(default) else f" {_yaml(default)}"
        yield f"#{margin}{name}:{value}  # {option.metadata['meaning']}"
        if is_dataclass(default):
            yield from _members(default, f"{margin}  ")


def _yaml(value: object) -> str:
    # JSON is YAML, on one line.
    return json.dumps(value, ensure_ascii=False)
