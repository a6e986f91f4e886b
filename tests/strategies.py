"""Hypothesis strategies for files as authors, editors and accidents leave them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from site_builder.records.assist import Assist
from site_builder.records.kinds import Page
from site_builder.records.lesson import SECTIONS, Citation, Lesson, Relations
from site_builder.records.reuse import Reuse
from tests.builders import ASSIST, VOCABULARY, lesson_text

if TYPE_CHECKING:
    from site_builder.records.fields import Part

_T = TypeVar("_T")

TROUBLE = (
    "\t\n\r\x00\x01\x08\x0b\x0c\x1b\x1c\x1e\x7f\x80\x85\x9b\xa0\u00ad\u0301\u200b\u2028\u2029"
    "\u202e\u3000\ufeff\uffff\U0001f600"
)
"""Characters that break lines, hide, or mean something to a terminal."""
SIGNS = " -:#?[]{}()<>*&!|'\"%@`_~\\/,.=+$^;1aéß日ﬁ"
"""Characters that mean something to YAML or Markdown, and a few letters."""

characters = st.one_of(
    st.sampled_from(SIGNS), st.sampled_from(TROUBLE), st.characters(exclude_categories=["Cs"])
)
texts = st.text(characters, max_size=40)
"""Any text that can stand in a file."""
lines = texts.map(lambda text: " ".join(text.splitlines()))

FILES = (
    "a.md",
    "b.md",
    "deep/er/b.md",
    "Not An Id.md",
    "assists/c.md",
    "reuse/d.md",
    "guide/e.md",
    "index.md",
    "vocabulary.yml",
)
"""One path below the lessons folder for each kind of file."""


def _mostly(usual: st.SearchStrategy[_T], rare: st.SearchStrategy[_T]) -> st.SearchStrategy[_T]:
    return st.sampled_from([True] * 7 + [False]).flatmap(
        lambda is_usual: usual if is_usual else rare
    )


def _names(model: type[Part]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


FIELD_NAMES = sorted(
    {name for model in (Lesson, Assist, Reuse, Citation, Relations) for name in _names(model)}
    | {"tags", "teams", "settings", "label", "description", "synonyms", "organisation"}
    | {"setting", "by", "expires", "reason", "agreed", "part", "minutes", "content", "<<", "null"}
)
keys = st.one_of(
    st.sampled_from(FIELD_NAMES),
    st.sampled_from(FIELD_NAMES).map(str.title),
    st.sampled_from(["", "~", "? a", "[a]", "{a: 1}", "*a", "&b c", "!t d", '"a\\nb"', "1", "a b"]),
    lines,
)
_words = st.sampled_from(
    [
        *("pumps", "north", "south", "ward", "plant", "pump-review", "a", "e", "experiential"),
        *("research", "both", "draft", "published", "superseded", "withdrawn", "held", "worked"),
        *("harmed", "measured", "peer-assist", "2026-01-01", "2026-02-30", "2017-06", "unknown"),
        *("2017", "9999-12-31", "0000-01-01", "14/03/2026", "10.1136/bmj.n71", "978-0-306-40615-7"),
        *("https://example.org/x", "http://[", "javascript:alert(1)", "yes", "no", "on", "~", ""),
        *("null", "0", "-1", "1_000", "1e999", ".inf", ".nan", "0x1F", "9" * 5000, "3.5", "*a"),
        *(
            "|",
            ">-",
            "&a b",
            "!tag c",
            "!!python/object:os.system d",
            "# e",
            "x #y",
            "'",
            '"',
            "- f",
        ),
    ]
)
_scalars = st.one_of(
    _words,
    lines,
    texts.map(json.dumps),
    texts.map(lambda text: json.dumps(text, ensure_ascii=False)),
    texts.map(lambda text: "'" + text.replace("'", "''") + "'"),
    texts.map(lambda text: "|\n  " + text.replace("\n", "\n  ")),
)
_deep = st.builds(
    lambda opening, depth, closing: opening * depth + "x" + closing * depth,
    st.sampled_from(["[", "{a: ", "- ", "? ", "[{a: [", "&a [", "\u2028- "]),
    st.sampled_from([2, 11, 12, 13, 30, 600, 2000]),
    st.sampled_from(["]", "}", "", "]}]"]),
)
values: st.SearchStrategy[str] = st.recursive(
    st.one_of(_scalars, _deep),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda parts: "[" + ", ".join(parts) + "]"),
        st.lists(st.tuples(keys, inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
        st.lists(inner, max_size=3).map(lambda parts: "".join(f"\n  - {part}" for part in parts)),
        st.lists(st.tuples(keys, inner), max_size=3).map(
            lambda pairs: "".join(f"\n  {key}: {value}" for key, value in pairs)
        ),
    ),
    max_leaves=6,
)

_markdown = st.one_of(
    lines,
    st.sampled_from([f"## {name}" for name in SECTIONS]),
    st.sampled_from(
        [
            *(
                "# One",
                "###### Six",
                "##",
                "#hash",
                "Setext\n======",
                "> quoted",
                "- item",
                "1. one",
            ),
            *(
                "[a](a.md)",
                "[b](../x/b.md#one)",
                "[c](c.md 'title')",
                "![](p.png)",
                "![alt](q.png)",
            ),
            *(
                "[d][e]",
                "[e]: a.md",
                "[e]",
                "[![in](i.png)](a.md)",
                "<b>bold</b>",
                "<!-- c",
                "<a@b.c>",
            ),
            *("[x](javascript:alert(1))", "[x](&#106;avascript:1)", "[x](<a b>)", "[x](%00%ff?#é)"),
            *(
                "```",
                "~~~ x",
                "`code`",
                "``",
                "    indented",
                "| a | b |",
                "|---|---|",
                "\\",
                "***",
            ),
            *("Dr. No said “yes.” Then he left! Did he? 他走了。", "[" * 300, "(" * 300, "!" * 300),
        ]
    ),
)
bodies = st.lists(_markdown, max_size=8).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", " "]).map(lambda glue: glue.join(parts))
)

headers = st.lists(st.tuples(keys, values), max_size=6).map(
    lambda pairs: "\n".join(f"{key}: {value}" for key, value in pairs)
)
_fences = st.sampled_from(
    ["---\n", "---  \n", "-----\n", "--- #\n", " ---\n", "\n\n---\n", "--\n", ""]
)

REUSE = """\
---
lesson: a
team: south
reported_by: charge nurse
date: 2026-02-01
outcome: worked
measure: opinion
---
We used it.
"""
_IDS = "[a, b, c, d, nowhere, pump-review]"
_FIRST_CITATION = "\n  - {title: T, doi: 10.1136/bmj.n71, design: pre-post}"
_SECOND_CITATION = (
    "\n  - {title: U, doi: x, pmid: PMC1, isbn: 978-0-306-40615-8, issn: 0378-5956, url: www.a.b}"
)
_PLAUSIBLE: dict[str, list[str]] = {
    "title": ["T", "T" * 200, "a # b", "a #b"],
    "problem": [
        "communication issues",
        "P " * 200,
        "Pumps at the invented plant fail every winter",
    ],
    "evidence": ["research", "both", "experience"],
    "tags": ["[pumps, pumps]", "[shift change, pump]", "[]", "pumps"],
    "date": ["2062-01-01", "2026-02-30", "14/03/2026", "2026-01"],
    "happened": ["2062", "2026-13", "unknown", "winter"],
    "source_assist": ["c", "pump-revue", "Pump review", ""],
    "citations": [_FIRST_CITATION, _SECOND_CITATION, "[{title: V, happened: 2062, concerns: [x]}]"],
    "status": ["draft", "superseded", "withdrawn", "planned", "open", "idea", "reported"],
    "withdrawn": ["{date: 2026-01-01, reason: wrong}", "{date: x, reason: y}"],
    "relations": [f"{{{name}: {_IDS}}}" for name in _names(Relations)] + ["{related: [A B]}"],
    "relies_on": [
        "[{id: b, digest: 0a1b0a1b0a1b}]",
        "[{id: b}]",
        "[{id: b, digest: x}]",
        "[{id: nowhere}]",
    ],
    "context": ["{setting: ward, mode: remote}", "{setting: moon}"],
    "review_by": ["2020-01-01", "soon"],
    "aliases": ["[a, b, b]", "[c]"],
    "lesson": ["a", "b", "nowhere"],
    "merged_into": ["c", "nowhere"],
    "duration_hours": ["0", "3.5", "long"],
    "closed_as": ["merged", "too-late"],
    "team": ["north", "nroth"],
    "setting": ["plant", "plnt"],
    "synonyms": ["[pumps]"],
}
_any_change = st.one_of(st.tuples(st.sampled_from(FIELD_NAMES), values), st.tuples(keys, values))


_TAKEN_TWICE = "tags:\n  x: {label: Pumps, description: D, synonyms: [handover, hand over]}\n"


def _changed(text: str, changes: list[tuple[str, str]], body: str | None) -> str:
    """Give fields of a record other values, and perhaps another body."""
    lines_ = text.split("\n")
    for key, value in changes:
        lines_ = [line for line in lines_ if not line.startswith(f"{key}:")]
        lines_[1:1] = [f"{key}: {value}"]
    changed = "\n".join(lines_)
    return changed if body is None else changed[: changed.rfind("\n---\n") + 5] + body


def _record(text: str, model: type[Part]) -> st.SearchStrategy[str]:
    """Return a record, most often with fields that it may have, and values that YAML can read."""
    fitting = [(name, value) for name in _names(model) for value in _PLAUSIBLE.get(name, ())]
    change = _mostly(st.sampled_from(fitting), _any_change)
    changes = st.lists(change, max_size=4, unique_by=lambda pair: pair[0])
    return st.builds(_changed, st.just(text), changes, st.one_of(st.none(), bodies))


_composed = st.builds(
    lambda opening, header, closing, body: f"{opening}{header}\n{closing}{body}",
    _fences,
    headers,
    _fences,
    bodies,
)
_lessons = st.one_of(
    _record(lesson_text(), Lesson), _record(lesson_text(header="status: draft"), Lesson)
)
_of_folder = {
    "assists": _record(ASSIST, Assist),
    "reuse": _record(REUSE, Reuse),
    "guide": st.one_of(bodies, _record("---\ntitle: Page\n---\n", Page)),
    "index.md": st.one_of(bodies, _record("---\ntitle: Home\n---\n", Page)),
    "vocabulary.yml": st.one_of(
        st.sampled_from([VOCABULARY, _TAKEN_TWICE, f"{VOCABULARY}{_TAKEN_TWICE}"]), headers
    ),
}
documents = st.one_of(_lessons, *_of_folder.values(), _composed, texts)
"""Texts of files, most of them nearly right."""


def _encoded(written: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    ends = st.sampled_from(["\n", "\n", "\r\n", "\r"])
    return st.builds(lambda text, end: text.replace("\n", end).encode("utf-8"), written, ends)


def _damaged(encoded: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    noise = st.one_of(
        st.binary(max_size=4), st.sampled_from([b"\xef\xbb\xbf", b"\x00", b"\xed\xa0\x80"])
    )
    return st.one_of(
        st.builds(
            lambda data, place, some: data[: place % (len(data) + 1)] + some + data[place:],
            encoded,
            st.integers(0, 400),
            noise,
        ),
        encoded.map(lambda data: data.decode("utf-8").encode("utf-16")),
        st.binary(max_size=200),
    )


file_bytes = _mostly(_encoded(documents), _damaged(_encoded(documents)))
"""What may lie in a file."""


def _fitting(path: str) -> st.SearchStrategy[str]:
    return _of_folder.get(path.partition("/")[0], _lessons)


several_files = st.fixed_dictionaries(
    {},
    optional={path: _mostly(_encoded(_fitting(path)), file_bytes) for path in FILES},
)
"""Files of a base by path, most of them of the kind that belongs there."""
