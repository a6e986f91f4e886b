"""How records link, seen from both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.library.graph import LinkType, is_local, resolve
from site_builder.records.kinds import Kind
from tests.builders import ASSIST, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library.graph import LinkGraph
    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]


def out_of(graph: LinkGraph, lesson_id: str) -> list[tuple[str, str]]:
    """Return type and target of the links of a lesson, its source left out."""
    links = graph.outgoing[(Kind.LESSON, lesson_id)]
    return [(str(link.type), link.target[1]) for link in links if link.type is not LinkType.SOURCE]


def into(graph: LinkGraph, lesson_id: str) -> list[tuple[str, str]]:
    """Return type and source of the links to a lesson."""
    links = graph.incoming.get((Kind.LESSON, lesson_id), ())
    return [(str(link.type), link.source[1]) for link in links]


def mentioning(text: str) -> str:
    """Return a lesson whose text holds a link."""
    return lesson_text(body=f"## What happened\n\n{text}\n\n## What was learned\n\nMuch.\n")


class TestResolving:
    @pytest.mark.parametrize(
        ("target", "path", "fragment"),
        [
            ("b.md", "lessons/x/b.md", ""),
            ("../b.md#c", "lessons/b.md", "c"),
            ("./b.md", "lessons/x/b.md", ""),
            ("#c", "lessons/x/a.md", "c"),
            ("b.md?d#c", "lessons/x/b.md", "c"),
            ("b%20c.md#%C3%A9", "lessons/x/b c.md", "é"),
            ("../../mkdocs.yml", "mkdocs.yml", ""),
            ("", "lessons/x/a.md", ""),
        ],
    )
    def test_a_link_is_relative_to_its_file(self, target: str, path: str, fragment: str) -> None:
        assert resolve("lessons/x/a.md", target) == (path, fragment)

    @pytest.mark.parametrize("target", ["a.md", "../a.md", "#a", "a/b:c.md", "?a"])
    def test_a_local_link_leads_to_a_file(self, target: str) -> None:
        assert is_local(target)

    @pytest.mark.parametrize("target", ["https://a", "mailto:a@b.c", "/a.md", "//a", "a:b", ""])
    def test_another_link_does_not(self, target: str) -> None:
        assert not is_local(target)


class TestLinks:
    @pytest.mark.practice("a59", "e10", "c18")
    def test_typed_relations_are_seen_from_both_ends(self, make_base: MakeBase) -> None:
        relations = "{supersedes: [b], contradicts: [b], adapted-from: [b], symptom-of: [b]}"
        graph = (
            make_base({"a.md": lesson_text(relations=relations), "b.md": lesson_text()})
            .load()
            .graph
        )

        expected = ["adapted-from", "contradicts", "supersedes", "symptom-of"]
        assert sorted(out_of(graph, "a")) == [(name, "b") for name in expected]
        assert into(graph, "b") == [(name, "a") for name in expected]

    def test_a_link_in_the_text_is_a_mention(self, make_base: MakeBase) -> None:
        graph = (
            make_base({"x/a.md": mentioning("See [b](../y/b.md)."), "y/b.md": lesson_text()})
            .load()
            .graph
        )

        assert out_of(graph, "a") == [("mentions", "b")]
        assert into(graph, "b") == [("mentions", "a")]

    @pytest.mark.parametrize(
        "text",
        [
            "[b](https://example.org/b.md)",
            "![b](b.md)",
            "`[b](b.md)`",
            "[b](nowhere.md)",
            "[a](a.md)",
            "[a](#what-happened)",
        ],
    )
    def test_other_links_are_not(self, make_base: MakeBase, text: str) -> None:
        graph = make_base({"a.md": mentioning(text), "b.md": lesson_text()}).load().graph

        assert out_of(graph, "a") == []

    def test_a_reference_without_a_label_is_a_mention(self, make_base: MakeBase) -> None:
        graph = (
            make_base({"a.md": mentioning("See [b].\n\n[b]: b.md"), "b.md": lesson_text()})
            .load()
            .graph
        )

        assert into(graph, "b") == [("mentions", "a")]

    def test_a_link_to_a_record_that_does_not_exist_is_kept(self, make_base: MakeBase) -> None:
        graph = make_base({"a.md": lesson_text(relations="{related: [nowhere]}")}).load().graph

        assert into(graph, "nowhere") == [("related", "a")]

    def test_sources_merges_and_reuses_link_records_of_other_kinds(
        self, make_base: MakeBase
    ) -> None:
        merged = ASSIST.replace("status: reported", "status: closed\nclosed_as: merged")
        reuse = (
            "---\nlesson: a\nteam: south\nreported_by: nurse\ndate: 2026-02-01\noutcome: worked\n"
            "measure: opinion\n---\nUsed.\n"
        )
        graph = (
            make_base(
                {
                    "a.md": lesson_text(),
                    "assists/b.md": merged.replace(
                        "host_team", "merged_into: pump-review\nhost_team"
                    ),
                    "reuse/c.md": reuse,
                }
            )
            .load()
            .graph
        )

        links = graph.incoming[(Kind.ASSIST, "pump-review")]
        assert [(str(link.type), link.source) for link in links] == [
            ("merged-into", (Kind.ASSIST, "b")),
            ("source", (Kind.LESSON, "a")),
        ]
        assert into(graph, "a") == [("uses", "c")]

    def test_a_mention_carries_its_sentence(self, make_base: MakeBase) -> None:
        text = "One thing. Another is told [there](b.md), *at length*. A third."
        graph = make_base({"a.md": mentioning(text), "b.md": lesson_text()}).load().graph

        (link,) = graph.incoming[(Kind.LESSON, "b")]
        assert graph.sentence(link) == "Another is told there, at length."

    def test_a_link_of_the_header_has_no_sentence(self, make_base: MakeBase) -> None:
        graph = make_base({"a.md": lesson_text()}).load().graph

        (link,) = graph.incoming[(Kind.ASSIST, "pump-review")]
        assert graph.sentence(link) == ""

    def test_orphans_are_lessons_that_nothing_links_to(self, make_base: MakeBase) -> None:
        graph = (
            make_base(
                {
                    "a.md": lesson_text(relations="{related: [b]}"),
                    "b.md": lesson_text(),
                    "c.md": lesson_text(relations="{related: [c]}"),
                    "d.md": lesson_text(),
                    "guide/e.md": "[d](../d.md)\n",
                }
            )
            .load()
            .graph
        )

        assert [lesson.id for lesson in graph.orphans] == ["a", "c"]

    def test_successors_are_the_lessons_that_supersede_one(self, make_base: MakeBase) -> None:
        graph = (
            make_base(
                {
                    "a.md": lesson_text(relations="{supersedes: [c]}"),
                    "b.md": lesson_text(relations="{supersedes: [c], related: [a]}"),
                    "c.md": lesson_text(status="superseded"),
                }
            )
            .load()
            .graph
        )

        assert graph.successors("c") == ("a", "b")
        assert graph.successors("a") == ()

    def test_a_record_is_found_by_its_path(self, make_base: MakeBase) -> None:
        graph = make_base({"x/a.md": lesson_text()}).load().graph

        record = graph.record_at("lessons/x/a.md")
        assert record is not None
        assert record.id == "a"
        assert graph.record_at("lessons/a.md") is None


class TestCycles:
    def cycles(self, make_base: MakeBase, **links: str) -> list[tuple[str, ...]]:
        """Return the cycles of a base in which lessons supersede others, as ``a='b c'`` says."""
        files = {
            f"{lesson_id}.md": lesson_text(
                relations=f"{{supersedes: [{', '.join(targets.split())}]}}"
            )
            for lesson_id, targets in links.items()
        }
        return make_base(files).load().graph.cycles(LinkType.SUPERSEDES)

    def test_a_chain_has_none(self, make_base: MakeBase) -> None:
        assert self.cycles(make_base, a="b", b="c", c="") == []

    def test_a_cycle_is_told_from_its_least_id_in_the_order_of_links(
        self, make_base: MakeBase
    ) -> None:
        assert self.cycles(make_base, c="a", a="b", b="c") == [("a", "b", "c")]

    def test_every_cycle_is_told(self, make_base: MakeBase) -> None:
        assert self.cycles(make_base, a="b", b="a", c="d", d="c") == [("a", "b"), ("c", "d")]

    def test_a_lesson_that_names_itself_is_no_cycle(self, make_base: MakeBase) -> None:
        assert self.cycles(make_base, a="a") == []

    def test_links_of_other_types_make_none(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "a.md": lesson_text(relations="{related: [b]}"),
                "b.md": lesson_text(relations="{supersedes: [a]}"),
            }
        )

        assert base.load().graph.cycles(LinkType.SUPERSEDES) == []
