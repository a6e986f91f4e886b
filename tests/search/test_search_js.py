"""The module of the browser: the words of the command line, and no more files than needed."""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from site_builder.search.analysis import STOP_WORDS, fold, placed_tokens, tokens, words_in
from site_builder.search.answer import Filters
from site_builder.search.facets import NAMES
from site_builder.search.hits import highlighted
from site_builder.search.postings import CARDS_A_SHARD, FORMAT_VERSION
from site_builder.search.query import parse_query
from site_builder.search.scores import ln
from site_builder.search.stems import stem
from site_builder.search.store import in_memory
from site_builder.search.topics import Topics
from tests.search.making import as_kept, ask, facts, made, publish_of, terms_of
from tests.search.naming import paths_of
from tests.search.queries import FOREIGN, NASTY
from tests.search.served import in_browser, open_in
from tests.site.browsing import computed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from site_builder.search.store import Opened
    from tests.search.served import InBrowser

pytestmark = pytest.mark.browser

Example = TypeVar("Example")

_LETTERS = st.one_of(
    # A letter that is newer than this Python may be known to the browser.
    st.characters(exclude_categories=["Cs", "Cn"]),
    st.sampled_from(
        " \t\n\x1c\x1f\x85\u00a0\u180e\u2028\u3000\ufeff\u00ad\u200b\u0301\u0345\u302e"
    ),
    st.sampled_from("abcdeingsty'’-_\"“”*:&1½²ß\u0130\u0131\u03a3\u03c2\u03c3ﬁ日𐐓𐐨"),
)
_PARTS = st.one_of(
    st.text(_LETTERS, max_size=12),
    st.sampled_from([*NASTY, *FOREIGN]),
    st.sampled_from(["tag:", "year:", ' "', '" ', " -", "* ", " ", "a&e ", "emergency department"]),
    st.sampled_from(sorted(STOP_WORDS)),
)
HOW_MANY = 1_000


def examples(strategy: st.SearchStrategy[Example], count: int) -> list[Example]:
    """Return so many examples, the same in every run."""
    found: list[Example] = []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(one: Example) -> None:
        found.append(one)

    collect()
    return found


@pytest.fixture(scope="module")
def generated() -> list[str]:
    """Return texts of every kind of letter and operator."""
    return [*NASTY, *FOREIGN, *examples(st.lists(_PARTS, max_size=5).map("".join), HOW_MANY)]


@pytest.fixture(scope="module")
def page(own_in_browser: InBrowser) -> Page:
    """Return a page that has the module as ``search``."""
    return own_in_browser.page


def units(text: str, place: int) -> int:
    """Return a place in a text as JavaScript counts it."""
    return len(text[:place].encode("utf-16-le")) // 2


def test_texts_fold_alike(page: Page, generated: list[str]) -> None:
    folded = computed(page, "(texts) => texts.map(search.fold)", generated)
    assert folded == [fold(text) for text in generated]


def test_every_letter_folds_alike(page: Page) -> None:
    letters = [*map(chr, range(0xD800)), *map(chr, range(0xE000, 0x110000))]
    known = [letter for letter in letters if letter.isprintable() or letter.isspace()]
    text = " ".join(known)
    words = computed(page, "(text) => search.wordsIn(text)", text)
    assert words["tokens"] == tokens(text)
    assert [tuple(form.values()) for form in words["forms"]] == list(words_in(text).forms)


def test_tokens_stand_at_the_same_places(page: Page, generated: list[str]) -> None:
    script = """(texts) => texts.map((text) =>
        search.placedTokens(text).map(({ text, start, end }) => [text, start, end]))"""
    assert computed(page, script, generated) == [
        [
            [token.text, units(text, token.start), units(text, token.end)]
            for token in placed_tokens(text)
        ]
        for text in generated
    ]


def test_queries_are_taken_apart_alike(page: Page, generated: list[str]) -> None:
    script = "([texts, names]) => texts.map((text) => search.parseQuery(text, names))"
    queries = computed(page, script, [generated, NAMES])
    for text, given_query in zip(generated, queries, strict=True):
        query = parse_query(text)
        assert given_query == {
            "words": list(query.words),
            "prefixes": list(query.prefixes),
            "phrases": [list(phrase) for phrase in query.phrases],
            "excluded": list(query.excluded),
            "filters": [list(pair) for pair in query.filters],
            "joined": [[word, list(parts)] for word, parts in query.joined],
            "sequence": list(query.sequence),
            "said": query.said,
        }, text


def test_every_word_of_the_corpora_has_the_same_stem(
    page: Page, large: Opened, own: Opened, generated: list[str]
) -> None:
    words = {word for text in generated for word in tokens(text)}
    for opened in (large, own):
        for row in range(len(opened.rows)):
            words.update(word for part in opened.index.card(row)[:-1] for word in tokens(part))
    listed = sorted(words)
    assert len(listed) > 5_000
    stems = computed(page, "(words) => words.map(search.stem)", listed)
    assert dict(zip(listed, stems, strict=True)) == {word: stem(word) for word in listed}


def test_words_of_every_ending_have_the_same_stem(page: Page) -> None:
    starts = ("", "y", "s", "b", "t", "ay", "bay", "str", "trap", "rel", "hop", "yay", "oper", "vi")
    middles = ("", "l", "ll", "at", "bl", "iz", "e", "y", "i", "s", "ion", "𐐨𐐨", "é", "7")
    # Spelt apart where a checker of spelling would take an ending for a word.
    endings = (
        *("", "s", "ss", "sses", "ies", "eed", "ed", "ing", "y", "ational", "tional", "enci"),
        *("anci", "izer", "bli", "alli", "entli", "eli", "ousli", "ization", "ation", "ator"),
        *("alism", "iveness", "fulness", "ousness", "aliti", "iviti", "biliti", "logi", "icate"),
        *("ati" + "ve", "alize", "iciti", "ical", "ful", "ness", "al", "ance", "ence", "er", "ic"),
        *("able", "ible", "ant", "em" + "ent", "m" + "ent", "ent", "ou", "ism", "ate", "iti"),
        *("ous", "ive", "ize", "sion", "tion", "ion", "e", "ll"),
    )
    words = sorted({a + b + c for a in starts for b in middles for c in endings})
    stems = computed(page, "(words) => words.map(search.stem)", words)
    assert dict(zip(words, stems, strict=True)) == {word: stem(word) for word in words}


def test_any_query_is_answered_alike(small_in_browser: InBrowser, generated: list[str]) -> None:
    asked = [(query, Filters()) for query in generated]
    answers = small_in_browser.answers(asked)
    expected = small_in_browser.expected(asked)
    for (query, _filters), wanted, found in zip(asked, expected, answers, strict=True):
        assert found == wanted, query


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        (["pump"], "Pumps, pumping; a pumpkin", ["Pumps", "pumping"]),
        (["pum*"], "Pumps and a pumpkin, un-pumped", ["Pumps", "pumpkin", "pumped"]),
        (["cafe"], "CAFE\u0301S of the café", ["CAFE\u0301S", "café"]),
        (["οδοσ"], "ΟΔΟΣ, οδός", ["ΟΔΟΣ", "οδός"]),
        (["1"], "a ½ of it", ["½"]),
        (["pump"], "", []),
        ([], "A pump", []),
        (["𐐓𐐑"], "😀 𐐓𐐑 x", ["𐐓𐐑"]),
    ],
)
def test_words_of_a_query_are_marked(
    page: Page, words: list[str], text: str, marked: list[str]
) -> None:
    script = """([text, words]) =>
        search.highlights(text, words).map(([start, end]) => text.slice(start, end))"""
    assert page.evaluate(script, [text, words]) == marked


def test_the_same_words_are_marked_as_on_the_command_line(page: Page, own: Opened) -> None:
    script = """([texts, words]) => texts.map((text) =>
        search.highlights(text, words).map(([start, end]) => text.slice(start, end)))"""
    words = ["teams", "learn*", "2", "meeting", "host"]
    texts = [own.index.card(row).body for row in range(len(own.rows))]
    assert computed(page, script, [texts, words]) == [
        [piece for piece, is_asked in highlighted(text, words) if is_asked] for text in texts
    ]


# What is fetched


LENGTHS = "lengths 0"


class Visit:
    """A first visit to the large index."""

    def __init__(self, shown: InBrowser, page: Page) -> None:
        self.page = page
        self.opened = shown.opened
        self._fetched: list[str] = []
        page.on("request", lambda request: self._fetched.append(request.url))
        open_in(page, shown.address)
        self._beginnings: list[str] = page.evaluate(
            "async () => (await (await fetch('/search/index.json')).json()).beginnings"
        )
        paths = paths_of(shown.folder / "search")
        self._named = {
            path: f"{kind} {number}"
            for kind, some in paths.items()
            for number, path in enumerate(some)
        }

    def fetched(self) -> list[str]:
        """Return what was fetched since last asked but for the index, by kind and number."""
        paths = [url.partition("/search/")[2] for url in self._fetched]
        self._fetched.clear()
        return sorted(self._named[path] for path in paths if path and path in self._named)

    def shard(self, term: str) -> int:
        return bisect_right(self._beginnings, term) - 1

    def terms(self, query: str) -> list[str]:
        """Return the files with the terms of a query, and with those of topics that it names."""
        words = tokens(query)
        topics = Topics(self.opened.facts.phrases).found_in(words)
        terms = [*map(stem, words), *(f"#{topic}" for topic, _start, _end in topics)]
        return sorted(f"terms {number}" for number in {*map(self.shard, terms)})

    def ask(self, query: str, limit: int = 10) -> list[int]:
        script = """async ([query, limit]) =>
            (await index.answer(query, {}, limit)).matches.map(({ row }) => row)"""
        rows: list[int] = self.page.evaluate(script, [query, limit])
        return rows


@pytest.fixture
def visit(large_in_browser: InBrowser, browser: Browser) -> Iterator[Visit]:
    """Return a first visit to the large index, in a page of its own."""
    with browser.new_page() as page:
        yield Visit(large_in_browser, page)


def test_opening_fetches_no_more_than_the_list_of_shards(visit: Visit) -> None:
    assert visit.fetched() == []


def test_facets_are_fetched_to_filter_and_to_count(visit: Visit) -> None:
    visit.page.evaluate("async () => (await index.answer('pumps')).counts()")
    assert "facets 0" in visit.fetched()


def test_a_query_fetches_the_shards_of_its_words(visit: Visit) -> None:
    visit.fetched()
    visit.ask("pumps failing")
    assert visit.fetched() == [LENGTHS, *visit.terms("pumps failing"), "words 0"]


def test_a_single_word_that_lessons_have_needs_no_list_of_words(visit: Visit) -> None:
    visit.fetched()
    visit.ask("pumps")
    assert visit.fetched() == [LENGTHS, *visit.terms("pumps")]


def test_nothing_is_fetched_twice(visit: Visit) -> None:
    visit.ask("pumps failing")
    visit.fetched()
    visit.ask("failing pumps")
    assert visit.fetched() == []


def test_positions_are_fetched_for_phrases_alone(visit: Visit) -> None:
    visit.ask("the pumps")
    visit.fetched()
    visit.ask('"the pumps"')
    wanted = {visit.shard(term) for term in ("=the", "pump")}
    positions = sorted(f"positions {number}" for number in wanted)
    assert visit.fetched() == ["placed 0", *positions, "words 0"]


def test_cards_are_fetched_of_what_is_shown(visit: Visit) -> None:
    rows = visit.ask("pumps failing", 3)
    visit.fetched()
    visit.page.evaluate("(rows) => index.cards(rows)", rows)
    assert visit.fetched() == sorted({f"cards {row // CARDS_A_SHARD}" for row in rows})


def test_a_beginning_is_looked_for_in_every_shard_that_may_have_it(visit: Visit) -> None:
    visit.fetched()
    visit.ask("con*")
    stems = visit.opened.index.terms("text", "con")
    wanted = {visit.shard("con"), *map(visit.shard, stems)}
    assert visit.fetched() == [LENGTHS, *sorted(f"terms {number}" for number in wanted)]


_SCORES = """
async (terms) => {
  const { Shards } = await import("/assets/search/shards.js");
  const document = await (await fetch("/search/index.json")).json();
  const below = new URL("/search/", location);
  const shards = new Shards(below, document, new Set(), fetch.bind(globalThis));
  return Promise.all(terms.map(async (term) => [...(await shards.scores(term))]));
}
"""


def test_every_term_scores_as_on_the_command_line(visit: Visit) -> None:
    terms = terms_of(visit.opened)
    wanted = [
        [[row, score] for row, score in visit.opened.scorer.scores(term).items()] for term in terms
    ]
    assert computed(visit.page, _SCORES, terms) == wanted


_LOGARITHMS = """
async (numbers) => {
  const { ln } = await import("/assets/search/scores.js");
  return numbers.map(ln);
}
"""


def test_logarithms_are_the_same_to_the_last_bit(visit: Visit) -> None:
    numbers = [1 + (50_000 - n + 0.5) / (n + 0.5) for n in range(1, 50_001)]
    ours = computed(visit.page, _LOGARITHMS, numbers)
    assert ours == [*map(ln, numbers)]
    assert ours == pytest.approx([*map(math.log, numbers)], rel=1e-15)


_COUNTING = """
async (query) => {
  let open = 0;
  let most = 0;
  const counting = async (...request) => {
    most = Math.max(most, (open += 1));
    await new Promise((done) => setTimeout(done, 20));
    const response = await fetch(...request);
    open -= 1;
    return response;
  };
  const index = await search.Index.open(new URL("/search/", location), counting);
  await index.answer(query);
  return most;
}
"""


def test_shards_are_fetched_side_by_side(visit: Visit) -> None:
    assert visit.page.evaluate(_COUNTING, 'pumps failing winter "review of teams" -roof') >= 4


_MODES = """
async () => {
  const modes = {};
  const noting = (address, options) => {
    modes[address.pathname.split("/").at(-1)] = options?.cache ?? "default";
    return fetch(address, options);
  };
  await (await search.Index.open("/search/", noting)).columns();
  return modes;
}
"""


def test_the_file_that_changes_under_its_name_is_asked_for_anew(visit: Visit) -> None:
    modes = visit.page.evaluate(_MODES)
    assert modes.pop("index.json") == "no-cache"
    assert {*modes.values()} == {"force-cache"}


_FAILING = """
async (query) => {
  let online = true;
  const sometimes = async (...request) => {
    if (online) return fetch(...request);
    throw new TypeError("no network");
  };
  const index = await search.Index.open("/search/", sometimes);
  online = false;
  const failed = await index.answer(query).then(() => "answered", () => "failed");
  online = true;
  return [failed, (await index.answer(query)).total];
}
"""


def test_what_could_not_be_fetched_is_fetched_when_asked_for_again(visit: Visit) -> None:
    total = ask(visit.opened, "pumps failing").total
    assert visit.page.evaluate(_FAILING, "pumps failing") == ["failed", total]


_AT_ONCE = """
async (queries) => {
  const rows = (answer) => answer.matches.map(({ row }) => row);
  const together = await Promise.all(queries.map((query) => index.answer(query)));
  const alone = [];
  for (const query of queries) alone.push(await index.answer(query));
  return [together.map(rows), alone.map(rows)];
}
"""


def test_queries_asked_at_once_do_not_disturb_each_other(visit: Visit) -> None:
    queries = ["p", "pu", "pum", "pump", "pumps f", "pumps failing", "con*", '"the pumps"']
    together, alone = visit.page.evaluate(_AT_ONCE, queries)
    assert together == alone


_OF_ONE = {"lessons": 1, "facets_a_shard": 1, "files": {"facets": [1, "abcdefg"]}}
_OTHER = """
async (given) => {
  const found = { ok: true, json: () => given };
  const answers = { "index.json": found, "abcdefg-0.json": { ok: false, status: 404 } };
  const other = async (address) => answers[address.pathname.split("/").at(-1)];
  const open = async () => (await search.Index.open("/search/", other)).columns();
  return open().then(() => "opened", (error) => error.message);
}
"""


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"format_version": 1}, "format 1"),
        ({"format_version": FORMAT_VERSION, "phrases": {}, **_OF_ONE}, "404"),
    ],
)
def test_an_index_that_cannot_be_used_is_refused(
    page: Page, document: dict[str, Any], message: str
) -> None:
    assert message in page.evaluate(_OTHER, document)


def test_a_card_says_what_a_lesson_is(own_in_browser: InBrowser) -> None:
    opened = own_in_browser.opened
    rows = range(len(opened.rows))
    cards = own_in_browser.page.evaluate("(rows) => index.cards(rows)", list(rows))
    assert cards == [expected_card(opened, row) for row in rows]


def test_days_far_apart_come_back(browser: Browser, tmp_path: Path) -> None:
    # Some days after the first have a number whose letter would be a surrogate.
    first = date(1800, 1, 1)
    days = [0, 1, 0xD7CF, 0xD7D0, 0xD7D1, 0xDFFF, 0x12000]
    dates = ["", *((first + timedelta(days=number)).isoformat() for number in days)]
    opened = in_memory(facts(), [made(f"n{at}", date=day) for at, day in enumerate(dates)])
    publish_of(opened, tmp_path / "search")
    with in_browser(as_kept(opened), browser, tmp_path) as shown:
        assert shown.page.evaluate("async () => (await index.columns()).dates") == dates
        script = "async () => (await index.columns()).facets.year.values.map(([year]) => year)"
        assert shown.page.evaluate(script) == sorted({day[:4] for day in dates} - {""})


def expected_card(opened: Opened, number: int) -> dict[str, Any]:
    """Return the card of a lesson, with the names of what its facets hold."""
    row = opened.rows[number]
    card = opened.index.card(number)

    def labels(facet: str) -> list[str]:
        named = opened.facts.labels.get(facet, {})
        return [named.get(value, value) for value in row.values[facet]]

    return {
        "id": row.id,
        "url": f"lesson/{row.id}/",
        "title": card.title,
        "problem": card.problem,
        "takeaway": card.takeaway,
        "contact": card.contact,
        "status": row.value("status"),
        "outcome": "".join(labels("outcome")),
        "tags": labels("tag"),
        "strip": [list(part) for part in card.strip],
    }
