"""Whatever a folder holds: no word of it is lost, no link breaks, and a second import is idle."""

from __future__ import annotations

import re
import shutil
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.exchange.folders.reading import read_folder
from site_builder.exchange.incoming.drafts import Drafter
from site_builder.exchange.incoming.import_map import ImportMap, MapContext
from site_builder.exchange.incoming.plan import carry_out, plan
from site_builder.exchange.incoming.prepare import vocabulary_of, work_out
from site_builder.exchange.incoming.suggest import suggested_map
from site_builder.library.loader import load
from site_builder.project import read_project
from tests.builders import write_base

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("a", "B b", "sub/a", "sub/2024-02-03-c", "sub/deep/d é", "x (1)", "0001-e#f")
PICTURES = ("p.png", "sub/P q.png", "sub/deep/é.png")
LEADS_NOWHERE = {"link-broken", "image-broken", "anchor-broken", "link-absolute"}
PIECES = (
    "# {w} {w}\n",
    "## {w}\n\n{w}\n",
    "### {w} `{w}` {w}\n\n{w}\n",
    "## {{x}} | `{w}`: #1 [{w}](y.md) <b>'\"{w}\n\n{w}\n",
    "{w}\n===\n",
    "{w}\n---\n\n{w}\n",
    "Date: 2024-02-03\nOwner: {w}\n",
    "**{w}:** {w}\n",
    "{w} {w} *{w}* ~~{w}~~\n",
    "- {w}\n  - {w}\n- [ ] {w}\n",
    "> [!info]- {w}\n> {w}\n",
    "> [!bug]\n> {w}\n",
    ":::note {w}\n{w}\n\n{w}\n:::\n",
    '!!! tip "{w}"\n    {w}\n\n    - {w}\n',
    "<aside>\n{w}\n</aside>\n",
    "%%{w}\n{w}%%\n",
    "=={w}== [^1] {{{{< {w} >}}}}\n\n[^1]: {w}\n",
    "```text\n[[{w}]] ## {w}\n%% {w}\n```\n",
    "    # {w}\n",
    "| {w} | {w} |\n| --- | --- |\n| {w} | [[{n}\\|{w}]] |\n",
    "[{w}]({n}.md) [{w}](<{n}.md#{w}>) [[{n}]] [[{n}#{w}|{w}]] [[{w}|{w}]]\n",
    "[{w}](/{n}) [{w}](../{n}.md) [{w}](gone/{w}.md) <https://{w}.example.org/>\n",
    '[{w}][{w}r] ![{w}][{w}p]\n\n[{w}r]: <{n}.md> "{w}"\n[{w}p]: {p}\n',
    '![{w}](<{p}>) ![[{p}|300]] ![[{p}|{w}]] <img src="{p}" alt="{w}">\n',
    "[![{w}](<{p}>)]({n}.md) [{w} ![{w}](gone.png)](gone.md)\n",
    "<b>{w}</b> <!-- {w} --> \\[[{w}]] #{w}\n",
    "## {w}\n\n### Part {w}\n\n{w}\n\n### Other\n\n{w}\n",
    "## Of parts\n\n### Part\n\n{w}\n\n### Other\n\n#### {w}\n\n{w}\n",
    "| Owner | {w} |\n|---|---|\n| Status | {w} |\n",
    '[{w}]({n}.md) ![{w}]({p}) <a href="{n}.md">{w}</a>\n',
    "1. {w}\n\n   ## {w}\n\n> # {w}\n> {w}\n",
)
HEADERS = (
    "",
    "---\ntitle: {w}\ntags: [{w}]\nextra: {{{w}: [{w}]}}\n---\n",
    '+++\nn = "{w}"\n+++\n',
)
DAY = date(2024, 1, 1)
MAP = {
    "key": "file",
    "title": "{title}",
    "problem": ["{introduction | sentences 90}", "{title}"],
    "evidence": "experiential",
    "tags": ["handover"],
    "date": "2024-01-01",
    "citations": [{"title": "{file}", "design": "experience-report"}],
}
SECTIONS = {"What happened": "{introduction}", "What was learned": "Oil."}


@st.composite
def folders(draw: st.DrawFn) -> dict[str, str]:
    numbers = count()
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))

    def filled(piece: str) -> str:
        piece = re.sub(r"(?<!\{)\{n\}", lambda _: draw(st.sampled_from(NAMES)), piece)
        piece = re.sub(r"(?<!\{)\{p\}", lambda _: draw(st.sampled_from(PICTURES)), piece)
        piece = re.sub(r"\{w\}", lambda _: f"word{next(numbers)}", piece)
        return piece.replace("{{", "{").replace("}}", "}")

    return {
        f"{name}.md": filled(draw(st.sampled_from(HEADERS)))
        + "\n".join(map(filled, draw(st.lists(st.sampled_from(PIECES), max_size=7))))
        for name in names
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("moved")


@given(folders())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=20)
def test_no_word_is_lost_no_link_breaks_and_a_second_import_is_idle(
    place: Path, content: dict[str, str]
) -> None:
    for folder in place.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    notes, root = place / "notes", place / "base"
    root.mkdir()
    write_base(root, {})
    for name, text in content.items():
        (notes / name).parent.mkdir(parents=True, exist_ok=True)
        (notes / name).write_text(text, encoding="utf-8")
    for name in PICTURES:
        (notes / name).parent.mkdir(parents=True, exist_ok=True)
        (notes / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    project = read_project(root)

    def again() -> tuple[int, int]:
        table = read_folder(notes)
        context = MapContext({column.lower(): column for column in table.columns}, ["handover"])
        more = {"Results": "{Part}"} if "Part" in table.columns else {}
        rules = MAP | {"sections": SECTIONS | more}
        checked = ImportMap.model_validate(rules, context=context)
        base = load(project)
        drafter = Drafter(checked, "Notes", base.library.vocabulary)
        planned = plan(project, table, drafter, "moved")
        assert not planned.broken
        carry_out(project, table, planned, lambda: None)
        return len(planned.new), planned.unchanged

    map_file = place / "map.yml"
    table = read_folder(notes)
    map_file.write_text(suggested_map(table, vocabulary_of(project), DAY).text, encoding="utf-8")
    assert work_out(project, notes, map_file, "other", iter).problems == ()
    assert again() == (len(content), 0)
    assert again() == (0, len(content))
    drafts = [file.read_text(encoding="utf-8") for file in (root / "lessons/moved").glob("*.md")]
    kept = set(re.findall(r"word\d+", "\n".join(drafts)))
    # Where a heading is not known, a link leads to the file.
    written = re.sub(r"#word\d+(?=[>\]|)])", "", "\n".join(content.values()))
    assert set(re.findall(r"word\d+(?!\w)", written)) - kept == set()
    assert not LEADS_NOWHERE & {diagnostic.rule for diagnostic in load(project).diagnostics}
