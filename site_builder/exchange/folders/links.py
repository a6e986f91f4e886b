"""Links between the files of a folder: found as they are written, and led to where files go.

While a folder is read, every link to a file gets an address such as ``source:a/b.md#Heading`` or,
if there is no such file, ``missing:b.md``. Once every file has its place, these are replaced.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from site_builder.diagnostics import Edit, edited
from site_builder.exchange.folders.foreign import attributes, shielded
from site_builder.exchange.folders.vault import is_markdown, plain_stem, stem_of
from site_builder.markdown.anchors import slug
from site_builder.markdown.body import Body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from site_builder.exchange.folders.vault import Vault
    from site_builder.markdown.parts import BodyLink

    Headings = Callable[[str], Mapping[str, str]]
    """Returns the words of the headings of a file by their anchors."""
    Place = Callable[[str, str], str | None]
    """Returns the address of a file and a heading of it, or None if it does not come in."""

SOURCE = "source:"
MISSING = "missing:"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_FILE_SCHEMES = ("file:", "obsidian:")
_WIKI = re.compile(
    r"(?<!\\)(!?)(?<!\\)\[\[([^\[\]\n|#]{0,300})(#[^\[\]\n|]{0,300})?((?:\\?\|[^\[\]\n|]{0,300}){0,2})\]\](?!\()"
)
_LITERAL = re.compile(r"\s|_TOC_|\d*$")
_SIZE = re.compile(r"\s*\d+\s*(?:x\s*\d+\s*)?")
_IN_BRACKETS = re.compile(r"[\\\[\]]")
_IMG = re.compile(r"<img\b([^>]*)>", re.IGNORECASE | re.DOTALL)
_LEFT = re.compile(rf"(\]\(<?)(?:{SOURCE}|{MISSING})([^()<>\s]*)")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACED = re.compile(
    r"\]\(([^\s()<>\"'][^()<>\"'\n]{0,400}\.[A-Za-z]{2,8}(?:#[^()<>\n]{0,200})?)\)"
)
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,400}?href=([\"'])([^\"'<>\n]{1,400})\1[^<>]{0,400}>\s{0,40}"
    r"([^<>\[\]\n]{1,400}|!\[[^\[\]\n]{0,400}\]\(<[^<>\n]{1,400}>\))\s{0,40}</a>"
)
_AROUND_IMAGES = re.compile(
    r"<(p|div|center|picture|figure)\b[^<>]{0,400}>"
    r"((?:(?!</?(?:p|div|center|picture|figure|table|details)\b).)*?)</\1>",
    re.IGNORECASE | re.DOTALL,
)
"""Tags that say where pictures stand on the page, with what is in them."""
_SOURCE_TAG = re.compile(r"<source\b[^<>]{0,800}>", re.IGNORECASE)
_MARKUP_BEGINS = re.compile(r"\s*</?(?!(?:img|a)\b)[A-Za-z]", re.IGNORECASE)
_OBSIDIAN = re.compile(r"[?&]file=([^&]+)")


def traced(text: str, own: str, vault: Vault, headings_of: Headings) -> str:
    """Return the text of a file with addresses of the files that its links mean.

    ``headings_of`` gives the words of the headings of each file by their anchors.
    """
    if "[[" in text:
        shield, restored = shielded(text)
        text = restored(_WIKI.sub(lambda match: _from_wiki(match, own, vault), shield))
    if "<img" in text.lower():
        shield, restored = shielded(text)
        for _ in range(2):
            shield = _AROUND_IMAGES.sub(_unwrapped, shield)
        text = restored(shield)
        text = edited(text, _images(text))
    if "](" in text or "<a " in text:
        shield, restored = shielded(text)
        shield = _ANCHOR.sub(r"[\3](<\2>)", shield)
        text = restored(_SPACED.sub(lambda match: _in_angles(match, own, vault), shield))
    body = Body(text)
    edits = []
    used = set()
    for link in body.links:
        address = _traced(link, own, vault, headings_of)
        if link.target_start < link.start or link.target_start >= link.end:
            # A definition may end up in another section than what refers to it.
            used.add(link.target_start)
            written = address or text[link.target_start : link.target_end]
            title = f' "{link.title.replace(chr(34), "&quot;")}"' if link.title else ""
            edits.append(Edit(link.text_end, link.end, f"](<{written}>{title})"))
        elif address:
            edits.append(Edit(link.target_start, link.target_end, address))
    edits += [
        Edit(definition.start, definition.end, "")
        for definition in body.definitions
        if definition.target_start in used
    ]
    text = edited(text, edits)
    if "\n\n\n" in text:
        shield, restored = shielded(text)
        text = restored(_BLANK_LINES.sub("\n\n", shield))
    return text


def is_traced(text: str) -> bool:
    """Return whether a text has addresses of files in it."""
    return SOURCE in text or MISSING in text


def placed(text: str, place: Place) -> tuple[str, int, list[str]]:
    """Return a traced text with the addresses of the files where they are now.

    Returns:
        The text; the number of its links to files; and what those wanted that lead to none, which
        are plain text now.
    """
    if not is_traced(text):
        return text, 0, []
    body = Body(text)
    edits: list[Edit] = []
    lost: list[str] = []
    led = 0
    for link in body.links:
        if not link.target.startswith((SOURCE, MISSING)):
            continue
        wanted = link.target.partition(":")[2]
        name, _, heading = map(unquote, wanted.partition("#"))
        address = place(name, heading) if link.target.startswith(SOURCE) else None
        if address is not None:
            led += 1
            edits.append(Edit(link.target_start, link.target_end, address))
        else:
            lost.append(name)
            edits += _unlinked(link, name, body)
    # A cell beyond the columns of its table is no link.
    left = _LEFT.sub(lambda match: match[1] + unquote(match[2]), edited(text, edits))
    return left, led, lost


def _in_angles(match: re.Match[str], own: str, vault: Vault) -> str:
    """Return a link with spaces in its address as Markdown has it, if there is such a file."""
    known = " " in match[1] and vault.at(match[1].partition("#")[0], own)
    return f"](<{match[1]}>)" if known else match[0]


def _from_wiki(match: re.Match[str], own: str, vault: Vault) -> str:
    embeds, called, heading = (
        bool(match[1]),
        match[2].rstrip("\\").strip(),
        (match[3] or "")[1:].strip(),
    )
    options = [part.rstrip("\\").strip() for part in match[4].split("|")[1:]]
    if not embeds:
        options = [" | ".join(filter(None, options))]
    words = next((part for part in options if part and not (embeds and _SIZE.fullmatch(part))), "")
    name = vault.called(called, own)
    if name is None and _LITERAL.match(match[2]):
        return match[0]
    heading = "" if heading.startswith("^") else heading.rpartition("#")[2]
    written = f"{SOURCE}{quote(name)}" if name else f"{MISSING}{quote(called)}"
    address = written + (f"#{quote(heading)}" if heading else "")
    if embeds and name and not is_markdown(name):
        return f"![{_bracketed(words)}]({address})"
    shown = words or " > ".join(filter(None, (called, heading)))
    return f"[{_bracketed(shown)}]({address})"


def _traced(link: BodyLink, own: str, vault: Vault, headings_of: Headings) -> str:
    """Return the address of the file that a link means; empty for one that leads elsewhere."""
    target = link.target
    if not target or target.startswith((SOURCE, MISSING)):
        return ""
    if obsidian := _OBSIDIAN.search(target) if target.startswith("obsidian:") else None:
        target = obsidian[1]
    path, _, fragment = target.partition("#")
    leads_away = path.startswith("//") or (
        _SCHEME.match(path) and not path.startswith(_FILE_SCHEMES)
    )
    name = vault.of_notion(path) if leads_away else vault.at(path, own)
    if name is None:
        return "" if leads_away else f"{MISSING}{quote(unquote(path))}"
    anchor = unquote(fragment)
    known = headings_of(name) if anchor else {}
    heading = known.get(anchor) or known.get(slug(anchor)) or anchor
    return f"{SOURCE}{quote(name)}" + (f"#{quote(heading)}" if anchor else "")


def _unlinked(link: BodyLink, name: str, body: Body) -> Iterator[Edit]:
    """Yield the edits that leave the words of a link, and what it wanted if they do not say it."""
    words = body.text_of(link)
    base = posixpath.basename(name)
    names = {name, base, stem_of(name), plain_stem(stem_of(name))[0], ""}
    is_told = words.casefold() in {known.casefold() for known in names}
    told = "" if is_told else f" ({_plain(base)})"
    yield Edit(link.start, link.text_start, "")
    yield Edit(link.text_end, link.end, told if words.strip() else _plain(base))


def _plain(name: str) -> str:
    """Return the name of a file as code, in which every sign means itself."""
    fence = "``" if "`" in name else "`"
    return f"{fence}{' '.join(name.split())}{fence}"


def _unwrapped(match: re.Match[str]) -> str:
    if "<img" not in match[2].lower():
        return match[0]
    inner = _SOURCE_TAG.sub("", match[2])
    lines = "\n".join(line.strip() for line in inner.split("\n") if line.strip())
    return f"\n\n{lines}\n\n" if match[1].lower() != "picture" else lines


def _images(text: str) -> Iterator[Edit]:
    block = seen = 0
    for start, end in Body(text).html:
        while (blank := text.find("\n\n", seen, start)) >= 0:
            block = seen = blank + 1
        seen = max(seen, start - 1)
        tag = _IMG.fullmatch(text[start:end].strip())
        # Within a block of HTML nothing is read as Markdown.
        if tag is None or _MARKUP_BEGINS.match(text, block, start):
            continue
        written = attributes(tag[1])
        if source := written.get("src"):
            words = _bracketed(" ".join(written.get("alt", "").split()))
            yield Edit(start, end, f"![{words}](<{source.replace('>', '%3E')}>)")


def _bracketed(words: str) -> str:
    return _IN_BRACKETS.sub(r"\\\g<0>", words)
