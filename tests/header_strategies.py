"""Headers as people write them: every style of value, comments, anchors, quotes and scripts."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = ("title", "problem", "tags", "Ort", "größe", "名前", "a b", "x-y", "when")

comments = st.sampled_from(["", "", " # why", "  # 'quoted' \"twice\"", " # ещё один"])
comment_lines = st.sampled_from(["", "", "", "# above\n", "\n", "# one: two\n\n# [three]\n", "#\n"])
one_line = st.sampled_from(
    [
        "word",
        "two words",
        "2026-01-31",
        "no",
        "'it''s'",
        "'# none'",
        '"say \\"so\\""',
        '"tab\\t"',
        "früh am Morgen",
        "水を止める",
        "'оно: так'",
        "http://a.example/#b",
        "- x".replace("- ", "-"),
    ]
)
flow = st.sampled_from(
    ["[]", "{}", "[a, b]", "[ 'a' , \"b, c\" ,]", "{k: 1, l: [x, 'y']}", "[{id: a}, {id: b}]"]
)
block = st.sampled_from(
    [
        "|-\n  first: line\n  # second\n\n  third",
        ">\n    folded\n    'text'",
        "|+\n  kept\n",
        '"two\n  lines"',
        "plain\n  on two",
        "\n  - a\n  - 'b' # of b\n  # end of the list",
        "\n- a\n- {id: b, n: 2}",
        "\n  -   id: a\n      n: 1\n\n  -   id: b",
        "\n    k: 1\n    # of l\n    l: 'two' # l",
        "\n  k:\n    - - a\n    - b\n  l:",
        "\n  [a,\n   b # of b\n  ]",
    ]
)
values = st.one_of(one_line, flow, block, st.just(""))


@st.composite
def headers(draw: st.DrawFn) -> str:
    """Draw the text of a header."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    parts = []
    anchored = ""
    for name in names:
        key = draw(st.sampled_from([name, name, f'"{name}"', f"'{name}'", f"{name} "]))
        value = draw(values)
        mark = " "
        if draw(st.integers(0, 5)) == 0:
            if anchored:
                value = f"*{anchored}"
            elif not value.startswith("\n") and value:
                anchored, mark = "x1", " &x1 "
        gap = "" if not value or value.startswith("\n") else mark
        ending = draw(comments) if "\n" not in value else ""
        parts.append(f"{draw(comment_lines)}{key}:{gap}{value}{ending}\n")
    return "".join([*parts, draw(comment_lines)])


texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text(st.sampled_from(" \t\n-#:ab'\"\\|>\x85\u2028\r{}[],&*!?%@"), max_size=30),
    st.text(st.sampled_from("a \n"), min_size=70, max_size=120),
    st.sampled_from(["null", "~", "yes", "1.0", "2026-02-30", "a: b", "", "---", "größe", "水"]),
)
scalars = st.one_of(
    texts, st.none(), st.booleans(), st.integers(-99, 9999), st.sampled_from([0.5, 6.0])
)
data = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        # Names that differ only in case are a mistake of their own.
        st.dictionaries(texts.map(str.lower), inner, max_size=3),
    ),
    max_leaves=6,
)
"""What a field can be given."""
