"""Projects: the folders of a base, and its settings in ``mkdocs.yml``."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from site_builder.errors import ProjectNotFoundError, SettingsError
from site_builder.files import read_regular
from site_builder.settings import parse_settings

if TYPE_CHECKING:
    from site_builder.settings import Settings

CONFIG_FILE = "mkdocs.yml"
PLUGIN = "lessons"


@dataclass(frozen=True, slots=True)
class Project:
    """The folders and settings of a base."""

    root: Path
    config_file: Path
    lessons_dir: Path
    settings: Settings
    site_dir: Path = Path("site")
    """Folder of the site, unless the command line names another."""
    theme_dir: Path | None = None
    """Folder of the base's own theme (``custom_dir``), if it has one."""
    site_url: str = ""
    """Address of the site with its slash; empty if none is set."""

    @property
    def cache_dir(self) -> Path:
        """Folder for files that can be regenerated."""
        return self.root / ".cache"


class _TolerantLoader(yaml.SafeLoader):
    """Reads MkDocs configuration without running what its tags name."""


def _from_environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:  # noqa: ANN401 - any value
    """Return the value of MkDocs' ``!ENV``: the first variable that is set, or the default."""
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


def find_root(start: Path) -> Path:
    """Return the nearest folder from ``start`` upward that holds a ``mkdocs.yml``.

    Raises:
        ProjectNotFoundError: No folder holds one.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG_FILE).is_file():
            return folder
    raise ProjectNotFoundError(start)


def read_project(root: Path) -> Project:
    """Read the folder of lessons and the settings of a project.

    Raises:
        SettingsError: ``mkdocs.yml`` is unreadable, or an option in it is invalid.
    """
    file = root / CONFIG_FILE
    try:
        config = _config(file, read_regular(file))
    except OSError as error:
        raise SettingsError(file, [("", error.strerror or str(error))]) from error
    theme = config.get("theme")
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    docs_dir = str(config.get("docs_dir") or "docs")
    project = project_at(file, docs_dir, str(own) if own else None, _settings(file, config))
    site_url = str(config.get("site_url") or "").rstrip("/")
    return replace(
        project,
        site_dir=project.root / str(config.get("site_dir") or "site"),
        site_url=site_url and f"{site_url}/",
    )


def project_at(file: Path, docs_dir: str, theme_dir: str | None, settings: Settings) -> Project:
    """Return a project by its configuration file.

    Args:
        file: The ``mkdocs.yml``.
        docs_dir: The folder of lessons, from the folder of the file or from the root.
        theme_dir: The folder of the base's own theme likewise, if it has one.
        settings: The settings in the file.

    Raises:
        SettingsError: There is no folder of lessons, or it is a symbolic link out of the project.
    """
    written = file.absolute().parent
    root = written.resolve()

    def below(folder: str) -> Path:
        return root / os.path.relpath(written / folder, written)

    lessons_dir = below(docs_dir)
    if not lessons_dir.is_dir():
        raise SettingsError(file, [("docs_dir", f"there is no folder {lessons_dir}")])
    is_named_outside = os.path.relpath(lessons_dir, root).startswith("..")
    if not is_named_outside and not lessons_dir.resolve().is_relative_to(root):
        problem = "is a symbolic link that leads out of the project; name the folder itself"
        raise SettingsError(file, [("docs_dir", f"{lessons_dir.name} {problem}")])
    own = below(theme_dir) if theme_dir else None
    return Project(root, root / file.name, lessons_dir, settings, theme_dir=own)


def settings_in(file: Path, data: bytes) -> Settings:
    """Return the settings in the bytes of a ``mkdocs.yml``, current or earlier.

    Raises:
        SettingsError: It is unreadable, or an option in it is invalid.
    """
    return _settings(file, _config(file, data))


def _config(file: Path, data: bytes) -> dict[str, Any]:
    try:
        config = yaml.load(data, Loader=_TolerantLoader)  # noqa: S506 - a SafeLoader
    except (ValueError, yaml.YAMLError) as error:
        raise SettingsError(file, [("", " ".join(str(error).split()))]) from error
    if not isinstance(config, dict):
        raise SettingsError(file, [("", "must contain options")])
    return config


def _settings(file: Path, config: dict[str, Any]) -> Settings:
    options = _plugin_options(config)
    if not isinstance(options, dict):
        raise SettingsError(file, [(PLUGIN, "must have options, indented below it")])
    settings, problems = parse_settings(options)
    if settings is None:
        raise SettingsError(file, problems)
    return settings


def _plugin_options(config: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever was written
    plugins = config.get("plugins")
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if isinstance(entry, dict) and PLUGIN in entry:
            return entry[PLUGIN] or {}
    return {}
