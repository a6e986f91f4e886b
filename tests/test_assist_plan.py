"""``lessons assist new``, ``receipt`` and ``move``: look first, keep the proof, move on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.assists.agenda import template
from site_builder.assists.formats import FORMATS
from site_builder.assists.plans import Judged, plan_text, plan_title, receipt_of
from site_builder.assists.receipts import newcomers, stale_receipts
from site_builder.clock import today
from site_builder.project import read_project
from site_builder.records.assist import Assist, Format
from site_builder.records.header.document import parse_document
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.kinds import id_from
from site_builder.search.open import open_search
from tests.builders import QUIET_ASSIST, lesson_text
from tests.reading import checked_text
from tests.strategies import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

PROBLEM = "pumps freeze in the shed every winter"
SHED = lesson_text(title="Heat the shed", problem="Pumps in the invented shed freeze in winter")
BODY = "## What happened\n\nNobody came.\n\n## What was learned\n\nPin it up.\n"
FILES = {
    "assists/pump-review.md": QUIET_ASSIST,
    "shed.md": SHED,
    "drain.md": lesson_text(
        title="Drain the pumps", problem="Invented pumps that stand idle in winter crack in frost"
    ),
    "rota.md": lesson_text(
        title="Share the rota",
        problem="Nobody at the invented ward knows who is on call",
        body=BODY,
        tags="[handover]",
    ),
}
LATER = lesson_text(
    title="Cover the shed",
    problem="Pumps freeze in the shed every single winter",
    date="2026-03-01",
)


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with two lessons about pumps, and one about something else."""
    return make_base(FILES)


def plan(base: Base) -> Assist:
    """Return the plan that a command has written."""
    (found,) = (one for one in base.load().library.assists if one.id != "pump-review")
    return found.fields


def planned(base: Base, *more: str) -> None:
    """Write a plan without being asked anything."""
    result = base.run("assist", "new", PROBLEM, "--judge", "*=no:another pump", *more)
    assert result.exit_code == 0, result.output


def add_lesson(base: Base) -> None:
    """Record a lesson that comes nearer to the plan than any before."""
    (base.root / "lessons/cover.md").write_text(LATER, encoding="utf-8")


class TestNew:
    @pytest.mark.practice("a4")
    def test_a_plan_keeps_its_receipt_with_a_judgement_of_each_hit(self, base: Base) -> None:
        answers = "reuse\nsame shed\nno\n\nn\n"
        result = base.run("assist", "new", PROBLEM, "--host-team=south", input=answers)
        assert result.exit_code == 0, result.output
        assist = plan(base)
        assert (assist.status, assist.problem, assist.host_team) == ("searched", PROBLEM, "south")
        (receipt,) = assist.receipts
        assert (receipt.query, receipt.date) == (PROBLEM, today())
        assert [(hit.id, hit.judgement, hit.because) for hit in receipt.hits] == [
            ("shed", "reuse", "same shed"),
            ("drain", "no", None),
        ]

    def test_only_a_plan_that_says_by_when_has_an_open_decision(self, base: Base) -> None:
        planned(base, "--judge=shed=partly")
        assert plan(base).decision_open is None
        planned(base, "--judge=shed=partly", "--anyway", "--decision-date=2026-07-01")
        (dated,) = (one.fields for one in base.load().library.assists if one.fields.decision_date)
        assert dated.decision_open is True

    def test_a_plan_relies_on_what_helps_and_keeps_its_digest(self, base: Base) -> None:
        planned(base, "--judge=shed=partly")
        loaded = base.load()
        shed = loaded.library.lesson("shed")
        assert shed
        assert [(one.id, one.digest) for one in plan(base).relies_on] == [
            ("shed", loaded.reliances.digest(shed))
        ]

    @pytest.mark.practice("a13")
    def test_a_new_plan_has_no_errors(self, base: Base) -> None:
        planned(base, "--judge=shed=partly:the shed is like ours")
        assert [one for one in base.load().diagnostics if one.severity == "error"] == []

    @pytest.mark.parametrize("form", list(Format))
    @pytest.mark.practice("a3")
    def test_a_plan_with_a_length_has_the_agenda_of_its_format(self, base: Base, form: str) -> None:
        planned(base, f"--format={form}", "--hours=3")
        assist = plan(base)
        assert assist.duration_hours == 3
        assert sum(part.minutes for part in assist.agenda) == 180
        wanted = template(FORMATS[Format(form)], 180)
        assert [(part.part, part.minutes, part.lead) for part in assist.agenda] == [
            (part.part, part.minutes, part.lead) for part in wanted
        ]
        assert [part.host_present is False for part in assist.agenda] == [
            part.host_present is False for part in wanted
        ]

    def test_a_solved_problem_closes_the_plan_at_once(self, base: Base) -> None:
        result = base.run("assist", "new", PROBLEM, input="reuse\n\nno\n\ny\n")
        assert result.exit_code == 0, result.output
        assist = plan(base)
        assert (assist.status, assist.closed_as) == ("closed", "solved-already")
        assert not assist.took_place
        file = base.root / "lessons/assists/pumps-freeze-in-the-shed-every-winter.md"
        assert "what we can still change" not in file.read_text(encoding="utf-8")

    def test_what_was_not_judged_fit_for_reuse_solves_nothing(self, base: Base) -> None:
        result = base.run("assist", "new", PROBLEM, "--judge=*=no", "--solved")
        assert result.exit_code == 2
        assert not (base.root / "lessons/assists/pumps-freeze-in-the-shed-every-winter.md").exists()

    def test_no_hit_is_a_receipt_too(self, base: Base) -> None:
        result = base.run("assist", "new", "zebra crossings")
        assert result.exit_code == 0, result.output
        assert "No lesson matches" in result.output
        (receipt,) = plan(base).receipts
        assert receipt.hits == ()

    def test_a_plan_of_the_same_problem_is_shown_and_no_second_one_is_written(
        self, base: Base
    ) -> None:
        planned(base)
        result = base.run("assist", "new", f"{PROBLEM} again", "--judge", "*=no")
        assert result.exit_code == 2
        assert "(pumps-freeze-in-the-shed-every-winter, searched)" in result.output
        assert "to write another plan, give --anyway" in result.output
        assert len(base.load().library.assists) == 2

    def test_a_plan_that_is_over_is_in_nobodys_way(self, base: Base) -> None:
        planned(base)
        over = "pumps-freeze-in-the-shed-every-winter"
        base.run("assist", "move", over, "cancelled", "--because=it burned down")
        result = base.run("assist", "new", f"{PROBLEM} again", "--judge", "*=no")
        assert result.exit_code == 0, result.output
        assert f"({over}, " not in result.output
        assert len(base.load().library.assists) == 3

    def test_a_second_plan_on_the_same_problem_takes_another_name(self, base: Base) -> None:
        planned(base)
        planned(base, "--anyway")
        names = sorted(path.name for path in (base.root / "lessons/assists").iterdir())
        assert names == [
            "pump-review.md",
            "pumps-freeze-in-the-shed-every-winter-2.md",
            "pumps-freeze-in-the-shed-every-winter.md",
        ]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--judge", "shed=good"], "one of reuse, partly, no"),
            (["--judge", "rota=no"], "the search did not find 'rota'"),
            (["--decision-date", "soon"], "--decision-date: `decision_date`: `soon` is not a date"),
            (["--planned-for", "soon"], "--planned-for: `planned_for`: `soon` is not a date"),
            (["--planned-for", "May 2020"], "--planned-for: `May 2020` has passed"),
            (["--decision-date", "2026-02-28"], "--decision-date: `2026-02-28` has passed"),
            (["--tag", "ice"], "there is no tag `ice`"),
            (["--host-team", "ward 7"], "--host-team: there is no team `ward 7`"),
        ],
    )
    def test_a_wrong_option_writes_nothing(
        self, base: Base, arguments: list[str], said: str
    ) -> None:
        result = base.run("assist", "new", PROBLEM, *arguments)
        assert result.exit_code == 2
        assert said in result.output
        assert [path.name for path in (base.root / "lessons/assists").iterdir()] == [
            "pump-review.md"
        ]

    def test_an_option_that_a_check_would_refuse_is_refused_before_anything_is_asked(
        self, base: Base
    ) -> None:
        output = base.run("assist", "new", PROBLEM, "--host-team=ward 7").output
        assert "Does it help" not in output

    def test_a_team_may_be_given_by_its_label(self, base: Base) -> None:
        planned(base, "--host-team=south TEAM")
        assert plan(base).host_team == "south"

    def test_none_of_these_is_one_answer(self, base: Base) -> None:
        result = base.run("assist", "new", PROBLEM, input="none\n")
        assert result.exit_code == 0, result.output
        (receipt,) = plan(base).receipts
        assert [hit.judgement for hit in receipt.hits] == ["no", "no"]

    def test_none_of_the_rest_is_one_answer(self, base: Base) -> None:
        result = base.run("assist", "new", PROBLEM, input="partly\nold pump\nnone\n")
        assert result.exit_code == 0, result.output
        (receipt,) = plan(base).receipts
        assert [hit.judgement for hit in receipt.hits] == ["partly", "no"]

    def test_the_id_ends_at_a_word(self, base: Base) -> None:
        problem = "invented pumps in the northern sheds of the plant were never counted by anybody"
        base.run("assist", "new", problem, "--judge=*=no")
        names = {assist.id for assist in base.load().library.assists} - {"pump-review"}
        assert names == {"invented-pumps-in-the-northern-sheds-of-the-plant-were"}

    @pytest.mark.practice("a77")
    def test_a_plan_names_the_studies_that_it_was_given(self, base: Base) -> None:
        planned(base, "--study=Frost: a review", "--study=Sheds in winter")
        titles = [citation.title for citation in plan(base).citations]
        assert titles == ["Frost: a review", "Sheds in winter"]

    @pytest.mark.practice("a77")
    def test_what_is_missing_is_asked_at_a_terminal(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("site_builder.cli.assist_new.at_terminal", lambda: True)
        answers = "none\nLearn from others\nward 7\nSouth team\nice\nPumps, shift change\n"
        answers += "2026-05\nsoon\n\nFrost and pumps\n"
        result = base.run("assist", "new", PROBLEM, input=answers)
        assert result.exit_code == 0, result.output
        assert "`ward 7` is none of: `North team`, `South team`" in result.output
        assert "there is no tag `ice`" in result.output
        assert plan(base).tags == ("pumps", "handover")
        assert "`soon` is not a day as YYYY-MM-DD" in result.output
        found = plan(base)
        assert (found.purpose, found.host_team) == ("Learn from others", "south")
        assert (str(found.planned_for), found.decision_date) == ("2026-05", None)
        assert [citation.title for citation in found.citations] == ["Frost and pumps"]
        assert "lessons assist move pumps-freeze-in-the-shed-every-winter open" in result.output

    def test_a_judgement_is_chosen_from_a_list_as_every_other_answer_is(self, base: Base) -> None:
        result = base.run("assist", "new", PROBLEM, input="3\nnot ours\n4\n")
        assert result.exit_code == 0, result.output
        assert "   1  reuse                    it solves our problem" in result.stderr
        assert {hit.judgement for hit in plan(base).receipts[0].hits} == {"no"}

    def test_a_day_that_has_passed_is_asked_for_again(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("site_builder.cli.assist_new.at_terminal", lambda: True)
        answers = "none\n\n\n\n1 March 2020\n2020\n2026-06\n2020-05-01\n2026-07-01\n\n"
        result = base.run("assist", "new", PROBLEM, input=answers)
        assert result.exit_code == 0, result.output
        assert result.output.count("has passed") == 3
        assert (str(plan(base).planned_for), str(plan(base).decision_date)) == (
            "2026-06",
            "2026-07-01",
        )

    def test_another_plan_is_written_only_if_that_is_wanted(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planned(base)
        monkeypatch.setattr("site_builder.cli.assist_new.at_terminal", lambda: True)
        result = base.run("assist", "new", PROBLEM, input="n\n")
        assert result.exit_code == 1
        assert "lessons assist receipt pumps-freeze-in-the-shed-every-winter" in result.output
        assert base.run("assist", "new", PROBLEM, input="y\nnone\n\n\n\n\n\n\n").exit_code == 0
        assert len(base.load().library.assists) == 3

    def test_breaking_off_writes_nothing(self, base: Base) -> None:
        assert base.run("assist", "new", PROBLEM, input="reuse\n").exit_code == 1
        assert len(base.load().library.assists) == 1


class TestReceipts:
    def stale(self, base: Base) -> list[str]:
        """Return what is said of stale receipts."""
        library = base.load().library
        opened = open_search(read_project(base.root))
        return [found.message for found in stale_receipts(library, opened)]

    def test_a_receipt_is_fresh_while_nothing_new_comes_near(self, base: Base) -> None:
        planned(base)
        other = lesson_text(
            title="Paint",
            problem="Invented paint peels off the garden fence",
            body=BODY,
            tags="[handover]",
        )
        (base.root / "lessons/paint.md").write_text(other, encoding="utf-8")
        assert self.stale(base) == []

    def test_a_lesson_that_comes_in_later_makes_it_stale(self, base: Base) -> None:
        planned(base)
        add_lesson(base)
        assert self.stale(base) == ["the receipt is stale: `cover` would be among the first 5 now"]

    def test_a_draft_that_comes_in_makes_it_not(self, base: Base) -> None:
        planned(base)
        add_lesson(base)
        file = base.root / "lessons/cover.md"
        text = file.read_text(encoding="utf-8").replace("date:", "status: draft\ndate:", 1)
        file.write_text(text, encoding="utf-8")
        assert self.stale(base) == []

    def test_a_plan_that_is_over_has_no_stale_receipt(self, base: Base) -> None:
        planned(base)
        base.run("assist", "move", "pumps-freeze-in-the-shed-every-winter", "cancelled",
                 "--because=the shed burned down")  # fmt: skip
        add_lesson(base)
        assert self.stale(base) == []

    def test_judging_what_is_new_makes_it_fresh_and_no_other_line_changes(self, base: Base) -> None:
        planned(base)
        add_lesson(base)
        file = base.root / "lessons/assists/pumps-freeze-in-the-shed-every-winter.md"
        before = file.read_text(encoding="utf-8").splitlines()
        result = base.run("assist", "receipt", file.stem, input="partly\nit was a cover\n")
        assert result.exit_code == 0, result.output
        after = file.read_text(encoding="utf-8").splitlines()
        header, rest = before[:-3], before[-3:]
        assert rest[0] == "---"
        assert (after[: len(header)], after[-3:]) == (header, rest)
        assert self.stale(base) == []
        latest = plan(base).receipts[-1]
        assert [(hit.id, hit.judgement) for hit in latest.hits] == [
            ("cover", "partly"),
            ("shed", "no"),
            ("drain", "no"),
        ]

    def test_a_plan_that_is_saved_while_somebody_judges_is_left_alone(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planned(base)
        add_lesson(base)
        file = base.root / "lessons/assists/pumps-freeze-in-the-shed-every-winter.md"
        saved = file.read_text(encoding="utf-8") + "Another line.\n"

        def answer(*_question: object, **_options: object) -> str:
            file.write_text(saved, encoding="utf-8")
            return "no"

        monkeypatch.setattr(click, "prompt", answer)
        result = base.run("assist", "receipt", file.stem)
        assert result.exit_code == 2
        assert "it has changed since it was read; run the command again" in result.output
        assert file.read_text(encoding="utf-8") == saved

    def test_what_was_judged_before_is_not_asked_again(self, base: Base) -> None:
        planned(base)
        result = base.run("assist", "receipt", "pumps-freeze-in-the-shed-every-winter")
        assert result.exit_code == 0, result.output
        assert "0 new of 2 found" in result.output
        assert "No lesson matches" not in result.output

    def test_a_receipt_of_the_same_index_has_no_newcomers(self, base: Base) -> None:
        planned(base)
        assert newcomers(plan(base), open_search(read_project(base.root))) == ()


class TestMove:
    ID = "pumps-freeze-in-the-shed-every-winter"

    def test_a_stage_whose_needs_are_there_changes_one_line(self, base: Base) -> None:
        planned(base, "--purpose=Learn from others", "--host-team=south")
        file = base.root / f"lessons/assists/{self.ID}.md"
        before = file.read_text(encoding="utf-8")
        result = base.run("assist", "move", self.ID, "open")
        assert result.exit_code == 0, result.output
        after = file.read_text(encoding="utf-8")
        assert after == before.replace("status: searched", "status: open")

    def test_a_stage_says_what_it_still_needs_and_writes_nothing(self, base: Base) -> None:
        planned(base)
        file = base.root / f"lessons/assists/{self.ID}.md"
        before = file.read_text(encoding="utf-8")
        result = base.run("assist", "move", self.ID, "open")
        assert result.exit_code == 1
        assert "purpose:" in result.output
        assert "host_team: a team asks for help (in its front matter)" in result.output
        assert file.read_text(encoding="utf-8") == before

    def test_a_need_names_the_option_that_states_it(self, base: Base) -> None:
        planned(base)
        assert "(--happened DAY)" in base.run("assist", "move", self.ID, "held").output
        assert "(--because TEXT)" in base.run("assist", "move", self.ID, "cancelled").output

    def test_nothing_moves_back(self, base: Base) -> None:
        result = base.run("assist", "move", "pump-review", "open")
        assert result.exit_code == 2
        assert "'pump-review' cannot become open" in result.output

    def test_cancelling_needs_a_reason(self, base: Base) -> None:
        planned(base)
        assert base.run("assist", "move", self.ID, "cancelled").exit_code == 1
        result = base.run("assist", "move", self.ID, "cancelled", "--because=no: money")
        assert result.exit_code == 0, result.output
        assert (plan(base).status, plan(base).cancelled) == ("cancelled", "no: money")

    def test_a_plan_without_a_receipt_cannot_open(self, base: Base) -> None:
        idea = (
            "---\ntitle: Invented idea\nproblem: Invented pumps are loud\nformat: visit\n"
            "status: idea\ndate: 2026-02-01\npurpose: Learn\nhost_team: north\n---\nInvented.\n"
        )
        (base.root / "lessons/assists/idea.md").write_text(idea, encoding="utf-8")
        result = base.run("assist", "move", "idea", "open")
        assert result.exit_code == 1
        assert "receipts:" in result.output

    @pytest.mark.parametrize("happened", ["2026-03-02", "2026-04", "2027"])
    def test_nothing_was_held_in_the_future(self, base: Base, happened: str) -> None:
        """The day of the tests is 1 March 2026."""
        planned(base)
        result = base.run("assist", "move", self.ID, "held", f"--happened={happened}")
        assert result.exit_code == 2
        assert "lies in the future" in result.output
        assert plan(base).status == "searched"

    def test_the_endings_are_named_where_one_is_missing(self, base: Base) -> None:
        planned(base)
        endings = "done, solved-already, merged, too-late, withdrawn"
        output = base.run("assist", "move", self.ID, "closed").output
        assert f"(--closed-as: {endings})" in output
        assert endings in " ".join(base.run("assist", "move", "--help").output.split())
        wrong = base.run("assist", "move", self.ID, "closed", "--closed-as=solved").output
        assert "did you mean `solved-already`?" in wrong

    @pytest.mark.parametrize("command", [("move", "open"), ("pick",), ("receipt",), ("groups",)])
    def test_a_plan_with_errors_is_said_to_have_errors(
        self, base: Base, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("CI", raising=False)
        planned(base)
        file = base.root / f"lessons/assists/{self.ID}.md"
        file.write_text(file.read_text().replace("peer-assist", "peerassist"), encoding="utf-8")
        name, *more = command
        result = base.run("assist", name, self.ID, *more)
        assert result.exit_code == 2
        said = f"lessons/assists/{self.ID}.md has errors and cannot be used (line 4: "
        assert said in result.output
        assert f"`lessons check lessons/assists/{self.ID}.md` shows them" in result.output

    def test_an_unknown_stage_is_guessed_at(self, base: Base) -> None:
        result = base.run("assist", "move", "pump-review", "clozed")
        assert result.exit_code == 2
        assert "did you mean `closed`?" in result.output


@given(texts.filter(str.strip), st.lists(texts, max_size=3), texts.filter(str.strip))
def test_no_sign_in_what_was_typed_breaks_a_plan(
    problem: str, reasons: list[str], title: str
) -> None:
    judged = [Judged(f"lesson-{n}", "partly", because) for n, because in enumerate(reasons)]
    receipt = receipt_of(problem, judged, "0" * 16, today(), "close")
    text = plan_text(problem, receipt, fields={"title": title})
    fields, problems = checked_text(Assist, "a.md", text)
    if fields is None:
        assert {one.rule for one in problems} == {"field-missing"}
        return
    assert [hit.id for hit in fields.receipts[0].hits] == [one.lesson_id for one in judged]
    document, _problems = parse_document("a.md", text)
    assert document
    made = HeaderEditor(document).append(("receipts",), [receipt]).made()
    again = checked_text(Assist, "a.md", made.after.text)[0]
    assert again
    assert again.receipts == fields.receipts * 2


@given(st.lists(st.text("abc", min_size=1, max_size=20), min_size=1, max_size=12))
def test_the_title_of_a_plan_ends_at_a_word(words: list[str]) -> None:
    title = plan_title(" ".join(words))
    assert len(title) <= 60
    kept = title.removesuffix("…").split()
    assert kept == words[: len(kept)]


@given(texts)
def test_an_id_made_of_any_title_has_the_form_of_an_id(title: str) -> None:
    import re  # noqa: PLC0415

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_from(title, "plan"))
    assert len(id_from(title, "plan")) <= 60
