"""The text of records: sections of lessons, links, images and HTML."""

from __future__ import annotations

import html
import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.diagnostics import Diagnostic, shortened
from site_builder.library.checks.links.names import FileNames, is_published
from site_builder.library.graph import is_local, resolve
from site_builder.library.ordering import longest_rising
from site_builder.library.problems import at_header_end, at_text, is_current
from site_builder.markdown.addresses import is_elsewhere, is_safe
from site_builder.records.allowance import allowance_spans
from site_builder.records.guess import nearest
from site_builder.records.lesson import REQUIRED_SECTIONS, SECTIONS, Lesson, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base
    from site_builder.markdown.parts import BodyLink, Heading
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

_PLACES = {name.casefold(): number for number, name in enumerate(SECTIONS)}

_ALMOST = 85.0
"""Similarity from which a heading is taken for a misspelt one."""


def missing_sections(lesson: Record[Lesson]) -> Iterator[Diagnostic]:
    """A lesson says what happened and what was learned."""
    titles = {section.heading.title.casefold() for section in lesson.body.sections}
    for name in REQUIRED_SECTIONS:
        if name.casefold() in titles:
            continue
        others = {
            heading.title: heading
            for heading in lesson.body.headings
            if heading.level != 2 or heading.title.casefold() not in _PLACES  # noqa: PLR2004
        }
        near = nearest(name, others, least=_ALMOST)
        message = f"the section “{name}” is missing"
        if near:
            hint = f"write `## {name}` for this heading"
            yield _at_heading(lesson, "section-missing", others[near[0]], message, hint)
        else:
            hint = f"write `## {name}` and the text below it"
            yield at_header_end(lesson, "section-missing", message, hint)


def empty_sections(lesson: Record[Lesson]) -> Iterator[Diagnostic]:
    """A section has text."""
    for section in lesson.body.sections:
        if section.is_empty:
            message = f"the section “{section.heading.title}” is empty"
            yield _at_heading(lesson, "section-empty", section.heading, message)


def repeated_sections(lesson: Record[Lesson]) -> Iterator[Diagnostic]:
    """A section appears once."""
    seen: set[str] = set()
    for heading in (section.heading for section in lesson.body.sections):
        if heading.title.casefold() in seen:
            message = f"the section “{heading.title}” appears twice"
            yield _at_heading(lesson, "section-duplicate", heading, message)
        seen.add(heading.title.casefold())


def misplaced_sections(lesson: Record[Lesson]) -> Iterator[Diagnostic]:
    """Sections are in the order of a case study; as few as possible are reported."""
    first: dict[int, Heading] = {}
    for section in lesson.body.sections:
        place = _PLACES.get(section.heading.title.casefold())
        if place is not None:
            first.setdefault(place, section.heading)
    places = list(first)
    kept = {places[at] for at in longest_rising(places)}
    for place, heading in first.items():
        if place not in kept:
            before = max((other for other in kept if other < place), default=None)
            beside = min(kept) if before is None else before
            where = "before" if before is None else "after"
            message = f"the section “{heading.title}” is out of order"
            hint = f"move it {where} “{first[beside].title}”"
            yield _at_heading(lesson, "section-order", heading, message, hint)


def _at_heading(
    lesson: Record[Lesson], rule: str, heading: Heading, message: str, hint: str | None = None
) -> Diagnostic:
    return at_text(lesson, rule, heading.start, heading.end, message, hint)


def unsafe_links(record: Record[Part]) -> Iterator[Diagnostic]:
    """A link leads to a page or an address."""
    for link in record.links:
        if not is_safe(link.target):
            scheme = html.unescape(link.target).partition(":")[0]
            message = f"a link may not begin with `{scheme}:`"
            hint = "links begin with https, http, mailto or tel, or lead to a file"
            yield _at_target(record, "link-unsafe", link, message, hint)


def absolute_links(record: Record[Part]) -> Iterator[Diagnostic]:
    """A link inside the base is relative to its file."""
    for link in record.links:
        if link.target.startswith("/"):
            message = f"`{link.target}` begins with a slash"
            hint = f"did you mean `https:{link.target}`?" if link.target[1:2] == "/" else None
            yield _at_target(record, "link-absolute", link, message, hint)


def broken_links(record: Record[Part], base: Base) -> Iterator[Diagnostic]:
    """A link or image leads to a file that is published, or to a page that the build adds."""
    for link in record.links:
        if not is_local(link.target) or not is_safe(link.target):
            continue
        path, _fragment = resolve(record.path, link.target)
        if path in base.generated or (path in base.files and is_published(path)):
            # Of a file that is there and may not be read, its own problem is told.
            continue
        rule, thing = ("image-broken", "image") if link.is_image else ("link-broken", "file")
        message, hint = f"there is no {thing} `{path}`", _meant(base, record, link, path)
        if path in base.files:
            message = f"`{path}` is not published"
            hint = "Markdown files and images are; link to where the file lies on the web"
        elif not path.startswith(base.prefix):
            message = f"`{path}` is outside the lessons folder"
            hint = "only files in it are published"
        yield _at_target(record, rule, link, message, hint)


def broken_anchors(record: Record[Part], base: Base) -> Iterator[Diagnostic]:
    """The part of a link after # is a heading of the page it leads to."""
    for link in record.links:
        if "#" not in link.target or not is_local(link.target) or link.is_image:
            continue
        path, fragment = resolve(record.path, link.target)
        target = base.graph.record_at(path)
        if target and fragment and fragment not in target.body.anchors:
            message = f"{'this page' if target is record else path} has no heading `#{fragment}`"
            anchors = base.likely(path, partial(sorted, target.body.anchors))
            hint = anchors.did_you_mean(fragment)
            yield _at_target(record, "anchor-broken", link, message, hint)


def images_elsewhere(record: Record[Part]) -> Iterator[Diagnostic]:
    """An image lies in the base: no page loads anything from another host."""
    for link in record.links:
        if link.is_image and is_safe(link.target) and is_elsewhere(link.target):
            message = f"the image `{shortened(link.target)}` is on another host"
            yield _at_target(record, "image-elsewhere", link, message, None)


def bare_images(record: Record[Part]) -> Iterator[Diagnostic]:
    """An image has a description."""
    for link in record.links:
        if link.is_image and not record.body.words_of(link).strip():
            message = f"the image `{link.target}` has no description"
            yield at_text(record, "image-without-alt", link.start, link.end, message)


def raw_html(record: Record[Part]) -> Iterator[Diagnostic]:
    """The text is Markdown, not HTML. What is opened and closed is one problem."""
    opened: set[str] = set()
    for start, end in record.body.html:
        tag = record.body.text[start:end].partition("\n")[0]
        name = tag.strip("</>").partition(" ")[0].lower()
        if tag.startswith("</") and name in opened:
            continue
        opened.add(name)
        message = f"`{shortened(tag)}` is raw HTML"
        hint = "write it in Markdown, or put it between backticks to show it"
        yield at_text(record, "raw-html", start, end, message, hint)


def comments(record: Record[Part]) -> Iterator[Diagnostic]:
    """A text has no hidden remarks: the page leaves them out, and the published source does not."""
    allowed = set(allowance_spans(record.body)) if record.body.comments else ()
    for start, end in record.body.comments:
        if (start, end) not in allowed:
            remark = record.body.text[start:end].partition("\n")[0]
            message = f"`{shortened(remark)}` is a comment, which no page shows"
            hint = "take it out; only `<!-- allow: RULE because REASON -->` is allowed here"
            yield at_text(record, "raw-html", start, end, message, hint)


def withdrawn_mentions(record: Record[Part], base: Base) -> Iterator[Diagnostic]:
    """A link in the text does not lead to a withdrawn lesson."""
    if base.library.get(record.kind, record.id) is not record:
        return
    for link in record.links:
        target = base.graph.mentioned(record, link)
        if target is None or not is_current(record):
            continue
        if getattr(target.fields, "status", None) is Status.WITHDRAWN:
            message = f"the lesson `{target.id}` was withdrawn"
            hint = "link to a lesson that is current"
            yield at_text(record, "link-to-withdrawn", link.start, link.end, message, hint)


def _at_target(
    record: Record[Part], rule: str, link: BodyLink, message: str, hint: str | None
) -> Diagnostic:
    return at_text(record, rule, link.target_start, link.target_end, message, hint)


def _meant(base: Base, record: Record[Part], link: BodyLink, path: str) -> str:
    """Return what was probably meant, as it would be written in this record."""
    written = _elsewhere(link.target)
    if not written:
        folder = posixpath.dirname(record.path)
        is_image = link.is_image
        names = base.once(f"files {is_image}", lambda: FileNames(base, images=is_image))
        near = names.nearest(folder, path)
        written = quote(posixpath.relpath(near, folder), safe="/()") if near else ""
        fragment = link.target.partition("#")[1:]
        written += "".join(fragment) if near and fragment[1] else ""
    return f"did you mean `{written}`?" if written else ""


def _elsewhere(target: str) -> str:
    """Return the whole address of another site or a mailbox that is written without its scheme."""
    if target.startswith("www."):
        return f"https://{target}"
    return f"mailto:{target}" if re.fullmatch(r"[^\s/@]+@[^\s/@]+\.[^\s/@]+", target) else ""
