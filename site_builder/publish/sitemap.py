"""The map of a site for search engines (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from site_builder.publish.paging import divided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

SITEMAP = "sitemap.xml"
MOST = 50_000
"""Most addresses that a file may hold; with names as long as files have them, half of 50 MB."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_files(
    pages: Iterable[tuple[str, date | None]], site_url: str
) -> Iterator[tuple[str, str]]:
    """Yield the address and text of each file of the map; the first of many lists the others.

    Without an address of the site there is none, since a map holds whole addresses only.

    Args:
        pages: Addresses from the root of the site, each with the day of its latest change if it
            is known.
        site_url: Address of the site with its slash, or nothing where none is set.
    """
    if not site_url:
        return
    listed = sorted(pages)
    if len(listed) <= MOST:
        yield SITEMAP, _text("urlset", "url", listed, site_url)
        return
    parts = enumerate(divided(listed, MOST), 1)
    files = [(f"sitemap-{number}.xml", part) for number, part in parts]
    yield SITEMAP, _text("sitemapindex", "sitemap", [(url, None) for url, _part in files], site_url)
    for url, part in files:
        yield url, _text("urlset", "url", part, site_url)


def _text(outer: str, inner: str, listed: Iterable[tuple[str, date | None]], site_url: str) -> str:
    root = ET.Element(outer, {"xmlns": _NAMESPACE})
    for url, day in listed:
        element = ET.SubElement(root, inner)
        ET.SubElement(element, "loc").text = f"{site_url}{url}"
        if day:
            ET.SubElement(element, "lastmod").text = day.isoformat()
    ET.indent(root, space="")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
