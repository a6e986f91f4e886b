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
    r"|supports?|backs?|bless|sign\s+up|say\s+yes|go\s+along|adopt|embrace|come\s+round)"
)
_AGREEMENT = (
    r"(?:support|backing|consent|permission|acceptance|consensus|assent|nod|mandate|confirmation"
    r"|validation|recognition)"
)
_OURS = r"(?:our|ours|we|us|i|my|the|this|that)"
_REQUEST = re.compile(
    r"\b(?:endors\w+|sign(?:ed|ing)?[- ]?off|rubber[- ]?stamp\w*|seal\s+of\s+approval|buy-?in"
    r"|approval|agreement|blessing|go[- ]ahead|green[- ]?light\w*|thumbs[- ]?up"
    r"|ratif(?:y|ied|ication)|legitimi[sz]\w*|justif(?:y|ication)|vindicat\w+)\b"
    r"|\b(?:get|gain|secure|obtain|win|seek|receive|garner|build|achieve|reach|earn|rally|enlist"
    r"|mobili[sz]e|drum\s+up|collect|need|generate|create|ask\s+for)\s+(?:[\w'’-]+\s+){0,4}?"
    rf"{_AGREEMENT}\b(?!\s+(?:staff|groups?|workers?|services?|networks?|forms?|criteria))"
    r"|\b(?:convinc\w+|persuad\w+|reassur\w+|assur(?:e|ing)|win(?:ning)?\s+over|sell(?:ing)?"
    r"|talk\s+\w+(?:\s+\w+)?\s+into|defend\w*|silenc\w+|enlist\w*)\s+\w+"
    r"|\b(?:overcome|break|counter|remove|allay)\s+(?:[\w'’-]+\s+){0,3}?"
    r"(?:resistance|opposition|objections|doubts|criticism|scepticism|skepticism)\b"
    r"|\b(?:bring|get|have|rally|unite|align|line\s+up)\s+(?:[\w'’-]+\s+){1,5}?"
    r"(?:on\s*-?board|behind|on\s*-?side|aligned)\b"
    r"|\b(?:no|nobody|not|without|never)\b[^.;]{0,40}\bobject(?:s|ions?|ing)?\b"
    r"|\b(?:prov(?:e|ing)|demonstrat(?:e|ing)|show(?:ing)?|confirm(?:ing)?|verify)\s+"
    r"(?:[\w'’-]+\s+){0,5}?that\b"
    r"|\b(?:confirm|validat|approv|accept|back|affirm|bless|support)(?:e|es|ed|ing|s|ation\s+of)?"
    rf"\s+{_OURS}\b(?:\s+\w+){{0,2}}"
    rf"|\bagree(?:s|d)?\s+(?:with|to)\s+{_OURS}\b"
    r"|\b(?:get|have|let|make|ask|ensure|want|need|expect|invite|so\s+that|lead|encourage|allow)\b"
    rf"[^.;]{{0,60}}?(?<!the\s)(?<!of\s)(?<!what\s)(?<!and\s)\b{_TO_AGREE}\b"
    rf"|\b(?:have|get|see)\s+{_OURS}\s[^.;]{{0,60}}?\b(?:confirmed|approved|validated|accepted"
    r"|backed|blessed|agreed|supported|adopted|affirmed|passed)\b"
    r"|\b(?:get|gain|secure|obtain|win|receive|earn)\s+(?![^.;]{0,40}\b(?:advice|ideas?"
    r"|suggestions?"
    r"|critici\w+|critique|help|feedback|views?|options?|lessons?|experiences?|input|examples?"
    r"|questions?|insights?|knowledge|information|comments?|tips|answers?|perspectives?)\b)"
    r"[^.;]{1,50}\b(?:for|behind|on|to|about|in)\s+(?:our|my|the\s+(?:chosen|new|preferred"
    r"|planned))\b"
    r"|\b(?:get|gain|secure|obtain|win|seek|receive|earn)\s+(?:[\w'’-]+\s+){0,3}?(?:commitment"
    r"|trust"
    r"|votes?|seal|promise|signatures?|applause|praise|recognition|approbation|allegiance)\b"
    r"|\b(?:positive|favou?rable|friendly)\s+(?:opinion|verdict|review|feedback|response|vote)\b"
    r"|\b(?:strengthen|support|back\s+up|bolster)\s+(?:our|my)\b|\bmak(?:e|ing)\s+the\s+case\b|\bon\s+the\s+same\s+page\b|\b(?:happy|comfortable"
    r"|fine)\s+with\b"
    r"|\b(?:explain|announce|communicate|present|pitch|promote|advertise|showcase|defend|argue"
    r"|illustrate|publici[sz]e|celebrate)\s+(?:[\w'’-]+\s+){0,6}?(?:why|that|how|our|decision"
    r"|plans?"
    r"|choice|proposal|model|solution|success)\b"
    r"|\b(?:tell|inform|assure|notify|brief)\s+(?:[\w'’-]+\s+){1,5}?(?:what\s+we|of\s+(?:our|the)"
    r"|about\s+(?:our|the)|that|why)\b"
    r"|\b(?:show\w*|see|realise|realize)\s+(?:[\w'’-]+\s+){0,4}?how\s+(?:well|good|right|much|successful|effective)\b"
    r"|\b(?:check|make\s+sure|ensure|verify)\s+(?:that\s+)?(?:every(?:one|body)|nobody|no\s+one|all"
    r"|our|we)\b"
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
    rf"\b(?:learn|hear|see|find|understand)\s+(?:out\s+)?that\s+(?:our"
    rf"|we)\b[^.;]{{0,80}}?\b{_SURE}\b",
    re.IGNORECASE,
)
"""A request in the form of learning."""


def request_in(purpose: str) -> str | None:
    """Return the words of a purpose that ask for agreement, if there are any."""
    at = 0
    for end in [*(match.start() for match in _PART.finditer(purpose)), len(purpose)]:
        part, at = purpose[at:end], end
        found = (_TOLD_RIGHT if _LEARNING.search(part) else _REQUEST).search(part)
        if found:
            return found[0]
    return None
