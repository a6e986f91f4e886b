"""Advice on assists: who is told of it, what options change, and which words are meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library.checks.assist_wording import PATTERNS, phrases
from site_builder.library.wording.sentences import Prose
from tests.builders import CONFIG, HELD, PLAN, VOCABULARY, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.diagnostics import Diagnostic
    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

PEOPLE = """\
people:
  heron: {team: north, grade: 5, line_manager: osprey}
  osprey: {team: south, grade: 8}
  wren: {team: south, grade: 5}
"""
SEATS = """\
participants:
  - {person: heron, role: host}
  - {person: osprey, role: visitor}
  - {person: wren, role: facilitator, team: north}
  - {person: wren-of-nowhere, role: visitor}
"""
OF_PEOPLE = {"line-manager-present", "many-seniors", "facilitator-inside", "person-unknown"}


def with_people(base: Base) -> Base:
    (base.root / "people.yml").write_text(PEOPLE, encoding="utf-8")
    return base


def seated() -> str:
    """Return the plan with people in it."""
    return PLAN.replace("seats_wanted: 6\n", SEATS)


def visit_of_wren(number: int) -> str:
    return (
        f"---\ntitle: Invented visit {number}\nproblem: Nobody knew the new valves\n"
        "format: other\nstatus: held\ndate: 2026-01-20\nhappened: 2026-01-20\n"
        "participants: [{person: wren, role: visitor}]\n---\nInvented.\n"
    )


def rules_of(base: Base) -> list[str]:
    return [found.rule for found in base.load().diagnostics]


class TestPrivacy:
    @pytest.fixture
    def found(self, make_base: MakeBase) -> tuple[Diagnostic, ...]:
        usual = {f"assists/visit-{number}.md": visit_of_wren(number) for number in range(4)}
        next_one = PLAN.replace("seats_wanted: 6", "participants: [{person: wren, role: visitor}]")
        files = {**usual, "assists/plan.md": seated(), "assists/next.md": next_one}
        return with_people(make_base(files)).load().diagnostics

    def test_what_names_a_person_is_for_the_terminal_only(
        self, found: tuple[Diagnostic, ...]
    ) -> None:
        private = {one.rule for one in found if one.private}
        assert private == OF_PEOPLE | {"usual-suspects"}

    def test_nothing_that_is_said_to_all_names_a_person(
        self, found: tuple[Diagnostic, ...]
    ) -> None:
        public = [one for one in found if not one.private]
        assert public
        for one in public:
            assert not any(name in f"{one.message} {one.hint}" for name in ("heron", "osprey"))
            assert "wren" not in f"{one.message} {one.hint}"

    @pytest.mark.parametrize("form", ["json", "github"])
    def test_other_programs_are_told_nothing_of_people(
        self, make_base: MakeBase, form: str
    ) -> None:
        base = with_people(make_base({"assists/plan.md": seated()}))
        output = base.run("check", "--format", form).output
        assert "visitors-few" in output
        assert not any(rule in output for rule in OF_PEOPLE)

    def test_a_terminal_is_told(self, make_base: MakeBase, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("CI", raising=False)
        output = with_people(make_base({"assists/plan.md": seated()})).run("check").output
        assert "`osprey` is the line manager of `heron`" in output


class TestLimits:
    @pytest.mark.parametrize(
        ("option", "rule"),
        [
            ("visitors-least: 7", "visitors-few"),
            ("visitors-most: 5", "visitors-many"),
            ("assist-hours-least: 7", "length-unusual"),
            ("assist-hours-most: 5", "length-unusual"),
            ("days-to-decide: 90", "decision-near"),
            ("briefing-days: 30", "briefing-late"),
            ("options-least: 3", "options-few"),
        ],
    )
    def test_a_limit_is_an_option(self, make_base: MakeBase, option: str, rule: str) -> None:
        base = make_base({"assists/plan.md": PLAN, "assists/held.md": HELD})
        assert rules_of(base) == []
        config = CONFIG.replace("- lessons", f"- lessons: {{assists: {{{option}}}}}")
        (base.root / "mkdocs.yml").write_text(config, encoding="utf-8")
        assert rules_of(base) == [rule]

    @pytest.mark.parametrize(
        ("option", "told"), [("usual-assists: 2", True), ("usual-days: 30", False)]
    )
    def test_how_often_is_too_often_is_an_option(
        self, make_base: MakeBase, option: str, *, told: bool
    ) -> None:
        usual = {f"assists/visit-{number}.md": visit_of_wren(number) for number in range(2)}
        plan = PLAN.replace("seats_wanted: 6", "participants: [{person: wren, role: visitor}]")
        base = with_people(make_base({**usual, "assists/plan.md": plan}))
        config = CONFIG.replace("- lessons", f"- lessons: {{assists: {{{option}}}}}")
        (base.root / "mkdocs.yml").write_text(config, encoding="utf-8")
        assert ("usual-suspects" in rules_of(base)) == told


class TestWhen:
    def test_a_plan_that_was_just_searched_is_told_nothing_yet(self, make_base: MakeBase) -> None:
        kept = ("---", "title", "problem", "format", "date", "receipts", "decision_open")
        lines = [line for line in PLAN.splitlines() if line.startswith(kept)]
        plan = "\n".join([*lines[:-1], "status: searched", "---", ""])
        assert rules_of(make_base({"assists/plan.md": plan})) == []

    def test_an_idea_is_told_contradictions_only(self, make_base: MakeBase) -> None:
        idea = PLAN.replace("confirmed", "idea").replace("decision_open: yes", "decision_open: no")
        idea = idea.replace("2026-07-01", "2026-05-05").replace("duration_hours: 6", "")
        assert rules_of(make_base({"assists/plan.md": idea})) == ["decision-closed"]

    def test_an_event_from_a_source_gets_one_note_for_all_it_lacks(
        self, make_base: MakeBase
    ) -> None:
        event = (
            "---\ntitle: Invented old assist\nproblem: Nobody knew the old valves\n"
            "format: peer-assist\nstatus: reported\ndate: 2026-01-20\nhappened: unknown\n---\nO.\n"
        )
        assert rules_of(make_base({"assists/old.md": event})) == ["event-incomplete"]

    def test_an_event_that_says_its_date_is_unknown_has_stated_it(
        self, make_base: MakeBase
    ) -> None:
        event = HELD.replace("happened: 2026-02-04", "happened: unknown").replace("receipts", "#")
        assert rules_of(make_base({"assists/old.md": event})) == []

    @pytest.mark.parametrize(
        "ending", ["merged\nmerged_into: pump-review", "too-late", "withdrawn"]
    )
    def test_a_plan_that_ended_is_told_nothing_of_how_to_plan(
        self, make_base: MakeBase, ending: str
    ) -> None:
        plan = PLAN.replace("confirmed", f"closed\nclosed_as: {ending}").replace("purpose:", "#")
        assert rules_of(make_base({"assists/plan.md": plan})) == []

    def test_an_assist_that_was_taken_over_from_another_base_is_not_blamed_for_its_vocabulary(
        self, make_base: MakeBase
    ) -> None:
        """A host that the vocabulary does not know is told once, as an unknown team."""
        plan = seated().replace("host_team: north", "host_team: elsewhere")
        rules = rules_of(with_people(make_base({"assists/plan.md": plan})))
        assert rules.count("team-unknown") == 1
        assert "nobody-from-outside" not in rules


class TestWords:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("The technicians had failed to check it.", "technicians had failed to check"),
            ("It broke due to operator error.", "due to operator error"),
            ("We blamed the night crew.", "blamed the night crew"),
            ("That was her own fault.", "her own fault"),
            ("The team should have known better.", "team should have known"),
        ],
    )
    def test_blame_is_found_on_its_words(self, text: str, words: str) -> None:
        assert [found[0] for found in phrases("wording-blame", Prose(text))] == [words]

    @pytest.mark.parametrize(
        "text",
        [
            "The engine failed to start, which the crew noticed.",
            "We found a fault of the pump.",
            "The error of the measurement is small.",
            "Nobody thought that the team failed to check it.",
            "A rule forbids words such as “the team failed to check”.",
            "They refused the offer.",
        ],
    )
    def test_what_blames_nobody_is_not_found(self, text: str) -> None:
        assert list(phrases("wording-blame", Prose(text))) == []

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("You must drain it.", "You must drain"),
            ("So you should never wait.", "you should never"),
            ("They need to drain it.", "They need to drain"),
        ],
    )
    def test_orders_are_found_on_their_words(self, text: str, words: str) -> None:
        assert [found[0] for found in phrases("wording-prescribing", Prose(text))] == [words]

    @pytest.mark.parametrize(
        "text",
        [
            "They asked what else they need to know.",
            "The parts arrived, and they must be dry.",
            "We learned how often you have to drain it.",
            "It is not that you should wait.",
        ],
    )
    def test_what_is_no_order_is_not_found(self, text: str) -> None:
        assert list(phrases("wording-prescribing", Prose(text))) == []

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("The only viable option is to wait.", "The only viable option"),
            ("The answer is to wait.", "The answer is to"),
            ("There is only one way forward.", "There is only one way forward"),
        ],
    )
    def test_a_single_answer_is_found_on_its_words(self, text: str, words: str) -> None:
        assert [found[0] for found in phrases("wording-single-answer", Prose(text))] == [words]

    @pytest.mark.parametrize(
        "text",
        ["The solution is pumped out.", "It was not the only option.", "The answer is unknown."],
    )
    def test_one_answer_of_several_is_not_found(self, text: str) -> None:
        assert list(phrases("wording-single-answer", Prose(text))) == []

    def test_words_far_apart_in_a_long_text_are_each_found_once(self) -> None:
        gap = "The pump ran on. " * 500
        text = f"The crew failed to drain it. {gap}The team failed to look. {gap}"
        assert [found[0] for found in phrases("wording-blame", Prose(text))] == [
            "crew failed to drain",
            "team failed to look",
        ]

    def test_words_of_a_lesson_that_was_withdrawn_are_left_alone(self, make_base: MakeBase) -> None:
        header = "withdrawn: {date: 2026-02-20, reason: wrong}"
        body = "## What happened\n\nThe crew failed to drain it.\n\n## What was learned\n\nA.\n"
        lesson = lesson_text(status="withdrawn", header=header, body=body)
        assert "wording-blame" not in rules_of(make_base({"a.md": lesson}))

    @pytest.mark.parametrize(
        ("story", "line", "column"),
        [
            ("At night the crew failed to drain it", 3, 21),
            ('"At night the crew\n  failed to drain it"', 3, 8),
        ],
        ids=["on-one-line", "folded"],
    )
    def test_words_of_a_header_are_marked_as_exactly_as_they_can_be(
        self, make_base: MakeBase, story: str, line: int, column: int
    ) -> None:
        held = HELD.replace("---\n", f"---\nowner: Head of the plant\nstory: {story}\n", 1)
        (found,) = make_base({"assists/held.md": held}).load().diagnostics
        assert found.rule == "wording-blame"
        assert (found.span.line, found.span.column) == (line, column)

    def test_words_in_code_are_left_alone(self, make_base: MakeBase) -> None:
        body = "## What happened\n\n`The crew failed to drain it`\n\n## What was learned\n\nA.\n"
        assert rules_of(make_base({"a.md": lesson_text(body=body)})) == []

    def test_a_guide_may_say_what_you_should_do(self, make_base: MakeBase) -> None:
        guide = "# Guide\n\nYou should drain it. The only solution is to wait.\n"
        assert rules_of(make_base({"guide/a.md": guide, "vocabulary.yml": VOCABULARY})) == []


LETTERS = st.characters(codec="ascii")


@pytest.mark.parametrize("rule", PATTERNS)
@given(data=st.data())
def test_everything_that_a_rule_on_words_looks_for_holds_one_of_its_cues(
    rule: str, data: st.DataObject
) -> None:
    pattern, cues = PATTERNS[rule]
    found = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=LETTERS)).lower()

    assert cues.keys() & set(re.findall(r"[^\W_]+", found))
