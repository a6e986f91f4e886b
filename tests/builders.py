"""Invented bases for tests, as small as the test allows."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.publish.paging import GeneratedPage
    from site_builder.publish.site import Site

CONFIG = """\
site_name: Invented base
docs_dir: lessons
theme:
  name: material
  font: false
plugins:
  - lessons
"""

VOCABULARY = """\
tags:
  handover: {label: Handover, description: Passing work on., synonyms: [shift change, hand over]}
  pumps: {label: Pumps, description: Machines that move water.}
teams:
  north: {label: North team, organisation: Invented Water}
  south: {label: South team, organisation: Invented Hospital}
settings:
  ward: {label: Hospital ward}
  plant: {label: Water plant}
"""

ASSIST = """\
---
title: Invented pump review
problem: Pumps at the invented plant fail every winter
format: other
status: reported
date: 2026-01-10
happened: 2025-12
host_team: north
---
An invented meeting.
"""

QUIET_ASSIST = ASSIST.replace("Invented pump review", "It is with us").replace(
    "host_team: north\n", ""
)
"""The same under a title that says nothing, since lessons are found by what names their source."""

PLAN = """\
---
title: Invented assist on frozen pumps
problem: Pumps at the invented plant freeze when the nights turn cold
format: peer-assist
status: confirmed
date: 2026-02-01
purpose: Learn how other plants keep their pumps from freezing
host_team: north
complexity: complicated
planned_for: 2026-05-04
duration_hours: 6
decision_open: yes
decision_date: 2026-07-01
room_to_change: The new sheds are not ordered yet
receipts: [{query: frozen pumps, date: 2026-02-01, index: 0123456789ab}]
deliverables: [three ways to keep pumps warm]
seats_wanted: 6
facilitator: Head of training
facilitator_team: south
recording: {agreed: no, on: 2026-03-20}
briefing_sent: 2026-04-20
social_time: Dinner the night before
ground_rules: [We talk about the work and not about people]
agenda: [{part: A, minutes: 9}, {part: B, minutes: 9}, {part: C, minutes: 9}, {part: D, minutes: 9}]
---
An invented assist that is still to come.
"""
"""A plan of which no rule says anything."""

HELD = """\
---
title: Invented assist on frozen pumps
problem: Pumps at the invented plant freeze when the nights turn cold
format: peer-assist
status: reported
date: 2026-01-10
happened: 2026-02-04
purpose: Learn how other plants keep their pumps from freezing
host_team: north
duration_hours: 6
facilitator: Head of training
receipts: [{query: frozen pumps, date: 2026-01-10, index: 0123456789ab}]
options: [{title: Heat the sheds, from: south}, {title: Drain the pumps, from: south}]
decision: {by: north, chosen: Heat the sheds}
actions: [{do: Order heaters, owner: Head of the plant, due: 2026-09-01, proof: The heaters run}]
commit_back_by: 2026-03-20
reflections: [{team: south, take_away: A list of cold places}]
thanks: The south team gave us a day
review: {intended: Options, happened: We heard two, why: Nobody knew more, next_time: Ask more}
no_lesson: All of it was in the base
---
An invented assist that was planned here and held.
"""
"""An assist from plan to review of which no rule says anything."""


def lesson_text(
    *,
    title: str = "Invented lesson",
    problem: str = "Pumps at the invented plant fail every winter",
    header: str = "",
    body: str = "## What happened\n\nA pump failed.\n\n## What was learned\n\nHeat the shed.\n",
    **fields: str,
) -> str:
    """Return the text of a valid lesson; keyword arguments set or replace fields.

    A field of the value ``""`` is left out. ``header`` is added as it is.
    """
    values = {
        "title": title,
        "problem": problem,
        "evidence": "experiential",
        "tags": "[pumps]",
        "date": "2026-02-01",
        "source_assist": "pump-review",
        **fields,
    }
    lines = [f"{name}: {value}" for name, value in values.items() if value]
    return "\n".join(["---", *lines, *header.strip().splitlines(), "---", body])


def write_base(root: Path, files: dict[str, str] | None = None) -> Path:
    """Write a base with a vocabulary, one assist and the given files below ``lessons``.

    Returns:
        The root of the project.
    """
    everything = {
        "vocabulary.yml": VOCABULARY,
        "assists/pump-review.md": ASSIST,
        **(files or {}),
    }
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for path, text in everything.items():
        file = root / "lessons" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


@contextmanager
def written_base(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Write a base with these files below ``lessons``; yield its root."""
    with tempfile.TemporaryDirectory() as folder:
        root = write_base(Path(folder))
        for path, data in files.items():
            file = root / "lessons" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        yield root


def generated(site: Site) -> dict[str, GeneratedPage]:
    """Return every page that the build adds to a site, by its source."""
    return {source: page for source in site.added.urls if (page := site.added.page(source))}
