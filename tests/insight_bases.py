"""Invented records of who met whom, in memory and on disk."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from site_builder.library.library import Library
from site_builder.markdown.body import Body
from site_builder.records.assist import Assist, Format, Participant, Stage
from site_builder.records.dates import PartialDate
from site_builder.records.header.document import Document
from site_builder.records.kinds import MODELS, Kind, Record
from site_builder.records.people import Person
from site_builder.records.vocabulary import Tag, Team, Vocabulary
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VOCABULARY = Vocabulary(
    tags={
        "handover": Tag(label="Handover", description="Passing work on."),
        "pumps": Tag(label="Pumps", description="Machines that move water."),
    },
    teams={
        "north": Team(label="North team", organisation="Invented Water"),
        "south": Team(label="South team", organisation="Invented Hospital"),
        "west": Team(label="West team", organisation="Invented Water"),
    },
)
DAY = date(2026, 3, 1)


def record(kind: Kind, record_id: str, **fields: object) -> Record[Any]:
    """Return a record in memory; what it must have and is not given is invented."""
    usual: dict[Kind, dict[str, Any]] = {
        Kind.ASSIST: {
            "title": f"Invented {record_id}",
            "problem": f"Invented problem {record_id}",
            "format": Format.PEER_ASSIST,
            "status": Stage.REPORTED,
            "date": DAY,
        },
        Kind.LESSON: {
            "title": f"Invented {record_id}",
            "problem": f"Invented problem {record_id}",
            "evidence": "experiential",
            "tags": ("pumps",),
            "date": DAY,
        },
        Kind.REUSE: {
            "reported_by": "invented role",
            "date": DAY,
            "outcome": "worked",
            "measure": "opinion",
        },
    }
    values = MODELS[kind].model_validate({**usual[kind], **fields})
    document = Document(f"lessons/{kind}/{record_id}.md", "", {}, 0, 0, 0)
    return Record(kind, record_id, values, document, Body(""))


def assist(record_id: str, names: str = "", **fields: object) -> Record[Assist]:
    """Return an assist at which some people were, all of them as visitors."""
    there = tuple(Participant(person=name, role="visitor") for name in names.split())
    when = fields.pop("happened", None)
    happened = {"happened": PartialDate(str(when))} if when else {}
    return record(Kind.ASSIST, record_id, **{"participants": there, **happened, **fields})


def people(**grades: int | None) -> dict[str, Person]:
    """Return people whose team is told by the first letter of their name: n, s or w."""
    teams = {"n": "north", "s": "south", "w": "west"}
    return {name: Person(team=teams[name[0]], grade=grade) for name, grade in grades.items()}


def library(records: Sequence[Record[Any]], known: Mapping[str, Person] | None = None) -> Library:
    """Return a library with the vocabulary above."""
    return Library(records, VOCABULARY, known or {})


_NAMES = [f"zz{team}{number}" for team in "nsw" for number in range(6)]
_TEAM = {"n": "north", "s": "south", "w": "west"}
PSEUDONYM = "zz"
"""What every pseudonym of a drawn library begins with, and no word of a page."""


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Draw a library of a few teams, people and assists, of which not all is known."""
    known = {
        name: Person(team=_TEAM[name[2]], grade=draw(st.none() | st.integers(1, 4)))
        for name in draw(st.lists(st.sampled_from(_NAMES), unique=True))
    }
    records: list[Record[Any]] = []
    for number in range(draw(st.integers(0, 5))):
        there = draw(st.lists(st.sampled_from(_NAMES), max_size=10, unique=True))
        seats = tuple(
            Participant(
                person=name,
                team=draw(st.sampled_from([None, _TEAM[name[2]]])),
                role=draw(st.sampled_from(["host", "visitor", "facilitator"])),
            )
            for name in there
        )
        records.append(
            assist(
                f"assist-{number}",
                participants=seats,
                happened=draw(st.sampled_from([None, "unknown", "2024", "2025-03", "2026-01-05"])),
                format=draw(st.sampled_from(list(Format))),
                host_team=draw(st.sampled_from([None, *sorted(VOCABULARY.teams)])),
                teams=tuple(draw(st.lists(st.sampled_from(sorted(VOCABULARY.teams)), max_size=4))),
                status=draw(st.sampled_from([Stage.REPORTED, Stage.REPORTED, Stage.OPEN])),
            )
        )
    for number in range(draw(st.integers(0, 3))):
        owner = draw(st.sampled_from([None, *sorted(VOCABULARY.teams)]))
        records.append(record(Kind.LESSON, f"lesson-{number}", team=owner))
        user = draw(st.sampled_from(sorted(VOCABULARY.teams)))
        records.append(record(Kind.REUSE, f"reuse-{number}", lesson=f"lesson-{number}", team=user))
    return library(records, known)


def _seats(names: str, role: str) -> str:
    return "".join(f"\n  - {{person: {name}, role: {role}}}" for name in names.split())


def _held(number: int, when: str, host: str, hosts: str, visitors: str, more: str = "") -> str:
    return (
        f"---\ntitle: Invented meeting {number}\n"
        f"problem: Invented pumps freeze in every winter since {number}\n"
        f"format: peer-assist\nstatus: reported\ndate: 2026-01-10\nhappened: {when}\n"
        f"host_team: {host}\nteams: [north, south]\ntags: [pumps]\n"
        f"participants:{_seats(hosts, 'host')}{_seats(visitors, 'visitor')}\n{more}---\n"
    )


NORTH, SOUTH = (
    "qanorth qbnorth qcnorth qdnorth qenorth",
    "qasouth qbsouth qcsouth qdsouth qesouth qfsouth",
)
PERSONS = tuple(sorted(f"{NORTH} {SOUTH} qawest".split()))
"""Everybody of the base on disk."""
_ACTIONS = (
    "actions:\n"
    "  - {do: Heat the shed, owner: invented role, due: 2026-01-20, status: done}\n"
    "  - {do: Lag the pipes, owner: invented role, due: 2026-02-01}\n"
    "  - {do: Buy a pump, owner: invented role, due: 2026-09-01}\n"
)
FILES = {
    "vocabulary.yml": """\
tags:
  handover: {label: Handover, description: Passing work on.}
  pumps: {label: Pumps, description: Machines that move water.}
teams:
  north: {label: North team, organisation: Invented Water}
  south: {label: South <b>team</b>, organisation: Invented Hospital}
  west: {label: West team, organisation: Invented Water}
settings: {ward: {label: Hospital ward}}
""",
    "assists/first.md": _held(1, "2024-05", "north", NORTH, "qasouth qbsouth", _ACTIONS),
    "assists/second.md": _held(2, "2025-02", "south", SOUTH, "qanorth"),
    "assists/third.md": _held(3, "2026-01", "south", "qasouth qbsouth", "qawest qanorth"),
    "assists/solved.md": (
        "---\ntitle: Invented plan\nproblem: Invented bells ring too early at night\n"
        "format: peer-assist\nstatus: closed\nclosed_as: solved-already\ndate: 2026-01-10\n"
        "host_team: north\nreceipts:\n  - query: bells\n    date: 2026-01-10\n"
        "    index: 0a1b0a1b0a1b\n    hits: [{id: pumps, judgement: reuse}]\n---\n"
    ),
    "pumps.md": lesson_text(source_assist="first", problem="Invented pumps freeze in each winter"),
    "reuse/south.md": (
        "---\nlesson: pumps\nteam: south\nreported_by: invented role\ndate: 2026-02-11\n"
        "outcome: worked\nmeasure: observed\n---\n"
    ),
}
"""A base with figures that are told and figures that are withheld: one team is a single person."""
PEOPLE = "people:\n" + "".join(
    f"  {name}: {{team: {name[2:]}, grade: {ord(name[1]) - ord('a') + 1}}}\n" for name in PERSONS
)
