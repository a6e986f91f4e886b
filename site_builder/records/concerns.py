"""Concerns about a study: one of GRADE's five domains, with free words after a colon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from site_builder.diagnostics import shortened
from site_builder.records.guess import did_you_mean, folded

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
"""Words that mean only one domain: the examples of GRADE's own handbook."""
_LONGEST_NAME = 24
_MEANT = {
    domain: re.compile(rf"\b(?:{signs})\b", re.IGNORECASE) for domain, signs in _SIGNS.items()
}


def domain_of(concern: str) -> str:
    """Return the domain of a checked concern."""
    return concern.partition(":")[0]


def spoken(concern: str) -> str:
    """Return a checked concern as readers see it."""
    domain, _, words = concern.partition(": ")
    return f"{domain} ({words})" if words else domain


def distinct(concerns: Iterable[str]) -> tuple[str, ...]:
    """Return concerns with each domain once, followed by all its words."""
    merged: dict[str, dict[str, None]] = {}
    for concern in concerns:
        domain, _, words = concern.partition(": ")
        merged.setdefault(domain, {}).update(dict.fromkeys([words] if words else ()))
    return tuple(
        f"{domain}: {', '.join(words)}" if words else domain for domain, words in merged.items()
    )


def concern_meant(text: str) -> str | None:
    """Return free words after the domain that they certainly mean, or None."""
    for domain in DOMAINS:
        if named := re.fullmatch(rf"{domain}\s*[-–—,;(]+\s*(.+?)\)?", text, re.IGNORECASE):
            return f"{domain}: {named[1]}"
    domains = [domain for domain, sign in _MEANT.items() if sign.search(text)]
    return f"{domains[0]}: {text}" if len(domains) == 1 else None


def _checked(value: object) -> str:
    if isinstance(value, dict) and len(value) == 1:
        [(name, words)] = value.items()
    else:
        name, _, words = str(value).partition(":")
    words = " ".join(words.split()) if isinstance(words, str) else ""
    domain = folded(str(name)).replace("_", " ")
    if isinstance(value, str | dict) and domain in DOMAINS:
        return f"{domain}: {words}" if words else domain
    text = ", ".join(map(str, value)) if isinstance(value, dict) else str(value)
    meant = concern_meant(value) if isinstance(value, str) else None
    guess = f"did you mean `{meant}`?" if meant else ""
    if not meant and len(domain) <= _LONGEST_NAME:
        guess = did_you_mean(domain, DOMAINS)
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
"""A domain, optionally with free words after a colon."""
