"""What an audience may not see is in nothing that is built for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from site_builder.library.audience import shown_to
from tests.builders import lesson_text, write_base
from tests.search.naming import json_of
from tests.site.built import holding, lessons

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base

PLANTED = "zanzibarite"
"""Stands in every record, title, link and picture that is not public."""
HIDDEN_LESSON = lesson_text(
    title=f"The {PLANTED} lesson",
    problem=f"Invented {PLANTED} pumps fail in frost",
    visibility="organisation",
    header=f"takeaway: {PLANTED}\naliases: [old-{PLANTED}]\nowner: {PLANTED} keeper\n"
    "review_by: 2026-02-01",
    body=(
        f"## What happened\n\nA {PLANTED} ![a {PLANTED} pump]({PLANTED}.png) failed.\n\n"
        f"## What was learned\n\nSee [the open one](open.md) for the {PLANTED}.\n"
    ),
)
OPEN_LESSON = lesson_text(
    title="An open lesson",
    body=(
        "## What happened\n\nA pump failed, as [another did](veiled.md#what-happened) "
        "and ![a pump](open.png).\n\n## What was learned\n\nHeat the shed.\n"
    ),
    header="relations:\n  related: [veiled]",
)
FILES = {
    "open.md": OPEN_LESSON,
    "veiled.md": HIDDEN_LESSON,
    "assists/veiled-meeting.md": (
        f"---\ntitle: A {PLANTED} meeting\nproblem: Invented {PLANTED} pumps leak\nformat: other\n"
        f"status: open\ndate: 2026-02-10\nvisibility: team\nhost_team: north\n"
        f"decision_date: 2026-05-04\npurpose: {PLANTED}\n"
        f"deliverables: [{PLANTED}]\nroom_to_change: {PLANTED}\n"
        f"receipts:\n  - {{query: {PLANTED}, date: 2026-02-10, index: abc}}\n---\n{PLANTED}\n"
    ),
    "reuse/veiled-report.md": (
        f"---\nlesson: open\nteam: south\nreported_by: {PLANTED} engineer\ndate: 2026-02-20\n"
        f"outcome: worked\nmeasure: measured\nvisibility: team\n---\n{PLANTED}\n"
    ),
    "reuse/about-veiled.md": (
        "---\nlesson: veiled\nteam: south\nreported_by: an engineer\ndate: 2026-02-20\n"
        f"outcome: worked\nmeasure: measured\n---\n{PLANTED}\n"
    ),
    "guide/page.md": "---\ntitle: A page\n---\nRead [the other](../veiled.md) too.\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project in which much is not public."""
    root = write_base(tmp_path, FILES)
    for name in ("open.png", f"{PLANTED}.png"):
        (root / "lessons" / name).write_bytes(b"\x89PNG\r\n\x1a\n invented")
    return root


def test_a_site_for_the_public_holds_nothing_else(project: Path) -> None:
    done = lessons(project, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert holding(project, PLANTED) == []
    assert holding(project, "veiled") == []
    assert (project / "site/lesson/open/index.html").exists()
    assert (project / "site/open.png").exists()


def test_counts_and_levels_know_nothing_of_the_rest(project: Path) -> None:
    assert lessons(project, "build").returncode == 0
    page = (project / "site/lesson/open/index.html").read_text(encoding="utf-8")
    assert "practice 1 of 4" in page
    assert "another did" in page
    search = project / "site/search"
    index = json.loads((search / "index.json").read_text(encoding="utf-8"))
    assert index["lessons"] == 1
    assert json_of(search, "open") == []


@pytest.mark.parametrize(
    ("audience", "seen", "unseen"),
    [
        ("organisation", "lesson/veiled/index.html", "assist/veiled-meeting/index.html"),
        ("team", "assist/veiled-meeting/index.html", "no such page"),
    ],
)
def test_a_narrower_audience_sees_more(
    project: Path, audience: str, seen: str, unseen: str
) -> None:
    done = lessons(project, "build", "--audience", audience)
    assert done.returncode == 0, done.stderr
    assert (project / "site" / seen).exists()
    assert not (project / "site" / unseen).exists()


def test_the_configuration_says_for_whom_a_site_is(project: Path) -> None:
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace("  - lessons\n", "  - lessons:\n      audience: team\n"), encoding="utf-8"
    )
    assert lessons(project, "build").returncode == 0
    assert (project / "site/assist/veiled-meeting/index.html").exists()


def test_the_terminal_searches_everything_after_a_build_for_the_public(project: Path) -> None:
    assert lessons(project, "build").returncode == 0
    assert "veiled" in lessons(project, "search", PLANTED).stdout


def test_a_library_in_which_all_is_public_stays_as_it_is(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    library = make_base({"open.md": lesson_text()}).load().library
    assert shown_to(library, "public") is library
