"""Every rule finds what it is for, says so well, and finds nothing else.

``tests/cases`` holds a folder for each rule, and in it one for each case, named by what is special
about it: ``link-broken/basic``, ``link-broken/in-a-code-span``. In a case lies

- ``input.md``, which becomes ``lessons/input.md`` of the base of ``tests/builders.py``; or a tree
  ``lessons/``, which is laid over that base, with a ``people.yml`` beside it if need be; or
  neither, if a repository cannot hold what is wrong (bytes that are no text, links that lead
  nowhere): then ``WRITERS`` below writes it; and a ``mkdocs.yml`` if the case takes other settings;
- ``expected.txt``, all that ``lessons check`` says of the base; or ``valid.txt``, an empty file, if
  it must say nothing.

To write every ``expected.txt`` anew, run ``UPDATE_GOLDEN=1 pytest tests/test_rules.py``. Then read
what changed as a contributor would: is the place right, is the message true, does the hint help?
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_builder.errors import SettingsError
from site_builder.report import text
from site_builder.report.configuration import configuration_problems
from site_builder.rules import RULES
from tests.builders import VOCABULARY, lesson_text
from tests.reading import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from _pytest.mark import ParameterSet

    from site_builder.diagnostics import Diagnostic
    from tests.conftest import Base

CASES = Path(__file__).parent / "cases"
BASIC = "basic"
"""The case of a rule in which nothing is special: it breaks the rule."""
FOLDERS = sorted(
    path.relative_to(CASES).as_posix()
    for path in CASES.glob("*/*")
    if path.parent.name != "evidence"
)
PRACTICES: dict[str, list[str]] = read_yaml(CASES / "practices.yml")
"""The cases of each practice that a rule is there for."""


def _marked(name: str) -> ParameterSet:
    """Return a case with a mark for the practices that it exercises."""
    ids = [practice for practice, cases in PRACTICES.items() if name in cases]
    return pytest.param(name, marks=pytest.mark.practice(*ids) if ids else ())


SEARCHED = {"receipt-stale"}
"""Rules that take a search, and are told where one is made: see ``tests/test_assist_plan.py``."""
ASKED = {"link-dead", "link-moved"}
"""Rules that take a web server: see ``tests/test_web_links.py``."""
COMPARED = {"record-removed", "report-removed"}
"""Rules that take an earlier state of the base: see ``tests/test_since.py``."""


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return a writer of a valid lesson whose bytes are changed."""

    def write(lessons: Path) -> None:
        (lessons / "input.md").write_bytes(change(lesson_text(title="Heißer Schuppen").encode()))

    return write


def _vocabulary(data: bytes) -> Callable[[Path], None]:
    """Return a writer of a vocabulary, beside a lesson that needs it."""

    def write(lessons: Path) -> None:
        (lessons / "vocabulary.yml").write_bytes(data)
        (lessons / "input.md").write_text(lesson_text(team="north"), encoding="utf-8")

    return write


def _no_vocabulary(lessons: Path) -> None:
    """Write two lessons, and no vocabulary."""
    for name in ("input.md", "other.md"):
        (lessons / name).write_text(lesson_text(title=f"About {name}", team="north"), "utf-8")
    (lessons / "vocabulary.yml").unlink()


def _link(target: str) -> Callable[[Path], None]:
    """Return a writer of a symbolic link; beside the lessons folder lies a valid lesson."""

    def write(lessons: Path) -> None:
        (lessons.parent / "elsewhere.md").write_text(lesson_text(), encoding="utf-8")
        (lessons / "input.md").symlink_to(target)

    return write


def _linked(name: str, target: str) -> Callable[[Path], None]:
    """Return a writer of a valid lesson, and of a symbolic link in the base of that name."""

    def write(lessons: Path) -> None:
        (lessons / "input.md").write_text(lesson_text(), encoding="utf-8")
        (lessons / ".kept").mkdir()
        for path in (".kept/notes.md", "../elsewhere.md", "pictures/pump.png"):
            (lessons / path).parent.mkdir(exist_ok=True)
            (lessons / path).touch()
        link = lessons / name
        link.unlink(missing_ok=True)
        link.symlink_to(target)

    return write


WRITERS: dict[str, Callable[[Path], None]] = {
    "vocabulary-missing/basic": _no_vocabulary,
    "file-not-utf8/basic": _bytes(lambda data: data.decode().encode("latin-1")),
    "file-not-utf8/the-vocabulary": _vocabulary(VOCABULARY.encode("utf-16")),
    "file-not-utf8/utf-16": _bytes(lambda data: data.decode().encode("utf-16")),
    "file-bom/basic": _bytes(lambda data: b"\xef\xbb\xbf" + data),
    "file-nul/basic": _bytes(lambda data: data.replace(b"A pump", b"A \0pump")),
    "file-too-large/basic": _bytes(lambda data: data.ljust(1_000_001, b"\n")),
    "file-too-large/just-not": _bytes(lambda data: data.ljust(1_000_000, b"\n")),
    "file-unreadable/basic": _link("gone.md"),
    "file-unreadable/a-link-in-a-circle": _link("input.md"),
    "file-outside/basic": _link("../elsewhere.md"),
    "file-outside/the-vocabulary": _linked("vocabulary.yml", "../elsewhere.md"),
    "file-outside/the-people": _linked("../people.yml", "/etc/hostname"),
    "file-outside/a-picture": _linked("pump.png", "/proc/self/environ"),
    "file-outside/a-plain-file": _linked("notes.txt", "../elsewhere.md"),
    "file-outside/a-folder": _linked("more", "/etc"),
    "file-outside/a-hidden-file": _linked("notes.txt", ".kept/notes.md"),
    "file-outside/a-lesson-as-a-picture": _linked("pump.png", "input.md"),
    "file-outside/a-lesson-as-a-page": _linked("assists/lesson.md", "../input.md"),
    "file-outside/a-picture-of-the-base": _linked("pump.png", "pictures/pump.png"),
    "file-outside/a-folder-of-the-base": _linked("more", "pictures"),
    "header-missing/windows-line-ends": _bytes(lambda data: data.replace(b"\n", b"\r\n")),
    "header-missing/old-mac-line-ends": _bytes(lambda data: data.replace(b"\n", b"\r")),
    "value-unknown/windows-line-ends": _bytes(
        lambda data: data.replace(b"experiential", b"experience").replace(b"\n", b"\r\n")
    ),
}


def expected_report(folder: Path) -> str:
    """Return what the check must say of a case.

    Raises:
        ValueError: The folder does not say so clearly.
    """
    rule, name = folder.parent.name, f"{folder.parent.name}/{folder.name}"
    if rule not in RULES:
        raise ValueError(f"{name}: there is no rule {rule}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", folder.name) or not folder.is_dir():
        raise ValueError(f"{name}: is not a folder of a case, such as {rule}/{BASIC}")
    report, valid = folder / "expected.txt", folder / "valid.txt"
    if report.exists() == valid.exists():
        raise ValueError(f"{name}: needs expected.txt or valid.txt, one of the two")
    if valid.exists():
        return ""
    expected = report.read_text(encoding="utf-8")
    if not expected.strip():
        raise ValueError(f"{name}: expected.txt is empty; use valid.txt instead")
    if f"[{rule}]" not in expected:
        raise ValueError(f"{name}: expected.txt does not hold [{rule}]")
    return expected


def _write(folder: Path, base: Base) -> None:
    lessons = base.root / "lessons"
    if (folder / "input.md").exists():
        shutil.copy(folder / "input.md", lessons / "input.md")
    elif (folder / "lessons").is_dir():
        shutil.copytree(folder / "lessons", lessons, dirs_exist_ok=True)
        if (folder / "people.yml").exists():
            shutil.copy(folder / "people.yml", base.root / "people.yml")
    else:
        WRITERS[folder.relative_to(CASES).as_posix()](lessons)
    if (folder / "mkdocs.yml").exists():
        shutil.copy(folder / "mkdocs.yml", base.root / "mkdocs.yml")


def _report(base: Base) -> str:
    try:
        problems: Sequence[Diagnostic] = base.load().diagnostics
    except SettingsError as error:
        problems = configuration_problems(error, base.root)
    blocks = list(text.render(problems, base.root))
    return "\n\n".join(blocks) + "\n" if blocks else ""


@pytest.mark.parametrize("name", [_marked(name) for name in FOLDERS])
def test_check_says_what_the_case_expects(
    name: str, make_base: Callable[[dict[str, str]], Base]
) -> None:
    folder, base = CASES / name, make_base({})
    _write(folder, base)
    report = _report(base)
    if os.environ.get("UPDATE_GOLDEN") and not (folder / "valid.txt").exists():
        (folder / "expected.txt").write_text(report, encoding="utf-8", newline="\n")
    assert report == expected_report(folder)


def test_base_of_the_cases_is_valid(make_base: Callable[[dict[str, str]], Base]) -> None:
    assert _report(make_base({"input.md": lesson_text()})) == ""


def test_a_case_of_a_practice_is_one_of_the_cases() -> None:
    assert {case for cases in PRACTICES.values() for case in cases} <= set(FOLDERS)


def test_there_are_cases() -> None:
    assert FOLDERS


@pytest.mark.parametrize("rule", sorted(RULES.keys() - SEARCHED - COMPARED - ASKED))
def test_rule_has_a_case_that_breaks_it(rule: str) -> None:
    assert (CASES / rule / BASIC / "expected.txt").is_file()


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_writer_has_a_folder(name: str) -> None:
    assert name in FOLDERS


def test_file_beside_the_cases_of_a_rule_is_refused(tmp_path: Path) -> None:
    file = _folder(tmp_path, "link-broken", {"valid.txt": ""}) / "valid.txt"
    with pytest.raises(ValueError, match="not a folder of a case"):
        expected_report(file)


def _folder(root: Path, name: str, files: dict[str, str]) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    for file, content in files.items():
        (folder / file).write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "files", "problem"),
    [
        ("link-brokn/basic", {"valid.txt": ""}, "no rule link-brokn"),
        ("link-broken/Basic", {"valid.txt": ""}, "not a folder of a case"),
        ("link-broken--twice/lessons", {"valid.txt": ""}, "no rule link-broken--twice"),
        ("link-broken/basic", {}, "one of the two"),
        ("link-broken/basic", {"valid.txt": "", "expected.txt": "[link-broken]"}, "one of the two"),
        ("link-broken/basic", {"expected.txt": "\n"}, "use valid.txt instead"),
        ("link-broken/twice", {"expected.txt": "[image-broken]"}, "does not hold"),
    ],
    ids=["no-rule", "misnamed", "flat", "neither", "both", "empty", "other-rule"],
)
def test_case_folder_that_says_nothing_clear_is_refused(
    tmp_path: Path, name: str, files: dict[str, str], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        expected_report(_folder(tmp_path, name, files))
