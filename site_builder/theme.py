"""Where the templates lie."""

from __future__ import annotations

from pathlib import Path


def theme_dir() -> Path:
    """Return the folder of the theme: in the package of a wheel, beside it in a working copy."""
    package = Path(__file__).parent
    inside = package / "theme_overrides"
    return inside if inside.is_dir() else package.parent / "theme_overrides"
