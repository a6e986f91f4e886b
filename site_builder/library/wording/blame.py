"""Words that blame a person or a group: for a trait, for what they left undone, or as the cause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.library.wording.classes import WORDS, class_of, line_of
from site_builder.library.wording.sentences import Cues, near
from site_builder.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.wording.sentences import Prose

_NOT = r"(?:(?:did|does|do|would|will|had|has|have|B) not|(?:had |has |have )?N)"
_WHOM = (
    r"(?:(?:a|an|the|our|your|this|that|one|some|all|those|these|G|their|two|several"
    r"|\w+ and) )*(?:[\w'-]+ ){0,3}?(?:P(?: P)*|M(?: \.)? \w+)"
)
_AT = (
    r"(?: (?:on|in|at|of|from|for|behind) (?:(?:the|our|this|a|duty|call|charge|G"
    r"|each) ?)?(?:[\w'-]+)?)?"
)
_WHO = (
    rf"(?:P{_AT}(?: (?!and|or|to|for|of|in|on|at|by|with|from|that|B|had|has|have|not)[a-z'-]+)?"
    r"|M(?: \.)? \w+)(?: ,)?"
)
"""A person or a group, with where they are and what they are called."""
_STEPS = r"(?: (?:A|D|had|has|have|did|N|kept|keeps|then|once more))*?"
_IDIOM = (
    r"(?:(?:failed|fails|refused|refuses|forgot|forgotten|forgets|omitted|declined|W) to \w+"
    r"|forgot (?:about|the|our|G|their)|failed (?:in (?:G|their)|us|the patients?)"
    r"|(?:chose|chooses|preferred|decided) (?:not to|to (?:ignore|overlook|hide|U away|skip))"
    r"|(?:let|lets) (?:[\w'-]+ ){1,3}down|left (?:us|everybody|everyone) (?:in the lurch|alone)"
    r"|(?:W|fouled|cocked|mixed) (?:[\w'-]+ ){0,3}?up"
    r"|cuts? corners|took (?:A )?(?:short ?cuts|the easy way)|dropped the ball|passed the buck"
    r"|drag(?:ged|s) (?:its|their|G) (?:feet|heels)|jumped the gun|buried (?:G|their) heads?"
    r"|(?:sat|sits) on (?:its|their|G) hands|U (?:its|their|G) hands of"
    r"|(?:turn(?:ed|s)?|turning) a (?:blind eye|deaf ear)|U (?:the other way|away)"
    r"|fell (?:A )?F|nodded off|lost (?:G|their) (?:temper|nerve|head|heads)|lost I"
    r"|(?:threw|throws) (?:a (?:tantrum|fit)|G toys)|(?:pulled|pulls) (?:rank|G weight"
    r"|[\w' -]{1,30} out of thin air)"
    r"|U down on|talk(?:ed|s) (?:down to|over)|(?:rode|rides) roughshod|buried the \w+"
    r"|covered G tracks"
    r"|took (?:G|their|an|its) eyes? off|took (?:the|all the|most of the) credit|lost the plot"
    r"|lost (?:sight|control) of"
    r"|(?:paid|pays) lip service|went (?:through the motions|missing|awol|behind)|(?:shifted"
    r"|shifts|bears?|carr(?:y|ies)) the blame"
    r"|moved the goalposts|(?:made|found|makes) I?(?:excuses)|cooked the books|made it up"
    r"|jumped to conclusions"
    r"|(?:turned|showed|came) up (?:late|F|T|A late)|brushed [\w' -]{1,20}aside|let (?:it"
    r"|things) (?:slip|slide|drift)"
    r"|(?:left|rushed|hurried) (?:it to others|in a hurry|through)|dug (?:its|their|G) heels"
    r"|got cold feet"
    r"|chickened out|stood by|sat back|U A about|thought A of (?:G|themselves|himself|herself)"
    r"|knew best"
    r"|(?:took|takes|take) [\w ]{1,30}? A\b|play(?:ed|s) fast and loose|walked out|stormed out"
    r"|shouted at|swept (?:[\w'-]+ ){1,3}under|blamed (?:everyone|everybody|others)"
    r"|went behind|played (?:politics|games|dumb)|abandoned (?:G|their|the) post"
    r"|did (?:A )?(?:nothing|a bad job)|knew (?:nothing|better|no better)"
    r"|(?:did|does|do|made|has|have|had) (?:a|an) (?:A )?(?:poor|bad|terrible|T|lousy|awful"
    r"|rotten) job"
    r"|made (?:a|an) (?:[\w'-]+ )?H"
    r"|(?:made|making|makes|committed) (?:a|an|the|this|that|another|several|some|these"
    r"|T)?(?: ?[\w'-]+){0,2}? ?H"
    r"|(?:did|does|do) not know (?:what (?:P|they) B doing|G job|their job)"
    r"|(?:took|takes|paid|pays|made|makes|showed|shows|shown|displayed) (?:no|little|scant|A any"
    r"|not the slightest|N any|insufficient|poor|bad|weak)(?: [\w'-]+)? I"
    r"|(?:had|has|have) (?:A )?no (?:business|intention|I)"
    r"|(?:lacked|lacks|lack) (?:the |any |all |basic )?(?:[\w'-]+ )?I"
    r"|(?:showed|shows|shown|displayed|displays)(?: [\w'-]+){0,3}? (?:V|lack of I)"
    r"|U (?:the )?rules|above the (?:rules|law)"
    r"|should (?:A )*(?:N )?have (?!B|had)(?:A )?(?:[\w'-]+(?:ed|wn|en|ght|id|ne|lt|ad)|U)"
    r"|should N have|(?:could have|might have) U"
    r"|(?:(?:could|can) not|K) (?:B (?:trusted|relied|U)|U (?:a )?simple|U less))"
)
"""What is blame once a person stands before it."""
_IS = (
    r"B(?: (?:A|D|most|more|not|[a-z]+ and))*? (?:T|F|at fault|to blame"
    r"|out of (?:G|their) depth|not up to (?:the|G|their) (?:job|task)|a (?:T |[a-z]+ )?(?:fool"
    r"|liar|idiot|bunch|amateur|slacker)"
    r"|(?:fools|liars|idiots|amateurs|slackers|time-wasters)"
    r"|distracted by (?:G|their)|(?:chatting|gossiping|daydreaming|texting|speeding|sulking"
    r"|on (?:G|their) phones?)|in (?:a|A much of a|such a) (?:hurry|rush) to|more I in (?:G"
    r"|their)|A (?:like|typical of)|not (?:B )?(?:paying|U|careful|capable|competent|fit|willing"
    r"|concerned)"
    r"|busy (?:with (?:G|their)|chatting|talking|gossiping)|A busy (?:with|talking|chatting"
    r"|gossiping)"
    r"|slow|bribed|responsible for (?:the|this|that|all|these) (?:[\w'-]+ )?H"
    r"|(?:proud|weak|scared|mean|F|T) to \w+|weak)\b"
)
PATTERN = re.compile(
    rf"(?<![\w'])(?:{_WHO}{_STEPS} (?:W(?! (?:by|to))|{_IDIOM}|{_IS})(?![\w'])"
    rf"|{_WHO}(?: A)* {_NOT}(?: (?:A|to|want to|make any|give|do anything|seem to))* (?:U|pay I"
    rf"|take U|take (?:[\w'-]+ )?A"
    r"|do (?:G|their) (?:job|homework|work|duty)|give I|show I|make (?:any |an )?I|ask|help|wait"
    r"|share|admit|answer|come|budge|turn up|show up|pull G weight|give G all|B (?:trusted|relied"
    r"|U))\b"
    rf"|{_WHO} (?:would not|N) (?:ask|help|wait|share|admit|answer|come|change|budge|move|accept"
    rf"|let)\b"
    r"|they B (?:A )*(?:T|F|at fault|to blame)\b"
    r"|(?!nobody\b|none\b|one\b|neither\b|it\b|valves?\b|cervix\b"
    r"|sphincter\b)[a-zA-Z'-]+ B (?:A )*T\b"
    rf"|T (?:[a-z'-]+ )?(?:P|behaviou?r|conduct|attitudes?|work|workmanship|job"
    rf"|planning|thinking|handling of|H)\b"
    r"|D [a-z]\w+|D W|(?:inexcusable|unforgivable|unpardonable|shocking|gross) (?:H|V|lack of I)"
    r"|(?:V|T|poor|bad|weak) (?:I|V) (?:of|by|in|among|on the part of|from) "
    rf"{_WHOM}|V (?:of|by|among|in|on the part of|from) {_WHOM}"
    r"|(?:poor|bad|weak|lack of) I (?:by|among|on the part of) "
    rf"{_WHOM}"
    r"|(?:due to|caused by|because of|owing to|through|out of|down to|result of|from|sheer|pure"
    r"|plain|gross|a matter of|case of) (?:(?:the|a|sheer|pure|plain|gross|some|G|their"
    r"|simple) )*(?:V|(?:poor|bad|weak) I|lack of I)\b"
    r"|(?:G|their)(?: own| sheer| general| A)?(?: [a-z'-]+)? (?:fault|V|lack of (?:I|V)|(?:bad"
    r"|poor|terrible|wrong|negative) (?:I|attitudes?|behaviou?r|temper))\b"
    r"|(?:G|their) (?:own )?(?:H|refusal|inability|reluctance|V) to \w+"
    rf"|fault of {_WHOM}|(?:blame[ds]?|blaming)(?! culture| game) (?!no|nobody|each|any){_WHOM}"
    r"|(?:blame|responsibility|fault|guilt)(?: for [\w' -]{1,40}?)? (?:lies|lay|rests|rested"
    r"|falls|fell|sits|must lie)(?: A)* (?:with|on|at) "
    rf"|(?:laid?|put|lies?) (?:A )?at the (?:door|feet) of|at (?:G|their) (?:door|feet)\b"
    rf"|those responsible\b|(?:hold|held|holds|holding) {_WHOM} (?:[\w'-]+ )?(?:responsible"
    rf"|accountable) for\b"
    r"|culprits?\b|beggars belief\b|B A like (?:him|G|them)\b|(?:have|has) (?:the "
    r"|our )?(?:[a-z]+ )?P to thank for"
    r"|of all P\b|(?:G|their) (?:H|mishandling|V|neglect|W) (?!B|of)|G T [a-z]{3,}ing\b"
    r"|T (?:ways?|manner)\b"
    r"|(?:nobody|no one) in [\w ]{1,30}? (?:could|K) B U"
    r"|(?:have|had|has) no I for\b|(?:nobody|no one) but (?:the |our )?(?:\w+ )?P B to blame"
    r"|A (?:himself|herself|themselves|itself) to blame\b|(?:have|has|had) A (?:himself|herself"
    r"|themselves) to\b"
    rf"|let down by {_WHOM}|should B (?:sacked|fired|disciplined|punished|F)\b"
    r"|cause B (?:the |our |a )?(?:[a-z]+ )?(?:G|human H|P H)\b"
    r"|(?:due to|caused by|because of|result of|down to|through|B|by) (?:a |an |the |pure "
    r"|simple )?(?:human|user|P) (?:H|failing)\b"
    rf"|(?:H) (?:by|on the part of) {_WHOM}|on the part of {_WHOM}"
    rf"|(?:W|forgotten) by {_WHOM}|it B {_WHOM} (?:that|P) (?:{_IDIOM}|W|broke|caused|spoil\w+"
    rf"|left)"
    r"|should have known better|(?:could|can|K|not) (?:not )?U less"
    r"|(?:if|had) (?:A )?(?:the |our |a |G )?(?:[a-z'-]+ )?P(?: had)?(?: A)? (?:done|paid|B more"
    r"|U|asked|noticed|seen|spoken|told|thought|taken|kept)\b"
    rf"|(?:a|any) (?:[a-z]+ )?(?:competent|careful|decent|good|proper|half-decent|responsible"
    rf"|beginner|child|fool|professional|conscientious|sensible|diligent)(?: P)? (?:would"
    rf"|could) (?:[A-Z] )?have\b|what (?:any|a) (?:beginner|child|fool) would"
    rf"|{_WHO} (?:had )?B [\w'-]+ (?:[\w'-]+ ){{0,4}}?(?:and|but|yet) (?:P )?(?:{_IDIOM}"
    rf"|{_NOT} U)\b"
    rf"|(?:A A|A usual|typical of|typical for) (?:, )?(?:the |our |those |these )?(?:[a-z'-]+ )?P\b"
    rf"|(?:an|the|this|our|some) (?:[a-z]+ )?P P (?:B T|{_NOT} U)"
    rf"|would N have happened (?:if|had|with) (?:a |the )?(?:[a-z]+ )?P"
    r")"
)
"""What blames somebody, in a line of words and classes."""
SIEVE = Sieve(PATTERN)
"""Lets through every such line, and few others."""
_DENIALS = ("not ", "n't ", "n’t ", "never ", "cannot ", "had ", "should ", "could have ")
_LITTLE = ("no ", "little ", "lack", "not ", "n't ", "n’t ", "scant ", "poor ", "bad ", "weak ")
_ERRING = ("user", "operator", "pilot", "staff", "worker", "driver", "nurse", "technician")
CUES = Cues(
    {
        **{word.split("-")[-1]: () for letter in "TFVDW" for word in WORDS[letter].split()},
        **near(WORDS["U"].replace("double-", ""), *_DENIALS),
        **near(WORDS["I"], *_LITTLE),
        **dict.fromkeys(
            WORDS["H"].split(),
            ("made ", "making ", "commit", "human ", " by ", "part of", "responsib", *_ERRING),
        ),
        **near("""
        accountable beginner blame blamed blames blaming bribed child competent conscientious
        corners culprit culprits decent declined distracted failed fails fault feet fired fool
        fools forget forgets forgot forgotten fouled games hands heads heels homework idiot
        idiots inability inexcusable liar liars lurch neglects nerve nodded omitted punished
        refusal refused refuses reluctance sacked scared should shouted slow stormed temper
        typical unforgivable weak
        """),
        **near("admit answer ask budge come", "not ", "n't ", "n’t ", "never "),
        **near("asked done paid seen", "if the ", "if our ", "had the ", "had our "),
        **near("chose decided preferred", "not to", "to ignore", "to look"),
        **near("relied trusted", "not be", "n't be", "n’t be", "cannot be"),
        "ball": ("the ball",),
        **near("""
        aside awol beggars belief chickened cold conclusions credit excuses goalposts heels
        hurry lip loose motions plot rank roughshod tantrum toys tracks
        """),
        **near("weight thin fit", "pull", "air", "threw"),
        **near("""
        chatting daydreaming texting speeding gossiping phone phones seriously
        """),
        "best": ("knew",),
        "books": ("cooked",),
        "buried": (),
        "down": ("look", "talk", "let "),
        "late": ("up",),
        "like": ("just like",),
        "people": ("of all",),
        "sat": ("back",),
        "sight": ("lost",),
        "control": ("lost",),
        "slide": ("let",),
        "slip": ("let",),
        "stood": ("by",),
        "thank": ("to thank for",),
        "more": ("interested",),
        "thought": ("only",),
        "through": ("rushed", "hurried"),
        **near("business intention", "no "),
        **near("proud mean", "too ", "so "),
        "buck": ("the buck",),
        "busy": ("with", "talk", "chat", "gossip"),
        "doing": ("not know", "n't know", "n’t know"),
        "door": ("at the", "'s ", "’s "),
        "head": ("lost", "buried"),
        "herself": ("to blame",),
        "himself": ("to blame",),
        "job": ("poor", "bad", "terrible", "his ", "her ", "their ", "to the job"),
        "left": ("lurch", "alone"),
        "let": ("down",),
        "looked": ("other way", "away"),
        "nothing": ("did", "knew"),
        "part": ("on the part",),
        "responsibility": ("lies", "lay ", "rests", "falls", "sits"),
        "responsible": ("for", "those"),
        "rules": ("think", "above"),
        "themselves": ("to blame",),
        "under": ("swept",),
        "usual": ("as usual",),
        "post": ("abandoned",),
        "eye": ("blind",),
        "ear": ("deaf",),
        "wait": ("would", "never"),
        "help": ("would", "never"),
        "share": ("would", "never"),
        "careful": ("not being", "n't being"),
        "beginner": ("would",),
        "up": ("mixed",),
        "walked": ("out",),
        "washed": ("hands",),
    }
)
"""Words one of which is in all that blames somebody, with words that have to stand near it."""


def blamed(prose: Prose) -> Iterator[tuple[int, int]]:
    """Yield the start and end of words that blame somebody."""
    if not (prose.runs_on or SIEVE(line_of(prose.lowered))):
        return
    for start, end in prose.sentences(CUES):
        yield from prose.classified(start, end, class_of).places_of(PATTERN)
