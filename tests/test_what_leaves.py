"""What leaves a base holds of each field what its declaration allows, for each audience."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from site_builder.assists.kit import kit_of
from site_builder.assists.printed import render
from site_builder.exchange.exports.writing import FORMS
from tests.builders import write_base
from tests.conftest import Base
from tests.exchange_bases import exported
from tests.issues import LESSON, event_file, form_text
from tests.planted import AUDIENCES, PERSON, WORD, Planting, plant
from tests.site.built import lessons

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.settings import Audience


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Base, Planting]:
    """Return a base in which a word of its own stands in every field."""
    root = tmp_path_factory.mktemp("planted")
    planting = plant(root)
    write_base(root, planting.files)
    return Base(root), planting


def words_in(data: bytes, name: str = "") -> set[str]:
    """Return the planted words in a file, packed or not, and in its name."""
    found = set(WORD.findall(name))
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                found |= words_in(archive.read(inner), inner)
        return found
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return found | set(WORD.findall(data.decode("utf-8", "replace").lower()))


def told_wrongly(words: set[str], planting: Planting, audience: Audience) -> list[str]:
    """Return the words that an audience may not read."""
    return sorted(word for word in words if audience not in planting.readers.get(word, AUDIENCES))


@pytest.mark.parametrize("audience", ["public", "organisation"])
def test_no_file_of_a_site_tells_more(audience: Audience, planted: tuple[Base, Planting]) -> None:
    base, planting = planted
    site = base.root / f"site-{audience}"
    done = lessons(base.root, "build", "--audience", audience, "--site-dir", str(site))
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, list[str]] = {}
    words: set[str] = set()
    for file in site.rglob("*"):
        found = words_in(file.read_bytes() if file.is_file() else b"", file.name)
        words |= found
        if wrong := told_wrongly(found, planting, audience):
            told[str(file.relative_to(site))] = wrong
    assert told == {}
    assert told_wrongly(words_in(f"{done.stdout}{done.stderr}".encode()), planting, audience) == []
    told_rightly = {word for word, readers in planting.readers.items() if audience in readers}
    # Nothing passes for being empty: all but a few words of drafts and withdrawn records are there.
    assert len(words & told_rightly) > len(told_rightly) * 0.9


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_export_tells_more(
    form: str, audience: Audience, planted: tuple[Base, Planting]
) -> None:
    base, planting = planted
    words = words_in(exported(base.root, form, audience=audience))
    assert told_wrongly(words, planting, audience) == []
    told_rightly = {word for word, readers in planting.readers.items() if audience in readers}
    assert len(words & told_rightly) > len(told_rightly) * 0.9


def test_whoever_asks_for_people_gets_every_word(planted: tuple[Base, Planting]) -> None:
    base, planting = planted
    words = words_in(exported(base.root, "json", private=True))
    assert sorted(planting.readers.keys() - words) == []


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_no_log_names_a_person(
    form: str, planted: tuple[Base, Planting], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    base, _planting = planted
    plan = base.root / "lessons/assists/pump-review.md"
    before = plan.read_text("utf-8")
    wrong = f"owner: {PERSON}\ntags: [{PERSON}]\nactions: [{{do: x, status: {PERSON}}}]\nhost_team"
    plan.write_text(before.replace("host_team", wrong), "utf-8")
    try:
        done = base.run("check", "--format", form)
    finally:
        plan.write_text(before, "utf-8")
    assert done.exit_code == 1
    assert "pump-review" in done.output
    assert PERSON not in done.output


def test_no_printed_kit_names_a_person(planted: tuple[Base, Planting]) -> None:
    base, _planting = planted
    loaded = base.load()
    for assist in loaded.library.assists:
        pack = kit_of(loaded, assist, None, private=False)
        assert not any(PERSON in text for text in (render("kit.html", pack), *pack.lacks))


def test_no_reply_tells_of_a_record_that_the_public_may_not_see(
    planted: tuple[Base, Planting], tmp_path: Path
) -> None:
    base, planting = planted
    hidden = [
        text
        for name, text in planting.files.items()
        if "/" not in name and 'visibility: "team"' in text
    ]
    words = {word for text in hidden for word in WORD.findall(text)}
    answers = LESSON | {
        "problem": " ".join(sorted(words)[:40]),
        "tags": "zqnothing",
        "team": "zqno",
    }
    event = event_file(tmp_path, form_text("share-a-lesson", answers))
    done = base.run("from-issue", str(event), "--format", "json")
    told = json.loads(done.stdout)
    said = json.dumps([told["comment"], told["near_duplicates"]])
    asked = set(WORD.findall(answers["problem"]))
    assert told_wrongly(set(WORD.findall(said)) - asked, planting, "public") == []
