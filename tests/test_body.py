"""The body of a record: its sections, links, images, raw HTML and sentences, where they stand."""

from __future__ import annotations

import re

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.records.body import Body, plain_text

EXTENSIONS = ["toc", "tables", "fenced_code"]
"""What MkDocs and our plugin always switch on."""


def headings(text: str) -> list[tuple[int, str]]:
    """Return level and title of every heading."""
    return [(heading.level, heading.title) for heading in Body(text).headings]


def targets(text: str) -> list[str]:
    """Return the target of every link and image."""
    return [link.target for link in Body(text).links]


def html(text: str) -> list[str]:
    """Return every piece of raw HTML."""
    return [text[start:end] for start, end in Body(text).html]


class TestHeadings:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("## What happened", (2, "What happened")),
            ("##What happened", (2, "What happened")),
            ("## What happened ##", (2, "What happened")),
            ("## What happened #  ", (2, "What happened")),
            ("## C#", (2, "C")),
            ("##", (2, "")),
            ("###### Six", (6, "Six")),
            ("####### Seven", (6, "# Seven")),
            ("## Run `make`", (2, "Run `make`")),
            ("## `make` runs", (2, "`make` runs")),
        ],
    )
    def test_number_signs_at_the_margin_make_a_heading(
        self, line: str, expected: tuple[int, str]
    ) -> None:
        assert headings(f"text\n{line}\ntext") == [expected]

    @pytest.mark.parametrize(
        "text",
        [
            " ## indented",
            "\\## escaped",
            "```\n## in code\n```",
            "~~~ text\n## in code\n~~~",
            "text ## inside",
        ],
    )
    def test_other_number_signs_do_not(self, text: str) -> None:
        assert headings(text) == []

    def test_a_stray_backtick_hides_no_heading_between_it_and_the_next(self) -> None:
        assert headings("The ` key.\n\n## One\n\nThe ` key again.") == [(2, "One")]

    def test_a_line_that_begins_with_code_opens_no_fence(self) -> None:
        assert headings("```make``` runs it.\n\n## One\n") == [(2, "One")]


class TestSections:
    def test_a_section_ends_where_the_next_begins(self) -> None:
        sections = Body("above\n## One\nfirst\n### Sub\nmore\n## Two\n\nsecond\n").sections

        assert [(section.heading.title, section.text) for section in sections] == [
            ("One", "first\n### Sub\nmore"),
            ("Two", "second"),
        ]

    @pytest.mark.parametrize("text", ["", "no heading", "# One\n\n### Three\n"])
    def test_a_body_may_have_none(self, text: str) -> None:
        assert Body(text).sections == ()


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("[a](b.md)", "b.md"),
            ("[a]( b.md )", "b.md"),
            ("[a](<b c.md>)", "b c.md"),
            ('[a](b.md "Title")', "b.md"),
            ("[a](b.md 'Title')", "b.md"),
            ("[a](b_(c).md)", "b_(c).md"),
            ("[a [b] c](d.md)", "d.md"),
            ("[a\nb](c.md)", "c.md"),
            ("[a `]` b](c.md)", "c.md"),
            ("[a]()", ""),
            ("![a](b.png)", "b.png"),
        ],
    )
    def test_a_link_has_a_target(self, text: str, expected: str) -> None:
        assert targets(f"See {text}.") == [expected]

    @pytest.mark.parametrize(
        "text",
        [
            "`[a](b.md)`",
            "``[a](b.md)``",
            "```\n[a](b.md)\n```",
            "[a] (b.md)",
            "[a]\n\n(b.md)",
            "[a][nowhere]",
            "[a]",
            "\\[a](b.md)",
        ],
    )
    def test_what_is_no_link_has_none(self, text: str) -> None:
        assert targets(text) == []

    @pytest.mark.parametrize("text", ["[d][c]", "[c][]", "[c]", "[C]", "see [c]: there"])
    def test_a_reference_leads_where_it_is_defined(self, text: str) -> None:
        body = Body(f"{text}\n\n[c]: e.md\n")

        (link,) = body.links
        assert link.target == "e.md"
        assert body.text[link.target_start : link.target_end] == "e.md"
        assert body.text[link.start : link.end] in text

    def test_a_reference_may_be_an_image(self) -> None:
        (link,) = Body("![c]\n\n[c]: e.png\n").links

        assert link.is_image

    def test_of_two_definitions_the_last_counts_as_it_does_on_the_page(self) -> None:
        text = "[c]\n\n[c]: first.md\n\n[c]: second.md\n"

        assert targets(text) == ["second.md"]
        assert 'href="second.md"' in markdown.markdown(text)

    def test_a_definition_alone_is_no_link(self) -> None:
        assert targets("[c]: e.md\n") == []

    def test_an_escaped_backtick_opens_no_code(self) -> None:
        assert targets("\\`[a](b.md)\\`") == ["b.md"]
        assert targets("\\\\`[a](b.md)`") == []

    def test_an_image_inside_a_link_is_found_with_it(self) -> None:
        links = Body("[![alt](i.png)](a.md)").links

        assert [(link.target, link.is_image, link.text) for link in links] == [
            ("a.md", False, "![alt](i.png)"),
            ("i.png", True, "alt"),
        ]

    def test_a_link_knows_where_it_stands(self) -> None:
        body = Body("One [two](three.md) four")
        (link,) = body.links

        assert body.text[link.start : link.end] == "[two](three.md)"
        assert body.text[link.target_start : link.target_end] == "three.md"
        assert (link.text, link.is_image) == ("two", False)

    def test_links_come_in_the_order_of_the_text(self) -> None:
        assert targets("[c] [a](1) ![b](2) [d][c]\n\n[c]: 3") == ["3", "1", "2", "3"]


class TestHtml:
    @pytest.mark.parametrize(
        "tag",
        ["<b>", "</b>", "<br/>", '<a href="x">', "<!-- note -->", "<?php ?>", "<script>"],
    )
    def test_a_tag_is_raw_html(self, tag: str) -> None:
        assert html(f"one {tag} two") == [tag]

    @pytest.mark.parametrize(
        "text",
        [
            "1 < 2 > 0",
            "a <3",
            "`<b>`",
            "```\n<b>\n```",
            "<https://example.org/>",
            "<mailto:a@example.org>",
            "<a@example.org>",
            "[a](<b>)",
        ],
    )
    def test_what_only_looks_like_one_is_not(self, text: str) -> None:
        assert html(text) == []


class TestAnchors:
    @pytest.mark.parametrize(
        ("line", "anchor"),
        [
            ("## What happened", "what-happened"),
            ("## R&D", "rd"),
            ("## R&amp;D", "rd"),
            ("## 1. First", "1-first"),
            ("## snake_case and _emphasis_", "snake_case-and-emphasis"),
            ("## The `make_it` *command*", "the-make_it-command"),
            ("## [Linked](a.md) words", "linked-words"),
            ("## ![Picture](a.png) words", "words"),
            ("## Größe – naïve", "groe-naive"),
            ("## a|b", "ab"),
            ("##", "_1"),
        ],
    )
    def test_a_heading_has_the_id_of_its_page(self, line: str, anchor: str) -> None:
        assert Body(line).anchors == {anchor}
        assert _ids_of_page(line) == {anchor}

    def test_equal_headings_are_numbered(self) -> None:
        text = "## A\n\n## A\n\n## A_1\n\n## A\n\n##\n\n##\n"

        assert Body(text).anchors == {"a", "a_1", "a_2", "a_3", "_1", "_2"} == _ids_of_page(text)


def _ids_of_page(text: str) -> set[str]:
    page = BeautifulSoup(markdown.markdown(text, extensions=EXTENSIONS), "html.parser")
    return {str(heading["id"]) for heading in page.find_all(re.compile(r"^h[1-6]$"))}


_pieces = st.sampled_from(
    [
        *("alpha", "Beta", "snake_case", "_em_", "__strong__", "*em*", "**strong**", "***both***"),
        *("`code_x`", "``a`b``", "`*x*`", "[link](a.md)", '[two words](a.md "t")', "![alt](x.png)"),
        *(
            "[![alt](x.png)](y.md)",
            "&amp;",
            "&copy;",
            "R&D",
            "\\_esc\\_",
            "\\*",
            "1.",
            "2)",
            "-",
            "+",
        ),
        *(
            "#",
            "##",
            "C#",
            "é",
            "Größe",
            "日本",
            "a|b",
            "<b>bold</b>",
            "<https://x.org/a_b>",
            "a_1",
        ),
        *("_1", "a--b", "x:", "(paren)", "what?", '"q"', "_", "*", "~x~", "$", "…", "don’t", "A_2"),
    ]
)
_written = st.lists(_pieces, max_size=4).map(" ".join)
_heading_lines = st.builds(
    lambda signs, space, title, closing: signs + space + title + closing,
    st.integers(1, 6).map(lambda level: "#" * level),
    st.sampled_from(["", " ", "  \t"]),
    _written,
    st.sampled_from(["", " #", "##"]),
)
_paragraphs = _written.filter(lambda text: re.match(r"[^\W\d_]", text) is not None)
_underlined = st.builds(
    lambda title, line: f"\n{title}\n{line}", _paragraphs, st.sampled_from(["===", "-", "-----  "])
)


@settings(max_examples=300)
@given(
    st.lists(st.one_of(_heading_lines, _paragraphs, _underlined), max_size=5),
    st.sampled_from(["\n", "\n\n"]),
)
@example(["# a_1", "# a_1", "# a"], "\n\n")
def test_anchors_are_the_ids_of_the_page(blocks: list[str], glue: str) -> None:
    text = glue.join(blocks)

    assert Body(text).anchors == _ids_of_page(text)


class TestSentences:
    def sentence(self, text: str, of: str) -> str:
        start = text.index(of)
        return Body(text).sentence_at(start, start + len(of))

    def test_the_sentence_around_a_link_is_told_as_plain_text(self) -> None:
        text = "One is here. *Two* is [there](a.md), too. Three is not."

        assert self.sentence(text, "[there](a.md)") == "Two is there, too."

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("It cost 3.5 m [x](a.md).", "It cost 3.5 m x."),
            ("First. (Then [x](a.md).)", "(Then x.)"),
            ("He said “Stop!” and [x](a.md).", "He said “Stop!” and x."),
            ("他走了。[x](a.md)很好。再见。", "x很好。"),
            ("- one\n- two [x](a.md)\n- three", "two x"),
            ("1. one\n2. two [x](a.md)\n", "two x"),
            ("> quoted [x](a.md)\n> more", "quoted x"),
            ("## Heading [x](a.md)\n\ntext", "Heading x"),
            ("| a | see [x](a.md) | c |", "see x"),
            ("one\ntwo [x](a.md)\nthree", "one two x three"),
            ("one\n\ntwo [x](a.md)\n\nthree", "two x"),
            ("Run `make_all`, see [x](a.md).", "Run make_all, see x."),
            ("Use snake_case and 2 * 3 * 4: [x](a.md).", "Use snake_case and 2 * 3 * 4: x."),
            ("R&amp;D, see [x](a.md).", "R&D, see x."),
        ],
    )
    def test_a_sentence_ends_where_a_reader_would_end_it(self, text: str, expected: str) -> None:
        assert self.sentence(text, "[x](a.md)") == expected


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("plain", "plain"),
        ("**bold** and _soft_", "bold and soft"),
        ("***both***", "both"),
        ("**bold with *soft* in it**", "bold with soft in it"),
        ("snake_case_name", "snake_case_name"),
        ("`_code_`", "_code_"),
        ("\\*stars\\*", "*stars*"),
        ("[![alt](i.png)](a.md)", "alt"),
        ("- item", "item"),
        ("## Heading", "Heading"),
        ("2. second", "second"),
    ],
)
def test_plain_text_is_what_a_reader_sees(written: str, seen: str) -> None:
    assert plain_text(written) == seen
