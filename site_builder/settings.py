"""Settings: the plugin's options in ``mkdocs.yml``, each with its meaning and default."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from site_builder.errors import ProjectNotFoundError, SettingsError

CONFIG_FILE = "mkdocs.yml"
PLUGIN = "lessons"

EMPTY_PHRASES = (
    "communication issues",
    "communication problems",
    "lack of communication",
    "poor communication",
    "lack of resources",
    "lack of time",
    "lack of engagement",
    "lessons learned",
    "things went wrong",
    "improve performance",
    "various issues",
    "various problems",
    "general issues",
    "process issues",
    "people issues",
    "team work",
)


class Settings(BaseModel):
    """Options of the ``lessons`` plugin."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edit_uri_template: str = Field(
        "",
        description="address of the page that edits a source file, with {path} for its path "
        "below the lessons folder; empty: no such link",
    )
    title_max: int = Field(90, gt=0, description="most characters of a title")
    problem_max: int = Field(200, gt=0, description="most characters of a problem statement")
    empty_phrases: tuple[str, ...] = Field(
        EMPTY_PHRASES, description="phrases that say nothing about a problem"
    )
    near_duplicate: float = Field(
        0.75,
        gt=0,
        le=1,
        description="share of content words in common from which two problems look the same",
    )
    newest: int = Field(6, gt=0, description="newest lessons shown on the home page")
    page_size: int = Field(200, gt=0, le=400, description="lessons on a page of a list")


@dataclass(frozen=True, slots=True)
class Project:
    """Where a base lies and how it is set up."""

    root: Path
    config_file: Path
    lessons_dir: Path
    settings: Settings

    @property
    def cache_dir(self) -> Path:
        """Where what can be made again is kept."""
        return self.root / ".cache"


class _TolerantLoader(yaml.SafeLoader):
    """Reads MkDocs configuration without running what its tags name, such as ``!ENV``."""


def _from_environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:  # noqa: ANN401 - any value
    """Return what MkDocs' ``!ENV`` stands for: the first variable that is set, or the default."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    values = [loader.construct_object(child) for child in nodes if child is not node]
    names = values[:-1] if len(values) > 1 else values or [node.value]
    for name in names:
        if name in os.environ:
            return yaml.safe_load(os.environ[name])
    return values[-1] if len(values) > 1 else None


_TolerantLoader.add_constructor("!ENV", _from_environment)
_TolerantLoader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
_TolerantLoader.add_multi_constructor(
    "tag:yaml.org,2002:python/", lambda _loader, _suffix, _node: None
)


def parse_settings(options: dict[str, Any]) -> tuple[Settings | None, list[tuple[str, str]]]:
    """Return the settings, or every wrong option as ``(option, what is wrong)``."""
    try:
        return Settings.model_validate(options), []
    except ValidationError as error:
        return None, [
            (".".join(str(step) for step in detail["loc"]), _worded(detail["type"], detail["msg"]))
            for detail in error.errors(include_url=False)
        ]


def find_root(start: Path) -> Path:
    """Return the nearest folder from ``start`` upward that holds a ``mkdocs.yml``.

    Raises:
        ProjectNotFoundError: There is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG_FILE).is_file():
            return folder
    raise ProjectNotFoundError(start)


def read_project(root: Path) -> Project:
    """Read where the lessons of a project lie, and its settings.

    Raises:
        SettingsError: ``mkdocs.yml`` is unreadable, or an option in it is wrong.
    """
    file = root / CONFIG_FILE
    try:
        config = yaml.load(file.read_bytes(), Loader=_TolerantLoader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise SettingsError(file, [("", error.strerror or str(error))]) from error
    except (ValueError, yaml.YAMLError) as error:
        raise SettingsError(file, [("", " ".join(str(error).split()))]) from error
    if not isinstance(config, dict):
        raise SettingsError(file, [("", "is not a list of options")])
    options = _plugin_options(config)
    if not isinstance(options, dict):
        raise SettingsError(file, [(PLUGIN, "takes options indented below it")])
    settings, problems = parse_settings(options)
    if settings is None:
        raise SettingsError(file, problems)
    lessons_dir = root / str(config.get("docs_dir") or "docs")
    if not lessons_dir.is_dir():
        raise SettingsError(file, [("docs_dir", f"there is no folder {lessons_dir}")])
    return Project(root, file, lessons_dir, settings)


def _plugin_options(config: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever was written
    plugins = config.get("plugins")
    named = plugins.items() if isinstance(plugins, dict) else _named(plugins)
    return next((options or {} for name, options in named if name == PLUGIN), {})


def _named(plugins: object) -> Iterator[tuple[Any, Any]]:
    for plugin in plugins if isinstance(plugins, list) else ():
        yield from plugin.items() if isinstance(plugin, dict) else [(plugin, None)]


def _worded(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "is not an option; options are " + ", ".join(Settings.model_fields)
    return message[:1].lower() + message[1:]
