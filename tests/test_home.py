"""The home page, the pages of what is new and of what did not work, and the words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from site_builder.publish.feeds import NEWEST, news_feed
from site_builder.publish.glossary import FOR_READERS, MEANINGS
from site_builder.publish.home import MOST_OPEN, HomePage
from site_builder.publish.listings import Listing
from site_builder.publish.rows import Link
from tests.builders import ASSIST, PLAN, VOCABULARY, generated, lesson_text
from tests.test_publish_views import REUSE, context_of, groups_page, site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]


def home(base: Base, **options: int) -> HomePage:
    """Return what the home page of a base shows."""
    view = site_of(base, **options).context("index.md")["view"]
    assert isinstance(view, HomePage)
    return view


def facts(base: Base, source: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return group, title and facts of every row of a page."""
    return [
        (group.title, row.link.title, tuple(fact.text for fact in row.facts))
        for group in groups_page(site_of(base), source).groups
        for row in group.rows
    ]


class TestHome:
    def test_it_counts_standing_lessons_and_leaves_out_what_has_none(
        self, make_base: MakeBase
    ) -> None:
        base = make_base({"a.md": lesson_text(), "b.md": lesson_text(status="draft")})
        assert [(part.mark.id, part.count, part.percent) for part in home(base).balance] == [
            ("tried", 1, 100)
        ]
        assert home(base).topics == (Link("Pumps", "topics/pumps/", after=" 1"),)

    @pytest.mark.parametrize(
        ("count", "said"),
        [
            (0, None),
            (1, "1 draft waits for review; search finds it."),
            (3, "3 drafts wait for review; search finds them."),
        ],
    )
    def test_drafts_are_counted_and_lead_to_the_search(
        self, make_base: MakeBase, count: int, said: str | None
    ) -> None:
        draft = lesson_text(status="draft")
        link = home(make_base({f"d{number}.md": draft for number in range(count)})).drafts
        assert (f"{link.before} {link.title}{link.after}" if link else None) == said

    @pytest.mark.parametrize(
        ("plan", "joinable"),
        [
            ("status: searched", False),
            ("status: open", True),
            ("status: confirmed\nplanned_for: 2026-03", True),
            ("status: confirmed\nplanned_for: 2026-02", False),
        ],
    )
    def test_only_meetings_that_lie_ahead_and_invite_can_be_joined(
        self, make_base: MakeBase, plan: str, *, joinable: bool
    ) -> None:
        """The day of the tests is 1 March 2026."""
        text = ASSIST.replace("status: reported", plan).replace("happened: 2025-12\n", "")
        shown = home(make_base({"assists/b.md": text})).open_assists
        assert [card.id for card in shown] == ["b"] * joinable

    def test_of_many_meetings_it_shows_a_few_and_leads_to_all(self, make_base: MakeBase) -> None:
        plan = ASSIST.replace("status: reported", "status: open")
        files = {f"assists/p{number}.md": plan for number in range(MOST_OPEN + 2)}
        shown = home(make_base(files))
        assert len(shown.open_assists) == MOST_OPEN
        assert shown.more_assists == Link(f"All {MOST_OPEN + 2} open plans", "board/")

    def test_a_meeting_that_all_can_see_needs_no_way_to_all(self, make_base: MakeBase) -> None:
        base = make_base({"assists/p.md": ASSIST.replace("status: reported", "status: open")})
        assert home(base).more_assists is None

    def test_a_base_without_a_home_page_is_titled_by_its_name(self, make_base: MakeBase) -> None:
        site = site_of(make_base({}))
        assert site.meta("index.md")["title"] == "Lessons"


class TestExamples:
    def test_an_empty_base_has_none(self, make_base: MakeBase) -> None:
        assert home(make_base({})).examples == ()

    def test_each_leads_to_the_search_for_it(self, make_base: MakeBase) -> None:
        problem = "Pumps & valves freeze, and nobody sees it?"
        (example,) = home(make_base({"a.md": lesson_text(problem=problem)})).examples
        assert example == Link(problem, f"solved/?q={quote_plus(problem)}")

    def test_they_are_of_different_topics_where_there_are_some(self, make_base: MakeBase) -> None:
        files = {
            f"a{number}.md": lesson_text(problem=f"Pumps fail in the {word} winter of the plant.")
            for number, word in enumerate(("first", "second", "third", "fourth"))
        }
        other = "Nobody hands over what the night shift has seen."
        base = make_base({**files, "b.md": lesson_text(problem=other, tags="[handover]")})
        titles = [example.title for example in home(base).examples]
        assert len(set(titles)) == len(titles) == 3
        assert other in titles[:2]

    @pytest.mark.parametrize(
        "problem",
        ["It failed", "On one day of the long winter the plant", "A part. " * 9, "Why " * 45],
    )
    def test_whole_sentences_come_before_scraps(self, make_base: MakeBase, problem: str) -> None:
        whole = "Pumps at the plant fail every winter."
        base = make_base(
            {"a.md": lesson_text(problem=problem.strip()), "b.md": lesson_text(problem=whole)}
        )
        assert home(base).examples[0].title == whole

    def test_where_nothing_is_published_drafts_give_them(self, make_base: MakeBase) -> None:
        (example,) = home(make_base({"a.md": lesson_text(status="draft")})).examples
        assert example.title == "Pumps at the invented plant fail every winter"


CHANGED = {
    "a.md": lesson_text(title="A", date="2026-01-05", reviewed="2026-02-20"),
    "old.md": lesson_text(title="Old", status="superseded", date="2025-01-01"),
    "b.md": lesson_text(title="B", date="2026-01-07", header="relations: {supersedes: [old]}"),
    "bad.md": lesson_text(
        title="Bad",
        status="withdrawn",
        header="withdrawn: {date: 2026-02-10, reason: harmful, note: It burst.}",
    ),
    "c.md": lesson_text(status="draft"),
    "reuse/r.md": REUSE,
}


class TestNews:
    def test_what_records_date_comes_month_by_month_the_latest_first(
        self, make_base: MakeBase
    ) -> None:
        assert facts(make_base(CHANGED), "new/index.md") == [
            ("February 2026", "A", ("Reviewed", "20 February 2026")),
            ("February 2026", "Bad", ("Withdrawn", "10 February 2026")),
            (
                "February 2026",
                "South team, Invented Hospital used “A”",
                ("New report of use", "1 February 2026"),
            ),
            ("January 2026", "Invented pump review", ("New meeting", "10 January 2026")),
            ("January 2026", "B", ("New lesson", "7 January 2026")),
            ("January 2026", "Old", ("Replaced", "7 January 2026")),
            ("January 2026", "A", ("New lesson", "5 January 2026")),
        ]

    def test_it_can_be_followed(self, make_base: MakeBase) -> None:
        feed = news_feed(context_of(make_base(CHANGED)))
        assert [entry.title for entry in feed.entries][:2] == ["Reviewed: A", "Withdrawn: Bad"]
        assert len({entry.id for entry in feed.entries}) == len(feed.entries) == 7
        assert "It burst." in feed.entries[1].summary

    def test_home_shows_as_many_as_the_settings_say(self, make_base: MakeBase) -> None:
        assert len(home(make_base(CHANGED), newest=3).news) == 3


class TestFailures:
    def test_all_that_did_not_work_is_there_with_its_reasons(self, make_base: MakeBase) -> None:
        failed = "outcomes: [{team: north, result: abandoned, measure: observed}]"
        base = make_base(
            {
                **CHANGED,
                "never.md": lesson_text(title="Never", header="outcome: did-not-work"),
                "half.md": lesson_text(title="Half", header="outcome: mixed"),
                "assists/e.md": ASSIST.replace("host_team: north", f"host_team: north\n{failed}"),
            }
        )
        rows = {
            (group.title, row.link.title): " ".join(row.texts)
            for group in groups_page(site_of(base), "did-not-work/index.md").groups
            for row in group.rows
        }
        assert rows == {
            ("It did not work", "Never"): "Pumps at the invented plant fail every winter",
            ("It worked in part", "Half"): "Pumps at the invented plant fail every winter",
            ("It did not work elsewhere", "South team, Invented Hospital used “A”"): (
                "We used it. They changed: the order of steps "
                "Reply of the lesson's owner: we have added a warning"
            ),
            ("It did not work after a meeting", "Invented pump review"): (
                "Pumps at the invented plant fail every winter "
                "North team, Invented Water: given up, as others observed."
            ),
            ("Withdrawn", "Bad"): (
                "This lesson was withdrawn on 10 February 2026: it did harm. It burst."
            ),
        }

    def test_a_contested_lesson_says_why(self, make_base: MakeBase) -> None:
        harm = REUSE.replace("reply: we have added a warning\n", "")
        base = make_base({"a.md": lesson_text(title="A"), "reuse/r.md": harm})
        page = groups_page(site_of(base), "did-not-work/index.md")
        contested = {row.link.title: row.texts for row in page.groups[-1].rows}
        assert list(contested) == ["A"]
        assert contested["A"][0].startswith("It did harm")
        assert "The owner has not replied." in page.groups[0].rows[0].texts

    def test_where_all_is_well_it_says_so_and_home_does_not_lead_there(
        self, make_base: MakeBase
    ) -> None:
        base = make_base({"a.md": lesson_text()})
        assert groups_page(site_of(base), "did-not-work/index.md").groups == ()
        assert not home(base).tells_failures
        assert home(make_base({**CHANGED})).tells_failures

    def test_nothing_leads_to_a_page_that_lists_nothing(self, make_base: MakeBase) -> None:
        quiet = site_of(make_base({"a.md": lesson_text()}))
        linked = {link.url for _name, links in quiet.foot for link in links}
        assert {"new/", "words/", "reading-list/", "rules/"} <= linked
        assert linked.isdisjoint({"did-not-work/"})
        notes = {note.url for note in groups_page(quiet, "assists/index.md").notes}
        assert "plan/" in notes
        assert "board/" not in notes
        told = site_of(make_base({**CHANGED, "assists/next.md": PLAN}))
        assert "did-not-work/" in {link.url for _name, links in told.foot for link in links}
        assert "board/" in {note.url for note in groups_page(told, "assists/index.md").notes}

    def test_a_base_without_records_leads_to_what_it_has(self, make_base: MakeBase) -> None:
        site = site_of(make_base({"assists/pump-review.md": "# None\n"}))
        linked = {link.url for _name, links in site.foot for link in links}
        assert linked.isdisjoint({"new/", "did-not-work/", "reviews/", "insights/"})


class TestGlossary:
    def test_each_word_has_a_sentence_and_a_place(self, make_base: MakeBase) -> None:
        (words,) = groups_page(site_of(make_base({})), "words/index.md").groups
        assert [row.link.title for row in words.rows] == [it.capitalize() for it in FOR_READERS]
        assert len({row.id for row in words.rows}) == len(FOR_READERS)
        assert all(row.texts[0].endswith(".") for row in words.rows)

    def test_contributors_and_readers_have_one_table(self) -> None:
        assert set(FOR_READERS) <= set(MEANINGS)


def test_every_list_of_a_large_base_is_divided(make_base: MakeBase) -> None:
    tags = "".join(f"  t{n}: {{label: Topic {n}, description: About {n}.}}\n" for n in range(45))
    plan = ASSIST.replace("status: reported", "status: open")
    files = {
        "vocabulary.yml": VOCABULARY.replace("tags:\n", f"tags:\n{tags}"),
        **{
            f"l{n}.md": lesson_text(
                title=f"Lesson {n}", tags=f"[pumps, t{n % 45}]", header=f"tools: [Tool {n}, Saw]"
            )
            for n in range(90)
        },
        **{f"assists/a{n}.md": plan for n in range(50)},
    }
    site = site_of(make_base(files))
    sizes = {}
    for page in generated(site).values():
        if groups := getattr(page.view, "groups", None):
            sizes[page.url] = sum(len(group.rows) for group in groups)
            links = max(len(row.links) for group in groups for row in group.rows)
            assert links < 20, page.url
        elif isinstance(page.view, Listing):
            sizes[page.url] = len(page.view.cards)
    documents = {"rules/", "guide/practices/", "evidence/"}
    assert {url: n for url, n in sizes.items() if n > 40 and url not in documents} == {}
    for address in ("all/2/", "all-topics/2/", "tools/2/", "board/2/", "assists/2/", "new/2/"):
        assert address in sizes
    feeds = {path: text for path, text in site.beside.files(str) if path.endswith("feed.json")}
    assert len(feeds) > 45
    assert all(len(json.loads(text)["items"]) <= NEWEST for text in feeds.values())
