"""Style sheets with what pages need of them.

Material's loses what styles its own script and templates, which pages do not use. What an author's
text may have stays: everything below ``.md-typeset``, with the classes that Markdown's extensions
write. Ours lose their comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN = "assets/stylesheets/main."
"""How the path of that style sheet begins, whatever the release of Material."""
OWN = ("assets/beforehand/site.css", "assets/beforehand/forms.css")
_COMMENTS = re.compile(r"/\*.*?\*/\n?|^ +", re.DOTALL | re.MULTILINE)
_PARTS = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|[^{};"']+""")
_GROUPS = ("@media", "@supports")
_SELECTORS = re.compile(r"(?:[^,(\[]|\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])+")
_NEVER = re.compile(
    r"\.md-(?!(?:typeset|grid|main|content|header|footer|banner|banner__inner|button|icon)(?![\w-]))"
    r"|\.(?:js|no-js|focus-visible|tabbed-control|tabbed-button)(?![\w-])"
    # site.css draws none of these pictures.
    r"|(?:\.admonition-title|summary|\.footnote-backref)::?(?:before|after)$"
)
_PICTURE = re.compile(r"(--md-[\w-]*icon[\w-]*):((?:\"[^\"]*\"|'[^']*'|[^;\"'}])*);?")


def trimmed(sheet: str) -> str:
    """Return a style sheet of Material without the rules that meet nothing on our pages."""
    kept = _kept(sheet)
    used = set(re.findall(r"var\((--[\w-]+)", kept))
    return _PICTURE.sub(lambda it: it[0] if it[1] in used else "", kept)


def uncommented(sheet: str) -> str:
    """Return a style sheet of ours without comments, and without spaces where lines begin."""
    return _COMMENTS.sub("", sheet)


def _kept(sheet: str) -> str:
    return "".join(_kept_rule(before, body) for before, body in _rules(sheet))


def _kept_rule(before: str, body: str) -> str:
    if before.startswith(_GROUPS):
        body = _kept(body)
    elif "keyframes" in before:
        return ""
    elif not before.startswith("@"):
        before = ",".join(it for it in _SELECTORS.findall(before) if not _NEVER.search(it.strip()))
    return f"{before}{{{body}}}" if before and body else ""


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each pair of outermost braces, and between them."""
    depth, start, before = 0, 0, ""
    for part in _PARTS.finditer(sheet):
        if part[0] == "{":
            depth += 1
            if depth == 1:
                before, start = sheet[start : part.start()], part.end()
        elif part[0] == "}":
            depth -= 1
            if not depth:
                yield before.strip(), sheet[start : part.start()]
                start = part.end()
        elif part[0] == ";" and not depth:
            start = part.end()
