"""Values that an author put into the wrong field of a lesson, as the words on its page suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, shortened
from site_builder.records.guess import folded
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.identifiers import is_web_address
from site_builder.records.lesson import Evidence, Lesson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

    from site_builder.diagnostics import Edit
    from site_builder.records.fields import Part
    from site_builder.records.header.document import Document

SOURCE_HINT = (
    "an id is the name of the assist's file, without `.md`; "
    "a publication belongs in `citations`, with its `title` and `design`"
)
"""What is said of a `source_assist` that is no id; the nearest assists are added later."""
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


def misplaced(
    model: type[Part], document: Document, details: Sequence[ErrorDetails]
) -> tuple[list[Diagnostic], list[ErrorDetails]]:
    """Return what is wrong with values in the wrong field, and the mistakes that are left.

    Args:
        model: What the record should be; nothing is misplaced in one that is no lesson.
        document: The record's file.
        details: Every mistake that the model found.
    """
    if not issubclass(model, Lesson):
        return [], list(details)
    found = {id(detail): told for detail in details if (told := _told(document, detail))}
    # A mark that stands elsewhere is not missing as well.
    is_named = any(one.rule != "value-unknown" and "mark" in one.message for one in found.values())
    left = [
        detail
        for detail in details
        if id(detail) not in found
        and not (is_named and detail["type"] == "missing" and detail["loc"] == ("evidence",))
    ]
    return list(found.values()), left


def _told(document: Document, detail: ErrorDetails) -> Diagnostic | None:
    place, written = tuple(detail["loc"]), detail["input"]
    is_unknown = detail["type"] == "extra_forbidden"
    if place == ("evidence_level",) and isinstance(written, str):
        return _level(document, "evidence_level", written)
    if place == ("level",) and is_unknown:
        return _level(document, "level", written)
    if place == ("source",) and is_unknown:
        return _source(document, written)
    if place == ("source_assist",) and detail["type"] == "string_pattern_mismatch":
        message = f"`source_assist` takes the id of an assist; `{shortened(written)}` is not one"
        span = document.span_of(place)
        return Diagnostic("reference-malformed", Severity.ERROR, span, message, SOURCE_HINT)
    if place == ("evidence",) and detail["type"] == "enum" and isinstance(written, str):
        return _mark(document, written)
    return None


def _level(document: Document, name: str, written: object) -> Diagnostic:
    """Return what is wrong with a level that is a mark, a word or one number."""
    rule = "field-type" if name == "evidence_level" else "field-unknown"
    span = document.span_of((name,), key=rule == "field-unknown")
    mark = _MARKS.get(folded(written)) if isinstance(written, str) else None
    if mark:
        message = f"`{name}` holds the mark `{shortened(str(written))}`, which goes in `evidence`"
        hint = f"write `evidence: {mark}`; levels are derived from the facts"
        fix = _moved(document, name, mark)
        return Diagnostic(rule, Severity.ERROR, span, message, hint, fix)
    if isinstance(written, dict):
        is_free = "evidence_level" not in document.header
        renamed = HeaderEditor(document).rename((name,), "evidence_level").fix() if is_free else ()
        hint = "did you mean `evidence_level`?"
        return Diagnostic(rule, Severity.ERROR, span, f"`{name}` is not a field", hint, renamed)
    said = shortened(written) if isinstance(written, str) else "a list"
    message = f"`{name}: {said}` is no level: there are two, `practice` and `research`"
    return Diagnostic(rule, Severity.ERROR, span, message, _DERIVED)


def _moved(document: Document, name: str, mark: Evidence) -> tuple[Edit, ...]:
    """Return the edit that puts a mark where it belongs, unless another mark is there."""
    editor, place = HeaderEditor(document), (name,)
    header = document.header
    if "evidence" in header:
        return editor.remove([place]).fix() if header["evidence"] == mark else ()
    if header[name] == mark:
        return editor.rename(place, "evidence").fix()
    return editor.remove([place]).set(("evidence",), str(mark)).fix()


def _source(document: Document, written: object) -> Diagnostic:
    """Return what is wrong with a field `source`: an assist, a publication, or neither for sure."""
    span = document.span_of(("source",), key=True)
    fix: tuple[Edit, ...] = ()
    hint = "the id of an assist goes in `source_assist`; a publication in `citations`"
    if isinstance(written, str) and is_web_address(written):
        hint = f"write it as a publication: `citations: [{{title: …, url: {written}}}]`"
    elif isinstance(written, str) and _is_id(written) and "source_assist" not in document.header:
        hint = "did you mean `source_assist`?"
        fix = HeaderEditor(document).rename(("source",), "source_assist").fix()
    return Diagnostic("field-unknown", Severity.ERROR, span, "`source` is not a field", hint, fix)


def _is_id(text: str) -> bool:
    return "-" in text and all(part.isalnum() and part.islower() for part in text.split("-"))


def _mark(document: Document, written: str) -> Diagnostic | None:
    mark = _MARKS.get(folded(written))
    place = ("evidence",)
    message = f"`evidence` has no value `{shortened(written)}`"
    span = document.span_of(place)
    if mark:
        fix = HeaderEditor(document).set(place, str(mark)).fix()
        hint = f"did you mean `{mark}`? (one of: {', '.join(Evidence)})"
        return Diagnostic("value-unknown", Severity.ERROR, span, message, hint, fix)
    if written.isdigit() or folded(written) in {"low", "moderate", "medium", "high", "very_low"}:
        hint = f"one of: {', '.join(Evidence)}; levels are derived from the facts and not typed"
        return Diagnostic("value-unknown", Severity.ERROR, span, message, hint)
    return None
