"""The file that a page of the site makes of answers, read again as the answers of its form.

Anybody can write such a file. No text of it goes into a record as it stands: what it says is taken
for answers, which are checked and written as those of an issue are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from site_builder.errors import IssueError
from site_builder.exchange.forms.answers import visible
from site_builder.exchange.forms.filled import Filled, filled_form
from site_builder.exchange.forms.issues import MAX_BYTES, Issue
from site_builder.exchange.forms.questions import FORMS, AnswerProblem
from site_builder.exchange.provenance import digest_of_text
from site_builder.exchange.tables.packed import read_small
from site_builder.markdown.body import Body
from site_builder.records.assist import OPEN_STAGES, Hit, Nearness, Stage
from site_builder.records.dates import parse_day
from site_builder.records.fields import values_of
from site_builder.records.header.document import decode, parse_document
from site_builder.records.header.write import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from site_builder.exchange.forms.questions import Form
    from site_builder.records.header.document import Document
    from site_builder.records.header.values import Value
    from site_builder.records.header.write import Data

ENDINGS = (".md", ".markdown", ".txt")
_MOST_RECEIPTS = 3
_MOST_HITS = 20
_PLANS = {str(stage) for stage in (Stage.IDEA, *OPEN_STAGES)}
_NOT_TAKEN = "the section {} was not taken over, since no question of the form asks for it"


def is_submitted(file: Path) -> bool:
    """Return whether a file is one that a page of the site may have made, by its name."""
    return file.suffix.lower() in ENDINGS


def read_submitted(file: Path, forms: Mapping[str, Form] = FORMS) -> tuple[Issue, Filled]:
    """Return the answers in a file: a record, or the questions of a form with answers below them.

    Raises:
        IssueError: The file cannot be read, or is neither.
    """
    text, problems = decode(file.name, read_small(file, MAX_BYTES, IssueError))
    if problems:
        raise IssueError(file, problems[0].message, problems[0].hint)
    issue = Issue(0, "", visible(text), frozenset(), digest_of_text(text))
    if not text.startswith("---"):
        filled = filled_form(issue, forms)
        if filled is None:
            hint = "a page of the site writes a record, or the questions of its form as headings"
            raise IssueError(file, "it has neither a header nor the questions of a form", hint)
        return issue, filled
    document, problems = parse_document(file.name, text)
    if document is None:
        first = problems[0]
        raise IssueError(file, f"line {first.span.line}: {first.message}", first.hint)
    return issue, _filled(file, document, forms)


def _filled(file: Path, document: Document, forms: Mapping[str, Form]) -> Filled:
    header = document.header
    if "outcome" in header and "lesson" in header:
        return _answered(forms["used-a-lesson"], _of_report(document))
    if "format" not in header:
        return _answered(forms["share-a-lesson"], _of_lesson(document), tuple(_left(document)))
    if _text(header, "status") not in _PLANS:
        hint = "to tell how an event went, use its form, or `lessons assist ingest`"
        raise IssueError(file, "it is no plan: its meeting has taken place", hint)
    return _answered(forms["plan-a-meeting"], _of_plan(header), receipts=tuple(_receipts(header)))


def _answered(
    form: Form,
    answers: dict[str, str],
    left: tuple[AnswerProblem, ...] = (),
    receipts: tuple[dict[str, Data], ...] = (),
) -> Filled:
    # Nobody can make such a file on the page without ticking the statements.
    agreed = answers.pop("", "yes")
    ticks = [tick for question in form.questions for tick in question.ticks] if agreed else []
    known = {question.name: visible(answers.get(question.name, "")) for question in form.questions}
    return Filled(form, known, frozenset(ticks), left, receipts)


def _of_lesson(document: Document) -> dict[str, str]:
    header, sections = document.header, _sections(document)
    cited = header.get("citations")
    first = cited[0] if isinstance(cited, list) and cited else {}
    citation = first if isinstance(first, dict) else {}
    place = [_text(citation, name) for name in ("doi", "url")]
    pmid, isbn = _text(citation, "pmid"), _text(citation, "isbn")
    place += [f"PMID {pmid}" if pmid else "", f"ISBN {isbn}" if isbn else ""]
    return {
        "title": _text(header, "title"),
        "problem": _text(header, "problem"),
        "what_happened": sections.get("what happened", ""),
        "what_was_learned": sections.get("what was learned", ""),
        "evidence": _text(header, "evidence"),
        "tags": ", ".join(_texts(header, "tags")),
        "source": _text(header, "source_assist") or _text(citation, "title"),
        "design": _text(citation, "design"),
        "address": next(filter(None, place), ""),
        "team": _text(header, "team"),
        "": _text(header, "consent"),
    }


def _of_report(document: Document) -> dict[str, str]:
    names = ("lesson", "team", "reported_by", "outcome", "measure", "happened", "setting")
    answers = {name: _text(document.header, name) for name in (*names, "changed")}
    return {**answers, "text": document.body}


def _of_plan(header: Mapping[str, Value]) -> dict[str, str]:
    names = ("title", "problem", "format", "host_team", "purpose", "planned_for")
    return {
        name: _text(header, name) for name in (*names, "decision_date", "room_to_change", "join")
    }


def _left(document: Document) -> Iterator[AnswerProblem]:
    for title in _sections(document):
        if title not in {"what happened", "what was learned"}:
            yield AnswerProblem("", _NOT_TAKEN.format(f"“{title}”"))


def _sections(document: Document) -> dict[str, str]:
    sections = Body(document.body).sections
    return {section.heading.title.casefold(): section.text for section in sections}


def _receipts(header: Mapping[str, Value]) -> Iterator[dict[str, Data]]:
    """Yield the searches that a plan states, without what a receipt does not take."""
    stated = header.get("receipts")
    for receipt in stated[:_MOST_RECEIPTS] if isinstance(stated, list) else []:
        if not isinstance(receipt, dict):
            continue
        query, index, day = (_text(receipt, name) for name in ("query", "index", "date"))
        verdict = _text(receipt, "verdict")
        if query and index and _is_day(day):
            yield {
                "query": query,
                "date": day,
                "index": index,
                "verdict": verdict if verdict in get_args(Nearness) else "",
                "hits": list(_hits(receipt)),
            }


def _hits(receipt: Mapping[str, Value]) -> Iterator[dict[str, Data]]:
    stated, judgements = receipt.get("hits"), values_of(Hit.model_fields["judgement"])
    for hit in stated[:_MOST_HITS] if isinstance(stated, list) else []:
        if isinstance(hit, dict) and _text(hit, "judgement") in judgements:
            yield {name: _text(hit, name) for name in ("id", "judgement", "because")}


def _is_day(text: str) -> bool:
    try:
        parse_day(text)
    except ValueError:
        return False
    return True


def _text(group: Mapping[str, Value], name: str) -> str:
    value = group.get(name)
    return one_line(value) if isinstance(value, str) else ""


def _texts(group: Mapping[str, Value], name: str) -> list[str]:
    value = group.get(name)
    return (
        [one_line(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []
    )
