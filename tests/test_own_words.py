"""No shipped text copies eight words in a row from the documents behind the base."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import read_yaml
from tests.source_runs import RUN, STORED, copied, packed, unpacked

ROOT = Path(__file__).resolve().parents[1]
KNOWN = unpacked(STORED.read_bytes())
TITLES = [document["title"] for document in read_yaml(ROOT / "lessons/practices.yml")["documents"]]
SHIPPED = (
    "lessons",
    "site_builder",
    "theme_overrides",
    "examples",
    ".github",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "mkdocs.yml",
)
TEXTS = {".md", ".py", ".yml", ".html", ".js", ".css", ".toml", ".txt"}
INVENTED = "The heron brought its own lamp to the meeting, and nobody asked why it had done so."


def shipped() -> list[Path]:
    paths = [ROOT / name for name in SHIPPED]
    inside = [path for folder in paths if folder.is_dir() for path in folder.rglob("*")]
    files = [path for path in (*paths, *inside) if path.is_file() and path.suffix in TEXTS]
    assert len(files) > 300
    return files


def test_no_shipped_text_copies_eight_words_in_a_row() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {run}"
        for path in shipped()
        for run in copied(path.read_text("utf-8"), KNOWN, TITLES)
    ]
    assert not found, "\n".join(found)


def test_the_stored_runs_are_those_of_the_documents_that_the_base_cites() -> None:
    printed = [title for title in TITLES if copied(title, KNOWN)]
    assert len(printed) == 3, "three of the five titles have eight words or more"


def test_the_stored_runs_are_sorted_distinct_and_small() -> None:
    content = STORED.read_bytes()
    assert b"".join(sorted(KNOWN)) == content
    assert len(content) < 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        INVENTED,
        "the HERON brought ‘its own’ lamp — to the meeting",
        "The *heron* brought [its own](../a/b.md#c) **lamp** to the `meeting`.",
        "The heron <b>brought</b> its own&nbsp;lamp to the meeting",
        'why="The heron brought its own lamp "\n    "to the meeting"',
        "> The heron brought its\n> own lamp to {{ place }} the meeting.",
    ],
)
def test_a_copied_run_is_found_under_any_markup(text: str) -> None:
    known = unpacked(packed([INVENTED]))
    assert copied(text, known)[:1] == ["the heron brought its own lamp to the"]


def test_seven_words_are_no_run() -> None:
    known = unpacked(packed([INVENTED]))
    assert RUN == 8
    assert copied("The heron brought its own lamp to us all in the end", known) == []


def test_words_left_out_end_a_run() -> None:
    known = unpacked(packed([INVENTED]))
    assert copied("The heron brought … lamp to the meeting, and asked", known) == []


def test_a_title_is_taken_out_and_the_words_around_it_form_no_run() -> None:
    known = unpacked(packed([INVENTED]))
    assert copied(INVENTED, known, ["the meeting, and nobody asked"]) == []
    assert copied(f"“{INVENTED}” by Heron", known, [INVENTED]) == []
