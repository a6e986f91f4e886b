"""The pack printed by a real Chromium: A4, one page for each part, nothing cut off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.builders import lesson_text, write_base
from tests.site.browsing import followed

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

from click.testing import CliRunner

from site_builder.cli import main

pytestmark = pytest.mark.browser

A4 = (595, 842)
"""Points."""
PAPER_HEIGHT = (297 - 2 * 14) / 25.4 * 96
"""Pixels of a page between its margins."""
ASSIST = """\
---
title: Invented review of the pumps
problem: Pumps at the invented plant fail every winter, and nobody knows why they do
format: FORMAT
status: open
date: 2026-01-10
planned_for: 2026-04-02
purpose: To learn how others keep pumps running through a winter before we order new ones
host_team: north
decision_date: 2026-05-20
room_to_change: The order has not been placed; sheds, heating and the kind of pump are all open
learning_questions: [What fails first?, Who has moved pumps indoors?]
deliverables: [at least three options, an idea of what each costs]
receipts:
  - {query: pumps fail, date: 2026-01-05, index: 0a1b, hits: [{id: shed, judgement: reuse}]}
---
"""
SHEETS = {
    "peer-assist": 7,
    "visit": 5,
    "workshop": 7,
    "paired-learning": 9,
    "after-action-review": 4,
}
BESIDES = 1 + 1 + 1 + 1 + 3 + 1
"""Invitation, briefing, agenda, rules, five role cards of which two share a page, two slips."""


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the pack of an assist of each format."""
    root = write_base(tmp_path_factory.mktemp("packs"), {"shed.md": lesson_text()})
    for form in SHEETS:
        file = root / f"lessons/assists/{form}.md"
        file.write_text(ASSIST.replace("FORMAT", form), encoding="utf-8")
        arguments = ["-C", str(root), "assist", "kit", form, "-o", str(root / f"{form}.html")]
        result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert result.exit_code == 0
    return root


@pytest.mark.parametrize("form", SHEETS)
def test_each_part_takes_its_page_of_a4(browser: Browser, packs: Path, form: str) -> None:
    page = browser.new_page()
    page.goto((packs / f"{form}.html").as_uri())
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type /Page\b", pdf)) == BESIDES + SHEETS[form]
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {A4}


@pytest.mark.parametrize("form", SHEETS)
def test_nothing_is_wider_or_longer_than_its_page(browser: Browser, packs: Path, form: str) -> None:
    # As wide as A4 between its margins.
    page = browser.new_page(viewport={"width": 673, "height": 1016})
    page.emulate_media(media="print")
    page.goto((packs / f"{form}.html").as_uri())
    heights = page.eval_on_selector_all(
        ".page", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    overflowing = page.eval_on_selector_all(
        ".page, .card, td, dd",
        "all => all.filter(one => one.scrollHeight > one.clientHeight + 1"
        " || one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)",
    )
    page.close()
    assert max(heights) <= PAPER_HEIGHT
    assert overflowing == []


def test_two_role_cards_fill_a_page(browser: Browser, packs: Path) -> None:
    page = browser.new_page(viewport={"width": 673, "height": 1016})
    page.emulate_media(media="print")
    page.goto((packs / "peer-assist.html").as_uri())
    tops = page.eval_on_selector_all(
        "#cards .card", "all => all.map(one => one.getBoundingClientRect().top)"
    )
    page.close()
    pairs = zip(tops, tops[2:], strict=False)
    assert all(PAPER_HEIGHT * 0.9 <= later - first <= PAPER_HEIGHT for first, later in pairs)


def test_the_pack_asks_for_nothing_besides_itself(browser: Browser, packs: Path) -> None:
    page = browser.new_page()
    log = followed(page)
    address = (packs / "peer-assist.html").as_uri()
    page.goto(address)
    page.close()
    assert log.requests == [address]
    assert log.wrong == []
