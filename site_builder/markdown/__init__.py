"""Markdown as GitHub reads it: the constructs of a text, its words, and its HTML.

:class:`~site_builder.markdown.body.Body` is the interface. A text is parsed once, on first use. The
parser is pulldown-cmark, through pyromark; what GitHub adds to it (bare addresses as links, ids of
headings, alerts only at the top level) is added here.
"""
