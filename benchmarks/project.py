"""What an invented base has beside its records: configuration, vocabulary and plain pages."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks.header import as_yaml, fields_of
from benchmarks.records import File
from benchmarks.topics import TEAMS, TOPICS
from benchmarks.topicstock import SETTINGS
from site_builder.records.vocabulary import Setting, Tag, Team, Vocabulary

SITE_NAME = "An invented base, for measurement"
PROJECT_CONFIG = Path(__file__).parent.parent / "mkdocs.yml"
"""The project's own configuration, which an invented base follows."""

_THEME = "{name: material, font: false}"
_CONFIG = f"{{docs_dir: lessons, theme: {_THEME}, plugins: [lessons]}}"
"""What stands in where the project has no configuration."""
_NAV = """
- Home: index.md
- About: guide/about.md
"""
_INDEX = """\
# An invented base

Nothing here happened. A program made it up, so that the time and size of builds can be measured on
any number of lessons. [About this base](guide/about.md) says how.
"""
_ABOUT = """\
# About this base

The lessons, assists and reports of use of this base are put together from stock phrases by chance.
Teams, places, products and publications do not exist. The same number of lessons and the same seed
give the same base.
"""


def site_files() -> list[File]:
    """Return the files of the lessons folder that are no records."""
    return [
        File("index.md", _INDEX),
        File("guide/about.md", _ABOUT),
        File("vocabulary.yml", as_yaml(fields_of(_vocabulary()))),
    ]


def _vocabulary() -> Vocabulary:
    return Vocabulary(
        tags={
            topic.id: Tag(label=topic.label, description=topic.description, synonyms=topic.synonyms)
            for topic in TOPICS
        },
        teams={team.id: Team(label=team.label, organisation=team.organisation) for team in TEAMS},
        settings={
            setting_id: Setting(label=label, description=description)
            for setting_id, (label, description) in SETTINGS.items()
        },
    )


def base_config(meaning: str = "off") -> str:
    """Return the configuration of an invented base: the project's, under another name.

    Without the search by meaning, which has a benchmark of its own, unless it is turned on. The
    configuration is edited as a tree of nodes, so that tags such as ``!ENV`` stay what they are.
    """
    root = _config_node()
    changed = _with(root, site_name=SITE_NAME, docs_dir="lessons", site_url=None, nav=_NAV)
    changed = _with(changed, plugins=f"[lessons: {{meaning: {meaning}}}]")
    return _text(changed)


def plain_config(docs_dir: Path) -> str:
    """Return the same configuration for MkDocs without our plugin.

    Material's own ``search`` and ``tags`` stand in; everything that belongs to us is left out.
    """
    root = _config_node()
    kept = {"theme", "markdown_extensions", "use_directory_urls"}
    root.value = [(key, value) for key, value in root.value if key.value in kept]
    theme = _child(root, "theme")
    _drop(theme, {"custom_dir"})
    if theme is None:
        root = _with(root, theme=_THEME)
    changed = _with(
        root,
        site_name=SITE_NAME,
        docs_dir=str(docs_dir),
        nav="[{Home: index.md}]",
        plugins="[search, tags]",
        validation="{nav: {omitted_files: ignore}}",
    )
    return _text(changed)


def _config_node() -> yaml.MappingNode:
    own = PROJECT_CONFIG.read_text(encoding="utf-8") if PROJECT_CONFIG.exists() else _CONFIG
    node = yaml.compose(own, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        raise TypeError(f"{PROJECT_CONFIG} is no list of options")
    return node


def _child(node: yaml.MappingNode, name: str) -> yaml.Node | None:
    return next((value for key, value in node.value if key.value == name), None)


def _drop(node: yaml.Node | None, names: set[str]) -> None:
    if isinstance(node, yaml.MappingNode):
        node.value = [(key, value) for key, value in node.value if key.value not in names]


def _with(root: yaml.MappingNode, **options: str | None) -> yaml.MappingNode:
    """Return the configuration with options, each written in YAML, changed or left out."""
    _drop(root, set(options))
    for name, text in options.items():
        if text is not None:
            value = yaml.compose(text, Loader=yaml.SafeLoader)
            root.value.append((yaml.ScalarNode("tag:yaml.org,2002:str", name), value))
    return root


def _text(root: yaml.MappingNode) -> str:
    return str(yaml.serialize(root, Dumper=yaml.SafeDumper, allow_unicode=True))
