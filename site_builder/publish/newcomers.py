"""Who knows what, for people who are new: teams and roles by topic, and no person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library import addresses
from site_builder.library.asking import whom_to_ask
from site_builder.publish.contact import ways_to_ask
from site_builder.publish.names import record_link, team_name
from site_builder.publish.rows import (
    Fact,
    Group,
    GroupsPage,
    Link,
    LinkedText,
    Row,
    group,
    some_of,
)
from site_builder.records.assist import OPEN_STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.library import Library
    from site_builder.publish.context import SiteContext
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

MOST_LINKS = 6
"""Most records of a team under a topic."""
MOST_ROLES = 12
"""Most roles to ask of a team under a topic; plans that can be joined name theirs first."""


@dataclass
class _Knowledge:
    """What shows that a team knows about a topic."""

    lessons: list[Record[Lesson]] = field(default_factory=list)
    events: list[Record[Assist]] = field(default_factory=list)
    plans: list[Record[Assist]] = field(default_factory=list)

    @property
    def records(self) -> list[Record[Lesson] | Record[Assist]]:
        """Every record, plans that can be joined first."""
        return [*self.plans, *self.lessons, *self.events]


def newcomers_page(context: SiteContext) -> GroupsPage:
    """Return the teams and roles of each topic, with their lessons, events and open plans."""
    library = context.library
    known = _known(library)
    tags = library.vocabulary.tags
    groups = tuple(
        _topic(library, tag, known[tag])
        for tag in sorted(known, key=lambda tag: (tags[tag].label.casefold(), tag))
    )
    notes = tuple(
        Link(page.title, page.url, after=f": {page.lead[0].lower()}{page.lead[1:]}")
        for page in (addresses.FINDER, addresses.BOARD)
    )
    none = "No topic has a lesson, an event or a plan yet."
    return GroupsPage(addresses.NEWCOMERS.lead, groups, notes, none=none, has_contents=True)


def _known(library: Library) -> dict[str, dict[str, _Knowledge]]:
    """Return what each team knows of each topic of the vocabulary; no team has the id ``""``."""
    known: defaultdict[str, defaultdict[str, _Knowledge]] = defaultdict(
        lambda: defaultdict(_Knowledge)
    )
    for lesson in library.published:
        source = library.assist(lesson.fields.source_assist or "")
        team = lesson.fields.team or (source.fields.host_team if source else None)
        for tag in dict.fromkeys(lesson.fields.tags):
            known[tag][team or ""].lessons.append(lesson)
    for assist in library.assists:
        host = assist.fields.host_team or ""
        for tag in dict.fromkeys(assist.fields.tags):
            if assist.fields.took_place:
                named = dict.fromkeys(filter(None, (host, *assist.fields.teams)))
                for team in named or ("",):
                    known[tag][team].events.append(assist)
            elif assist.fields.status in OPEN_STAGES:
                known[tag][host].plans.append(assist)
    return {tag: dict(teams) for tag, teams in known.items() if tag in library.vocabulary.tags}


def _topic(library: Library, tag: str, teams: dict[str, _Knowledge]) -> Group:
    topic = library.vocabulary.tags[tag]
    lead = f"{topic.description} Brings people together over it: {topic.convener}."
    named = sum(map(bool, teams))
    ordered = sorted(teams.items(), key=lambda pair: (not pair[0], -len(pair[1].records), pair[0]))
    return group(
        f"topic-{tag}",
        topic.label,
        lead if topic.convener else topic.description,
        ordered,
        lambda pair: _team(library, *pair),
        counts=counted(named, "team") if named else "no team",
    )


def _team(library: Library, team: str, knowledge: _Knowledge) -> Row:
    records, name = knowledge.records, team_name(library, team)
    every = list(dict.fromkeys(_roles(library, knowledge)))
    more = len(every) - MOST_ROLES
    asked = [ways_to_ask(role, name).parts for role in every[:MOST_ROLES]]
    asked += [(f"{more:,} more",)] if more > 0 else []
    roles = chain.from_iterable((", ", *parts) for parts in asked)
    counts = (
        (len(knowledge.plans), "open plan"),
        (len(knowledge.lessons), "lesson"),
        (len(knowledge.events), "event"),
    )
    links = [record_link(library, record) for record in records]
    return Row(
        Link(name or "No team named", ""),
        LinkedText(("Ask: ", *islice(roles, 1, None), ".")) if asked else "",
        facts=tuple(Fact(counted(count, thing)) for count, thing in counts if count),
        links=some_of(links, MOST_LINKS),
    )


def _roles(library: Library, knowledge: _Knowledge) -> Iterator[str]:
    """Yield whom the records of a team name as contact, or else as owner."""
    for record in knowledge.records:
        if asked := whom_to_ask(record.fields, library.vocabulary):
            yield asked
