"""Every reader of text that others write, each with inputs that are valid."""

from __future__ import annotations

import atexit
import io
import json
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from site_builder.assists.capture import Answer, sheet_text
from site_builder.assists.formats import FORMATS
from site_builder.diagnostics import Severity
from site_builder.library.pictures import picture_problems, published_picture
from site_builder.markdown.body import Body
from site_builder.records.assist import Format
from site_builder.report.web_links import _kept
from site_builder.seals import sealed
from tests.builders import ASSIST, CONFIG, HELD, PLAN, VOCABULARY, lesson_text
from tests.exchange_bases import PEOPLE, exported
from tests.exchange_bases import REUSE as REPORT
from tests.issues import EVENT, LESSON, REUSE, form_text, issue
from tests.layouts import Layout, as_workbook, dressed
from tests.test_import import MAP, ROW
from tests.test_ingest import HEAD, record
from tests.test_pictures import ACTIVE, SVG, gif, jpeg, png, webp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.fuzz.world import World

    Run: TypeAlias = Callable[[World, bytes], None]

REPOSITORY = Path(__file__).parent.parent.parent
_LESSON = lesson_text(header="aliases: [old-sheds]\ntools: [a list, of two]")
FILES = {
    "vocabulary.yml": VOCABULARY,
    "warm-sheds.md": _LESSON,
    "cold-sheds.md": lesson_text(title="Cold sheds", problem="Invented sheds are too cold"),
    "assists/pump-review.md": ASSIST,
    "assists/winter.md": f"---\n{HEAD}---\nAn invented meeting.\n",
    "reuse/ward.md": REPORT,
}
"""What lies in the base of every target."""


@dataclass(frozen=True)
class Target:
    """A reader."""

    run: Run
    """Gives it an input, and asserts what has to hold of what comes of it."""
    seeds: Callable[[], Sequence[bytes]]
    """Valid inputs."""
    tokens: Sequence[bytes] = ()
    """What means something to it."""


def _record(world: World, data: bytes) -> None:
    world.write("lessons/a.md", data)
    for form in ("text", "json", "github", "sarif"):
        world.run("check", "--format", form)
    world.run("show", "a")
    world.run("evidence", "a")
    world.run("check", "--fix")
    world.run("check")


def _body(world: World, data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    body = Body(text)
    assert len(body.prose) == len(text)
    assert all(link.start < link.end for link in body.links)
    assert "<script" not in body.render().lower()
    world.said += [body.render(), body.words]
    world.write("lessons/a.md", lesson_text(body=text).encode("utf-8", "replace"))
    world.run("check")


def _file_of(path: str) -> Run:
    def run(world: World, data: bytes) -> None:
        world.write(path, data)
        world.run("check")
        world.run("check", "--fix")
        world.run("search", "pump", "--tag", "pumps")
        world.run("insights")

    return run


def _table(name: str) -> Run:
    def run(world: World, data: bytes) -> None:
        _brought(world, world.give(name, data))

    return run


def _brought(world: World, source: str) -> None:
    """Import a source by the map that is suggested for it, twice."""
    suggested = world.run("import", source, "--suggest-map")
    if world.said[-2] != "0":
        return
    chosen = world.give("suggested/map.yml", suggested.encode())
    once = world.run("import", source, "--map", chosen, "--format", "json")
    assert world.said[-2] in {"0", "1"}, once
    before = _contents(world.root / "lessons")
    world.run("import", source, "--map", chosen)
    assert _contents(world.root / "lessons") == before
    world.assert_sound()


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def _workbook(world: World, data: bytes) -> None:
    """Read a workbook in which this is the sheet, or the whole file."""
    if not data.startswith(b"PK"):
        data = _with_part(_book(), "xl/worksheets/sheet1.xml", data)
    _brought(world, world.give("table.xlsx", data))


def _with_part(book: bytes, name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return stream.getvalue()


@cache
def _book() -> bytes:
    return as_workbook(dressed(list(ROW), [list(ROW.values())], Layout()))


def _sheet() -> bytes:
    with zipfile.ZipFile(io.BytesIO(_book())) as book:
        return book.read("xl/worksheets/sheet1.xml")


def _map(world: World, data: bytes) -> None:
    table = world.give("reports.jsonl", json.dumps(ROW).encode())
    world.run("import", table, "--map", world.give("map.yml", data))
    world.assert_sound()


def _note(world: World, data: bytes) -> None:
    for name, content in (("a.md", data), ("b.md", b"# B\n\n[[a]] [x](a.md#b) ![y](p.png)\n")):
        world.give(f"notes/{name}", content)
    world.give("notes/p.png", png())
    _brought(world, str(world.outside / "notes"))


def _zip(world: World, data: bytes) -> None:
    _brought(world, world.give("notes.zip", data))


def _issue(world: World, data: bytes) -> None:
    """Read an issue with this text, or the whole event."""
    if not data.startswith(b"{"):
        data = json.dumps(issue(data.decode("utf-8", "replace"))).encode()
    event = world.give("event.json", data)
    world.run("from-issue", event, "--format", "json")
    world.run("from-issue", event, "--write")
    world.assert_sound()


def _form(world: World, data: bytes) -> None:
    world.write(".github/ISSUE_TEMPLATE/share-a-lesson.yml", data)
    _issue(world, form_text("share-a-lesson", LESSON).encode())


def _capture(world: World, data: bytes) -> None:
    world.run("assist", "ingest", "winter", world.give("sheet.md", data))
    world.assert_sound()


def _export(name: str) -> Run:
    def run(world: World, data: bytes) -> None:
        world.run("import", world.give(name, data))
        world.run("import", world.give(name, data), "--format", "json")
        world.run("check")

    return run


def _query(world: World, data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    world.run("search", "--format", "json", "--", text)
    world.run("search", "--", *text.split())
    world.run("solved", "--file", world.give("text", data))
    world.run("solved", "--plan", "--", text)


def _index(path: str) -> Run:
    """Return what damages a file of the index: the answer has to be that of an undamaged one."""

    def run(world: World, data: bytes) -> None:
        right = world.run("search", "pumps", "sheds", "--format", "json")
        folder = world.root / ".cache" / "search"
        state = folder / (folder / "current").read_text(encoding="utf-8")
        file = {"current": folder / "current", "state": state / "state"}.get(path)
        file = file or min(file for file in (state / "whoosh").iterdir() if file.is_file())
        whole = file.read_bytes()
        file.write_bytes(data if path == "current" else whole[: len(data)] + data)
        assert world.run("search", "pumps", "sheds", "--format", "json") == right

    return run


def _picture(name: str) -> Run:
    def run(world: World, data: bytes) -> None:
        path = f"lessons/{name}"
        world.write(path, data)
        world.run("check")
        if any(one.severity is Severity.ERROR for one in picture_problems(path, data)):
            return
        once = published_picture(path, data)
        assert len(once) <= 2 * len(data) + 100
        assert published_picture(path, once) == once

    return run


def _links(world: World, data: bytes) -> None:
    for document in (data, sealed(data)):
        world.said.append(str(_kept(world.write(".cache/links.json", document))))


def _export_seeds(form: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [exported(template(), form)]


@cache
def template() -> Path:
    """Return a base that targets copy."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    root = Path(folder.name)
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for path, text in FILES.items():
        file = root / "lessons" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def _texts(*texts: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [text.encode() for text in texts]


def _stored(*patterns: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [
        file.read_bytes()
        for pattern in patterns
        for file in sorted(REPOSITORY.glob(pattern))
        if file.is_file()
    ]


def _zips() -> Sequence[bytes]:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("notes/a.md", "# A\n\nInvented.\n\n[b](b.md)\n")
        archive.writestr("notes/b.md", "---\ntitle: B\n---\n\n![x](p.png)\n")
        archive.writestr("notes/p.png", png())
    return [stream.getvalue()]


_CSV = "Ref No,Title,Date,What happened,Lesson\n" + "".join(
    f'P-{n},"Pump {n}",{n}/03/2019,"The pump stood, for {n} days.\nNobody knew.",Oil it {n}\n'
    for n in range(1, 5)
)
_YAML = (b"&a ", b"*a", b"<<: ", b"!!int ", b"? ", b": ", b"- ", b"|\n", b">-\n", b"[", b"{", b"#")
_MARKDOWN = (b"[a](b.md)", b"[[", b"]]", b"![", b"> ", b"- ", b"1. ", b"|a|b|\n|-|-|\n", b"[^1]:")
_XML = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&a;",
    b"<![CDATA[",
    b"<?x?>",
    b'xmlns="a"',
    b"<c t='s'>",
)
_QUERY = (b'"', b"tag:pumps ", b"-pump ", b"pum* ", b"year:2026 ", b"contested:no ", b"*", b"OR ")
_LINKS = '{"version": 1, "answers": {"https://example.org": {"asked": "2026-02-01", "dead": ""}}}'

TARGETS = {
    "record": Target(
        _record, _texts(_LESSON, ASSIST, PLAN, HELD, REPORT), (*_YAML, *_MARKDOWN[:4])
    ),
    "body": Target(_body, _stored("tests/awful/*.md", "examples/tour/lessons/*/*.md"), _MARKDOWN),
    "vocabulary": Target(_file_of("lessons/vocabulary.yml"), _texts(VOCABULARY), _YAML),
    "people": Target(_file_of("people.yml"), _texts(PEOPLE), _YAML),
    "practices": Target(
        _file_of("lessons/practices.yml"), _stored("examples/tour/lessons/practices.yml"), _YAML
    ),
    "options": Target(
        _file_of("mkdocs.yml"), _stored("mkdocs.yml", "examples/*/mkdocs.yml"), (*_YAML, b"!ENV ")
    ),
    "csv": Target(_table("table.csv"), _texts(_CSV, _CSV.replace(",", ";")), (b'"', b",", b";")),
    "json lines": Target(_table("table.jsonl"), lambda: [json.dumps(ROW).encode()] * 2),
    "json": Target(_table("table.json"), lambda: [json.dumps([ROW, ROW]).encode()], (b"[", b"{")),
    "workbook": Target(_workbook, lambda: [_sheet(), _sheet(), _book()], _XML),
    "map": Target(
        _map,
        lambda: [MAP.encode(), *_stored("tests/folders/*/map.yml")()],
        (*_YAML, b"{what | ", b" | sentences 9}", b"'(a+)+$'", b"(?P<x>", b"default: ", b"from: "),
    ),
    "note": Target(_note, _stored("tests/folders/*/in/**/*.md"), (*_MARKDOWN, b"{{< ", b"%%")),
    "zip": Target(_zip, _zips, (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06")),
    "issue": Target(
        _issue,
        lambda: [
            form_text("share-a-lesson", LESSON).encode(),
            form_text("used-a-lesson", REUSE).encode(),
            form_text("how-an-event-went", EVENT).encode(),
            json.dumps(issue(form_text("share-a-lesson", LESSON))).encode(),
        ],
        (b"### ", b"_No response_", b"- [X] ", b"\r\n", b"n/a", *_MARKDOWN),
    ),
    "form": Target(_form, _stored(".github/ISSUE_TEMPLATE/share-a-lesson.yml"), _YAML),
    "capture sheet": Target(_capture, lambda: [_filled_sheet()], _MARKDOWN),
    "export as json": Target(_export("e.json"), _export_seeds("json"), (b"null", b"[", b"{")),
    "export as csv": Target(_export("e.csv"), _export_seeds("csv"), (b'"', b",", b"{")),
    "export as workbook": Target(_export("e.xlsx"), _export_seeds("xlsx")),
    "export as bundle": Target(_export("e.zip"), _export_seeds("markdown-bundle")),
    "query": Target(_query, _stored("tests/search/foreign.txt", "tests/search_cases.yml"), _QUERY),
    "index's name": Target(_index("current"), _texts("0123456789abcdef"), (b"../", b"/")),
    "index's state": Target(_index("state"), _texts('{"seal": "0"}')),
    "index's terms": Target(_index("terms"), _texts("0123456789abcdef" * 9)),
    "svg": Target(_picture("p.svg"), _texts(SVG.format(ACTIVE), SVG.format("<g/>")), _XML),
    "points": Target(_picture("p.png"), lambda: [png(), jpeg(), webp(), gif()]),
    "answers of links": Target(_links, _texts(_LINKS), (b"null", b"[]", b"{}", b'""')),
}


def _filled_sheet() -> bytes:
    answers: dict[str, Answer] = {"gaps": ["No heaters"], "thanks": "The south team"}
    return sheet_text(record(), FORMATS[Format.PEER_ASSIST], answers).encode()
