"""What the program says of itself is true: help, README, schemas and descriptions agree."""

from __future__ import annotations

import dataclasses
import inspect
import re
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from scripts import reference
from site_builder.cli import main
from site_builder.cli.root import COMMANDS
from site_builder.exchange.incoming.templates import FILTERS, filter_form
from site_builder.records.fields import part_in
from site_builder.records.kinds import MODELS
from site_builder.records.people import People
from site_builder.records.schema import json_schema
from site_builder.records.vocabulary import Vocabulary
from site_builder.settings import (
    AssistLimits,
    DesignLevels,
    PersonalData,
    Settings,
    Thresholds,
    parse_settings,
)
from tests.builders import write_base
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.records.fields import Part

README = REPOSITORY / "README.md"
GUIDE = sorted((REPOSITORY / "lessons/guide").rglob("*.md"))
IMPORTING = (REPOSITORY / "lessons/guide/keep/import-and-export.md").read_text(encoding="utf-8")
KINDS = ["lesson", "assist", "reuse", "vocabulary"]


def command_of(name: str) -> click.Command:
    """Return a command as the command line finds it."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


def models() -> dict[str, type[Part]]:
    """Return every model of a record and of a part of one, by name."""
    known: dict[str, type[Part]] = {}
    open_ones: list[type[Part]] = [*MODELS.values(), Vocabulary]
    while open_ones:
        model = open_ones.pop()
        known[model.__name__] = model
        parts = [part_in(field.annotation) for field in model.model_fields.values()]
        open_ones += [part for part in parts if part and part.__name__ not in known]
    return known


def commands_in_readme() -> Iterator[str]:
    """Yield the command of each row of a table that begins with one, as ``lessons NAME …``."""
    for line in README.read_text(encoding="utf-8").splitlines():
        found = re.match(r"\|\s*`lessons ([a-z-]+)\b", line)
        if found:
            yield found[1]


class TestCommands:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_a_command_is_found_under_its_name(self, name: str) -> None:
        assert command_of(name).name == name

    @pytest.mark.parametrize("name", COMMANDS)
    def test_the_list_of_commands_says_what_a_command_says_of_itself(self, name: str) -> None:
        _module, one_line = COMMANDS[name]
        first = inspect.cleandoc(command_of(name).help or "").partition("\n\n")[0]

        assert one_line[-1] in ".?"
        assert f"{' '.join(first.split())} ".startswith(f"{one_line} ")

    @pytest.mark.parametrize("name", COMMANDS)
    def test_a_command_prints_its_help_outside_any_project(
        self, name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))

        result = CliRunner().invoke(main, [name, "--help"])

        assert result.exit_code == 0
        assert COMMANDS[name][1] in " ".join(result.output.split())

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_option_of_a_command_is_explained(self, name: str) -> None:
        options = [each for each in command_of(name).params if isinstance(each, click.Option)]

        assert [option.name for option in options if not option.help] == []

    def test_the_list_of_commands_is_the_help_of_the_program(self) -> None:
        output = " ".join(CliRunner().invoke(main, ["--help"]).output.split())

        for name, (_module, one_line) in COMMANDS.items():
            assert f" {name} {one_line}" in output

    def test_an_unknown_command_is_wrong_use_with_a_guess(self) -> None:
        result = CliRunner().invoke(main, ["checks"])

        assert result.exit_code == 2
        assert "no such command 'checks'; did you mean `check`?" in result.stderr


class TestReadme:
    def test_its_table_lists_exactly_the_commands_there_are(self) -> None:
        assert sorted(set(commands_in_readme())) == sorted(COMMANDS)


class TestReference:
    @pytest.mark.parametrize("document", reference.DOCUMENTS, ids=lambda file: file.stem)
    def test_a_document_says_what_the_code_says(self, document: Path) -> None:
        text = document.read_text(encoding="utf-8")

        assert text == reference.written(text), "run `make reference`"

    def test_every_part_of_the_reference_has_its_place(self) -> None:
        texts = [file.read_text(encoding="utf-8") for file in reference.DOCUMENTS]

        places = re.findall(r'"reference: ([a-z-]+)"', "\n".join(texts))
        assert sorted(places) == sorted(reference.PARTS)

    def test_it_has_every_field_of_every_record_and_of_what_is_in_it(self) -> None:
        shown = reference.PARTS["fields"]()

        for name, model in models().items():
            for field_name, field in model.model_fields.items():
                row = f"\n| `{field.alias or field_name}` | {field.description}"
                assert row in shown or name == "Page", row

    def test_it_has_every_command_with_every_option(self) -> None:
        shown = reference.PARTS["commands"]()

        for name in COMMANDS:
            assert f"\n## lessons {name}\n" in shown
            for option in command_of(name).params:
                if not getattr(option, "hidden", False):
                    assert all(f"`{flag}" in shown for flag in option.opts if flag.startswith("-"))

    @pytest.mark.parametrize(
        ("part", "group"),
        [
            ("settings", Settings),
            ("evidence", Thresholds),
            ("designs", DesignLevels),
            ("assists", AssistLimits),
            ("personal", PersonalData),
        ],
    )
    def test_it_has_every_option_of_mkdocs_yml_in_order(self, part: str, group: type) -> None:
        names = re.findall(r"^\| `([a-z_-]+)` \|", reference.PARTS[part](), re.MULTILINE)

        expected = [option.name for option in dataclasses.fields(group)]
        assert [name.replace("-", "_") for name in names] == expected


class TestExamples:
    def test_every_command_that_is_quoted_exists(self) -> None:
        for file in (README, *GUIDE):
            text = file.read_text(encoding="utf-8")
            assert set(re.findall(r"`lessons ([a-z-]+)\b", text)) <= set(COMMANDS), file

    def test_every_option_of_a_quoted_command_exists(self) -> None:
        tried = 0
        for file in (README, *GUIDE):
            text = file.read_text(encoding="utf-8")
            for line in re.findall(r"(?:`|^)lessons ([^`\n#]+)", text, re.MULTILINE):
                name, *rest = line.split()
                if name not in COMMANDS:
                    continue  # prose, or a place for a name
                given = {word for word in rest if re.fullmatch(r"--[a-z-]+", word)}
                assert given <= {"--help"} | _options_below(command_of(name)), (
                    f"{file}: lessons {line}"
                )
                tried += len(given)
        assert tried > 15

    def test_the_example_of_people_is_taken(self) -> None:
        text = (REPOSITORY / "lessons/guide/keep/privacy.md").read_text(encoding="utf-8")
        (block,) = re.findall(r"```yaml\n(people:.*?)```", text, re.DOTALL)
        people = People.model_validate(yaml.safe_load(block)).people

        assert {person.line_manager for person in people.values()} - {None} < people.keys()

    def test_the_example_of_a_map_brings_in_a_row(self, tmp_path: Path) -> None:
        (block,) = re.findall(r"```yaml\n(collection:.*?)```", IMPORTING, re.DOTALL)
        tag = "{label: An invented topic, description: Invented}"
        words = f"tags: {{flooding: {tag}, maintenance: {tag}}}\n"
        root = write_base(tmp_path, {"vocabulary.yml": words})
        (tmp_path / "map.yml").write_text(block, encoding="utf-8")
        (tmp_path / "reports.csv").write_text(
            "Ref No,Title,Summary,Event,Category,Entered,Went well,Lesson,Advice\n"
            "7,Dry the pump,The pump was wet.,It rained. See report #6.,x,02/03/2026,y,Dry,Wipe\n",
            encoding="utf-8",
        )
        arguments = ["-C", str(root), "import", str(tmp_path / "reports.csv")]
        result = CliRunner().invoke(main, [*arguments, "--map", str(tmp_path / "map.yml")])

        assert result.exit_code == 0, result.output
        (draft,) = (root / "lessons").rglob("*dry-the-pump*.md")
        assert "problem: The pump was wet." in draft.read_text(encoding="utf-8")

    def test_the_guide_to_maps_has_every_filter(self) -> None:
        for name in FILTERS:
            assert f"`{filter_form(name)}`" in IMPORTING

    def test_every_example_of_options_is_taken(self) -> None:
        texts = [file.read_text(encoding="utf-8") for file in GUIDE]
        blocks = re.findall(r"```yaml\n(.*?)```", "\n".join(texts), re.DOTALL)
        given = [yaml.safe_load(block) for block in blocks if "- lessons:" in block]

        assert len(given) >= 5
        for options in given:
            assert parse_settings(options["plugins"][0]["lessons"])[1] == []


def _options_below(command: click.Command) -> set[str]:
    """Return the options of a command and of the commands in it."""
    own = {flag for option in command.params for flag in option.opts}
    if not isinstance(command, click.Group):
        return own
    ctx = click.Context(command)
    names = command.list_commands(ctx)
    below = [command.get_command(ctx, name) for name in names]
    return own.union(*(_options_below(each) for each in below if each))


class TestFields:
    @pytest.mark.parametrize("name", sorted(models()))
    def test_every_field_is_described(self, name: str) -> None:
        for field_name, field in models()[name].model_fields.items():
            assert field.description, field_name
            assert not field.description.endswith("."), field_name

    @pytest.mark.parametrize("name", sorted(models()))
    def test_every_model_says_what_it_is(self, name: str) -> None:
        assert (models()[name].__doc__ or "").strip()

    def test_parts_of_every_depth_are_among_them(self) -> None:
        assert {"Lesson", "Citation", "Hit", "Receipt", "Tag", "Page"} <= models().keys()


class TestSchemas:
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_schema_is_one_of_its_draft(self, kind: str) -> None:
        with pytest.raises(SchemaError):
            Draft202012Validator.check_schema({**json_schema(kind), "type": "invented"})
        Draft202012Validator.check_schema(json_schema(kind))

    @pytest.mark.parametrize("kind", KINDS)
    def test_an_editor_can_show_what_each_field_means(self, kind: str) -> None:
        schema = json_schema(kind)
        described = [schema, *schema.get("$defs", {}).values()]

        for part in described:
            for name, field in part.get("properties", {}).items():
                assert field.get("description"), name

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_reference_of_a_schema_leads_to_a_definition(self, kind: str) -> None:
        schema = json_schema(kind)

        assert set(_references(schema)) <= {f"#/$defs/{name}" for name in schema.get("$defs", {})}

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_command_prints_the_schema(self, kind: str) -> None:
        result = CliRunner().invoke(main, ["schema", kind])

        assert result.exit_code == 0
        assert '"$schema": "https://json-schema.org/draft/2020-12/schema"' in result.output


def _references(schema: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


class TestGlossary:
    def test_it_has_25_to_40_terms_in_order_each_once(self) -> None:
        text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
        glossary = text.partition("\n## Glossary\n")[2].partition("\n## ")[0]
        terms = re.findall(r"^\| ([a-z ]+) \| [^|]+ \|$", glossary, re.MULTILINE)[1:]

        assert 25 <= len(terms) <= 40
        assert terms == sorted(set(terms))
