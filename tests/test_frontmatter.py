"""File text to Document: where header and body are, what stands where, and what is wrong."""

from __future__ import annotations

import pytest

from site_builder.diagnostics import Severity, Span, span_between
from site_builder.records.header.document import Document, decode, parse_document, parse_mapping
from site_builder.records.header.read import MAX_VALUES

PATH = "lessons/a.md"


def parsed(text: str) -> Document:
    """Return the document of a text that is right."""
    document, problems = parse_document(PATH, text)
    assert document is not None
    assert problems == []
    return document


def rules_of(text: str) -> list[str]:
    """Return the rules that a text breaks."""
    return [problem.rule for problem in parse_document(PATH, text)[1]]


def only_problem(text: str) -> tuple[str, int, int, int]:
    """Return rule, line and columns of the one thing that is wrong with a text."""
    _document, (problem,) = parse_document(PATH, text)
    assert problem.span.file == PATH
    assert problem.span.line == problem.span.end_line
    return problem.rule, problem.span.line, problem.span.column, problem.span.end_column


def decoded_rule(data: bytes) -> tuple[str, int, int]:
    """Return rule, line and column of the one thing that is wrong with a file's bytes."""
    _text, (problem,) = decode(PATH, data)
    assert problem.severity is Severity.ERROR
    return problem.rule, problem.span.line, problem.span.column


def test_header_and_body_are_taken_apart() -> None:
    document = parsed("---\ntitle: T\n---\n## One\n")

    assert document.header == {"title": "T"}
    assert document.body.strip() == "## One"


def test_a_body_may_hold_a_line_of_dashes() -> None:
    document = parsed("---\ntitle: T\n---\nabove\n\n---\n\nbelow\n")

    assert document.body.strip() == "above\n\n---\n\nbelow"


def test_empty_lines_may_come_before_the_header() -> None:
    assert parsed("\n\n---\ntitle: T\n---\n").header == {"title": "T"}


def test_an_empty_header_has_no_fields() -> None:
    assert parsed("---\n---\ntext\n").header == {}


def test_a_field_named_content_is_a_field_like_any_other() -> None:
    assert parsed("---\ncontent: C\nhandler: H\n---\n").header == {"content": "C", "handler": "H"}


@pytest.mark.parametrize("written", ["no", "1.10", "0012", "2026-02-30", "0x1F", "1e3", "12:30:45"])
def test_a_scalar_stays_as_it_was_written(written: str) -> None:
    assert parsed(f"---\na: {written}\n---\n").header == {"a": written}


@pytest.mark.parametrize("written", ["", " ~", " null"])
def test_a_field_without_a_value_has_none(written: str) -> None:
    assert parsed(f"---\na:{written}\n---\n").header == {"a": None}


def test_a_quoted_null_is_text() -> None:
    assert parsed('---\na: "null"\n---\n').header == {"a": "null"}


def test_lists_and_groups_of_fields_keep_their_order() -> None:
    document = parsed("---\nb: [2, 1]\na:\n  d: 1\n  c: 2\n---\n")

    assert list(document.header) == ["b", "a"]
    assert document.header == {"b": ["2", "1"], "a": {"d": "1", "c": "2"}}


def test_an_alias_stands_for_what_it_names() -> None:
    assert parsed("---\na: &x [1]\nb: *x\n---\n").header == {"a": ["1"], "b": ["1"]}


def test_a_merge_key_is_a_field_like_any_other() -> None:
    assert parsed("---\na: &x {b: 1}\n<<: *x\n---\n").header == {"a": {"b": "1"}, "<<": {"b": "1"}}


class TestPlaces:
    TEXT = "---\ntitle: A title\ncitations:\n  - title: C\n    doi: 10.1/x\n---\n\nBody\n"

    @pytest.mark.parametrize(
        ("place", "line", "columns"),
        [
            (("title",), 2, (8, 15)),
            (("citations", 0, "doi"), 5, (10, 16)),
            (("citations", 0, "title"), 4, (12, 13)),
        ],
    )
    def test_a_value_is_found_where_it_stands(
        self, place: tuple[str | int, ...], line: int, columns: tuple[int, int]
    ) -> None:
        assert parsed(self.TEXT).span_of(place) == Span(PATH, line, columns[0], line, columns[1])

    def test_a_key_is_found_where_it_stands(self) -> None:
        span = parsed(self.TEXT).span_of(("citations", 0, "doi"), key=True)

        assert span == Span(PATH, 5, 5, 5, 8)

    def test_a_missing_field_is_found_at_the_key_of_its_owner(self) -> None:
        span = parsed(self.TEXT).span_of(("citations", "publisher"), key=True)

        assert span == Span(PATH, 3, 1, 3, 10)

    def test_a_missing_field_of_the_record_is_found_at_the_opening_line(self) -> None:
        assert parsed(self.TEXT).span_of(("problem",), key=True) == Span(PATH, 1, 1, 1, 4)

    def test_an_empty_value_is_found_at_its_key(self) -> None:
        assert parsed("---\ntitle:\n---\n").span_of(("title",)) == Span(PATH, 2, 1, 2, 6)

    def test_columns_count_characters_and_not_bytes(self) -> None:
        assert parsed("---\nä: [😀, x]\n---\n").span_of(("ä", 1)) == Span(PATH, 2, 8, 2, 9)

    def test_the_body_is_counted_from_the_beginning_of_the_file(self) -> None:
        document = parsed(self.TEXT)
        at = document.text.index("Body")

        assert document.span(at, at + 4) == Span(PATH, 8, 1, 8, 5)

    def test_a_span_ends_with_its_first_line(self) -> None:
        assert span_between(PATH, "one\ntwo\n", 1, 6) == Span(PATH, 1, 2, 1, 4)

    def test_a_span_past_the_end_stands_at_the_end(self) -> None:
        assert span_between(PATH, "one\ntwo", 99, 120) == Span(PATH, 2, 4, 2, 4)


class TestBytes:
    @pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
    def test_line_ends_are_made_equal(self, end: str) -> None:
        assert decode(PATH, f"one{end}two{end}".encode()) == ("one\ntwo\n", [])

    def test_a_byte_that_is_not_utf8_is_found(self) -> None:
        assert decoded_rule("one\nzwö".encode("latin-1")) == ("file-not-utf8", 2, 3)

    @pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n"])
    def test_a_byte_that_is_not_utf8_is_found_after_line_ends_of_any_kind(self, end: bytes) -> None:
        assert decoded_rule(b"one" + end + b"tw\xff") == ("file-not-utf8", 2, 3)

    def test_a_byte_order_mark_is_an_error(self) -> None:
        assert decoded_rule(b"\xef\xbb\xbf---\ntitle: T\n---\n") == ("file-bom", 1, 1)

    def test_a_nul_character_is_an_error(self) -> None:
        assert decoded_rule(b"---\ntitle: T\0\n---\n") == ("file-nul", 2, 9)

    def test_utf16_is_an_error(self) -> None:
        assert decoded_rule("---\n".encode("utf-16"))[0] == "file-not-utf8"


class TestWrongHeaders:
    def test_a_file_without_a_header_is_an_error(self) -> None:
        assert only_problem("## One\n") == ("header-missing", 1, 1, 7)

    def test_an_empty_file_is_an_error(self) -> None:
        assert only_problem("") == ("header-missing", 1, 1, 1)

    def test_a_header_that_is_not_closed_is_an_error_where_it_opens(self) -> None:
        assert only_problem("\n---\ntitle: T\n") == ("header-unclosed", 2, 1, 4)

    def test_an_indented_fence_opens_no_header(self) -> None:
        assert rules_of(" ---\ntitle: T\n---\n") == ["header-missing"]

    @pytest.mark.parametrize("header", ["title:No space", "- a\n- b", "just words"])
    def test_a_header_without_fields_is_an_error(self, header: str) -> None:
        assert rules_of(f"---\n{header}\n---\n") == ["header-not-mapping"]

    def test_a_colon_in_a_value_is_an_error_where_it_stands(self) -> None:
        assert only_problem("---\ntitle: One: two\n---\n") == ("yaml-syntax", 2, 11, 12)

    def test_a_tab_before_a_field_is_an_error(self) -> None:
        _document, (problem,) = parse_document(PATH, "---\na:\n\tb: 1\n---\n")

        assert problem.rule == "yaml-syntax"
        assert problem.hint == "indent with spaces, not with tabs"

    def test_a_control_character_is_an_error_where_it_stands(self) -> None:
        assert only_problem("---\nä: ö\nb: ü\x07\n---\n") == ("yaml-syntax", 3, 5, 6)

    def test_a_field_that_stands_twice_keeps_its_first_value(self) -> None:
        document, (problem,) = parse_document(PATH, "---\na: 1\na: 2\n---\n")

        assert document is not None
        assert document.header == {"a": "1"}
        assert (problem.rule, problem.span) == ("key-duplicate", Span(PATH, 3, 1, 3, 2))

    def test_fields_that_differ_in_case_are_an_error(self) -> None:
        assert only_problem("---\nteam: a\nTeam: b\n---\n") == ("key-case", 3, 1, 5)

    @pytest.mark.parametrize("first", ["team: small\nTeam: Large", "Team: Large\nteam: small"])
    def test_of_fields_that_differ_in_case_the_one_in_small_letters_is_kept(
        self, first: str
    ) -> None:
        document, _problems = parse_document(PATH, f"---\n{first}\n---\n")

        assert document is not None
        assert document.header == {"team": "small"}

    def test_a_field_whose_name_is_a_list_is_an_error(self) -> None:
        document, (problem,) = parse_document(PATH, "---\n[a]: 1\nb: 2\n---\n")

        assert document is not None
        assert document.header == {"b": "2"}
        assert (problem.rule, problem.span.line) == ("yaml-syntax", 2)

    def test_a_tag_is_an_error(self) -> None:
        assert rules_of("---\na: !important b\n---\n") == ["yaml-tag"]

    def test_a_standard_tag_is_none(self) -> None:
        assert parsed("---\na: !!str 1\n---\n").header == {"a": "1"}

    @pytest.mark.parametrize("written", ["[!x y]", "{b: !x y}"])
    def test_a_tag_inside_a_value_is_an_error(self, written: str) -> None:
        assert rules_of(f"---\na: {written}\n---\n") == ["yaml-tag"]

    def test_a_value_that_a_number_sign_cuts_is_a_warning_at_what_is_lost(self) -> None:
        _document, (problem,) = parse_document(PATH, "---\ntitle: Ward #3 at night\n---\n")

        assert (problem.rule, problem.severity) == ("value-cut", Severity.WARNING)
        assert problem.span == Span(PATH, 2, 13, 2, 24)

    @pytest.mark.parametrize("line", ["a: b # note", "a: 'b #c'", "# a: b #c\na: b", "a: b#c"])
    def test_a_comment_is_no_cut(self, line: str) -> None:
        assert rules_of(f"---\n{line}\n---\n") == []

    @pytest.mark.parametrize(
        "header",
        [
            "a: " + "[" * 13 + "]" * 13,
            "a: " + "{b: " * 13 + "}" * 13,
            "a: " + "[" * 5_000,
            "a:\n" + "- " * 5_000,
            "a:\u2028" + "- " * 5_000,
            "a: &a [*a]",
        ],
    )
    def test_a_header_that_nests_too_deep_is_given_up(self, header: str) -> None:
        document, (problem,) = parse_document(PATH, f"---\n{header}\n---\n")

        assert document is None
        assert problem.rule == "header-too-deep"

    @pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{b: ", "}")])
    def test_a_header_may_nest_twelve_levels_deep(self, opening: str, closing: str) -> None:
        # The fields are the first level, and the innermost value is the last.
        assert rules_of(f"---\na: {opening * 10}c{closing * 10}\n---\n") == []
        assert rules_of(f"---\na: {opening * 11}c{closing * 11}\n---\n") == ["header-too-deep"]

    def test_aliases_of_aliases_are_given_up(self) -> None:
        header = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        for name, before in ("ba", "cb", "dc", "ed"):
            header += f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"

        document, (problem,) = parse_document(PATH, f"---\n{header}---\n")

        assert document is None
        assert problem.rule == "header-alias-bomb"

    def test_unnamed_fields_count_as_values_each_time_they_are_repeated(self) -> None:
        unnamed = ", ".join(f"[{number}]: 1" for number in range(100))
        header = f"a: &a {{{unnamed}}}\nb: [{', '.join(['*a'] * 10_000)}]"

        document, problems = parse_document(PATH, f"---\n{header}\n---\n")

        assert document is None
        assert len(problems) <= MAX_VALUES + 1


def test_a_file_of_yaml_is_all_header() -> None:
    document, problems = parse_mapping("lessons/vocabulary.yml", "tags: {a: {label: A}}\n")

    assert problems == []
    assert document is not None
    assert document.header == {"tags": {"a": {"label": "A"}}}
    assert document.body == ""
    assert document.span_of(("tags", "a", "label")).column == 19


def test_a_file_of_yaml_may_be_empty() -> None:
    document, problems = parse_mapping("lessons/vocabulary.yml", "# nothing yet\n")

    assert problems == []
    assert document is not None
    assert document.header == {}


@pytest.mark.parametrize(
    ("header", "line", "column", "hint"),
    [
        ('title:"A"\nproblem: b', 2, 6, "a colon and a space"),
        ("title: a\nproblem\uff1ab\ntags: [c]", 3, 8, "a colon and a space"),
        ("title: a\nurl:http://a.example.org\ntags: [c]", 3, 4, "a colon and a space"),
        ("tags:\u00a0[a]\ntitle: b", 2, 6, "a plain space"),
        ("citations:\n\u00a0 - title: a\n    design: b", 3, 1, "a plain space"),
        ("citations:\n  -title: a\n   design: b", 3, 3, "a space between the dash"),
        ('title: "C:\\users"', 2, 13, "a backslash"),
        ('title: "a \\q"', 2, 11, "a backslash"),
        ("title: > 5 pumps", 2, 10, "begins with > or |"),
        ("tags: [a,,]", 2, 10, "a comma with nothing before it"),
        ("title: a: b", 2, 9, "a colon followed by a space"),
        ("title: a\n--- # b\ntags: [c]", 3, 1, "delete the line of three dashes"),
    ],
)
def test_what_is_no_yaml_is_told_where_it_stands(
    header: str, line: int, column: int, hint: str
) -> None:
    _document, (problem,) = parse_document(PATH, f"---\n{header}\n---\n")

    assert problem.rule == "yaml-syntax"
    assert (problem.span.line, problem.span.column) == (line, column)
    assert hint in problem.hint
