"""Texts in Markdown that show every construct: written ones, and a strategy that makes others."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

_SIGNS = str.maketrans({"→": "\t", "␍": "\r"})
"""How signs that cannot be seen are written in the snippets."""


def snippets() -> dict[str, str]:
    """Return the written snippets by name."""
    written = (Path(__file__).parent / "snippets.txt").read_text("utf-8")
    found = {}
    for snippet in written.split("§ ")[1:]:
        name, _end, text = snippet.partition("\n")
        assert name not in found
        found[name] = text.translate(_SIGNS)
    return found


SNIPPETS = snippets()

_words = st.sampled_from(["a", "b.", "Foo", "é", "日本", "“q”", "😀", "1", "x_y", "don't", "C#"])
_inline = st.one_of(
    _words,
    st.sampled_from(
        [
            *("*em*", "**st**", "***both***", "_em_", "`c`", "[t](u.md)", '[t](u.md "v")'),
            *(
                "[t](<u v.md>)",
                "![i](i.png)",
                "[r][s]",
                "[s]",
                "[![i](i.png)](u.md)",
                "<b>",
                "</b>",
            ),
            *(
                "<!-- c -->",
                "&amp;",
                "&copy;",
                "&",
                "<",
                ">",
                "\\*",
                "\\[",
                "[",
                "]",
                "(",
                ")",
                "!",
            ),
            *("*", "_", "**", "`", '"', "'", ":", ";", ".", "?", "|", "\\", "-", "=", "#", "+"),
            *("https://x.yz", "https://x.yz/a_b_(c)", "www.a.bc", "a@b.co", "https://x.yz/*a*"),
            *("[^1]", "[x]", "[!NOTE]", "  \n", "\\\n", "\n"),
        ]
    ),
)
_lines = st.lists(st.one_of(_inline, st.just(" "), st.just(" ")), max_size=8).map("".join)
_blocks = st.builds(
    str.__add__,
    st.sampled_from(
        [
            *(
                "",
                "",
                "",
                "# ",
                "## ",
                "- ",
                "* ",
                "+ ",
                "1. ",
                "2) ",
                "> ",
                ">> ",
                "- [ ] ",
                "- [x] ",
            ),
            *(
                "    ",
                "  ",
                "\t",
                "```\n",
                "```py\n",
                "| ",
                "> [!NOTE]\n> ",
                "- - ",
                "> - ",
                "<div>\n",
            ),
            *("[^1]: ", "[s]: ", "| a | b |\n|---|:-:|\n| ", "a\n---\n", "a\n", "---\n", "***\n"),
        ]
    ),
    _lines,
)
texts = st.builds(
    lambda blocks, glue: glue.join(blocks),
    st.lists(_blocks, max_size=6),
    st.sampled_from(["\n", "\n\n", "\n  ", "\n    "]),
)
