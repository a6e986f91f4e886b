"""Words of others as text that no issue tracker takes for anything else."""

from __future__ import annotations

import re

from site_builder.records.header.write import one_line

_LONGEST = 300
_QUOTED = re.compile(r"`([^`]*)`")
_SIGNS = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
_NEEDLESS = frozenset("',.;:?!()/-\"%=")
# Trackers look for these in the text that is shown, where no backslash is left.
_CALLING = re.compile(
    r"(?<=[@#!~$%&])(?=\S)|(?<=GH)(?=-)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE
)
NOTHING_WIDE = "\u200b"
"""A space without width, which keeps two signs apart and is not seen."""


def harmless(text: str) -> str:
    """Return a text on one line of Markdown, which mentions nobody and is no markup.

    Words in backticks come in quotation marks; a sign that could call somebody, another issue or
    an address has a space without width in it.
    """
    line = _QUOTED.sub(r"“\1”", one_line(text))
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    line = _CALLING.sub(NOTHING_WIDE, line)
    return _SIGNS.sub(lambda sign: sign[0] if sign[0] in _NEEDLESS else f"\\{sign[0]}", line)
