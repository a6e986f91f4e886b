"""The body of a drafted lesson: sections of the map, then what else is Markdown already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exchange.folders.page import shifted
from site_builder.exchange.incoming.import_map import SENTENCE_FOR_GAPS, ImportMap
from site_builder.exchange.incoming.plain import Part, inline, paragraphs
from site_builder.exchange.tables.rows import Markdown
from site_builder.markdown.anchors import slug
from site_builder.markdown.body import plain_text
from site_builder.records.lesson import REQUIRED_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from site_builder.exchange.tables.rows import TableRow


def body_of(
    row: TableRow,
    checked: ImportMap,
    left_out: Collection[str],
    parts_of: Callable[[str], Iterable[Part]] | None,
) -> tuple[str, dict[str, str]]:
    """Return the body of a row's lesson, and where headings of the source went.

    A cell that is Markdown and that no section takes stays under its own heading.

    Args:
        row: The row.
        checked: The map.
        left_out: Columns that are not kept.
        parts_of: Splits a line of plain text at its links.

    Returns:
        The body; and by the anchor of each heading that was replaced, the anchor that replaces it.
    """
    taken: list[str] = []

    def within(text: str) -> str:
        taken.append(text)
        return text if isinstance(text, Markdown) else paragraphs(text, parts_of)

    sections = {
        title: [text for rule in rules for text in rule.texts(row, title, within) if text]
        for title, rules in checked.sections.items()
    }
    headings = {title: inline(title) for title in sections}
    opening = ""
    for column, cell in row.values.items():
        if isinstance(cell, Markdown) and column not in left_out:
            if cell.inside or any(cell is text for text in taken):
                continue
            if cell.heading:
                title = _like(plain_text(cell.heading), sections)
                headings.setdefault(title, cell.heading)
                sections.setdefault(title, []).append(cell)
            else:
                opening = f"{cell}\n\n"
    moved: dict[str, str] = {}
    written = []
    parts = [text.whole for text in taken if isinstance(text, Markdown) and text.inside]
    for title, found in sections.items():
        texts = [left for text in found if (left := _without(text, parts))] or [
            SENTENCE_FOR_GAPS
        ] * (title in REQUIRED_SECTIONS)
        if len(texts) == 1 and isinstance(texts[0], Markdown) and texts[0].heading:
            moved[slug(plain_text(texts[0].heading)).strip("-")] = slug(title)
        if texts:
            text = "\n\n".join(texts if len(texts) == 1 else map(_headed, texts))
            written.append(f"## {headings[title]}\n\n{text}\n")
    return opening + "\n".join(written), moved


def _without(text: str, parts: Collection[str]) -> str:
    """Return a text without parts of it that another section has taken."""
    if not isinstance(text, Markdown) or text.inside:
        return text
    left = str(text)
    for part in parts:
        left = left.replace(part, "")
    return text if left == text else Markdown(left.strip("\n").rstrip(), text.heading)


def _headed(text: str) -> str:
    """Return one of several texts of a section, below its own heading if it has one."""
    if not isinstance(text, Markdown):
        return text
    return f"### {text.heading}\n\n{shifted(text, 1)}" if text.heading else text


def _like(title: str, sections: Collection[str]) -> str:
    """Return the section of a name in any case, or the name."""
    return next((known for known in sections if known.casefold() == title.casefold()), title)
