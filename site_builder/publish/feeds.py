"""Feeds in the Atom format (RFC 4287)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    id: str
    """Address of its page, from the root of the site."""
    title: str
    summary: str
    updated: date


def atom_text(title: str, url: str, entries: Sequence[Entry], site_url: str) -> str:
    """Return a feed as XML.

    Args:
        title: Name of the feed.
        url: Its address from the root of the site.
        entries: In the order in which they are to stand.
        site_url: Address of the site with its slash, or nothing where none is set; then ids are
            names, and links are relative to the feed.
    """
    root = ET.Element("feed", {"xmlns": _NAMESPACE})
    _add(root, "id", _identity(url, site_url))
    _add(root, "title", title)
    latest = max((entry.updated for entry in entries), default=None)
    _add(root, "updated", _moment(latest) if latest else "1970-01-01T00:00:00Z")
    ET.SubElement(_add(root, "author", ""), "name").text = title
    if site_url:
        ET.SubElement(root, "link", {"rel": "self", "href": f"{site_url}{url}"})
    up = "../" * url.count("/")
    for entry in entries:
        element = ET.SubElement(root, "entry")
        _add(element, "id", _identity(entry.id, site_url))
        _add(element, "title", entry.title)
        _add(element, "updated", _moment(entry.updated))
        _add(element, "summary", entry.summary)
        ET.SubElement(element, "link", {"href": f"{site_url or up}{entry.id}"})
    ET.indent(root, space="")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = "".join(letter for letter in text if letter.isprintable()) or None
    return element


def _identity(url: str, site_url: str) -> str:
    return f"{site_url}{url}" if site_url else f"urn:beforehand:{url.strip('/').replace('/', ':')}"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
