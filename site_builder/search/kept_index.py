"""The index of the last build, brought up to date: only lessons that have changed are analysed.

A lesson stays as it was indexed while all that was read to make its text is the same, and its
postings stay while it is indexed as before. Which of its words are one word to another lesson
depends on the words of all, and is looked at again where words have come or gone.
"""

from __future__ import annotations

import hashlib
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from site_builder.library.evidence.parts import Part
from site_builder.records.noted import RECORD, condensed, note, noting
from site_builder.search.lessons import text_maker
from site_builder.search.memory import MemoryIndex, Postings
from site_builder.search.text import VALUES, SearchText, halves_in, halves_of, joined_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.frame import States
    from site_builder.library.kept import Kept
    from site_builder.library.library import Library
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

_NAME, _FORMAT = "postings", b"4"
_FEW = 16
"""To analyse so few lessons once more takes less time than to write all."""
_LESSONS_A_PART = 500
_BETWEEN = "\0"
"""What no name holds."""
_PART, _ARRAYS = attrgetter(*Part._fields), attrgetter("rows", "counts", "places")
_STRIP = list(SearchText.__dataclass_fields__).index("strip")


class _Known(NamedTuple):
    """A lesson as it was indexed."""

    key: bytes
    """Digest of all that was read to make it."""
    reads: str
    """Names of that, joined: as one text they take a third of the memory."""
    row: int
    text: SearchText


def kept_index(
    library: Library, evidence: Assessments, states: States, kept: Kept
) -> tuple[MemoryIndex, Callable[[], None]]:
    """Return the index of the lessons that can be found, and what keeps it for the next build."""
    known, index = _read(kept)
    make, keys, reads, texts = text_maker(library, evidence), [], [], []
    for lesson in library.searched:
        text, read = _as_before(known.get(lesson.id), states) or _made(lesson, make)
        texts.append(text)
        reads.append(read)
        keys.append(states.of_all(read.split(_BETWEEN)))
    # Where all are new, each is analysed while its words are still known.
    met: Iterable[SearchText] = _meeting(texts, known)
    rows = [-1] * len(known)
    if known:
        met = list(met)
        for row, text in enumerate(met):
            before = known.get(text.id)
            if before and (before.text is text or _indexed(before.text) == _indexed(text)):
                rows[before.row] = row
    index.follow(met, rows)

    def keep() -> None:
        if _is_to_be_kept(known, index.lessons, keys):
            _save(kept, keys, reads, index)

    return index, keep


def _as_before(known: _Known | None, states: States) -> tuple[SearchText, str] | None:
    """Return a lesson as it was indexed, if all that was read is the same; and the names of it."""
    is_same = known and states.of_all(known.reads.split(_BETWEEN)) == known.key
    return (known.text, known.reads) if known and is_same else None


def _made(
    lesson: Record[Lesson], make: Callable[[Record[Lesson]], SearchText]
) -> tuple[SearchText, str]:
    with noting() as names:
        note(RECORD, lesson.kind, lesson.id)
        text = make(lesson)
    return text, _BETWEEN.join(condensed(names))


def _is_to_be_kept(
    known: Mapping[str, _Known], texts: Sequence[SearchText], keys: Sequence[bytes]
) -> bool:
    """Return whether what is known differs from an index by more than a few texts."""
    if [*known] != [text.id for text in texts]:
        return True
    before = (lesson.key for lesson in known.values())
    return sum(1 for one, other in zip(before, keys, strict=True) if one != other) > _FEW


def _meeting(texts: Sequence[SearchText], known: Mapping[str, _Known]) -> Iterator[SearchText]:
    """Yield lessons with the pairs of their words that any of them writes as one word."""
    words, before = _words(texts), _words(it.text for it in known.values())
    gone = before - words
    # A lesson that has not changed may write a word apart that has come.
    halves, new = halves_of(words, words), halves_of(words - before, words)
    for text in texts:
        is_known = text.id in known and known[text.id].text is text
        if is_known and gone.isdisjoint(text.joined) and not halves_in(text, new):
            yield text
            continue
        joined = joined_in(text, halves)
        yield text if text.joined == joined else text.with_joined(joined)


def _words(texts: Iterable[SearchText]) -> set[str]:
    return set(chain.from_iterable(text.written for text in texts))


def _indexed(text: SearchText) -> tuple[object, ...]:
    """Return what the postings of a lesson are made from."""
    return text.text, text.head, text.topics, text.joined


def _read(kept: Kept) -> tuple[dict[str, _Known], MemoryIndex]:
    """Return the lessons of the last build by id, and their index; none if there was no build."""
    keys, lengths = kept.answer(_NAME, _FORMAT) or ((), {})
    known, index, stamp = dict[str, _Known](), MemoryIndex(()), _stamp(keys)
    index.lengths.update(lengths)
    for name, some in _parts(keys):
        part = kept.answer(name, stamp)
        if part is None:
            return {}, MemoryIndex(())
        lessons, postings = part
        for row, (reads, written, digest, values) in zip(some, lessons, strict=True):
            values[_STRIP] = tuple([Part(*part) for part in values[_STRIP]])
            text = SearchText(*values)
            text.__dict__.update(written=written, digest=digest)
            known[text.id] = _Known(keys[row], reads, row, text)
        for field, terms in postings.items():
            index.postings[field].update((term, Postings.of(*it)) for term, it in terms)
    return known, index


def _save(kept: Kept, keys: Sequence[bytes], reads: Sequence[str], index: MemoryIndex) -> None:
    stamp, parts = _stamp(keys), _parts(keys)
    for number, (name, some) in enumerate(parts):
        lessons = [
            (reads[row], it.written, it.digest, _plain(it))
            for row, it in zip(some, index.lessons[some.start : some.stop], strict=True)
        ]
        postings = {
            field: [
                (term, [it.tobytes() for it in _ARRAYS(of_term)])
                for term, of_term in islice(terms.items(), number, None, len(parts))
            ]
            for field, terms in index.postings.items()
        }
        kept.keep(name, stamp, (lessons, postings), len(keys))
    kept.keep(_NAME, _FORMAT, (keys, index.lengths), len(keys))


def _parts(keys: Sequence[bytes]) -> list[tuple[str, range]]:
    """Return the parts in which an index is kept, each with its rows: its bytes are as many."""
    rows = range(len(keys))
    starts = range(0, len(keys), _LESSONS_A_PART)
    return [(f"{_NAME}-{at}", rows[at : at + _LESSONS_A_PART]) for at in starts]


def _stamp(keys: Sequence[bytes]) -> bytes:
    return hashlib.blake2b(b"".join([_FORMAT, *keys])).digest()


def _plain(text: SearchText) -> list[Any]:
    values = list(VALUES(text))
    values[_STRIP] = [*map(_PART, text.strip)]
    return values
