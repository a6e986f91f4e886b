"""What every page of a site is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from site_builder.records.noted import Remembered, note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from site_builder.assists.radar import MeantAlike, MeantLessons
    from site_builder.library.base import Base
    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.search.related import RelatedLesson
    from site_builder.settings import Settings

Made = TypeVar("Made")

NEAR = ":near"
"""Before the id of a lesson: what stands for its nearest lessons among what is read."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The name and the address of a site."""

    name: str = ""
    url: str = ""
    """With its slash at the end; empty where none is set, and then addresses are relative."""
    description: str = ""

    @classmethod
    def of(cls, name: str, address: str | None, description: str | None) -> Identity:
        """Return the identity that a configuration states."""
        return cls(name, address.rstrip("/") + "/" if address else "", description or "")


@dataclass(frozen=True)
class SiteContext:
    """What every page of a site is made from."""

    base: Base
    """The base, as far as the readers of the site may see it."""
    settings: Settings
    today: date
    """The day from which a review is overdue."""
    identity: Identity = Identity()
    related: Callable[[], Mapping[str, Sequence[RelatedLesson]]] = dict
    """Returns the nearest lessons of each, derived when first called."""
    root: Path | None = None
    """Root of the project, where its own forms are."""
    meant_alike: MeantAlike = field(default=lambda _problems: {}, repr=False, compare=False)
    """Returns pairs of problems that mean nearly the same."""
    meant_lessons: MeantLessons = field(
        default=lambda _text, _lessons: (), repr=False, compare=False
    )
    """Returns those of some lessons that are near to a text in meaning."""
    made: Remembered[Any, Any] = field(default_factory=Remembered, repr=False, compare=False)
    """What functions have made of this; see :func:`once`."""

    def near(self, lesson_id: str) -> Sequence[RelatedLesson]:
        """Return the nearest lessons of one, nearest first."""
        note(NEAR, lesson_id)
        return self.related().get(lesson_id, ())

    @property
    def library(self) -> Library:
        """Every record that the readers may see."""
        return self.base.library

    @property
    def evidence(self) -> Assessments:
        """The assessment of each lesson."""
        return self.base.evidence


def once(make: Callable[[SiteContext], Made]) -> Callable[[SiteContext], Made]:
    """Return a function that makes something of each context once, since several pages show it."""

    @wraps(make)
    def made(context: SiteContext) -> Made:
        found: Made = context.made.of(make, lambda: make(context))
        return found

    return made
