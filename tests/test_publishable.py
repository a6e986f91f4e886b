"""What of a record's file may be published: nobody who took part, and nothing that is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library.links_out import HiddenRecords
from site_builder.library.redaction import Door
from site_builder.markdown.body import Body
from site_builder.records.assist import Assist
from site_builder.records.header.document import Document, parse_document
from site_builder.records.kinds import Kind
from site_builder.records.reuse import Reuse
from site_builder.settings import Settings
from tests.builders import ASSIST, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.records.fields import Part
    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

PEOPLE = frozenset({"heron", "otter"})


def document(header: str, body: str = "Text.\n") -> Document:
    """Return a file with a header."""
    read, problems = parse_document("lessons/a.md", f"---\n{header}---\n{body}")
    assert read
    assert problems == []
    return read


def text_left(header: str, body: str = "Text.\n", model: type[Part] = Assist) -> str:
    """Return the text that is left of a file when people are taken out of it."""
    return Door(PEOPLE).header(document(header, body), model).text


def left(header: str, model: type[Part] = Assist) -> str:
    """Return the header that is left when people are taken out of it."""
    return text_left(header, model=model).split("---\n")[1]


class TestPeople:
    def test_a_file_without_people_stays_as_it_is(self) -> None:
        header, body = "title:   'Spaced'\ntags: [a,\n   b]\n", "Text  with spaces \n\n\n"
        assert text_left(header, body) == f"---\n{header}---\n{body}"

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
            ("agenda: [{part: x, lead: heron}, {part: y}]\n", "agenda: [{part: x}, {part: y}]\n"),
            (
                "agenda:\n  - lead: heron\n    part: x\n  - part: y\n",
                "agenda:\n  - part: x\n  - part: y\n",
            ),
            ("title: x\nactions:\n  - {owner: heron}\n", "title: x\n"),
            ("options: [{title: a, from: otter}]\n", "options: [{title: a}]\n"),
            ("title: x\nowner: Heron of the ward\n", "title: x\n"),
            ("title: x\ncontact: 'otter, heron'\n", "title: x\n"),
            ("title: x\njoin: ask the herons\n", "title: x\njoin: ask the herons\n"),
        ],
    )
    def test_a_pseudonym_in_the_place_of_a_role_goes(self, header: str, kept: str) -> None:
        assert left(header) == kept

    def test_a_role_that_a_record_needs_names_nobody(self) -> None:
        assert (
            left("lesson: a\nreported_by: heron\n", Reuse) == "lesson: a\nreported_by: not named\n"
        )

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
        text = text_left("title: x\nowner: &who heron\nstory: *who\n")
        read, problems = parse_document("a.md", text)
        assert read
        assert (read.header, problems) == ({"title": "x", "story": "heron"}, [])

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["owner", "do", "proof", "status"]),
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
            header = f"title: x\nactions: [{items}]\nstory: y\n"
        else:
            items = "".join(f"  - {name}: {value}\n" for name, value in quoted)
            header = f"title: x\nactions:\n{items}story: y\n"
        read, problems = parse_document("a.md", text_left(header))
        assert read
        assert problems == []
        kept = [{name: value} for name, value in pairs if not (name == "owner" and value in PEOPLE)]
        wanted = {"title": "x", **({"actions": kept} if kept else {}), "story": "y"}
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
        shown = base.load().shown_to(Settings())
        return next(it for it in shown.library.records if it.id == record_id).document.text

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

    @pytest.mark.parametrize(
        ("written", "left"),
        [
            ("See [it](veiled.md#a 'Veiled').", "See it."),
            ("See [it](\nveiled.md).", "See it."),
            ("See [it](<veiled.md>).", "See it."),
            ("See [a [b [c]] d](veiled.md).", "See a [b [c]] d."),
            ("See [![a pump](pump.png)](veiled.md).", "See ![a pump](pump.png)."),
            ("See [![](veiled.md) it](veiled.md).", "See  it."),
            ("See [it][v].\n\n> [v]: veiled.md 'Veiled'\n", "See it.\n\n> \n"),
            ("- [v]: <veiled.md>\n- [it][v]", "- \n- it"),
            ("See [[veiled]] and [[x/veiled#a|it]].", "See  and it."),
            ("See ![[veiled.md]].", "See ."),
            ('<a href="veiled.md">it</a>', '<a href="">it</a>'),
            ("`[it](veiled.md)`", "`[it]()`"),
            ("    see veiled.md\n", "    see \n"),
            ("See [it](%76eiled.md).", "See it."),
            ("See [it](veiled%2Emd).", "See it."),
            ("See [it](&#118;eiled.md).", "See it."),
            ("See [it](veiled\\.md).", "See it."),
            ("See https://example.org/lesson/veiled/.", "See "),
            ("See [it](/lesson/veiled/#a).", "See it."),
            ("See [it](old-veiled.md).", "See it."),
            ("See <veiled.md>.", "See <>."),
            ("| [it](veiled.md) |\n|---|\n", "| it |\n|---|\n"),
            ("[^1]: [it](veiled.md)\n\nx[^1]", "[^1]: it\n\nx[^1]"),
            ("See [it](other.md) & unveiled.md.", "See [it](other.md) & unveiled.md."),
        ],
    )
    def test_no_reader_of_markdown_finds_a_link_to_it(self, written: str, left: str) -> None:
        hidden = HiddenRecords(
            frozenset({"lessons/veiled.md"}),
            frozenset({(Kind.LESSON, "veiled"), (Kind.LESSON, "old-veiled")}),
            frozenset({"veiled.md", "old-veiled.md"}),
        )
        assert hidden.left_out("lessons/a.md", Body(written)) == left
