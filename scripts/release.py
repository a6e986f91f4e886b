"""Print what the changelog says of a version, if a tag names the version of the program."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from site_builder import __version__

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"


def notes(tag: str, version: str, changelog: str) -> str:
    """Return the section of a version in a changelog.

    Args:
        tag: The tag of the release.
        version: The version of the program.
        changelog: Text in the form of Keep a Changelog.

    Raises:
        ValueError: The tag names another version, or the version has no dated section.
    """
    if tag != f"v{version}":
        raise ValueError(f"the tag is {tag}, but the program is version {version}")
    heading = rf"^## \[?{re.escape(version)}\]? - \d{{4}}-\d\d-\d\d\n"
    section = re.search(heading + r"(?P<text>.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if section is None:
        raise ValueError(f"CHANGELOG.md has no section “## {version} - YYYY-MM-DD”")
    return section["text"].strip() + "\n"


if __name__ == "__main__":
    try:
        sys.stdout.write(notes(sys.argv[1], __version__, CHANGELOG.read_text(encoding="utf-8")))
    except ValueError as error:
        sys.exit(f"release: {error}")
