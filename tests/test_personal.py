"""Personal data is found where it stands, said without being repeated, and allowed for a reason."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum import isbn, issn
from stdnum.gb import nhs

from site_builder.markdown.body import Body
from site_builder.records.allowance import allowance_spans, without_allowances
from site_builder.records.numbers import NUMBERS, PersonNumber
from site_builder.records.personal import Finder, masked
from site_builder.rules import RULES, explain
from site_builder.settings import COUNTRIES, parse_settings
from tests.builders import lesson_text
from tests.conftest import REPOSITORY
from tests.site.built import lessons
from tests.strategies import bodies, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

BRITISH = Finder(["GB"])
ANYWHERE = Finder(COUNTRIES)
SECRETS = {
    "personal-nhs-number": "943 476 5919",
    "personal-ni-number": "AB 12 34 56 C",
    "personal-email": "nina.lang@example.org",
    "personal-phone": "020 7946 0123",
    "personal-birth-date": "12 March 1961",
    "personal-postcode": "AB1 2CD",
}
"""One of each kind; all of them are invented, or reserved for examples."""
TOLD = (
    "NHS number 943 476 5919 belongs to an invented patient, and AB 12 34 56 C to another, "
    "who has nina.lang@example.org and 020 7946 0123, was born on 12 March 1961, and is "
    "Mrs Smith, AB1 2CD."
)


def kinds(text: str, finder: Finder = BRITISH) -> dict[str, str]:
    """Return what is found in a text, by rule."""
    return {found.rule: text[found.start : found.end] for found in finder.find(text)}


def with_body(text: str) -> str:
    """Return a lesson that says this."""
    body = f"## What happened\n\n{text}\n\n## What was learned\n\nHeat the shed.\n"
    return lesson_text(body=body)


class TestFinding:
    def test_every_kind_is_found_in_one_sentence(self) -> None:
        assert kinds(TOLD) == SECRETS

    @given(st.integers(0, 999_999_999), st.sampled_from(["", " "]), texts, texts)
    @example(943_476_591, " ", "", "")
    def test_an_nhs_number_is_found_in_any_text_at_exactly_its_place(
        self, number: int, between: str, before: str, after: str
    ) -> None:
        digits = next(filter(nhs.is_valid, (f"{number:09}{digit}" for digit in range(10))), "")
        assume(digits)
        written = between.join((digits[:3], digits[3:6], digits[6:]))
        text = f"{before.rstrip('.')}\n{written}\n{after}"
        start = len(before.rstrip(".")) + 1

        found = [one for one in BRITISH.find(text) if one.rule == "personal-nhs-number"]

        assert (start, start + len(written)) in [(one.start, one.end) for one in found]

    @given(texts)
    def test_what_is_found_stands_in_the_text_and_does_not_overlap(self, text: str) -> None:
        ends = 0
        for found in ANYWHERE.find(text):
            assert ends <= found.start < found.end <= len(text)
            assert found.rule in RULES
            ends = found.end

    @given(st.integers(0, 10**12 - 1), st.integers(0, 10**7 - 1), st.integers(1, 10**8 - 1))
    def test_no_number_of_a_publication_is_personal(
        self, book: int, serial: int, article: int
    ) -> None:
        first = f"978{book % 10**9:09}"
        thirteen = isbn.format(first + isbn.to_isbn13(_with_digit(first))[-1])
        text = (
            f"isbn: {thirteen}\nISBN {isbn.to_isbn10(thirteen) or '0306406152'}\n"
            f"issn: {serial:07}{issn.calc_check_digit(f'{serial:07}')}\npmid: {article}\n"
            f"doi: 10.1016/{book}.{serial}\n[a](https://www.example.org/{book}/{article})\n"
        )

        assert ANYWHERE.find(text) == []

    @given(st.dates(), st.dates(), st.integers(0, 2**48 - 1))
    def test_no_date_and_no_digest_is_personal(
        self, first: object, second: object, digest: int
    ) -> None:
        text = f"date: {first}\nhappened: {second} 10:30:00\ndigest: {digest:012x}\n"

        assert BRITISH.find(text) == []

    @pytest.mark.parametrize("file", sorted((REPOSITORY / "lessons").rglob("*.md")), ids=str)
    def test_the_shipped_base_holds_none_of_any_country(self, file: Path) -> None:
        assert ANYWHERE.find(file.read_text(encoding="utf-8")) == []

    def test_a_long_line_of_small_numbers_holds_none(self) -> None:
        words = [str(number * 7919 % 1_000) for number in range(1_000)]

        assert BRITISH.find(" x ".join(words)) == []

    def test_numbers_of_telephones_are_learned_only_where_something_could_be_one(self) -> None:
        asked = (
            "import sys; from site_builder.records.personal import Finder; "
            "Finder(['GB']).find({text!r}); print('phonenumbers' in sys.modules)"
        )
        told = [
            subprocess.run(
                [sys.executable, "-c", asked.format(text=text)],
                cwd=REPOSITORY,
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
            for text in ("date: 2026-02-01, doi: 10.1136/1234567890", "020 7946 0123")
        ]

        assert told == ["False", "True"]


def _with_digit(first: str) -> str:
    """Return thirteen digits of a book from its first twelve."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first))
    return f"{first}{-weighted % 10}"


class TestCountries:
    def test_settings_and_the_table_name_the_same_countries(self) -> None:
        assert {number.country for number in NUMBERS} == set(COUNTRIES)

    @pytest.mark.parametrize(
        ("country", "written"),
        [
            ("AU", "TFN 123 456 782"),
            ("CA", "SIN: 123-456-782"),
            ("DE", "36 574 261 809"),
            ("ES", "12345678Z"),
            ("ES", "X1234567L"),
            ("FR", "2 95 10 99 126 111 93"),
            ("IE", "1234567T"),
            ("IT", "RCCMNL83S18D969H"),
            ("NL", "BSN 111222333"),
            ("US", "536-90-4399"),
        ],
    )
    def test_a_number_is_found_where_its_country_is_named(self, country: str, written: str) -> None:
        text = f"The invented number is {written}, they said."

        assert "personal-identifier" in kinds(text, Finder([country]))
        assert "personal-identifier" not in kinds(text, Finder(["GB"]))

    @pytest.mark.parametrize(
        ("country", "written"),
        [
            ("IE", "01 234 5678"),
            ("FR", "06 12 34 56 78"),
            ("DE", "030 23125 500"),
            ("US", "(202) 555-0143"),
            ("US", "202-555-0143"),
            ("NL", "010 123 4567"),
            ("ES", "Tel. 612 34 56 78"),
        ],
    )
    def test_a_telephone_number_is_read_as_people_write_it_there(
        self, country: str, written: str
    ) -> None:
        assert "personal-phone" in kinds(f"It was {written}.", Finder([country]))

    def test_without_a_country_what_needs_none_is_found(self) -> None:
        none = Finder([])

        assert kinds("a@example.org, born 1961-03-12, +442079460123", none).keys() == {
            "personal-email",
            "personal-birth-date",
            "personal-phone",
        }
        assert kinds("943 476 5919, AB123456C, Mrs Smith, AB1 2CD, 020 7946 0123", none) == {}


class TestNamesAndPlaces:
    @pytest.mark.parametrize(
        "address",
        [
            "St Thomas' Hospital, Westminster Bridge Road, London SE1 7EH",
            "Queen Elizabeth Hospital, Mindelsohn Way, Birmingham B15 2GW",
            "James Cook University Hospital, Marton Road, Middlesbrough TS4 3BW",
            "Sir Robert Peel Community Hospital, Plantation Lane, Tamworth B78 3NG",
            "Addenbrooke's, Hills Road, Cambridge CB2 0QQ",
            "The Health Foundation, 8 Salisbury Square, London EC4Y 8AP",
            "Imperial College Healthcare NHS Trust, St Mary's Hospital, Praed Street, W2 1NY",
            "William Harvey Hospital, Kennington Road, Willesborough, Ashford TN24 0LZ",
            "Lady Margaret Hall, Norham Gardens, Oxford OX2 6QA",
            "Florence Nightingale Faculty, James Clerk Maxwell Building, London SE1 8WA",
            "Thomas House, 84 Eccleston Square, London SW1V 1PX",
        ],
    )
    def test_the_address_of_a_place_is_nobodys(self, address: str) -> None:
        assert kinds(address) == {}

    @pytest.mark.parametrize(
        "named",
        [
            "Dr A. Jones of Flat 2, Cardiff CF10 1AA",
            "Mr. O'Neill (BT1 5GS)",
            "*Ms Brown-Lee*, SW1A 1AA",
            "Mohammed Khan, Bradford BD9 6RJ",
        ],
    )
    def test_a_name_and_a_postcode_on_a_line_are_somebodys(self, named: str) -> None:
        assert "personal-postcode" in kinds(named)

    def test_a_name_on_another_line_is_not_that_of_the_postcode(self) -> None:
        assert kinds("Mrs Smith\nAB1 2CD") == {}


class TestSayingIt:
    def test_a_mask_keeps_the_form_and_hides_the_rest(self) -> None:
        assert masked("943 476 5919", 3) == "943 *** ****"

    @pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
    def test_no_report_repeats_it(
        self, form: str, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        said = make_base({"input.md": with_body(TOLD)}).run("check", "--format", form).output

        assert set(SECRETS) <= set(re.findall(r"personal-[a-z-]+", said))
        assert [secret for secret in SECRETS.values() if secret in said] == []
        assert "invented patient" not in said

    def test_no_log_of_a_build_repeats_it(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        base = make_base({"input.md": with_body(f"{TOLD} <b>Bold</b>")})
        done = lessons(base.root, "build")
        said = done.stdout + done.stderr

        assert done.returncode == 1
        assert "personal-nhs-number" in said
        assert "raw-html" in said
        assert [secret for secret in SECRETS.values() if secret in said] == []

    def test_another_problem_on_the_line_does_not_show_the_line(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        base = make_base({"input.md": with_body("<b>943 476 5919</b>\n\n<i>shown</i>")})
        said = base.run("check").output

        assert "943 476 5919" not in said
        assert "<i>shown</i>" in said


class TestRoles:
    @pytest.mark.parametrize(
        "contact",
        [
            "library@example.org",
            "patient.safety@example.org",
            "Head of the desk, 020 7946 0123",
            "ward9@example.org",
        ],
    )
    def test_contact_takes_what_leads_to_a_role(
        self, contact: str, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        assert make_base({"input.md": lesson_text(contact=contact)}).load().diagnostics == ()

    @pytest.mark.parametrize("contact", ["nina.lang@example.org", "n_lang2@example.org"])
    def test_contact_does_not_take_what_looks_like_a_person(
        self, contact: str, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        (found,) = make_base({"input.md": lesson_text(contact=contact)}).load().diagnostics
        assert found.rule == "personal-email"

    def test_another_field_takes_no_address(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        text = lesson_text(owner="desk@example.org", contact="library@example.org")
        (found,) = make_base({"input.md": text}).load().diagnostics
        assert (found.rule, found.span.line) == ("personal-email", 8)

    def test_addresses_of_the_setting_may_stand_anywhere(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        base = make_base({"input.md": with_body("a@example.org, b@sub.example.com, c@example.com")})
        config = base.root / "mkdocs.yml"
        allowed = "[example.com, A@Example.org]"
        given = f"  - lessons:\n      personal: {{allowed-domains: {allowed}}}\n"
        text = config.read_text(encoding="utf-8").replace("  - lessons\n", given)
        config.write_text(text, encoding="utf-8")
        assert base.load().diagnostics == ()


class TestAllowing:
    COMMENT = "<!-- allow: personal-email because it is the desk's own -->"

    def test_it_speaks_for_its_line_and_its_rule_alone(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        text = f"Ask a@example.org or 020 7946 0123. {self.COMMENT}\nOr b@example.org."
        found = make_base({"input.md": with_body(text)}).load().diagnostics
        assert [(one.rule, one.span.line) for one in found] == [
            ("personal-phone", 11),
            ("personal-email", 12),
        ]

    def test_alone_on_a_line_it_speaks_for_the_next(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        text = f"{self.COMMENT}\n\nAsk a@example.org."
        assert make_base({"input.md": with_body(text)}).load().diagnostics == ()

    def test_what_only_looks_like_a_comment_of_the_header_is_text(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        takeaway = '"a@example.org # allow: personal-email because it is in quotes"'
        (found,) = make_base({"input.md": lesson_text(takeaway=takeaway)}).load().diagnostics
        assert found.rule == "personal-email"

    def test_a_plain_page_can_allow_too(self, make_base: Callable[[dict[str, str]], Base]) -> None:
        page = f"Write to a@example.org. {self.COMMENT}\n"
        assert make_base({"guide/page.md": page}).load().diagnostics == ()

    def test_a_draft_that_allows_wrongly_is_warned(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        text = lesson_text(status="draft", takeaway="x # allow: personal-email")
        (found,) = make_base({"input.md": text}).load().diagnostics
        assert (found.rule, found.severity) == ("allowance-malformed", "warning")

    def test_no_page_and_no_index_holds_it(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        allowing = f"Ask a@example.org. {self.COMMENT}\nMore of [it](other.md). {self.COMMENT}"
        text = allowing.replace("More of", "Write to b@example.org, more of")
        files = {
            "input.md": with_body(text),
            "other.md": lesson_text(title="Other", problem="Guests do not know what is asked"),
            "guide/page.md": text.replace("other.md", "../other.md"),
        }
        base = make_base(files)
        done = lessons(base.root, "build", "--strict")
        assert done.returncode == 0, done.stderr
        site = base.root / "site"
        shown = [*site.rglob("*.html"), *filter(Path.is_file, (site / "search").rglob("*"))]
        texts_ = {
            path: path.read_text(encoding="utf-8", errors="replace")
            for path in shown
            if "rules" not in path.parts
        }
        # A form holds a template with comments, for readers without JavaScript.
        forms = {site / name / "index.html" for name in ("share", "used", "plan")}
        holding = [
            path
            for path, text in texts_.items()
            if "desk's own" in text or ("!--" in text and path not in forms)
        ]
        assert holding == []
        assert "allow" not in texts_[base.root / "site/lesson/other/index.html"]

    @given(bodies)
    def test_a_text_stays_as_long_and_keeps_its_lines(self, body: str) -> None:
        text = f"{body} {self.COMMENT}\n\n{self.COMMENT}\nx"
        blanked = without_allowances(Body(text))
        assert len(blanked) == len(text)
        assert [len(line) for line in blanked.split("\n")] == [
            len(line) for line in text.split("\n")
        ]

    def test_no_page_shows_it(self) -> None:
        page = Body(f"One {self.COMMENT}\ntwo  \nthree").render()
        assert page == "<p>One \ntwo<br>\nthree</p>\n"

    def test_in_code_it_is_an_example(self) -> None:
        assert allowance_spans(Body(f"`{self.COMMENT}`\n\n    {self.COMMENT}\n")) == []

    def test_every_rule_that_can_be_allowed_is_about_personal_data(self) -> None:
        can_be = {rule.id for rule in RULES.values() if rule.suppressible}
        assert can_be == {*SECRETS, "personal-identifier", "person-named"}

    @pytest.mark.parametrize("rule", ["personal-email", "link-broken"])
    def test_the_page_of_a_rule_says_whether_it_can_be_allowed(self, rule: str) -> None:
        said = f"<!-- allow: {rule} because … -->" in explain(RULES[rule])
        assert said is RULES[rule].suppressible


def test_the_example_in_the_guide_sets_every_option() -> None:
    text = (REPOSITORY / "lessons/guide/keep/privacy.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (block,) = [block for block in blocks if "      personal:" in block]
    options = yaml.safe_load(block)["plugins"][0]["lessons"]
    settings, problems = parse_settings(options)
    assert problems == []
    assert settings is not None
    shown = {name.replace("-", "_"): tuple(value) for name, value in options["personal"].items()}
    assert shown == dataclasses.asdict(settings.personal)


UNREAD = (
    "",
    "",
    "",
    " ",
    "-",
    "**",
    "<b>",
    "</b>",
    "&nbsp;",
    "%20",
    "](x.md)",
    "\n",
    "\xa0",
    "\u200b",
)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: f"{number.country} {number.form}")
@given(data=st.data())
def test_a_number_is_found_with_and_without_a_sieve(
    number: PersonNumber, data: st.DataObject
) -> None:
    written = data.draw(st.from_regex(f"({number.form})", fullmatch=True))
    between = data.draw(st.lists(st.sampled_from(UNREAD), min_size=40, max_size=40))
    spread = "".join(sign + more for sign, more in zip(written, between, strict=False))
    label = number.label.partition("|")[0].strip("(?:") or "x"
    text = data.draw(st.sampled_from([f"{label} {spread}.", f"a, {spread}", f"No.%20{spread} b"]))

    assert ANYWHERE.find(text) == _unsieved().find(text)
    assert BRITISH.find(text) == _unsieved("GB").find(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "tel",
                " ",
                ": ",
                "0",
                "00",
                "+",
                "(",
                ")",
                "-",
                "4",
                "16",
                "1496",
                "0000",
                "234",
                "/",
                "Mr Smith",
                "AB1 2CD",
                "SW1A1AA",
                ",",
                "M",
                "call me on ",
                "٣",
                "–",
                ".",
                "x",
            ]
        ),
        max_size=16,
    ).map("".join)
)
def test_whom_to_reach_is_found_with_and_without_a_sieve(text: str) -> None:
    for finder, countries in ((ANYWHERE, COUNTRIES), (BRITISH, ["GB"])):
        assert finder.find(text) == _unsieved(*countries).find(text)


@cache
def _unsieved(*countries: str) -> Finder:
    """Return a finder that looks at every text."""
    finder = Finder(countries or COUNTRIES)
    for name in ("_may_hold_numbers", "_may_dial", "_may_be_near"):
        assert hasattr(finder, name)
        setattr(finder, name, lambda _text: True)
    return finder
