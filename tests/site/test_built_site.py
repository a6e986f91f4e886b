"""What holds for every page of a built site, and what each kind of page shows."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import html5lib  # type: ignore[import-untyped]
import pytest

from site_builder.theme import theme_dir
from tests.builders import lesson_text
from tests.site.bases import CONFIG, PERSON, PERSONS_NAME
from tests.site.built import (
    REPOSITORY,
    BuiltSite,
    attribute,
    build,
    contents,
    headers,
    is_elsewhere,
    record_files,
    words,
    write_project,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup, Tag

PUBLISHED_TYPES = {
    *(".html", ".css", ".map", ".js", ".json", ".bin", ".svg", ".png", ".xml", ".gz", ".ics"),
    *(".md", ".bib", ".txt"),
}
BASES = {
    "both": {"paired-learning-doctors-and-managers", "barriers-between-doctors-and-managers"},
    "tried": {
        *("adapt-and-refine", "projects-that-need-not-finish", "senior-support-no-budget"),
        *("shadowing-with-a-debrief", "too-busy-to-pair"),
        *("first-hand-story", "time-to-talk", "tool-to-take-home"),
    },
}
"""Lessons that were tried, and those that were studied too; every other is advice."""
WORDS = {"advice": "Advice", "tried": "Tried", "both": "Tried and studied"}


def section(page: BeautifulSoup, heading: str) -> Tag | None:
    """Return the part of a page under a heading of this text."""
    for title in page.select("main h2"):
        if words(title) == heading:
            return title.find_parent("section")
    return None


# Every page


def test_a_strict_build_of_this_repository_reports_nothing(repository_site: BuiltSite) -> None:
    levels = [line.split()[0] for line in repository_site.log.splitlines() if line.strip()]
    assert set(levels) == {"INFO"}, repository_site.log


def test_every_page_is_valid_to_a_strict_parser(any_site: BuiltSite) -> None:
    wrong = {}
    for path in any_site.pages:
        parser = html5lib.HTMLParser()
        parser.parse((any_site.folder / path).read_text(encoding="utf-8"))
        if parser.errors:
            wrong[path] = parser.errors
    assert wrong == {}


def test_every_address_on_a_page_leads_to_a_file_of_the_site(any_site: BuiltSite) -> None:
    broken = {
        (path, address)
        for path in any_site.pages
        for address in any_site.addresses(path)
        if not is_elsewhere(address) and any_site.target(path, address)[0] not in any_site.files
    }
    assert broken == set()


def test_every_fragment_leads_to_an_element(any_site: BuiltSite) -> None:
    ids = {
        path: {attribute(tag, "id") for tag in page.select("[id]")}
        for path, page in any_site.pages.items()
    }
    followed, broken = 0, set()
    for path in any_site.pages:
        for address in any_site.addresses(path):
            file, fragment = any_site.target(path, address)
            if fragment and not is_elsewhere(address):
                followed += 1
                if fragment not in ids[file]:
                    broken.add((path, address))
    assert followed > len(any_site.pages), "every page has a link to its content"
    assert broken == set()


def test_an_id_stands_once_on_a_page(any_site: BuiltSite) -> None:
    repeated = {}
    for path, page in any_site.pages.items():
        counts = Counter(attribute(tag, "id") for tag in page.select("[id]"))
        twice = [name for name, count in counts.items() if count > 1]
        if twice:
            repeated[path] = twice
    assert repeated == {}


def test_labels_and_aria_references_name_elements_of_the_page(any_site: BuiltSite) -> None:
    broken = []
    for path, page in any_site.pages.items():
        ids = {attribute(tag, "id") for tag in page.select("[id]")}
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for tag in page.select(f"[{name}]"):
                broken += [
                    (path, name, one) for one in attribute(tag, name).split() if one not in ids
                ]
    assert broken == []


def test_every_page_has_one_top_heading(any_site: BuiltSite) -> None:
    counts = {path: len(page.select("h1")) for path, page in any_site.pages.items()}
    assert {path: count for path, count in counts.items() if count != 1} == {}


def test_no_heading_skips_a_level(any_site: BuiltSite) -> None:
    jumps = {}
    for path, page in any_site.pages.items():
        levels = [int(tag.name[1]) for tag in page.select("h1, h2, h3, h4, h5, h6")]
        deeper = [(a, b) for a, b in zip([0, *levels], levels, strict=False) if b > a + 1]
        if deeper:
            jumps[path] = deeper
    assert jumps == {}


def test_headings_terms_links_and_buttons_have_words(any_site: BuiltSite) -> None:
    empty = [
        path
        for path, page in any_site.pages.items()
        for tag in page.select("h1, h2, h3, h4, dt, button, a, label")
        if not words(tag) and not tag.select("img[alt]")
    ]
    assert empty == []


def test_every_page_names_its_language_and_encoding(any_site: BuiltSite) -> None:
    for path, page in any_site.pages.items():
        assert attribute(page.html, "lang") == "en", path
        assert attribute(page.select_one("meta[charset]"), "charset") == "utf-8", path


def test_a_page_is_titled_by_its_heading_and_the_site(any_site: BuiltSite) -> None:
    name = words(any_site.page("").select_one("title"))
    for path, page in any_site.pages.items():
        if path in any_site.redirects or path == "index.html":
            continue
        title, heading = words(page.select_one("title")), words(page.select_one("h1"))
        assert title.endswith(f" - {name}"), path
        assert title.startswith(heading), path


def test_every_page_says_what_it_is_about(any_site: BuiltSite) -> None:
    silent = [
        path
        for path, page in any_site.pages.items()
        if not attribute(page.select_one("meta[name=description]"), "content").strip()
        and path not in {*any_site.redirects, "404.html"}
    ]
    assert silent == []


def test_every_image_has_a_description(rich_site: BuiltSite) -> None:
    images = rich_site.page("lesson/warm-sheds/").select("main img")
    assert [attribute(image, "alt") for image in images] == ["Plan of a shed"]


def test_only_files_that_a_site_is_made_of_are_published(any_site: BuiltSite) -> None:
    assert {PurePosixPath(path).suffix for path in any_site.files} <= PUBLISHED_TYPES


def test_what_lies_in_the_base_and_is_no_page_or_picture_stays_there(
    rich_base: Path, rich_site: BuiltSite
) -> None:
    names = {file.name for file in (rich_base / "lessons").rglob("*.*")} | {"people.yml"}
    published = {PurePosixPath(path).name for path in rich_site.files}
    assert names & published == {"shed.png"}
    assert {"vocabulary.yml", "notes.txt", "tool.py", "script.js", ".hidden.md"} <= names


def test_no_page_is_heavy(any_site: BuiltSite) -> None:
    sizes = {path: (any_site.folder / path).stat().st_size for path in any_site.pages}
    assert {path: size for path, size in sizes.items() if size > 500_000} == {}


def test_nothing_is_loaded_from_another_host(any_site: BuiltSite) -> None:
    loading = "script[src], link[href], img[src], iframe, object, embed, audio, video, source, base"
    elsewhere = [
        (path, str(tag))
        for path, page in any_site.pages.items()
        for tag in page.select(loading)
        if tag.name not in {"script", "link", "img"}
        or is_elsewhere(attribute(tag, "src") or attribute(tag, "href"))
    ]
    assert elsewhere == []


def test_no_style_sheet_loads_from_another_host(any_site: BuiltSite) -> None:
    sheets = [path for path in any_site.files if path.endswith(".css")]
    addresses = [
        found
        for path in sheets
        for found in re.findall(
            r"(?:url\(|@import)\s*[\"']?([^\"')]+)",
            (any_site.folder / path).read_text(encoding="utf-8"),
        )
    ]
    assert len(sheets) >= 2
    assert [one for one in addresses if is_elsewhere(one) and not one.startswith("data:")] == []


def test_links_to_other_hosts_are_those_that_records_and_options_give(rich_site: BuiltSite) -> None:
    outward = {
        address
        for path in rich_site.pages
        for address in rich_site.addresses(path)
        if is_elsewhere(address)
        and not address.startswith(("https://forge.example/edit/", "mailto:?"))
    }
    assert outward == {
        "https://doi.org/10.1000/invented.1",
        "https://openlibrary.org/isbn/9780306406157",
        "https://press.example/frost?page=1&part=2",
        "https://pubmed.ncbi.nlm.nih.gov/33782057/",
        # The option `submit`, for readers without JavaScript.
        "mailto:lessons@example.org",
    }


def test_the_repositorys_own_site_links_only_to_addresses_in_its_records(
    repository_site: BuiltSite,
) -> None:
    source = "".join(
        file.read_text(encoding="utf-8") for file in (REPOSITORY / "lessons").rglob("*.md")
    )
    outward = {
        address
        for path in repository_site.pages
        for address in repository_site.addresses(path)
        if is_elsewhere(address) and not address.startswith("mailto:?")
    }
    invented = {one for one in outward if one.removeprefix("https://doi.org/") not in source}
    assert invented == set()


def _is_data(script: Tag) -> bool:
    return attribute(script, "type") == "application/ld+json" and not script.get("src")


def test_no_page_holds_a_program_or_a_style_of_its_own(any_site: BuiltSite) -> None:
    inline = [
        (path, str(tag)[:200])
        for path, page in any_site.pages.items()
        for tag in page.select("*")
        if tag.name == "style"
        or (tag.name == "script" and not _is_data(tag) and (tag.string or not tag.get("src")))
        or any(name == "style" or name.startswith("on") for name in tag.attrs)
    ]
    # The one page that cannot know where its style sheet is.
    assert [path for path, _ in inline] == ["404.html"]
    assert "<style>:where(body)" in inline[0][1]


@pytest.mark.parametrize("name", ["repository_site", "tour_site", "rich_site"])
def test_every_link_has_words_and_no_two_of_a_list_have_the_same(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    wordless, repeated, read = [], [], 0
    for path, page in site.pages.items():
        for link in page.select("a[href]"):
            said = attribute(link, "aria-label") or words(link)
            read += 1
            if said.lower() in {"", "none", "null", "undefined"}:
                wordless.append((path, str(link)[:100]))
        for group in page.select("ul, ol, nav, dl"):
            targets: dict[str, set[tuple[str, str]]] = {}
            for link in group.select("a[href]"):
                if link.find_parent(["ul", "ol", "nav", "dl"]) is group:
                    said = attribute(link, "aria-label") or words(link)
                    where = site.target(path, attribute(link, "href"))
                    targets.setdefault(said, set()).add(where)
            repeated += [(path, said) for said, where in targets.items() if len(where) > 1]
    assert read > 1_000
    assert (wordless, repeated) == ([], [])


@pytest.mark.parametrize("name", ["repository_site", "tour_site"])
def test_used_means_the_same_on_every_page(name: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    strips = {
        address.split("/")[1]: site.pages[address].select_one(".bh-badge summary .bh-strip")
        for address in sorted(site.pages)
        if address.startswith("lesson/") and address not in site.redirects
    }
    lists = [path for path in site.pages if re.fullmatch(r"all/(\d+/)?index\.html", path)]
    listed = {one for path in lists for one in site.lesson_links(path.removesuffix("index.html"))}
    tried = {one for one in listed if (strip := strips[one]) and strip.select_one(".bh-tried")}
    unused = set(site.lesson_links("gaps/", "section:has(#bh-not-reused)"))
    assert tried
    assert tried.isdisjoint(unused)
    (told,) = (
        words(part)
        for part in site.page("insights/").select(".bh-headlines > div")
        if "lessons that a team has used" in words(part)
    )
    assert f"{len(tried)} of {len(listed)}" in told


# Records


@pytest.mark.parametrize("name", ["repository", "invented"])
def test_every_record_has_a_page_at_its_kind_and_id(
    name: str, rich_base: Path, request: pytest.FixtureRequest
) -> None:
    base = REPOSITORY if name == "repository" else rich_base
    site: BuiltSite = request.getfixturevalue(
        "repository_site" if name == "repository" else "rich_site"
    )
    expected = {f"{address}index.html" for address in record_files(base / "lessons")}
    published = {path for path in site.pages if path.split("/")[0] in {"lesson", "assist", "reuse"}}
    assert published - site.redirects == expected


def test_every_lesson_that_stands_is_listed_once(repository_site: BuiltSite) -> None:
    standing = {
        lesson_id
        for lesson_id, header in headers(REPOSITORY / "lessons").items()
        if header.get("status", "published") == "published"
    }
    cards = repository_site.page("all/").select("main li h2 a")
    listed = [attribute(link, "href").rstrip("/").rpartition("/")[2] for link in cards]
    assert sorted(listed) == sorted(standing)


def test_a_topic_lists_the_lessons_that_carry_its_tag(repository_site: BuiltSite) -> None:
    tagged: dict[str, set[str]] = {}
    for lesson_id, header in headers(REPOSITORY / "lessons").items():
        tags = header["tags"]
        assert isinstance(tags, list)
        for tag in tags:
            tagged.setdefault(tag, set()).add(lesson_id)
    assert len(tagged) > 10
    for tag, ids in tagged.items():
        assert set(repository_site.lesson_links(f"topics/{tag}/")) == ids


def test_a_lesson_page_names_its_evidence_in_words(repository_site: BuiltSite) -> None:
    for lesson_id in headers(REPOSITORY / "lessons"):
        page = repository_site.page(f"lesson/{lesson_id}/")
        (mark,) = page.select(".bh-about .bh-mark")
        basis = next((basis for basis, ids in BASES.items() if lesson_id in ids), "advice")
        assert words(mark) == WORDS[basis]
        assert attribute(mark, "href") == f"../../evidence/{basis}/"


def test_no_list_or_card_says_tried_of_advice(repository_site: BuiltSite) -> None:
    strips = repository_site.page("all/").select("main li .bh-strip")
    assert strips
    for strip in strips:
        advice = strip.select_one(".bh-advice")
        if advice:
            assert words(advice) == "Advice , no team has reported trying it"
        assert (advice is None) != (strip.select_one(".bh-tried, .bh-studied") is None)


def test_a_lesson_page_links_to_its_source(repository_site: BuiltSite) -> None:
    sourced = {
        lesson_id: header["source_assist"]
        for lesson_id, header in headers(REPOSITORY / "lessons").items()
        if "source_assist" in header
    }
    assert sourced
    for lesson_id, assist in sourced.items():
        page = repository_site.page(f"lesson/{lesson_id}/")
        targets = [attribute(tag, "href") for tag in page.select("main a[href]")]
        assert f"../../assist/{assist}/" in targets


def test_whoever_links_to_a_lesson_stands_on_its_page(repository_site: BuiltSite) -> None:
    """The text of each record is read from its page, its links followed to the other end."""
    seen = 0
    for address, file in record_files(REPOSITORY / "lessons").items():
        text = file.read_text(encoding="utf-8")
        for name in set(re.findall(r"\]\([^)\s]*?([a-z0-9-]+)\.md(?:#[a-z-]+)?\)", text)):
            target = f"lesson/{name}/"
            if f"{target}index.html" not in repository_site.files or target == address:
                continue
            seen += 1
            backlinks = section(repository_site.page(target), "Linked from")
            links = backlinks.select("a") if backlinks else []
            page = f"{target}index.html"
            sources = {repository_site.target(page, attribute(link, "href"))[0] for link in links}
            assert f"{address}index.html" in sources
    assert seen > 30


def test_a_backlink_stands_with_its_sentence_and_kind(rich_site: BuiltSite) -> None:
    backlinks = section(rich_site.page("lesson/warm-sheds/"), "Linked from")
    rows = [words(row) for row in backlinks.select("li")] if backlinks else []
    assert rows == [
        "Invented night visit (Visit) It led to warm sheds.",
        "Count the pumps before you plan (Lesson) Somebody had read of heated sheds by then.",
        "How to look after pumps (Guide) Begin with the warm sheds.",
    ]


def test_a_draft_is_no_backlink(rich_site: BuiltSite) -> None:
    assert "half-thought" not in str(rich_site.page("lesson/warm-sheds/"))


def test_a_draft_is_marked_and_found_by_a_search_alone(rich_site: BuiltSite) -> None:
    assert "Draft." in words(rich_site.page("lesson/half-thought/").select_one("main header"))
    naming = [
        path for path, content in contents(rich_site.folder).items() if b"half-thought" in content
    ]
    naming = [path for path in naming if not path.startswith("search/")]
    assert naming == ["lesson/half-thought/index.html"]


def test_a_superseded_lesson_leads_to_the_one_that_replaces_it(rich_site: BuiltSite) -> None:
    head = rich_site.page("lesson/wrap-the-pipes/").select_one("main header")
    assert head is not None
    assert "Superseded. A newer lesson replaces this one. Read instead: Heat the sheds" in words(
        head
    )
    path = "lesson/wrap-the-pipes/index.html"
    targets = [rich_site.target(path, attribute(one, "href"))[0] for one in head.select("div a")]
    assert targets == ["lesson/warm-sheds/index.html"]


def test_a_withdrawn_lesson_says_when_and_why(rich_site: BuiltSite) -> None:
    head = words(rich_site.page("lesson/sing-to-the-pumps/").select_one("main header"))
    assert "Withdrawn. This lesson was withdrawn on 10 February 2026" in head
    assert "it did harm. It woke the town." in head


@pytest.mark.parametrize("gone", ["half-thought", "wrap-the-pipes", "sing-to-the-pumps"])
def test_a_lesson_that_does_not_stand_is_on_no_list(rich_site: BuiltSite, gone: str) -> None:
    lists = [
        path for path in rich_site.pages if path.split("/")[0] in {"all", "topics", "evidence"}
    ]
    assert len(lists) > 5
    for path in lists:
        assert gone not in rich_site.lesson_links(path.removesuffix("index.html"))


@pytest.mark.parametrize("alias", ["cold-sheds", "warm-huts"])
def test_an_alias_leads_to_the_page(rich_site: BuiltSite, alias: str) -> None:
    path = f"lesson/{alias}/index.html"
    assert path in rich_site.redirects
    targets = {rich_site.target(path, address) for address in rich_site.addresses(path)}
    assert targets == {("lesson/warm-sheds/index.html", "")}


@pytest.mark.practice("b1", "c13", "c15", "e12", "e25", "e28")
def test_a_lesson_page_shows_what_its_record_says(rich_site: BuiltSite) -> None:
    text = words(rich_site.page("lesson/warm-sheds/").select_one("main"))
    for said in (
        "Pumps freeze when the nights turn cold",
        "How it went Worked. Who has used it",
        "Less than a minute to read",
        "1 February 2026",
        "A heated shed costs less than a burst pump",
        "North team, Invented Water",
        "Head of the northern plant",
        "Water plant",
        "three sheds",
        "In person",
        "two days",
        "Nobody owned the sheds",
        "A cheap heater",
        "A list of sheds",
        "Next review March 2027",
        "An Author, Another Author. Frost and pumps",
        "Invented Press, 2019",
        "Before and after, no control group",
        "Few pumps",
        "Retracted. Steam instead",
        "PubMed 33782057",
        "peaks against this lesson",
    ):
        assert said in text


def test_reports_of_use_stand_with_the_lesson(rich_site: BuiltSite) -> None:
    text = words(section(rich_site.page("lesson/warm-sheds/"), "Who has used it"))
    for said in ("South team, Invented Hospital", "Worked", "observed", "We heated a cupboard"):
        assert said in text


def test_a_report_of_use_has_a_page(rich_site: BuiltSite) -> None:
    page = rich_site.page("reuse/south-heats/")
    assert words(page.select_one("h1")) == (
        "South team, Invented Hospital used “Heat the sheds of the pumps”"
    )
    assert "It stayed warm." in words(page.select_one("main"))
    assert rich_site.lesson_links("reuse/south-heats/") == ["warm-sheds"]


def test_an_assist_page_shows_what_came_of_it(rich_site: BuiltSite) -> None:
    text = words(rich_site.page("assist/night-visit/").select_one("main"))
    for said in (
        "Held and reported",
        "November 2025",
        "Walk the plant (40 minutes)",
        "Paint the pumps",
        "Buy paint (Head of stores, due 1 April 2026, open, proof: The paint is in store)",
        "first winter",
        "Nobody had counted the pumps",
        "It was dark",
        "Pumps at night",
    ):
        assert said in text
    assert rich_site.lesson_links("assist/night-visit/") == ["warm-sheds"]


def test_the_home_page_names_the_assists_that_are_open(rich_site: BuiltSite) -> None:
    text = words(section(rich_site.page(""), "Meetings you can still join"))
    assert "Invented meeting to come" in text
    assert "Planned for September 2026" in text
    assert "Invented night visit" not in text


def test_the_home_page_leads_to_lists_of_its_own(rich_site: BuiltSite) -> None:
    links = {attribute(link, "href") for link in rich_site.page("").select("main a")}
    assert {"./new/", "./did-not-work/", "./words/", "./who-knows-what/", "./share/"} <= links


def test_the_home_page_shows_what_is_newest_first(rich_site: BuiltSite) -> None:
    news = section(rich_site.page(""), "New and changed")
    assert news is not None
    assert [words(link) for link in news.select("h3 a")] == [
        "Invented meeting to come",
        "South team, Invented Hospital used “Heat the sheds of the pumps”",
        "Sing to the pumps",
    ]


def test_a_text_of_ones_own_introduces_the_question_and_its_sections_follow(tmp_path: Path) -> None:
    text = "Our *own* words.\n\n> ## Quoted\n\n## How we work\n\nIn shifts.\n"
    root = write_project(tmp_path, {"index.md": text, "shed.md": lesson_text()})
    page = build(root, root / "site", "--strict").page("")
    said = words(page.select_one("main"))
    places = [said.index(part) for part in ("Our own words", "Quoted", "Describe your problem")]
    places += [said.index(part) for part in ("New and changed", "How we work", "In shifts.")]
    assert places == sorted(places)
    assert words(page.select_one("h1")) == words(page.select_one("title")) == "Invented base"


def test_a_link_to_a_page_is_previewed_with_its_own_words(rich_site: BuiltSite) -> None:
    def previewed(address: str) -> dict[str, str]:
        tags = rich_site.page(address).select("meta[property^='og:'], meta[name^='twitter:']")
        return {
            attribute(tag, "property") or attribute(tag, "name"): attribute(tag, "content")
            for tag in tags
        }

    assert previewed("lesson/warm-sheds/") == {
        "og:type": "article",
        "og:site_name": "Invented base",
        "og:title": "Heat the sheds of the pumps",
        "og:description": "Pumps freeze when the nights turn cold. "
        "A heated shed costs less than a burst pump.",
        "twitter:card": "summary",
    }
    assert previewed("")["og:type"] == "website"
    assert previewed("")["og:title"] == "Invented base"
    assert previewed("reuse/south-heats/")["og:description"] == (
        "Worked, as others observed. It stayed warm."
    )
    assert previewed("all/2/")["og:title"] == "All lessons, page 2"


def test_no_two_pages_are_described_alike(any_site: BuiltSite) -> None:
    pages = {path: page for path, page in any_site.pages.items() if path not in any_site.redirects}
    said = Counter(
        attribute(page.select_one("meta[name=description]"), "content")
        for path, page in pages.items()
        if path != "404.html"
    )
    assert [text for text, count in said.items() if count > 1] == []


def test_a_long_list_is_cut_into_pages_that_lead_on(rich_site: BuiltSite) -> None:
    first, second = rich_site.lesson_links("all/"), rich_site.lesson_links("all/2/")
    assert (first, second) == (["bell", "short"], ["warm-sheds", "count-first"])
    forward = rich_site.page("all/").select_one("a[rel=next]")
    back = rich_site.page("all/2/").select_one("a[rel=prev]")
    assert rich_site.target("all/index.html", attribute(forward, "href"))[0] == "all/2/index.html"
    assert rich_site.target("all/2/index.html", attribute(back, "href"))[0] == "all/index.html"
    for address, ways in (("all/", {"next"}), ("all/2/", {"prev"})):
        head = rich_site.page(address).head
        assert head is not None
        assert {attribute(it, "rel") for it in head.select("[rel=next], [rel=prev]")} == ways


def test_the_list_by_title_is_in_order_of_titles(rich_site: BuiltSite) -> None:
    ids = [*rich_site.lesson_links("all/by-title/"), *rich_site.lesson_links("all/by-title/2/")]
    assert ids == ["count-first", "warm-sheds", "short", "bell"]


def test_people_appear_nowhere_on_the_site(rich_base: Path, rich_site: BuiltSite) -> None:
    source = (rich_base / "lessons/assists/night-visit.md").read_text(encoding="utf-8")
    assert PERSON in source
    for path, content in contents(rich_site.folder).items():
        text = gzip.decompress(content) if path.endswith(".gz") else content
        for name in (PERSON, PERSONS_NAME, *PERSONS_NAME.split()):
            assert name.encode() not in text, path
        # The schema lists every role that there is.
        assert b"critical-friend" not in text or path == "api/schema.json", path


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("lesson/warm-sheds/", "heat%20pumps/deep/warm-sheds.md"),
        ("assist/night-visit/", "assists/night-visit.md"),
        ("reuse/south-heats/", "reuse/south-heats.md"),
        ("guide/how/", "guide/how.md"),
    ],
)
def test_a_page_links_to_where_its_source_is_edited(
    rich_site: BuiltSite, address: str, source: str
) -> None:
    links = [
        attribute(link, "href")
        for link in rich_site.page(address).select("main a")
        if words(link) in {"Edit this page", "Improve this"}
    ]
    assert links == [f"https://forge.example/edit/{source}?mode=raw"]


def test_without_an_address_for_editing_no_page_offers_it(repository_site: BuiltSite) -> None:
    offering = [
        path for path, page in repository_site.pages.items() if "Edit this page" in words(page)
    ]
    assert offering == []


# Other bases


def test_moving_a_file_changes_no_address_and_no_page(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for root, path in ((before, "shed.md"), (after, "a/b/c/shed.md")):
        root.mkdir()
        build(write_project(root, {path: lesson_text()}), root / "site")
    assert contents(before / "site") == contents(after / "site")


@pytest.mark.parametrize(
    ("path", "lesson_id", "generated"),
    [
        ("all.md", "all", "all/"),
        ("topics/index.md", "index", "topics/"),
        ("topics/pumps/index.md", "index", "topics/pumps/"),
        ("evidence/both/index.md", "index", "evidence/both/"),
        ("rules/raw-html/index.md", "index", "rules/raw-html/"),
        ("404.md", "404", ""),
        ("lesson/lesson.md", "lesson", "all/"),
    ],
)
def test_a_lesson_in_a_file_named_like_a_page_of_the_build_keeps_its_own_page(
    tmp_path: Path, path: str, lesson_id: str, generated: str
) -> None:
    lesson = lesson_text(title="Named like a page")
    linking = lesson_text(
        title="Links to it",
        problem="Links between records are followed by their files",
        body=f"## What happened\n\nSee [it]({path}).\n\n## What was learned\n\nIt is there.\n",
    )
    root = write_project(tmp_path, {path: lesson, "linking.md": linking})
    site = build(root, root / "site", "--strict")
    assert words(site.page(f"lesson/{lesson_id}/").select_one("h1")) == "Named like a page"
    assert words(site.page(generated).select_one("h1")) != "Named like a page"
    (link,) = (link for link in site.page("lesson/linking/").select("a") if words(link) == "it")
    assert site.target("lesson/linking/index.html", attribute(link, "href"))[0] == (
        f"lesson/{lesson_id}/index.html"
    )


def test_an_empty_base_has_a_site(tmp_path: Path) -> None:
    root = tmp_path / "empty"
    (root / "lessons").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    site = build(root, root / "site", "--strict")
    for address in ("", "all/", "topics/", "evidence/", "gaps/", "assists/", "rules/"):
        assert len(site.page(address).select("h1")) == 1
    assert "No lesson has been recorded yet" in words(site.page(""))


def test_a_base_without_home_page_gets_one(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"shed.md": lesson_text()})
    site = build(root, root / "site", "--strict")
    assert site.lesson_links("") == ["shed"]


def test_a_page_of_the_guide_needs_no_heading(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"guide/plain.md": "A page without any heading.\n"})
    page = build(root, root / "site", "--strict").page("guide/plain/")
    assert "A page without any heading." in words(page.select_one("main"))
    assert words(page.select_one("h1")) == "Plain"


def test_each_page_of_the_guide_lists_the_others_of_its_part_by_title(tmp_path: Path) -> None:
    files = {
        f"guide/{name}.md": f"---\ntitle: {title}\n---\n\nText.\n"
        for name, title in {
            "index": "How we work",
            "last": "The last page",
            "keep/index": "Keeping",
            "keep/second": "The second",
        }.items()
    }
    site = build(write_project(tmp_path, files), tmp_path / "site", "--strict")
    for address, heading, titles in (
        ("guide/last/", "Guide", ["How we work", "The last page"]),
        ("guide/keep/second/", "For keepers", ["Keeping", "The second"]),
    ):
        beside = site.page(address).select_one("nav[aria-labelledby=bh-in-section]")
        assert beside is not None
        assert words(beside.select_one("h2")) == heading
        assert [words(link) for link in beside.select("a")] == titles


def test_a_template_of_the_users_own_comes_first(tmp_path: Path) -> None:
    template = (
        '{% extends "main.html" %}{% block content %}'
        "<h1>{{ lesson.card.title }}</h1><p>In our own way</p>{% endblock %}"
    )
    config = CONFIG.replace("  font: false\n", "  font: false\n  custom_dir: ours\n")
    root = write_project(
        tmp_path, {"shed.md": lesson_text()}, config, {"ours/lesson.html": template}
    )
    site = build(root, root / "site", "--strict")
    assert "In our own way" in words(site.page("lesson/shed/"))
    assert "Held and reported" in words(site.page("assist/pump-review/")), "the others are ours"


def test_a_template_of_the_users_own_escapes_every_text(tmp_path: Path) -> None:
    template = (
        '{% extends "main.html" %}{% block content %}<h1>{{ lesson.card.title }}</h1>{% endblock %}'
    )
    config = CONFIG.replace("  font: false\n", "  font: false\n  custom_dir: ours\n")
    lesson = lesson_text(title="Mend <b>the</b> shed & pump")
    root = write_project(tmp_path, {"shed.md": lesson}, config, {"ours/lesson.html": template})
    page = build(root, root / "site", "--strict").page("lesson/shed/")
    assert words(page.select_one("h1")) == "Mend <b>the</b> shed & pump"
    assert not page.select("h1 b")


def test_no_template_of_the_theme_escapes_by_hand_or_switches_escaping_off() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in theme_dir().rglob("*.html")}
    by_hand = re.compile(r"\|\s*(e|escape|forceescape|safe)\b|autoescape")
    assert [path.name for path, text in sorted(texts.items()) if by_hand.search(text)] == []


def test_a_style_sheet_and_a_script_that_the_configuration_names_are_published(
    tmp_path: Path,
) -> None:
    config = f"{CONFIG}extra_css: [own.css]\nextra_javascript: [own.js]\n"
    root = write_project(tmp_path, {"own.css": "p {}", "own.js": "", "not.js": ""}, config)
    site = build(root, root / "site", "--strict")
    assert {"own.css", "own.js"} <= site.files
    assert "not.js" not in site.files
    page = site.page("all/")
    assert page.select("link[href='../own.css']")
    assert page.select("script[src='../own.js']")


@pytest.mark.parametrize("nav_pages", ["true", "false"])
def test_navigation_that_the_configuration_sets_is_kept(tmp_path: Path, nav_pages: str) -> None:
    config = CONFIG.replace("      newest: 3\n", f"      newest: 3\n      nav_pages: {nav_pages}\n")
    nav = (
        "nav:\n  - Start: index.md\n  - The shed: a/shed.md\n"
        "  - By topic: topics/index.md\n  - Rules: rules/index.md\n"
        "  - Elsewhere: https://elsewhere.example/\n  - Write: mailto:desk@example.org\n"
    )
    files = {"index.md": "# Home\n", "a/shed.md": lesson_text()}
    root = write_project(tmp_path, files, config + nav)
    links = build(root, root / "site", "--strict").page("").select("header nav a")
    shown = [(words(link), attribute(link, "href")) for link in links]
    # What the base names itself, as it names topics here, stands once and where the base has it.
    always = [
        *(("Find", "./solved/"), ("Lessons", "./all/")),
        *(("Meetings", "./assists/"), ("Trust", "./evidence/")),
    ]
    assert shown == [
        ("Start", "./"),
        *(always if nav_pages == "true" else []),
        ("The shed", "./lesson/shed/"),
        ("By topic", "./topics/"),
        ("Rules", "./rules/"),
        ("Elsewhere", "https://elsewhere.example/"),
        ("Write", "mailto:desk@example.org"),
    ]


def test_navigation_does_not_grow_with_the_base(any_site: BuiltSite) -> None:
    links = [words(link) for link in any_site.page("").select("header nav a")]
    assert links == ["Find", "Lessons", "Topics", "Meetings", "Trust", "Guide"]


def test_the_site_map_lists_every_page_by_its_address(tmp_path: Path) -> None:
    files = {"shed.md": lesson_text(header="aliases: [hut]"), "guide/how.md": "# How\n"}
    root = write_project(tmp_path, files, f"{CONFIG}site_url: https://invented.example/base/\n")
    site = build(root, root / "site", "--strict")
    listed = set(
        re.findall(r"<loc>(.*?)</loc>", (site.folder / "sitemap.xml").read_text(encoding="utf-8"))
    )
    page = site.page("lesson/shed/")
    shared = page.select_one("meta[property='og:url']")
    assert attribute(shared, "content") == "https://invented.example/base/lesson/shed/"
    expected = {
        "https://invented.example/base/" + path.removesuffix("index.html")
        for path in set(site.pages) - site.redirects - {"404.html"}
    }
    assert listed == expected


def test_under_a_path_of_a_server_the_error_page_links_into_that_path(tmp_path: Path) -> None:
    root = write_project(tmp_path, {}, f"{CONFIG}site_url: https://invented.example/base/\n")
    site = build(root, root / "site", "--strict")
    addresses = [one for one in site.addresses("404.html") if not one.startswith("#")]
    assert addresses
    outside = [one for one in addresses if not one.startswith("/base/")]
    assert [one for one in outside if not one.startswith("https://invented.example/base/")] == []
