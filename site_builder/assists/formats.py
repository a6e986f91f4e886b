"""The formats of an assist: the agenda, role cards, ground rules and capture sheets of each.

Their texts are in ``advice/``, one file for each document that the project was created from, and
``every-format.toml`` for what all of them share.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from site_builder.records.assist import Format


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a template agenda."""

    part: str
    """What happens."""
    share: int
    """Its share of the whole, in hundredths."""
    lead: str
    """Role that leads it."""
    listens: str
    """Who listens meanwhile."""
    host_present: bool = True
    """Whether the host team has to be in the room."""
    flexible: bool = False
    """Whether it takes what is left over when the time is divided."""


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A card that tells one role what to do."""

    role: str
    task: str
    """The role in one sentence."""
    dos: tuple[str, ...]
    donts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptureSheet:
    """A capture sheet: what is written down in one part of the meeting."""

    title: str
    """Its heading; no other sheet of the format and no field has the same."""
    scribe: str
    """Who writes it, and when."""
    fields: tuple[str, ...]
    """Names of the fields that it captures, of ``capture.FIELDS``."""
    prompts: tuple[str, ...] = ()
    """Subjects to speak about that need no notes."""


@dataclass(frozen=True, slots=True)
class FormatAdvice:
    """All that a format prescribes. It is advice: a record's own agenda and rules come first."""

    about: str
    """The format in a sentence or two."""
    guide: str
    """Id of the guide's page."""
    usual_hours: float
    """Length of a meeting whose record gives none."""
    folder: str
    """Folder below the lessons folder for the lessons of such a meeting."""
    slots: tuple[Slot, ...]
    rules: tuple[str, ...]
    cards: tuple[RoleCard, ...]
    sheets: tuple[CaptureSheet, ...]


def _read(name: str) -> dict[str, Any]:
    file = Path(__file__).parent / "advice" / f"{name}.toml"
    fields = tomllib.loads(file.read_text(encoding="utf-8"))
    for key, model in (("slots", Slot), ("cards", RoleCard), ("sheets", CaptureSheet)):
        fields[key] = tuple(model(**_frozen(row)) for row in fields.get(key, ()))
    return _frozen(fields)


def _frozen(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }


_EVERY_FORMAT = _read("every-format")


def _advice(name: str) -> FormatAdvice:
    """Return the advice of a file; a sheet of its own replaces the shared one of that title."""
    fields = _read(name)
    titles = {sheet.title for sheet in fields["sheets"]}
    fields["cards"] += _EVERY_FORMAT["cards"]
    fields["sheets"] += tuple(
        sheet for sheet in _EVERY_FORMAT["sheets"] if sheet.title not in titles
    )
    return FormatAdvice(**fields)


_PEER_ASSIST = _advice("peer-assist")
_PAIRED_LEARNING = _advice("paired-learning")
_AFTER_ACTION_REVIEW = _advice("after-action-review")
FORMATS: dict[Format, FormatAdvice] = {
    Format.PEER_ASSIST: _PEER_ASSIST,
    Format.VISIT: _advice("visit"),
    Format.WORKSHOP: _advice("workshop"),
    Format.PAIRED_LEARNING: _PAIRED_LEARNING,
    Format.SHADOWING: _PAIRED_LEARNING,
    Format.AFTER_ACTION_REVIEW: _AFTER_ACTION_REVIEW,
    Format.RETROSPECT: _AFTER_ACTION_REVIEW,
    Format.OTHER: replace(
        _PEER_ASSIST,
        about="An event of another kind. Agenda, roles and sheets of this pack are those of a "
        "peer assist; leave out what does not fit.",
    ),
}
"""The advice for every format; one without a document of its own has that of the nearest."""
