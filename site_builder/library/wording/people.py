"""Words for people by what they do, alone or together."""

from __future__ import annotations

_ROLES = """
    administrator adviser advisor agent anaesthetist anesthetist analyst assistant attendant
    auditor board boss builder buyer captain carer caseworker cashier chair chairperson chef
    chief cleaner clerk clinician coach colleague committee commander consultant contractor
    cook coordinator co-ordinator council crew department designer developer director
    dispatcher doctor driver employee engineer expert facilitator fellow firefighter fitter
    foreman foremen headquarters health_visitor host inspector instructor intern
    investigator installer janitor joiner journalist leader lead librarian lieutenant loader
    logistician machinist management manager mason matron mechanic medic mentor midwife
    midwives miner nurse officer official operative operator organiser organizer paramedic
    partner people person personnel pharmacist physician physiotherapist pilot planner
    plumber porter practitioner president principal producer programmer professor
    project_lead provider receptionist registrar representative researcher resident reviewer
    roofer sailor scientist secretary senior sergeant shift_leader signaller signaler sister
    someone somebody specialist sponsor staff steward storekeeper student subcontractor
    supervisor supplier surgeon surveyor teacher team technician tester therapist trainee
    trainer trustee vendor visitor volunteer warden welder worker workforce
"""
_ENDINGS = r"\w{3,}(?:ists?|icians?|woman|women|(?<!hu)man|(?<!speci)men|keepers?|workers?)"
"""How words for a trade end."""
_TITLES = r"(?:mr|mrs|ms|miss|dr|doctor|prof|professor|nurse|sister|captain|colonel|father)\.?"


def _words() -> str:
    roles = (role.replace("_", r"\s+").replace("-", r"\-") for role in _ROLES.split())
    return "|".join(sorted(roles, key=len, reverse=True))


ROLE = rf"(?:(?:{_words()})s?|{_ENDINGS})"
"""A person or a group by what they do."""
NAMED = rf"(?:{_TITLES}\s+(?!was\b|were\b|is\b|are\b|had\b|has\b|did\b|on\b)\w+)"
"""A title and a name."""
WHO = rf"(?:he|she|who|{NAMED}|{ROLE}(?:\s+(?:on\s+(?:call|duty)|in\s+charge))?)"
"""Who is spoken of, the writer and an unnamed *they* left out."""
