"""Jinja with less work a page: what a site of thousands of pages would do again for each of them.

Without it, pages are the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, Template
from jinja2.runtime import Context, Macro

from site_builder.publish.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

_MOST_KEPT = 1 << 14
"""Most pieces of a page that are kept for other pages."""


def quicken(env: Environment) -> None:
    """Let an environment, which has loaded no template yet, render with less work."""
    env.__class__ = _Environment
    assert isinstance(env, _Environment)  # noqa: S101 - it has just become one
    env.template_class = _Template
    env.context_class = _Context
    env.loaded = {}
    env.globals["kept"] = lru_cache(_kept)


def _kept(macro: Callable[..., str]) -> Callable[..., str]:
    """Return a macro that is called once for the same arguments, which have to be hashable."""
    # A text equals the same letters that are HTML.
    return lru_cache(maxsize=_MOST_KEPT, typed=True)(macro)


class _Environment(Environment):
    loaded: dict[str, Template]

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Return a template, as a page asks for ten."""
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        if name not in self.loaded:
            self.loaded[name] = super().get_template(name, parent)
        return self.loaded[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the variables of the environment themselves for a template without its own.

        Jinja compares names to decide whether macros have to be made again for a page, and a chain
        of mappings compares slowly.
        """
        return super().make_globals(d) if d else self.globals


class _Template(Template):
    @classmethod
    def from_code(cls, *args: Any, **options: Any) -> Template:  # noqa: ANN401 - Jinja's own
        """Return a template that escapes texts without making an object for each."""
        template = super().from_code(*args, **options)
        template.root_render_func.__globals__["escape"] = escaped
        return template


class _Context(Context):
    def call(self, function: Callable[..., Any], /, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        """Call a function; a macro without asking what it is."""
        if type(function) is not Macro:
            return super().call(function, *args, **options)
        options.pop("_block_vars", None)
        options.pop("_loop_vars", None)
        return function(self.eval_ctx, *args, **options)
