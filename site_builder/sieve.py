r"""Tells of most texts, in a few microseconds, that a pattern matches nowhere in them.

A pattern of Python is written anew, looser, for an engine that reads a text once whatever it looks
for: the one by which pydantic tests the form of a text. Where Python's pattern matches, the looser
one does; so it can only rule out. What looks around or back is left out, ``\b`` is kept where one
side is a letter of ASCII, and any other sign may be a letter, a digit or a space.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Written = tuple[str, bool]
    """An expression, and whether all that it matches ends in a letter or digit of ASCII."""

_ASCII = frozenset(map(chr, range(128)))
_OTHERS = r"\x{80}-\x{10FFFF}"
_CATEGORIES = {
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
}
_WORD = frozenset(sign for sign in _ASCII if re.match(r"\w", sign))
_UNLIKE = frozenset("iIkKsS")
"""Letters that equal one beyond ASCII where case does not matter."""
_BOUNDARY = r"(?-u:\b)"
_MOST = 4
"""Most times that something is counted; what may come more often may come any number of times."""
_FEWEST = 100
"""Some more texts than these are searched in the time that the sieve of a long pattern is made."""
_LONGEST = 16_000
"""Length from which a pattern is tried in parts: the engine forgets what it learned of a longer."""


class Sieve:
    """Lets through every text in which a pattern matches, and few others."""

    def __init__(
        self,
        *patterns: re.Pattern[str] | str,
        fewest: int = _FEWEST,
        between: str = "",
        around: tuple[str, str] = ("", ""),
    ) -> None:
        """Set the patterns.

        Args:
            patterns: What is looked for; nothing is made of it before many texts have come.
            fewest: Texts that are let through unseen: for no more than these, it does not pay.
            between: Expression of what may stand between any two letters or digits of it, all of
                its other signs among that. Signs beyond ASCII may then stand for any letter.
            around: Expressions of what stands before and after it.
        """
        self._patterns = patterns
        self._between = between
        self._around = around
        self._unseen = fewest

    def __call__(self, text: str) -> bool:
        """Return whether a pattern may match somewhere in a text."""
        if self._unseen:
            self._unseen -= 1
            return True
        return self.lets_through(text)

    def lets_through(self, text: str) -> bool:
        """Return the same of a text, however few there have been."""
        if not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                return True
        return any(matches(text) for matches in self._tests)

    @cached_property
    def _tests(self) -> list[Callable[[str], bool]]:
        return [_test(expression) for expression in self.expressions]

    @property
    def expressions(self) -> list[str]:
        """The looser expressions, of which one is enough."""
        writer, length = _Writer(self._between), 0
        parts: list[list[str]] = [[]]
        for pattern in self._patterns:
            for alternative, flags, is_bound in _alternatives(re.compile(pattern)):
                written = writer.all(alternative, flags, is_bound=is_bound)[0]
                if length + len(written) > _LONGEST and parts[-1]:
                    parts.append([])
                    length = 0
                parts[-1].append(written)
                length += len(written)
        before, after = self._around
        return [f"{before}(?:{'|'.join(part)}){after}" for part in parts]


def _test(expression: str) -> Callable[[str], bool]:
    from pydantic_core import SchemaValidator, core_schema  # noqa: PLC0415 - few commands need it

    schema = core_schema.str_schema(pattern=expression, regex_engine="rust-regex", strict=True)
    return SchemaValidator(schema).isinstance_python


def _alternatives(pattern: re.Pattern[str]) -> Iterator[tuple[Any, int, bool]]:
    r"""Yield the alternatives of a pattern, each with its flags and whether it follows a `\b`."""
    flags = pattern.flags
    left = [(_parser.parse(pattern.pattern, flags & ~re.UNICODE), False)]
    while left:
        parts, is_bound = left.pop()
        consuming = [part for part in parts if part[0] not in _WIDTHLESS]
        is_bound = is_bound or (op.AT, op.AT_BOUNDARY) in list(parts)[: len(parts) - 1]
        if len(consuming) == 1 and consuming[0][0] is op.BRANCH and parts[-1] == consuming[0]:
            left += [(branch, is_bound) for branch in reversed(consuming[0][1][1])]
        else:
            yield parts, flags, is_bound


_WIDTHLESS = frozenset({op.AT, op.ASSERT, op.ASSERT_NOT})


class _Writer:
    """Writes the parts of a pattern."""

    def __init__(self, between: str) -> None:
        self._between = between

    def all(self, parts: Iterable[Any], flags: int, *, is_bound: bool = False) -> Written:
        r"""Return what matches wherever some parts do, one after the other.

        Args:
            parts: Parts of a pattern.
            flags: Of the pattern.
            is_bound: Whether `\b` stands before them.
        """
        texts, ends_in_word = [], False
        for code, value in parts:
            if code in _WIDTHLESS:
                if value is op.AT_BOUNDARY and not self._between:
                    texts += [_BOUNDARY] * ends_in_word
                    is_bound = is_bound or not ends_in_word
                continue
            text, ends_in_word = self._one(code, value, flags, is_bound)
            texts.append(text)
            is_bound = False
        return "".join(texts), ends_in_word

    def _one(self, code: Any, value: Any, flags: int, is_bound: bool) -> Written:  # noqa: ANN401, FBT001 - a part of a tree
        if code is op.BRANCH:
            written = [self.all(branch, flags, is_bound=is_bound) for branch in value[1]]
            return f"(?:{'|'.join(text for text, _ends in written)})", all(it[1] for it in written)
        if code is op.SUBPATTERN:
            _number, more, less, inner = value
            text, ends = self.all(inner, (flags | more) & ~less, is_bound=is_bound)
            return f"(?:{text})", ends
        if code is op.ATOMIC_GROUP:
            text, ends = self.all(value, flags, is_bound=is_bound)
            return f"(?:{text})", ends
        if code in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
            least, most, inner = value
            text, ends = self.all(inner, flags, is_bound=is_bound and (least, most) == (1, 1))
            is_exact = most <= _MOST or least == most
            count = f"{{{least},{most}}}" if is_exact else f"{{{least},}}"
            return f"(?:{text}){count}", ends and least > 0
        if code is op.GROUPREF:
            return "(?s:.)*", False
        return self._sign(*_members(code, value, flags), is_bound=is_bound)

    def _sign(self, members: frozenset[str], others: str, *, is_bound: bool) -> Written:
        """Return what matches one sign."""
        if self._between:
            if not any(map(str.isalnum, members)):
                return "", False
            others = _OTHERS
        is_word = not others and members <= _WORD
        text = _class(members, others)
        before = _BOUNDARY if is_bound and is_word else ""
        return f"{before}{self._between and f'(?:{self._between})*'}{text}", is_word


def _members(code: Any, value: Any, flags: int) -> tuple[frozenset[str], str]:  # noqa: ANN401 - a part of a tree
    """Return the signs of ASCII that one part matches, and a range of others if there may be."""
    members: frozenset[str]
    if code is op.LITERAL:
        members = _ASCII & {chr(value)}
        others = "" if members else _written(chr(value))
    elif code is op.NOT_LITERAL:
        members, others = _ASCII - {chr(value)}, _OTHERS
    elif code is op.ANY:
        members, others = _ASCII, _OTHERS
    elif code is op.IN:
        members, others = _set(tuple(value))
    else:
        raise ValueError(f"no sieve has {code}")
    if flags & re.IGNORECASE:
        others = _OTHERS if others or members & _UNLIKE else ""
        members = frozenset(case for sign in members for case in (sign, sign.lower(), sign.upper()))
    return members, others


@cache
def _set(parts: tuple[Any, ...]) -> tuple[frozenset[str], str]:
    is_negated = parts[0][0] is op.NEGATE
    members: frozenset[str] = frozenset()
    has_others = is_negated
    for code, value in parts[is_negated:]:
        if code is op.CATEGORY:
            members |= {sign for sign in _ASCII if re.match(_CATEGORIES[value], sign)}
            has_others = True
        else:
            first, last = value if code is op.RANGE else (value, value)
            members |= {sign for sign in _ASCII if first <= ord(sign) <= last}
            has_others = has_others or last >= len(_ASCII)
    return (_ASCII - members if is_negated else members), _OTHERS if has_others else ""


@cache
def _class(members: frozenset[str], others: str) -> str:
    if len(members) == 1 and not others:
        return _written(*members)
    return f"[{''.join(sorted(map(_written, members)))}{others}]"


def _written(sign: str) -> str:
    return sign if sign.isascii() and sign.isalnum() else f"\\x{{{ord(sign):x}}}"
