"""Folders as the programs that people move from write them become the drafts beside them.

``tests/folders/<form>/`` holds an invented folder in that form, a map, what `lessons import`
prints, and the drafts. To write what is expected anew, run ``UPDATE_GOLDEN=1 pytest`` on this file.
Then read it as the keeper of the folder would.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

FORMS = sorted(Path(__file__).with_name("folders").iterdir())
LEADS_NOWHERE = {"link-broken", "image-broken", "anchor-broken", "link-absolute"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_map_that_is_printed_for_a_folder_brings_it_in(
    form: Path, make_base: Callable[[dict[str, str]], Base]
) -> None:
    base = make_base({})
    map_file = base.root / "map.yml"
    printed = base.run("import", str(form / "in"), "--suggest-map").stdout
    map_file.write_text(printed, encoding="utf-8")

    result = base.run("import", str(form / "in"), "--map", str(map_file))

    assert "      0 unreadable" in result.stdout
    assert not LEADS_NOWHERE & {diagnostic.rule for diagnostic in base.load().diagnostics}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_folder_becomes_the_drafts_beside_it(
    form: Path, make_base: Callable[[dict[str, str]], Base]
) -> None:
    base = make_base({})
    arguments = ["import", str(form / "in"), "--map", str(form / "map.yml"), "--into", "moved"]
    arguments += ["--rejects", str(base.root / "rejected.csv")]

    printed = base.run(*arguments).stdout.replace(f"{base.root}/", "")
    made = base.root / "lessons/moved"
    drafts = {file.name: file.read_text(encoding="utf-8") for file in sorted(made.glob("*.md"))}
    pictures = sorted(file.name for file in made.glob("assets/*"))
    told = printed + "".join(f"picture: {name}\n" for name in pictures)

    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(form / "out", ignore_errors=True)
        (form / "out").mkdir()
        for name, text in (*drafts.items(), ("printed.txt", told)):
            (form / "out" / name).write_text(text, encoding="utf-8")
    expected = {
        file.name: file.read_text(encoding="utf-8") for file in sorted((form / "out").iterdir())
    }
    assert {**drafts, "printed.txt": told} == expected
    assert not LEADS_NOWHERE & {diagnostic.rule for diagnostic in base.load().diagnostics}
    assert f"{len(drafts)} unchanged" in base.run(*arguments).stdout
