"""The markup of other programs that a page shows literally."""

from __future__ import annotations

import re

from site_builder.sieve import Sieve

SIGNS: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (
        "%%",
        re.compile(r"%%(?!%)[^%]{1,2000}%%"),
        "a comment of Obsidian, which everybody will read here",
        "take it out, or write it so that readers may see it",
    ),
    (
        "==",
        re.compile(r"(?<![\w=])==(?=[^\s=])[^=\n]{1,200}(?<=\S)==(?![\w=])"),
        "a mark that Markdown does not have",
        "write `**…**` for what matters most",
    ),
    (
        ":::",
        re.compile(r"^[ \t>]*:{3,}[^\n]*", re.MULTILINE),
        "the edge of a block of another program",
        "write `> [!NOTE]` on a line, and `> ` before each line of the text below it",
    ),
    (
        "!!!",
        re.compile(r"^[ \t>]*!!!\+?[ \t]+[A-Za-z][^\n]*", re.MULTILINE),
        "an admonition of MkDocs",
        "write `> [!NOTE]` on a line, and `> ` before each line of the text below it",
    ),
    (
        "???",
        re.compile(r"^[ \t>]*\?\?\?\+?[ \t]+[A-Za-z][^\n]*", re.MULTILINE),
        "an admonition of MkDocs",
        "write a heading, and the text below it",
    ),
    (
        "[!",
        re.compile(
            r"^[ \t]*(?:>[ \t]*)+\[!(?!(?:note|tip|important|warning|caution)\][ \t]*$)"
            r"[\w-]+\][^\n]*",
            re.MULTILINE | re.IGNORECASE,
        ),
        "no alert that GitHub knows",
        "an alert begins with `> [!NOTE]`, TIP, IMPORTANT, WARNING or CAUTION, alone on its line",
    ),
    (
        "{",
        re.compile(
            r"\{(?::[ \t]*)?[.#][A-Za-z_][^{}\n]{0,200}\}|\{:[ \t]*[A-Za-z][^{}\n]{0,200}\}"
            r"|\{[ \t]*[a-z][\w-]{0,40}=[^{}\n]{1,200}\}"
        ),
        "a list of attributes, which Markdown does not have",
        "take it out",
    ),
    (
        "{",
        re.compile(r"\{\{[^{}\n]{1,200}\}\}|\{%[^{}\n]{1,200}%\}"),
        "a command of a template",
        "write what it would have put here, or put it between backticks to show it",
    ),
    (
        "{",
        re.compile(
            r"\{(?:code|color|expand|info|note|noformat|panel|quote|status|tip|toc|warning)(?::[^{}\n]{0,200})?\}"
        ),
        "a macro of Confluence",
        "write what it shows in Markdown",
    ),
    (
        "^[",
        re.compile(r"(?<!\[)\^\[(?!\^)[^\[\]\n]{1,400}\]"),
        "a note of another program",
        "write `[^1]` here, and `[^1]:` with the note on a line of its own below",
    ),
    (
        "==",
        re.compile(r"^={2,6}[ \t]+[^=\n]{1,200}[ \t]+={2,6}[ \t]*$", re.MULTILINE),
        "a heading of a wiki",
        "write `## ` before the words, and nothing behind them",
    ),
    (
        "'''",
        re.compile(r"'''[^'\n]{1,200}'''"),
        "what a wiki sets in bold",
        "write `**…**`",
    ),
    (
        ".. ",
        re.compile(r"^[ \t]*\.\. [a-z][a-z-]{0,40}::[^\n]*", re.MULTILINE),
        "a directive of reStructuredText",
        "write what it shows in Markdown",
    ),
    (
        "8<",
        re.compile(r"^[ \t]*-+8<-+[^\n]*", re.MULTILINE),
        "a piece of another file, which is not taken in here",
        "link to the file, or write what it says",
    ),
    (
        "[",
        re.compile(r"^[ \t]*\[(?:TOC|\[_TOC_\])\][ \t]*$", re.MULTILINE | re.IGNORECASE),
        "the place of a table of contents",
        "take it out; the page lists its headings beside the text",
    ),
    (
        "$$",
        re.compile(r"\$\$[^$]{1,1000}\$\$"),
        "a formula, which the site does not set",
        "write it in words, or show it as a picture",
    ),
    (
        "$",
        re.compile(
            r"(?<![\w$])\$(?=[^\s$])(?=[^$\n\\^_{]{0,200}[\\^_{])[^$\n]{1,400}(?<=\S)\$(?![\w$])"
        ),
        "a formula, which the site does not set",
        "write it in words, or show it as a picture",
    ),
    (
        ":",
        re.compile(r"(?<![\w:]):[a-z][a-z\d_+-]{1,40}:(?![\w:])"),
        "a name between colons, which some programs show as an emoji",
        "write the sign itself",
    ),
    (
        "::",
        re.compile(r"^[ \t>*-]*[A-Za-z][\w-]{0,40}::[ \t]+[^\n]*", re.MULTILINE),
        "a property of another program",
        "write it as a sentence, or in the header if a field takes it",
    ),
    (
        ": ",
        re.compile(r"(?<=[^\n]\n): {1,3}\S[^\n]*"),
        "the definition of a list that Markdown does not have",
        "write `- **term**: definition`",
    ),
    (
        "*[",
        re.compile(r"^ {0,3}\*\[[^\[\]\n]{1,100}\]:[^\n]*", re.MULTILINE),
        "an abbreviation of another program",
        "say what it means where it is first used",
    ),
    (
        ". ",
        re.compile(r"^h[1-6]\. [^\n]*", re.MULTILINE),
        "a heading of a wiki",
        "write `### ` before the words",
    ),
    (
        "http",
        re.compile(r"\[[^\[\]\n|]{1,200}\|https?://[^\s\[\]|]{1,400}\]"),
        "a link of a wiki",
        "write `[words](address)`",
    ),
    (
        "[http",
        re.compile(r"\[https?://[^\s\[\]]{1,400} [^\[\]\n]{1,200}\](?!\()"),
        "a link of a wiki",
        "write `[words](address)`",
    ),
    (
        "#+",
        re.compile(r"^[ \t]*#\+[A-Za-z_]{1,40}:[^\n]*", re.MULTILINE),
        "a keyword of Org",
        "take it out, or write it in the header if a field takes it",
    ),
    (
        "+-",
        re.compile(r"^[ \t]*\+(?:[-=:]{2,200}\+)+[ \t]*$", re.MULTILINE),
        "the edge of a table of another program",
        "write the table with bars: `| a | b |`, and below it `|---|---|`",
    ),
)
"""Of each: what it contains, its pattern, what it is, and what to do about it."""
SUSPECT = re.compile(
    r"\[\[|%%|==|::|!!!|\?\?\?|\[!|\{|\[toc|\$|\+[-=:]|\^\[|'''|\.\. |8<"
    r"|:[a-z]|\n: |\*\[|h[1-6]\. |\|http|\[http|#\+",
    re.IGNORECASE,
)
"""A quick test: only texts in which it matches are searched for the signs above."""
SUSPECT_SIEVE = Sieve(SUSPECT)
