"""What was taken for granted in reading a folder, and what of it was not read."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.exchange.folders.vault import is_markdown
from site_builder.exchange.tables.rows import Assumption
from site_builder.library.pictures import is_image
from site_builder.markdown.body import plain_text
from site_builder.records.header.write import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.exchange.folders.files import Files
    from site_builder.exchange.tables.rows import TableRow

_STATE_END = re.compile(r"\bby\b|[,;(]")
_NO_LESSON = re.compile(
    r"^(?:readme|index|summary|changelog|contributing|license|code_of_conduct|security)\.\w+$"
    r"|(?:^|/)_(?:index|sidebar|footer|navbar)\.\w+$|(?:^|/)templates?/"
    r"|(?:^|/)(?:[^/]*[-_ .])?template(?:[-_ .][^/]*)?\.\w+$",
    re.IGNORECASE,
)
"""Names of files that tell of others, or are to be filled in."""
_FEW = 3
_MOST = 8


def assumptions(
    files: Files,
    read: Iterable[str],
    skipped: Sequence[str],
    guesses: Sequence[tuple[str, str]],
    rows: Iterable[TableRow],
) -> Iterator[Assumption]:
    """Yield what was taken for granted.

    Args:
        files: All files.
        read: Names of those that were read, or could not be.
        skipped: Names of those that the map leaves out.
        guesses: Names of those whose encoding was guessed, each with what was made of it.
        rows: What was read.
    """
    for name, text in guesses[:_FEW]:
        yield Assumption(f"{name}: {text}")
    if len(guesses) > _FEW:
        yield Assumption(f"so with {len(guesses) - _FEW:,} more files")
    lists = [name for name in read if _NO_LESSON.search(name)]
    if lists:
        text = f"what looks like a list or a template comes in, unless left out: {_listed(lists)}"
        yield Assumption(text, "skip", inline(lists), found=False)
    if skipped:
        yield Assumption(f"left out, because the map skips it: {_listed(skipped)}")
    for why in dict.fromkeys(files.left_out.values()):
        named = [name for name, reason in files.left_out.items() if reason == why]
        yield Assumption(f"left out, because it {why}: {_listed(named)}")
    others = [name for name in files.names if not is_markdown(name) and not is_image(name)]
    if others:
        endings = Counter(posixpath.splitext(name)[1] or "no ending" for name in others)
        yield Assumption(f"not read, because it is no Markdown: {_counted(endings)}")
    if said := Counter(word for row in rows if (word := _state(row))):
        text = "every lesson becomes a draft, whatever its state in the source"
        yield Assumption(f"{text}: {_counted(said)}")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_FEW]) + ("…" if len(names) > _FEW else "")


def _counted(words: Counter[str]) -> str:
    return ", ".join(f"{word} ({count:,})" for word, count in words.most_common(_MOST))


def _state(row: TableRow) -> str:
    """Return what a file says of its state; empty if it says nothing."""
    for column in row.values:
        if column.lower() == "status":
            first = plain_text(row.text(column).strip().partition("\n")[0]).lower()
            return shortened(_STATE_END.split(first)[0].strip())
        if column == "draft" and row.text(column) == "true":
            return "draft"
    return ""
