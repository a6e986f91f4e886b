"""From blocks of phrases to sentences, repeatably."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

from benchmarks import sentences, wordstock
from benchmarks.topics import TOPICS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from benchmarks.topics import Domain, Topic

KINDS: tuple[Kind, ...] = ("device", "paper", "step", "supply")
"""The kinds of thing that a lesson can be about."""

_DOMAINS = frozenset({"engineering", "hospital", "aid"})
_SLOT = re.compile(r"\{(\w+)\}")
_OWN_TOPIC = 0.6
"""Share of things that are drawn from the first topic of a lesson."""
_NEAR_TOPIC = 0.85
"""Share that is drawn from its first two topics."""
_PLAIN = 0.3
"""Share of lessons whose thing has no adjective."""

Value = TypeVar("Value")
Form = tuple[str, ...]
"""A compiled phrase: text and names of blocks by turns, beginning with text."""


@dataclass(frozen=True, slots=True)
class Choices(Generic[Value]):
    """Values of which the first are drawn most often, as words of a language are."""

    values: tuple[Value, ...]
    bounds: tuple[float, ...]
    """Running total of the weights."""

    def draw(self, rng: Random) -> Value:
        """Return one of the values."""
        return self.values[bisect(self.bounds, rng.random() * self.bounds[-1])]


def ranked(values: Sequence[Value]) -> Choices[Value]:
    """Return the values weighted by their rank, after Zipf and Mandelbrot."""
    weights = ((rank + 3) ** -0.9 for rank in range(len(values)))
    return Choices(tuple(values), tuple(accumulate(weights)))


def _compiled(text: str) -> tuple[Form, ...]:
    return tuple(tuple(_SLOT.split(form.strip())) for form in text.split(" / "))


def _blocks(stock: str, between: str) -> dict[str, list[tuple[Form, ...]]]:
    blocks: dict[str, list[tuple[Form, ...]]] = {}
    for block in stock.strip().lstrip("[").split("\n["):
        name, _, body = block.partition("]\n")
        phrases = [phrase.strip() for phrase in re.split(between, body)]
        blocks[name] = [_compiled(phrase) for phrase in phrases if phrase]
    return blocks


_PHRASES = _blocks(wordstock.STOCK, "[;\n]")
SENTENCES = _blocks(sentences.STOCK, "\n")


@cache
def _phrases(name: str, domain: Domain) -> Choices[tuple[Form, ...]]:
    """Return the phrases of a block: those of the domain, and those of all."""
    block = name.replace("_", " ")
    return ranked(_PHRASES.get(f"{block} {domain}", []) + _PHRASES.get(block, []))


@cache
def _names(beginnings: str, endings: str) -> Choices[str]:
    """Return every name that can be put together, scattered by a fixed stride."""
    heads, tails = beginnings.split(), endings.split()
    names = [head + tail for head in heads for tail in tails]
    ordered = sorted(range(len(names)), key=lambda at: (at * 7919) % 10_007)
    return ranked([names[at] for at in ordered])


@cache
def topics_of(domain: Domain) -> Choices[Topic]:
    """Return the topics that lessons of a domain can have."""
    return ranked([topic for topic in TOPICS if topic.domain in {domain, "any"}])


@cache
def _things(topic: Topic, kind: Kind) -> Choices[str]:
    return ranked(topic.things[kind])


def likely(rng: Random, share: float) -> bool:
    """Return True in about this share of cases."""
    return rng.random() < share


def sentence(text: str) -> str:
    """Return the text with a capital letter."""
    return text[:1].upper() + text[1:]


class Teller:
    """Speaks about one subject: keeps its facts, and draws the rest."""

    def __init__(self, rng: Random, domain: Domain, topics: Sequence[Topic], year: int) -> None:
        self.rng = rng
        self.year = year
        self.domain = domain
        self.topics = topics
        self.kind = rng.choice(KINDS)
        self.facts: dict[str, str] = {}
        self.facts["noun"] = self.thing(self.kind)
        self.facts |= self._setting() | self._failure()
        self.advise()

    def say(self, name: str) -> str:
        """Return the fact of this name, or else a phrase of the block of this name."""
        fact = self.facts.get(name)
        if fact is not None:
            return fact
        made = _MADE.get(name)
        return made(self) if made else self.forms(name)[0]

    def forms(self, name: str) -> tuple[str, ...]:
        """Return every form of a phrase drawn from a block."""
        drawn = _phrases(name, self.domain).draw(self.rng)
        return tuple(self._told(form) for form in drawn)

    def sentences(self, section: str, count: int) -> list[str]:
        """Return different sentences of a section."""
        lines = SENTENCES[section]
        drawn = self.rng.sample(lines, min(count, len(lines)))
        return [sentence(self._told(forms[0])) for forms in drawn]

    def line(self, section: str) -> str:
        """Return one sentence of a section."""
        return self.sentences(section, 1)[0]

    def thing(self, kind: Kind) -> str:
        """Return a thing other than the one spoken of, mostly one of the first topic."""
        while (drawn := self._thing(kind)) == self.facts.get("noun"):
            pass
        return drawn

    def _thing(self, kind: Kind) -> str:
        chance = self.rng.random()
        if chance < _OWN_TOPIC:
            topic = self.topics[0]
        elif chance < _NEAR_TOPIC:
            topic = self.topics[1]
        else:
            topic = topics_of(self.domain).draw(self.rng)
        return _things(topic, kind).draw(self.rng)

    def advise(self) -> None:
        """Draw anew what is advised, and a second thing beside it, in three forms each."""
        other = self.rng.choice(KINDS)
        advised = (("", self.kind, self.facts["noun"]), ("2", other, self.thing(other)))
        for suffix, kind, noun in advised:
            rest = f" the {noun} {self.say('qualifier')}"
            forms = self.forms(f"verb_{kind}")
            for name, form in zip(("remedy", "remedied", "remedying"), forms, strict=True):
                self.facts[name + suffix] = form + rest

    def _setting(self) -> dict[str, str]:
        blocks = {"people": "roles", "site": "place", "spot": "area", "occasion": "event"}
        blocks |= {"product": "product", "season": "season"}
        return {fact: self.say(block) for fact, block in blocks.items()}

    def _failure(self) -> dict[str, str]:
        fails, failed = self.forms(f"fails_{self.kind}")
        noun = self.facts["noun"]
        plain = likely(self.rng, _PLAIN)
        thing = noun if plain else f"{self.say(f'adjective_{self.kind}')} {noun}"
        return {"fails": fails, "failed": failed, "thing": thing}

    def _told(self, form: Form) -> str:
        parts = list(form)
        for slot in range(1, len(parts), 2):
            parts[slot] = self.say(parts[slot])
        return "".join(parts)


def _counted(low: int, high: int) -> Callable[[Teller], str]:
    return lambda teller: str(teller.rng.randint(low, high))


def _product(teller: Teller) -> str:
    name = _names(*wordstock.PRODUCTS).draw(teller.rng)
    return f"{name} {teller.rng.randrange(1, 40) * 10}"


_MADE: dict[str, Callable[[Teller], str]] = {
    "device": lambda teller: teller.thing("device"),
    "paper": lambda teller: teller.thing("paper"),
    "step": lambda teller: teller.thing("step"),
    "supply": lambda teller: teller.thing("supply"),
    "place": lambda teller: _names(*wordstock.PLACES).draw(teller.rng),
    "trade": lambda teller: _names(*wordstock.TRADES[teller.domain]).draw(teller.rng),
    "product": _product,
    "num": _counted(12, 240),
    "pct": _counted(11, 88),
    "year": lambda teller: str(teller.year - teller.rng.randint(0, 14)),
    "code": _counted(1000, 9999),
    "hours": _counted(3, 14),
}
"""What is made rather than drawn from a block."""
