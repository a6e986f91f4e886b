"""Places of link targets in a text, which the parser does not give."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.markdown.events import reference_definitions
from site_builder.markdown.parts import Definition

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.markdown.parts import Span

_LABEL = re.compile(r"\[(?:[^\[\]\\]|\\.)*\]:", re.DOTALL)
# A line within a link can begin with the signs of a quotation.
_GAP = re.compile(r"[ \t]*(?:\r?\n[ \t>]*)?")
_IN_ANGLES = re.compile(r"<((?:[^<>\\\n]|\\.)*)>")
_STEP = re.compile(r"[^\s\\()]+|\\[^\s]?|[()]")


class Targets:
    """Targets of the links of a text; ``at`` turns offsets in bytes into offsets in characters."""

    def __init__(self, text: str, at: Callable[[int], int]) -> None:
        self._text = text
        self._at = at

    def inline(self, text_end: int) -> Span:
        """Return the offsets of a target from the end of the text in brackets before it."""
        return self._target_after(self._text.find("](", text_end) + 2)

    def referenced(self, label: str) -> Span | None:
        """Return the offsets of the target in the definition of a label."""
        definition = self.definitions.get(_folded(label))
        return (definition.target_start, definition.target_end) if definition else None

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """Definitions by label. Of two with the same label, the first counts."""
        definitions = {}
        for label, definition in reference_definitions(self._text).items():
            start, end = self._at(definition["span"]["start"]), self._at(definition["span"]["end"])
            written = _LABEL.match(self._text, start)
            place = self._target_after(written.end() if written else start)
            definitions[_folded(label)] = Definition(definition["dest"], start, end, *place)
        return definitions

    def _target_after(self, start: int) -> Span:
        gap = _GAP.match(self._text, start)
        start = gap.end() if gap else start
        angles = _IN_ANGLES.match(self._text, start)
        if angles:
            return angles.span(1)
        end, depth = start, 0
        while step := _STEP.match(self._text, end):
            depth += {"(": 1, ")": -1}.get(step[0], 0)
            if depth < 0:
                break
            end = step.end()
        return start, end


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())
