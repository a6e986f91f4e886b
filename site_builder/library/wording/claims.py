"""Where a text claims that one thing came from another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.library.wording import causes, effects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.wording.sentences import Cues, Prose

_BACK = 120
"""Characters before words in which a subject or a denial is looked for."""
_OPINION = re.compile(
    r"\b(?:whether|may|might|could|would(?!\s+(?:not\s+|never\s+)?have\b)|should|perhaps|probably"
    r"|possibly|report(?:s|ed)?|said"
    r"|says?"
    r"|felt|feels?|believed?|believes|expect(?:s|ed)?|thought|thinks?|hoped?|hopes|own\s+account"
    r"|opinion|estimated?|told|claim(?:s|ed)?\s+that|argue[sd]?|maintains?|according\s+to"
    r"|in\s+the\s+(?:words|view|eyes)\s+of"
    r"|considered|described|perceived|judged|rated|cannot|can\s+not|unclear|unknown|aims?|aimed"
    r"|meant\s+to"
    r"|intended|suggest(?:s|ed)?|associated|hypothes\w+|seems?|seemed|appears?|appeared|asked"
    r"|in\s+order\s+to|designed\s+to|supposed\s+to)\b",
    re.IGNORECASE,
)
"""Words by which a sentence says itself that it is no proof, or whose opinion it tells."""
_DENIED = re.compile(
    r"(?:\b(?:not|no|never|nothing|nor|neither)\b|n[’']t\b)[^.;]{0,40}$", re.IGNORECASE
)


def claims(prose: Prose) -> Iterator[tuple[int, int]]:
    """Yield the start and end of what claims a cause, unless its sentence is careful itself."""
    last = 0
    found = [
        *_found(causes.PATTERN, causes.CUES, prose),
        *_found(effects.PATTERN, effects.CUES, prose),
    ]
    for start, end, sentence in sorted(found):
        if start >= last and not _is_careful(prose.lowered, start, sentence):
            last = end
            yield start, end


def _found(
    pattern: re.Pattern[str], cues: Cues, prose: Prose
) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield where a pattern matches, and in which sentence.

    A verb of effect counts if its subject is a thing: people who reduce something do their work.
    """
    for sentence in prose.sentences(cues):
        for match in pattern.finditer(prose.lowered, *sentence):
            before = prose.lowered[max(match.start() - _BACK, sentence[0]) : match.start()]
            if pattern is causes.PATTERN or effects.is_thing(before, match):
                yield *match.span(), sentence


def _is_careful(lowered: str, start: int, sentence: tuple[int, int]) -> bool:
    denied = _DENIED.search(lowered, max(start - _BACK, sentence[0]), start)
    return bool(denied or _OPINION.search(lowered, *sentence))
