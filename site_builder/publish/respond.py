"""Where readers answer a lesson: they used it, can improve it, or have one of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from site_builder.publish.identity import Identity
    from site_builder.publish.views import LessonCard


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
