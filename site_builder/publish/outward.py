"""What a record's page offers beyond itself: to readers who answer, and to other systems."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.library.addresses import record_url
from site_builder.publish.cards import lesson_card
from site_builder.publish.citations import BIBTEX_FILE, citation_of
from site_builder.publish.linked_data import event_data, lesson_data
from site_builder.publish.markup import script_text
from site_builder.publish.names import team_name
from site_builder.publish.views import Outward
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from site_builder.publish.citations import LessonCitation
    from site_builder.publish.context import Context, Identity
    from site_builder.publish.views import LessonCard
    from site_builder.records.assist import Assist
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

SOURCE_FILE = "source.md"
"""Name of a record's Markdown source, beside its page."""
REPORT_GUIDE = "guide/report-a-use"
"""Id of the page that explains how to report a use."""


def lesson_outward(context: Context, lesson: Record[Lesson]) -> Outward:
    """Return what a lesson's page offers; a withdrawn one is neither handed on nor cited."""
    fields, settings, identity = lesson.fields, context.settings, context.identity
    card, edit = lesson_card(context, lesson), edit_url(context, lesson)
    if fields.status is Status.WITHDRAWN:
        return Outward(edit_url=edit)
    path = lesson.path.removeprefix(context.base.prefix)
    used = filled(settings.used_uri_template, card, path, identity)
    improve = filled(settings.improve_uri_template, card, path, identity)
    guide = context.library.get(Kind.PAGE, REPORT_GUIDE)
    data = lesson_data(
        fields, context.library, identity.url or "../../", fields.licence or settings.licence
    )
    return Outward(
        source=SOURCE_FILE,
        edit_url=edit if improve else "",
        used_url=used or (f"../../{record_url(Kind.PAGE, guide.id)}" if guide else ""),
        improve_url=improve or edit,
        citation=citation(context, lesson).text if is_cited(fields) else "",
        bibtex=BIBTEX_FILE,
        linked_data=script_text(data),
        unlisted=fields.status is Status.DRAFT,
    )


def assist_outward(context: Context, assist: Record[Assist]) -> Outward:
    """Return what an assist's page offers."""
    return Outward(
        source=SOURCE_FILE,
        edit_url=edit_url(context, assist),
        linked_data=script_text(event_data(assist.fields, context.library)),
    )


def citation(context: Context, lesson: Record[Lesson]) -> LessonCitation:
    """Return how to cite a lesson."""
    team = team_name(context.library, lesson.fields.team)
    return citation_of(lesson_card(context, lesson), team, context.identity)


def edit_url(context: Context, record: Record[Part]) -> str:
    """Return the address at which a record is edited, or nothing."""
    path = record.path.removeprefix(context.base.prefix)
    return context.settings.edit_uri_template.replace("{path}", quote(path))


def filled(template: str, card: LessonCard, path: str, identity: Identity) -> str:
    """Return an address with what it asks of a lesson, percent-encoded for any place in it.

    Args:
        template: Address with ``{id}``, ``{title}``, ``{url}`` or ``{path}``; empty gives nothing.
        card: The lesson as it stands in lists.
        path: Path of its file below the lessons folder.
        identity: The site.
    """
    values = {
        "{id}": card.id,
        "{title}": " ".join(card.title.split()),
        "{url}": f"{identity.url}{card.url}",
        "{path}": path,
    }
    for name, value in values.items():
        # What was put in has no braces left: they are percent-encoded.
        template = template.replace(name, quote(value, safe="/" if name == "{path}" else ""))
    return template


def is_handed_on(fields: Part) -> bool:
    """Return whether the text of a record is published as it is: not that of a withdrawn one."""
    return getattr(fields, "status", None) is not Status.WITHDRAWN


def is_cited(fields: Lesson) -> bool:
    """Return whether a lesson is offered for citing: no draft is."""
    return is_handed_on(fields) and fields.status is not Status.DRAFT
