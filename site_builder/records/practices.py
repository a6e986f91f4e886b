"""The table of practices: what the documents behind a base ask for, and what of it works here.

It is the file ``practices.yml`` in the lessons folder; a base need not have one.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from site_builder.diagnostics import shortened
from site_builder.records.fields import Happened, Part, RecordId, Text

KINDS_OF_PLACE = ("rule", "command", "page", "field", "option", "guide", "section", "test")
"""What a practice may be made to work by."""
_PLACE = re.compile(rf"(?:{'|'.join(KINDS_OF_PLACE)}):\S.*")


def _checked(place: str) -> str:
    if not _PLACE.fullmatch(place):
        raise PydanticCustomError(
            "value-unknown",
            "`{text}` does not say what it names",
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
    quote: Text = Field(description="a few words of the document; … stands for what is left out")
    state: Literal["done", "partly", "no"] = Field(description="whether it works here")
    where: tuple[PlaceName, ...] = Field((), description="what makes it work, as kind:name")
    why: Text | None = Field(None, description="what is missing, in a few plain words")

    @model_validator(mode="after")
    def _explained(self) -> Practice:
        """Require of what is done where it is, and of all else a reason."""
        name, given = ("where", self.where) if self.state == "done" else ("why", self.why)
        if not given:
            raise PydanticCustomError(
                "field-missing",
                "what is `{state}` needs `{name}`",
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
        """Require of ids that each stands once, since they are addresses on the page."""
        known: set[str] = set()
        for practice in (one for source in self.documents for one in source.practices):
            if practice.id in known:
                raise PydanticCustomError(
                    "id-clash",
                    "two practices have the id `{id}`",
                    {"id": practice.id, "allowed": "give each an id of its own"},
                )
            known.add(practice.id)
        return self
