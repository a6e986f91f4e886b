"""How much of a register is mapped right by ``lessons import --suggest-map``, without a human.

``python -m benchmarks.registers`` fills the registers of ``registers_tables.yml`` with the stories
of ``registers_stories.yml``, asks for a map of each and imports by it. A column counts as right if
it feeds what the file says that it is, and nothing else. What is wrong counts as silent unless the
map says of that very column or field that it has to be looked at.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from babel.dates import format_datetime

from benchmarks.measure import Figure, as_json, as_text
from site_builder.exchange.incoming.drafts import Drafter
from site_builder.exchange.incoming.import_map import ImportMap, MapContext, RowError
from site_builder.exchange.incoming.suggest import suggested_map
from site_builder.exchange.tables.reading import read_table
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_builder.exchange.tables.rows import SourceTable

HERE = Path(__file__).parent
# The parser in C, where there is one, takes a tenth of the time.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(name: str) -> Any:  # noqa: ANN401 - whatever is written there
    return yaml.load((HERE / name).read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - a safe one


STORIES = _read("registers_stories.yml")
TABLES = _read("registers_tables.yml")
ROLES = {
    "What happened": "happened",
    "The problem": "problem",
    "What was done": "done",
    "Challenges": "challenges",
    "Results": "results",
    "What was learned": "learned",
    "What to do": "do",
    "Next steps": "next",
    "Want to know more": "more",
    "leave_out": "people",
}
"""What a section or field of a map makes of a column; other fields are called as they are."""
CONTENT = {"problem", "happened", "done", "challenges", "results", "learned", "do", "next"}
PEOPLE = ("Ada Example", "Ben Muster", "Chloé Exemple", "Dario Esempio", "Eva de Voorbeeld")
FIRST = date(2023, 1, 14)
CYCLES = 3
RIGHT = 0.9


@dataclass(slots=True)
class Judged:
    """What became of the columns of a register."""

    columns: int = 0
    """Columns that are something."""
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Columns that feed what they are not, and days that are wrong."""
    silent: list[str] = field(default_factory=list)
    """Those of them of which the map says nothing."""


def rows_of(register: Mapping[str, Any]) -> tuple[list[list[str]], list[date]]:
    """Return the headings and rows of a register, and the day of each row."""
    language = register.get("language", "en")
    stories = STORIES[language]
    number = len(stories) * CYCLES
    days = list(islice((FIRST + timedelta(days=19 * at) for at in count()), number))
    rows = [[heading for heading, _fill, _role in register["columns"]]]
    for at, (story, day) in enumerate(zip(cycle(stories), days, strict=False)):
        told = f" ({at // len(stories) + 1})" if at >= len(stories) else ""
        rows.append(
            [_cell(fill, story, told, at, day, language) for _, fill, _ in register["columns"]]
        )
    return rows, days


def _cell(  # noqa: PLR0911 - one for each kind of filling
    fill: str, story: Mapping[str, str], told: str, at: int, day: date, language: str
) -> str:
    if fill.startswith("?"):
        return "" if at % 3 == 1 else _cell(fill[1:], story, told, at, day, language)
    kind, _, rest = fill.partition(" ")
    if kind == "id":
        return f"{rest}{at + 1:03}"
    if kind in {"day", "later"}:
        moment = day if kind == "day" else day + timedelta(days=21)
        return format_datetime(_at_nine(moment), rest, locale=language)
    if kind == "pick":
        words = rest.split("|")
        return words[at * 7 % 11 % len(words)]
    if kind == "person":
        return PEOPLE[at % len(PEOPLE)]
    if kind == "email":
        return f"{PEOPLE[at % len(PEOPLE)].split()[0].lower()}@example.org"
    if kind == "phone":
        return f"+44 20 7946 0{at:03}"
    if kind == "url":
        return f"https://example.org/reports/{at + 1}"
    if kind == "long":
        return f"{story['happened']} {story['impact']} {story['done']}{told}"
    return story[kind] + ("" if kind in {"topic", "team"} else told)


def _at_nine(day: date) -> Any:  # noqa: ANN401 - Babel takes either
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)


def judge(register: Mapping[str, Any], folder: Path) -> Judged:
    """Ask for a map of a register, import by it, and compare."""
    rows, days = rows_of(register)
    file = folder / "register.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    table = read_table(file)
    text = suggested_map(table, Vocabulary(), date(2026, 1, 1)).text
    given = yaml.load(text, yaml.BaseLoader)
    fed = list(_fed(given))
    judged = Judged()
    looked_at = set(_looked_at(text))
    keyless = not any("key" in roles.split("|") for _, _, roles in register["columns"])
    for heading, _fill, roles in register["columns"]:
        name = next((column for column in table.columns if column == " ".join(heading.split())), "")
        allowed = set(roles.split("|"))
        got = {role for role, column in fed if column == name}
        # Something has to tell rows apart, and give a problem.
        got -= {"key"} if keyless else set()
        got -= {"problem"} if "title" in allowed and len(got) > 1 else set()
        _judge_column(judged, name, allowed, got, looked_at)
    undated = register.get("undated", False)
    _judge_days(judged, table, given, days, said=undated or "date" in looked_at)
    return judged


def _judge_column(
    judged: Judged, name: str, allowed: set[str], got: set[str], looked_at: set[str]
) -> None:
    content = bool(allowed & CONTENT)
    # A text may also give the title and the problem of a record that has no column for them.
    extra = got - allowed - ({"title", "problem"} if content else set())
    extra -= {"learned"} if "title" in allowed else set()
    if "-" not in allowed:
        judged.columns += 1
        if got & allowed and not extra:
            judged.right += 1
        elif not got & allowed:
            judged.missed.append(f"{name} ({'|'.join(sorted(allowed))})")
    if "people" in allowed and not got & allowed and "-" not in allowed:
        extra.add("kept")
    for role in sorted(extra):
        said = f"{name} → {role}"
        judged.wrong.append(said)
        if name not in looked_at and role not in looked_at:
            judged.silent.append(said)


def _fed(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the roles that a map gives to columns."""
    for name, value in given.items():
        if name == "sections":
            for section, rule in value.items():
                yield from ((ROLES[section], column) for column in _columns(rule))
        elif name == "citations":
            yield from (("url", column) for one in value for column in _columns(one.get("url")))
        elif name in {"key", "leave_out"}:
            texts = [value] if isinstance(value, str) else value
            yield from ((ROLES.get(name, name), text) for text in texts)
        elif name == "tags":
            found = value.get("from", [])
            yield from (("tags", text) for text in ([found] if isinstance(found, str) else found))
        else:
            yield from ((name, column) for column in _columns(value))


def _columns(rule: Any) -> Iterator[str]:  # noqa: ANN401 - as read from YAML
    """Yield the columns that templates name."""
    if isinstance(rule, str):
        for quoted, plain in re.findall(r"\{(?:`([^`]*)`|([^}|]*))[^}]*\}", rule):
            yield quoted or plain.strip()
    elif isinstance(rule, dict):
        yield from _columns(rule.get("from", rule.get("blocks")))
    elif isinstance(rule, list):
        for one in rule:
            yield from _columns(one)


def _looked_at(text: str) -> Iterator[str]:
    """Yield the columns and fields of which a map says that they have to be looked at."""
    asked = False
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith("#"):
            asked = asked or "Check:" in bare
            if "Check:" in bare:
                yield from re.findall(r"`([^`]*)`", bare)
        elif asked and (key := re.match(r"\"?([\w ]+)\"?:", bare)):
            yield ROLES.get(key[1], key[1])
            asked = False


def _judge_days(
    judged: Judged,
    table: SourceTable,
    given: Mapping[str, Any],
    days: Sequence[date],
    *,
    said: bool,
) -> None:
    """Compare the day of each row, to the precision of the source, unless the map doubts them."""
    known = MapContext({column.lower(): column for column in table.columns}, ["imported"])
    drafter = Drafter(
        ImportMap.model_validate(given, context=known), "x", Vocabulary.model_validate({})
    )
    for row, day in zip(table.rows, days, strict=True):
        try:
            got = str(drafter.fields(row)["date"])
        except RowError as error:
            judged.wrong.append(f"line {row.number}: {error}")
            continue
        is_right = got[:7] == f"{day:%Y-%m}" or got == f"{day:%Y}-01-01"
        if not said and not is_right:
            judged.wrong.append(f"line {row.number}: {got} for {day}")
            judged.silent.append(judged.wrong[-1])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--each", action="store_true", help="print each register")
    parser.add_argument("--only", choices=tuple(TABLES), help="one part of the registers")
    options = parser.parse_args(arguments)
    figures = []
    with tempfile.TemporaryDirectory() as temporary:
        for part, registers in TABLES.items():
            if options.only in {None, part}:
                judged = {name: judge(one, Path(temporary)) for name, one in registers.items()}
                figures += list(_figures(part, judged))
                if options.each:
                    _print_each(judged)
    print(as_json(figures) if options.format == "json" else as_text(figures))


def _figures(part: str, judged: Mapping[str, Judged]) -> Iterator[Figure]:
    columns = sum(one.columns for one in judged.values())
    right = sum(one.right for one in judged.values())
    wrong = sum(len(one.wrong) for one in judged.values())
    silent = sum(len(one.silent) for one in judged.values())
    command = "python -m benchmarks.registers"
    note = f"{right} of {columns} columns of {len(judged)} registers"
    share = right / columns
    yield Figure(f"{part}: mapped right", command, share, RIGHT, better="high", note=note)
    note = f"and {wrong - silent} wrong of which the map says that they have to be looked at"
    yield Figure(f"{part}: wrong in silence", command, silent, 0, note=note)


def _print_each(judged: Mapping[str, Judged]) -> None:
    for name, one in judged.items():
        print(f"{name}: {one.right} of {one.columns}")
        print(*(f"    missed: {text}\n" for text in one.missed), end="", sep="")
        print(*(f"    wrong: {text}\n" for text in one.wrong[:6]), end="", sep="")


if __name__ == "__main__":
    main()
