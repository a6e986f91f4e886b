"""Tokens, vectors and scores are the same in Python and in JavaScript."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from site_builder.meaning.fusion import fused
from site_builder.meaning.opening import query_vector
from site_builder.meaning.publishing import publish_meaning
from site_builder.meaning.vectors import CODE_BYTES, Vector, Vectors, vector_of
from site_builder.meaning.wordpiece import wordpiece
from site_builder.search.named import NamedFiles
from tests.conftest import REPOSITORY
from tests.reading import read_yaml
from tests.search.queries import FOREIGN, NASTY
from tests.search.test_search_js import examples
from tests.tools import program

ODD = (
    *(
        "",
        " ",
        "é",
        "Ünïcödé — naïve café ½ ﬁ",
        "日本語のテスト",
        "a" * 150,
        "İstanbul ΣΑΣ",
        "a" * 10_050,
    ),
    *(
        "👩‍⚕️ nurse",
        "foo\u200bbar\u00adbaz",
        "$100 <b>x</b> ~^`|+=",
        "\uff26\uff35\uff2c\uff2c width",
        "한국어",
        "नमस्ते",
    ),
    *(
        "\u0000x",
        "x\ud800y",
        "\U000e0041",
        "\u0378 new",
        "豈 更 \U0002f81a",
        "≠ ; · 〈",
        "don't e-mail C++",
    ),
    *NASTY[:5],
    *FOREIGN[:5],
)
CASES: list[str] = [
    case["ask"] for case in read_yaml(REPOSITORY / "tests" / "search_cases.yml")["cases"]
]
ASKED = [*CASES[::10], *ODD, " ".join(CASES)]


def in_javascript(folder: Path, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return what ``meaning.js`` makes of texts."""
    module = REPOSITORY / "theme_overrides" / "assets" / "beforehand" / "meaning.js"
    done = subprocess.run(
        [
            program("node"),
            str(Path(__file__).with_name("parity.mjs")),
            str(folder),
            module.as_uri(),
        ],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def lessons() -> Vectors:
    """Return the vectors of a few texts as those of lessons; one has none yet."""
    some = [vector_of([query_vector(text) for text in (ask, ask[:20])]) for ask in CASES[5::25]]
    return Vectors.of([*some, None, Vector(bytes(CODE_BYTES), 3)])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, lessons: Vectors) -> Path:
    """Return a folder of the files that the browser loads."""
    folder = tmp_path_factory.mktemp("search")
    files = NamedFiles(folder)
    told = publish_meaning(lessons, files)
    (folder / "index.json").write_text(json.dumps({"index": told["index"]}), "utf-8")
    return folder


def test_vectors_and_scores_are_equal(files: Path, lessons: Vectors) -> None:
    scores = [
        {(at + step) % 12: at * step + 1 for step in range(at % 9)} for at in range(len(ASKED))
    ]
    told = in_javascript(files, texts=ASKED, words=[list(some.items()) for some in scores])
    for at, text in enumerate(ASKED):
        query = query_vector(text)
        assert told["vectors"][at] == query.tolist(), text[:80]
        assert told["scores"][at] == fused(scores[at], lessons.near(query)).tolist(), text[:80]


def test_tokens_of_any_text_are_equal(files: Path) -> None:
    texts = examples(st.text(max_size=40) | _words(), 1_500)
    told = in_javascript(files, texts=[*texts, *map(chr, range(0x3100))])
    tokens = wordpiece().tokens
    for text, found in zip([*texts, *map(chr, range(0x3100))], told["tokens"], strict=True):
        assert tokens(text) == found, ascii(text)


def _words() -> st.SearchStrategy[str]:
    """Return texts of words as people write them, with signs and letters of all kinds between."""
    word = st.sampled_from([word for ask in CASES for word in ask.split()])
    return st.lists(word | st.text(max_size=3), max_size=12).map(" ".join)
