"""The published index, read back byte by byte."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.library.evidence.parts import Part
from site_builder.search.columns import packed
from site_builder.search.postings import CARDS_A_SHARD
from site_builder.search.scores import MARKS
from site_builder.search.shards import SHARD_BYTES
from site_builder.search.store import in_memory
from tests.search.making import facts, made, publish_of
from tests.search.naming import paths_of
from tests.search.queries import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_builder.search.store import Opened


FIELDS = (("", "text"), *MARKS.items())


class Reader:
    """Reads what stands in a shard, one number after another."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._name = b""

    @property
    def at_end(self) -> bool:
        return self._at == len(self._data)

    def bytes(self, length: int) -> bytes:
        self._at += length
        return self._data[self._at - length : self._at]

    def number(self) -> int:
        value = shift = 0
        while True:
            (byte,) = self.bytes(1)
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def name(self) -> str:
        shared = self.number()
        self._name = self._name[:shared] + self.bytes(self.number())
        return self._name.decode()

    def rising(self, count: int | None = None) -> list[int]:
        value = 0
        count = self.number() if count is None else count
        return [value := value + self.number() for _ in range(count)]

    def counts(self, term: str) -> dict[int, tuple[int, int]]:
        """Return how often each lesson, by row, has a term in its field, and in its head."""
        rows = self.rising()
        if term[0] in "=#":
            return {row: (self.number() if term[0] == "#" else 1, 0) for row in rows}
        counts = {}
        for row in rows:
            left, in_text = self.number() + 1, 0
            while left > in_text:
                in_text += 1
                left -= in_text
            counts[row] = (in_text, left)
        return counts

    def lengths(self, lessons: int) -> list[int]:
        different = self.rising()
        return [different[at] for at in self.bytes(lessons)]

    def positions(self, _term: str) -> dict[int, list[int]]:
        rows = self.rising()
        counts = [self.number() for _ in rows]
        return {row: self.rising(count) for row, count in zip(rows, counts, strict=True)}


class Published:
    """A published index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: dict[str, Any] = json.loads((folder / "index.json").read_bytes())
        self.paths = paths_of(folder)

    def shards(self, kind: str) -> list[bytes]:
        paths = self.paths[kind]
        assert len(paths) == len(self.index["beginnings"])
        assert len(set(paths)) == len(list((self.folder / kind).iterdir()))
        return [(self.folder / path).read_bytes() for path in paths]

    def terms(
        self, kind: str, read: Callable[[Reader, str], Any]
    ) -> Iterator[list[tuple[str, Any]]]:
        """Yield the terms of each shard with what belongs to them."""
        for data in self.shards(kind):
            reader = Reader(data)
            found = []
            while not reader.at_end:
                term = reader.name()
                found.append((term, read(reader, term)))
            yield found

    def json(self, kind: str, number: int = 0) -> Any:  # noqa: ANN401 - JSON
        return json.loads((self.folder / self.paths[kind][number]).read_bytes())


def published(opened: Opened, folder: Path) -> Published:
    publish_of(opened, folder)
    return Published(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def large_published(large_site: Path) -> Published:
    """Return the published index of the large base."""
    return Published(large_site / "search")


def test_how_often_each_lesson_has_a_term_comes_back(
    large: Opened, large_published: Published
) -> None:
    shards = large_published.terms("terms", Reader.counts)
    found = dict(pair for shard in shards for pair in shard)
    fields = {mark + term: name for mark, name in FIELDS for term in large.index.terms(name)}
    assert found == {term: wanted_counts(large, term, name) for term, name in fields.items()}


def wanted_counts(opened: Opened, term: str, name: str) -> dict[int, tuple[int, int]]:
    if name != "text":
        return {row: (int(count), 0) for row, count in opened.index.weights(name, term[1:])}
    head = dict(opened.index.weights("head", term))
    return {
        row: (int(count), int(head.get(row, 0))) for row, count in opened.index.weights(name, term)
    }


@pytest.mark.parametrize(
    ("kind", "names"), [("lengths", ("text", "head")), ("common", ("common",))]
)
def test_lengths_come_back(
    large: Opened, large_published: Published, kind: str, names: tuple[str, ...]
) -> None:
    reader = Reader((large_published.folder / large_published.paths[kind][0]).read_bytes())
    assert [reader.lengths(len(large.rows)) for _ in names] == [large.lengths[it] for it in names]
    assert reader.at_end


def test_every_position_comes_back(large: Opened, large_published: Published) -> None:
    shards = large_published.terms("positions", Reader.positions)
    found = dict(pair for shard in shards for pair in shard)
    fields = {"": "text", "=": "common"}
    assert found == {
        mark + term: large.index.positions(name, term)
        for mark, name in fields.items()
        for term in large.index.terms(name)
    }


def test_terms_stand_by_code_point_from_shard_to_shard(large_published: Published) -> None:
    shards = [[term for term, _ in one] for one in large_published.terms("terms", Reader.counts)]
    beginnings = large_published.index["beginnings"]
    for beginning, shard, before in zip(beginnings, shards, [[""], *shards], strict=False):
        assert shard[0].startswith(beginning)
        assert not before[-1].startswith(beginning)
        assert before[-1] < beginning
    terms = [term for shard in shards for term in shard]
    assert terms == sorted(set(terms))
    assert any(ord(term[0]) > 0xFFFF for term in terms)


def test_positions_are_in_the_shard_of_the_same_number(large_published: Published) -> None:
    scores = large_published.terms("terms", Reader.counts)
    positions = large_published.terms("positions", Reader.positions)
    for some, others in zip(scores, positions, strict=True):
        assert [term for term, _ in others] == [term for term, _ in some if term[0] != "#"]


def test_a_shard_is_small_unless_it_holds_one_common_word(large_published: Published) -> None:
    sizes = [len(data) for data in large_published.shards("terms")]
    counts = [len(shard) for shard in large_published.terms("terms", Reader.counts)]
    large = [count for size, count in zip(sizes, counts, strict=True) if size > 1.2 * SHARD_BYTES]
    assert set(large) <= {1}
    assert sum(sizes) / len(sizes) > SHARD_BYTES / 2


def test_a_card_stands_where_its_number_says(large: Opened, large_published: Published) -> None:
    for row, lesson in enumerate(large.rows):
        shard = large_published.json("cards", row // CARDS_A_SHARD)
        card = large.index.card(row)
        *shown, status, _outcome, _tags, numbers = shard["cards"][row % CARDS_A_SHARD]
        assert shown == [lesson.id, card.title, card.problem, card.takeaway, card.contact]
        assert status == lesson.value("status")
        assert [shard["parts"][number] for number in numbers] == [list(part) for part in card.strip]


def test_facets_name_their_values_and_those_of_each_lesson(tmp_path: Path) -> None:
    labels = {"tag": {"heat": "Heat pumps"}, "practice": {"2": "2 of 4: repeated"}}
    lessons = [
        made("a", tags=("water", "heat"), practice=2, date="2025-02-03"),
        made("b", team="north", date="2025-02-05"),
        made("c", tags=("heat",), practice=2, date=""),
    ]
    shown = published(in_memory(facts(labels=labels), lessons), tmp_path).json("facets")
    assert shown["tag"] == {
        "values": [["heat", "Heat pumps"], ["water", "water"]],
        "counts": "201",
        "rows": "100",
    }
    assert shown["team"] == {"values": [["north", "north"]], "rows": "010"}
    assert shown["practice"] == {
        "values": [["0", "0"], ["2", "2 of 4: repeated"]],
        "rows": "212",
    }
    assert shown["date"] == {"first": "2025-02-03", "rows": "130"}


def test_a_letter_of_a_column_is_never_half_of_one() -> None:
    letters = packed([0, 9, 44, 0xD7CF, 0xD7D0, 0xFFFF])
    assert letters == "09\\\ud7ff\ue000\U0001082f"
    assert len(letters.encode()) == 1 + 1 + 1 + 3 + 3 + 4


def test_a_part_of_strips_stands_once_beside_the_cards_that_show_it(tmp_path: Path) -> None:
    contested, note = Part("flag", "Contested"), Part("note", "", "untried")
    lessons = [made("a", strip=(contested, note)), made("b", strip=(note,))]
    shown = published(in_memory(facts(), lessons), tmp_path).json("cards")
    assert shown["parts"] == [["flag", "Contested", "", 0, 0], ["note", "", "untried", 0, 0]]
    assert [card[-1] for card in shown["cards"]] == [[0, 1], [1]]


def test_an_empty_base_is_published(tmp_path: Path) -> None:
    shown = published(in_memory(facts(), []), tmp_path)
    assert shown.index["beginnings"] == []
    assert shown.json("facets")["tag"] == {"values": [], "counts": "", "rows": ""}


def test_the_order_of_lessons_changes_nothing(tmp_path: Path) -> None:
    lessons = [made(f"n{at}", f"{text} pump") for at, text in enumerate(FOREIGN)]
    publish_of(in_memory(facts(), lessons), tmp_path / "one")
    publish_of(in_memory(facts(), reversed(lessons)), tmp_path / "other")
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_a_new_name_of_a_topic_gives_new_names_to_the_files_that_show_it(tmp_path: Path) -> None:
    lesson = made("a", "pump", tags=("heat",))
    one, other = (
        published(in_memory(facts(labels={"tag": {"heat": label}}), [lesson]), tmp_path / label)
        for label in ("Heat", "Warmth")
    )
    changed = {kind for kind, paths in one.paths.items() if other.paths[kind] != paths}
    assert changed == {"cards", "facets"}
