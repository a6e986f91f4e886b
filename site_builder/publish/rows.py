"""Row files: the whole list of lessons as small JSON files, for filtering it in the browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.publish.views import LessonCard

FORMAT_VERSION = 3
ROWS_A_FILE = 1_000
"""About 350 kB a file."""


def row_urls(lesson_count: int) -> tuple[str, ...]:
    """Return the addresses of the row files for so many lessons."""
    return tuple(f"all/rows-{n}.json" for n in range(-(-lesson_count // ROWS_A_FILE)))


def row_files(cards: Sequence[LessonCard]) -> Iterator[tuple[str, str]]:
    """Yield the address and text of each row file, lessons in the order given.

    A row is ``[id, title, problem, evidence mark, practice level, research level, statement of the
    evidence, outcome, day, [topics]]``. Statements and topics, which many lessons have in common,
    are numbers of places in the file's list of ``texts``.
    """
    for number, url in enumerate(row_urls(len(cards))):
        texts: dict[str, int] = {}
        rows = [
            [
                card.id,
                card.title,
                card.problem,
                card.mark.id,
                card.practice,
                card.research,
                texts.setdefault(card.statement, len(texts)),
                card.outcome,
                card.recorded_iso,
                [texts.setdefault(tag.title, len(texts)) for tag in card.tags],
            ]
            for card in cards[number * ROWS_A_FILE : (number + 1) * ROWS_A_FILE]
        ]
        document = {"format_version": FORMAT_VERSION, "texts": list(texts), "lessons": rows}
        yield url, json.dumps(document, ensure_ascii=False, separators=(",", ":"))
