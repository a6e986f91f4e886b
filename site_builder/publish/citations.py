"""How to cite a lesson: as a line of text, and in BibTeX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_builder.publish.context import Identity
    from site_builder.publish.views import LessonCard

BIBTEX_FILE = "cite.bib"
"""Name of the file beside a lesson's page."""

# A brace after a backslash counts as a brace to BibTeX, so these two have names.
_SIGNS = str.maketrans(
    {
        "\\": "{\\textbackslash}",
        "{": "{\\textbraceleft}",
        "}": "{\\textbraceright}",
        "~": "{\\textasciitilde}",
        "^": "{\\textasciicircum}",
        **{sign: f"\\{sign}" for sign in "%&$#_"},
    }
)


@dataclass(frozen=True, slots=True)
class LessonCitation:
    """What names a lesson elsewhere: an organisation stands as its author, and never a person."""

    id: str
    author: str
    title: str
    year: str
    base: str
    url: str
    """Whole address, or empty where the site has none."""
    note: str

    @property
    def text(self) -> str:
        """The citation as a line of text."""
        named = (self.base if self.base != self.author else "", self.url)
        parts = [f"{self.author} ({self.year})", self.title, *filter(None, named), self.note]
        return " ".join(
            part if part.endswith((".", "?", "!", "/")) else f"{part}." for part in parts
        )

    @property
    def bibtex(self) -> str:
        """The citation as an entry of BibTeX, in UTF-8."""
        # Two pairs of braces: names stay whole, and capitals as they are.
        fields = {
            "author": f"{{{_escaped(self.author)}}}",
            "title": f"{{{_escaped(self.title)}}}",
            "year": self.year,
            "organization": _escaped(self.author),
            "howpublished": _escaped(self.base),
            "url": self.url,
            "note": _escaped(self.note),
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
        return f"@misc{{{self.id},\n{''.join(lines)}}}\n"


def citation_of(card: LessonCard, team: str, identity: Identity) -> LessonCitation:
    """Return how to cite a lesson.

    Args:
        card: The lesson as it stands in lists.
        team: Team that learned it, or nothing.
        identity: The site, which is the author where no team is named.
    """
    return LessonCitation(
        id=card.id,
        author=_line(team or identity.name),
        title=_line(card.title),
        year=card.recorded_iso[:4],
        base=_line(identity.name),
        url=f"{identity.url}{card.url}" if identity.url else "",
        note=f"Evidence: {card.mark.label.lower()}",
    )


def _line(text: str) -> str:
    """Return a text on one line, without signs that no reader sees."""
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.translate(_SIGNS)
