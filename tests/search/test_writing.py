"""The index is one that Whoosh would have written, and that Whoosh alone can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from whoosh import fields
from whoosh.columns import PickleColumn, VarBytesColumn
from whoosh.filedb.filestore import RamStorage
from whoosh.formats import Positions
from whoosh.query import Phrase
from whoosh.system import pack_uint

from site_builder.search import writing
from site_builder.search.memory import MemoryIndex
from site_builder.search.scores import PLACED
from site_builder.search.writing import write_index
from tests.search.making import EMERGENCY, made

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from site_builder.search.text import SearchText

BASES = {
    "no lesson": [],
    "an empty lesson": [made("empty")],
    "some": [made("a", "The pump, the pump"), made("b"), made("c", "It is", title="The pump")],
    "several blocks of postings": [
        made(f"n{at:03}", f"{'pump ' * (at % 4 + 1)}{'shed ' * (at * 3)}in the ward")
        for at in range(300)
    ],
    "topics and other scripts": [
        made(f"n{at}", f"the ward, a & e, {text}", phrases=EMERGENCY, tags=("ward",))
        for at, text in enumerate(("Ελλάδα", "水泵", "\U00010330", "well-being"))
    ],
}
Posting = tuple[bytes, int, float, bytes]


class Placed(fields.TEXT):
    """A field of terms with their positions."""

    once = False

    def index(self, value: Mapping[str, list[int]], **_options: object) -> Generator[Posting]:
        """Yield the postings of a lesson as Whoosh's writer takes them."""
        for term, places in value.items():
            often = 1 if self.once else len(places)
            yield term.encode(), often, float(often), Positions().encode(places)


class Common(Placed):
    """The same, each counted once."""

    once = True


class Counted(fields.KEYWORD):
    """A field of terms with their frequencies."""

    def index(self, value: Mapping[str, int], **_options: object) -> Generator[Posting]:
        """Yield the postings of a lesson as Whoosh's writer takes them."""
        for term, count in value.items():
            yield term.encode(), count, float(count), pack_uint(count)


class ByWhoosh:
    """An index by Whoosh's own writer."""

    def __init__(self) -> None:
        """Start without lessons."""
        self.index = RamStorage().create_index(
            fields.Schema(
                id=fields.ID(unique=True, stored=True),
                text=Placed(),
                head=Counted(scorable=True),
                common=Common(),
                topics=Counted(scorable=True),
                card=fields.COLUMN(PickleColumn(VarBytesColumn())),
            )
        )

    def update(self, lessons: Iterable[SearchText]) -> None:
        """Write lessons, in the place of those with the same ids."""
        writer = self.index.writer(compound=False)
        for lesson in lessons:
            alone = MemoryIndex(())
            alone.add(0, lesson)
            placed = {
                name: {term: it.places.tolist() for term, it in alone.postings[name].items()}
                for name in PLACED
            }
            counted = {
                name: {term: it.counts[0] for term, it in alone.postings[name].items()}
                for name in ("head", "topics")
            }
            writer.update_document(id=lesson.id, card=tuple(lesson.card), **placed, **counted)
        writer.commit()


def opened_by_whoosh(files: Mapping[str, Any]) -> Any:  # noqa: ANN401 - Whoosh is half typed
    """Open an index knowing nothing but its files, which name nothing of this package."""
    assert not [name for name, content in files.items() if b"site_builder" in content]
    storage = RamStorage()
    storage.files = dict(files)
    return storage.open_index()


def told(reader: Any) -> dict[str, Any]:  # noqa: ANN401 - Whoosh is half typed
    """Return all that Whoosh's reader tells of an index."""
    names = ("text", "head", "common", "topics")
    return {
        "postings": list(reader.iter_postings()),
        "terms": {term: _of_term(reader.term_info(*term)) for term in reader.all_terms()},
        "stored": list(reader.iter_docs()),
        "cards": [reader.column_reader("card")[at] for at, _stored in reader.iter_docs()],
        "lengths": [
            [reader.doc_field_length(at, name) for name in names]
            for at, _stored in reader.iter_docs()
        ],
        "sums": {name: reader.field_length(name) for name in names},
    }


def _of_term(info: Any) -> tuple[float, ...]:  # noqa: ANN401 - Whoosh is half typed
    return (
        *(info.weight(), info.doc_frequency(), info.min_length(), info.max_length()),
        *(info.max_weight(), info.min_id(), info.max_id()),
    )


@pytest.mark.parametrize("lessons", BASES.values(), ids=BASES.keys())
def test_whoosh_reads_what_its_own_writer_would_have_written(
    lessons: list[SearchText],
) -> None:
    files: dict[str, Any] = {}
    write_index(files, lessons)
    theirs = ByWhoosh()
    theirs.update(lessons)
    assert told(opened_by_whoosh(files).reader()) == told(theirs.index.reader())


def test_small_segments_are_merged_as_by_whoosh() -> None:
    files: dict[str, Any] = {}
    theirs = ByWhoosh()
    numbers: dict[str, int] = {}
    for turn in range(12):
        some = [made(f"n{turn % 7}", f"The pump {'shed ' * turn}"), made(f"m{turn}", "a ward")]
        write_index(files, some, [numbers[it.id] for it in some if it.id in numbers])
        theirs.update(some)
        reader = opened_by_whoosh(files).reader()
        numbers = {stored["id"]: at for at, stored in reader.iter_docs()}
        assert told(reader) == told(theirs.index.reader())


def test_an_index_is_the_same_from_any_number_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    lessons = BASES["several blocks of postings"]
    indexes = []
    for processes in (1, 2, 3):
        monkeypatch.setattr(writing, "_MANY", 1)
        monkeypatch.setattr(writing, "cores", lambda processes=processes: processes)
        files: dict[str, Any] = {}
        write_index(files, lessons)
        indexes.append(told(opened_by_whoosh(files).reader()))
    assert indexes[0] == indexes[1] == indexes[2]


def test_whoosh_finds_a_phrase() -> None:
    files: dict[str, Any] = {}
    write_index(files, [made("a", "The red pump"), made("b", "The pump, red")])
    with opened_by_whoosh(files).searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(Phrase("text", ["red", "pump"]))] == ["a"]
