"""The invented base of examples/tour shows everything that a base can show."""

from __future__ import annotations

import ast
import re
import types
from collections import Counter
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import pytest

from site_builder.assists.formats import FORMATS
from site_builder.diagnostics import Severity
from site_builder.library import addresses
from site_builder.library.audience import shown_to
from site_builder.library.evidence import words as evidence_words
from site_builder.library.evidence.assess import Assessments
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.publish import words
from site_builder.records import labels
from site_builder.records.assist import Assist
from site_builder.records.concerns import DOMAINS, domain_of
from site_builder.records.fields import Part
from site_builder.records.formats import FormatAdvice
from site_builder.records.lesson import SECTIONS, Lesson
from site_builder.records.people import Person
from site_builder.records.practices import Practices
from site_builder.records.reuse import Reuse
from site_builder.records.vocabulary import Vocabulary
from site_builder.rules import RULES
from site_builder.search.facets import FACETS, Facet, facets_of
from site_builder.settings import Audience
from tests.reading import read_yaml
from tests.site.built import REPOSITORY, lessons
from tests.site.built import words as text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library.base import Base
    from tests.site.built import BuiltSite

TOUR = REPOSITORY / "examples/tour"
TEMPLATES = REPOSITORY / "theme_overrides"
FINDINGS = """
action-overdue assists/open-evening
action-overdue assists/winter-handover-workshop
commit-back-overdue assists/open-evening
consent-missing crews/warm-the-drug-bag
core-changed reuse/heathmoor-one-voice
event-incomplete assists/stretcher-retrospect
harm-unanswered reuse/heathmoor-nearest
lesson-contested control-room/send-the-nearest-crew
lesson-contested crews/evening-driving-course
lesson-contested hospital/call-ahead-for-every-arrival
lesson-contested hospital/call-ahead-when-urgent
level-too-low control-room/one-voice-on-the-channel
link-to-withdrawn assists/ice-storm-review
outcome-idle assists/hard-week-debrief
override-lapsed vehicles/two-torches
owner-missing crews/ferry-times-on-the-dashboard
receipt-stale assists/charging-at-saltings
receipt-stale assists/charging-for-transport
reliance-changed vehicles/grit-at-dusk
reliance-contested control-room/stand-by-on-the-bridge
reliance-withdrawn vehicles/grit-at-dusk
reuse-before-lesson reuse/workshop-early-board
reuse-not-independent reuse/lantern-rings-first
reuse-repeated reuse/discharge-red-end-again
review-overdue control-room/one-voice-on-the-channel
review-overdue control-room/send-the-nearest-crew
review-overdue crews/late-meal-box
review-overdue crews/warm-the-drug-bag
validity-ended crews/late-meal-box
"""
"""Every warning and note that the base means to have: each shows what a rule says."""
NOT_SHOWN = {
    "field-order": "a slip that `--fix` mends",
    "trailing-space": "a slip that `--fix` mends",
    "link-moved": "it takes asking a web server",
    "date-future": "it would go away by itself",
    "briefing-overdue": "its plan would lie in the past by the next week",
    "meeting-passed": "it would say so of every plan of the tour that lies ahead",
}
"""Every other rule that a note speaks of, with why the base does without it."""
NOVEMBER = "1796000000"
"""A day nine months after that of the other tests."""


@cache
def tour() -> Base:
    """Return the base, read."""
    return load(read_project(TOUR))


@cache
def public_assessments() -> tuple[tuple[Any, Any], ...]:
    """Return every published lesson that the public may read, with its assessment."""
    project = read_project(TOUR)
    library = shown_to(tour().library, "public")
    evidence = Assessments(library, project.settings, date(2026, 3, 1))
    return tuple((lesson, evidence.of(lesson)) for lesson in library.published)


@pytest.mark.parametrize("day", ["1772323200", NOVEMBER], ids=["march", "november"])
def test_check_finds_what_the_base_means_to_have_and_no_more(day: str) -> None:
    # One receipt is stale by a lesson in other words, once it is known what lessons mean.
    assert lessons(TOUR, "meaning").returncode == 0
    result = lessons(TOUR, "check", SOURCE_DATE_EPOCH=day)
    found = re.findall(
        r"^lessons/(\S+)\.md:\S+ (?:warning|note)\[(\S+)\]", result.stdout, re.MULTILINE
    )
    assert result.returncode == 0, result.stdout
    assert sorted(f"{rule} {path}" for path, rule in found) == FINDINGS.split("\n")[1:-1]


def test_every_rule_of_a_note_is_shown_or_has_a_reason() -> None:
    notes = {rule.id for rule in RULES.values() if rule.severity is Severity.NOTE}
    found = {line.split()[0] for line in FINDINGS.split("\n")[1:-1]}
    assert notes - found == NOT_SHOWN.keys()


def test_each_audience_sees_more_than_the_one_before() -> None:
    seen = [
        {(record.kind, record.id) for record in shown_to(tour().library, audience).records}
        for audience in get_args(Audience)
    ]
    assert seen[0] < seen[1] < seen[2]
    for more, fewer in ((seen[1], seen[0]), (seen[2], seen[1])):
        assert {kind.value for kind, _id in more - fewer} == {"lesson", "assist", "reuse"}


# What records state


def _parts(value: object) -> Iterator[Part]:
    """Yield a part and every part inside it."""
    if isinstance(value, Part):
        yield value
        for name in type(value).model_fields:
            yield from _parts(getattr(value, name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _parts(inner)


@cache
def stated() -> dict[tuple[type[Part], str], tuple[object, ...]]:
    """Return what the base states of each field, by model and name; defaults are not stated."""
    library = tour().library
    sources = [record.fields for record in library.records]
    values: dict[tuple[type[Part], str], list[object]] = {}
    everything = (*sources, library.vocabulary, dict(library.people), library.practices)
    for part in (part for source in everything for part in _parts(source)):
        for name in part.model_fields_set:
            values.setdefault((type(part), name), []).append(getattr(part, name))
    return {field: tuple(told) for field, told in values.items()}


def _models(annotation: object) -> Iterator[type[Part]]:
    """Yield every model in an annotation, and every model inside those."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation)
    for argument in get_args(annotation):
        yield from _models(argument)


ALL_MODELS = [
    model
    for model in dict.fromkeys(
        model
        for top in (Lesson, Assist, Reuse, Vocabulary, Person, Practices)
        for model in _models(top)
    )
    if model not in {Vocabulary, Practices}
]


@pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.__name__)
def test_every_field_is_stated_somewhere(model: type[Part]) -> None:
    told = {name for its_model, name in stated() if its_model is model}
    assert set(model.model_fields) - told == set()


def _choices(annotation: object) -> Iterator[object]:
    """Yield the values that a field takes, where it takes one of a list."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield from annotation
    elif get_origin(annotation) is Literal:
        yield from get_args(annotation)
    elif get_origin(annotation) in {types.UnionType, Annotated}:
        for argument in get_args(annotation):
            yield from _choices(argument)


FIELDS_OF_CHOICES = [
    (model, name, tuple(_choices(field.annotation)))
    for model in ALL_MODELS
    for name, field in model.model_fields.items()
    # Whichever format another is like, it works in the same way.
    if (model, name) != (FormatAdvice, "like") and any(True for _ in _choices(field.annotation))
]


@pytest.mark.parametrize(
    ("model", "name", "choices"),
    FIELDS_OF_CHOICES,
    ids=[f"{model.__name__}.{name}" for model, name, _choices_of in FIELDS_OF_CHOICES],
)
def test_every_value_of_a_field_is_stated_somewhere(
    model: type[Part], name: str, choices: tuple[object, ...]
) -> None:
    usual = model.model_fields[name].default
    assert set(choices) - set(stated()[model, name]) - {usual} == set()


def test_every_concern_is_raised_somewhere() -> None:
    concerns = (part for lesson in tour().library.lessons for part in lesson.fields.citations)
    assert {domain_of(concern) for part in concerns for concern in part.concerns} == set(DOMAINS)


def test_every_section_is_written_somewhere() -> None:
    assert {
        section
        for lesson in tour().library.lessons
        for section in SECTIONS
        if f"\n## {section}\n" in lesson.body.text
    } == set(SECTIONS)


def test_it_is_small_and_its_people_are_enough_to_be_counted() -> None:
    library = tour().library
    assert 25 <= len(library.lessons) <= 50
    assert len(library.people) >= 20
    assert max(Counter(person.team for person in library.people.values()).values()) >= 5


def test_what_it_cites_says_that_it_is_invented() -> None:
    citations = [
        citation
        for record in tour().records
        for citation in getattr(record.fields, "citations", ())
    ]
    assert {citation.publisher for citation in citations} == {
        "Invented press",
        "Invented journal of calls",
    }
    assert all(citation.doi.startswith("10.5555/") for citation in citations if citation.doi)


# What follows from them


@pytest.mark.parametrize(("axis", "highest"), [("practice", 4), ("research", 5)])
def test_lessons_stand_at_every_level(axis: str, highest: int) -> None:
    levels = {getattr(assessment, axis) for _lesson, assessment in public_assessments()}
    assert levels == set(range(highest + 1))


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)
def test_every_facet_has_values_to_choose_from(facet: Facet) -> None:
    values = {
        value
        for lesson, assessment in public_assessments()
        for value in facets_of(lesson, assessment)[facet.name]
    }
    # Drafts are found by the finder, and are not among what is published.
    assert values | {"draft"} >= set(facet.choices)
    assert len(values | ({"draft"} if facet.name == "status" else set())) > 1


# What the site shows


@pytest.fixture(scope="module")
def texts(tour_site: BuiltSite) -> dict[str, str]:
    """Return the text of every page."""
    return {path: text_of(page.body).replace("’", "'") for path, page in tour_site.pages.items()}


@pytest.fixture(scope="module")
def shown(texts: dict[str, str]) -> str:
    """Return the text of all pages, which begins with a capital wherever a sentence does."""
    return "\n".join(texts.values()).casefold()


def _missing(said: Iterable[str], shown: str) -> list[str]:
    plain = {each: " ".join(each.split()).replace("’", "'").casefold() for each in said}
    return [each for each, text in plain.items() if text not in shown]


def test_every_page_says_that_it_is_invented(tour_site: BuiltSite, texts: dict[str, str]) -> None:
    silent = {path for path, text in texts.items() if "Everything here is invented" not in text}
    # A redirect shows a title and leads on at once.
    assert silent == tour_site.redirects
    assert len(silent) >= 4


def test_the_site_has_every_page_that_a_build_adds(tour_site: BuiltSite) -> None:
    pages = addresses.generated_sources(tour().library.vocabulary.tags, practices=True)
    used = {path.replace("index.md", "index.html") for path in pages}
    assert used - tour_site.files == set()
    assert {"404.html", "all/2/index.html"} <= tour_site.files


def test_no_pseudonym_is_on_the_site(tour_site: BuiltSite) -> None:
    people = read_yaml(TOUR / "people.yml")["people"]
    everything = "\n".join(
        (tour_site.folder / path).read_text(encoding="utf-8")
        for path in tour_site.files
        if path.endswith((".html", ".json", ".md", ".xml", ".txt", ".csv", ".ics"))
    )
    assert [name for name in people if name in everything] == []


@pytest.mark.parametrize(
    "hidden",
    ["lesson/who-covers-whom/", "lesson/talk-after-a-hard-job/", "assist/hard-week-debrief/"],
)
def test_what_is_for_others_is_not_on_the_public_site(tour_site: BuiltSite, hidden: str) -> None:
    assert f"{hidden}index.html" not in tour_site.files


def _literals(module: str) -> set[str]:
    """Return the labels and headings that a module of ``publish`` pairs with a value."""
    text = (REPOSITORY / "site_builder/publish" / module).read_text(encoding="utf-8")
    firsts = (
        node.elts[0] if isinstance(node, ast.Tuple) and node.elts else None
        for node in ast.walk(ast.parse(text))
    )
    return {
        part.value
        for first in firsts
        for part in ([first.body, first.orelse] if isinstance(first, ast.IfExp) else [first])
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
    }


def _written_in_templates() -> dict[str, str]:
    """Return every heading, term and button that a template writes itself, with the template."""
    pattern = re.compile(
        r"<(?P<tag>h[1-4]|dt|th|summary|strong|caption|button|label)\b[^>{]*>(?P<text>[^<{]+)</(?P=tag)>"
    )
    return {
        match["text"].strip(): path.relative_to(TEMPLATES).as_posix()
        for path in sorted(TEMPLATES.rglob("*.html"))
        if path.parent.name != "kit" and path.name != "redirect.html"
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    }


CODES: dict[str, Iterable[str]] = {
    "notices": words.NOTICES.values(),
    "bases": words.MEANINGS.values(),
    "stages": set(words.STAGES.values()) - {"Closed"},
    "endings": words.ENDINGS.values(),
    "directions": words.DIRECTIONS.values(),
    "judgements": words.JUDGEMENTS.values(),
    "changes": words.CHANGES.values(),
    "reasons of withdrawal": words.WITHDRAWAL_REASONS.values(),
    "links out": words.LINKS_OUT.values(),
    "links in": words.LINKS_IN.values(),
    "designs": labels.DESIGNS.values(),
    "results": labels.RESULTS.values(),
    "measures": labels.MEASURES.values(),
    "discounts": [text.partition(": ")[2] for text in labels.DISCOUNTS.values()],
    "formats": [form.label for form in FORMATS.values()],
    "modes": labels.MODES.values(),
    "practice levels": evidence_words.PRACTICE,
    "what is about the problem": [words.ABOUT_PROBLEM],
    "labels of records": _literals("records.py"),
    "labels of events": _literals("assist_details.py"),
    "words of templates": _written_in_templates(),
}


@pytest.mark.parametrize("kind", CODES)
def test_every_label_and_word_is_shown_somewhere(shown: str, kind: str) -> None:
    assert CODES[kind]
    assert _missing(CODES[kind], shown) == []


SENTENCES = (
    "Convener: duty lead of the control room",
    "1 plan closed without a meeting",
    "3 teams, possibly the same problem",
    "Maybe answered, not judged yet",
    "Planned for 10 April 2031",
    "1 visitor wanted",
    "Nobody knew.",
    "Overdue since",
    "One lesson has no owner",
    "depot-log.csv, 17",
    "Counts, as the latest of this team",
    "Does not count: it ended before the lesson was learned",
    "The owner has not replied",
    "Reply of the owner",
    "Not tried in:",
    "no lesson of this base came near",
    "Lowered for imprecision (one desk in one month)",
    "Retracted.",
    "Also called:",
    "Village clinic",
    "CC BY-SA 4.0",
    "learned at the same event",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_that_is_made_from_records_is_shown(shown: str, sentence: str) -> None:
    assert _missing([sentence], shown) == []


STATEMENTS = (
    "Advice: no team has reported trying it",
    "Contested. ",
    "worked more than once for",
    "partly worked for",
    "failed for",
    "no result stated",
    "who say that it worked",
    "(practice 4 of 4)",
    "(research 5 of 5)",
    "; lowered for imprecision",
    "1 study against it",
    "Studied, and a study speaks against it",
    "Studied, with mixed findings",
    "Only the problem was studied",
    "The study that it cites was retracted",
    "Not studied",
    "Its owner tells of 1 other team",
    "Last confirmed",
    "Not confirmed since",
    "When it was last confirmed is not stated",
    "no higher than 2 until",
    "no higher than 3 until",
    "down one, since it failed for",
    "down one for each concern",
    "it did harm, and the lesson's owner has not replied",
    "a study as good speaks against it",
    "an account as good speaks against it",
    "a lesson on evidence as good says otherwise",
    "That has lapsed.",
    "The facts give practice",
    "“worked” means that avoiding it helped",
    "tried, and no success reported",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_form_of_the_badge_is_shown(shown: str, statement: str) -> None:
    assert _missing([statement], shown) == []


PLACES = (
    ("", "#bh-news ~ .bh-cards > li", 5),
    ("", ".bh-examples li", 3),
    ("new/", ".bh-cards .bh-strip", 5),
    ("did-not-work/", ".bh-group", 6),
    ("words/", ".bh-rows > li", 12),
    ("", "#bh-open ~ ul li", 2),
    ("", ".bh-balance li", 4),
    ("board/", "[aria-labelledby=bh-plans] li", 3),
    ("board/", "[aria-labelledby=bh-overlaps] li", 3),
    ("board/", "[aria-labelledby=bh-problems] li", 3),
    ("board/", "[aria-labelledby=bh-problems] li li a", 1),
    ("insights/", "figure", 8),
    ("insights/", "[aria-labelledby=bh-recurring] li", 3),
    ("insights/", "#bh-growth-title, #bh-size-title, #bh-map-title", 3),
    ("tools/", ".bh-group li", 3),
    ("topics/", ".bh-group li", 14),
    ("topics/dispatch/", ".bh-lead", 1),
    ("assists/", ".bh-group", 3),
    ("gaps/", ".bh-group ul", 5),
    ("gaps/2/", ".bh-group ul", 2),
    ("reviews/", ".bh-group", 5),
    ("guide/practices/", ".bh-result", 5),
    ("evidence/", ".bh-table", 2),
    ("lesson/read-back-the-address/", "table, .task-list, [class*=admonition], sup", 4),
    ("lesson/spare-key-board/", "img[alt]", 1),
    ("lesson/red-end-of-the-shelf/", ".bh-result.bh-failed", 2),
    ("lesson/two-crews-for-stairs/", ".bh-result.bh-partly, .bh-result.bh-failed", 1),
    ("lesson/grit-at-dusk/", ".bh-warning p", 2),
    ("lesson/paper-log/", ".bh-warning a", 1),
    ("lesson/locked-gates/", ".bh-warning", 1),
    ("lesson/night-driver-account/", ".bh-warning", 1),
    ("assist/radio-silence/", ".bh-group", 25),
    ("assist/charging-at-northpier/", ".bh-group", 5),
    ("reuse/heathmoor-nearest/", ".bh-side dt", 6),
)


@pytest.mark.parametrize(("address", "selector", "least"), PLACES)
def test_each_part_of_a_page_has_something_in_it(
    tour_site: BuiltSite, address: str, selector: str, least: int
) -> None:
    assert len(tour_site.page(address).select(selector)) >= least


def test_figures_of_people_are_shown_where_enough_would_show(tour_site: BuiltSite) -> None:
    tables = tour_site.page("insights/").select("#bh-network ~ .bh-drawn table")
    told = {
        text_of(table.caption): [text_of(cell) for cell in table.select("td")] for table in tables
    }
    assert "Withheld" not in told["Everybody"] + told["By year"]
    assert {cell == "Withheld" for cell in told["By team"]} == {True, False}


def test_nothing_on_it_leads_nowhere(tour_site: BuiltSite) -> None:
    broken = []
    for path in tour_site.pages:
        for address in tour_site.addresses(path):
            if "://" not in address and not address.startswith(("mailto:", "#")):
                file, _fragment = tour_site.target(path, address)
                broken += [] if file in tour_site.files else [(path, address)]
    assert broken == []
