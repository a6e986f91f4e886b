"""The controlled words of an invented base: topics, teams and settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchmarks import topicstock

Domain = Literal["engineering", "hospital", "aid", "any"]
Kind = Literal["device", "paper", "step", "supply"]

_KINDS: dict[str, Kind] = {"d": "device", "p": "paper", "s": "step", "m": "supply"}


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """A tag, and the things that lessons under it speak of."""

    id: str
    label: str
    domain: Domain
    folder: str
    """Folder in which a lesson lies that has this topic first."""
    description: str
    synonyms: tuple[str, ...]
    things: dict[Kind, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Team:
    """A team that hosts, visits or learns."""

    id: str
    label: str
    organisation: str
    domain: Domain
    settings: tuple[str, ...]


def slug(text: str) -> str:
    """Return a text as an id: small letters, digits and single hyphens."""
    plain = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in text.lower())
    return "-".join(plain.split())


def _listed(text: str, separator: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator))


def _topic(lines: list[str]) -> Topic:
    topic_id, label, domain, folder = _listed(lines[0], "|")
    description, synonyms = _listed(lines[1], "=")
    things = {_KINDS[line[0]]: _listed(line[2:]) for line in lines[2:]}
    return Topic(topic_id, label, _domain(domain), folder, description, _listed(synonyms), things)


def _domain(text: str) -> Domain:
    known: tuple[Domain, ...] = ("engineering", "hospital", "aid", "any")
    return next(domain for domain in known if domain == text)


def _teams(line: str) -> list[Team]:
    organisation, domain, settings, names = _listed(line, "|")
    return [
        Team(
            id=slug(f"{organisation.split()[0]} {name}"),
            label=f"{organisation.split()[0]} {name} team",
            organisation=organisation,
            domain=_domain(domain),
            settings=_listed(settings, ","),
        )
        for name in _listed(names)
    ]


_LINES = topicstock.TOPICS.strip().splitlines()
TOPICS = tuple(_topic(_LINES[start : start + 6]) for start in range(0, len(_LINES), 6))
"""Every topic."""
TEAMS = tuple(team for line in topicstock.TEAMS.strip().splitlines() for team in _teams(line))
"""Every team."""
