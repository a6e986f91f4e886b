"""A site as ``lessons serve`` builds it, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.config import load_config

if TYPE_CHECKING:
    from pathlib import Path


def preview(root: Path, site: Path) -> None:
    """Build the preview of a base into a folder.

    Raises:
        SystemExit: There is none, as the message says.
    """
    site.mkdir(exist_ok=True)
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
    config.plugins.on_startup(command="serve", dirty=False)
    try:
        build(config, serve_url="http://127.0.0.1:8000/")
    finally:
        config.plugins.on_shutdown()
