"""A number that is certainly a person's is an error in drafts too, and goes nowhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from site_builder.diagnostics import Edit
from site_builder.errors import PersonNumberError
from site_builder.library.writing import edit_file, write_new, write_over
from site_builder.project import read_project
from site_builder.publish.site import Site
from site_builder.records.flattened import flattened
from site_builder.records.personal import Finder
from tests.builders import ASSIST, HELD, PLAN, VOCABULARY, generated, lesson_text
from tests.issues import LESSON, event_file, form_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

NUMBER = "943 476 5919"
"""The number by which the health service shows what one looks like; it is nobody's."""
BRITISH = Finder(["GB"])
REUSE = """\
---
lesson: input
team: south
reported_by: charge nurse
date: 2026-02-02
outcome: worked
measure: observed
happened: 2026-02
---
It went well.
"""


def said_of(text: str) -> str:
    """Return a lesson that says this."""
    body = f"## What happened\n\n{text}\n\n## What was learned\n\nHeat the shed.\n"
    return lesson_text(body=body, status="draft")


def digits(text: str) -> str:
    """Return the digits of a text."""
    return re.sub(r"\D", "", text)


class TestFinding:
    @pytest.mark.parametrize(
        "written",
        [
            "943 476 5919",
            "NHS number 9434765919",
            "9434765919 (NHS number)",
            "NHS no. 943-476-5919",
            "NHS–943–476–5919",
            "patient 943\u2011476\u20115919",
            "NHS: 943.476.5919",
            "943\u00a0476\u20095919",
            "\uff19\uff14\uff13 \uff14\uff17\uff16 \uff15\uff19\uff11\uff19",
            "٩٤٣ ٤٧٦ ٥٩١٩",
            "943 4\u00ad76 5919",
            "943 476 5\u200b919",
            "943 476\n5919",
            "> 943 476\n> 5919",
            "943 476 **5919**",
            "<b>943</b> 476 5919",
            "943&nbsp;476&nbsp;5919",
            "943 476 591&#57;",
            "943 476 [5919](x.md)",
            "![943 476 5919](x.png)",
            "| 943 476 5919 | x |",
            "`943 476 5919`",
            "<!-- 943 476 5919 -->",
            "943%20476%205919",
        ],
    )
    def test_it_is_found_however_it_is_written(self, written: str) -> None:
        (found,) = BRITISH.certain(f"It said {written}, they say.")
        assert digits(found.masked) in {"943", "٩٤٣", "\uff19\uff14\uff13"}

    @pytest.mark.parametrize(
        "written",
        [
            "9434765919",
            "call 943 476 5919",
            "+1 943 476 5919",
            "https://example.org/943/476/5919",
            "ISBN 943 476 5919",
            "943,476,5919",
            "943 476 5918",
            "1 943 476 5919 2",
            "943\n\n476\n\n5919",
        ],
    )
    def test_what_may_be_something_else_is_not_certain(self, written: str) -> None:
        assert BRITISH.certain(f"It said {written}, they say.") == []

    def test_a_place_in_a_flattened_text_leads_back(self) -> None:
        text = "a &#49;2 *3*\u00a04 <b>5</b>6 x"
        flat, before = flattened(text)
        assert flat == "a 12 3 4 56 x"
        assert [text[before(flat.index(sign)) :][:1] for sign in "2346x"] == [*"2346x"]


WHERE = {
    "text of a draft": {"input.md": said_of(NUMBER)},
    "title": {"input.md": lesson_text(title=NUMBER)},
    "another field": {"input.md": lesson_text(header=f"barriers: [x, '{NUMBER}']")},
    "escaped in a field": {"input.md": lesson_text(takeaway='"943 476 591\\x39"')},
    "comment of a header": {"input.md": lesson_text(takeaway=f"x # {NUMBER}")},
    "original of an import": {
        "input.md": lesson_text(
            header="imported: {from: t, key: k, digest: 0123456789ab, written: 0123456789ab, "
            f"original: {{NHS number: '{digits(NUMBER)}'}}}}"
        )
    },
    "assist": {"assists/pump-review.md": ASSIST.replace("invented meeting", NUMBER)},
    "report of use": {"input.md": lesson_text(), "reuse/a.md": REUSE.replace("went well", NUMBER)},
    "a file without a header": {"input.md": f"NHS {NUMBER}\n"},
    "a header that is never closed": {"input.md": f"---\ntitle: {NUMBER}\n"},
    "a header with a mistake": {"input.md": lesson_text(title=NUMBER, evidence="none")},
    "README": {"x/README.md": f"# A\n\n{NUMBER}\n"},
    "plain page": {"guide/a.md": f"# A\n\n{NUMBER}\n"},
    "vocabulary": {"vocabulary.yml": VOCABULARY.replace("Passing work on", NUMBER)},
    "name of a file": {"nhs-943-476-5919.md": lesson_text()},
    "name of a picture": {"nhs-9434765919.png": "x"},
}


class TestBase:
    @pytest.mark.parametrize("where", WHERE)
    @pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
    def test_the_check_fails_and_repeats_it_nowhere(
        self, where: str, form: str, make_base: MakeBase
    ) -> None:
        done = make_base(WHERE[where]).run("check", "--format", form)
        assert done.exit_code == 1
        assert "personal-nhs-number" in done.output
        assert digits(NUMBER) not in digits(done.output)

    @pytest.mark.parametrize("where", [name for name in WHERE if "picture" not in name])
    def test_nothing_is_made_of_its_file(self, where: str, make_base: MakeBase) -> None:
        base = make_base(WHERE[where]).load()
        held = [record.document.text for record in base.library.records]
        words = base.library.vocabulary.model_dump_json()
        assert not [text for text in [*held, words] if NUMBER in text or "591\\x39" in text]

    def test_records_that_name_it_are_not_wrong_for_that(self, make_base: MakeBase) -> None:
        files = {"input.md": said_of(NUMBER), "reuse/a.md": REUSE}
        found = make_base(files).load().diagnostics
        assert {problem.span.file for problem in found} == {"lessons/input.md"}

    def test_a_preview_shows_nothing_of_it(self, make_base: MakeBase) -> None:
        files = {
            "input.md": said_of(NUMBER).replace("Invented lesson", "Unseen"),
            "reuse/a.md": REUSE,
            "guide/index.md": "# Guide\n\nSee [it](../input.md).\n",
        }
        base = make_base(files)
        site = Site(base.load(), read_project(base.root), dict)
        pages = [site.context(source) for source in (*site.records, *generated(site))]
        told = repr((pages, list(site.beside.files(lambda **_words: ""))))
        assert "476" not in told
        assert "Unseen" not in told

    def test_an_author_may_say_that_it_is_nobodys(self, make_base: MakeBase) -> None:
        comment = "<!-- allow: personal-nhs-number because it is the example of its form -->"
        base = make_base({"input.md": said_of(f"{NUMBER} {comment}")}).load()
        assert base.library.lesson("input")
        assert not base.has_errors

    def test_no_export_is_made(self, make_base: MakeBase) -> None:
        done = make_base(WHERE["text of a draft"]).run("export", "--format", "json")
        assert done.exit_code == 1
        assert "personal-nhs-number" in done.output
        assert NUMBER not in done.output

    def test_what_another_rule_quotes_is_masked(self, make_base: MakeBase) -> None:
        base = make_base({"input.md": lesson_text(tags=f"['{NUMBER}']", status="draft")})
        said = base.run("check").output
        assert "tag-unknown" in said
        assert digits(NUMBER) not in digits(said)

    @pytest.mark.parametrize("secret", ["nina.lang@example.org", "020 7946 0123", "AB 12 34 56 C"])
    @pytest.mark.parametrize("written", ["team: '{}'", "outcome: |\n  {}", "'{}': x"])
    def test_no_message_on_another_line_repeats_what_is_masked(
        self, secret: str, written: str, make_base: MakeBase
    ) -> None:
        text = lesson_text().replace("---\n", f"---\n{written.format(secret)}\n", 1)
        said = make_base({"input.md": text}).run("check").output
        assert "personal-" in said
        assert secret not in said

    def test_other_countries_numbers_are_those_of_the_setting(self, make_base: MakeBase) -> None:
        base = make_base({"input.md": said_of("12345678Z")})
        assert not base.load().has_errors
        config = base.root / "mkdocs.yml"
        given = "  - lessons:\n      personal: {countries: [ES]}\n"
        config.write_text(config.read_text("utf-8").replace("  - lessons\n", given), "utf-8")
        assert base.load().has_errors


class TestWriting:
    @pytest.mark.parametrize(
        "write",
        [
            lambda file, text: write_new(file.with_name("new.md"), text),
            lambda file, text: write_over(file, file.read_bytes(), text),
            lambda file, _: edit_file(file, file.read_text("utf-8"), [Edit(0, 0, f"{NUMBER} ")]),
        ],
        ids=["new", "over", "edit"],
    )
    def test_no_writer_writes_it(
        self, write: Callable[[Path, str], None], make_base: MakeBase
    ) -> None:
        base = make_base({"input.md": lesson_text()})
        file = base.root / "lessons/input.md"
        before = file.read_bytes()
        with pytest.raises(PersonNumberError, match=r"943 \*\*\* \*\*\*\*"):
            write(file, said_of(NUMBER))
        assert file.read_bytes() == before
        assert not file.with_name("new.md").exists()

    def test_an_issue_is_answered_without_it(self, make_base: MakeBase, tmp_path: Path) -> None:
        base = make_base({})
        answers = LESSON | {"what_happened": f"Patient {NUMBER} fell.", "tags": NUMBER}
        answers |= {"evidence": f"NHS {NUMBER}"}
        event = event_file(tmp_path, form_text("share-a-lesson", answers))
        for form in ("text", "json"):
            done = base.run("from-issue", str(event), "--write", "--format", form)
            assert done.exit_code == 1
            assert "What happened" in done.output
            assert digits(NUMBER) not in digits(done.output)
        assert json.loads(done.stdout)["action"] == "none"
        assert sorted(it.name for it in (base.root / "lessons").rglob("*.md")) == ["pump-review.md"]

    def test_a_new_lesson_is_not_even_kept_aside(self, make_base: MakeBase, tmp_path: Path) -> None:
        base, text = make_base({}), tmp_path / "text.md"
        text.write_text(f"## What happened\n\n{NUMBER}\n\n## What was learned\n\nX.\n", "utf-8")
        given = {
            "title": "A",
            "problem": "Sheds are cold in winter nights",
            "evidence": "experiential",
            "tag": "pumps",
            "source": "pump-review",
            "from-file": str(text),
        }
        options = [part for name, value in given.items() for part in (f"--{name}", value)]
        done = base.run("new", "lesson", *options)
        assert done.exit_code
        assert "943 ***" in done.output
        held = [it for it in base.root.rglob("*") if it.is_file() and it != text]
        assert not [it for it in held if NUMBER in it.read_text("utf-8", "replace")]

    def test_an_import_leaves_its_row_out_and_masks_it_among_the_rejects(
        self, make_base: MakeBase, tmp_path: Path
    ) -> None:
        base, table, map_file = make_base({}), tmp_path / "t.csv", tmp_path / "map.yml"
        table.write_text(
            f"id,title,day,NHS number\n1,Pump,2020-01-01,\n2,Sluice,2020-01-01,{digits(NUMBER)}\n",
            "utf-8",
        )
        map_file.write_text(
            'key: id\ntitle: "{title}"\nproblem: "{title} fails"\nevidence: experiential\n'
            'tags: [pumps]\ndate: "{day}"\nsections: {What happened: "{title}", '
            'What was learned: "{title}"}\n',
            "utf-8",
        )
        rejects = tmp_path / "rejects.csv"
        done = base.run(
            "import", str(table), "--map", str(map_file), "--rejects", str(rejects), "--into", "in"
        )
        assert done.exit_code == 1, done.output
        assert "column `NHS number`" in done.output
        assert [it.name for it in (base.root / "lessons/in").iterdir()] == ["pump.md"]
        assert "943*******" in rejects.read_text("utf-8")
        assert digits(NUMBER) not in rejects.read_text("utf-8") + done.output

    def test_a_filled_sheet_is_refused_with_its_line(
        self, make_base: MakeBase, tmp_path: Path
    ) -> None:
        base = make_base({"assists/frozen.md": HELD})
        sheet = tmp_path / "sheet.md"
        sheet.write_text(f"## The story\n\n{NUMBER}\n", "utf-8")
        done = base.run("assist", "ingest", "frozen", str(sheet))
        assert done.exit_code == 1
        assert ":3: " in done.output
        assert NUMBER not in done.output
        assert (base.root / "lessons/assists/frozen.md").read_text("utf-8") == HELD

    def test_a_search_kept_in_a_plan_is_refused(self, make_base: MakeBase) -> None:
        base = make_base({"assists/plan.md": PLAN, "input.md": lesson_text()})
        done = base.run("search", f"pumps {NUMBER}", "--receipt", "plan")
        assert done.exit_code != 0
        assert (base.root / "lessons/assists/plan.md").read_text("utf-8") == PLAN
