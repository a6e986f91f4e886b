"""Verbs by which a thing has an effect: *it halved the delays*, *visits keep trust alive*."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from site_builder.library.wording.people import is_person
from site_builder.library.wording.sentences import Cues, near

if TYPE_CHECKING:
    from collections.abc import Sequence

_REGULAR = """
    accelerate aggravate alleviate allow amplify attract avert boost broaden calm convince cure
    damage decrease deepen deter discourage disrupt dissuade double ease eliminate empower
    enable encourage end enhance ensure eradicate erode exacerbate force foster free guarantee
    halve hamper harm heal hinder impede improve increase inspire lengthen lessen lift lower
    maximise maximize minimise minimize mitigate moderate motivate narrow nurture persuade
    prevent promote prompt protect provoke quadruple reassure reduce reinforce relieve remedy
    rescue resolve restore revive safeguard save secure sharpen shorten simplify slash slow
    smooth soften solve spark speed stabilise stabilize stimulate streamline strengthen sustain
    tighten transform treble trigger triple unite unlock weaken widen worsen
"""
_VERBS = {
    **dict.fromkeys(_REGULAR.split(), ""),
    "curb": "",
    "generate": "",
    "hurt": "hurt",
    "destroy": "destroyed",
    "ruin": "",
    "permit": "permitted",
    "let": "let",
    "cut": "cut",
    "change": "changed",
    "build": "built",
    "spur": "spurred",
    "fix": "fixed",
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
    | {"harm", "lower", "slow", "calm", "double", "ease", "speed", "spark", "lift", "rescue", "let"}
    | {"damage", "damages", "slash", "smooth", "narrow", "triple", "remedy", "secure", "cure"}
    | {"moderate", "prompt", "hurt", "increase", "decrease", "triggers", "trigger", "sparks"}
)
"""Forms of these verbs that are mostly something else."""


_PLAIN = frozenset(
    (_VERBS.keys() - {"cut", "let", "hurt"})
    | {"make", "give", "keep", "bring", "drive", "turn", "put", "pull"}
)
"""Verbs in the form that follows several things, or nobody: *Keep it open*."""
_ADJECTIVES = frozenset({"increased", "decreased", "reduced", "improved", "enhanced"})
_ARTICLES = frozenset({"the", "this", "our", "their", "its", "a"})


def _forms() -> list[str]:
    """Return every form of these verbs that is mostly one."""
    forms: set[str] = set()
    for verb, past in _VERBS.items():
        stem = verb.removesuffix("e")
        ed = past or (f"{stem[:-1]}ied" if stem.endswith(("dy", "fy")) else f"{stem}ed")
        third = f"{verb[:-1]}ies" if verb.endswith(("dy", "fy")) else f"{verb}s"
        if verb.endswith(("sh", "ss")):
            third = f"{verb}es"
        forms |= {verb, ed, third}
    return sorted(forms - _NOUNS)


_FORMS = _forms()
# One choice by the first letter, and one of the few that begin with it: a third of the time.
_VERB = "|".join(
    rf"{letter}(?:{'|'.join(form[1:] for form in alike)})"
    for letter, alike in groupby(_FORMS, key=itemgetter(0))
)


_NO_OBJECT = (
    r"(?!\w+\s+(?:hours?|days?|weeks?|months?|years?)\b|by\b|from\b|in\b|at\b|on\b|after\b"
    r"|during\b|over\b|since\b|when\b|while\b|with\b|without\b"
    r"|and\b|or\b|but\b|to\b|the\s+(?:question|issue|concern|alarm)|as\b|of\b|once\b|until\b"
    r"|between\b|among\b|both\b|further\b|again\b"
    r"|slightly\b|only\b|\w+ly\b|than\b|for\b|if\b|because\b|was\b|were\b|is\b|are\b|had\b"
    r"|has\b|within\b)"
)
"""What follows a verb that has no object."""
PATTERN = re.compile(
    rf"\b(?=[a-z])(?:(?P<verb>{_VERB})\s+{_NO_OBJECT}(?=[\w‘“])"
    r"|(?P<made>made|makes?|gave|gives?|left|kept|keeps)\s+(?:[\w'’-]+\s+){1,4}?"
    r"(?:more|less|better|worse|fewer|greater|safer|easier|faster|quicker|calmer|clearer|stronger"
    r"|happier|possible|\w+ier|safe|shorter|longer|cheaper|confident|willing|likely|aware|able"
    r"|ready"
    r"|proud|visible|[\w-]+[- ](?:proof|free)|impossible|unnecessary|obsolete|redundant)\b"
    r"|(?P<phrasal>(?:drove|drives?|brought|brings?|pushe[sd]|kept|keeps?|cuts?|held|forced|got)"
    r"\s+(?:down|up)\s+(?!(?:to|with|by|on)\b)\w+|(?:wiped?s?|wiped|ironed|weeded)\s+out\s+\w+"
    r"|(?:brought|brings?)\s+"
    r"(?:[\w'’-]+\s+){1,4}?(?:together|closer|back|relief|calm|order|change)\b"
    r"|turn(?:s|ed)\s+(?:[\w'’-]+\s+){1,5}?into\b|puts?\s+(?:[\w'’-]+\s+){1,3}?at\s+(?:ease|rest)\b"
    r"|(?:gave|gives)\s+(?:[\w'’-]+\s+){1,4}?(?:access|reason|hope|pause|room)\b"
    r"|(?:keeps?|kept)\s+(?:[\w'’-]+\s+){1,4}?(?:in|out|at|alive|lively|busy|safe|on|going|apart"
    r"|from)\b"
    r"|(?:got|gets)\s+rid\s+of\b|pull(?:s|ed)\s+(?:[\w'’-]+\s+){1,4}?(?:together|out)\b)"
    r"|(?P<kept_from>kept|keeps?|gave|gives?)\s+(?:[\w'’-]+\s+){1,4}?(?:from\s+\w+ing|the"
    r"\s+(?:courage"
    r"|confidence|skills?|chance|means|strength|will|time|tools|ability))\b"
    r"|(?P<helped>help(?:s|ed))\s+(?!by\b|in\b|with\b|and\b|or\b)\w+"
    rf"|(?:was|were|is|are|been)\s+(?:\w+ly\s+)?(?P<passive>{_VERB})\s+by\s+(?!\d|half\b"
    rf"|an?\s+"
    r"(?:third|half|quarter|fifth|tenth|factor|margin)\b|two\b|three\b|about\b|nearly\b)"
    r"(?:[\w'’-]+\s*){1,4})",
)
_COMPARED = (
    *("into", "at ease", "access", "in ", "out", "lively", "proof", "free", "alive", "on "),
    *("more", "less", "er ", "possible", "from", "the ", "safe", "confident", "willing", "likely"),
    *("able", "ready", "proud", "aware", "visible", "redundant", "necessary", "obsolete"),
)
_TOGETHER = ("together", "closer", "back", "relief", "calm", "order", "change")
CUES = Cues(
    {
        **dict.fromkeys((*_FORMS, "helped", "helps", "wiped"), ()),
        **near("gave give gives left make made makes", *_COMPARED),
        **near("keep keeps kept", *_COMPARED, " at", " going", " apart", "down", "up"),
        **near("bring brings brought", "down", "up", *_TOGETHER),
        **near("held", "down", "up"),
        **near("got pushed pushes", "down", "up", "rid"),
        **near("gets", "rid"),
        **near("ironed weeded", "out"),
        **near("pull pulls pulled", "together", "out"),
        **near("put puts", "at "),
        **near("turned turns", "into"),
    }
)
"""Words one of which is in all that the pattern finds, with words that have to stand near it."""
_CLAUSE = re.compile(
    r"[.;:,()–—]\s"
    r"|\b(?:and|but|that|which|because|while|when|where|so)\s",
    re.IGNORECASE,
)
_AGENTS = frozenset(
    "we they i you he she who one patient patients villager villagers family families".split()  # noqa: SIM905 - as above
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
        *("whereas",),
    )
)
_POINTERS = frozenset({"that", "which", "this", "it", "these", "what"})
_PLACING = frozenset({"of", "on", "in", "at", "from", "with"})
"""Words between people and what tells them apart: *the nurses on the ward*."""
_WORD = re.compile(r"\w[\w'’/-]*")


def _is_agent(word: str) -> bool:
    return word in _AGENTS or is_person(word)


def is_thing(before: str, match: re.Match[str]) -> bool:
    """Whether the subject of a verb, or what did it, is no person."""
    if match["passive"]:
        return not any(_is_agent(word) for word in _WORD.findall(match[0]))
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
    if not words or words[-1] in _NOT_SUBJECT or _is_agent(words[-1]):
        return False
    if any(_is_agent(word) and after in _PLACING for word, after in pairwise(words[:5])):
        return False
    return _agrees(match["verb"] or match[0].split()[0], words)


def _agrees(verb: str, words: Sequence[str]) -> bool:
    """Whether a verb can follow its subject, and is neither an adjective nor a noun there."""
    if verb in _ADJECTIVES and len(words) > 1 and words[-1].endswith("ing"):
        # In "providing increased confidence" nothing is increased.
        return words[-2] in _ARTICLES
    if verb in _PLAIN:
        return words[-1].endswith("s") and words[-1] not in _PLURAL_NOT
    return True
