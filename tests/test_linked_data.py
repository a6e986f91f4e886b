"""What other systems are told of records: schema.org, the map of the site, llms.txt, addresses."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from lxml import etree

from site_builder.publish import sitemap
from site_builder.publish.cards import lesson_card
from site_builder.publish.context import Identity
from site_builder.publish.linked_data import event_data, lesson_data, site_data
from site_builder.publish.llms import NEWEST, llms_text
from site_builder.publish.markup import script_text
from site_builder.publish.outward import filled
from site_builder.publish.sitemap import sitemap_files
from tests.builders import PLAN, lesson_text
from tests.strategies import texts
from tests.test_publish_views import context_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.publish.views import LessonCard
    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

SITE = "https://example.org/base/"
NAMED = Identity("Invented base", SITE, "What invented teams have learned.")
SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def told(node: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a thing as a reader of JSON-LD has it."""
    return json.loads(script_text(node))


def lesson_of(base: Base, licence: str = "") -> Any:  # noqa: ANN401 - JSON
    """Return the data of the lesson ``a``."""
    loaded = base.load()
    lesson = loaded.library.lesson("a")
    assert lesson
    return told(lesson_data(lesson.fields, loaded.library, SITE, licence))


def card_of(base: Base) -> LessonCard:
    """Return the card of the lesson ``a``."""
    context = context_of(base)
    lesson = context.library.lesson("a")
    assert lesson
    return lesson_card(context, lesson)


class TestLesson:
    def test_it_says_what_it_is_about_and_what_it_is_part_of(self, make_base: MakeBase) -> None:
        text = lesson_text(title="Heat", problem="Pumps freeze", tags="[pumps]", team="north")
        assert lesson_of(make_base({"a.md": text}), "CC0-1.0") == {
            "@context": "https://schema.org",
            "@type": "LearningResource",
            "headline": "Heat",
            "abstract": "Pumps freeze",
            "datePublished": "2026-02-01",
            "about": [{"@type": "DefinedTerm", "name": "Pumps"}],
            "publisher": {"@type": "Organization", "name": "North team, Invented Water"},
            "license": "CC0-1.0",
            "isPartOf": {"@id": SITE},
        }

    def test_it_cites_works_by_their_identifier_but_none_that_was_retracted(
        self, make_base: MakeBase
    ) -> None:
        header = (
            "citations:\n  - {title: Frost, doi: 10.1000/a<b, design: controlled}\n"
            "  - {title: Steam, design: controlled}\n"
            "  - {title: Gone, design: controlled, retracted: true}\n"
        )
        data = lesson_of(make_base({"a.md": lesson_text(evidence="both", header=header)}))
        assert data["citation"] == [
            {"@type": "CreativeWork", "name": "Frost", "sameAs": "https://doi.org/10.1000/a%3Cb"},
            {"@type": "CreativeWork", "name": "Steam"},
        ]

    def test_one_that_does_not_stand_says_so(self, make_base: MakeBase) -> None:
        data = lesson_of(make_base({"a.md": lesson_text(status="draft")}))
        assert data["creativeWorkStatus"] == "Draft"


class TestEvent:
    def test_it_names_when_and_which_team_and_nobody(self, make_base: MakeBase) -> None:
        text = PLAN.replace(
            "host_team", "participants: [{person: heron, role: host}]\nmode: remote\nhost_team"
        )
        loaded = make_base({"assists/a.md": text}).load()
        assist = loaded.library.assist("a")
        assert assist
        data = told(event_data(assist.fields, loaded.library))
        assert data == {
            "@context": "https://schema.org",
            "@type": "EducationEvent",
            "name": "Invented assist on frozen pumps",
            "description": "Pumps at the invented plant freeze when the nights turn cold",
            "startDate": "2026-05-04",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "organizer": {"@type": "Organization", "name": "North team, Invented Water"},
        }

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ("status: cancelled\ncancelled: no money", "EventCancelled"),
            ("status: closed\nclosed_as: solved-already", "EventCancelled"),
            ("status: closed\nclosed_as: done\nhappened: 2026-05-04", "EventScheduled"),
        ],
    )
    def test_one_that_was_never_held_is_cancelled(
        self, make_base: MakeBase, fields: str, status: str
    ) -> None:
        text = PLAN.replace("status: confirmed", fields)
        loaded = make_base({"assists/a.md": text}).load()
        assist = loaded.library.assist("a")
        assert assist
        data = event_data(assist.fields, loaded.library)
        assert data["eventStatus"] == f"https://schema.org/{status}"


class TestSite:
    def test_it_says_how_to_search_it(self) -> None:
        data = told(site_data(NAMED))
        assert (data["@type"], data["name"], data["url"]) == ("WebSite", "Invented base", SITE)
        action = data["potentialAction"]
        assert action["target"]["urlTemplate"] == f"{SITE}solved/?q={{query}}"
        assert action["query-input"] == "required name=query"


class TestScript:
    @pytest.mark.parametrize(
        "text",
        ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;", "\u2028\u2029"],
    )
    def test_no_sign_is_left_that_a_script_element_could_mistake(self, text: str) -> None:
        written = script_text({"headline": text})
        assert not set(written) & set("<>&\u2028\u2029")
        assert json.loads(written) == {"headline": text}

    @given(text=texts)
    def test_any_text_comes_back(self, text: str) -> None:
        assert json.loads(script_text({"a": [text]})) == {"a": [text]}


class TestSitemap:
    PAGES = (("b/", None), ("", date(2026, 2, 1)), ("a/", date(2026, 1, 2)))

    def read(self, text: str) -> list[tuple[str, str | None]]:
        """Return each address of a map with its day."""
        root = etree.fromstring(text.encode())
        return [
            (one.findtext(f"{SITEMAPS}loc"), one.findtext(f"{SITEMAPS}lastmod")) for one in root
        ]

    def test_it_lists_each_page_with_its_day(self) -> None:
        ((url, text),) = sitemap_files(self.PAGES, SITE)
        assert url == "sitemap.xml"
        assert self.read(text) == [
            (SITE, "2026-02-01"),
            (f"{SITE}a/", "2026-01-02"),
            (f"{SITE}b/", None),
        ]

    def test_without_an_address_there_is_none(self) -> None:
        assert list(sitemap_files(self.PAGES, "")) == []

    def test_one_that_is_too_long_is_cut_into_files_that_the_first_names(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sitemap, "MOST", 2)
        files = dict(sitemap_files(self.PAGES, SITE))
        assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
        assert [url for url, _day in self.read(files["sitemap.xml"])] == [
            f"{SITE}sitemap-1.xml",
            f"{SITE}sitemap-2.xml",
        ]
        listed = self.read(files["sitemap-1.xml"]) + self.read(files["sitemap-2.xml"])
        assert len({url for url, _day in listed}) == len(listed) == len(self.PAGES)


class TestLlms:
    def text(self, base: Base, identity: Identity = NAMED) -> str:
        """Return the file of a base."""
        return llms_text(context_of(base, identity))

    def test_it_begins_with_the_name_and_what_it_is(self, make_base: MakeBase) -> None:
        lines = self.text(make_base({"a.md": lesson_text()})).splitlines()
        assert lines[:3] == ["# Invented base", "", "> What invented teams have learned."]
        sections = [line for line in lines if line.startswith("#")]
        assert sections == ["# Invented base", "## Pages", "## Data", "## Topics", "## Lessons"]

    def test_it_leads_to_the_markdown_of_lessons(self, make_base: MakeBase) -> None:
        text = self.text(make_base({"a.md": lesson_text(title="Heat", problem="Pumps freeze")}))
        assert f"- [Heat]({SITE}lesson/a/source.md): Pumps freeze\n" in text

    def test_drafts_and_withdrawn_lessons_are_left_out(self, make_base: MakeBase) -> None:
        header = "withdrawn: {date: 2026-02-20, reason: wrong}"
        files = {
            "a.md": lesson_text(status="draft"),
            "b.md": lesson_text(status="withdrawn", header=header),
        }
        assert "source.md)" not in self.text(make_base(files))

    def test_of_many_lessons_it_names_the_newest(self, make_base: MakeBase) -> None:
        files = {f"l{number}.md": lesson_text() for number in range(NEWEST + 1)}
        text = self.text(make_base(files))
        assert f"## The newest {NEWEST} lessons" in text
        assert text.count("/source.md)") == NEWEST
        assert f"{SITE}api/lessons.json" in text

    def test_text_of_authors_is_no_markup(self, make_base: MakeBase) -> None:
        title = "'a](javascript:x) [b `c` <script> *d*'"
        text = self.text(make_base({"a.md": lesson_text(title=title)}))
        assert r"- [a\](javascript:x) \[b \`c\` \<script\> \*d\*](" in text


class TestAddresses:
    TITLE = "Heat & cool: 100% «sure»? #1 {id}"

    def card(self, make_base: MakeBase) -> LessonCard:
        """Return a lesson with a title of many signs."""
        return card_of(make_base({"a.md": lesson_text(title=json.dumps(self.TITLE))}))

    def test_what_a_form_asks_arrives_as_it_is(self, make_base: MakeBase) -> None:
        template = "https://forge.example/new?template=used.yml&lesson={id}&title={title}&url={url}"
        address = filled(template, self.card(make_base), "x y/a.md", NAMED)
        assert parse_qs(urlsplit(address).query, strict_parsing=True) == {
            "template": ["used.yml"],
            "lesson": ["a"],
            "title": [self.TITLE],
            "url": [f"{SITE}lesson/a/"],
        }

    def test_a_mail_has_its_subject_and_text(self, make_base: MakeBase) -> None:
        template = "mailto:keeper@example.org?subject={title}&body=On%20{path}"
        address = filled(template, self.card(make_base), "x y/ä.md", NAMED)
        parts = urlsplit(address)
        assert (parts.scheme, parts.path) == ("mailto", "keeper@example.org")
        assert parse_qs(parts.query) == {"subject": [self.TITLE], "body": ["On x y/ä.md"]}
        assert "+" not in address

    def test_no_template_gives_no_address(self, make_base: MakeBase) -> None:
        assert filled("", self.card(make_base), "a.md", NAMED) == ""
