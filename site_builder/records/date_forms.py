"""Dates as people and programs write them, beside the form of records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal
from unicodedata import decimal, normalize

from site_builder.records.dates import parse_partial
from site_builder.records.guess import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Order = Literal["day", "month", "year"]
"""Which number of a date such as 03/04/05 comes first."""
ORDERS: tuple[Order, ...] = ("day", "month", "year")
LANGUAGES = ("en", "fr", "de", "de_AT", "es", "it", "nl")
"""Locales whose names of months and weekdays are understood."""

_LAST_CENTURY = 69
"""First year of two digits that is of the 20th century, as in POSIX."""
_LONGEST = 80
"""Most characters of a date, with its weekday, time and zone."""
_DAY_LENGTH = len("YYYY-MM-DD")
_ISO = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?:[t ]\d\d:?\d\d.*)?", re.ASCII)
_TIME = re.compile(
    r"(?:[ ,t]|^)(?:at |um |alle |om |a las |a )?\d{1,2}(?::\d\d(?::\d\d(?:[.,]\d+)?)?|[h.]\d\d|h)"
    r" ?(?:[ap]\.? ?m\.?)? ?(?:z|utc|gmt|ce?s?t|uhr|h|hrs?)?(?: ?[+-]\d\d:?\d\d)?"
    r"(?: ?[\[(].*[\])])?(?:,? |$)",
    re.ASCII,
)
_OF_EAST_ASIA = re.compile(
    r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日일])?(?: ?\(.\))?"
)
_QUARTER_NAME = r"(?:q|t|qtr|quart\w*|trim\w*|kw?artaal)"
_QUARTER = re.compile(
    rf"{_QUARTER_NAME} ?([1-4])|([1-4])(?:\.|st|nd|rd|th|er|e|o)? ?{_QUARTER_NAME}"
)
_WEEK = re.compile(r"(?:w|kw|wk|week|woche|semaine|semana|settimana|s) ?(\d{1,2})")
_UNTIL = re.compile(
    r"\s*[\u2013\u2014]\s*|\s+(?:-|to|until|bis|au|al|a|t/m|tot)\s+|(?<=[a-z\d]{2})-(?=[a-z\d])"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|eme|e|o|a|te|ter|ten)\b|(?<=\d)[°ºª]")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_FILLERS = frozenset(
    [
        *("de", "del", "der", "dem", "den", "di", "du", "am", "vom", "le", "el", "il"),
        *("of", "the", "on", "op"),
    ]
)
_SHORT_YEARS = re.compile(r"[a-z]\.?(?: ?[-/] ?|-| ?['’])\d\d")
_SERIAL = re.compile(r"[2-5]\d{4}(?:[.,]\d+)?", re.ASCII)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?", re.ASCII)
_FIRST_SERIAL = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text can mean as a date."""

    dates: Mapping[Order, str]
    """Day, month or year in the form of records, by the order of its numbers that gives it."""
    kind: Literal["plain", "short year", "span", "quarter", "week", "serial", "seconds"] = "plain"

    @property
    def only(self) -> str | None:
        """The only date that it can mean, or None."""
        meant = set(self.dates.values())
        return meant.pop() if len(meant) == 1 else None

    def names_day(self, date: str) -> bool:
        """Return whether it names a day, if it means this date."""
        return len(date) == _DAY_LENGTH and self.kind not in {"quarter", "week", "span"}


def meant_date(text: str, *, partial: bool) -> str | None:
    """Return a date as records have it, from another form that can mean only one.

    So ``2026/03/14``, ``14 March 2026`` and ``14/03/2026`` are the same day, and ``03/04/2026`` is
    ambiguous.

    Args:
        text: What was written.
        partial: Whether a month without a day is a date too.
    """
    reading = read(text)
    meant = reading.only if reading and reading.kind == "plain" else None
    fits = meant and (len(meant) == _DAY_LENGTH or (partial and meant != text.strip()))
    return meant if fits else None


def read(text: str, months: Mapping[str, int] | None = None) -> Reading | None:
    """Return what a text means as a date, or None if it is none.

    Understood are the months of English, French, German, Spanish, Italian and Dutch, ISO dates with
    a time and a zone (the day is the one that is written), quarters and weeks (their first day),
    spans (also their first day), years of two digits (69 to 99 are of the 20th century), days as
    spreadsheets count them, seconds or milliseconds since 1970, and days of East Asia.

    Args:
        text: What was written.
        months: Further names of months in lower case without accents, with their numbers.
    """
    if len(text) > _LONGEST:
        return None
    line = " ".join(unaccented(text).casefold().split()).strip(" ,;")
    if not line.isascii():
        line = _in_digits_of_ascii(line)
    if iso := _ISO.fullmatch(line):
        return _reading(dict.fromkeys(ORDERS, f"{iso[1]}-{iso[3]}-{iso[4]}"))
    if counted := _counted(line):
        return counted
    line = _TIME.sub(" ", line, count=1).strip(" ,")
    return _period(line) or _tokens(line, months or {}) or _span(line, months or {})


def _in_digits_of_ascii(line: str) -> str:
    """Return a date of East Asia, or one in the digits of another script, as others write it."""
    whole = normalize("NFC", line)
    plain = "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in whole)
    return _OF_EAST_ASIA.sub(lambda found: "-".join(filter(None, found.groups())), plain)


def _reading(dates: Mapping[Order, str], kind: str = "plain") -> Reading | None:
    """Return a reading of those dates that the calendar has."""
    valid = {}
    for order, text in dates.items():
        try:
            valid[order] = str(parse_partial(text))
        except ValueError:
            continue
    return Reading(valid, kind) if valid else None  # type: ignore[arg-type] # one of its words


def _counted(line: str) -> Reading | None:
    """Return the day that a number counts, in days or in seconds."""
    if _SERIAL.fullmatch(line):
        day = _FIRST_SERIAL + timedelta(days=int(line[:5]))
        return Reading(dict.fromkeys(ORDERS, day.isoformat()), "serial")
    if _EPOCH.fullmatch(line):
        moment = datetime.fromtimestamp(int(line[:10]), UTC)
        return Reading(dict.fromkeys(ORDERS, moment.date().isoformat()), "seconds")
    return None


def _period(line: str) -> Reading | None:
    """Return the first day of a quarter or a week."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", line)
    rest = re.sub(r"(?<!\d)\d{4}(?!\d)", "", line).strip(" -/,.()'")
    if len(years) != 1 or not rest:
        return None
    if quarter := _QUARTER.fullmatch(rest):
        month = int(quarter[1] or quarter[2]) * 3 - 2
        return _reading(dict.fromkeys(ORDERS, f"{years[0]}-{month:02}-01"), "quarter")
    if week := _WEEK.fullmatch(rest):
        try:
            day = date.fromisocalendar(int(years[0]), int(week[1]), 1)
        except ValueError:
            return None
        return Reading(dict.fromkeys(ORDERS, day.isoformat()), "week")
    return None


def _span(line: str, months: Mapping[str, int]) -> Reading | None:
    """Return the first of two days or months; it takes from the second what it leaves out."""
    parts = _UNTIL.split(line)
    if len(parts) != 2:  # noqa: PLR2004 - first and last
        return None
    last = _tokens(parts[1], months)
    rest = parts[1].split(" ")[1:]
    tries = (" ".join([parts[0], *rest[at:]]) for at in range(len(rest) + 1))
    first = next(filter(None, (_tokens(text, months) for text in tries)), None)
    return _reading(first.dates, "span") if first and last else None


def _tokens(line: str, months: Mapping[str, int]) -> Reading | None:
    """Return the reading of numbers and names of months, in any order that people use."""
    line = _ORDINAL.sub("", line)
    tokens: list[str] = []
    for word in _TOKEN.findall(line):
        if word.isdecimal():
            tokens.append(word)
        elif month := months.get(word) or _months().get(word):
            tokens.append(f"m{month}")
        elif word not in _FILLERS and word not in _weekdays():
            return None
    shape = "".join(map(_shape, tokens))
    if shape == "mn" and not _SHORT_YEARS.search(line):
        return None
    if shape == "nnn" and "-" not in line:
        shape = "nn2"
    dates = dict(_arranged(shape, [token.removeprefix("m") for token in tokens]))
    is_short = "Y" not in shape
    return _reading(dates, "short year" if is_short else "plain")


_SHAPES: dict[str, dict[Order, str]] = {
    "Y": dict.fromkeys(ORDERS, "y"),
    "Yn": dict.fromkeys(ORDERS, "ym"),
    "nY": dict.fromkeys(ORDERS, "my"),
    "Ym": dict.fromkeys(ORDERS, "ym"),
    "mY": dict.fromkeys(ORDERS, "my"),
    "mn": dict.fromkeys(ORDERS, "my"),
    "Ynn": dict.fromkeys(ORDERS, "ymd"),
    "Ymn": dict.fromkeys(ORDERS, "ymd"),
    "nmY": dict.fromkeys(ORDERS, "dmy"),
    "nmn": dict.fromkeys(ORDERS, "dmy"),
    "mnY": dict.fromkeys(ORDERS, "mdy"),
    "mnn": dict.fromkeys(ORDERS, "mdy"),
    "nnY": {"day": "dmy", "month": "mdy"},
    "nnn": {"day": "dmy", "month": "mdy", "year": "ymd"},
    "nn2": {"day": "dmy", "month": "mdy"},
}
"""What stands where in a date, by its shape.

Y is a year of four digits, m the name of a month, n a number, 2 one that is no day.
"""


def _shape(token: str) -> str:
    return token[0] if token[0] == "m" else {1: "n", 2: "n", 4: "Y"}.get(len(token), "x")


def _arranged(shape: str, numbers: list[str]) -> Iterator[tuple[Order, str]]:
    for order, places in _SHAPES.get(shape, {}).items():
        part = dict(zip(places, numbers, strict=True))
        year = part["y"]
        if len(year) == 1:
            continue
        if _shape(year) == "n":
            year = f"{20 if int(year) < _LAST_CENTURY else 19}{year:0>2}"
        rest = "".join(f"-{int(part[place]):02}" for place in "md" if place in part)
        yield order, year + rest


@cache
def _months() -> dict[str, int]:
    """Numbers of months by name, and by each beginning of a name that only one month has."""
    return month_names(LANGUAGES)


def month_names(languages: tuple[str, ...]) -> dict[str, int]:
    """Return the numbers of months by their names in some languages, abbreviations included.

    Names are in lower case without accents. A beginning of a name, of at least three letters,
    counts as an abbreviation if no other month begins so.
    """
    from babel import Locale  # noqa: PLC0415 - paid for only where a month is named

    names: dict[str, int] = {}
    beginnings: dict[str, set[int]] = {}
    for language in languages:
        for context in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context[width].items():
                    word = unaccented(name).casefold().strip(".")
                    names[word] = number
                    for end in range(3, len(word)):
                        beginnings.setdefault(word[:end], set()).add(number)
    return {word: min(of) for word, of in beginnings.items() if len(of) == 1} | names


@cache
def _weekdays() -> frozenset[str]:
    from babel import Locale  # noqa: PLC0415 - paid for only where a word is in a date

    names = (
        name
        for language in LANGUAGES
        for context in Locale.parse(language).days.values()
        for width in ("wide", "abbreviated")
        for name in context[width].values()
    )
    return frozenset(unaccented(name).casefold().strip(".") for name in names)
