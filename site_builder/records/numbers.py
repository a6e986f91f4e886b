"""Numbers by which states know their people: how each is written, and what tells it from others."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonNumber:
    """A number that a state gives to a person."""

    rule: str
    name: str
    shape: re.Pattern[str]
    """Its form, as a group ``number``; what may stand before the group is a label."""
    module: str = ""
    """Module of stdnum that knows its check digit; empty where the form is all there is."""


def _shape(form: str, label: str = "") -> re.Pattern[str]:
    """Return the pattern of a number that is no part of a longer one, perhaps after a label."""
    number = rf"(?<![\w+,/-])(?<!\d\.)(?P<number>{form})(?!\w|[.,/-]\w)"
    return re.compile(rf"\b(?i:{label})\b[^\w\n]{{1,3}}(?:is )?{number}" if label else number)


_OTHER = "personal-identifier"
NUMBERS: dict[str, tuple[PersonNumber, ...]] = {
    "AU": (
        PersonNumber(
            _OTHER,
            "an Australian tax file number",
            _shape(r"\d{3} ?\d{3} ?\d{2,3}", "tfn|tax file number"),
            "au.tfn",
        ),
    ),
    "CA": (
        PersonNumber(
            _OTHER,
            "a Canadian social insurance number",
            _shape(r"\d{3}([ -]?)\d{3}\2\d{3}", "sin|nas|social insurance number"),
            "ca.sin",
        ),
    ),
    "DE": (
        PersonNumber(
            _OTHER,
            "a German tax number",
            _shape(r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}"),
            "de.idnr",
        ),
    ),
    "ES": (
        PersonNumber(
            _OTHER, "a Spanish identity number", _shape(r"\d{8}-?[A-HJ-NP-TV-Z]"), "es.dni"
        ),
        PersonNumber(
            _OTHER,
            "a Spanish number of a foreigner",
            _shape(r"[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]"),
            "es.nie",
        ),
    ),
    "FR": (
        PersonNumber(
            _OTHER,
            "a French social security number",
            _shape(r"[12] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d"),
            "fr.nir",
        ),
    ),
    "GB": (
        PersonNumber(
            "personal-nhs-number",
            "an NHS number",
            _shape(r"\d{3}([ \xa0]?)\d{3}\2\d{4}"),
            "gb.nhs",
        ),
        PersonNumber(
            "personal-nhs-number",
            "an NHS number",
            # With hyphens it is written as telephone numbers are elsewhere.
            _shape(r"\d{3}-\d{3}-\d{4}", r"(?:nhs|chi|patient)(?: number| no\.?)?"),
            "gb.nhs",
        ),
        PersonNumber(
            "personal-ni-number",
            "a national insurance number",
            # https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
            _shape(
                r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
                r"(?:[ \xa0]?\d\d){3}[ \xa0]?[A-D]"
            ),
        ),
    ),
    "IE": (PersonNumber(_OTHER, "an Irish PPS number", _shape(r"\d{7}[A-W][A-IW]?"), "ie.pps"),),
    "IT": (
        PersonNumber(
            _OTHER,
            "an Italian codice fiscale",
            _shape(r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]"),
            "it.codicefiscale",
        ),
    ),
    "NL": (
        PersonNumber(
            _OTHER,
            "a Dutch citizen service number",
            _shape(r"\d{4}\.?\d\d\.?\d{3}", "bsn|burgerservicenummer|sofinummer"),
            "nl.bsn",
        ),
    ),
    "US": (
        PersonNumber(
            _OTHER,
            "a US social security number",
            _shape(r"\d{3}-\d\d-\d{4}"),
            "us.ssn",
        ),
    ),
}
"""Numbers of persons by country. Those whose form many other numbers share need a label."""
