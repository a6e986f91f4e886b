"""A release: its tag, its changelog, and the file that tells how to cite it."""

from __future__ import annotations

import pytest

from scripts.release import CHANGELOG, notes
from site_builder import __version__
from tests.conftest import REPOSITORY
from tests.reading import read_yaml
from tests.site.built import run

TEXT = """# Changelog

## Unreleased

- Not yet.

## 0.2.0 - 2026-11-30

### Added

- Wheels.

## 0.1.0 - 2026-10-01

- The first.
"""


def test_the_notes_of_a_release_are_its_section_of_the_changelog() -> None:
    assert notes("v0.2.0", "0.2.0", TEXT) == "### Added\n\n- Wheels.\n"
    assert notes("v0.1.0", "0.1.0", TEXT) == "- The first.\n"


def test_a_tag_of_another_version_releases_nothing() -> None:
    with pytest.raises(
        ValueError, match=r"the tag is v0\.3\.0, but the program is version 0\.2\.0"
    ):
        notes("v0.3.0", "0.2.0", TEXT)


def test_a_version_without_a_dated_section_is_not_released() -> None:
    with pytest.raises(ValueError, match="has no section"):
        notes("v0.3.0", "0.3.0", TEXT + "\n## 0.3.0\n")


def test_this_version_could_be_released() -> None:
    assert notes(f"v{__version__}", __version__, CHANGELOG.read_text(encoding="utf-8"))


def test_the_citation_names_this_version() -> None:
    file = REPOSITORY / "CITATION.cff"
    done = run("check_jsonschema", "--builtin-schema", "vendor.citation-file-format", str(file))
    assert done.returncode == 0, done.stdout
    assert read_yaml(file)["version"] == __version__
