"""What a base says of its look under ``theme`` in ``mkdocs.yml``, as users of Material write it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from site_builder.publish.stylesheet import MAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

AUTOMATIC = "automatic"
FONTS_SHEET = "assets/beforehand/fonts.css"
_PALETTE = "assets/stylesheets/palette."
_MATERIALS_FAVICON = "assets/images/favicon.png"
_MATERIALS_FONTS = {"text": "Roboto", "code": "Roboto Mono"}
_NAMES = {"default": "light", "slate": "dark"}
_SEVERAL = 2
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_FONT = re.compile(r"[\w .+-]+")


@dataclass(frozen=True, slots=True)
class Colours:
    """One entry of ``theme.palette``; empty where it says nothing."""

    scheme: str = ""
    primary: str = ""
    accent: str = ""

    @property
    def name(self) -> str:
        """What a reader who chooses sees it called."""
        return _NAMES.get(self.scheme, self.scheme) or "light"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a site, and which of them its readers choose between."""

    choices: tuple[str, ...]
    """Names of what a reader chooses between, beginning with what holds at first."""
    colours: tuple[Colours, ...]

    @property
    def first(self) -> Colours:
        """What a page shows before any script runs; without scheme, the reader's device says it."""
        one = self.colours[0]
        return replace(one, scheme="") if AUTOMATIC in self.choices else one

    @property
    def named(self) -> str:
        """Choices, and scheme, primary and accent colour by name, as JSON for the script.

        Nothing for those of a base that states none, which the script knows.
        """
        if self == palette_of(None):
            return ""
        named = {one.name: [one.scheme, one.primary, one.accent] for one in self.colours}
        return json.dumps({"choices": self.choices, **named})

    @property
    def is_coloured(self) -> bool:
        """Whether Material's sheet of palettes is needed."""
        return any(one.primary or one.accent for one in self.colours)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Fonts that browsers load from Google, because the base asks for them."""

    text: str
    code: str

    @property
    def address(self) -> str:
        """Address of their style sheet."""
        families = "|".join(
            f"{quote_plus(name)}:{weights}"
            for name, weights in (
                (self.text, "300,300i,400,400i,700,700i"),
                (self.code, "400,400i,700,700i"),
            )
            if name
        )
        return f"https://fonts.googleapis.com/css?family={families}&display=fallback"

    @property
    def sheet(self) -> str:
        """A style sheet that names them; a policy that forbids styles in pages allows it."""
        named = (("--md-text-font", self.text), ("--md-code-font", self.code))
        lines = "".join(f'  {name}: "{font}";\n' for name, font in named if font)
        return f":root {{\n{lines}}}\n"


def palette_of(stated: object) -> Palette:
    """Return the palette that a base states: one entry, a list of them, or nothing."""
    listed: list[Any] = stated if isinstance(stated, list) else [stated]
    entries = [entry for entry in listed if isinstance(entry, dict)]
    colours = [_colours(entry) for entry in entries if not _follows(entry)]
    if len(colours) < _SEVERAL:
        only = colours[0] if colours else Colours()
        if only.scheme not in {"", "preference"}:
            return Palette((only.name,), (only,))
        both = tuple(replace(only, scheme=scheme) for scheme in _NAMES)
        return Palette((AUTOMATIC, *_NAMES.values()), both)
    follows = any("prefers-color-scheme" in str(entry.get("media")) for entry in entries)
    is_offered = not follows or any(entry.get("toggle") for entry in entries)
    names = [one.name for one in colours] if is_offered else []
    return Palette((*([AUTOMATIC] if follows else []), *dict.fromkeys(names)), tuple(colours))


def _follows(entry: Mapping[str, Any]) -> bool:
    """Return whether an entry stands for what the reader's device says."""
    return not entry.get("scheme") and "prefers-color-scheme)" in str(entry.get("media"))


def _colours(entry: Mapping[str, Any]) -> Colours:
    return Colours(*(_written(entry.get(key)) for key in ("scheme", "primary", "accent")))


def _written(value: object) -> str:
    return str(value or "").strip().replace(" ", "-")


def fonts_of(stated: object) -> Fonts | None:
    """Return the fonts that a base asks for; those that Material takes by default are none."""
    if not isinstance(stated, dict) or stated == _MATERIALS_FONTS:
        return None
    text, code = (str(stated.get(key) or "") for key in _MATERIALS_FONTS)
    text, code = (name if _FONT.fullmatch(name) else "" for name in (text, code))
    return Fonts(text, code) if text or code else None


def _other_language(stated: object) -> str:
    language = str(stated or "")
    is_english = language.partition("-")[0].lower() in {"", "en"}
    return "" if is_english or not _LANGUAGE.fullmatch(language) else language


@dataclass(frozen=True, slots=True)
class Brand:
    """What a base says of its look."""

    palette: Palette = field(default_factory=lambda: palette_of(None))
    fonts: Fonts | None = None
    pictures: tuple[str, ...] = ()
    """Paths of logo and favicon, as far as the base has its own."""
    logo_icon: str = ""
    """Template of the icon that stands for a logo."""
    language: str = ""
    """Language of what authors write, if it is not English as the words around it are."""

    @classmethod
    def of(cls, theme: Mapping[str, Any]) -> Brand:
        """Return what the options of a theme say."""
        named = [theme.get("logo"), theme.get("favicon")]
        icon = theme.get("icon")
        icon = icon.get("logo") if isinstance(icon, dict) else ""
        return cls(
            palette_of(theme.get("palette")),
            fonts_of(theme.get("font")),
            tuple(str(path) for path in named if path and path != _MATERIALS_FAVICON),
            f".icons/{icon}.svg" if icon else "",
            _other_language(theme.get("language")),
        )

    def problems(self, files: Collection[str], has_template: Callable[[str], bool]) -> list[str]:
        """Return what is named under ``theme`` and is not there.

        Args:
            files: Every file of the site.
            has_template: Returns whether there is a template.
        """
        missing = (path for path in self.pictures if path not in files and "://" not in path)
        problems = [f"theme: the folder of lessons has no picture {path}" for path in missing]
        if self.logo_icon and not has_template(self.logo_icon):
            problems.append(f"theme.icon.logo: Material has no icon {self.logo_icon[7:-4]}")
        return problems

    def needs(self, sheet: str) -> bool:
        """Return whether pages need one of the style sheets of the theme."""
        return sheet.startswith(MAIN) or (sheet.startswith(_PALETTE) and self.palette.is_coloured)

    def is_own(self, path: str) -> bool:
        """Return whether a file of the site is its logo or its favicon."""
        return path in self.pictures
