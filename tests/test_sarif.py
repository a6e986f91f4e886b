"""``lessons check --format sarif``: findings as other tools take them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.report.structured import as_sarif
from site_builder.rules import RULES
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

WHOLE = Span("lessons/vocabulary.yml")
PLACE = Span("lessons/a.md", 2, 5, 3, 9)
HOSTILE = (
    "lessons/two words.md",
    "lessons/100% #sure?.md",
    'lessons/"><script>.md',
    "lessons/Überblick/日本.md",
    "lessons/back\\slash:colon.md",
    "lessons/javascript:alert(1).md",
)


def problem(
    span: Span = PLACE, severity: Severity = Severity.ERROR, rule: str = "link-broken"
) -> Diagnostic:
    """Return an invented problem."""
    return Diagnostic(rule, severity, span, "there is no file", "did you mean another?")


def log_of(*problems: Diagnostic) -> dict[str, Any]:
    """Return the log of some problems."""
    log: dict[str, Any] = json.loads(as_sarif(problems))
    return log


def faults(schema: dict[str, Any], log: dict[str, Any]) -> list[str]:
    """Return what is wrong with a log by the schema."""
    return [fault.message for fault in Draft4Validator(schema).iter_errors(log)]


def test_the_schema_refuses_what_is_no_log(sarif_schema: dict[str, Any]) -> None:
    log = log_of(problem())
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert faults(sarif_schema, log) == [
        "'fatal' is not one of ['none', 'note', 'warning', 'error']"
    ]


@pytest.mark.parametrize("severity", list(Severity))
def test_a_log_of_each_severity_is_valid(sarif_schema: dict[str, Any], severity: Severity) -> None:
    log = log_of(problem(severity=severity))
    assert faults(sarif_schema, log) == []
    assert [result["level"] for result in log["runs"][0]["results"]] == [severity.value]


def test_a_log_without_problems_is_valid(sarif_schema: dict[str, Any]) -> None:
    log = log_of()
    assert faults(sarif_schema, log) == []
    assert log["runs"][0]["results"] == []


def test_a_problem_of_a_whole_file_has_no_region(sarif_schema: dict[str, Any]) -> None:
    log = log_of(problem(WHOLE))
    (location,) = log["runs"][0]["results"][0]["locations"]
    assert faults(sarif_schema, log) == []
    assert "region" not in location["physicalLocation"]


def test_a_problem_of_a_place_has_its_region() -> None:
    (location,) = log_of(problem())["runs"][0]["results"][0]["locations"]
    region = {"startLine": 2, "startColumn": 5, "endLine": 3, "endColumn": 9}
    assert location["physicalLocation"]["region"] == region


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_name_of_any_letters_is_an_address_in_the_log(
    sarif_schema: dict[str, Any], name: str
) -> None:
    log = log_of(problem(Span(name)))
    (location,) = log["runs"][0]["results"][0]["locations"]
    address = location["physicalLocation"]["artifactLocation"]["uri"]
    assert faults(sarif_schema, log) == []
    assert not set(address) & set(' "<>\\^`{|}:?#')
    assert unquote(address) == name


def test_every_rule_can_stand_in_a_log(sarif_schema: dict[str, Any]) -> None:
    log = log_of(*(problem(rule=rule.id, severity=rule.severity) for rule in RULES.values()))
    assert faults(sarif_schema, log) == []
    assert len(log["runs"][0]["tool"]["driver"]["rules"]) == len(RULES)


def test_each_result_names_the_row_of_its_rule() -> None:
    names = ["value-unknown", "link-broken", "value-unknown"]
    (run,) = log_of(*(problem(rule=name) for name in names))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == names
    assert [rule["id"] for rule in rules] == ["link-broken", "value-unknown"]


@given(
    problems=st.lists(
        st.builds(
            Diagnostic,
            st.sampled_from(sorted(RULES)),
            st.sampled_from(Severity),
            st.builds(Span, st.text(min_size=1), *[st.integers(1, 10**6)] * 4),
            st.text(min_size=1),
            st.text(),
        )
    )
)
def test_any_problems_make_a_valid_log(
    sarif_schema: dict[str, Any], problems: list[Diagnostic]
) -> None:
    assert faults(sarif_schema, log_of(*problems)) == []


def test_a_file_name_that_is_not_utf_8_is_an_address_too(
    sarif_schema: dict[str, Any], make_base: MakeBase
) -> None:
    base = make_base({})
    (base.root / os.fsdecode(b"lessons/\xff\xfe.md")).write_bytes(b"no header\n")
    log = json.loads(base.run("check", "--format", "sarif").stdout)
    (result, *_others) = log["runs"][0]["results"]
    (location,) = result["locations"]
    assert faults(sarif_schema, log) == []
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "lessons/%FF%FE.md"


def test_the_command_prints_a_valid_log(sarif_schema: dict[str, Any], make_base: MakeBase) -> None:
    files = {
        "wrong & wild.md": lesson_text(evidence="experential"),
        "draft.md": lesson_text(status="draft", title=""),
        "noted.md": lesson_text(date="2026-12-24", problem="Keys of the store are lost"),
    }
    done = make_base(files).run("check", "--format", "sarif")
    log = json.loads(done.stdout)
    assert done.exit_code == 1
    assert faults(sarif_schema, log) == []
    assert {result["level"] for result in log["runs"][0]["results"]} == {"error", "warning", "note"}
