"""Style sheets and scripts as they are published: with what pages need of them, in few files."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from site_builder.publish.scripts import JOINED, joined
from site_builder.publish.stylesheet import MAIN, trimmed, uncommented
from site_builder.theme import theme_dir

MODULES = {
    "a/page.js": (
        "// The page.\n"
        'import { one, two as second } from "../one.js";\n'
        'import { three } from "./three.js";\n'
        "export async function begin() {\n"
        '  return (await import("../later.js")).told(one, second, three);\n'
        "}\n"
    ),
    "one.js": (
        'import { three } from "./a/three.js";\n\n'
        "/**\n * Told.\n */\n"
        "export const one = () => three;\n"
        'export const two = () => import("./a/last.js");\n'
    ),
    "a/three.js": "const hidden = 3; // kept\nexport const three = hidden;\n",
}


def test_a_module_is_joined_to_what_it_imports_at_once() -> None:
    assert joined("a/page.js", MODULES.__getitem__) == (
        "const m0 = (() => {\nconst hidden = 3; // kept\nconst three = hidden;\n"
        "return { three };\n})();\n"
        "const m1 = (() => {\nconst { three } = m0;\n\nconst one = () => three;\n"
        'const two = () => import("./last.js");\nreturn { one, two };\n})();\n'
        "const { one, two: second } = m1;\nconst { three } = m0;\n"
        "export async function begin() {\n"
        '  return (await import("../later.js")).told(one, second, three);\n}\n'
    )


@pytest.mark.parametrize("path", JOINED)
def test_nothing_is_left_to_import_of_the_modules_of_the_site(path: str) -> None:
    text = joined(path, lambda it: (theme_dir() / it).read_text("utf-8"))
    assert not re.search(r"^\s*import\b(?!\()|^export (?:\{|\*|default)", text, re.MULTILINE)
    folder = (theme_dir() / path).parent
    later = re.findall(r'import\("([^"]*)"\)', text)
    assert all((folder / each).is_file() for each in later)


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".md-nav{a:b}.md-typeset p{c:d}", ".md-typeset p{c:d}"),
        (".md-typeset .md-nav__link,.md-typeset a{a:b}", ".md-typeset a{a:b}"),
        (".a:is(.b,.md-nav),.c{a:b}", ".c{a:b}"),
        (".md-headers{a:b}.md-header{c:d}", ".md-header{c:d}"),
        ("@media print{.md-nav{a:b}}@media print{p{c:d}}", "@media print{p{c:d}}"),
        ('p:before{content:"}.md-nav{"}', 'p:before{content:"}.md-nav{"}'),
        ('@charset "utf-8";p{a:b}', "p{a:b}"),
        ("@keyframes fact{0%{a:b}}p{a:b}", "p{a:b}"),
        ("@font-face{a:b}", "@font-face{a:b}"),
        (
            ':root{--md-x-icon:url("data:a;b}");--md-y-icon:url(c);--md-z:d}p{e:var(--md-y-icon)}',
            ":root{--md-y-icon:url(c);--md-z:d}p{e:var(--md-y-icon)}",
        ),
    ],
)
def test_rules_that_meet_nothing_are_left_out(sheet: str, kept: str) -> None:
    assert trimmed(sheet) == kept


@pytest.fixture(scope="module")
def material() -> str:
    found = find_spec("material")
    assert found
    assert found.origin
    (sheet,) = (Path(found.origin).parent / "templates").glob(f"{MAIN}*.css")
    return sheet.read_text("utf-8")


def test_what_texts_may_have_keeps_its_look(material: str) -> None:
    kept = trimmed(material)
    assert len(kept) < len(material) / 2
    assert ".md-nav" not in kept
    for name in (
        "admonition",
        "tabbed-set",
        "highlight",
        "task-list-indicator",
        "footnote",
        "keys",
    ):
        assert kept.count(f".{name}") >= 3, name


def test_no_class_of_our_templates_is_left_out(material: str) -> None:
    used = {
        name
        for template in theme_dir().rglob("*.html")
        for value in re.findall(r'class="([^"]*)"', template.read_text("utf-8"))
        for name in re.findall(r"md-[\w-]+", value)
    }
    styled = {name for name in used if f".{name}" in material}
    assert {"md-grid", "md-typeset"} <= styled
    assert {name for name in styled if f".{name}" not in trimmed(material)} == set()


def test_our_own_style_sheet_loses_comments_alone() -> None:
    assert uncommented("/* a\n b */\np {\n  c: d; /* e */\n}\n") == "p {\nc: d; }\n"
