"""Templates without what HTML does not need say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import html5lib  # type: ignore[import-untyped]
import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader

from site_builder.publish.packed import Packer
from site_builder.publish.templates import PackedTemplates
from site_builder.publish.views import Detail
from site_builder.theme import theme_dir

if TYPE_CHECKING:
    from pathlib import Path

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title>
</head>
<body>
<main id="top" class="one two">
<h2 id="a"><a href="#a">A</a></h2>
<p>First.</p>
<p class="x">Second <b>bold</b>
<i>slanted</i></p>
<ul aria-label="Two things"><li>One</li><li><p>Two</p></li>
</ul>
<dl><div><dt>Term</dt><dd>Value</dd></div></dl>
<table><thead><tr><th scope="col">H</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
<p>Before words</p> after them
<svg width="10" height="10"><rect width="10" height="10"/></svg>
<a href="../all/">All</a>
<button type="button">Press</button>
</main>
</body>
</html>
"""


def parsed(html: str) -> str:
    """Return a page as a parser understands it, without white space that ends no word."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    tree = parser.parse(html)
    serialized = html5lib.serialize(tree, omit_optional_tags=False, quote_attr_values="always")
    block = r"(?:html|head|body|meta|title|main|h2|p|ul|li|dl|div|dt|dd|table|t[a-z]+)"
    without = re.sub(rf"\s+(?=</?{block}\b)", "", serialized)
    return re.sub(rf"(</?{block}\b[^>]*>)\s+", r"\1", without)


def test_a_packed_page_is_parsed_as_the_same_without_an_error() -> None:
    packed = Packer().packed(_PAGE)
    assert parsed(packed) == parsed(_PAGE)
    assert len(packed) < 0.85 * len(_PAGE)


@pytest.mark.parametrize("at", [match.start() for match in re.finditer(r"[\s\"<>]", _PAGE)])
def test_a_page_in_pieces_is_parsed_as_the_same(at: int) -> None:
    """An expression of a template may stand anywhere but in a name."""
    packer = Packer()
    assert parsed(packer.packed(_PAGE[:at]) + packer.packed(_PAGE[at:])) == parsed(_PAGE)


@pytest.mark.parametrize(
    ("html", "packed"),
    [
        ("<b>a</b>\n<b>b</b>", "<b>a</b>\n<b>b</b>"),
        ("<p>a</p> <p>b</p>", "<p>a <p>b</p>"),
        ("<p>a</p>\nwords", "<p>a</p>words"),
        ('<a href="a b" title="">x</a>', '<a href="a b" title="">x</a>'),
        ('<input value="a=b" name="q">', '<input value="a=b" name=q>'),
        ("a</p><span>b</span>", "a</p><span>b</span>"),
        ("1 > 0\n", "1 > 0\n"),
    ],
)
def test_what_would_be_missed_stays(html: str, packed: str) -> None:
    assert Packer().packed(html) == packed


def test_a_value_that_goes_on_keeps_its_quotes() -> None:
    packer = Packer()
    pieces = packer.packed('<p class="a"'), packer.packed('><b id="b-'), packer.packed('">')
    assert "".join(pieces) == '<p class="a"><b id="b-">'


def test_a_template_of_the_base_stays_as_it_is(tmp_path: Path) -> None:
    text = '<ul class="a">\n<li>One</li>\n</ul>'
    (tmp_path / "own.html").write_text(text, encoding="utf-8")
    folders = [tmp_path, theme_dir()]
    env = Environment(
        loader=FileSystemLoader(folders), autoescape=True, extensions=[PackedTemplates]
    )
    assert env.get_template("own.html").render() == text
    details = env.get_template("fragments/details.html").module
    shown = details.details([Detail("Setting", ("Ward",))], "")  # type: ignore[attr-defined]
    assert shown == "<dl><div><dt>Setting<dd>Ward</div></dl>"


def test_a_template_without_a_file_stays_as_it_is() -> None:
    env = Environment(
        loader=DictLoader({"a.html": "<li>a</li>"}), autoescape=True, extensions=[PackedTemplates]
    )
    assert env.get_template("a.html").render() == "<li>a</li>"
