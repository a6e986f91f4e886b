"""The views of records that templates show: plain values, with nothing left to derive.

Every ``url`` is relative to the root of the site, which templates put before it. Every text is
plain text, which they escape. No record is handed on as it is: its header may name people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from site_builder.publish.rows import Link, LinkedText
from site_builder.records.identifiers import is_web_address

if TYPE_CHECKING:
    from site_builder.library.evidence.explanation import Explanation
    from site_builder.library.evidence.parts import Part
    from site_builder.publish.qr import QrCode
    from site_builder.publish.rows import Row

_ADDRESS = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_MOST_CARDS = 1 << 14
"""Most cards of which it is kept what they say, some 1 kB each."""


class Mark(NamedTuple):
    """An evidence mark in words."""

    id: str
    """``experiential``, ``research`` or ``both``."""
    label: str
    meaning: str
    url: str


@dataclass(frozen=True, slots=True)
class MarkCount:
    """How many lessons carry a mark."""

    mark: Mark
    count: int
    percent: int
    """Of all lessons, rounded; the three may not add up to 100."""


class LessonCard(NamedTuple):
    """A lesson in a list."""

    id: str
    title: str
    problem: str
    url: str
    mark: Mark
    strip: tuple[Part, ...]
    """What it rests on at a glance, contested or not among it."""
    outcome: str
    """In words, or empty when not stated."""
    tags: tuple[Link, ...]
    recorded: str
    """Day of the record in words: ``21 November 2026``."""
    recorded_iso: str
    notice: str
    """``Draft``, ``Superseded``, ``Withdrawn``, or empty for a published lesson."""

    def __repr__(self) -> str:
        """Return all that it says, which digests of many lists ask for."""
        return _written(self)


_written = lru_cache(_MOST_CARDS)(tuple.__repr__)


class AssistCard(NamedTuple):
    """An assist in a list."""

    id: str
    title: str
    problem: str
    url: str
    format: str
    status: str
    when: str
    host: str
    lesson_count: int

    @property
    def lead(self) -> str:
        """The problem, or nothing if the title says the same."""
        title, problem = (
            " ".join(text.casefold().split()).rstrip(".?!… ") for text in (self.title, self.problem)
        )
        return "" if title == problem else self.problem


def linked(text: str) -> str | LinkedText:
    """Return a text with its web addresses as links; the text itself if it has none."""
    parts: list[str | Link] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,:;!?'\"”’")
        if address.endswith(")") and "(" not in address:
            address = address.rstrip(")")
        if is_web_address(address):
            parts += [text[end : match.start()], Link(address, address)]
            end = match.start() + len(address)
    return LinkedText((*(part for part in parts if part), text[end:])) if parts else text


class Detail(NamedTuple):
    """A named fact with one or more values."""

    label: str
    values: tuple[str | LinkedText, ...]


@dataclass(frozen=True, slots=True)
class DetailGroup:
    """Named facts under a heading."""

    title: str
    details: tuple[Detail, ...]


class LinkGroup(NamedTuple):
    """Links of one kind, such as all lessons that this one replaces."""

    label: str
    links: tuple[Link, ...]


class Reference(NamedTuple):
    """A citation as a reader expects it."""

    authors: str
    title: str
    publisher: str
    when: str
    identifiers: tuple[Link, ...]
    """Each with its name and number as title (``DOI 10.1136/bmj.n71``); empty url where none."""
    design: str
    """How the work was done, in words, or empty."""
    direction: str
    """``speaks against this lesson``, ``mixed findings``, or empty when it supports."""
    concerns: tuple[str, ...]
    retracted: bool


@dataclass(frozen=True, slots=True)
class Badge:
    """How far to trust a lesson, opening to why."""

    strip: tuple[Part, ...]
    explained: Explanation
    urls: tuple[str, str]
    """The lists of lessons at the two levels that readers are shown."""
    has_outcomes: bool
    """Whether the page shows further down how teams fared."""


@dataclass(frozen=True, slots=True)
class Use:
    """How a team fared with a lesson, as one record states it."""

    team: Link
    """Titled with the team's name; leads to the record."""
    cycle: str
    setting: str
    when: str
    kind: Literal["worked", "partly", "failed"]
    """For the shape beside the words."""
    outcome: str
    measure: str
    counting: str
    """Whether this is the outcome that counts, where the team has several."""
    changed: str
    reply: str
    unanswered: bool
    """Whether it did harm and the owner has not replied."""


@dataclass(frozen=True, slots=True)
class Place:
    """How teams fared in a setting."""

    setting: str
    worked: int
    partly: int
    failed: int


@dataclass(frozen=True, slots=True)
class Places:
    """In which settings a lesson worked, and in which nobody tried it."""

    sentence: str
    rows: tuple[Place, ...]
    """Empty for one setting, of which the sentence says all."""
    untried: str
    """``Not tried in: Care home, Online``, or empty."""
    unplaced: str
    """How many outcomes name no setting, or empty."""


class Outward(NamedTuple):
    """What a page offers to readers who answer it, and to other systems."""

    address: str = ""
    """Whole address of the page, or empty where the site has none."""
    code: QrCode | None = None
    """The address as a QR code."""
    mail_url: str = ""
    """Opens a message with its title and address; empty without one, and a script writes it."""
    source: str = ""
    """Address of the Markdown source from the page, or empty where it is not published."""
    edit_url: str = ""
    """Absolute address of the source for editing, or empty."""
    used_url: str = ""
    """Where to report that the lesson was used, or empty."""
    improve_url: str = ""
    """Where to propose something better, or empty."""
    citation: str = ""
    """How to cite it, as a line of text, or empty."""
    bibtex: str = ""
    """Address of the citation in BibTeX from the page, or empty."""
    linked_data: str = ""
    """JSON-LD for a script element, or empty."""
    unlisted: bool = False
    """Whether search engines are asked not to list the page."""


@dataclass(frozen=True, kw_only=True)
class RecordPage:
    """What the pages of all records show around the body."""

    details: tuple[Detail, ...]
    """Facts stated in the header, such as setting, scale and tools."""
    suspects: tuple[Row, ...]
    """Lessons that it relies on and that have changed since, each noted with what changed."""
    outward: Outward


@dataclass(frozen=True, kw_only=True)
class SourcedPage(RecordPage):
    """What the pages of lessons and assists show around the body."""

    ask: LinkedText
    """Whom to ask; without parts if nobody is named."""
    references: tuple[Reference, ...]
    backlinks: tuple[Row, ...]
    """Records that link here, each with its kind, noted with the sentence that links."""
    rest: Link | None = None
    """The page of all uses of a lesson, or of all lessons of an assist, if this one has not all."""


@dataclass(frozen=True, kw_only=True)
class LessonPage(SourcedPage):
    """A lesson's own page."""

    card: LessonCard
    takeaway: str
    reading_time: str
    warning: str
    """Why not to rely on it: withdrawn, superseded or a draft; empty for a published lesson."""
    successors: tuple[Link, ...]
    badge: Badge
    source: AssistCard | None
    team: str
    interests: str
    """What those who tell it stand to gain or lose by it, or empty."""
    relations: tuple[LinkGroup, ...]
    near: tuple[Row, ...]
    """The nearest lessons by their words, topics and source, each noted with why."""
    uses: tuple[Use, ...]
    """How teams fared with it, the latest first."""
    places: Places | None
    inverted: bool
    """Whether it says what to avoid, so that “worked” means that avoiding it helped."""
    plans: tuple[Row, ...]
    """Plans that rely on it or whose search found it, each noted with what it was to them."""
    spared: str
    """How many meetings it made unnecessary, as a sentence, or empty."""
    review: tuple[Detail, ...]
    """Its owner, its last review and its next one, where stated."""


@dataclass(frozen=True, kw_only=True)
class AssistPage(SourcedPage):
    """An assist's own page."""

    card: AssistCard
    purpose: str
    groups: tuple[DetailGroup, ...]
    """Agenda, options, decision, actions, outcomes, reflections, review, where stated."""
    relies_on: tuple[Row, ...]
    """Lessons that the plan relies on, each noted with why."""
    lessons: tuple[LessonCard, ...]
    series: tuple[Link, ...]
    """Other assists of its series."""


@dataclass(frozen=True, kw_only=True)
class ReusePage(RecordPage):
    """A reuse report's own page."""

    title: str
    lesson: LessonCard
