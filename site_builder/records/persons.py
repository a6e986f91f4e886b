"""Persons in running text: days of birth, and names beside a postcode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.records.lexicon import LEXICON

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = (
    r"(?:jan|f[eé][bv]|m[aäe]r|mrt|a[pbv]r|ma[iyg]|mei|ju[nli]|giu|lug|aug|ao[uû]|ago|se[pt]"
    r"|o[ck]t|ott|nov|d[eéi][cz]|ene|gen)[^\W\d_]{0,9}"
)
_DATE = (
    r"(?:(?:\d{1,2}[./ -]\d{1,2}[./ -](?:\d{4}|\d\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[\s-](?:(?:of|de)\s)?{_MONTH}\.?,?[\s-](?:de\s)?\d{{4}}"
    rf"|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}})(?![\w/]|[.-]\d))"
)
_WORD = (
    r"(?:born|date\s+of\s+birth|birth[\s-]?(?:date|day)|dob|d\.o\.b\.?|geboren|geburtsdatum"
    r"|geboortedatum|date\s+de\s+naissance|née?\s+le|nacid[oa]\s+el|fecha\s+de\s+nacimiento"
    r"|nat[oa]\s+il|data\s+di\s+nascita)(?!\w)"
)
# A line may end between the two, but neither a paragraph nor a field of the header.
_BETWEEN = r"(?:[^\d\n.;!?]|\n(?![ \t]*(?:\n|[-#>|]|[\w-]+:))){0,25}?"
BIRTH = re.compile(rf"\b{_WORD}", re.IGNORECASE)
DAY_AFTER = re.compile(rf"{_BETWEEN}({_DATE})", re.IGNORECASE)
DAY_BEFORE = re.compile(rf"(?<![\w.-])({_DATE})[ ,(]{{1,3}}\Z", re.IGNORECASE)
_NEAR = 40
"""Characters before a word that are searched."""
THING = re.compile(
    r"\b(?:idea|project|program(?:me)?|concept|network|organi[sz]ation|company|service|initiative"
    r"|movement|scheme|agency|trust|institute|community|campaign|approach|method|site|website"
    r"|system|agreement|it|this|that|which)\s+(?:was|were|is|are|has been|had been)\s+\Z",
    re.IGNORECASE,
)
"""Things that are said to be born."""


def birth_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of days of birth: a whole date beside a word such as `born`."""
    for word in BIRTH.finditer(text):
        before = text[max(0, word.start() - _NEAR) : word.start()]
        if THING.search(before):
            continue
        if day := DAY_AFTER.match(text, word.end()):
            yield day.span(1)
        elif day := DAY_BEFORE.search(before):
            at = word.start() - len(before)
            yield at + day.start(1), at + day.end(1)


POSTCODE = re.compile(
    r"(?<![\w-])(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ]\d[A-HJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRV-Y])[ \xa0]?\d[A-Z]{2}(?![\w-])"
)
_NAME = r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*"
RUN = re.compile(rf"{_NAME}\.?(?: (?:(?:de|van|von|der) )*{_NAME}\.?)*")
"""Words with a capital letter, one after the other."""
_FEWEST, _MOST = 2, 4
"""Words of a name."""


def addressed_persons(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of postcodes on a line that names a person."""
    if POSTCODE.search(line) and any(_names_a_person(run[0]) for run in RUN.finditer(line)):
        yield from (postcode.span() for postcode in POSTCODE.finditer(line))


def _names_a_person(run: str) -> bool:
    """Return whether words with capital letters name a person, not a place."""
    known = LEXICON.lists("persons")
    words = [word.rstrip(".") for word in run.split()]
    bare = [word.replace("’", "'").removesuffix("'s") for word in words]
    if any(word.lower() in known["places"] for word in bare):
        return False
    title = next((number for number, word in enumerate(words) if word in known["titles"]), None)
    if title is not None:
        return title + 1 < len(words)
    names = [word for word in words if word[0].isupper()]
    if not _FEWEST <= len(names) <= _MOST:
        return False
    initials = len(names[0]) == 1
    return names[0] in known["given"] or (initials and len(names[-1]) > 1)
