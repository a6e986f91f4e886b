"""What the forms of the site hold answers against: the rules of records, as data for a browser.

Every pattern, list and limit is taken from the module that `lessons check` goes by.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from site_builder.library.checks import assist_wording
from site_builder.library.checks import personal as personal_checks
from site_builder.library.checks.wording import LEAST_TELLING, VAGUE
from site_builder.library.wording import blame, classes, people, sentences
from site_builder.library.words import STOP_WORDS, word
from site_builder.publish.browser_patterns import browser_pattern
from site_builder.publish.marks import marks_of_new_lessons
from site_builder.records import flattened, personal, persons
from site_builder.records.fields import DAY_FORM, PARTIAL_FORM
from site_builder.records.lexicon import LEXICON
from site_builder.records.numbers import NUMBERS
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.publish.context import SiteContext
    from site_builder.settings import Settings

RULES_FILE = "api/form-rules.json"
FORMAT_VERSION = 1
_SPOKEN = ("problem-vague", "title-too-long", "problem-too-long", "wording-blame")
"""Rules whose message or hint a browser takes from the table of rules."""


def form_rules(context: SiteContext) -> str:
    """Return the rules as JSON."""
    settings = context.settings
    rules: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "limits": {"title": settings.title_max, "problem": settings.problem_max},
        "dates": {"day": DAY_FORM, "partial": PARTIAL_FORM},
        "vague": _vague(settings),
        "wording": _wording(),
        "personal": _personal(settings),
        "hints": {rule: RULES[rule].hint for rule in (*assist_wording.WORDING, *_SPOKEN)},
        "marks": marks_of_new_lessons(context),
    }
    return json.dumps(rules, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _vague(settings: Settings) -> dict[str, Any]:
    return {
        "word": browser_pattern(word()),
        "stop_words": sorted(STOP_WORDS),
        "phrases": [phrase.casefold() for phrase in settings.empty_phrases],
        "least": LEAST_TELLING,
        "message": VAGUE,
    }


def _wording() -> dict[str, Any]:
    rules = {"wording-blame": (blame.PATTERN, blame.CUES), **assist_wording.PATTERNS}
    return {
        "rules": {
            rule: {
                "pattern": browser_pattern(pattern),
                "cues": _cues(cues),
                "message": assist_wording.MESSAGES[rule],
            }
            for rule, (pattern, cues) in rules.items()
        },
        "end": browser_pattern(sentences.SENTENCE_END),
        "word": browser_pattern(sentences.WORD),
        "token": browser_pattern(sentences.TOKEN),
        "near": sentences.NEAR,
        "longest": sentences.LONGEST,
        "negated": browser_pattern(assist_wording.NEGATED),
        "quoted": browser_pattern(assist_wording.QUOTED),
        "relative": browser_pattern(assist_wording.RELATIVE),
        "classes": {letter: " ".join(words.split()) for letter, words in classes.WORDS.items()},
        "whoever": sorted(classes.WHOEVER),
        "titles": sorted(people.TITLES),
        "roles": " ".join(sorted(people.ROLES)),
        "trade": browser_pattern(people.TRADE),
    }


def _cues(cues: Mapping[str, tuple[str, ...]]) -> list[list[Any]]:
    """Return cues by the company that they need: many need the same."""
    by_company: dict[tuple[str, ...], list[str]] = {}
    for cue, company in cues.items():
        by_company.setdefault(company, []).append(cue)
    return [[" ".join(words), list(company)] for company, words in by_company.items()]


def _personal(settings: Settings) -> dict[str, Any]:
    countries = settings.personal.countries
    abroad = [hint for code in countries for hint in personal.HINTS_ABROAD.get(code, ())]
    known = LEXICON.lists("persons")
    patterns = {
        "line": personal.LINE_OF_NUMBERS,
        "elsewhere": personal.NOT_PERSONAL,
        "domain": personal.DOMAIN,
        "mailbox": personal.MAILBOX,
        "at": personal.AT_SIGN,
        "repository": personal.REPOSITORY,
        "scaled": personal.SCALED_IMAGE,
        "dialled": personal.DIALLED,
        "abroad": personal.ABROAD,
        "trunk": personal.TRUNK,
        "grouped": personal.GROUPED,
        "call": personal.CALL,
        "dials": personal.DIALS,
        "born": persons.BIRTH,
        "day_after": persons.DAY_AFTER,
        "day_before": persons.DAY_BEFORE,
        "thing": persons.THING,
        "postcode": persons.POSTCODE,
        "run": persons.RUN,
        "space": flattened.SPACE,
        "entity": flattened.ENTITY,
        "role_mailbox": personal_checks.NAMED_MAILBOX,
    }
    return {
        "countries": list(countries),
        "allowed": sorted(
            name.casefold().removeprefix("@") for name in settings.personal.allowed_domains
        ),
        "births": [*personal.HINTS_OF_BIRTH, *abroad],
        "patterns": {name: browser_pattern(pattern) for name, pattern in patterns.items()},
        "between": [browser_pattern(pattern) for pattern in flattened.BETWEEN],
        "dialling": {
            country: {**of, "pattern": browser_pattern(of["pattern"])}
            for country, of in personal.dialling(countries).items()
        },
        "numbers": [
            {
                "rule": number.rule,
                "name": number.name,
                "pattern": browser_pattern(number.pattern),
                "module": number.module,
                "sure": number.sure and bool(number.module),
                "beside": browser_pattern(rf"\b(?i:{number.beside})\b") if number.beside else "",
            }
            for number in NUMBERS
            if number.country in countries
        ],
        "persons": {name: " ".join(sorted(words)) for name, words in known.items()},
        "roles": " ".join(sorted(personal_checks.ROLE_WORDS)),
    }
