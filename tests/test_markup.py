"""No text of a plain page becomes a program, whatever extension lets it in."""

from __future__ import annotations

import re

import html5lib  # type: ignore[import-untyped]
import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.configuration import Configuration
from site_builder.publish.markup import cleaned, with_anchors
from tests.conftest import REPOSITORY
from tests.strategies import bodies, texts

USUAL = ["toc", "tables", "fenced_code"]
"""Extensions that MkDocs always switches on."""
RISKY = [*USUAL, "attr_list", "md_in_html", "def_list", "footnotes", "admonition", "abbr"]

ELEMENTS = frozenset(
    {
        *("html", "head", "body", "p", "a", "em", "strong", "code", "pre", "img", "br", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "div", "span"),
        *("table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "sup", "section", "abbr"),
        *("b", "i"),
    }
)
ATTRIBUTES = frozenset(
    {"href", "src", "alt", "title", "id", "class", "align", "start", "rel", "rev", "role"}
)
# A known scheme, or none, as https://url.spec.whatwg.org/#scheme-state reads it.
SAFE_ADDRESS = re.compile(r"(?:https?|mailto|tel):|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)


def project_extensions() -> list[str]:
    """Return the extensions that the project's own configuration switches on."""
    file = REPOSITORY / "mkdocs.yml"
    written = Configuration(file, file.read_bytes()).values.get("markdown_extensions") or []
    return [next(iter(each)) if isinstance(each, dict) else each for each in written]


def rendered(text: str, extensions: list[str] | None = None) -> str:
    """Return the HTML of a page's text."""
    chosen = extensions or [*USUAL, *project_extensions()]
    aligned = {"tables": {"use_align_attribute": True}}
    return cleaned(markdown.markdown(text, extensions=chosen, extension_configs=aligned))


def assert_harmless(page: str, attributes: frozenset[str] | None = ATTRIBUTES) -> None:
    """Assert that a browser would find nothing on a page but formatted text."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    for element in document.iter():
        assert isinstance(element.tag, str), f"a comment: {element.text}"
        assert element.tag in ELEMENTS
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if attributes is not None:
                assert name in attributes
            if name in {"href", "src"}:
                seen = re.sub(r"[\x00-\x20]", "", value)
                assert SAFE_ADDRESS.match(seen), value


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b>bold</b>",
        "text <img src=x onerror=alert(1)> text",
        "<!-- comment -->",
        "<!DOCTYPE html>",
        "<?php echo 1 ?>",
        "<![CDATA[x]]>",
        "<div markdown=1>*x*</div>",
        "&lt;b&gt;",
        "`<b>`",
        "```\n<script>alert(1)</script>\n```",
        "    <script>alert(1)</script>",
        '```"><script>\nx\n```',
        "| <b> |\n|---|\n| <i> |",
        "# <script>alert(1)</script>",
        "[<b>](a.md)",
        '![<b>"onerror="x](a.png)',
        '[a](b "<script>")',
        '[a](b.md"onclick="x)',
        "<a@b.c>",
        "<https://example.org/?a=<b>>",
    ],
)
def test_html_that_runs_nothing_is_all_that_stays(text: str) -> None:
    assert_harmless(rendered(text))


def test_html_that_formats_text_stays() -> None:
    assert rendered("a <b>c</b>") == "<p>a <b>c</b></p>"


def test_icons_and_task_lists_of_extensions_stay() -> None:
    icon = (
        '<svg viewBox="0 0 24 24" xmlns="http://www.w3.org/2000/svg"><path d="M1 1"></path></svg>'
    )
    box = '<label><input type="checkbox" disabled="">'

    assert cleaned(f'<span class="twemoji">{icon}</span>') == f'<span class="twemoji">{icon}</span>'
    assert cleaned(f"{box} done</label>") == f"{box} done</label>"


def test_styles_and_frames_are_taken_out() -> None:
    html = '<p style="color: red">x</p><style>p {}</style><iframe src="https://a.example"></iframe>'

    assert cleaned(html) == "<p>x</p>"


UNSAFE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "&#0000106avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#1;javascript:alert(1)",
    "javascript\\:alert(1)",
    "java\\script:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "ftp://example.org/",
]


@pytest.mark.parametrize("target", UNSAFE)
@pytest.mark.parametrize(
    "form", ["[x]({})", "[x](<{}>)", "![x]({})", "[x][y]\n\n[y]: {}", "[y]\n\n[y]: <{}>", "<{}>"]
)
def test_an_address_that_runs_something_is_taken_out(form: str, target: str) -> None:
    assert_harmless(rendered(form.format(target)))


@pytest.mark.parametrize(
    "target",
    [
        "a.md",
        "../a/b.md#c",
        "#c",
        "https://example.org/?a=b&c=d",
        "mailto:a@b.c",
        "tel:+49",
        "a/b:c",
    ],
)
def test_an_address_that_leads_somewhere_is_kept(target: str) -> None:
    page = html5lib.parseFragment(rendered(f"[x]({target})"), namespaceHTMLElements=False)

    assert page.find("p/a").get("href") == target


def test_a_mail_address_is_a_link() -> None:
    page = html5lib.parseFragment(rendered("<a@example.org>"), namespaceHTMLElements=False)

    assert page.find("p/a").get("href") == "mailto:a@example.org"


@pytest.mark.parametrize(
    "text",
    [
        '[x](a.md){onclick="alert(1)"}',
        '# One {onmouseover="alert(1)"}',
        "text\n{: onclick=alert(1) }",
        '[x](a.md){href="javascript:alert(1)"}',
        '![x](a.png){src="javascript:alert(1)"}',
        '``` { .python onclick="alert(1)" }\nx\n```',
        '<div markdown="1" onclick="alert(1)">\n*x*\n</div>',
    ],
)
def test_attributes_that_run_something_are_taken_out_whatever_extension_lets_them_in(
    text: str,
) -> None:
    assert_harmless(rendered(text, RISKY), attributes=None)


@pytest.mark.parametrize(
    "text",
    [
        "![a pump](https://example.org/a.png)",
        "![a pump](//example.org/a.png)",
        "![a pump](\\\\\\\\example.org/a.png)",
        "![a pump][p]\n\n[p]: HTTPS:example.org/a.png",
        '![a pump](b.png){src="https://example.org/a.png"}',
        '<img alt="a pump" src=" &#104;ttps://example.org/a.png">',
        '<img alt="a pump" srcset="https://example.org/a.png 2x">',
        '<img alt="a pump" style="background: url(//example.org/a.png)">',
        '<picture><source srcset="//example.org/a.png"><img alt="a pump"></picture>',
        '<video poster="//example.org/a.png"></video>',
        '<input type="image" src="//example.org/a.png">',
        '<table background="//example.org/a.png"><tr><td>a</td></tr></table>',
        '<svg><image href="//example.org/a.png"/></svg>',
    ],
)
def test_no_page_loads_an_image_of_another_host(text: str) -> None:
    assert "example.org" not in rendered(text, RISKY)


def test_an_image_of_the_base_stays() -> None:
    assert '<img alt="a pump" src="../a.png">' in rendered("![a pump](../a.png)")


def test_a_table_keeps_the_alignment_of_its_columns() -> None:
    page = rendered("| a | b |\n|:-:|--:|\n| c | d |\n")

    assert '<th align="center">a</th>' in page
    assert '<td align="right">d</td>' in page
    assert_harmless(page)


_attacks = st.lists(
    st.one_of(
        st.sampled_from(UNSAFE),
        st.sampled_from(
            [
                *(
                    "<script>",
                    "</script>",
                    "<img src=x onerror=y>",
                    "<!--",
                    "-->",
                    "<![CDATA[",
                    "]]>",
                ),
                *(
                    "[",
                    "](",
                    ")",
                    "![",
                    "][",
                    "]: ",
                    "<",
                    ">",
                    '"',
                    "'",
                    "`",
                    "```",
                    "\n",
                    "\n\n",
                    " ",
                ),
                *(
                    "&#",
                    "&lt;",
                    ";",
                    "\\",
                    "{",
                    "}",
                    "{: onclick=x }",
                    "| ",
                    "|-|-|",
                    "    ",
                    "# ",
                    "_",
                ),
                *(
                    "*",
                    "\x02",
                    "\x03",
                    "\x02klzzwxh:0\x03",
                    "\x02amp\x03",
                    "klzzwxh:0000",
                    "wzxhzdk:0",
                ),
            ]
        ),
        texts,
    ),
    max_size=12,
).map("".join)


@given(st.one_of(_attacks, bodies))
def test_any_text_is_harmless(text: str) -> None:
    assert_harmless(rendered(text))


@given(_attacks)
def test_any_text_is_harmless_with_other_extensions(text: str) -> None:
    assert_harmless(rendered(text, RISKY), attributes=None)


ANCHOR = 'class="bh-anchor" href="#a"'


@pytest.mark.parametrize(
    ("heading", "linked"),
    [
        (
            '<h2 id="a">One <em>two</em></h2>',
            f'<h2 id="a">One <em>two</em> <a {ANCHOR} aria-label="Link to “One two”">#</a></h2>',
        ),
        (
            '<h3 id="a"><a href="b/">B</a></h3>',
            f'<h3 id="a"><a href="b/">B</a> <a {ANCHOR} aria-label="Link to “B”">#</a></h3>',
        ),
        ("<h2>No address</h2>", "<h2>No address</h2>"),
    ],
)
def test_a_heading_with_an_address_has_a_link_to_it_beside_its_words(
    heading: str, linked: str
) -> None:
    assert with_anchors(heading) == linked
