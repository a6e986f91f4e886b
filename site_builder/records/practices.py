"""The table of practices: what the documents behind a base ask for, and whether the base does it.

It is the optional file ``practices.yml`` in the lessons folder.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from site_builder.diagnostics import shortened
from site_builder.records.fields import Happened, Part, RecordId, Text

KINDS_OF_PLACE = ("rule", "command", "page", "field", "option", "guide", "section", "test")
"""Kinds of thing that can put a practice into effect."""
_PLACE = re.compile(rf"(?:{'|'.join(KINDS_OF_PLACE)}):\S.*")


def _checked(place: str) -> str:
    if not _PLACE.fullmatch(place):
        raise PydanticCustomError(
            "value-unknown",
            "`{text}` has no known kind",
            {
                "text": shortened(place),
                "allowed": "a kind, a colon and a name, such as rule:purpose-missing; kinds are "
                + ", ".join(KINDS_OF_PLACE),
            },
        )
    return place


PlaceName = Annotated[Text, AfterValidator(_checked)]


class Practice(Part):
    """Something that a document asks for."""

    id: RecordId = Field(description="letter of the document, and a number")
    quote: Text = Field(description="a few words of the document; … marks an omission")
    state: Literal["done", "partly", "no"] = Field(description="whether it works here")
    where: tuple[PlaceName, ...] = Field((), description="what makes it work, as kind:name")
    why: Text | None = Field(None, description="what is missing, in a few plain words")

    @model_validator(mode="after")
    def _explained(self) -> Practice:
        """Require `where` of a practice that is done, and `why` of any other."""
        name, given = ("where", self.where) if self.state == "done" else ("why", self.why)
        if not given:
            raise PydanticCustomError(
                "field-missing",
                "a practice that is `{state}` needs `{name}`",
                {
                    "state": self.state,
                    "name": name,
                    "allowed": str(Practice.model_fields[name].description),
                },
            )
        return self


class Source(Part):
    """A document, and what it asks for."""

    title: Text = Field(description="title of the document")
    publisher: Text | None = Field(None, description="who published it")
    authors: tuple[Text, ...] = Field((), description="authors, as the document names them")
    happened: Happened | None = Field(None, description="when it was published")
    practices: tuple[Practice, ...] = Field(description="what it asks for, in its own order")


class Practices(Part):
    """The documents, each with what it asks for."""

    documents: tuple[Source, ...] = Field((), description="documents behind the base")

    @model_validator(mode="after")
    def _distinct(self) -> Practices:
        """Require unique ids, since they are addresses on the page."""
        ids = Counter(practice.id for source in self.documents for practice in source.practices)
        for practice_id, uses in ids.items():
            if uses > 1:
                raise PydanticCustomError(
                    "id-clash",
                    "two practices have the id `{id}`",
                    {"id": practice_id, "allowed": "give each an id of its own"},
                )
        return self
