"""``lessons show``: a record with its links both ways."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

FILES = {
    "pumps/heat-the-shed.md": lesson_text(
        title="Heat the shed",
        aliases="[warm-the-shed]",
        header="relations: {related: [drain-the-pump]}",
    ),
    "drain-the-pump.md": lesson_text(
        title="Drain the pump",
        problem="Water freezes in the pump on the first cold night",
        body="## What happened\n\nNothing. See [the *shed*](pumps/heat-the-shed.md) first.\n\n"
        "## What was learned\n\nDrain it.\n",
    ),
    "pump-review.md": lesson_text(
        title="Same id as an assist", problem="Two records share an id and readers are confused"
    ),
}


@pytest.fixture
def base(make_base: MakeBase) -> Base:
    return make_base(FILES)


def test_a_record_is_printed_as_it_was_written(base: Base) -> None:
    result = base.run("show", "heat-the-shed")

    assert result.exit_code == 0
    assert result.output.startswith(FILES["pumps/heat-the-shed.md"].rstrip())


def test_its_links_follow_with_their_types_and_kinds(base: Base) -> None:
    output = base.run("show", "heat-the-shed").output

    links = output[output.index("\nLinks\n") :].split("\n\n")[0]
    assert links.splitlines()[2:] == [
        "  source: pump-review (assist)",
        "  related: drain-the-pump (lesson)",
    ]


def test_links_to_it_follow_with_their_sentences(base: Base) -> None:
    output = base.run("show", "heat-the-shed").output

    assert output.endswith(
        "\nLinked from\n  mentioned by: drain-the-pump (lesson): “See the shed first.”\n"
    )


def test_a_link_is_named_from_the_end_that_is_shown(base: Base) -> None:
    output = base.run("show", "drain-the-pump").output

    assert output.endswith("\nLinked from\n  related: heat-the-shed (lesson)\n")


def test_a_record_without_links_has_none_printed(make_base: MakeBase) -> None:
    output = make_base({"guide/alone.md": "Text.\n"}).run("show", "guide/alone").output

    assert output == "Text.\n"


def test_an_earlier_id_finds_the_record(base: Base) -> None:
    result = base.run("show", "warm-the-shed")

    assert result.exit_code == 0
    assert "title: Heat the shed" in result.output


def test_of_records_that_share_an_id_the_lesson_comes_first(base: Base) -> None:
    assert "Same id as an assist" in base.run("show", "pump-review").output


def test_the_kind_can_be_chosen(base: Base) -> None:
    output = base.run("show", "pump-review", "--kind", "assist").output

    assert "title: Invented pump review" in output
    assert "source of: heat-the-shed (lesson)" in output


@pytest.mark.parametrize("arguments", [("heat-the-shd",), ("heat-the-shd", "--format", "json")])
def test_an_unknown_id_is_wrong_use_with_a_guess(base: Base, arguments: tuple[str, ...]) -> None:
    result = base.run("show", *arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "no record has the id 'heat-the-shd'; did you mean heat-the-shed" in result.stderr


def test_an_id_like_no_other_gives_no_guess(base: Base) -> None:
    result = base.run("show", "zzz")

    assert result.exit_code == 2
    assert result.stderr == "lessons: no record has the id 'zzz'\n"


def test_an_id_of_another_kind_is_unknown(base: Base) -> None:
    assert base.run("show", "heat-the-shed", "--kind", "assist").exit_code == 2


def test_an_unknown_kind_is_wrong_use(base: Base) -> None:
    assert base.run("show", "heat-the-shed", "--kind", "novel").exit_code == 2


def test_json_carries_fields_text_and_links_both_ways(base: Base) -> None:
    answer = json.loads(base.run("show", "heat-the-shed", "--format", "json").output)

    assert answer["format_version"] == 1
    assert (answer["kind"], answer["id"]) == ("lesson", "heat-the-shed")
    assert answer["path"] == "lessons/pumps/heat-the-shed.md"
    assert answer["fields"]["title"] == "Heat the shed"
    assert answer["fields"]["relations"] == {"related": ["drain-the-pump"]}
    assert answer["text"].startswith("## What happened")
    assert answer["links"] == [
        {"type": "source", "kind": "assist", "id": "pump-review", "sentence": ""},
        {"type": "related", "kind": "lesson", "id": "drain-the-pump", "sentence": ""},
    ]
    assert answer["backlinks"] == [
        {
            "type": "mentions",
            "kind": "lesson",
            "id": "drain-the-pump",
            "sentence": "See the shed first.",
        }
    ]


def test_control_characters_do_not_reach_the_terminal(make_base: MakeBase) -> None:
    body = "## What happened\n\nRed \x1b[31malert\x9b2J.\n\n## What was learned\n\n\tMuch.\n"
    base = make_base({"a.md": lesson_text(body=body)})

    output = base.run("show", "a").output

    assert "Red �[31malert�2J." in output
    assert "\n\n\tMuch." in output


class TestOrphans:
    def test_lessons_that_nothing_links_to_are_listed(self, base: Base) -> None:
        assert base.run("show", "--orphans").output == "pump-review: Same id as an assist\n"

    def test_json_lists_them_too(self, base: Base) -> None:
        answer = json.loads(base.run("show", "--orphans", "--format", "json").output)

        assert answer["orphans"] == [{"id": "pump-review", "title": "Same id as an assist"}]

    def test_where_there_are_none_it_says_so(self, make_base: MakeBase) -> None:
        result = make_base({}).run("show", "--orphans")

        assert result.exit_code == 0
        assert result.output == "Every lesson is linked to by another record.\n"

    @pytest.mark.parametrize("arguments", [(), ("pump-review", "--orphans")])
    def test_one_record_or_the_orphans_are_shown(
        self, base: Base, arguments: tuple[str, ...]
    ) -> None:
        assert base.run("show", *arguments).exit_code == 2


def test_the_beginning_of_an_id_is_a_guess(make_base: Callable[[dict[str, str]], Base]) -> None:
    long = "pumps-freeze-when-nobody-heats-the-shed-in-winter"
    result = make_base({f"{long}.md": lesson_text()}).run("show", "pumps")
    assert f"did you mean {long}?" in result.output


@pytest.mark.parametrize("command", [("evidence",), ("related",), ("new", "reuse"), ("withdraw",)])
def test_a_record_of_another_kind_is_told_as_such(
    make_base: Callable[[dict[str, str]], Base], command: tuple[str, ...]
) -> None:
    more = ["--reason=wrong"] if command == ("withdraw",) else []
    result = make_base({}).run(*command, "pump-review", *more)
    assert "'pump-review' is an assist, and this command takes a lesson" in result.output
