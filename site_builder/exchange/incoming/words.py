"""Words that headings and cells of registers have, in six languages, without accents."""

from __future__ import annotations

from site_builder.records.lexicon import Lexicon

_LEXICON = Lexicon(__file__)
words, word_lists = _LEXICON.words, _LEXICON.lists
