"""The table of practices is whole and names nothing that does not exist; its page shows it."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import click
import pytest

from site_builder.cli import main
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.publish.rows import GroupsPage, Link
from site_builder.publish.site import Site
from site_builder.records.assist import Assist
from site_builder.records.fields import part_in
from site_builder.records.lesson import SECTIONS, Lesson
from site_builder.records.people import Person
from site_builder.records.reuse import Reuse
from site_builder.records.vocabulary import Tag, Team
from site_builder.rules import RULES
from site_builder.settings import AssistLimits, Settings, Thresholds
from tests import practices
from tests.builders import generated, lesson_text
from tests.conftest import REPOSITORY, pytest_collection_modifyitems
from tests.test_publish_views import groups_page, site_of
from tests.test_rules import ASKED

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.records.fields import Part
    from site_builder.records.practices import Practice
    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

SIZES = {"a": 86, "b": 28, "c": 35, "d": 23, "e": 40}
"""How many practices each of the five documents has."""
MODELS: dict[str, type[Part]] = {
    "lesson": Lesson,
    "assist": Assist,
    "reuse": Reuse,
    "tag": Tag,
    "team": Team,
    "person": Person,
}
LIMITS = {"assists": AssistLimits, "evidence": Thresholds}
MOST_WORDS = 7

TABLE = """\
documents:
  - title: An invented <i>document</i>
    publisher: Invented Press
    happened: 2021-06
    practices:
      - id: a1
        quote: look <b>before</b> you leap
        state: done
        where: [rule:purpose-missing, command:solved --plan, page:board/, guide:how,
                "field:assist.agenda.part", section:lesson.Challenges, option:assists.host-share,
                test:tests/test_board.py]
      - {id: a2, quote: leap, state: partly, where: [page:nowhere/], why: Not far.}
      - {id: a3, quote: fly, state: no, why: No wings.}
"""


@cache
def shipped() -> tuple[Practice, ...]:
    """Return every practice of this repository's table."""
    library = load(read_project(REPOSITORY)).library
    return tuple(practice for source in library.practices for practice in source.practices)


@cache
def shipped_addresses() -> frozenset[str]:
    """Return the address of every page and file that the build adds to this base."""
    project = read_project(REPOSITORY)
    site = Site(load(project), project, dict)
    files = {url for url, _text in site.beside.files(lambda **_words: "")}
    return frozenset({page.url for page in generated(site).values()} | files)


def names(kind: str) -> list[str]:
    """Return every name of a kind that the shipped table gives, sorted."""
    places = {place for practice in shipped() for place in practice.where}
    return sorted(place.partition(":")[2] for place in places if place.startswith(f"{kind}:"))


def page_of(base: Base) -> GroupsPage:
    """Return the page of practices of a base."""
    return groups_page(site_of(base), "guide/practices/index.md")


# The table of this base


def test_every_practice_of_every_document_stands_once_in_its_order() -> None:
    expected = [f"{letter}{n}" for letter, size in SIZES.items() for n in range(1, size + 1)]
    assert [practice.id for practice in shipped()] == expected


def test_a_quote_has_at_most_seven_words() -> None:
    long = [one.id for one in shipped() if len(one.quote.replace("…", "").split()) > MOST_WORDS]
    assert long == []


def test_what_is_done_is_exercised_by_a_test_that_says_so(pytestconfig: pytest.Config) -> None:
    done = {practice.id for practice in shipped() if practice.state == "done"}
    assert done - practices.exercised(pytestconfig) == set()


def test_a_mark_for_a_practice_that_the_table_has_not_is_refused(
    pytestconfig: pytest.Config,
) -> None:
    mark = pytest.mark.practice("z99").mark
    item = SimpleNamespace(nodeid="here", iter_markers=lambda _name: [mark])

    with pytest.raises(pytest.UsageError, match="z99 at here"):
        next(pytest_collection_modifyitems(pytestconfig, cast("list[pytest.Item]", [item])))


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("The problem", marks=pytest.mark.practice("d4", "e1")),
        pytest.param("What was done", marks=pytest.mark.practice("e2")),
        pytest.param("Challenges", marks=pytest.mark.practice("e3")),
        pytest.param("Results", marks=pytest.mark.practice("e4")),
        pytest.param("Next steps", marks=pytest.mark.practice("e6")),
        pytest.param("Want to know more", marks=pytest.mark.practice("e7")),
    ],
)
def test_a_section_of_a_case_study_has_its_place(make_base: MakeBase, title: str) -> None:
    others = [section for section in SECTIONS if section != title]
    titles = [title, *others] if SECTIONS.index(title) > len(SECTIONS) / 2 else [*others, title]
    wrong = "\n\n".join(f"## {section}\n\nText." for section in titles) + "\n"
    right = "\n\n".join(f"## {section}\n\nText." for section in SECTIONS) + "\n"

    base = make_base({"right.md": lesson_text(body=right), "wrong.md": lesson_text(body=wrong)})

    told = [found for found in base.load().diagnostics if found.rule == "section-order"]
    assert told
    assert {found.span.file for found in told} == {"lessons/wrong.md"}


def test_what_is_done_names_what_a_reader_or_an_author_can_use() -> None:
    unused = [
        practice.id
        for practice in shipped()
        if practice.state == "done"
        and all(place.startswith("test:") for place in practice.where)
        and not practice.why
    ]
    assert unused == []


@pytest.mark.parametrize("rule", names("rule"))
def test_a_rule_that_the_table_names_exists_and_has_a_case(rule: str) -> None:
    assert rule in RULES
    case = REPOSITORY / "tests/cases" / rule / "basic/expected.txt"
    assert rule in ASKED or case.is_file()


@pytest.mark.parametrize("line", names("command"))
def test_a_command_that_the_table_names_exists_with_its_options(line: str) -> None:
    command: click.Command = main
    for word in line.split():
        if word.startswith("--"):
            assert word in {flag for each in command.params for flag in each.opts}
        else:
            assert isinstance(command, click.Group)
            found = command.get_command(click.Context(command), word)
            assert found is not None
            command = found


@pytest.mark.parametrize("name", names("field"))
def test_a_field_that_the_table_names_exists(name: str) -> None:
    owner, *path = name.split(".")
    model: type[Part] | None = MODELS[owner]
    for step in path:
        assert model is not None
        fields = {field.alias or key: field for key, field in model.model_fields.items()}
        assert step in fields
        model = part_in(fields[step].annotation)


@pytest.mark.parametrize("name", names("option"))
def test_an_option_that_the_table_names_exists(name: str) -> None:
    option, _, limit = name.partition(".")
    assert option in {field.name for field in dataclasses.fields(Settings)}
    if limit:
        known = {field.name.replace("_", "-") for field in dataclasses.fields(LIMITS[option])}
        assert limit in known


@pytest.mark.parametrize("url", names("page"))
def test_a_page_that_the_table_names_is_built(url: str) -> None:
    assert url in shipped_addresses()


@pytest.mark.parametrize("name", names("guide"))
def test_a_page_of_the_guide_that_the_table_names_exists(name: str) -> None:
    assert (REPOSITORY / f"lessons/guide/{name}.md").is_file()


@pytest.mark.parametrize("name", names("section"))
def test_a_section_that_the_table_names_exists(name: str) -> None:
    owner, _, section = name.partition(".")
    assert owner == "lesson"
    assert section in SECTIONS


@pytest.mark.parametrize("path", names("test"))
def test_a_test_that_the_table_names_exists(path: str) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    assert re.search(r"^ *def test_", text, re.MULTILINE)


# Any table


def test_the_page_counts_and_shows_each_practice(make_base: MakeBase) -> None:
    guide = "---\ntitle: How we work\n---\n\nText.\n"
    page = page_of(make_base({"practices.yml": TABLE, "guide/how.md": guide}))

    assert page.lead.endswith("Of 3 practices: 1 done, 1 partly, 1 not done.")
    (document,) = page.groups
    assert document.title == "An invented <i>document</i>"
    assert document.lead == "Invented Press; June 2021."
    assert [(row.id, row.facts[0].text, row.note) for row in document.rows] == [
        ("a1", "Done", ""),
        ("a2", "Partly", "Not far."),
        ("a3", "Not done", "No wings."),
    ]
    assert document.rows[0].links == (
        Link("purpose-missing", "rules/purpose-missing/", "Rule", code=True),
        Link("lessons solved --plan", "", "Command", code=True),
        Link("Board of open plans", "board/", "Page"),
        Link("How we work", "guide/how/", "Guide"),
        Link("agenda.part", "", "Field", " of an assist", code=True),
        Link("“Challenges”", "", "Section", " of a lesson"),
        Link("assists.host-share", "", "Option", code=True),
    )


def test_what_does_not_exist_is_named_without_a_link(make_base: MakeBase) -> None:
    wrong = TABLE.replace("rule:purpose-missing", "rule:no-such-rule")
    page = page_of(make_base({"practices.yml": wrong}))

    first, second, _third = page.groups[0].rows
    assert first.links[0] == Link("no-such-rule", "", "Rule", code=True)
    assert first.links[3] == Link("how", "", "Guide")
    assert second.links == (Link("nowhere/", "", "Page"),)


def test_a_base_without_the_table_has_no_such_page(make_base: MakeBase) -> None:
    guide = "---\ntitle: How\n---\n\nSee [the practices](practices/index.md).\n"
    base = make_base({"guide/how.md": guide})

    assert "guide/practices/index.md" not in generated(site_of(base))
    assert [found.rule for found in base.load().diagnostics] == ["link-broken"]


def test_authors_may_link_to_the_page_where_there_is_one(make_base: MakeBase) -> None:
    guide = "---\ntitle: How\n---\n\nSee [the practices](practices/index.md).\n"
    base = make_base({"guide/how.md": guide, "practices.yml": TABLE})

    assert base.load().diagnostics == ()


def test_a_page_that_the_base_has_there_already_comes_first(make_base: MakeBase) -> None:
    own = "---\ntitle: Our practices\n---\n\nOurs.\n"
    site = site_of(make_base({"guide/practices.md": own, "practices.yml": TABLE}))

    assert "guide/practices/" not in {page.url for page in generated(site).values()}


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "line", "said"),
    [
        ("rule:purpose-missing", "purpose-missing", "value-unknown", 9, "kinds are rule"),
        ("state: done", "state: perhaps", "value-unknown", 8, "one of: done, partly, no"),
        (", why: No wings.", "", "field-missing", 13, "in a few plain words"),
        ("quote: fly", "quot: fly", "field-unknown", 13, "did you mean `quote`?"),
        ("id: a3", "id: a1", "id-clash", 1, "give each an id of its own"),
        ("id: a3", "id: A3", "reference-malformed", 13, "small letters"),
        ("documents:", "documents: [", "yaml-syntax", 2, ""),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_place(
    make_base: MakeBase, right: str, wrong: str, rule: str, line: int, said: str
) -> None:
    assert right in TABLE
    base = make_base({"practices.yml": TABLE.replace(right, wrong)})

    (found,) = (one for one in base.load().diagnostics if one.rule == rule)

    assert (found.span.file, found.span.line) == ("lessons/practices.yml", line)
    assert said in found.hint


def test_a_practice_that_is_done_says_where(make_base: MakeBase) -> None:
    table = "documents:\n  - title: x\n    practices:\n      - {id: a1, quote: x, state: done}\n"

    (found,) = make_base({"practices.yml": table}).load().diagnostics

    assert found.message.endswith("a practice that is `done` needs `where`")


def test_a_table_that_cannot_be_read_leaves_the_rest_of_the_site(make_base: MakeBase) -> None:
    base = make_base({"practices.yml": TABLE.replace("state: no", "state: never")})

    assert "board/index.md" in generated(site_of(base))
    assert "guide/practices/index.md" not in generated(site_of(base))
