"""What is written to a header reads back as it was meant, and no other byte of it moves.

The properties run with a few hundred examples here. For more: ``HEADER_EXAMPLES=10000``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from site_builder.diagnostics import edited
from site_builder.errors import UnamendableError
from site_builder.records.header.document import Document, parse_document, parse_mapping
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.header.places import known_offsets
from site_builder.records.header.values import children, value_at
from site_builder.records.header.write import (
    as_read,
    dump,
    inline,
    one_line,
    record_text,
    tidied,
)
from tests.header_strategies import NAMES, data, headers, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_builder.records.header.edit import Revision
    from site_builder.records.header.values import Place, Value
    from site_builder.records.header.write import Data

BODY = "\n## What happened\n\nA pump: 'failed'. # really\n"


def document_of(header: str) -> Document:
    document, problems = parse_document("a.md", f"---\n{header}---\n{BODY}")
    assert document, problems
    return document


def after(header: str, change: Callable[[HeaderEditor], HeaderEditor]) -> str:
    """Return a header with a change made."""
    return change(HeaderEditor(document_of(header))).made().after.header_text.removeprefix("\n")


def read_back(text: str) -> dict[str, Value]:
    document, problems = parse_mapping("a.yml", text)
    assert document, (text, problems)
    assert problems == [], text
    return document.header


# --- writing


@given(st.dictionaries(texts.map(str.lower), data, max_size=4))
def test_whatever_is_written_reads_back(fields: Mapping[str, Data]) -> None:
    assert read_back(dump(fields)) == as_read(fields)


@given(data)
def test_whatever_is_written_on_one_line_reads_back(value: Data) -> None:
    written = inline(value)
    assert "\n" not in written
    assert read_back(f"x: {written}\n") == {"x": as_read(value)}
    assert read_back(f"x: [{written}, {{y: {written}}}]\n") == {
        "x": [as_read(value), {"y": as_read(value)}]
    }


@given(texts)
def test_a_text_on_one_line_has_no_character_that_yaml_escapes(text: str) -> None:
    assert inline(one_line(text)) in {one_line(text), f'"{_escaped(one_line(text))}"'}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("two words", "two words"),
        ("10.1136/bmj.n71", "10.1136/bmj.n71"),
        ("Größe (in m)", "Größe (in m)"),
        ("null", '"null"'),
        ("a: b", '"a: b"'),
        ("-a", '"-a"'),
        ("a ", '"a "'),
        (True, "yes"),
        (6.0, "6"),
        (["a", "b c"], "[a, b c]"),
        ({"id": "a", "why": "so, so"}, '{id: a, why: "so, so"}'),
    ],
)
def test_a_value_has_quotes_only_where_it_needs_them(value: Data, written: str) -> None:
    assert inline(value) == written


def test_long_text_is_a_block_and_ids_are_in_brackets() -> None:
    text = "It is said: " + "words " * 20 + "end"
    assert dump({"problem": text, "tags": ["a-b", "c"], "gaps": ["A gap"]}) == (
        f"problem: |-\n  {text}\ntags: [a-b, c]\ngaps:\n  - A gap\n"
    )


def test_a_list_of_small_groups_has_a_group_a_line() -> None:
    small: list[Data] = [{"id": "a", "n": 1}, {"id": "b"}]
    assert dump({"hits": small}) == "hits:\n  - {id: a, n: 1}\n  - {id: b}\n"
    assert dump({"hits": [*small, {"id": "c", "of": ["d"]}]}) == (
        "hits:\n  - id: a\n    n: 1\n  - id: b\n  - id: c\n    of: [d]\n"
    )


def test_fields_are_tidied_to_the_last_group() -> None:
    fields: dict[str, Data] = {
        "a": " x\n y ", "b": "", "c": [{"d": "\x00", "e": 0}, {}, ""], "f": {"g": []}, "h": False,
    }  # fmt: skip
    assert tidied(fields) == {"a": "x y", "c": [{"e": 0}], "h": False}


def test_a_record_without_a_text_ends_with_its_header() -> None:
    assert record_text({"a": "b"}, "") == "---\na: b\n---\n"
    assert record_text({"a": "b"}, "Text.\n") == "---\na: b\n---\n\nText.\n"


# --- editing, by example


@pytest.mark.parametrize(
    ("header", "place", "value", "expected"),
    [
        ("b: 'two'   # why\nc:   [1,  2]\n", ("b",), "3", "b: '3'   # why\nc:   [1,  2]\n"),
        ('a: "x"\n', ("a",), "y: z", 'a: "y: z"\n'),
        ("a: {b: 4,   c: 1}\n", ("a", "b"), 2, "a: {b: 2,   c: 1}\n"),
        ("a: 1\n", ("b",), "2", "a: 1\nb: 2\n"),
        ("a:   # none\nb: 2\n", ("a",), "1", "a: 1   # none\nb: 2\n"),
        ("a:\n  - x\nb: 2\n", ("a",), ["y"], "a: [y]\nb: 2\n"),
        (
            "l:\n  - id: x\n    # note\n  - id: y\n", ("l", 1, "d"), "z",
            "l:\n  - id: x\n    # note\n  - d: z\n    id: y\n",
        ),
        ("l:\n  - {id: x}\n", ("l", 0, "d"), "z", "l:\n  - {id: x, d: z}\n"),
        ("l: {id: }\n", ("l", "d"), "z", "l: {d: z, id: }\n"),
        ("a: {}\n", ("a", "b", "c"), "d", "a: {b: {c: d}}\n"),
        ("a: 1\n", ("b", "c"), "d", "a: 1\nb: {c: d}\n"),
    ],
)  # fmt: skip
def test_setting(header: str, place: Place, value: Data, expected: str) -> None:
    assert after(header, lambda editor: editor.set(place, value)) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("l: [a]  # c\n", "l: [a, b]  # c\n"),
        ("l: []\n", "l: [b]\n"),
        ("l:\n- a # c\n\n# of m\nm: 1\n", "l:\n- a # c\n- b\n\n# of m\nm: 1\n"),
        ("l:\n  - {x: 1,\n     y: 2}\nm: 1\n", "l:\n  - {x: 1,\n     y: 2}\n  - b\nm: 1\n"),
        ("m: 1\n", "m: 1\nl: [b]\n"),
    ],
)
def test_appending(header: str, expected: str) -> None:
    assert after(header, lambda editor: editor.append(("l",), ["b"])) == expected


@pytest.mark.parametrize(
    ("header", "place", "expected"),
    [
        ("a: 1\n# of b\nb: 2 # b\n# of c\nc: 3\n", ("b",), "a: 1\n# of b\n# of c\nc: 3\n"),
        ("a: {x: 1, y: 2}\n", ("a", "y"), "a: {x: 1}\n"),
        ("a: {x: 1, y: 2}\n", ("a", "x"), "a: {y: 2}\n"),
        ("a:\n  - x: 1\n    y: 2\n", ("a", 0, "x"), "a:\n  - y: 2\n"),
        ("a:\n  - x: 1\nb: 2\n", ("a", 0, "x"), "b: 2\n"),
        ("a: [x, y] # c\n", ("a", 0), "a: [y] # c\n"),
        ("t: |-\n  x\na:\n  - y\n\n  # of a\n# of b\nb: 1\n", ("a",), "t: |-\n  x\n# of b\nb: 1\n"),
    ],
)
def test_removing(header: str, place: Place, expected: str) -> None:
    assert after(header, lambda editor: editor.remove([place])) == expected


def test_renaming_leaves_value_and_comment() -> None:
    assert after("Titel: 'x' # c\nb: 1\n", lambda editor: editor.rename(("Titel",), "title")) == (
        "title: 'x' # c\nb: 1\n"
    )


@pytest.mark.parametrize(
    "header",
    ["a: &x [1]\nb: *x\n", "{a: 1}\n", "a: {c: text}\n"],
)
def test_what_no_edit_fits_is_refused_with_its_fields(header: str) -> None:
    editor = HeaderEditor(document_of(header))
    with pytest.raises(UnamendableError) as caught:
        editor.set(("a",), "2").set(("a", "c", "d"), "3").set(("e",), "4").made()
    assert (caught.value.file, caught.value.fields) == ("a.md", ("a", "e"))
    assert editor.fix() == ()


def test_windows_line_ends_and_the_body_stay() -> None:
    text = f"---\r\na: 1\r\nb:\r\n- x\r\n---\r\n{BODY}".replace("\r\n", "\n")
    document, _problems = parse_document("a.md", text)
    assert document
    made = HeaderEditor(document).append(("b",), ["y"]).set(("c",), "z").made()
    windows = text.replace("\n", "\r\n")
    assert edited(windows, made.edits) == windows.replace("- x\r\n", "- x\r\n- y\r\nc: z\r\n")


# --- editing, whatever is written


def field_region(document: Document, name: str) -> tuple[int, int]:
    """Return where a field begins, and where the next one does."""
    names = list(document.header)
    at = document.header_at
    start = at + known_offsets(document.header_text, (name,), key=True)[0]
    following = names[names.index(name) + 1 :]
    if not following:
        return start, document.header_end
    return start, at + known_offsets(document.header_text, (following[0],), key=True)[0]


def edited_bytes(made: Revision, line_end: str) -> tuple[bytes, bytes]:
    """Return a file before and after a change, with some line ends."""
    before = made.before.text.replace("\n", line_end)
    return before.encode(), edited(before, made.edits).encode()


def assert_only_within(made: Revision, start: int, end: int, line_end: str) -> None:
    """Assert that the bytes before and after a stretch of the text stay as they are."""
    before, now = edited_bytes(made, line_end)
    head = made.before.text[:start].replace("\n", line_end).encode()
    tail = made.before.text[end:].replace("\n", line_end).encode()
    assert before.startswith(head)
    assert now.startswith(head)
    assert now.endswith(tail)
    assert len(now) >= len(head) + len(tail)


def made_or_none(editor: HeaderEditor, document: Document) -> Revision | None:
    """Return a change; it may be refused only where values are shared or end in empty lines."""
    try:
        return editor.made()
    except UnamendableError:
        assert "&x1" in document.header_text or "|+" in document.header_text
        return None


line_ends = st.sampled_from(["\n", "\r\n"])


@given(headers(), st.sampled_from(NAMES), data, line_ends)
def test_setting_a_field_moves_no_byte_of_another(
    header: str, name: str, value: Data, line_end: str
) -> None:
    document = document_of(header)
    made = made_or_none(HeaderEditor(document).set((name,), value), document)
    if made is None:
        return
    assert made.after.header == {**document.header, name: as_read(value)}
    assert made.after.body == document.body
    if name in document.header:
        start, end = field_region(document, name)
    else:
        start = end = document.header_end
    assert_only_within(made, start, end, line_end)


@given(headers(), st.data(), data, line_ends)
def test_setting_a_value_within_a_field_moves_no_byte_of_another(
    header: str, drawn: st.DataObject, value: Data, line_end: str
) -> None:
    document = document_of(header)
    nested = [
        (name, step) for name, inner in document.header.items() for step, _child in children(inner)
    ]
    assume(nested)
    place = drawn.draw(st.sampled_from(nested))
    made = made_or_none(HeaderEditor(document).set(place, value), document)
    if made is None:
        return
    assert value_at(made.after.header, place) == as_read(value)
    assert_only_within(made, *field_region(document, str(place[0])), line_end)


@given(headers(), st.sampled_from(NAMES), st.lists(data, min_size=1, max_size=2), line_ends)
def test_appending_only_adds(header: str, name: str, values: list[Data], line_end: str) -> None:
    document = document_of(header)
    listed = document.header.get(name, [])
    assume(isinstance(listed, list))
    made = made_or_none(HeaderEditor(document).append((name,), values), document)
    if made is None:
        return
    assert isinstance(listed, list)
    assert made.after.header == {**document.header, name: [*listed, *map(as_read, values)]}
    before, now = edited_bytes(made, line_end)
    if listed:
        pairs = enumerate(zip(before, now, strict=False))
        same = next((at for at, (one, other) in pairs if one != other), len(before))
        assert before[same:] == now[len(now) - len(before) + same :]


@given(headers(), st.data(), line_ends)
def test_renaming_a_field_changes_only_its_name(
    header: str, drawn: st.DataObject, line_end: str
) -> None:
    document = document_of(header)
    name = drawn.draw(st.sampled_from(list(document.header)))
    made = made_or_none(HeaderEditor(document).rename((name,), "renamed"), document)
    if made is None:
        return
    before, now = edited_bytes(made, line_end)
    start, _end = field_region(document, name)
    key_end = document.header_at + known_offsets(document.header_text, (name,), key=True)[1]
    assert_only_within(made, start, key_end, line_end)
    assert list(made.after.header.values()) == list(document.header.values())
    assert len(now) - len(before) == len("renamed") - len(document.text[start:key_end].encode())


@given(headers(), st.data(), line_ends)
def test_removing_a_field_takes_nothing_else(
    header: str, drawn: st.DataObject, line_end: str
) -> None:
    document = document_of(header)
    name = drawn.draw(st.sampled_from(list(document.header)))
    assume(len(document.header) > 1)
    made = made_or_none(HeaderEditor(document).remove([(name,)]), document)
    if made is None:
        return
    assert made.after.header == {
        other: value for other, value in document.header.items() if other != name
    }
    assert_only_within(made, *field_region(document, name), line_end)


@given(headers(), st.randoms(use_true_random=False))
def test_reordering_keeps_every_line(header: str, random: object) -> None:
    document = document_of(header)
    names = list(document.header)
    random.shuffle(names)  # type: ignore[attr-defined]  # Hypothesis draws a Random
    order = {name: rank for rank, name in enumerate(names)}
    try:
        made = HeaderEditor(document).reorder(order).made()
    except UnamendableError:
        return
    assert list(made.after.header) == names
    assert sorted(made.after.text.split("\n")) == sorted(document.text.split("\n"))
