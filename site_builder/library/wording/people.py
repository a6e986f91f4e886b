"""Words for people by what they do, alone or together."""

from __future__ import annotations

_ROLES = """
    accountant administrator adviser advisor agent anaesthetist analyst anesthetist apprentice
    architect assistant attendant auditor baker board bookkeeper boss bricklayer builder buyer
    captain carer caretaker carpenter caseworker cashier chair chairperson chef chief cleaner
    clerk clinician co- coach colleague commander committee consultant contractor cook
    coordinator council courier crew curator department designer developer director dispatcher
    doctor driver electrician employee engineer expert facilitator fellow firefighter fitter
    foreman foremen gardener guard headquarters health_visitor host inspector installer
    instructor intern interpreter investigator janitor joiner journalist lead leader lecturer
    librarian lieutenant lifeguard loader logistician machinist management manager mason matron
    mechanic medic mentor midwife midwives miner nurse officer official operative operator
    ordinator organiser organizer paramedic partner people person personnel pharmacist physician
    physiotherapist pilot planner plumber porter practitioner president principal producer
    professor programmer project_lead provider receptionist registrar representative researcher
    resident reviewer roofer sailor scientist secretary senior sergeant shift_leader signaler
    signaller sister somebody someone specialist sponsor staff steward storekeeper student
    subcontractor supervisor supplier surgeon surveyor teacher team technician tester therapist
    trainee trainer treasurer trustee tutor vendor visitor volunteer warden warehouse_clerk
    welder worker workforce
"""
_ENDINGS = r"\w{3,}(?:ists?|icians?|woman|women|(?<!hu)man|(?<!speci)men|keepers?|workers?)"
"""How words for a trade end."""
_TITLES = r"(?:mr|mrs|ms|miss|dr|doctor|prof|professor|nurse|sister|captain|colonel|father)\.?"

_FIRST_NAMES = (
    r"(?:john|mary|peter|paul|anna|anne|susan|david|james|robert|michael|linda|sarah|emma|tom|jane"
    r"|george|alice|bob|jim|joe|karen|maria|ahmed|fatima|ali|omar|priya|raj|wei|carlos|jos[eé]|ana"
    r"|pierre|hans|klaus|olga|ivan|daniel|andrew|steve|kate|laura|julia|martin|simon|helen|claire"
    r"|smith|jones|brown|patel|khan|miller|taylor|garcia|davies|wilson|johnson|williams)"
)
"""Names that stand for others in an account."""


def _words() -> str:
    roles = (role.replace("_", r"\s+").replace("-", r"\-") for role in _ROLES.split())
    return "|".join(sorted(roles, key=len, reverse=True))


ROLE = rf"(?:(?:{_words()})s?|{_ENDINGS})"
"""A person or a group by what they do."""
NAMED = rf"(?:{_FIRST_NAMES}|{_TITLES}\s+(?!was\b|were\b|is\b|are\b|had\b|has\b|did\b|on\b)\w+)"
"""A title and a name."""
WHO = rf"(?:he|she|who|{NAMED}|{ROLE}(?:\s+(?:on\s+(?:call|duty)|in\s+charge))?)"
"""Who is spoken of, the writer and an unnamed *they* left out."""
