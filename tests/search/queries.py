"""Queries of every kind, made of a base's own words, and texts that are hard to tell words in."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.search.analysis import STOP_WORDS
from site_builder.search.answer import Filters
from site_builder.search.facets import LEVELS, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.search.store import Opened
    from tests.search.served import Asked

FOREIGN = (
    *Path(__file__).with_name("foreign.txt").read_text(encoding="utf-8").splitlines(),
    "pum\u00adps e\u0301te\u0301 don\u2019t can\u2018t a\u2011b c\u2013d don't it's well-being",
    "停電が起きた。発電機 น้ำท่วม e-mail x-ray follow-ups C++ C# .NET A/B",
    "v3.5 AT&T R & D 24/7 @home Łódź",
    "email xray x ray e mail followup follow up multi site multisite iso 9001 iso9001 battery",
    "\ufa0e\ufa0f \ufe73 \ufb4f \U0001d7d8 \U0001f600 a\u200bb c\u200dd \ufeffe f\x1cg h\x85i",
)
"""Bodies in other languages and scripts, and with the signs that part or join words."""

MANY = " ".join(f"abq{number:03}" for number in range(120))
"""More words of one beginning than a beginning stands for."""
LONG = "electroencephalographically"

NASTY = (
    "",
    " ",
    "-",
    "--a",
    "- a",
    "-\u201cpump\u201d",
    '-"pump shed"',
    '-"pump',
    '"',
    '""',
    '"pump',
    '"pump"shed',
    '5"-pipe',
    "“pump shed”",
    '“pump shed"',
    '"pump shed”',
    "”pump shed“",
    '"pump"-shed',
    "*",
    "pu*",
    "pum*",
    "pump*shed",
    "a*b*",
    "pump-sh*",
    "-pum*",
    "“pum*”",
    "tag:",
    "tag:pumps",
    "tag:PUMPS",
    "tag:a-e",
    "tag:a,b",
    "-tag:pumps",
    "Tag:pumps",
    "xtag:pumps",
    "tag:tag:pumps",
    "tag:pumps*",
    "tag:ΣΊΣΥΦΟΣ",
    "tag:½",
    '"tag:pumps shed"',
    "year:2026 year:2025 outcome:worked",
    "practice:2 research:0",
    "practice:9 contested:yes",
    "practice:½ research:02 min-practice:2",
    "-contested:no research:",
    "evidence:both\u2003team:north",
    "source:İstanbul setting:ward_1",
    "a\x1c-b",
    "a\x1f-b",
    "a\x85-b",
    "a\ufeff-b",
    "a\u180e-b",
    "a\u200b-b",
    "a\u3000-b",
    "a\u2028-b",
    "a\n-b\r\n-c\td",
    "a\x00-b",
    "ab*\x1cde",
    "ab*\ufeffde",
    "ab*\u180ede",
    "-é",
    "-\u0301a",
    "-_",
    "-𐐨",
    "𐐨𐐨s*",
    "𠮷*",
    "constructor __proto__ toString hasOwnProperty",
    "tag:constructor",
    "tag:__proto__",
    "the of and",
    "e-mail xray",
    "e mail x ray",
    "follow up -x-ray",
    '"follow up" "of the"',
    "iso 9001 multi site",
    "battary folowup",
    "電 停電が 発電機",
    '"発電機"',
    "C++ .net @home R&D 24/7 a&e",
    "nurse's ’s e-mail's",
    "the* of",
    '"of the" "pump of the shed"',
    "s t ’s 's",
    "casualty ward",
    "abq*",
    "abq09*",
    "abq119x",
    "abqz",
    f"{LONG[:-4]}*",
    f"{LONG}xyz",
    "\ufa0e*",
    "\ufe73\ufa0e",
    "𐐓𐐑 \ufa0e\ufa0f \ufe73 𠮷野家",
    "x" * 5_000,
    "pump " * 500,
    "é" * 300 + "*",
    "y yy yyy yes yed ying eed eeding ies sses",
    'a b -c "d e" f* tag:g',
)
"""Texts that trip whoever takes a query apart."""


class Writer:
    """Writes queries about a base, the same for the same seed."""

    def __init__(self, opened: Opened, seed: int) -> None:
        self._opened = opened
        self._rng = random.Random(seed)  # noqa: S311 - repeatable, not secret

    def words(self) -> Asked:
        return self._join(self._some(1, 12)), Filters()

    def unfinished(self) -> Asked:
        *before, last = self._some(1, 4, least=5)
        return self._join([*before, last[: self._rng.randint(2, len(last) - 1)]]), Filters()

    def misspelt_at_the_end(self) -> Asked:
        *before, last = self._some(1, 3, least=6)
        return self._join([*before, f"{last[:-1]}qx"]), Filters()

    def beginning(self) -> Asked:
        cut = [f"{word[: self._rng.randint(1, 5)]}*" for word in self._some(1, 2)]
        return self._join([*cut, *self._some(0, 3)]), Filters()

    def phrase(self) -> Asked:
        length = self._rng.randint(2, 5)
        start = self._rng.randrange(1_000)
        words = self._body()
        start %= max(1, len(words) - length)
        quoted = " ".join(words[start : start + length]).replace('"', "")
        return self._join([f'"{quoted}"', *self._some(0, 2)]), Filters()

    def excluded(self) -> Asked:
        left_out = [f"-{word}" for word in self._some(1, 2)]
        return self._join([*self._some(0, 4), *left_out]), Filters()

    def filters_in_the_query(self) -> Asked:
        names = self._rng.sample(NAMES, self._rng.randint(1, 2))
        wanted = [f"{name}:{self._value(name)}" for name in names]
        return self._join([*self._some(1, 4), *wanted]), Filters()

    def filters_beside_the_query(self) -> Asked:
        return self._join(self._some(1, 5)), self._filters()

    def filters_alone(self) -> Asked:
        return "", self._filters()

    def synonyms(self) -> Asked:
        phrases = sorted(self._opened.facts.phrases)
        several = [phrase for phrase in phrases if " " in phrase]
        named = [self._rng.choice(phrases), self._rng.choice(several)]
        return self._join([*self._some(0, 3), *named, *self._some(0, 3)]), Filters()

    def differently_written(self) -> Asked:
        accents = {"a": "á", "e": "ê", "o": "Ö", "c": "ç", "i": "İ", "s": "\u017f", "u": "\uff55"}
        written = []
        for word in self._some(2, 6):
            change: Callable[[str], str] = self._rng.choice(
                (
                    str.upper,
                    str.title,
                    lambda word: "".join(accents.get(letter, letter) for letter in word),
                    lambda word: f"{word}’s",
                    lambda word: f"{word}'s",
                    lambda word: f"{word}-{word}",
                    lambda word: f"({word}),",
                    "\u0301".join,
                )
            )
            written.append(change(word))
        return self._join(written), Filters()

    def foreign(self) -> Asked:
        words = self._rng.choice(FOREIGN).split()
        start = self._rng.randrange(len(words))
        return self._join([*words[start : start + 3], *self._some(0, 1)]), Filters()

    def split_and_joined(self) -> Asked:
        words = [*self._some(2, 5, least=3)]
        at = self._rng.randint(1, len(words[0]) - 1)
        split = f"{words[0][:at]}{self._rng.choice(' -')}{words[0][at:]}"
        return self._join([split, "".join(words[1:3]), *words[3:]]), Filters()

    def slips(self) -> Asked:
        slips = []
        for word in self._some(1, 3, least=5):
            at = self._rng.randint(1, len(word) - 2)
            changed = self._rng.choice(
                ("", word[at] * 2, word[at + 1] + word[at], self._rng.choice("aeiou"))
            )
            slips.append(word[:at] + changed + word[at + max(1, len(changed) - 1) :])
        return self._join([*slips, *self._some(0, 1)]), Filters()

    def stop_words(self) -> Asked:
        return self._join(
            self._rng.choices(sorted(STOP_WORDS), k=self._rng.randint(1, 4))
        ), Filters()

    def unknown(self) -> Asked:
        made_up = [
            "".join(self._rng.choices("qxzjkv", k=6)) for _ in range(self._rng.randint(1, 4))
        ]
        return self._join([*made_up, *self._some(0, 2)]), Filters()

    def nasty(self) -> Asked:
        return self._rng.choice(NASTY) + self._join(self._some(0, 2)), Filters()

    def _body(self) -> list[str]:
        card = self._opened.index.card(self._rng.randrange(len(self._opened.rows)))
        return f"{card.title}\n{card.problem}\n{card.takeaway}\n{card.body}".split()

    def _some(self, fewest: int, most: int, least: int = 1) -> list[str]:
        words = [word for word in self._body() if re.fullmatch(rf"\w{{{least},}}", word)]
        count = self._rng.randint(fewest, most)
        return self._rng.choices(words, k=count) if words else ["pump"] * count

    def _value(self, name: str) -> str:
        values = sorted({one for row in self._opened.rows for one in row.values[name]})
        return self._rng.choice([*values, "no-such-value"])

    def _filters(self) -> Filters:
        names = self._rng.sample(NAMES, self._rng.randint(0, 2))
        values = {name: frozenset({self._value(name), self._value(name)}) for name in names}
        days = sorted(self._rng.choice(self._opened.rows.columns["date"]) for _ in range(2))
        after = days[0] if self._rng.random() < 0.5 else ""
        before = days[1] if self._rng.random() < 0.5 else ""
        least = {
            name: self._rng.randint(0, most)
            for name, most in LEVELS.items()
            if self._rng.random() < 0.3
        }
        return Filters(values, after, before, least)

    def _join(self, words: list[str]) -> str:
        return " ".join(words)


KINDS: dict[str, Callable[[Writer], Asked]] = {
    name: method
    for name, method in vars(Writer).items()
    if callable(method) and not name.startswith("_")
}
"""What a query may be made of, by name."""
