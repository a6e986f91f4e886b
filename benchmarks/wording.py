"""How much of what people write the rules on wording find, and how often they find too much.

``python -m benchmarks.wording`` reads the sentences of ``tests/wording``. The patterns were made
with the half `tuned` before their authors' eyes; the half `held-out` says how they do on others.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import yaml

from benchmarks.measure import Figure, as_json, as_text
from site_builder.library.checks.assist_wording import phrases
from site_builder.library.wording.claims import claims
from site_builder.library.wording.endorsement import request_in
from site_builder.library.wording.sentences import Prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SENTENCES = Path(__file__).parent.parent / "tests/wording"
RULES: dict[str, Callable[[str], bool]] = {
    "purpose-endorsement": lambda text: request_in(text) is not None,
    "wording-blame": lambda text: any(phrases("wording-blame", Prose(text))),
    "claim-too-strong": lambda text: any(claims(Prose(text))),
}
"""Whether each rule finds something in a sentence."""
HALVES = ("tuned", "held-out")
RECALL = 0.8
FALSE = 0.05


@dataclass(frozen=True, slots=True)
class Measured:
    """What a rule did with the sentences of one half."""

    wrong: int
    right: int
    missed: tuple[str, ...]
    """Wrong sentences that were not found."""
    false: tuple[str, ...]
    """Right sentences that were found."""

    @property
    def recall(self) -> float:
        """The share of wrong sentences that were found."""
        return 1 - len(self.missed) / self.wrong

    @property
    def false_rate(self) -> float:
        """The share of right sentences that were found."""
        return len(self.false) / self.right


def sentences(rule: str, half: str) -> dict[str, list[str]]:
    """Return the wrong and the right sentences of one half."""
    text = (SENTENCES / f"{rule}.yml").read_text(encoding="utf-8")
    return cast("dict[str, list[str]]", yaml.safe_load(text)[half])


def measured(rule: str, half: str) -> Measured:
    """Try a rule on the sentences of one half."""
    wrong, right = (sentences(rule, half)[kind] for kind in ("wrong", "right"))
    finds = RULES[rule]
    return Measured(
        len(wrong),
        len(right),
        tuple(sentence for sentence in wrong if not finds(sentence)),
        tuple(sentence for sentence in right if finds(sentence)),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--sentences", action="store_true", help="print what was taken wrongly")
    options = parser.parse_args(arguments)
    figures = list(_figures())
    print(as_json(figures) if options.format == "json" else as_text(figures))
    if options.sentences:
        for rule in RULES:
            for half in HALVES:
                result = measured(rule, half)
                print(*(f"{rule} missed: {sentence}" for sentence in result.missed), sep="\n")
                print(*(f"{rule} false: {sentence}" for sentence in result.false), sep="\n")


def _figures() -> Iterator[Figure]:
    for rule in RULES:
        for half in HALVES:
            result = measured(rule, half)
            what = f"{rule}, {half}"
            command = "python -m benchmarks.wording"
            note = f"of {result.wrong} sentences"
            yield Figure(f"{what}: found", command, result.recall, RECALL, "", "high", note)
            note = f"of {result.right} sentences"
            yield Figure(f"{what}: found wrongly", command, result.false_rate, FALSE, note=note)


if __name__ == "__main__":
    main()
