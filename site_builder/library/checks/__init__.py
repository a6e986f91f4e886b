"""Rules across fields and records: each a small function that yields what it finds.

Every module or package here holds the checks of one family of rules, and is named like the module
of :mod:`site_builder.rules` with their texts; the others help them. A check is a public
function from ``base: Base`` to ``Iterator[Diagnostic]``; or from one ``record: Record[Part]`` or
``lesson: Record[Lesson]``, and ``settings: Settings`` if it needs them. What it finds then depends
on nothing else, and is kept for as long as the file stays the same. A check that compares the text
of one ``record: Record[Part]`` with a ``base: Base`` is asked again for records whose texts, or
texts and headers that were read for them, have changed; what is read of other records is therefore
noted (:mod:`site_builder.records.noted`).
"""

from __future__ import annotations

from functools import partial
from inspect import isfunction
from itertools import chain
from typing import TYPE_CHECKING

from site_builder.library.checks import (
    assist_people,
    assist_plans,
    assist_results,
    assist_wording,
    evidence,
    fields,
    files,
    personal,
    references,
    wording,
)
from site_builder.library.checks.evidence import claims
from site_builder.library.checks.links import markup, text
from site_builder.library.checks.unreadable import certain_problems
from site_builder.processes import cores, spread
from site_builder.records.lesson import Lesson
from site_builder.records.noted import ALL, RECORD, note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.library.findings import Findings, Found
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.settings import Settings

    Check = Callable[[Base], Iterator[Diagnostic]]

_OF_BASE = {"base": "Base", "return": "Iterator[Diagnostic]"}
_OF_ONE = tuple(
    {**handed, **more, "return": "Iterator[Diagnostic]"}
    for handed in ({"record": "Record[Part]"}, {"lesson": "Record[Lesson]"})
    for more in ({}, {"settings": "Settings"})
)


_IN_BASE = {"record": "Record[Part]", "base": "Base", "return": "Iterator[Diagnostic]"}


class _EachAlone:
    """A check of one record, run on every record of a base."""

    def __init__(self, check: Callable[..., Iterator[Diagnostic]]) -> None:
        self.__name__ = check.__name__
        self._check = check
        self._is_of_lessons = "lesson" in check.__annotations__
        self._takes_settings = "settings" in check.__annotations__

    def __call__(self, base: Base) -> Iterator[Diagnostic]:
        for record in base.records:
            yield from self.of(record, base.settings)

    def of(self, record: Record[Part], settings: Settings) -> Iterable[Diagnostic]:
        """Return what the check has against a record."""
        if self._is_of_lessons and not isinstance(record.fields, Lesson):
            return ()
        return self._check(record, settings) if self._takes_settings else self._check(record)


class _EachInBase:
    """A check of the text of one record in its base, run on every record of it."""

    def __init__(self, check: Callable[[Record[Part], Base], Iterator[Diagnostic]]) -> None:
        self.__name__ = check.__name__
        self.of = check

    def __call__(self, base: Base) -> Iterator[Diagnostic]:
        for record in base.records:
            yield from self.of(record, base)


def _checks_in(module: ModuleType) -> Iterator[Check]:
    """Yield the public functions of a module that have the signature of a check."""
    for name, function in vars(module).items():
        own = isfunction(function) and function.__module__ == module.__name__
        if own and not name.startswith("_"):
            if function.__annotations__ == _OF_BASE:
                yield function
            elif function.__annotations__ in _OF_ONE:
                yield _EachAlone(function)
            elif function.__annotations__ == _IN_BASE:
                yield _EachInBase(function)


def _checks_of(*modules: ModuleType) -> tuple[Check, ...]:
    return tuple(check for module in modules for check in _checks_in(module))


_ACROSS = (*evidence.CHECKS, *_checks_of(claims, assist_plans, assist_people, assist_results))
"""Checks that compare fields, or say what a record lacks."""
_IN_PLACE = _checks_of(fields, references, files, text, markup, personal)
_WORDING = _checks_of(wording, assist_wording)
_OF_ABSENCE = (
    *(references.unexplained_withdrawals, references.successors),
    *(personal.missing_consents, wording.missing_owners),
)
"""Checks in place that can also say what a record lacks."""


def unreadable_files(base: Base) -> Iterator[Diagnostic]:
    """What can be judged of a file with a broken header comes in one round with the rest."""
    # The order of fields is mended last: comments move with the fields that they stand above.
    others = {check.__name__ for check in (*_OF_ABSENCE, files.fields_out_of_order)}
    in_place = (check for check in (*_IN_PLACE, *_WORDING) if check.__name__ not in others)
    return certain_problems(base, (*_ACROSS, *_OF_ABSENCE), tuple(in_place))


CHECKS: tuple[Check, ...] = (unreadable_files, *_ACROSS, *_IN_PLACE, *_WORDING)
"""Every check; the order does not matter, since diagnostics are sorted."""
OF_BASE = tuple(check for check in CHECKS if not isinstance(check, _EachAlone))
"""Checks that look at a base as a whole."""
_ALONE = tuple(check for check in CHECKS if isinstance(check, _EachAlone))
_EACH_IN_BASE = tuple(check for check in CHECKS if isinstance(check, _EachInBase))
_AT_ONCE = 500
"""Fewest records whose texts are looked at in one piece of work."""
_MOST_PIECES = 100
_MANY_RECORDS = 5_000
"""Records from which a second process is worth its cost: of twice as many it takes 0.2 s more work,
and saves a third of the time."""


def are_known(findings: Findings | None) -> bool:
    """Return whether it is known what those checks find that go through all headers."""
    return findings is not None and findings.knows(_name(unreadable_files))


def run(base: Base, findings: Findings | None = None) -> Iterator[Diagnostic]:
    """Yield what every check finds; what records have against them alone may be known.

    Args:
        base: The base.
        findings: What is known of checks that look at it as a whole.
    """
    if are_known(findings):
        processes = 1
    else:
        processes = cores() if len(base.records) >= _MANY_RECORDS else 1
        # Each process would make them for itself.
        _ = base.graph.outgoing
    alone = (*_WORDING, *_IN_PLACE)
    step = max(_AT_ONCE, len(base.records) // _MOST_PIECES)
    pieces = (
        partial(_found_by, base, (unreadable_files, *_ACROSS), findings),
        *(partial(_found_by, base, (check,), findings) for check in alone),
        *(
            partial(_found_in, base, base.records[start : start + step], findings)
            for start in range(0, len(base.records), step)
        ),
    )
    parts = spread(lambda number: pieces[number](), len(pieces), processes)
    found = [*chain.from_iterable(parts)]
    if findings:
        findings.keep(found)
    yield from chain.from_iterable(problems for _name, _texts, problems in found)
    yield from each_alone(base)


def each_alone(base: Base) -> Iterator[Diagnostic]:
    """Yield what is wrong with each record by itself, which is known of most."""
    yield from chain.from_iterable(base.alone.values())
    unknown = [record for record in base.records if record.path not in base.alone]
    yield from chain.from_iterable(problems_alone(unknown, base.settings))


def _found_by(base: Base, checks: Iterable[Check], findings: Findings | None) -> list[Found]:
    """Return what each of some checks finds that look at a base as a whole."""

    def problems(check: Check) -> Iterator[Diagnostic]:
        # Fields of records are noted by nobody.
        note(ALL, "")
        yield from check(base)

    whole = (check for check in checks if not isinstance(check, _EachAlone | _EachInBase))
    return [_asked(findings, _name(check), partial(problems, check)) for check in whole]


def _name(check: Check) -> str:
    return f"{check.__module__}.{check.__name__}"


def _found_in(
    base: Base, records: Iterable[Record[Part]], findings: Findings | None
) -> list[Found]:
    """Return what is wrong with the text of each of some records in their base."""

    def problems(record: Record[Part]) -> Iterator[Diagnostic]:
        note(RECORD, record.kind, record.id)
        for check in _EACH_IN_BASE:
            yield from check.of(record, base)

    return [_asked(findings, it.path, partial(problems, it)) for it in records]


def _asked(findings: Findings | None, name: str, ask: Callable[[], Iterable[Diagnostic]]) -> Found:
    return findings.of(name, ask) if findings else (name, [], [*ask()])


def problems_alone(
    records: Sequence[Record[Part]], settings: Settings
) -> list[tuple[Diagnostic, ...]]:
    """Return what is wrong with each of some records, whatever other files hold."""
    found: list[list[Diagnostic]] = [[] for _record in records]
    # One check after the other: what a check needs stays in the processor's cache.
    for check in _ALONE:
        for record, problems in zip(records, found, strict=True):
            problems.extend(check.of(record, settings))
    return [*map(tuple, found)]
