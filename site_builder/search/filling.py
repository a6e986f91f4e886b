"""Words of any message that say nothing of its problem: greetings, names, times, and talk."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

GREETINGS = frozenset({"hi", "hello", "hey", "hiya", "dear", "greetings"})
TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam"})
CLOSINGS = frozenset(
    """
    regards rgds cheers thanks thank thx ta sincerely faithfully truly respectfully cordially wishes
    love hugs xx xxx yours
    """.split()  # noqa: SIM905 - a list of strings reads worse
)
_COURTESY = """
    please pls plz sorry apologies kindly grateful gratefully appreciate appreciated obliged hope
    hoping warm warmest kind kindest good
"""
_MAIL = (
    "fw fwd cc bcc sent iphone android attached attachment enclosed forwarded ext tel http https"
)
_TIMES = """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december today yesterday tomorrow tonight week weeks month
    months year years ago recently lately soon nowadays currently last next
"""
_TALK = """
    anyone anybody someone somebody anything something everything stuff lot lots bit bits really
    actually basically honestly literally quite pretty maybe perhaps probably else ever though
    although anyway ok okay yes yeah yep oh sure indeed seriously totally absolutely exactly
    whatever whoever whenever wherever hence upon onto via etc eg ie vs btw imho tbh lol fyi asap
    gonna wanna gotta dont doesnt didnt cant couldnt wont wouldnt isnt wasnt thats im ive youd theyd
    don doesn didn couldn won wouldn isn wasn ll ve re
"""
FILLING = GREETINGS.union(
    TITLES, CLOSINGS, *(some.split() for some in (_COURTESY, _MAIL, _TIMES, _TALK))
)
"""Words of any message, which say nothing of what its problem is. They score by half."""
_BEFORE_A_CLOSING = 8
"""Words that stand before a closing."""
_LONGEST_SIGNATURE = 16
"""Most words of a closing with the names below it."""


def meant_by(
    words: Iterable[str], sequence: Sequence[str], known: Collection[str]
) -> tuple[str, ...]:
    """Return the words that say what is meant: without names.

    An unknown word is taken for a name after a greeting or a title, and below a closing. Where
    nothing is left, all words count.

    Args:
        words: Telling words of a query.
        sequence: All its words in order.
        known: Words that some lesson has.
    """
    listed, names = tuple(words), names_in(sequence)
    return tuple(word for word in listed if word in known or word not in names) or listed


def names_in(sequence: Sequence[str]) -> set[str]:
    """Return the words that are names, unless a lesson has them."""
    names = {name for word, name in pairwise(sequence) if word in GREETINGS or word in TITLES}
    first = max(_BEFORE_A_CLOSING, len(sequence) - _LONGEST_SIGNATURE)
    closings = [at for at in range(first, len(sequence)) if sequence[at] in CLOSINGS]
    return names.union(sequence[closings[0] :] if closings else ())
