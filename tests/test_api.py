"""What the site publishes for other programs is as its schema says, and holds nothing hidden."""

from __future__ import annotations

import hashlib
import json
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.exchange.exports.schema import export_schema
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.publish import api
from site_builder.publish.api import Api
from tests.builders import lesson_text
from tests.exchange_bases import SOMEBODY, exported, write_full_base
from tests.test_export import wrong_as

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.library.base import Base


def texts_of(loaded: Base) -> dict[str, str]:
    """Return every file of a base's site under ``api/``."""
    files = Api(loaded, "Invented")
    of_records = chain.from_iterable(map(files.file_of, files.records))
    return dict([*of_records, *files.lists()])


def files_of(root: Path) -> dict[str, Any]:
    """Return every file of a base's site under ``api/``, read."""
    project = read_project(root)
    loaded = load(project).shown_to(project.settings)
    return {url: json.loads(text) for url, text in texts_of(loaded).items()}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the root of a base in which much stands."""
    return write_full_base(tmp_path / "base")


def test_every_file_is_as_its_schema_says(base: Path) -> None:
    files = files_of(base)

    assert wrong_as("lessons", files.pop("api/lessons.json")) == []
    assert wrong_as("words", files.pop("api/vocabulary.json")) == []
    assert wrong_as("index", files.pop("api/index.json")) == []
    assert files.pop("api/schema.json") == export_schema()
    assert sorted(files) == [
        "api/assist/frozen.json",
        "api/assist/pump-review.json",
        "api/lesson/warm-sheds.json",
        "api/reuse/ward.json",
    ]
    for content in files.values():
        assert wrong_as("record", content) == []


def test_a_record_is_shaped_as_in_an_export_but_for_digest_path_and_drafts(base: Path) -> None:
    lesson = files_of(base)["api/lesson/warm-sheds.json"]
    records = json.loads(exported(base, "json", audience="public"))["records"]
    (wanted,) = [one for one in records if one["id"] == "warm-sheds"]

    derived = wanted["derived"]
    del derived["digest"], wanted["path"]
    for ends in ("links", "backlinks"):
        derived[ends] = [one for one in derived[ends] if one["id"] != "cold-sheds"]
    assert lesson == wanted


def test_the_list_holds_every_lesson_without_its_text(base: Path) -> None:
    files = files_of(base)
    lesson = files["api/lesson/warm-sheds.json"]

    assert lesson.pop("body").startswith("## What happened")
    assert files["api/lessons.json"]["lessons"] == [lesson]
    assert files["api/index.json"]["counts"] == {"lesson": 1, "assist": 2, "reuse": 1}


def test_a_long_list_is_divided_and_names_its_parts(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        text = lesson_text(problem=f"Invented shed {number} is cold")
        (base / "lessons" / f"cold-{number}.md").write_text(text, encoding="utf-8")
    project = read_project(base)
    loaded = load(project).shown_to(project.settings)
    whole = texts_of(loaded)
    most = len(whole["api/lessons.json"]) // 2
    monkeypatch.setattr(api, "MOST_BYTES", most)

    texts = texts_of(loaded)
    files = {url: json.loads(text) for url, text in texts.items()}
    head = files["api/lessons.json"]
    parts = [files[part["path"]] for part in head["parts"]]

    assert wrong_as("parts", head) == []
    assert [wrong_as("lessons", part) for part in parts] == [[]] * len(parts)
    listed = [lesson for part in parts for lesson in part["lessons"]]
    assert listed == json.loads(whole["api/lessons.json"])["lessons"]
    assert head["count"] == len(listed) == 6
    assert len(parts) in {2, 3, 4}
    for part in head["parts"]:
        written = texts[part["path"]].encode()
        assert len(written) <= most
        assert part["sha256"] == hashlib.sha256(written).hexdigest()
        assert part["lessons"] == len(files[part["path"]]["lessons"])
    of_parts = [url for url in texts if url.startswith("api/lessons/")]
    assert texts.keys() - of_parts == whole.keys()


def test_what_no_longer_stands_says_so(base: Path) -> None:
    text = lesson_text(
        problem="Invented sheds are gone",
        status="withdrawn",
        withdrawn="{date: 2026-02-02, reason: wrong}",
    )
    (base / "lessons" / "wrong.md").write_text(text, encoding="utf-8")

    listed = {one["id"]: one for one in files_of(base)["api/lessons.json"]["lessons"]}

    assert listed["wrong"]["fields"]["status"] == "withdrawn"
    assert listed["wrong"]["derived"]["standing"] is False
    assert listed["warm-sheds"]["derived"]["standing"] is True
    assert "body" not in files_of(base)["api/lesson/wrong.json"]


def test_a_draft_is_in_none_of_them(base: Path) -> None:
    files = files_of(base)

    assert "api/lesson/cold-sheds.json" not in files
    assert [one["id"] for one in files["api/lessons.json"]["lessons"]] == ["warm-sheds"]


def test_nobody_is_in_any_of_them(base: Path) -> None:
    project = read_project(base)

    text = "".join(texts_of(load(project).shown_to(project.settings)).values())

    assert SOMEBODY not in text
    assert "owl-2" not in text
    assert "Drain the pumps" in text


def test_a_lesson_without_consent_is_left_without_its_text(base: Path) -> None:
    text = lesson_text(
        title="Zanzibarite",
        status="withdrawn",
        withdrawn="{date: 2026-02-02, reason: consent-withdrawn}",
        body="## What happened\n\nMore zanzibarite.\n",
    )
    (base / "lessons" / "gone.md").write_text(text, encoding="utf-8")

    files = files_of(base)

    assert "anzibarite" not in json.dumps(files)
    assert wrong_as("lessons", files["api/lessons.json"]) == []
    assert files["api/lesson/gone.json"]["derived"]["tombstone"] is True
