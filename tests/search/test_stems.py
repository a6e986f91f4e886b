"""The index reads words as Whoosh's own tokenizer and filters would, in one pass."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from whoosh.analysis import RegexTokenizer, StemFilter, StopFilter

from site_builder.search.analysis import STOP_WORDS, fold
from site_builder.search.index import Stems
from tests.strategies import texts

_THREE_PASSES: Any = (
    RegexTokenizer(r"\w+") | StopFilter(STOP_WORDS, minsize=1, renumber=False) | StemFilter()
)


def read(analyzer: Any, text: str) -> list[tuple[str, int]]:  # noqa: ANN401 - Whoosh's analyzers
    """Return every stem with its position."""
    return [(token.text, token.pos) for token in analyzer(text, positions=True)]


@given(texts)
@example("the pumps of the old shed were freezing, and the pump's heaters failed")
def test_stems_and_positions_are_those_of_whoosh(text: str) -> None:
    assert read(Stems(), fold(text)) == read(_THREE_PASSES, fold(text))
