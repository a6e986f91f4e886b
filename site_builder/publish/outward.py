"""What a record's page offers beyond itself: to readers who answer, and to other systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.addresses import record_url
from site_builder.publish.citations import BIBTEX_FILE, citation_of
from site_builder.publish.linked_data import event_data, lesson_data
from site_builder.publish.markup import script_text
from site_builder.publish.respond import filled
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from site_builder.library.library import Library
    from site_builder.publish.cards import Cards
    from site_builder.publish.citations import LessonCitation
    from site_builder.publish.identity import Identity
    from site_builder.records.assist import Assist
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.settings import Settings

SOURCE_FILE = "source.md"
"""Name of a record's Markdown source, beside its page."""
REPORT_GUIDE = "guide/report-a-use"
"""Id of the page that tells how to report a use."""


@dataclass(frozen=True, slots=True)
class Outward:
    """What stands in the page's quiet corner, and in its head."""

    source: str = ""
    """Address of the Markdown source from the page, or empty where it is not published."""
    edit_url: str = ""
    """Absolute address of the source for editing, or empty."""
    used_url: str = ""
    """Where to tell that the lesson was used, or empty."""
    improve_url: str = ""
    """Where to propose something better, or empty."""
    citation: str = ""
    """How to cite it, as a line of text, or empty."""
    bibtex: str = ""
    """Address of the citation in BibTeX from the page, or empty."""
    linked_data: str = ""
    """JSON-LD, safe to stand in a script element as it is, or empty."""
    unlisted: bool = False
    """Whether search engines are asked to leave the page out."""


class Outwards:
    """Makes what the page of each record offers."""

    def __init__(
        self, library: Library, cards: Cards, settings: Settings, identity: Identity, prefix: str
    ) -> None:
        """Keep what it is made from.

        Args:
            library: Every record.
            cards: Records as they stand in lists.
            settings: Options of the plugin.
            identity: The site.
            prefix: Path of the lessons folder from the project root, with its slash.
        """
        self._cards = cards
        self._settings = settings
        self._identity = identity
        self._prefix = prefix
        guide = library.get(Kind.PAGE, REPORT_GUIDE)
        self._guide = f"../../{record_url(Kind.PAGE, REPORT_GUIDE)}" if guide else ""

    def lesson(self, lesson: Record[Lesson], edit_url: str) -> Outward:
        """Return what a lesson's page offers; a withdrawn one is neither handed on nor cited."""
        fields, card = lesson.fields, self._cards.lesson(lesson)
        path = lesson.path.removeprefix(self._prefix)
        used = filled(self._settings.used_uri_template, card, path, self._identity)
        improve = filled(self._settings.improve_uri_template, card, path, self._identity)
        root = self._identity.url or "../../"
        if fields.status is Status.WITHDRAWN:
            return Outward(edit_url=edit_url)
        licence = fields.licence or self._settings.licence
        return Outward(
            source=SOURCE_FILE,
            edit_url=edit_url if improve else "",
            used_url=used or self._guide,
            improve_url=improve or edit_url,
            citation=self.citation(lesson).text if is_cited(fields) else "",
            bibtex=BIBTEX_FILE,
            linked_data=script_text(lesson_data(fields, self._cards, root, licence)),
            unlisted=fields.status is Status.DRAFT,
        )

    def citation(self, lesson: Record[Lesson]) -> LessonCitation:
        """Return how to cite a lesson."""
        team = self._cards.team(lesson.fields.team)
        return citation_of(self._cards.lesson(lesson), team, self._identity)

    def assist(self, assist: Record[Assist], edit_url: str) -> Outward:
        """Return what an assist's page offers."""
        return Outward(
            source=SOURCE_FILE,
            edit_url=edit_url,
            linked_data=script_text(event_data(assist.fields, self._cards)),
        )

    def other(self, edit_url: str) -> Outward:
        """Return what the page of a report offers."""
        return Outward(source=SOURCE_FILE, edit_url=edit_url)


def is_handed_on(fields: Part) -> bool:
    """Return whether the text of a record is published as it is: not that of a withdrawn one."""
    return getattr(fields, "status", None) is not Status.WITHDRAWN


def is_cited(fields: Lesson) -> bool:
    """Return whether a lesson is offered for citing: no draft is."""
    return is_handed_on(fields) and fields.status is not Status.DRAFT
