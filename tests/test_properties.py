"""What holds for every file and every base, however an author, an editor or an accident left it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.library.graph import find_cycles, is_local, resolve
from site_builder.library.likeness import alike
from site_builder.library.loader import load
from site_builder.markdown.body import Body, plain_text
from site_builder.project import read_project
from site_builder.records.dates import (
    ImpossibleDateError,
    MalformedDateError,
    parse_day,
    parse_partial,
)
from site_builder.records.header.document import decode, parse_document, parse_mapping
from site_builder.records.identifiers import is_doi, is_isbn, is_issn, is_pmid, is_web_address
from site_builder.records.kinds import Kind
from site_builder.report import structured, text
from site_builder.rules import RULES
from tests.builders import lesson_text, written_base
from tests.markdown.places import assert_places_are_right
from tests.strategies import bodies, documents, file_bytes, several_files, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from site_builder.library.base import Base as LoadedBase
    from site_builder.library.library import Key

REPOSITORY = Path(__file__).parent.parent
TWO_OF_ONE_ID = {path: lesson_text().encode() for path in ("b.md", "x/b.md")}
GITHUB_COMMAND_LEVELS = ("::error ", "::warning ", "::notice ")


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a file as reports count them."""
    whole = data.decode("utf-8", errors="replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def assert_inside(span: Span, lines: Sequence[str]) -> None:
    """Assert that a span names a place that its file has."""
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
    assert (span.line, span.column) <= (span.end_line, span.end_column)


@given(several_files)
def test_any_files_give_diagnostics_inside_them_that_every_report_can_show(
    files: dict[str, bytes],
) -> None:
    with written_base(files) as root:
        loaded = load(read_project(root))
        found = loaded.diagnostics
        for diagnostic in found:
            assert diagnostic.rule in RULES
            assert diagnostic.message
            file = root / diagnostic.span.file
            assert_inside(diagnostic.span, lines_of(file.read_bytes()))
        blocks = list(text.render(found, root))

    complained_of = {diagnostic.span.file for diagnostic in found}
    read = {record.path for record in loaded.library.records}
    assert loaded.unreadable <= complained_of - read
    assert {f"lessons/{path}" for path in files if path.endswith(".md")} <= read | complained_of
    assert len(blocks) == len(found)
    assert json.loads(structured.as_json(found))["format_version"] == structured.FORMAT_VERSION
    commands = list(structured.as_github(found))
    assert all(command.startswith(GITHUB_COMMAND_LEVELS) for command in commands)
    assert all("\n" not in command and "\r" not in command for command in commands)
    assert text.summary(found, 1)


@given(several_files, st.randoms(use_true_random=False))
@example(TWO_OF_ONE_ID, random.Random(1))  # noqa: S311 - an order, not a secret
def test_the_order_of_files_in_a_folder_changes_nothing(
    files: dict[str, bytes], random_order: random.Random
) -> None:
    scandir = os.scandir

    def in_order(arrange: Callable[[list[os.DirEntry[str]]], object]) -> LoadedBase:
        def arranged(folder: Path) -> list[os.DirEntry[str]]:
            children = sorted(scandir(folder), key=lambda child: child.name)
            arrange(children)
            return children

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "scandir", arranged)
            return load(project)

    with written_base(files) as root:
        project = read_project(root)
        first = load(project)
        others = [in_order(arrange) for arrange in (list.copy, list.reverse, random_order.shuffle)]

    for other in others:
        assert other.diagnostics == first.diagnostics
        assert other.unreadable == first.unreadable
        assert _contents(other) == _contents(first)
        assert other.graph.outgoing == first.graph.outgoing
        assert list(other.graph.incoming.items()) == list(first.graph.incoming.items())


def _contents(loaded: LoadedBase) -> list[tuple[Key, str, str]]:
    return [((one.kind, one.id), one.path, repr(one.fields)) for one in loaded.library.records]


@given(documents)
def test_header_and_body_reassemble_the_file(written: str) -> None:
    document, problems = parse_document("lessons/a.md", written)

    if document is None:
        assert problems
        return
    opening = written[: document.header_at]
    header = written[document.header_at : document.header_end]
    closing = written[document.header_end : document.body_at]
    assert opening + header + closing + document.body == written
    assert set(opening.strip()) == set(closing.strip()) == {"-"}
    again, _problems = parse_mapping("lessons/a.yml", header)
    assert again is not None
    assert again.header == document.header


@given(file_bytes)
def test_text_is_handed_on_unchanged_but_for_its_line_ends(data: bytes) -> None:
    written, problems = decode("lessons/a.md", data)

    assert "\r" not in written
    for problem in problems:
        assert_inside(problem.span, lines_of(data))
    if problems:
        return
    assert written.split("\n") == lines_of(data)


@given(bodies)
def test_what_stands_in_a_body_stands_where_it_is_said_to(written: str) -> None:
    body = Body(written)

    assert len(body.prose) == len(written)
    assert_places_are_right(written)
    for section in body.sections:
        assert section.heading in body.headings


@given(bodies, st.integers(0, 200), st.integers(0, 50))
def test_a_sentence_is_one_line_of_words(written: str, start: int, length: int) -> None:
    start = min(start, len(written))
    end = min(start + length, len(written))

    sentence = Body(written).sentence_at(start, end)

    assert sentence == " ".join(sentence.split())


@given(texts)
def test_words_are_what_they_were_where_there_is_no_markup(written: str) -> None:
    plain = "".join(letter for letter in written if letter.isalnum() or letter == " ")

    assert plain_text(plain) == " ".join(plain.split())


IDS = ("a", "b", "c", "d", "e")
_links = st.lists(st.sampled_from([*IDS, "nowhere"]), max_size=3, unique=True)
_linked_lesson = st.fixed_dictionaries(
    {
        "supersedes": _links,
        "related": _links,
        "adapted-from": _links,
        "relies_on": _links,
        "mentions": _links,
    }
)


@given(
    st.dictionaries(st.sampled_from(IDS), _linked_lesson, min_size=1),
    st.lists(st.sampled_from([*IDS, "nowhere"]), max_size=3),
)
def test_backlinks_are_the_transpose_of_the_links_that_were_written(
    lessons: dict[str, dict[str, list[str]]], reused: list[str]
) -> None:
    files: dict[str, bytes] = {}
    expected: set[tuple[Key, str, Key]] = set()
    for lesson_id, links in lessons.items():
        relied = ", ".join(f"{{id: {t}, digest: 0a1b0a1b0a1b}}" for t in links["relies_on"])
        header = [f"relies_on: [{relied}]"]
        header += ["relations:"]
        for name in ("supersedes", "related", "adapted-from"):
            header.append(f"  {name}: [{', '.join(links[name])}]")
        sentences = [f"See [it]({target}.md)." for target in links["mentions"]]
        files[f"{lesson_id}.md"] = lesson_text(
            header="\n".join(header), body="\n\n".join(sentences)
        ).encode()
        here = (Kind.LESSON, lesson_id)
        expected.add((here, "source", (Kind.ASSIST, "pump-review")))
        for name, targets in links.items():
            for target in targets:
                if name != "mentions":
                    expected.add((here, name.replace("_", "-"), (Kind.LESSON, target)))
                elif target in lessons and target != lesson_id:
                    expected.add((here, name, (Kind.LESSON, target)))
    for number, target in enumerate(reused):
        files[f"reuse/r{number}.md"] = _reuse(target)
        expected.add(((Kind.REUSE, f"r{number}"), "uses", (Kind.LESSON, target)))

    with written_base(files) as root:
        graph = load(read_project(root)).graph

    outgoing = [link for links in graph.outgoing.values() for link in links]
    incoming = [link for links in graph.incoming.values() for link in links]
    assert sorted(outgoing) == sorted(incoming)
    assert all(link.target == key for key, links in graph.incoming.items() for link in links)
    assert {(link.source, str(link.type), link.target) for link in incoming} == expected
    assert all(link.type.inverse for link in incoming)


def _reuse(lesson: str) -> bytes:
    return (
        f"---\nlesson: {lesson}\nteam: south\nreported_by: nurse\ndate: 2026-02-01\n"
        "outcome: worked\nmeasure: opinion\n---\nWe used it.\n"
    ).encode()


_word_sets = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.frozensets(st.sampled_from("pqrstuvwxyz"), max_size=8),
    max_size=12,
)


@given(_word_sets, st.sampled_from([0.1, 0.25, 1 / 3, 0.5, 0.6, 2 / 3, 0.7, 0.75, 0.8, 0.9, 1.0]))
def test_like_texts_are_those_that_comparing_all_pairs_finds(
    texts_: dict[str, frozenset[str]], threshold: float
) -> None:
    # Of keys with the same words, the first stands for all when others are compared with them.
    first = {words: key for key, words in sorted(texts_.items(), reverse=True)}
    expected = [(first[words], key, 1.0) for key, words in texts_.items() if first[words] != key]
    for (one, words), (other, more) in combinations(
        sorted((key, words) for words, key in first.items()), 2
    ):
        shared = len(words & more) / len(words | more)
        if shared >= threshold:
            expected.append((one, other, shared))

    found = list(alike(texts_, threshold))

    assert found == sorted(pair for pair in expected if texts_[pair[0]])


@given(
    st.dictionaries(
        st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefgh"), max_size=4), max_size=7
    )
)
def test_cycles_are_found_where_there_are_any_and_nowhere_else(
    following: dict[str, list[str]],
) -> None:
    cycles = find_cycles(following)

    for cycle in cycles:
        assert len(cycle) > 1
        assert cycle[0] == min(cycle)
        assert len(set(cycle)) == len(cycle)
        for here, there in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            assert there in following[here]
    assert cycles == sorted(set(cycles))
    assert bool(cycles) == _has_cycle(following)


def _has_cycle(following: Mapping[str, list[str]]) -> bool:
    """Follow links from every node, a link to itself left out, until one comes back."""
    for start in following:
        reached: set[str] = set()
        front = {start}
        while front:
            front = {
                there for here in front for there in following.get(here, ()) if there != here
            } - reached
            reached |= front
        if start in reached:
            return True
    return False


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_partial_date_is_as_it_was_written(day: date, length: int) -> None:
    written = day.isoformat()[:length]

    partial = parse_partial(written)

    assert str(partial) == written
    assert partial.known
    assert partial.year == day.year
    assert partial.earliest is not None
    assert partial.earliest.isoformat().startswith(written)
    assert str(day.year) in partial.spoken


@given(st.dates())
def test_a_day_is_read_as_it_was_written(day: date) -> None:
    assert parse_day(day.isoformat()) == day


@given(st.one_of(texts, st.from_regex(r"\A\d{1,5}(-\d{1,3}){0,3}\Z")))
def test_any_text_is_a_date_or_says_why_not(written: str) -> None:
    try:
        partial = parse_partial(written)
    except (MalformedDateError, ImpossibleDateError):
        with pytest.raises((MalformedDateError, ImpossibleDateError)):
            parse_day(written)
    else:
        assert written == "unknown" or written.isascii()
        assert partial.spoken


@given(texts)
def test_any_text_is_an_identifier_or_is_not(written: str) -> None:
    for check in (is_doi, is_pmid, is_isbn, is_issn, is_web_address):
        assert isinstance(check(written), bool)


@given(texts, st.sampled_from(["lessons/a.md", "lessons/deep/b.md", "a.md"]))
def test_any_target_leads_to_a_path_without_steps_back_inside_it(target: str, path: str) -> None:
    if is_local(target):
        found, _fragment = resolve(path, target)
        assert "/../" not in found
        assert "//" not in found.lstrip("/")


_spans = st.builds(
    Span,
    st.one_of(st.just("lessons/vocabulary.yml"), texts.map(lambda name: name.replace("\0", ""))),
    *(st.integers(1, limit) for limit in (20, 300, 20, 300)),
)
_diagnostics = st.builds(
    Diagnostic, st.sampled_from(sorted(RULES)), st.sampled_from(Severity), _spans, texts, texts
)


@given(st.lists(_diagnostics, max_size=5))
def test_every_report_shows_any_diagnostics(found: list[Diagnostic]) -> None:
    with written_base({}) as root:
        blocks = list(text.render(found, root))

    assert len(blocks) == len(found)
    assert all(letter == "\n" or letter.isprintable() for letter in "".join(blocks))
    rows = json.loads(structured.as_json(found))["diagnostics"]
    assert [row["message"] for row in rows] == [diagnostic.message for diagnostic in found]
    commands = list(structured.as_github(found))
    assert len(commands) == len(found)
    assert all(command.startswith(GITHUB_COMMAND_LEVELS) for command in commands)
    assert all("\n" not in command and "\r" not in command for command in commands)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(one, marks=pytest.mark.xdist_group(one))
        for one in ("body", "header", "note", "numbers")
    ],
)
def test_no_text_takes_for_ever_or_brings_the_parser_down(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.slow_texts", kind],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    latest = done.stdout.splitlines()[-1:]
    assert done.returncode == 0, f"{latest} {done.stderr}"
