"""Whom to ask, with a link where the record gives an address."""

from __future__ import annotations

import re
from urllib.parse import quote

from site_builder.publish.rows import Link, LinkedText
from site_builder.publish.views import linked

_MAIL = re.compile(r"(?<![\w.%+'-])[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PAGE = re.compile(r"(?<=\()/(?:[\w-]+/)+(?=\)$)")


def ways_to_ask(text: str, subject: str) -> LinkedText:
    """Return whom to ask, with links; a mail address leads to a message about a subject.

    The address of a page begins at the root of the site, which templates put before it.
    """
    if page := _PAGE.search(text):
        link = Link(page[0], page[0])
        return LinkedText((text[: page.start()], link, text[page.end() :]))
    found = linked(text)
    parts = found.parts if isinstance(found, LinkedText) else (found,)
    shown: list[str | Link] = []
    for part in parts:
        shown += [part] if isinstance(part, Link) else _with_mail(part, subject)
    return LinkedText(tuple(part for part in shown if part))


def mail_address(to: str, subject: str, body: str = "") -> str:
    """Return the address that opens a message; ``to`` may be empty."""
    texts = (("subject", subject), ("body", body))
    query = "&".join(f"{name}={quote(text, safe='')}" for name, text in texts if text)
    return f"mailto:{quote(to, safe='@')}?{query}"


def _with_mail(text: str, subject: str) -> list[str | Link]:
    parts: list[str | Link] = []
    end = 0
    for match in _MAIL.finditer(text):
        address = match[0]
        parts += [text[end : match.start()], Link(address, mail_address(address, subject))]
        end = match.end()
    return [*parts, text[end:]]
