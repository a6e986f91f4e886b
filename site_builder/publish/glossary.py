"""What the words of the project mean: one table for the site and for contributors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.addresses import EVIDENCE, GLOSSARY
from site_builder.publish.rows import GroupsPage, Link, Row, group

if TYPE_CHECKING:
    from site_builder.publish.context import SiteContext

MEANINGS = {
    "advice": "somebody recommends it, and no team has reported trying it",
    "alias": "an earlier id of a record; its address redirects",
    "allow comment": "a comment that accepts one finding on one line, with a reason",
    "assessment": "the levels, the mark and the facts derived for one lesson",
    "assist": "an event at which teams learn from each other, from plan to review",
    "audience": "whom a site or export is for: public, organisation or team",
    "backlink": "a link seen from the record that it leads to",
    "base": "the folder that `mkdocs.yml` describes, and everything read from it",
    "citation": "a publication that a record rests on, with its study design",
    "contested": "something as good speaks against it, or a harm has no reply",
    "diagnostic": "one finding: rule, severity, place, message, hint, perhaps a fix",
    "digest": "a short hash of what a lesson says, kept by records that rely on it",
    "draft": "a lesson that nobody has reviewed yet: found by a search, listed nowhere",
    "export": "the whole base as one file, which `lessons import` reads back",
    "facet": "a property of lessons to filter and count by",
    "finder": 'the page that answers "has this problem been solved before?"',
    "generated page": "a page that the build adds and no file holds",
    "hit": "a lesson that a query matched, with its score and matched words",
    "import map": "which column of a table becomes which field",
    "index": "what a search reads: terms, postings and stored fields",
    "kit": "the printable pack for one meeting",
    "lesson": "what a team learned about a problem, with its source and what it rests on",
    "level": "how far a lesson was tried (practice 0 to 4) and studied (research 0 to 5)",
    "library": "all records of a base, with named queries",
    "mark": "what a lesson rests on, in a word: advice, tried, studied, or tried and studied",
    "outcome": "how the use of a lesson went for one team",
    "peer assist": "a meeting at which other teams share what they know about one problem",
    "plain page": "a Markdown page that is no record: the guide, the home page",
    "posting": "one term in one lesson, with how often it stands there",
    "query": "what somebody searches for: words, phrases and filters",
    "receipt": "a search kept in a plan: what was asked, what was found, and a judgement of each",
    "record": "a checked file of a kind: lesson, assist, reuse or page",
    "reuse report": "what a team tells of how it went when it used a lesson",
    "rule": "what the check demands, with an id and a text that explains it",
    "span": "a place in a file: line and column of both ends",
    "studied": "a study looked at it, whatever it found",
    "tag": "a topic of the vocabulary",
    "tried": "a named team tells that it tried it, whatever came of it",
    "verdict": "how near an answer comes: close, some words in common, some likeness in meaning, "
    "nothing near",
    "withheld": "left out because fewer than five people stand behind a figure",
}
"""Every term with its meaning, which begins in small letters and ends without a stop."""
FOR_READERS = (
    "advice",
    "assist",
    "citation",
    "contested",
    "draft",
    "lesson",
    "level",
    "mark",
    "outcome",
    "peer assist",
    "receipt",
    "reuse report",
    "studied",
    "tried",
    "verdict",
    "withheld",
)
"""The terms that readers of a site meet."""


def glossary_page(_context: SiteContext) -> GroupsPage:
    """Return the terms that readers meet, each with an anchor of its own."""

    def row(term: str) -> Row:
        meaning = MEANINGS[term]
        text = f"{meaning[0].upper()}{meaning[1:]}."
        return Row(Link(term.capitalize(), ""), texts=(text,), id=term.replace(" ", "-"))

    notes = (Link("How evidence is judged here", EVIDENCE.url),)
    words = (group("words", "", "", FOR_READERS, row),)
    return GroupsPage(GLOSSARY.lead, words, notes, is_whole=True)
