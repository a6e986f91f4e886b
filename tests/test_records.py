"""Dates, identifiers and fields: what an author may write, and what each comes to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from site_builder.diagnostics import shortened
from site_builder.markdown.addresses import is_safe
from site_builder.records.assist import Assist, Stage
from site_builder.records.dates import (
    ImpossibleDateError,
    MalformedDateError,
    PartialDate,
    parse_day,
    parse_partial,
    spoken_day,
)
from site_builder.records.guess import did_you_mean, nearest
from site_builder.records.header.document import parse_document
from site_builder.records.identifiers import is_doi, is_isbn, is_issn, is_pmid, is_web_address
from site_builder.records.kinds import MODELS, Kind, id_of, kind_of
from site_builder.records.lesson import Citation, Lesson, Level, Outcome, Status
from site_builder.records.parse import parse_fields
from site_builder.records.reuse import Reuse
from site_builder.records.schema import json_schema
from site_builder.records.vocabulary import Team, Vocabulary, controlled_words

if TYPE_CHECKING:
    from site_builder.records.fields import Part

LESSON: dict[str, Any] = {
    "title": "T",
    "problem": "P",
    "evidence": "both",
    "tags": ["a"],
    "date": "2026-01-02",
}
ASSIST: dict[str, Any] = {
    "title": "T",
    "problem": "P",
    "format": "visit",
    "status": "held",
    "date": "2026-01-02",
}


class TestDates:
    @pytest.mark.parametrize(
        ("written", "earliest", "spoken"),
        [
            ("2017-06-14", date(2017, 6, 14), "14 June 2017"),
            ("2017-06", date(2017, 6, 1), "June 2017"),
            ("2017", date(2017, 1, 1), "2017"),
            ("2024-02-29", date(2024, 2, 29), "29 February 2024"),
        ],
    )
    def test_a_partial_date_says_as_much_as_its_source(
        self, written: str, earliest: date, spoken: str
    ) -> None:
        partial = parse_partial(written)

        assert (partial.earliest, partial.spoken, partial.year) == (earliest, spoken, earliest.year)

    def test_an_unknown_date_says_so(self) -> None:
        partial = parse_partial("unknown")

        assert not partial.known
        assert (partial.year, partial.earliest) == (None, None)
        assert partial.spoken == "date not stated"

    @pytest.mark.parametrize(
        "written",
        [
            "",
            "June 2017",
            "2017-6",
            "17",
            "2017-06-1",
            "2017-06-14T10:00",
            "\uff12\uff10\uff11\uff17",
            "2017 ",
        ],
    )
    def test_another_form_is_malformed(self, written: str) -> None:
        with pytest.raises(MalformedDateError):
            parse_partial(written)

    @pytest.mark.parametrize("written", ["2017-13", "2017-00", "2023-02-29", "0000", "2017-06-31"])
    def test_a_day_that_no_calendar_has_is_impossible(self, written: str) -> None:
        with pytest.raises(ImpossibleDateError):
            parse_partial(written)

    @pytest.mark.parametrize("written", ["2017", "2017-06", "unknown", "14/06/2017"])
    def test_a_day_is_a_whole_day(self, written: str) -> None:
        with pytest.raises(MalformedDateError):
            parse_day(written)

    def test_a_day_is_spoken_without_leading_zeros(self) -> None:
        assert spoken_day(parse_day("2026-03-01")) == "1 March 2026"


class TestIdentifiers:
    @pytest.mark.parametrize("text", ["10.1136/bmj.n71", "10.1000/456#789", "10.123456789/(a)b"])
    def test_a_doi_is_bare(self, text: str) -> None:
        assert is_doi(text)

    @pytest.mark.parametrize(
        "text",
        ["https://doi.org/10.1136/bmj.n71", "10.1136", "10.12/x", "doi:10.1136/x", "10.1136/a b"],
    )
    def test_anything_else_is_no_doi(self, text: str) -> None:
        assert not is_doi(text)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("33782057", True), ("1", True), ("0123", False), ("123456789", False), ("PMC1", False)],
    )
    def test_a_pubmed_id_has_up_to_eight_digits(self, text: str, expected: bool) -> None:  # noqa: FBT001
        assert is_pmid(text) is expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("978-0-306-40615-7", True),
            ("9780306406157", True),
            ("0-306-40615-2", True),
            ("080442957X", True),
            ("978-0-306-40615-8", False),
            ("0-306-40615-3", False),
        ],
    )
    def test_the_last_digit_of_an_isbn_is_checked(self, text: str, expected: bool) -> None:  # noqa: FBT001
        assert is_isbn(text) is expected

    @pytest.mark.parametrize(
        ("text", "expected"), [("0378-5955", True), ("2434-561X", True), ("0378-5956", False)]
    )
    def test_the_last_digit_of_an_issn_is_checked(self, text: str, expected: bool) -> None:  # noqa: FBT001
        assert is_issn(text) is expected

    @pytest.mark.parametrize("text", ["https://example.org", "http://example.org:80/a?b#c"])
    def test_a_web_address_is_whole(self, text: str) -> None:
        assert is_web_address(text)

    @pytest.mark.parametrize(
        "text",
        [
            "www.example.org",
            "//example.org",
            "ftp://example.org",
            "https://",
            "https:///path",
            "https://example.org/a b",
            'https://example.org/"x"',
            "http://[::1",
            "http://example.org:99999",
            "javascript:alert(1)",
        ],
    )
    def test_anything_else_is_no_web_address(self, text: str) -> None:
        assert not is_web_address(text)


class TestAddresses:
    @pytest.mark.parametrize(
        "target",
        [
            "a.md",
            "../a.md#b",
            "#b",
            "",
            "https://example.org",
            "HTTP://example.org",
            "mailto:a@example.org",
            "tel:+49",
            "a/b:c",
            "?a:b",
        ],
    )
    def test_an_address_that_leads_somewhere_is_safe(self, target: str) -> None:
        assert is_safe(target)

    @pytest.mark.parametrize(
        "target",
        [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\x01javascript:alert(1)",
            "&#106;avascript:alert(1)",
            "&#x6a;avascript:alert(1)",
            "javascript&colon;alert(1)",
            "\u200bjavascript:alert(1)",
            "vbscript:x",
            r"javascript&\#58;alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "blob:x",
        ],
    )
    def test_an_address_that_runs_something_is_not(self, target: str) -> None:
        assert not is_safe(target)


class TestKinds:
    @pytest.mark.parametrize(
        ("path", "kind", "record_id"),
        [
            ("a.md", Kind.LESSON, "a"),
            ("any/folder/a.md", Kind.LESSON, "a"),
            ("assists/a.md", Kind.ASSIST, "a"),
            ("assists/2026/a.md", Kind.ASSIST, "a"),
            ("reuse/a.md", Kind.REUSE, "a"),
            ("guide/sub/a.md", Kind.PAGE, "guide/sub/a"),
            ("index.md", Kind.PAGE, "index"),
            ("any/index.md", Kind.LESSON, "index"),
            ("assists.md", Kind.LESSON, "assists"),
        ],
    )
    def test_a_file_is_of_the_kind_of_its_top_folder(
        self, path: str, kind: Kind, record_id: str
    ) -> None:
        parts = tuple(path.split("/"))

        assert (kind_of(parts), id_of(kind, parts)) == (kind, record_id)


class TestModels:
    def test_a_lesson_needs_five_fields(self) -> None:
        lesson = Lesson.model_validate(LESSON)

        assert (lesson.status, lesson.outcome, lesson.tags) == (Status.PUBLISHED, None, ("a",))
        with pytest.raises(ValidationError) as caught:
            Lesson.model_validate({})
        assert {error["loc"] for error in caught.value.errors()} == {(name,) for name in LESSON}

    def test_an_assist_needs_five_fields(self) -> None:
        Assist.model_validate(ASSIST)

        with pytest.raises(ValidationError) as caught:
            Assist.model_validate({})
        assert {error["loc"] for error in caught.value.errors()} == {(name,) for name in ASSIST}

    def test_a_report_of_use_needs_six_fields(self) -> None:
        with pytest.raises(ValidationError) as caught:
            Reuse.model_validate({})

        names = ("lesson", "team", "reported_by", "date", "outcome", "measure")
        assert {error["loc"] for error in caught.value.errors()} == {(name,) for name in names}

    def test_a_record_cannot_be_changed(self) -> None:
        lesson = Lesson.model_validate(LESSON)

        with pytest.raises(ValidationError, match="frozen"):
            lesson.title = "Other"  # type: ignore[misc]

    def test_spaces_around_a_value_are_left_out(self) -> None:
        assert Lesson.model_validate({**LESSON, "title": " T "}).title == "T"

    def test_a_relation_is_written_with_a_hyphen(self) -> None:
        lesson = Lesson.model_validate({**LESSON, "relations": {"adapted-from": ["a"]}})

        assert lesson.relations.adapted_from == ("a",)

    def test_a_relation_is_not_written_with_an_underscore(self) -> None:
        with pytest.raises(ValidationError):
            Lesson.model_validate({**LESSON, "relations": {"adapted_from": ["a"]}})

    @pytest.mark.parametrize("written", ["yes", "true", "on", "1"])
    def test_yes_is_written_in_the_usual_ways(self, written: str) -> None:
        assert Citation.model_validate({"title": "T", "retracted": written}).retracted

    @pytest.mark.parametrize("written", ["no", "false", "off", "0"])
    def test_no_is_written_in_the_usual_ways(self, written: str) -> None:
        assert not Citation.model_validate({"title": "T", "retracted": written}).retracted

    @pytest.mark.parametrize(("practice", "research"), [("5", "0"), ("0", "6"), ("-1", "0")])
    def test_a_level_stays_on_its_ladder(self, practice: str, research: str) -> None:
        with pytest.raises(ValidationError):
            Level.model_validate({"practice": practice, "research": research})

    @pytest.mark.parametrize("hours", ["0", "-1", ".inf", "nan", "long"])
    def test_a_length_is_a_number_of_hours(self, hours: str) -> None:
        with pytest.raises(ValidationError):
            Assist.model_validate({**ASSIST, "duration_hours": hours})

    @pytest.mark.parametrize(
        ("status", "closed_as", "expected"),
        [
            ("idea", None, False),
            ("open", None, False),
            ("confirmed", None, False),
            ("held", None, True),
            ("reported", None, True),
            ("closed", None, True),
            ("closed", "done", True),
            ("closed", "solved-already", False),
            ("closed", "merged", False),
            ("cancelled", None, False),
        ],
    )
    def test_an_assist_took_place_unless_it_ended_without_a_meeting(
        self,
        status: str,
        closed_as: str | None,
        expected: bool,  # noqa: FBT001
    ) -> None:
        assist = Assist.model_validate({**ASSIST, "status": status, "closed_as": closed_as})

        assert assist.took_place is expected

    def test_every_code_is_written_in_small_letters_and_hyphens(self) -> None:
        codes = [str(code) for codes in (Status, Outcome, Stage) for code in codes]

        assert all(code == code.lower().replace("_", "-") for code in codes)


class TestParsing:
    def diagnose(self, text: str, model: type[Part] = Lesson) -> list[tuple[str, int, int, str]]:
        """Return rule, line, column and message of each problem of a record's fields."""
        document, problems = parse_document("lessons/a.md", f"---\n{text}\n---\n")
        assert document is not None
        assert problems == []
        _fields, wrong = parse_fields(model, document)
        return [
            (found.rule, found.span.line, found.span.column, found.message)
            for found in wrong
            if found.rule != "field-missing"
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("tags: pumps", ("field-type", 1, 7, "`tags` is `pumps` where it takes a list")),
            ("titel: T", ("field-unknown", 1, 1, "`titel` is not a field")),
            ("title:", ("value-empty", 1, 1, "`title` is empty")),
            ("tags: []", ("value-empty", 1, 7, "`tags` is empty")),
            ("evidence: maybe", ("value-unknown", 1, 11, "`evidence` has no value `maybe`")),
            ("date: today", ("date-malformed", 1, 7, "`date`: `today` is not a date")),
            ("date: 2026-02-30", ("date-impossible", 1, 7, "`date`: `2026-02-30` is")),
            (
                "source_assist: A B",
                (
                    "reference-malformed",
                    1,
                    16,
                    "`source_assist` takes the id of an assist; `A B` is not one",
                ),
            ),
            (
                "citations: [{title: T, doi: x}]",
                ("doi-malformed", 1, 29, "`citations[1].doi`: `x` is not a DOI"),
            ),
            (
                "evidence_level: {practice: 9, research: 0}",
                ("value-out-of-range", 1, 28, "`evidence_level.practice` cannot be 9"),
            ),
            ("context: ward", ("field-type", 1, 10, "`context` is `ward` where it takes fields")),
        ],
    )
    def test_a_wrong_field_is_told_where_it_stands(
        self, text: str, expected: tuple[str, int, int, str]
    ) -> None:
        rule, line, column, message = expected

        ((found_rule, found_line, found_column, found_message),) = self.diagnose(text)

        assert (found_rule, found_line - 1, found_column) == (rule, line, column)
        assert found_message.startswith(message)

    def test_every_wrong_field_is_told(self) -> None:
        text = "titel: T\nevidence: maybe\ndate: today\ntags: []"

        assert [rule for rule, *_rest in self.diagnose(text)] == [
            "value-unknown",
            "value-empty",
            "date-malformed",
            "field-unknown",
        ]

    def test_a_missing_field_is_explained(self) -> None:
        document, _problems = parse_document("lessons/a.md", "---\ntitle: T\n---\n")
        assert document is not None

        fields, wrong = parse_fields(Lesson, document)

        assert fields is None
        assert [found.message for found in wrong] == [
            "`problem` is missing",
            "`evidence` is missing",
            "`tags` is missing",
            "`date` is missing",
        ]
        assert wrong[0].hint == "problem: the problem, in one sentence that a stranger would type"

    def test_a_group_of_fields_may_hold_any_id_but_no_other_name(self) -> None:
        text = "tags:\n  Bad Id: {label: L, description: D}"

        ((rule, line, column, _message),) = self.diagnose(text, Vocabulary)

        assert (rule, line, column) == ("reference-malformed", 3, 3)


class TestGuesses:
    def test_the_nearest_word_comes_first(self) -> None:
        assert (
            nearest("xperience", ["experiential", "experience", "both"], limit=2)[0] == "experience"
        )

    def test_a_word_like_no_other_gives_nothing(self) -> None:
        assert nearest("zzz", ["experience", "both"]) == []
        assert did_you_mean("zzz", ["experience"]) == ""

    def test_letter_case_does_not_matter(self) -> None:
        assert did_you_mean("PUMPS", ["pumps"]) == "did you mean `pumps`?"

    def test_equal_guesses_come_by_alphabet(self) -> None:
        assert nearest("ab", ["aby", "abx"], limit=2) == ["abx", "aby"]

    @pytest.mark.parametrize("word", ["", " ", "\0", "日本", "x" * 10_000])
    def test_any_word_may_be_guessed_at(self, word: str) -> None:
        assert nearest(word, ["alpha", "beta"]) == []


class TestVocabulary:
    VOCABULARY = Vocabulary.model_validate(
        {
            "tags": {
                "hand-over": {
                    "label": "Handover",
                    "description": "D",
                    "synonyms": ["Shift Change"],
                },
                "pumps": {"label": "Pumps", "description": "D"},
            }
        }
    )

    def test_a_synonym_or_label_leads_to_its_tag_in_any_case(self) -> None:
        assert self.VOCABULARY.tag_of_synonym["shift change"] == "hand-over"
        assert self.VOCABULARY.tag_of_synonym["handover"] == "hand-over"
        assert self.VOCABULARY.tag_of_synonym["pumps"] == "pumps"

    def test_controlled_words_are_found_at_any_depth(self) -> None:
        assist = Assist.model_validate(
            {
                **ASSIST,
                "tags": ["t"],
                "host_team": "n",
                "setting": "w",
                "outcomes": [{"team": "s", "result": "worked", "measure": "opinion"}],
                "decision": {"by": "d", "chosen": "c"},
            }
        )

        assert sorted(controlled_words(assist), key=repr) == [
            ("formats", ("format",), "visit"),
            ("settings", ("setting",), "w"),
            ("tags", ("tags", 0), "t"),
            ("teams", ("decision", "by"), "d"),
            ("teams", ("host_team",), "n"),
            ("teams", ("outcomes", 0, "team"), "s"),
        ]

    def test_a_lesson_names_its_setting_in_its_context(self) -> None:
        lesson = Lesson.model_validate({**LESSON, "context": {"setting": "ward"}})

        assert ("settings", ("context", "setting"), "ward") in set(controlled_words(lesson))


class TestSchema:
    @pytest.mark.parametrize("kind", ["lesson", "assist", "reuse", "vocabulary"])
    def test_a_schema_refuses_unknown_fields_and_names_its_draft(self, kind: str) -> None:
        schema = json_schema(kind)

        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["additionalProperties"] is False

    def test_fields_stand_under_the_names_that_authors_write(self) -> None:
        relations = json_schema("lesson")["$defs"]["Relations"]["properties"]
        option = json_schema("assist")["$defs"]["Option"]["properties"]

        assert "adapted-from" in relations
        assert "from" in option

    def test_dates_are_text_in_their_form(self) -> None:
        properties = json_schema("lesson")["properties"]

        assert properties["date"]["format"] == "date"

    @pytest.mark.parametrize("kind", list(Kind))
    def test_required_fields_are_those_of_the_model(self, kind: Kind) -> None:
        if kind is Kind.PAGE:
            assert not any(field.is_required() for field in MODELS[kind].model_fields.values())
            return
        required = {
            field.alias or name
            for name, field in MODELS[kind].model_fields.items()
            if field.is_required()
        }
        assert set(json_schema(kind)["required"]) == required


def test_a_long_text_is_cut_short_on_one_line() -> None:
    assert shortened("one\n  two") == "one two"
    assert len(shortened("x" * 1_000)) == 60
    assert shortened("x" * 1_000).endswith("…")


def test_a_partial_date_is_equal_to_another_of_the_same_text() -> None:
    assert parse_partial("2017-06") == PartialDate("2017-06")


@pytest.mark.parametrize(
    ("label", "organisation", "name"),
    [
        ("North ward", "Invented Trust", "North ward, Invented Trust"),
        ("Invented Trust", "Invented Trust", "Invented Trust"),
        ("Invented College", "Invented College NHS Trust", "Invented College NHS Trust"),
        ("The north ward of Invented Trust", "invented trust", "The north ward of Invented Trust"),
        ("Art", "Invented Arts", "Art, Invented Arts"),
    ],
)
def test_a_team_is_named_once(label: str, organisation: str, name: str) -> None:
    assert Team(label=label, organisation=organisation).name == name
