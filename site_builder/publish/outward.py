"""What a record's page offers beyond its text: ways to answer, its source, how to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.library.addresses import USED, record_url
from site_builder.publish.cards import lesson_card
from site_builder.publish.contact import mail_address
from site_builder.publish.linked_data import event_data, lesson_data
from site_builder.publish.markup import script_text
from site_builder.publish.names import record_title, team_name
from site_builder.publish.qr import qr_code
from site_builder.publish.views import Outward
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from site_builder.publish.context import Identity, SiteContext
    from site_builder.publish.views import LessonCard
    from site_builder.records.assist import Assist
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

SOURCE_FILE = "source.md"
"""Name of a record's Markdown source, beside its page."""
BIBTEX_FILE = "cite.bib"
"""Name of the citation beside a lesson's page."""

# A brace after a backslash counts as a brace to BibTeX, so these two have names.
_SIGNS = str.maketrans(
    {
        "\\": "{\\textbackslash}",
        "{": "{\\textbraceleft}",
        "}": "{\\textbraceright}",
        "~": "{\\textasciitilde}",
        "^": "{\\textasciicircum}",
        **{sign: f"\\{sign}" for sign in "%&$#_"},
    }
)


def lesson_outward(context: SiteContext, lesson: Record[Lesson]) -> Outward:
    """Return what a lesson's page offers; a withdrawn lesson has neither source nor citation."""
    fields, settings, identity = lesson.fields, context.settings, context.identity
    card, edit = lesson_card(context, lesson), edit_url(context, lesson)
    if fields.status is Status.WITHDRAWN:
        return Outward(edit_url=edit)
    path = lesson.path.removeprefix(context.base.prefix)
    used = filled(settings.used_uri_template, card, path, identity)
    improve = filled(settings.improve_uri_template, card, path, identity)
    shown = record_outward(context, lesson)
    data = lesson_data(
        fields, context.library, identity.url or "../../", fields.licence or settings.licence
    )
    cited = citation(context, lesson) if is_cited(lesson) else None
    return shown._replace(
        edit_url=edit if improve else "",
        used_url=used or f"../../{USED.url}?lesson={lesson.id}",
        improve_url=improve or edit,
        citation=cited.text if cited else "",
        bibtex=BIBTEX_FILE if settings.record_files or not cited else _within(cited.bibtex),
        linked_data=script_text(data),
        unlisted=fields.status is Status.DRAFT,
    )


def _within(bibtex: str) -> str:
    """Return an address that holds a citation itself."""
    return f"data:application/x-bibtex;charset=utf-8,{quote(bibtex)}"


def assist_outward(context: SiteContext, assist: Record[Assist]) -> Outward:
    """Return what an assist's page offers."""
    data = script_text(event_data(assist.fields, context.library))
    return record_outward(context, assist)._replace(linked_data=data)


def record_outward(context: SiteContext, record: Record[Part]) -> Outward:
    """Return what the page of any record offers."""
    title, site = record_title(context.library, record), context.identity.url
    address = f"{site}{record_url(record.kind, record.id)}" if site else ""
    return Outward(
        address=address,
        code=qr_code(address),
        mail_url=mail_address("", title, f"{title}\r\n{address}") if address else "",
        source=SOURCE_FILE if context.settings.record_files else "",
        edit_url=edit_url(context, record),
    )


def citation(context: SiteContext, lesson: Record[Lesson]) -> LessonCitation:
    """Return how to cite a lesson."""
    team = team_name(context.library, lesson.fields.team)
    return citation_of(lesson_card(context, lesson), team, context.identity)


def edit_url(context: SiteContext, record: Record[Part]) -> str:
    """Return the address at which a record is edited, or nothing."""
    template = context.settings.edit_uri_template
    path = record.path.removeprefix(context.base.prefix)
    return template.replace("{path}", quote(path)) if template else ""


def filled(template: str, card: LessonCard, path: str, identity: Identity) -> str:
    """Return an address with what it asks of a lesson, percent-encoded for any place in it.

    Args:
        template: Address with ``{id}``, ``{title}``, ``{url}`` or ``{path}``; empty gives nothing.
        card: The lesson as lists show it.
        path: Path of its file below the lessons folder.
        identity: The site.
    """
    if not template:
        return ""
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
    """Return whether the source of a record is published; that of a withdrawn lesson is not."""
    return getattr(fields, "status", None) is not Status.WITHDRAWN


def is_cited(lesson: Record[Lesson]) -> bool:
    """Return whether a lesson is offered for citing, as no draft and no withdrawn lesson is."""
    return lesson.fields.status not in {Status.WITHDRAWN, Status.DRAFT}


@dataclass(frozen=True, slots=True)
class LessonCitation:
    """How to cite a lesson; its author is an organisation, never a person."""

    id: str
    author: str
    title: str
    year: str
    base: str
    url: str
    """Whole address, or empty where the site has none."""
    note: str

    @property
    def text(self) -> str:
        """The citation as a line of text."""
        named = (self.base if self.base != self.author else "", self.url)
        parts = [f"{self.author} ({self.year})", self.title, *filter(None, named), self.note]
        return " ".join(
            part if part.endswith((".", "?", "!", "/")) else f"{part}." for part in parts
        )

    @property
    def bibtex(self) -> str:
        """The citation as an entry of BibTeX, in UTF-8."""
        author, base, title, note = (
            text.translate(_SIGNS) for text in (self.author, self.base, self.title, self.note)
        )
        # Two pairs of braces keep names whole, and capitals unchanged.
        fields = {
            "author": f"{{{author}}}",
            "title": f"{{{title}}}",
            "year": self.year,
            "organization": author,
            "howpublished": base,
            "url": self.url,
            "note": note,
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
        return f"@misc{{{self.id},\n{''.join(lines)}}}\n"


def citation_of(card: LessonCard, team: str, identity: Identity) -> LessonCitation:
    """Return how to cite a lesson.

    Args:
        card: The lesson as lists show it.
        team: Team that learned it, or nothing.
        identity: The site, which is the author where no team is named.
    """
    return LessonCitation(
        id=card.id,
        author=one_line(team or identity.name),
        title=one_line(card.title),
        year=card.recorded_iso[:4],
        base=one_line(identity.name),
        url=f"{identity.url}{card.url}" if identity.url else "",
        note=f"Evidence: {card.mark.label.lower()}",
    )


def one_line(text: str) -> str:
    """Return a text on one line, without characters that are not printable."""
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())
