"""Inline constructs: words, links, code, HTML, references to footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from site_builder.markdown.parts import BodyLink

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.markdown.page import Open, PageOutput, Tag
    from site_builder.markdown.parts import Span


def _add_text(page: PageOutput, text: str, start: int, end: int) -> None:
    at = page.at(start)
    if page.bare and page.bare[-1].start < (stop := page.at(end)):
        at = _add_addresses(page, at, stop)
        if at >= stop:
            return
        if at > page.at(start):
            text = page.text[at:stop]
    # Between tags, quotation marks mean themselves.
    is_plain = "<" not in text and "&" not in text and ">" not in text
    page.out.append(text if is_plain else escape(text))
    page.add_words(text, at)


def _add_addresses(page: PageOutput, at: int, stop: int) -> int:
    """Add text up to the end of the last address that begins in it, and return where."""
    while page.bare and (address := page.bare[-1]).start < stop:
        if at < address.start:
            page.out.append(escape(page.text[at : address.start]))
            page.add_words(page.text[at : address.start], at)
        if at <= address.start:
            place = (address.start, address.end)
            words = page.size, page.size + len(address.words)
            link = BodyLink(address.target, "", False, *place, *place, *words, *place)  # noqa: FBT003
            page.links.append(link)
            page.out += [link, escape(address.words), None]
            page.add_words(address.words, address.start)
        at = max(at, address.end)
        if address.end > stop:
            break
        page.bare.pop()
    return at


def _code_span(page: PageOutput, code: str, start: int, end: int) -> None:
    page.code.append((page.at(start), page.at(end)))
    page.out.append(f"<code>{escape(code)}</code>")
    # Behind the backtick, where the code begins unless it has more of them.
    page.add_words(code, page.at(start) + 1)


def _inline_html(page: PageOutput, html: str, start: int, end: int) -> None:
    span = page.at(start), page.at(end)
    if html.startswith("<!--"):
        page.comments.append(span)
    else:
        page.html.append(span)
        page.out.append(f'<span class="raw-html">{escape(html)}</span>')
        title, page.title = page.title, None
        page.add_words(html, span[0])
        page.title = title


def _note_reference(page: PageOutput, label: str, _start: int, _end: int) -> None:
    page.out.append(page.notes.reference(label))


def _task(page: PageOutput, done: bool, _start: int, _end: int) -> None:  # noqa: FBT001 - what the event says
    at = -2 if page.out[-1:] == ["<p>"] else -1
    if page.out[at:][:1] == ["<li>"]:
        page.out[at] = '<li class="task-list-item">'
    state = ' checked aria-label="Done"' if done else ' aria-label="To do"'
    page.out.append(
        f'<label class="task-list-control"><input type="checkbox" disabled{state}>'
        '<span class="task-list-indicator"></span></label> '
    )


def _start_link(page: PageOutput, tag: Tag, start: int, end: int) -> None:
    page.push(tag, start, end)
    page.links.append(None)
    if "Image" in tag:
        # What describes an image has no markup on the page, and no part in an id.
        page.out, page.title = [], None


def _end_link(page: PageOutput, tag: Tag) -> None:
    opened = page.open.pop()
    link = _link(page, opened, is_image=tag == "Image")
    page.links[opened.number] = link
    page.out, page.title = opened.out, opened.title if link.is_image else page.title
    page.out[opened.place] = link
    if not link.is_image:
        page.out.append(None)


def _link(page: PageOutput, opened: Open, *, is_image: bool) -> BodyLink:
    link = opened.value["Image" if is_image else "Link"]
    kind, target = link["link_type"], link["dest_url"]
    start, end = page.at(opened.start), page.at(opened.end)
    text_start = start + 1 + is_image
    text_end = max(text_start, page.at(page.last_end))
    place: Span | None
    if kind in {"Autolink", "Email"}:
        place = (start + 1, end - 1)
        target = f"mailto:{target}" if kind == "Email" else target
    elif kind == "Inline":
        place = page.targets.inline(text_end)
    else:
        place = page.targets.referenced(link["id"])
        if kind == "Collapsed" and page.text.startswith("[]", end):
            end += 2  # which pulldown-cmark leaves out
    places = (start, end, text_start, text_end, opened.words_start, page.size)
    return BodyLink(target, link["title"], is_image, *places, *(place or (start, end)))


LEAVES: dict[str, Callable[[PageOutput, Tag, int, int], None]] = {
    "Text": _add_text,
    "Code": _code_span,
    "InlineHtml": _inline_html,
    "FootnoteReference": _note_reference,
    "TaskListMarker": _task,
}
STARTS: dict[str, str | Callable[[PageOutput, Tag, int, int], None]] = {
    "Emphasis": "<em>",
    "Strong": "<strong>",
    "Strikethrough": "<del>",
    "Link": _start_link,
    "Image": _start_link,
}
ENDS: dict[str, str | Callable[[PageOutput, Tag], None]] = {
    "Emphasis": "</em>",
    "Strong": "</strong>",
    "Strikethrough": "</del>",
    "Link": _end_link,
    "Image": _end_link,
}
