"""The formats: what each prescribes, from the document that it was made from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.assists.forms.after_action_review import AFTER_ACTION_REVIEW
from site_builder.assists.forms.paired_learning import PAIRED_LEARNING
from site_builder.assists.forms.peer_assist import PEER_ASSIST
from site_builder.assists.forms.visit import VISIT
from site_builder.assists.forms.workshop import WORKSHOP
from site_builder.records.assist import Format

if TYPE_CHECKING:
    from site_builder.assists.format_advice import FormatAdvice

SHAPES: dict[Format, FormatAdvice] = {
    Format.PEER_ASSIST: PEER_ASSIST,
    Format.VISIT: VISIT,
    Format.WORKSHOP: WORKSHOP,
    Format.PAIRED_LEARNING: PAIRED_LEARNING,
    Format.SHADOWING: PAIRED_LEARNING,
    Format.AFTER_ACTION_REVIEW: AFTER_ACTION_REVIEW,
    Format.RETROSPECT: AFTER_ACTION_REVIEW,
    Format.OTHER: replace(
        PEER_ASSIST,
        about="An event of a kind of its own. Agenda, roles and sheets of this pack are those of a "
        "peer assist; leave out what does not fit.",
    ),
}
"""The shape of every format; those without a document of their own follow the nearest."""
