"""Settings: the plugin's options, where a project lies, and what is wrong with either."""

from __future__ import annotations

import dataclasses
import errno
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from site_builder.cli import build, main
from site_builder.clock import forget_unusable_moment, today
from site_builder.errors import BeforehandError, ProjectNotFoundError, SettingsError
from site_builder.project import find_root, read_project, settings_in
from site_builder.settings import (
    AssistLimits,
    DesignLevels,
    PersonalData,
    Settings,
    Thresholds,
    parse_settings,
)
from tests.builders import CONFIG, write_base
from tests.strategies import texts

OPTIONS = [option.name for option in dataclasses.fields(Settings)]


PIECES = [
    *("!!bool ", "!!int ", "!!set ", "!!omap ", "!!binary ", "!!python/name:os.system ", "!ENV "),
    *("[", "]", "{", "}", ": ", "- ", "? ", "\n", "\n  ", "\t", "&a ", "*a", "'", '"', "|", "<<: "),
    *("\0", "\ufeff", "%YAML 1.1\n", "---\n", "...", "INHERIT: x\n", "2026-02-30", "0x", "1:99"),
    *("plugins:", "lessons", "evidence:", "title_max: ", "~", ".inf", "1e999", "[" * 2_000),
]
"""What makes YAML of another kind, or none."""


def with_hyphens(options: dict[str, Any]) -> dict[str, Any]:
    """Return options with hyphens in all their names, groups too."""
    return {
        name.replace("_", "-"): with_hyphens(value) if isinstance(value, dict) else value
        for name, value in options.items()
    }


def problems_of(root: Path, config: str) -> list[tuple[str, str]]:
    """Return what is wrong with a configuration file."""
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_project(root)
    assert caught.value.file == root / "mkdocs.yml"
    return caught.value.problems


class TestOptions:
    def test_no_options_give_the_defaults(self) -> None:
        assert parse_settings({}) == (Settings(), [])

    @pytest.mark.practice("a15")
    def test_every_option_can_be_set(self) -> None:
        options = {
            "edit_uri_template": "https://example.org/{path}",
            "used_uri_template": "https://example.org/used?lesson={id}&title={title}",
            "improve_uri_template": "mailto:keeper@example.org?subject={title}&body={url}",
            "share_uri_template": "https://example.org/share",
            "submit": ["https://github.com/o/r/new/main/lessons", "mailto:lessons@example.org"],
            "title_max": 50,
            "problem_max": 100,
            "empty_phrases": ["no news"],
            "near_duplicate": 0.5,
            "nav_pages": False,
            "newest": 3,
            "page_size": 10,
            "record_files": False,
            "audience": "team",
            "stale_years": 5,
            "evidence": {
                "replicated-teams": 3,
                "across-teams": 5,
                "across-organisations": 3,
                "across-settings": 1,
                "failed-share": 0.5,
                "ceiling-reported": 1,
                "ceiling-observed": 2,
                "designs": {
                    "mechanism": 1,
                    "expert-consensus": 2,
                    "case-series": 3,
                    "case-control": 3,
                    "pre-post": 3,
                    "controlled": 4,
                    "randomised-trial": 5,
                    "systematic-review": 5,
                },
            },
            "assists": {
                "visitors-least": 4,
                "visitors-most": 10,
                "teams-least": 3,
                "assist-hours-least": 3,
                "assist-hours-most": 24,
                "visit-hours-least": 1.5,
                "visit-hours-most": 4,
                "day-hours": 7.5,
                "days-to-decide": 30,
                "briefing-days": 5,
                "quarter-spread": 0.05,
                "host-share": 0.3,
                "seniors-share": 0.5,
                "usual-assists": 2,
                "usual-days": 180,
                "options-least": 3,
            },
            "personal": {"countries": ["IE", "GB"], "allowed-domains": ["desk.example.org"]},
            "meaning": True,
            "meaning_limit": 20,
            "consent_required": True,
            "owners_required": True,
            "licence": "CC BY 4.0",
        }

        settings, problems = parse_settings(options)

        assert problems == []
        assert settings is not None
        personal = {"countries": ("IE", "GB"), "allowed-domains": ("desk.example.org",)}
        ways = ("https://github.com/o/r/new/main/lessons", "mailto:lessons@example.org")
        given = {**options, "submit": ways, "empty_phrases": ("no news",), "personal": personal}
        assert with_hyphens(dataclasses.asdict(settings)) == with_hyphens(given)
        assert options.keys() == set(OPTIONS)

    def test_every_option_says_what_it_means(self) -> None:
        for group in (Settings, Thresholds, DesignLevels, AssistLimits, PersonalData):
            for option in dataclasses.fields(group):
                assert option.metadata["meaning"]

    def test_a_switch_that_is_nearly_right_is_guessed(self) -> None:
        ((_option, problem),) = parse_settings({"meaning": "onn"})[1]
        assert problem == "must be true or false; did you mean `on`?"

    @pytest.mark.parametrize(
        ("option", "value"),
        [
            ("title_max", 0),
            ("title_max", -1),
            ("title_max", "90"),
            ("title_max", 1.5),
            ("title_max", True),
            ("title_max", None),
            ("near_duplicate", 0),
            ("near_duplicate", 1.01),
            ("near_duplicate", "high"),
            ("near_duplicate", float("nan")),
            ("near_duplicate", float("inf")),
            ("page_size", 121),
            ("empty_phrases", "lack of time"),
            ("empty_phrases", [1]),
            ("edit_uri_template", 5),
            ("used_uri_template", 5),
            ("used_uri_template", "javascript:alert({id})"),
            ("used_uri_template", "JavaScript:alert(1)"),
            ("used_uri_template", "data:text/html,x"),
            ("used_uri_template", "//example.org/{id}"),
            ("used_uri_template", "/used/{id}"),
            ("used_uri_template", "https://{title}/"),
            ("used_uri_template", "https:///{id}"),
            ("used_uri_template", "https://example.org/{person}"),
            ("used_uri_template", "https://example.org/?a b"),
            ("used_uri_template", 'https://example.org/"onclick=x'),
            ("used_uri_template", "https://example.org/\njavascript:x"),
            ("improve_uri_template", "mailto:"),
            ("improve_uri_template", "mailto:{id}@example.org"),
            ("share_uri_template", "https://example.org/{id}"),
            ("submit", "mailto:lessons@example.org"),
            ("submit", ["https://example.org"]),
            ("submit", ["javascript:alert(1)"]),
            ("submit", ["mailto:a@example.org?bcc=b@example.org"]),
            ("submit", ["https://github.com/o/r/new/main/lessons?value=x"]),
            ("evidence", 3),
            ("audience", "everybody"),
            ("audience", None),
            ("evidence", None),
            ("consent_required", "yes"),
            ("consent_required", 1),
            ("licence", 4.0),
            ("personal", ["GB"]),
        ],
    )
    def test_a_wrong_value_is_told_with_its_option(self, option: str, value: object) -> None:
        settings, problems = parse_settings({option: value})

        assert settings is None
        ((told, problem),) = problems
        assert told == option
        assert problem

    @pytest.mark.parametrize(
        ("address", "guess"),
        [
            ("lessons@example.org", "mailto:lessons@example.org"),
            ("github.com/o/r/issues/new", "https://github.com/o/r/issues/new"),
            ("https://github.com/o/r", "https://github.com/o/r/new/main/lessons"),
            ("https://github.com/o/r.git", "https://github.com/o/r/new/main/lessons"),
            ("https://github.com/o/r/issues", "https://github.com/o/r/issues/new"),
            ("https://gitlab.com/g/s/r/-/issues", "https://gitlab.com/g/s/r/-/issues/new"),
            ("https://gitlab.com/o/r", "https://gitlab.com/o/r/-/new/main/lessons"),
        ],
    )
    def test_an_address_that_takes_no_text_comes_with_a_guess(
        self, address: str, guess: str
    ) -> None:
        assert f"did you mean {guess}?" in parse_settings({"submit": [address]})[1][0][1]

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"across-teems": 4}, "evidence.across-teems"),
            ({"across_teams": 4}, "evidence.across_teams"),
            ({"failed-share": 1.5}, "evidence.failed-share"),
            ({"designs": {"pre-post": 6}}, "evidence.designs.pre-post"),
            ({"designs": {"anecdote": 1}}, "evidence.designs.anecdote"),
            ({"designs": "strict"}, "evidence.designs"),
        ],
    )
    def test_a_wrong_value_in_a_group_is_told_with_its_group(
        self, options: dict[str, object], told: str
    ) -> None:
        settings, problems = parse_settings({"evidence": options})

        assert settings is None
        assert [option for option, _problem in problems] == [told]

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"visitors-lest": 6}, "assists.visitors-lest"),
            ({"visitors-least": 6.5}, "assists.visitors-least"),
            ({"assist-hours-least": 0}, "assists.assist-hours-least"),
            ({"seniors-share": 1.1}, "assists.seniors-share"),
        ],
    )
    def test_a_wrong_limit_of_assists_is_told_with_its_group(
        self, options: dict[str, object], told: str
    ) -> None:
        settings, problems = parse_settings({"assists": options})

        assert settings is None
        assert [option for option, _problem in problems] == [told]

    @pytest.mark.parametrize("countries", [["UK"], ["GB", "gb"], "GB", [False]])
    def test_an_unknown_country_is_told_with_those_that_are_known(self, countries: object) -> None:
        settings, problems = parse_settings({"personal": {"countries": countries}})

        assert settings is None
        ((told, problem),) = problems
        assert told == "personal.countries"
        assert problem.endswith("AU, CA, DE, ES, FR, GB, IE, IT, NL, US")

    def test_what_a_group_does_not_set_keeps_its_default(self) -> None:
        settings, _problems = parse_settings({"evidence": {"designs": {"pre-post": 1}}})

        assert settings is not None
        assert settings.evidence == Thresholds(designs=DesignLevels(pre_post=1))

    @pytest.mark.parametrize("value", [1, 120])
    def test_a_limit_belongs_to_its_range(self, value: int) -> None:
        settings, problems = parse_settings({"page_size": value})

        assert (settings, problems) == (Settings(page_size=value), [])

    def test_an_unknown_option_is_told_with_those_there_are(self) -> None:
        settings, problems = parse_settings({"titel_max": 5})

        assert settings is None
        assert problems == [("titel_max", "is not an option; did you mean `title_max`?")]

    def test_an_option_like_no_other_is_told_with_a_few_there_are(self) -> None:
        _settings, ((_option, problem),) = parse_settings({"colour": "red"})

        first, more = ", ".join(OPTIONS[:5]), len(OPTIONS) - 5
        assert problem.startswith(f"is not an option; options are {first} and {more} more; see ")

    def test_every_wrong_option_is_told(self) -> None:
        _settings, problems = parse_settings(
            {"x": 1, "title_max": 0, "newest": "six", "page_size": 9}
        )

        assert {option for option, _problem in problems} == {"x", "title_max", "newest"}

    @given(
        st.dictionaries(
            st.one_of(st.sampled_from(OPTIONS), texts),
            st.recursive(
                st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts, st.dates()),
                lambda inner: st.one_of(st.lists(inner), st.dictionaries(texts, inner)),
                max_leaves=5,
            ),
            max_size=4,
        )
    )
    def test_any_options_are_settings_or_say_why_not(self, options: dict[str, object]) -> None:
        settings, problems = parse_settings(options)

        assert (settings is None) == bool(problems)
        told = {option for option, _problem in problems}
        assert {name for name in told if name.partition(".")[0] not in options} <= options.keys()


class TestProject:
    def test_a_project_is_found_from_any_folder_inside_it(self, tmp_path: Path) -> None:
        root = write_base(tmp_path)

        assert find_root(root / "lessons" / "assists") == root.resolve()

    def test_the_nearest_project_counts(self, tmp_path: Path) -> None:
        write_base(tmp_path)
        (tmp_path / "lessons" / "inner").mkdir()
        inner = write_base(tmp_path / "lessons" / "inner")

        assert find_root(inner / "lessons") == inner.resolve()

    def test_a_folder_outside_any_project_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(ProjectNotFoundError) as caught:
            find_root(tmp_path)

        assert caught.value.start == tmp_path.resolve()
        assert "-C" in str(caught.value)

    def test_the_command_takes_the_nearest_project_upward(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = write_base(tmp_path)
        monkeypatch.chdir(root / "lessons" / "assists")

        result = CliRunner().invoke(main, ["show", "pump-review"])

        assert result.exit_code == 0
        assert "Invented pump review" in result.output

    def test_a_command_outside_any_project_is_wrong_use(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        result = CliRunner().invoke(main, ["check"])

        assert result.exit_code == 2
        assert result.stderr.startswith("lessons: no mkdocs.yml in ")

    def test_the_lessons_lie_where_the_configuration_says(self, tmp_path: Path) -> None:
        root = write_base(tmp_path)

        project = read_project(root)

        assert (project.root, project.lessons_dir) == (root, root / "lessons")
        assert project.config_file == root / "mkdocs.yml"
        assert project.cache_dir == root / ".cache"

    def test_the_folder_of_mkdocs_is_the_default(self, tmp_path: Path) -> None:
        root = write_base(tmp_path)
        (root / "docs").mkdir()
        (root / "mkdocs.yml").write_text("plugins: [lessons]\n", encoding="utf-8")

        assert read_project(root).lessons_dir == root / "docs"

    @pytest.mark.parametrize(
        "plugins",
        [
            "[search, {lessons: {title_max: 5}}]",
            "{search: {}, lessons: {title_max: 5}}",
            "[{lessons: {title_max: 5}}, {lessons: {title_max: 6}}]",
        ],
    )
    def test_options_are_found_however_plugins_are_listed(
        self, tmp_path: Path, plugins: str
    ) -> None:
        root = write_base(tmp_path)
        (root / "mkdocs.yml").write_text(
            f"docs_dir: lessons\nplugins: {plugins}\n", encoding="utf-8"
        )

        assert read_project(root).settings == Settings(title_max=5)

    @pytest.mark.parametrize(
        "plugins", ["[search]", "[lessons]", "{lessons: }", "[{lessons: {}}]", "", "5", "search"]
    )
    def test_a_project_without_options_has_the_defaults(self, tmp_path: Path, plugins: str) -> None:
        root = write_base(tmp_path)
        (root / "mkdocs.yml").write_text(
            f"docs_dir: lessons\nplugins: {plugins}\n", encoding="utf-8"
        )

        assert read_project(root).settings == Settings()

    def test_tags_of_mkdocs_are_read_without_running_what_they_name(self, tmp_path: Path) -> None:
        root = write_base(tmp_path)
        marker = root / "ran"
        extension = f"x: !!python/object/apply:os.mkdir ['{marker}']\ny: !relative $config_dir\n"
        (root / "mkdocs.yml").write_text(f"{CONFIG}{extension}", encoding="utf-8")

        assert read_project(root).settings == Settings()
        assert not marker.exists()

    def test_an_environment_variable_may_name_the_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = write_base(tmp_path)
        (root / ".cache").mkdir()
        config = CONFIG.replace("docs_dir: lessons", "docs_dir: !ENV [BASE_FOLDER, lessons]")
        (root / "mkdocs.yml").write_text(config, encoding="utf-8")

        assert read_project(root).lessons_dir == root / "lessons"
        monkeypatch.setenv("BASE_FOLDER", "lessons/assists")
        assert read_project(root).lessons_dir == root / "lessons" / "assists"

    def test_what_is_known_of_a_file_is_not_read_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = write_base(tmp_path)
        (root / ".cache").mkdir()
        file = root / "mkdocs.yml"
        file.write_text(CONFIG.replace("- lessons", "- lessons: {newest: 3}"), encoding="utf-8")
        first = read_project(root)

        with monkeypatch.context() as patch:
            patch.setattr("site_builder.configuration.Configuration", None)
            assert read_project(root) == first
        file.write_text(CONFIG.replace("- lessons", "- lessons: {newest: 4}"), encoding="utf-8")
        assert read_project(root).settings == Settings(newest=4)
        (root / ".cache" / "settings").write_bytes(b"torn")
        assert read_project(root).settings == Settings(newest=4)


class TestWrongConfiguration:
    @pytest.mark.parametrize(
        "config",
        ["a: [", "- a\n- b", "text", "", "a: 2024-02-30", "\x00", "a: *b", "{[a]: b}", "a: \x07"],
    )
    def test_a_file_that_is_no_configuration_is_told(self, tmp_path: Path, config: str) -> None:
        ((option, problem),) = problems_of(write_base(tmp_path), config)

        assert option == ""
        assert problem
        assert "\n" not in problem

    def test_two_versions_of_git_are_told_with_their_place(self, tmp_path: Path) -> None:
        root = write_base(tmp_path)
        text = f"{CONFIG}<<<<<<< HEAD\r\na: 1\r\n=======\r\na: 2\r\n>>>>>>> b\r\n"
        (root / "mkdocs.yml").write_bytes(text.encode())

        with pytest.raises(SettingsError, match="git left two versions") as raised:
            read_project(root)
        assert raised.value.places[0].line == CONFIG.count("\n") + 1

    def test_a_file_that_is_not_utf8_is_told(self, tmp_path: Path) -> None:
        root = write_base(tmp_path)
        (root / "mkdocs.yml").write_bytes("site_name: z\xfcrich".encode("latin-1"))

        with pytest.raises(SettingsError):
            read_project(root)

    def test_a_file_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError):
            read_project(tmp_path)

    def test_wrong_options_are_told(self, tmp_path: Path) -> None:
        config = CONFIG.replace("- lessons", "- lessons: {title_max: 0, x: 1}")

        problems = problems_of(write_base(tmp_path), config)

        assert {option for option, _problem in problems} == {"title_max", "x"}

    def test_options_that_are_no_group_of_fields_are_told(self, tmp_path: Path) -> None:
        config = CONFIG.replace("- lessons", "- lessons: [title_max]")

        ((option, _problem),) = problems_of(write_base(tmp_path), config)

        assert option == "lessons"

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        config = CONFIG.replace("docs_dir: lessons", "docs_dir: lesons")

        ((option, problem),) = problems_of(write_base(tmp_path), config)

        assert option == "docs_dir"
        assert "lesons" in problem

    def test_the_command_tells_it_as_wrong_use(self, tmp_path: Path) -> None:
        root = write_base(tmp_path)
        config = CONFIG.replace("- lessons", "- lessons: {newest: 0}")
        (root / "mkdocs.yml").write_text(config, encoding="utf-8")

        result = CliRunner().invoke(main, ["-C", str(root), "check"])

        assert result.exit_code == 2
        assert "newest: must be more than 0" in result.stderr

    @pytest.mark.parametrize(
        ("value", "column"),
        [
            ("!!bool x", 8),
            ("!!int ''", 8),
            ("!!timestamp x", 8),
            ("!!float x", 8),
            ("9999-99-99", 8),
            ("{a: !!int x}", 12),
            ("!ENV {a: b}", 8),
            ("[" * 3_000, 1),
            ("*a", 8),
            ("{? [a] : b}", 11),
            ("{a: {b: 1, b: 2}}", 19),
            ('"\\x"', 11),
        ],
    )
    def test_a_value_that_cannot_be_read_is_told_with_its_place(
        self, tmp_path: Path, value: str, column: int
    ) -> None:
        root = write_base(tmp_path)
        (root / "mkdocs.yml").write_text(f"extra: {value}\n{CONFIG}", encoding="utf-8")

        with pytest.raises(SettingsError) as caught:
            read_project(root)

        ((file, line, at, _end),) = caught.value.places
        assert (file, line, at) == (root / "mkdocs.yml", 1, column)

    @pytest.mark.parametrize(
        "value", ["!ENV [1, x]", "!ENV []", "!!python/name:os.system", "!new x"]
    )
    def test_what_only_mkdocs_understands_is_left_to_it(self, tmp_path: Path, value: str) -> None:
        root = write_base(tmp_path)
        (root / "mkdocs.yml").write_text(f"extra: {value}\n{CONFIG}", encoding="utf-8")

        assert read_project(root).has_plugin

    @given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from(PIECES)), max_size=6))
    def test_any_configuration_is_read_or_told_with_its_places(
        self, pieces: list[tuple[int, str]]
    ) -> None:
        text = CONFIG
        for at, piece in pieces:
            text = text[:at] + piece + text[at:]
        wrong: SettingsError | None = None
        try:
            settings_in(Path("mkdocs.yml"), text.encode())
        except SettingsError as error:
            wrong = error

        assert wrong is None or not any("\n" in problem for _option, problem in wrong.problems)
        assert wrong is None or len(wrong.places) == len(wrong.problems)

    def test_options_are_inherited_as_mkdocs_inherits_them(self, tmp_path: Path) -> None:
        root = write_base(tmp_path)
        (root / ".cache").mkdir()
        shared = "docs_dir: lessons\nplugins:\n  lessons: {newest: 3, title_max: 50}\n"
        (root / "shared.yml").write_text(shared, encoding="utf-8")
        own = "INHERIT: shared.yml\nsite_name: x\nplugins:\n  lessons: {newest: 4}\n"
        (root / "mkdocs.yml").write_text(own, encoding="utf-8")

        assert read_project(root).settings == Settings(newest=4, title_max=50)
        (root / "shared.yml").write_text(shared.replace("50", "60"), encoding="utf-8")
        assert read_project(root).settings == Settings(newest=4, title_max=60)

    def test_a_wrong_option_is_told_in_the_file_that_holds_it(self, tmp_path: Path) -> None:
        root = write_base(tmp_path)
        shared = "docs_dir: lessons\nplugins:\n  lessons:\n    newest: 0\n"
        (root / "shared.yml").write_text(shared, encoding="utf-8")
        (root / "mkdocs.yml").write_text("INHERIT: shared.yml\nsite_name: x\n", encoding="utf-8")

        result = CliRunner().invoke(main, ["-C", str(root), "check"])

        assert "shared.yml:4:13: error[config-invalid]: newest: must be" in result.stderr

    @pytest.mark.parametrize("parent", ["mkdocs.yml", "none.yml", "[a]", "lessons", '"a\\0b"'])
    def test_what_cannot_be_inherited_is_told(self, tmp_path: Path, parent: str) -> None:
        ((option, problem),) = problems_of(write_base(tmp_path), f"INHERIT: {parent}\n{CONFIG}")

        assert (option, bool(problem)) == ("INHERIT", True)

    @pytest.mark.parametrize("form", ["json", "sarif", "github"])
    def test_programs_are_told_of_it_in_their_form(self, tmp_path: Path, form: str) -> None:
        root = write_base(tmp_path)
        config = CONFIG.replace("- lessons", "- lessons: {newest: 0}")
        (root / "mkdocs.yml").write_text(config, encoding="utf-8")

        result = CliRunner().invoke(main, ["-C", str(root), "check", "--format", form])

        assert result.exit_code == 2
        assert "config-invalid" in result.stdout
        assert "mkdocs.yml" in result.stdout
        assert result.stderr == ""

    @pytest.mark.parametrize("command", ["build", "serve"])
    def test_a_base_without_the_plugin_is_not_built(self, tmp_path: Path, command: str) -> None:
        root = write_base(tmp_path)
        (root / "mkdocs.yml").write_text(CONFIG.replace("- lessons", "- search"), encoding="utf-8")

        result = CliRunner().invoke(main, ["-C", str(root), command])

        assert result.exit_code == 2
        assert "the plugin `lessons` is missing" in result.stderr
        assert not (root / "site").exists()

    @pytest.mark.parametrize(
        "address",
        [":99999", "nonsense", "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1", "8000", "[::1]:x"],
    )
    def test_an_address_that_is_none_is_told(self, tmp_path: Path, address: str) -> None:
        root = write_base(tmp_path)

        result = CliRunner().invoke(main, ["-C", str(root), "serve", "-a", address])

        assert result.exit_code == 2
        assert f"`{address}` is not an address and a port" in result.stderr

    def test_the_port_of_other_servers_is_told_as_an_address(self) -> None:
        result = CliRunner().invoke(main, ["serve", "--port", "8001"])
        assert result.exit_code == 2
        assert "No such option: --port; write -a 127.0.0.1:8001" in result.stderr

    def test_the_port_after_a_taken_one_is_used(self, capsys: pytest.CaptureFixture[str]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(build, "_DEFAULT", f"127.0.0.1:{port}")
                address = build._free_address("")

        assert int(address.removeprefix("127.0.0.1:")) > port
        assert f"Port {port} is already in use" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "arguments",
        [
            ["init", "n" * 300],
            ["export", "-o", "n" * 300],
            ["-C", "BASE", "export", "-o", "n/" * 3_000],
            ["-C", "BASE", "show", "n" * 300],
            ["-C", "BASE", "check", "n" * 300],
        ],
    )
    def test_a_name_that_is_too_long_is_told_in_a_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
    ) -> None:
        root = write_base(tmp_path)
        monkeypatch.chdir(root)

        result = CliRunner().invoke(main, [str(root) if it == "BASE" else it for it in arguments])

        assert result.exit_code == 2
        assert result.stderr
        assert isinstance(result.exception, SystemExit)

    def test_a_folder_that_is_gone_is_told_in_a_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "gone").mkdir()
        monkeypatch.chdir(tmp_path / "gone")
        (tmp_path / "gone").rmdir()

        result = CliRunner().invoke(main, ["check"])

        assert result.exit_code == 2
        assert "the folder that the command runs in is gone" in result.stderr

    def test_whatever_the_system_refuses_is_told_in_a_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_arguments: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "some/file")

        monkeypatch.setattr("site_builder.project.read_project", full)

        result = CliRunner().invoke(main, ["-C", str(write_base(tmp_path)), "check"])

        assert result.stderr == "lessons: some/file: No space left on device\n"
        assert result.exit_code == 2

    def test_its_exceptions_have_one_base(self) -> None:
        assert issubclass(SettingsError, BeforehandError)
        assert issubclass(ProjectNotFoundError, BeforehandError)


class TestClock:
    @pytest.mark.parametrize(
        ("epoch", "day"),
        [("0", "1970-01-01"), ("1772323199", "2026-02-28"), ("1772323200", "2026-03-01")],
    )
    def test_today_is_the_day_of_the_build(
        self, monkeypatch: pytest.MonkeyPatch, epoch: str, day: str
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

        assert today().isoformat() == day

    @pytest.mark.parametrize(
        "epoch", ["", "soon", "1.5", "²", "9" * 30, "9" * 5_000, "-5", "253402300799"]
    )
    def test_a_moment_that_is_none_is_ignored(
        self, monkeypatch: pytest.MonkeyPatch, epoch: str
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

        assert today().year >= 2025
        forget_unusable_moment()
        assert "SOURCE_DATE_EPOCH" not in os.environ

    def test_the_time_zone_does_not_matter(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(os.environ, "TZ", "Pacific/Kiritimati")

        assert today().isoformat() == "2026-03-01"
