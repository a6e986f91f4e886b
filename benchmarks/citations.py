"""Publications that never existed, under identifiers that no publication can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.prose import likely, ranked, sentence
from site_builder.records.dates import PartialDate
from site_builder.records.lesson import EXPERIENCE_DESIGNS, Citation, Design, Evidence

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.prose import Teller

_EXPERIENCE = tuple(design for design in Design if design in EXPERIENCE_DESIGNS)
_RESEARCH = ranked(
    (
        Design.PRE_POST,
        Design.CASE_SERIES,
        Design.CONTROLLED,
        Design.MECHANISM,
        Design.EXPERT_CONSENSUS,
        Design.CASE_CONTROL,
        Design.RANDOMISED_TRIAL,
        Design.SYSTEMATIC_REVIEW,
    )
)
_PUBLISHERS = ranked(
    (
        "Invented Journal of Practice",
        "Annals of Things Tried",
        "Proceedings of the Invented Society",
        "Workshop Notes",
        "Review of Small Changes",
        "Invented Institute of Safety",
        "Northmoor University Press",
        "Bulletin of Field Methods",
    )
)
_WEIGHTED_DIGITS = (1, 3) * 6
"""What the first twelve digits of an ISBN count for in its last one."""


def citations_for(
    teller: Teller, evidence: Evidence, day: date, *, sourced: bool
) -> list[Citation]:
    """Return what a lesson cites, so that with or without an assist its mark is true."""
    cited = []
    if evidence is not Evidence.RESEARCH and (not sourced or likely(teller.rng, 0.15)):
        cited.append(_citation(teller, teller.rng.choice(_EXPERIENCE), day))
    if evidence is not Evidence.EXPERIENTIAL:
        count = 1 + (likely(teller.rng, 0.3))
        cited += [_citation(teller, _RESEARCH.draw(teller.rng), day) for _ in range(count)]
    return cited


def _citation(teller: Teller, design: Design, day: date) -> Citation:
    rng = teller.rng
    year = rng.randint(max(1996, day.year - 12), day.year)
    number = rng.randrange(10**7)
    kind = "isbn" if design is Design.GUIDANCE else rng.choice(("doi", "doi", "pmid", "url"))
    return Citation(
        title=_title(teller, design),
        publisher=_PUBLISHERS.draw(rng),
        happened=PartialDate(str(year)),
        # 10.5555 is the prefix for examples, 979-9 belongs to no country, PubMed is far from 90
        # million, and example.org is nobody's.
        doi=f"10.5555/invented.{year}.{number}" if kind == "doi" else None,
        pmid=str(90_000_000 + number) if kind == "pmid" else None,
        isbn=_isbn(number) if kind == "isbn" else None,
        url=f"https://example.org/{year}/{number}" if kind == "url" else None,
        design=design,
        supports="mixed" if number % 40 == 0 else "for",
        concerns=(f"imprecision: {teller.line('Challenges')}",) if number % 9 == 0 else (),
    )


def _title(teller: Teller, design: Design) -> str:
    what = design.value.replace("pre-post", "before and after").replace("-", " ")
    about = f"the {teller.say('noun')} and the {teller.say('step')} in the {teller.say('area')}"
    return sentence(f"{about}: {what} at {teller.say('place')}")


def _isbn(number: int) -> str:
    digits = f"9799{number:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTED_DIGITS, strict=True))
    return f"{digits}{-total % 10}"
