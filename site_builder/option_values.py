"""Whether the value of an option is one that it takes, and if not, what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

# The host must be literal: only the configuration decides where a link leads.
_ADDRESS = re.compile(
    r"https?://[^\s/?#{}<>\"\\]+([/?#]|$)|mailto:[^\s?{}<>\"]+@[^\s?{}<>\"]+(\?|$)"
)
_NOT_IN_ADDRESSES = re.compile(r"[\s<>\"\\\x00-\x1f\x7f]")


def problem_of(value: object, option: Field[Any]) -> str:
    """Return what is wrong with the value of an option, or nothing.

    Args:
        value: The value, as YAML gives it.
        option: The field of the option: its default, and in its metadata what else it allows.
    """
    if is_dataclass(option.default):
        return "must have options, indented below it"
    if isinstance(option.default, tuple):
        return _list_problem(value, option.metadata["choices"], option.metadata["problem"])
    if isinstance(option.default, str):
        return _text_problem(value, option)
    if isinstance(option.default, bool):
        return _flag_problem(value)
    return _number_problem(value, option)


def _flag_problem(value: object) -> str:
    if isinstance(value, bool):
        return ""
    from difflib import get_close_matches  # noqa: PLC0415 - paid for only once something is wrong

    near = get_close_matches(str(value).lower(), ("true", "false", "on", "off"), n=1)
    return "must be true or false" + (f"; did you mean `{near[0]}`?" if near else "")


def _list_problem(
    value: object, choices: tuple[str, ...], problem: Callable[[str], str] | None
) -> str:
    among = f" from {', '.join(choices)}" if choices else ""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        return f"must be a list of strings{among}"
    unknown = [text for text in value if choices and text not in choices]
    if unknown:
        return f"contains {unknown[0]}; choose{among}"
    return next(filter(None, map(problem, value)), "") if problem else ""


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
