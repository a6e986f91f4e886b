"""Projects: the folders of a base, and its settings in ``mkdocs.yml``."""

from __future__ import annotations

import hashlib
import marshal
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder import __version__
from site_builder.errors import ProjectNotFoundError, SettingsError
from site_builder.files import read_regular
from site_builder.places import put
from site_builder.seals import read_own, stamped, unstamped
from site_builder.settings import UNKNOWN, parse_settings

if TYPE_CHECKING:
    from site_builder.configuration import Configuration
    from site_builder.settings import Settings

CONFIG_FILE = "mkdocs.yml"
PLUGIN = "lessons"
_CACHE, _KEPT = ".cache", "settings"
_TEXTS = ("docs_dir", "site_dir", "site_url", "dev_addr")
_OPTIONS = (*_TEXTS, "use_directory_urls", "theme", "plugins")
"""Options of MkDocs that are read."""
FOLDER_ADDRESSES = (
    "is not supported: the address of each page is a folder; remove the line use_directory_urls"
)


@dataclass(frozen=True, slots=True)
class Project:
    """The folders and settings of a base."""

    root: Path
    config_file: Path
    lessons_dir: Path
    settings: Settings
    has_plugin: bool = True
    """Whether the plugin is configured, without which MkDocs builds another kind of site."""
    dev_addr: str = ""
    """Address at which the site is served, if one is set."""
    site_dir: Path = Path("site")
    """Folder of the site, unless the command line names another."""
    theme_dir: Path | None = None
    """Folder of the base's own theme (``custom_dir``), if it has one."""
    site_url: str = ""
    """Address of the site with its slash; empty if none is set."""
    language: str = "en"
    """Language of the site."""

    @property
    def cache_dir(self) -> Path:
        """Folder for files that can be regenerated."""
        return self.root / _CACHE


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
        data = read_regular(file)
    except OSError as error:
        raise SettingsError(file, [("", error.strerror or str(error))]) from error
    config = _Written(file, data, root / _CACHE)
    _refuse_unsupported(config)
    theme = config.values.get("theme")
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    docs_dir = str(config.values.get("docs_dir") or "docs")
    settings, has_plugin = _settings(config)
    try:
        project = project_at(file, docs_dir, str(own) if own else None, settings)
    except SettingsError as error:
        error.places = [config.read.place([option]) for option, _problem in error.problems]
        raise
    except OSError as error:
        raise config.read.error(["docs_dir"], error.strerror or str(error)) from error
    site_url = str(config.values.get("site_url") or "").rstrip("/")
    return replace(
        project,
        has_plugin=has_plugin,
        dev_addr=str(config.values.get("dev_addr") or ""),
        site_dir=project.root / str(config.values.get("site_dir") or "site"),
        site_url=site_url and f"{site_url}/",
        language=str((theme.get("language") if isinstance(theme, dict) else "") or "en"),
    )


class _Written:
    """The options in a configuration file, which is read as YAML only if they are not known."""

    def __init__(self, file: Path, data: bytes, cache: Path | None = None) -> None:
        self.file, self._data, self._cache = file, data, cache

    @cached_property
    def read(self) -> Configuration:
        """The file, with the place of every value."""
        from site_builder.configuration import Configuration  # noqa: PLC0415 - imports PyYAML

        return Configuration(self.file, self._data)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The options, which the folder of the cache keeps for a file of the same bytes."""
        if not self._cache:
            return self.read.values
        kept = self._cache / _KEPT
        version = f"{__version__} {marshal.version} {hashlib.sha256(self._data).hexdigest()}\n"
        head = version.encode()
        with suppress(OSError):
            document = unstamped(head, read_own(kept))
            if document is not None:
                known: dict[str, Any] = marshal.loads(document)  # noqa: S302 - sealed by us
                return known
        every = self.read.values
        values = {name: every[name] for name in _OPTIONS if name in every}
        # A value may be of a type that is not kept, such as a date.
        with suppress(OSError, ValueError):
            if self.read.is_alone and self._cache.is_dir() and not self._cache.is_symlink():
                put(kept, stamped(head, marshal.dumps(values)))
        return values


def _refuse_unsupported(config: _Written) -> None:
    for option in _TEXTS:
        value = config.values.get(option)
        if value is not None and (not isinstance(value, str) or "\0" in value):
            raise config.read.error([option], "must be a text")
    if not config.values.get("use_directory_urls", True):
        raise config.read.error(["use_directory_urls"], FOLDER_ADDRESSES)


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
    return _settings(_Written(file, data))[0]


def _settings(config: _Written) -> tuple[Settings, bool]:
    """Return the plugin's options, and whether the plugin is configured."""
    path, options = _plugin_options(config)
    if options is not None and not isinstance(options, dict):
        raise config.read.error(path, "must have options, indented below it")
    settings, problems = parse_settings(options or {})
    if settings is None:
        places = [
            config.read.place([*path, *option.split(".")], of_name=UNKNOWN in problem)
            for option, problem in problems
        ]
        raise SettingsError(config.file, problems, places)
    return settings, bool(path)


def _plugin_options(config: _Written) -> tuple[list[str | int], Any]:
    """Return where the plugin is configured, if it is, and its options, whatever was written."""
    plugins = config.values.get("plugins")
    if isinstance(plugins, dict):
        return (["plugins", PLUGIN], plugins[PLUGIN]) if PLUGIN in plugins else ([], None)
    for at, entry in enumerate(plugins if isinstance(plugins, list) else []):
        if entry == PLUGIN:
            return ["plugins", at], None
        if isinstance(entry, dict) and PLUGIN in entry:
            return ["plugins", at, PLUGIN], entry[PLUGIN]
    return [], None
