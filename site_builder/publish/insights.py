"""The page of what the records tell: headline figures, drawings, and a table beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.assists.withheld import EXPLANATION
from site_builder.diagnostics import counted
from site_builder.publish.charts import bars, line
from site_builder.publish.insight_teams import ledger_chapter, network_chapter
from site_builder.publish.insight_views import (
    LAST_YEARS,
    MOST_BARS,
    Chapter,
    Headline,
    InsightsPage,
    Panel,
    Table,
    count_value,
    figure_text,
    yearly,
)
from site_builder.publish.names import record_link, topic_link
from site_builder.publish.rows import Link, Row, some_of
from site_builder.records.dates import spoken_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.assists.activity import Recurring, TopicEvidence, YearCounts
    from site_builder.assists.effort import Effort
    from site_builder.assists.insights import Insights
    from site_builder.library.library import Library

_MOST_RECURRING = 12
"""Most records named that tell of the same problem; the command prints all."""
_MOST_SPARING = 5
"""Lessons listed as having made meetings unnecessary."""


def insights_page(figures: Insights, library: Library) -> InsightsPage:
    """Return what the records tell, ready to show."""
    chapters = (
        _over_time(figures.years),
        _follow_through(figures, library),
        _effort(figures.efforts, library),
        ledger_chapter(figures.ledger, library),
        network_chapter(figures.network, library),
        _topics(figures.topics, library),
        _recurring(figures.recurring, library),
    )
    return InsightsPage(tuple(_headlines(figures)), chapters, EXPLANATION)


def _headlines(figures: Insights) -> Iterator[Headline]:
    """Yield the figures above all others, where there is anything to count."""
    actions, reuses = figures.actions, figures.reuses
    wait = reuses.first_after_days
    overdue = f"{actions.overdue:,} overdue on {spoken_day(figures.day)}"
    if figures.avoided:
        yield Headline(
            f"{len(figures.avoided):,}",
            "meeting avoided" if len(figures.avoided) == 1 else "meetings avoided",
            "Plans that ended because the problem had been solved already.",
        )
    if figures.held:
        yield Headline(
            f"{figures.held:,}",
            "assist held" if figures.held == 1 else "assists held",
            "Of any kind.",
        )
    if reuses.lessons:
        yield Headline(
            f"{reuses.lessons:,} of {reuses.published:,}",
            "lessons that a team has used",
            f"{counted(reuses.reports, 'report')} in all.",
        )
    if wait is not None:
        yield Headline(
            f"{wait:g} day" + "s" * (wait != 1),
            "from a lesson to its first use",
            "Median, from the date of the lesson's record to the date of the report.",
        )
    if actions.total:
        yield Headline(
            f"{actions.done:,} of {actions.total:,}",
            "actions done",
            f"{overdue[0].upper()}{overdue[1:]}.",
        )
    size = figures.network.base["size"]
    if size.value is not None:
        yield Headline(
            figure_text(size), "colleagues met, on average", "Network size, defined below."
        )


def _over_time(years: Sequence[YearCounts]) -> Chapter:
    series = (
        ("held", "Assists held", {counts.year: counts.held for counts in years}),
        ("lessons", "Lessons recorded", {counts.year: counts.lessons for counts in years}),
        ("reuses", "Reports of use", {counts.year: counts.reuses for counts in years}),
    )
    lead = (
        "Assists by the year in which they took place, as far as it is known; lessons and reports "
        "of use by the year in which they were recorded here."
    )
    panels = tuple(
        _year_panel(f"bh-{name}", title, counts)
        for name, title, counts in series
        if any(counts.values())
    )
    return Chapter("time", "Over time", lead if panels else "Nothing has a year yet.", panels)


def _year_panel(drawing_id: str, title: str, counts: dict[int, int]) -> Panel:
    last = max(counts)
    shown = range(max(min(counts), last - LAST_YEARS + 1), last + 1)
    points = {year: count_value(counts.get(year, 0)) for year in shown}
    rows = [(str(year), f"{counts.get(year, 0):,}") for year in sorted({*counts, *shown})]
    heading = f"{title}, by year"
    return Panel(
        Table(heading, ("Year", title), tuple(rows)),
        line(drawing_id, heading, yearly(title, points), points),
    )


def _follow_through(figures: Insights, library: Library) -> Chapter:
    actions = figures.actions
    states = (
        ("Done", actions.done),
        ("Open", actions.open),
        ("Overdue", actions.overdue),
        ("Dropped", actions.dropped),
    )
    panels = []
    if actions.total:
        panels.append(_counted_panel("bh-actions", "Actions", "State", states))
    for drawing_id, title, counts in (
        ("bh-used", "Lessons used by most teams", figures.reuses.most_used),
        ("bh-spared", "Lessons that made meetings unnecessary", figures.spared[:_MOST_SPARING]),
    ):
        if counts:
            lessons = tuple((_lesson_title(library, lesson), count) for lesson, count in counts)
            panels.append(_counted_panel(drawing_id, title, "Lesson", lessons))
    lead = (
        "What hosts said they would do, and what other teams did with lessons."
        if panels
        else "No action and no use of a lesson has been recorded yet."
    )
    return Chapter("follow", "What was done with it", lead, tuple(panels))


def _effort(efforts: Sequence[Effort], library: Library) -> Chapter:
    known = [event.person_hours for event in efforts if event.person_hours]
    lead = (
        "Person-hours are the number of participants times the length of the event, rounded so "
        "far that nobody can compute how many took part. An event without them has fewer than "
        "five participants on record, or no length."
        if known
        else "No event has both its length and at least five participants on record."
    )
    if not efforts:
        return Chapter("effort", "What meetings took, and what came of them", lead)
    columns = ("Event", "Person-hours", "Lessons", "Actions done", "Teams using a lesson")
    rows = tuple(
        (
            _assist_title(library, event.assist),
            f"{event.person_hours:,}" if event.person_hours else "Not known",
            f"{event.lessons:,}",
            f"{event.actions_done:,} of {event.actions:,}",
            f"{event.teams_using:,}",
        )
        for event in efforts
    )
    table = Table("What each event took, and what came of it", columns, rows)
    return Chapter("effort", "What meetings took, and what came of them", lead, (Panel(table),))


def _counted_panel(
    drawing_id: str, title: str, column: str, counts: tuple[tuple[str, int], ...]
) -> Panel:
    listed = ", ".join(f"{label} {count:,}" for label, count in counts)
    rows = [(label, [count_value(count)]) for label, count in counts]
    return Panel(
        Table(title, (column, "Number"), tuple((label, f"{count:,}") for label, count in counts)),
        bars(drawing_id, title, f"{listed}.", rows),
    )


def _topics(counted_topics: Sequence[TopicEvidence], library: Library) -> Chapter:
    topics = sorted(
        counted_topics,
        key=lambda topic: (topic_link(library, topic.tag).title.casefold(), topic.tag),
    )
    if not any(sum(topic.counts) for topic in topics):
        return Chapter("topics", "What topics rest on", "No topic has a lesson yet.")
    table = Table(
        "Lessons of each topic by what they rest on",
        ("Topic", "Advice", "Tried", "Studied", "Both", "Missing"),
        tuple(
            (
                topic_link(library, topic.tag).title,
                *(f"{count:,}" for count in topic.counts),
                topic.gap.capitalize(),
            )
            for topic in topics
        ),
    )
    gaps = [topic for topic in topics if topic.gap]
    lead = (
        f"{len(gaps):,} of {len(topics):,} topics lack something: a lesson, a team that tried "
        "it, or a study."
    )
    busiest = sorted(topics, key=lambda topic: (-sum(topic.counts), topic.tag))
    rows = [
        (
            topic_link(library, topic.tag).title,
            (
                count_value(topic.tried + topic.both, " tried"),
                count_value(topic.studied + topic.both, " studied"),
            ),
        )
        for topic in busiest[:MOST_BARS]
    ]
    description = (
        f"Bars of the {len(rows)} topics with most lessons: how many were tried and how many "
        "were studied; a lesson that was both is in either bar."
    )
    drawing = bars("bh-evidence", "Tried and studied, by topic", description, rows)
    return Chapter("topics", "What topics rest on", lead, (Panel(table, drawing),))


def _recurring(problems: Sequence[Recurring], library: Library) -> Chapter:
    lead = (
        "Problems of events and lessons that share at least half of their telling words. A "
        "lesson and the event that it was learned at count once."
        if problems
        else "No problem has been recorded twice."
    )
    return Chapter(
        "recurring",
        "Problems that recur",
        lead,
        problems=tuple(_problem(library, problem) for problem in problems),
    )


def _problem(library: Library, recurring: Recurring) -> Row:
    records = [record for key in recurring.records if (record := library.get(*key))]
    return Row(
        Link(str(getattr(records[0].fields, "problem", "")), ""),
        f"{recurring.cases:,} times",
        links=some_of([record_link(library, record) for record in records], _MOST_RECURRING),
    )


def _lesson_title(library: Library, lesson_id: str) -> str:
    lesson = library.lesson(lesson_id)
    return lesson.fields.title if lesson else lesson_id


def _assist_title(library: Library, assist_id: str) -> str:
    assist = library.assist(assist_id)
    return assist.fields.title if assist else assist_id
