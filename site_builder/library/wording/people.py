"""Words for people by what they do, alone or together."""

from __future__ import annotations

import re

_ROLES = """
    accountant administrator adviser advisor agent anaesthetist analyst anesthetist apprentice
    architect assistant attendant auditor baker board bookkeeper boss bricklayer broker builder
    buyer captain carer caretaker carpenter caseworker cashier ceo chair chairperson chef chief
    cleaner clerk clinician co-ordinator coach colleague commander committee consultant
    contractor controller cook coordinator council courier crew curator dean delegate deputy
    designer developer director dispatcher doctor driver electrician employee engineer
    executive expert facilitator fellow firefighter fitter foreman foremen gardener gp guard
    headmaster headquarters host inspector installer instructor intern interpreter investigator
    janitor joiner journalist junior keeper labourer lead leader lecturer librarian lieutenant
    lifeguard loader logistician machinist management manager mason matron mechanic medic
    mentor midwife midwives miner minister nurse officer official operative operator organiser
    organizer owner painter paramedic parent partner people person personnel pharmacist
    physician physiotherapist picker pilot planner plumber porter practitioner president
    principal producer professor programmer provider receptionist recruit registrar
    representative researcher resident reviewer rigger roofer sailor scientist secretary senior
    sergeant signaler signaller sister skipper somebody someone specialist sponsor staff
    steward storekeeper student subcontractor superintendent supervisor supplier surgeon
    surveyor teacher team technician tester therapist trainee trainer translator treasurer
    trustee tutor vendor visitor volunteer warden welder whoever worker workforce
"""
_GROUPS = """
    agency bureau cell company department division finance firm headquarters hq leaders
    leadership logistics ministry office planners procurement security shift
"""
_NAMES = """
    ahmed ali alice ana andrew anna anne bob brown carlos claire daniel david davies emma
    fatima garcia george hans helen ivan james jane jim joe john johnson jones jose josé julia
    karen kate khan klaus laura linda maria martin mary michael miller olga omar patel paul
    peter pierre priya raj robert sarah simon smith steve susan taylor tom wei williams wilson
"""
"""Names that stand for others in an account."""
ROLES = frozenset(_ROLES.split())
GROUPS = frozenset(_GROUPS.split())
NAMES = frozenset(_NAMES.split())
TITLES = frozenset("mr mrs ms miss dr prof colonel father".split())  # noqa: SIM905 - as above
TRADE = re.compile(
    r"\w{3,}(?:(?<!kl)(?<!tl)(?<!el)(?<!gl)(?<!nl)(?<!\bass)(?<!\bpers)(?<!\bcons)(?<!\bins)ists?"
    r"|icians?"
    r"|woman|women|(?<!hu)man|(?:work|sales|fire|police|crafts|trades)men|keepers?|workers?)$"
)
"""How words for a trade end."""


def is_person(word: str) -> bool:
    """Whether a word in small letters stands for people by what they do."""
    return word in ROLES or word.removesuffix("s") in ROLES or bool(TRADE.match(word))
