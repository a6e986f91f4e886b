"""The map of an import: which column of another system's table becomes what of a lesson.

A map is checked twice: by itself, when it is read, and then in a :class:`MapContext`, once the
columns of the table are known. Only then are its templates and patterns parsed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetPydanticSchema,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from site_builder.exchange.incoming.day_reader import FIRST
from site_builder.exchange.incoming.patterns import Pattern
from site_builder.exchange.incoming.table_options import AS_LIST, TableOptions
from site_builder.exchange.incoming.templates import (
    Template,
    TemplateError,
    checked_pattern,
    column_named,
    parse_template,
    words_of,
)
from site_builder.records.fields import Part, Text, Verbatim
from site_builder.records.guess import did_you_mean, unaccented

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from site_builder.exchange.tables.rows import TableRow

SKIP_ROW = "skip row"
LEAVE_OUT = "leave out"
SENTENCE_FOR_GAPS = "The source does not say."


class RowError(Exception):
    """A row cannot become a lesson; the message says why."""


@dataclass(frozen=True, slots=True)
class MapContext:
    """What a map is checked against."""

    columns: Mapping[str, str]
    """Columns of the table by their names in lower case."""
    tags: Collection[str]
    """Tags of the base."""


def plain_word(text: str) -> str:
    """Return a word as maps compare it: single-spaced, in lower case."""
    return " ".join(text.split()).casefold()


def _parsed(parse: Callable[[str, MapContext], object]) -> GetPydanticSchema:
    """Return a schema for text that is parsed once there is a context; until then it stays text."""

    def check(text: str, info: ValidationInfo) -> object:
        try:
            return parse(text, info.context) if info.context else text
        except TemplateError as error:
            context = {"problem": str(error), "allowed": error.hint}
            raise PydanticCustomError(error.rule, "{problem}", context) from error

    return GetPydanticSchema(
        lambda _source, handler: core_schema.with_info_after_validator_function(
            check, handler.generate_schema(Text)
        )
    )


def _key(text: str, context: MapContext) -> Template:
    # A key without braces is the name of a column, whatever characters that has.
    is_column = text.lower() in context.columns or "{" not in text
    return parse_template(f"{{`{text}`}}" if is_column else text, context.columns)


def _tag(text: str, context: MapContext) -> str:
    if text not in context.tags:
        hint = did_you_mean(text, context.tags) or "add it there first"
        raise TemplateError(f"the vocabulary has no tag `{text}`", hint, "tag-unknown")
    return text


_Template = Annotated[Template, _parsed(lambda text, known: parse_template(text, known.columns))]
_Key = Annotated[Template, _parsed(_key)]
_Column = Annotated[str, _parsed(lambda text, known: column_named(text, known.columns))]
_Columns = Annotated[tuple[_Column, ...], AS_LIST]
_Signs = Annotated[tuple[Verbatim, ...], AS_LIST]
_Pattern = Annotated[Pattern, _parsed(lambda text, _known: checked_pattern(text))]
_Tag = Annotated[str, _parsed(_tag)]
_by_plain_word = AfterValidator(
    lambda words: {plain_word(word): value for word, value in words.items()}
)
_OR_NOT = f"or `{SKIP_ROW}` or `{LEAVE_OUT}`"


class ValueRule(Part):
    """How one value is made from the columns of a row."""

    from_: Annotated[tuple[_Template, ...], AS_LIST] = Field(
        alias="from",
        min_length=1,
        description="templates such as `{title}`; the first that gives something counts",
    )
    values: Annotated[dict[Verbatim, Text], _by_plain_word] = Field(
        {}, description="values by words of the source, in any case"
    )
    otherwise: Text | None = Field(None, description=f"value for any other word, {_OR_NOT}")
    missing: Text | None = Field(None, description=f"value for empty columns, {_OR_NOT}")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:  # noqa: ANN401 - as typed by an author
        """Accept a template, or a list of templates, in place of a rule."""
        return {"from": value} if isinstance(value, str | list) else value

    def texts(
        self, row: TableRow, name: str, within: Callable[[str], str] = words_of
    ) -> tuple[str, ...]:
        """Return the texts that the rule makes of a row.

        The name of the value is for messages; ``within`` is applied to the text of each column.

        Raises:
            RowError: The rule skips such rows.
        """
        filled = (template.filled(row, within) for template in self.from_)
        texts = next((texts for texts in filled if texts), ())
        if not texts and self.missing == SKIP_ROW:
            raise RowError(f"`{name}` is missing, and the map skips such rows")
        if not texts:
            return () if self.missing in {None, LEAVE_OUT} else (str(self.missing),)
        if not self.values:
            return texts
        return tuple(filter(None, (self._translated(text, name) for text in texts)))

    def _translated(self, text: str, name: str) -> str:
        if (word := self.values.get(plain_word(text))) is not None:
            return word
        if self.otherwise == SKIP_ROW:
            raise RowError(f"`{name}` is `{text}`, and the map skips such rows")
        return "" if self.otherwise == LEAVE_OUT else self.otherwise or text


class TagRule(Part):
    """How a row gets its tags; a list of tags by itself gives those to every row."""

    from_: _Columns = Field((), alias="from", description="columns that hold topics")
    split: _Signs = Field((), description="what separates topics in a cell, such as `;`")
    words: Annotated[dict[Verbatim, _Tag], _by_plain_word] = Field(
        {}, description="tags by topics that are not their id, label or synonym, in any case"
    )
    search: _Columns = Field((), description="columns to search for labels and synonyms of tags")
    default: Annotated[tuple[_Tag, ...], AS_LIST] = Field(
        (), description="tags of rows that have no other"
    )
    most: int = Field(6, ge=1, le=30, description="most tags of a lesson")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:  # noqa: ANN401 - as typed by an author
        return {"default": value} if isinstance(value, list) else value


class CitationRule(Part):
    """How a citation is made from a row."""

    title: ValueRule = Field(description="title of the publication")
    publisher: ValueRule | None = Field(None, description="who published it")
    happened: ValueRule | None = Field(None, description="when it was published")
    doi: ValueRule | None = Field(None, description="bare DOI")
    pmid: ValueRule | None = Field(None, description="PubMed id")
    isbn: ValueRule | None = Field(None, description="ISBN of a book")
    issn: ValueRule | None = Field(None, description="ISSN of a serial")
    url: ValueRule | None = Field(None, description="web address")
    design: ValueRule | None = Field(None, description="how the work it reports was done")


class ContextRule(Part):
    """How the context of a lesson is made from a row."""

    setting: ValueRule | None = Field(None, description="setting, from the vocabulary")
    scale: ValueRule | None = Field(None, description="how many people, sites or units")
    mode: ValueRule | None = Field(None, description="in-person, remote or hybrid")
    cost: ValueRule | None = Field(None, description="what it cost, in money or effort")
    maturity: ValueRule | None = Field(None, description="idea, prototype, pilot or routine")


class RelationsRule(Part):
    """How a lesson is related to others, each named by the key of its row."""

    supersedes: ValueRule | None = Field(None, description="rows that this one replaces")
    superseded_by: ValueRule | None = Field(
        None, alias="superseded-by", description="rows that replace this one"
    )
    related: ValueRule | None = Field(None, description="rows worth reading beside this one")


def _blocks(value: Any) -> Any:  # noqa: ANN401 - as typed by an author
    """Accept one rule in place of a list of rules."""
    if isinstance(value, dict) and "blocks" in value:
        return value["blocks"]
    return [value] if isinstance(value, str | dict) else value


_Section = Annotated[tuple[ValueRule, ...], Field(min_length=1), BeforeValidator(_blocks)]


def _date_forms(forms: tuple[str, ...]) -> tuple[str, ...]:
    for form in forms:
        if "%" not in form and form not in FIRST:
            allowed = f"a form such as %d/%m/%Y, or {', '.join(FIRST)}"
            context = {"form": form, "allowed": allowed}
            raise PydanticCustomError("value-unknown", "`{form}` is no form of dates", context)
    return forms


def _months(value: Any) -> Any:  # noqa: ANN401 - as typed by an author
    """Return the numbers of months by their names in lower case without accents."""
    if isinstance(value, list) and len(value) == 12:  # noqa: PLR2004 - months of a year
        value = {str(name): str(number) for number, name in enumerate(value, start=1)}
    if not isinstance(value, dict) or any(
        not str(number).isdecimal() or not 1 <= int(number) <= 12  # noqa: PLR2004 - the same
        for number in value.values()
    ):
        allowed = "the names of all twelve months in their order, or each name with its number"
        raise PydanticCustomError("value-unknown", "it is no list of months", {"allowed": allowed})
    return {unaccented(name).casefold().strip("."): number for name, number in value.items()}


class ImportMap(TableOptions):
    """Which column becomes what of a lesson."""

    collection: Text | None = Field(None, description="name of the source (default: of the file)")
    dates: Annotated[tuple[Text, ...], AS_LIST, AfterValidator(_date_forms)] = Field(
        (),
        min_length=1,
        description="forms of dates beside the usual ones, such as %d/%m/%Y, and what comes first "
        f"where that is open: {', '.join(FIRST)}",
    )
    months: Annotated[dict[Verbatim, int], BeforeValidator(_months)] = Field(
        {}, description="names of the months in another language: twelve, or each with its number"
    )
    key: _Key = Field(description="column, or template, that is unique to each row")
    id: _Template | None = Field(None, description="template of new ids (default: of the title)")
    leave_out: _Columns = Field((), description="columns not to keep, such as names of people")
    title: ValueRule = Field(description="the lesson in a few words")
    problem: ValueRule = Field(description="the problem in one sentence")
    evidence: ValueRule = Field(description="what it rests on: experiential, research or both")
    tags: TagRule = Field(description="topics, from the vocabulary")
    date: ValueRule = Field(description="day on which it was recorded, from the source")
    outcome: ValueRule | None = Field(None, description="worked, did-not-work or mixed")
    takeaway: ValueRule | None = Field(None, description="the one sentence to remember")
    team: ValueRule | None = Field(None, description="team that learned it, from the vocabulary")
    owner: ValueRule | None = Field(None, description="role that keeps it up to date, not a person")
    contact: ValueRule | None = Field(None, description="role or address to ask, not a person")
    context: ContextRule | None = Field(None, description="where it was learned")
    barriers: ValueRule | None = Field(None, description="what stood in the way")
    enablers: ValueRule | None = Field(None, description="what helped")
    tools: ValueRule | None = Field(None, description="tools and templates that were used")
    embedded_in: ValueRule | None = Field(None, description="where it has become the normal way")
    relations: RelationsRule | None = Field(None, description="other rows that it is related to")
    visibility: ValueRule | None = Field(None, description="public, organisation or team")
    consent: ValueRule | None = Field(None, description="who agreed to its publication, by role")
    licence: ValueRule | None = Field(None, description="licence of the text")
    citations: tuple[CitationRule, ...] = Field((), description="publications that it rests on")
    sections: dict[Text, _Section] = Field(
        min_length=1, description="sections of the text in their order, each with its templates"
    )
    links: tuple[_Pattern, ...] = Field(
        (), description="patterns of references to other rows, with the key of the row in a group"
    )

    @model_validator(mode="after")
    def _headed(self) -> ImportMap:
        """Check that the name of every section can be a heading."""
        for title in self.sections:
            if "\n" in title or not title.strip("# "):
                raise PydanticCustomError(
                    "value-unknown",
                    "`{title}` cannot be the heading of a section",
                    {"title": title, "allowed": "one line of text"},
                )
        return self
