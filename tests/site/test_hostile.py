"""Whatever an author writes is shown as text: none of it becomes markup, a program or a template.

Each field holds the payload with a number of its own, so that each can be found again. What a check
would report as an error stands in drafts, where it is a warning; what passes the checks stands in
published records.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
import yaml
from icalendar import Calendar
from lxml import etree
from pybtex.database import parse_string

from tests.builders import lesson_text, write_base
from tests.site.browsing import followed, settled
from tests.site.built import BuiltSite, attribute, build, contents, lessons, words, write_project
from tests.site.server import serving

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag
    from playwright.sync_api import Browser

PAYLOAD = (
    "p{number}</title></script><script>boom({number})</script>"
    "\"'><img src=x onerror=boom({number})>{{{{ 7*7 }}}}{{% raw %}}"
)
BIDI = "\u202ereversed\u202c \u2066isolated\u2069 \u200fmark"


def payload(number: int) -> str:
    """Return the text that would run a program if it were taken for markup."""
    return PAYLOAD.format(number=number)


CONFIG = {
    "site_name": f"Hostile {payload(1)}",
    "site_description": f"About {payload(2)}",
    "docs_dir": "lessons",
    "theme": {"name": "material", "font": False},
    # Long texts are warnings, which are not what this is about.
    "plugins": [{"lessons": {"title_max": 1000, "problem_max": 1000}}],
}
VOCABULARY = {
    "tags": {
        "handover": {
            "label": f"Handover {payload(3)}",
            "description": f"Passing on {payload(4)}",
            "synonyms": [f"shift {payload(5)}"],
        },
        "pumps": {"label": "Pumps", "description": "Machines."},
    },
    "teams": {
        "north": {"label": f"North {payload(6)}", "organisation": f"Water {payload(7)}"},
        "south": {"label": "South", "organisation": "Hospital"},
    },
    "settings": {"ward": {"label": f"Ward {payload(8)}"}},
}
LESSON = {
    "title": f"Hostile title {payload(10)}",
    "problem": f"Hostile problem of pumps in winter {payload(11)}",
    "evidence": "both",
    "tags": ["handover"],
    "date": "2026-02-01",
    "source_assist": "hostile-visit",
    "outcome": "worked",
    "takeaway": payload(12),
    "team": "north",
    "owner": payload(13),
    "contact": payload(14),
    "review_by": "2027-01-01",
    "context": {"setting": "ward", "scale": payload(15), "mode": "remote", "cost": payload(16)},
    "barriers": [payload(17)],
    "enablers": [payload(18)],
    "tools": [payload(19)],
    "embedded_in": [payload(20)],
    "licence": payload(21),
    "citations": [
        {
            "title": payload(22),
            "publisher": payload(23),
            "authors": [payload(24)],
            "url": "https://press.example/?a='onmouseover='boom(25)'&b=%22",
            "doi": '10.1000/"><img/src=x/onerror=boom(26)>#part',
            "design": "pre-post",
            "concerns": [{"imprecision": payload(27)}],
        }
    ],
}
LESSON_BODY = f"""\
## What happened

Jinja has no say here: {{{{ 7*7 }}}} {{% include "x" %}} {{# gone #}} {BIDI}

A link [with a title](https://www.example.org/ "t'\\" onmouseover=boom(30) x='"), and
[to another](mention.md "onclick=boom(31)").

![alt " onerror="boom(32)](shed.png "title \\" onload=boom(33)")

`<script>boom(34)</script>` and

```html onclick=boom(35)
<img src=x onerror=boom(36)>
</code></pre><script>boom(37)</script>
```

Entities: &lt;script&gt;boom(38)&lt;/script&gt; &#60;img src=x onerror=boom(39)&#62;

| left `<script>boom(40)</script>` | right |
|:---------------------------------|------:|
| one                              | two   |

## What was learned

### A heading with `<img src=x onerror=boom(41)>`

Nothing.
"""
MENTION = lesson_text(
    title="Mentions the hostile one",
    problem="Sentences around links are shown elsewhere",
    body="## What happened\n\n"
    "As `<script>boom(50)</script>` says in [it](hostile.md) {{ 7*7 }}.\n\n"
    "## What was learned\n\nNo.\n",
)
ASSIST = {
    "title": f"Hostile visit {payload(60)}",
    "problem": f"Hostile visit about pumps {payload(61)}",
    "format": "visit",
    "status": "reported",
    "date": "2026-01-10",
    "happened": "2025-12",
    "host_team": "north",
    "purpose": payload(62),
    "series": payload(63),
    "room_to_change": payload(64),
    "deliverables": [payload(65)],
    "seats_wanted": 2,
    "join": payload(66),
    "agenda": [{"part": payload(67), "minutes": 5}],
    "ground_rules": [payload(68)],
    "options": [{"title": payload(69), "worked_elsewhere": payload(70)}],
    "decision": {"by": "north", "chosen": payload(71), "why": payload(72)},
    "actions": [{"do": payload(73), "owner": payload(74), "due": "2026-09-01", "proof": "A note"}],
    "outcomes": [{"team": "north", "cycle": payload(75), "result": "worked", "measure": "opinion"}],
    "surprises": [payload(76)],
    "expected_but_missing": [payload(77)],
    "gaps": [payload(78)],
    "reflections": [{"take_away": payload(79), "will_apply": payload(80)}],
    "resources": [payload(81)],
    "tools": [payload(82)],
    "story": payload(83),
    "review": {
        "intended": payload(84),
        "happened": payload(85),
        "why": payload(86),
        "next_time": payload(87),
    },
    "contact": payload(88),
}
REUSE = {
    "lesson": "hostile",
    "team": "north",
    "reported_by": payload(90),
    "date": "2026-02-11",
    "outcome": "harmed",
    "measure": "opinion",
    "setting": "ward",
    "changed": payload(91),
    "reply": payload(92),
}
MARKS = (
    "]]> <![CDATA[ <?xml?> &amp; &#60; & ' \" \\ } { "
    "\x01\x08\x0b\x1b\x7f\x85\u2028\ufeff END:VEVENT \\n"
)
"""What ends or begins something in XML, JSON, BibTeX, calendars and scripts, and cannot be seen."""
MARKED = {
    "title": f"Marks {MARKS}",
    "problem": f"Marks of another format are taken for theirs {MARKS} {payload(120)}",
    "evidence": "both",
    "tags": ["handover"],
    "date": "2026-02-02",
    "source_assist": "hostile-visit",
    "takeaway": f"{MARKS} {payload(121)}",
    "team": "north",
    "licence": MARKS,
    "citations": [{"title": MARKS, "doi": "10.1000/]]></x>", "design": "pre-post"}],
}
WITHDRAWN = {
    "title": f"Gone {payload(130)}",
    "problem": f"A hostile lesson is withdrawn {payload(131)}",
    "evidence": "experiential",
    "tags": ["handover"],
    "date": "2026-02-02",
    "source_assist": "hostile-visit",
    "status": "withdrawn",
    "withdrawn": {"date": "2026-02-21", "reason": "other", "note": payload(132)},
}
PLAN = {
    "title": f"Plan {MARKS} {payload(140)}",
    "problem": f"A hostile plan is open to others {MARKS} {payload(141)}",
    "format": "visit",
    "status": "open",
    "date": "2026-02-10",
    "host_team": "north",
    "decision_date": "2026-05-04",
    "purpose": payload(142),
    "join": f"{MARKS} {payload(143)}",
    "receipts": [{"query": payload(144), "date": "2026-02-10", "index": "abc"}],
    "participants": [{"person": "hidden-heron", "role": "host"}],
    "facilitator": "hidden-heron",
}
PLACES = {
    "lesson/hostile/": [1, 3, 6, 7, 8, 10, 11, 12, *range(14, 25), 27, 60, 91, 92],
    # How to join is on the page of a plan that is open.
    "assist/hostile-visit/": [*range(60, 66), *range(67, 89), 6, 7, 10, 11],
    "assist/hostile-plan/": [140, 141, 142, 143],
    "reuse/hostile-use/": [6, 8, 10, *range(90, 93)],
    "topics/": [3, 4, 5],
    "topics/handover/": [3, 4, 10, 11],
    "all/": [3, 10, 11],
    "assists/": [60, 61, 6, 7],
    "": [1, 10, 11, 3],
    "guide/page/": [95],
}
"""Numbers of the payloads that each page shows."""

ADDRESSES = [
    "javascript:boom(100)",
    "JaVaScRiPt:boom(100)",
    " javascript:boom(100)",
    "<javascript:boom(100)>",
    "<java script:boom(100)>",
    "javascript&#58;boom(100)",
    "javascript&#x3A;boom(100)",
    "javascript&colon;boom(100)",
    "java&Tab;script:boom(100)",
    "&#106;avascript:boom(100)",
    "&#1;javascript:boom(100)",
    r"javascript&\#58;boom(100)",
    r"javascript&\#58;boom(100?1:2)",
    "vbscript:boom(100)",
    "data:text/html,<script>boom(100)</script>",
    "data:text/html;base64,PHNjcmlwdD5ib29tKDEwMCk8L3NjcmlwdD4=",
    "blob:https://www.example.org/x",
    "filesystem:https://www.example.org/x",
]
RAW_HTML = [
    "<script>boom(101)</script>",
    "<img src=x onerror=boom(102)>",
    "<svg onload=boom(103)><a xlink:href='javascript:boom(103)'>x</a></svg>",
    "<iframe src='javascript:boom(104)'></iframe>",
    "<a href='javascript:boom(105)' onclick=boom(105)>raw</a>",
    "<style>body { display: none }</style>",
    "<!-- comment --><details open ontoggle=boom(106)>",
    "<base href='https://www.example.org/'>",
    "<meta http-equiv=refresh content='0; url=https://www.example.org/'>",
    "<form action='https://www.example.org/'><button>Send</button></form>",
    "<p>block\n\n<script>boom(107)</script>\n\n</p>",
    "<?php boom(108) ?>",
    "<![CDATA[ boom(109) ]]>",
    "<div markdown='1' onclick=boom(110)>\n\ntext\n\n</div>",
]


def _draft() -> str:
    links = [f"- [inline]({address})\n- ![image]({address})" for address in ADDRESSES]
    links += [f"- [reference][r{number}]" for number in range(len(ADDRESSES))]
    links += [r"- [inline](\javascript:boom(100))"]
    links += ['- [titled](https://www.example.org/ "t\\"><script>boom(99)</script>")']
    links += [f"- <{address}>" for address in ADDRESSES if " " not in address]
    definitions = [f"[r{number}]: {address}" for number, address in enumerate(ADDRESSES)]
    body = "\n\n".join(["\n".join(links), *definitions, *RAW_HTML])
    return lesson_text(
        title=json.dumps(payload(111)),
        problem="What a check would forbid a published lesson",
        status="draft",
        tags=json.dumps([payload(112), "../../etc/passwd"]),
        team=json.dumps(payload(113)),
        body=f"## What happened\n\n{body}\n\n## What was learned\n\nNothing.\n",
    )


def _record(header: object, body: str) -> str:
    return f"---\n{yaml.safe_dump(header, allow_unicode=True, width=10_000)}---\n{body}"


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return the site of a base whose every text is hostile."""
    root = write_project(
        tmp_path_factory.mktemp("hostile"),
        {
            "vocabulary.yml": yaml.safe_dump(VOCABULARY, allow_unicode=True),
            "index.md": _record(
                {"title": f"Home {payload(94)}"}, "Text `<script>boom(94)</script>`.\n"
            ),
            "guide/dense.md": f"# Dense\n\n{'[' * 30_000}\n\n{'1. ' * 700}deep\n",
            "guide/page.md": _record(
                {"title": f"Guide {payload(95)}", "description": payload(96)},
                "# Guide `<script>boom(97)</script>`\n\n## One `<b>`\n\n## Two\n\n## Three\n",
            ),
            "hostile.md": _record(LESSON, LESSON_BODY),
            "marked.md": _record(MARKED, "## What happened\n\nA.\n\n## What was learned\n\nB.\n"),
            "gone.md": _record(WITHDRAWN, "## What happened\n\nA.\n\n## What was learned\n\nB.\n"),
            "assists/hostile-plan.md": _record(PLAN, "A plan.\n"),
            "mention.md": MENTION,
            "draft.md": _draft(),
            "assists/hostile-visit.md": _record(ASSIST, "A visit.\n"),
            "reuse/hostile-use.md": _record(REUSE, "It went badly.\n"),
        },
        yaml.safe_dump(CONFIG),
        {"people.yml": "people: {hidden-heron: {team: south}}\n"},
    )
    (root / "lessons/shed.png").write_bytes(b"")
    return build(root, root / "site")


@pytest.fixture(scope="session", params=["without an address", "with one"])
def told_site(request: pytest.FixtureRequest, hostile_site: BuiltSite) -> BuiltSite:
    """Return the hostile site without an address, and with one and with forms to fill in."""
    if request.param == "without an address":
        return hostile_site
    root = hostile_site.folder.parent
    forms = {
        "used_uri_template": "https://forge.example/new?lesson={id}&title={title}",
        "improve_uri_template": "mailto:keeper@example.org?subject={title}&body={url}",
    }
    options = {**CONFIG["plugins"][0]["lessons"], **forms}  # type: ignore[index]
    config = {**CONFIG, "site_url": "https://example.org/base", "plugins": [{"lessons": options}]}
    aside = root.parent / f"{root.name}-addressed"
    shutil.copytree(root, aside, ignore=shutil.ignore_patterns("site", ".cache"))
    (aside / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return build(aside, aside / "site")


def test_what_passes_the_checks_here_is_published(hostile_site: BuiltSite) -> None:
    """Otherwise the tests below would look at less than they say."""
    assert "ERROR" not in hostile_site.log
    warned = set(re.findall(r"WARNING -  lessons: lessons/([a-z./-]+)", hostile_site.log))
    # What a plan lacks is told as advice.
    assert warned == {"draft.md", "assists/hostile-plan.md"}


def test_a_page_that_python_markdown_cannot_take_is_rendered_all_the_same(
    hostile_site: BuiltSite,
) -> None:
    shown = words(hostile_site.page("guide/dense/").find("main"))

    assert "[[[[" in shown
    assert "deep" in shown


@pytest.mark.parametrize("address", PLACES)
def test_hostile_text_is_shown_as_it_was_written(hostile_site: BuiltSite, address: str) -> None:
    text = hostile_site.page(address).get_text()
    missing = [number for number in PLACES[address] if payload(number) not in text]
    assert missing == []


def test_hostile_text_stays_whole_in_titles_and_descriptions(hostile_site: BuiltSite) -> None:
    page = hostile_site.page("lesson/hostile/")
    assert page.title is not None
    assert page.title.get_text() == f"{LESSON['title']} - {CONFIG['site_name']}"
    description = page.select_one("meta[name=description]")
    takeaway = str(LESSON["takeaway"])
    both = f"{LESSON['problem']}. {takeaway[0].upper()}{takeaway[1:]}."
    assert attribute(description, "content") == both


def test_no_page_gains_an_element_from_hostile_text(hostile_site: BuiltSite) -> None:
    foreign = [
        (path, str(tag)[:200])
        for path, page in hostile_site.pages.items()
        for tag in page.select("*")
        if tag.name in {"iframe", "object", "embed", "base", "frame", "math", "template"}
        # The page of what is not there has a style, since its sheet may be elsewhere.
        or (tag.name == "style" and path != "404.html")
        or (tag.name == "script" and not _is_ours(tag))
        or (tag.name == "img" and attribute(tag, "src") == "x")
        or (tag.name == "meta" and tag.get("http-equiv"))
        or (tag.name == "form" and "example.org" in attribute(tag, "action"))
    ]
    assert foreign == []


def _is_ours(script: Tag) -> bool:
    """Return whether a script element is one of the theme's, or data that can be read."""
    if attribute(script, "type") == "application/ld+json":
        return bool(json.loads(str(script.string))["@context"]) and not script.get("src")
    return not script.string and "assets/" in attribute(script, "src")


def test_no_element_gains_an_attribute_from_hostile_text(hostile_site: BuiltSite) -> None:
    foreign = [
        (path, str(tag)[:200])
        for path, page in hostile_site.pages.items()
        for tag in page.select("*")
        if any(name.startswith("on") or name in {"style", "srcdoc"} for name in tag.attrs)
    ]
    assert foreign == []


def test_no_address_runs_a_program(hostile_site: BuiltSite) -> None:
    found = {
        re.sub(r"[\x00-\x20]", "", address).partition(":")[0].lower()
        for path in hostile_site.pages
        for address in hostile_site.addresses(path)
        if re.match(r"[\x00-\x20]*[a-z][\sa-z0-9+.-]*:", address, re.IGNORECASE)
    }
    assert found == {"https"}


def test_comments_are_on_no_page_as_on_github(hostile_site: BuiltSite) -> None:
    page = (hostile_site.folder / "lesson/draft/index.html").read_text(encoding="utf-8")
    assert "<!--" not in page
    assert "comment --" not in page


@pytest.mark.parametrize("html", RAW_HTML)
def test_raw_html_is_shown_as_text(hostile_site: BuiltSite, html: str) -> None:
    main = hostile_site.page("lesson/draft/").select_one("main")
    assert main
    # Spaces aside: a paragraph of the source ends a paragraph of the page.
    text = "".join(main.get_text().split())
    for line in filter(None, html.split("\n")):
        assert "".join(line.replace("<!-- comment -->", "").split()) in text


def test_template_syntax_is_text(hostile_site: BuiltSite) -> None:
    text = words(hostile_site.page("lesson/hostile/").select_one("main"))
    assert 'Jinja has no say here: {{ 7*7 }} {% include "x" %} {# gone #}' in text
    assert "49" not in text


def test_marks_of_direction_are_kept(hostile_site: BuiltSite) -> None:
    assert BIDI in hostile_site.page("lesson/hostile/").get_text()


def test_a_code_span_in_a_sentence_stays_text_under_linked_from(hostile_site: BuiltSite) -> None:
    quotations = hostile_site.page("lesson/hostile/").select("blockquote")
    assert [words(one) for one in quotations] == [
        "As <script>boom(50)</script> says in it {{ 7*7 }}."
    ]


def test_reserved_letters_of_an_identifier_stay_in_its_address(hostile_site: BuiltSite) -> None:
    page = hostile_site.page("lesson/hostile/")
    (address,) = (
        attribute(link, "href")
        for link in page.select("main a")
        if attribute(link, "href").startswith("https://doi.org/")
    )
    assert address == "https://doi.org/10.1000/%22%3E%3Cimg/src%3Dx/onerror%3Dboom(26)%3E%23part"


def test_the_alignment_of_a_column_needs_no_style(hostile_site: BuiltSite) -> None:
    cells = hostile_site.page("lesson/hostile/").select(".bh-body td")
    assert [attribute(cell, "align") for cell in cells] == ["left", "right"]


def test_a_tag_without_page_leads_nowhere(hostile_site: BuiltSite) -> None:
    links = hostile_site.page("lesson/draft/").select("main a")
    assert [link for link in links if words(link) in {payload(112), "../../etc/passwd"}] == []


def test_attribute_lists_bring_in_no_program(tmp_path: Path) -> None:
    """An extension that a base may switch on, which lets authors of plain pages set attributes."""
    written = (
        "A [link](how.md){: onclick='boom()' style='color: red' title='kept' }\n"
        "and [one](https://www.example.org/){: href='javascript:boom()' }.\n"
    )
    body = f"## What happened\n\n{written}\n## What was learned\n\nNo.\n"
    config = "site_name: x\ndocs_dir: lessons\ntheme: {name: material, font: false}\n"
    config += "plugins: [lessons]\nmarkdown_extensions: [attr_list]\n"
    files = {
        "x.md": lesson_text(body=body.replace("how.md", "guide/how.md")),
        "guide/how.md": f"# How\n\n{written}",
    }
    root = write_project(tmp_path, files, config)
    site = build(root, root / "site")
    link, other = site.page("guide/how/").select(".bh-body p > a")[:2]
    assert set(link.attrs) == {"href", "title"}
    assert "href" not in other.attrs
    lesson = site.page("lesson/x/")
    link, other = lesson.select(".bh-body p > a")[-2:]
    assert [set(link.attrs), set(other.attrs)] == [{"href"}, {"href"}]
    assert "{: onclick='boom()' style='color: red' title='kept' }" in lesson.get_text()


def visible(text: str) -> str:
    """Return a text without the signs that feeds leave out."""
    return "".join(sign for sign in text if sign.isprintable())


def read(site: BuiltSite, path: str) -> str:
    """Return a file of a site."""
    return (site.folder / path).read_text(encoding="utf-8")


ELEMENTS = {
    *("feed", "id", "title", "updated", "author", "name", "link", "entry", "summary", "category"),
    *("urlset", "url", "loc", "lastmod"),
}
"""Every element that our XML has."""


def test_no_file_of_xml_gains_an_element(told_site: BuiltSite) -> None:
    files = [path for path in sorted(told_site.files) if path.endswith(".xml")]
    assert "feed.xml" in files
    for path in files:
        root = etree.fromstring(read(told_site, path).encode())
        assert {etree.QName(element).localname for element in root.iter()} <= ELEMENTS, path
        # Neither comments nor instructions, which have no name.
        assert root.xpath("//comment() | //processing-instruction()") == [], path


def test_feeds_hold_hostile_text_as_it_was_written(told_site: BuiltSite) -> None:
    for path in ("feed.xml", "topics/handover/feed.xml"):
        feed = feedparser.parse(read(told_site, path).encode(), sanitize_html=False)
        assert not feed.bozo, feed.get("bozo_exception")
        titles = {" ".join(entry.title.split()) for entry in feed.entries}
        withdrawn = f"Withdrawn: {WITHDRAWN['title']}"
        for title in (LESSON["title"], MARKED["title"], withdrawn):
            assert " ".join(visible(str(title)).split()) in titles, path
        assert {entry.title_detail.type for entry in feed.entries} == {"text/plain"}
        assert {entry.summary_detail.type for entry in feed.entries} == {"text/plain"}


def test_every_file_of_json_can_be_read(told_site: BuiltSite) -> None:
    files = [path for path in sorted(told_site.files) if path.endswith(".json")]
    assert {"feed.json", "board/feed.json"} <= set(files)
    for path in files:
        assert json.loads(read(told_site, path)), path
    items = json.loads(read(told_site, "feed.json"))["items"]
    assert visible(f"{LESSON['problem']} In short: {LESSON['takeaway']}") in {
        item["content_text"].partition(" Evidence: ")[0] for item in items
    }


def test_data_in_pages_holds_hostile_text_as_it_was_written(told_site: BuiltSite) -> None:
    for address, fields in (("lesson/hostile/", LESSON), ("lesson/marked/", MARKED)):
        (script,) = told_site.page(address).select('script[type="application/ld+json"]')
        data = json.loads(str(script.string))
        assert (data["headline"], data["abstract"]) == (fields["title"], fields["problem"])
        assert data["license"] == fields["licence"]


def test_the_calendar_has_the_plan_and_nothing_else(told_site: BuiltSite) -> None:
    calendar = Calendar.from_ical(read(told_site, "calendar.ics"))
    (event,) = calendar.walk("VEVENT")
    assert payload(140) in str(event["summary"])
    assert set(event) >= {"UID", "SUMMARY", "DTSTART"}
    assert not calendar.walk("VALARM")


def test_a_citation_is_one_entry_with_the_fields_we_wrote(told_site: BuiltSite) -> None:
    for path in (path for path in told_site.files if path.endswith("cite.bib")):
        entries = parse_string(read(told_site, path), "bibtex").entries
        assert list(entries) == [path.split("/")[1]]
        (entry,) = entries.values()
        assert set(entry.fields) <= {
            *("title", "year", "organization", "howpublished", "url", "note"),
        }


def test_llms_txt_has_the_lines_we_wrote(told_site: BuiltSite) -> None:
    lines = read(told_site, "llms.txt").splitlines()
    assert lines[0].startswith("# Hostile p1")
    for line in lines[1:]:
        assert re.match(r"$|> |## [A-Z]|Each lesson is |- \[", line), line
        told = line.removeprefix("> ")
        assert told.startswith("Each lesson") or not re.search(r"(?<!\\)[<>`]", told), line


def test_addresses_for_readers_carry_the_title_and_nothing_else(told_site: BuiltSite) -> None:
    links = {
        words(one): attribute(one, "href")
        for one in told_site.page("lesson/marked/").select("dd a")
    }
    if "We used this" not in links:
        return
    assert parse_qs(urlsplit(links["We used this"]).query, strict_parsing=True) == {
        "lesson": ["marked"],
        "title": [" ".join(str(MARKED["title"]).split())],
    }
    assert links["Improve this"].startswith("mailto:keeper@example.org?subject=Marks%20")
    assert not set(links["Improve this"]) & set(" \n\r<>\"'")


def test_a_withdrawn_lesson_is_nowhere_but_in_what_says_so(told_site: BuiltSite) -> None:
    said = {"lesson/gone/index.html"}
    for path in sorted(told_site.files):
        if path.endswith((".xml", ".txt", ".bib", ".md", "feed.json")):
            assert payload(131) not in read(told_site, path), path
    assert said <= told_site.files


def test_a_pseudonym_is_in_no_file(told_site: BuiltSite) -> None:
    holding = [path for path, data in contents(told_site.folder).items() if b"hidden-heron" in data]
    assert holding == []


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("lesson/hostile/", "hostile.md"),
        ("lesson/draft/", "draft.md"),
        ("lesson/marked/", "marked.md"),
    ],
)
def test_the_source_is_the_file(told_site: BuiltSite, address: str, source: str) -> None:
    written = (told_site.folder.parent / "lessons" / source).read_bytes()
    assert (told_site.folder / address / "source.md").read_bytes() == written


BAD_ALIASES = ["../../../evil", "/evil", "a/b", "..", "Evil", "%2e%2e", "evil\\..\\x"]


def test_an_alias_that_is_no_id_is_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    header = f"aliases: {json.dumps(BAD_ALIASES)}"
    write_base(root, {"bad.md": lesson_text(header=header)})
    before = set(contents(tmp_path))
    done = lessons(root, "build", "--site-dir", str(root / "site"))
    assert done.returncode == 1
    assert done.stderr.count("error[reference-malformed]") == len(BAD_ALIASES)
    assert set(contents(tmp_path)) == before


def test_a_draft_with_an_alias_that_is_no_id_is_left_out(tmp_path: Path) -> None:
    """In a draft it is a warning, which stops no build."""
    root = tmp_path / "project"
    root.mkdir()
    header = f"status: draft\naliases: {json.dumps(BAD_ALIASES)}"
    write_base(root, {"bad.md": lesson_text(header=header)})
    before = set(contents(tmp_path))
    site = build(root, root / "site")
    made = ("project/site/", "project/.cache/")
    assert {path for path in contents(tmp_path) if not path.startswith(made)} == before
    assert [path for path in site.files if path.startswith(("lesson/", "evil", "Evil"))] == []


def test_a_file_name_that_is_no_id_is_an_error(tmp_path: Path) -> None:
    names = ["Bad Name.md", "a..b.md", "%2e.md", "über.md", "a_b.md", "a'b.md", '"><b>.md']
    root = write_base(tmp_path, {name: lesson_text() for name in names})
    done = lessons(root, "build", "--site-dir", str(root / "site"))
    assert done.returncode == 1
    assert done.stderr.count("error[id-malformed]") == len(names)


def test_a_link_out_of_the_folder_publishes_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(lesson_text(title="Secret title"), encoding="utf-8")
    root = tmp_path / "project"
    root.mkdir()
    write_base(root)
    (root / "lessons/linked.md").symlink_to(secret)
    done = lessons(root, "build", "--site-dir", str(root / "site"))
    assert done.returncode == 1
    assert "file-outside" in done.stderr
    assert not (root / "site").exists()


@pytest.mark.browser
def test_no_page_runs_anything_in_a_browser(hostile_site: BuiltSite, browser: Browser) -> None:
    booms: list[str] = []
    schemes: set[str] = set()
    with serving(hostile_site.folder) as server, browser.new_context() as context:
        context.expose_function("boom", lambda number=0: booms.append(str(number)))
        page = context.new_page()
        log = followed(page)
        for path in sorted(hostile_site.pages):
            if path.startswith("rules/") and path != "rules/index.html":
                continue
            page.goto(f"{server.address}/{path.removesuffix('index.html')}")
            if path.startswith("solved/"):
                settled(page)
            # The browser's own reading of every address is what counts.
            schemes |= set(
                page.eval_on_selector_all("a[href]", "links => links.map(link => link.protocol)")
            )
            assert page.locator("h1").count() == 1, path
    assert booms == []
    assert log.wrong == []
    assert [one for one in server.answers if one[1] not in {200, 301}] == []
    assert schemes == {"http:", "https:", "mailto:"}


@pytest.mark.browser
def test_the_finders_facets_show_hostile_words_as_text(
    hostile_site: BuiltSite, browser: Browser
) -> None:
    booms: list[str] = []
    with serving(hostile_site.folder) as server, browser.new_context() as context:
        context.expose_function("boom", lambda number=0: booms.append(str(number)))
        page = context.new_page()
        page.goto(f"{server.address}/solved/?tag=handover")
        found = page.locator("#bh-found li h2 a", has_text="Hostile title").first
        found.wait_for()
        assert found.inner_text() == LESSON["title"]
        chosen = page.locator("#bh-facets label:has(input[name=tag]:checked) > span").first
        assert chosen.text_content() == f"Handover {payload(3)}"
    assert booms == []


@pytest.mark.browser
def test_the_finder_shows_hostile_lessons_as_text(
    hostile_site: BuiltSite, browser: Browser
) -> None:
    booms: list[str] = []
    with serving(hostile_site.folder) as server, browser.new_context() as context:
        context.expose_function("boom", lambda number=0: booms.append(str(number)))
        page = context.new_page()
        page.goto(f"{server.address}/solved/?q=hostile+title")
        link = page.locator("main li a:visible", has_text="Hostile title").first
        link.wait_for()
        assert link.inner_text() == LESSON["title"]
        assert payload(11) in page.locator("main li:visible", has_text="Hostile title").inner_text()
        foreign = "main img, main script:not([src='../assets/beforehand/finder.js'])"
        assert page.locator(foreign).count() == 0
    assert booms == []
