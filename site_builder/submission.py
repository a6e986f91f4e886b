"""Where readers hand over what they have written: the page of a forge, or a mailbox."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REPOSITORY = r"https?://[^\s/?#{}<>\"'\\]+(?:/[^\s/?#{}<>\"'\\]+){2,}?"
_FOLDER = r"(?:/[^\s?#{}<>\"'\\]*)?"
_WAYS = (
    # GitLab comes first: its addresses hold those of GitHub.
    ("gitlab-file", re.compile(rf"{_REPOSITORY}/-/new/[^\s/?#{{}}<>\"'\\]+{_FOLDER}")),
    ("gitlab-issue", re.compile(rf"{_REPOSITORY}/-/issues/new/?")),
    ("file", re.compile(rf"{_REPOSITORY}/_?new/[^\s/?#{{}}<>\"'\\]+{_FOLDER}")),
    ("issue", re.compile(rf"{_REPOSITORY}/issues/new/?")),
    ("mail", re.compile(r"mailto:[^\s?#@{}<>\"'\\&]+@[^\s?#@{}<>\"'\\&]+")),
)
"""Kinds of page by the form of their addresses. Gitea takes what GitHub takes."""
EXAMPLES = (
    "https://github.com/OWNER/REPO/new/main/lessons",
    "https://github.com/OWNER/REPO/issues/new",
    "https://gitlab.com/OWNER/REPO/-/new/main/lessons",
    "https://gitlab.com/OWNER/REPO/-/issues/new",
    "mailto:lessons@example.org",
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of handing a text over."""

    kind: str
    """``file``, ``gitlab-file``, ``issue``, ``gitlab-issue`` or ``mail``."""
    address: str
    """Without a slash at its end, and without parameters."""


def way_of(address: str) -> Way | None:
    """Return the way that an address opens, or None if it opens none."""
    bare = address.rstrip("/")
    kinds = (kind for kind, form in _WAYS if form.fullmatch(bare))
    return next((Way(kind, bare) for kind in kinds), None)


def way_problem(address: str) -> str:
    """Return what is wrong with an address, with a guess; nothing if it opens a way."""
    if way_of(address):
        return ""
    guess = next((guess for guess in _guesses(address.strip()) if way_of(guess)), "")
    meant = f"did you mean {guess}?" if guess else f"write it as {', '.join(EXAMPLES)}"
    return f"contains {address!r}, which opens no page that takes a text; {meant}"


def _guesses(address: str) -> tuple[str, ...]:
    bare = re.split(r"[?#]", address)[0].rstrip("/").removesuffix(".git")
    whole = bare if re.match(r"https?://|mailto:", bare) else f"https://{bare}"
    repository = re.sub(r"/(?:-/)?(?:issues|tree|blob|new|edit)\b.*", "", whole)
    page = "issues/new" if "/issues" in whole else "new/main/lessons"
    between = "/-/" if "gitlab" in whole else "/"
    return (f"mailto:{bare}", whole, f"{repository}{between}{page}")
