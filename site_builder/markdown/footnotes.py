"""Footnotes: numbered in the order of their first references, shown below the text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_builder.markdown.parts import Piece

_BACK = "↩"


class Footnotes:
    """The footnotes of one text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._references: Counter[str] = Counter()
        self._texts: dict[str, list[Piece]] = {}

    def reference(self, label: str) -> str:
        """Return the HTML of a reference."""
        label = label.casefold()
        number = self._numbers.setdefault(label, len(self._numbers) + 1)
        self._references[label] += 1
        return (
            f'<sup id="{_reference_id(number, self._references[label])}">'
            f'<a class="footnote-ref" href="#fn:{number}">{number}</a></sup>'
        )

    def define(self, label: str, pieces: list[Piece]) -> None:
        """Keep the HTML of a footnote. Of two with the same label, the first counts."""
        self._texts.setdefault(label.casefold(), pieces)

    def section(self) -> list[Piece]:
        """Return the HTML of all footnotes with a reference."""
        notes: list[Piece] = []
        for label, number in self._numbers.items():
            if label in self._texts:
                notes += [f'<li id="fn:{number}">\n', *self._note(label, number), "</li>\n"]
        return ['<div class="footnote">\n<hr>\n<ol>\n', *notes, "</ol>\n</div>\n"] if notes else []

    def _note(self, label: str, number: int) -> list[Piece]:
        """Return the HTML of a footnote, with links back to its references."""
        back = " ".join(
            f'<a class="footnote-backref" href="#{_reference_id(number, times)}"'
            f' aria-label="Back to reference {number}{f"-{times}" * (times > 1)}">{_BACK}</a>'
            for times in range(1, self._references[label] + 1)
        )
        text = self._texts[label]
        if text[-1:] == ["</p>\n"]:
            return [*text[:-1], f" {back}</p>\n"]
        return [*text, f"{back}\n"]


def _reference_id(number: int, times: int) -> str:
    # A colon keeps these apart from the ids of headings.
    return f"fnref{times if times > 1 else ''}:{number}"
