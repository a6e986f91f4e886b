"""``lessons search``, ``solved`` and ``related`` as people and programs use them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from site_builder.records.assist import Assist
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base

PLAN = """\
---
title: Invented plan
problem: Pumps at another invented plant freeze in winter
format: peer-assist
status: open
date: 2026-02-20
receipts: [{query: frozen pumps, date: 2026-02-20, index: 0123456789ab}]
decision_date: 2026-06-01
---
Still to come.
"""
HARM = """\
---
lesson: warm
team: south
reported_by: shift lead
date: 2026-03-01
happened: 2026-02
outcome: harmed
measure: observed
---
The invented heater burnt the shed down.
"""
FIRST_HAND = (
    "Tried: by North team, who say that it worked (practice 1 of 4). Not studied. "
    "Last confirmed December 2025."
)
AT_A_GLANCE = "Tried 1 of 4, by 1 team, who say that it worked · 2025"
FILES = {
    "warm.md": lesson_text(
        title="Heat the shed",
        problem="Pumps freeze when nobody heats the shed in winter",
        outcome="worked",
        contact="pump crew",
    ),
    "letters.md": lesson_text(
        title="Write shorter letters",
        problem="Patients do not read our long letters",
        tags="[handover]",
        date="2025-05-05",
        body="## What happened\n\nThey grew.\n\n## What was learned\n\nCut at the shift change.\n",
    ),
    "assists/next.md": PLAN,
}


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    return make_base(FILES)


def answer(base: Base, *arguments: str, text: str | None = None) -> dict[str, Any]:
    done = base.run(*arguments, "--format", "json", input=text)
    assert done.exit_code == 0, done.output
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def ids(document: dict[str, Any]) -> list[str]:
    return [hit["id"] for hit in document["hits"]]


def test_the_json_of_solved_has_every_key(base: Base) -> None:
    document = answer(base, "solved", "our pumps freeze")
    assert document["format_version"] == 1
    assert document["query"] == "our pumps freeze"
    hit = document["hits"][0]
    assert {key: hit[key] for key in hit if key not in {"score", "snippet"}} == {
        "id": "warm",
        "title": "Heat the shed",
        "problem": "Pumps freeze when nobody heats the shed in winter",
        "url": "lesson/warm/",
        "basis": "tried",
        "evidence": "experiential",
        "evidence_level": {"practice": 1, "research": 0},
        "contested": False,
        "draft": False,
        "statement": FIRST_HAND,
        "strip": AT_A_GLANCE,
        "outcome": "worked",
        "contact": "pump crew",
        "covered": ["pumps", "freeze"],
        "not_covered": [],
        "by_meaning": False,
    }


def test_open_assists_on_the_same_problem_are_named(base: Base) -> None:
    document = answer(base, "solved", "pumps freeze in winter")
    assert [assist["id"] for assist in document["open_assists"]] == ["next"]
    assert (
        "Possibly related open assist: Invented plan" in base.run("solved", "pumps freeze").output
    )


def test_an_open_assist_on_another_problem_is_not(base: Base) -> None:
    assert answer(base, "solved", "patients read letters")["open_assists"] == []


def test_signs_in_a_described_problem_are_text(base: Base) -> None:
    text = '-pumps "frozen shed" tag:handover'
    assert ids(answer(base, "solved", "-", text=text)) == ["warm", "letters"]


def test_a_problem_is_read_from_standard_input(base: Base) -> None:
    assert ids(answer(base, "solved", "-", text="patients\nand letters"))[0] == "letters"


def test_a_problem_is_read_from_a_file(base: Base) -> None:
    (base.root / "problem.txt").write_text("patients and letters", encoding="utf-8")
    found = answer(base, "solved", "--file", str(base.root / "problem.txt"))
    assert ids(found)[0] == "letters"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["solved"], "describe the problem"),
        (["solved", "  "], "describe the problem"),
        (["solved", "?!"], "describe the problem"),
        (["assist", "new", "?"], "PROBLEM has no words"),
        (["new", "lesson", "--title", "?"], "no word"),
        (["search"], "give some words to search for"),
        (["search", "🔑 & ..."], "give some words to search for"),
    ],
)
def test_nothing_asked_is_wrong_use(base: Base, arguments: list[str], message: str) -> None:
    done = base.run(*arguments)
    assert done.exit_code == 2
    assert message in done.output


def test_a_plan_is_a_valid_record_with_its_receipt(base: Base) -> None:
    plan = base.run("solved", "--plan", 'pumps: "freeze" # again').output
    header = yaml.load(plan.split("---")[1], Loader=yaml.BaseLoader)
    assist = Assist.model_validate(header)
    assert assist.problem == 'pumps: "freeze" # again'
    assert assist.receipts[0].hits[0].id == "warm"


def test_filters_alone_list_the_newest_that_fit(base: Base) -> None:
    assert ids(answer(base, "search", "--evidence", "experiential")) == ["warm", "letters"]


@pytest.mark.parametrize(
    ("option", "value", "found"),
    [
        ("--tag", "handover", ["letters"]),
        ("--outcome", "worked", ["warm"]),
        ("--source", "pump-review", ["warm", "letters"]),
        ("--after", "2026-01-01", ["warm"]),
        ("--before", "2026-01-01", ["letters"]),
        ("--team", "north", []),
        ("--practice", "1", ["warm", "letters"]),
        ("--practice", "2", []),
        ("--research", "0", ["warm", "letters"]),
        ("--contested", "no", ["warm", "letters"]),
        ("--contested", "yes", []),
        ("--min-practice", "1", ["warm", "letters"]),
        ("--min-practice", "2", []),
        ("--min-research", "0", ["warm", "letters"]),
        ("--min-research", "1", []),
    ],
)
def test_each_filter_narrows(base: Base, option: str, value: str, found: list[str]) -> None:
    assert ids(answer(base, "search", option, value)) == found


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--practice", "5"),
        ("--research", "6"),
        ("--contested", "perhaps"),
        ("--min-practice", "5"),
        ("--min-research", "-1"),
    ],
)
def test_a_level_that_there_is_not_is_wrong_use(base: Base, option: str, value: str) -> None:
    done = base.run("search", option, value)
    assert done.exit_code == 2
    assert f"Invalid value for '{option}'" in done.output


def test_a_result_says_on_a_line_of_its_own_what_it_rests_on(base: Base) -> None:
    lines = base.run("solved", "pumps freeze").output.splitlines()
    at = lines.index(f"  {AT_A_GLANCE}")
    assert lines[at + 1] == "  warm (worked)"


def test_of_a_lesson_without_an_outcome_the_id_stands_alone(base: Base) -> None:
    assert "  letters" in base.run("search", "patients").output.splitlines()


def test_what_was_found_is_counted_by_level(base: Base) -> None:
    lines = base.run("search", "the shed letters").output.splitlines()
    assert "  practice: 1 of 4: tried once 2" in lines
    assert "  research: 0 of 5: no supporting study 2" in lines


def test_contested_lessons_are_counted_where_there_are_any(base: Base) -> None:
    assert "contested:" not in base.run("search", "--practice", "1").output
    (base.root / "lessons/reuse").mkdir()
    (base.root / "lessons/reuse/south.md").write_text(HARM, encoding="utf-8")
    lines = base.run("search", "--contested", "yes").output.splitlines()
    assert "  contested: 1" in lines
    assert any(line.startswith("  Contested · Tried") for line in lines)


def test_a_synonym_finds_its_topic(base: Base) -> None:
    assert ids(answer(base, "search", "handover")) == ["letters"]
    assert ids(answer(base, "search", "hand over")) == ["letters"]


def test_facets_are_counted(base: Base) -> None:
    facets = answer(base, "search", "--evidence", "experiential")["facets"]
    assert facets["tag"] == {"handover": 1, "pumps": 1}
    assert facets["year"] == {"2025": 1, "2026": 1}


def test_for_a_misspelt_word_another_is_searched_and_said(base: Base) -> None:
    shown = base.run("search", "pateints").output
    assert "also searched: patients (no lesson has “pateints”)" in shown
    assert "has: pateints" in shown
    assert answer(base, "search", "pateints")["also_searched"] == {"pateints": "patients"}


def test_nothing_found_says_what_to_try(base: Base) -> None:
    shown = base.run("search", "xylophone").output
    assert "No lesson matches." in shown
    assert [
        way for way in ("search more widely", "ask", "plan an assist") if way not in shown
    ] == []


def test_a_poor_match_is_called_so_before_the_results(base: Base) -> None:
    asked = (
        "xylophone concert in winter: tickets for pensioners, subscribers, students, balcony, "
        "boxes, wheelchairs, children, seats, orchestra"
    )
    shown = base.run("solved", asked).output
    assert shown.index("Nothing near: none comes close, ") < shown.index("Heat the shed")


def test_five_words_at_most_are_named_that_a_lesson_lacks(base: Base) -> None:
    shown = base.run("solved", "shed carpets ovens kettles irons toasters spoons forks").output
    assert "has: shed; lacks: carpets, ovens, kettles, irons, toasters and 2 more\n" in shown


def test_the_verdict_is_the_same_in_text_json_and_plan(base: Base) -> None:
    asked = "sheds freeze when nobody looks"
    found = answer(base, "solved", asked)
    assert (found["verdict"], found["close"]) == ("close", 1)
    assert base.run("solved", asked).output.startswith("Close: 1 comes close, 1 shares a word.\n")
    assert "    verdict: close\n" in base.run("solved", "--plan", asked).output


def test_an_edited_lesson_is_found_by_its_new_words(base: Base) -> None:
    assert ids(answer(base, "search", "xylophone")) == []
    (base.root / "lessons/warm.md").write_text(lesson_text(title="Xylophone"), encoding="utf-8")
    assert ids(answer(base, "search", "xylophone")) == ["warm"]


def test_a_removed_lesson_is_found_no_more(base: Base) -> None:
    assert ids(answer(base, "search", "patients")) == ["letters"]
    (base.root / "lessons/letters.md").unlink()
    assert ids(answer(base, "search", "patients")) == []


def test_related_says_why(make_base: Callable[[dict[str, str]], Base]) -> None:
    base = make_base(
        {**FILES, "cold.md": lesson_text(title="Sheds freeze", problem="A shed froze")}
    )
    shown = base.run("related", "warm").output
    assert "Sheds freeze" in shown
    assert "same topic: Pumps" in shown
    assert "learned at the same event" in shown


def test_related_of_an_unknown_lesson_gets_a_guess(base: Base) -> None:
    done = base.run("related", "lettres")
    assert done.exit_code == 2
    assert "did you mean letters" in done.output


def test_a_limit_limits(base: Base) -> None:
    assert len(answer(base, "search", "the shed letters", "--limit", "1")["hits"]) == 1


@pytest.mark.parametrize(
    "words", [("shed", "-winter"), ("-winter", "shed", "--limit", "5"), ("shed", "--", "-winter")]
)
def test_a_word_that_begins_with_a_hyphen_is_excluded(
    make_base: Callable[[dict[str, str]], Base], words: tuple[str, ...]
) -> None:
    base = make_base(
        {
            "warm.md": lesson_text(
                title="Heat the shed", problem="Pumps in a shed freeze in winter"
            ),
            "dry.md": lesson_text(title="Dry the shed", problem="Pumps in a shed get wet"),
        }
    )

    result = base.run("search", *words)

    assert result.stdout.splitlines()[2] == "Dry the shed"
    assert "1 lesson found." in result.stdout


def test_an_option_that_does_not_exist_is_no_word(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    result = make_base({}).run("search", "shed", "--limt", "5")

    assert result.exit_code == 2
    assert "--limit" in result.stderr


@pytest.mark.parametrize("command", ["search", "solved"])
def test_records_with_errors_are_counted_as_not_searched(
    make_base: Callable[[dict[str, str]], Base], command: str
) -> None:
    base = make_base({**FILES, "broken.md": lesson_text(problem=""), "none.md": "no header"})
    told = "2 records with errors could not be searched: `lessons check` says why."
    assert told in base.run(command, "a pump froze").stderr
    assert told in base.run(command, "a pump froze").stderr, "the index is used again"
    (base.root / "lessons/broken.md").unlink()
    (base.root / "lessons/none.md").unlink()
    assert "could not be searched" not in base.run(command, "a pump froze").stderr


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--tag", "handovr"], "there is no tag `handovr`; did you mean `handover`?"),
        (["--team", "nort"], "there is no team `nort`; did you mean `north`?"),
        (["--evidence", "wrong"], "one of: both, experiential, research"),
        (["--setting", "moon"], "there is no setting `moon`; "),
        (["--source", "pump-revue"], "did you mean `pump-review`?"),
        (["--year", "last"], "there is no year `last`; "),
        (["pumps", "tag:handovr"], "there is no tag `handovr`; did you mean `handover`?"),
        (["outcome:fine"], "there is no outcome `fine`; "),
    ],
)
def test_a_value_that_no_lesson_can_have_is_wrong_use_with_a_guess(
    base: Base, arguments: list[str], hint: str
) -> None:
    done = base.run("search", *arguments)
    assert done.exit_code == 2
    assert hint in done.stderr


@pytest.mark.parametrize(
    ("option", "value", "found"),
    [
        ("--tag", "Shift change", ["letters"]),
        ("--tag", "HANDOVER", ["letters"]),
        ("--outcome", "Worked", ["warm"]),
        ("--year", "1999", []),
    ],
)
def test_a_filter_takes_a_label_and_a_synonym(
    base: Base, option: str, value: str, found: list[str]
) -> None:
    assert ids(answer(base, "search", option, value)) == found


def test_what_is_like_a_lesson_that_no_search_finds_is_not_asked_for(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    withdrawn = lesson_text(status="withdrawn", withdrawn="{date: 2026-01-01, reason: wrong}")
    result = make_base({"gone.md": withdrawn}).run("related", "gone")
    assert result.exit_code == 2
    assert "'gone' is withdrawn, and no search finds it" in result.output


def test_queries_without_an_answer_are_printed_with_topics_near_them(
    base: Base, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.txt"
    far = " ".join(["letters", *("qx" + letter * 6 for letter in "abcdefghijklmnopqrstuvwxyz")])
    queries.write_text(f"patients letters\n\n{far}\nxylophone\n")
    shown = base.run("search", "--missed", str(queries)).output
    assert "2 of 3 queries without an answer." in shown
    assert "no lesson has: xylophone" in shown
    document = answer(base, "search", "--missed", str(queries))
    assert [one["query"] for one in document["missed"]] == [far, "xylophone"]
    assert document["missed"][0]["tags"] == ["handover"]


def test_a_title_that_was_replaced_or_withdrawn_says_where_to_go(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    withdrawn = "withdrawn: {date: 2026-01-01, reason: outdated}\n"
    base = make_base(
        {
            **FILES,
            "log.md": lesson_text(title="Keep a paper log", status="superseded"),
            "board.md": lesson_text(
                title="One board for all", header="relations: {supersedes: [log]}"
            ),
            "wax.md": lesson_text(title="Wax the runners", status="withdrawn", header=withdrawn),
        }
    )
    told = {
        "paper log": "“Keep a paper log” was replaced by “One board for all” (lesson/board/).",
        "why wax the runners": "“Wax the runners” was withdrawn.",
        "paper": None,
    }
    for query, sentence in told.items():
        assert answer(base, "search", query)["gone"] == ([sentence] if sentence else [])
        assert (sentence or "") in base.run("solved", query).output


@pytest.mark.parametrize(
    ("words", "found"),
    [("crew", ["warm"]), ('"invented pump review"', ["letters", "warm"])],
)
def test_what_a_page_names_is_found(base: Base, words: str, found: list[str]) -> None:
    assert sorted(ids(answer(base, "search", words)))[: len(found)] == found


def test_an_answer_from_a_kept_index_needs_no_records() -> None:
    modules = ", ".join(f"site_builder.search.{name}" for name in ("answer", "hits", "open"))
    code = (
        f"import sys, {modules}; print(sorted({{'numpy', 'pydantic', 'yaml'}} & {{*sys.modules}}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


_RUNS = """
import sys
from site_builder.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
never = {"multiprocessing", "numpy", "pydantic", "site_builder.library.library"}
never |= {f"site_builder.{name}" for name in ("processes", "search.memory", "search.writing")}
print(sorted(never & {*sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize("command", ["search", "solved"])
def test_a_command_that_finds_an_index_loads_nothing_that_makes_one(
    base: Base, command: str
) -> None:
    ids(answer(base, "search", "crew"))
    arguments = [sys.executable, "-c", _RUNS, "-C", str(base.root), command, "crew"]
    done = subprocess.run(arguments, capture_output=True, check=True, encoding="utf-8")
    assert "crew" in done.stdout
    assert done.stderr.splitlines()[-1] == "[]"
