"""Finds personal data in a text: personal numbers, telephones, mail addresses, days of birth.

Three cheap searches rule out most texts before the exact ones run. Every finding carries a masked
form, since messages end up in logs that anybody may read.
"""

from __future__ import annotations

import importlib
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from site_builder.records.flattened import AROUND, UNREAD, flattened
from site_builder.records.numbers import NUMBERS, PersonNumber
from site_builder.records.persons import POSTCODE, addressed_persons, birth_dates
from site_builder.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


LINE_OF_NUMBERS = re.compile(
    # Nine digits, or the end of a number with letters or of a postcode.
    r"\d(?:(?<![\w,/]\d)(?:[ ().\-/–\xa0]{0,3}\d){8}|[ -]?[A-Z]{1,2}\b|[A-Z]\d)"
)
_HINTS_OF_NUMBERS_AT_ALL = re.compile(r"\d(?:[^\w\n]{0,40}\d){2}|[A-Z]\d|\d[A-Z]|&#")
HINTS_OF_BIRTH = ("born", "birth", "dob", "d.o.b")
HINTS_ABROAD = {
    "DE": ("gebor", "geburt"),
    "ES": ("nacid", "nacimiento"),
    "FR": ("né le", "née le", "naissance"),
    "IT": ("nato il", "nata il", "nascita"),
    "NL": ("gebor", "geboorte"),
}
NOT_PERSONAL = re.compile(
    r"(?:https?|ftp)://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+|\b10\.\d{4,9}/[^\s<>\"']+"
    r"|\b(?:doi|pmid|pmcid|isbn(?:-1[03])?|issn|orcid|arxiv|oclc|digest|index)\b"
    r"[\s:#=\"']{0,4}[\dxX][\dxX \-.]*",
    re.IGNORECASE,
)
"""Web addresses and numbers of publications, in which nothing is personal data."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data at a place."""

    rule: str
    """Id of the rule that it breaks."""
    name: str
    """Kind of data, with its article."""
    start: int
    end: int
    masked: str
    """The part of it that may be shown."""
    text: str
    """All of it, never to be shown."""
    certain: bool = False
    """Whether its check digit leaves no doubt that it is the number of a person."""


_POSTCODES = "GB"
DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])")
MAILBOX = re.compile(r"[\w.%+'-]{1,64}\Z")
AT_SIGN = re.compile(r"@|%40")
REPOSITORY = re.compile(r":[\w~./-]*/")
SCALED_IMAGE = re.compile(r"\d(?:\.\d)?x\.")

DIALLED = re.compile(r"(?<![\w,/+-])(?<!\d\.)[+(]{0,2}\d(?:[ ().\-/–\xa0]{0,3}\d){7,17}(?!\w)")
_DIGITS = re.compile(r"\d(?:[ ().\-/–\xa0]{0,3}\d){7}")
"""Matches in every line in which the same does with what may stand around it."""
ABROAD = re.compile(r"\(?(?:\+|00)[1-9]")
TRUNK = re.compile(r"\(?0")
GROUPED = re.compile(r"(?:1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}")
_CALL_NEAR = 30
"""Characters before a number that are searched for a word such as `phone`."""
CALL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|cell|fax|call|ring|text|dial)\b[^\w\n]{0,3}"
    r"(?:(?:number|no|us|on|at|is|me|them)\b[^\w\n]{0,3}){0,2}\Z",
    re.IGNORECASE,
)
DIALS = re.compile(rf"{CALL.pattern}|(?<!\d)\+?1[ -]\Z", re.IGNORECASE)
_BEGINS_TO_DIAL = rf"(?:{ABROAD.pattern}|{TRUNK.pattern})(?:[ ().\-/–\xa0]{{0,3}}\d){{5}}"
_IS_CALLED = re.compile(rf"(?:{CALL.pattern})[+(]{{0,2}}\d", re.IGNORECASE)
"""One of both is in all that is a telephone number outside of America, as far as a sieve sees."""
_BESIDE = 60
"""Characters on either side of a number that are searched for a word that says what it is."""
_SHOWN = 3
"""Letters and digits of a number that a message shows."""
_TEXTS_KEPT = 20_000
"""Texts of which it is known which numbers they hold."""
_LINES_KEPT = 2_000
"""Texts of which it is known which lines may hold one: enough until they are searched again."""


class Finder:
    """Finds the kinds of personal data that are used in some countries."""

    def __init__(self, countries: Iterable[str], allowed: Iterable[str] = ()) -> None:
        """Prepare a search.

        Args:
            countries: Codes of countries, of :data:`site_builder.settings.COUNTRIES`.
            allowed: Domains and addresses of e-mail that may be published.
        """
        self._regions = tuple(dict.fromkeys(countries))
        self._numbers_known = [
            (number, number.pattern, re.compile(f"({number.form})"))
            for number in NUMBERS
            if number.country in self._regions
        ]
        forms = [form for _number, _pattern, form in self._numbers_known]
        self._may_hold_numbers = Sieve(*forms, between=UNREAD, around=AROUND)
        self._may_dial = Sieve(_BEGINS_TO_DIAL, around=(r"(?:^|[^0-9A-Za-z_,/+\-])", ""))
        self._may_be_near = Sieve(_IS_CALLED, GROUPED, POSTCODE)
        # The same texts are searched when they are read, and again when they are checked.
        self._numbers = lru_cache(_TEXTS_KEPT)(self._numbers_read)
        abroad = (hint for code in self._regions for hint in HINTS_ABROAD.get(code, ()))
        self._births = (*HINTS_OF_BIRTH, *dict.fromkeys(abroad))
        self._allowed = frozenset(name.casefold().removeprefix("@") for name in allowed)

    def find(self, text: str) -> list[Finding]:
        """Return the findings in a text by place; of two that overlap, the more specific one."""
        findings: list[Finding] = []
        lowered = text.lower()
        if any(hint in lowered for hint in self._births):
            findings += (
                _finding("personal-birth-date", "a date of birth", text, span, 0)
                for span in birth_dates(text)
            )
        findings += self._numbers(text)
        if self._may_dial(text) or self._may_be_near(text):
            findings += _on_lines(text, (self._postcodes_in, self._telephones_in))
        if "@" in text or ("%" in text and "%40" in text):
            findings += self._mail_in(text)
        return list(_of_persons(text, sorted(_apart(findings), key=lambda finding: finding.start)))

    def certain(self, text: str) -> list[Finding]:
        """Return those numbers of persons in a text that are beyond doubt, by place."""
        numbers = (number for number in self._numbers(text) if number.certain)
        return list(_of_persons(text, sorted(numbers, key=lambda number: number.start)))

    def masked(self, text: str) -> str:
        """Return a text with the numbers of persons that are beyond doubt masked."""
        return masked_at(text, self.certain(text))

    def _numbers_read(self, text: str) -> tuple[Finding, ...]:
        """Return the numbers that states assign, as people read them."""
        if not (
            "&#" in text or self._may_hold_numbers(text)
        ) or not _HINTS_OF_NUMBERS_AT_ALL.search(text):
            return ()
        flat, before = flattened(text)
        numbers = []
        for found in _apart(list(_on_lines(flat, (self._numbers_in,)))):
            span = before(found.start), before(found.end)
            written = text[slice(*span)]
            mask = found.masked if written == found.text else masked(written, _SHOWN)
            numbers.append(replace(found, start=span[0], end=span[1], masked=mask, text=written))
        return tuple(numbers)

    def _numbers_in(self, line: str) -> Iterator[Finding]:
        for number, pattern, form in self._numbers_known:
            # What begins with a digit is searched much faster than what looks back first.
            for match in pattern.finditer(line) if form.search(line) else ():
                if _is_valid(number, match["number"]):
                    span = match.span("number")
                    found = _finding(number.rule, number.name, line, span)
                    yield replace(found, certain=_is_certain(number, line, *span))

    def _postcodes_in(self, line: str) -> Iterator[Finding]:
        if _POSTCODES not in self._regions:
            return
        for span in addressed_persons(line):
            shown = len(line[slice(*span)].replace(" ", "")) - 3
            yield _finding("personal-postcode", "a postcode beside a name", line, span, shown)

    def _telephones_in(self, line: str) -> Iterator[Finding]:
        for match in DIALLED.finditer(line) if _DIGITS.search(line) else ():
            candidate, at = match.group(), match.start()
            regions = tuple(region for region in self._regions if _may_dial(region, candidate))
            if not regions and CALL.search(line[max(0, at - _CALL_NEAR) : at]):
                regions = self._regions
            if not regions and ABROAD.match(candidate):
                regions = ("ZZ",)
            for start, end in _telephones(candidate, regions):
                yield _finding("personal-phone", "a telephone number", line, (at + start, at + end))

    def _mail_in(self, text: str) -> Iterator[Finding]:
        for sign in AT_SIGN.finditer(text):
            before = MAILBOX.search(text, max(0, sign.start() - 64), sign.start())
            domain = DOMAIN.match(text, sign.end())
            mailbox = before.group().lstrip("._%+'-") if before else ""
            if not mailbox or domain is None or SCALED_IMAGE.match(domain.group()):
                continue
            cloned = mailbox == "git" or REPOSITORY.match(text, domain.end())
            if not cloned and not self._is_allowed(mailbox, domain.group()):
                start, end = sign.start() - len(mailbox), domain.end()
                mask = f"{mailbox[0]}***@{domain.group()}"
                name = "an e-mail address"
                yield Finding("personal-email", name, start, end, mask, text[start:end])

    def _is_allowed(self, mailbox: str, domain: str) -> bool:
        labels = domain.casefold().split(".")
        domains = {".".join(labels[number:]) for number in range(len(labels))}
        return not self._allowed.isdisjoint({*domains, f"{mailbox}@{domain}".casefold()})


@lru_cache(maxsize=8)
def finder_of(countries: tuple[str, ...], allowed: tuple[str, ...]) -> Finder:
    """Return the finder for these countries and allowed addresses; it is made once."""
    return Finder(countries, allowed)


def _on_lines(
    text: str, searches: Iterable[Callable[[str], Iterator[Finding]]]
) -> Iterator[Finding]:
    """Yield the findings on the lines that may hold numbers; searching only these is fast."""
    for start, line in _lines_of_numbers(text):
        for search in searches:
            for finding in search(line):
                yield replace(finding, start=start + finding.start, end=start + finding.end)


@lru_cache(_LINES_KEPT)
def _lines_of_numbers(text: str) -> tuple[tuple[int, str], ...]:
    """Return the lines that may hold numbers, each with where it begins."""
    lines = []
    hint = LINE_OF_NUMBERS.search(text)
    while hint:
        start = text.rfind("\n", 0, hint.start()) + 1
        line = text[start : _end_of_line(text, hint.end())]
        lines.append((start, line))
        hint = LINE_OF_NUMBERS.search(text, start + len(line))
    return tuple(lines)


def _is_certain(number: PersonNumber, line: str, start: int, end: int) -> bool:
    """Return whether a valid number on a line is beyond doubt that of a person."""
    if not (number.module and number.sure) or DIALS.search(
        line[max(0, start - _CALL_NEAR) : start]
    ):
        return False
    words = rf"\b(?i:{number.beside})\b"
    near = line[max(0, start - _BESIDE) : start], line[end : end + _BESIDE]
    return not number.beside or any(re.search(words, text) for text in near)


def _apart(findings: list[Finding]) -> Iterator[Finding]:
    """Yield the findings that do not overlap an earlier one."""
    taken = bytearray(max((finding.end for finding in findings), default=0))
    for finding in findings:
        if not any(taken[finding.start : finding.end]):
            taken[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
            yield finding


def _of_persons(text: str, findings: list[Finding]) -> Iterator[Finding]:
    """Yield the findings outside of web addresses and numbers of publications, by place."""
    line_end, elsewhere = -1, []
    for finding in findings:
        if finding.start > line_end:
            start = text.rfind("\n", 0, finding.start) + 1
            line_end = _end_of_line(text, finding.end)
            elsewhere = [match.span() for match in NOT_PERSONAL.finditer(text, start, line_end)]
        number = bisect_left(elsewhere, (finding.end, 0))
        if number == 0 or elsewhere[number - 1][1] <= finding.start:
            yield finding


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def masked(written: str, shown: int) -> str:
    """Return a text with all but its first letters and digits replaced by stars."""
    left = iter(range(sum(map(str.isalnum, written))))
    return "".join(
        "*" if letter.isalnum() and next(left) >= shown else letter for letter in written
    )


def masked_at(text: str, findings: Iterable[Finding]) -> str:
    """Return a text with masks in the places of findings."""
    parts, done = [], 0
    for found in findings:
        parts += [text[done : found.start], found.masked]
        done = found.end
    return "".join([*parts, text[done:]])


def _finding(
    rule: str, name: str, text: str, span: tuple[int, int], shown: int = _SHOWN
) -> Finding:
    """Return what a text holds at a span, with the first letters and digits shown."""
    written = text[slice(*span)]
    return Finding(rule, name, *span, masked(written, shown), written)


def _is_valid(number: PersonNumber, written: str) -> bool:
    if not number.module:
        return True
    module = importlib.import_module(f"stdnum.{number.module}")
    return bool(module.is_valid(re.sub(r"[ ./]", "", written)))


def _may_dial(region: str, candidate: str) -> bool:
    """Return whether digits begin or are grouped like a telephone number of a region."""
    if region in {"US", "CA"}:
        return bool(GROUPED.search(candidate))
    return region != "ES" and bool(TRUNK.match(candidate))


def dialling(countries: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the code, the prefix and the pattern of the telephone numbers of each country."""
    from phonenumbers import PhoneMetadata  # noqa: PLC0415 - as below

    found = {}
    for country in countries:
        known = PhoneMetadata.metadata_for_region(country)
        if known and known.general_desc and known.general_desc.national_number_pattern:
            found[country] = {
                "code": str(known.country_code),
                "prefix": known.national_prefix or "",
                "pattern": known.general_desc.national_number_pattern,
            }
    return found


def _telephones(candidate: str, regions: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return the spans of telephone numbers in a run of digits."""
    if not regions:
        return ()
    import phonenumbers  # noqa: PLC0415 - takes longer to import than most bases to check

    for region in regions:
        matcher = phonenumbers.PhoneNumberMatcher(
            candidate, region, phonenumbers.Leniency.STRICT_GROUPING
        )
        if spans := tuple((match.start, match.end) for match in matcher):
            return spans
    return ()
