"""What says by itself that one thing came from another: *led to*, *thanks to*, *is why*."""

from __future__ import annotations

import re

from site_builder.library.wording.sentences import Cues, near

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
PATTERN = re.compile(
    # At the end of a word none of these can begin, and most would have to be tried.
    r"\b(?=[a-z,])(?:(?:occurred|happened|improved|fell|rose|decreased|increased|came\s+about)(?:"
    r"\s+\w+){0,2}?\s+"
    r"(?:as\s+a\s+(?:direct\s+)?(?:result|consequence)\s+of|because\s+of|due\s+to)\b"
    r"|as\s+a\s+(?:direct\s+)?(?:result|consequence)\b(?:\s+of\b)?"
    r"|(?:was|were|is|are)\s+(?:\w+\s+){0,3}?(?:consequence|cause|result|product|effect)s?\s+of\b"
    r"|(?:the\s+)?(?:effects?|consequences?|results?)\s+of\s+(?:[\w-]+\s+){1,6}?(?:was|were|is)\b"
    r"|caused\b|(?<!the\s)(?<!root\s)(?<!for\s)(?<!of\s)(?<!their\s)(?<!main\s)(?<!real\s)causes\s+"
    r"(?!(?:of|are|were|in|and|or|before|that|for|is|to)\b)\w+"
    r"|(?:(?:has|have|had)\s+)?(?:resulted\s+(?:in|from)|led\s+(?:\w+ly\s+)?to|brought\s+about"
    r"|g[ai]ven?\s+rise\s+to|contributed\s+to)\b|result(?:s|ing)\s+in\b|contributes\s+to\b"
    rf"|leads?\s+to\s+{_BETTER}\b|leading\s+to\s+{_BETTER}\b"
    r"|(?:thanks|owing)\s+(?:\w+\s+){0,3}?to\b|because\s+of\b"
    rf"|(?<!\bas\s)\bdue\s+to\s+{_DUE}\w+"
    r"|(?:is|was|are|were|be)\s+(?:\w+ly\s+)?down\s+to\b"
    r"|(?:attributable|attributed|ascribed)\s+(?:\w+ly\s+)?to\b|stem(?:s|med"
    r"|ming)\s+(?:\w+ly\s+)?from\b"
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
    r"|turn(?:ed|s)\s+(?:[\w-]+\s+){1,3}?around\b|(?:puts?|brings?|brought|spel(?:t|led|ls)"
    r"|meant)\s+"
    r"(?:an?|the)\s+(?:end|stop|halt)\s+(?:to|of)\b|did\s+away\s+with\b"
    r"|d(?:id|oes)\s+(?:the\s+trick|wonders)\b|work(?:s|ed)\s+(?:wonders|miracles)\b"
    r"|(?:bore|bears)\s+fruit\b|pa(?:id|ys)\s+dividends\b|pav(?:es|ed)\s+the\s+way\b"
    r"|set\s+in\s+motion\b|usher(?:s|ed)\s+in\b|ma(?:de|kes)\s+it\s+(?:possible|easier|easy)\b"
    r"|translat(?:es|ed)\s+into\b|(?:tak(?:es|en)|took)\s+(?:the\s+)?(?:pressure|strain|load"
    r"|weight)\s+off\b"
    r"|by\s+(?:virtue|dint)\s+of\b|on\s+account\s+of\b|courtesy\s+of\b|with\s+the\s+result\s+that\b"
    r"|(?:traced|put|credited|owed)\s+(?:\w+\s+)?(?:to|down\s+to)\s+(?:the|our|its|this|a)\b"
    r"|(?<!question\s)(?:is|was|were|are)\s+(?:\w+ly\s+)?(?:the\s+reason|why|how)\s+"
    r"(?!to\b|far\b|long\b|much\b|many\b|often\b|not\b|it\b)"
    r"|(?:is|was|lies|lay)\s+behind\s+(?:the|this|these)\s+(?:\w+\s+)?" + _CHANGE + r"\b"
    r"|(?:is|was|were|been|proved)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?:key|instrumental|decisive"
    r"|crucial"
    r"|pivotal|catalyst|driver|factor|secret)s?\s+(?:to|in|for|of|behind)\b"
    r"|meant\s+(?:that\s+)?(?:\w+\s+){0,2}?(?:" + _BETTER + r"|no|nobody)\b"
    r"|so\s+that\s+(?:\w+\s+){0,2}?(?:fewer|less|more)\b[^.;]{0,40}?\b(?:was|were|had)\b"
    r"|(?:reflect|show|demonstrate|illustrate|confirm|prove|underline)s?(?:d|ed)?\s+(?:the|its"
    r"|their|how)\s+"
    r"(?:\w+\s+)?(?:impact|effect|effectiveness|value|benefits?|power|success|importance)\b"
    r"|(?:evidence|data|figures?|results?|stud(?:y|ies)|findings?|numbers|pilot|evaluation"
    r"|survey)\s+"
    r"(?:\w+ly\s+)?(?:shows?|showed|demonstrates?|proves?|proved|confirm(?:s|ed)?"
    r"|establish\w*)\s+that\b"
    r"[^.;]{0,60}?\b(?:keeps?|works?|worked|helps?|helped|leads?|prevents?|improves?|reduces?"
    r"|makes?)\b"
    r"|(?:is|are)\s+the\s+fruits?\s+of\b|that\s+is\s+(?:its|their)\s+doing\b"
    r"|what\s+(?:brought|made|kept|turned|saved|stopped|drove|cut|solved|changed"
    r"|did)\b[^.;]{1,60}?\b(?:was|is)\b"
    r"|bec(?:a|o)me\s+a\s+thing\s+of\s+the\s+past\b|prov(?:es|ed)\s+its\s+worth\b"
    r"|(?:was|were|is)\s+a\s+(?:\w+\s+)?success\b|(?:sets|circles|visits|huddles|meetings"
    r"|schemes?|buddies|drills)\s+work(?=[.!])"
    r"|and\s+because\b|, because\b[^.;]{0,20}$"
    r"|without\b[^.;]{1,60}?\bwould\s+(?:not\s+|never\s+)?have\b"
    r"|(?:is|was|are|were|proved)\s+(?:highly|very|extremely|remarkably)\s+effective\b"
    r"|(?:fell|dropped|rose|improved|declined|decreased|increased|grew"
    r"|shrank)\b[^.;]{0,30}?\bthrough\b"
    r"|ma(?:de|kes)\s+(?:an?|the|all\s+the)\s+(?:\w+\s+)?difference\b|(?:paid|pays)\s+off\b"
    r"|(?:had|has|have)\s+(?:an?|the)\s+(?:\w+\s+)?(?:effect|impact)s?\b"
    r"|(?:intervention|program(?:me)?|training|approach|method|scheme|project|pilot|rota|measure"
    r"|change|idea|trial|it|this)s?\s+work(?:s|ed)(?=\s*[:.,;!])"
    r"|(?:consequently|therefore|hence|thereby|so)\b,?\s[^.;,]{0,50}?\b(?:fell|dropped|rose"
    r"|declined"
    r"|decreased|increased|improved)\b"
    r"|it\s+(?:was|is)\s+(?:\w+\s+){1,4}?(?:that|which)\s+"
    r"(?:kept|made|brought|gave|turned|solved|saved|stopped|did\s+it)\b"
    r"|(?:fell|fall|dropped|rose|improved|declined|decreased|increased|grew|doubled|halved"
    r"|stopped|ended"
    r"|vanished|disappeared|fewer|less|more|better|worse|lower|higher|went\s+(?:up|down))"
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
_BE = ("is ", "was ", "are ", "were ", "been ", "proved ", "lies ", "lay ")
_MOVED = ("fell", "drop", "rose", "declin", "decreas", "increas", "improv", "that ")
_SHOWN = ("show", "prove", "demonstr", "confirm", "establish", "reflect", "illustr", "underlin")
_ENDING = tuple(
    f"{words}{mark}"
    for words in ("works", "worked", "s work")
    for mark in (*".,:;!", " wonders", " miracles")
)
CUES = Cues(
    {
        **near("""
        account accounted accounts ascribed attributable attributed avoiding because boosting
        brings brought caused causes consequence consequences contributed contributes courtesy
        cutting demonstrated demonstrates dividends doubling driven effective eliminating
        explained fruit gave halving improving increasing leading led lowering miracles owing
        paved paves preventing produced proved proven proves reducing resulted resulting saving
        shortening sparked stemmed stemming stems thanks translated translates trick
        triggered triggers unleashed usher ushered ushers wonders
        """),
        **near("arises arose came comes flowed", "from", "through", "about"),
        **near("cause product products", " of"),
        **near("consequently hence so thereby therefore", *_MOVED),
        **near("did does", "did it", "away", "trick", "wonders"),
        **near("dint virtue", "by "),
        **near("got drove", " down", " up"),
        **near("halt stop end", "bring", "brought", "put", "spel", "meant"),
        **near("lead leads", "to"),
        **near("load pressure strain weight", " off"),
        **near("paid pays", "off"),
        **near("put traced credited owed", " to "),
        **near("behind how reason why", *_BE),
        **near("result results", " of", "as a", "in ", "show"),
        **near("turned turns", "around"),
        **near("work works worked", *_ENDING),
        **near(
            """
        catalyst catalysts crucial decisive driver drivers factor factors instrumental key
        pivotal secret secrets
        """,
            *_BE,
        ),
        **near(
            """
        benefit benefits effect effectiveness effects impact impacts importance influence
        influences power success value
        """,
            *_SHOWN,
            " on ",
            " of ",
            "had",
            "has",
            "have",
            " a ",
        ),
        **near(
            """
        data evaluation evidence figure figures findings numbers pilot studies study survey
        """,
            *_SHOWN,
        ),
        "difference": ("ma",),
        "doing": ("that is",),
        "down": ("down to",),
        "due": ("due ",),
        "it": ("it was the", "it is the", "it possible", "it easier", "it easy"),
        "through": _MOVED,
        "meant": (*_SHOWN, "more", "less", "er ", "no"),
        "motion": ("set in",),
        "past": ("thing of",),
        "responsible": ("for",),
        "what": (
            "what brought",
            "what made",
            "what kept",
            "what turned",
            "what saved",
            "what stopped",
            "what drove",
            "what cut",
            "what solved",
            "what changed",
            "what did",
        ),
        "without": (),
        "worth": ("prove",),
    }
)
"""Words one of which is in all that the pattern finds, with words that have to stand near it."""
