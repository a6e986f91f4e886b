"""Concerns about a study: one of GRADE's five domains, with free words after a colon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from site_builder.diagnostics import shortened
from site_builder.records.guess import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

DOMAINS = {
    "risk of bias": "the way it was done may have favoured a result",
    "inconsistency": "its findings differ among themselves or from those of others",
    "indirectness": "it looked at other people, another setting or another outcome",
    "imprecision": "few took part, or the result may lie within a wide range",
    "publication bias": "results that speak against it may not have been published",
}
"""The five domains in which GRADE (the GRADE working group, 2004 onwards) rates evidence down."""

_SIGNS = {
    "risk of bias": r"risk of bias|no(?:t)? blind(?:ing|ed)|unblinded|selection bias|recall bias",
    "inconsistency": r"inconsisten\w*|heterogene\w*",
    "indirectness": r"indirect(?:ness|ly)?",
    "imprecision": r"imprecis\w*|small (?:sample|numbers?)|few (?:participants|patients)"
    r"|wide confidence intervals?",
    "publication bias": r"publication bias",
}
"""Words that mean one domain and no other; what GRADE's handbook itself gives as examples."""
_LONGEST_NAME = 24
_MEANT = {
    domain: re.compile(rf"\b(?:{signs})\b", re.IGNORECASE) for domain, signs in _SIGNS.items()
}


def domain_of(concern: str) -> str:
    """Return the domain of a checked concern."""
    return concern.partition(":")[0]


def spoken(concern: str) -> str:
    """Return a checked concern as it is told to readers."""
    domain, _, said = concern.partition(": ")
    return f"{domain} ({said})" if said else domain


def distinct(concerns: Iterable[str]) -> tuple[str, ...]:
    """Return concerns with each domain once, all that is said of it in one place."""
    words: dict[str, list[str]] = {}
    for concern in concerns:
        domain, _, said = concern.partition(": ")
        told = words.setdefault(domain, [])
        if said and said not in told:
            told.append(said)
    return tuple(
        f"{domain}: {', '.join(told)}" if told else domain for domain, told in words.items()
    )


def concern_meant(text: str) -> str | None:
    """Return free words under the one domain that they name for certain, or None."""
    for domain in DOMAINS:
        if named := re.fullmatch(rf"{domain}\s*[-–—,;(]+\s*(.+?)\)?", text, re.IGNORECASE):
            return f"{domain}: {named[1]}"
    domains = [domain for domain, sign in _MEANT.items() if sign.search(text)]
    return f"{domains[0]}: {text}" if len(domains) == 1 else None


def _checked(value: object) -> str:
    if isinstance(value, dict) and len(value) == 1:
        [(name, said)] = value.items()
    else:
        name, _, said = str(value).partition(":")
    said = said if isinstance(said, str) else ""
    domain = " ".join(str(name).casefold().replace("-", " ").replace("_", " ").split())
    if isinstance(value, str | dict) and domain in DOMAINS:
        said = " ".join(said.split())
        return f"{domain}: {said}" if said else domain
    text = ", ".join(map(str, value)) if isinstance(value, dict) else str(value)
    meant = concern_meant(value) if isinstance(value, str) else None
    guess = (
        f"did you mean `{meant}`?"
        if meant
        else ""
        if len(domain) > _LONGEST_NAME
        else did_you_mean(domain, DOMAINS)
    )
    listed = (
        f"one of: {', '.join(DOMAINS)}; with your own words after a colon, such as "
        "`risk of bias: nobody was blinded`"
    )
    raise PydanticCustomError(
        "value-unknown",
        "`{text}` does not begin with one of the five concerns",
        {"text": shortened(text), "allowed": f"{guess} {listed}".strip(), "meant": meant},
    )


Concern = Annotated[
    str,
    BeforeValidator(_checked),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": rf"^({'|'.join(DOMAINS)})(: .+)?$"},
                {
                    "type": "object",
                    "properties": {domain: {"type": "string"} for domain in DOMAINS},
                    "additionalProperties": False,
                    "minProperties": 1,
                    "maxProperties": 1,
                },
            ]
        }
    ),
]
"""A domain, with free words after a colon where there are any."""
