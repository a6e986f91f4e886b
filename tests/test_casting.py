"""Heading, texts and lengths decide together what a column becomes, and what is open is said."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.exchange.incoming.day_order import order_of
from site_builder.exchange.incoming.headings import said_by
from site_builder.exchange.incoming.suggest import Suggestion, suggested_map
from site_builder.exchange.tables.reading import read_table
from site_builder.records.vocabulary import Vocabulary
from tests.layouts import as_text, dressed, layouts
from tests.test_suggest_map import as_csv, bring, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.conftest import Base

TOLD = "The invented pump stood still for a whole day. Nobody knew where the key of the store hung"
LEARNED = "A key that two people may take needs a hook that everybody knows, and a board beside it"
VOCABULARY = Vocabulary.model_validate(
    {
        "tags": {"keys": {"label": "Keys", "description": "x", "synonyms": ["locks"]}},
        "teams": {"north": {"label": "North team", "organisation": "x"}},
    }
)


@pytest.fixture
def suggestion(tmp_path: Path) -> Callable[..., tuple[dict[str, Any], Suggestion]]:
    """Return the map that is suggested for rows, as read and as written."""

    def of(*rows: Sequence[str]) -> tuple[dict[str, Any], Suggestion]:
        (tmp_path / "t.csv").write_text(as_csv(rows), encoding="utf-8")
        found = suggested_map(read_table(tmp_path / "t.csv"), VOCABULARY, date(2026, 1, 2))
        return yaml.load(found.text, yaml.BaseLoader), found

    return of


def rows(*cells: str, number: int = 6) -> list[list[str]]:
    """Return rows of cells, in which `N` is the number of the row."""
    return [[cell.replace("N", str(at)) for cell in cells] for at in range(1, number + 1)]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("LESSON CATEGORY", "tags"),
        ("Category of the lesson", "tags"),
        ("Lesson type", "type"),
        ("Date lesson learned", "date"),
        ("Lesson(s) Learned", "learned"),
        ("Custom field (Lessons Learned)", "learned"),
        ("Details: Root cause", "cause"),
        ("Problem description", "problem"),
        ("Impact of the problem", "results"),
        ("Action taken", "done"),
        ("Recommended action", "do"),
        ("Action owner", "people"),
        ("Action due date", "date"),
        ("Project title", "team"),
        ("rootCause", "cause"),
        ("What would you recommend to other teams with the same problem?", "do"),
        ("Please summarise the lesson in a few words", "title"),
        ("Which department do you work in?", "team"),
        ("Erfasst von", "people"),
        ("Erfassungsdatum", "date"),
        ("Was haben wir gelernt?", "learned"),
        ("Empfehlung für künftige Projekte", "do"),
        ("Description de l'événement", "happened"),
        ("Ce qui n'a pas fonctionné", "challenges"),
        ("¿Qué haríamos diferente?", "do"),
        ("Descripción del problema", "problem"),
        ("Cosa abbiamo imparato", "learned"),
        ("Ingediend door", "people"),
        ("Quelle leçon en tirez-vous ?", "learned"),
        ("Wie wurde es gelöst?", "done"),
        ("Quels sont les impacts ?", "results"),
        ("Wat is er gebeurd?", "happened"),
        ("Empfehlung / Recommendation", "do"),
    ],
)
def test_a_heading_says_what_its_column_is(heading: str, role: str) -> None:
    assert said_by(heading).roles[0] == role


def test_a_heading_that_names_two_texts_feeds_two_sections(
    suggestion: Callable[..., Any],
) -> None:
    heads = ["ID", "Lessons learned / Recommendations"]

    given_map, _ = suggestion(heads, *rows("L-N", f"{LEARNED} N."))

    sections = given_map["sections"]
    assert sections["What was learned"] == sections["What to do"] == f"{{`{heads[1]}`}}"


def test_texts_decide_where_a_heading_leaves_it_open(suggestion: Callable[..., Any]) -> None:
    heads = ["ID", "Subject", "Impact", "Category", "Lesson", "AffectedPopulation"]

    given_map, found = suggestion(
        heads, *rows("L-N", "Hang key N up", "High", "Keys", f"{LEARNED} N.", "1200")
    )

    assert given_map["title"] == "{Subject}"
    assert list(given_map["sections"]) == ["What happened", "What was learned"]
    assert "#   Impact:" in found.text
    assert "#   AffectedPopulation:" in found.text


def test_where_no_column_is_a_title_it_is_cut_from_a_text_and_that_is_said(
    suggestion: Callable[..., Any],
) -> None:
    heads = ["LESSON CATEGORY", "Lesson Learned"]

    given_map, found = suggestion(heads, *rows("Keys", f"{LEARNED} of hooks N."))

    assert given_map["title"] == "{Lesson Learned | shorten 90}"
    assert given_map["sections"]["What was learned"] == "{Lesson Learned}"
    assert ("title", "no column holds titles; they are cut from `Lesson Learned`") in found.doubts
    assert "# Check: no column holds titles; they are cut from `Lesson Learned`." in found.text


def test_a_title_that_most_rows_share_is_none(suggestion: Callable[..., Any]) -> None:
    heads = ["Evaluation title", "Finding", "Lesson"]

    given_map, found = suggestion(
        heads, *rows("The water programme", f"{TOLD} N", f"{LEARNED} N of it")
    )

    assert given_map["title"]["from"][0] == "{Lesson | shorten 90}"
    assert given_map["title"]["from"][-1] == "{Evaluation title}"
    assert "# Check: `Evaluation title` says the same often" in found.text


def test_headings_of_another_language_leave_it_to_the_texts_and_every_guess_is_said(
    suggestion: Callable[..., Any],
) -> None:
    heads = ["Nr", "Tytuł", "Opis zdarzenia", "Wniosek"]

    given_map, found = suggestion(heads, *rows("N", "Hak na klucz N", f"{TOLD} N.", f"{LEARNED} N"))

    assert given_map["title"] == "{Tytuł}"
    assert given_map["sections"] == {
        "What happened": "{Opis zdarzenia}",
        "What was learned": "{Wniosek}",
    }
    assert {where for where, _ in found.doubts} >= {"title", "What happened", "What was learned"}


def test_a_text_that_is_none_of_the_others_is_not_taken_for_the_lesson(
    suggestion: Callable[..., Any],
) -> None:
    heads = ["ID", "What happened", "Root cause", "Recommendation", "Early warning signs"]

    given_map, _ = suggestion(heads, *rows("L-N", TOLD, f"{TOLD} N", LEARNED, f"{LEARNED} N"))

    assert given_map["sections"]["What was learned"] == "The source does not say."


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Raised by", ["Ada", "Ben"]),
        ("Where to ask", ["ada@example.org", "ben@example.org"]),
        ("Call", ["+44 20 7946 0001", "+44 20 7946 0002"]),
        ("Zgłosił", ["Ada Example", "Ben Muster"]),
        ("Name", ["Example, Ada", "Dr. Ben Muster"]),
        ("Zespół", ["Ada Example; Ben Muster", "Chloé Exemple"]),
        ("Owner", ["Site manager", "Site manager"]),
        ("Chef de projet", ["Ada", "Ben"]),
        ("Jefe de obra", ["Ada", "Ben"]),
        ("Projectleider", ["Ada", "Ben"]),
    ],
)
def test_a_column_of_people_feeds_nothing(
    suggestion: Callable[..., Any], heading: str, cells: list[str]
) -> None:
    body = [[f"L-{at}", f"Hook {at} for keys", cell] for at, cell in enumerate(cells)]

    given_map, found = suggestion(["ID", "Title", heading], *body)

    assert given_map["leave_out"] == [heading]
    assert found.text.count(heading) == 1 + (heading in {"Zgłosił", "Name", "Zespół"})


@pytest.mark.parametrize(
    ("texts", "order", "ambiguous"),
    [
        (["03/04/2024", "14/03/2024"], "day", 1),
        (["03/04/2024", "03/14/2024"], "month", 1),
        (["03.04.2024", "05.06.2024"], "day", 0),
        (["3/4/2024 9:00 AM", "5/6/2024 1:00 PM"], "month", 2),
        (["24-02-03", "24-03-04", "24-04-14"], "year", 3),
        (["03/04/2024", "05/06/2024"], "day", 2),
    ],
)
def test_the_whole_column_decides_which_number_of_a_date_comes_first(
    texts: list[str], order: str, ambiguous: int
) -> None:
    found = order_of(texts)
    assert found
    assert (found.order, found.ambiguous) == (order, ambiguous)


def test_another_column_decides_what_a_column_of_days_leaves_open(
    suggestion: Callable[..., Any],
) -> None:
    heads = ["ID", "Date raised", "Date closed", "Title"]
    body = [["1", "03/04/2024", "04/14/2024", "A"], ["2", "05/06/2024", "05/07/2024", "B"]]

    given_map, found = suggestion(heads, *body)

    assert (given_map["date"], given_map["dates"]) == ("{Date raised}", ["month first"])
    assert not [text for where, text in found.doubts if where == "date"]


def test_what_is_taken_for_granted_of_days_is_said(suggestion: Callable[..., Any]) -> None:
    heads = ["ID", "Date", "Title"]
    cells = ["14/03/2024", "03/14/2024", "2024", "14/03/24", "see mail", "TBC"]
    body = [[f"L-{at}", cell, f"Hook {at}"] for at, cell in enumerate(cells)]

    given_map, found = suggestion(heads, *body)

    assert given_map["date"] == {"from": "{Date}", "missing": "2026-01-02"}
    said = " ".join(text for where, text in found.doubts if where == "date")
    assert "others such as `03/14/2024` do not" in said
    assert "1 text such as `see mail` cannot be read as a day" in said
    assert "69 to 99 are taken for 1969 to 1999" in found.text
    assert "Of 1 text without a day the first one" in found.text


@pytest.mark.parametrize("heading", ["Due date", "Deadline", "Bis wann", "Échéance", "Target date"])
def test_a_planned_day_is_not_that_of_a_record(
    suggestion: Callable[..., Any], heading: str
) -> None:
    given_map, found = suggestion(["ID", "Title", heading], ["1", "A hook", "14/03/2030"])

    assert given_map["date"] == "2026-01-02"
    assert f"but `{heading}`, which is a plan" in found.text


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        (["Keys; Doors", "Keys"], [";"]),
        (["Keys, Doors", "Doors", "Keys"], [","]),
        (["Health, safety and environment", "Keys"], None),
        (["R&D", "Keys & Doors", "Keys", "Doors"], [" & "]),
        (["Keys/Doors", "Doors"], ["/"]),
        (["Doors und Keys", "Doors"], [" und "]),
        (["#keys #doors", "#doors"], [" #"]),
    ],
)
def test_what_separates_topics_is_found_from_all_of_them(
    suggestion: Callable[..., Any], cells: list[str], signs: list[str] | None
) -> None:
    body = [[f"L-{at}", f"Hook {at}", cell] for at, cell in enumerate(cells)]

    given_map, _ = suggestion(["ID", "Title", "Category"], *body)

    assert given_map["tags"].get("split") == signs


def test_topics_are_known_by_other_spellings_or_printed_to_paste(
    suggestion: Callable[..., Any],
) -> None:
    topics = ["KEYS", "Locks", "Lockss", "Logistics", "logistic", "Health & Safety"]
    body = [[f"L-{at}", f"Hook {at}", topic] for at, topic in enumerate(topics)]

    given_map, found = suggestion(["ID", "Title", "Category"], *body)

    assert given_map["tags"]["words"] == {"Lockss": "keys"}
    assert yaml.safe_load(found.to_add) == {
        "tags": {
            "health-safety": {"label": "Health & Safety", "description": "…"},
            "logistics": {"label": "Logistics", "description": "…", "synonyms": ["logistic"]},
        }
    }
    assert any("lacks these topics" in text for where, text in found.doubts if where == "tags")


@pytest.mark.parametrize(
    "words", [("Positive", "Negative"), ("Erfolg", "Misserfolg"), ("geslaagd", "mislukt")]
)
def test_a_type_that_says_how_it_went_is_an_outcome_to_be_looked_at(
    suggestion: Callable[..., Any], words: tuple[str, str]
) -> None:
    body = [[f"L-{at}", f"Hook {at}", words[at % 2]] for at in range(6)]

    given_map, found = suggestion(["ID", "Title", "Lesson type"], *body)

    assert given_map["outcome"]["values"] == {words[0]: "worked", words[1]: "did-not-work"}
    assert [where for where, _ in found.doubts if where == "outcome"]


@pytest.mark.parametrize(
    ("heading", "words"),
    [("Did it work?", ("Yes", "No")), ("Hat es funktioniert?", ("ja", "nein"))],
)
def test_yes_and_no_are_outcomes_where_it_is_asked_whether_it_worked(
    suggestion: Callable[..., Any], heading: str, words: tuple[str, str]
) -> None:
    body = [[f"L-{at}", f"Hook {at}", words[at % 2]] for at in range(6)]

    assert suggestion(["ID", "Title", heading], *body)[0]["outcome"]["values"] == {
        words[0]: "worked",
        words[1]: "did-not-work",
    }
    assert "outcome" not in suggestion(["ID", "Title", "Approved"], *body)[0]


def test_a_setting_is_part_of_the_context(suggestion: Callable[..., Any]) -> None:
    given_map, found = suggestion(["ID", "Title", "Setting"], *rows("N", "Hook N", "Depot"))

    assert given_map["context"] == {"setting": "{Setting}"}
    assert "settings:\n  depot:  # 6 rows\n" in found.to_add


@pytest.mark.parametrize(
    ("heads", "cells", "key"),
    [
        (["Row", "Ref", "Title"], [["7", "A-1", "One"], ["7", "A-2", "Two"]], "Ref"),
        (["Date", "Title"], [["2024-01-02", "One"], ["2024-01-03", "Two"]], "Title"),
        (["Cost", "Title"], [["200", "One"], ["350", "Two"]], "Title"),
        (["ID", "Phase"], [["1", "a"], ["1", "b"], ["2", "b"]], "{ID}-{Phase}"),
    ],
)
def test_what_tells_rows_apart_is_what_stays_the_same(
    suggestion: Callable[..., Any], heads: list[str], cells: list[list[str]], key: str
) -> None:
    assert suggestion(heads, *cells)[0]["key"] == key


def test_what_is_not_certain_is_said_on_the_terminal_too(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({})
    (base.root / "t.csv").write_text("Category,Lesson\nDoors,Shut them\n", encoding="utf-8")

    result = base.run("import", str(base.root / "t.csv"), "--suggest-map")

    assert "check `date`: no column holds days; all rows get" in result.stderr
    assert "check `tags`: the vocabulary lacks these topics: Doors (1)" in result.stderr
    assert "  doors:  # 1 row\n    label: Doors\n" in result.stderr


HEADINGS = ["ID", "Date", "Title", "What happened", "Lesson learned", "Category", "Raised by"]
_filled = st.tuples(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(lambda day: f"{day:%d.%m.%Y}"),
    st.sampled_from(["Hang the key on a hook", "Count the boxes", "Ask the night team"]),
    st.sampled_from([TOLD, f"{TOLD}. {LEARNED}", ""]),
    st.sampled_from([LEARNED, LEARNED[:60], "n/a"]),
    st.sampled_from(["Handover", "Doors", "Doors; Keys", ""]),
    st.sampled_from(["Ada Example", "Ben Muster"]),
)


@settings(max_examples=25)
@given(st.data())
def test_a_map_works_on_the_table_that_it_was_made_from_however_it_is_laid_out(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    from tests.builders import write_base  # noqa: PLC0415 - here alone
    from tests.conftest import Base  # noqa: PLC0415 - here alone

    cells = data.draw(st.lists(_filled, min_size=3, max_size=8))
    records = [[f"L-{at}", *row] for at, row in enumerate(cells)]
    layout = data.draw(layouts(len(HEADINGS), len(records)))
    base = Base(write_base(tmp_path_factory.mktemp("base")))
    (base.root / "t.csv").write_bytes(as_text(dressed(HEADINGS, records, layout)))
    suggested = base.run("import", str(base.root / "t.csv"), "--suggest-map")
    assert suggested.exit_code == 0, suggested.output

    said = bring(base, suggested.stdout, "t.csv")

    assert f"{len(records)} new" in said, said + suggested.stdout
    assert "0 unreadable" in said
    lessons = base.load().library.lessons
    assert {lesson.fields.imported.key for lesson in lessons if lesson.fields.imported} == {
        record[0] for record in records
    }
    assert not any("Ada Example" in lesson.document.text for lesson in lessons)


def test_a_title_that_speaks_of_projects_does_not_turn_a_table_on_its_side(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({})
    heads = ["Intitulé", "Description", "Retour d'expérience", "Date"]
    body = rows("Clé numéro N du projet", f"{TOLD} N", f"{LEARNED} N", "N/03/2024", number=8)

    said = bring(base, suggest(base, [heads, *body]))

    assert "8 new" in said


def test_days_with_a_time_and_a_zone_are_days(make_base: Callable[[dict[str, str]], Base]) -> None:
    base = make_base({})
    records = [
        {"id": f"A{at}", "title": f"Hook {at}", "created": f"2024-02-1{at}T23:30:00.000Z"}
        for at in range(1, 4)
    ]
    text = "".join(json.dumps(one) + "\n" for one in records)
    (base.root / "t.jsonl").write_text(text, encoding="utf-8")
    suggested = base.run("import", str(base.root / "t.jsonl"), "--suggest-map").stdout

    bring(base, suggested, "t.jsonl")

    days = sorted(str(lesson.fields.date) for lesson in base.load().library.lessons)
    assert days == ["2024-02-11", "2024-02-12", "2024-02-13"]
