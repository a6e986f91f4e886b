"""The table of rules is whole: each row is used, explained, and shown by examples that are true."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import site_builder
from site_builder import rules
from site_builder.cli import main
from site_builder.diagnostics import Severity
from site_builder.library import checks
from site_builder.rules import FAMILIES, RULES, severity_of
from tests.builders import ASSIST, HELD, PLAN, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from tests.conftest import Base

PACKAGE = Path(site_builder.__file__).parent
IDS = sorted(RULES)

RULE_ARGUMENT = {
    "Diagnostic": 0,
    "PydanticCustomError": 0,
    "at_field": 1,
    "at_header_end": 1,
    "at_lack": 1,
    "at_text": 1,
    "_at_target": 1,
    "_formed": 1,
    "_problem": 0,
}
"""Functions of the package that take a rule's id, and which of their arguments it is."""
SUPPORT = {"allowances", "assists", "problems", "unreadable"}
"""Modules beside the checks that hold none."""
SHARED = {"link-to-withdrawn", "facilitator-inside"}
"""Rules that the checks of two families find."""


def _calls(tree: ast.AST) -> Iterator[str]:
    """Yield rule ids written out where a diagnostic is made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            position = RULE_ARGUMENT.get(str(name))
            if position is not None and len(node.args) > position:
                argument = node.args[position]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def _trees() -> Iterator[ast.AST]:
    for file in sorted(PACKAGE.rglob("*.py")):
        if "rules" not in file.relative_to(PACKAGE).parts:
            yield ast.parse(file.read_text(encoding="utf-8"))


def _texts() -> set[str]:
    """Return every text of the package; what is filled in is a question mark."""
    found: set[str] = set()
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [getattr(part, "value", "?") for part in node.values]
                found.add("".join(part if isinstance(part, str) else "?" for part in parts))
    return found


def test_every_rule_that_the_package_names_is_in_the_table() -> None:
    named = {rule for tree in _trees() for rule in _calls(tree)}
    assert len(named) > len(RULES) / 2
    assert named - set(RULES) == set()


def test_every_row_is_used() -> None:
    texts = _texts()
    words = {"setting-unknown", "tag-unknown", "team-unknown"}
    assert "?-unknown" in texts, "the words of the vocabulary share one text"
    assert [rule for rule in IDS if rule not in texts | words] == []


def _modules(package: ModuleType) -> set[str]:
    return {module.name for module in pkgutil.iter_modules(package.__path__)}


def test_every_family_of_rules_has_its_checks_under_the_same_name() -> None:
    assert _modules(rules) - {"rule"} == _modules(checks) - SUPPORT


@pytest.mark.parametrize("family", sorted(_modules(checks) - SUPPORT))
def test_checks_of_a_family_name_rules_of_that_family(family: str) -> None:
    files = [*PACKAGE.glob(f"library/checks/{family}.py")]
    files += PACKAGE.glob(f"library/checks/{family}/*.py")
    named = {rule for file in files for rule in _calls(ast.parse(file.read_text("utf-8")))}
    own = {rule.id for rule in importlib.import_module(f"site_builder.rules.{family}").RULES}
    assert named - own <= SHARED


def test_no_rule_stands_in_two_families() -> None:
    assert sum(len(rules) for rules in FAMILIES.values()) == len(RULES)


@pytest.mark.parametrize("rule", IDS)
def test_id_is_words_with_hyphens(rule: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule)


@pytest.mark.parametrize("rule", IDS)
def test_row_says_what_why_and_what_to_do_in_sentences(rule: str) -> None:
    row = RULES[rule]
    for text in (row.summary, row.why, row.fix):
        assert re.fullmatch(r"[A-Z].{5,}[.)]", text), text


@pytest.mark.parametrize("rule", IDS)
def test_row_with_a_mended_example_has_a_broken_one(rule: str) -> None:
    row = RULES[rule]
    assert row.wrong or not row.right


@pytest.mark.parametrize(
    ("rule", "published", "draft"),
    [
        ("link-broken", Severity.ERROR, Severity.WARNING),
        ("title-too-long", Severity.WARNING, Severity.WARNING),
        ("review-overdue", Severity.NOTE, Severity.NOTE),
    ],
)
def test_draft_makes_warnings_of_errors_and_leaves_the_rest(
    rule: str, published: Severity, draft: Severity
) -> None:
    assert (severity_of(rule, draft=False), severity_of(rule, draft=True)) == (published, draft)


@pytest.mark.parametrize("rule", [rule for rule in IDS if "overdue" in rule or "future" in rule])
def test_rule_that_depends_on_the_day_is_a_note(rule: str) -> None:
    assert RULES[rule].severity is Severity.NOTE


# --- lessons explain


@pytest.mark.parametrize("rule", IDS)
def test_explain_prints_all_of_a_row(rule: str) -> None:
    result = CliRunner().invoke(main, ["explain", rule])
    row = RULES[rule]
    assert result.exit_code == 0
    assert result.output.startswith(f"# {rule}\n")
    for part in (row.summary, row.why, row.fix, row.wrong, row.right):
        assert part in result.output


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("link-broken", "An error: the check fails."),
        ("title-too-long", "A warning: the check passes"),
        ("review-overdue", "A note: it never fails a check."),
    ],
)
def test_explain_says_how_serious_a_rule_is(rule: str, words: str) -> None:
    assert words in CliRunner().invoke(main, ["explain", rule]).output


def test_explain_lists_every_rule_by_family() -> None:
    result = CliRunner().invoke(main, ["explain"])
    assert result.exit_code == 0
    families = re.split(r"^(?=\S)", result.output, flags=re.MULTILINE)[1:]
    assert len(families) == len(FAMILIES)
    for text, (family, rows) in zip(families, FAMILIES.items(), strict=True):
        assert text.splitlines()[0] == family
        assert re.findall(r"^  ([a-z0-9-]+) +\w+ +(.*)$", text, flags=re.MULTILINE) == [
            (row.id, row.summary) for row in rows
        ]


def test_explain_guesses_at_a_misspelt_rule() -> None:
    result = CliRunner().invoke(main, ["explain", "link-brokn"])
    assert result.exit_code == 2
    assert "there is no rule 'link-brokn'; did you mean `link-broken`?" in result.output


def test_explain_says_where_rules_are_listed_when_it_cannot_guess() -> None:
    result = CliRunner().invoke(main, ["explain", "zzzz"])
    assert result.exit_code == 2
    assert "there is no rule 'zzzz'; `lessons explain` lists the rules" in result.output


# --- examples

VOCABULARY = """\
tags:
  handover: {label: Handover, description: Passing work on.}
  meetings: {label: Meetings, description: People in one place.}
  emergency-department: {label: Emergency department, description: D., synonyms: [a and e]}
teams:
  north: {label: North team, organisation: Invented Water}
  south: {label: South team, organisation: Invented Hospital}
settings:
  acute-hospital: {label: Acute hospital}
"""
MEETING = """\
---
title: Invented meeting
problem: Nobody at the invented plant knew the new valves
format: other
status: held
date: 2026-01-10
host_team: north
---
An invented meeting.
"""
REUSE = """\
---
team: north
reported_by: duty engineer
date: 2026-02-20
outcome: worked
measure: observed
---
It went as described.
"""
AROUND = {
    "vocabulary.yml": VOCABULARY,
    "assists/pump-review.md": ASSIST,
    "assists/held-meeting.md": MEETING,
    "assists/planned-meeting.md": MEETING.replace("held", "idea"),
    "agenda.md": lesson_text(
        title="Agenda",
        problem="Guests do not know what is asked of them",
        tags="[meetings]",
        body="## What happened\n\nA.\n\n## Results\n\nB.\n\n## What was learned\n\nC.\n",
    ),
    "short-agenda.md": lesson_text(
        title="Short agenda",
        problem="Long agendas are never worked through to their end",
        tags="[meetings]",
    ),
    "plan.png": "",
}
"""What the examples name."""

LESSON = lesson_text(problem="Hosts of meetings talk most of the time", tags="[handover]")
_HAPPENED, _LEARNED = "## What happened\n\nA pump failed.\n\n", "## What was learned\n\nHeat it.\n"


def _with_fields(record: str, snippet: str) -> str:
    """Return a record whose header has the fields of a snippet instead of its own."""
    _, header, body = record.split("---\n", 2)
    named = set(re.findall(r"^([a-z_]+):", snippet, flags=re.MULTILINE))
    kept = [line for line in header.splitlines() if line.partition(":")[0] not in named]
    return "\n".join(["---", *kept, snippet, "---", body])


def _in_lesson(snippet: str) -> dict[str, str]:
    return {"input.md": _with_fields(LESSON, snippet)}


def _without(field: str, snippet: str) -> dict[str, str]:
    """Put a snippet into a lesson that lacks a field."""
    bare = re.sub(rf"^{field}: .*\n", "", LESSON, flags=re.MULTILINE)
    return {"input.md": _with_fields(bare, snippet)}


def _below_problem(snippet: str) -> dict[str, str]:
    """Put a snippet into a lesson where its fields usually stand."""
    named = {line.partition(":")[0] for line in snippet.splitlines()}
    kept = [line for line in LESSON.splitlines() if line.partition(":")[0] not in named]
    problem = next(line for line in kept if line.startswith("problem:"))
    return {"input.md": "\n".join([*kept, ""]).replace(problem, f"{problem}\n{snippet}", 1)}


def _in_citation(snippet: str) -> dict[str, str]:
    citation = f"citations:\n  - title: Report\n    design: experience-report\n    {snippet}"
    return _in_lesson(citation)


def _in_assist(snippet: str) -> dict[str, str]:
    return {"assists/input.md": _with_fields(MEETING, snippet)}


def _in_plan(snippet: str) -> dict[str, str]:
    return {"assists/input.md": _with_fields(PLAN, snippet)}


def _in_held(snippet: str) -> dict[str, str]:
    return {"assists/input.md": _with_fields(HELD, snippet)}


def _in_recorded(snippet: str) -> dict[str, str]:
    """Put a snippet into an event that was not planned here."""
    return {"assists/input.md": _with_fields(HELD, f"{snippet}\nreceipts: []")}


def _in_reuse(snippet: str) -> dict[str, str]:
    return {"reuse/input.md": _with_fields(REUSE, snippet)}


def _in_report(snippet: str) -> dict[str, str]:
    return _in_reuse(f"lesson: short-agenda\n{snippet}")


def _in_study(snippet: str) -> dict[str, str]:
    study = "evidence: both\ncitations:\n  - {title: Invented report, design: pre-post}"
    text = _in_text(snippet)["input.md"]
    return {"input.md": _with_fields(text, study)}


def _in_text(snippet: str) -> dict[str, str]:
    return {"input.md": LESSON.partition("## ")[0] + f"{_HAPPENED}{snippet}\n\n{_LEARNED}"}


def _as_text(snippet: str) -> dict[str, str]:
    return {"input.md": LESSON.partition("## ")[0] + snippet}


def _as_first_heading(snippet: str) -> dict[str, str]:
    return _as_text(f"{snippet}\n\nA pump failed.\n\n{_LEARNED}")


def _as_last_sections(snippet: str) -> dict[str, str]:
    return _as_text(f"{_HAPPENED}{_LEARNED}\n{snippet}\n")


def _as_file(snippet: str) -> dict[str, str]:
    return {"input.md": snippet}


def _as_header(snippet: str) -> dict[str, str]:
    return {"input.md": f"---\n{snippet}\n---\n{_HAPPENED}{_LEARNED}"}


def _as_name(snippet: str) -> dict[str, str]:
    return {f"named/{snippet}": LESSON}


def _as_paths(snippet: str) -> dict[str, str]:
    paths = [line.removeprefix("lessons/") for line in snippet.splitlines()]
    return dict.fromkeys(paths, LESSON)


def _as_vocabulary(snippet: str) -> dict[str, str]:
    label = "{label: Word, description: D., "
    return {"vocabulary.yml": snippet.replace("{", label)}


def _as_role(snippet: str) -> dict[str, str]:
    return {"vocabulary.yml": f"{VOCABULARY}roles:\n  keeper:\n    label: Keeper\n    {snippet}\n"}


def _in_replaced_lesson(snippet: str) -> dict[str, str]:
    newer = _with_fields(LESSON, "title: Newer\nrelations:\n  supersedes: [input]")
    return {**_in_lesson(snippet), "newer.md": newer}


PUT: dict[str, Callable[[str], dict[str, str]]] = {
    **dict.fromkeys(
        [
            "date-future", "date-impossible", "date-malformed", "design-missing",
            "evidence-mismatch", "field-type", "field-unknown", "key-case", "key-duplicate",
            "problem-vague", "reference-malformed", "relation-unknown", "review-overdue",
            "source-not-held", "source-unknown", "successor-missing", "tag-repeated",
            "tag-synonym", "tag-unknown", "team-unknown", "value-cut", "value-empty",
            "value-unknown", "withdrawal-unexplained", "yaml-syntax", "yaml-tag", "digest-missing",
            "level-too-high", "level-too-low", "override-idle", "override-lapsed",
            "validity-ended",
        ],
        _in_lesson,
    ),
    **dict.fromkeys(
        ["doi-malformed", "isbn-malformed", "issn-malformed", "pmid-malformed", "url-malformed"],
        _in_citation,
    ),
    **dict.fromkeys(["assist-unknown", "setting-unknown", "value-out-of-range"], _in_assist),
    **dict.fromkeys(
        [
            "agenda-missing", "agenda-overfull", "agenda-unbalanced", "briefing-late",
            "briefing-overdue", "cancellation-unexplained", "challenger-missing",
            "decision-before", "decision-closed", "decision-near", "deliverables-missing",
            "ending-contradicted", "ending-missing", "facilitator-inside", "facilitator-missing",
            "ground-rules-missing", "host-talks", "length-unusual", "meeting-passed",
            "nobody-from-outside", "pairing-incomplete", "purpose-endorsement", "purpose-missing",
            "purpose-several",
            "receipt-missing", "recording-open", "room-missing", "social-time-missing",
            "stage-incomplete", "visitors-alike", "visitors-few", "visitors-many",
        ],
        _in_plan,
    ),
    **dict.fromkeys(
        [
            "action-incomplete", "action-overdue", "commit-back-missing", "commit-back-overdue",
            "decision-by-others", "lesson-missing", "options-few", "review-incomplete",
            "review-missing", "take-home-missing", "thanks-missing", "visit-incomplete",
            "visitor-task", "workshop-incomplete",
        ],
        _in_held,
    ),
    "event-incomplete": _in_recorded,
    **dict.fromkeys(
        [
            "anchor-broken", "foreign-markup", "image-broken", "image-without-alt", "link-absolute",
            "link-broken", "markup-slip",
            "allowance-idle", "allowance-malformed", "link-unsafe", "personal-birth-date",
            "personal-email", "personal-nhs-number", "personal-ni-number", "personal-phone",
            "merge-conflict", "personal-postcode", "raw-html", "section-duplicate", "wording-blame",
            "wording-prescribing", "wording-single-answer",
        ],
        _in_text,
    ),
    **dict.fromkeys(
        ["digest-malformed", "harm-unanswered", "reuse-before-lesson", "reuse-not-independent"],
        _in_report,
    ),
    **dict.fromkeys(["header-missing", "header-unclosed"], _as_file),
    "claim-too-strong": _in_study,
    "field-missing": partial(_without, "problem"),
    "field-order": _below_problem,
    "header-not-mapping": _as_header,
    "id-clash": _as_paths,
    "id-malformed": _as_name,
    "lesson-unknown": _in_reuse,
    "origin-missing": partial(_without, "source_assist"),
    "section-empty": _as_last_sections,
    "section-missing": _as_first_heading,
    "section-order": _as_text,
    "superseded-standing": _in_replaced_lesson,
    "format-redefined": lambda snippet: {"vocabulary.yml": snippet},
    "label-clash": _as_vocabulary,
    "synonym-clash": _as_vocabulary,
    "address-malformed": _as_role,
    "page-unknown": _as_role,
}  # fmt: skip
"""How a rule's example becomes a file of a base."""

EXAMPLES = sorted(rule for rule in RULES if RULES[rule].wrong)
MENDED = sorted(rule for rule in RULES if RULES[rule].right)


def _rules_broken(base: Base) -> set[str]:
    return {found.rule for found in base.load().diagnostics}


def test_base_of_the_examples_is_valid(make_base: Callable[[dict[str, str]], Base]) -> None:
    examples = {"input.md": LESSON, "assists/plan.md": PLAN, "assists/held.md": HELD}
    assert _rules_broken(make_base({**AROUND, **examples})) == set()


@pytest.mark.parametrize("rule", EXAMPLES)
def test_example_breaks_its_rule(rule: str, make_base: Callable[[dict[str, str]], Base]) -> None:
    files = {**AROUND, **PUT[rule](RULES[rule].wrong)}
    if rule == "image-broken":
        del files["plan.png"]
    assert rule in _rules_broken(make_base(files))


@pytest.mark.parametrize("rule", MENDED)
def test_mended_example_does_not_break_its_rule(
    rule: str, make_base: Callable[[dict[str, str]], Base]
) -> None:
    base = make_base({**AROUND, **PUT[rule](RULES[rule].right)})
    assert rule not in _rules_broken(base)
