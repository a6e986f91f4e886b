"""What a form promises of a new lesson is what its page says once it is there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from site_builder.publish.marks import MEETING, marks_of_new_lessons
from site_builder.records.lesson import Design
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base


def test_the_mark_of_every_kind_of_source_is_that_of_such_a_lesson(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    sources = {
        design: {"source_assist": "", "citations": f"[{{title: Source, design: {design}}}]"}
        for design in map(str, Design)
    }
    sources[MEETING] = {"source_assist": "pump-review"}
    files = {
        f"{number}-{team or 'none'}.md": lesson_text(team=team, status="draft", **source)
        for number, source in enumerate(sources.values())
        for team in ("south", "")
    }
    base = make_base(files).load()
    marks = marks_of_new_lessons(
        SimpleNamespace(settings=base.settings, today=base.today)  # type: ignore[arg-type]
    )
    for number, source in enumerate(sources):
        for team in ("south", ""):
            lesson = base.library.lesson(f"{number}-{team or 'none'}")
            assert lesson
            # A meeting that names its host was seen by that team.
            named = team or source == MEETING
            mark = marks[f"{source}+team" if named else source]
            strip = [[*part] for part in base.evidence.strip(lesson)]
            assert [part for part in strip if part[0] != "when"] == mark["strip"], source
            assert str(base.evidence.derivation(lesson).mark) == mark["mark"]
