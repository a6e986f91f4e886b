"""``lessons search`` from end to end: right answers whatever happened to files, cache or query."""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.cli import main
from site_builder.project import read_project
from site_builder.search.answer import Filters, answer
from site_builder.search.open import open_search
from site_builder.search.query import parse_query
from site_builder.search.scores import LARGEST
from tests.builders import QUIET_ASSIST, VOCABULARY, lesson_text, write_base
from tests.strategies import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

HEAT = lesson_text(
    title="Heat the shed", problem="Pumps freeze", body="## What happened\n\nCold.\n"
)
DRAIN = lesson_text(title="Drain pumps", problem="Valves leak", body="## What happened\n\nWater.\n")
NAME = lesson_text(
    title="Badges", problem="Visitors wait", tags="[handover]", body="## What happened\n\nQueue.\n"
)
FILES = {
    "heat.md": HEAT,
    "x/drain.md": DRAIN,
    "name.md": NAME,
    "assists/pump-review.md": QUIET_ASSIST,
}


def found(base: Base | Path, *words: str) -> list[str]:
    """Return the ids of the lessons that the command finds, best first."""
    root = base if isinstance(base, Path) else base.root
    arguments = ["-C", str(root), "search", "--format", "json", *words]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [str(hit["id"]) for hit in json.loads(result.stdout)["hits"]]


def kept(base: Base) -> dict[Path, int]:
    """Return the files of the kept index with their times."""
    return {
        file: file.stat().st_mtime_ns
        for file in base.root.glob(".cache/search/**/*")
        if file.is_file()
    }


@pytest.fixture
def base(make_base: MakeBase) -> Base:
    return make_base(FILES)


class TestFreshness:
    def test_a_kept_index_is_used_again_without_writing(self, base: Base) -> None:
        first = found(base, "pumps")
        before = kept(base)

        assert found(base, "pumps") == first
        assert sorted(first) == ["drain", "heat"]
        assert kept(base) == before

    def test_a_changed_lesson_is_found_by_its_new_words(self, base: Base) -> None:
        found(base, "pumps")
        file = base.root / "lessons" / "name.md"
        file.write_text(NAME.replace("Queue", "Turnstile"), encoding="utf-8")

        assert found(base, "turnstile") == ["name"]
        assert found(base, "queue") == []

    def test_a_new_lesson_is_found(self, base: Base) -> None:
        found(base, "pumps")
        (base.root / "lessons" / "new.md").write_text(
            lesson_text(title="Turnstile", problem="Doors jam"), encoding="utf-8"
        )

        assert found(base, "turnstile") == ["new"]

    def test_a_lesson_that_is_gone_is_not_found(self, base: Base) -> None:
        found(base, "pumps")
        (base.root / "lessons" / "heat.md").unlink()

        assert found(base, "pumps") == ["drain"]

    def test_a_moved_lesson_is_found_as_before(self, base: Base) -> None:
        found(base, "pumps")
        (base.root / "lessons" / "y").mkdir()
        (base.root / "lessons" / "heat.md").rename(base.root / "lessons" / "y" / "heat.md")

        assert sorted(found(base, "pumps")) == ["drain", "heat"]

    @pytest.mark.parametrize("status", ["superseded", "withdrawn"])
    def test_a_lesson_that_does_not_stand_is_not_found(self, base: Base, status: str) -> None:
        found(base, "queue")
        file = base.root / "lessons" / "name.md"
        file.write_text(NAME.replace("date:", f"status: {status}\ndate:"), encoding="utf-8")

        assert found(base, "queue") == []

    def test_a_draft_is_found_and_said_to_be_one(self, base: Base) -> None:
        file = base.root / "lessons" / "name.md"
        file.write_text(NAME.replace("date:", "status: draft\ndate:"), encoding="utf-8")

        assert found(base, "queue") == ["name"]
        assert "Draft: " in base.run("search", "queue").output
        assert found(base, "queue", "--status", "published") == []

    def test_a_lesson_that_became_wrong_is_not_found(self, base: Base) -> None:
        found(base, "queue")
        (base.root / "lessons" / "name.md").write_bytes(b"\xff")

        assert found(base, "queue") == []

    def test_a_new_synonym_counts(self, base: Base) -> None:
        assert found(base, "impeller") == []
        vocabulary = VOCABULARY.replace("water.}", "water., synonyms: [impeller]}")
        (base.root / "lessons" / "vocabulary.yml").write_text(vocabulary, encoding="utf-8")

        assert sorted(found(base, "impeller")) == ["drain", "heat"]


def _without(cache: Path) -> None:
    shutil.rmtree(cache)


def _emptied(cache: Path) -> None:
    for file in cache.glob("**/*"):
        if file.is_file():
            file.write_bytes(b"")


def _halved(cache: Path) -> None:
    for file in cache.glob("**/*"):
        if file.is_file():
            data = file.read_bytes()
            file.write_bytes(data[: len(data) // 2])


def _foreign(cache: Path) -> None:
    for file in cache.glob("**/*"):
        if file.is_file():
            file.write_bytes(b'{"format": "other"}\n\x80\x04N.')


def _folders(cache: Path) -> None:
    for file in [file for file in cache.glob("**/*") if file.is_file()]:
        file.unlink()
        file.mkdir()


def _a_file(cache: Path) -> None:
    shutil.rmtree(cache)
    cache.write_text("not a folder", encoding="utf-8")


# Whoosh leaves a file open when it cannot make sense of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
class TestCache:
    @pytest.mark.parametrize("damage", [_without, _emptied, _halved, _foreign, _folders, _a_file])
    def test_an_index_that_cannot_be_used_is_made_again(
        self, base: Base, damage: Callable[[Path], None]
    ) -> None:
        expected = found(base, "pumps")
        damage(base.root / ".cache")

        assert found(base, "pumps") == expected
        assert found(base, "queue") == ["name"]

    def test_a_single_torn_file_is_noticed(self, base: Base) -> None:
        expected = found(base, "pumps")
        files = [file.relative_to(base.root) for file in kept(base)]
        assert files
        for file in files:
            torn = base.root / file
            if not torn.exists():
                continue
            torn.write_bytes(torn.read_bytes()[:-1])

            assert found(base, "pumps") == expected, file
            assert found(base, "queue") == ["name"], file

    def test_where_nothing_can_be_kept_it_answers_all_the_same(self, base: Base) -> None:
        (base.root / ".cache").write_text("in the way", encoding="utf-8")

        assert found(base, "queue") == ["name"]
        assert (base.root / ".cache").read_text(encoding="utf-8") == "in the way"

    def test_two_processes_at_once_both_answer_rightly(self, base: Base) -> None:
        context = multiprocessing.get_context("spawn")
        with context.Pool(2) as pool:
            results = [pool.apply_async(_searched, (base.root,)) for _ in range(4)]
            answers = [result.get(timeout=300) for result in results]

        assert answers == [["name"]] * 4


def _searched(root: Path) -> list[str]:
    """Search in a process of its own."""
    project = read_project(root)
    opened = open_search(project)
    matches = answer(opened, parse_query("queue"), Filters(), 10).matches
    return [opened.rows[match.row].id for match in matches]


class TestHostileFolders:
    def test_a_link_that_leads_nowhere_does_not_stop_a_search(self, base: Base) -> None:
        (base.root / "lessons" / "gone.md").symlink_to("nowhere.md")

        assert found(base, "queue") == ["name"]
        assert found(base, "queue") == ["name"]

    def test_a_file_name_that_is_not_utf8_does_not_stop_a_search(self, base: Base) -> None:
        name = os.fsencode(base.root / "lessons") + b"/z\xfcrich.md"
        with open(name, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a Path cannot name it
            stream.write(lesson_text(title="Turnstile", problem="Doors jam"))

        assert found(base, "queue") == ["name"]
        assert found(base, "queue") == ["name"]

    @pytest.mark.parametrize(
        "body",
        [
            "x" * 500_000,
            "é" * 70_000,
            "a" + "\u0301" * 9_000,
            "_" * 70_000,
            " ".join(map(str, range(10_000))),
        ],
    )
    def test_a_lesson_of_endless_words_can_be_indexed(self, make_base: MakeBase, body: str) -> None:
        base = make_base({**FILES, "long.md": lesson_text(title="Long", problem="Much", body=body)})

        assert found(base, "queue") == ["name"]
        assert "long" in found(base, "long")

    def test_an_empty_base_finds_nothing(self, make_base: MakeBase) -> None:
        assert found(make_base({}), "pumps") == []


class TestQueries:
    @pytest.mark.parametrize("words", ["the", "to be or not to be", "The OF and"])
    def test_a_query_of_stop_words_alone_keeps_them(self, make_base: MakeBase, words: str) -> None:
        base = make_base(
            {
                "a.md": lesson_text(title="To be or not", problem="The question of the and to be"),
                "b.md": lesson_text(title="Pumps", problem="Pumps freeze", body="Cold."),
            }
        )

        assert found(base, words)[:1] == ["a"]

    def test_stop_words_beside_others_find_nothing_by_themselves(self, base: Base) -> None:
        assert found(base, "the queue") == ["name"]

    def test_nothing_asked_is_wrong_use(self, base: Base) -> None:
        assert base.run("search", "").exit_code == 2
        assert base.run("search", "  ").exit_code == 2

    def test_the_lesson_with_most_of_the_words_comes_first(self, base: Base) -> None:
        assert found(base, "pumps leak") == ["drain", "heat"]
        assert found(base, "pumps cold") == ["heat", "drain"]

    def test_a_word_that_no_lesson_has_finds_nothing(self, base: Base) -> None:
        result = base.run("search", "zebra")

        assert result.exit_code == 0
        assert "No lesson" in result.output

    def test_control_characters_of_a_lesson_do_not_reach_the_terminal(
        self, make_base: MakeBase
    ) -> None:
        title = '"Red \\e[31malert"'
        base = make_base({"a.md": lesson_text(title=title, body="An \x1b[2J alert \x9b2J.\n")})

        output = base.run("search", "alert").output

        assert "Red" in output
        assert not {"\x1b", "\x9b"} & set(output)


_operators = st.sampled_from(
    [
        *(
            '"',
            "“",
            "”",
            "-",
            "*",
            ":",
            "tag:",
            "tag:pumps",
            "year:2026",
            "evidence:",
            "(",
            ")",
            "\\",
        ),
        *(
            "AND",
            "OR",
            "NOT",
            "~",
            "^2",
            "[a TO b]",
            "?",
            "{",
            "}",
            "<",
            ">",
            "=the",
            "#pumps",
            "pumps",
        ),
    ]
)
_queries = st.one_of(
    texts,
    st.lists(st.one_of(_operators, texts), max_size=8).map(" ".join),
    st.lists(_operators, max_size=8).map("".join),
    st.text(st.characters(), max_size=10),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_queries)
def test_any_query_finds_lessons_or_nothing(base: Base, query: str) -> None:
    result = base.run("search", "--format", "json", "--", query)

    assert result.exit_code in {0, 2}
    if result.exit_code == 0:
        hits = json.loads(result.stdout)["hits"]
        assert {hit["id"] for hit in hits} <= {"heat", "drain", "name"}
    else:
        assert re.search("give some words to search for|there is no (?!lesson)", result.stderr)


@pytest.mark.parametrize("size", [1, 1_000, 20_000])
def test_a_long_query_finds_what_its_words_find(base: Base, size: int) -> None:
    words = " ".join(f"w{number}" for number in range(size))

    assert found(base, f"{words} queue") == ["name"]


def _bm25(frequency: int, length: int, lengths: list[int], with_word: int, b: float) -> float:
    """Return BM25 of one word by hand, with k1 = 1.5."""
    rarity = math.log(1 + (len(lengths) - with_word + 0.5) / (with_word + 0.5))
    mean = sum(lengths) / len(lengths)
    return rarity * frequency * 2.5 / (frequency + 1.5 * (1 - b + b * length / mean))


def test_scores_are_those_worked_out_by_hand(make_base: MakeBase) -> None:
    # Without stop words, the texts are: "pump freeze pump shed" and three words more; and so on.
    base = make_base(
        {
            "a.md": lesson_text(title="Pump", problem="Freeze", body="pump shed heater kettle"),
            "b.md": lesson_text(title="Kettle", problem="Boil", body="pump"),
            "c.md": lesson_text(title="Badge", problem="Queue", body="badge door"),
            "assists/pump-review.md": QUIET_ASSIST,
        }
    )
    opened = open_search(read_project(base.root))
    scores = opened.scorer.scores("pump")

    text_lengths, head_lengths = [6, 3, 4], [2, 2, 2]
    in_a = _bm25(2, 6, text_lengths, 2, 0.75) + 0.5 * _bm25(1, 2, head_lengths, 1, 0.5)
    in_b = _bm25(1, 3, text_lengths, 2, 0.75)
    assert [row.id for row in opened.rows] == ["a", "b", "c"]
    unit = LARGEST / (2.5 * 1.5 * math.log(1 + 2.5 / 1.5))
    assert scores == pytest.approx({0: in_a * unit, 1: in_b * unit}, abs=0.5)


def test_the_command_needs_no_lock_or_network(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        pytest.fail("a search opens no connection")

    monkeypatch.setattr("socket.socket.connect", refuse)

    assert found(base, "queue") == ["name"]


def test_a_base_written_twice_gives_the_same_answers(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = (write_base(tmp_path / name, FILES) for name in ("one", "two"))

    assert found(one, "pumps leak queue") == found(two, "pumps leak queue")
