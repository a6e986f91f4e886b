"""Invented bases that have one of everything a site can show."""

from __future__ import annotations

from base64 import b64decode

from tests.builders import lesson_text

CONFIG = """\
site_name: Invented base
site_description: What invented teams have learned.
docs_dir: lessons
theme:
  name: material
  font: false
plugins:
  - lessons:
      page_size: 2
      newest: 3
      edit_uri_template: https://forge.example/edit/{path}?mode=raw
      submit:
        - https://forge.example/invented/base/new/main/lessons
        - https://forge.example/invented/base/issues/new
        - mailto:lessons@example.org
"""

SHED = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one point."""

PERSON, PERSONS_NAME = "heron-seven", "Zebedee Quillfeather"

RICH_ASSIST = f"""\
---
title: Invented night visit
problem: Night staff cannot tell which pump is running
format: visit
status: reported
date: 2026-01-12
happened: 2025-11
host_team: north
teams: [north, south]
facilitator: The chair of the southern wards
participants:
  - {{person: {PERSON}, team: south, role: visitor}}
  - {{person: {PERSON}, role: critical-friend}}
recording: {{agreed: true, on: 2025-11-02}}
agenda:
  - {{part: Walk the plant, minutes: 40}}
options:
  - {{title: Paint the pumps, from: South team, worked_elsewhere: a ward}}
decision: {{by: north, chosen: Paint the pumps, why: It is cheap}}
actions:
  - {{do: Buy paint, owner: Head of stores, due: 2026-04-01, proof: The paint is in store}}
outcomes:
  - {{team: north, cycle: first winter, result: worked, measure: opinion}}
surprises: [Nobody had counted the pumps]
reflections:
  - {{team: south, take_away: Count first, will_apply: On the wards}}
review: {{intended: To see, happened: It was dark}}
citations:
  - title: Pumps at night
    publisher: Invented Journal of Pumps
    happened: 2024-05
    doi: 10.1000/invented.1
    design: case-series
---
An invented visit. It led to [warm sheds](../heat%20pumps/deep/warm-sheds.md).
"""

OPEN_ASSIST = """\
---
title: Invented meeting to come
problem: Handover at the plant takes an hour
format: peer-assist
status: open
date: 2026-02-20
planned_for: 2026-09
host_team: south
receipts: [{query: long handover, date: 2026-02-20, index: 0123456789ab}]
purpose: Learn how others hand over in less time
deliverables: [two shorter ways to hand over]
room_to_change: The shifts of autumn are not set yet
seats_wanted: 4
join: Write to the head of the wards
---
Come and help.
"""

WARM_SHEDS = lesson_text(
    title="Heat the sheds of the pumps",
    problem="Pumps freeze when the nights turn cold",
    evidence="both",
    tags="[pumps, handover]",
    source_assist="night-visit",
    team="north",
    header="""\
outcome: worked
takeaway: A heated shed costs less than a burst pump
contact: Head of the northern plant
context: {setting: plant, scale: three sheds, mode: in-person, cost: two days}
barriers: [Nobody owned the sheds]
enablers: [A cheap heater]
tools: [A list of sheds]
review_by: 2027-03-01
aliases: [cold-sheds, warm-huts]
relations:
  supersedes: [wrap-the-pipes]
  related: [count-first]
citations:
  - title: Frost and pumps
    authors: [An Author, Another Author]
    publisher: Invented Press
    happened: 2019
    url: https://press.example/frost?page=1&part=2
    design: pre-post
    concerns: [{imprecision: Few pumps}]
  - title: Steam instead
    pmid: "33782057"
    design: case-series
    supports: against
    retracted: true
""",
    body="""\
## What happened

The pumps froze, as [a lesson on counting](../../count-first.md) says. ![Plan of a shed](shed.png)

## What was learned

Heat the shed, see [the guide](../../guide/how.md#in-winter).

| shed | heater |
|:-----|-------:|
| one  | small  |
""",
)

RICH = {
    "index.md": "---\ntitle: Invented home\n---\n\nInvented, with a [guide](guide/how.md).\n",
    "guide/index.md": "# How we work\n\nRead on, [in short](how.md).\n",
    "guide/how.md": (
        "---\ntitle: How to look after pumps\ndescription: Looking after pumps.\n---\n\n"
        "Begin with [the warm sheds](../heat%20pumps/deep/warm-sheds.md). Then rest.\n\n"
        "## In winter\n\nHeat.\n\n## In summer\n\nRest.\n\n## In between\n\nCount.\n"
    ),
    "assists/night-visit.md": RICH_ASSIST,
    "assists/next-meeting.md": OPEN_ASSIST,
    "heat pumps/deep/warm-sheds.md": WARM_SHEDS,
    "count-first.md": lesson_text(
        title="Count the pumps before you plan",
        problem="Nobody knows how many machines there are",
        date="2026-01-20",
        body="## What happened\n\nNobody knew. Somebody had read of "
        "[heated sheds](heat%20pumps/deep/warm-sheds.md) by then. It was late.\n\n"
        "## What was learned\n\nCount.\n",
    ),
    "handover/short.md": lesson_text(
        title="Keep the handover short",
        problem="The morning shift waits an hour for its turn",
        evidence="research",
        tags="[handover]",
        source_assist="",
        header="citations: [{title: Handovers, isbn: 978-0-306-40615-7, design: controlled}]",
    ),
    "handover/bell.md": lesson_text(
        title="Ring a bell when the shift changes",
        problem="Operators miss the moment at which work passes on",
        tags="[handover]",
    ),
    "wrap-the-pipes.md": lesson_text(
        title="Wrap the pipes",
        problem="Pipes burst in frost",
        status="superseded",
    ),
    "sing-to-the-pumps.md": lesson_text(
        title="Sing to the pumps",
        problem="Machines stop for no reason that anyone can see",
        status="withdrawn",
        header="withdrawn: {date: 2026-02-10, reason: harmful, note: It woke the town.}",
    ),
    "half-thought.md": lesson_text(
        title="A half-finished thought",
        problem="Something about valves is not right yet",
        status="draft",
        body="## What happened\n\n"
        "See [the sheds](heat%20pumps/deep/warm-sheds.md), says a draft.\n\n"
        "## What was learned\n\nNot yet.\n",
    ),
    "reuse/south-heats.md": """\
---
lesson: warm-sheds
team: south
reported_by: Head of the southern wards
date: 2026-02-12
happened: 2026-01
outcome: worked
measure: observed
setting: ward
changed: We heated a cupboard instead
reply: Thank you for telling us
---
It stayed warm.
""",
    # What has no business on a site.
    "notes.txt": "Private notes.\n",
    "figures.csv": "a,b\n",
    "tool.py": "print('hello')\n",
    "script.js": "alert(1)\n",
    ".hidden.md": "Hidden.\n",
}
BESIDE = {
    "people.yml": f"people:\n  {PERSON}: {{team: south, place: {PERSONS_NAME}}}\n",
}
