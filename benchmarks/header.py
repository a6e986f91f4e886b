"""A record as the text of its file."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import yaml

from site_builder.records.dates import PartialDate
from site_builder.records.fields import Part

_ONE_LINE = 10_000
"""Width at which no value is folded."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # a class found at run time
    """Writes the values that records hold, as an author would write them."""


def _date(dumper: yaml.SafeDumper, value: PartialDate) -> yaml.Node:
    # Tagged as what it looks like, so that no quotes are put around it.
    kinds = {4: "int", 7: "str", 10: "timestamp"}
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kinds[len(value.text)]}", value.text)


_Dumper.add_representer(PartialDate, _date)
_Dumper.add_multi_representer(StrEnum, lambda dumper, value: dumper.represent_str(value.value))
_Dumper.add_representer(date, yaml.SafeDumper.represent_date)


def as_yaml(value: Any) -> str:  # noqa: ANN401 - whatever YAML can hold
    """Return a value as YAML, its fields in the order given."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_ONE_LINE
    )
    return text


def fields_of(record: Part) -> dict[str, Any]:
    """Return what a record says beyond its defaults, under the names that authors write."""
    fields: dict[str, Any] = {}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if value not in (None, (), field.default):
            fields[field.alias or name] = _plain(value)
    return fields


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a record holds
    if isinstance(value, Part):
        return fields_of(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def as_file(record: Part, body: str) -> str:
    """Return the whole text of a record's file."""
    return f"---\n{as_yaml(fields_of(record))}---\n\n{body}"
