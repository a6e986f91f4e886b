"""Personal numbers that states assign: the form and check digit of each."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonNumber:
    """A number that a state gives to a person."""

    country: str
    name: str
    form: str
    """Regular expression of the number itself."""
    module: str = ""
    """Module of stdnum that knows its check digit; empty where there is none."""
    label: str = ""
    """Regular expression of a word that must stand before it; empty where none need to."""
    rule: str = "personal-identifier"
    beside: str = ""
    """Regular expression of a word beside it that leaves no doubt; empty where none needs to."""
    sure: bool = True
    """Whether its check digit, with such a word or its form alone, leaves no doubt."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches it as a group ``number`` that is not part of a longer number."""
        before = r"(?<![\w+,/-])(?<!\d\.)"
        if self.label:
            before = rf"\b(?i:{self.label})\b[^\w\n]{{1,3}}(?:is )?"
        return re.compile(rf"{before}(?P<number>{self.form})(?!\w|[.,/-]\w)")


_NHS = "personal-nhs-number"
_OF_PATIENTS = r"nhs|chi|h ?& ?c|hcn|patients?|mrn|medical record|hospital n(?:umber|o)"
NUMBERS = (
    PersonNumber(
        "AU",
        "an Australian tax file number",
        r"\d{3} ?\d{3} ?\d{2,3}",
        "au.tfn",
        "tfn|tax file number",
    ),
    PersonNumber(
        "CA",
        "a Canadian social insurance number",
        r"\d{3}([ -]?)\d{3}\2\d{3}",
        "ca.sin",
        "sin|nas|social insurance number",
    ),
    PersonNumber("DE", "a German tax number", r"[1-9]\d \d{3} \d{3} \d{3}", "de.idnr"),
    PersonNumber(
        "DE",
        "a German tax number",
        r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}",
        "de.idnr",
        beside=r"steuer\w*|idnr|tin|tax",
    ),
    PersonNumber(
        "ES", "a Spanish identity number", r"\d\d\.?\d{3}\.?\d{3}[ -]?[A-HJ-NP-TV-Z]", "es.dni"
    ),
    PersonNumber(
        "ES", "a Spanish number of a foreigner", r"[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]", "es.nie"
    ),
    PersonNumber(
        "FR",
        "a French social security number",
        r"[12] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d",
        "fr.nir",
    ),
    PersonNumber("GB", "an NHS number", r"\d{3} \d{3} \d{4}", "gb.nhs", rule=_NHS),
    # One of eleven numbers of ten digits has the check digit by chance.
    PersonNumber("GB", "an NHS number", r"\d{10}", "gb.nhs", rule=_NHS, beside=_OF_PATIENTS),
    # With hyphens it is written as telephone numbers are elsewhere.
    PersonNumber(
        "GB",
        "an NHS number",
        r"\d{3}[ ./-]{0,3}\d{3}[ ./-]{0,3}\d{4}",
        "gb.nhs",
        rf"(?:{_OF_PATIENTS})(?: number| no\.?)?",
        _NHS,
    ),
    # https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
    PersonNumber(
        "GB",
        "a national insurance number",
        r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
        r"(?: ?\d\d){3} ?[A-D]",
        rule="personal-ni-number",
        sure=False,
    ),
    PersonNumber("IE", "an Irish PPS number", r"\d{7}[A-W][A-IW]?", "ie.pps"),
    PersonNumber(
        "IT",
        "an Italian codice fiscale",
        r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]",
        "it.codicefiscale",
    ),
    PersonNumber(
        "NL",
        "a Dutch citizen service number",
        r"\d{4}[. ]?\d\d[. ]?\d{3}|\d{3} \d{3} \d{3}",
        "nl.bsn",
        "bsn|burgerservicenummer|sofinummer",
    ),
    PersonNumber("US", "a US social security number", r"\d{3}-\d\d-\d{4}", "us.ssn", sure=False),
)
"""Numbers in the order of countries. Those whose form many other numbers share need a label."""
