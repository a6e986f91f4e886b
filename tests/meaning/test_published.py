"""What a build publishes for the search by meaning, and what it says where it publishes nothing."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.library.audience import shown_to
from site_builder.library.frame import States, frame_of
from site_builder.meaning import weights
from site_builder.meaning.opening import lesson_engine
from site_builder.meaning.vectors import VECTOR_BYTES
from site_builder.project import read_project
from site_builder.search.background import SearchBuild
from site_builder.settings import Settings
from tests.builders import PLAN, lesson_text
from tests.site.built import contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.project import Project
    from tests.conftest import Base

FILES = {
    "shed.md": lesson_text(title="Heat the shed", problem="Invented pumps freeze in the old shed"),
    "drain.md": lesson_text(title="Drain the pumps", problem="Invented pumps crack in the shed"),
    "ours.md": lesson_text(title="Ours alone", problem="A hidden problem", visibility="team"),
}


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base of three lessons, one of them hidden from the public."""
    return make_base(FILES)


def published(base: Base, folder: Path, **options: Any) -> tuple[dict[str, Any], str]:  # noqa: ANN401
    """Build the search of the public, and return its index and what the build says."""
    language = options.pop("language", "en")
    project: Project = replace(
        read_project(base.root), settings=Settings(**options), language=language
    )
    loaded = base.load()
    shown, folders = shown_to(loaded.library, "public"), (folder, None)
    states = States(frame_of(loaded, project), loaded.library, shown, loaded.graph)
    told = SearchBuild(shown, loaded.evidence, states, folders, project).finish()
    return json.loads((folder / "index.json").read_text(encoding="utf-8")), told


def _published_bytes(search: Path, index: dict[str, Any], name: str) -> int:
    """Return how large a file of the lessons is that the index of the search by meaning names."""
    within = json.loads((search / index["meaning"]["index"]).read_bytes())
    return int((search / within["files"][name]["path"]).stat().st_size)


def test_every_file_is_published_with_its_digest(base: Base, tmp_path: Path) -> None:
    index, told = published(base, tmp_path / "search", meaning=True)
    assert not told
    assert (index["meaning"]["lessons"], index["meaning"]["known"]) == (2, 2)
    within = json.loads((tmp_path / "search" / index["meaning"]["index"]).read_text("utf-8"))
    files = contents(tmp_path / "search")
    for file in within["files"].values():
        content = files[file["path"]]
        assert file["bytes"] == len(content)
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert index["meaning"]["bytes"] == sum(file["bytes"] for file in within["files"].values())
    digests = files[within["files"]["digests"]["path"]]
    shards = [files[f"{within['rows']}/{number}.bin"] for number in range(len(digests) // 32)]
    assert digests == b"".join(hashlib.sha256(shard).digest() for shard in shards)
    assert sum(len(zlib.decompress(shard)) for shard in shards) == 30_522 * 388
    assert b"Apache License" in files[within["rows"].removesuffix("rows") + "LICENSE.txt"]


def test_vectors_of_open_assists_are_published_where_there_are_any(
    base: Base, tmp_path: Path
) -> None:
    index, _told = published(base, tmp_path / "none", meaning=True)
    assert (
        "open"
        not in json.loads((tmp_path / "none" / index["meaning"]["index"]).read_text())["files"]
    )
    folder = base.root / "lessons/assists"
    for name in ("one", "two"):
        folder.joinpath(f"{name}.md").write_text(PLAN, "utf-8")
    folder.joinpath("ours.md").write_text(
        PLAN.replace("status:", "visibility: team\nstatus:"), "utf-8"
    )
    later, _told = published(base, tmp_path / "some", meaning=True)
    assert later["meaning"]["index"] != index["meaning"]["index"]
    assert _published_bytes(tmp_path / "some", later, "open") == 2 * VECTOR_BYTES
    assert later["meaning"]["bytes"] == index["meaning"]["bytes"] + 2 * VECTOR_BYTES


def test_no_vector_of_a_hidden_lesson_is_published(base: Base, tmp_path: Path) -> None:
    # They are worked out for everybody who may see them, and kept together.
    assert "3 lessons: 3 worked out now" in _with_meaning(base).run("meaning").output
    index, _told = published(base, tmp_path / "search", meaning=True)
    assert _published_bytes(tmp_path / "search", index, "vectors") == 2 * VECTOR_BYTES


def test_the_same_bytes_come_of_kept_vectors_and_of_new_ones(base: Base, tmp_path: Path) -> None:
    published(base, tmp_path / "cold", meaning=True)
    published(base, tmp_path / "warm", meaning=True)
    assert contents(tmp_path / "cold") == contents(tmp_path / "warm")


def test_lessons_beyond_the_limit_wait(base: Base, tmp_path: Path) -> None:
    index, told = published(base, tmp_path / "one", meaning=True, meaning_limit=1)
    assert index["meaning"]["known"] == 1
    assert told == (
        "1 lesson waits to be found by meaning too: this build has worked out 1, the most that "
        "`meaning_limit` allows; `lessons meaning` does the rest."
    )
    later, told = published(base, tmp_path / "two", meaning=True, meaning_limit=1)
    assert (later["meaning"]["known"], told) == (2, "")
    assert later["meaning"]["index"] != index["meaning"]["index"]


def test_without_meaning_nothing_is_published_for_it(base: Base, tmp_path: Path) -> None:
    index, told = published(base, tmp_path / "off")
    assert "meaning" not in index
    assert not told
    published(base, tmp_path / "on", meaning=True)
    off, on = contents(tmp_path / "off"), contents(tmp_path / "on")
    del off["index.json"]
    assert off.items() <= on.items()
    assert not any("meaning" in path for path in off)


def test_another_language_gets_words_alone_and_the_page_can_say_so(
    base: Base, tmp_path: Path
) -> None:
    index, told = published(base, tmp_path / "search", meaning=True, language="de")
    assert index["meaning"] == {"without": "language"}
    assert told == (
        "Lessons are found by their words alone: the search by meaning knows English alone, and "
        "the site's language is `de`."
    )
    index, told = published(base, tmp_path / "british", meaning=True, language="en-GB")
    assert index["meaning"]["known"] == 2


@pytest.mark.parametrize("damage", ["find_spec", "MODEL_DIGEST"])
def test_a_build_without_the_weights_goes_on_with_words(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(weights, damage, (lambda _name: None) if damage == "find_spec" else "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    lesson_engine.cache_clear()
    index, told = published(base, tmp_path / "search", meaning=True)
    assert "meaning" not in index
    assert told.startswith("Lessons are found by their words alone: the search by meaning ")
    assert told.endswith("`pip install 'beforehand[meaning]'` installs what it needs.")


def test_the_command_works_out_what_is_new(base: Base) -> None:
    on = _with_meaning(base)
    assert "3 lessons: 3 worked out now, 0 unchanged" in on.run("meaning").output
    shed = on.root / "lessons" / "shed.md"
    shed.write_text(FILES["shed.md"].replace("freeze", "burst"), encoding="utf-8")
    again = on.run("meaning", "--format", "json")
    assert {"made": 1, "kept": 2}.items() <= json.loads(again.output).items()


def test_the_command_says_why_there_is_nothing_to_do(base: Base) -> None:
    done = base.run("meaning")
    assert done.exit_code == 2
    assert "the search by meaning is off; `meaning: on` in mkdocs.yml turns it on" in done.output


def _with_meaning(base: Base) -> Base:
    file = base.root / "mkdocs.yml"
    config = file.read_text(encoding="utf-8")
    assert "  - lessons" in config
    file.write_text(config.replace("  - lessons", "  - lessons: {meaning: on}"), encoding="utf-8")
    return base
