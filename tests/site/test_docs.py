"""What the documents say is so."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from site_builder.cli import main
from site_builder.records.lesson import REQUIRED_SECTIONS, Design, Lesson
from site_builder.rules import RULES
from site_builder.settings import Settings
from tests.builders import lesson_text, write_base
from tests.site.built import REPOSITORY, BuiltSite, lessons, run, write_project

if TYPE_CHECKING:
    from pathlib import Path

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
KEEP = {
    file.stem: file.read_text(encoding="utf-8")
    for file in sorted((REPOSITORY / "lessons/guide/keep").glob("*.md"))
}
"""The pages of the guide for keepers, by name."""
GUIDE = (REPOSITORY / "lessons/guide/write-a-lesson.md").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")


def fenced(text: str, language: str) -> list[str]:
    """Return the contents of every fenced block of a language."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [content for named, content in blocks if named == language]


def table(text: str, heading: str) -> list[list[str]]:
    """Return the rows of the table whose first heading is this."""
    _, _, below = text.partition(f"\n| {heading} |")
    lines = below.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def checked(root: Path, *arguments: str) -> str:
    """Check a base on a day after every date in the documents, and return the report."""
    done = lessons(root, "check", *arguments, SOURCE_DATE_EPOCH="1893456000")
    return done.stdout if not done.returncode else f"exit {done.returncode}\n{done.stdout}"


# README.md


def test_every_make_target_that_the_documents_name_exists() -> None:
    named = set(re.findall(r"^make (\w+)|`make (\w+)`", README + CONTRIBUTING, re.MULTILINE))
    targets = {one or other for one, other in named}
    assert {"serve", "test"} <= targets
    for target in sorted(targets):
        assert re.search(rf"^{target}:.*## ", MAKEFILE, re.MULTILINE), target


def test_the_example_of_the_readme_passes_the_check(tmp_path: Path) -> None:
    (example,) = fenced(README, "markdown")
    vocabulary = (REPOSITORY / "lessons/vocabulary.yml").read_text(encoding="utf-8")
    files = {"vocabulary.yml": vocabulary, "meetings/short-agenda.md": example}
    report = checked(write_base(tmp_path, files), "--strict", str(tmp_path / "lessons/meetings"))
    assert "no problems" in report


def test_the_report_in_the_readme_is_what_the_check_prints(tmp_path: Path) -> None:
    (example,) = fenced(README, "markdown")
    (shown,) = (block for block in fenced(README, "") if "error[value-unknown]" in block)
    wrong = example.replace("evidence: experiential", "evidence: experential")
    assert wrong != example
    vocabulary = (REPOSITORY / "lessons/vocabulary.yml").read_text(encoding="utf-8")
    files = {"vocabulary.yml": vocabulary, "meetings/short-agenda.md": wrong}
    assert shown.strip() in checked(write_base(tmp_path, files))


def test_the_readme_names_the_address_at_which_its_example_appears(tmp_path: Path) -> None:
    (example,) = fenced(README, "markdown")
    named = re.search(r"`lessons/(\S+)`. It appears at `/(\S+)`", README)
    assert named is not None
    vocabulary = (REPOSITORY / "lessons/vocabulary.yml").read_text(encoding="utf-8")
    root = write_project(tmp_path / "base", {"vocabulary.yml": vocabulary, named[1]: example})
    (root / "lessons/assists/pump-review.md").unlink()
    done = lessons(root, "build")
    assert done.returncode == 0, done.stderr
    assert (root / "site" / named[2] / "index.html").is_file()


def test_the_readme_counts_the_lessons_and_events_of_this_repository() -> None:
    said = re.search(r"(\d+) lessons and (\w+) events", README)
    assert said is not None
    folder = REPOSITORY / "lessons"
    events = list((folder / "assists").glob("*.md"))
    others = {"assists", "guide", "reuse", "index.md"}
    found = [f for f in folder.rglob("*.md") if f.relative_to(folder).parts[0] not in others]
    in_words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    assert (int(said[1]), said[2]) == (len(found), in_words[len(events)])


def test_the_readme_is_short() -> None:
    assert len(README.split()) <= 900


def test_the_readme_shows_a_picture_that_loads_quickly() -> None:
    (picture,) = re.findall(r"^!\[[^\]]+\]\((\S+)\)$", README, re.MULTILINE)
    assert 10_000 < (REPOSITORY / picture).stat().st_size < 150_000


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", README)
    local = [target for target in targets if "://" not in target]
    assert len(local) > 4
    assert [target for target in local if not (REPOSITORY / target).is_file()] == []


def test_the_settings_page_lists_every_option_of_the_plugin() -> None:
    rows = {row[0].strip("`"): row[1].strip("`") for row in table(KEEP["settings"], "Option")}
    defaults = {option.name: option.default for option in fields(Settings)}
    assert rows.keys() == defaults.keys()
    for name, default in defaults.items():
        if isinstance(default, bool):
            assert rows[name] == str(default).lower(), name
        elif isinstance(default, int | float):
            assert rows[name] == f"{default:g}", name
        elif not default:
            assert rows[name] == "none", name


def test_every_option_of_the_settings_page_is_taken(tmp_path: Path) -> None:
    rows = {row[0].strip("`"): row[1].strip("`") for row in table(KEEP["settings"], "Option")}
    given = {name: shown for name, shown in rows.items() if re.fullmatch(r"[\d.]+", shown)}
    assert len(given) >= 4
    options = "".join(f"      {name}: {value}\n" for name, value in given.items())
    config = f"site_name: x\ndocs_dir: lessons\nplugins:\n  - lessons:\n{options}"
    root = write_project(tmp_path, {}, config)
    assert lessons(root, "check").returncode == 0


def test_every_command_of_the_readme_exists() -> None:
    named = {row[0].strip("`").split()[1] for row in table(README, "Command")}
    assert {"check", "build", "serve", "search"} <= named
    helped = run("site_builder", "--help").stdout
    offered = set(re.findall(r"^  ([a-z-]+)  ", helped, re.MULTILINE))
    assert named <= offered


def test_every_file_that_the_documents_name_exists() -> None:
    documents = (README, CONTRIBUTING, *KEEP.values())
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", "\n".join(documents)))
    invented = {"lessons/meetings/short-agenda.md", "site/", ".cache/", "guide/"}
    # In the home of who runs it, and in a base that begins with a wheel.
    invented |= {"beforehand/key", "beforehand/", ".cache/meaning", "wheels/"}
    places = {one for one in named if not one.startswith((".venv/", "/")) and "<" not in one}
    assert len(places) > 10
    roots = (REPOSITORY, REPOSITORY / "site_builder", REPOSITORY / "site_builder/exchange")
    missing = {one for one in places - invented if not any((root / one).exists() for root in roots)}
    assert missing == set()


# CONTRIBUTING.md


def test_every_room_of_the_table_exists() -> None:
    rooms = [row[0].strip("`") for row in table(CONTRIBUTING, "room")]
    assert len(rooms) > 8
    assert [room for room in rooms if not (REPOSITORY / room).exists()] == []


def test_every_room_that_exists_is_in_the_table() -> None:
    rooms = {row[0].strip("`") for row in table(CONTRIBUTING, "room")}
    package = REPOSITORY / "site_builder"
    folders = {f"site_builder/{path.name}/" for path in package.iterdir() if path.is_dir()}
    assert {folder for folder in folders - rooms if "__pycache__" not in folder} == set()


def test_the_report_for_programs_has_the_documented_keys(tmp_path: Path) -> None:
    (documented,) = fenced(CONTRIBUTING, "json")
    example = json.loads(documented)
    root = write_base(tmp_path, {"a.md": lesson_text(evidence="experential")})
    printed = json.loads(lessons(root, "check", "--format", "json").stdout)
    assert printed.keys() == example.keys()
    assert printed["format_version"] == example["format_version"]
    (shown,), (found,) = example["diagnostics"], printed["diagnostics"]
    assert list(found) == list(shown)
    same = {key for key in shown if shown[key] != "…"}
    assert {key: found[key] for key in same} == {key: shown[key] for key in same}


# The rules


@pytest.mark.parametrize("rule", RULES)
def test_the_page_of_a_rule_says_what_the_command_says(
    repository_site: BuiltSite, rule: str
) -> None:
    explained = CliRunner().invoke(main, ["explain", rule]).output
    page = repository_site.page(f"rules/{rule}/").select_one("main")
    assert page is not None
    for aside in page.select("nav"):
        aside.decompose()
    shown = " ".join(page.get_text(" ").split())
    assert _plain(explained) == _plain(shown)


def _plain(text: str) -> str:
    """Return letters and digits alone: how a page sets code and headings apart is no matter."""
    return re.sub(r"[\W_]+", "", re.sub(r"^```.*$", "", text, flags=re.MULTILINE))


def test_the_list_of_rules_has_them_all(repository_site: BuiltSite) -> None:
    text = repository_site.page("rules/").get_text(" ")
    for rule in RULES.values():
        assert rule.id in text
        assert rule.summary in text


# The guide


def test_the_example_of_the_guide_passes_the_check(tmp_path: Path) -> None:
    example = next(block for block in fenced(GUIDE, "markdown") if block.startswith("---\n"))
    source = re.search(r"^source_assist: (\S+)$", example, re.MULTILINE)
    assert source is not None, "the example names the event that it comes from"
    vocabulary = (REPOSITORY / "lessons/vocabulary.yml").read_text(encoding="utf-8")
    event = (
        "---\ntitle: Invented visit\nproblem: Keys to the store room cannot be found at night\n"
        "format: visit\nstatus: reported\ndate: 2026-01-01\n---\nAn invented visit.\n"
    )
    files = {
        "vocabulary.yml": vocabulary,
        "wards/spare-keys.md": example,
        f"assists/{source[1]}.md": event,
    }
    root = write_base(tmp_path, files)
    (root / "lessons/assists/pump-review.md").unlink()
    assert "no problems" in checked(root, "--strict", str(root / "lessons/wards"))


def test_the_guide_names_every_required_field_and_section() -> None:
    required = [
        field.alias or name for name, field in Lesson.model_fields.items() if field.is_required()
    ]
    assert {"title", "problem", "evidence", "tags", "date"} == set(required)
    rows = [row[0] for row in table(GUIDE, "Field")]
    for name in (*required, "source_assist", "citations"):
        assert any(f"`{name}`" in row for row in rows), name
    for section in REQUIRED_SECTIONS:
        assert f"**{section}**" in GUIDE


def test_the_guide_names_every_design_of_a_citation() -> None:
    for design in Design:
        assert f"`{design}`" in GUIDE


# The repository


def test_no_file_names_a_machine_or_a_registry() -> None:
    """Neither folders of somebody's computer, nor hosts that only some can reach."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a working copy of the repository")
    places = "home|Users|work|root|tmp"
    options = "extra-index|index|trusted-host|find-links"
    telling = re.compile(
        rf"(?<![\w.)}}/])/(?:{places})/[\w.]|(?<!no-emit-)\b(?:{options})(?:-url)?[ =]+https?:"
        r"|//(?:localhost|10\.|192\.168\.)|\.(?:internal|local|corp)/simple"
    )
    allowed = {"Makefile"}
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        file = REPOSITORY / name
        if name in allowed or not file.is_file():
            continue
        hits = telling.findall(file.read_bytes().decode("utf-8", errors="replace"))
        if hits:
            found[name] = sorted(set(hits))
    assert found == {}
