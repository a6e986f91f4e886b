"""Identifiers of publications and digests of lessons: validation and form."""

from __future__ import annotations

import re
from types import SimpleNamespace
from urllib.parse import urlsplit

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_DOI_BEFORE = re.compile(
    r"^(?:(?:urn:|info:)?doi(?:[:\s/]+|(?=10\.)))?(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/)?",
    re.IGNORECASE,
)
_DIGEST = re.compile(r"[0-9a-f]{12}(\+contested)?(\+withdrawn)?", re.ASCII)
_PMID = re.compile(r"[1-9]\d{0,7}", re.ASCII)


def _stdnum() -> SimpleNamespace:
    """Return stdnum; only records that cite a book or a serial pay for the import."""
    from stdnum import isbn, issn  # noqa: PLC0415

    return SimpleNamespace(isbn=isbn, issn=issn)


def is_doi(text: str) -> bool:
    """Return whether the text is a bare DOI.

    The pattern is the one Crossref gives for modern DOIs:
    https://www.crossref.org/blog/dois-and-matching-regular-expressions/.
    """
    return _DOI.fullmatch(text) is not None


def bare_doi(text: str) -> str:
    """Return the DOI in an address or after ``doi``; an empty text if there is none."""
    bare = _DOI_BEFORE.sub("", text.strip(), count=1)
    return bare if is_doi(bare) else ""


def is_pmid(text: str) -> bool:
    """Return whether the text is a PubMed id: up to eight digits, no leading zero."""
    return _PMID.fullmatch(text) is not None


def is_isbn(text: str) -> bool:
    """Return whether the text is an ISBN-10 or ISBN-13 with a valid check digit."""
    return bool(_stdnum().isbn.is_valid(text))


def is_issn(text: str) -> bool:
    """Return whether the text is an ISSN with a valid check digit."""
    return bool(_stdnum().issn.is_valid(text))


def hyphenated_isbn(text: str) -> str:
    """Return an ISBN as books print it, with hyphens where the agencies put them."""
    return str(_stdnum().isbn.format(text))


def compact_isbn(text: str) -> str:
    """Return an ISBN without hyphens, as addresses have it."""
    return str(_stdnum().isbn.compact(text))


def hyphenated_issn(text: str) -> str:
    """Return an ISSN with its hyphen."""
    return str(_stdnum().issn.format(text))


def is_digest(text: str) -> bool:
    """Return whether the text is a lesson's digest, with its marks of state."""
    return _DIGEST.fullmatch(text) is not None


_MAIL = re.compile(r"mailto:[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PAGE = re.compile(r"/(?:[\w-]+/)+", re.ASCII)


def is_page_address(text: str) -> bool:
    """Return whether the text is the address of a page, from the root of the site."""
    return bool(_PAGE.fullmatch(text))


def reaches_somebody(text: str) -> bool:
    """Return whether the text is an address at which somebody can be asked."""
    is_safe = text.startswith("https://") and is_web_address(text)
    return is_safe or is_page_address(text) or bool(_MAIL.fullmatch(text))


def is_web_address(text: str) -> bool:
    """Return whether the text is an absolute http or https address with a host."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    plain = not any(character.isspace() or character in '<>"' for character in text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain
