"""Sentences of a text, and texts made shorter where a reader would."""

from __future__ import annotations

import re
from itertools import takewhile

_ELLIPSIS = "…"
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9])")
# What ends in a full stop and no sentence: short words, initials, numbers of lists.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[\"'“])(?:[A-Za-z]|\d{1,2}|[A-Z]\.[A-Z]|[Nn]os?|[Ff]igs?|[Rr]efs?|[Ee]qs?|[Vv]ols?|pp?"
    r"|[Ss]ec|[Aa]pprox|[Mm]ax|[Mm]in|[Cc]f|[Vv]s|etc|al|i\.e|e\.g|U\.S|[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof"
    r"|[Ss]t|[Ii]nc|[Cc]o|[Ll]td|[Cc]orp|[Dd]ept|[Ee]st|[Ii]nt|[Rr]ev"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)


def sentences(text: str, most: int) -> str:
    """Return as many whole sentences from the beginning of a text as fit into so many characters.

    A first sentence that does not fit is cut; 0 gives the whole first sentence.
    """
    line = " ".join(text.split())
    ends = (end.end() for end in _END.finditer(line) if not _ABBREVIATED.search(line[: end.end()]))
    if not most:
        return line[: next(ends, None)]
    if len(line) <= most:
        return line
    fitting = list(takewhile(lambda end: end <= most, ends))
    return line[: fitting[-1]] if fitting else shorten(line, most)


def shorten(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut between words with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: max(most - 1, 0)]
    if line[len(cut) : len(cut) + 1] != " ":
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ,;:.-–—(") + _ELLIPSIS
