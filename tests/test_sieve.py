"""What a sieve rules out holds no match of its pattern."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.wording import HALVES, RULES, sentences
from site_builder.library.checks import assist_wording, files
from site_builder.library.checks.links import markup, signs
from site_builder.library.wording import blame, causes, effects
from site_builder.library.wording.classes import class_of, line_of
from site_builder.library.wording.sentences import Prose
from site_builder.library.words import in_small_letters
from site_builder.sieve import Sieve

Part: TypeAlias = Any
"""A part of a parsed pattern."""
LESSONS = Path(__file__).parent.parent / "lessons"
SIEVES = {
    "blame": (blame.SIEVE, blame.PATTERN),
    "causes": (Sieve(causes.PATTERN), causes.PATTERN),
    "suspect": (signs.SUSPECT_SIEVE, signs.SUSPECT),
    "slips": (markup.SLIP_SIEVE, markup.SLIP),
    "control": (files.CONTROL_SIEVE, files.CONTROL),
    "effects": (Sieve(effects.PATTERN), effects.PATTERN),
    **{
        rule: (assist_wording.SIEVES[rule], pattern)
        for rule, (pattern, _cues) in assist_wording.PATTERNS.items()
    },
}
AFTER = (" ", "a", "s it", "é", " the “one”", ".", "\n", "")
IN_CLASSES = "abcdefghijklmnopqrstuvwxyz'’-é \xa0\n,.“1" * 2 + "ABDFGHIKMNPTUVW-0\f"
SIGNS = "abkKsSiIéÉ\u212a\u017f\u0130\u0131 1_-.'’\n\xa0\x1c\u2003²"
PATTERNS = (
    r"\bk\w+\b",
    r"\b(?:a|,)\s+s",
    r"(?i)\bsik\b",
    r"(?i)[^\W\d_]k",
    r"[^a-k]{2,3}s\b",
    r"(a|b)\s\1",
    r"(?<!a)b(?=\s)|s$",
    r"\b(?:a|b)*(?:k|\.)\b",
    r"a(?>b|a)*\s?1++",
    r"(?:a\s){2,9}b|(?s:s.a)",
    r"\Bs\b|[’']s",
    r"\D\S\d|\W_",
)


@pytest.fixture(autouse=True)
def _from_the_first_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sieve, "__call__", lambda it, text: it.lets_through(text))


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text(SIGNS, max_size=12))
def test_a_text_in_which_a_pattern_matches_is_let_through(pattern: str, text: str) -> None:
    assert Sieve(pattern).lets_through(text) or not re.search(pattern, text)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_some_texts_are_not_let_through(pattern: str) -> None:
    rng = Random(1)  # noqa: S311 - chooses texts
    texts = ["".join(rng.choices("abks 1.", k=6)) for _ in range(100)]

    assert not all(map(Sieve(pattern).lets_through, texts))


@pytest.mark.parametrize("name", SIEVES)
def test_whatever_a_rule_looks_for_is_let_through(name: str) -> None:
    lets_through, pattern = SIEVES[name]
    tree, rng = _parser.parse(pattern.pattern), Random(1)  # noqa: S311 - chooses texts
    texts = [
        "".join((rng.choice(("", " ", "é", "a ", ". ")), _made(tree, rng), rng.choice(AFTER)))
        for _ in range(3_000)
    ]
    found = [text for text in texts if pattern.search(text)]
    assert len(found) > 1_000

    assert [text for text in found if not lets_through(text)] == []


def _made(parts: Part, rng: Random) -> str:
    """Return a text that a pattern mostly matches, whatever it looks ahead or back for."""
    return "".join(_one(code, value, rng) for code, value in parts)


def _one(code: Part, value: Part, rng: Random) -> str:
    if code is op.LITERAL:
        return chr(value)
    if code is op.IN:
        matching = re.compile(_class_of(value))
        return rng.choice([sign for sign in IN_CLASSES if matching.match(sign)])
    if code is op.BRANCH:
        return _made(rng.choice(value[1]), rng)
    if code is op.SUBPATTERN:
        return _made(value[3], rng)
    if code in {op.MAX_REPEAT, op.MIN_REPEAT}:
        least, most, inner = value
        return "".join(_made(inner, rng) for _ in range(rng.randint(least, min(most, least + 3))))
    assert code in {op.AT, op.ASSERT, op.ASSERT_NOT}, code
    return ""


def _class_of(parts: Part) -> str:
    categories = {op.CATEGORY_WORD: r"\w", op.CATEGORY_SPACE: r"\s", op.CATEGORY_DIGIT: r"\d"}
    signs = ""
    for code, value in parts:
        if code is op.NEGATE:
            signs += "^"
        elif code is op.CATEGORY:
            signs += categories[value]
        else:
            first, last = value if code is op.RANGE else (value, value)
            signs += f"\\U{first:08x}-\\U{last:08x}"
    return f"[{signs}]"


@pytest.mark.parametrize("rule", RULES)
def test_no_sentence_is_missed_by_a_sieve(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(1)  # noqa: S311 - chooses texts
    halves = [sentences(rule, half) for half in HALVES]
    known = [one for half in halves for kind in ("wrong", "right") for one in half[kind]]
    texts = known + [" ".join(rng.sample(known, 4)) for _ in range(100)]
    words = " ".join(known).split()
    for text in known:
        mixed = text.split()
        mixed[rng.randrange(len(mixed))] = rng.choice(words)
        texts.append(" ".join(mixed))
    found = [*map(RULES[rule], texts)]
    monkeypatch.setattr(Sieve, "lets_through", lambda _sieve, _text: True)

    assert [*map(RULES[rule], texts)] == found


@given(st.text(st.characters() | st.sampled_from("AaéÉİ\u017f'’_-1 \n\ud800")))
def test_a_line_is_made_of_the_same_words_as_that_of_a_sentence(text: str) -> None:
    lowered = in_small_letters(text)

    assert line_of(lowered) == Prose(text).classified(0, len(text), class_of).line


@pytest.mark.parametrize("length", range(380, 420))
def test_a_word_that_is_cut_in_a_long_sentence_is_looked_at_as_before(
    length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        f"the foremen were {'so ' * (length // 3)}carelessly {'and ' * (length // 4)}thus late",
        f"dr. {'x' * (length - 3)} of the team was careless. the carelessness of mr. jones again",
    ]
    found = [list(blame.blamed(Prose(text))) for text in texts]
    assert any(found)
    monkeypatch.setattr(Sieve, "lets_through", lambda _sieve, _text: True)

    assert [list(blame.blamed(Prose(text))) for text in texts] == found


def test_most_texts_are_ruled_out() -> None:
    texts = [file.read_text(encoding="utf-8").lower() for file in LESSONS.rglob("*.md")]
    assert len(texts) > 40

    let_through = [text for text in texts if blame.SIEVE(line_of(text))]

    assert len(let_through) < len(texts) / 4


def test_a_text_that_cannot_be_encoded_is_let_through() -> None:
    assert Sieve("a").lets_through("\ud800")
