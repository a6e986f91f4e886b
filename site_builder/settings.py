"""The plugin's options, each with its meaning and default, and their parser."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args

from site_builder.option_values import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable

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

Audience: TypeAlias = Literal["public", "organisation", "team"]
"""For whom a site is built; each audience sees what the earlier ones see, and more."""
COUNTRIES = ("AU", "CA", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "US")
"""Countries whose identity and telephone numbers are recognised."""
_ABOUT_A_LESSON = ("id", "title", "url", "path")
"""Placeholders in the address of a link on a lesson's page."""

UNKNOWN = "is not an option"
"""Beginning of the problem of a name that no option has."""
_MOST_NAMED = 5
"""Most options that a message lists."""

_Group = TypeVar(
    "_Group", bound="Settings | Thresholds | DesignLevels | AssistLimits | PersonalData"
)


def _option(
    default: Any,  # noqa: ANN401 - of any type
    meaning: str,
    *,
    most: float | None = None,
    choices: tuple[str, ...] = (),
    asked: tuple[str, ...] | None = None,
    problem: Callable[[str], str] | None = None,
) -> Any:  # noqa: ANN401 - the field of an option, whatever its type
    """Return the field of an option; a number must be more than 0, and at most ``most``.

    An option whose default is a dataclass is a group of options, whose names have hyphens.
    ``asked`` are the placeholders of an address, and ``problem`` says what is wrong with one of a
    list.
    """
    metadata = {"meaning": meaning, "most": most, "choices": choices, "asked": asked}
    return field(default=default, metadata={**metadata, "problem": problem})


def _way_problem(address: str) -> str:
    from site_builder.submission import way_problem  # noqa: PLC0415 - most bases name none

    return way_problem(address)


# Plain dataclasses: every command reads the settings, and pydantic would double its start-up.
@dataclass(frozen=True, slots=True)
class DesignLevels:
    """Research level, 1 to 5, of the best study of each design.

    The order is that of the Oxford Centre for Evidence-Based Medicine (OCEBM Levels of Evidence
    Working Group, 2011), reversed so that a higher level is stronger.
    """

    mechanism: int = _option(1, "reasoning from mechanism", most=5)
    expert_consensus: int = _option(1, "formal consensus of experts", most=5)
    case_series: int = _option(2, "case series", most=5)
    case_control: int = _option(2, "case-control study", most=5)
    pre_post: int = _option(2, "before and after, no control group", most=5)
    controlled: int = _option(3, "controlled study, not randomised", most=5)
    randomised_trial: int = _option(4, "randomised trial", most=5)
    systematic_review: int = _option(5, "systematic review", most=5)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Requirements for each level of evidence. The levels of practice are our own."""

    replicated_teams: int = _option(
        2, "independent teams for whom it worked; required for practice 3"
    )
    across_teams: int = _option(4, "independent teams for whom it worked; required for practice 4")
    across_organisations: int = _option(2, "organisations of these teams; required for practice 4")
    across_settings: int = _option(2, "settings of these teams; required for practice 4")
    failed_share: float = _option(
        0.25, "share of failed teams above which practice is lowered by one", most=1
    )
    ceiling_reported: int = _option(
        2, "highest practice while no success was observed or measured", most=4
    )
    ceiling_observed: int = _option(3, "highest practice while no success was measured", most=4)
    designs: DesignLevels = _option(  # noqa: RUF009 - it is frozen
        DesignLevels(), "research level of each study design"
    )


@dataclass(frozen=True, slots=True)
class AssistLimits:
    """Limits beyond which a plan gets a note.

    Numbers of people, hours and shares come from the source documents; days and the limits of
    shares are our own.
    """

    visitors_least: int = _option(6, "fewest visitors of a peer assist")
    visitors_most: int = _option(8, "most visitors of a peer assist")
    teams_least: int = _option(2, "fewest teams of the visitors, without the host team")
    assist_hours_least: float = _option(3.5, "shortest peer assist, in hours: half a day")
    assist_hours_most: float = _option(16.0, "longest peer assist, in hours: two days")
    visit_hours_least: float = _option(2.0, "shortest visit, in hours")
    visit_hours_most: float = _option(3.0, "longest visit, in hours")
    day_hours: float = _option(
        8.0, "hours of a day: the most for a simple problem, the least for a complex one"
    )
    days_to_decide: int = _option(14, "fewest days from the meeting to the decision")
    briefing_days: int = _option(7, "fewest days from the briefing to the meeting")
    quarter_spread: float = _option(
        0.1, "largest deviation of a quarter of the meeting from a quarter", most=0.25
    )
    host_share: float = _option(0.35, "largest share of the meeting that the host leads", most=1)
    seniors_share: float = _option(
        0.25, "largest share of visitors with a higher grade than anybody of the host team", most=1
    )
    usual_assists: int = _option(3, "most assists that a person visits within `usual-days`")
    usual_days: int = _option(365, "days over which these assists are counted")
    options_least: int = _option(2, "fewest options in the result of an assist")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Personal data to search for in records."""

    countries: tuple[str, ...] = _option(
        ("GB",),
        "countries whose identity numbers, telephone numbers and postcodes are searched for",
        choices=COUNTRIES,
    )
    allowed_domains: tuple[str, ...] = _option(
        (), "e-mail addresses, or their domains, that may be published"
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of the ``lessons`` plugin."""

    edit_uri_template: str = _option(
        "",
        "address of the page that edits a source file; {path} is its path below the lessons "
        "folder; empty: no link",
    )
    used_uri_template: str = _option(
        "",
        "address at which readers report the use of a lesson; empty: the guide's page about it",
        asked=_ABOUT_A_LESSON,
    )
    improve_uri_template: str = _option(
        "",
        "address at which readers suggest a change to a lesson; empty: the page that edits its "
        "source, if there is one",
        asked=_ABOUT_A_LESSON,
    )
    share_uri_template: str = _option(
        "", "address at which readers share a new lesson; empty: no link", asked=()
    )
    submit: tuple[str, ...] = _option(
        (),
        "where readers hand over what the pages share/, used/ and plan/ make of their answers, the "
        "first choice first: addresses at which GitHub, GitLab or Gitea creates a file or an "
        "issue, or mailto: addresses; empty: they download or copy it",
        problem=_way_problem,
    )
    title_max: int = _option(90, "most characters of a title")
    problem_max: int = _option(200, "most characters of a problem statement")
    empty_phrases: tuple[str, ...] = _option(
        EMPTY_PHRASES, "phrases that are too vague for a problem"
    )
    near_duplicate: float = _option(
        0.75, "share of common content words from which two problems count as the same", most=1
    )
    nav_pages: bool = _option(
        default=True,
        meaning="whether a `nav` of your own keeps Find, Lessons, Topics, Meetings, Trust and "
        "Guide; what it names itself stands once",
    )
    newest: int = _option(6, "latest changes shown on the home page")
    page_size: int = _option(40, "records on a page of a list", most=120)
    record_files: bool = _option(
        default=True,
        meaning="whether a record's Markdown source, and a lesson's citation, are files beside its "
        "page; else its JSON alone holds the source and its page the citation, with half as many "
        "files for hosts that count them",
    )
    audience: Audience = _option(  # noqa: RUF009 - a choice is text
        "public",
        "for whom the site is built: public, organisation or team; it omits what they may not see",
        choices=get_args(Audience),
    )
    stale_years: int = _option(
        3, "years after which the page says “not confirmed since” instead of “last confirmed”"
    )
    evidence: Thresholds = _option(  # noqa: RUF009 - it is frozen
        Thresholds(), "requirements for each level of evidence"
    )
    assists: AssistLimits = _option(  # noqa: RUF009 - it is frozen
        AssistLimits(), "limits beyond which a plan gets a note"
    )
    personal: PersonalData = _option(  # noqa: RUF009 - it is frozen
        PersonalData(), "personal data to search for in records"
    )
    meaning: bool = _option(
        default=False,
        meaning="whether lessons are found by what they mean too, besides their words; English "
        "only, and needs what `beforehand[meaning]` installs",
    )
    meaning_limit: int = _option(
        100,
        "most lessons whose meaning a build works out, at up to 0.2 seconds each; the others wait "
        "for the next build, or for `lessons meaning`",
    )
    consent_required: bool = _option(
        default=False,
        meaning="whether a lesson from an assist must state who agreed to its publication",
    )
    owners_required: bool = _option(
        default=False, meaning="whether every published lesson must name its owner"
    )
    licence: str = _option("", "licence of texts that do not name one")


def parse_settings(options: dict[str, Any]) -> tuple[Settings | None, list[tuple[str, str]]]:
    """Return the settings, or every invalid option with its problem."""
    settings, problems = _parse_group(Settings(), options, "")
    return (None, problems) if problems else (settings, [])


def _parse_group(
    defaults: _Group, options: dict[str, Any], prefix: str
) -> tuple[_Group, list[tuple[str, str]]]:
    """Return a group of options with the given values, and its problems.

    Args:
        defaults: The group with default values.
        options: The values.
        prefix: Name of the group with a dot; empty for the options of the plugin itself.
    """
    # Names in groups are written with hyphens.
    known = {
        option.name.replace("_", "-") if prefix else option.name: option
        for option in fields(defaults)
    }
    problems = [
        (f"{prefix}{name}", f"{UNKNOWN}; {_meant(str(name), list(known))}")
        for name in options
        if name not in known
    ]
    values: dict[str, Any] = {}
    for name, option in known.items():
        if name not in options:
            continue
        value = options[name]
        if is_dataclass(option.default) and isinstance(value, dict):
            group: Any = option.default
            values[option.name], found = _parse_group(group, value, f"{prefix}{name}.")
            problems += found
        elif problem := problem_of(value, option):
            problems.append((f"{prefix}{name}", problem))
        else:
            values[option.name] = tuple(value) if isinstance(value, list) else value
    return (defaults if problems else replace(defaults, **values)), problems


def _meant(name: str, known: list[str]) -> str:
    """Return the option that was probably meant, or the first that there are."""
    from difflib import get_close_matches  # noqa: PLC0415 - paid for only once something is wrong

    written = {option.replace("_", "-"): option for option in known}
    if near := get_close_matches(name.lower().replace("_", "-"), written, n=1):
        return f"did you mean `{written[near[0]]}`?"
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    return f"options are {', '.join(known[:_MOST_NAMED])}{more}; see lessons/guide/keep/settings.md"
