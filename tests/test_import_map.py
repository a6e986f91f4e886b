"""A mistake in a map is shown where it stands, and a map makes of a row what it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exchange.incoming import patterns
from site_builder.exchange.incoming.day_reader import read_date
from site_builder.exchange.incoming.templates import TemplateError, parse_template
from site_builder.exchange.tables.rows import TableRow
from tests.test_import import MAP, PUMP, Import, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

COLUMNS = {name.lower(): name for name in ("id", "Title", "tags", "it's {odd} | one")}
A_ROW = TableRow(1, {"id": "7", "Title": "One two three", "tags": ("a; b", "c")})


@pytest.fixture
def bring(make_base: Callable[[dict[str, str]], Base]) -> Import:
    return Import(make_base({}))


def filled(template: str) -> tuple[str, ...]:
    return parse_template(template, COLUMNS).filled(A_ROW)


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ("{Title}", ("One two three",)),
        ("{ title }", ("One two three",)),
        ("No. {id}: {title}", ("No. 7: One two three",)),
        ("a {{brace}}", ("a {brace}",)),
        ("constant", ("constant",)),
        ("{title | shorten 8}", ("One two…",)),
        ("{title | lower | slug}", ("one-two-three",)),
        ("{tags}", ("a; b", "c")),
        ("{tags | split ';'}", ("a", "b", "c")),
        ("{tags | join ' and '}", ("a; b and c",)),
        ("{title | without '^One ' | first sentence}", ("two three",)),
        ("{`it's {odd} | one`}", ()),
        ("nothing {`it's {odd} | one`}", ()),
        ("{id}{`it's {odd} | one`}", ("7",)),
    ],
)
def test_a_template_makes_of_a_row_what_it_says(template: str, texts: tuple[str, ...]) -> None:
    assert filled(template) == texts


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{titel}", "the table has no column `titel`"),
        ("{}", "the table has no column ``"),
        ("{title", "`{` is unmatched"),
        ("title}", "`}` is unmatched"),
        ("{title | shortn 9}", "there is no filter `shortn`"),
        ("{title | shorten}", "the filter `shorten` is written `shorten N`"),
        ("{title | shorten 0}", "the filter `shorten` is written `shorten N`"),
        ("{title | shorten 99999999999}", "the filter `shorten` is written `shorten N`"),
        ("{title | lower 3}", "the filter `lower` is written `lower`"),
        ("{title | split ;}", "there is no filter `split ;`"),
        ("{title | without '('}", "`(` is an invalid regular expression"),
        ("{title | }", "there is no filter ``"),
    ],
)
def test_a_template_that_makes_no_sense_is_refused(template: str, problem: str) -> None:
    with pytest.raises(TemplateError) as caught:
        filled(template)
    assert str(caught.value).startswith(problem)


@given(st.text(st.sampled_from("{}`'| ;9abtile")))
def test_any_template_is_read_or_refused(template: str) -> None:
    try:
        texts = filled(template)
    except TemplateError:
        return
    assert all(texts)


@pytest.mark.parametrize(
    ("text", "forms", "day"),
    [
        ("14/03/2026", ("%d/%m/%Y",), "2026-03-14"),
        (" 3 May 2019 ", ("%Y", "%d %B %Y"), "2019-05-03"),
        ("05/2019", ("%m/%Y",), "2019-05"),
        ("2019", ("%Y-%m-%d", "%Y"), "2019"),
        ("0800", ("%Y",), "0800"),
        ("31/02/2026", ("%d/%m/%Y",), None),
        ("", ("%Y",), None),
    ],
)
def test_a_date_is_read_as_far_as_its_form_goes(
    text: str, forms: tuple[str, ...], day: str | None
) -> None:
    assert read_date(text, forms) == day


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ('"{title}"', '"{titel}"', ":3:8: error[value-unknown]: `title`: the table has no column"),
        ('"{title}"', '"{titel}"', "did you mean `title`?"),
        ('"{title}"', '[a, "{x}"]', ":3:12: error[value-unknown]: `title[2]`: the table has no"),
        ('"{learned}"', '"{learned | uper}"', ":12:21: error[value-unknown]: `sections.What was"),
        ("'report #", "'(report", ":14:9: error[value-unknown]: `links[1]`: `(report"),
        ("key: id", "key: nr", ":2:6: error[value-unknown]: `key`: the table has no column `nr`"),
        ("title:", "titel:", ":3:1: error[field-unknown]: `titel` is not a field"),
        ("key: id", "key: id\nleave_out: [nr]", "`leave_out[1]`: the table has no column `nr`"),
        ("key: id\n", "", "error[field-missing]: `key` is missing"),
        ("evidence: experiential", "evidence: [", "error[yaml-syntax]"),
        ("date: ", "dates: [x]\ndate: ", "`x` is no form of dates"),
        ("date: ", "months: [a, b]\ndate: ", "`months`: it is no list of months"),
        ("date: ", "dates: []\ndate: ", "error[value-empty]: `dates` is empty"),
        ("[handover]", "{from: [nr]}", "error[value-unknown]: `tags.from[1]`: the table has no"),
        ("[handover]", "{most: 0}", "error[value-out-of-range]: `tags.most` cannot be 0"),
        ('title: "Report', 'titel: "Report', "`citations[1].titel` is not a field"),
        ("evidence: ex", "delimiter: x\nevidence: ex", "`delimiter` has no value `x`"),
        ("What happened:", '"a\\nb":', "cannot be the heading of a section"),
        ('day}"', 'day}"\nteam: {form: x}', "`team.form` is not a field"),
    ],
)
def test_a_mistake_in_a_map_is_shown_where_it_stands_and_nothing_is_written(
    bring: Import, old: str, new: str, shown: str
) -> None:
    bring.with_map(old, new)
    before = set(bring.files())

    result = bring.run(row())

    assert result.exit_code == 1
    assert shown in result.stdout
    assert "Traceback" not in result.output
    assert set(bring.files()) - before == {"reports.jsonl"}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"- x\n", b"a: \0", b"x" * 50 + b"\xe9"])
def test_a_map_that_is_none_is_refused(bring: Import, content: bytes) -> None:
    bring.map.write_bytes(content)

    result = bring.run(row())

    assert result.exit_code == 1
    assert "error[" in result.stdout
    assert not (bring.lessons / "imported").exists()


def test_all_tags_that_are_missing_are_named_at_once_with_what_to_add(bring: Import) -> None:
    bring.with_map("tags: [handover]", "tags: {words: {x: oil}, default: [handovr, grease]}")

    result = bring.run(row())

    assert result.exit_code == 1
    assert result.stdout.count("error[tag-unknown]") == 3
    assert "did you mean `handover`?" in result.stdout
    for tag in ("grease", "handovr", "oil"):
        assert f"  {tag}:\n    label: {tag.capitalize()}" in result.stderr
    assert not (bring.lessons / "imported").exists()


def test_words_that_the_vocabulary_lacks_cost_their_field_and_are_printed_to_paste(
    bring: Import,
) -> None:
    bring.with_map('date: "{day}"', 'date: "{day}"\nteam: "{team}"')
    bring.with_map_too("tags: [handover]", "tags: {from: topic, split: [','], default: handover}")

    result = bring.run(
        row(team="Night shift", topic="Logistics, Shift change"),
        row(id="8", title="B", team="North team", topic="Logistic"),
        row(id="9", title="C", team="Night Shift"),
    )

    assert result.exit_code == 0
    assert "line 2: the vocabulary lacks `Logistic`; `handover` is taken" in result.stdout
    added = yaml.safe_load(result.stdout.partition("run it again:\n")[2])
    assert added == {
        "tags": {"logistic": {"label": "Logistic", "description": "…", "synonyms": ["Logistics"]}},
        "teams": {"night-shift": {"label": "Night Shift", "organisation": "…"}},
    }
    folder = "imported/invented-reports"
    assert [bring.lesson(f"{folder}/{one}.md").team for one in ("invented-pump", "b", "c")] == [
        None,
        "north",
        None,
    ]
    assert bring.lesson().tags == ("handover",)


def test_mistakes_in_a_map_are_told_to_programs_too(bring: Import) -> None:
    bring.with_map("key: id", "key: nr")

    result = bring.run(row(), options=("--format", "json"))

    (found,) = json.loads(result.stdout)["diagnostics"]
    assert (found["rule"], found["line"], found["file"]) == ("value-unknown", 2, str(bring.map))


def test_words_of_the_source_become_ours(bring: Import) -> None:
    rule = "outcome: {from: '{went}', values: {'Very Good': worked}, otherwise: mixed}"
    bring.with_map('date: "{day}"', f'date: "{{day}}"\n{rule}')

    bring.run(row(went="very  good"), row(id="8", title="B", went="so so"), row(id="9", title="C"))

    folder = "imported/invented-reports"
    assert [bring.lesson(f"{folder}/{one}.md").outcome for one in ("invented-pump", "b", "c")] == [
        "worked",
        "mixed",
        None,
    ]


def test_a_bad_optional_value_costs_its_field_and_not_its_row(bring: Import) -> None:
    rules = "outcome: '{went}'\ncontext: {mode: '{mode}', scale: '{scale}'}"
    bring.with_map('date: "{day}"', f'date: "{{day}}"\n{rules}')
    bring.with_map_too("{title:", "{url: '{link}', title:")

    result = bring.run(row(went="splendid", mode="by pigeon", scale="two", link="www"))

    assert result.exit_code == 0
    lesson = bring.lesson()
    assert lesson.outcome is None
    assert lesson.context
    assert (lesson.context.mode, lesson.context.scale) == (None, "two")
    assert [(one.title, one.url) for one in lesson.citations] == [("Report 7", None)]
    assert "line 1: `outcome` has no value `splendid` (one of: worked" in result.stdout
    assert "line 1: `context.mode` has no value `by pigeon`" in result.stdout
    assert lesson.imported
    assert lesson.imported.original["went"] == "splendid"


def test_programs_are_told_what_was_left_out_and_what_the_vocabulary_lacks(bring: Import) -> None:
    bring.with_map('date: "{day}"', 'date: "{day}"\nteam: "{team}"\noutcome: "{went}"')

    options = ("--format", "json")
    found = json.loads(bring.run(row(team="Night shift", went="splendid"), options=options).stdout)

    assert found["unknown"] == {"teams": {"Night shift": 1}}
    (note,) = found["fields"]
    assert (note["field"], note["line"]) == ("outcome", 1)
    assert note["text"].endswith("; it is left out")


@pytest.mark.parametrize("blank", ["n/a", "—", "k. A.", "Sin datos", "_No response_", "TBC", "s/o"])
def test_a_cell_that_says_that_there_is_no_answer_is_empty(bring: Import, blank: str) -> None:
    bring.with_map("{learned}", "Learned: {learned}")

    bring.run(row(learned=blank))

    assert bring.text().endswith("## What was learned\n\nThe source does not say.\n")
    imported = bring.lesson().imported
    assert imported
    assert imported.original["learned"] == blank


@pytest.mark.parametrize(
    ("dates", "written", "day"),
    [
        ("[day first]", "03/04/2024", "2024-04-03"),
        ("[month first]", "03/04/2024", "2024-03-04"),
        ("['%m/%d/%Y']", "03-04-24", "2024-03-04"),
        ("[day first]", "Q2 2024", "2024-04-01"),
        ("[day first]", "2024", "2024-01-01"),
        ("[day first]\nmonths: {stycznia: 1}", "5 stycznia 2024", "2024-01-05"),
        ("['%Y~%d~%m']", "2024~05~04", "2024-04-05"),
    ],
)
def test_a_day_is_read_as_the_map_says(bring: Import, dates: str, written: str, day: str) -> None:
    bring.with_map('date: "{day}"', f'date: "{{day}}"\ndates: {dates}')

    bring.run(row(day=written))

    assert str(bring.lesson().date) == day


def test_a_day_that_can_be_two_is_not_guessed(bring: Import) -> None:
    result = bring.run(row(day="03/04/2024"))

    assert "can be 2024-03-04 or 2024-04-03: say `dates: day first` or" in result.stdout


@pytest.mark.parametrize("written", ["TBC", "ongoing", ""])
def test_a_day_that_is_missing_or_cannot_be_read_is_that_of_the_map(
    bring: Import, written: str
) -> None:
    bring.with_map('date: "{day}"', 'date: {from: "{day}", missing: 2024-05-06}\ndates: "%d.%m.%Y"')

    result = bring.run(row(day=written), row(id="8", title="B", day="03.02.2024"))

    assert str(bring.lesson().date) == "2024-05-06"
    assert str(bring.lesson("imported/invented-reports/b.md").date) == "2024-02-03"
    said = "line 1: `ongoing` is no date that can be read; 2024-05-06 is taken"
    assert (said in result.stdout) == (written == "ongoing")


@pytest.mark.parametrize(
    ("rule", "takeaway"),
    [
        ("{from: '{x}', missing: Nothing}", "Nothing"),
        ("{from: '{x}', missing: leave out}", None),
        ("['{x}', '{learned}']", "Oil it."),
        ("{from: '{learned}', values: {other: x}, otherwise: leave out}", None),
        ("Always the same", "Always the same"),
    ],
)
def test_gaps_are_filled_as_the_map_says(bring: Import, rule: str, takeaway: str | None) -> None:
    bring.with_map('date: "{day}"', f'date: "{{day}}"\ntakeaway: {rule}')
    bring.run(row(x=""), row(id="8", title="Other", x="filled"))

    assert bring.lesson().takeaway == takeaway


@pytest.mark.parametrize(
    "rule",
    [
        "{from: '{x}', missing: skip row}",
        "{from: '{learned}', values: {x: y}, otherwise: skip row}",
    ],
)
def test_a_row_that_the_map_skips_is_listed_with_the_reason(bring: Import, rule: str) -> None:
    bring.with_map('date: "{day}"', f'date: "{{day}}"\ntakeaway: {rule}')

    result = bring.run(row(), row(id="8", x="there", learned="x"))

    assert "and the map skips such rows" in result.stdout


def test_tags_come_from_topics_first_then_from_the_text_and_then_from_the_default(
    bring: Import,
) -> None:
    rule = "{from: topics, split: ';', search: title, words: {Wet things: pumps}, default: pumps}"
    bring.with_map("[handover]", rule)

    bring.run(
        row(topics="wet  THINGS; nonsense", title="A shift change"),
        row(id="8", title="Handover at pumps, and not pumpsmith"),
        row(id="9", title="Plain"),
    )

    folder = "imported/invented-reports"
    assert bring.lesson(f"{folder}/a-shift-change.md").tags == ("pumps", "handover")
    found = bring.lesson(f"{folder}/handover-at-pumps-and-not-pumpsmith.md").tags
    assert found == ("handover", "pumps")
    assert bring.lesson(f"{folder}/plain.md").tags == ("pumps",)


def test_a_column_that_is_left_out_is_kept_nowhere(bring: Import) -> None:
    bring.map.write_text(f"leave_out: [Reporter]\n{MAP}", encoding="utf-8")

    bring.run(row(reporter="Invented Person"))

    assert "Invented Person" not in bring.text()
    assert "1 unchanged" in bring.run(row(reporter="Somebody else")).stdout


def test_one_column_is_left_out_by_its_name_alone(bring: Import) -> None:
    bring.map.write_text(f"leave_out: Reporter\n{MAP}", encoding="utf-8")

    bring.run(row(reporter="Invented Person"))

    assert "Invented Person" not in bring.text()


def test_the_key_may_be_made_of_several_columns(bring: Import) -> None:
    bring.with_map("key: id", 'key: "{id}-{day}"')

    found = bring.plan(row(), row(day="2020-01-01"))

    assert len(found["new"]) == 2  # type: ignore[arg-type] # a list in the JSON
    imported = bring.lesson().imported
    assert imported
    assert imported.key == "7-2019-05-04"


def test_a_section_may_have_several_parts_of_which_empty_ones_are_left_out(bring: Import) -> None:
    bring.with_map('"{learned}"', '["{learned}", "**Advice:** {advice}", "{what}"]')

    bring.run(row())

    assert bring.text().endswith(
        "## What was learned\n\nOil it.\n\nThe invented pump stood still for a day. "
        "Nobody had oiled it.\n"
    )


def test_a_section_that_every_lesson_has_says_so_where_the_source_is_silent(
    bring: Import,
) -> None:
    bring.run(row(learned=""))

    assert bring.text().endswith("## What was learned\n\nThe source does not say.\n")


def test_a_day_of_a_citation_that_cannot_be_read_is_unknown(bring: Import) -> None:
    bring.with_map("{title: ", '{happened: "{printed}", title: ')

    bring.run(row(printed="some day"))

    assert "happened: unknown" in bring.text()


def test_the_sheet_and_the_sign_between_cells_may_be_named(bring: Import) -> None:
    file = bring.base.root / "reports.csv"
    file.write_text("|".join(row()) + "\n" + "|".join(row().values()) + "\n", encoding="utf-8")
    bring.map.write_text("delimiter: '|'\nencoding: utf-8\n" + MAP, encoding="utf-8")

    result = bring.base.run("import", str(file), "--map", str(bring.map))

    assert "1 new" in result.stdout
    assert (bring.lessons / PUMP).exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"{what | sentences 200}"', "\"{what | without '^(a|a)*$'}\""),
        (r"'report #(\d+)'", "'^(a|a)*$'"),
    ],
    ids=["a filter", "a link"],
)
def test_an_expression_that_would_never_end_is_refused(
    bring: Import, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 0.05)
    bring.with_map(old, new)

    # A line without the beginning of any key is not looked at.
    result = bring.run(row(what="a" * 90 + "b 0123456789"))

    assert result.exit_code == 2
    assert "the regular expression `^(a|a)*$` of the map takes too long" in result.stderr
    assert not (bring.lessons / PUMP).exists()
