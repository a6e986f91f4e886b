"""Templates render the same, with less work a page."""

from __future__ import annotations

from jinja2 import DictLoader, Environment
from markupsafe import Markup

from site_builder.publish.templates import quicken

_SOURCES = {
    "shown.html": (
        "{% macro shown(text) %}<b>{{ seen(text) }}{{ text }}</b>{% endmacro %}"
        "{%- set shown = kept(shown) -%}"
    ),
    "page.html": (
        '{% from "shown.html" import shown %}{{ shown(text) }}{{ shown(text) }}{{ none }}{{ 7 }}'
    ),
}


def _quick(seen: list[str]) -> Environment:
    env = Environment(loader=DictLoader(_SOURCES), autoescape=True, auto_reload=False)
    quicken(env)

    def see(text: str) -> str:
        seen.append(text)
        return ""

    env.globals["seen"] = see
    return env


def test_what_is_kept_is_made_once_for_all_pages() -> None:
    seen: list[str] = []
    page = _quick(seen).get_template("page.html")
    pages = [page.render(text="a"), page.render(text="a"), page.render(text="b")]
    assert pages == ["<b>a</b><b>a</b>None7", "<b>a</b><b>a</b>None7", "<b>b</b><b>b</b>None7"]
    assert seen == ["a", "b"]


def test_a_text_is_kept_apart_from_the_same_letters_that_are_html() -> None:
    page = _quick([]).get_template("page.html")
    assert page.render(text=Markup("<i>")).startswith("<b><i></b>")
    assert page.render(text="<i>").startswith("<b>&lt;i&gt;</b>")
