"""The rules of the site's forms find in a browser what `lessons check` finds, and say the same."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st

from site_builder.diagnostics import shortened
from site_builder.library import words
from site_builder.library.checks import assist_wording
from site_builder.library.checks import personal as personal_checks
from site_builder.library.checks.assist_wording import MESSAGES, WORDING, phrases
from site_builder.library.wording import blame, people, sentences
from site_builder.library.wording.sentences import Prose
from site_builder.publish.browser_patterns import WORD, browser_pattern
from site_builder.publish.form_rules import form_rules
from site_builder.records import flattened, numbers, personal, persons
from site_builder.records.header.values import leaves
from site_builder.records.personal import Finder
from site_builder.records.reuse import Reuse
from site_builder.settings import COUNTRIES, EMPTY_PHRASES, PersonalData, Settings
from tests.reading import checked_text, read_yaml
from tests.search.test_search_js import examples
from tests.site.form_modules import page_with
from tests.test_rules import CASES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from site_builder.records.personal import Finding
    from tests.conftest import Base


pytestmark = pytest.mark.browser

TODAY = date(2026, 3, 1)
ANYWHERE = Finder(COUNTRIES)
SENTENCES = [
    sentence
    for file in sorted((Path(__file__).parents[1] / "wording").glob("*.yml"))
    for half in read_yaml(file).values()
    for some in half.values()
    for sentence in some
]
RECORDS = sorted(
    path
    for rule in ("wording-*", "personal-*", "problem-*", "title-*", "date-*")
    for path in CASES.glob(f"{rule}/*/**/*.md")
)
MODULES = (
    *(blame, assist_wording, people, sentences, words, persons, personal, flattened),
    personal_checks,
)
PATTERNS = {
    f"{module.__name__}.{name} {number}": pattern
    for module in MODULES
    for name, value in vars(module).items()
    for number, pattern in enumerate(value if isinstance(value, tuple) else [value])
    if isinstance(pattern, re.Pattern)
} | {f"{number.name} {number.form}": number.pattern for number in numbers.NUMBERS}
"""Every pattern of the modules of which some are published."""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return a page that has the rules as ``rules``, with the numbers of every country."""
    folder = tmp_path_factory.mktemp("rules")
    settings = Settings(personal=PersonalData(countries=COUNTRIES))
    context: Any = SimpleNamespace(settings=settings, today=TODAY)
    (folder / "rules.json").write_text(form_rules(context), "utf-8")
    with page_with(browser, folder, "rules", "points", "prose", "personal", "flattened") as page:
        page.evaluate("""async () => {
          const published = await (await fetch("/rules.json")).json();
          window.rules = new forms.Rules(published);
          window.wording = new forms.Wording(published.wording);
          window.personal = new forms.Personal(published.personal);
        }""")
        yield page


@pytest.fixture(scope="module")
def corpus() -> list[str]:
    """Return texts of every kind that the rules look for, and of none."""
    mixed = examples(st.lists(_PARTS, min_size=1, max_size=9).map("".join), 500)
    known = examples(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=4).map(" ".join), 500)
    return [*SENTENCES, *(path.read_text("utf-8") for path in RECORDS), *mixed, *known]


KNOWN = [
    *("NHS ", "patient ", "tel. ", "call ", "+44 ", "00", "(0)", "BSN ", "SIN: ", "TFN "),
    *("born ", "date of birth: ", "12 March 1961", "1961-03-12", "geboren am 3. Mai 1970"),
    *("943 476 5919", "AB 12 34 56 C", "12345678Z", "X1234567L", "RCCMNL83S18D969H"),
    *("Mrs Smith, ", "John ", "Brown ", "AB1 2CD", " Hospital", "nina.lang@example.org"),
    *(
        "https://example.org/9434765919",
        "doi: 10.1000/9434765919",
        "&#52;",
        "&nbsp;",
        "<br>",
    ),
    *("2 95 10 99 126 111 93", "36 574 261 809", "1234567T", "536-90-4399", "111222333"),
    *("020 7946 0123", "01 234 5678", "06 12 34 56 78", "(202) 555-0143", "612 34 56 78"),
    *("the nurse ", "was careless", "failed to check", "Dr. ", "their ", "he ", "didn't "),
    *("the only solution is ", "you should ", "“", "not ", "the night shift's ", "\n- "),
]
"""Parts of what the rules look for, and of what they leave alone."""
_LETTERS = st.one_of(
    st.characters(exclude_categories=["Cs", "Cn"]),
    st.sampled_from(
        " \n\t.,;:-'’/()[]*_`\\\"&#%+@\u017f\u212aİ\u0131ßςΣ\u00a0\u00ad\u200b٣\uff19②\U0001d7d7𐐀é"
    ),
)
_DIGITS = st.text(st.sampled_from("0123456789"), min_size=1, max_size=5)
_PARTS = st.one_of(
    _DIGITS,
    _DIGITS,
    st.text(st.sampled_from(" -./() \n*_\u00a0\u2013"), min_size=1, max_size=2),
    st.text(_LETTERS, max_size=8),
    st.sampled_from(KNOWN),
)


def test_letters_digits_and_spaces_are_those_of_python(page: Page) -> None:
    assigned = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"}
    ]
    for name in (r"\w", r"\d", r"\s", r"[^\W\d_]", r"(?i:k)", r"(?i:s)", r"(?i:[a-z])"):
        expected = "".join(one for one in assigned if re.fullmatch(name, one))
        found = page.evaluate(
            """([pattern, all]) => Array.from(all)
                 .filter((one) => new RegExp(`^(?:${pattern})$`, "u").test(one)).join("")""",
            [browser_pattern(name), "".join(assigned)],
        )
        assert found == expected, (name, WORD)


def test_every_pattern_finds_the_same_in_both(page: Page, corpus: list[str]) -> None:
    # Half of them will do: these are many patterns, and some are slow in Python.
    texts = [text for text in corpus if all(ord(sign) < 0x10000 for sign in text)][::2]
    assert len(texts) > 600
    assert len(PATTERNS) > 50
    page.evaluate("(texts) => { window.texts = texts; }", texts)
    for name, pattern in PATTERNS.items():
        spans = [[list(found.span()) for found in pattern.finditer(text)] for text in texts]
        found = page.evaluate(
            """(source) => texts.map((text) => [...forms.matches(new RegExp(source, "gu"), text)]
                 .map((one) => [one.index, one.index + one[0].length]))""",
            browser_pattern(pattern),
        )
        assert found == spans, name


def test_the_same_wording_is_found_with_the_same_message(page: Page, corpus: list[str]) -> None:
    expected = [
        [
            (rule, MESSAGES[rule].format(shortened(phrase.text)))
            for rule in WORDING
            for phrase in phrases(rule, Prose(text))
        ]
        for text in corpus
    ]
    found = page.evaluate(
        """(texts) => texts.map((text) => rules.wording(text, true)
             .map(({ rule, message }) => [rule, message]))""",
        corpus,
    )
    assert sum(map(len, expected)) > 200
    assert [[tuple(one) for one in some] for some in found] == expected


def test_the_same_personal_data_is_found(page: Page, corpus: list[str]) -> None:
    expected = [_without_telephones(ANYWHERE.find(text)) for text in corpus]
    found = page.evaluate(
        """(texts) => texts.map((text) => personal.find(text)
             .filter(({ rule }) => rule !== "personal-phone")
             .map(({ rule, masked, certain }) => [rule, masked, Boolean(certain)]))""",
        corpus,
    )
    assert sum(map(len, expected)) > 100
    for text, one, other in zip(corpus, found, expected, strict=True):
        assert one == other, text


def _without_telephones(findings: list[Finding]) -> list[list[object]]:
    return [[one.rule, one.masked, one.certain] for one in findings if one.rule != "personal-phone"]


def test_every_telephone_number_that_a_check_finds_is_found(page: Page, corpus: list[str]) -> None:
    telephones = [
        [one.text for one in ANYWHERE.find(text) if one.rule == "personal-phone"] for text in corpus
    ]
    found = page.evaluate(
        """(texts) => texts.map((text) => personal.find(text)
             .filter(({ rule }) => rule === "personal-phone").map(({ text }) => text))""",
        corpus,
    )
    assert sum(map(len, telephones)) > 20
    for text, one, other in zip(corpus, found, telephones, strict=True):
        assert all(any(number in each for each in one) for number in other), text


TOLD = re.compile(r"title-too-long|problem-too-long|problem-vague|wording-.*")
CASES_TOLD = sorted(path for path in CASES.glob("*/*/input.md") if TOLD.match(path.parts[-3]))


@pytest.mark.parametrize("file", CASES_TOLD, ids=lambda file: "/".join(file.parts[-3:-1]))
def test_a_golden_case_is_told_in_the_same_words(
    page: Page, file: Path, make_base: Callable[[dict[str, str]], Base]
) -> None:
    text = file.read_text("utf-8")
    loaded = make_base({"input.md": text}).load()
    expected = [[one.rule, one.message] for one in loaded.diagnostics if TOLD.fullmatch(one.rule)]
    record = loaded.library.lesson("input")
    assert record
    accounts = [one.text for one in record.body.sections if _is_account(one.heading.title)]
    found = page.evaluate(
        """({ title, problem, texts, accounts }) => [
             ...rules.title(title), ...rules.problem(problem),
             ...texts.flatMap((text) => rules.wording(text, false)),
             ...accounts.flatMap((text) => rules.wording(text, true))
           ].map(({ rule, message }) => [rule, message])""",
        {
            "title": record.fields.title,
            "problem": record.fields.problem,
            "texts": [
                text for place, text in leaves(record.document.header) if place[0] != "citations"
            ]
            + [one.text for one in record.body.sections if not _is_account(one.heading.title)],
            "accounts": accounts,
        },
    )
    assert sorted(found) == sorted(expected)


def _is_account(title: str) -> bool:
    return title.casefold() in assist_wording.TOLD_SECTIONS


_DATES = st.one_of(
    st.dates().map(str),
    st.sampled_from(["2026", "2026-02", "2026-02-30", "2026-13", "0000", "unknown", "2026-2-1"]),
    st.sampled_from(
        ["summer 2017", "2026/03/14", "٢٠٢٦", "2026-03-14T10:00", "2024-02-29", "x" * 80]
    ),
    st.from_regex(r"\A[0-9]{4}(-[0-9]{2}){0,2}\Z"),
)


def test_dates_are_told_in_the_same_words(page: Page) -> None:
    dates = examples(_DATES, 400)
    reuse = "---\nlesson: x\nteam: x\nreported_by: x\ndate: 2026-01-01\noutcome: worked\n"
    told = [
        checked_text(Reuse, "x.md", f'{reuse}measure: opinion\nhappened: "{one}"\n---\n')[1]
        for one in dates
    ]
    found = page.evaluate(
        """(dates) => dates.map((one) => rules.date("happened", one, "9999-12-31")
             .map(({ rule, message }) => [rule, message]))""",
        dates,
    )
    assert sum(map(len, told)) > 100
    assert found == [[[one.rule, one.message] for one in some] for some in told]


def test_a_problem_is_vague_in_both_or_in_neither(page: Page) -> None:
    parts = st.sampled_from(
        [*EMPTY_PHRASES, "we", "The", "pumps", "Straße", "STRASSE", "ΣΑΣ", "病院", "it's"]
    )
    problems = examples(
        st.lists(parts | st.text(_LETTERS, max_size=6), max_size=5).map(" ".join), 500
    )
    telling = [len(set(words.content_words(one, EMPTY_PHRASES))) for one in problems]
    found = page.evaluate("(all) => all.map((one) => new Set(rules.telling(one)).size)", problems)
    assert found == telling
