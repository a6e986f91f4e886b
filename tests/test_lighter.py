"""Style sheets and scripts as they are published: with what pages need of them, in few files."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from site_builder.publish.scripts import JOINED, joined
from site_builder.publish.stylesheet import MAIN, shared, uncommented
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
        ("a:is(b,.md-nav),c{a:b}", "c{a:b}"),
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
    assert shared(sheet) == (kept, "")


@pytest.mark.parametrize(
    ("sheet", "every", "plain"),
    [
        (".md-typeset .tabbed-set{a:b}p{c:d}", "p{c:d}", ".md-typeset .tabbed-set{a:b}"),
        (".highlight .k,.md-typeset a{a:b}", ".md-typeset a{a:b}", ".highlight .k{a:b}"),
        (".admonition.tip{a:b}.bug{a:b}", ".admonition.tip{a:b}", ".bug{a:b}"),
        ("@media print{.keys{a:b}p{c:d}}", "@media print{p{c:d}}", "@media print{.keys{a:b}}"),
        ("th[role=columnheader]{a:b}", "", "th[role=columnheader]{a:b}"),
        (
            ":root{--md-x:url(a);--md-y:url(b)}p{c:var(--md-x)}.keys{c:var(--md-y)}",
            ":root{--md-x:url(a);}p{c:var(--md-x)}",
            ":root{--md-y:url(b)}.keys{c:var(--md-y)}",
        ),
        (":root>*{--md-mermaid-node-bg-color:a}", "", ""),
    ],
)
def test_what_only_plain_pages_have_is_a_sheet_of_its_own(
    sheet: str, every: str, plain: str
) -> None:
    assert shared(sheet) == (every, plain)


@pytest.fixture(scope="module")
def material() -> str:
    found = find_spec("material")
    assert found
    assert found.origin
    (sheet,) = (Path(found.origin).parent / "templates").glob(f"{MAIN}*.css")
    return sheet.read_text("utf-8")


def test_what_texts_may_have_keeps_its_look(material: str) -> None:
    every, plain = shared(material)
    assert len(every) + len(plain) < len(material) / 2
    assert ".md-nav" not in every + plain
    for name in ("admonition", "task-list-indicator", "footnote"):
        assert every.count(f".{name}") >= 3, name
    # What GitHub's alerts become.
    for name in ("note", "tip", "info", "warning", "danger"):
        assert f".admonition.{name}," in every, name
    for name in ("tabbed-set", "highlight", "keys"):
        assert plain.count(f".{name}") >= 3, name
        assert f".{name}" not in every, name


def test_no_class_of_our_templates_is_left_out(material: str) -> None:
    used = {
        name
        for template in theme_dir().rglob("*.html")
        for value in re.findall(r'class="([^"]*)"', template.read_text("utf-8"))
        for name in re.findall(r"md-[\w-]+", value)
    }
    styled = {name for name in used if f".{name}" in material}
    assert {"md-grid", "md-typeset"} <= styled
    assert {name for name in styled if f".{name}" not in shared(material)[0]} == set()


def test_our_own_style_sheet_loses_comments_alone() -> None:
    assert uncommented("/* a\n b */\np {\n  c: d; /* e */\n}\n") == "p {\nc: d; }\n"
