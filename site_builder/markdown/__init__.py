"""Markdown as GitHub reads it: what stands where in a text, its words, and its HTML.

:class:`~site_builder.markdown.body.Body` is the way in. A text is parsed once, when it is first
asked for anything. The parser is pulldown-cmark, through pyromark; what GitHub adds to it (bare
addresses as links, ids of headings, alerts only at the top level) is added here.
"""
