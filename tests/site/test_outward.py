"""What a built site offers to other systems and to readers who answer: files, links and data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
from lxml import etree
from pybtex.database import parse_string

from tests.builders import lesson_text
from tests.site.bases import BESIDE, CONFIG, PERSON, RICH, SHED
from tests.site.built import BuiltSite, attribute, build, words, write_project
from tests.test_feeds import against_json_feed, against_rfc_4287

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = "https://example.org/base/"
OPTIONS = """\
      used_uri_template: https://forge.example/new?template=used-a-lesson.yml&lesson={id}&title={title}
      improve_uri_template: "mailto:keeper@example.org?subject={title}&body={url}"
      share_uri_template: https://forge.example/new?template=share-a-lesson.yml
"""
ADDRESSED = f"site_url: {ADDRESS.rstrip('/')}\n{CONFIG}{OPTIONS}"
LESSON = "lesson/warm-sheds/"


@pytest.fixture(scope="module")
def addressed_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return the site of the invented base, with an address and forms to fill in."""
    root = write_project(tmp_path_factory.mktemp("addressed"), RICH, ADDRESSED, BESIDE)
    (root / "lessons/heat pumps/deep/shed.png").write_bytes(SHED)
    return build(root, root / "site", "--strict")


def text_of(site: BuiltSite, path: str) -> str:
    """Return a file of a site."""
    return (site.folder / path).read_text(encoding="utf-8")


def data_of(site: BuiltSite, address: str) -> Any:  # noqa: ANN401 - JSON
    """Return the data in a page."""
    (script,) = site.page(address).select('script[type="application/ld+json"]')
    return json.loads(str(script.string))


def feeds_of(site: BuiltSite) -> Iterator[str]:
    """Yield the paths of every feed."""
    return (path for path in sorted(site.files) if path.endswith(("feed.xml", "feed.json")))


def link_of(site: BuiltSite, address: str, text: str) -> list[str]:
    """Return where links of a page with some words lead."""
    links = site.page(address).select("main a")
    return [attribute(link, "href") for link in links if words(link) == text]


class TestSources:
    def test_the_source_of_a_lesson_is_its_file(
        self, addressed_site: BuiltSite, rich_base: Path
    ) -> None:
        file = rich_base / "lessons/heat pumps/deep/warm-sheds.md"
        assert text_of(addressed_site, f"{LESSON}source.md") == file.read_text(encoding="utf-8")
        assert link_of(addressed_site, LESSON, "Markdown source") == ["source.md"]

    def test_the_source_of_an_assist_names_nobody_who_took_part(
        self, addressed_site: BuiltSite
    ) -> None:
        text = text_of(addressed_site, "assist/night-visit/source.md")
        assert PERSON in RICH["assists/night-visit.md"]
        assert PERSON not in text
        assert "participants" not in text
        assert "facilitator: The chair of the southern wards\nrecording:" in text

    def test_every_record_but_a_withdrawn_lesson_has_one(self, addressed_site: BuiltSite) -> None:
        pages = {
            path.removesuffix("index.html")
            for path in addressed_site.files - addressed_site.redirects
            if re.fullmatch(r"(lesson|assist|reuse)/[^/]+/index\.html", path)
        }
        having = {
            path.removesuffix("source.md")
            for path in addressed_site.files
            if path.endswith("source.md")
        }
        assert pages - having == {"lesson/sing-to-the-pumps/"}
        assert having < pages


class TestFeeds:
    def test_every_feed_can_be_read(self, any_site: BuiltSite) -> None:
        for path in feeds_of(any_site):
            text = text_of(any_site, path)
            if path.endswith(".json"):
                assert against_json_feed(text) == [], path
                continue
            assert against_rfc_4287(text) == [], path
            assert not feedparser.parse(text.encode()).bozo, path

    def test_entries_lead_to_pages(self, rich_site: BuiltSite) -> None:
        for path in feeds_of(rich_site):
            if path.endswith(".json"):
                for item in json.loads(text_of(rich_site, path))["items"]:
                    file, _ = rich_site.target(path, item["url"])
                    assert file in rich_site.files, path

    @pytest.mark.parametrize("address", ["", "all/", "topics/pumps/", "board/"])
    def test_a_page_names_its_feed_in_its_head(self, rich_site: BuiltSite, address: str) -> None:
        links = rich_site.page(address).select("head link[rel=alternate]")
        kinds = [attribute(link, "type") for link in links]
        assert kinds == ["application/atom+xml", "application/feed+json"]
        for link in links:
            file, _ = rich_site.target(f"{address}index.html", attribute(link, "href"))
            assert file in rich_site.files
            assert attribute(link, "title")

    @pytest.mark.parametrize("address", ["all/", "topics/pumps/", "board/"])
    def test_readers_see_how_to_follow(self, rich_site: BuiltSite, address: str) -> None:
        assert len(link_of(rich_site, address, "Atom")) == 1
        assert len(link_of(rich_site, address, "JSON Feed")) == 1

    def test_the_feed_tells_of_a_withdrawal_and_of_no_draft(self, rich_site: BuiltSite) -> None:
        titles = [item["title"] for item in json.loads(text_of(rich_site, "feed.json"))["items"]]
        assert "Withdrawn: Sing to the pumps" in titles
        assert not [title for title in titles if "half-finished" in title]


class TestSitemap:
    def listed(self, site: BuiltSite) -> dict[str, str | None]:
        """Return every address of the map with its day; none may stand there twice."""
        root = etree.fromstring(text_of(site, "sitemap.xml").encode())
        space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
        pairs = [(one.findtext(f"{space}loc"), one.findtext(f"{space}lastmod")) for one in root]
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    def test_it_lists_every_page_but_drafts_redirects_and_what_was_not_found(
        self, addressed_site: BuiltSite
    ) -> None:
        left_out = {*addressed_site.redirects, "404.html", "lesson/half-thought/index.html"}
        pages = set(addressed_site.pages) - left_out
        wanted = {f"{ADDRESS}{path.removesuffix('index.html')}" for path in pages}
        assert set(self.listed(addressed_site)) == wanted

    def test_the_day_is_that_of_the_record(self, addressed_site: BuiltSite) -> None:
        listed = self.listed(addressed_site)
        assert listed[f"{ADDRESS}lesson/count-first/"] == "2026-01-20"
        assert listed[f"{ADDRESS}lesson/sing-to-the-pumps/"] == "2026-02-10"
        assert listed[f"{ADDRESS}guide/how/"] is None

    def test_without_an_address_there_is_none(self, rich_site: BuiltSite) -> None:
        assert [path for path in rich_site.files if "sitemap" in path] == []

    def test_search_engines_are_asked_to_leave_out_drafts_alone(
        self, addressed_site: BuiltSite
    ) -> None:
        asked = {
            path
            for path, page in addressed_site.pages.items()
            if page.select("meta[name=robots][content=noindex]")
        }
        assert asked - addressed_site.redirects == {"lesson/half-thought/index.html"}


class TestLinkedData:
    def test_every_lesson_assist_and_the_home_page_have_it(self, any_site: BuiltSite) -> None:
        kinds: dict[str, set[str]] = {}
        for path in set(any_site.pages) - any_site.redirects:
            for script in any_site.parsed(path).select('script[type="application/ld+json"]'):
                kind = json.loads(str(script.string))["@type"]
                kinds.setdefault(kind, set()).add(path)
        assert kinds["WebSite"] == {"index.html"}
        events = {p for p in any_site.files if re.fullmatch(r"assist/[^/]+/index\.html", p)}
        assert kinds["EducationEvent"] == events
        sources = {p for p in any_site.files if re.fullmatch(r"lesson/[^/]+/source\.md", p)}
        lessons = {path.replace("source.md", "index.html") for path in sources}
        assert kinds["LearningResource"] == lessons

    def test_a_lesson_has_what_a_reader_of_schema_org_needs(
        self, addressed_site: BuiltSite
    ) -> None:
        data = data_of(addressed_site, LESSON)
        assert (data["headline"], data["datePublished"]) == (
            "Heat the sheds of the pumps",
            "2026-02-01",
        )
        assert data["isPartOf"] == {"@id": ADDRESS} == {"@id": data_of(addressed_site, "")["@id"]}


class TestCitation:
    def test_the_page_has_it_as_text_and_leads_to_bibtex(self, addressed_site: BuiltSite) -> None:
        block = addressed_site.page(LESSON).select_one("details:has(a[href='cite.bib'])")
        assert words(block) == (
            "Cite North team, Invented Water (2026). Heat the sheds of the pumps. "
            f"Invented base. {ADDRESS}{LESSON} Evidence: tried and studied. BibTeX"
        )

    def test_every_lesson_but_drafts_and_withdrawn_ones_has_an_entry(
        self, addressed_site: BuiltSite
    ) -> None:
        files = [path for path in sorted(addressed_site.files) if path.endswith("cite.bib")]
        keys = [
            key
            for path in files
            for key in parse_string(text_of(addressed_site, path), "bibtex").entries
        ]
        assert keys == [path.split("/")[1] for path in files]
        assert not {"sing-to-the-pumps", "half-thought"} & set(keys)
        assert len(files) == 5


class TestAnswers:
    def test_a_lesson_leads_to_the_form_for_a_use(self, addressed_site: BuiltSite) -> None:
        (address,) = link_of(addressed_site, LESSON, "We used this")
        assert parse_qs(urlsplit(address).query) == {
            "template": ["used-a-lesson.yml"],
            "lesson": ["warm-sheds"],
            "title": ["Heat the sheds of the pumps"],
        }

    def test_a_lesson_leads_to_whom_it_may_concern(self, addressed_site: BuiltSite) -> None:
        (address,) = link_of(addressed_site, LESSON, "Improve this")
        assert address == (
            "mailto:keeper@example.org?subject=Heat%20the%20sheds%20of%20the%20pumps"
            "&body=https%3A%2F%2Fexample.org%2Fbase%2Flesson%2Fwarm-sheds%2F"
        )

    def test_readers_are_asked_for_lessons_of_their_own(self, addressed_site: BuiltSite) -> None:
        for address in ("", "all/", "guide/"):
            assert link_of(addressed_site, address, "Share a lesson") == [
                "https://forge.example/new?template=share-a-lesson.yml"
            ]

    def test_without_forms_elsewhere_a_lesson_leads_to_the_form_of_the_site(
        self, told_site: BuiltSite
    ) -> None:
        assert link_of(told_site, "lesson/pumps/", "We used this") == ["../../used/?lesson=pumps"]
        assert link_of(told_site, "all/", "Share a lesson") == ["../share/"]
        assert link_of(told_site, "lesson/pumps/", "Improve this") == []


class TestLlms:
    def test_what_it_leads_to_is_there(self, any_site: BuiltSite) -> None:
        text = text_of(any_site, "llms.txt")
        targets = re.findall(r"^- \[.*\]\(\./([^()]*)\): ", text, re.MULTILINE)
        assert len(targets) > 10
        files = {
            f"{target}index.html" if target[-1:] in {"", "/"} else target for target in targets
        }
        assert {file for file in files if file not in any_site.files} == set()


def test_the_same_base_gives_the_same_files(tmp_path: Path) -> None:
    files = {"a.md": lesson_text(), "b.md": lesson_text(title="Another")}
    root = write_project(tmp_path, files, ADDRESSED)
    first, second = (build(root, tmp_path / name) for name in ("one", "two"))
    kinds = (".xml", ".json", ".md", ".bib", ".txt", ".ics", ".html")
    for path in sorted(first.files):
        if path.endswith(kinds):
            assert text_of(first, path) == text_of(second, path), path
