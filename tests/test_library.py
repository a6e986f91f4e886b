"""Folder to library: which files are read, as what, and what the library answers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from site_builder.library.graph import LinkType, RecordLink
from site_builder.library.library import Library
from site_builder.library.survey import MAX_BYTES
from site_builder.markdown.body import Body
from site_builder.records.header.document import Document
from site_builder.records.kinds import Kind, Page, Record
from site_builder.records.noted import RECORD, Groups, Remembered, condensed, note, noting
from site_builder.records.vocabulary import Vocabulary
from tests.builders import ASSIST, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library.base import Base as LoadedBase
    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

REUSE = """\
---
lesson: a
team: south
reported_by: charge nurse
date: 2026-02-01
outcome: worked
measure: opinion
---
We used it.
"""


def rules_at(loaded: LoadedBase, path: str) -> list[str]:
    """Return the rules that a file breaks."""
    return [found.rule for found in loaded.diagnostics if found.span.file == path]


class TestReading:
    def test_every_file_is_read_as_the_kind_of_its_folder(self, make_base: MakeBase) -> None:
        loaded = make_base(
            {
                "a.md": lesson_text(),
                "deep/er/b.md": lesson_text(problem="Valves at the plant are closed too late"),
                "reuse/c.md": REUSE,
                "guide/d.md": "# A guide\n",
                "index.md": "# Home\n",
            }
        ).load()

        assert loaded.diagnostics == ()
        assert [(str(record.kind), record.id) for record in loaded.library.records] == [
            ("assist", "pump-review"),
            ("lesson", "a"),
            ("lesson", "b"),
            ("page", "guide/d"),
            ("page", "index"),
            ("reuse", "c"),
        ]

    def test_a_base_may_be_empty_but_for_its_folder(self, make_base: MakeBase) -> None:
        base = make_base({})
        for file in base.root.glob("lessons/*/*"):
            file.unlink()
        (base.root / "lessons" / "vocabulary.yml").unlink()

        loaded = base.load()

        assert loaded.library.records == ()
        assert loaded.diagnostics == ()

    @pytest.mark.parametrize("path", [".hidden.md", ".git/a.md", "x/.obsidian/a.md"])
    def test_hidden_files_and_folders_are_left_out(self, make_base: MakeBase, path: str) -> None:
        loaded = make_base({path: "no header"}).load()

        assert loaded.diagnostics == ()

    @pytest.mark.parametrize("path", ["a.txt", "a.md.bak", "a.md~", "notes"])
    def test_other_files_are_not_read(self, make_base: MakeBase, path: str) -> None:
        assert make_base({path: "no header"}).load().diagnostics == ()

    def test_a_wrong_file_gives_problems_and_no_record(self, make_base: MakeBase) -> None:
        loaded = make_base({"a.md": "no header", "b.md": lesson_text()}).load()

        assert loaded.unreadable == {"lessons/a.md"}
        assert loaded.library.ids(Kind.LESSON) == ["b"]
        assert loaded.has_errors

    def test_a_page_needs_no_header(self, make_base: MakeBase) -> None:
        loaded = make_base({"guide/a.md": "text\n\n---\n\nmore\n"}).load()

        assert loaded.diagnostics == ()
        (page,) = loaded.library.pages
        assert page.body.text == "text\n\n---\n\nmore\n"

    def test_a_page_may_have_a_header_with_fields_of_others(self, make_base: MakeBase) -> None:
        loaded = make_base({"guide/a.md": "---\ntitle: T\nhide: [toc]\n---\ntext\n"}).load()

        assert loaded.diagnostics == ()

    def test_problems_come_by_file_and_place(self, make_base: MakeBase) -> None:
        loaded = make_base(
            {
                "b.md": lesson_text(evidence="maybe", date="today"),
                "a.md": "no header",
                "c.md": "",
            }
        ).load()

        places = [(d.span.file, d.span.line, d.span.column) for d in loaded.diagnostics]
        assert places == sorted(places)
        assert len(places) == 4

    def test_an_error_in_a_draft_is_a_warning(self, make_base: MakeBase) -> None:
        loaded = make_base({"a.md": lesson_text(status="draft", evidence="maybe")}).load()

        assert [str(found.severity) for found in loaded.diagnostics] == ["warning"]
        assert not loaded.has_errors

    def test_the_lessons_folder_may_be_the_project(self, make_base: MakeBase) -> None:
        base = make_base({"a.md": lesson_text()})
        config = base.root / "mkdocs.yml"
        nested = base.root / "lessons" / "mkdocs.yml"
        nested.write_text(
            config.read_text(encoding="utf-8").replace("lessons\n", ".\n", 1), "utf-8"
        )
        inner = type(base)(base.root / "lessons")

        loaded = inner.load()

        assert loaded.prefix == ""
        assert loaded.diagnostics == ()
        assert [lesson.path for lesson in loaded.library.lessons] == ["a.md"]


class TestUnreadableFiles:
    def test_a_file_of_the_largest_size_is_read(self, make_base: MakeBase) -> None:
        text = lesson_text()
        filler = "x" * (MAX_BYTES - len(text.encode()) - 1)

        loaded = make_base({"a.md": f"{text}{filler}\n"}).load()

        assert loaded.diagnostics == ()

    def test_a_larger_file_is_not(self, make_base: MakeBase) -> None:
        loaded = make_base({"a.md": lesson_text() + "x" * MAX_BYTES}).load()

        assert rules_at(loaded, "lessons/a.md") == ["file-too-large"]

    def test_a_link_to_a_file_of_the_base_is_read(self, make_base: MakeBase) -> None:
        base = make_base({"kept/a.txt": lesson_text()})
        (base.root / "lessons" / "a.md").symlink_to("kept/a.txt")

        assert base.load().library.ids(Kind.LESSON) == ["a"]

    def test_a_link_that_leads_outside_is_an_error(self, make_base: MakeBase) -> None:
        base = make_base({})
        (base.root / "secret.md").write_text(lesson_text(), encoding="utf-8")
        (base.root / "lessons" / "a.md").symlink_to("../secret.md")

        loaded = base.load()

        assert rules_at(loaded, "lessons/a.md") == ["file-outside"]
        assert loaded.library.lessons == ()

    @pytest.mark.parametrize("target", ["nowhere.md", "a.md", "."])
    def test_a_link_that_leads_nowhere_is_an_error(self, make_base: MakeBase, target: str) -> None:
        base = make_base({})
        (base.root / "lessons" / "a.md").symlink_to(target)

        assert rules_at(base.load(), "lessons/a.md") == ["file-unreadable"]

    def test_a_linked_folder_is_not_walked(self, make_base: MakeBase) -> None:
        base = make_base({})
        (base.root / "lessons" / "loop").symlink_to(".", target_is_directory=True)

        assert base.load().library.ids(Kind.ASSIST) == ["pump-review"]

    def test_a_pipe_is_left_alone(self, make_base: MakeBase) -> None:
        base = make_base({})
        os.mkfifo(base.root / "lessons" / "a.md")

        assert base.load().library.lessons == ()

    def test_a_file_name_that_is_not_utf8_is_an_error(self, make_base: MakeBase) -> None:
        base = make_base({})
        name = os.fsencode(base.root / "lessons") + b"/z\xfcrich.md"
        with open(name, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a Path cannot name it
            stream.write(lesson_text())

        result = base.run("check")

        assert result.exit_code == 1
        assert "id-malformed" in result.output

    def test_an_unreadable_vocabulary_is_told_once(self, make_base: MakeBase) -> None:
        loaded = make_base({"vocabulary.yml": "tags: [", "a.md": lesson_text()}).load()

        assert [found.rule for found in loaded.diagnostics] == ["yaml-syntax"]


class TestAnswers:
    def test_of_records_with_the_same_id_the_first_by_path_is_kept_in_any_order(self) -> None:
        def page(path: str) -> Record[Page]:
            return Record(Kind.PAGE, "a", Page(), Document(path, "", {}, 0, 0, 0), Body(""))

        for paths in (("x.md", "y.md"), ("y.md", "x.md")):
            library = Library(map(page, paths), Vocabulary())

            assert [record.path for record in library.records] == ["x.md"]

    def test_of_two_files_with_the_same_id_the_first_by_path_is_kept(
        self, make_base: MakeBase
    ) -> None:
        loaded = make_base({"y/a.md": lesson_text(), "x/a.md": lesson_text()}).load()

        assert [lesson.path for lesson in loaded.library.lessons] == ["lessons/x/a.md"]
        assert rules_at(loaded, "lessons/y/a.md") == ["id-clash"]

    def test_a_lesson_and_an_assist_may_share_an_id(self, make_base: MakeBase) -> None:
        loaded = make_base({"pump-review.md": lesson_text()}).load()

        assert loaded.diagnostics == ()
        lesson, assist = (
            loaded.library.get(kind, "pump-review") for kind in (Kind.LESSON, Kind.ASSIST)
        )
        assert lesson is not None
        assert assist is not None
        assert lesson is not assist
        assert loaded.library.lesson("pump-review") is lesson
        assert loaded.library.assist("pump-review") is assist

    def test_published_lessons_are_published_and_not_replaced(self, make_base: MakeBase) -> None:
        library = (
            make_base(
                {
                    "a.md": lesson_text(header="relations: {supersedes: [c]}"),
                    "b.md": lesson_text(status="draft"),
                    "c.md": lesson_text(status="superseded"),
                    "d.md": lesson_text(
                        status="withdrawn", header="withdrawn: {date: 2026-01-01, reason: wrong}"
                    ),
                }
            )
            .load()
            .library
        )

        assert [lesson.id for lesson in library.published] == ["a"]
        assert [lesson.id for lesson in library.lessons] == ["a", "b", "c", "d"]

    def test_lessons_are_grouped_by_tag_mark_and_source(self, make_base: MakeBase) -> None:
        library = (
            make_base(
                {
                    "a.md": lesson_text(tags="[pumps, handover]"),
                    "b.md": lesson_text(
                        problem="Valves at the plant are closed too late at night",
                        evidence="research",
                        source_assist="",
                        header="citations: [{title: C, design: pre-post}]",
                    ),
                    "c.md": lesson_text(status="draft"),
                }
            )
            .load()
            .library
        )

        assert {tag: [one.id for one in ones] for tag, ones in library.tagged.items()} == {
            "handover": ["a"],
            "pumps": ["a", "b"],
        }
        assert {
            source: [one.id for one in ones] for source, ones in library.from_assist.items()
        } == {"pump-review": ["a"]}

    def test_reports_are_found_by_their_lesson(self, make_base: MakeBase) -> None:
        library = (
            make_base({"a.md": lesson_text(), "reuse/x.md": REUSE, "reuse/w.md": REUSE})
            .load()
            .library
        )

        assert {key: [one.id for one in ones] for key, ones in library.reports.items()} == {
            "a": ["w", "x"]
        }

    def test_open_assists_can_still_be_joined(self, make_base: MakeBase) -> None:
        statuses = ("idea", "searched", "open", "confirmed", "held", "cancelled")
        files = {
            f"assists/{status}.md": ASSIST.replace("reported", status).replace(
                "happened", "planned_for"
            )
            for status in statuses
        }

        library = make_base(files).load().library

        assert {one.id for one in library.open_assists} == {"searched", "open", "confirmed"}

    def test_an_alias_finds_the_record_that_had_it(self, make_base: MakeBase) -> None:
        library = make_base({"a.md": lesson_text(aliases="[old-a]")}).load().library

        found = library.by_alias(Kind.LESSON, "old-a")

        assert found is not None
        assert found.id == "a"
        assert library.by_alias(Kind.ASSIST, "old-a") is None
        assert library.get(Kind.LESSON, "old-a") is None

    def test_what_is_not_there_is_not_found(self, make_base: MakeBase) -> None:
        library = make_base({}).load().library

        assert library.lesson("nowhere") is None
        assert library.assist("nowhere") is None


class TestNotes:
    """Whoever asks is known to have read: see `site_builder/records/noted.py`."""

    _OF_NO_RECORD = frozenset(
        {"vocabulary", "people", "practices", "shows_practices", "with_people", "views"}
    )

    def test_every_question_counts_as_read(self, make_base: MakeBase) -> None:
        loaded = make_base({"a.md": lesson_text(), "b.md": lesson_text(title="Other")}).load()
        lesson = loaded.library.lesson("a")
        assert lesson
        arguments: dict[str, tuple[object, ...]] = {
            "get": (Kind.LESSON, "a"),
            **dict.fromkeys(("lesson", "assist", "successors"), ("a",)),
            "by_alias": (Kind.LESSON, "a"),
            "ids": (Kind.LESSON,),
            "record_at": ("lessons/a.md",),
            "with_records": ([],),
            "cycles": (LinkType.RELATED,),
            "sentence": (RecordLink((Kind.LESSON, "a"), LinkType.RELATED, (Kind.LESSON, "b")),),
            "suspects": (lesson,),
            "mentioned": (lesson, Body("[b](b.md)").links[0]),
        }
        for whose in (loaded.library, loaded.graph, loaded.evidence):
            for name in (it for it in dir(whose) if not it.startswith(("_", "whole "))):
                if name in self._OF_NO_RECORD:
                    continue
                for _first_and_second in range(2):
                    with noting() as names:
                        found = getattr(whose, name)
                        if callable(found):
                            found(*arguments.get(name, (lesson,)))
                        elif isinstance(found, Groups):
                            found.get("a")
                    assert names, name

    def test_a_group_counts_by_itself(self, make_base: MakeBase) -> None:
        library = make_base({"a.md": lesson_text()}).load().library
        with noting() as one:
            assert library.tagged.get("pumps")
        with noting() as whether:
            assert "handover" not in library.tagged
        assert (one, whether) == ({":group tagged pumps"}, {":has tagged handover"})
        for read in (len, iter, Groups.items, Groups.values):
            with noting() as every:
                read(library.tagged)
            assert every == {":all lesson"}, read

    def test_what_is_remembered_counts_each_time(self) -> None:
        known = Remembered[str, int]()

        def make() -> int:
            note(RECORD, "lesson", "a")
            return 1

        for _first_and_second in range(2):
            with noting() as names:
                assert known.of("one", make) == 1
            assert names == {":record lesson a"}

    def test_who_reads_very_many_headers_has_read_all(self) -> None:
        many = {f":record lesson {number}" for number in range(3_000)}
        assert condensed({*many, "lessons/a.md"}) == [":all ", "lessons/a.md"]
        assert condensed({":record lesson a", ":all ", ":near a"}) == [":all ", ":near a"]
        assert condensed({":record lesson a", ":all reuse"}) == [":all reuse", ":record lesson a"]
