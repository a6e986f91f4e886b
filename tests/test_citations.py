"""How to cite a lesson: in text and in BibTeX, which pybtex reads back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string

from site_builder.publish.context import Identity
from site_builder.publish.outward import LessonCitation, citation_of
from site_builder.publish.views import LessonCard, Mark

COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}
"""What LaTeX prints for each command that stands for a sign."""
BASE = Identity("Invented base", "https://example.org/base/")


def card(title: str = "Heat the sheds") -> LessonCard:
    """Return an invented lesson as it stands in lists."""
    return LessonCard(
        id="warm-sheds",
        title=title,
        problem="Pumps freeze",
        url="lesson/warm-sheds/",
        mark=Mark("both", "Tried and studied", "Meaning", "evidence/both/"),
        strip=(),
        outcome="Worked",
        tags=(),
        recorded="1 January 2026",
        recorded_iso="2026-01-01",
        notice="",
    )


def read(citation: LessonCitation) -> Entry:
    """Return the entry as pybtex reads it; there is one and no more."""
    entries = parse_string(citation.bibtex, "bibtex").entries
    assert list(entries) == [citation.id]
    return entries[citation.id]


def printed(value: str) -> str:
    """Return what LaTeX prints for the value of a field, without braces around all of it."""
    text = value.removeprefix("{").removesuffix("}") if value.startswith("{{") else value
    text = value[1:-1] if re.fullmatch(r"{.*}", value, re.DOTALL) else text
    return re.sub(
        r"{\\(text[a-z]+)}|\\([%&$#_])", lambda found: COMMANDS.get(found[1]) or found[2], text
    )


class TestText:
    def test_it_names_team_year_title_base_address_and_evidence(self) -> None:
        assert citation_of(card(), "North team, Invented Water", BASE).text == (
            "North team, Invented Water (2026). Heat the sheds. Invented base. "
            "https://example.org/base/lesson/warm-sheds/ Evidence: tried and studied."
        )

    def test_without_a_team_and_an_address_the_base_is_named_once(self) -> None:
        assert citation_of(card("Why heat?"), "", Identity("Invented base")).text == (
            "Invented base (2026). Why heat? Evidence: tried and studied."
        )


class TestBibtex:
    def test_it_has_the_fields_that_a_reader_needs(self) -> None:
        entry = read(citation_of(card(), "North team, Invented Water", BASE))
        assert entry.type == "misc"
        assert dict(entry.fields) == {
            "title": "{Heat the sheds}",
            "year": "2026",
            "organization": "North team, Invented Water",
            "howpublished": "Invented base",
            "url": "https://example.org/base/lesson/warm-sheds/",
            "note": "Evidence: tried and studied",
        }

    def test_a_team_is_one_author_and_no_list_of_names(self) -> None:
        entry = read(citation_of(card(), "Pumps, valves and doors", BASE))
        (author,) = entry.persons["author"]
        assert str(author) == "{Pumps, valves and doors}"

    def test_without_an_address_there_is_none(self) -> None:
        assert "url" not in read(citation_of(card(), "", Identity("Invented base"))).fields

    @pytest.mark.parametrize("sign", [*"{}%&$#_~^\\\"'@,=", "}}", "{{", "\\{", "é", "”", "水"])
    def test_a_sign_comes_back_as_it_was(self, sign: str) -> None:
        title = f"a{sign}b {sign} c{sign}"
        assert printed(read(citation_of(card(title), "", BASE)).fields["title"]) == title

    @given(title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
    def test_any_title_comes_back_on_one_line_without_what_cannot_be_seen(self, title: str) -> None:
        told = " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())
        entry = read(citation_of(card(title), "", BASE))
        # A title of nothing visible is left to its braces.
        assert printed(entry.fields["title"]) == told
        assert entry.fields["year"] == "2026"

    @given(team=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
    def test_any_team_leaves_the_other_fields_alone(self, team: str) -> None:
        entry = read(citation_of(card(), team, BASE))
        assert entry.fields["title"] == "{Heat the sheds}"
        assert entry.fields["note"] == "Evidence: tried and studied"
