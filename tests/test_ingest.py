"""A filled capture sheet gives the record what stands on it, and takes nothing away."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.assists.capture import FIELDS, LESSONS, Answer, answers_of, sheet_text
from site_builder.assists.formats import FORMATS
from site_builder.assists.ingest import Ingestion, ingest
from site_builder.library.loader import load
from site_builder.markdown.body import Body
from site_builder.project import read_project
from site_builder.records.assist import Assist, Format
from site_builder.records.header.document import parse_document
from site_builder.records.header.write import one_line
from site_builder.records.kinds import Kind, Record
from site_builder.records.parse import parse_fields
from tests.builders import lesson_text, write_base
from tests.strategies import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library.base import Base as LoadedBase
    from site_builder.records.formats import FormatAdvice
    from tests.conftest import Base

DAY = date(2026, 3, 1)
HEAD = """\
title: Invented review
problem: Pumps at the invented plant fail every winter
format: peer-assist
status: held
date: 2026-01-10
happened: 2025-12
host_team: north
tags: [pumps]
"""
PATH = "lessons/assists/winter.md"

said = texts.map(one_line).filter(bool)
days = st.dates(date(2000, 1, 1), date(2099, 1, 1)).map(date.isoformat)
teams = st.sampled_from(["north", "south"])


@cache
def loaded() -> LoadedBase:
    """Return an invented base with two lessons."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"shed.md": lesson_text(title="Heat the shed"), "keys.md": lesson_text()}
        return load(read_project(write_base(Path(folder), files)))


def record_of(text: str) -> Record[Assist]:
    document, problems = parse_document(PATH, text)
    assert document, problems
    fields, wrong = parse_fields(Assist, document)
    assert fields, wrong
    return Record(Kind.ASSIST, "winter", fields, document, Body(document.body))


def record(more: str = "") -> Record[Assist]:
    """Return an invented assist with more in its header."""
    return record_of(f"---\n{HEAD}{more}---\nAn invented meeting.\n")


def ingested(sheet: str, into: Record[Assist], *, over: bool = False) -> Ingestion:
    return ingest(sheet, into, loaded(), DAY, replace=over)


def filled(sheet: str, into: Record[Assist], *, over: bool = False) -> Record[Assist]:
    """Return the record as it is once a sheet has been read."""
    done = ingested(sheet, into, over=over)
    assert done.problems == []
    return record_of(text_of(into, done))


def text_of(into: Record[Assist], done: Ingestion) -> str:
    return done.revision.after.text if done.revision else into.document.text


def section(name: str, *lines: str) -> str:
    return "\n".join([f"### {FIELDS[name].heading}", "", *lines, ""])


def group(
    required: dict[str, st.SearchStrategy[str]], optional: dict[str, st.SearchStrategy[str]]
) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(required, optional=optional)


def groups(
    name: str,
    required: dict[str, st.SearchStrategy[str]],
    optional: dict[str, st.SearchStrategy[str]],
) -> st.SearchStrategy[list[dict[str, str]]]:
    def identity(one: dict[str, str]) -> tuple[str, ...]:
        return tuple(one.get(key, "") for key in FIELDS[name].same)

    return st.lists(group(required, optional), min_size=1, max_size=3, unique_by=identity)


_GROUPS: dict[str, st.SearchStrategy[Answer]] = {
    "questions": groups("questions", {"question": said}, {"answer": said}),
    "options": groups("options", {"title": said}, {"from": said, "worked_elsewhere": said}),
    "citations": groups(
        "citations",
        {"title": said},
        {"publisher": said, "design": st.sampled_from(["pre-post", "guidance"])},
    ),
    "decision": group({"by": teams, "chosen": said}, {"why": said}),
    "actions": groups(
        "actions",
        {"do": said},
        {
            "owner": said,
            "team": teams,
            "due": days,
            "proof": said,
            "status": st.sampled_from(["open", "done", "dropped"]),
        },
    ),
    "reflections": groups(
        "reflections",
        {"take_away": said},
        {"team": teams, "will_apply": said, "value": said, "by": days},
    ),
    "outcomes": groups(
        "outcomes",
        {
            "team": teams,
            "result": st.sampled_from(["worked", "harmed"]),
            "measure": st.sampled_from(["opinion", "measured"]),
        },
        {
            "cycle": said,
            "lessons": st.sampled_from(["one", "one, two-three"]),
            "happened": st.sampled_from(["2025", "2025-12", "unknown"]),
        },
    ),
}


def _answers_to(name: str) -> st.SearchStrategy[Answer]:
    field = FIELDS[name]
    if field.kind in {"group", "groups"}:
        return _GROUPS[name]
    if field.kind == "texts":
        return st.lists(said, min_size=1, max_size=4, unique=True)
    return days if field.kind == "day" else said


answers = st.fixed_dictionaries(
    {}, optional={name: _answers_to(name) for name in FIELDS if name != LESSONS}
)
formats = st.sampled_from(list(Format))


def form_of(record: Record[Assist]) -> FormatAdvice:
    return FORMATS[Format(record.fields.format)]


def of_format(form: Format) -> Record[Assist]:
    return record_of(f"---\n{HEAD.replace('peer-assist', form)}---\n")


@given(answers, formats)
@pytest.mark.practice("a61", "a62", "a82", "c27")
def test_what_is_written_on_a_sheet_is_what_the_record_says_afterwards(
    given_: dict[str, Answer], form: Format
) -> None:
    empty = of_format(form)
    after = filled(sheet_text(empty, form_of(empty), given_), empty)
    assert answers_of(after) == given_


@given(answers, formats)
def test_ingesting_twice_changes_nothing(given_: dict[str, Answer], form: Format) -> None:
    empty = of_format(form)
    sheet = sheet_text(empty, form_of(empty), given_)
    again = ingested(sheet, filled(sheet, empty))
    assert (again.revision, again.problems) == (None, [])


_STRAY = ["> ", "  - ", "\t- ", "", "  - due: ", "<!-- x -->", "---"]


def _beginnings(name: str) -> st.SearchStrategy[list[str]]:
    """Return what lines below a heading begin with, most often as a person would write them."""
    field = FIELDS[name]
    usual = {"text": ["", "- ", "  "], "day": ["- "], "group": ["- chosen: ", "- why: "]}
    below = [f"  - {key.replace('_', ' ')}: " for key in field.keys if key in _FREE]
    fitting = usual.get(field.kind, ["- ", "* ", "1. ", "    ", *below])
    one = st.sampled_from([True] * 19 + [False]).flatmap(
        lambda fits: st.sampled_from(fitting if fits else _STRAY)
    )
    return st.lists(one, max_size=4)


_FREE = {"answer", "from", "owner", "proof", "will_apply", "takeaway", "what_happened"}
"""Keys that take any text."""
_sections = st.lists(
    st.sampled_from(sorted(FIELDS)).flatmap(
        lambda name: st.tuples(st.just(FIELDS[name].heading), _beginnings(name))
    ),
    max_size=3,
    unique_by=lambda section: section[0],
)


@given(_sections)
def test_every_word_of_a_sheet_is_kept_or_the_sheet_is_refused(
    sections: list[tuple[str, list[str]]],
) -> None:
    lines: list[str] = []
    for heading, beginnings in sections:
        lines.append(f"### {heading}")
        lines += [f"{beginning}word{len(lines)}" for beginning in beginnings]
    before = record()
    done = ingested("\n".join(lines), before)
    after = text_of(before, done) + "".join(one.text for one in done.drafts)
    words = [line.rpartition("word")[2] for line in lines if "word" in line]
    assert done.problems or all(f"word{number}" in after for number in words)


def test_no_sheet_is_called_like_a_field() -> None:
    titles = {sheet.title.casefold() for shape in FORMATS.values() for sheet in shape.sheets}
    assert titles & {field.heading.casefold() for field in FIELDS.values()} == set()


@given(answers, formats)
def test_the_sheet_of_a_record_holds_what_the_record_holds(
    given_: dict[str, Answer], form: Format
) -> None:
    empty = of_format(form)
    after = filled(sheet_text(empty, form_of(empty), given_), empty)
    same = ingested(sheet_text(after, form_of(after)), after)
    assert (same.revision, same.problems) == (None, [])


@given(formats)
def test_an_empty_sheet_says_nothing(form: Format) -> None:
    empty = of_format(form)
    done = ingested(sheet_text(empty, form_of(empty)), empty)
    assert (done.revision, done.drafts, done.problems) == (None, [], [])


@given(st.lists(said, min_size=1, unique=True), st.lists(said, min_size=1, unique=True))
def test_lists_are_merged_and_lose_nothing(first: list[str], second: list[str]) -> None:
    empty = record()
    once = filled(sheet_text(empty, form_of(empty), {"gaps": first}), empty)
    twice = filled(sheet_text(empty, form_of(empty), {"gaps": second}), once)
    assert answers_of(twice)["gaps"] == list(dict.fromkeys([*first, *second]))


@given(texts)
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    done = ingested(text, record())
    lines = text.count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in done.problems)


@given(st.lists(texts))
def test_every_line_of_a_list_comes_back(parts: list[str]) -> None:
    lines = [f"- {one_line(part)}" for part in parts if one_line(part)]
    sheet = section("gaps", *lines)
    after = filled(sheet, record())
    kept = answers_of(after).get("gaps", [])
    assert kept == list(dict.fromkeys(line.removeprefix("- ") for line in lines))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("gaps: [a, b]\n", "gaps: [a, b, c]\n"),
        ("gaps: []\n", "gaps: [c]\n"),
        ("gaps: [a, b,]\n", "gaps: [a, b, c,]\n"),
        ("gaps:\n- a # why\n- b # not\nstory: x\n", "gaps:\n- a # why\n- b # not\n- c\nstory: x\n"),
        ("gaps:\n    - a\n\n# of tools\ntools: [x]\n",
         "gaps:\n    - a\n    - c\n\n# of tools\ntools: [x]\n"),
        ("gaps:\n  - >-\n    a\n    b\nstory: x\n",
         "gaps:\n  - >-\n    a\n    b\n  - c\nstory: x\n"),
    ],
)  # fmt: skip
def test_a_list_is_added_to_in_the_form_that_it_has(more: str, expected: str) -> None:
    before = record(more)
    done = ingested(section("gaps", "- c"), before)
    assert done.problems == []
    after = text_of(before, done)
    assert after == before.document.text.replace(more, expected)


def test_a_list_that_two_fields_share_is_refused_and_not_broken() -> None:
    done = ingested(section("tools", "- c"), record("gaps: &x [a]\ntools: *x\n"))
    assert "cannot be added to as it is written" in done.problems[0].message


def test_what_an_action_lacks_is_filled_in_and_what_it_has_is_kept() -> None:
    before = record("actions:\n  - do: Call\n    owner: duty engineer\n    status: done\n")
    after = filled(section("actions", "- Call", "  - due: 2026-04-01"), before)
    (action,) = after.fields.actions
    assert (action.owner, action.status, str(action.due)) == ("duty engineer", "done", "2026-04-01")


def test_a_text_that_differs_is_refused_with_its_line() -> None:
    before = record("commit_back_by: 2026-04-01\n")
    done = ingested(section("commit_back_by", "- 2026-05-01"), before)
    (problem,) = done.problems
    assert problem.line == 3
    assert "`2026-04-01` in the record already" in problem.message
    assert "--replace" in problem.hint
    assert done.revision is None


def test_a_text_is_replaced_when_asked_for() -> None:
    before = record("commit_back_by: 2026-04-01\n")
    after = filled(section("commit_back_by", "- 2026-05-01"), before, over=True)
    assert str(after.fields.commit_back_by) == "2026-05-01"


@pytest.mark.practice("a58")
def test_a_problem_that_was_put_anew_keeps_the_earlier_one() -> None:
    after = filled(section("problem", "The sheds are cold", "and wet"), record())
    assert after.fields.problem == "The sheds are cold and wet"
    assert after.fields.problem_before == "Pumps at the invented plant fail every winter"


def test_the_host_team_decides_where_the_sheet_names_no_other() -> None:
    after = filled(section("decision", "- chosen: heat the shed"), record())
    assert after.fields.decision
    assert after.fields.decision.by == "north"


def test_a_team_may_be_written_by_its_name() -> None:
    after = filled(section("reflections", "- Much", "  - Team: South Team"), record())
    assert after.fields.reflections[0].team == "south"


def test_a_tag_may_be_written_by_a_synonym_in_any_case() -> None:
    done = ingested(section("lessons", "- Heat the shed", "  - tags: Shift-change"), record())
    assert "tags: [handover]" in done.drafts[0].text


def test_an_unknown_word_that_is_like_no_other_says_where_words_are_listed() -> None:
    done = ingested(section("actions", "- Call", "  - team: zzz"), record())
    assert done.problems[0].message == "`team`: there is no team `zzz`"
    assert done.problems[0].hint == "vocabulary.yml lists the teams"


def test_comments_are_for_the_person_who_writes() -> None:
    sheet = section("gaps", "<!-- one", "- not this", "-->", "- this")
    assert answers_of(filled(sheet, record())) == {"gaps": ["this"]}


def test_a_long_text_may_go_on_in_the_next_line() -> None:
    sheet = section("gaps", "- how cold", "  it gets", "* and when", "2) for how long")
    assert answers_of(filled(sheet, record()))["gaps"] == [
        "how cold it gets",
        "and when",
        "for how long",
    ]


@pytest.mark.parametrize(
    ("sheet", "line", "message"),
    [
        ("# Sheet\n## What surprise us\n- x\n", 2, "has the heading `What surprise us`"),
        ("### Resources\n- x\n### Resources\n- y\n", 3, "`Resources` appears twice"),
        ("hello\n", 1, "`hello` is under no heading"),
        (section("gaps", "just this"), 3, "`just this` is not part of a list"),
        (section("gaps", "- x", "  - y"), 4, "`y` is indented"),
        (section("actions", "- Call", "  - soon"), 4, "`soon` has no known label"),
        (section("actions", "- Call", "  - when: soon"), 4, "`when: soon` has no known label"),
        (section("actions", "- Call", "  - due: soon"), 4, "`soon` is not a date"),
        (section("actions", "- Call", "  - due: 2026-02-30"), 4, "is not in the calendar"),
        (section("actions", "- Call", "  - owner: a", "  - owner: b"), 5, "appears twice"),
        (section("actions", "- Call", "- Call"), 4, "`Call` appears twice"),
        (section("actions", "- Call", "  - team: nroth"), 4, "there is no team `nroth`"),
        (section("actions", "- ", "  - owner: a"), 3, "no text of its own"),
        (
            section("outcomes", "- north", "  - measure: opinion", "  - result: good"),
            5,
            "has no value `good`",
        ),
        (section("outcomes", "- north", "  - result: worked"), 3, "`measure` is missing"),
        (section("commit_back_by", "- soon"), 3, "`soon` is not a date"),
        (section("story", "- x", "- y"), 4, "takes one answer"),
        (section("gaps", "<!-- x"), 3, "is never closed"),
        (section("gaps", "<!-- x --> y"), 3, "`y` follows a comment"),
        (section("lessons", "- x", "  - related: shad"), 4, "there is no lesson `shad`"),
        (section("lessons", "- x", "  - tags: pump"), 4, "there is no tag `pump`"),
        (section("lessons", "- x", "  - outcome: good"), 4, "has no value `good`"),
        (section("lessons", "- x", "- x"), 4, "appears twice"),
        ("<!-- assist: summer -->\n", 1, "the sheet of the assist `summer`"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(sheet: str, line: int, message: str) -> None:
    done = ingested(sheet, record())
    assert [problem.line for problem in done.problems] == [line]
    assert message in done.problems[0].message
    assert (done.revision, done.drafts) == (None, [])


def test_a_misspelt_heading_offers_the_right_one() -> None:
    done = ingested("### What surprise us\n", record())
    assert "What surprised us" in done.problems[0].hint


def test_a_lesson_becomes_a_draft_with_its_links() -> None:
    lines = ("- Heat: the #shed", "  - what happened: It froze", "  - related: shed, keys")
    done = ingested(section("lessons", *lines, "  - team: South team"), record())
    (draft,) = done.drafts
    assert draft.path == "peer-assists/heat-the-shed.md"
    document, problems = parse_document(draft.path, draft.text)
    assert document
    assert problems == []
    assert document.header == {
        "title": "Heat: the #shed",
        "problem": "Pumps at the invented plant fail every winter",
        "evidence": "experiential",
        "tags": ["pumps"],
        "date": "2026-03-01",
        "source_assist": "winter",
        "status": "draft",
        "team": "south",
        "relations": {"related": ["shed", "keys"]},
    }
    assert "It froze" in document.body
    assert "(../assists/winter.md)" in document.body


@pytest.mark.practice("a77")
@pytest.mark.parametrize(
    ("design", "evidence"), [("pre-post", "both"), ("guidance", "experiential")]
)
def test_a_lesson_that_names_a_study_of_the_sheet_rests_on_it(design: str, evidence: str) -> None:
    study = section("citations", "- Frost and pumps", f"  - design: {design}")
    done = ingested(study + section("lessons", "- Heat", "  - research: Frost and Pumps"), record())
    assert done.problems == []
    (draft,) = done.drafts
    document, _problems = parse_document(draft.path, draft.text)
    assert document
    assert document.header["evidence"] == evidence
    assert document.header["citations"] == [{"title": "Frost and pumps", "design": design}]


def test_a_study_that_is_not_on_the_sheet_is_a_problem() -> None:
    done = ingested(section("lessons", "- Heat", "  - research: Ice"), record())
    (problem,) = done.problems
    assert problem.message == "the study `Ice` is not under “What studies say”"


@given(st.lists(said, min_size=1, max_size=3, unique=True), said)
def test_any_title_gives_a_draft_of_that_title(titles: list[str], happened: str) -> None:
    lines = [line for title in titles for line in (f"- {title}", f"  - what happened: {happened}")]
    done = ingested(section("lessons", *lines), record())
    assert done.problems == []
    headers = [parse_document("", draft.text)[0] for draft in done.drafts]
    assert [header.header["title"] for header in headers if header] == titles
    assert len({draft.lesson_id for draft in done.drafts}) == len(titles)


def test_an_assist_without_tags_cannot_give_any_to_its_lessons() -> None:
    bare = record_of(f"---\n{HEAD.replace('tags: [pumps]', 'mode: remote')}---\n")
    done = ingested(section("lessons", "- Heat the shed"), bare)
    assert "has no tags" in done.problems[0].message


SHEET = "\n".join([
    section("surprises", "- how cold it is"),
    section("lessons", "- Keep the shed warm", "  - what happened: It froze."),
])  # fmt: skip


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with one assist, and a filled sheet beside it."""
    base = make_base({"assists/winter.md": f"---\n{HEAD}---\nAn invented meeting.\n"})
    (base.root / "sheet.md").write_text(SHEET, encoding="utf-8")
    return base


def run(base: Base, *options: str) -> tuple[int, str]:
    result = base.run("assist", "ingest", "winter", str(base.root / "sheet.md"), *options)
    return result.exit_code, result.output


def everything(base: Base) -> dict[str, bytes]:
    files = (path for path in base.root.rglob("*") if path.is_file())
    return {str(path.relative_to(base.root)): path.read_bytes() for path in files}


def test_the_command_writes_record_and_draft_and_the_base_stays_sound(base: Base) -> None:
    code, _output = run(base)
    assert code == 0
    after = base.load()
    assert not after.has_errors
    record = after.library.assist("winter")
    lesson = after.library.lesson("keep-the-shed-warm")
    assert record
    assert lesson
    assert record.fields.surprises == ("how cold it is",)
    assert (lesson.fields.status, lesson.fields.source_assist) == ("draft", "winter")


def test_a_dry_run_shows_all_and_writes_nothing(base: Base) -> None:
    before = everything(base)
    code, output = run(base, "--dry-run")
    assert code == 0
    assert "+  - how cold it is" in output
    assert "title: Keep the shed warm" in output
    assert everything(base) == before


def test_the_second_time_nothing_is_written(base: Base) -> None:
    run(base)
    before = everything(base)
    code, output = run(base)
    assert code == 0
    assert "nothing to write" in output
    assert "keep-the-shed-warm already exists" in output
    assert everything(base) == before


def test_a_mistake_anywhere_writes_nothing(base: Base) -> None:
    file = base.root / "sheet.md"
    file.write_text(f"{SHEET}\n### Gapes\n- x\n", encoding="utf-8")
    before = everything(base)
    code, output = run(base)
    assert code == 1
    line = SHEET.count("\n") + 2
    assert f"sheet.md:{line}: no capture sheet has the heading `Gapes`" in output
    assert "nothing was written" in output
    assert everything(base) == before


def test_a_draft_that_cannot_be_written_leaves_nothing_behind(base: Base) -> None:
    (base.root / "lessons/peer-assists").write_text("in the way", encoding="utf-8")
    before = everything(base)
    code, output = run(base)
    assert code == 2
    assert "cannot be written" in output
    assert everything(base) == before


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n"])
def test_sheets_of_all_editors_are_read(base: Base, start: bytes, end: bytes) -> None:
    data = start + SHEET.encode().replace(b"\n", end)
    (base.root / "sheet.md").write_bytes(data)
    assert run(base)[0] == 0
    record = base.load().library.assist("winter")
    assert record
    assert record.fields.surprises == ("how cold it is",)


def test_a_record_with_other_line_ends_keeps_them(base: Base) -> None:
    file = base.root / "lessons/assists/winter.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert run(base)[0] == 0
    data = file.read_bytes()
    assert b"- how cold it is\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_file_that_is_no_text_is_refused(base: Base) -> None:
    (base.root / "sheet.md").write_bytes(b"### Gaps\n\xff")
    code, output = run(base)
    assert code == 2
    assert "sheet.md:2: byte 0xff is not UTF-8" in output


def test_kit_fill_and_ingest_go_round(base: Base) -> None:
    sheet = base.root / "sheet.md"
    sheet.unlink()
    base.run("assist", "kit", "winter", "-o", "-", "--capture", str(sheet))
    text = sheet.read_text(encoding="utf-8")
    heading = "### What surprised us\n\n<!-- One per line. -->\n\n- "
    assert heading in text
    sheet.write_text(text.replace(heading, f"{heading}the cold"), encoding="utf-8")
    assert run(base)[0] == 0
    record = base.load().library.assist("winter")
    assert record
    assert record.fields.surprises == ("the cold",)


def test_a_sheet_without_end_is_refused(base: Base) -> None:
    (base.root / "sheet.md").write_bytes(b"x" * 1_000_001)
    status, output = run(base)
    assert status == 2
    assert "is larger than 1 MB" in output
    (base.root / "sheet.md").unlink()
    (base.root / "sheet.md").symlink_to("/dev/zero")
    assert run(base)[0] == 2
