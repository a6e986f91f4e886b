"""What a query finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.search.answer import Filters
from site_builder.search.meant import is_slip
from site_builder.search.stems import stem
from site_builder.search.verdict import CLOSE, NOTHING
from tests.search.making import EMERGENCY, ask, found_by, index_of, made
from tests.search.queries import FOREIGN, NASTY

if TYPE_CHECKING:
    from site_builder.search.store import Opened

# Synonyms


@pytest.mark.parametrize("query", ["A&E", "emergency department", "Casualty", "a crowded A & E"])
@pytest.mark.parametrize("body", ["The emergency department was full.", "A&E was full."])
def test_a_topic_is_found_by_any_of_its_names(query: str, body: str) -> None:
    named = made("named", body, phrases=EMERGENCY)
    opened = index_of(named, made("other", "A pump failed."), phrases=EMERGENCY)
    assert found_by(opened, query) == ["named"]


def test_a_lesson_has_the_words_of_a_name_whose_topic_it_has() -> None:
    opened = index_of(made("named", "A&E was full.", phrases=EMERGENCY), phrases=EMERGENCY)
    (match,) = ask(opened, "emergency department").matches
    assert match.covered == ("emergency", "department")


def test_the_longest_name_counts_and_not_those_inside_it() -> None:
    emergency = made("emergency", "", tags=("emergency-department",))
    ward = made("ward", "", tags=("ward",))
    opened = index_of(emergency, ward, phrases=EMERGENCY)
    assert found_by(opened, "casualty ward") == ["emergency"]


def test_a_tag_is_a_name_of_the_topic_that_the_text_need_not_have() -> None:
    opened = index_of(made("tagged", "Full.", tags=("ward",)), phrases=EMERGENCY)
    assert found_by(opened, "ward") == ["tagged"]


# Filters

LESSONS = (
    made(
        "a",
        "pump",
        tags=("heat", "water"),
        evidence="both",
        practice=3,
        research=2,
        date="2024-05-01",
        team="north",
    ),
    made(
        "b",
        "pump pump",
        tags=("heat",),
        evidence="research",
        practice=0,
        research=4,
        date="2025-05-01",
        outcome="worked",
    ),
    made(
        "c",
        "pump shed",
        tags=("water",),
        evidence="both",
        practice=2,
        research=2,
        contested="yes",
        date="2026-05-01",
        source="visit",
    ),
    made("d", "shed", tags=("roof",), evidence="experiential", date="2026-05-01", setting="plant"),
)


def only(**values: str) -> Filters:
    """Return filters by facet, values with commas between."""
    return Filters({name: frozenset(some.split(",")) for name, some in values.items()})


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (only(tag="heat,roof"), {"a", "b", "d"}),
        (only(tag="heat", evidence="both"), {"a"}),
        (only(tag="water,heat", evidence="both,research"), {"a", "b", "c"}),
        (only(year="2026"), {"c", "d"}),
        (only(team="north"), {"a"}),
        (only(source="visit"), {"c"}),
        (only(setting="plant"), {"d"}),
        (only(practice="2"), {"c"}),
        (only(practice="0,3"), {"a", "b", "d"}),
        (only(research="2"), {"a", "c"}),
        (only(contested="yes"), {"c"}),
        (only(contested="no", research="2"), {"a"}),
        (Filters(least={"practice": 2}), {"a", "c"}),
        (Filters(least={"practice": 0}), {"a", "b", "c", "d"}),
        (Filters(least={"practice": 1, "research": 3}), set()),
        (Filters({"evidence": frozenset({"both"})}, least={"practice": 3}), {"a"}),
        (only(outcome="worked"), {"b"}),
        (only(outcome="no-such"), set()),
        (Filters(after="2025-05-01"), {"b", "c", "d"}),
        (Filters(before="2025-05-01"), {"a", "b"}),
        (Filters(after="2025-01-01", before="2025-12-31"), {"b"}),
    ],
)
def test_values_of_a_facet_are_alternatives_and_facets_add_up(
    filters: Filters, ids: set[str]
) -> None:
    assert set(found_by(index_of(*LESSONS), "", filters)) == ids


def test_filters_narrow_what_words_find() -> None:
    assert found_by(index_of(*LESSONS), "pump", only(tag="water")) == ["a", "c"]


def test_filters_of_the_query_widen_those_beside_it() -> None:
    found = found_by(index_of(*LESSONS), "pump tag:heat", only(tag="water"))
    assert set(found) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("practice:2", ["c"]),
        ("research:2 pump", ["a", "c"]),
        ("contested:yes", ["c"]),
        ("practice:7", []),
    ],
)
def test_levels_may_be_asked_for_in_the_query(query: str, ids: list[str]) -> None:
    assert found_by(index_of(*LESSONS), query) == ids


def test_lessons_are_counted_by_level() -> None:
    counts = ask(index_of(*LESSONS), "").facets
    assert counts["practice"] == {"0": 2, "2": 1, "3": 1}
    assert counts["research"] == {"2": 2, "0": 1, "4": 1}
    assert counts["contested"] == {"no": 3, "yes": 1}


@pytest.mark.parametrize("value", ["emergency-department", "A-E", "Casualty"])
def test_a_tag_may_be_asked_for_by_any_name(value: str) -> None:
    tagged = made("tagged", "full", tags=("emergency-department",))
    opened = index_of(tagged, made("other", "full"), phrases=EMERGENCY)
    assert found_by(opened, f"tag:{value}") == ["tagged"]


def test_nothing_asked_lists_the_newest_first_and_ties_by_id() -> None:
    assert found_by(index_of(*LESSONS), "") == ["c", "d", "b", "a"]


def test_facets_count_every_lesson_found_and_not_those_shown_alone() -> None:
    found = ask(index_of(*LESSONS), "pump", limit=1)
    assert found.total == 3
    assert found.facets["tag"] == {"heat": 2, "water": 2}
    assert found.facets["year"] == {"2024": 1, "2025": 1, "2026": 1}


def test_facets_stand_most_first_and_ties_by_value() -> None:
    counts = ask(index_of(*LESSONS), "").facets["evidence"]
    assert list(counts) == ["both", "experiential", "research"]


# Phrases and exclusions


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ('"review of the pump"', {"exact"}),
        ('"pump review"', {"turned"}),
        ('"review pump"', set()),
        ('"reviews of the pumping"', {"exact"}),
        ('"of the"', {"exact", "other-stop-words"}),
        ('"review of the pump" shed', {"exact"}),
    ],
)
def test_words_of_a_phrase_stand_together_with_its_little_words(query: str, ids: set[str]) -> None:
    opened = index_of(
        made("exact", "A review of the pump in a shed."),
        made("other-stop-words", "A review for a pump, and of the shed."),
        made("turned", "A pump review shed."),
        made("apart", "A review. Nobody looked at any pump shed."),
    )
    assert set(found_by(opened, query)) == ids


def test_two_phrases_have_to_stand_both() -> None:
    opened = index_of(made("one", "red pump, old shed"), made("two", "red pump, shed old"))
    assert found_by(opened, '"red pump" "old shed"') == ["one"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("pump -shed", {"a", "b"}),
        ("-pumps", {"d"}),
        ("pump -the", {"a", "b", "c"}),
        ("-pump -shed", set()),
    ],
)
def test_an_excluded_word_must_not_occur(query: str, ids: set[str]) -> None:
    assert set(found_by(index_of(*LESSONS), query)) == ids


# Words, beginnings, stop words


def test_any_word_may_match_and_more_of_them_rank_higher() -> None:
    opened = index_of(made("one", "pump x y"), made("both", "pump shed x"), made("none", "roof"))
    assert found_by(opened, "pump shed") == ["both", "one"]


def test_the_head_counts_half_again() -> None:
    opened = index_of(made("body", "a pump", title="Roof"), made("title", "a roof", title="Pump"))
    assert found_by(opened, "pump") == ["title", "body"]


def test_ties_are_settled_by_id() -> None:
    opened = index_of(*(made(name, "the same pump") for name in ("c", "a", "b")))
    assert found_by(opened, "pump") == ["a", "b", "c"]


@pytest.mark.parametrize("query", ["hando*", "pipes hando", "handovers*", "handovre"])
def test_a_beginning_of_a_word_finds_it(query: str) -> None:
    opened = index_of(made("a", "Handover of walls"), made("b", "A roof"))
    assert found_by(opened, query) == ["a"]


def test_only_the_last_word_may_be_unfinished() -> None:
    opened = index_of(made("a", "Handover of walls"), made("b", "A roof"))
    assert found_by(opened, "hando roof") == ["b"]


def test_a_word_that_is_there_is_taken_as_it_is() -> None:
    opened = index_of(made("a", "A pump"), made("b", "A pumpkin"))
    assert found_by(opened, "pump") == ["a"]


@pytest.mark.parametrize("query", ["qi", "x*"])
def test_one_or_two_letters_are_no_beginning(query: str) -> None:
    assert found_by(index_of(made("a", "qigong xylophone")), query) == []


def test_a_beginning_stands_for_so_many_stems_and_no_more() -> None:
    names = [f"abc{number:03}" for number in range(105)]
    opened = index_of(*(made(name, name) for name in names))
    assert ask(opened, "abc*").total == 100


def test_a_beginning_scores_as_the_best_of_its_stems() -> None:
    opened = index_of(made("a", "pumpkin pumping"), made("b", "roof"), made("c", "pumpkin roof"))
    scores = {match.row: match.score for match in ask(opened, "pum*").matches}
    single = [ask(opened, word).matches[0].score for word in ("pumping", "pumpkin")]
    assert scores[0] == max(single)


def test_stop_words_count_only_alone() -> None:
    opened = index_of(made("a", "Not to be, that is"), made("b", "A pump"))
    assert found_by(opened, "to be or not to be") == ["a"]
    assert found_by(opened, "to be a pump") == ["b"]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_base_of_any_language_is_searched(text: str) -> None:
    opened = index_of(made("foreign", text), made("english", "The pump of the shed."))
    assert found_by(opened, text.split()[1])[:1] == ["foreign"]


def test_an_empty_base_answers() -> None:
    found = ask(index_of(), 'pump pum* "a pump" -x tag:y')
    assert (found.total, found.unknown) == (0, ("pump", "pum*"))


# What is told of an answer


def test_a_match_tells_which_words_it_has() -> None:
    opened = index_of(made("a", "Pumps freeze."), made("b", "A shed."))
    (match, _other) = ask(opened, "frozen pump freezes shed").matches
    assert (match.covered, match.not_covered) == (("pump", "freezes"), ("frozen", "shed"))


def test_words_that_no_lesson_has_are_told() -> None:
    assert ask(index_of(made("a", "A pump.")), "qwertz pump").unknown == ("qwertz",)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("pump", CLOSE),
        ("pump qwertz asdf yxcv jklö", NOTHING),
        ("qwertz", NOTHING),
        ("frozen pump", CLOSE),
        ("the", CLOSE),
        ("", ""),
        ("tag:none", ""),
    ],
)
def test_how_near_an_answer_comes_is_said_in_a_word(query: str, word: str) -> None:
    opened = index_of(
        made("a", "the pump"),
        made("b", title="A frozen pump", problem="Frozen pump"),
        made("c", "a shed"),
    )
    assert ask(opened, query).verdict.word == word


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("what is the best pump for us", ("best", "pump")),
        ("don’t pump", ("pump",)),
        ("7 pumps", ("7", "pumps")),
        ("who is it", ("who",)),
        ("of the", ("of", "the")),
        ("pum* shed", ("shed", "pum*")),
    ],
)
def test_telling_words_say_what_a_problem_is_about(query: str, words: tuple[str, ...]) -> None:
    assert ask(index_of(made("a", "pump")), query).words == words


@pytest.fixture(scope="module")
def foreign() -> Opened:
    """Return an index of lessons in many scripts."""
    lessons = (
        made(f"n{at}", text, phrases=EMERGENCY, tags=("ward",)) for at, text in enumerate(FOREIGN)
    )
    return index_of(*lessons, *LESSONS, phrases=EMERGENCY)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=40), st.sampled_from(NASTY)))
def test_any_text_is_answered(foreign: Opened, text: str) -> None:
    found = ask(foreign, text)
    assert len(found.matches) == min(10, found.total)
    assert all(match.score >= 0 for match in found.matches)
    assert sorted(found.matches, key=lambda match: -match.score) == list(found.matches)


def test_a_replaced_lesson_leaves_no_stems_behind(opened_after_an_edit: Opened) -> None:
    assert found_by(opened_after_an_edit, "insul") == ["kept"]


# Words as people write them


@pytest.mark.parametrize(
    "forms",
    [
        ("email", "e-mail", "e mail"),
        ("xray", "x-ray", "x ray"),
        ("followup", "follow-up", "follow up"),
        ("multisite", "multi-site", "multi site"),
        ("healthcare", "health-care", "health care"),
        ("iso9001", "ISO-9001", "ISO 9001"),
    ],
)
def test_joined_hyphenated_and_split_forms_meet(forms: tuple[str, ...]) -> None:
    lessons = [made(f"n{at}", f"Of the {form} of a ward") for at, form in enumerate(forms)]
    opened = index_of(*lessons, made("other", "A pump in a shed"))
    for form in forms:
        assert set(found_by(opened, form)) == {"n0", "n1", "n2"}, form
        assert set(found_by(opened, f'"the {form} of"')) == {"n0", "n1", "n2"}, form
        assert not found_by(opened, f'"ward {form}"')


def test_a_word_is_found_where_it_only_stands_in_two() -> None:
    opened = index_of(made("split", "A follow up of the ward"), made("other", "Up to follow"))
    found = ask(opened, "followup")
    assert [opened.rows[match.row].id for match in found.matches] == ["split"]
    assert found.also == (("followup", "follow up"),)


def test_a_form_of_a_word_counts_once_in_a_lesson_that_writes_it_so() -> None:
    opened = index_of(made("hyphen", "An e-mail to a ward"), made("apart", "The e of the mail"))
    parts = [opened.scorer.scores(stem(word))[1] for word in ("e", "mail")]
    scores = {match.row: match.score for match in ask(opened, "e-mail").matches}
    assert scores[1] == sum(parts)


@pytest.mark.parametrize(
    ("query", "first"),
    [("C++", "cpp"), ("c# build", "sharp"), ("C", "c"), (".NET", "net"), ("R & D", "lab")],
)
def test_names_with_signs_are_words(query: str, first: str) -> None:
    opened = index_of(
        made("c", "The C library and its build"),
        made("cpp", "The C++ modules and their build"),
        made("sharp", "The C# build of modules"),
        made("fish", "A net for the fish and a net for the crabs, net of tax"),
        made("net", "The .NET runtime"),
        made("lab", "The R&D of the lab"),
    )
    assert found_by(opened, query)[0] == first


@pytest.mark.parametrize("query", ["停電", "発電機", "電", "น้ำท่วม", "ทางน้ำ"])
def test_words_of_scripts_without_spaces_are_found(query: str) -> None:
    opened = index_of(
        made("other", "水泵在冬天"), made("it", "停電のとき発電機を見る。ทางน้ำท่วมแล้ว")
    )
    assert found_by(opened, query) == ["it"]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("temprature", "temperature"),
        ("battary", "battery"),
        ("battaries", "battery"),
        ("asist", "assist"),
        ("hadnover", "handover"),
        ("recieved", "received"),
    ],
)
def test_a_slip_is_searched_as_the_word_it_looks_like(query: str, meant: str) -> None:
    text = "The temperature of a battery: assist the handover of what was received"
    opened = index_of(made("it", text), made("other", "A pump"))
    found = ask(opened, f"{query} shed")
    assert found.also == ((query, meant),)
    assert found.matches[0].covered == (query,)


@pytest.mark.parametrize(
    ("word", "other"),
    [("contract", "contact"), ("night", "might"), ("water", "later"), ("stuck", "sticky")],
)
def test_a_sound_word_is_not_taken_for_another(word: str, other: str) -> None:
    assert not is_slip(word, other)


def test_an_unfinished_word_is_no_slip() -> None:
    opened = index_of(made("it", "A facilitator from outside"), made("other", "Facilities"))
    found = ask(opened, "facilitat")
    assert [opened.rows[match.row].id for match in found.matches] == ["it"]
    assert not found.also


def test_a_lesson_without_any_telling_word_is_no_answer() -> None:
    opened = index_of(made("little", "How much does it do?"), made("it", "The cost of a pump"))
    assert found_by(opened, "how much does it cost") == ["it"]
