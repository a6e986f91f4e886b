"""Classes of words by which people are blamed, a capital letter each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from site_builder.library.wording.people import GROUPS, NAMES, TITLES, is_person
from site_builder.library.wording.sentences import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = {
    # What is said of nobody but people and what they do.
    "T": """
        absent-minded apathetic arrogant big-headed bungling careless cavalier clueless
        clumsy complacent condescending cowardly crooked devious dishonest disloyal
        dismissive disrespectful foolish greedy half-hearted heavy-handed heedless
        high-handed idiotic inattentive incompetent inconsiderate inept irresponsible
        lackadaisical lazy negligent obstructive over-confident overconfident patronising
        patronizing petty pig-headed reckless selfish shoddy short-sighted slack slapdash
        slipshod sloppy spiteful stupid thoughtless two-faced uncaring uncooperative
        unprofessional untrustworthy vindictive work-shy
""",
    # What is also said of things, or of patients.
    "F": """
        aggressive ashamed asleep chaotic corrupt disorganised disorganized drunk forgetful
        guilty hopeless hostile hungover idle ignorant impatient incapable indifferent lax
        rude stubborn timid unhelpful uninterested unprepared unreliable unwilling useless
        vain
""",
    # Vices.
    "V": """
        arrogance bloody-mindedness carelessness complacency cowardice dishonesty ego
        foolishness forgetfulness greed idleness ignorance inaction inattention
        incompetence indifference indiscipline ineptitude inexperience irresponsibility
        laxity laziness misconduct mismanagement negligence obstinacy recklessness
        selfishness slackness sloppiness stubbornness stupidity thoughtlessness
        unprofessionalism unwillingness vanity
""",
    "D": """
        arrogantly carelessly foolishly heedlessly incompetently irresponsibly negligently
        recklessly shoddily sloppily stupidly thoughtlessly wilfully willfully
""",
    # What nobody does well.
    # What people ought to do, so that it is blame to say that they did not.
    "U": """
        apologise apologised apologize apologized bother bothered bothers calibrate care
        cared cares check checked checks complied comply concentrate concentrating
        cooperate double-check follow followed follows heed heeded inspect inspected
        interested learn listen listened listening listens look looked obey obeyed prepare
        prepared prepares read replied reply supervise supervised think thinks tried try
        verified verify wash washed washes
""",
    "H": """
        accident accidents blunder blunders chaos collapse crash crisis damage death deaths
        debacle delay delays disaster error errors failure failures fiasco harm incident
        injuries injury loss losses mess mishap mistake mistakes outage scandal shambles
        shortage spill waste
""",
    # Of which it is blame to say that somebody had none.
    "I": """
        attempt attention clue commitment competence competency consideration diligence
        discipline effort excuse foresight heed idea integrity interest judgement judgment
        leadership notice professionalism regard respect supervision tact
""",
    "A": """
        again also always as both clearly even ever far firmly frankly how just
        never-ending often only plainly quite rather really simply so solely squarely still
        too totally typically utterly very
""",
    "B": "am are be became been being is proved remained seemed was were",
    # What sets *did not listen* apart from *did not hear*.
    "N": "never",
}
_MISDEEDS = """
    abuse bluff blunder bodge botch bully bungle cheat dawdle disregard dither dodge doze
    fabricate fake fiddle flout fob fudge gloat gossip ignore loaf meddle mishandle mismanage
    moan neglect overlook panic pester pocket ruin sabotage shirk shrug skive slack sneer snub
    spoil squander stonewall sulk tamper waste whine
"""
"""What nobody does well, by its regular forms."""
_PAST = "concealed falsified forged hid lied messed misled muddled screwed sloped spoilt stole"


def _forms(verb: str) -> Iterator[str]:
    stem = verb.removesuffix("e")
    doubled = stem + stem[-1] if verb == "fob" else stem.removesuffix("y")
    yield f"{doubled}{'ied' if verb == 'bully' else 'ed'}"
    if verb in {"flout", "shirk", "dodge", "sulk", "whine", "bodge", "botch", "bungle"}:
        yield verb
    if verb not in {
        "abuse",
        "fake",
        "waste",
        "neglect",
        "disregard",
        "panic",
        "doze",
        "slack",
        "moan",
    }:
        yield f"{verb}s" if verb != "bully" else "bullies"


WORDS["W"] = " ".join(
    (_PAST, "panicked", *(form for verb in _MISDEEDS.split() for form in _forms(verb)))
)
CLASSES = {word: letter for letter, words in WORDS.items() for word in words.split()}
_OWNERS = frozenset({"his", "her"})
WHOEVER = frozenset({"he", "she", "who"} | GROUPS | NAMES)


@lru_cache(maxsize=65_536)
def class_of(word: str) -> str:
    """Return the class of a word, or the word itself.

    P is a person or a group, M a title, and G whose something is.
    """
    word = word.replace("’", "'")
    owner = word.removesuffix("s")[:-1] if word.endswith(("'s", "'")) else ""
    if word in _OWNERS or word == "whose" or (owner and class_of(owner) in {"P", "M"}):
        return "G"
    if word in {"cannot", "can't", "couldn't"}:
        return "K"
    if word.endswith("n't"):
        return "N"
    if word in WHOEVER:
        return "P"
    if word in TITLES:
        return "M"
    found = CLASSES.get(word) or ("P" if is_person(word) else "")
    return found or ("A" if word.endswith("ly") else word)


class _Lines(dict[str, str]):
    """The lines of what stands between spaces: of most it is known."""

    def __missing__(self, written: str) -> str:
        if len(self) >= _LINES_KEPT:
            self.clear()
        line = self[written] = " ".join(map(class_of, TOKEN.findall(written)))
        return line


_LINES_KEPT = 65_536
_LINES = _Lines()


def line_of(lowered: str) -> str:
    """Return a text as a line of classes and words, with one space between two."""
    return " ".join(filter(None, map(_LINES.__getitem__, lowered.split())))
