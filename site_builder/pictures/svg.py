"""SVG: what in it would run or load something, and its bytes without what no reader sees."""

from __future__ import annotations

import html
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat

from site_builder.markdown.addresses import is_safe
from site_builder.pictures.raster import stripped

if TYPE_CHECKING:
    from collections.abc import Iterator

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_XHTML = "http://www.w3.org/1999/xhtml"
_DRAWN = frozenset((_SVG, _XLINK, _XML, ""))
"""Namespaces of what a browser draws; the rest belongs to the program that wrote the picture."""

_ELEMENTS = frozenset(
    re.findall(
        r"\S+",
        """
    a altGlyph animate animateColor animateMotion animateTransform circle clipPath color-profile
    cursor defs desc discard ellipse filter flowDiv flowPara flowRegion flowRoot flowSpan font
    font-face font-face-format font-face-name font-face-src g glyph hatch hatchpath hkern image
    line linearGradient marker mask mesh meshgradient meshpatch meshrow metadata missing-glyph
    mpath path pattern polygon polyline radialGradient rect set solidcolor stop style svg switch
    symbol text textPath title tref tspan use view vkern feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage
    feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile
    feTurbulence
    """,
    )
)
_ADDRESSES = frozenset(("href", "src"))
_PICTURE = re.compile(r"\s*data:image/[^,]*;base64,", re.IGNORECASE)
_INSIDE = re.compile(r"#|data:image/(?:png|jpe?g|gif|webp|avif)[;,]|$")
"""Addresses that load nothing: a place in the file, or a picture within it."""
_LOADS = re.compile(
    r"url\((?!\s*[\"']?(?:#|data:image/(?!svg)|data:(?:application/(?:x-)?)?font))"
    r"|@import|image-set\(|expression\(|-moz-binding|behavi(?:ou?r)\s*:|\bsrc\(",
    re.IGNORECASE,
)
_STYLED = frozenset(
    re.findall(
        r"\S+",
        """
    by clip-path color-profile cursor fill filter from marker marker-end marker-mid marker-start
    mask stroke style to values
    """,
    )
)
"""Attributes that are read as CSS."""
_CHANGED = re.compile(r"(\w+:)?(href|src|on\w*)$", re.IGNORECASE)
_RUNS = re.compile(r"(^|;)(javascript|vbscript|data:text)[:/]", re.IGNORECASE)
"""A value, or one of those in the list of an animation, that runs a program."""
_SPACES = re.compile(r"[\x00-\x20\x7f-\x9f]+")
_DEEPEST = 200
"""Deepest nesting of a drawing; programs that read it may count on less."""
_MOST = 10
"""Most findings in one picture."""

ET.register_namespace("", _SVG)
ET.register_namespace("xlink", _XLINK)


@dataclass(frozen=True, slots=True)
class Active:
    """Something in a picture that would run or load something, or why it cannot be read."""

    line: int
    """From 1, as the column."""
    column: int
    message: str


def active_parts(data: bytes) -> list[Active]:
    """Return what is active in an SVG, at most ten findings; what cannot be read counts as such."""
    return _Reading(data).found[:_MOST]


def cleaned(data: bytes) -> bytes:
    """Return an SVG in which nothing is active, without remarks and data of the program behind it.

    Without any it is returned as it is.
    """
    if not _Reading(data).has_remarks:
        return data
    root = ET.fromstring(data)  # noqa: S314 - it declares no entity
    _take_out_remarks(root)
    return bytes(ET.tostring(root, encoding="utf-8"))


def _take_out_remarks(element: ET.Element) -> None:
    for name, value in list(element.attrib.items()):
        if _is_remark_attribute(*_split(name)):
            del element.attrib[name]
        elif _PICTURE.match(value):
            element.attrib[name] = _bare_picture(value)
    above = None
    for child in list(element):
        if not _is_remark(*_split(child.tag)):
            _take_out_remarks(child)
            above = child
            continue
        # The text behind it belongs to what is around it.
        if above is None:
            element.text = (element.text or "") + (child.tail or "")
        else:
            above.tail = (above.tail or "") + (child.tail or "")
        element.remove(child)


def _bare_picture(address: str) -> str:
    """Return the address of a picture within the file, without the picture's own metadata."""
    head, _sign, written = address.partition(",")
    try:
        picture = b64decode(written)
    except ValueError:
        return address
    return f"{head},{b64encode(stripped(picture)).decode()}"


def _is_remark(namespace: str, name: str) -> bool:
    return namespace not in _DRAWN or name == "metadata"


def _is_remark_attribute(namespace: str, name: str) -> bool:
    # Some programs keep the whole drawing and its history in an attribute of this name.
    return namespace not in _DRAWN or name == "content"


def _split(name: str, sign: str = "}") -> tuple[str, str]:
    """Return namespace and name of an element or attribute."""
    namespace, _sign, local = name.rpartition(sign)
    return namespace.lstrip("{"), local


class _Reading:
    """One pass through a picture."""

    def __init__(self, data: bytes) -> None:
        self.found: list[Active] = []
        self.has_remarks = False
        self._depth = 0
        self._taken_out = 0
        self._style: list[str] | None = None
        self._parser = parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._remark
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        parser.StartDoctypeDeclHandler = self._remark
        try:
            parser.Parse(data, True)  # noqa: FBT003 - the last piece
        except expat.ExpatError as error:
            self.found.append(
                Active(
                    error.lineno,
                    error.offset + 1,
                    f"it is not XML: {expat.ErrorString(error.code)}",
                )
            )
        except (LookupError, ValueError) as error:
            self.found.append(Active(1, 1, f"its encoding cannot be read: {error}"))
        except _TooMuchError:
            pass

    def _say(self, message: str) -> None:
        parser = self._parser
        self.found.append(Active(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, message))
        if len(self.found) >= _MOST:
            raise _TooMuchError

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        namespace, name = _split(written)
        self._depth += 1
        if self._depth == 1 and name != "svg":
            self._say(f"it begins with `<{name}>`, not with `<svg>`")
            raise _TooMuchError
        if self._depth > _DEEPEST:
            self._say(f"it nests deeper than {_DEEPEST} elements")
            raise _TooMuchError
        if self._taken_out or (_is_remark(namespace, name) and namespace != _XHTML):
            # Whatever is in it is not published.
            self.has_remarks = True
            self._taken_out += 1
            return
        if name not in _ELEMENTS or namespace == _XHTML or self._style is not None:
            self._say(f"`<{name}>` can run or load something, or is not drawn")
        self._style = [] if name == "style" else self._style
        for attribute, value in attributes.items():
            place, local = _split(attribute)
            if _is_remark_attribute(place, local) or _PICTURE.match(value):
                self.has_remarks = True
            for why in _attribute_problems(name, place, local, value):
                self._say(f"`{local}` of `<{name}>` {why}")

    def _end(self, _written: str) -> None:
        self._depth -= 1
        if self._taken_out:
            self._taken_out -= 1
        elif self._style is not None:
            for why in _style_problems("".join(self._style)):
                self._say(f"`<style>` {why}")
            self._style = None

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _remark(self, *_what: object) -> None:
        self.has_remarks = True

    def _instruction(self, target: str, _text: str) -> None:
        self.has_remarks = True
        if target.lower() == "xml-stylesheet":
            self._say("`<?xml-stylesheet?>` loads a style sheet")

    def _entity(self, name: str, *_what: object) -> None:
        self._say(f"it uses the entity `{name}`, whose text can be anything")
        raise _TooMuchError


class _TooMuchError(Exception):
    """Enough is known of a picture."""


def _attribute_problems(element: str, namespace: str, name: str, value: str) -> Iterator[str]:
    if _is_remark_attribute(namespace, name):
        return
    if name.lower().startswith("on"):
        yield "runs a program"
    elif namespace == _XML and name == "base":
        yield "leads every address of the picture elsewhere"
    elif name.lower() in _ADDRESSES:
        address = _SPACES.sub("", value).lower()
        is_link = element == "a" and is_safe(value)
        if not is_link and not _INSIDE.match(address):
            yield "leads out of the picture"
    elif name == "attributeName" and _CHANGED.match(value.strip()):
        yield "changes an address or a program"
    elif _RUNS.search(_SPACES.sub("", html.unescape(value))):
        yield "runs a program"
    elif name in _STYLED:
        yield from _style_problems(value)


def _style_problems(style: str) -> Iterator[str]:
    if _LOADS.search(style):
        yield "loads something"
    elif "\\" in style:
        yield "holds a backslash, which can hide what it loads"
