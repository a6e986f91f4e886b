"""Words by which people say that they have no answer."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from site_builder.records.guess import bare_words, unaccented
from site_builder.records.lexicon import LEXICON

_SIGNS = re.compile(r"[\s\-\u2010-\u2015−.…·?/\\*_:;,'\"()\[\]#!~=|<>]*")
_LONGEST = 40


def is_blank(text: str) -> bool:
    """Return whether a text is empty, or only says so: ``n/a``, ``—``, ``k. A.``, ``sin datos``."""
    return _says_nothing(text) if len(text) <= _LONGEST else not text.strip()


@lru_cache(maxsize=10_000)
def _says_nothing(text: str) -> bool:
    words = bare_words(unaccented(text)).split()
    if not words:
        return _SIGNS.fullmatch(text) is not None
    return " ".join(words) in _blank() or (max(map(len, words)) == 1 and "".join(words) in _blank())


@cache
def _blank() -> frozenset[str]:
    return LEXICON.all_of("blank")
