"""Words by which a sentence says that one thing came from another."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.library.wording.people import ROLE
from site_builder.library.words import in_small_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_CHANGE = (
    r"(?:change|fall|drop|rise|improvement|reduction|increase|decrease|decline|gain|growth|shift"
    r"|success|saving|difference|result|turnaround|progress)s?"
)
_BETTER = (
    r"(?:fewer|less|more|better|worse|lower|higher|shorter|longer|faster|slower|greater|safer"
    r"|easier|an?\s+(?:\w+\s+){0,2}?(?:fall|rise|drop|cut|increase|decrease|reduction|improvement"
    r"|gain|change|loss|saving)|improve\w*|reduc\w+|increas\w+|decreas\w+)"
)
_DUE = (
    r"(?!start|begin|be\b|open|end\b|finish|close|retire|leave|take|meet|happen|arrive|run\b"
    r"|go\b)"
)
_LINKS = re.compile(
    r"\b(?:(?:occurred|happened|improved|fell|rose|decreased|increased|came\s+about)(?:"
    r"\s+\w+){0,2}?\s+"
    r"(?:as\s+a\s+(?:direct\s+)?(?:result|consequence)\s+of|because\s+of|due\s+to)\b"
    r"|as\s+a\s+(?:direct\s+)?(?:result|consequence)\b(?:\s+of\b)?"
    r"|(?:was|were|is|are)\s+(?:\w+\s+){0,3}?(?:consequence|cause|result|product|effect)s?\s+of\b"
    r"|(?:the\s+)?(?:effects?|consequences?|results?)\s+of\s+(?:[\w-]+\s+){1,6}?(?:was|were|is)\b"
    r"|caus(?:ed|es)\b"
    r"|(?:(?:has|have|had)\s+)?(?:resulted\s+(?:in|from)|led\s+(?:\w+ly\s+)?to|brought\s+about"
    r"|g[ai]ven?\s+rise\s+to|contributed\s+to)\b|result(?:s|ing)\s+in\b|contributes\s+to\b"
    rf"|leads?\s+to\s+{_BETTER}\b|leading\s+to\s+{_BETTER}\b"
    r"|(?:thanks|owing)\s+to\b|because\s+of\b"
    rf"|(?<!\bas\s)\bdue\s+to\s+{_DUE}\w+"
    r"|(?:is|was|are|were|be)\s+(?:\w+ly\s+)?down\s+to\b"
    r"|(?:attributable|attributed|ascribed)\s+to\b|stem(?:s|med|ming)\s+from\b"
    r"|(?:driven|brought\s+on|brought\s+about|triggered|produced|explained)\s+by\b"
    r"|(?:triggers?|triggered|sparked|unleashed)\s+(?:an?|the)\s+\w+"
    rf"|responsible\s+for\s+(?:the|this|these|an?|all|much\s+of\s+the)\s+(?:\w+\s+)?{_CHANGE}\b"
    rf"|(?:accounts?|accounted)\s+for\s+(?:the|this)\s+(?:\w+\s+)?{_CHANGE}\b"
    r"|(?:has|have|had|having)\s+(?:an?|the|its|no\s+small|\w+)\s+(?:\w+\s+)?"
    r"(?:impact|effect|influence)s?\s+on\b"
    r"|(?:proves?|proved|proven|demonstrates?|demonstrated)\s+(?:that|to\s+be\s+effective)\b"
    r"|(?:is|was|are|were|proved)\s+(?:\w+\s+)?effective\s+(?:in|at|for|against)\b"
    rf"|{_CHANGE}\s+(?:in\s+(?:[\w-]+\s+){{1,4}}?)?(?:came|comes|arose|arises|flowed)"
    rf"\s+(?:from|through)\b"
    r"|prov(?:es|ed)\s+(?:the|its|their|how|itself)\b"
    r"|(?:brought|brings?|got|drove)\s+(?:[\w-]+\s+){1,3}?(?:down|up)\s+(?:by|to|from)\b"
    r"|turned\s+(?:[\w-]+\s+){1,3}?around\b|put\s+an\s+end\s+to\b|did\s+away\s+with\b"
    r"|ma(?:de|kes)\s+(?:an?|the|all\s+the)\s+(?:\w+\s+)?difference\b|(?:paid|pays)\s+off\b"
    r"|(?:had|has|have)\s+an?\s+(?:\w+\s+)?(?:effect|impact)\b"
    r"|(?:intervention|program(?:me)?|training|approach|method|scheme|project|pilot|rota|measure"
    r"|change|idea|trial|it|this)s?\s+work(?:s|ed)(?=\s*[:.,;!])"
    r"|(?:consequently|therefore|hence|thereby|so)\b,?\s[^.;,]{0,50}?\b(?:fell|dropped|rose"
    r"|declined"
    r"|decreased|increased|improved)\b"
    r"|it\s+(?:was|is)\s+(?:\w+\s+){1,4}?(?:that|which)\s+"
    r"(?:kept|made|brought|gave|turned|solved|saved|stopped|did\s+it)\b"
    r"|(?:fell|dropped|rose|improved|declined|decreased|increased|doubled|halved|went\s+(?:up"
    r"|down))"
    r"\b[^.;]{0,60}?\bbecause\b"
    r"|because\b[^.;]{0,80}?,[^.;]{0,60}?\b(?:fell|dropped|rose|improved|declined|decreased"
    r"|increased|doubled|halved|fewer|none|nobody)\b"
    r"|(?:fell|dropped|rose|improved|declined|decreased|increased)[^.;,]{0,40}?\bas\s+a"
    r"\s+result\b"
    r")"
    r"|,\s*(?:thereby\s+|thus\s+|greatly\s+)?(?:reducing|cutting|improving|increasing|preventing"
    r"|lowering|saving|halving|doubling|eliminating|shortening|boosting|avoiding)\s+\w+",
)
"""What says by itself that there is a cause."""
_LINK_WORDS = frozenset(
    """
    account accounted accounts arises arose ascribed attributable attributed avoiding away because
    boosting bring brings brought came cause caused causes comes consequence consequences
    contributed contributes cutting declined decreased demonstrate demonstrated demonstrates did
    difference doubling down driven dropped drove due effect effective effects eliminating end
    explained fell flowed gave got halving impact impacts improved improving increased increasing
    influence influences kept lead leading leads led lowering made off owing preventing produced
    product products prove proved proven proves reducing responsible result resulted resulting
    results rise rose saved saving shortening solved sparked stemmed stemming stems stopped thanks
    trigger triggered triggers turned unleashed worked works
    """.split()  # noqa: SIM905 - a list of strings reads worse
)
"""Words one of which is in all that :data:`_LINKS` finds."""
_VERBS = {
    **dict.fromkeys(
        (
            *("reduce", "decrease", "increase", "improve", "enhance", "shorten", "lower"),
            *(
                "strengthen",
                "weaken",
                "boost",
                "eliminate",
                "prevent",
                "save",
                "transform",
                "solve",
            ),
            *("double", "halve", "triple", "treble", "enable", "accelerate", "cure"),
            *("minimise", "minimize", "maximise", "maximize", "worsen", "lengthen", "ease"),
            *("revive", "restore", "foster", "promote", "avert", "empower", "motivate"),
            *("encourage", "remedy", "resolve", "heal", "lift", "speed", "deepen"),
            *(
                "sharpen",
                "curb",
                "generate",
            ),
        ),
        "",
    ),
    "cut": "cut",
    "change": "changed",
    "build": "built",
    "spur": "spurred",
    "inspire": "",
    "protect": "",
    "ensure": "",
    "guarantee": "",
    "allow": "",
    "force": "",
    "free": "",
    "end": "",
    "fix": "fixed",
    "attract": "",
    "tighten": "",
    "convince": "",
    "relieve": "",
    "stabilise": "",
    "stabilize": "",
    "produce": "produced",
    "stop": "stopped",
    "create": "created",
    "remove": "removed",
    "raise": "raised",
    "drive": "drove",
    "yield": "yielded",
    "deliver": "delivered",
    "undermine": "undermined",
}


_NOUNS = frozenset(
    {"change", "changes", "stop", "raise", "end", "ends", "force", "forces", "free", "frees", "fix"}
)
"""Forms of these verbs that are mostly something else."""


_ADJECTIVES = frozenset({"increased", "decreased", "reduced", "improved", "enhanced"})
_ARTICLES = frozenset({"the", "this", "our", "their", "its", "a"})


def _forms() -> str:
    forms: set[str] = set()
    for verb, past in _VERBS.items():
        stem = verb.removesuffix("e")
        ed = past or (f"{stem[:-1]}ied" if stem.endswith("dy") else f"{stem}ed")
        third = f"{verb[:-1]}ies" if verb.endswith("dy") else f"{verb}s"
        forms |= {verb, ed, third}
    return "|".join(sorted(forms - _NOUNS, key=len, reverse=True))


_NO_OBJECT = (
    r"(?!\w+\s+(?:hours?|days?|weeks?|months?|years?)\b|by\b|from\b|in\b|at\b|on\b|after\b"
    r"|during\b|over\b|since\b|when\b|while\b|with\b|without\b"
    r"|and\b|or\b|but\b|to\b|the\s+(?:question|issue|concern|alarm)|as\b|of\b|once\b|until\b"
    r"|between\b|among\b|both\b|further\b|again\b"
    r"|slightly\b|only\b|\w+ly\b|than\b|for\b|if\b|because\b|was\b|were\b|is\b|are\b|had\b"
    r"|has\b|within\b)"
)
"""What follows a verb that has no object."""
_TRANSITIVE = re.compile(
    rf"\b(?:(?P<verb>{_forms()})\s+{_NO_OBJECT}(?=[\w‘“])"
    r"|(?P<made>made|makes?|gave|gives?|left|kept|keeps)\s+(?:[\w'’-]+\s+){1,4}?"
    r"(?:more|less|better|worse|fewer|greater|safer|easier|faster|quicker|calmer|clearer|stronger"
    r"|happier|possible|\w+ier|safe|shorter|longer|cheaper)\b"
    r"|(?P<kept_from>kept|keeps?|gave|gives?)\s+(?:[\w'’-]+\s+){1,4}?(?:from\s+\w+ing|the"
    r"\s+(?:courage"
    r"|confidence|skills?|chance|means|strength|will|time|tools|ability))\b"
    r"|(?P<helped>help(?:s|ed))\s+(?!by\b|in\b|with\b|and\b|or\b)\w+"
    rf"|(?:was|were|is|are|been)\s+(?:\w+ly\s+)?(?P<passive>{_forms()})\s+by\s+(?!\d|half\b"
    rf"|an?\s+"
    r"(?:third|half|quarter|fifth|tenth|factor|margin)\b|two\b|three\b|about\b|nearly\b)"
    r"(?:[\w'’-]+\s*){1,4})",
)
_EFFECT_WORDS = frozenset(
    (
        *_forms().split("|"),
        *("made", "make", "makes", "gave", "give", "gives", "left", "kept", "keep", "keeps"),
        *("helps", "helped"),
    )
)
"""Words one of which is in all that :data:`_TRANSITIVE` finds."""
_TOKEN = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(
    r"[.;:,()–—]\s"
    r"|\b(?:and|but|that|which|because|while|when|where|so)\s",
    re.IGNORECASE,
)
_AGENT = re.compile(
    rf"(?:we|they|i|you|he|she|who|one|{ROLE}|patients?|villagers?|famil(?:y|ies))$"
)
_NOT_SUBJECT = frozenset(
    (
        *("a", "an", "the", "of", "with", "and", "or", "by", "for", "to", "in", "on", "at"),
        *("from", "was", "were", "is", "are", "be", "been", "being", "their", "our", "its"),
        *("his", "her", "my", "your", "more", "not", "no", "than", "as", "may", "might"),
        *("could", "would", "should", "can", "will", "must", "did", "does", "do", "if"),
        *("also", "never", "very", "most", "much", "some", "any", "all", "every", "each"),
    )
)
_BETWEEN = frozenset(
    (
        *("has", "have", "had", "also", "then", "even", "thus", "often", "soon", "greatly"),
        *("clearly", "both"),
    )
)
_PLURAL_NOT = frozenset(
    (
        *("is", "was", "has", "this", "us", "its", "as", "thus", "always", "perhaps"),
        *("whereas"),
    )
)
_POINTERS = frozenset({"that", "which", "this", "it", "these", "what"})
_PLACING = frozenset({"of", "on", "in", "at", "from", "with"})
"""Words between people and what tells them apart: *the nurses on the ward*."""
_WORD = re.compile(r"[\w'’/-]+")
_BACK = 120
"""Characters before a verb in which its subject is looked for."""
_OPINION = re.compile(
    r"\b(?:whether|may|might|could|would|should|perhaps|probably|possibly|report(?:s|ed)?|said"
    r"|says?"
    r"|felt|feels?|believed?|believes|expect(?:s|ed)?|thought|thinks?|hoped?|hopes|own\s+account"
    r"|opinion|estimated?|told\s+us|cannot|can\s+not|unclear|unknown|aims?|aimed|meant\s+to"
    r"|intended|suggest(?:s|ed)?|associated|hypothes\w+|seems?|seemed|appears?|appeared|asked"
    r"|in\s+order\s+to|designed\s+to|supposed\s+to)\b",
    re.IGNORECASE,
)
"""Words by which a sentence says itself that it is no proof, or whose opinion it tells."""
_DENIED = re.compile(
    r"(?:\b(?:not|no|never|nothing|nor|neither)\b|n[’']t\b)[^.;]{0,40}$", re.IGNORECASE
)


def claims(
    text: str, sentence_at: Callable[[int, int], str] | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the start and end of what claims a cause, unless its sentence is careful itself.

    Args:
        text: Prose.
        sentence_at: Returns the sentence around two offsets; without it the text is one sentence.
    """
    lowered = in_small_letters(text)
    last = 0
    matches = [*_found(_LINKS, _LINK_WORDS, lowered), *_effects(lowered)]
    for start, end in sorted(match.span() for match in matches):
        if start < last or _DENIED.search(lowered, max(start - _BACK, 0), start):
            continue
        if not _OPINION.search(sentence_at(start, end) if sentence_at else text):
            last = end
            yield start, end


def _found(
    pattern: re.Pattern[str], words: frozenset[str], lowered: str
) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds, looking only where one of its words is: most sentences have none.

    Nothing that it finds holds a full stop.
    """
    done = 0
    for token in _TOKEN.finditer(lowered):
        if token.start() < done or token[0] not in words:
            continue
        start = max(lowered.rfind(".", 0, token.start()) + 1, done)
        done = lowered.find(".", token.end()) + 1 or len(lowered)
        yield from pattern.finditer(lowered, start, done)


def _effects(lowered: str) -> Iterator[re.Match[str]]:
    """Yield verbs of effect whose subject is a thing: people who reduce something do their work."""
    for match in _found(_TRANSITIVE, _EFFECT_WORDS, lowered):
        if _is_thing(lowered[max(match.start() - _BACK, 0) : match.start()], match):
            yield match


def _is_thing(before: str, match: re.Match[str]) -> bool:
    """Whether the subject of a verb, or what did it, is no person."""
    if match["passive"]:
        return not any(_AGENT.match(word) for word in _WORD.findall(match[0]))
    clause = before
    for boundary in _CLAUSE.finditer(before):
        rest = before[boundary.end() :]
        if rest.strip():
            clause = rest
        elif boundary[0].strip() in _POINTERS:
            return True
    words = _WORD.findall(clause)
    while words and (words[-1] in _BETWEEN or words[-1].endswith("ly")):
        words.pop()
    if not words or words[-1] in _NOT_SUBJECT or _AGENT.match(words[-1]):
        return False
    if any(_AGENT.match(word) and after in _PLACING for word, after in pairwise(words[:5])):
        return False
    return _agrees(match["verb"], words)


def _agrees(verb: str | None, words: Sequence[str]) -> bool:
    """Whether a verb can follow its subject, and is neither an adjective nor a noun there."""
    if verb in _ADJECTIVES and len(words) > 1 and words[-1].endswith("ing"):
        # In "providing increased confidence" nothing is increased.
        return words[-2] in _ARTICLES
    if verb in _VERBS and verb != "cut":
        return words[-1].endswith("s") and words[-1] not in _PLURAL_NOT
    return True
