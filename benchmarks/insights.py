"""What it costs to work out what the records tell of many assists with many people.

``python -m benchmarks.insights`` makes up assists in memory and reads nothing.
"""

from __future__ import annotations

import gc
import random
import time
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measure import Figure, progress
from benchmarks.report import report
from benchmarks.topics import TEAMS, TOPICS
from site_builder.assists.insights import insights
from site_builder.library.evidence.assess import Assessments
from site_builder.library.library import Library
from site_builder.markdown.body import Body
from site_builder.publish.insights import insights_page
from site_builder.records.assist import Action, Assist, Format, Participant, Stage
from site_builder.records.dates import PartialDate
from site_builder.records.header.document import Document
from site_builder.records.kinds import Kind, Record
from site_builder.records.people import Person
from site_builder.records.vocabulary import Tag, Team, Vocabulary
from site_builder.settings import Settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_WANTED = 2.0
_DAY = date(2026, 12, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "insights",
        __doc__,
        assists=(1_000, "assists that took place"),
        people=(8, "people at each"),
        known=(1_000, "people in all"),
        repeat=(5, "how often"),
    )


def _figures(options: argparse.Namespace, _folder: Path) -> Iterator[Figure]:
    library = _library(options)
    progress(f"{options.assists} assists of {options.people} people, {options.repeat} times")
    figures, pages = zip(*(_round(library) for _ in range(options.repeat)), strict=True)
    work, page = median(figures), median(pages)
    yield Figure(
        what="what the records tell, and its page",
        command=f"insights of {options.assists} assists with {options.people} people each",
        figure=work + page,
        wanted=_WANTED,
        unit="s",
        note=f"figures {work:.2f} s, page {page:.2f} s; {options.known} people in all",
    )


def _round(library: Library) -> tuple[float, float]:
    gc.collect()
    started = time.perf_counter()
    told = insights(library, Assessments(library, Settings(), _DAY), Settings(), _DAY)
    worked_out = time.perf_counter()
    insights_page(told, library)
    return worked_out - started, time.perf_counter() - worked_out


def _library(options: argparse.Namespace) -> Library:
    rng = random.Random(options.seed)
    people = {
        f"invented-{number}": Person(team=rng.choice(TEAMS).id, grade=rng.randint(1, 9))
        for number in range(options.known)
    }
    vocabulary = Vocabulary(
        tags={one.id: Tag(label=one.label, description=one.description) for one in TOPICS},
        teams={one.id: Team(label=one.label, organisation=one.organisation) for one in TEAMS},
    )
    records = [_assist(number, options, people, rng) for number in range(options.assists)]
    return Library(records, vocabulary, people)


def _assist(
    number: int, options: argparse.Namespace, people: dict[str, Person], rng: random.Random
) -> Record[Assist]:
    names = rng.sample(sorted(people), options.people)
    topic = rng.choice(TOPICS)
    things = [thing for kind in sorted(topic.things) for thing in topic.things[kind]]
    day = _DAY - timedelta(days=rng.randint(1, 3_000))
    fields = Assist(
        title=f"Invented assist {number}",
        problem=f"Our {rng.choice(things)} keeps us from the {rng.choice(things)} in week {number}",
        format=rng.choice(list(Format)),
        status=Stage.REPORTED,
        date=day,
        happened=PartialDate(day.isoformat()),
        tags=(topic.id,),
        host_team=people[names[0]].team,
        teams=tuple(dict.fromkeys(people[name].team for name in names)),
        participants=tuple(Participant(person=name, role="visitor") for name in names),
        actions=(Action(do="Try it.", due=day + timedelta(days=60)),),
    )
    document = Document(f"lessons/assists/invented-{number}.md", "", {}, 0, 0, 0)
    return Record(Kind.ASSIST, f"invented-{number}", fields, document, Body(""))


if __name__ == "__main__":
    main()
