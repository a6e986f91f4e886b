"""Templates render the same, with less work a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import DictLoader, Environment, Template
from markupsafe import Markup

from site_builder.publish import templates
from site_builder.publish.templates import quicken, save_compiled

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

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


def _of(source: str) -> Template:
    env = Environment(loader=DictLoader({"one.html": source}), autoescape=True)
    quicken(env)
    return env.get_template("one.html")


def test_a_template_is_compiled_again_when_it_has_changed_and_not_before() -> None:
    first, same, changed = _of("A {{ 1 }}"), _of("A {{ 1 }}"), _of("B {{ 2 }}")
    assert [it.render() for it in (first, same, changed)] == ["A 1", "A 1", "B 2"]
    codes = [it.root_render_func.__code__ for it in (first, same, changed)]
    assert codes[0] is codes[1]
    assert codes[1] is not codes[2]


def test_another_process_takes_what_was_compiled_if_this_user_has_sealed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    file = tmp_path / "beforehand" / "templates"

    def compiled(*, alone: bool = True) -> bool:
        """Return whether a new process has to compile a template."""
        monkeypatch.setattr(templates, "_COMPILED", templates._Compiled())
        sources: list[str] = []
        env = Environment(loader=DictLoader({"one.html": "{{ text }}"}), autoescape=True)
        quicken(env, alone=alone)
        compile_it = env.compile

        def compiled_now(source: str, *rest: str) -> object:
            sources.append(source)
            return compile_it(source, *rest)  # type: ignore[call-overload]

        monkeypatch.setattr(env, "compile", compiled_now)
        assert env.get_template("one.html").render(text="<") == "&lt;"
        return bool(sources)

    assert compiled()
    save_compiled()
    assert not compiled()
    assert compiled(alone=False)
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    assert compiled()
