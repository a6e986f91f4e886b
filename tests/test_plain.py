"""Texts of other systems become Markdown that shows just those texts."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.exchange.incoming.plain import paragraphs
from site_builder.exchange.incoming.templates import sentences, shorten
from site_builder.markdown.body import Body, plain_text

SIGNS = "`*_{}[]()<>#+-.!|~=^:;&\\/\"'$%@,?0123 \t\n\u2028a b"
MARKUP = [
    "# heading", "---", "===", "***", "___", "- item", "+ item", "* item", "1. item", "1) item",
    "> said", "```\ncode\n```", "~~~\ncode\n~~~", "    code", "\tcode", "`code`", "``a`b``",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- x -->", "<?php x ?>",
    "[x](javascript:alert(1))", "![x](y.png)", "[x]: http://a.b", "[x][y]", "<http://a.b>",
    "<a@b.cd>", "{{ secret }}", "{% raw %}", "{# x #}", "{: #id .class }", "{.class}",
    "!!! note", "??? note", "???+ note", "/// html | div", '--8<-- "mkdocs.yml"', ":   term",
    "*[AB]: text", "[^1]", "[^1]: note", "a | b", "--- | ---", "==mark==", "++ctrl++", "~~x~~",
    "^^x^^", "{++x++}", "{--x--}", "[TOC]", "&lt;b&gt;", "&copy;", "&#60;", "\\*x\\*", "\\", "_x_",
    "__x__", "**x**", "a_b_c", "x^2^", "[ ] todo", "#!python x", "$x$", "term\n:   definition",
]  # fmt: skip
texts = st.one_of(
    st.text(st.sampled_from(SIGNS), max_size=40),
    st.lists(st.sampled_from(MARKUP) | st.sampled_from(["\n", " ", "a"]), max_size=5).map("".join),
    st.lists(st.sampled_from(MARKUP), max_size=5).map("\n".join),
    st.text(max_size=60),
    st.lists(
        st.sampled_from(["https://a.b/", "www.a.b/", "_", "*c*", "<", "&amp;", "(", ")", " ", "x"])
    ).map("".join),
)


class _Page(HTMLParser):
    """What a reader sees of a page, and every element but paragraphs and links."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.elements: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A bare address is a link without any markup.
        if tag == "a":
            return
        if tag != "p" or attrs:
            self.elements.append(f"{tag} {attrs}")
        self.words += " "

    def handle_data(self, data: str) -> None:
        self.words += data


def shown(markdown: str) -> _Page:
    page = _Page()
    page.feed(str(Body(markdown).render()))
    page.close()
    return page


def seen_in(text: str) -> list[str]:
    """Return the words of a text, without signs that no file of ours holds."""
    lines = (
        "".join(" " if _is_unseen(sign) else sign for sign in line) for line in text.splitlines()
    )
    return " ".join(lines).split()


def _is_unseen(sign: str) -> bool:
    code = ord(sign)
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or code in {0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF}
        or (0xD800 <= code < 0xE000)
    )


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_text_is_shown_as_it_was_typed(text: str) -> None:
    page = shown(paragraphs(text))

    assert (page.words.split(), page.elements) == (seen_in(text), [])


@given(texts)
@example("===0===")
def test_no_text_becomes_markup(text: str) -> None:
    page = shown(paragraphs(text))

    assert (page.words.split(), page.elements) == (seen_in(text), [])


def test_an_address_leads_where_it_says() -> None:
    (link,) = Body(paragraphs("See https://a.b/_c_/d~e(f).")).links

    assert link.target == "https://a.b/_c_/d~e(f)"


@given(texts)
def test_a_text_gives_no_heading_link_or_raw_html_to_a_check(text: str) -> None:
    body = Body(paragraphs(text))

    # A bare address is a link without any markup.
    marked = [link for link in body.links if link.start != link.text_start]
    assert (body.headings, marked, body.html, body.comments) == ((), [], (), ())


@given(texts)
def test_the_words_of_a_text_can_be_searched_as_they_stand(text: str) -> None:
    written = paragraphs(text).split("\n\n")

    assert "".join(map(plain_text, written)).replace(" ", "") == "".join(seen_in(text))


def test_each_line_of_a_source_is_a_paragraph_and_no_other_break_is_made() -> None:
    assert paragraphs("One. Two.\nThree.\r\n\n  Four.") == "One. Two.\n\nThree.\n\nFour."


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("It broke. We mended it.", 0, "It broke."),
        ("It broke. We mended it.", 30, "It broke. We mended it."),
        ("It broke. We mended it at once.", 20, "It broke."),
        ("See Fig. 3 for the pump. It broke.", 0, "See Fig. 3 for the pump."),
        ("Model No. 7 of Dr. Who broke! Why?", 0, "Model No. 7 of Dr. Who broke!"),
        ("No end here", 0, "No end here"),
        ("An invented sentence that is far too long to be kept", 20, "An invented…"),
    ],
)
def test_sentences_are_kept_whole_where_they_fit(text: str, most: int, kept: str) -> None:
    assert sentences(text, most) == kept


@given(st.text(), st.integers(1, 80))
def test_a_shortened_text_is_never_longer_than_asked(text: str, most: int) -> None:
    assert len(shorten(text, most)) <= most
