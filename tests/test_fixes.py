"""``lessons check --fix`` mends what has one meaning, and nothing else moves.

``tests/fixes`` holds a folder for each case: ``before.md`` becomes ``lessons/input.md`` of the base
of ``tests/builders.py``, or a report of use if it is one; ``after.md`` is what has to come of it,
and ``left.txt`` what a check still says. To write both anew, run
``UPDATE_GOLDEN=1 pytest tests/test_fixes.py``.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import diagnostics
from site_builder.library import mending
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.records.date_forms import meant_date
from site_builder.records.dates import parse_day
from site_builder.records.header.document import parse_document
from site_builder.records.lesson import Lesson
from site_builder.report import text
from tests.builders import lesson_text, written_base
from tests.strategies import several_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.diagnostics import Edit
    from site_builder.records.header.values import Value
    from tests.conftest import Base

CASES = Path(__file__).parent / "fixes"
NAMES = sorted(path.name for path in CASES.iterdir())


def base_of(name: str, make_base: Callable[[dict[str, str]], Base]) -> tuple[Base, Path]:
    """Return a base with the text of a case, and the file that holds it."""
    before = (CASES / name / "before.md").read_text(encoding="utf-8")
    path = "reuse/input.md" if before.startswith("---\nlesson:") else "input.md"
    base = make_base({path: before, "short.md": lesson_text(problem="Sheds are cold at night")})
    return base, base.root / "lessons" / path


# --- cases


@pytest.mark.parametrize("name", NAMES)
def test_case_is_mended_as_expected(name: str, make_base: Callable[[dict[str, str]], Base]) -> None:
    base, file = base_of(name, make_base)
    base.run("check", "--fix")
    after = file.read_text(encoding="utf-8")
    left = "\n".join(
        f"{one.span.line}:{one.span.column}: {one.severity}[{one.rule}]: {one.message}"
        for one in base.load().diagnostics
    )
    said = f"{left}\n" if left else ""
    if os.environ.get("UPDATE_GOLDEN"):
        (CASES / name / "after.md").write_text(after, encoding="utf-8", newline="\n")
        (CASES / name / "left.txt").write_text(said, encoding="utf-8", newline="\n")
    assert after == (CASES / name / "after.md").read_text(encoding="utf-8")
    assert said == (CASES / name / "left.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_mending_again_changes_nothing(
    name: str, make_base: Callable[[dict[str, str]], Base]
) -> None:
    base, file = base_of(name, make_base)
    base.run("check", "--fix")
    before = file.read_bytes()
    result = base.run("check", "--fix")
    assert file.read_bytes() == before
    assert "fixed" not in result.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_dry_run_shows_what_would_change_and_writes_nothing(
    name: str, make_base: Callable[[dict[str, str]], Base]
) -> None:
    base, file = base_of(name, make_base)
    before = file.read_bytes()
    result = base.run("check", "--fix", "--dry-run")
    assert file.read_bytes() == before
    added = Counter(re.findall(r"^\+(?!\+\+ )(.*)$", result.stderr, re.MULTILINE))
    old, new = (
        Counter(one.splitlines())
        for one in (before.decode(), (CASES / name / "after.md").read_text(encoding="utf-8"))
    )
    assert new - old <= added


# --- files


def test_a_long_file_whose_fixes_are_verified_one_at_a_time_is_mended_whole(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({})
    file = base.root / "lessons" / "input.md"
    rest = "The pump was dry.\n" * 6_000
    wrong = lesson_text(outcome="Worked", status="Draft", date="1 Feb 2026")
    file.write_text(wrong + rest, encoding="utf-8")
    base.run("check", "--fix")
    right = lesson_text(outcome="worked", status="draft", date="2026-02-01")
    assert file.read_text(encoding="utf-8") == right + rest


def test_windows_line_ends_stay(make_base: Callable[[dict[str, str]], Base]) -> None:
    base = make_base({})
    file = base.root / "lessons" / "input.md"
    wrong = lesson_text(tags="[Pumps] # x", date="1 Feb 2026").replace("\n", "\r\n")
    file.write_bytes(wrong.encode())
    base.run("check", "--fix")
    assert file.read_bytes() == (
        lesson_text(tags="[pumps] # x", date="2026-02-01").replace("\n", "\r\n").encode()
    )


def test_only_the_files_that_are_named_are_mended(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    wrong = lesson_text(tags="[Pumps]")
    base = make_base({"a.md": wrong, "b.md": wrong})
    base.run("check", "--fix", str(base.root / "lessons" / "a.md"))
    assert (base.root / "lessons/b.md").read_text(encoding="utf-8") == wrong
    assert "[pumps]" in (base.root / "lessons/a.md").read_text(encoding="utf-8")


def test_a_file_is_said_to_be_mended_once(make_base: Callable[[dict[str, str]], Base]) -> None:
    base = make_base({"input.md": lesson_text(evidence="", header="Evidence: EXPERIENTIAL")})
    result = base.run("check", "--fix")
    assert result.stderr == "fixed lessons/input.md\n"
    assert result.exit_code == 0


def test_a_file_that_cannot_be_written_is_said(
    make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base({"input.md": lesson_text(tags="[Pumps]")})

    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    result = base.run("check", "--fix")
    assert result.exit_code == 2
    assert "cannot be written: Permission denied" in result.stderr


def test_what_is_saved_while_a_file_is_mended_is_left_alone(
    make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base({"input.md": lesson_text(tags="[Pumps]")})
    file = base.root / "lessons" / "input.md"
    edited = diagnostics.edited

    def saved_meanwhile(text_: str, edits: Iterable[Edit]) -> str:
        file.write_text("mine", encoding="utf-8")
        return edited(text_, edits)

    monkeypatch.setattr(mending, "edited", saved_meanwhile)
    result = base.run("check", "--fix")
    assert result.exit_code == 2
    assert "has changed since it was read; run the command again" in result.stderr
    assert file.read_text(encoding="utf-8") == "mine"


def test_what_was_saved_since_the_check_is_mended_as_it_is_now(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({"input.md": lesson_text(tags="[Pumps]")})
    found = base.load().diagnostics
    now = lesson_text(title="Another title", tags="[Pumps]")
    (base.root / "lessons" / "input.md").write_text(now, encoding="utf-8")
    done = mending.mended(read_project(base.root), found)
    assert done["lessons/input.md"] == (now.encode(), now.replace("[Pumps]", "[pumps]"))


# --- dates


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026/03/14", "2026-03-14"),
        ("2026.3.4", "2026-03-04"),
        ("2026-3-14", "2026-03-14"),
        ("20260314", "2026-03-14"),
        ("14 March 2026", "2026-03-14"),
        ("14th  mar. 2026", "2026-03-14"),
        ("14-Mar-2026", "2026-03-14"),
        ("March 14, 2026", "2026-03-14"),
        ("SEPT 1 2026", "2026-09-01"),
        ("14/03/2026", "2026-03-14"),
        ("03/14/2026", "2026-03-14"),
        ("4.4.2026", "2026-04-04"),
        ("03/04/2026", None),
        ("3.4.2026", None),
        ("14/03/26", None),
        ("31 February 2026", None),
        ("20261314", None),
        ("2026/14/03", None),
        ("14 Smarch 2026", None),
        ("March 2026", None),
        ("2026-03-14T10:00", "2026-03-14"),
        ("2026-03-14T20:57:00.000Z", "2026-03-14"),
        ("2026-03-14 23:30:00+02:00", "2026-03-14"),
        ("14 mars 2026", "2026-03-14"),
        ("45336", None),
        ("", None),
    ],
)
def test_a_day_in_another_form(written: str, meant: str | None) -> None:
    assert meant_date(written, partial=False) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("March 2026", "2026-03"),
        ("2026/3", "2026-03"),
        ("2026-13", None),
        ("spring 2026", None),
        ("14 March 2026", "2026-03-14"),
    ],
)
def test_a_month_in_another_form(written: str, meant: str | None) -> None:
    assert meant_date(written, partial=True) == meant


@given(
    st.dates(),
    st.sampled_from(
        [
            "{0.year:04}/{0.month}/{0.day}",
            "{0.year:04}{0.month:02}{0.day:02}",
            "{0.day} {0:%B} {0.year:04}",
        ]
    ),
)
def test_every_day_is_read_back(day: object, form: str) -> None:
    meant = meant_date(form.format(day), partial=False)
    assert meant
    assert parse_day(meant) == day


# --- what holds for every file


def _leaves(value: Value) -> Counter[str]:
    """Count the texts of a header, its names among them."""
    if isinstance(value, dict):
        return sum((_leaves(one) for one in value.values()), Counter(list(value)))
    if isinstance(value, list):
        return sum((_leaves(one) for one in value), Counter[str]())
    return Counter([value or ""])


messy = st.builds(
    lambda lines, lead, ends: (
        "---\n"
        + "".join(
            f"{above}{line}{end}\n" for above, line, end in zip(lead, lines, ends, strict=False)
        )
        + "---\n## What happened \n\nA pump failed.\n\n## What was learned\n\nHeat the shed."
    ),
    st.permutations(
        [
            "Title: 'Invented lesson'",
            "problem: Pumps at the invented plant fail every winter",
            "evidence: EXPERIENTIAL",
            "tags:\n  - Pumps # one\n  - shift change",
            "date: 1 February 2026",
            "Source-Assist: pump-review",
            "team: North Team",
            "context: {mode: In-Person, setting: WARD}",
            "citations:\n- doi: https://doi.org/10.1136/bmj.n71\n\n  # d\n  Design: Guidance # c",
            "takeaway: |\n  Two  \n  lines",
            "x: unknown",
        ]
    ).flatmap(lambda every: st.integers(5, len(every)).map(lambda most: every[:most])),
    st.lists(st.sampled_from(["", "# above\n", "\n", "# far\n\n", "# a\n# b\n"]), min_size=11),
    st.lists(st.sampled_from(["", "", " # beside", " ", "\t"]), min_size=11),
)
"""Lessons with many small mistakes, and comments everywhere; some have a field of no lesson."""


@given(messy)
def test_mending_keeps_every_comment_and_every_value_that_was_right(before: str) -> None:
    after, again = _mend_twice(before)
    assert again == after
    assert Counter(re.findall(r"# ?\w+", after)) == Counter(re.findall(r"# ?\w+", before))
    old, new = (_header(one) for one in (before, after))
    gone = set(_leaves(old) - _leaves(new))
    assert gone <= {
        *("Title", "EXPERIENTIAL", "Pumps", "shift change", "1 February 2026", "Source-Assist"),
        *("North Team", "In-Person", "WARD", "https://doi.org/10.1136/bmj.n71", "Design"),
        "Guidance",
    }
    assert sum(_leaves(old).values()) == sum(_leaves(new).values())
    assert after.partition("---\n##")[2].split() == before.partition("---\n##")[2].split()


def _mend_twice(before: str) -> tuple[str, str]:
    with written_base({"input.md": before.encode()}) as root:
        project = read_project(root)
        texts = []
        for _time in range(2):
            done = mending.mended(project, load(project).diagnostics)
            file = root / "lessons" / "input.md"
            file.write_bytes(
                done.get("lessons/input.md", ("", file.read_text("utf-8")))[1].encode()
            )
            texts.append(file.read_text(encoding="utf-8"))
    return texts[0], texts[1]


def _header(text_: str) -> dict[str, Value]:
    document, _problems = parse_document("lessons/input.md", text_)
    assert document, text_
    return document.header


@given(several_files)
def test_mending_never_makes_a_base_worse(files: dict[str, bytes]) -> None:
    with written_base(files) as root:
        project = read_project(root)
        before = load(project)
        for path, (_old, new) in mending.mended(project, before.diagnostics).items():
            (root / path).write_bytes(new.encode())
        after = load(project)
        assert after.unreadable <= before.unreadable
        assert not [one for one in after.diagnostics if one.fix]
        assert len(after.library.records) >= len(before.library.records)


def test_order_is_that_of_the_schema() -> None:
    names = [field.alias or name for name, field in Lesson.model_fields.items()]
    assert names[:6] == ["title", "problem", "evidence", "tags", "date", "source_assist"]


def test_report_of_a_mended_base_says_what_is_left(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({"input.md": lesson_text(tags="[Pumps, gone]")})
    result = base.run("check", "--fix")
    assert "error[tag-unknown]: there is no tag `gone`" in result.stdout
    assert "tag-synonym" not in result.stdout
    assert list(text.render(base.load().diagnostics, base.root))
