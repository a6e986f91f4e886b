"""Words that blame a person or a group: for a trait, for what they left undone, or as the cause."""

from __future__ import annotations

import re

from site_builder.library.wording.people import NAMED, ROLE, WHO

_TRAIT = (
    r"(?:careless|negligent|incompetent|lazy|sloppy|reckless|irresponsible|unprofessional|inept"
    r"|stupid|foolish|arrogant|complacent|inattentive|thoughtless|clueless|slapdash|dishonest"
    r"|work-?shy|big-?headed|inconsiderate)"
)
"""What is said of nobody but people and what they do."""
_FAILING = (
    rf"(?:{_TRAIT}|at\s+fault|to\s+blame|guilty|useless|hopeless|idle|asleep|lax|stubborn|ignorant"
    r"|indifferent|unreliable|rude|not\s+up\s+to\s+(?:the|his|her|their)\s+(?:job|task|work)"
    r"|out\s+of\s+(?:his|her|their)\s+depth)"
)
"""What is also said of things, or of patients."""
_VICE = (
    r"(?:carelessness|negligence|incompetence|laziness|sloppiness|recklessness|irresponsibility"
    r"|stupidity|foolishness|arrogance|complacency|inattention|thoughtlessness|ignorance"
    r"|unprofessionalism|indifference|stubbornness|ineptitude|poor\s+judge?ment"
    r"|bad\s+judge?ment|lack\s+of\s+(?:attention|care|interest|effort|competence|judge?ment"
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
    r"|ha[ds]\s+no\s+(?:idea|clue)|(?:would\s+not|wouldn['’]t)\s+listen"
    r"|should\s+never\s+have\s+\w+"
    r"|(?:did\s+not|didn['’]t|does\s+not|doesn['’]t|do\s+not|don['’]t|never)\s+(?:even\s+)?"
    r"(?:bother(?:ed|s)?|care[ds]?|pa(?:y|ys|id)\s+attention|listen(?:ed|s)?|think|take\s+care"
    r"|take\s+(?:\w+\s+)?seriously|do\s+(?:his|her|their)\s+(?:job|work|homework))\b"
    r"|(?:could\s+not|couldn['’]t|cannot|can['’]t)\s+be\s+bothered"
    r"|(?:show(?:ed|s|n)|display(?:ed|s)|lack(?:ed|s)?)\s+(?:\w+\s+)?"
    rf"(?:{_VICE}|(?:competence|discipline|professionalism|common\s+sense)))"
)
_HUMAN = (
    r"(?:forgot(?:ten)?\s+to|could\s+not\s+be\s+bothered|couldn['’]t\s+be\s+bothered"
    r"|could\s+not\s+care\s+less|couldn['’]t\s+care\s+less|(?:did\s+not|didn['’]t|never)\s+bother(?:ed)?"
    r"|(?:did\s+not|didn['’]t)\s+care\s+enough|messed\s+up|screwed\s+up|cut\s+corners"
    r"|dropped\s+the\s+ball|turned\s+a\s+blind\s+eye|(?:would\s+not|wouldn['’]t)\s+listen"
    r"|(?:is|was|are|were)\s+(?:an?\s+)?(?:idiots?|fools?|amateurs?|slackers?|liars?|time-?wasters?))"
)
"""What nobody but people can do."""
_HARM = (
    r"(?:mess|loss|losses|delays?|failure|accident|errors?|mistakes?|damage|deaths?|disaster"
    r"|incident|spill|harm|crash|fiasco|chaos|waste|injury|injuries|collapse)"
)
_SHORT = r"(?:an?\s+|the\s+|our\s+|their\s+|its\s+|some\s+|two\s+|several\s+)?(?:\w+\s+){0,2}?"
"""What may stand before a person."""
PATTERN = re.compile(
    rf"\b{WHO}\s+(?:had\s+|have\s+|has\s+|simply\s+|just\s+|again\s+|\w+ly\s+){{0,2}}{_WRONG}"
    r"|\bshould\s+have\s+known\s+better\b"
    r"|\b(?!nobody\b|none\b|one\b|neither\b|it\b|valves?\b|cervix\b|sphincter\b)\w+\s+(?:was|were|is|are|been|seemed)\s+(?:(?:too|so|very|just|both|\w+ly)\s+){0,2}"
    rf"{_TRAIT}\b"
    rf"|\b(?:they|{WHO})\s+(?:was|were|is|are|been|seemed)\s+(?:(?:too|so|very|just|both|\w+ly)\s+)"
    rf"{{0,2}}{_FAILING}\b"
    rf"|\b{_TRAIT}\s+(?:\w+\s+)?(?:{ROLE}|behaviou?r|conduct|attitude|work"
    r"|workmanship|planning|thinking)\b"
    rf"|\b{_BADLY}\s+\w+"
    r"|\b(?:stupid|silly|foolish|careless|inexcusable|unforgivable)\s+(?:mistake|error|blunder)s?\b"
    rf"|\b(?:the\s+)?fault\s+of\s+{_SHORT}{WHO}\b"
    rf"|\b(?:his|her|their|{NAMED}['’]s?|{ROLE}['’]s?)\s+(?:own\s+)?(?:fault|{_VICE})\b"
    rf"|\b(?:blame[ds]?(?!\s+culture)|blaming)\s+{_SHORT}{WHO}\b"
    r"|\bblame\s+(?:lies|rests|falls|lay|must\s+lie)\s+(?:\w+\s+)?(?:with|on)\b"
    r"|\bonly\s+(?:himself|herself|themselves)\s+to\s+blame\b"
    rf"|\b(?:hold|held|holds)\s+{_SHORT}{ROLE}\s+(?:\w+\s+)?(?:responsible|accountable)\s+for\s+"
    r"(?:the|this|that|what|all|our)\b"
    rf"|\b{WHO}\s+(?:is|was|are|were)\s+(?:\w+ly\s+)?responsible\s+for\s+(?:the|this|that|all)\s+"
    rf"(?:\w+\s+)?{_HARM}\b"
    r"|\bculprits?\b"
    r"|\b(?:due\s+to|caused\s+by|because\s+of|result\s+of|down\s+to|through)\s+(?:an?\s+|the\s+)?"
    r"(?:human|operator|pilot|technician|nurse|driver|staff|worker|personnel|user)\s+errors?\b"
    rf"|\b(?:human\s+error|mistakes?|blunders?)\s+(?:by|on\s+the\s+part\s+of)\s+{_SHORT}{WHO}\b"
    rf"|\b{_VICE}\s+(?:of|by|on\s+the\s+part\s+of|among)\s+{_SHORT}{WHO}\b"
    rf"|\b{WHO}\s+made\s+(?:an?|the|this|another|several)\s+(?:\w+\s+)?(?:mistakes?|errors?|blunders?)\b"
    rf"|\b(?:forgotten|overlooked|ignored|neglected|disregarded|mishandled|botched|bungled)\s+by\s+"
    rf"{_SHORT}{WHO}\b"
    r"|\b(?:it|this|that|all|which)\s+(?:was|is)\s+(?:\w+\s+){0,2}\w+['’]s?\s+(?:own\s+)?fault\b"
    r"|\b(?!we\b|i\b|you\b|nobody\b|one\b|to\b|not\b|we['’]ve\b)\w+\s+(?:had\s+|has\s+|have\s+)?"
    rf"(?:simply\s+|just\s+|\w+ly\s+)?{_HUMAN}\b"
    rf"|\bhad\s+{_SHORT}{WHO}\s+(?:only\s+|just\s+)?(?:checked|looked|listened|read|paid|followed"
    r"|bothered)\b[^.;]{0,40},"
    rf"|\bif\s+{_SHORT}{WHO}\s+had\s+(?:only\s+)?"
    r"(?:done\s+(?:his|her|their)|paid\s+attention|listened|bothered|been\s+more\s+careful)\b",
)
CUES = (
    *("failed", "neglect", "forgot", "omitted", "refused", "ignor", "disregard", "mishandl"),
    *("botch", "bungl", "mismanag", "overlook", "bodg", "mess", "screwed", "fouled", "corner"),
    *("ball", "down", "eye", "other way", "asleep", "should", "bother", "care", "attention"),
    *("listen", "think", "serious", "job", "work", "fault", "blam", "negligen", "competen"),
    *("lazy", "lazi", "slop", "reckless", "responsib", "profession", "inept", "stupid", "foolish"),
    *("arrogan", "complacen", "thoughtless", "clueless", "useless", "unreliable", "slapdash"),
    *("lax", "idle", "stubborn", "dishonest", "indifferen", "depth", "guilty", "judg", "lack"),
    *("wilfully", "willfully", "silly", "inexcusable", "unforgivable", "accountable", "culprit"),
    *("error", "sense", "disciplin", "inattent", "mistake", "blunder", "checked", "looked"),
    *("read", "paid", "followed", "idiot", "fool", "amateur", "slacker", "liar", "waster", "shy"),
    *("headed", "consider", "hopeless", "ignoran", "rude", "up to", "idea", "clue", "care less"),
)
"""Small letters, one of which is in all that the pattern finds."""
