"""Markup of other programs in what GitHub renders; what has no such form stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.markdown.body import Body, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

_ALERTS = {
    **dict.fromkeys(("tip", "hint", "success", "check", "done"), "TIP"),
    "important": "IMPORTANT",
    **dict.fromkeys(("warning", "attention"), "WARNING"),
    **dict.fromkeys(("caution", "danger", "error", "bug", "failure", "fail"), "CAUTION"),
}
"""Alerts of GitHub by the words of other programs; for every other word it is a note."""
_SAID_BY_ALERT = frozenset({"", "note", "info", *map(str.lower, _ALERTS.values())})
_QUICK = ("%%", "==", "[!", ":::", "!!!", "???", "{", "<aside>", " =")
"""A text without any of these has nothing to change."""
_SHIELD = re.compile(r"\0(\d+)\0")

_COMMENT = re.compile(r"%%(.+?)%%", re.DOTALL)
_MARK = re.compile(r"(?<![\w=])==(?=[^\s=])([^=\n]{1,400}?)(?<=\S)==(?![\w=])")
_CALLOUT = re.compile(
    r"^(?P<margin>[ \t]*(?:>[ \t]?)+)\[!(?P<kind>[\w-]{1,40})(?:\|[^\]\n]*)?\][+-]?(?P<title>.*)$",
    re.MULTILINE,
)


def _patterns(*written: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.MULTILINE | re.DOTALL) for one in written)


_BLOCKS = _patterns(
    r"^:{3,}[ \t]*\{?\.?(?:callout-)?(?P<kind>\w+)\}?[ \t]*(?P<title>[^\n]*)\n"
    r"(?P<inner>(?:(?!:{3})[^\n]*\n)*?):{3,}[ \t]*$",
    r"^(?:!!!|\?\?\?)\+?[ \t]+(?P<kind>[\w-]+)(?P<title>[^\n]*)\n"
    r"(?P<inner>(?:(?:    |\t)[^\n]*(?:\n|\Z)|[ \t]*\n)+)",
    r"^[ \t]*\{% {0,9}hint (?P<kind>)(?P<title>[^{}\n]{0,200})%\}"
    r"(?P<inner>(?:(?!\{% {0,9}hint).)*?)\{% {0,9}endhint {0,9}%\}",
    r"^[ \t]*\{\{[<%] {0,9}(?P<kind>alert|notice|note|tip|warning|hint|admonition|callout)\b"
    r"(?P<title>[^{}\n]{0,200})[>%]\}\}(?P<inner>(?:(?!\{\{[<%] {0,9}(?P=kind)).)*?)"
    r"\{\{[<%] {0,9}/ {0,9}(?P=kind) {0,9}[>%]\}\}",
    r"^<aside>(?P<kind>)(?P<title>)(?P<inner>(?:(?!<aside>).)*?)</aside>",
    r"^\{(?P<kind>info|note|tip|warning|panel)(?P<title>(?::[^{}\n]{0,200})?)\}"
    r"(?P<inner>(?:(?!\{(?P=kind):).)*?)\{(?P=kind)\}",
)
"""Blocks that become alerts: of Docusaurus, MkDocs, GitBook, Hugo, Notion and Confluence."""
_CODE = _patterns(
    r"^\{\{[<%] {0,9}highlight (?P<language>[^{}\n]{0,200})[>%]\}\}"
    r"(?P<code>(?:(?!\{\{[<%] {0,9}highlight ).)*?)"
    r"\{\{[<%] {0,9}/ {0,9}highlight {0,9}[>%]\}\}",
    r"^\{% {0,9}highlight (?P<language>[^{}\n]{0,200})%\}"
    r"(?P<code>(?:(?!\{% {0,9}highlight ).)*?)\{% {0,9}endhighlight {0,9}%\}",
    r"^\{(?:code|noformat)(?P<language>(?::[^{}\n]{0,200})?)\}"
    r"(?P<code>(?:(?!\{code:).)*?)\{(?:code|noformat)\}",
)
_REFERENCE = re.compile(
    r"\{\{[<%] {0,9}(?:rel)?ref (?P<hugo>[^{}\n]{1,300}?)[>%]\}\}"
    r"|\{% {0,9}(?:link|post_url) (?P<jekyll>[^{}\n]{1,300}?)%\}"
    r"|\{\{ {0,9}(?P<liquid>[\"'][^\"'{}\n]{0,300}[\"']) {0,9}\| {0,9}"
    r"(?:relative|absolute)_url {0,9}\}\}"
)
_SIZED = re.compile(r"(\]\([^()\s]{1,500}) +=\d*%?x?\d*%?\)")
"""A picture with its size, as Joplin and wikis of Azure have it."""
_BASE_ADDRESS = re.compile(r"\{\{ {0,9}site\.(?:base)?url {0,9}\}\}|(?<=\()@site(?=/)")
_FIGURE = re.compile(r"\{\{[<%] {0,9}(?:figure|img|image)\b([^{}]{0,2000}?)/?[>%]\}\}")
_ATTRIBUTE = re.compile(r"(\w+) ?= ?(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
_HEADING_ID = re.compile(r"^( {0,3}#{1,6}[^\n{]{0,400})\{#([\w-]{1,200})\}[ \t]*$", re.MULTILINE)


def shielded(text: str) -> tuple[str, Callable[[str], str]]:
    """Return a text with code and comments taken out, and a function that puts them back."""
    body = Body(text)
    pieces: list[str] = []
    taken: list[str] = []
    done = 0
    for start, end in sorted([*body.code, *body.comments]):
        if start >= done:
            pieces += [text[done:start], f"\0{len(taken)}\0"]
            taken.append(text[start:end])
            done = end
    shield = "".join([*pieces, text[done:]])
    return shield, lambda after: _SHIELD.sub(lambda sign: taken[int(sign[1])], after)


def as_github_has_it(text: str) -> str:
    """Return a text with markup of other programs as GitHub has it, where it has such a thing."""
    if not any(sign in text for sign in _QUICK):
        return text
    for pattern in _CODE:
        text = _outside_code(text, pattern, _fenced)
    text, restored = shielded(text)
    text = _COMMENT.sub(lambda match: f"<!--{match[1].replace('--', '- -')}-->", text)
    text = _MARK.sub(r"**\1**", text)
    text = _SIZED.sub(r"\1)", _FIGURE.sub(_figure, text))
    text = _BASE_ADDRESS.sub("", _REFERENCE.sub(_reference, text))
    text = _HEADING_ID.sub(lambda match: match[1].rstrip(), text)
    text = restored(_CALLOUT.sub(_callout, text))
    for pattern in _BLOCKS:
        text = _outside_code(text, pattern, _alert)
    return text


def heading_ids(text: str) -> dict[str, str]:
    """Return the words of headings by the ids that are written behind them."""
    return {match[2]: plain_text(match[1].strip("# ")) for match in _HEADING_ID.finditer(text)}


def attributes(written: str) -> dict[str, str]:
    """Return the attributes of a tag or a shortcode by name."""
    found = _ATTRIBUTE.finditer(written)
    return {match[1].lower(): next(filter(None, match.groups()[1:]), "") for match in found}


def _outside_code(
    text: str, pattern: re.Pattern[str], written: Callable[[re.Match[str]], str]
) -> str:
    if not pattern.search(text):
        return text
    code = [span for span in Body(text).code if "\n" in text[slice(*span)]]
    inside = bytearray(len(text) + 1)
    for start, end in code:
        inside[start:end] = b"\1" * (end - start)
    return pattern.sub(lambda match: match[0] if inside[match.start()] else written(match), text)


def _callout(match: re.Match[str]) -> str:
    margin, kind, title = match["margin"], match["kind"].lower(), match["title"].strip()
    if margin.strip() == ">" and not margin[0].isspace():
        return "\n".join(_head(kind, title))
    # GitHub knows alerts at the top level alone.
    return f"{margin.rstrip()} **{title or kind.capitalize()}**\n{margin.rstrip()}"


def _alert(match: re.Match[str]) -> str:
    kind, title, inner = match["kind"], match["title"].strip("\"'[]} "), match["inner"]
    if written := attributes(match["title"]):
        kind = written.get("style") or written.get("type") or kind
        title = written.get("title", "")
    elif match[0].lstrip().startswith("{{") and title.isalpha():
        kind, title = title, ""
    is_indented = match[0][0] in "!?"
    if is_indented:
        inner = re.sub(r"^(?:    |\t)", "", inner, flags=re.MULTILINE)
    lines = [f"> {line}".rstrip() for line in inner.strip("\n").split("\n")]
    return "\n".join([*_head(kind.lower(), title), *lines, "\n" * is_indented])


def _head(kind: str, title: str) -> list[str]:
    """Return the first lines of an alert; a title that GitHub does not show is its first words."""
    words = title or ("" if kind in _SAID_BY_ALERT else kind.replace("-", " ").capitalize())
    head = [f"> [!{_ALERTS.get(kind, 'NOTE')}]"]
    return [*head, f"> **{words}**", ">"] if words else head


def _fenced(match: re.Match[str]) -> str:
    language = re.match(r":?(?:language=)?([\w+#-]*)", match["language"].strip())
    code = match["code"].strip("\n")
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    return f"{fence}{language[1] if language else ''}\n{code}\n{fence}"


def _figure(match: re.Match[str]) -> str:
    written = attributes(match[1])
    words = written.get("alt") or written.get("caption") or written.get("title") or ""
    caption = written.get("caption", "")
    below = f"\n\n*{caption}*" if caption and caption != words else ""
    if "src" not in written:
        return match[0]
    return f"![{words}]({quote(written['src'], safe='/:#?&=%')}){below}"


def _reference(match: re.Match[str]) -> str:
    written = match["hugo"] or match["jekyll"] or match["liquid"]
    return quote(written.strip("\"'` "), safe="/#.:%")


def unlisted(text: str) -> str:
    """Return a text whose paragraphs are all elements of one list, as Logseq has it, without it."""
    lines = text.split("\n")
    listed = [line for line in lines if line.strip() and "::" not in line]
    if not listed or not all(line.startswith(("- ", "-\t", "\t", "  ")) for line in listed):
        return text
    bare = []
    for line in lines:
        if line.startswith("- ") or line == "-":
            bare += ["", line[2:]]
        else:
            bare.append(line[1:] if line.startswith("\t") else line.removeprefix("  "))
    return "\n".join(bare)
