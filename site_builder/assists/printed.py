"""Renders what is printed: the one module that knows Jinja."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from site_builder.theme import theme_dir

if TYPE_CHECKING:
    from site_builder.assists.kit import Kit


def render(template: str, kit: Kit) -> str:
    """Return a kit as one HTML file that asks for nothing else; every text of it is escaped."""
    environment = Environment(
        loader=FileSystemLoader([theme_dir() / "kit", theme_dir()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Templates of the site keep what they say again; a kit is rendered once.
    environment.globals["kept"] = lambda macro: macro
    return environment.get_template(template).render(kit=kit)
