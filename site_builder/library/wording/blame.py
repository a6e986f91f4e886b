"""Words that blame a person or a group: for a trait, for what they left undone, or as the cause."""

from __future__ import annotations

import re

from site_builder.library.wording.people import NAMED, ROLE, WHO

_TRAIT = (
    r"(?:careless|negligent|incompetent|lazy|sloppy|reckless|irresponsible|unprofessional|inept"
    r"|stupid|foolish|arrogant|complacent|inattentive|thoughtless|clueless|slapdash|dishonest"
    r"|clumsy|greedy|selfish|uncooperative|obstructive|dismissive"
    r"|work-shy|big-headed|inconsiderate)"
)
"""What is said of nobody but people and what they do."""
_FAILING = (
    rf"(?:{_TRAIT}|at\s+fault|to\s+blame|guilty|useless|hopeless|idle|asleep|lax|stubborn|ignorant"
    r"|indifferent|disorgani[sz]ed|unreliable|rude|aggressive|hostile|unhelpful|unprepared|chaotic|impatient"
    r"|too\s+slow|not\s+up\s+to\s+(?:the|his|her|their)\s+(?:job|task)"
    r"|out\s+of\s+(?:his|her|their)\s+depth)"
)
"""What is also said of things, or of patients."""
_VICE = (
    r"(?:carelessness|negligence|incompetence|laziness|sloppiness|recklessness|irresponsibility"
    r"|stupidity|foolishness|arrogance|complacency|inattention|thoughtlessness|ignorance"
    r"|unprofessionalism|indifference|stubbornness|ineptitude|poor\s+judge?ment"
    r"|bad\s+judge?ment|(?:poor|weak|bad)\s+(?:leadership|supervision)|lack\s+of\s+(?:attention|care|interest|effort|competence|judge?ment"
    r"|professionalism|commitment|discipline))"
)
_BADLY = (
    r"(?:carelessly|recklessly|negligently|stupidly|foolishly|irresponsibly|lazily|sloppily"
    r"|thoughtlessly|arrogantly|incompetently|wilfully|willfully)"
)
_WRONG = (
    r"(?:(?:failed|neglected|forgot|forgotten|omitted|refused)\s+to\s+\w+"
    r"|neglected\s+(?:the|our|their|his|her|its)\s+\w+"
    r"|(?:ignored|disregarded|mishandled|botched|bungled|mismanaged|overlooked|bodged)\s+\w+"
    r"|(?:messed|screwed|fouled)\s+up|cut\s+corners|dropped\s+the\s+ball"
    r"|let\s+(?:\w+\s+){1,3}down|turn(?:ed|s)?\s+a\s+blind\s+eye|looked\s+the\s+other\s+way"
    r"|fell\s+asleep|should\s+have\s+(?:known|noticed|seen|checked|realised|realized|spotted|asked"
    r"|remembered|read|acted|listened|been\s+more\s+careful)"
    r"|(?:would\s+not|wouldn['’]t)\s+listen"
    r"|should\s+never\s+have\s+\w+"
    r"|(?:did\s+not|didn['’]t|does\s+not|doesn['’]t|do\s+not|don['’]t|never)\s+(?:even\s+)?"
    r"(?:bother(?:ed|s)?|care[ds]?|pa(?:y|ys|id)\s+attention|listen(?:ed|s)?|think|take\s+care"
    r"|take\s+(?:\w+\s+)?seriously|do\s+(?:his|her|their)\s+(?:job|homework))\b"
    r"|(?:could\s+not|couldn['’]t|cannot|can['’]t)\s+be\s+bothered"
    r"|forgot\s+(?:about|the|our|his|her|their)\b|(?:lost|lose)\s+(?:his|her|their)\s+(?:temper"
    r"|nerve|head)"
    r"|(?:panicked|bullied|gossiped|shirked|misled|sabotaged|abused|wasted|ruined|spoil(?:ed|t)"
    r"|skipped"
    r"|shouted\s+at|walked\s+out|stormed\s+out|slacked|dodged|dawdled)\b"
    r"|never\s+(?:repl(?:ied|y)|answer(?:ed|s)?|turned\s+up|showed\s+up|apologi[sz]ed|ask(?:ed"
    r"|s)|help(?:ed|s))\b"
    r"|(?:would\s+not|wouldn['’]t)\s+(?:ask|help|wait|cooperate|co-operate|share|answer|come"
    r"|admit)\b"
    r"|(?:had\s+)?been\s+warned\b|did\s+(?:absolutely\s+)?nothing\b|made\s+an?\s+(?:\w+"
    r"\s+)?mess\b|lied\b|cheated\b"
    r"|(?:hid|concealed|covered\s+up)\s+\w+|failed\s+(?:in\s+(?:his|her|their)|us|the"
    r"\s+patients?)\b"
    r"|(?:did\s+not|didn['’]t|does\s+not|doesn['’]t|never|would\s+not|wouldn['’]t)\s+(?:even\s+)?"
    r"(?:follow(?:ed)?|check(?:ed)?|read|concentrate|prepare[d]?|double-check|verify|verified"
    r"|inspect"
    r"|inspected|obey(?:ed)?|heed(?:ed)?|comply|complied)\b"
    r"|(?:could\s+not|couldn['’]t|cannot|can['’]t)\s+(?:even\s+)?(?:follow\s+(?:a\s+)?simple"
    r"|be\s+trusted)\b"
    r"|(?:was|were|is|are)\s+(?:too\s+busy\s+(?:with|talking|chatting|gossiping)|drunk|hungover"
    r"|not\s+(?:concentrating|paying\s+attention|listening|interested))\b"
    r"|(?:wasn['’]t|weren['’]t)\s+(?:concentrating|paying\s+attention|listening|interested)\b"
    r"|(?:show(?:ed|s|n)|display(?:ed|s))\s+(?:\w+\s+)?"
    rf"{_VICE})"
)
_HUMAN = (
    r"(?:forgot(?:ten)?\s+to|could\s+not\s+be\s+bothered|couldn['’]t\s+be\s+bothered"
    r"|could\s+not\s+care\s+less|couldn['’]t\s+care\s+less|(?:did\s+not|didn['’]t|never)"
    r"\s+bother(?:ed)?"
    r"|(?:did\s+not|didn['’]t)\s+care\s+enough|messed\s+up|screwed\s+up|cut\s+corners"
    r"|dropped\s+the\s+ball|turned\s+a\s+blind\s+eye|(?:would\s+not|wouldn['’]t)\s+listen"
    r"|(?:was|were)\s+not\s+(?:concentrating|paying\s+attention|listening)"
    r"|(?:is|was|are|were)\s+(?:an?\s+)?(?:idiots?|fools?|amateurs?|slackers?|liars?"
    r"|time-wasters?))"
)
"""What nobody but people can do."""
_HARM = (
    r"(?:mess|loss|losses|delays?|failure|accident|errors?|mistakes?|damage|deaths?|disaster"
    r"|incident|spill|harm|crash|fiasco|chaos|waste|injury|injuries|collapse)"
)
_SHORT = r"(?:an?\s+|the\s+|our\s+|their\s+|its\s+|some\s+|two\s+|several\s+)?(?:\w+\s+){0,2}?"
"""What may stand before a person."""
_DID = rf"(?:had\s+|have\s+|has\s+|simply\s+|just\s+|again\s+|\w+ly\s+){{0,2}}{_WRONG}"
_WAS_FAILING = (
    r"(?:was|were|is|are|been|seemed)\s+(?:(?:too|so|very|just|both|\w+ly|\w+\s+and)\s+){0,2}"
    rf"{_FAILING}\b"
)
_ANSWERS = (
    r"(?:is|was|are|were)\s+(?:\w+ly\s+)?responsible\s+for\s+(?:the|this|that|all)\s+"
    rf"(?:\w+\s+)?{_HARM}\b"
)
_MISTOOK = r"made\s+(?:an?|the|this|another|several)\s+(?:\w+\s+)?(?:mistakes?|errors?|blunders?)\b"
"""What is said of whoever is named."""
PATTERN = re.compile(
    rf"\b(?=\w)(?:{WHO}\s+(?:{_DID}|{_WAS_FAILING}|{_ANSWERS}|{_MISTOOK})|they\s+{_WAS_FAILING}"
    r"|should\s+have\s+known\s+better\b"
    r"|(?!nobody\b|none\b|one\b|neither\b|it\b|valves?\b|cervix\b|sphincter\b)\w+\s+(?:was|were"
    r"|is|are|been|seemed)\s+(?:(?:too|so|very|just|both|\w+ly|\w+\s+and)\s+){0,2}"
    rf"{_TRAIT}\b"
    rf"|{_TRAIT}\s+(?:\w+\s+)?(?:{ROLE}|behaviou?r|conduct|attitude|work"
    r"|workmanship|planning|thinking)\b"
    rf"|{_BADLY}\s+\w+"
    r"|(?:stupid|silly|foolish|careless|inexcusable|unforgivable)\s+(?:mistake|error|blunder)s?\b"
    rf"|(?:the\s+)?fault\s+of\s+{_SHORT}{WHO}\b"
    rf"|(?:his|her|their|{NAMED}['’]s?|{ROLE}['’]s?)\s+(?:own\s+)?(?:fault|{_VICE})\b"
    rf"|(?:blame[ds]?(?!\s+culture)|blaming)\s+{_SHORT}{WHO}\b"
    r"|blame\s+(?:lies|rests|falls|lay|must\s+lie)\s+(?:\w+\s+)?(?:with|on)\b"
    rf"|(?:nobody|no\s+one)\s+but\s+{_SHORT}{WHO}\s+(?:is|was)\s+to\s+blame\b"
    r"|only\s+(?:himself|herself|themselves)\s+to\s+blame\b"
    rf"|(?:hold|held|holds)\s+{_SHORT}{ROLE}\s+(?:\w+\s+)?(?:responsible|accountable)\s+for\s+"
    r"(?:the|this|that|what|all|our)\b"
    r"|culprits?\b"
    rf"|(?:his|her|their|{NAMED}['’]s?|{ROLE}['’]s?)\s+(?:bad|poor|terrible|wrong|negative)\s+"
    r"(?:attitude|behaviou?r)\b"
    r"|(?:due\s+to|caused\s+by|because\s+of|result\s+of|down\s+to|through)\s+(?:an?\s+|the\s+)?"
    r"(?:human|operator|pilot|technician|nurse|driver|staff|worker|personnel|user)\s+errors?\b"
    rf"|(?:human\s+error|mistakes?|blunders?)\s+(?:by|on\s+the\s+part\s+of)\s+{_SHORT}{WHO}\b"
    rf"|{_VICE}\s+(?:of|by|on\s+the\s+part\s+of|among)\s+{_SHORT}{WHO}\b"
    rf"|(?:forgotten|overlooked|ignored|neglected|disregarded|mishandled|botched|bungled)\s+by\s+"
    rf"{_SHORT}{WHO}\b"
    r"|(?!not\b)\w+\s+(?:was|is)\s+(?:\w+\s+){0,2}\w+['’]s?\s+(?:own\s+)?fault\b"
    r"|(?!we\b|i\b|you\b|nobody\b|one\b|to\b|not\b|we['’]ve\b)\w+\s+(?:had\s+|has\s+|have\s+)?"
    rf"(?:simply\s+|just\s+|\w+ly\s+)?{_HUMAN}\b"
    rf"|if\s+{_SHORT}{WHO}\s+had\s+(?:only\s+)?"
    r"(?:done\s+(?:his|her|their)\s+(?:job|homework)|paid\s+attention|listened|bothered"
    r"|been\s+more\s+careful)\b)",
)
_ALONE = frozenset(
    """
    leadership supervision
    clumsy disorganised disorganized greedy selfish uncooperative obstructive dismissive
    forgetful aggressive hostile unhelpful unprepared chaotic impatient panicked bullied
    gossiped shirked misled sabotaged abused wasted ruined spoiled spoilt skipped shouted
    stormed slacked dodged dawdled temper warned replied reply apologised apologized
    accountable amateur amateurs arrogance arrogant arrogantly asleep attitude behavior
    behaviour blame blamed blames blaming blunder blunders bodged botched bungled careful
    careless carelessly carelessness cheated clueless complacency complacent concealed
    concentrating corners covered culprit culprits dishonest disregarded drunk failed fault fool
    foolish foolishly foolishness fools forgot forgotten fouled guilty headed hid homework
    hopeless hungover idiot idiots idle ignorance ignorant ignored inattention inattentive
    incompetence incompetent incompetently inconsiderate indifference indifferent inept
    ineptitude inexcusable irresponsibility irresponsible irresponsibly judgement judgment lax
    lazily laziness lazy liar liars lied listening mess messed mishandled mismanaged mistake
    mistakes neglected negligence negligent negligently omitted overlooked reckless recklessly
    recklessness refused responsible rude screwed shy silly slacker slackers slapdash sloppily
    sloppiness sloppy stubborn stubbornness stupid stupidity stupidly thoughtless thoughtlessly
    thoughtlessness trusted unforgivable unprofessional unprofessionalism unreliable useless
    waster wasters wilfully willfully
    """.split()  # noqa: SIM905 - a list of strings reads worse
)
"""Words that suffice."""
_DENIALS = ("not", "n't", "n’t", "never", "even")
CUES: dict[str, tuple[str, ...]] = {
    **{word: (word,) for word in _ALONE},
    **{
        verb.split("-", maxsplit=1)[0]: tuple(f"{denial} {verb}" for denial in _DENIALS)
        for verb in (
            *("bother", "bothered", "bothers", "care", "cared", "cares", "check", "checked"),
            *("comply", "complied", "concentrate", "double-check", "follow", "followed", "heed"),
            *("heeded", "inspect", "inspected", "interested", "listen", "listened", "listens"),
            *("obey", "obeyed", "prepare", "prepared", "read", "think"),
            *("verify", "verified"),
        )
    },
    "answer": ("never answer", "not answer", "n't answer", "n’t answer"),
    "answered": ("never answered",),
    "answers": ("never answers",),
    "admit": ("not admit", "n't admit", "n’t admit"),
    "ask": ("not ask", "n't ask", "n’t ask"),
    "asked": ("never asked",),
    "asks": ("never asks",),
    "attention": ("attention",),
    "ball": ("the ball",),
    "bothered": ("bothered",),
    "busy": ("too busy",),
    "come": ("would not come", "wouldn't come", "wouldn’t come"),
    "cooperate": ("not cooperate", "n't cooperate", "n’t cooperate"),
    "operate": ("not co-operate", "n't co-operate", "n’t co-operate"),
    "depth": ("of his depth", "of her depth", "of their depth"),
    "error": ("error",),
    "errors": ("errors",),
    "eye": ("blind eye",),
    "head": ("lost his head", "lost her head", "lost their head", "lose his head", "lose her head"),
    "help": ("not help", "n't help", "n’t help"),
    "helped": ("never helped",),
    "helps": ("never helps",),
    "job": (" job",),
    "lack": ("lack of",),
    "less": ("care less",),
    "let": ("let ",),
    "listen": ("listen",),
    "listened": ("listened",),
    "looked": ("looked the",),
    "nothing": ("nothing",),
    "nerve": ("his nerve", "her nerve", "their nerve"),
    "out": ("walked out",),
    "seriously": ("seriously",),
    "should": ("should have", "should never"),
    "share": ("not share", "n't share", "n’t share"),
    "showed": ("never showed up",),
    "simple": ("follow a simple", "follow simple"),
    "slow": ("too slow",),
    "take": ("take care",),
    "turned": ("never turned up",),
    "wait": ("not wait", "n't wait", "n’t wait"),
    "task": ("up to the task", "up to his task", "up to her task", "up to their task"),
}
"""Words in small letters, one of which is in all that the pattern finds, and what to search for."""
