"""Where a publication can be found: the DOI, number or web address in an answer."""

from __future__ import annotations

import re
from urllib.parse import unquote

from site_builder.records.header.write import one_line
from site_builder.records.identifiers import bare_doi, is_isbn, is_pmid, is_web_address

_LONGEST = 2_000
"""Characters of an answer that are searched."""
_LINK = re.compile(
    r"\[([^\[\]]{0,300})\]\(<?([^\s<>()]{1,1000}(?:\([^\s<>()]{0,200}\)[^\s<>()]{0,200})?)>?"
)
_AROUND = "<>[]{}\"'`*“”‘’«»„,;:."
_SCHEME = re.compile(r"^https?[:;]?/{1,3}(?=[^\s/])", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}([a-z]{2,24})(?::\d{1,5})?", re.IGNORECASE
)
_USUAL_ENDINGS = frozenset({"com", "org", "net", "edu", "gov", "mil", "int", "info", "eu", "io"})
"""Last parts of a host, besides the two letters of a country, that need no path to be known."""
_FILES = frozenset({"md", "py", "rs", "sh", "ps", "ai"})
"""Endings of two letters that are more often those of a file."""
_NUMBER = re.compile(r"(pmid|pubmed|isbn(?:-1[03])?)\b[\s:#]*([\dxX][\dxX -]{0,20})", re.IGNORECASE)
_ARXIV = re.compile(r"arxiv[\s:]+(\d{4}\.\d{4,5}(?:v\d+)?)", re.IGNORECASE)


def place_of(answer: str) -> dict[str, str]:
    """Return the field of a citation that an answer fills, such as ``url``; nothing if it is none.

    Understood are DOIs, PubMed ids, ISBNs and web addresses, with or without ``https://``, alone,
    among other words, in angle brackets or as a link in Markdown.
    """
    text = one_line(answer[:_LONGEST])
    if link := _LINK.search(text):
        text = link[2]
    words = [_bare(word) for word in (text, *text.split())]
    for word in words:
        if doi := bare_doi(unquote(word) if "%2f" in word.casefold() else word):
            return {"doi": doi}
    if known := _numbered(text):
        return known
    addresses = (address for word in words if (address := web_address(word)))
    address = next(addresses, "")
    return {"url": address} if address else {}


def linked(answer: str) -> tuple[str, str]:
    """Return the words and the address of an answer that is nothing but a link in Markdown."""
    link = _LINK.match(one_line(answer[:_LONGEST]))
    is_whole = link and one_line(answer) in {link[0] + ")", link[0]}
    return (link[1], link[2]) if link and is_whole and link[1].strip() else (answer, "")


def web_address(word: str) -> str:
    """Return a word as a whole web address; an empty text if it is none."""
    if _SCHEME.match(word):
        whole = _SCHEME.sub("https://" if word[:5].casefold() == "https" else "http://", word)
        return whole if is_web_address(whole) else ""
    host, slash, _path = word.partition("/")
    named = _HOST.fullmatch(host)
    if not named or not (slash or word[:4].casefold() == "www." or _is_usual(named[1])):
        return ""
    return f"https://{word}" if is_web_address(f"https://{word}") else ""


def _is_usual(ending: str) -> bool:
    ending = ending.casefold()
    return ending in _USUAL_ENDINGS or (len(ending) == len("uk") and ending not in _FILES)


def _numbered(text: str) -> dict[str, str]:
    if preprint := _ARXIV.search(text):
        return {"url": f"https://arxiv.org/abs/{preprint[1]}"}
    for name, number in _NUMBER.findall(text):
        digits = number.strip(" -")
        if name.casefold().startswith("isbn") and is_isbn(digits):
            return {"isbn": digits}
        if not name.casefold().startswith("isbn") and is_pmid(digits):
            return {"pmid": digits}
    return {}


def _bare(word: str) -> str:
    """Return a word without the signs around it; a bracket that it opened itself stays."""
    bare = word.strip().strip(_AROUND).lstrip("(")
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(_AROUND)
    return bare
