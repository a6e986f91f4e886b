"""What pages are handed about evidence: badges, uses, places, levels and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.library.addresses import generated_sources
from site_builder.library.evidence.parts import Part
from site_builder.project import read_project
from site_builder.publish.ladders import EvidencePage
from site_builder.publish.listings import Listing
from site_builder.publish.rows import Group, GroupsPage, Link
from site_builder.publish.site import Site
from site_builder.records.kinds import Kind
from tests.builders import ASSIST, CONFIG, generated, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.publish.views import LessonPage
    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

STUDY = "citations: [{title: An invented study, design: pre-post}]"


def report(outcome: str = "worked", **fields: str) -> str:
    """Return the text of an invented report of use; keyword arguments set or replace fields."""
    values = {
        "lesson": "a",
        "team": "south",
        "reported_by": "charge nurse",
        "date": "2026-02-20",
        "happened": "2026-02",
        "outcome": outcome,
        "measure": "observed",
        **fields,
    }
    return "\n".join(["---", *(f"{name}: {value}" for name, value in values.items()), "---", ""])


def site_of(base: Base) -> Site:
    """Return the site of a base."""
    return Site(base.load(), read_project(base.root), dict)


def lesson_page(base: Base) -> LessonPage:
    """Return the view of the page of lesson ``a``."""
    page: LessonPage = site_of(base).context("a.md")["lesson"]
    return page


def evidence_page(site: Site) -> EvidencePage:
    """Return the view of the page on evidence."""
    page = generated(site)["evidence/index.md"].view
    assert isinstance(page, EvidencePage)
    return page


def advice() -> str:
    """Return a lesson that only cites guidance."""
    guidance = "citations: [{title: Invented manual, design: guidance}]"
    return lesson_text(source_assist="", header=guidance)


def gap(base: Base, group_id: str) -> Group:
    """Return one kind of gap of a base."""
    page = generated(site_of(base))["gaps/index.md"].view
    assert isinstance(page, GroupsPage)
    return next(group for group in page.groups if group.id == group_id)


class TestBadges:
    def test_a_card_says_at_a_glance_what_it_rests_on(self, make_base: MakeBase) -> None:
        card = lesson_page(make_base({"a.md": lesson_text(), "reuse/b.md": report()})).card

        assert card.strip == (
            Part("tried", "Tried", "worked for 1 team", 2, 4),
            Part("when", "last confirmed", "2026"),
        )

    def test_what_nobody_tried_has_no_outcome_on_its_card(self, make_base: MakeBase) -> None:
        advice = "citations: [{title: Invented manual, design: guidance}]"
        text = lesson_text(source_assist="", header=advice, outcome="worked")
        card = lesson_page(make_base({"a.md": text})).card

        assert (card.mark.label, card.outcome) == ("Advice", "")

    def test_of_advice_it_is_said_what_may_help(self, make_base: MakeBase) -> None:
        told = "enablers: [a warm shed]\nbarriers: [frost]"
        advice = f"citations: [{{title: Invented manual, design: guidance}}]\n{told}"
        of_advice = lesson_page(make_base({"a.md": lesson_text(source_assist="", header=advice)}))
        of_tried = lesson_page(make_base({"a.md": lesson_text(header=told)}))

        labels = [[one.label for one in page.details] for page in (of_advice, of_tried)]
        assert labels[0] == ["What may help", "What may stand in the way"]
        assert labels[1] == ["What helped", "What stood in the way"]

    def test_interests_stand_beside_the_source(self, make_base: MakeBase) -> None:
        page = lesson_page(make_base({"a.md": lesson_text(header="interests: They sell heaters")}))

        assert page.interests == "They sell heaters"

    def test_an_event_names_the_lessons_that_its_outcome_is_of(self, make_base: MakeBase) -> None:
        outcomes = (
            "outcomes: [{team: south, result: worked, measure: opinion, lessons: [a]}]\n"
            "host_team: north"
        )
        event = ASSIST.replace("host_team: north", outcomes)
        base = make_base({"assists/pump-review.md": event, "a.md": lesson_text(title="Heat it")})

        (told,) = site_of(base).context("assists/pump-review.md")["assist"].groups
        assert "(of “Heat it”)" in str(told)

    def test_each_level_is_put_in_words(self, make_base: MakeBase) -> None:
        text = lesson_text(evidence="both", header=STUDY)
        badge = lesson_page(make_base({"a.md": text, "reuse/b.md": report()})).badge

        assert [part.word for part in badge.strip] == ["Tried", "Studied", "last confirmed"]
        assert [
            (axis.name, axis.level, axis.highest, axis.label) for axis in badge.explained.axes
        ] == [
            ("Practice", 2, 4, "repeated"),
            ("Research", 2, 5, "before and after, no control group"),
        ]
        assert badge.urls == ("evidence/practice-2/", "evidence/research-2/")

    def test_facts_lead_to_where_they_are_stated(self, make_base: MakeBase) -> None:
        text = lesson_text(evidence="both", header=STUDY)
        badge = lesson_page(make_base({"a.md": text, "reuse/b.md": report()})).badge

        sources = [
            (fact.key, fact.is_outcome) for axis in badge.explained.axes for fact in axis.facts
        ]
        assert sources == [
            ((Kind.ASSIST, "pump-review"), False),
            ((Kind.REUSE, "b"), True),
            (None, False),
        ]
        assert badge.has_outcomes

    def test_rules_and_facts_are_sentences(self, make_base: MakeBase) -> None:
        badge = lesson_page(make_base({"a.md": lesson_text()})).badge

        rules = [rule for axis in badge.explained.axes for rule in axis.reasons]
        assert [rule.rule for rule in rules] == ["practice-seen-once", "research-none"]
        said = [rule.sentence for rule in rules]
        said += [fact.sentence for axis in badge.explained.axes for fact in axis.facts]
        assert all(one[0].isupper() and one.endswith(".") for one in said)

    def test_what_would_raise_a_level_is_said(self, make_base: MakeBase) -> None:
        badge = lesson_page(make_base({"a.md": lesson_text()})).badge

        assert "one independent team for whom it works" in badge.explained.axes[0].higher

    def test_why_it_is_contested_is_said(self, make_base: MakeBase) -> None:
        base = make_base({"a.md": lesson_text(), "reuse/b.md": report("harmed")})

        (reason,) = lesson_page(base).badge.explained.contested
        assert reason.rule == "harm-unanswered"
        assert reason.sentence.startswith("It did harm")

    def test_an_override_is_shown_with_what_the_facts_give(self, make_base: MakeBase) -> None:
        text = lesson_text(
            evidence_level="{practice: 3, research: 0}",
            header="override: {by: works manager, why: Seen., expires: 2026-12-31}",
        )
        page = lesson_page(make_base({"a.md": text}))

        assert "The facts give practice 1 and research 0." in page.badge.explained.override
        assert page.badge.explained.axes[0].level == 1
        assert page.badge.urls[0] == "evidence/practice-3/"


class TestUses:
    def test_failures_stand_beside_successes_the_latest_first(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "a.md": lesson_text(),
                "reuse/b.md": report(happened="2026-01"),
                "reuse/c.md": report("abandoned", team="north", happened="2026-02"),
            }
        )

        uses = lesson_page(base).uses
        assert [(use.team.url, use.kind, use.outcome) for use in uses] == [
            ("reuse/c/", "failed", "Given up"),
            ("reuse/b/", "worked", "Worked"),
        ]

    def test_of_several_outcomes_of_a_team_the_one_that_counts_is_named(
        self, make_base: MakeBase
    ) -> None:
        base = make_base(
            {
                "a.md": lesson_text(),
                "reuse/b.md": report(happened="2026-01"),
                "reuse/c.md": report("no-effect", happened="2026-02"),
            }
        )

        counting = {use.outcome: use.counting for use in lesson_page(base).uses}
        assert counting == {
            "No effect": "Counts, as the latest of this team.",
            "Worked": "Does not count: a later or worse one does.",
        }

    def test_of_two_that_may_be_equally_late_the_worse_counts(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "a.md": lesson_text(),
                "reuse/b.md": report(happened="2026-02"),
                "reuse/c.md": report("no-effect", happened="2026"),
            }
        )

        counting = {use.outcome: use.counting for use in lesson_page(base).uses}
        assert counting["No effect"].startswith("Counts")
        assert counting["Worked"].startswith("Does not count")

    def test_an_only_outcome_says_nothing_of_counting(self, make_base: MakeBase) -> None:
        (use,) = lesson_page(make_base({"a.md": lesson_text(), "reuse/b.md": report()})).uses

        assert use.counting == ""

    def test_an_unanswered_harm_is_said_to_be(self, make_base: MakeBase) -> None:
        (use,) = lesson_page(
            make_base({"a.md": lesson_text(), "reuse/b.md": report("harmed")})
        ).uses

        assert use.unanswered

    def test_what_the_event_tells_stands_with_its_round_and_reply(
        self, make_base: MakeBase
    ) -> None:
        outcomes = (
            "outcomes: [{team: south, cycle: first, result: harmed, measure: opinion, "
            "reply: We stopped}]\nhost_team: north"
        )
        base = make_base(
            {
                "assists/pump-review.md": ASSIST.replace("host_team: north", outcomes),
                "a.md": lesson_text(outcome="worked"),
            }
        )

        (use,) = lesson_page(base).uses
        assert (use.team.url, use.cycle, use.reply) == (
            "assist/pump-review/",
            "first",
            "We stopped",
        )
        assert not use.unanswered

    def test_a_lesson_on_what_to_avoid_turns_the_meaning_round(self, make_base: MakeBase) -> None:
        base = make_base({"a.md": lesson_text(outcome="did-not-work"), "reuse/b.md": report()})

        assert lesson_page(base).inverted


class TestPlaces:
    def test_one_setting_is_told_in_a_sentence_and_untried_ones_named(
        self, make_base: MakeBase
    ) -> None:
        base = make_base({"a.md": lesson_text(), "reuse/b.md": report(setting="ward")})

        places = lesson_page(base).places
        assert places is not None
        assert places.sentence == "One setting, Hospital ward: worked for 1 team."
        assert places.rows == ()
        assert places.untried == "Not tried in: Water plant."
        assert places.unplaced == ""

    def test_a_team_counts_once_in_each_setting(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "a.md": lesson_text(),
                "reuse/b.md": report(setting="ward", happened="2026-01"),
                "reuse/c.md": report("harmed", setting="ward", happened="2026-02"),
                "reuse/d.md": report(setting="plant", happened="2026-02"),
                "reuse/e.md": report("partly", team="north"),
            }
        )

        places = lesson_page(base).places
        assert places is not None
        assert places.sentence == "Worked in 1 setting, failed in 1."
        assert [(row.setting, row.worked, row.failed) for row in places.rows] == [
            ("Water plant", 1, 0),
            ("Hospital ward", 0, 1),
        ]
        assert places.untried == ""
        assert places.unplaced == "1 outcome named no setting."

    def test_without_a_setting_there_is_nothing_to_show(self, make_base: MakeBase) -> None:
        assert (
            lesson_page(make_base({"a.md": lesson_text(), "reuse/b.md": report()})).places is None
        )


class TestLevels:
    def test_every_level_has_a_list(self, make_base: MakeBase) -> None:
        site = site_of(make_base({"a.md": lesson_text(), "reuse/b.md": report()}))

        lists = {
            source: len(page.view.cards)
            for source, page in generated(site).items()
            if isinstance(page.view, Listing)
            and source.startswith(("evidence/practice-", "evidence/research-"))
        }
        assert {source for source, total in lists.items() if total} == {
            "evidence/practice-2/index.md",
            "evidence/research-0/index.md",
        }
        assert len(lists) == 11

    def test_authors_may_link_to_every_list(self, make_base: MakeBase) -> None:
        site = site_of(make_base({}))

        assert {page for page in generated(site) if page.startswith(("evidence/", "gaps/"))} <= (
            generated_sources(())
        )

    def test_the_page_on_evidence_counts_each_level(self, make_base: MakeBase) -> None:
        page = evidence_page(site_of(make_base({"a.md": lesson_text(), "reuse/b.md": report()})))

        counts = {
            rung.link.title: len(rung.lessons)
            for ladder in page.ladders
            for rung in ladder.rungs
            if rung.lessons
        }
        assert counts == {"Practice 2: repeated": 1, "Research 0: no supporting study": 1}
        assert page.contested_count == 0

    def test_thresholds_of_the_configuration_are_told(self, make_base: MakeBase) -> None:
        base = make_base({})
        config = CONFIG.replace(
            "  - lessons\n",
            "  - lessons:\n      evidence:\n"
            "        replicated-teams: 7\n        failed-share: 0.5\n"
            "        ceiling-reported: 1\n        ceiling-observed: 4\n"
            "        designs: {mechanism: 5}\n",
        )
        (base.root / "mkdocs.yml").write_text(config, encoding="utf-8")

        practice, research = evidence_page(site_of(base)).ladders
        assert practice.rungs[3].takes == "It worked for 7 independent teams."
        assert practice.rules[0].startswith("No higher than 1 until")
        assert "more than 50% of the teams" in practice.rules[1]
        assert research.rungs[5].takes == "Reasoning from mechanism; systematic review."


class TestGaps:
    def test_a_contested_lesson_is_named_with_the_reason(self, make_base: MakeBase) -> None:
        base = make_base({"a.md": lesson_text(), "reuse/b.md": report("harmed")})

        (row,) = gap(base, "contested").rows
        assert row.link == Link("Invented lesson", "lesson/a/")
        assert str(row.note).startswith("It did harm")

    def test_a_review_is_overdue_from_the_day_after(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "a.md": lesson_text(review_by="2026-02-28"),
                "b.md": lesson_text(review_by="2026-03-01"),
                "c.md": lesson_text(review_by="2026-01-31"),
            }
        )

        assert [(one.link.url, one.note) for one in gap(base, "overdue").rows] == [
            ("lesson/c/", "Due 31 January 2026."),
            ("lesson/a/", "Due 28 February 2026."),
        ]

    def test_a_topic_without_research_is_named(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "a.md": lesson_text(),
                "b.md": lesson_text(tags="[handover]"),
                "c.md": lesson_text(tags="[handover]", evidence="both", header=STUDY),
            }
        )

        items = gap(base, "without-research").rows
        assert [(one.link, one.note) for one in items] == [
            (Link("Pumps", "topics/pumps/"), "1 lesson.")
        ]

    def test_research_that_nobody_tried_is_named_with_its_level(self, make_base: MakeBase) -> None:
        text = lesson_text(evidence="research", source_assist="", header=STUDY)
        items = gap(make_base({"a.md": text, "b.md": lesson_text()}), "untried").rows

        assert [(one.link.url, one.note) for one in items] == [
            ("lesson/a/", "Before and after, no control group.")
        ]

    @pytest.mark.practice("c20", "e34")
    def test_a_lesson_with_a_report_is_reused_whatever_came_of_it(
        self, make_base: MakeBase
    ) -> None:
        base = make_base(
            {
                "a.md": advice(),
                "b.md": advice(),
                "d.md": lesson_text(),
                "reuse/c.md": report("no-effect"),
            }
        )

        assert [one.link.url for one in gap(base, "not-reused").rows] == ["lesson/b/"]

    def test_settings_without_any_lesson_or_outcome_are_named(self, make_base: MakeBase) -> None:
        base = make_base({"a.md": lesson_text(), "reuse/b.md": report(setting="ward")})

        assert [one.link for one in gap(base, "settings").rows] == [Link("Water plant", "")]

    def test_lessons_that_do_not_stand_lack_nothing(self, make_base: MakeBase) -> None:
        base = make_base({"a.md": lesson_text(status="draft", review_by="2020-01-01")})

        assert [
            int(gap(base, one).counts) for one in ("overdue", "not-reused", "without-research")
        ] == [*(0, 0, 0)]


class TestSuspects:
    OLD = "000000000000"

    def test_every_record_that_relies_on_a_changed_lesson_says_so(
        self, make_base: MakeBase
    ) -> None:
        relying = f"relies_on: [{{id: a, digest: '{self.OLD}'}}]"
        base = make_base(
            {
                "a.md": lesson_text(title="Heat it"),
                "b.md": lesson_text(header=relying),
                "assists/c.md": ASSIST.replace("host_team", f"{relying}\nhost_team"),
                "reuse/d.md": report(digest=f"'{self.OLD}'"),
            }
        )

        site = site_of(base)
        pages = (
            site.context("b.md")["lesson"],
            site.context("assists/c.md")["assist"],
            site.context("reuse/d.md")["reuse"],
        )
        for page in pages:
            (suspect,) = page.suspects
            assert suspect.link == Link("Heat it", "lesson/a/")
            assert suspect.note == "has changed"

    def test_what_stands_as_it_was_is_no_suspect(self, make_base: MakeBase) -> None:
        files = {"a.md": lesson_text()}
        loaded = make_base(files).load()
        lesson = loaded.library.lesson("a")
        assert lesson is not None
        digest = loaded.reliances.digest(lesson)
        base = make_base({**files, "reuse/d.md": report(digest=f"'{digest}'")})

        assert site_of(base).context("reuse/d.md")["reuse"].suspects == ()
