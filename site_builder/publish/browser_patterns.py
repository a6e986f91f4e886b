r"""Python's regular expressions as the same expressions for a browser, flag ``u``.

Each is taken apart by Python's own parser and written anew, so that ``\w``, ``\b``, ``$`` and case
mean in the browser what they mean in Python. All groups have names, ``g1``, ``g2`` and so on where
an author gave none.
"""

from __future__ import annotations

import re
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WORD = r"\p{L}\p{N}_"
"""Members of a class of letters, digits and the low line, as Python has them."""
_SPACE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
_CLASSES = {
    op.CATEGORY_WORD: WORD,
    op.CATEGORY_DIGIT: r"\p{Nd}",
    op.CATEGORY_SPACE: _SPACE,
}
_OTHERS = {
    op.CATEGORY_NOT_WORD: f"[^{WORD}]",
    op.CATEGORY_NOT_DIGIT: r"\P{Nd}",
    op.CATEGORY_NOT_SPACE: f"[^{_SPACE}]",
}
_PLACES = {
    op.AT_BEGINNING_STRING: "(?<![^])",
    op.AT_END_STRING: "(?![^])",
    op.AT_BOUNDARY: f"(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))",
    op.AT_NON_BOUNDARY: f"(?:(?<=[{WORD}])(?=[{WORD}])|(?<![{WORD}])(?![{WORD}]))",
}
_CASES = "\u017f\u212a\u212b\u0130\u0131\u00b5\u03bc\u03c2\u03c3\u03a3\u1e9e\ufb05\ufb06"
"""Letters that some others equal without regard to case, beside their own capital or small one."""
_WIDEST = 400
"""Most letters of a range whose other cases are looked up one by one."""


@cache
def browser_pattern(pattern: re.Pattern[str] | str) -> str:
    """Return the source of an expression that finds the same in a browser.

    Raises:
        ValueError: It has a part for which a browser has nothing.
    """
    compiled = re.compile(pattern)
    if compiled.flags & re.ASCII:
        raise ValueError("a browser has no letters of ASCII alone")
    tree = _parser.parse(compiled.pattern, compiled.flags & ~re.UNICODE)
    names = {number: name for name, number in compiled.groupindex.items()}
    return _Writer(names).all(tree, compiled.flags)


class _Writer:
    def __init__(self, names: dict[int, str]) -> None:
        self._names = names
        self._taken = 0

    def all(self, parts: Iterable[Any], flags: int) -> str:
        return "".join(self._one(code, value, flags) for code, value in parts)

    def _one(self, code: Any, value: Any, flags: int) -> str:  # noqa: ANN401 - a part of a tree
        writers: dict[Any, Callable[[Any, int], str]] = {
            op.LITERAL: lambda letter, flags: _one_of(_alike(letter, flags)),
            op.NOT_LITERAL: lambda letter, flags: _none_of(_alike(letter, flags)),
            op.ANY: lambda _value, flags: "[^]" if flags & re.DOTALL else r"[^\n]",
            op.IN: _set,
            op.AT: _place,
            op.BRANCH: self._branch,
            op.SUBPATTERN: self._group,
            op.MAX_REPEAT: lambda value, flags: self._repeat(value, flags, ""),
            op.MIN_REPEAT: lambda value, flags: self._repeat(value, flags, "?"),
            op.POSSESSIVE_REPEAT: self._possessive,
            op.ATOMIC_GROUP: lambda value, flags: self._atomic(self.all(value, flags)),
            op.ASSERT: lambda value, flags: self._look(value, flags, "="),
            op.ASSERT_NOT: lambda value, flags: self._look(value, flags, "!"),
            op.GROUPREF: lambda number, _flags: rf"\k<{self._name(number)}>",
        }
        if code not in writers:
            raise ValueError(f"a browser has no {code}")
        return writers[code](value, flags)

    def _name(self, number: int) -> str:
        return self._names.get(number, f"g{number}")

    def _branch(self, value: Any, flags: int) -> str:  # noqa: ANN401 - a part of a tree
        return f"(?:{'|'.join(self.all(branch, flags) for branch in value[1])})"

    def _group(self, value: Any, flags: int) -> str:  # noqa: ANN401 - a part of a tree
        number, more, less, inner = value
        text = self.all(inner, (flags | more) & ~less)
        return f"(?:{text})" if number is None else f"(?<{self._name(number)}>{text})"

    def _repeat(self, value: Any, flags: int, lazy: str) -> str:  # noqa: ANN401 - a part of a tree
        least, most, inner = value
        text = f"(?:{self.all(inner, flags)})"
        if most == op.MAXREPEAT:
            count = {0: "*", 1: "+"}.get(least, f"{{{least},}}")
        else:
            count = "?" if (least, most) == (0, 1) else f"{{{least},{most}}}"
        return f"{text}{count}{lazy}"

    def _possessive(self, value: Any, flags: int) -> str:  # noqa: ANN401 - a part of a tree
        return self._atomic(self._repeat(value, flags, ""))

    def _atomic(self, text: str) -> str:
        self._taken += 1
        return rf"(?=(?<taken{self._taken}>{text}))\k<taken{self._taken}>"

    def _look(self, value: Any, flags: int, sign: str) -> str:  # noqa: ANN401 - a part of a tree
        direction, inner = value
        return f"(?{'<' if direction < 0 else ''}{sign}{self.all(inner, flags)})"


def _place(value: Any, flags: int) -> str:  # noqa: ANN401 - a part of a tree
    if value == op.AT_BEGINNING:
        return r"(?<![^\n])" if flags & re.MULTILINE else _PLACES[op.AT_BEGINNING_STRING]
    if value == op.AT_END:
        return r"(?=\n|(?![^]))" if flags & re.MULTILINE else r"(?=\n?(?![^]))"
    return _PLACES[value]


def _set(parts: Any, flags: int) -> str:  # noqa: ANN401 - a part of a tree
    negated = parts[0][0] == op.NEGATE
    members, others = "", []
    for code, value in parts[negated:]:
        if code == op.LITERAL:
            members += "".join(map(_member, _alike(value, flags)))
        elif code == op.RANGE:
            members += _range(value[0], value[1], flags)
        elif value in _CLASSES:
            members += _CLASSES[value]
        else:
            others.append(_OTHERS[value])
    if not others:
        return f"[{'^' if negated else ''}{members}]"
    either = "|".join([*([f"[{members}]"] if members else []), *others])
    return f"(?!{either})[^]" if negated else f"(?:{either})"


def _range(first: int, last: int, flags: int) -> str:
    written = f"{_member(chr(first))}-{_member(chr(last))}"
    if not flags & re.IGNORECASE or last - first > _WIDEST:
        return written
    inside = range(first, last + 1)
    alike = {letter for each in inside for letter in _alike(each, flags)}
    return written + "".join(_member(one) for one in sorted(alike) if ord(one) not in inside)


@cache
def _alike(letter: int, flags: int) -> str:
    """Return the letters that a letter of a pattern matches."""
    written = chr(letter)
    if not flags & re.IGNORECASE or written.upper() == written.lower():
        return written
    pattern = re.compile(re.escape(written), re.IGNORECASE)
    candidates = {written, written.lower(), written.upper(), *_CASES}
    return "".join(sorted(one for one in candidates if len(one) == 1 and pattern.fullmatch(one)))


def _one_of(letters: str) -> str:
    return f"[{''.join(map(_member, letters))}]" if len(letters) > 1 else _literal(letters)


def _none_of(letters: str) -> str:
    return f"[^{''.join(map(_member, letters))}]"


def _literal(letter: str) -> str:
    return f"\\{letter}" if letter in r"^$\.*+?()[]{}|/" else _written(letter)


def _member(letter: str) -> str:
    return f"\\{letter}" if letter in r"\]^-[" else _written(letter)


def _written(letter: str) -> str:
    return letter if letter.isascii() and letter.isprintable() else f"\\u{{{ord(letter):x}}}"
