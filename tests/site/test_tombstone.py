"""Of a lesson whose consent was withdrawn, nothing is published but when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.library.audience import shown_to
from site_builder.library.reliance import substance
from site_builder.settings import Settings
from tests.builders import lesson_text, write_base
from tests.site.built import holding, lessons

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base

PLANTED = "zanzibarite"
"""Stands in every text and picture of the lesson that was withdrawn."""
WITHDRAWN = lesson_text(
    title=f"The {PLANTED} lesson",
    problem=f"Invented {PLANTED} pumps fail in frost",
    status="withdrawn",
    tags="[pumps, handover]",
    evidence="both",
    header=(
        f"withdrawn: {{date: 2026-02-20, reason: consent-withdrawn, note: The team asked for it}}\n"
        f"takeaway: {PLANTED}\nimage: {PLANTED}.png\ntacit: {PLANTED}\nowner: {PLANTED} keeper\n"
        f"contact: {PLANTED} desk\ncontext: {{scale: {PLANTED}, cost: {PLANTED}}}\n"
        f"barriers: [{PLANTED}]\nenablers: [{PLANTED}]\ntools: [{PLANTED}]\n"
        f"embedded_in: [{PLANTED}]\nlicence: {PLANTED}\nconsent: {PLANTED}\naliases: [shy]\n"
        f"citations: [{{title: {PLANTED}, design: pre-post, authors: [{PLANTED}]}}]"
    ),
    body=(
        f"## What happened\n\nA {PLANTED} ![a {PLANTED} pump]({PLANTED}.png) failed at "
        f"[the open one](open.md).\n\n## What was learned\n\nThe {PLANTED} freezes.\n"
    ),
)
OPEN = lesson_text(
    title="An open lesson",
    body=(
        "## What happened\n\nA pump failed, as [another did](retold.md) and "
        "![a pump](open.png).\n\n## What was learned\n\nHeat the shed.\n"
    ),
    header="relations:\n  supersedes: [retold]",
)
FILES = {
    "open.md": OPEN,
    "retold.md": WITHDRAWN,
    "reuse/told.md": (
        "---\nlesson: retold\nteam: south\nreported_by: an engineer\ndate: 2026-02-11\n"
        "outcome: worked\nmeasure: measured\n---\nIt worked in the invented south.\n"
    ),
    "guide/page.md": "---\ntitle: A page\n---\nRead [the other](../retold.md) too.\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project in which consent to one lesson was withdrawn."""
    root = write_base(tmp_path, FILES)
    for name in ("open.png", f"{PLANTED}.png"):
        (root / "lessons" / name).write_bytes(b"\x89PNG\r\n\x1a\n invented")
    return root


@pytest.mark.parametrize("audience", ["public", "organisation", "team"])
def test_nothing_that_is_built_for_anybody_holds_a_word_of_it(project: Path, audience: str) -> None:
    done = lessons(project, "build", "--audience", audience)
    assert done.returncode == 0, done.stderr
    assert holding(project, PLANTED) == []
    assert PLANTED not in done.stdout + done.stderr
    assert (project / "site/open.png").exists()


def test_its_page_says_when_it_was_withdrawn_and_why_and_what_to_read(project: Path) -> None:
    assert lessons(project, "build").returncode == 0
    page = (project / "site/lesson/retold/index.html").read_text(encoding="utf-8")
    assert "Withdrawn lesson" in page
    assert "withdrawn on 20 February 2026: consent was withdrawn. The team asked for it" in page
    assert '<a href="../../lesson/open/">An open lesson</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Practice" not in page


def test_its_addresses_stay(project: Path) -> None:
    assert lessons(project, "build").returncode == 0
    assert "../retold/" in (project / "site/lesson/shy/index.html").read_text(encoding="utf-8")
    report = (project / "site/reuse/told/index.html").read_text(encoding="utf-8")
    assert '<a href="../../lesson/retold/">' in report


def test_the_terminal_does_not_find_it(project: Path) -> None:
    assert "retold" not in lessons(project, "search", PLANTED).stdout


@pytest.mark.parametrize("reason", ["wrong", "harmful", "outdated", "duplicate", "other"])
def test_a_lesson_withdrawn_for_another_reason_keeps_its_text(
    reason: str, make_base: Callable[[dict[str, str]], Base]
) -> None:
    text = WITHDRAWN.replace("consent-withdrawn", reason)
    library = make_base({"retold.md": text}).load().library
    assert shown_to(library, "public") is library


def test_a_lesson_that_only_says_why_is_one_already(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    text = WITHDRAWN.replace("status: withdrawn\n", "")
    shown = shown_to(make_base({"retold.md": text}).load().library, "public")
    lesson = shown.lesson("retold")
    assert lesson is not None
    assert lesson.fields.status == "withdrawn"
    assert (lesson.body.text, lesson.document.text, lesson.document.header) == ("", "", {})


def test_those_who_relied_on_it_are_not_told_that_its_words_have_changed(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    first = make_base({"retold.md": WITHDRAWN}).load().library.lesson("retold")
    assert first is not None
    digest = substance(first.fields, first.body)
    relying = lesson_text(header=f"relies_on: [{{id: retold, digest: {digest}}}]")
    loaded = make_base({"retold.md": WITHDRAWN, "relying.md": relying}).load()
    shown = loaded.shown_to(Settings())
    record = shown.library.lesson("relying")
    assert record is not None
    assert [each.change for each in shown.reliances.suspects(record)] == ["withdrawn"]
