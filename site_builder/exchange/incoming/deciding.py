"""Which column of a table becomes what: heading, texts and lengths decide together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exchange.incoming.casting import Casting
from site_builder.exchange.incoming.folder_hints import own_roles
from site_builder.exchange.incoming.roles import give_roles
from site_builder.exchange.incoming.sections import fill_sections
from site_builder.exchange.incoming.telling_apart import key_in
from site_builder.exchange.incoming.titles import choose_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.exchange.incoming.columns import Column
    from site_builder.exchange.tables.rows import SourceTable


def cast(table: SourceTable, columns: Sequence[Column]) -> Casting:
    """Return what each column becomes, with all that has to be looked at."""
    casting = Casting(columns)
    give_roles(casting, own_roles(table, columns))
    fill_sections(casting)
    choose_title(casting)
    casting.key, doubt = key_in(table, columns, casting.roles)
    if doubt:
        casting.doubt("key", doubt)
    return casting
