"""Whom a record leads to for a question, and the address that the vocabulary gives of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from site_builder.library.asking import whom_to_ask
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.publish.contact import ways_to_ask
from site_builder.publish.rows import Link
from site_builder.records.lesson import Lesson
from site_builder.records.vocabulary import Vocabulary
from tests.builders import VOCABULARY, lesson_text, write_base
from tests.exchange_bases import PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

WORDS = Vocabulary.model_validate(
    {
        "teams": {
            "north": {"label": "North", "organisation": "Water", "address": "mailto:n@example.org"},
            "south": {"label": "South", "organisation": "Water"},
        },
        "roles": {
            "keeper": {"label": "Keeper", "address": "https://example.org/k"},
            "pumps": {"label": "keeper of pumps", "address": "/guide/ask/"},
            "silent": {"label": "silent role"},
        },
    }
)


@pytest.mark.parametrize(
    ("stated", "asked"),
    [
        ({"contact": "Keeper, on weekdays"}, "Keeper, on weekdays (https://example.org/k)"),
        ({"owner": "KEEPER of pumps"}, "KEEPER of pumps (/guide/ask/)"),
        ({"contact": "Keepers"}, "Keepers"),
        ({"contact": "silent role"}, "silent role"),
        ({"contact": "Keeper, k2@example.org"}, "Keeper, k2@example.org"),
        ({"contact": "the team North"}, "the team North (n@example.org)"),
        ({"contact": "Keeper", "team": "north"}, "Keeper (https://example.org/k)"),
        ({"team": "north"}, "North, Water (n@example.org)"),
        ({"team": "south"}, ""),
        ({}, ""),
    ],
)
def test_a_record_leads_to_somebody(stated: dict[str, Any], asked: str) -> None:
    assert whom_to_ask(Lesson.model_construct(**stated), WORDS) == asked


def test_a_page_of_the_site_is_linked_from_a_record() -> None:
    parts = ways_to_ask("Keeper of pumps (/guide/ask/)", "Pumps").parts
    assert parts == ("Keeper of pumps (", Link("/guide/ask/", "/guide/ask/"), ")")


HIDDEN = """\
roles:
  open: {label: keeper of pumps, address: "mailto:pumps@example.org"}
  secret: {label: keeper of the vault, address: "mailto:vault@example.org"}
  named: {label: owl-2, address: "mailto:owl@example.org"}
"""


def test_a_role_leaves_with_a_record_that_names_it_and_never_with_a_pseudonym(
    tmp_path: Path,
) -> None:
    files = {
        "vocabulary.yml": VOCABULARY + HIDDEN,
        "seen.md": lesson_text(contact="keeper of pumps"),
        "unseen.md": lesson_text(contact="keeper of the vault", visibility="team"),
        "person.md": lesson_text(contact="owl-2"),
    }
    root = write_base(tmp_path, files)
    (root / "people.yml").write_text(PEOPLE, encoding="utf-8")
    project = read_project(root)
    vocabulary = load(project).shown_to(project.settings).library.vocabulary
    assert list(vocabulary.roles) == ["open"]
