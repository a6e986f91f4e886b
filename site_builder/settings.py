"""Settings: the plugin's options in ``mkdocs.yml``, each with its meaning and default."""

from __future__ import annotations

import os
import re
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args

import yaml

from site_builder.errors import ProjectNotFoundError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_Group = TypeVar(
    "_Group", bound="Settings | Thresholds | DesignLevels | AssistLimits | PersonalData"
)

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


_ABOUT_A_LESSON = ("id", "title", "url", "path")
"""What the address of a link on a lesson's page may ask of the lesson."""
# Where it leads is for the configuration to say, so no placeholder stands in a host.
_ADDRESS = re.compile(
    r"https?://[^\s/?#{}<>\"\\]+([/?#]|$)|mailto:[^\s?{}<>\"]+@[^\s?{}<>\"]+(\?|$)"
)
_NOT_IN_ADDRESSES = re.compile(r"[\s<>\"\\\x00-\x1f\x7f]")

Audience: TypeAlias = Literal["public", "organisation", "team"]
"""Who a site is for; each sees what those before it see, and more."""
COUNTRIES = ("AU", "CA", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "US")
"""Countries whose numbers of persons and of telephones are known."""


def _option(
    default: Any,  # noqa: ANN401 - of any type
    meaning: str,
    *,
    most: float | None = None,
    choices: tuple[str, ...] = (),
    asked: tuple[str, ...] | None = None,
) -> Any:  # noqa: ANN401 - the field of an option, whatever its type
    """Return the field of an option; a number is more than 0, and at most ``most``.

    An option whose default is a dataclass is a group: it takes options indented below it, whose
    names are written with hyphens. ``asked`` are the placeholders of an address for readers.
    """
    told = {"meaning": meaning, "most": most, "choices": choices, "asked": asked}
    return field(default=default, metadata=told)


# Plain dataclasses: every command reads its settings, and pydantic would double its start-up.
@dataclass(frozen=True, slots=True)
class DesignLevels:
    """Research level, 1 to 5, that the best study of each design gives.

    The order is that of the Oxford Centre for Evidence-Based Medicine (OCEBM Levels of Evidence
    Working Group, 2011), turned round so that more is stronger.
    """

    mechanism: int = _option(1, "reasoning from mechanism", most=5)
    expert_consensus: int = _option(1, "formal consensus of experts", most=5)
    case_series: int = _option(2, "case series", most=5)
    case_control: int = _option(2, "case-control study", most=5)
    pre_post: int = _option(2, "before and after, without a control group", most=5)
    controlled: int = _option(3, "controlled study, not randomised", most=5)
    randomised_trial: int = _option(4, "randomised trial", most=5)
    systematic_review: int = _option(5, "systematic review", most=5)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What each level of evidence takes. The ladder of practice is our own."""

    replicated_teams: int = _option(2, "independent teams for whom it worked, for practice 3")
    across_teams: int = _option(4, "independent teams for whom it worked, for practice 4")
    across_organisations: int = _option(2, "organisations among them, for practice 4")
    across_settings: int = _option(2, "settings among them, for practice 4")
    failed_share: float = _option(
        0.25, "share of teams above which failures take practice down by one", most=1
    )
    ceiling_reported: int = _option(
        2, "highest practice while no success is observed or measured", most=4
    )
    ceiling_observed: int = _option(3, "highest practice while no success is measured", most=4)
    designs: DesignLevels = _option(  # noqa: RUF009 - it is frozen
        DesignLevels(), "research level of each study design"
    )


@dataclass(frozen=True, slots=True)
class AssistLimits:
    """From where on a plan gets advice. Numbers of people, hours and shares are of the documents.

    Days, and what is too large a share, are our own.
    """

    visitors_least: int = _option(6, "fewest visitors of a peer assist")
    visitors_most: int = _option(8, "most visitors of a peer assist")
    teams_least: int = _option(2, "fewest teams that visitors come from, the host's left out")
    assist_hours_least: float = _option(3.5, "shortest peer assist, in hours: half a day")
    assist_hours_most: float = _option(16.0, "longest peer assist, in hours: two days")
    visit_hours_least: float = _option(2.0, "shortest visit, in hours")
    visit_hours_most: float = _option(3.0, "longest visit, in hours")
    day_hours: float = _option(
        8.0, "hours of a day; a simple problem takes no more, and a complex one no less"
    )
    days_to_decide: int = _option(14, "fewest days from the meeting to the decision")
    briefing_days: int = _option(7, "fewest days from the briefing to the meeting")
    quarter_spread: float = _option(
        0.1, "how far the share of a quarter of the meeting may be from a quarter", most=0.25
    )
    host_share: float = _option(0.35, "largest share of the meeting that the host leads", most=1)
    seniors_share: float = _option(
        0.25, "largest share of visitors of a higher grade than anybody of the host", most=1
    )
    usual_assists: int = _option(3, "most assists that somebody visits in `usual-days`")
    usual_days: int = _option(365, "days in which they are counted")
    options_least: int = _option(2, "fewest options that an assist offers")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Which personal data is looked for in records."""

    countries: tuple[str, ...] = _option(
        ("GB",),
        "countries whose numbers of persons, telephone numbers and postcodes are looked for",
        choices=COUNTRIES,
    )
    allowed_domains: tuple[str, ...] = _option(
        (), "e-mail addresses, or domains of addresses, that may be published anywhere"
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of the ``lessons`` plugin."""

    edit_uri_template: str = _option(
        "",
        "address of the page that edits a source file, with {path} for its path below the lessons "
        "folder; empty: no such link",
    )
    used_uri_template: str = _option(
        "",
        "address at which readers tell that they used a lesson; empty: the guide to reporting it",
        asked=_ABOUT_A_LESSON,
    )
    improve_uri_template: str = _option(
        "",
        "address at which readers propose something better for a lesson; empty: the page that "
        "edits its source, if there is one",
        asked=_ABOUT_A_LESSON,
    )
    share_uri_template: str = _option(
        "", "address at which readers share a lesson of their own; empty: no such link", asked=()
    )
    title_max: int = _option(90, "most characters of a title")
    problem_max: int = _option(200, "most characters of a problem statement")
    empty_phrases: tuple[str, ...] = _option(
        EMPTY_PHRASES, "phrases that say nothing about a problem"
    )
    near_duplicate: float = _option(
        0.75, "share of content words in common from which two problems look the same", most=1
    )
    newest: int = _option(6, "newest lessons shown on the home page")
    page_size: int = _option(200, "lessons on a page of a list", most=400)
    audience: Audience = _option(  # noqa: RUF009 - a choice is text
        "public",
        "for whom the site is built: public, organisation or team; what is narrower is left out",
        choices=get_args(Audience),
    )
    stale_years: int = _option(
        3, "years after which a lesson is said to be not confirmed since, and not last confirmed"
    )
    evidence: Thresholds = _option(  # noqa: RUF009 - it is frozen
        Thresholds(), "what each level of evidence takes"
    )
    assists: AssistLimits = _option(  # noqa: RUF009 - it is frozen
        AssistLimits(), "from where on a plan gets advice"
    )
    personal: PersonalData = _option(  # noqa: RUF009 - it is frozen
        PersonalData(), "which personal data is looked for in records"
    )
    consent_required: bool = _option(
        default=False, meaning="whether a lesson from an assist has to say who agreed to it"
    )
    owners_required: bool = _option(
        default=False, meaning="whether every lesson that stands has to name its owner"
    )
    licence: str = _option("", "licence of texts that name none")


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
    settings, problems = _parse_group(Settings(), options, "")
    return (None, problems) if problems else (settings, [])


def _parse_group(
    defaults: _Group, options: dict[str, Any], below: str
) -> tuple[_Group, list[tuple[str, str]]]:
    """Return a group of options with what is set in it, and every wrong one.

    Args:
        defaults: The group as it is without settings.
        options: What is set.
        below: Name of the group with a dot, or nothing for the options of the plugin itself.
    """
    known = {_name_of(option, below): option for option in fields(defaults)}
    problems = [
        (f"{below}{name}", f"is not an option; options are {', '.join(known)}")
        for name in options
        if name not in known
    ]
    values: dict[str, Any] = {}
    for name, option in known.items():
        if name not in options:
            continue
        given, default = options[name], getattr(defaults, option.name)
        if is_dataclass(default) and isinstance(given, dict):
            group: Any = default
            values[option.name], wrong_ones = _parse_group(group, given, f"{below}{name}.")
            problems += wrong_ones
            continue
        wrong = _wrong(given, option)
        problems += [(f"{below}{name}", wrong)] if wrong else []
        values[option.name] = tuple(given) if isinstance(given, list) else given
    return (defaults if problems else replace(defaults, **values)), problems


def _name_of(option: Field[Any], below: str) -> str:
    return option.name.replace("_", "-") if below else option.name


def _wrong(value: object, option: Field[Any]) -> str:
    """Return what is wrong with the value of an option, or nothing."""
    if is_dataclass(option.default):
        return "takes options indented below it"
    if isinstance(option.default, str):
        wrong = _wrong_text(value, option.metadata["choices"])
        asked = option.metadata["asked"]
        return wrong or (_wrong_address(str(value), asked) if value and asked is not None else "")
    if isinstance(option.default, tuple):
        return _wrong_texts(value, option.metadata["choices"])
    return _wrong_number(value, option)


def _wrong_number(value: object, option: Field[Any]) -> str:
    if isinstance(option.default, bool):
        return "" if isinstance(value, bool) else "takes true or false"
    whole = isinstance(option.default, int)
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return "takes a whole number" if whole else "takes a number"
    most = option.metadata["most"]
    if value > 0 and (most is None or value <= most):
        return ""
    return "has to be more than 0" + (f" and at most {most:g}" if most else "")


def _wrong_texts(value: object, choices: tuple[str, ...]) -> str:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return "takes a list of texts" + (f", of {', '.join(choices)}" if choices else "")
    unknown = [each for each in value if choices and each not in choices]
    return f"does not know {unknown[0]}; it takes {', '.join(choices)}" if unknown else ""


def _wrong_text(value: object, choices: tuple[str, ...]) -> str:
    if choices:
        return "" if value in choices else f"takes one of {', '.join(choices)}"
    return "" if isinstance(value, str) else "takes text"


def _wrong_address(template: str, asked: tuple[str, ...]) -> str:
    """Return what is wrong with an address that readers are led to, or nothing."""
    unknown = [name for name in re.findall(r"{([^{}]*)}", template) if name not in asked]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in asked) or "no placeholders"
        return f"has the unknown placeholder {{{unknown[0]}}}; it takes {known}"
    if not _ADDRESS.match(template):
        return "takes a whole address that begins with https://, http:// or mailto:"
    if _NOT_IN_ADDRESSES.search(template):
        return "takes an address without spaces and quotes; write %20 for a space"
    return ""


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
        data = file.read_bytes()
    except OSError as error:
        raise SettingsError(file, [("", error.strerror or str(error))]) from error
    config = _config(file, data)
    settings = _settings(file, config)
    lessons_dir = root / str(config.get("docs_dir") or "docs")
    if not lessons_dir.is_dir():
        raise SettingsError(file, [("docs_dir", f"there is no folder {lessons_dir}")])
    return Project(root, file, lessons_dir, settings)


def settings_in(file: Path, data: bytes) -> Settings:
    """Return the settings of a ``mkdocs.yml`` that holds, or held, certain bytes.

    Raises:
        SettingsError: It is unreadable, or an option in it is wrong.
    """
    return _settings(file, _config(file, data))


def _config(file: Path, data: bytes) -> dict[str, Any]:
    try:
        config = yaml.load(data, Loader=_TolerantLoader)  # noqa: S506 - a SafeLoader
    except (ValueError, yaml.YAMLError) as error:
        raise SettingsError(file, [("", " ".join(str(error).split()))]) from error
    if not isinstance(config, dict):
        raise SettingsError(file, [("", "is not a list of options")])
    return config


def _settings(file: Path, config: dict[str, Any]) -> Settings:
    options = _plugin_options(config)
    if not isinstance(options, dict):
        raise SettingsError(file, [(PLUGIN, "takes options indented below it")])
    settings, problems = parse_settings(options)
    if settings is None:
        raise SettingsError(file, problems)
    return settings


def _plugin_options(config: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever was written
    plugins = config.get("plugins")
    named = plugins.items() if isinstance(plugins, dict) else _named(plugins)
    return next((options or {} for name, options in named if name == PLUGIN), {})


def _named(plugins: object) -> Iterator[tuple[Any, Any]]:
    for plugin in plugins if isinstance(plugins, list) else ():
        yield from plugin.items() if isinstance(plugin, dict) else [(plugin, None)]
