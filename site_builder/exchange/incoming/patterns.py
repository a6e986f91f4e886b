"""Regular expressions of import maps, within a limit of time: some would never end."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.errors import ImportRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

SECONDS = 5.0
"""Processor time for all texts of an import together. A right expression needs far under one."""


class Pattern:
    """A compiled regular expression."""

    def __init__(self, written: str) -> None:
        """Compile an expression.

        Raises:
            ValueError: It is invalid; the message says why.
        """
        import regex  # noqa: PLC0415 - few maps have expressions

        try:
            self._compiled = regex.compile(written)
        except (regex.error, RecursionError, OverflowError, MemoryError) as error:
            raise ValueError(str(error)) from error
        self._written = written
        self._left = SECONDS

    def removed_from(self, text: str) -> str:
        """Return a text without what the expression matches.

        Raises:
            ImportRefusedError: It takes too long.
        """
        with self._timed(text):
            return str(self._compiled.sub("", text, timeout=self._left))

    def found_in(self, text: str) -> list[Match[str]]:
        """Return all matches in a text.

        Raises:
            ImportRefusedError: They take too long.
        """
        with self._timed(text):
            return list(self._compiled.finditer(text, timeout=self._left))

    @contextmanager
    def _timed(self, text: str) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        except TimeoutError as error:
            raise ImportRefusedError(
                f"the regular expression `{shortened(self._written)}` of the map takes too "
                f"long on a text of {len(text):,} characters; write it without repetitions within "
                "repetitions, such as `(a+)+`"
            ) from error
        self._left = max(self._left - (time.process_time() - start), 0.001)
