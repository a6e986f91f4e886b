"""Invented bases for exports: one in which much stands, and any that Hypothesis makes up."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from site_builder.exchange.exports.source import read_source
from site_builder.exchange.exports.writing import write_export
from site_builder.project import read_project
from site_builder.records.concerns import DOMAINS
from tests.builders import HELD, lesson_text, write_base
from tests.strategies import bodies, texts

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.settings import Audience

SOMEBODY = "merle-7"
"""A pseudonym that stands nowhere but where people stand."""
PEOPLE = f"people:\n  {SOMEBODY}: {{team: north, grade: 4}}\n  owl-2: {{team: south}}\n"
WITH_PEOPLE = HELD.replace(
    "facilitator: Head of training\n",
    f"facilitator: {SOMEBODY}\nparticipants:\n  - {{person: {SOMEBODY}, team: north, role: host}}\n"
    "  - person: owl-2  # came late\n    role: visitor\n",
)
REUSE = (
    "---\nlesson: warm-sheds\nteam: south\nreported_by: a charge nurse\ndate: 2026-02-01\n"
    "outcome: worked\nmeasure: opinion\n---\n\nWe used it.\n"
)
FILES = {
    "warm-sheds.md": lesson_text(
        title="'no: yes #1.10'",
        header=(
            "aliases: [old-sheds]\ncitations:\n  - title: An invented study\n"
            "    happened: 2017-06\n"
            "    design: pre-post\n    retracted: no\nrelations:\n  adapted-from: [cold-sheds]\n"
            "tools:\n  - '=1+1'\n  - a list, of two"
        ),
    ),
    "deep/cold-sheds.md": lesson_text(problem="Invented sheds are too cold", status="draft"),
    "assists/frozen.md": WITH_PEOPLE,
    "reuse/ward.md": REUSE,
    "guide/page.md": "---\ntitle: A page\nhide: [toc]   # for MkDocs\n---\n\n# A page\n",
    "guide/bare.md": "\n# No header\n",
}


def write_full_base(root: Path) -> Path:
    """Write a base with a record of every kind, and with people; return its root."""
    root.mkdir(exist_ok=True)
    write_base(root, FILES)
    (root / "people.yml").write_text(PEOPLE, encoding="utf-8")
    (root / "lessons" / "pump.png").write_bytes(b"\x89PNG\r\n\x1a\n invented")
    return root


def write_empty_base(root: Path) -> Path:
    """Write a base without a single file; return its root."""
    (root / "lessons").mkdir(parents=True)
    config = "site_name: Invented\ndocs_dir: lessons\ntheme: material\nplugins: [lessons]\n"
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    return root


def exported(root: Path, form: str, *, private: bool = False, audience: Audience = "team") -> bytes:
    """Return the export of a base, of which nothing may be lost."""
    source, lost = read_source(read_project(root), audience, private=private)
    assert lost == []
    stream = io.BytesIO()
    write_export(source, form, stream)
    return stream.getvalue()


def _quoted(text: str) -> str:
    """Return any text as YAML, every sign that means something written by its number."""
    written = json.dumps(text, ensure_ascii=False)
    return re.sub(
        "[^\x20-\x7e\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        written,
    )


def _as_yaml(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(k)}: {_as_yaml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_yaml, value)) + "]"
    return _quoted(value)


_tricky = st.sampled_from(
    [
        *("no", "null", "~", "1.10", "0012", "=1+1", "+1", "@b", "-", "'a", "[x]", "{}", "# a"),
        *("a: b", "x #y", "|", "---", "a\n---\nb", "a\r\nb", "one\n\n  two\n three"),
        *("_x000D_", "2026-01-01"),
    ]
)
_texts = st.one_of(_tricky, texts).filter(lambda text: bool(text.strip()))
_lists = st.lists(_texts, max_size=3)
_domains = st.sampled_from(sorted(DOMAINS))
_concerns = st.one_of(
    _domains,
    st.builds("{}: {}".format, _domains, _texts),
    st.builds(lambda domain, words: {domain: words}, _domains, _texts),
)
_happened = st.sampled_from(["unknown", "2017", "2017-06", "2017-06-14"])
_citation = st.fixed_dictionaries(
    {"title": _texts},
    optional={
        "authors": _lists,
        "happened": _happened,
        "retracted": st.sampled_from(["yes", "no"]),
        "about": st.sampled_from(["remedy", "problem"]),
        "concerns": st.lists(_concerns, max_size=3),
    },
)
_lesson = st.fixed_dictionaries(
    {
        "title": _texts,
        "problem": _texts,
        "evidence": st.just("experiential"),
        "tags": st.just(["pumps"]),
        "date": st.just("2026-02-01"),
    },
    optional={
        "takeaway": _texts,
        "interests": _texts,
        "owner": _texts,
        "tools": _lists,
        "citations": st.lists(_citation, max_size=2),
        "context": st.fixed_dictionaries({}, optional={"scale": _texts, "cost": _texts}),
        "relations": st.just({"adapted-from": ["a", "b"]}),
        "status": st.sampled_from(["draft", "published"]),
        "evidence_level": st.just({"practice": "1", "research": "0"}),
        "imported": st.fixed_dictionaries(
            {
                "from": _texts,
                "key": st.one_of(_tricky, texts).filter(bool),
                "digest": st.just("0a1b0a1b0a1b"),
                "written": st.just("0a1b0a1b0a1b"),
                "original": st.dictionaries(
                    texts, st.one_of(texts, st.lists(texts, max_size=2)), max_size=3
                ),
            }
        ),
    },
)
_outcome = st.fixed_dictionaries(
    {"team": st.just("north"), "result": st.just("worked"), "measure": st.just("opinion")},
    optional={"cycle": _texts, "lessons": st.lists(st.sampled_from(["a", "b"]), max_size=2)},
)
_assist = st.fixed_dictionaries(
    {
        "title": _texts,
        "problem": _texts,
        "format": st.just("other"),
        "status": st.just("held"),
        "date": st.just("2026-01-10"),
    },
    optional={
        "happened": _happened,
        "duration_hours": st.sampled_from(["6", "3.5", "1e3", "0.1"]),
        "story": _texts,
        "interests": _texts,
        "outcomes": st.lists(_outcome, max_size=2),
        "decision_open": st.sampled_from(["true", "no"]),
        "agenda": st.lists(st.fixed_dictionaries({"part": _texts, "minutes": st.just("9")})),
        "options": st.lists(
            st.fixed_dictionaries({"title": _texts}, optional={"from": _texts}), max_size=2
        ),
        "participants": st.just([{"person": SOMEBODY, "role": "host"}]),
    },
)
_end = st.sampled_from(["\n", "\r\n"])
_pages = st.one_of(
    bodies.filter(lambda text: not text.lstrip().startswith("---")),
    st.builds(
        lambda title, body: f"---\ntitle: {_quoted(title)}\nhide: [toc] # x\n---\n{body}",
        _texts,
        bodies,
    ),
)


def _files(fields: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[str]:
    def text(values: dict[str, Any], body: str) -> str:
        header = "".join(f"{name}: {_as_yaml(value)}\n" for name, value in values.items())
        return f"---\n# a comment\n{header}---\n{body}"

    return st.builds(text, fields, bodies)


def _encoded(written: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    def encode(text: str, end: str) -> bytes:
        # A NUL can stand in no file but by its number.
        return text.replace("\0", "").replace("\n", end).encode()

    return st.builds(encode, written, _end)


any_base: st.SearchStrategy[dict[str, bytes]] = st.fixed_dictionaries(
    {},
    optional={
        "a.md": _encoded(_files(_lesson)),
        "deep/er/b.md": _encoded(_files(_lesson)),
        "assists/c.md": _encoded(_files(_assist)),
        "guide/e.md": _encoded(_pages),
        "index.md": _encoded(_pages),
    },
)
"""Files of a base, all of which can be read."""
