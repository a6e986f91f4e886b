"""What a body tells of itself: places, words, sections, anchors, sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.markdown.body import Body, plain_text
from tests.markdown.places import assert_places_are_right
from tests.markdown.snippets import SNIPPETS, texts


def headings(text: str) -> list[tuple[int, str]]:
    """Return level and title of every heading."""
    return [(heading.level, heading.title) for heading in Body(text).headings]


def targets(text: str) -> list[str]:
    """Return the target of every link and image."""
    return [link.target for link in Body(text).links]


def raw_html(text: str) -> list[str]:
    """Return every piece of raw HTML."""
    return [text[start:end] for start, end in Body(text).html]


class TestHeadings:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("## What happened", (2, "What happened")),
            (" ## What happened", (2, "What happened")),
            ("## What happened ##", (2, "What happened")),
            ("## C#", (2, "C#")),
            ("##", (2, "")),
            ("## Run `make`", (2, "Run make")),
            ("## *What* [happened](a.md)", (2, "What happened")),
            ("What\n---", (2, "What")),
            ("> ## Quoted", (2, "Quoted")),
        ],
    )
    def test_a_heading_has_a_level_and_a_title(self, line: str, expected: tuple[int, str]) -> None:
        assert headings(f"text\n\n{line}\n\ntext") == [expected]

    @pytest.mark.parametrize(
        "text", ["##What", "\\## escaped", "```\n## in code\n```", "text ## inside", "<div>\n# a\n"]
    )
    def test_other_number_signs_make_none(self, text: str) -> None:
        assert headings(text) == []


class TestSections:
    def test_a_section_ends_where_the_next_begins(self) -> None:
        sections = Body("above\n## One\nfirst\n### Sub\nmore\n## Two\n\nsecond\n").sections

        assert [(section.heading.title, section.text) for section in sections] == [
            ("One", "first\n### Sub\nmore"),
            ("Two", "second"),
        ]

    def test_a_heading_in_a_quotation_begins_none(self) -> None:
        sections = Body("## One\n\n> ## Quoted\n\ntext\n").sections

        assert [section.heading.title for section in sections] == ["One"]

    @pytest.mark.parametrize("text", ["", "no heading", "# One\n\n### Three\n"])
    def test_a_body_may_have_none(self, text: str) -> None:
        assert Body(text).sections == ()


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "target", "written"),
        [
            ("[a](b.md)", "b.md", "b.md"),
            ("[a]( b.md )", "b.md", "b.md"),
            ("[a](<b c.md>)", "b c.md", "b c.md"),
            ('[a](b.md "Title")', "b.md", "b.md"),
            ("[a](b_(c).md)", "b_(c).md", "b_(c).md"),
            ("[a](b\\_c\\(.md)", "b_c(.md", "b\\_c\\(.md"),
            ("[a](b.md?c&amp;d)", "b.md?c&d", "b.md?c&amp;d"),
            ("[a [b] c](d.md)", "d.md", "d.md"),
            ("[a\nb](\nc.md)", "c.md", "c.md"),
            ("[a `](` b](c.md)", "c.md", "c.md"),
            ("[a]()", "", ""),
            ("![a](b.png)", "b.png", "b.png"),
            ("<https://a.b/c>", "https://a.b/c", "https://a.b/c"),
            ("https://a.b/c_d_", "https://a.b/c_d", "https://a.b/c_d"),
            ("www.a.b", "http://www.a.b", "www.a.b"),
            ("<a@b.c>", "mailto:a@b.c", "a@b.c"),
            ("é [é](é.md) é", "é.md", "é.md"),
        ],
    )
    def test_a_link_has_a_target_and_its_place(self, text: str, target: str, written: str) -> None:
        (link,) = Body(f"Séé {text}.").links

        assert link.target == target
        assert f"Séé {text}."[link.target_start : link.target_end] == written

    @pytest.mark.parametrize("text", ["[d][c]", "[c][]", "[c]", "[C]", "see [c]: there"])
    def test_a_reference_leads_where_it_is_defined(self, text: str) -> None:
        body = Body(f"{text}\n\n[c]: <e.md> 'f'\n")

        (link,) = body.links
        assert link.target == "e.md"
        assert body.text[link.target_start : link.target_end] == "e.md"
        assert body.text[link.start : link.end] in text
        assert [(one.target, body.text[one.start : one.end]) for one in body.definitions] == [
            ("e.md", "[c]: <e.md> 'f'")
        ]

    def test_an_image_inside_a_link_is_found_after_it(self) -> None:
        body = Body("[![alt](i.png)](a.md)")

        assert [(link.target, link.is_image, body.text_of(link)) for link in body.links] == [
            ("a.md", False, "![alt](i.png)"),
            ("i.png", True, "alt"),
        ]

    def test_links_come_in_the_order_of_the_text(self) -> None:
        text = "[c] | [a](1)\n---|---\n![b](2) | > [d][c]\n\n> [e](4)[^1]\n\n[^1]: [f](5)\n\n[c]: 3"

        assert targets(text) == ["3", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one <b>two</b>", ["<b>", "</b>"]),
        ("<div>\n*x*\n</div>", ["<div>", "</div>"]),
        ("<?php ?>", ["<?php ?>"]),
        ("<div\n", ["<div"]),
        ("1 < 2 > 0, `<b>`, <https://example.org/>, <a@example.org>, [a](<b>)", []),
        ("<!-- comment -->", []),
    ],
)
def test_tags_are_raw_html(text: str, expected: list[str]) -> None:
    assert raw_html(text) == expected


@pytest.mark.parametrize(
    "text", ["a <!-- b --> c", "<!-- a\nb -->", "- <!-- a --> b", "<!-- a --> b", "> <!-- a -->"]
)
def test_comments_are_found_and_not_shown(text: str) -> None:
    body = Body(text)
    ((start, end),) = body.comments

    assert (text[start : start + 4], text[end - 3 : end]) == ("<!--", "-->")
    assert "a" not in body.prose[start:end]
    assert "!--" not in body.render()


def test_prose_keeps_the_length_and_the_lines_of_a_text_without_its_code() -> None:
    text = "a `b` c\n\n```\nd\n```\n\n    e\n\n<!-- f --> g\n"

    assert Body(text).prose.split() == ["a", "c", "g"]
    assert len(Body(text).prose) == len(text)
    assert Body(text).prose.count("\n") == text.count("\n")


class TestAnchors:
    @pytest.mark.parametrize(
        ("line", "anchor"),
        [
            ("## What happened", "what-happened"),
            ("## R&amp;D", "rd"),
            ("## 1. First", "1-first"),
            ("## snake_case and _emphasis_", "snake_case-and-emphasis"),
            ("## The `make_it` *command*", "the-make_it-command"),
            ("## [Linked](a.md) words", "linked-words"),
            ("## ![Picture](a.png) words", "-words"),
            ("## a -- b – c", "a----b--c"),
            ("## Größe – naïve", "größe--naïve"),
            ("### Почему так", "почему-так"),
            ("## 日本語", "日本語"),
            ("## हिन्दी में", "हिन्दी-में"),
            ("## 😄 emoji", "-emoji"),
            ("## a <b>c</b>", "a-c"),
        ],
    )
    def test_a_heading_has_the_id_that_github_gives_it(self, line: str, anchor: str) -> None:
        body = Body(line)

        assert body.anchors == {anchor}
        assert f' id="{anchor}"' in body.render()

    def test_equal_headings_are_numbered(self) -> None:
        text = "# A\n\n# A\n\n# A-1\n\n# A\n\n#\n\n#\n"

        assert [heading.anchor for heading in Body(text).headings] == [
            *("a", "a-1", "a-1-1", "a-2"),
            *("", "-1"),
        ]


class TestSentences:
    def sentence(self, text: str, of: str) -> str:
        start = text.index(of)
        return Body(text).sentence_at(start, start + len(of))

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("One. *Two* is [x](a.md), too. Three.", "Two is x, too."),
            ("It cost 3.5 m [x](a.md).", "It cost 3.5 m x."),
            ("First. (Then [x](a.md).)", "(Then x.)"),
            ("He said “Stop!” and [x](a.md).", "He said “Stop!” and x."),
            ("他走了。[x](a.md)很好。再见。", "x很好。"),
            ("- one\n- two [x](a.md)\n- three", "two x"),
            ("- one [x](a.md)\n  - two", "one x"),
            ("> quoted [x](a.md)\n> more", "quoted x more"),
            ("## Heading [x](a.md)\n\ntext", "Heading x"),
            ("| a | see [x](a.md) | c |\n|---|---|---|\n", "see x"),
            ("one\n[x](a.md) two\n\nthree", "one x two"),
            ("one\n\n[x](a.md) two\n\nthree", "x two"),
            ("Run `make_all`, see [x](a.md).", "Run make_all, see x."),
            ("R&amp;D, see [x](a.md).", "R&D, see x."),
            ("See [x][y]. Then.\n\n[x](a.md)\n\n[y]: b.md", "x"),
        ],
    )
    def test_a_sentence_ends_where_a_reader_would_end_it(self, text: str, expected: str) -> None:
        assert self.sentence(text, "[x](a.md)") == expected


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            '![Pump](https://example.org/a.png "On line 1")',
            '<a href="https://example.org/a.png" title="On line 1">Pump</a>',
        ),
        ("![Pump](//example.org/a.png)", '<a href="//example.org/a.png">Pump</a>'),
        ("![](http://example.org/a)", '<a href="http://example.org/a">http://example.org/a</a>'),
        ("![Pump][p]\n\n[p]: HTTP://example.org", '<a href="HTTP://example.org">Pump</a>'),
        ("[![Pump](https://example.org/a.png)](b.md)", '<a href="b.md">Pump</a>'),
        ("[a](b.md) ![c](http://d.org)", '<a href="b.md">a</a> <a href="http://d.org">c</a>'),
        ("![Pump](a.png)", '<img src="a.png" alt="Pump">'),
        ("![Pump](javascript:a)", "Pump"),
    ],
)
def test_an_image_of_another_host_is_a_link_to_it(written: str, shown: str) -> None:
    assert Body(written).render() == f"<p>{shown}</p>\n"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("plain", "plain"),
        ("**bold** and _soft_", "bold and soft"),
        ("snake_case_name", "snake_case_name"),
        ("`_code_`", "_code_"),
        ("\\*stars\\*", "*stars*"),
        ("[![alt](i.png)](a.md)", "alt"),
        ("- item", "item"),
        ("## Heading", "Heading"),
        ("2. second", "second"),
        ("a  \nb", "a b"),
    ],
)
def test_plain_text_is_what_a_reader_sees(written: str, seen: str) -> None:
    assert plain_text(written) == seen


@given(st.text(st.sampled_from("aAbé中x1 ,;'’-.!?_*[]():/\n"), max_size=12))
def test_plain_text_of_words_alone_is_what_the_parser_makes_of_them(written: str) -> None:
    assert plain_text(written) == " ".join(Body(written).words.split())


@pytest.mark.parametrize("name", SNIPPETS)
def test_everything_in_a_snippet_stands_where_the_body_says(name: str) -> None:
    assert_places_are_right(SNIPPETS[name])


@given(texts)
def test_everything_stands_where_the_body_says(text: str) -> None:
    assert_places_are_right(text)
