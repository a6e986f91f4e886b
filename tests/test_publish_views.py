"""What the theme's templates are handed, and the files beside the pages, as plain data."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from hypothesis import given

from site_builder.library.addresses import PRACTICES, SITE_PAGES
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.publish.context import Identity, SiteContext
from site_builder.publish.home import HomePage
from site_builder.publish.ladders import EvidencePage
from site_builder.publish.listings import Listing
from site_builder.publish.rows import GroupsPage, Link, Row
from site_builder.publish.site import Site
from site_builder.publish.views import AssistPage, Detail, LessonPage, ReusePage, linked
from site_builder.rules import RULES
from tests.builders import ASSIST, generated, lesson_text, written_base
from tests.strategies import several_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

NAMELESS = Identity()
REUSE = """\
---
lesson: a
team: south
reported_by: charge nurse
date: 2026-02-01
happened: 2026-01
outcome: harmed
measure: measured
setting: ward
changed: the order of steps
reply: we have added a warning
---
We used it.
"""


def site_of(base: Base, **options: Any) -> Site:  # noqa: ANN401 - any option
    """Return the site of a base, with other settings than the usual ones."""
    project = read_project(base.root)
    project = replace(project, settings=replace(project.settings, **options))
    return Site(base.load(), project, dict)


def context_of(base: Base, identity: Identity = NAMELESS) -> SiteContext:
    """Return what the pages of a base are made from."""
    loaded = base.load()
    return SiteContext(loaded, loaded.settings, loaded.today, identity)


def groups_page(site: Site, source: str) -> GroupsPage:
    """Return the view of a page of groups of rows."""
    page = generated(site)[source].view
    assert isinstance(page, GroupsPage)
    return page


def lesson_page(base: Base, source: str = "a.md", **options: Any) -> LessonPage:  # noqa: ANN401
    """Return the view of a lesson's page."""
    page = site_of(base, **options).context(source)["lesson"]
    assert isinstance(page, LessonPage)
    return page


def assist_page(base: Base, source: str) -> AssistPage:
    """Return the view of an assist's page."""
    page = site_of(base).context(source)["assist"]
    assert isinstance(page, AssistPage)
    return page


def listing(site: Site, source: str) -> Listing:
    """Return the view of a page of a list."""
    page = generated(site)[source].view
    assert isinstance(page, Listing)
    return page


class TestCards:
    def test_a_lesson_is_put_in_words(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "a.md": lesson_text(
                    title="Heat the shed", outcome="did-not-work", tags="[pumps, handover, pumps]"
                )
            }
        )

        card = lesson_page(base).card

        assert (card.id, card.title, card.url) == ("a", "Heat the shed", "lesson/a/")
        assert (card.recorded, card.recorded_iso) == ("1 February 2026", "2026-02-01")
        assert card.outcome == "Did not work"
        assert card.notice == ""
        assert card.tags == (Link("Pumps", "topics/pumps/"), Link("Handover", "topics/handover/"))
        assert (card.mark.id, card.mark.url) == ("tried", "evidence/tried/")

    def test_a_tag_without_a_standing_lesson_leads_nowhere(self, make_base: MakeBase) -> None:
        page = lesson_page(make_base({"a.md": lesson_text(status="draft")}))

        assert page.card.tags == (Link("Pumps", ""),)

    def test_an_unknown_tag_is_shown_as_written(self, make_base: MakeBase) -> None:
        page = lesson_page(make_base({"a.md": lesson_text(tags="[pumps, valves]")}))

        assert page.card.tags[1].title == "valves"

    @pytest.mark.parametrize(
        ("status", "notice"),
        [("draft", "Draft"), ("superseded", "Superseded"), ("withdrawn", "Withdrawn")],
    )
    def test_a_lesson_that_does_not_stand_says_so(
        self, make_base: MakeBase, status: str, notice: str
    ) -> None:
        header = "withdrawn: {date: 2026-01-01, reason: wrong}" if status == "withdrawn" else ""
        page = lesson_page(make_base({"a.md": lesson_text(status=status, header=header)}))

        assert page.card.notice == notice
        assert page.warning

    @pytest.mark.practice("c4")
    def test_an_assist_is_put_in_words(self, make_base: MakeBase) -> None:
        card = assist_page(make_base({"a.md": lesson_text()}), "assists/pump-review.md").card

        assert (card.url, card.format, card.when) == (
            "assist/pump-review/",
            "Event",
            "December 2025",
        )
        assert card.status == "Held and reported"
        assert card.host == "North team, Invented Water"
        assert card.lesson_count == 1

    def test_how_an_assist_ended_comes_before_where_it_stands(self, make_base: MakeBase) -> None:
        closed = ASSIST.replace("reported", "closed\nclosed_as: solved-already")
        base = make_base(
            {"assists/b.md": closed.replace("happened: 2025-12", "planned_for: 2026-05")}
        )

        card = assist_page(base, "assists/b.md").card

        assert (card.status, card.when) == ("Solved already, not held", "Planned for May 2026")


class TestLessonPages:
    @pytest.mark.practice("b28", "e9")
    def test_a_citation_is_put_as_a_reader_expects_it(self, make_base: MakeBase) -> None:
        header = """\
citations:
  - title: A study
    authors: [A. One, B. Two]
    publisher: Invented Journal
    happened: 2021-03
    doi: 10.1000/a<b>#c
    pmid: "33782057"
    isbn: "9780306406157"
    issn: "03178471"
    url: https://example.org/x
    design: pre-post
    supports: against
    concerns: ["imprecision: small"]
    retracted: yes
"""
        page = lesson_page(make_base({"a.md": lesson_text(header=header)}))

        (reference,) = page.references
        assert reference.authors == "A. One, B. Two"
        assert (reference.publisher, reference.when) == ("Invented Journal", "March 2021")
        assert reference.identifiers == (
            Link("DOI 10.1000/a<b>#c", "https://doi.org/10.1000/a%3Cb%3E%23c"),
            Link("PubMed 33782057", "https://pubmed.ncbi.nlm.nih.gov/33782057/"),
            Link("ISBN 978-0-306-40615-7", "https://openlibrary.org/isbn/9780306406157"),
            Link("ISSN 0317-8471", "https://portal.issn.org/resource/ISSN/0317-8471"),
            Link("https://example.org/x", "https://example.org/x"),
        )
        assert reference.design == "Before and after, no control group"
        assert reference.direction == "Speaks against this lesson"
        assert (reference.concerns, reference.retracted) == (("imprecision (small)",), True)

    def test_an_unknown_date_of_a_citation_is_left_out(self, make_base: MakeBase) -> None:
        header = "citations: [{title: T, happened: unknown}]"
        page = lesson_page(make_base({"a.md": lesson_text(header=header)}))

        assert page.references[0].when == ""

    @pytest.mark.practice("d22")
    def test_relations_are_grouped_from_both_ends(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "a.md": lesson_text(relations="{related: [b], supersedes: [c, nowhere]}"),
                "b.md": lesson_text(title="Second", relations="{related: [a], adapted-from: [a]}"),
                "c.md": lesson_text(title="Third", status="superseded"),
            }
        )

        groups = {group.label: group.links for group in lesson_page(base).relations}

        assert list(groups) == ["Replaces", "See also", "Adapted as"]
        assert groups["Replaces"] == (Link("Third", "lesson/c/"),)
        assert groups["See also"] == (Link("Second", "lesson/b/"),)
        assert lesson_page(base, "c.md").successors == (Link("Invented lesson", "lesson/a/"),)

    def test_backlinks_carry_their_sentences(self, make_base: MakeBase) -> None:
        body = (
            "## What happened\n\nSee [it](a.md) first. Then go.\n\n## What was learned\n\nMuch.\n"
        )
        base = make_base(
            {
                "a.md": lesson_text(),
                "b.md": lesson_text(title="Second", body=body),
                "d.md": lesson_text(title="Draft", status="draft", body=body),
                "guide/c.md": "---\ntitle: A guide\n---\n[This](../a.md) and [that](../a.md).\n",
            }
        )

        shown = [(row.link, row.note) for row in lesson_page(base).backlinks]

        assert shown == [
            (Link("Second", "lesson/b/", after=" (Lesson)"), "See it first."),
            (Link("A guide", "guide/c/", after=" (Guide)"), "This and that."),
        ]

    def test_reports_of_use_are_shown_in_words(self, make_base: MakeBase) -> None:
        page = lesson_page(make_base({"a.md": lesson_text(), "reuse/b.md": REUSE}))

        (use,) = page.uses
        assert use.team == Link("South team, Invented Hospital", "reuse/b/")
        assert (use.kind, use.outcome, use.measure) == ("failed", "Did harm", "as measured")
        assert (use.setting, use.when) == ("Hospital ward", "January 2026")
        assert (use.changed, use.reply) == ("the order of steps", "we have added a warning")

    def test_details_are_shown_where_they_are_stated(self, make_base: MakeBase) -> None:
        header = """\
context: {setting: plant, scale: two sites, mode: remote}
enablers: [time, money]
core: [heat]
adaptable: [fuel]
team: north
contact: shift lead
owner: works manager
takeaway: Heat it
review_by: 2027-03-01
"""
        page = lesson_page(make_base({"a.md": lesson_text(header=header)}))

        assert [(detail.label, detail.values) for detail in page.details] == [
            ("Setting", ("Water plant",)),
            ("Scale", ("two sites",)),
            ("Mode", ("Remote",)),
            ("What helped", ("time", "money")),
            ("Core parts, to be kept", ("heat",)),
            ("What may be adapted", ("fuel",)),
        ]
        assert (page.team, str(page.ask)) == ("North team, Invented Water", "shift lead")
        review = [(detail.label, detail.values) for detail in page.review]
        assert review == [("Owner", ("works manager",)), ("Next review", ("March 2027",))]
        assert page.takeaway == "Heat it"

    def test_a_lesson_knows_its_source(self, make_base: MakeBase) -> None:
        page = lesson_page(make_base({"a.md": lesson_text()}))

        assert page.source is not None
        assert page.source.id == "pump-review"

    def test_a_withdrawn_lesson_says_why(self, make_base: MakeBase) -> None:
        header = "withdrawn: {date: 2026-01-05, reason: harmful, note: Two burns.}"
        page = lesson_page(make_base({"a.md": lesson_text(status="withdrawn", header=header)}))

        assert page.warning == (
            "This lesson was withdrawn on 5 January 2026: it did harm. Two burns."
        )

    @pytest.mark.practice("d21")
    @pytest.mark.parametrize(
        ("last", "warning"),
        [
            ("2026-02-28", "This lesson was made to hold until 28 February 2026."),
            ("2026-03-01", ""),
        ],
    )
    def test_a_lesson_made_for_a_time_says_when_it_is_over(
        self, make_base: MakeBase, last: str, warning: str
    ) -> None:
        page = lesson_page(make_base({"a.md": lesson_text(holds_until=last)}))

        assert page.warning == warning
        assert [detail.label for detail in page.review] == ["Holds until"]

    def test_a_source_is_edited_where_the_settings_say(self, make_base: MakeBase) -> None:
        base = make_base({"x y/a.md": lesson_text()})

        page = lesson_page(base, "x y/a.md", edit_uri_template="https://example.org/edit/{path}?x")

        assert page.outward.improve_url == "https://example.org/edit/x%20y/a.md?x"
        assert page.outward.edit_url == ""
        assert lesson_page(base, "x y/a.md").outward.improve_url == ""


class TestOtherRecordPages:
    def test_participants_are_on_no_page(self, make_base: MakeBase) -> None:
        private = ASSIST.replace(
            "host_team", "participants: [{person: quiet-otter, role: host}]\nhost_team"
        )
        base = make_base({"assists/b.md": private, "a.md": lesson_text(source_assist="b")})
        site = site_of(base)

        views = [site.context(source) for source in site.records]
        views += [site.context(source) for source in generated(site)]
        files = list(site.beside.files(lambda **words: repr(words)))
        assert "quiet-otter" in private
        assert "quiet-otter" not in repr((views, files))

    def test_a_pseudonym_in_the_place_of_a_role_is_on_no_page(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "a.md": lesson_text(header="owner: quiet-otter\ncontact: quiet-otter"),
                "assists/b.md": ASSIST.replace(
                    "host_team", "contact: quiet-otter\nconsent: quiet-otter\nhost_team"
                ),
                "reuse/c.md": REUSE.replace("charge nurse", "quiet-otter"),
            }
        )
        (base.root / "people.yml").write_text("people: {quiet-otter: {team: north}}\n", "utf-8")
        site = site_of(base)

        views = [site.context(source) for source in site.records]
        sources = [
            text
            for url, text in site.beside.files(lambda **_words: "")
            if url.endswith("source.md")
        ]
        assert len(sources) == 4
        assert "quiet-otter" not in repr((views, sources))

    def test_an_assist_shows_what_is_stated_in_groups(self, make_base: MakeBase) -> None:
        header = """\
agenda: [{part: Round of names, minutes: 10}]
options: [{title: Heat, worked_elsewhere: at the south plant}, {title: Wait}]
outcomes: [{team: south, cycle: first, result: partly, measure: observed}]
actions: [{do: Order heaters, owner: works manager, due: 2026-04-01}]
decision: {by: north, chosen: Heat}
review: {intended: Quiet, happened: Noise}
surprises: [Cold]
host_team: north"""
        base = make_base({"assists/b.md": ASSIST.replace("host_team: north", header)})

        groups = {
            group.title: [(detail.label, detail.values) for detail in group.details]
            for group in assist_page(base, "assists/b.md").groups
        }

        assert groups == {
            "Agenda": [("", ("Round of names (10 minutes)",))],
            "What surprised the visitors": [("", ("Cold",))],
            "Options": [("", ("Heat (at the south plant)", "Wait"))],
            "How it went": [
                (
                    "",
                    ("South team, Invented Hospital (first): partly worked, as others observed",),
                )
            ],
            "Actions": [("", ("Order heaters (works manager, due 1 April 2026, open)",))],
            "Decision": [("Decided by", ("North team, Invented Water",)), ("Chosen", ("Heat",))],
            "After action review": [
                ("What was planned", ("Quiet",)),
                ("What happened", ("Noise",)),
            ],
        }

    def test_an_assist_lists_its_standing_lessons(self, make_base: MakeBase) -> None:
        base = make_base({"a.md": lesson_text(), "b.md": lesson_text(status="draft")})

        page = assist_page(base, "assists/pump-review.md")

        assert [card.id for card in page.lessons] == ["a"]

    def test_a_report_of_use_is_named_after_team_and_lesson(self, make_base: MakeBase) -> None:
        site = site_of(make_base({"a.md": lesson_text(title="Heat it"), "reuse/b.md": REUSE}))

        page = site.context("reuse/b.md")["reuse"]

        assert isinstance(page, ReusePage)
        assert page.title == "South team, Invented Hospital used “Heat it”"
        assert site.meta("reuse/b.md")["title"] == page.title
        assert page.lesson.id == "a"
        assert Detail("Reported by", ("charge nurse",)) in page.details

    def test_a_report_on_no_lesson_has_no_page_of_its_own(self, make_base: MakeBase) -> None:
        site = site_of(make_base({"reuse/b.md": REUSE}))

        assert site.context("reuse/b.md")["reuse"] is None


SOLVED = """\
---
title: Invented plan that a lesson solved
problem: Invented pumps freeze
format: peer-assist
status: closed
closed_as: solved-already
date: 2026-02-01
decision_open: yes
receipts:
  - query: frozen pumps
    date: 2026-02-01
    index: 0123456789ab
    hits: [{id: heat, judgement: reuse}, {id: drain, judgement: no}]
relies_on: [{id: heat}]
---
"""


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("See https://example.org/a_(b), or http://example.org.", 2),
        ("(https://example.org/a)", 1),
        ("javascript:boom(1) ftp://example.org mailto:a@example.org example.org", 0),
        ('https://example.org/"onmouseover="boom(1)', 0),
        ("https://", 0),
        ("No address", 0),
    ],
)
def test_web_addresses_in_a_text_become_links_and_the_text_stays(text: str, addresses: int) -> None:
    found = linked(text)
    assert str(found) == text
    links = [] if isinstance(found, str) else [part for part in found.parts if part in LINKED]
    assert len(links) == addresses


LINKED = [
    Link(address, address)
    for address in ("https://example.org/a_(b)", "http://example.org", "https://example.org/a")
]


class TestPlansAndLessons:
    @pytest.fixture
    def base(self, make_base: MakeBase) -> Base:
        """Return a base with a plan that one lesson solved and another did not."""
        files = {"heat.md": lesson_text(title="Heat"), "drain.md": lesson_text(title="Drain")}
        return make_base({**files, "assists/solved.md": SOLVED})

    @pytest.mark.practice("b26")
    def test_a_plan_leads_to_the_lessons_that_it_relies_on(self, base: Base) -> None:
        page = site_of(base).context("assists/solved.md")["assist"]
        assert page.relies_on == (Row(Link("Heat", "lesson/heat/"), "Judged: helps as it is."),)

    def test_a_plan_that_a_lesson_solved_shows_that_as_its_decision(self, base: Base) -> None:
        page = site_of(base).context("assists/solved.md")["assist"]
        (decision,) = (detail.values[0] for detail in page.details if detail.label == "Decision")
        assert str(decision) == "No meeting, since this answers it: Heat"

    def test_a_lesson_leads_to_the_plans_that_it_helps(self, base: Base) -> None:
        link = Link("Invented plan that a lesson solved", "assist/solved/")
        note = "Judged: helps as it is. No meeting was needed."
        assert lesson_page(base, "heat.md").plans == (Row(link, note),)
        assert lesson_page(base, "drain.md").plans == ()

    def test_a_plan_is_not_among_related_lessons(self, base: Base) -> None:
        assert lesson_page(base, "heat.md").relations == ()

    def test_a_lesson_that_spared_a_meeting_says_so(self, base: Base) -> None:
        said = "It spared 1 meeting: a plan was closed because a search found it."
        assert lesson_page(base, "heat.md").spared == said
        assert lesson_page(base, "drain.md").spared == ""


FIVE_LESSONS = {
    f"lesson-{number}.md": lesson_text(
        title=f"Lesson {'edcba'[number]}", date=f"2026-01-0{number + 1}"
    )
    for number in range(5)
}


class TestGeneratedPages:
    def test_a_base_with_a_home_page_of_its_own_keeps_it(self, make_base: MakeBase) -> None:
        site = site_of(make_base({"index.md": "# Welcome\n"}))

        assert "index.md" not in generated(site)
        assert isinstance(site.context("index.md")["view"], HomePage)

    def test_an_empty_base_has_every_page_too(self, make_base: MakeBase) -> None:
        site = site_of(make_base({}))

        assert {page.url for page in SITE_PAGES if page is not PRACTICES} <= {
            page.url for page in generated(site).values()
        }
        assert site.context("all/index.md")["paging"] is None

    def test_a_long_list_is_cut_into_pages(self, make_base: MakeBase) -> None:
        site = site_of(make_base(FIVE_LESSONS), page_size=2)

        pages = [listing(site, f"all/{number}index.md") for number in ("", "2/", "3/")]

        assert [[card.id for card in page.cards] for page in pages] == [
            ["lesson-4", "lesson-3"],
            ["lesson-2", "lesson-1"],
            ["lesson-0"],
        ]
        places = [site.context(f"all/{number}index.md")["paging"] for number in ("", "2/", "3/")]
        assert [place.number for place in places] == ["1", "2", "3"]
        assert {place.links for place in places} == {
            (Link("1", "all/"), Link("2", "all/2/"), Link("3", "all/3/"))
        }
        assert "all/4/index.md" not in generated(site)
        assert site.meta("all/2/index.md")["title"] == "All lessons, page 2"

    def test_pages_of_topics_lie_where_no_topic_can(self, make_base: MakeBase) -> None:
        labels = "".join(f"  '{n}': {{label: Topic {n}, description: A.}}\n" for n in range(1, 4))
        base = make_base(
            {"vocabulary.yml": f"tags:\n{labels}", "a.md": lesson_text(tags="['1', '2', '3']")}
        )
        site = site_of(base, page_size=2)

        assert [row.link.url for row in groups_page(site, "topics/index.md").groups[0].rows] == [
            "topics/1/",
            "topics/2/",
        ]
        (row,) = groups_page(site, "all-topics/2/index.md").groups[0].rows
        assert row.link.url == "topics/3/"
        assert listing(site, "topics/2/index.md").cards

    def test_all_lessons_are_listed_by_title_too(self, make_base: MakeBase) -> None:
        page = listing(site_of(make_base(FIVE_LESSONS)), "all/by-title/index.md")

        assert [card.title for card in page.cards] == [f"Lesson {letter}" for letter in "abcde"]
        assert page.orders == (Link("Newest first", "all/"), Link("By title", ""))

    def test_all_lessons_lead_to_shorter_lists(self, make_base: MakeBase) -> None:
        page = listing(site_of(make_base(FIVE_LESSONS)), "all/index.md")

        assert page.narrower[0].links == (Link("Pumps", "topics/pumps/", after=" 5"),)
        assert page.narrower[1].links[1] == Link("Tried", "evidence/tried/", after=" 5")

    @pytest.mark.parametrize(
        ("source", "finder"),
        [
            ("all/index.md", "solved/"),
            ("topics/pumps/index.md", "solved/?tag=pumps"),
            ("evidence/both/index.md", "solved/?basis=both"),
            ("evidence/practice-2/index.md", "solved/?min-practice=2"),
            ("evidence/research-0/index.md", "solved/"),
        ],
    )
    def test_a_list_leads_to_the_finder_with_its_facet_chosen(
        self, make_base: MakeBase, source: str, finder: str
    ) -> None:
        assert listing(site_of(make_base(FIVE_LESSONS)), source).finder.url == finder

    def test_every_topic_with_lessons_has_a_page(self, make_base: MakeBase) -> None:
        site = site_of(make_base({"a.md": lesson_text(tags="[handover]")}))

        (row,) = groups_page(site, "topics/index.md").groups[0].rows
        assert row.link == Link("Handover", "topics/handover/")
        assert row.facts[0].text == "1 lesson"
        assert row.texts[-1] == "Also called: shift change, hand over"
        assert [card.id for card in listing(site, "topics/handover/index.md").cards] == ["a"]
        assert "topics/pumps/index.md" not in generated(site)

    def test_every_mark_has_a_page(self, make_base: MakeBase) -> None:
        site = site_of(make_base({"a.md": lesson_text()}))

        evidence = generated(site)["evidence/index.md"].view
        assert isinstance(evidence, EvidencePage)
        assert evidence.lesson_count == 1
        assert listing(site, "evidence/tried/index.md").cards
        assert not listing(site, "evidence/both/index.md").cards

    @pytest.mark.practice("b10")
    def test_assists_are_grouped_by_where_they_stand(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "assists/b.md": ASSIST.replace("reported", "open"),
                "assists/c.md": ASSIST.replace("reported", "idea"),
                "assists/d.md": ASSIST.replace("2026-01-10", "2026-01-11"),
            }
        )

        groups = groups_page(site_of(base), "assists/index.md").groups

        assert {group.title: [row.link.url for row in group.rows] for group in groups} == {
            "Open now": ["assist/b/"],
            "Held": ["assist/d/", "assist/pump-review/"],
            "Others": ["assist/c/"],
        }

    def test_every_rule_has_a_page(self, make_base: MakeBase) -> None:
        site = site_of(make_base({}))

        families = groups_page(site, "rules/index.md").groups
        assert {row.link.title for family in families for row in family.rows} == set(RULES)
        for rule in RULES.values():
            page = generated(site)[f"rules/{rule.id}/index.md"]
            assert page.markdown.startswith(rule.summary)
            assert page.template == ""

    def test_every_generated_page_stands_at_its_own_address(self, make_base: MakeBase) -> None:
        site = site_of(make_base(FIVE_LESSONS), page_size=2)

        urls = [page.url for page in generated(site).values()]
        assert len(urls) == len(set(urls))
        assert not set(urls) & {site.url(source) for source in site.records}

    def test_a_file_in_the_place_of_a_generated_page_hides_neither(
        self, make_base: MakeBase
    ) -> None:
        body = lesson_text(title="Mine")
        site = site_of(make_base({"all/index.md": body}))

        assert site.url("all/index.md") == "lesson/index/"
        assert [page.url for page in generated(site).values()].count("all/") == 1


@given(several_files)
def test_any_base_has_all_its_pages(files: dict[str, bytes]) -> None:
    with written_base(files) as root:
        project = read_project(root)
        site = Site(load(project), project, dict)
        views = {source: site.context(source) for source in [*site.records, *generated(site)]}
        written: dict[str, Any] = dict(site.beside.files(lambda **words: json.dumps(words)))

    assert all(view["section"] for view in views.values())
    assert "Record(kind=" not in repr(views)
    assert all(site.meta(source).get("title") for source in generated(site))
    assert all(
        json.loads(text) for url, text in written.items() if url.endswith((".json", ".html"))
    )
    assert written["calendar.ics"].startswith("BEGIN:VCALENDAR")
    assert written["board/feed.xml"].startswith("<?xml")
    assert not any(url.startswith("/") or ".." in url for url in written)


class TestRecordFiles:
    def test_without_files_of_its_own_a_record_still_hands_on_all_of_it(
        self, make_base: MakeBase
    ) -> None:
        base = make_base({"a.md": lesson_text(title="Heat & light 100 %")})
        with_files, without = site_of(base), site_of(base, record_files=False)
        usual, fewer = (dict(it.beside.files(lambda **_words: "")) for it in (with_files, without))

        left_out = {"lesson/a/source.md", "lesson/a/cite.bib", "assist/pump-review/source.md"}
        assert usual.keys() - fewer.keys() == left_out
        outward = without.context("a.md")["lesson"].outward
        head, _, bibtex = outward.bibtex.partition(",")
        assert (head, unquote(bibtex)) == (
            "data:application/x-bibtex;charset=utf-8",
            usual["lesson/a/cite.bib"],
        )
        assert outward.source == without.context("assists/pump-review.md")["assist"].outward.source
        assert outward.source == ""
        assert "](./api/lesson/a.json)" in fewer["llms.txt"]
        assert "source.md" not in fewer["llms.txt"]
        assert json.loads(fewer["api/lesson/a.json"])["body"].startswith("## What happened")


class TestSources:
    def test_a_record_lives_at_its_kind_and_id_wherever_its_file_lies(
        self, make_base: MakeBase
    ) -> None:
        site = site_of(
            make_base({"x/y/a.md": lesson_text(), "reuse/z/b.md": REUSE, "guide/c.md": "Text.\n"})
        )

        assert {source: site.url(source) for source in sorted(site.records)} == {
            "assists/pump-review.md": "assist/pump-review/",
            "guide/c.md": "guide/c/",
            "reuse/z/b.md": "reuse/b/",
            "x/y/a.md": "lesson/a/",
        }
        assert site.url("vocabulary.yml") is None

    def test_mkdocs_is_handed_the_body_of_records_and_reads_pages_itself(
        self, make_base: MakeBase
    ) -> None:
        site = site_of(make_base({"a.md": lesson_text(body="Text.\n"), "guide/c.md": "Text.\n"}))

        assert (site.markdown("a.md") or "").strip() == "Text."
        assert site.markdown("guide/c.md") is None
        assert site.markdown("nowhere.md") is None

    def test_a_record_has_title_description_and_template(self, make_base: MakeBase) -> None:
        site = site_of(make_base({"a.md": lesson_text(title="T", problem="Pumps fail in winter")}))

        assert site.meta("a.md") == {
            "title": "T",
            "description": "Pumps fail in winter.",
            "template": "lesson.html",
        }
        assert site.meta("assists/pump-review.md")["template"] == "assist.html"
        assert site.meta("nowhere.md") == {}

    def test_the_navigation_stays_short_whatever_the_size_of_the_base(
        self, make_base: MakeBase
    ) -> None:
        files = {f"lesson-{number}.md": lesson_text() for number in range(30)}
        navigation = site_of(
            make_base({**files, "guide/b.md": "B\n", "guide/index.md": "I\n"})
        ).navigation()

        assert navigation[-1] == {"Guide": ["guide/index.md", "guide/b.md"]}
        assert not any("lesson-" in str(entry) for entry in navigation)
        names = [name for entry in navigation for name in entry]
        assert names[:5] == ["Find", "Lessons", "Topics", "Meetings", "Trust"]

    def test_an_earlier_id_redirects_to_the_record(self, make_base: MakeBase) -> None:
        site = site_of(make_base({"x/a.md": lesson_text(title="T", aliases="[old-a, older-a]")}))

        redirects = {
            url: text
            for url, text in site.beside.files(lambda **words: json.dumps(words))
            if url.endswith(".html")
        }

        assert redirects == {
            "lesson/old-a/index.html": '{"target": "../a/", "title": "T"}',
            "lesson/older-a/index.html": '{"target": "../a/", "title": "T"}',
        }
