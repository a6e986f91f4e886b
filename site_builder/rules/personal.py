"""Rules about personal data, about allowing what a rule forbids, and about consent."""

from __future__ import annotations

from site_builder.rules.rule import error, note, warning

_TAKE_OUT = "Take it out. Once it has been committed it is in the history of the repository too: tell its maintainer."
_ALLOW = "If it may be published, say why on the same line, as `<!-- allow: {} because … -->`, or as `# allow: {} because …` in the header."
_CERTAIN = "Where the check digit leaves no doubt, it is an error in a draft too, nothing is made of its file, and no command writes it."
_COUNTRY = "Which countries' numbers are looked for is the option `countries` of `personal`."


def _fix(rule_id: str, instead: str = "") -> str:
    return " ".join(filter(None, (_TAKE_OUT, instead, _ALLOW.format(rule_id, rule_id))))


RULES = (
    error(
        id="personal-nhs-number",
        summary="There is an NHS number.",
        why=f"It identifies a patient to everybody with access to the records of the health service. Its check digit leaves little doubt, so it is an error. {_CERTAIN} That is so in groups of three, three and four, or beside a word such as *NHS* or *patient*; one of eleven other numbers of ten digits has such a check digit by chance. {_COUNTRY}",
        fix=_fix("personal-nhs-number", "Speak of *a patient* instead."),
        wrong="The pump of the patient with NHS number 943 476 5919 stopped.",
        right="The pump of a patient stopped.",
        suppressible=True,
    ),
    error(
        id="personal-ni-number",
        summary="There is a national insurance number.",
        why=f"It identifies one person to employers, tax offices and banks, and nothing else is written in its form, so it is an error. {_COUNTRY}",
        fix=_fix("personal-ni-number"),
        wrong="The rota listed the engineer as AB 12 34 56 C.",
        right="The rota listed the engineer by a number.",
        suppressible=True,
    ),
    error(
        id="personal-identifier",
        summary="There is a number by which a state knows a person.",
        why=f"It identifies one person for life. Only what fits the form and the check digit of such a number is reported, so it is an error. {_CERTAIN} {_COUNTRY} They are known for Australia, Canada, France, Germany, Ireland, Italy, the Netherlands, Spain and the United States.",
        fix=_fix("personal-identifier"),
        suppressible=True,
    ),
    warning(
        id="person-named",
        summary="A text names somebody by pseudonym.",
        why="Participants and `people.yml` are never published, and roles that hold a pseudonym are left out; a pseudonym in a sentence would be published with it, and colleagues know who that is. It may also be an ordinary word, which no check can tell, so it is a warning.",
        fix=f"Name a role instead. {_ALLOW.format('person-named', 'person-named')}",
        suppressible=True,
    ),
    warning(
        id="personal-email",
        summary="There is an e-mail address.",
        why="It leads to a person, draws unwanted mail, and is wrong as soon as that person moves on. It may also be the mailbox of a role, which no check can tell, so it is a warning. The fields `contact` and `join` take the address of a role; there only an address that looks like somebody's name is reported.",
        fix=_fix(
            "personal-email",
            "Name a role, and give its address in `contact`. Addresses and whole domains that are allowed everywhere go into the option `allowed-domains` of `personal`.",
        ),
        wrong="Ask nina.lang@example.org for the plan of the shed.",
        right="Ask the head of the plant for the plan of the shed.",
        suppressible=True,
    ),
    warning(
        id="personal-phone",
        summary="There is a telephone number.",
        why="It leads to a person, or to a desk at which another person sits by now. It may also be a number that is meant to be public, so it is a warning. The fields `contact` and `join` take the number of a role. Numbers are read as people write them in the countries of the option `countries` of `personal`; those with a plus sign are found from anywhere.",
        fix=_fix("personal-phone", "Name a role, and give its number in `contact`."),
        wrong="Call 020 7946 0123 before the pump is moved.",
        right="Call the control room before the pump is moved.",
        suppressible=True,
    ),
    warning(
        id="personal-birth-date",
        summary="There is a date of birth.",
        why="Together with little else it tells who somebody is. Words such as *born* and *DOB* beside a whole date give it away; they may be about a public figure, so it is a warning.",
        fix=_fix("personal-birth-date", "An age in years says enough."),
        wrong="The patient, born on 12 March 1961, had no phone.",
        right="The patient, in his sixties, had no phone.",
        suppressible=True,
    ),
    warning(
        id="personal-postcode",
        summary="There is a postcode on a line with a person's name.",
        why="A postcode is that of some fifteen homes, and with a name it leads to one. Names are guessed at by titles, common given names and initials, so it is a warning. The addresses of hospitals and other places are not meant. Postcodes of the United Kingdom are looked for where `countries` of `personal` names GB.",
        fix=_fix("personal-postcode", "The town, or the kind of place, says enough."),
        wrong="The nurse visited Mrs Smith, AB1 2CD, every day.",
        right="The nurse visited a patient every day.",
        suppressible=True,
    ),
    error(
        id="allowance-malformed",
        summary="An allow comment names a rule that cannot be allowed, or gives no reason.",
        why="Whoever reads the file later has to see what was allowed and for what reason. Only rules that can be wrong about a line may be allowed on it; the others have to be obeyed.",
        fix="Write the id of the rule and the reason: `<!-- allow: RULE because REASON -->`, or `# allow: RULE because REASON` in the header. `lessons explain RULE` says whether a rule can be allowed.",
        wrong="Ask desk@example.org. <!-- allow: personal-email -->",
        right="Ask desk@example.org. <!-- allow: personal-email because it is the desk's own -->",
    ),
    warning(
        id="allowance-idle",
        summary="A comment allows a problem that its line does not have.",
        why="It applies to its own line, or to the next if it is alone on its line. A comment that is left behind would hide the next mistake there.",
        fix="Put it on the line that it is about, or take it out.",
        wrong="Ask the desk. <!-- allow: personal-email because it is the desk's own -->",
        right="Ask the desk.",
    ),
    note(
        id="consent-missing",
        summary="Nothing says who agreed to the publication of a lesson from an assist.",
        why="Accounts at a meeting are meant for the people who were there. The option `consent_required` requires somebody's agreement before others read them.",
        fix="Ask those who told it, and add `consent` with the role of who agreed for them.",
    ),
)
