"""The lesson: what one team learned, where it comes from, and what it rests on."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from site_builder.records.concerns import Concern
from site_builder.records.fields import (
    AssistId,
    Day,
    Digest,
    Doi,
    Happened,
    Isbn,
    Issn,
    Leaves,
    LessonId,
    Part,
    Pmid,
    RecordId,
    RoleText,
    SettingId,
    TagId,
    TeamId,
    Text,
    Verbatim,
    WebAddress,
)


class Evidence(StrEnum):
    """Kinds of source of a lesson, as its author declares them."""

    EXPERIENTIAL = "experiential"
    RESEARCH = "research"
    BOTH = "both"

    @property
    def label(self) -> str:
        """The kinds of source that it names, whether or not anybody tried what they say."""
        return {"experiential": "Practice", "research": "Research"}.get(
            self.value, "Practice and research"
        )


class Status(StrEnum):
    """State of a lesson."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """Whether what was tried worked."""

    WORKED = "worked"
    DID_NOT_WORK = "did-not-work"
    MIXED = "mixed"

    @property
    def label(self) -> str:
        """The outcome as readers see it."""
        return {"worked": "Worked", "mixed": "Mixed results"}.get(self.value, "Did not work")


class Design(StrEnum):
    """How the work that a citation reports was done, weakest first within each kind."""

    GUIDANCE = "guidance"
    EXPERIENCE_REPORT = "experience-report"
    MECHANISM = "mechanism"
    EXPERT_CONSENSUS = "expert-consensus"
    CASE_SERIES = "case-series"
    CASE_CONTROL = "case-control"
    PRE_POST = "pre-post"
    CONTROLLED = "controlled"
    RANDOMISED_TRIAL = "randomised-trial"
    SYSTEMATIC_REVIEW = "systematic-review"


EXPERIENCE_DESIGNS = frozenset({Design.GUIDANCE, Design.EXPERIENCE_REPORT})
"""Designs that are from practice. Every other design is research."""

Mode = Literal["in-person", "remote", "hybrid"]
Visibility = Literal["public", "organisation", "team"]


class Citation(Part):
    """A publication that a record rests on."""

    title: Text = Field(description="title of the publication")
    publisher: Text | None = Field(None, description="who published it, or the journal")
    authors: tuple[Text, ...] = Field((), description="authors, as the publication names them")
    happened: Happened | None = Field(None, description="when it was published")
    doi: Doi | None = Field(None, description="bare DOI")
    pmid: Pmid | None = Field(None, description="PubMed id")
    isbn: Isbn | None = Field(None, description="ISBN of a book")
    issn: Issn | None = Field(None, description="ISSN of a serial")
    url: WebAddress | None = Field(None, description="web address")
    design: Design | None = Field(None, description="how the work it reports was done")
    supports: Literal["for", "against", "mixed"] = Field(
        "for", description="whether it speaks for the lesson or against it"
    )
    about: Literal["remedy", "problem"] = Field(
        "remedy",
        description="whether it looked at the remedy, or at the problem only, which gives no level",
    )
    concerns: tuple[Concern, ...] = Field(
        (),
        description="doubts about the work: risk of bias, inconsistency, indirectness, imprecision "
        "or publication bias, each with a word about why",
    )
    retracted: bool = Field(default=False, description="whether it has been retracted")


class Relations(Part):
    """Typed links from a lesson to other lessons, by id."""

    supersedes: tuple[LessonId, ...] = Field((), description="lessons that this one replaces")
    contradicts: tuple[LessonId, ...] = Field((), description="lessons that say otherwise")
    adapted_from: tuple[LessonId, ...] = Field(
        (), alias="adapted-from", description="lessons that this one adapts to another setting"
    )
    symptom_of: tuple[LessonId, ...] = Field(
        (), alias="symptom-of", description="lessons about the deeper problem behind this one"
    )
    related: tuple[LessonId, ...] = Field((), description="lessons worth reading beside this one")


class Context(Part):
    """Where a lesson was learned."""

    setting: SettingId | None = Field(None, description="setting, from the vocabulary")
    scale: Text | None = Field(None, description="how many people, sites or units")
    mode: Mode | None = Field(None, description="in person, remote or both")
    cost: Text | None = Field(None, description="what it cost, in money or effort")
    maturity: Literal["idea", "prototype", "pilot", "routine"] | None = Field(
        None, description="how far it had come there"
    )


class Level(Part):
    """Evidence levels as written into a lesson, to be held against the derived ones."""

    practice: int = Field(ge=0, le=4, description="practice level, 0 to 4")
    research: int = Field(ge=0, le=5, description="research level, 0 to 5")


class Reliance(Part):
    """A lesson that this record relies on, as it stood then."""

    id: LessonId = Field(description="id of the lesson")
    digest: Digest | None = Field(
        None, description="digest of the lesson when it was relied on; `lessons affirm` writes it"
    )


class Rewording(Part):
    """A statement that earlier wordings of a lesson said the same as this one."""

    digest: Digest = Field(description="digest of the wording that this was said of")
    same_as: tuple[Digest, ...] = Field(
        min_length=1, description="digests of earlier wordings that said the same"
    )


class Override(Part):
    """A level set by a person against the derivation, for a time."""

    by: RoleText = Field(description="role of who decided it")
    why: Text = Field(description="reason")
    expires: Day = Field(description="day on which it lapses")


class Withdrawal(Part):
    """Why a record was withdrawn."""

    date: Day = Field(description="day of the withdrawal")
    reason: Literal["wrong", "harmful", "outdated", "duplicate", "consent-withdrawn", "other"] = (
        Field(description="kind of reason")
    )
    note: Text | None = Field(None, description="the reason in a sentence")


class Imported(Part):
    """Where an imported lesson came from, and everything that stood there."""

    from_: Text = Field(alias="from", description="file or collection that it came from")
    key: Verbatim = Field(min_length=1, description="what the source calls it")
    digest: Digest = Field(description="digest of the row as it was read")
    written: Digest = Field(
        description="digest of this file as `lessons import` wrote it; another when it was edited"
    )
    original: Annotated[dict[Verbatim, Verbatim | tuple[Verbatim, ...]], Leaves.WITHIN] = Field(
        {}, description="the row as it came: each column with its text"
    )


class Lesson(Part):
    """What one team learned about one problem."""

    title: Text = Field(description="the lesson in a few words")
    problem: Text = Field(description="the problem, in one sentence that a stranger would type")
    evidence: Evidence = Field(
        description="kinds of source that it names: experiential (practice), research or both"
    )
    tags: tuple[TagId, ...] = Field(min_length=1, description="topics, from the vocabulary")
    date: Day = Field(description="day on which it was recorded here")
    source_assist: AssistId | None = Field(
        None, description="id of the assist in which it was learned"
    )
    citations: tuple[Citation, ...] = Field((), description="publications that it rests on")
    interests: Text | None = Field(
        None, description="what those who tell it stand to gain or lose by it"
    )
    status: Status = Field(Status.PUBLISHED, description="state of the lesson")
    outcome: Outcome | None = Field(None, description="whether what was tried worked")
    takeaway: Text | None = Field(None, description="the one sentence to remember")
    image: Text | None = Field(None, description="image that makes it stick, in words")
    tacit: Text | None = Field(
        None, description="what of it cannot be written down and has to be seen or talked about"
    )
    team: TeamId | None = Field(None, description="team that learned it, from the vocabulary")
    owner: RoleText | None = Field(None, description="role that keeps it up to date, not a person")
    contact: RoleText | None = Field(None, description="role or address to ask, not a person")
    context: Context | None = Field(None, description="where it was learned")
    relations: Relations = Field(Relations(), description="typed links to other lessons")
    evidence_level: Level | None = Field(None, description="levels, checked against the facts")
    relies_on: tuple[Reliance, ...] = Field((), description="lessons that it relies on")
    reworded: Rewording | None = Field(
        None, description="earlier wordings that said the same; `lessons affirm --minor` writes it"
    )
    override: Override | None = Field(
        None, description="why `evidence_level` is not the derived one, for a time"
    )
    barriers: tuple[Text, ...] = Field((), description="what stood in the way")
    enablers: tuple[Text, ...] = Field((), description="what helped")
    core: tuple[Text, ...] = Field(
        (), description="parts that have to stay as they are for it to be the same thing"
    )
    adaptable: tuple[Text, ...] = Field((), description="parts that may be changed to fit a place")
    tools: tuple[Text, ...] = Field((), description="tools and templates that were used")
    embedded_in: tuple[Text, ...] = Field((), description="where it has become the normal way")
    review_by: Day | None = Field(None, description="day by which it should be looked at again")
    holds_until: Day | None = Field(
        None, description="last day on which it holds, where it was made for a time"
    )
    reviewed: Day | None = Field(
        None, description="day on which somebody last looked whether it still holds; no evidence"
    )
    visibility: Visibility = Field("public", description="who may read it")
    consent: RoleText | None = Field(None, description="who agreed to its publication, by role")
    licence: Text | None = Field(None, description="licence of the text")
    aliases: tuple[RecordId, ...] = Field((), description="earlier ids, which redirect here")
    withdrawn: Withdrawal | None = Field(None, description="when and why it was withdrawn")
    imported: Imported | None = Field(
        None, description="where an imported lesson came from; `lessons import` writes it"
    )


SECTIONS = (
    "What happened",
    "The problem",
    "What was done",
    "Challenges",
    "Results",
    "What was learned",
    "What to do",
    "When it applies",
    "When it does not",
    "Our advice, not the source's",
    "Next steps",
    "Want to know more",
)
"""Sections of a lesson's text in their order, which is that of a case study."""
REQUIRED_SECTIONS = ("What happened", "What was learned")
