"""Identifiers of publications, digests of lessons, and how each is checked for form."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_DOI_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{12}(\+contested)?(\+withdrawn)?", re.ASCII)
_PMID = re.compile(r"[1-9]\d{0,7}", re.ASCII)


def is_doi(text: str) -> bool:
    """Return whether the text is a bare DOI.

    The pattern is the one Crossref gives for modern DOIs:
    https://www.crossref.org/blog/dois-and-matching-regular-expressions/.
    """
    return _DOI.fullmatch(text) is not None


def bare_doi(text: str) -> str:
    """Return the DOI that a text gives, be it in an address or after ``doi:``; or nothing."""
    bare = _DOI_BEFORE.sub("", text.strip())
    return bare if is_doi(bare) else ""


def is_pmid(text: str) -> bool:
    """Return whether the text is a PubMed id: up to eight digits, no leading zero."""
    return _PMID.fullmatch(text) is not None


def is_isbn(text: str) -> bool:
    """Return whether the text is an ISBN-10 or ISBN-13 with a right check digit."""
    from stdnum import isbn  # noqa: PLC0415 - only records that cite a book pay for it

    return bool(isbn.is_valid(text))


def is_issn(text: str) -> bool:
    """Return whether the text is an ISSN with a right check digit."""
    from stdnum import issn  # noqa: PLC0415 - only records that cite a serial pay for it

    return bool(issn.is_valid(text))


def hyphenated_isbn(text: str) -> str:
    """Return an ISBN as books print it, with hyphens where the agencies put them."""
    from stdnum import isbn  # noqa: PLC0415 - only records that cite a book pay for it

    return str(isbn.format(text))


def compact_isbn(text: str) -> str:
    """Return an ISBN without hyphens, as addresses have it."""
    from stdnum import isbn  # noqa: PLC0415 - only records that cite a book pay for it

    return str(isbn.compact(text))


def hyphenated_issn(text: str) -> str:
    """Return an ISSN with its hyphen."""
    from stdnum import issn  # noqa: PLC0415 - only records that cite a serial pay for it

    return str(issn.format(text))


def is_digest(text: str) -> bool:
    """Return whether the text is a lesson's digest, with what was known of the lesson."""
    return _DIGEST.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Return whether the text is an absolute http or https address with a host."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    plain = not any(character.isspace() or character in '<>"' for character in text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain
