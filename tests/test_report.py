"""Diagnostics as people and programs read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from site_builder.diagnostics import Diagnostic, Severity, Span, shortened
from site_builder.report import structured, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base


def _problem(  # noqa: PLR0913 - the parts of a diagnostic
    line: int = 1,
    column: int = 1,
    end: int = 0,
    *,
    file: str = "a.md",
    rule: str = "link-broken",
    severity: Severity = Severity.ERROR,
    message: str = "there is no file",
    hint: str = "",
) -> Diagnostic:
    span = Span(file, line, column, line, end or column + 1)
    return Diagnostic(rule, severity, span, message, hint)


def _rendered(root: Path, source: str, found: Diagnostic) -> list[str]:
    (root / "a.md").write_text(source, encoding="utf-8", newline="")
    return "\n".join(text.render([found], root)).split("\n")


def _marked(lines: list[str]) -> str:
    """Return what stands above the carets, of letters of one column each."""
    return lines[2][lines[3].index("^") : len(lines[3])]


# --- text


def test_block_says_where_what_and_what_to_do(tmp_path: Path) -> None:
    found = _problem(2, 5, 9, hint="did you mean `pump`?")
    assert _rendered(tmp_path, "one\nthe pmup\n", found) == [
        "a.md:2:5: error[link-broken]: there is no file",
        "  |",
        "2 | the pmup",
        "  |     ^^^^",
        "  = help: did you mean `pump`?",
    ]


def test_block_without_a_hint_ends_with_the_carets(tmp_path: Path) -> None:
    assert _rendered(tmp_path, "the pmup\n", _problem(1, 5, 9))[-1] == "  |     ^^^^"


def test_margin_is_as_wide_as_the_line_number(tmp_path: Path) -> None:
    lines = _rendered(tmp_path, "\n" * 99 + "pump\n", _problem(100, 1, 5))
    assert lines[1:] == ["    |", "100 | pump", "    | ^^^^"]


@pytest.mark.parametrize("severity", list(Severity))
def test_head_names_severity_and_rule(tmp_path: Path, severity: Severity) -> None:
    found = _problem(rule="value-cut", severity=severity)
    assert f" {severity.value}[value-cut]: " in _rendered(tmp_path, "x\n", found)[0]


def test_head_and_carets_are_painted_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("the pmup\n", encoding="utf-8")
    found = _problem(1, 5, 9, severity=Severity.NOTE, hint="h")
    (block,) = text.render([found], tmp_path, lambda words, severity: f"<{severity}:{words}>")
    assert block.split("\n") == [
        "a.md:1:5: <note:note[link-broken]>: there is no file",
        "  |",
        "1 | the pmup",
        "  |     <note:^^^^>",
        "  = help: h",
    ]


@pytest.mark.parametrize(
    ("before", "word", "spaces", "carets"),
    [
        ("plain ", "word", 6, 4),
        ("会议在 ", "水泵", 7, 4),
        ("\uff46\uff55\uff4c\uff4c ", "\uff57", 9, 2),
        ("e\u0301te\u0301 ", "cafe\u0301", 4, 4),
        ("नमस्ते ", "पंप", 5, 2),
        ("ผู้ป่วย ", "ห้อง", 5, 3),
        ("❤\ufe0f ", "word", 2, 4),
        ("🔧🔧 ", "🚰", 5, 2),
        ("\tafter a tab ", "word", 13, 4),
        ("bell\x07 ", "word", 6, 4),
        ("", "word", 0, 4),
    ],
    ids=[
        "ascii",
        "chinese",
        "full-width",
        "combining",
        "devanagari",
        "thai",
        "variation",
        "emoji",
        "tab",
        "control",
        "margin",
    ],
)
def test_carets_stand_under_the_words_they_are_about(
    tmp_path: Path, before: str, word: str, spaces: int, carets: int
) -> None:
    found = _problem(1, len(before) + 1, len(before + word) + 1)
    lines = _rendered(tmp_path, f"{before}{word} after\n", found)
    assert lines[3] == "  | " + " " * spaces + "^" * carets


def test_empty_span_gets_one_caret(tmp_path: Path) -> None:
    assert _rendered(tmp_path, "pump\n", _problem(1, 3, 3))[-1] == "  |   ^"


def test_caret_may_stand_after_the_end_of_a_line(tmp_path: Path) -> None:
    assert _rendered(tmp_path, "pump\n", _problem(1, 5, 5))[-1] == "  |     ^"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old-mac"])
def test_lines_are_counted_whatever_ends_them(tmp_path: Path, end: str) -> None:
    lines = _rendered(tmp_path, f"one{end}pump{end}", _problem(2, 1, 5))
    assert lines[2:] == ["2 | pump", "  | ^^^^"]


@pytest.mark.parametrize("at", [1, 60, 400, 793, 797])
def test_long_line_is_shown_around_the_place(tmp_path: Path, at: int) -> None:
    line = "".join(f"{number:04}" for number in range(200))
    lines = _rendered(tmp_path, line + "\n", _problem(1, at, at + 4))
    assert len(lines[2]) == len("1 | ") + 100
    assert _marked(lines) == line[at - 1 : at + 3]


@pytest.mark.parametrize(("at", "first", "last"), [(1, "0", "…"), (400, "…", "…"), (797, "…", "9")])
def test_dots_show_where_a_line_goes_on(tmp_path: Path, at: int, first: str, last: str) -> None:
    line = "".join(f"{number:04}" for number in range(200))
    shown = _rendered(tmp_path, line + "\n", _problem(1, at, at + 4))[2].removeprefix("1 | ")
    assert (shown[0], shown[-1]) == (first, last)


def test_line_of_a_hundred_letters_is_shown_whole(tmp_path: Path) -> None:
    line = "x" * 99 + "y"
    lines = _rendered(tmp_path, line + "\n", _problem(1, 100, 101))
    assert lines[2:] == [f"1 | {line}", "  | " + " " * 99 + "^"]


def test_carets_do_not_run_past_what_is_shown(tmp_path: Path) -> None:
    lines = _rendered(tmp_path, "x" * 500 + "\n", _problem(1, 1, 501))
    assert lines[3] == "  | " + "^" * 100


CONTROL = "".join(map(chr, [*range(32), *range(127, 160)])) + "\u202e\u200b\u2028\ufeff\ud800"


@pytest.mark.parametrize(
    "found",
    [
        _problem(file=f"a{CONTROL}b"),
        _problem(message=f"a{CONTROL}b"),
        _problem(hint=f"a{CONTROL}b"),
    ],
    ids=["file", "message", "hint"],
)
def test_control_characters_of_a_diagnostic_do_not_reach_the_terminal(
    tmp_path: Path, found: Diagnostic
) -> None:
    block = "".join(text.render([found], tmp_path))
    assert [letter for letter in block.replace("\n", "") if not letter.isprintable()] == []
    assert "a�" in block


def test_control_characters_of_a_lesson_do_not_reach_the_terminal(tmp_path: Path) -> None:
    source = "\x1b[31mred\x9b0m\u202e pump\n"
    lines = _rendered(tmp_path, source, _problem(1, len(source) - 4, len(source)))
    assert lines[2] == "1 | �[31mred�0m� pump"
    assert _marked(lines) == "pump"


def test_line_ends_in_a_message_do_not_break_the_block(tmp_path: Path) -> None:
    assert _rendered(tmp_path, "\n", _problem(message="a\nb"))[0].endswith(": a b")


def test_file_that_is_gone_is_named_without_its_line(tmp_path: Path) -> None:
    blocks = list(text.render([_problem(3, 2, hint="h", file="gone.md")], tmp_path))
    assert blocks == ["gone.md:3:2: error[link-broken]: there is no file\n  = help: h"]


def test_line_that_is_gone_is_not_shown(tmp_path: Path) -> None:
    assert len(_rendered(tmp_path, "one\n", _problem(9, 1, 2))) == 1


def test_blank_line_is_not_shown(tmp_path: Path) -> None:
    assert len(_rendered(tmp_path, "  \n", _problem(1, 2, 3))) == 1


def test_bytes_that_are_no_text_are_shown_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"Hei\xdfer\n")
    block = "".join(text.render([_problem(1, 4, 5)], tmp_path))
    assert block.endswith("1 | Hei�er\n  |    ^")


def test_problem_with_a_whole_file_shows_no_line_of_it(tmp_path: Path) -> None:
    found = Diagnostic("file-outside", Severity.ERROR, Span("a.md"), "it leads outside")
    assert _rendered(tmp_path, "secret\n", found) == [
        "a.md:1:1: error[file-outside]: it leads outside"
    ]


@pytest.mark.parametrize(
    ("severities", "records", "said"),
    [
        ([], 0, "0 records checked: no problems"),
        ([], 1, "1 record checked: no problems"),
        ([Severity.ERROR], 2, "2 records checked: 1 error"),
        ([Severity.NOTE, Severity.WARNING] * 2, 1, "1 record checked: 2 warnings, 2 notes"),
        ([Severity.ERROR] * 1200, 3400, "3,400 records checked: 1,200 errors"),
    ],
)
def test_summary_counts(severities: list[Severity], records: int, said: str) -> None:
    assert text.summary([_problem(severity=severity) for severity in severities], records) == said


def test_words_of_an_author_are_cut_and_put_on_one_line() -> None:
    assert shortened("a\n  b " + "c" * 90) == "a b " + "c" * 55 + "…"


def test_short_words_of_an_author_are_left_whole() -> None:
    assert shortened("x" * 60) == "x" * 60


# --- JSON


def test_json_has_exactly_the_documented_shape() -> None:
    found = Diagnostic(
        "value-cut", Severity.WARNING, Span("lessons/ä.md", 3, 5, 4, 6), 'a "b"', "c\nd"
    )
    assert json.loads(structured.as_json([found])) == {
        "format_version": 1,
        "diagnostics": [
            {
                "rule": "value-cut",
                "severity": "warning",
                "file": "lessons/ä.md",
                "line": 3,
                "column": 5,
                "end_line": 4,
                "end_column": 6,
                "message": 'a "b"',
                "hint": "c\nd",
            }
        ],
    }


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(structured.as_json([])) == {"format_version": 1, "diagnostics": []}


def test_json_keeps_the_order() -> None:
    found = [_problem(rule="b", severity=Severity.NOTE), _problem(rule="a")]
    rules = [row["rule"] for row in json.loads(structured.as_json(found))["diagnostics"]]
    assert rules == ["b", "a"]


def test_json_keeps_letters_readable() -> None:
    assert "水泵" in structured.as_json([_problem(message="水泵")])


# --- annotations of GitHub


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "notice")],
)
def test_github_line_is_a_workflow_command(severity: Severity, level: str) -> None:
    (line,) = structured.as_github([_problem(3, 5, 9, severity=severity)])
    assert line == (
        f"::{level} file=a.md,line=3,endLine=3,col=5,endColumn=9,title=link-broken"
        "::there is no file"
    )


def test_github_line_ends_with_the_hint() -> None:
    (line,) = structured.as_github([_problem(hint="did you mean `a`?")])
    assert line.endswith("::there is no file (did you mean `a`?)")


def test_github_message_is_escaped_so_that_it_stays_one_command() -> None:
    (line,) = structured.as_github([_problem(message="100 %\r\n::error::a, b: c")])
    assert line.endswith("title=link-broken::100 %25%0D%0A::error::a, b: c")


def test_github_file_is_escaped_so_that_it_stays_one_property() -> None:
    (line,) = structured.as_github([_problem(file="a,line=9:b%\n.md")])
    assert line.startswith("::error file=a%2Cline=9%3Ab%25%0A.md,line=1,")


def test_github_shows_errors_first_and_keeps_the_order_of_equals() -> None:
    found = [
        _problem(1, severity=Severity.NOTE),
        _problem(2, severity=Severity.WARNING),
        _problem(3),
        _problem(4, severity=Severity.WARNING),
        _problem(5),
    ]
    lines = [line.split("line=")[1].split(",")[0] for line in structured.as_github(found)]
    assert lines == ["3", "5", "2", "4", "1"]


# --- from a lesson to the report


def test_hostile_value_reaches_no_report_as_it_is(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base(
        {"a.md": '---\ntitle: A\nevidence: "\\e]0;owned\\a\\x9b2J\\n::error::x"\n---\n'}
    )
    shown = base.run("check").output
    assert "value-unknown" in shown
    assert {letter for letter in shown if not letter.isprintable()} == {"\n"}
    assert "\n::error::x" not in base.run("check", "--format", "github").output
