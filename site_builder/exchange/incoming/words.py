"""Words that headings and cells of registers have, in six languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("words.toml")


def words(name: str) -> tuple[str, ...]:
    """Return the words of a list of ``words.toml``, without accents and in lower case."""
    return _split(_content()[name])


def word_lists(name: str) -> dict[str, tuple[str, ...]]:
    """Return the words of each list in a group of ``words.toml``, by what they mean."""
    return {meaning: _split(listed) for meaning, listed in _content()[name].items()}


def _split(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(listed.split()).split(", "))


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return content
