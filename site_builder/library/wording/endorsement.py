"""Whether a purpose asks others for agreement, or for what they know."""

from __future__ import annotations

import re

_PART = re.compile(r"[;.]|\band\s+(?:also|then|to)\b|,\s*then\b", re.IGNORECASE)
_LEARNING = re.compile(
    r"^\W*(?:(?:we|the|our|this|team|purpose|aim|goal|want|wants|would|like|is|it|for|us|to|in"
    r"|order|host|hosts|visitors|peers|together|first|both|help)\s+)*"
    r"(?:learn\w*|find(?:ing)?|discover\w*|understand\w*|hear(?:ing)?\b(?!\s+that)|explor\w+"
    r"|compar\w+|collect\w*|gather\w*\s+(?:ideas|options|views|experience)|identif\w+|work\s+out"
    r"|decid\w+|test\w*|ask\s+(?:how|what|which|why|when|where|who|whether|about)|choos\w+"
    r"|see(?:ing)?\s+(?:how|what|which|why|where|who|whether|our)|know\s+(?:how|what|which|why"
    r"|whether)|consider|question|challeng\w+|weigh\w*|brainstorm\w*|look\s+(?:at|for|into)"
    r"|draw\s+on|study|examin\w+|investigat\w+|clarif\w+|figure\s+out|generat\w+|map|solv\w+"
    r"|design|develop|plan|improv\w+|reduc\w+|prevent\w*)\b",
    re.IGNORECASE,
)
"""How the purpose of a team begins that wants to know something."""
_SURE = (
    r"(?:right|correct|sound|justified|worthwhile|best(?:\s+\w+)?|good\s+enough|the\s+way\s+to\s+go"
    r"|on\s+(?:the\s+right\s+)?track|works?|working|wrong|needed|necessary|sensible|safe)"
)
_TO_AGREE = (
    r"(?:approv(?:e|es|ing)|accepts?|accepting|agrees?|agreeing|endorses?|ratif(?:y|ies)|confirms?"
    r"|supports?|backs?|bless|sign\s+up|say\s+yes|go\s+along|adopt|embrace|come\s+round|vouch"
    r"|stand\s+behind|co-?sign|countersign|comply|follow\s+(?:our|the)|permit|authori[sz]e|praise)"
)
_AGREEMENT = (
    r"(?:support|backing|consent|permission|acceptance|consensus|assent|nod|mandate|confirmation"
    r"|validation|recognition|clearance|concurrence|authori[sz]ation|enthusiasm|commitment"
    r"|signatures)"
)
_GET = (
    r"(?:(?:get|gain|secure|obtain|win|seek|receive|garner|build|achieve|reach|earn|rally|enlist"
    r"|mobili[sz]e|drum\s+up|muster|collect|need|generate|create|ask\s+for)"
    r"|(?:gett|gain|secur|obtain|winn|seek|receiv|garner|build|achiev|reach|earn|rally|enlist"
    r"|muster"
    r"|drumm|collect|generat|creat)ing(?:\s+up)?|(?:be|been|being)\s+(?:given|granted))"
)
"""How one comes by the agreement of others."""
_OURS = r"(?:our|ours|we|us|i|my|the|this|that)"
_REQUEST = re.compile(
    r"\b(?:endors\w+|sign(?:ed|ing)?[- ]?off|rubber[- ]?stamp\w*|seal\s+of\s+approval|buy-?in"
    r"|approval|agreement|blessing|go[- ]ahead|green[- ]?light\w*|thumbs[- ]?up"
    r"|best\s+practice(?=[.]?$)|letters?\s+of\s+support|ratif(?:y|ied|ication)|legitimi[sz]\w*"
    r"|justif(?:y|ication)|vindicat\w+)\b"
    rf"|\b{_GET}\s+(?:[\w'’-]+\s+){{0,4}}?"
    rf"{_AGREEMENT}\b(?!\s+(?:staff|groups?|workers?|services?|networks?|forms?|criteria))"
    r"|\b(?:convinc\w+|persuad\w+|reassur\w+|assur(?:e|ing)|win(?:ning)?\s+over|sell(?:ing)?"
    r"|talk\s+\w+(?:\s+\w+)?\s+into|defend\w*|silenc\w+|enlist\w*)\s+\w+"
    r"|\b(?:overcome|overrul\w+|break|counter|remove|allay|rebut|refute|answer"
    r"|put\s+to\s+rest)\s+(?:[\w'’-]+\s+){0,3}?"
    r"(?:resistance|opposition|objections|doubts|criticism|scepticism|skepticism)\b"
    r"|\b(?:bring|get|win|talk|turn)(?:ting|ning|ing)?\s+(?:[\w'’-]+\s+){1,5}?(?:a?round"
    r"|over)(?:\s+to\b|$)"
    r"|\b(?:acceptance|confirmation|validation|ratification|clearance|permission|consent)\s+"
    r"(?:of|by|from|for|that)\b|\bin\s+favou?r\s+of\s+(?:our|the|my)\b|\bno[- ]objection\b"
    r"|\bsign(?:ing)?\s+up\s+(?:to|for)\b|\b(?:support|backing)\s+(?:for|of)\s+(?:our|my)\b"
    r"|\b(?:bring|get|have|rally|unite|align|line\s+up)\s+(?:[\w'’-]+\s+){1,5}?"
    r"(?:on\s*-?board|behind|on\s*-?side|aligned)\b"
    r"|\b(?:no|nobody|not|without|never)\b[^.;]{0,40}\bobject(?:s|ions?|ing)?\b"
    r"|\b(?:prov(?:e|ing)|establish(?:ing)?|demonstrat(?:e|ing)|show(?:ing)?|confirm(?:ing)?"
    r"|verify)\s+"
    r"(?:[\w'’-]+\s+){0,5}?that\b"
    r"|\b(?:confirm|validat|approv|accept|back|affirm|bless|support)(?:e|es|ed|ing|s|ation\s+of)?"
    rf"\s+{_OURS}\b(?:\s+\w+){{0,2}}"
    rf"|\bagree(?:s|d)?\s+(?:with|to)\s+{_OURS}\b"
    r"|\b(?:get(?:ting)?|hav(?:e|ing)|let|mak(?:e|ing)|ask(?:ing)?|ensur(?:e|ing)|want|need"
    r"|expect|invite"
    r"|so\s+that|lead|encourag(?:e|ing)|allow)\b"
    rf"[^.;]{{0,60}}?(?<!the\s)(?<!of\s)(?<!what\s)(?<!and\s)\b{_TO_AGREE}\b"
    rf"|\b(?:have|get|see)\s+{_OURS}\s[^.;]{{0,60}}?\b(?:confirmed|approved|validated|accepted"
    r"|backed|blessed|agreed|supported|adopted|affirmed|passed)\b"
    r"|\b(?:get|gain|secure|obtain|win|receive|earn)(?:t?ing)?\s+(?![^.;]{0,40}\b(?:advice|ideas?"
    r"|suggestions?"
    r"|critici\w+|critique|help|feedback|views?|options?|lessons?|experiences?|input|examples?"
    r"|questions?|insights?|knowledge|information|comments?|tips|answers?|perspectives?)\b)"
    r"[^.;]{1,50}\b(?:for|behind|on|to|about|in)\s+(?:our|my|the\s+(?:chosen|new|preferred"
    r"|planned))\b"
    r"|\b(?:get|gain|secure|obtain|win|seek|receive|earn)\s+(?:[\w'’-]+\s+){0,3}?(?:commitment"
    r"|trust"
    r"|votes?|seal|promise|signatures?|applause|praise|recognition|approbation|allegiance)\b"
    r"|\b(?:positive|favou?rable|friendly)\s+(?:opinion|verdict|review|feedback|response|vote)\b"
    r"|\b(?:strengthen|support|back\s+up|bolster)\s+(?:our|my)\b|\bmak(?:e|ing)\s+(?:the|our|a"
    r"|my)\s+case\b|\bon\s+the\s+same\s+page\b|\b(?:happy|comfortable"
    r"|fine)\s+with\b"
    r"|\b(?:explain|announce|communicate|present|pitch|promote|advertise|showcase|defend|argue"
    r"|illustrate|publici[sz]e|celebrate)\s+(?:[\w'’-]+\s+){0,6}?(?:why|that|how|our|decision"
    r"|plans?"
    r"|choice|proposal|model|solution|success)\b"
    r"|\b(?:tell|inform|assure|notify|brief)\s+(?:[\w'’-]+\s+){1,5}?(?:what\s+we|of\s+(?:our|the)"
    r"|about\s+(?:our|the)|that|why)\b"
    r"|\b(?:show\w*|see|realise|realize)\s+(?:[\w'’-]+\s+){0,4}?how\s+(?:well|good|right|much"
    r"|successful|effective)\b"
    r"|\b(?:lend|add|give)\s+(?:more\s+)?(?:weight|credibility|authority|cover|legitimacy)\b"
    r"|\b(?:give|get|need)\s+(?:us\s+|me\s+)?cover\b|\b(?:on|take)\s+our\s+side\b|\bbless\b"
    r"|\b(?:for|in)"
    r"\s+consent\b|\bno\s+(?:alternative|other\s+way)\b"
    r"|\b(?:check|make\s+sure|ensure|verify)\s+(?:that\s+)?(?:every(?:one|body)|nobody|no\s+one|all"
    r"|our|we|the\s+others?|(?:the\s+)?other\s+\w+)\b"
    r"|\b(?:get|secure|win|obtain|receive)\s+an?\s+(?:\w+\s+)?[“\"‘']?yes\b"
    r"|\b(?:demonstrat\w+|recommend\w*|prais\w+|favou?r)\s+(?:our|us|how|the\s+(?:value|success"
    r"|worth))\b"
    r"|\bthat\s+(?:our|we|the|this)\b[^.;]{0,60}?\b(?:is|are|was|were|deserves?|works?|should"
    r"|must)\b"
    r"|\bdecisions?\s+(?:\w+\s+){0,4}?(?:already\s+)?(?:been\s+)?(?:taken|made|settled)\b"
    r"|\balready\s+(?:decided|chosen|made|taken|bought|ordered|settled|picked|agreed)\b"
    rf"|\b(?:told|hear|hearing|learn|see|know|certain|sure|clear)\s+that\s+(?:our|we|the\s+way)\b"
    rf"[^.;]{{0,80}}?\b{_SURE}\b",
    re.IGNORECASE,
)
_TOLD_RIGHT = re.compile(
    rf"\b(?:learn|hear|see|find|understand|know)\s+(?:[\w'’-]+\s+){{0,4}}?that\s+"
    rf"[^.;]{{0,80}}?\b{_SURE}(?=[.]?$|\s+for\b)",
    re.IGNORECASE,
)
"""A request in the form of learning."""


_KNOWING = re.compile(
    r"\b(?:learn\w*|find\w*|discover\w*|understand\w*|explor\w+|compar\w+|collect\w*|gather\w*"
    r"|identif\w+"
    r"|advice|ideas?|tips?|hints?|options?|alternatives?|questions?|critici\w+|critique|views?"
    r"|experiences?"
    r"|lessons?|risks?|how|what|which|why|when|where|whether|mistakes?|problems?|help\w*|feedback"
    r"|insights?|pointers?|knowledge|know|warn\w*|blind\s+spots?|discuss\w*|decid\w*|choos\w*"
    r"|work(?:ing)?"
    r"\s+out|solv\w+|improv\w+|challeng\w*|suggest\w*|examples?|think\w*|reflect\w*|guidance|input"
    r"|perspectives?|shar(?:e|ing)|exchang\w+|teach\w*|train\w*|skills?|practices?|start|set\s+up"
    r"|reduc\w+"
    r"|prevent\w*|prepar\w+|question\w*|holes?|apart|weak\w*|doubts?)\b",
    re.IGNORECASE,
)
"""What stands in nearly every purpose of a team that wants to know something."""
_WINNING = re.compile(
    r"\b(?:have|get|let|make|give|bring|show|tell|move|push|steer|need|want|ensure|put|keep"
    r"|market|sell"
    r"|drive|lend|win)(?:ting|ing|s)?\s+(?:[\w'’-]+\s+){0,3}?"
    r"(?:visitors|peers|others|colleagues|partners|board|directors?|management|managers|donors?"
    r"|head"
    r"\s+office|headquarters|sceptics|skeptics|critics|staff|unions?|every(?:one|body)|nobody"
    r"|offices"
    r"|sites|neighbours|neighboring|neighbouring|consultants|departments?|adoption|argument"
    r"|acceptance|weight"
    r"|passed|through)\b",
    re.IGNORECASE,
)
"""Others of whom something is wanted."""


def request_in(purpose: str) -> str | None:
    """Return the words of a purpose that ask for agreement, if there are any."""
    at = 0
    for end in [*(match.start() for match in _PART.finditer(purpose)), len(purpose)]:
        part, at = purpose[at:end], end
        found = (_TOLD_RIGHT if _LEARNING.search(part) else _REQUEST).search(part)
        if found:
            return found[0]
    wanted = None if _KNOWING.search(purpose) else _WINNING.search(purpose)
    return wanted[0] if wanted else None
