"""What of a record's file may be published: nobody who took part, and nothing that is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library.redaction import source_text, visible_body, without_people
from site_builder.project import read_project
from site_builder.records.header.document import Document, parse_document
from tests.builders import ASSIST, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.settings import Settings
    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

PEOPLE = frozenset({"heron", "otter"})


def document(header: str, body: str = "Text.\n") -> Document:
    """Return a file with a header."""
    read, problems = parse_document("lessons/a.md", f"---\n{header}---\n{body}")
    assert read
    assert problems == []
    return read


def left(header: str) -> str:
    """Return the header that is left when people are taken out of it."""
    return without_people(document(header), PEOPLE).split("---\n")[1]


class TestPeople:
    def test_a_file_without_people_stays_as_it_is(self) -> None:
        read = document("title:   'Spaced'\ntags: [a,\n   b]\n", "Text  with spaces \n\n\n")
        assert without_people(read, PEOPLE) == read.text

    @pytest.mark.parametrize(
        "people",
        [
            "participants:\n  - {person: heron, role: host}\n  - person: otter\n    role: host\n",
            "participants: [{person: heron, role: host}]\n",
            "participants: []\n",
            "participants:\n",
            "participants:\n- person: heron\n  role: host\n",
        ],
    )
    @pytest.mark.parametrize("order", ["first", "last"])
    def test_participants_go_and_their_neighbours_stay(self, people: str, order: str) -> None:
        rest = "title: Visit\nstory: |\n  One.\n  Two.\ntools: [a]\n"
        header = people + rest if order == "first" else rest + people
        assert left(header) == rest

    def test_a_header_in_braces_keeps_the_rest(self) -> None:
        header = "{title: x, participants: [{person: heron, role: host}], tags: [a]}\n"
        assert left(header) == "{title: x, tags: [a]}\n"

    @pytest.mark.parametrize(
        ("header", "kept"),
        [
            ("title: x\nfacilitator: heron\n", "title: x\n"),
            ("title: x\nowner: heron\ncontact: desk\n", "title: x\ncontact: desk\n"),
            ("a: [{part: x, lead: heron}, {part: y}]\n", "a: [{part: x}, {part: y}]\n"),
            ("a:\n  - lead: heron\n    part: x\n  - part: y\n", "a:\n  - part: x\n  - part: y\n"),
            ("title: x\nactions:\n  - {owner: heron}\n", "title: x\n"),
            ("options: [{title: a, from: otter}]\n", "options: [{title: a}]\n"),
        ],
    )
    def test_a_pseudonym_in_the_place_of_a_role_goes(self, header: str, kept: str) -> None:
        assert left(header) == kept

    def test_a_role_that_a_record_needs_names_nobody(self) -> None:
        assert left("lesson: a\nreported_by: heron\n") == "lesson: a\nreported_by: not named\n"

    def test_words_that_are_also_a_pseudonym_stay_where_no_role_belongs(self) -> None:
        header = "title: heron\ntags: [otter]\nteam: heron\n"
        assert left(header) == header

    @pytest.mark.parametrize(
        ("header", "kept"),
        [
            ("title: x # heron asked\n", "title: x\n"),
            ("# heron asked\ntitle: x\n", "title: x\n"),
            ("title: x\n  # heron asked\n", "title: x\n"),
            ("title: 'a # b'\n", "title: 'a # b'\n"),
            ("story: |\n  # no comment\n  text\n", "story: |\n  # no comment\n  text\n"),
            ("title: a#b\n", "title: a#b\n"),
            ("x: y # allow: a-rule because\n", "x: y # allow: a-rule because\n"),
        ],
    )
    def test_comments_go_and_what_only_looks_like_one_stays(self, header: str, kept: str) -> None:
        assert left(header) == kept

    def test_what_cannot_be_cut_is_written_anew(self) -> None:
        """An anchor stands in the field that goes, and another field means it."""
        text = without_people(document("title: x\nowner: &who heron\nstory: *who\n"), PEOPLE)
        read, problems = parse_document("a.md", text)
        assert read
        assert (read.header, problems) == ({"title": "x", "story": "heron"}, [])

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["lead", "part", "owner", "why"]),
                st.sampled_from(["heron", "otter", "desk", "a: b", "# c", "'"]),
            ),
            min_size=1,
            max_size=6,
        ),
        st.sampled_from(["block", "flow"]),
    )
    def test_no_pseudonym_is_left_in_a_role_and_all_else_is(
        self, pairs: list[tuple[str, str]], style: str
    ) -> None:
        quoted = [(name, "'" + value.replace("'", "''") + "'") for name, value in pairs]
        if style == "flow":
            items = ", ".join(f"{{{name}: {value}}}" for name, value in quoted)
            header = f"title: x\nagenda: [{items}]\nend: y\n"
        else:
            items = "".join(f"  - {name}: {value}\n" for name, value in quoted)
            header = f"title: x\nagenda:\n{items}end: y\n"
        read, problems = parse_document("a.md", without_people(document(header), PEOPLE))
        assert read
        assert problems == []
        kept = [
            {name: value}
            for name, value in pairs
            if not (name in {"lead", "owner"} and value in PEOPLE)
        ]
        wanted = {"title": "x", **({"agenda": kept} if kept else {}), "end": "y"}
        assert read.header == wanted


class TestHidden:
    FILES: ClassVar = {
        "veiled.md": lesson_text(visibility="team"),
        "open.md": lesson_text(
            header=(
                "relations:\n  related: [veiled, other]\n  contradicts: [veiled]\n"
                "relies_on: [{id: veiled}, {id: other}]"
            ),
            body=(
                "## What happened\n\nAs [it](veiled.md) and [that][v] and [other](other.md).\n\n"
                "[v]: veiled.md 'Veiled'\n\n## What was learned\n\nNo.\n"
            ),
        ),
        "other.md": lesson_text(),
        "assists/b.md": ASSIST.replace(
            "host_team",
            "receipts:\n  - query: pumps\n    date: 2026-01-01\n    index: abc\n"
            "    hits:\n      - {id: veiled, judgement: no}\n      - {id: other, judgement: no}\n"
            "outcomes:\n"
            "  - {team: north, result: worked, measure: opinion, lessons: [veiled, other]}\n"
            "  - {team: south, result: harmed, measure: opinion, lessons: [veiled]}\n"
            "host_team",
        ),
    }

    def source(self, base: Base, record_id: str) -> str:
        """Return the source of a record as the public sees it."""
        loaded = base.load()
        shown = loaded.shown_to(loaded_settings(base))
        record = next(one for one in shown.library.records if one.id == record_id)
        return source_text(
            record, (), lambda key: shown.library.get(*key) is not None, shown.hidden
        )

    def test_nothing_of_a_hidden_record_is_left(self, make_base: MakeBase) -> None:
        base = make_base(self.FILES)
        text = self.source(base, "open")
        assert "eiled" not in text
        assert "relations:\n  related: [other]\nrelies_on: [{id: other}]\n" in text
        assert "As it and that and [other](other.md)." in text

    def test_a_search_tells_of_the_other_lessons_it_found(self, make_base: MakeBase) -> None:
        text = self.source(make_base(self.FILES), "b")
        assert "    hits:\n      - {id: other, judgement: no}\n" in text

    def test_an_outcome_that_speaks_for_hidden_lessons_alone_goes(
        self, make_base: MakeBase
    ) -> None:
        text = self.source(make_base(self.FILES), "b")
        told = "  - {team: north, result: worked, measure: opinion, lessons: [other]}\n"
        assert f"outcomes:\n{told}host_team: north\n" in text

    def test_where_nothing_is_hidden_the_file_stays_as_it_is(self, make_base: MakeBase) -> None:
        files = {name: text.replace("visibility: team\n", "") for name, text in self.FILES.items()}
        base = make_base(files)
        assert self.source(base, "open") == files["open.md"]

    def test_a_body_without_links_to_it_stays_as_it_is(self, make_base: MakeBase) -> None:
        record = make_base(self.FILES).load().library.lesson("other")
        assert record
        assert visible_body(record, {"lessons/veiled.md"}) == record.body.text


def loaded_settings(base: Base) -> Settings:
    """Return the settings of a base."""
    return read_project(base.root).settings
