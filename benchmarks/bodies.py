"""What stands below the header of an invented record."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from benchmarks.prose import SENTENCES, likely
from site_builder.records.lesson import REQUIRED_SECTIONS, SECTIONS

if TYPE_CHECKING:
    from benchmarks.plans import AssistPlan, Base, LessonPlan, Plan
    from benchmarks.prose import Teller

INVENTED = "Invented for measurement."
"""Last line of every record."""
_OPTIONAL = tuple(name for name in SECTIONS if name in SENTENCES and name not in REQUIRED_SECTIONS)
_LENGTHS = {"What happened": (5, 8), "What was learned": (4, 6)}
_LENGTH = (3, 5)
_FEWEST_WORDS = 310
_TABLES = 0.15
"""Share of lessons with results that show them as a table."""


class Neighbours:
    """Lessons that a record may point at."""

    def __init__(self, base: Base) -> None:
        self.all = base.standing
        self.by_topic: dict[str, list[LessonPlan]] = {}
        for plan in self.all:
            self.by_topic.setdefault(plan.topics[0].id, []).append(plan)

    def near(self, plan: Plan, count: int) -> list[LessonPlan]:
        """Return up to so many other lessons, most often of the first topic of a record."""
        rng = plan.teller.rng
        first, second = (self.by_topic.get(topic.id, []) for topic in plan.topics[:2])
        drawn = [rng.choice(found) for found in (first, first, second)[:count] if found]
        near = {other.id: other for other in drawn if other is not plan}
        if not near and len(self.all) > 1:
            other = next(other for other in rng.sample(self.all, 2) if other is not plan)
            near[other.id] = other
        return list(near.values())


def lesson_body(plan: LessonPlan, neighbours: Neighbours) -> str:
    """Return the body of a lesson of some 300 to 600 words, with one to three links."""
    teller = plan.teller
    rng = teller.rng
    texts = {name: _section(teller, name) for name in REQUIRED_SECTIONS}
    optional = rng.sample(_OPTIONAL, len(_OPTIONAL))
    wanted = rng.randint(3, 6)
    while optional and (len(texts) < wanted or _words(texts) < _FEWEST_WORDS):
        name = optional.pop()
        texts[name] = _section(teller, name)
    if plan.source:
        texts["What happened"] += " " + _linked(plan, plan.source, "assist link")
    for other in neighbours.near(plan, rng.randint(1, 2 if plan.source else 3)):
        name = rng.choice([name for name in texts if name != "What to do"])
        texts[name] += ("\n\n" if texts[name].endswith("|") else " ") + _linked(plan, other, "link")
    blocks = [f"## {name}\n\n{texts[name]}" for name in SECTIONS if name in texts]
    return "\n\n".join([*blocks, INVENTED]) + "\n"


def assist_body(plan: AssistPlan, neighbours: Neighbours) -> str:
    """Return the body of an assist: what was or will be talked about."""
    block, length = ("assist", 6) if plan.took_place else ("plan", 4)
    text = " ".join(plan.teller.sentences(block, length))
    links = [_linked(plan, other, "link") for other in neighbours.near(plan, 1)]
    return "\n\n".join([text, *links, INVENTED]) + "\n"


def reuse_body(teller: Teller) -> str:
    """Return the body of a report of use."""
    return f"{' '.join(teller.sentences('reuse', 4))}\n\n{INVENTED}\n"


def _section(teller: Teller, name: str) -> str:
    lines = teller.sentences(name if name != "What to do" else "advice", _length(teller, name))
    if name == "What to do":
        return "\n".join(f"- {line}" for line in lines)
    if name == "Results" and likely(teller.rng, _TABLES):
        return f"{' '.join(lines)}\n\n{_table(teller)}"
    if name == "What happened":
        return f"{' '.join(lines[:3])}\n\n{' '.join(lines[3:])}"
    return " ".join(lines)


def _length(teller: Teller, name: str) -> int:
    return teller.rng.randint(*_LENGTHS.get(name, _LENGTH))


def _table(teller: Teller) -> str:
    rows = ((teller.say("place"), teller.say("num"), teller.say("num")) for _ in range(3))
    lines = [f"| {place} | {before} | {after} |" for place, before, after in rows]
    return "\n".join(("| Where | Before | After |", "| --- | --- | --- |", *lines))


def _words(texts: dict[str, str]) -> int:
    return sum(len(text.split()) for text in texts.values())


def _linked(plan: Plan, target: LessonPlan | AssistPlan, block: str) -> str:
    """Return a sentence with a link from one record's file to another's."""
    path = posixpath.relpath(target.path, posixpath.dirname(plan.path))
    plan.teller.facts |= {"link": path, "link_title": target.title}
    return plan.teller.line(block)
