"""Addresses that authors write, and which of them may run code."""

from __future__ import annotations

import html
import re

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers skip these inside the scheme of an address.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]")


def is_safe(target: str) -> bool:
    """Return whether a link has no scheme that can run code, such as `javascript:`."""
    # Markdown takes a backslash away before a sign, which can put an entity together.
    written = html.unescape(target.replace("\\", ""))
    scheme = _SCHEME.match(_IGNORED.sub("", written))
    return scheme is None or scheme[1].lower() in SAFE_SCHEMES


def is_elsewhere(target: str) -> bool:
    """Return whether a browser would ask another host for an address."""
    written = _IGNORED.sub("", html.unescape(target.replace("\\", "/")))
    return written.startswith("//") or _SCHEME.match(written) is not None
