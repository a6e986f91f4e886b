"""A preview leaves out what is wrong, says it, and shows the rest."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from site_builder.plugin import LessonsPlugin
from tests.builders import lesson_text, write_base
from tests.conftest import REPOSITORY
from tests.site.preview import preview

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mkdocs.structure.nav import Navigation

TOUR = REPOSITORY / "examples/tour"
ODD = ("xyz", "[]", "{}", "-1", "2026-02-30", "null", "[a, b]", "{a: b}", '""', "yes", "[{}]", "1")
"""Values of which each is wrong in most fields."""
REPORT = (
    "---\nlesson: {}\nteam: south\nreported_by: an engineer\ndate: 2026-02-20\noutcome: worked\n"
    "measure: measured\n---\nIt went well.\n"
)


def _fields(text: str) -> list[int]:
    """Return the lines of a header that hold a field."""
    lines = text.split("\n")
    end = lines.index("---", 1) if "---" in lines[1:] else len(lines)
    return [at for at in range(1, end) if ":" in lines[at]]


def _with_line(text: str, rng: random.Random, write: Callable[[str], list[str]]) -> str:
    lines, fields = text.split("\n"), _fields(text)
    if fields:
        at = rng.choice(fields)
        lines[at : at + 1] = write(lines[at].partition(":")[0])
    return "\n".join(lines)


BREAKS: dict[str, Callable[[str, random.Random], str | None]] = {
    "removed": lambda _text, _rng: None,
    "emptied": lambda _text, _rng: "",
    "without a header": lambda text, _rng: text.replace("---\n", "", 1),
    "not YAML": lambda text, _rng: f"---\na: [\n{text}",
    "a field less": lambda text, rng: _with_line(text, rng, lambda _name: []),
    "another value": lambda text, rng: _with_line(
        text, rng, lambda name: [f"{name}: {rng.choice(ODD)}"]
    ),
}


@pytest.mark.parametrize("seed", range(3))
def test_a_base_with_anything_wrong_is_shown_as_far_as_it_can_be(
    seed: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable
    root = tmp_path / "tour"
    shutil.copytree(TOUR, root)
    # A third of all files, so that what refers to them is wrong as well.
    for file in sorted([*(root / "lessons").rglob("*.md"), *root.rglob("*.yml")]):
        if rng.random() < 1 / 3 and file.name != "mkdocs.yml":
            text = BREAKS[rng.choice(list(BREAKS))](file.read_text("utf-8"), rng)
            file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    preview(root, tmp_path / "site")
    assert "This preview leaves out the files with errors." in caplog.text
    assert (tmp_path / "site/all/index.html").exists()


@pytest.mark.parametrize("state", ["missing", "broken"])
def test_a_report_of_no_lesson_is_left_out_and_said(
    state: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = {
        "a.md": lesson_text(body=f"{lesson_text().split('---')[2]}[R](reuse/of-b.md)\n"),
        "reuse/of-a.md": REPORT.format("a"),
        "reuse/of-b.md": REPORT.format("b"),
    }
    if state == "broken":
        files["b.md"] = lesson_text(evidence="wishful")
    preview(write_base(tmp_path, files), tmp_path / "site")
    said = {"missing": "lessons/reuse/of-b.md:2:9: error[lesson-unknown]", "broken": "b.md:4:11"}
    assert said[state] in caplog.text
    assert (tmp_path / "site/reuse/of-a/index.html").exists()
    assert not (tmp_path / "site/reuse/of-b").exists()
    pages = [page.read_text("utf-8") for page in (tmp_path / "site").rglob("*.html")]
    assert not any("reuse/of-b/" in page for page in pages)


def test_what_is_removed_during_a_build_does_not_stop_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_base(tmp_path, {"a.md": lesson_text(), "guide/page.md": "# A page\n"})
    (root / "lessons/pump.svg").write_text("<svg/>", encoding="utf-8")
    on_nav = LessonsPlugin.on_nav

    def removing(plugin: LessonsPlugin, nav: Navigation, **others: object) -> Navigation:
        for name in ("a.md", "guide/page.md", "pump.svg"):
            (root / "lessons" / name).unlink()
        return on_nav(plugin, nav, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(LessonsPlugin, "on_nav", removing)
    preview(root, tmp_path / "site")
    assert "A page" in (tmp_path / "site/guide/page/index.html").read_text("utf-8")
    assert (tmp_path / "site/lesson/a/index.html").exists()
