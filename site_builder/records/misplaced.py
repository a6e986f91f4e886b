"""Values in the wrong field of a lesson, such as a mark in `evidence_level`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from site_builder.diagnostics import Diagnostic, Severity, shortened
from site_builder.records.guess import folded
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.identifiers import is_web_address
from site_builder.records.lesson import Evidence, Lesson

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic_core import ErrorDetails

    from site_builder.diagnostics import Edit
    from site_builder.records.fields import Part
    from site_builder.records.header.document import Document

SOURCE_HINT = (
    "an id is the name of the assist's file, without `.md`; "
    "a publication belongs in `citations`, with its `title` and `design`"
)
"""Hint for a `source_assist` that is not an id; the loader adds the nearest assists."""
_DERIVED = (
    "levels are derived from the facts, so leave the field out; "
    "`evidence` takes the mark: experiential, research or both"
)
_MARKS = {
    **{str(mark): mark for mark in Evidence},
    "experience": Evidence.EXPERIENTIAL,
    "experience_and_research": Evidence.BOTH,
    "research_and_experience": Evidence.BOTH,
    "both_experience_and_research": Evidence.BOTH,
}


_Mistake: TypeAlias = "tuple[str, str, str, tuple[Edit, ...]]"
"""Rule, message, hint and fix."""


def misplaced(
    model: type[Part], document: Document, details: Sequence[ErrorDetails]
) -> tuple[list[Diagnostic], list[ErrorDetails]]:
    """Return diagnostics of values in the wrong field, and the mistakes that remain.

    Args:
        model: What the record should be; only lessons have fields that are mixed up.
        document: The record's file.
        details: Every mistake that the model found.
    """
    if not issubclass(model, Lesson):
        return [], list(details)
    problems: list[Diagnostic] = []
    rest: list[ErrorDetails] = []
    # A mark in another field is not missing as well.
    is_named = any(_mark_in(document.header.get(name)) for name in ("evidence_level", "level"))
    for detail in details:
        place = detail["loc"]
        check = _CHECKS.get(place[0]) if len(place) == 1 else None
        if place == ("evidence",) and detail["type"] == "missing" and is_named:
            continue
        if check and (mistake := check(document, str(place[0]), detail["input"])):
            rule, message, hint, fix = mistake
            span = document.span_of(place, key=rule == "field-unknown")
            problems.append(Diagnostic(rule, Severity.ERROR, span, message, hint, fix))
        else:
            rest.append(detail)
    return problems, rest


def _mark_in(written: object) -> Evidence | None:
    return _MARKS.get(folded(written)) if isinstance(written, str) else None


def _level(document: Document, name: str, written: object) -> _Mistake | None:
    """Diagnose a level that is a mark, a word or one number."""
    is_known = name == "evidence_level"
    if is_known and not isinstance(written, str):
        return None
    fix: tuple[Edit, ...] = ()
    if mark := _mark_in(written):
        message = f"`{name}` holds the mark `{shortened(str(written))}`, which goes in `evidence`"
        hint = f"write `evidence: {mark}`; levels are derived from the facts"
        fix = _moved(document, name, mark)
    elif isinstance(written, dict):
        message, hint = f"`{name}` is not a field", "did you mean `evidence_level`?"
        if "evidence_level" not in document.header:
            fix = HeaderEditor(document).rename((name,), "evidence_level").fix()
    else:
        value = shortened(written) if isinstance(written, str) else "a list"
        message = f"`{name}: {value}` is not a level: there are two, `practice` and `research`"
        hint = _DERIVED
    rule = "field-type" if is_known else "field-unknown"
    return rule, message, hint, fix


def _moved(document: Document, name: str, mark: Evidence) -> tuple[Edit, ...]:
    """Return the edit that moves a mark to its field, unless another mark is there."""
    editor, header = HeaderEditor(document), document.header
    if "evidence" in header:
        return editor.remove([(name,)]).fix() if header["evidence"] == mark else ()
    if header[name] == mark:
        return editor.rename((name,), "evidence").fix()
    return editor.remove([(name,)]).set(("evidence",), str(mark)).fix()


def _source(document: Document, name: str, written: object) -> _Mistake:
    """Diagnose a field `source`: an assist, a publication, or neither for sure."""
    fix: tuple[Edit, ...] = ()
    hint = "the id of an assist goes in `source_assist`; a publication in `citations`"
    if isinstance(written, str) and is_web_address(written):
        hint = f"write it as a publication: `citations: [{{title: …, url: {written}}}]`"
    elif isinstance(written, str) and _is_id(written) and "source_assist" not in document.header:
        hint = "did you mean `source_assist`?"
        fix = HeaderEditor(document).rename((name,), "source_assist").fix()
    return "field-unknown", f"`{name}` is not a field", hint, fix


def _is_id(text: str) -> bool:
    return "-" in text and all(part.isalnum() and part.islower() for part in text.split("-"))


def _assist(_document: Document, name: str, written: object) -> _Mistake | None:
    if not isinstance(written, str):
        return None
    message = f"`{name}` takes the id of an assist; `{shortened(written)}` is not one"
    return "reference-malformed", message, SOURCE_HINT, ()


def _mark(document: Document, name: str, written: object) -> _Mistake | None:
    if not isinstance(written, str):
        return None
    fix: tuple[Edit, ...] = ()
    hint = f"one of: {', '.join(Evidence)}"
    if mark := _mark_in(written):
        hint = f"did you mean `{mark}`? ({hint})"
        fix = HeaderEditor(document).set((name,), str(mark)).fix()
    elif written.isdigit() or folded(written) in {"low", "moderate", "medium", "high", "very_low"}:
        hint += "; levels are derived from the facts and not typed"
    else:
        return None
    return "value-unknown", f"`{name}` has no value `{shortened(written)}`", hint, fix


_CHECKS: dict[object, Callable[[Document, str, object], _Mistake | None]] = {
    "evidence_level": _level,
    "level": _level,
    "source": _source,
    "source_assist": _assist,
    "evidence": _mark,
}
