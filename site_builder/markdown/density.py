"""Texts that take Python-Markdown very long: the square of what a block of them holds."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.DOTALL)
_COSTLY = re.compile(r"[\[<]|^[ \t]{0,3}[#=-]", re.MULTILINE)
"""What makes it go through the rest of a block, or take the block apart again."""
_NESTED = re.compile(r"^(?:[ \t]{200}|(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){20})", re.MULTILINE)
"""A line in more lists and quotations than it can follow."""
_MOST = 20_000_000
"""Signs times characters of all blocks. So many take it some seconds."""


def dense_place(text: str) -> int | None:
    """Return where Python-Markdown would take very long, or break down; None if nowhere."""
    if nested := _NESTED.search(text):
        return nested.start()
    blocks = list(_BLOCK.finditer(text))
    costs = [len(_COSTLY.findall(block[0])) * len(block[0]) for block in blocks]
    return blocks[costs.index(max(costs))].start() if sum(costs) > _MOST else None
