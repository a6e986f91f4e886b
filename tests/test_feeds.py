"""Feeds as readers take them: read by feedparser, held against the rules of both formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker

from site_builder.publish.context import Identity
from site_builder.publish.feeds import NEWEST, Entry, Feed, atom_text, json_text, lesson_feeds
from site_builder.records.dates import parse_day
from tests.builders import lesson_text
from tests.strategies import texts
from tests.test_publish_views import context_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

SITE = "https://example.org/base/"
ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = json.loads(Path(__file__).with_name("json_feed.schema.json").read_text(encoding="utf-8"))
WITHDRAWN = "withdrawn: {date: 2026-02-20, reason: harmful, note: It woke the invented town.}"


def feeds_of(base: Base) -> dict[str, Feed]:
    """Return the feeds of lessons of a base by address."""
    context = context_of(base, Identity("Invented base"))
    return {feed.url: feed for feed in lesson_feeds(context)}


def read_atom(text: str) -> Any:  # noqa: ANN401 - feedparser has no types
    """Return a feed as feedparser reads it; one that it finds fault with fails the test."""
    read = feedparser.parse(text.encode())
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    return read


def against_rfc_4287(text: str) -> list[str]:
    """Return which rules of RFC 4287 a feed breaks that feedparser lets pass."""
    feed = ET.fromstring(text)  # noqa: S314 - our own
    wrong = []
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        wrong += [
            f"{element.tag} has {len(element.findall(ATOM + name))} {name}"
            for name in ("id", "title", "updated")
            if len(element.findall(ATOM + name)) != 1
        ]
    if not feed.findall(f"{ATOM}author/{ATOM}name"):
        wrong.append("an author is missing")
    ids = [one.text for one in feed.iter(f"{ATOM}id")]
    wrong += ["ids repeat"] * (len(ids) != len(set(ids)))
    # Without content, an entry leads to its page (4.1.2), and links are not said twice.
    for entry in feed.findall(f"{ATOM}entry"):
        links = [one.get("rel", "alternate") for one in entry.findall(f"{ATOM}link")]
        wrong += [f"an entry links {links}"] * (links != ["alternate"])
    wrong += ["a link has no href" for one in feed.iter(f"{ATOM}link") if not one.get("href")]
    wrong += [
        "a category has no term" for one in feed.iter(f"{ATOM}category") if not one.get("term")
    ]
    return wrong


def against_json_feed(text: str) -> list[str]:
    """Return what a JSON Feed breaks of its specification."""
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    feed = json.loads(text)
    ids = [item["id"] for item in feed["items"]]
    return [error.message for error in validator.iter_errors(feed)] + ["ids repeat"] * (
        len(ids) != len(set(ids))
    )


FILES = {
    "a.md": lesson_text(
        title="Heat <b>the</b> sheds & doors",
        problem="Invented pumps freeze",
        tags="[pumps, handover]",
        date="2026-02-03",
        header="takeaway: Heat costs less",
    ),
    "b.md": lesson_text(title="Count first", date="2026-02-05"),
    "draft.md": lesson_text(title="Half a thought", status="draft"),
    "old.md": lesson_text(title="Wrap the pipes", status="superseded"),
    "gone.md": lesson_text(
        title="Sing to the pumps",
        problem="Invented machines stop",
        status="withdrawn",
        tags="[handover]",
        header=f"takeaway: Sing\n{WITHDRAWN}",
    ),
}


class TestLessons:
    def test_there_is_one_of_all_lessons_and_one_of_each_topic(self, make_base: MakeBase) -> None:
        assert sorted(feeds_of(make_base(FILES))) == [
            "feed",
            "topics/handover/feed",
            "topics/pumps/feed",
        ]

    def test_the_latest_comes_first_and_drafts_are_left_out(self, make_base: MakeBase) -> None:
        read = read_atom(atom_text(feeds_of(make_base(FILES))["feed"], SITE))
        assert [(entry.title, entry.updated[:10]) for entry in read.entries] == [
            ("Withdrawn: Sing to the pumps", "2026-02-20"),
            ("Count first", "2026-02-05"),
            ("Heat <b>the</b> sheds & doors", "2026-02-03"),
        ]
        assert read.feed.updated == "2026-02-20T00:00:00Z"

    def test_an_entry_says_what_the_lesson_is_about(self, make_base: MakeBase) -> None:
        read = read_atom(atom_text(feeds_of(make_base(FILES))["feed"], SITE))
        entry = read.entries[2]
        assert entry.summary == ("Invented pumps freeze In short: Heat costs less Evidence: tried.")
        assert [tag.term for tag in entry.tags] == ["Pumps", "Handover"]
        assert (entry.id, entry.link) == (f"{SITE}lesson/a/", f"{SITE}lesson/a/")

    def test_a_withdrawal_is_news_of_its_own_and_tells_the_reason_alone(
        self, make_base: MakeBase
    ) -> None:
        text = atom_text(feeds_of(make_base(FILES))["feed"], SITE)
        entry = read_atom(text).entries[0]
        assert entry.id == f"{SITE}lesson/gone/#withdrawn"
        assert entry.summary == (
            "This lesson was withdrawn on 20 February 2026: it did harm. It woke the invented town."
        )
        assert "Invented machines stop" not in text

    def test_a_topic_all_of_whose_lessons_are_withdrawn_still_tells_it(
        self, make_base: MakeBase
    ) -> None:
        feeds = feeds_of(make_base({"gone.md": FILES["gone.md"]}))
        (entry,) = feeds["topics/handover/feed"].entries
        assert entry.title == "Withdrawn: Sing to the pumps"
        assert feeds["topics/handover/feed"].page == "all/"

    def test_a_feed_holds_the_newest_alone(self, make_base: MakeBase) -> None:
        files = {
            f"l{number}.md": lesson_text(date=f"2025-{1 + number // 28:02}-{1 + number % 28:02}")
            for number in range(NEWEST + 5)
        }
        entries = feeds_of(make_base(files))["feed"].entries
        assert len(entries) == NEWEST
        assert entries[-1].id == "lesson/l5/"

    def test_the_base_is_the_author(self, make_base: MakeBase) -> None:
        feed = feeds_of(make_base(FILES))["feed"]
        assert read_atom(atom_text(feed, SITE)).feed.author == "Invented base"
        assert json.loads(json_text(feed, SITE))["authors"] == [{"name": "Invented base"}]


class TestFormats:
    @pytest.mark.parametrize("site", [SITE, ""])
    def test_every_feed_keeps_the_rules_of_both_formats(
        self, make_base: MakeBase, site: str
    ) -> None:
        for feed in feeds_of(make_base(FILES)).values():
            read_atom(atom_text(feed, site))
            assert against_rfc_4287(atom_text(feed, site)) == []
            assert against_json_feed(json_text(feed, site)) == []

    def test_both_formats_say_the_same(self, make_base: MakeBase) -> None:
        for feed in feeds_of(make_base(FILES)).values():
            read = read_atom(atom_text(feed, SITE))
            items = json.loads(json_text(feed, SITE))["items"]
            assert [
                (one.id, one.title, one.summary, one.link, one.updated) for one in read.entries
            ] == [
                (one["id"], one["title"], one["content_text"], one["url"], one["date_published"])
                for one in items
            ]

    def test_without_an_address_ids_are_names_and_links_relative(self, make_base: MakeBase) -> None:
        feed = feeds_of(make_base(FILES))["topics/pumps/feed"]
        item = json.loads(json_text(feed, ""))["items"][-1]
        assert (item["id"], item["url"]) == ("urn:beforehand:lesson:a", "../../lesson/a/")
        assert "feed_url" not in json.loads(json_text(feed, ""))

    def test_a_withdrawal_has_another_name_than_its_lesson(self, make_base: MakeBase) -> None:
        item = json.loads(json_text(feeds_of(make_base(FILES))["feed"], ""))["items"][0]
        assert (item["id"], item["url"]) == (
            "urn:beforehand:lesson:gone#withdrawn",
            "./lesson/gone/#withdrawn",
        )

    def test_an_empty_feed_is_a_feed(self, make_base: MakeBase) -> None:
        feed = feeds_of(make_base({}))["feed"]
        assert read_atom(atom_text(feed, SITE)).entries == []
        assert against_rfc_4287(atom_text(feed, SITE)) == []
        assert against_json_feed(json_text(feed, SITE)) == []

    @given(title=texts, summary=texts, topic=texts)
    def test_any_text_gives_feeds_that_can_be_read(
        self, title: str, summary: str, topic: str
    ) -> None:
        day = parse_day("2026-02-03")
        entry = Entry("lesson/a/", f"t{title}", f"s{summary}", day, (f"x{topic}",))
        feed = Feed(f"f{title}", "feed", "all/", f"a{title}", (entry,))
        text = atom_text(feed, SITE)
        assert against_rfc_4287(text) == []
        assert against_json_feed(json_text(feed, SITE)) == []
        (found,) = ET.fromstring(text).findall(f"{ATOM}entry")  # noqa: S314 - our own
        told = "".join(letter for letter in title if letter.isprintable())
        assert found.findtext(f"{ATOM}title") == f"t{told}"
