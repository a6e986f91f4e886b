"""Rules about personal data, about allowing what a rule forbids, and about consent."""

from __future__ import annotations

from site_builder.diagnostics import Severity
from site_builder.rules.rule import Rule

_TAKE_OUT = "Take it out. Once it has been committed it is in the history of the repository too: tell whoever keeps that."
_ALLOW = "If it may be published, say why on the same line, as `<!-- allow: {} because … -->`, or as `# allow: {} because …` in the header."
_COUNTRY = "Which countries' numbers are looked for is the option `countries` of `personal`."


def _mended(rule_id: str, instead: str = "") -> str:
    return " ".join(filter(None, (_TAKE_OUT, instead, _ALLOW.format(rule_id, rule_id))))


RULES = (
    Rule(
        "personal-nhs-number",
        Severity.ERROR,
        "There is an NHS number.",
        f"It identifies a patient to everybody with access to the records of the health service. Its check digit leaves little doubt, so it is an error. {_COUNTRY}",
        _mended("personal-nhs-number", "Speak of *a patient* instead."),
        "The pump of the patient with NHS number 943 476 5919 stopped.",
        "The pump of a patient stopped.",
        suppressible=True,
    ),
    Rule(
        "personal-ni-number",
        Severity.ERROR,
        "There is a national insurance number.",
        f"It identifies one person to employers, tax offices and banks, and nothing else is written in its form, so it is an error. {_COUNTRY}",
        _mended("personal-ni-number"),
        "The rota listed the engineer as AB 12 34 56 C.",
        "The rota listed the engineer by a number.",
        suppressible=True,
    ),
    Rule(
        "personal-identifier",
        Severity.ERROR,
        "There is a number by which a state knows a person.",
        f"It identifies one person for life. Only what fits the form and the check digit of such a number is reported, so it is an error. {_COUNTRY} They are known for Australia, Canada, France, Germany, Ireland, Italy, the Netherlands, Spain and the United States.",
        _mended("personal-identifier"),
        suppressible=True,
    ),
    Rule(
        "personal-email",
        Severity.WARNING,
        "There is an e-mail address.",
        "It leads to a person, draws unwanted mail, and is wrong as soon as that person moves on. It may also be the mailbox of a role, which no check can tell, so it is a warning. The fields `contact` and `join` take the address of a role; there only an address that looks like somebody's name is reported.",
        _mended(
            "personal-email",
            "Name a role, and give its address in `contact`. An address or a whole domain that may stand anywhere goes into the option `allowed-domains` of `personal`.",
        ),
        "Ask nina.lang@example.org for the plan of the shed.",
        "Ask the head of the plant for the plan of the shed.",
        suppressible=True,
    ),
    Rule(
        "personal-phone",
        Severity.WARNING,
        "There is a telephone number.",
        "It leads to a person, or to a desk at which another person sits by now. It may also be a number that is meant to be public, so it is a warning. The fields `contact` and `join` take the number of a role. Numbers are read as people write them in the countries of the option `countries` of `personal`; those with a plus sign are found from anywhere.",
        _mended("personal-phone", "Name a role, and give its number in `contact`."),
        "Call 020 7946 0123 before the pump is moved.",
        "Call the control room before the pump is moved.",
        suppressible=True,
    ),
    Rule(
        "personal-birth-date",
        Severity.WARNING,
        "There is a date of birth.",
        "Together with little else it tells who somebody is. Words such as *born* and *DOB* beside a whole date give it away; they may be about a public figure, so it is a warning.",
        _mended("personal-birth-date", "An age in years says enough."),
        "The patient, born on 12 March 1961, had no phone.",
        "The patient, in his sixties, had no phone.",
        suppressible=True,
    ),
    Rule(
        "personal-postcode",
        Severity.WARNING,
        "There is a postcode on a line with a person's name.",
        "A postcode is that of some fifteen homes, and with a name it leads to one. Names are guessed at by titles, common given names and initials, so it is a warning. The addresses of hospitals and other places are not meant. Postcodes of the United Kingdom are looked for where `countries` of `personal` names GB.",
        _mended("personal-postcode", "The town, or the kind of place, says enough."),
        "The nurse visited Mrs Smith, AB1 2CD, every day.",
        "The nurse visited a patient every day.",
        suppressible=True,
    ),
    Rule(
        "allowance-malformed",
        Severity.ERROR,
        "A comment allows what it cannot allow, or does not say why.",
        "Whoever reads the file later has to see what was allowed and for what reason. Only rules that can be wrong about a line may be allowed on it; the others have to be obeyed.",
        "Write the id of the rule and the reason: `<!-- allow: RULE because REASON -->`, or `# allow: RULE because REASON` in the header. `lessons explain RULE` says whether a rule can be allowed.",
        "Ask desk@example.org. <!-- allow: personal-email -->",
        "Ask desk@example.org. <!-- allow: personal-email because it is the desk's own -->",
    ),
    Rule(
        "allowance-idle",
        Severity.WARNING,
        "A comment allows what nothing on its line does.",
        "It speaks for its own line, or for the next if it stands alone. A comment that is left behind would silence the next mistake that is made there.",
        "Put it on the line that it is about, or take it out.",
        "Ask the desk. <!-- allow: personal-email because it is the desk's own -->",
        "Ask the desk.",
    ),
    Rule(
        "consent-missing",
        Severity.NOTE,
        "Nothing says who agreed to the publication of a lesson from an assist.",
        "What was told at a meeting was told to those who were there. The option `consent_required` asks that somebody has agreed before others read it.",
        "Ask those who told it, and add `consent` with the role of who agreed for them.",
    ),
)
