"""Everything that can be judged of a file with a broken header, in one round and with no guess."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.library import checks
from site_builder.library.loader import base_of
from site_builder.library.reading import as_it_was
from site_builder.library.readings import read_all
from site_builder.project import read_project
from site_builder.records.kinds import Kind
from tests.builders import lesson_text
from tests.conftest import REPOSITORY, Base

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library.reading import Readings

    MakeBase = Callable[[dict[str, str]], Base]

TOUR = read_project(REPOSITORY / "examples/tour")


@cache
def tour() -> Readings:
    return read_all(TOUR)


def found(path: str, text: str) -> set[tuple[str, str]]:
    """Return rule and message of what checks find in a file of the tour with another text."""
    base = base_of(as_it_was(tour(), {tour().prefix + path: text.encode()}), TOUR.settings)
    return {
        (problem.rule, problem.message)
        for check in checks.CHECKS
        for problem in check(base)
        if problem.span.file == tour().prefix + path
    }


def fields_of_the_tour() -> list[tuple[str, str]]:
    """Return every field of every record, as path and name."""
    return [
        (path, name)
        for path, reading in tour().records.items()
        if reading.record and reading.record.kind is not Kind.PAGE
        for name in reading.record.document.header
    ]


@settings(max_examples=12)
@given(st.data())
def test_what_is_said_of_a_broken_record_would_be_said_of_the_whole_one(
    data: st.DataObject,
) -> None:
    path, name = data.draw(st.sampled_from(fields_of_the_tour()))
    reading = tour().records[path].record
    assert reading
    text, start = reading.document.text, reading.document.span_of((name,), key=True).line - 1
    lines = text.split("\n")
    end = start + 1
    while lines[end].startswith((" ", "-")) and lines[end] != "---":
        end += 1
    wrong = data.draw(st.sampled_from(["[[x]]", "[[], [y]]"]))
    broken = "\n".join([*lines[:start], f"{name}: {wrong}", "colour: red", *lines[end:]])
    assert found(path, broken) <= found(path, text)


def rules_of(base: Base) -> list[str]:
    return [problem.rule for problem in base.load().diagnostics]


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("date:", "colour: red\ndate:"),
        ("evidence: experiential", "evidence: hearsay"),
        ("evidence: experiential\n", ""),
        ("title: Invented lesson", "title: [Invented, lesson]"),
        ("date: 2026-02-01", "date: last winter"),
        ("date: 2026-02-01", "date: 2026-02-01\ncitations: [{doi: none, title: {x: y}}]"),
    ],
)
def test_a_broken_field_hides_no_other_problem(
    make_base: MakeBase, written: str, instead: str
) -> None:
    text = lesson_text(tags="[pumps, nonsense]") + "\n[Nowhere](nowhere.md)\n"
    assert written in text
    rules = rules_of(make_base({"a.md": text.replace(written, instead)}))
    assert {"tag-unknown", "link-broken"} < set(rules)


@pytest.mark.parametrize("header", ["title: [", "- a\n- b"])
def test_a_header_that_cannot_be_read_hides_no_problem_of_the_text(
    make_base: MakeBase, header: str
) -> None:
    rules = rules_of(make_base({"a.md": f"---\n{header}\n---\n\n[Nowhere](nowhere.md)\n"}))
    wrong = {"yaml-syntax", "header-not-mapping"} & set(rules)
    assert sorted(rules) == sorted([*wrong, "section-missing", "section-missing", "link-broken"])


def test_two_files_without_a_problem_do_not_repeat_each_other(make_base: MakeBase) -> None:
    text = lesson_text().replace("problem:", "problems:")
    rules = rules_of(make_base({"a.md": text, "b.md": text.replace("Invented", "Another")}))
    assert set(rules) == {"field-unknown", "field-missing"}
