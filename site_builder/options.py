"""Options as they are written in ``mkdocs.yml`` to settings, with every mistake in them."""

from __future__ import annotations

import re
from dataclasses import Field, fields, is_dataclass, replace
from typing import Any, TypeVar

from site_builder.settings import AssistLimits, DesignLevels, PersonalData, Settings, Thresholds

_Group = TypeVar(
    "_Group", bound="Settings | Thresholds | DesignLevels | AssistLimits | PersonalData"
)

# Where it leads is for the configuration to say, so no placeholder stands in a host.
_ADDRESS = re.compile(
    r"https?://[^\s/?#{}<>\"\\]+([/?#]|$)|mailto:[^\s?{}<>\"]+@[^\s?{}<>\"]+(\?|$)"
)
_NOT_IN_ADDRESSES = re.compile(r"[\s<>\"\\\x00-\x1f\x7f]")


def parse_settings(options: dict[str, Any]) -> tuple[Settings | None, list[tuple[str, str]]]:
    """Return the settings, or every wrong option as ``(option, what is wrong)``."""
    settings, problems = _parse_group(Settings(), options, "")
    return (None, problems) if problems else (settings, [])


def _parse_group(
    defaults: _Group, options: dict[str, Any], below: str
) -> tuple[_Group, list[tuple[str, str]]]:
    """Return a group of options with what is set in it, and every wrong one.

    Args:
        defaults: The group as it is without settings.
        options: What is set.
        below: Name of the group with a dot, or nothing for the options of the plugin itself.
    """
    known = {_name_of(option, below): option for option in fields(defaults)}
    problems = [
        (f"{below}{name}", f"is not an option; options are {', '.join(known)}")
        for name in options
        if name not in known
    ]
    values: dict[str, Any] = {}
    for name, option in known.items():
        if name not in options:
            continue
        given, default = options[name], getattr(defaults, option.name)
        if is_dataclass(default) and isinstance(given, dict):
            group: Any = default
            values[option.name], wrong_ones = _parse_group(group, given, f"{below}{name}.")
            problems += wrong_ones
            continue
        wrong = _wrong(given, option)
        problems += [(f"{below}{name}", wrong)] if wrong else []
        values[option.name] = tuple(given) if isinstance(given, list) else given
    return (defaults if problems else replace(defaults, **values)), problems


def _name_of(option: Field[Any], below: str) -> str:
    return option.name.replace("_", "-") if below else option.name


def _wrong(value: object, option: Field[Any]) -> str:
    """Return what is wrong with the value of an option, or nothing."""
    if is_dataclass(option.default):
        return "takes options indented below it"
    if isinstance(option.default, str):
        wrong = _wrong_text(value, option.metadata["choices"])
        asked = option.metadata["asked"]
        return wrong or (_wrong_address(str(value), asked) if value and asked is not None else "")
    if isinstance(option.default, tuple):
        return _wrong_texts(value, option.metadata["choices"])
    return _wrong_number(value, option)


def _wrong_number(value: object, option: Field[Any]) -> str:
    if isinstance(option.default, bool):
        return "" if isinstance(value, bool) else "takes true or false"
    whole = isinstance(option.default, int)
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return "takes a whole number" if whole else "takes a number"
    most = option.metadata["most"]
    if value > 0 and (most is None or value <= most):
        return ""
    return "has to be more than 0" + (f" and at most {most:g}" if most else "")


def _wrong_texts(value: object, choices: tuple[str, ...]) -> str:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return "takes a list of texts" + (f", of {', '.join(choices)}" if choices else "")
    unknown = [each for each in value if choices and each not in choices]
    return f"does not know {unknown[0]}; it takes {', '.join(choices)}" if unknown else ""


def _wrong_text(value: object, choices: tuple[str, ...]) -> str:
    if choices:
        return "" if value in choices else f"takes one of {', '.join(choices)}"
    return "" if isinstance(value, str) else "takes text"


def _wrong_address(template: str, asked: tuple[str, ...]) -> str:
    """Return what is wrong with an address that readers are led to, or nothing."""
    unknown = [name for name in re.findall(r"{([^{}]*)}", template) if name not in asked]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in asked) or "no placeholders"
        return f"has the unknown placeholder {{{unknown[0]}}}; it takes {known}"
    if not _ADDRESS.match(template):
        return "takes a whole address that begins with https://, http:// or mailto:"
    if _NOT_IN_ADDRESSES.search(template):
        return "takes an address without spaces and quotes; write %20 for a space"
    return ""
