"""Style sheets with what pages need of them.

Material's loses what styles its own script and templates, which pages do not use. What an author's
text may have stays: everything below ``.md-typeset``, with the classes that Markdown's extensions
write. As only plain pages are rendered with these, their rules are a sheet of its own. Ours lose
their comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN = "assets/stylesheets/main."
"""How the path of that style sheet begins, whatever the release of Material."""
PLAIN = "assets/stylesheets/plain.css"
"""Its rules for plain pages alone."""
OWN = "assets/beforehand/"
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
_OF_A_DIAGRAM = "--md-mermaid-"
_OF_PLAIN_PAGES = re.compile(
    r"\.(?!(?:md-|admonition|footnote|task-list-|note|tip|info|warning|danger)(?:[\w-]*))[a-z]"
    r"|\.md-(?:button|icon)|\[(?:role|data-linenos)"
)
"""What is neither on our templates nor in the text of a record."""
_PICTURE = re.compile(r"(--md-[\w-]+):(url\((?:\"[^\"]*\"|'[^']*'|[^)]*)\));?")


def shared(sheet: str) -> tuple[str, str]:
    """Return what every page needs of a style sheet of Material, and what plain pages need beside.

    Rules that meet nothing on our pages are in neither.
    """
    kept = _kept(sheet, of_plain_pages=False), _kept(sheet, of_plain_pages=True)
    used = [set(re.findall(r"var\((--[\w-]+)", part)) for part in kept]
    pictures = dict(_PICTURE.findall(kept[0]))
    every = _PICTURE.sub(lambda it: it[0] if it[1] in used[0] else "", kept[0])
    beside = ";".join(
        f"{name}:{picture}"
        for name, picture in pictures.items()
        if name in used[1] and name not in used[0]
    )
    return every.replace(":root{}", ""), f":root{{{beside}}}{kept[1]}" if beside else kept[1]


def uncommented(sheet: str) -> str:
    """Return a style sheet of ours without comments, and without spaces where lines begin."""
    return _COMMENTS.sub("", sheet)


def _kept(sheet: str, *, of_plain_pages: bool) -> str:
    rules = _rules(sheet)
    return "".join(_kept_rule(*rule, of_plain_pages=of_plain_pages) for rule in rules)


def _kept_rule(before: str, body: str, *, of_plain_pages: bool) -> str:
    if before.startswith(_GROUPS):
        body = _kept(body, of_plain_pages=of_plain_pages)
    elif "keyframes" in before or body.startswith(_OF_A_DIAGRAM):
        return ""
    elif not before.startswith("@"):
        before = ",".join(
            it
            for it in _SELECTORS.findall(before)
            if not _NEVER.search(it.strip()) and bool(_OF_PLAIN_PAGES.search(it)) is of_plain_pages
        )
    elif of_plain_pages:
        return ""
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
