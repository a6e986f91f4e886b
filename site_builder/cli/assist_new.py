"""``lessons assist new``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from site_builder.cli.asking import Asker, at_terminal, read_date
from site_builder.cli.assist_judging import JUDGE, judged_lessons
from site_builder.cli.base import find_project, open_index
from site_builder.cli.output import fail, has_words, print_problems, say
from site_builder.clock import today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.assists.plans import Judged
    from site_builder.library.base import Base
    from site_builder.library.trial import Trial
    from site_builder.project import Project
    from site_builder.records.header.write import Data
    from site_builder.records.vocabulary import Vocabulary

_FORMAT_HELP = (
    "Kind: peer-assist, visit, workshop, paired-learning, shadowing, after-action-review, "
    "retrospect, other, or a format of vocabulary.yml."
)
_ASKED = ("purpose", "host_team", "tags", "planned_for", "decision_date", "study")
"""What a terminal is asked for, by parameter of its option."""
_LATER = " (Enter: not known yet)"


@click.command()
@click.argument("problem")
@click.option("--title", default="", help="Title of the plan (default: from PROBLEM).")
@click.option("--format", "form", default="peer-assist", help=_FORMAT_HELP)
@click.option("--purpose", default="", help="What you want to learn, in one sentence.")
@click.option("--host-team", default="", help="Team that asks for help, from vocabulary.yml.")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    help="A topic by id, label or synonym; `pick` uses it; repeatable.",
)
@click.option("--decision-date", default="", help="Date of the decision, as YYYY-MM-DD.")
@click.option("--planned-for", default="", help="Planned date of the meeting.")
@click.option(
    "--study",
    "studies",
    multiple=True,
    help="A study or review of the problem, by title; repeatable.",
)
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True, max=100),
    help="Length of the meeting; adds an agenda of that length for the format.",
)
@JUDGE
@click.option("--anyway", is_flag=True, help="Write it even if a plan has nearly the same problem.")
@click.option(
    "--solved/--not-solved", default=None, help="Whether a lesson makes the meeting unnecessary."
)
def new(
    problem: str,
    *,
    form: str,
    hours: float | None,
    given: tuple[str, ...],
    tags: tuple[str, ...],
    studies: tuple[str, ...],
    anyway: bool,
    solved: bool | None,
    **stated: str,
) -> None:
    """Search first, then write the plan with its receipt.

    Shows plans of the same problem and the lessons closest to PROBLEM, and asks whether each
    helps. If a lesson solves the problem, the plan is closed as solved-already, and no meeting is
    needed. At a terminal, asks for the purpose, team, topics, dates and studies that options do not
    give.
    """
    from site_builder.assists.receipts import search
    from site_builder.exchange.forms.answers import tags_of, word_of
    from site_builder.library.trial import Trial
    from site_builder.library.writing import write_new

    if not has_words(problem):
        fail("PROBLEM has no words")
    project = find_project()
    trial = Trial(project)
    vocabulary = trial.base.library.vocabulary
    stated["host_team"] = word_of(stated["host_team"], "teams", vocabulary)
    stated["tags"] = ",".join(tags_of(",".join(tags), vocabulary)[0])
    stated["study"] = "\n".join(studies)
    form = word_of(form, "formats", vocabulary)
    if not at_terminal():
        _refuse_passed(stated)
    plan = _Plan(trial, problem, form, hours, stated)
    plan.refuse_errors([])
    _show_plans(project, trial.base, problem, anyway=anyway)
    opened = open_index(trial.base)
    hits = search(problem, opened)
    judged = judged_lessons(trial.base, hits.lesson_ids, given, verdict=hits.verdict)
    is_solved = _is_solved(judged, solved)
    asks = not is_solved and at_terminal()
    known = {name: stated[name] or None for name in _ASKED}
    asker = Asker(project, "assist new", known, _ASKED if asks else (), problem)
    with asker.keeping():
        if asks:
            _ask(asker, stated, vocabulary)
        text = plan.refuse_errors(judged, (opened.stamp, hits.verdict), is_solved=is_solved)
        write_new(project.root / plan.path, text)
    say(plan.path)
    print_problems(trial.of(plan.path, text).diagnostics, project.root, err=True)
    plan_id = plan.path.rpartition("/")[2].removesuffix(".md")
    if is_solved:
        say("Closed as already solved. Report how it went: lessons new reuse LESSON", err=True)
    else:
        say("\nNext:", err=True)
        say(f"  lessons assist pick {plan_id}    suggests whom to invite", err=True)
        say(f"  lessons assist move {plan_id} open    lets others join", err=True)


class _Plan:
    """A plan before it is written."""

    def __init__(
        self, trial: Trial, problem: str, form: str, hours: float | None, stated: Mapping[str, str]
    ) -> None:
        from site_builder.assists.plans import plan_title
        from site_builder.records.kinds import Kind, id_from

        self._trial = trial
        self._problem = problem
        self._form = form
        self._hours = hours
        self._stated = stated
        base = trial.base
        wanted = id_from(stated["title"] or plan_title(problem), "plan")
        self.path = f"{base.prefix}assists/{base.free_id(Kind.ASSIST, wanted)}.md"

    def refuse_errors(
        self,
        judged: Sequence[Judged],
        searched: tuple[str, str] = ("0" * 16, ""),
        *,
        is_solved: bool = False,
    ) -> str:
        """Return the text of the plan; end the command if a check finds an error in it.

        Args:
            judged: The lessons found, each with its judgement.
            searched: Digest of the index that answered, and how near its answer came.
            is_solved: Whether a lesson solves the problem.
        """
        text = self._text(judged, searched, is_solved=is_solved)
        for problem in self._trial.of(self.path, text).diagnostics:
            if problem.severity == "error":
                line = text.splitlines()[problem.span.line - 1]
                field = line.partition(":")[0].strip().replace("_", "-")
                option = (
                    f"--{field}: " if field.replace("-", "_") in {"format", *self._stated} else ""
                )
                fail(f"{option}{problem.described}; nothing was written")
        return text

    def _text(self, judged: Sequence[Judged], searched: tuple[str, str], *, is_solved: bool) -> str:
        from site_builder.assists.agenda import template
        from site_builder.assists.formats import format_of
        from site_builder.assists.plans import plan_text, receipt_of

        base, hours, (stamp, verdict) = self._trial.base, self._hours, searched
        form = format_of(base.library.vocabulary, self._form)
        relied = {
            judgement.lesson_id: base.reliances.digest(lesson)
            for judgement in judged
            if judgement.judgement != "no" and (lesson := base.library.lesson(judgement.lesson_id))
        }
        titles = filter(None, map(str.strip, self._stated["study"].splitlines()))
        fields: dict[str, Data] = {
            "title": self._stated["title"],
            "format": self._form,
            "status": "closed" if is_solved else "searched",
            "closed_as": "solved-already" if is_solved else "",
            "purpose": self._stated["purpose"],
            "host_team": self._stated["host_team"],
            "planned_for": self._stated["planned_for"],
            "duration_hours": f"{hours:g}" if hours else "",
            "decision_date": self._stated["decision_date"],
            "citations": [{"title": title} for title in titles],
        }
        return plan_text(
            self._problem,
            receipt_of(self._problem, judged, stamp, today(), verdict),
            fields=fields,
            tags=tuple(filter(None, self._stated["tags"].split(","))),
            relies_on=relied,
            agenda=template(form, round(hours * 60)) if hours else (),
        )


def _show_plans(project: Project, base: Base, problem: str, *, anyway: bool) -> None:
    """Print plans that are possibly about the same problem; stop if one says nearly the same."""
    from site_builder.assists.radar import plans_like
    from site_builder.search.lesson_vectors import meant_alike

    plans = plans_like(base.library, problem, partial(meant_alike, project))
    if not plans:
        return
    say("Plans on this problem that may be joined:", err=True)
    for plan, _is_same in plans:
        say(f"\n{plan.fields.title} ({plan.id}, {plan.fields.status})", bold=True, err=True)
        say(f"  {plan.fields.problem}", err=True)
        if plan.fields.join:
            say(f"  To join: {plan.fields.join}", err=True)
    say(err=True)
    same = [plan.id for plan, is_same in plans if is_same]
    if anyway or not same:
        return
    if at_terminal():
        if click.confirm("Write another plan?", err=True):
            return
        say(f"Nothing was written. To search again for a plan: lessons assist receipt {same[0]}")
        raise SystemExit(1)
    fail(f"`{same[0]}` has nearly the same problem; to write another plan, give --anyway")


def _to_come(name: str, text: str) -> str:
    """Return a date that does not lie in the past, as records have it, or nothing.

    Raises:
        click.BadParameter: It is no date, or has passed.
    """
    from site_builder.records.dates import parse_partial

    when = text and read_date(text, partial=name == "planned_for")
    last = parse_partial(when).latest if when else None
    if last and last < today():
        raise click.BadParameter(f"`{text}` has passed")
    return when


def _refuse_passed(stated: Mapping[str, str]) -> None:
    """End the command if an option gives a day that has passed; a check tells of what is no day."""
    for name in ("planned_for", "decision_date"):
        try:
            _to_come(name, stated[name])
        except click.BadParameter as error:
            if error.message.endswith("has passed"):
                fail(f"--{name.replace('_', '-')}: {error.message}; nothing was written")


def _ask(asker: Asker, stated: dict[str, str], vocabulary: Vocabulary) -> None:
    """Ask for what no option gives; an empty answer leaves it out."""
    teams = {team_id: team.label for team_id, team in vocabulary.teams.items()}
    topics = {tag_id: tag.label for tag_id, tag in vocabulary.tags.items()}

    def when(name: str, question: str) -> str:
        return asker.text(f"{question}{_LATER}", name, partial(_to_come, name), empty="")

    purpose = "What do you want to learn, in one sentence"
    stated["purpose"] = asker.text(f"{purpose}{_LATER}", "purpose", empty="")
    if teams:
        team = f"Which team asks for help{_LATER}"
        stated["host_team"] = asker.choice(team, teams, "host_team", empty="")
    if topics:
        tags = asker.several(
            f"Which topics, separated by commas{_LATER}",
            topics,
            "tags",
            "tag",
            lambda word: vocabulary.meant("tags", word),
            is_needed=False,
        )
        stated["tags"] = ",".join(tags)
    stated["planned_for"] = when("planned_for", "When is it planned for")
    stated["decision_date"] = when("decision_date", "When is the decision due")
    study = "What is known from studies: the title of one, or of a review"
    stated["study"] = asker.text(f"{study}{_LATER}", "study", empty="")


def _is_solved(judged: Sequence[Judged], solved: bool | None) -> bool:
    """Return whether a lesson makes the meeting unnecessary; it must be judged ``reuse``."""
    if not any(judgement.judgement == "reuse" for judgement in judged):
        if solved:
            fail("--solved: no lesson was judged `reuse`, so nothing is solved")
        return False
    if solved is None:
        return bool(click.confirm("Does it solve the problem without a meeting?", err=True))
    return solved
