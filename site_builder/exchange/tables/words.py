"""Words by which the parts of a table are told, in six languages."""

from __future__ import annotations

import re

from site_builder.records.lexicon import Lexicon

_LEXICON = Lexicon(__file__)
NAMES = _LEXICON.all_of("names")
"""Words that stand in headings of registers."""
TOTALS, UNITS, ASKING = map(frozenset, map(_LEXICON.words, ("totals", "units", "asking")))
"""Words that begin a row of totals; all of a row of units; beginnings of questions."""


def _either(name: str, form: str = r"{}\b") -> re.Pattern[str]:
    return re.compile(form.format(f"(?:{'|'.join(_LEXICON.words(name))})"), re.IGNORECASE)


HELP, LESSONS, ASIDE = _either("help"), _either("lessons", r"\b{}\b"), _either("aside", r"\b{}\b")
"""Beginnings of instructions; names of a register of lessons; of sheets beside it."""
SECTION = _either("section", r"{}\b.{{0,80}}")
"""Titles of sections between rows."""
PAGE = re.compile(r"(?:page|seite|página|pagina|p\.)\s*\d+(?:\s*\S{1,4}\s*\d+)?", re.IGNORECASE)
"""Foot of a printed page."""
