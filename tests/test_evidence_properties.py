"""What holds for the evidence of every lesson, whatever its records say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from site_builder.library.evidence.assess import Assessments
from site_builder.library.evidence.facts import FAILURES, TeamOutcome
from site_builder.library.evidence.raising import NamedTeam, raise_practice, raise_research
from site_builder.library.library import Library
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Design, Outcome
from site_builder.records.vocabulary import Setting, Team, Vocabulary
from site_builder.settings import Settings, Thresholds
from tests.evidence_bases import library_of, records_of, this_lesson, vocabulary
from tests.evidence_strategies import (
    evidence_facts,
    facts_with_an_event,
    told_outcomes,
    told_reuses,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from site_builder.library.evidence.derive import Derivation
    from site_builder.library.evidence.explanation import Explanation
    from site_builder.library.evidence.facts import Fact
    from site_builder.library.evidence.raising import MoreTeams
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

TODAY = date(2026, 3, 1)
_worked = st.just("worked")
_failed = st.sampled_from(sorted(FAILURES))


def evidence_of(library: Library, today: date = TODAY) -> Assessments:
    """Return the assessments of a base."""
    return Assessments(library, Settings(), today)


def derived(facts: dict[str, Any]) -> Derivation:
    """Return what facts about the lesson amount to."""
    library = library_of(facts)
    return evidence_of(library).derivation(this_lesson(library))


def explained(facts: dict[str, Any]) -> Explanation:
    """Return the explanation of the lesson of which these facts are said."""
    library = library_of(facts)
    return evidence_of(library).explain(this_lesson(library))


def said(facts: dict[str, Any]) -> tuple[object, ...]:
    """Return everything that is said of the lesson of which these facts are said."""
    return _told(library_of(facts))


def levels(derivation: Derivation) -> tuple[int, int]:
    """Return both levels."""
    return derivation.practice, derivation.research


def with_reuse(facts: dict[str, Any], *reports: dict[str, str]) -> dict[str, Any]:
    """Return facts and further reports of use."""
    return {**facts, "reuses": [*facts["reuses"], *reports]}


def with_cycle(facts: dict[str, Any], outcome: dict[str, Any]) -> dict[str, Any]:
    """Return facts and a further cycle of which the event tells."""
    event = facts["source assist"]
    return {**facts, "source assist": {**event, "outcomes": [*event["outcomes"], outcome]}}


@given(evidence_facts, told_reuses(_worked))
def test_a_success_of_a_team_not_yet_counted_lowers_no_level(
    facts: dict[str, Any], report: dict[str, str]
) -> None:
    before = derived(facts)
    assume(report["team"] not in {team.team for team in before.teams})

    after = derived(with_reuse(facts, report))

    assert after.practice >= before.practice
    assert after.research >= before.research


@given(evidence_facts, told_outcomes(_worked))
def test_a_cycle_that_worked_for_a_team_not_yet_counted_lowers_no_level(
    facts: dict[str, Any], outcome: dict[str, str]
) -> None:
    facts = {"source assist": {"outcomes": []}, **facts}
    before = derived(facts)
    assume(outcome["team"] not in {team.team for team in before.teams})

    after = derived(with_cycle(facts, outcome))

    assert after.practice >= before.practice
    assert after.research >= before.research


@given(evidence_facts, told_reuses(_failed))
def test_a_failure_raises_no_level(facts: dict[str, Any], report: dict[str, str]) -> None:
    before = derived(facts)

    after = derived(with_reuse(facts, report))

    assert after.practice <= before.practice
    assert after.research <= before.research


@given(facts_with_an_event, told_outcomes(_failed))
def test_a_cycle_that_failed_raises_no_level(
    facts: dict[str, Any], outcome: dict[str, str]
) -> None:
    before = derived(facts)

    after = derived(with_cycle(facts, outcome))

    assert after.practice <= before.practice
    assert after.research <= before.research


@given(facts_with_an_event, told_outcomes())
def test_an_outcome_that_names_another_lesson_changes_nothing(
    facts: dict[str, Any], outcome: dict[str, Any]
) -> None:
    after = with_cycle(facts, {**outcome, "lessons": ["another-lesson"]})

    assert said(after) == said(facts)


@given(facts_with_an_event, told_outcomes())
def test_an_outcome_that_names_nothing_changes_no_lesson_without_an_outcome(
    facts: dict[str, Any], outcome: dict[str, Any]
) -> None:
    unstated = {name: told for name, told in facts["lesson"].items() if name != "outcome"}
    facts = {**facts, "lesson": unstated}
    unnamed = {name: told for name, told in outcome.items() if name != "lessons"}

    assert said(with_cycle(facts, unnamed)) == said(facts)


@given(evidence_facts, told_reuses(st.sampled_from(["worked", "partly"])))
def test_hearsay_changes_no_level(facts: dict[str, Any], report: dict[str, str]) -> None:
    host = facts.get("source assist", {}).get("host team")
    assume(report["team"] not in {facts["lesson"].get("team"), host})

    after = derived(with_reuse(facts, {**report, "reported by": "Head of pumps"}))

    before = derived(facts)
    assert levels(after) == levels(before)
    assert after.teams == before.teams


@given(evidence_facts, told_reuses())
def test_a_use_that_ended_before_the_lesson_was_learned_changes_no_level(
    facts: dict[str, Any], report: dict[str, str]
) -> None:
    assume(facts.get("source assist", {}).get("status") in {None, "held", "reported"})
    facts = {**facts, "source assist": {"outcomes": [], **facts.get("source assist", {})}}
    facts["source assist"] |= {"happened": "2025-03"}

    after = derived(with_reuse(facts, {**report, "happened": "2025-02-28"}))

    before = derived(facts)
    assert levels(after) == levels(before)
    assert after.mark is before.mark


@given(evidence_facts)
def test_a_concern_that_is_said_twice_changes_nothing(facts: dict[str, Any]) -> None:
    doubled = [
        {**citation, "concerns": [*citation.get("concerns", ()), *citation.get("concerns", ())]}
        for citation in facts["citations"]
    ]

    assert said({**facts, "citations": doubled}) == said(facts)


@given(
    evidence_facts,
    st.sampled_from(list(Design)),
    st.sampled_from(["for", "against", "mixed"]),
)
def test_what_speaks_of_the_problem_only_changes_no_level(
    facts: dict[str, Any], design: Design, supports: str
) -> None:
    citation = {"design": str(design), "supports": supports, "about": "problem"}
    after = library_of({**facts, "citations": [*facts["citations"], citation]})
    before = library_of(facts)

    now, then = (evidence_of(base).of(this_lesson(base)) for base in (after, before))

    assert levels(now.derivation) == levels(then.derivation)
    assert now.contested == then.contested
    assert now.basis is then.basis


@given(evidence_facts)
def test_advice_is_never_said_to_be_tried_and_what_was_tried_is_no_advice(
    facts: dict[str, Any],
) -> None:
    library = library_of(facts)
    lesson = this_lesson(library)
    evidence = evidence_of(library)

    statement = evidence.statement(lesson)

    if evidence.of(lesson).is_tried:
        assert "Tried: " in statement
        assert "Advice" not in statement
    else:
        assert "Advice: no team has reported trying it" in statement
        assert "Tried" not in statement
        assert "worked" not in statement


@given(evidence_facts)
def test_every_failure_and_partial_success_stands_in_the_statement(facts: dict[str, Any]) -> None:
    library = library_of(facts)
    evidence, lesson = evidence_of(library), this_lesson(library)
    derivation = evidence.derivation(lesson)

    statement = evidence.statement(lesson)

    assert ("failed for" in statement) == bool(derivation.failures)
    is_partly = any(team.result == "partly" for team in derivation.teams)
    assert ("partly worked for" in statement) == is_partly
    assert set(derivation.used_by) >= {team.team for team in derivation.teams}
    assert bool(derivation.used_by) == ("Tried: " in statement)


@given(evidence_facts, st.dates(TODAY, date(2200, 1, 1)))
def test_the_passing_of_time_changes_no_level(facts: dict[str, Any], day: date) -> None:
    library = library_of(facts)
    lesson = this_lesson(library)

    now, then = evidence_of(library).of(lesson), evidence_of(library, day).of(lesson)

    assert (then.practice, then.research) == (now.practice, now.research)
    assert then.derivation == now.derivation
    assert then.contested == now.contested


@given(evidence_facts)
def test_the_same_facts_give_the_same_result(facts: dict[str, Any]) -> None:
    assert derived(facts) == derived(facts)
    assert explained(facts) == explained(facts)


@given(evidence_facts, st.randoms(use_true_random=False))
def test_order_and_file_names_of_records_change_nothing_that_is_said(
    facts: dict[str, Any], chance: random.Random
) -> None:
    records = records_of(facts)
    others = list(_renamed(records, chance))
    chance.shuffle(others)
    words = vocabulary()

    first, other = (Library(given_, words) for given_ in (records, others))

    assert _told(first) == _told(other)


def _renamed(records: list[Record[Any]], chance: random.Random) -> Iterator[Record[Any]]:
    """Yield records, the reports of use under ids that sort in another order."""
    numbers = list(range(len(records)))
    chance.shuffle(numbers)
    for number, record in zip(numbers, records, strict=True):
        yield replace(record, id=f"report-{number}") if record.kind is Kind.REUSE else record


def _told(library: Library) -> tuple[object, ...]:
    """Return everything that is said of the lesson, but not which file says it."""
    evidence, lesson = evidence_of(library), this_lesson(library)
    explanation = evidence.explain(lesson)
    axes = [
        (axis.level, axis.label, axis.reasons, axis.higher, [fact.text for fact in axis.facts])
        for axis in explanation.axes
    ]
    derivation = evidence.derivation(lesson)
    return derivation.mark, levels(derivation), explanation.statement, axes, explanation.contested


@given(evidence_facts)
def test_every_record_that_was_used_is_in_the_explanation(facts: dict[str, Any]) -> None:
    library = library_of(facts)
    lesson = this_lesson(library)

    explanation = evidence_of(library).explain(lesson)

    told = [(fact.text, fact.key) for axis in explanation.axes for fact in axis.facts]
    for report in library.reuses:
        if report.fields.lesson == lesson.id:
            team = _label(library, report.fields.team)
            assert any(team in text and key == (Kind.REUSE, report.id) for text, key in told)
    source = library.assist(lesson.fields.source_assist or "")
    if source and source.fields.took_place:
        key = (Kind.ASSIST, source.id)
        assert any(source.fields.title in text and key == of for text, of in told)
        for team in _teams_told_of(source, lesson):
            assert any(_label(library, team) in text and key == of for text, of in told)
    for citation in lesson.fields.citations:
        retracted_account = citation.retracted and citation.design in {
            "guidance",
            "experience-report",
        }
        assert any(citation.title in text for text, _key in told) or retracted_account


def _teams_told_of(source: Record[Assist], lesson: Record[Lesson]) -> Iterator[str]:
    said = lesson.fields.outcome in {Outcome.WORKED, Outcome.MIXED}
    for outcome in source.fields.outcomes:
        if lesson.id in outcome.lessons or (said and not outcome.lessons):
            yield outcome.team


def _label(library: Library, team: str) -> str:
    return library.vocabulary.teams[team].label


@given(evidence_facts)
def test_every_fact_that_a_rule_used_is_in_its_words(facts: dict[str, Any]) -> None:
    library = library_of(facts)
    evidence, lesson = evidence_of(library), this_lesson(library)
    assessment = evidence.of(lesson)
    derivation = assessment.derivation
    steps = (*derivation.practice_steps, *derivation.research_steps, *assessment.contested)

    explanation = evidence.explain(lesson)

    reasons = [*explanation.axes[0].reasons, *explanation.axes[1].reasons, *explanation.contested]
    assert [reason.rule for reason in reasons] == [step.rule for step in steps]
    for reason, step in zip(reasons, steps, strict=True):
        if step.rule not in {"practice-advised", "research-none", "concerns-step-down"}:
            for fact in step.facts:
                assert _name(library, fact) in reason.text
    for other_id in assessment.contradicted_by:
        other = library.lesson(other_id)
        assert other
        assert other.fields.title in explanation.contested[-1].text


def _name(library: Library, fact: Fact) -> str:
    return _label(library, fact.team) if isinstance(fact, TeamOutcome) else fact.title


UNNAMED_EVENT: dict[str, Any] = {
    "lesson": {},
    "reuses": [],
    "citations": [],
    "source assist": {"outcomes": []},
}
"""An event of which nobody says who was there."""


@given(evidence_facts)
@example(UNNAMED_EVENT)
def test_what_is_said_to_raise_practice_does(facts: dict[str, Any]) -> None:
    before = derived(facts)
    wanted = raise_practice(before, Thresholds())
    assume(wanted is not None)

    if isinstance(wanted, NamedTeam):
        after = derived({**facts, "lesson": {**facts["lesson"], "team": "north"}})
    else:
        assert wanted is not None
        after = _joined_by(wanted, facts)

    assert after.practice > before.practice


@given(evidence_facts)
def test_fewer_teams_than_are_said_to_raise_practice_do_not(facts: dict[str, Any]) -> None:
    before = derived(facts)
    wanted = raise_practice(before, Thresholds())
    assume(wanted is not None and not isinstance(wanted, NamedTeam))
    assert wanted is not None
    assert not isinstance(wanted, NamedTeam)
    fewer = replace(wanted, count=wanted.count - 1, elsewhere=wanted.count - 1, measure="measured")

    assert _joined_by(fewer, facts).practice <= before.practice


@given(evidence_facts)
def test_what_is_said_to_raise_research_does(facts: dict[str, Any]) -> None:
    before = derived(facts)

    for design in raise_research(before, Thresholds()):
        after = derived({**facts, "citations": [*facts["citations"], {"design": str(design)}]})
        assert after.research > before.research


def _joined_by(more: MoreTeams, facts: dict[str, Any]) -> Derivation:
    """Return what facts amount to once so many further teams have reported that it works.

    Those that need not be elsewhere are of one organisation, and do not state their setting.
    """
    known = vocabulary()
    joining = [f"new-{number}" for number in range(more.count)]
    elsewhere = joining[: more.elsewhere]
    teams = {
        team: Team(label=team, organisation=team if team in elsewhere else "Invented Water")
        for team in joining
    }
    places = {team: Setting(label=team) for team in elsewhere}
    words = Vocabulary(
        tags=known.tags, teams={**known.teams, **teams}, settings={**known.settings, **places}
    )
    reports = [
        {
            "team": team,
            "outcome": "worked",
            "measure": "self-report" if number else more.measure,
            **({"setting": team} if team in elsewhere else {}),
        }
        for number, team in enumerate(joining)
    ]
    library = Library(records_of(with_reuse(facts, *reports)), words)
    return evidence_of(library).derivation(this_lesson(library))
