"""Texts made to take for ever, or to bring a parser down: run as a process of their own.

``python -m tests.slow_texts body`` reads every text below, and names each before it does.
"""

from __future__ import annotations

import faulthandler
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.exchange.folders.reading import read_folder
from site_builder.markdown.body import Body, plain_text
from site_builder.records.header.document import parse_document
from site_builder.records.kinds import MODELS
from site_builder.records.parse import parse_fields
from site_builder.records.personal import Finder
from site_builder.settings import COUNTRIES

LIMIT = 10
"""Seconds of processor time for one text. A right reader needs under one, a quadratic one many."""
SIZE = 50_000
"""Characters of a text, about."""
LONG = 200_000
"""Characters of a text that is one run of the same sign."""


def _times(text: str, size: int = SIZE) -> str:
    return text * (size // len(text))


BODIES = {
    "opening brackets": _times("["),
    "image openings": _times("!["),
    "closing brackets": _times("]"),
    "opening parentheses": _times("("),
    "less-than signs": _times("<"),
    "backticks": _times("`"),
    "tildes": _times("~"),
    "number signs": _times("#"),
    "stars": _times("*"),
    "underscores": _times("_"),
    "backslashes": _times("\\"),
    "bars": _times("|"),
    "ampersands": _times("&"),
    "links without addresses": _times("[]("),
    "links that do not end": _times("[a]("),
    "links with spaces": _times("[a](b "),
    "links with titles": _times('[a](b "'),
    "links in angle brackets": _times("[a](<"),
    "images in a link that does not end": "[" + _times("![a](b)"),
    "links to images that do not end": _times("[![a](b)"),
    "brackets crossed": _times("[[](]"),
    "escaped brackets": _times("\\["),
    "bracket and spaces": "[" + _times(" ", LONG),
    "bracket and blank lines": "[" + _times(" \n"),
    "brackets at line ends": _times("[\n"),
    "definitions": _times("[a]:\n"),
    "definitions with addresses": _times("[a]: b\n"),
    "a definition and spaces": "[a]: b" + _times(" ", LONG) + "x",
    "definitions with titles that do not end": _times('[a]: b "\n'),
    "a link of many words": "[a](" + _times("b "),
    "a link of many parentheses": "[a](b" + _times(" c(d)"),
    "short references": _times("[a]") + "\n\n[a]: b\n",
    "a line of equals signs": "a\n" + _times("=", LONG) + "x",
    "underlined headings": _times("a\n-\n"),
    "indented lines": _times("- a\n\n    b\n\n\tc\n"),
    "fences of all depths": "\n".join(" " * depth + "```" for depth in range(300)),
    "attributes": "<a " + _times('b="c" '),
    "tags that do not end": _times("<a "),
    "mail addresses that do not end": _times("<a@"),
    "a heading and spaces": "# a" + _times(" ", LONG) + "b",
    "a heading and number signs": "# a " + _times("# ") + "b",
    "empty headings": _times("# #\n"),
    "equal headings": _times("# a_1\n"),
    "fences of two kinds": _times("```\n~~~\n"),
    "fences that do not end": _times("```a\n"),
    "code spans of all lengths": " ".join("`" * length for length in range(1, 450)),
    "openings of emphasis": _times("*a "),
    "openings of strong emphasis": _times("a __b "),
    "sentence ends": _times(". "),
    "quotation marks": "." + _times('"', LONG),
    "spaces after a sentence": "." + _times(" ", LONG),
    "digits": _times("1", LONG),
    "images in images": _times("![", SIZE) + _times("](a)", SIZE),
    "links in links": _times("[", SIZE) + _times("](a)", SIZE),
    "quotations in quotations": _times(">"),
    "lists in lists": _times("- "),
    "numbers in numbers": _times("1. "),
    "alerts": _times("> [!NOTE]\n> a\n\n"),
    "marks of alerts": _times("> ", 10_000) + "[!NOTE]",
    "footnotes": _times("[^a] ") + "\n\n[^a]: b",
    "other footnotes": "".join(f"[^{n}] [^{n}]: a\n" for n in range(5_000)),
    "comments": _times("<!-- a -->"),
    "comments that do not end": _times("<!--\n"),
    "tags": _times("<a>"),
    "web addresses": _times("https://a.b/*c* "),
    "schemes": _times("https://"),
    "names of the web": _times("www."),
    "names of the web with underscores": _times("_www.a_b._"),
    "parentheses after an address": "https://a.b/" + _times("("),
    "entities after an address": "https://a.b/" + _times("&a;"),
    "backticks after addresses": _times("https://a.b/` ` "),
    "mail addresses": _times("a@b.co "),
    "at signs": _times("a@"),
    "a long local part": _times("a", LONG) + "@b",
    "cells": "|a" * 300 + "\n" + "|-" * 300 + "\n" + ("|b" * 300 + "\n") * 80,
    "letters of other scripts": _times("é *a* "),
    "references of many names": "".join(f"[{n}] " for n in range(4_000))
    + "\n\n"
    + "".join(f"[{n}]: a\n" for n in range(4_000)),
}

HEADERS = {
    "lists in lists": "a:\n" + _times("- "),
    "lists in lists after a line separator": "a:\u2028" + _times("- "),
    "lists in lists after a paragraph separator": "a:\u2029" + _times("- "),
    "lists in lists after a next-line character": "a:\x85" + _times("- "),
    "keys in keys": _times("? "),
    "brackets": "a: " + _times("["),
    "brackets below the count": "a: " + "[" * 499 + "]" * 499,
    "braces": "a: " + _times("{a: "),
    "aliases": "a: &a [1]\nb: [" + _times("*a,") + "]",
    "aliases of aliases": "k0: &a0 [x,x,x,x,x,x,x,x]\n"
    + "".join(f"k{n + 1}: &a{n + 1} [" + f"*a{n}," * 8 + "]\n" for n in range(8)),
    "an alias of itself": "a: &a [*a]\nb: &b {c: *b}",
    "aliases of unnamed fields": "a: &a {"
    + ", ".join(f"[{n}]: 1" for n in range(5_000))
    + "}\nb: ["
    + "*a," * 5_000
    + "]",
    "fields that stand twice": _times("a: 1\n"),
    "fields that are unknown": "\n".join(f"k{n}: v" for n in range(19_000)),
    "values that can be mended": "outcomes:\n" + "- {result: Worked}\n" * 9_000,
    "cut values": "\n".join(f"k{n}: v #w" for n in range(1_500)),
    "tags": "a: [" + "!x y, " * 5_000 + "]",
    "quotes": "a: '" + _times("''"),
    "a block of lines": "a: |\n" + _times(" x\n"),
    "a long name": _times("a") + ": 1",
    "colons": "a: " + _times(":"),
    "anchors": _times("&a "),
    "documents": _times("--- "),
    "dashes": "a: 1\n" + _times("----x\n"),
}

NOTES = {
    "wiki links that do not end": _times("[[a|b"),
    "embeds that do not end": _times("![["),
    "wiki links": _times("[[a#b|c]] "),
    "hashtags that do not end": _times("#[["),
    "remarks that do not end": _times("%% a "),
    "marks that do not end": _times("==a "),
    "callouts": _times("> [!a]- b\n"),
    "blocks of colons that do not end": _times(":::note\n"),
    "admonitions": _times("!!! note\n    a\n"),
    "asides that do not end": _times("<aside>\n"),
    "code of shortcodes that does not end": _times("{{< highlight go >}}\n"),
    "notices that do not end": _times("{{% notice a %}}\n"),
    "macros that do not end": _times("{info:a}\n"),
    "pictures as tags that do not end": _times('<img src="a'),
    "pictures as tags": _times("<img src=a> "),
    "pictures in paragraphs": _times("<p><img src=a></p>"),
    "paragraphs that do not end": _times("<p><img src=a>"),
    "links as tags that do not end": _times('<a href="a">x'),
    "links with spaces": _times("](a b.c"),
    "sizes of pictures that do not end": _times("](a        "),
    "properties": _times("Date: b\nc\n"),
    "tables of properties": _times("| A | b |\n"),
    "equal sections": _times("# a\n\nx\n\n# A\n\ny\n\n"),
    "sections of parts": _times("## b\n\n### a\n\nx\n\n### c\n\ny\n\n"),
    "statuses": "# Status\n\n" + _times("superseded by ADR-1\n"),
}


def read_note(text: str) -> None:
    """Read a folder with a text in it, which is linked to from another."""
    with TemporaryDirectory() as folder:
        for name, content in (("a.md", text), ("b.md", "[[a]] [x](a.md#b)")):
            Path(folder, name).write_text(content, encoding="utf-8")
        assert len(read_folder(Path(folder)).rows) == 2


NUMBERS = {
    "eight digits and links between": ("1" + "](-)" * 3) * 8 + "x",
    "digits and links that may be marks": _times(("1" + "](-)" * 12) * 9 + "x"),
    "digits and spaces by name": _times("1" + "&nbsp;" * 40 + "x"),
    "digits and tags": _times("1" + "<-" * 20 + ">" * 20),
    "digits and brackets": _times("1]("),
    "digits and spaces": _times("1" + " " * 39),
    "digits and line ends": _times("1\n"),
    "digits and characters by number": _times("1&#49;"),
    "digits": _times("1"),
    "digits and dashes": _times("943-"),
    "capitals and digits": _times("A1"),
    "numbers without an end": _times("943 476 "),
}


def read_numbers(text: str) -> None:
    """Look for personal data of every kind."""
    finder = Finder(COUNTRIES)
    assert len(finder.certain(text)) <= len(finder.find(text))


def read_body(text: str) -> None:
    """Ask a body for everything it can say, with what else may stand around half of the text."""
    half = text[: len(text) // 2]
    for whole in (text, f"{half}\n", f"x {half} y\n](a.md) ]: b", f"[x](y) {half}"):
        body = Body(whole)
        assert len(body.prose) == len(whole)
        assert len(body.headings) >= len(body.anchors)
        assert len(body.headings) >= len(body.sections)
        assert all(start < end for start, end in body.html)
        assert all(link.start < link.end for link in body.links)
        assert len(body.sentence_at(len(whole) // 2, len(whole) // 2 + 1)) <= len(body.words)
        assert len(plain_text(whole)) <= len(whole)
        body.render()


def read_header(header: str) -> None:
    """Read a header as that of every kind of record."""
    document, problems = parse_document("a.md", f"---\n{header}\n---\n")
    if document is None:
        assert problems
        return
    for model in MODELS.values():
        fields, wrong = parse_fields(model, document)
        assert fields or wrong


def main(kind: str) -> None:
    """Read every text of a kind; a text that takes too long ends the process."""
    kinds = {
        "body": (BODIES, read_body),
        "header": (HEADERS, read_header),
        "note": (NOTES, read_note),
        "numbers": (NUMBERS, read_numbers),
    }
    texts, read = kinds[kind]
    # Says where, then leaves the signal its usual effect: unlike a handler of Python's, this also
    # ends what never comes back from C. Processor time, so that a busy machine changes nothing.
    faulthandler.register(signal.SIGPROF, chain=True)
    for name, text in texts.items():
        print(name, flush=True)  # noqa: T201 - what the test reads
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        read(text)


if __name__ == "__main__":
    main(sys.argv[1])
