"""An assist's page shows what its record states, and nobody who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.publish.rows import Link, LinkedText
from site_builder.publish.views import AssistPage, Detail
from site_builder.records.assist import Assist
from tests.builders import VOCABULARY, lesson_text
from tests.test_publish_views import lesson_page, listing, site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

EVERYTHING = {
    "purpose": ("Learn about frost", "Learn about frost"),
    "learning_questions": ("[Which sheds freeze?]", "Which sheds freeze?"),
    "tags": ("[pumps]", "Pumps"),
    "complexity": ("complicated", "Complicated"),
    "cancelled": ("The plant closed", "The plant closed"),
    "host_team": ("north", "North team, Invented Water"),
    "teams": ("[south]", "South team, Invented Hospital"),
    "duration_hours": ("6", "6 hours"),
    "mode": ("hybrid", "In person and remote"),
    "setting": ("plant", "Water plant"),
    "series": ("Frost talks", "Frost talks"),
    "room_to_change": ("No shed is ordered", "No shed is ordered"),
    "receipts": (
        (
            "[{query: frozen pumps, date: 2026-02-01, index: 0123456789ab,"
            " hits: [{id: heat, judgement: partly}, {id: draft, judgement: reuse}]}]"
        ),
        "“frozen pumps”, 1 February 2026: “Heat the shed” helps in part",
    ),
    "deliverables": ("[Three ways]", "Three ways"),
    "open_to": ("[Engineers]", "Engineers"),
    "facilitator": ("Head of training", "Head of training, South team, Invented Hospital"),
    "facilitator_team": ("south", "Head of training, South team, Invented Hospital"),
    "recording": ("{agreed: no, on: 2026-03-20}", "Not recorded, agreed on 20 March 2026"),
    "briefing_sent": ("2026-04-20", "20 April 2026"),
    "agenda": (
        "[{part: Frost, minutes: 9, lead: visitors, host_present: no, yields: ways}]",
        "Frost (9 minutes, led by visitors, for: ways, host team not in the room)",
    ),
    "social_time": ("Dinner the night before", "Dinner the night before"),
    "ground_rules": ("[Work and not people]", "Work and not people"),
    "options": (
        "[{title: Heat, from: south, worked_elsewhere: on a ward}]",
        "Heat (from South team, Invented Hospital, on a ward)",
    ),
    "problem_before": ("Pumps are old", "Pumps are old"),
    "root_causes": ("[Thin walls]", "Thin walls"),
    "contention": ("[Who owns the sheds]", "Who owns the sheds"),
    "questions": (
        "[{question: How cold was it?, answer: Ten below.}, {question: Since when?}]",
        "Since when? Nobody knew.",
    ),
    "went_well": ("[Pumps are counted]", "Pumps are counted"),
    "decision": ("{by: north, chosen: Buy heaters, why: Cheap}", "Buy heaters"),
    "actions": (
        "[{do: Order, owner: Stores, team: south, due: 2026-09-01, proof: They run}]",
        (
            "Order (Stores, South team, Invented Hospital, due 1 September 2026, open, "
            "proof: They run)"
        ),
    ),
    "commit_back_by": ("2026-03-20", "20 March 2026"),
    "outcomes": (
        "[{team: south, result: worked, measure: opinion, before: All froze}]",
        "South team, Invented Hospital: worked, in their opinion; before: All froze",
    ),
    "surprises": ("[No heaters]", "No heaters"),
    "expected_but_missing": ("[A list of sheds]", "A list of sheds"),
    "gaps": ("[The age of each pump]", "The age of each pump"),
    "where_to_look": ("[The maker's report]", "The maker's report"),
    "reflections": (
        "[{team: south, take_away: A list, will_apply: On wards, value: New eyes, by: 2026-05-01}]",
        (
            "South team, Invented Hospital: A list "
            "(to apply: On wards, by 1 May 2026, worth taking part for: New eyes)"
        ),
    ),
    "resources": ("[Slides]", "Slides"),
    "tools": ("[A thermometer]", "A thermometer"),
    "elements": ("[Conversations]", "Conversations"),
    "prompt": ("What freezes where you work?", "What freezes where you work?"),
    "milestones": ("[First shed is warm]", "First shed is warm"),
    "support": ("[An electrician]", "An electrician"),
    "cost": ("Two days", "Two days"),
    "thanks": ("A card to the south team", "A card to the south team"),
    "audience": ("[Every plant with sheds]", "Every plant with sheds"),
    "no_lesson": ("Known before", "Known before"),
    "story": ("One night all froze", "One night all froze"),
    "review": ("{intended: Warm, happened: Cold, why: Wind, next_time: Walls}", "Walls"),
    "citations": ("[{title: Frost in print, design: guidance}]", "Frost in print"),
    "contact": ("Head of the plant", "Head of the plant"),
    "consent": ("Head of the plant agreed", "Head of the plant agreed"),
    "interests": ("The host sells heaters", "The host sells heaters"),
    "licence": ("CC BY 4.0", "CC BY 4.0"),
}
"""A value of each field that is published, and how it reads; all of it is invented."""

INVITING = {
    "decision_open": ("yes", "Still open"),
    "decision_date": ("2026-07-01", "1 July 2026"),
    "seats_wanted": ("6", "6"),
    "join": ("Write to the plant", "Write to the plant"),
}
"""Fields that readers see while the meeting lies ahead."""

PRACTICES = {
    "options": ("a9", "d11"),
    "social_time": ("a49",),
    "root_causes": ("a60",),
    "gaps": ("a64",),
    "where_to_look": ("a65", "a66"),
    "audience": ("a79",),
    "mode": ("b7", "c2"),
    "learning_questions": ("c6",),
    "reflections": ("c23", "c24", "d12", "d17"),
    "open_to": ("e13",),
    "cost": ("e21", "e29"),
    "support": ("e22", "e30"),
    "milestones": ("e23",),
    "outcomes": ("e33",),
}
"""Practices for which there is a field."""

NOT_IN_WORDS = {
    "title", "problem", "format", "status", "closed_as", "happened", "planned_for", "date",
    "owner", "participants", "visibility", "aliases", "merged_into", "relies_on", "imported",
}  # fmt: skip
"""Fields of the card, the address and the links, and those that are not published."""


def page_of(
    make_base: MakeBase, stated: dict[str, tuple[str, str]], status: str = "reported"
) -> AssistPage:
    """Return the page of an invented assist."""
    fields = "\n".join(f"{name}: {value}" for name, (value, _) in stated.items())
    text = (
        "---\ntitle: Invented assist\nproblem: Pumps freeze when nights turn cold\n"
        f"format: peer-assist\nstatus: {status}\ndate: 2026-01-10\n"
        "participants: [{person: quiet-otter, role: visitor}]\n"
        f"{fields}\n---\nAn invented assist.\n"
    )
    base = make_base(
        {
            "assists/b.md": text,
            "heat.md": lesson_text(title="Heat the shed"),
            "draft.md": lesson_text(title="Not yet written", status="draft"),
        }
    )
    view = site_of(base).context("assists/b.md")["assist"]
    assert isinstance(view, AssistPage)
    return view


@pytest.fixture
def page(make_base: MakeBase) -> AssistPage:
    """Return the page of an invented assist that states everything."""
    return page_of(make_base, EVERYTHING | INVITING)


def values_of(page: AssistPage) -> set[str]:
    """Return every value of the page, links without their addresses."""
    details = [*page.details, *(detail for group in page.groups for detail in group.details)]
    return {str(value) for detail in details for value in detail.values}


def links_of(page: AssistPage) -> set[Link]:
    """Return every link in a value of the page."""
    details = [*page.details, *(detail for group in page.groups for detail in group.details)]
    texts = (value for detail in details for value in detail.values)
    return {
        part
        for text in texts
        if isinstance(text, LinkedText)
        for part in text.parts
        if isinstance(part, Link)
    }


@pytest.mark.parametrize("name", INVITING)
@pytest.mark.parametrize("status", ["idea", "searched", "open", "confirmed"])
def test_a_plan_that_lies_ahead_invites(make_base: MakeBase, name: str, status: str) -> None:
    assert INVITING[name][1] in values_of(page_of(make_base, INVITING, status))


@pytest.mark.parametrize(
    ("status", "ending"), [("closed", "closed_as"), ("cancelled", "cancelled")]
)
def test_what_is_over_invites_nobody(make_base: MakeBase, status: str, ending: str) -> None:
    stated = INVITING | {"open_to": ("[Engineers]", ""), ending: ("too-late", "")}
    page = page_of(make_base, stated, status)
    labels = {detail.label for detail in page.details}
    assert not labels & {"Decision", "Decision due", "Places wanted", "How to join", "Open to"}


def test_what_is_over_shows_what_was_decided(make_base: MakeBase) -> None:
    stated = INVITING | {"decision": EVERYTHING["decision"]}
    page = page_of(make_base, stated, "closed")
    assert Detail("Decision", ("Buy heaters",)) in page.details


def test_a_receipt_links_to_the_lessons_that_it_judges(page: AssistPage) -> None:
    assert Link("Heat the shed", "lesson/heat/") in links_of(page)


@pytest.mark.practice("a70")
def test_an_option_links_to_the_record_of_where_it_worked(make_base: MakeBase) -> None:
    options = "[{title: Heat, from: south, worked_elsewhere: heat}]"
    page = page_of(make_base, {"options": (options, "")})
    assert Link("Heat the shed", "lesson/heat/") in links_of(page)
    assert "Heat (from South team, Invented Hospital, worked in Heat the shed)" in values_of(page)


@pytest.mark.practice("c30")
def test_the_address_of_a_recording_is_a_link(make_base: MakeBase) -> None:
    resources = '["Recording (https://video.example.org/a?b=1).", "https://slides.example.org/"]'
    page = page_of(make_base, {"resources": (resources, "")})
    found = {link.url for link in links_of(page)}
    assert found == {"https://video.example.org/a?b=1", "https://slides.example.org/"}
    assert "Recording (https://video.example.org/a?b=1)." in values_of(page)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.practice(*PRACTICES[name]))
        if name in PRACTICES
        else name
        for name in EVERYTHING
    ],
)
def test_a_field_of_an_assist_is_on_its_page(page: AssistPage, name: str) -> None:
    values = values_of(page)
    values |= {page.purpose, str(page.ask), page.card.host, *(one.title for one in page.references)}
    assert EVERYTHING[name][1] in values


def test_every_field_of_an_assist_is_either_on_its_page_or_known_not_to_be() -> None:
    assert EVERYTHING.keys() | INVITING.keys() | NOT_IN_WORDS == set(Assist.model_fields)


@pytest.mark.practice("a71")
def test_what_is_done_well_comes_before_what_could_be_done_otherwise(page: AssistPage) -> None:
    titles = [group.title for group in page.groups]
    assert titles.index("What is done well already") < titles.index("Options")


def test_nobody_who_took_part_is_on_the_page(page: AssistPage) -> None:
    assert "quiet-otter" not in repr(page)


def test_a_draft_that_a_search_found_is_not_told_of(page: AssistPage) -> None:
    assert "Not yet written" not in repr(page)


@pytest.mark.parametrize(
    "field",
    [
        "facilitator: heron",
        "actions: [{do: Order, owner: heron}]",
        "agenda: [{part: Frost, minutes: 9, lead: heron}]",
        "options: [{title: Heat, from: heron}]",
    ],
)
def test_a_person_in_the_place_of_a_role_is_left_out(make_base: MakeBase, field: str) -> None:
    base = make_base(
        {
            "assists/b.md": "---\ntitle: Invented assist\nproblem: Pumps freeze at night\n"
            f"format: other\nstatus: idea\ndate: 2026-01-10\n{field}\n---\n"
        }
    )
    people = "people:\n  heron: {team: north}\n"
    (base.root / "people.yml").write_text(people, encoding="utf-8")

    view = site_of(base).context("assists/b.md")["assist"]

    assert isinstance(view, AssistPage)
    assert "heron" not in repr(view)


@pytest.mark.practice("c8", "e38")
def test_other_events_of_a_series_are_linked(make_base: MakeBase) -> None:
    assist = "---\ntitle: {0}\nproblem: Pumps freeze at night\nformat: visit\nstatus: idea\n"
    assist += "date: 2026-01-10\nseries: {1}\n---\n"
    texts = {"a": ("First", "Frost"), "b": ("Second", "Frost"), "c": ("Third", "Heat")}
    base = make_base({f"assists/{id_}.md": assist.format(*one) for id_, one in texts.items()})

    view = site_of(base).context("assists/a.md")["assist"]

    assert isinstance(view, AssistPage)
    assert view.series == (Link("Second", "assist/b/"),)


@pytest.mark.practice("b2", "c12", "c14", "e11")
def test_a_lesson_shows_what_is_better_seen_and_how_far_it_had_come(make_base: MakeBase) -> None:
    header = """\
image: A shed is a coat for pumps
tacit: How a cold pump sounds
context: {maturity: prototype}
"""
    details = lesson_page(make_base({"a.md": lesson_text(header=header)})).details

    assert [(detail.label, detail.values) for detail in details] == [
        ("How far it had come", ("Prototype",)),
        ("An image for it", ("A shed is a coat for pumps",)),
        ("Better seen than read", ("How a cold pump sounds",)),
    ]


@pytest.mark.practice("b12", "c31")
def test_a_topic_names_its_convener_by_role(make_base: MakeBase) -> None:
    vocabulary = VOCABULARY.replace("move water.}", "move water., convener: Head of pumps}")
    base = make_base({"vocabulary.yml": vocabulary, "a.md": lesson_text()})

    assert listing(site_of(base), "topics/pumps/index.md").lead == (
        "Machines that move water. Convener: Head of pumps."
    )
