"""Problems as a log may tell them that anybody reads: without people and hidden records."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from site_builder.library.audience import pseudonyms, shown_to
from site_builder.library.links_out import hidden_among
from site_builder.report.sources import source_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.vocabulary import Vocabulary

_WORD = re.compile(r"[\w-]+")
_KINDS = ("tags", "teams", "settings", "formats")


class Outside:
    """What of the problems of a base may be told outside of it."""

    def __init__(self, base: Base, root: Path | None = None) -> None:
        """Find out what the audience of the base's settings may not see.

        Args:
            base: The base.
            root: Project root, to read source lines from; None where none are shown.
        """
        library = base.library
        shown = shown_to(library, base.settings.audience)
        self.records = len(shown.records) + len(base.unreadable)
        """Number of records that the audience may know of."""
        self._people = frozenset(map(str.casefold, pseudonyms(library)))
        self._hidden = hidden_among(library.records, shown.records)
        ids = {record_id for _kind, record_id in self._hidden.keys}
        self._veiled = frozenset(ids | _words(library.vocabulary) - _words(shown.vocabulary))
        self._lines_of = cache(lambda file: source_lines(root / file) if root else [])

    def told(self, problems: Iterable[Diagnostic]) -> tuple[list[Diagnostic], int]:
        """Return the problems that the audience may know of, and the number of the others."""
        public = [self.unnamed(problem) for problem in problems if not problem.private]
        told = [self._veil(problem) for problem in public if not self._is_about_hidden(problem)]
        return told, len(public) - len(told)

    def unnamed(self, problem: Diagnostic) -> Diagnostic:
        """Return a problem that names no person, nor shows a line that does."""
        if not self._people:
            return problem
        message, hint = self._masked(problem.message), self._masked(problem.hint)
        secret = problem.secret or self._mentions(self._line(problem), self._people)
        return replace(problem, message=message, hint=hint, secret=secret)

    def _veil(self, problem: Diagnostic) -> Diagnostic:
        return replace(problem, hint="") if self._mentions(problem.hint, self._veiled) else problem

    def _is_about_hidden(self, problem: Diagnostic) -> bool:
        if problem.span.file in self._hidden.paths:
            return True
        if not self._veiled:
            return False
        told = problem.message if problem.secret else f"{problem.message}\n{self._line(problem)}"
        return self._mentions(told, self._veiled)

    def _line(self, problem: Diagnostic) -> str:
        if problem.span.is_whole_file:
            # No line of it is shown, and perhaps it may not be opened.
            return ""
        lines = self._lines_of(problem.span.file)
        return lines[problem.span.line - 1] if problem.span.line <= len(lines) else ""

    def _masked(self, text: str) -> str:
        return _WORD.sub(
            lambda word: "***" if word[0].casefold() in self._people else word[0], text
        )

    def _mentions(self, text: str, words: frozenset[str]) -> bool:
        return bool(words) and not words.isdisjoint(_WORD.findall(text.casefold()))


def _words(vocabulary: Vocabulary) -> set[str]:
    return {word for kind in _KINDS for word in getattr(vocabulary, kind)}
