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

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches it as a group ``number`` that is not part of a longer number."""
        number = rf"(?<![\w+,/-])(?<!\d\.)(?P<number>{self.form})(?!\w|[.,/-]\w)"
        before = rf"\b(?i:{self.label})\b[^\w\n]{{1,3}}(?:is )?" if self.label else ""
        return re.compile(before + number)


_NHS = "personal-nhs-number"
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
    PersonNumber("DE", "a German tax number", r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}", "de.idnr"),
    PersonNumber("ES", "a Spanish identity number", r"\d{8}-?[A-HJ-NP-TV-Z]", "es.dni"),
    PersonNumber(
        "ES", "a Spanish number of a foreigner", r"[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]", "es.nie"
    ),
    PersonNumber(
        "FR",
        "a French social security number",
        r"[12] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d",
        "fr.nir",
    ),
    PersonNumber("GB", "an NHS number", r"\d{3}([ \xa0]?)\d{3}\2\d{4}", "gb.nhs", rule=_NHS),
    # With hyphens it is written as telephone numbers are elsewhere.
    PersonNumber(
        "GB",
        "an NHS number",
        r"\d{3}-\d{3}-\d{4}",
        "gb.nhs",
        r"(?:nhs|chi|patient)(?: number| no\.?)?",
        _NHS,
    ),
    # https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
    PersonNumber(
        "GB",
        "a national insurance number",
        r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
        r"(?:[ \xa0]?\d\d){3}[ \xa0]?[A-D]",
        rule="personal-ni-number",
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
        r"\d{4}\.?\d\d\.?\d{3}",
        "nl.bsn",
        "bsn|burgerservicenummer|sofinummer",
    ),
    PersonNumber("US", "a US social security number", r"\d{3}-\d\d-\d{4}", "us.ssn"),
)
"""Numbers in the order of countries. Those whose form many other numbers share need a label."""
