"""Personal data in a text: numbers of persons, and what leads to one, each where it stands.

Most texts hold none, which three cheap looks tell; only what they leave is looked at closely. What
is found has a mask, for messages stand in logs that anybody may read.
"""

from __future__ import annotations

import importlib
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.records.numbers import NUMBERS, PersonNumber
from site_builder.records.persons import addressed_persons, birth_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_HINTS_OF_NUMBERS = re.compile(
    # So many digits, or the way in which numbers that hold letters, and postcodes, end.
    r"\d(?:(?<![\w,/-]\d)(?:[ ().\-/–\xa0]{0,3}\d){8}|[ -]?[A-Z]{1,2}\b|[A-Z]\d)"
)
_HINTS_OF_BIRTH = ("born", "birth", "dob", "d.o.b")
_HINTS_ABROAD = {
    "DE": ("gebor", "geburt"),
    "ES": ("nacid", "nacimiento"),
    "FR": ("né le", "née le", "naissance"),
    "IT": ("nato il", "nata il", "nascita"),
    "NL": ("gebor", "geboorte"),
}
_NOT_PERSONAL = re.compile(
    r"(?:https?|ftp)://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+|\b10\.\d{4,9}/[^\s<>\"']+"
    r"|\b(?:doi|pmid|pmcid|isbn(?:-1[03])?|issn|orcid|arxiv|oclc|digest|index)\b"
    r"[\s:#=\"']{0,4}[\dxX][\dxX \-.]*",
    re.IGNORECASE,
)
"""Web addresses and numbers of publications: what stands in them leads to no person."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data at a place."""

    rule: str
    """Id of the rule that it breaks."""
    name: str
    """What it is, with its article."""
    start: int
    end: int
    masked: str
    """As much of it as may be repeated."""
    text: str
    """The whole of it, which may not."""


_POSTCODES = "GB"

_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])")
_MAILBOX = re.compile(r"[\w.%+'-]{1,64}\Z")
_AT = re.compile(r"@|%40")
_REPOSITORY = re.compile(r":[\w~./-]*/")
_SCALED_IMAGE = re.compile(r"\d(?:\.\d)?x\.")

_DIALLED = re.compile(r"(?<![\w,/+-])(?<!\d\.)[+(]{0,2}\d(?:[ ().\-/–\xa0]{0,3}\d){7,17}(?!\w)")
_ABROAD = re.compile(r"\(?(?:\+|00)[1-9]")
_TRUNK = re.compile(r"\(?0")
_GROUPED = re.compile(r"(?:1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}")
_CALL_NEAR = 30
"""Characters before a number in which a word may say that it is called."""
_CALL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|cell|fax|call|ring|text|dial)\b[^\w\n]{0,3}"
    r"(?:(?:number|no|us|on|at|is|me|them)\b[^\w\n]{0,3}){0,2}\Z",
    re.IGNORECASE,
)


class Finder:
    """Finds personal data of the kinds that some countries know."""

    def __init__(self, countries: Iterable[str], allowed: Iterable[str] = ()) -> None:
        """Keep what is looked for.

        Args:
            countries: Codes of countries, of :data:`site_builder.settings.COUNTRIES`.
            allowed: Domains and addresses of e-mail that may be published.
        """
        self._regions = tuple(dict.fromkeys(countries))
        self._numbers = tuple(number for code in self._regions for number in NUMBERS[code])
        abroad = (hint for code in self._regions for hint in _HINTS_ABROAD.get(code, ()))
        self._births = (*_HINTS_OF_BIRTH, *dict.fromkeys(abroad))
        self._allowed = frozenset(each.casefold().removeprefix("@") for each in allowed)

    def find(self, text: str) -> list[Finding]:
        """Return what a text holds, by place; of two that overlap, the more telling one."""
        found: list[Finding] = []
        lowered = text.lower()
        if any(hint in lowered for hint in self._births):
            found += _births_in(text)
        if hint := _HINTS_OF_NUMBERS.search(text):
            found += self._lines_with_numbers(text, hint)
        if "@" in text or ("%" in text and "%40" in text):
            found += self._mail_in(text)
        return list(_of_persons(text, sorted(_apart(found), key=lambda one: one.start)))

    def _lines_with_numbers(self, text: str, hint: re.Match[str] | None) -> Iterator[Finding]:
        """Yield what stands on the lines that may hold numbers; looking at them alone is fast."""
        while hint:
            start = text.rfind("\n", 0, hint.start()) + 1
            line = text[start : _end_of_line(text, hint.end())]
            for find in (self._numbers_in, self._postcodes_in, self._telephones_in):
                for one in find(line):
                    yield replace(one, start=start + one.start, end=start + one.end)
            hint = _HINTS_OF_NUMBERS.search(text, start + len(line))

    def _numbers_in(self, line: str) -> Iterator[Finding]:
        for number in self._numbers:
            for match in number.shape.finditer(line):
                written = match["number"]
                if _is_valid(number, written):
                    mask = masked(written, 3)
                    yield Finding(number.rule, number.name, *match.span("number"), mask, written)

    def _postcodes_in(self, line: str) -> Iterator[Finding]:
        if _POSTCODES not in self._regions:
            return
        for start, end in addressed_persons(line):
            written = line[start:end]
            mask = masked(written, len(written.replace(" ", "")) - 3)
            name = "a postcode beside a name"
            yield Finding("personal-postcode", name, start, end, mask, written)

    def _telephones_in(self, line: str) -> Iterator[Finding]:
        for match in _DIALLED.finditer(line):
            candidate, at = match.group(), match.start()
            regions = tuple(region for region in self._regions if _may_dial(region, candidate))
            if not regions and _CALL.search(line[max(0, at - _CALL_NEAR) : at]):
                regions = self._regions
            if not regions and _ABROAD.match(candidate):
                regions = ("ZZ",)
            for start, end in _telephones(candidate, regions):
                written = candidate[start:end]
                mask = masked(written, 3)
                name = "a telephone number"
                yield Finding("personal-phone", name, at + start, at + end, mask, written)

    def _mail_in(self, text: str) -> Iterator[Finding]:
        for sign in _AT.finditer(text):
            before = _MAILBOX.search(text, max(0, sign.start() - 64), sign.start())
            domain = _DOMAIN.match(text, sign.end())
            mailbox = before.group().lstrip("._%+'-") if before else ""
            if not mailbox or domain is None or _SCALED_IMAGE.match(domain.group()):
                continue
            cloned = mailbox == "git" or _REPOSITORY.match(text, domain.end())
            if not cloned and not self._is_allowed(mailbox, domain.group()):
                start, end = sign.start() - len(mailbox), domain.end()
                mask = f"{mailbox[0]}***@{domain.group()}"
                name = "an e-mail address"
                yield Finding("personal-email", name, start, end, mask, text[start:end])

    def _is_allowed(self, mailbox: str, domain: str) -> bool:
        labels = domain.casefold().split(".")
        domains = {".".join(labels[number:]) for number in range(len(labels))}
        return not self._allowed.isdisjoint({*domains, f"{mailbox}@{domain}".casefold()})


def _apart(found: list[Finding]) -> Iterator[Finding]:
    """Yield what overlaps nothing that comes before it."""
    taken = bytearray(max((one.end for one in found), default=0))
    for one in found:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one


def _of_persons(text: str, found: list[Finding]) -> Iterator[Finding]:
    """Yield what is no part of a web address or of a publication's number, by place."""
    line_end, elsewhere = -1, []
    for one in found:
        if one.start > line_end:
            start, line_end = text.rfind("\n", 0, one.start) + 1, _end_of_line(text, one.end)
            elsewhere = [match.span() for match in _NOT_PERSONAL.finditer(text, start, line_end)]
        number = bisect_left(elsewhere, (one.end, 0))
        if number == 0 or elsewhere[number - 1][1] <= one.start:
            yield one


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def masked(written: str, shown: int) -> str:
    """Return a text of which only the first letters and digits can be read."""
    left = iter(range(sum(map(str.isalnum, written))))
    return "".join(
        "*" if letter.isalnum() and next(left) >= shown else letter for letter in written
    )


def _births_in(text: str) -> Iterator[Finding]:
    for start, end in birth_dates(text):
        mask = masked(text[start:end], 0)
        name = "a date of birth"
        yield Finding("personal-birth-date", name, start, end, mask, text[start:end])


def _is_valid(number: PersonNumber, written: str) -> bool:
    if not number.module:
        return True
    module = importlib.import_module(f"stdnum.{number.module}")
    return bool(module.is_valid(written.replace("\xa0", " ")))


def _may_dial(region: str, candidate: str) -> bool:
    """Return whether digits begin or are grouped as people write numbers there."""
    if region in {"US", "CA"}:
        return bool(_GROUPED.search(candidate))
    return region != "ES" and bool(_TRUNK.match(candidate))


def _telephones(candidate: str, regions: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return where telephone numbers stand in digits that may hold some."""
    if not regions:
        return ()
    import phonenumbers  # noqa: PLC0415 - takes longer to import than most bases to check

    for region in regions:
        matcher = phonenumbers.PhoneNumberMatcher(
            candidate, region, phonenumbers.Leniency.STRICT_GROUPING
        )
        found = tuple((match.start, match.end) for match in matcher)
        if found:
            return found
    return ()
