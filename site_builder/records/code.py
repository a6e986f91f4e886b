"""Which parts of a body are code: whatever could be is not looked at for headings, links or HTML.

Python-Markdown knows fences at the margin only; extensions that people add to it know indented ones
too. Both are code here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^([ \t]*+(?:`{3,}+|~{3,}+))([^\n]*)$", re.MULTILINE)
# A heading, or lines up to an empty one or a heading: what a code span cannot lead out of.
_BLOCK = re.compile(r"^#[^\n]*|(?:^(?!#|[ \t]*$)[^\n]+(?:\n|\Z))++", re.MULTILINE)
_TICKS = re.compile(r"`+")
_LIST_ITEM = re.compile(r" {0,3}(?:[-*+]|\d+[.)])[ \t]")
_INDENTED = ("    ", "\t")


def without_code(text: str) -> str:
    """Return a text of the same length with code blanked out."""
    if "```" in text or "~~~" in text:
        text = _without(text, _fenced(text))
    if "\n    " in text or "\n\t" in text:
        text = _without(text, _indented(text))
    if "`" in text:
        text = _BLOCK.sub(lambda block: replace_spans(block.group(), _blank), text)
    return text


def replace_spans(block: str, replace: Callable[[str], str]) -> str:
    """Replace the code spans of a block: from some backticks to the next that are as many."""
    runs = [found.span() for found in _TICKS.finditer(block)]
    if not runs:
        return block
    of_length: defaultdict[int, list[int]] = defaultdict(list)
    for number, (start, end) in enumerate(runs):
        of_length[end - start].append(number)
    pieces: list[str] = []
    done, number = 0, 0
    while number < len(runs):
        start, end = runs[number]
        before = block[max(0, start - 1) : start]
        if before == "\\" and _escapes(block, start):
            start += 1
        same = of_length.get(end - start, [])
        closing = bisect_right(same, number)
        if end > start and closing < len(same):
            number = same[closing]
            pieces += [block[done:start], replace(block[start : runs[number][1]])]
            done = runs[number][1]
        number += 1
    return "".join([*pieces, block[done:]])


def _escapes(text: str, at: int) -> bool:
    """Return whether the backslashes before an offset escape what stands there."""
    before = text[:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Yield offsets of fenced code. A fence that is never closed is none."""
    fences = list(_FENCE.finditer(text))
    closing: defaultdict[str, list[int]] = defaultdict(list)
    for number, fence in enumerate(fences):
        if not fence[2].strip():
            closing[fence[1]].append(number)
    number = 0
    while number < len(fences):
        fence = fences[number]
        ends = closing[fence[1]]
        following = bisect_right(ends, number)
        # Backticks with more of them on their line are code within that line.
        if following < len(ends) and ("`" not in fence[1] or "`" not in fence[2]):
            number = ends[following]
            yield fence.start(), fences[number].end()
        number += 1


def _indented(text: str) -> Iterator[tuple[int, int]]:
    """Yield offsets of lines that are code by their indentation; below a list item they are not."""
    at = 0
    in_list, after_break, in_code = False, True, False
    for line in text.split("\n"):
        is_item = _LIST_ITEM.match(line) is not None
        indented = line.startswith(_INDENTED)
        if not line.strip():
            after_break = True
        elif indented and not in_list and (after_break or in_code):
            in_code = True
            yield at, at + len(line)
        else:
            in_list = is_item or (in_list and (indented or not after_break))
            in_code, after_break = False, line.startswith("#")
        at += len(line) + 1


def _without(text: str, stretches: Iterator[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in stretches:
        parts += [text[done:start], _blank(text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _blank(code: str) -> str:
    return re.sub(r"[^\n]", " ", code)
