"""What templates may show as HTML. They escape every other text.

Nothing else makes ``Markup``; an import contract keeps it so.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

# What could end a script element or begin another, and what ends a line in old JavaScript.
_SIGNS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def rendered(html: str | None) -> Markup:
    """Return HTML that a Markdown renderer made, or that stands in ``mkdocs.yml``."""
    return Markup(html or "")  # noqa: S704 - the renderer lets no author's HTML through


def script_text(node: Mapping[str, Any]) -> Markup:
    """Return the text of a JSON-LD script element, whatever the values hold.

    A property without a value is left out.
    """
    stated = {name: value for name, value in node.items() if value}
    written = json.dumps(stated, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.translate(_SIGNS))  # noqa: S704 - no sign of markup is left
