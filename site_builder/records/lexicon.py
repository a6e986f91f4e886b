"""Lists of words by which texts are told, each file of them beside the modules that use it."""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any


class Lexicon:
    """The lists of words in a file ``words.toml``, which is read once it is needed."""

    def __init__(self, module: str) -> None:
        """Take the path of a module beside the file."""
        self._file = Path(module).with_name("words.toml")

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of a list."""
        return self._content[name]  # type: ignore[no-any-return]

    def lists(self, group: str) -> dict[str, tuple[str, ...]]:
        """Return the words of each list in a group, by its name."""
        return self._content[group]  # type: ignore[no-any-return]

    def all_of(self, group: str) -> frozenset[str]:
        """Return the words of all lists in a group."""
        return frozenset().union(*self._content[group].values())

    @cached_property
    def _content(self) -> dict[str, Any]:
        content = tomllib.loads(self._file.read_text(encoding="utf-8"))
        return {name: _split(listed) for name, listed in content.items()}


def _split(listed: Any) -> Any:  # noqa: ANN401 - a list, or a group of lists
    if isinstance(listed, dict):
        return {name: _split(one) for name, one in listed.items()}
    return tuple(" ".join(listed.split()).split(", "))


LEXICON = Lexicon(__file__)
"""Words that records hold."""
