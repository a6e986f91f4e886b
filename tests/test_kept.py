"""What was read before is taken only where it is what would be read now."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.library import checks, kept, survey
from site_builder.library.loader import load
from site_builder.markdown.body import Body
from site_builder.markdown.reader import read
from site_builder.project import read_project
from tests.builders import lesson_text
from tests.conftest import REPOSITORY, Base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base as LoadedBase
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

_TOUR = REPOSITORY / "examples/tour"
_LONG_AGO = 1_500_000_000


@pytest.fixture(autouse=True)
def every_base_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FEWEST_FILES", 1)


def described(base: LoadedBase) -> object:
    """Return everything about a base that a reading gives."""
    return (
        base.diagnostics,
        [
            (
                *(it.kind, it.id, it.fields, it.fields.model_fields_set),
                repr(it).partition("(")[2],
                *(it.document, it.body.text, it.body.outline, it.body.words),
            )
            for it in base.records
        ],
        [(it.kind, it.id) for it in base.library.records],
        *(base.library.vocabulary, base.files, base.refused, base.unreadable),
        [guess.is_whole for guess in base.guesses],
    )


def read_afresh(root: Path) -> object:
    """Return a base as it is read with nothing kept."""
    with tempfile.TemporaryDirectory() as empty:
        clean = Path(empty) / "base"
        shutil.copytree(root, clean, symlinks=True, ignore=shutil.ignore_patterns(".cache"))
        return described(load(read_project(clean)))


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _edit(file: Path, number: int) -> None:
    signs = ("\nHe was careless.\n", "\n[x](none.md)\n", "\ncall 020 7946 0018\n", "\n<b>x</b> \n")
    file.write_text(text_of(file) + signs[number % len(signs)], encoding="utf-8")


def _mistype(file: Path, number: int) -> None:
    names = ("title:", "date:", "tags:", "---\n")
    file.write_text(text_of(file).replace(names[number % len(names)], "x", 1), encoding="utf-8")


def _rename(file: Path, number: int) -> None:
    file.rename(file.with_name(f"renamed-{number}.md"))


def _remove(file: Path, _number: int) -> None:
    file.unlink()


def _add(file: Path, number: int) -> None:
    new = file.parents[len(file.parents) - 1 - file.parts.index("lessons")] / f"new-{number}.md"
    new.write_text(lesson_text(title=f"New {number}"), encoding="utf-8")


def _rewrite(file: Path, _number: int) -> None:
    """Change a letter, and give the file the size and the time it had."""
    status, text = file.stat(), text_of(file)
    file.write_text(text[:-2] + chr(ord(text[-2]) ^ 1) + text[-1:], encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _change_words(file: Path, number: int) -> None:
    words = file.parents[len(file.parents) - 1 - file.parts.index("lessons")] / "vocabulary.yml"
    words.write_text(text_of(words).replace("label: ", f"label: {number}", 1), encoding="utf-8")


_CHANGES = (_edit, _edit, _mistype, _rename, _remove, _add, _rewrite, _change_words)
_CHANGE = st.tuples(st.sampled_from(_CHANGES), st.integers(0, 500), st.integers(0, 500))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(_CHANGE, max_size=3), min_size=1, max_size=3))
def test_what_is_kept_gives_the_base_that_is_there(
    rounds: list[list[tuple[Callable[[Path, int], None], int, int]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "base"
        shutil.copytree(_TOUR, root, ignore=shutil.ignore_patterns(".cache", "site"))
        for file in root.rglob("*"):
            os.utime(file, (_LONG_AGO, _LONG_AGO))
        for changes in rounds:
            load(read_project(root))
            for change, at, number in changes:
                files = sorted((root / "lessons").rglob("*.md"))
                change(files[at % len(files)], number)
            assert described(load(read_project(root))) == read_afresh(root)
            # Nothing has changed, so that all of it is taken from what was kept.
            assert described(load(read_project(root))) == read_afresh(root)


def test_of_each_text_is_kept_what_is_read_of_it() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "base"
        shutil.copytree(_TOUR, root, ignore=shutil.ignore_patterns(".cache", "site"))
        for record in load(read_project(root)).records:
            as_kept = repr(record.body.reading).replace("_Kept", "")
            assert as_kept == repr(read(record.body.text))
            for link in record.links:
                sentence = Body(record.body.text).sentence_at(link.start, link.end)
                assert record.sentence_at(link.start, link.end) == sentence


_NAMED = {
    "lesson-0.md": lesson_text(
        body="## What happened\n\nIt [failed](lesson-3.md).\n\n![A](plan.svg)"
    ),
    "lesson-1.md": lesson_text(body="## What happened\n\nSee [how](lesson-2.md#what-was-learned)."),
    "lesson-2.md": lesson_text(
        body="## What happened\n\nIt froze.\n\n## What was learned\n\nHeat."
    ),
    "lesson-3.md": lesson_text(
        status="withdrawn", header="withdrawn: {date: 2026-02-10, reason: harmful}"
    ),
    "lesson-4.md": lesson_text(body="## What happened\n\n![It](lesson-3.md)"),
    "plan.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title onclick="a()">Plan</title></svg>\n',
}
_OTHERWISE = {
    "a heading that a text names": ("lessons/lesson-2.md", "## What was learned", "## And so"),
    "a link to a withdrawn lesson": ("lessons/lesson-1.md", "See", "[See](lesson-3.md)"),
    "a link in place of a picture": ("lessons/lesson-4.md", "![It]", "[It]"),
    "a line above such a link": ("lessons/lesson-0.md", "It [", "A line.\n\nIt ["),
    "a number of a person": ("lessons/lesson-3.md", "A pump", "NHS number 943 476 5919. A pump"),
    "a topic": ("lessons/vocabulary.yml", "  pumps:", "  valves:"),
    "a picture": ("lessons/plan.svg", "<title", "<script>a()</script><title"),
    "people": ("people.yml", "{}", "{heron-seven: {born: 1970}}"),
}
"""What may change: in a file, a text and another. Most of it is read by checks of other records."""


class TestAFewLessons:
    """A base of a few lessons, read before."""

    @pytest.fixture
    def base(self, make_base: Callable[[dict[str, str]], Base]) -> Base:
        base = make_base({f"lesson-{number}.md": lesson_text() for number in range(4)})
        base.load()
        return base

    def test_nothing_is_parsed_twice(self, base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
        before = base.load()
        monkeypatch.setattr("site_builder.library.readings.record_in", None)
        monkeypatch.setattr("site_builder.library.checks.CHECKS", None)

        assert base.load().diagnostics == before.diagnostics

    def test_an_edit_of_a_text_asks_no_check_again_that_read_headers(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number, problem in enumerate(
            ("Pumps fail", "Nurses leave", "Roofs leak", "Buses wait")
        ):
            text = lesson_text(problem=f"{problem} in invented place {number} each winter")
            (base.root / f"lessons/lesson-{number}.md").write_text(text, encoding="utf-8")
        base.load()
        file = base.root / "lessons/lesson-1.md"
        monkeypatch.setattr("site_builder.library.checks.wording.alike", None)
        file.write_text(text_of(file) + "\nAnd more.\n", encoding="utf-8")
        base.load()

        file.write_text(text_of(file).replace("Nurses", "Roofs"), encoding="utf-8")
        with pytest.raises(TypeError):
            base.load()

    def test_an_edit_asks_of_the_texts_that_read_it_alone(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sections = "## What happened\n\n{}\n\n## What was learned\n\nHeat the shed.\n"
        for number, text in enumerate((*["Rain."] * 7, "[x](lesson-1.md#what-was-learned)")):
            file = base.root / f"lessons/lesson-{number}.md"
            file.write_text(lesson_text(body=sections.format(text)), encoding="utf-8")
        assert "anchor-broken" not in {problem.rule for problem in base.load().diagnostics}
        asked: list[str] = []

        def of(record: Record[Part], _base: LoadedBase) -> Iterator[Diagnostic]:
            asked.append(record.id)
            yield from ()

        check = SimpleNamespace(of=of)
        monkeypatch.setattr(checks, "_EACH_IN_BASE", (*checks._EACH_IN_BASE, check))
        file = base.root / "lessons/lesson-1.md"
        file.write_text(text_of(file).replace("## What was learned", "## Learned"), "utf-8")

        assert "anchor-broken" in {problem.rule for problem in base.load().diagnostics}
        assert asked == ["lesson-1", "lesson-7"]

        asked.clear()
        file.write_text(text_of(file).replace("title: ", "title: So "), encoding="utf-8")
        base.load()
        assert asked == ["lesson-1", "lesson-7"]

    @pytest.mark.parametrize(
        ("text", "edited"),
        [
            ("[[The dry pump]]", ("title: ", "title: The dry pump # ")),
            ("[[lesson-1#Learned]]", ("## What was learned", "## Learned")),
            ("[x](lesson-1.md)", ("---\n", "---\nstatus: withdrawn\n")),
            ("[x](lesson-1.md#nowhere)", ("date: ", "dated: ")),
        ],
    )
    def test_a_text_is_looked_at_again_when_what_it_leads_to_changes(
        self, base: Base, text: str, edited: tuple[str, str]
    ) -> None:
        for number in range(8):
            file = base.root / f"lessons/lesson-{number}.md"
            file.write_text(lesson_text() + f"\n{text}\n" * (number > 6), encoding="utf-8")
        before = base.load().diagnostics
        file = base.root / "lessons/lesson-1.md"
        file.write_text(text_of(file).replace(*edited, 1), encoding="utf-8")

        after = base.load()
        assert described(after) == read_afresh(base.root)
        assert {it for it in after.diagnostics if "lesson-7" in it.span.file} ^ {
            it for it in before if "lesson-7" in it.span.file
        }

    def test_an_edit_of_a_text_makes_no_receipt_stale(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shutil.rmtree(base.root / ".cache")
        base.run("check")
        file = base.root / "lessons/lesson-1.md"
        file.write_text(text_of(file) + "\nAnd more.\n", encoding="utf-8")
        monkeypatch.setattr("site_builder.assists.receipts.awaiting", None)
        base.run("check")

        file.write_text(text_of(file).replace("date: 20", "date: 19"), encoding="utf-8")
        with pytest.raises(TypeError):
            base.run("check")

    def test_another_day_is_another_base(self, base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")

        assert "date-future" in {problem.rule for problem in base.load().diagnostics}

    def test_other_settings_are_other_problems(self, base: Base) -> None:
        project = read_project(base.root)
        strict = replace(project, settings=replace(project.settings, title_max=3))

        assert "title-too-long" in {problem.rule for problem in load(strict).diagnostics}

    @pytest.mark.parametrize("change", _OTHERWISE)
    def test_what_was_found_is_found_again_only_while_all_that_was_read_is_the_same(
        self, make_base: Callable[[dict[str, str]], Base], change: str
    ) -> None:
        base = make_base(_NAMED)
        (base.root / "people.yml").write_text("people: {}\n", encoding="utf-8")
        base.load()
        before = base.load().diagnostics
        path, old, new = _OTHERWISE[change]
        file = base.root / path
        assert old in text_of(file)
        file.write_text(text_of(file).replace(old, new, 1), encoding="utf-8")

        assert base.load().diagnostics != before
        assert described(base.load()) == read_afresh(base.root)

    def test_a_file_that_is_no_record_any_more_is_none_beside_one_that_changes(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kept, "_PARTS", 1)
        base.load()
        (base.root / "lessons/lesson-1.md").write_text("no header\n", encoding="utf-8")
        (base.root / "lessons/lesson-2.md").write_text(lesson_text(title="New"), encoding="utf-8")
        base.load()

        assert described(base.load()) == read_afresh(base.root)

    def test_another_program_reads_all_again(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kept, "program", lambda: "another")
        monkeypatch.setattr("site_builder.library.readings.record_in", None)

        with pytest.raises(TypeError):
            base.load()

    def test_a_file_that_may_change_within_a_tick_of_its_clock_is_read_again(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = time.time_ns()
        monkeypatch.setattr(survey, "_signature", lambda _file: (1, now, now, 1))
        base.load()
        file = base.root / "lessons/lesson-1.md"
        file.write_text(lesson_text(title="Another title"), encoding="utf-8")

        (record,) = (it for it in base.load().records if it.id == "lesson-1")
        assert record.document.text == text_of(file)
        assert described(base.load()) == read_afresh(base.root)

    @pytest.mark.parametrize("damage", [b"", b"x", b"\xff" * 4_000])
    def test_what_is_torn_is_made_again(self, base: Base, damage: bytes) -> None:
        before = described(base.load())
        for file in (base.root / ".cache/reading").iterdir():
            data = file.read_bytes()
            file.write_bytes(data[: len(data) // 2] + damage)

        assert described(base.load()) == before

    def test_what_nobody_of_us_wrote_is_not_read(self, base: Base) -> None:
        before = described(base.load())
        for file in (base.root / ".cache/reading").iterdir():
            data = file.read_bytes()
            file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

        assert described(base.load()) == before

    def test_a_file_in_the_place_of_another_is_not_taken_for_it(self, base: Base) -> None:
        before = described(base.load())
        files = sorted((base.root / ".cache/reading").iterdir())
        contents = [file.read_bytes() for file in files]
        for file, other in zip(files, [*contents[1:], contents[0]], strict=True):
            file.write_bytes(other)

        assert described(base.load()) == before

    def test_a_check_says_the_same_twice(self, base: Base) -> None:
        (base.root / "lessons/lesson-1.md").write_text("no header\n", encoding="utf-8")
        first = base.run("check")

        assert base.run("check").output == first.output
        assert first.exit_code == 1

    def test_a_folder_that_cannot_be_written_is_let_alone(self, base: Base) -> None:
        shutil.rmtree(base.root / ".cache")
        (base.root / ".cache").write_text("a file", encoding="utf-8")

        assert base.load().library.lessons

    @pytest.mark.parametrize("link", [".cache", ".cache/reading"])
    def test_nothing_is_written_through_a_link(self, base: Base, link: str) -> None:
        elsewhere = base.root / "elsewhere"
        (elsewhere / "reading").mkdir(parents=True)
        shutil.rmtree(base.root / link)
        (base.root / link).symlink_to(elsewhere, target_is_directory=True)

        assert base.load().library.lessons
        assert [path for path in elsewhere.rglob("*") if path.is_file()] == []
