"""The page on the look of the site says what the style sheet holds."""

from __future__ import annotations

import re
from pathlib import Path

from site_builder.theme import theme_dir

REPOSITORY = Path(__file__).parent.parent
SHEETS = theme_dir() / "assets/beforehand"
SHEET = SHEETS / "site.css"
PAGE = REPOSITORY / "lessons/guide/keep/look.md"
FAMILIES = {"--bh-text", "--bh-heading"}
"""Told of in words: their value is a long list."""


def variables() -> dict[str, str]:
    """Return the variables that the sheet begins with, each with its value."""
    root = re.search(
        r"^:root \{\n(.*?)^\}", SHEET.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert root
    return dict(re.findall(r"^\s*(--bh-[\w-]+): (.+);$", root[1], re.MULTILINE))


def rows(pattern: str) -> list[tuple[str, str]]:
    """Return what a pattern finds of the rows of the page's tables, after the first backtick."""
    found: list[tuple[str, str]] = re.findall(
        rf"^\| `{pattern}", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return found


def test_the_page_tells_of_every_variable_with_its_value() -> None:
    told = dict(rows(r"(--bh-[\w-]+)` \| `?(.+?)`? \|"))
    stated = variables()
    assert told.keys() == stated.keys()
    assert {name: told[name] for name in told if name not in FAMILIES} == {
        name: value for name, value in stated.items() if name not in FAMILIES
    }


def test_the_page_tells_each_length_in_points_of_the_screen() -> None:
    told = rows(r"--bh-[\w-]+` \| `([\d.]+)rem` \| .*: (\d+) px")
    assert len(told) > 10
    assert [float(rem) * 20 for rem, _ in told] == [float(points) for _, points in told]


def test_every_variable_is_used_and_none_is_used_that_is_not_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(SHEETS.glob("*.css")))
    used = set(re.findall(r"var\((--bh-[\w-]+)\)", text))
    derived = set(re.findall(r"[\s{;](--bh-[\w-]+): ", text))
    assert used <= derived
    assert variables().keys() <= used
