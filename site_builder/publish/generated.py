"""A page that no file of the base stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page that no file of the base stands for."""

    url: str
    title: str
    template: str
    """Template that shows it; empty for a page of plain Markdown."""
    name: str
    """Name under which the template finds the view."""
    view: object
    description: str
    section: str
    """Which part of the site it belongs to, as the header marks it."""
    markdown: str = ""
