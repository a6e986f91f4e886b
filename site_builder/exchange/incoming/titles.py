"""Which columns of a table give the title of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_builder.exchange.incoming.casting import Casting
    from site_builder.exchange.incoming.columns import Column

_SHORT_TEXT = 80


def choose_title(casting: Casting) -> None:
    """Choose the columns that give a title; of each row the first that has something counts."""
    titles = sorted(casting.having("title"), key=_title_rank)
    for column in titles[1:]:
        del casting.roles[column.name]
    chosen, repeated = titles[:1], [column for column in titles[:1] if column.choice]
    if not chosen or repeated:
        used = {column.name for columns in casting.sections.values() for column in columns}
        chosen = [column for column in casting.like_titles() if column.name not in used][:1]
        for column in chosen:
            text = f"the heading `{column.name}` does not say that it is a title"
            casting.doubt("title", text)
            casting.roles[column.name] = "title"
    texts = [
        column
        for section in ("What was learned", "The problem", "What to do", "What happened")
        for column in casting.sections.get(section, [])
    ]
    if not chosen:
        # A short text says by itself what a long one would be cut for.
        texts.sort(key=lambda one: one.usual > _SHORT_TEXT)
        others = [one for one in casting.columns if one.prose] or list(casting.columns)
        texts = texts or repeated or others
        why = f"`{repeated[0].name}` says the same often" if repeated else "no column holds titles"
        casting.doubt("title", f"{why}; they are cut from `{texts[0].name}`")
    elif chosen[0].filled == 1:
        texts = []
    casting.title = list(dict.fromkeys([*chosen, *texts[:3], *repeated]))


def _title_rank(column: Column) -> tuple[bool, bool, float]:
    return not column.said.has("titles"), column.filled < 1, -column.different
