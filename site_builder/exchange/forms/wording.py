"""The forms in the words of a base: keepers translate and reword what the forms ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.exchange.forms.questions import FORMS, Form, FormQuestion, chosen
from site_builder.records.header.document import decode, parse_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_builder.records.header.values import Value

FOLDER = ".github/ISSUE_TEMPLATE"
_MOST = 200_000
"""Bytes of a form that are read; forms are far smaller."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a form says below a question."""

    text: str = ""
    example: str = ""
    is_long: bool = False
    """Whether the answer has several lines."""


def hints_of(folders: Sequence[Path], name: str) -> dict[str, Hint]:
    """Return what a form says below its questions, by their names.

    Args:
        folders: Roots of bases, of which the first that has the file is read.
        name: Name of the form.
    """
    files = (folder / FOLDER / f"{name}.yml" for folder in folders)
    elements = next(filter(None, map(_elements, files)), {})
    return {
        question: Hint(
            _text(attributes, "description"),
            _text(attributes, "placeholder"),
            is_long=attributes.get("type") == "textarea",
        )
        for question, attributes in elements.items()
    }


def _text(attributes: dict[str, Value], name: str) -> str:
    value = attributes.get(name)
    return value.strip() if isinstance(value, str) else ""


def forms_of(root: Path) -> dict[str, Form]:
    """Return the forms by the names of their files, in the words of the base at ``root``.

    A question keeps its id, whatever it is called. Choices and statements are known by their words
    or else by their place. A file that is missing or unreadable changes nothing.
    """
    return {
        name: replace(form, questions=_reworded(form, _elements(root / FOLDER / f"{name}.yml")))
        for name, form in FORMS.items()
    }


def contents_of_forms(folders: Sequence[Path]) -> list[bytes]:
    """Return the contents of every file that the forms and their hints are read from."""
    return [_read(folder / FOLDER / f"{name}.yml") for folder in folders for name in FORMS]


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_MOST)
    except OSError:
        return b""


def _elements(file: Path) -> dict[str, dict[str, Value]]:
    """Return the attributes and types of the questions in the file of a form, by id."""
    text, _problems = decode(file.name, _read(file))
    document, _problems = parse_mapping(file.name, text)
    body = document.header.get("body") if document else None
    elements = [one for one in body if isinstance(one, dict)] if isinstance(body, list) else []
    named = ((one.get("id"), one.get("attributes"), one.get("type")) for one in elements)
    return {
        name: {**attributes, "type": kind}
        for name, attributes, kind in named
        if isinstance(name, str) and isinstance(attributes, dict)
    }


def _reworded(form: Form, elements: dict[str, dict[str, Value]]) -> tuple[FormQuestion, ...]:
    return tuple(
        _worded(question, elements[question.name]) if question.name in elements else question
        for question in form.questions
    )


def _worded(question: FormQuestion, attributes: dict[str, Value]) -> FormQuestion:
    label, options = attributes.get("label"), attributes.get("options")
    words = _words(options if isinstance(options, list) else [])
    if isinstance(label, str) and label.strip():
        others = (question.label, *question.other_labels)
        question = replace(question, label=label.strip(), other_labels=others)
    if question.ticks and len(words) == len(question.ticks):
        question = replace(question, ticks=tuple(words), other_ticks=question.ticks)
    if not question.choices:
        return question
    return replace(question, choices=_choices(question, words), other_choices=question.choices)


def _words(options: Sequence[Value]) -> list[str]:
    labels = [one.get("label") if isinstance(one, dict) else one for one in options]
    return [label.strip() for label in labels if isinstance(label, str) and label.strip()]


def _choices(question: FormQuestion, words: Sequence[str]) -> dict[str, str]:
    """Return the choices in the words of a form; unknown words are the codes that are left."""
    known = {word: chosen(word, question.choices) for word in words}
    left = [code for code in question.choices if code not in known.values()]
    new = [word for word, code in known.items() if code is None]
    by_place = dict(zip(left, new, strict=True)) if len(left) == len(new) else {}
    named = {code: word for word, code in known.items() if code}
    return {**question.choices, **by_place, **named}
