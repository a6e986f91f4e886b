"""Parses the plugin's options in ``mkdocs.yml`` into settings, and reports every problem."""

from __future__ import annotations

import re
from dataclasses import Field, fields, is_dataclass, replace
from typing import Any, TypeVar

from site_builder.settings import AssistLimits, DesignLevels, PersonalData, Settings, Thresholds

_Group = TypeVar(
    "_Group", bound="Settings | Thresholds | DesignLevels | AssistLimits | PersonalData"
)

# The host must be literal: only the configuration decides where a link leads.
_ADDRESS = re.compile(
    r"https?://[^\s/?#{}<>\"\\]+([/?#]|$)|mailto:[^\s?{}<>\"]+@[^\s?{}<>\"]+(\?|$)"
)
_NOT_IN_ADDRESSES = re.compile(r"[\s<>\"\\\x00-\x1f\x7f]")


def parse_settings(options: dict[str, Any]) -> tuple[Settings | None, list[tuple[str, str]]]:
    """Return the settings, or every invalid option with its problem."""
    settings, problems = _parse_group(Settings(), options, "")
    return (None, problems) if problems else (settings, [])


def _parse_group(
    defaults: _Group, options: dict[str, Any], prefix: str
) -> tuple[_Group, list[tuple[str, str]]]:
    """Return a group of options with the given values, and its problems.

    Args:
        defaults: The group with default values.
        options: The values.
        prefix: Name of the group with a dot; empty for the options of the plugin itself.
    """
    # Names in groups are written with hyphens.
    known = {
        option.name.replace("_", "-") if prefix else option.name: option
        for option in fields(defaults)
    }
    problems = [
        (f"{prefix}{name}", f"is not an option; options are {', '.join(known)}")
        for name in options
        if name not in known
    ]
    values: dict[str, Any] = {}
    for name, option in known.items():
        if name not in options:
            continue
        value = options[name]
        if is_dataclass(option.default) and isinstance(value, dict):
            group: Any = option.default
            values[option.name], found = _parse_group(group, value, f"{prefix}{name}.")
            problems += found
        elif problem := _problem(value, option):
            problems.append((f"{prefix}{name}", problem))
        else:
            values[option.name] = tuple(value) if isinstance(value, list) else value
    return (defaults if problems else replace(defaults, **values)), problems


def _problem(value: object, option: Field[Any]) -> str:
    """Return what is wrong with the value of an option, or nothing."""
    if is_dataclass(option.default):
        return "must have options, indented below it"
    if isinstance(option.default, tuple):
        return _list_problem(value, option.metadata["choices"])
    if isinstance(option.default, str):
        return _text_problem(value, option)
    if isinstance(option.default, bool):
        return "" if isinstance(value, bool) else "must be true or false"
    return _number_problem(value, option)


def _list_problem(value: object, choices: tuple[str, ...]) -> str:
    among = f" from {', '.join(choices)}" if choices else ""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        return f"must be a list of strings{among}"
    unknown = [text for text in value if choices and text not in choices]
    return f"contains {unknown[0]}; choose{among}" if unknown else ""


def _text_problem(value: object, option: Field[Any]) -> str:
    choices, placeholders = option.metadata["choices"], option.metadata["asked"]
    if choices:
        return "" if value in choices else f"must be one of {', '.join(choices)}"
    if not isinstance(value, str):
        return "must be a string"
    return _address_problem(value, placeholders) if value and placeholders is not None else ""


def _number_problem(value: object, option: Field[Any]) -> str:
    is_whole, most = isinstance(option.default, int), option.metadata["most"]
    if isinstance(value, bool) or not isinstance(value, int if is_whole else int | float):
        return "must be a whole number" if is_whole else "must be a number"
    if value > 0 and (most is None or value <= most):
        return ""
    return "must be more than 0" + (f" and at most {most:g}" if most else "")


def _address_problem(template: str, placeholders: tuple[str, ...]) -> str:
    unknown = [name for name in re.findall(r"{([^{}]*)}", template) if name not in placeholders]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in placeholders) or "none"
        return f"has the unknown placeholder {{{unknown[0]}}}; allowed: {known}"
    if not _ADDRESS.match(template):
        return "must be a full address that begins with https://, http:// or mailto:"
    if _NOT_IN_ADDRESSES.search(template):
        return "must not contain spaces or quotation marks; write %20 for a space"
    return ""
