"""Jinja with less work a page: what a site of thousands of pages would do again for each of them.

Without it, pages are the same.
"""

from __future__ import annotations

import hashlib
import marshal
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, Environment, Template
from jinja2.filters import do_striptags
from jinja2.runtime import Context, Macro

from site_builder.library.kept import program
from site_builder.places import put
from site_builder.publish.markup import escaped, of_macro
from site_builder.seals import read_own, stamped, unstamped, user_cache

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping
    from types import CodeType

    from jinja2.bccache import Bucket
    from jinja2.environment import TemplateModule

_MOST_KEPT = 1 << 14
"""Most pieces of a page that are kept for other pages."""
_FILE = "templates"

_Kept = type(lru_cache(_MOST_KEPT)(len))


def quicken(env: Environment, *, alone: bool = False) -> None:
    """Let an environment, which has loaded no template yet, render with less work.

    Args:
        env: The environment.
        alone: Whether it compiles as those of other processes do, since nobody else changes it.
    """
    if alone:
        _COMPILED.look_back()
    env.__class__ = _Environment
    assert isinstance(env, _Environment)  # noqa: S101 - it has just become one
    env.template_class = _Template
    env.context_class = _Context
    env.bytecode_cache = _COMPILED
    env.loaded = {}
    env.filters["striptags"] = _striptags
    env.globals["kept"] = lru_cache(_kept)


def _kept(macro: Callable[..., str]) -> Callable[..., str]:
    """Return a macro that is called once for the same arguments, which have to be hashable."""
    # A text equals the same letters that are HTML.
    return lru_cache(maxsize=_MOST_KEPT, typed=True)(macro)


def _striptags(value: Any) -> str:  # noqa: ANN401 - Jinja's own
    """Return a text without tags; most titles have none."""
    if isinstance(value, str) and "<" not in value and "&" not in value:
        return " ".join(value.split())
    return do_striptags(value)


class _Compiled(BytecodeCache):
    """What templates were compiled to by this program: in memory, and in a sealed file of the user.

    In files without a seal, where others could write, code would be run that they have chosen.
    """

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType | None]] = {}
        self._earlier: dict[str, tuple[str, CodeType | None]] | None = None
        self._is_new = False

    @cached_property
    def _head(self) -> bytes:
        return hashlib.blake2b(program().encode(), digest_size=32).digest()

    def look_back(self) -> None:
        """Take what another process has kept, once."""
        if self._earlier is None:
            self._earlier = {}
            with suppress(OSError):
                document = unstamped(self._head, read_own(user_cache() / _FILE))
                if document is not None:
                    self._earlier = marshal.loads(document)  # noqa: S302 - sealed by this user

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what the same source was compiled to."""
        for codes in (self._codes, self._earlier or {}):
            checksum, code = codes.get(bucket.key, ("", None))
            if checksum == bucket.checksum:
                bucket.code = code
                self._codes[bucket.key] = checksum, code
                return

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a source was compiled to, in place of an older one of the same file."""
        self._codes[bucket.key] = bucket.checksum, bucket.code
        self._is_new = True

    def save(self) -> None:
        """Keep what this process has used, for others."""
        if self._is_new:
            with suppress(OSError):
                put(user_cache() / _FILE, stamped(self._head, marshal.dumps(self._codes)))
            self._is_new = False


_COMPILED = _Compiled()


def save_compiled() -> None:
    """Keep what templates were compiled to for other processes of this user, if it can be kept."""
    _COMPILED.save()


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

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """Return the macros of a template, which are those of every page.

        Jinja compares names to find out whether a page has more than those of the environment. Here
        none has.
        """
        return super()._get_default_module(ctx) if self._module is None else self._module


class _Context(Context):
    def call(self, function: Callable[..., Any], /, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        """Call a function; a macro, and what is kept of one, without asking what it is."""
        kind = type(function)
        if kind is not Macro and kind is not _Kept:
            return super().call(function, *args, **options)
        options.pop("_block_vars", None)
        options.pop("_loop_vars", None)
        if kind is _Kept:
            return function(*args, **options)
        # What calls of macros look up each time, where there is nothing to look up.
        is_plain = not options and len(args) == len(function.arguments)
        if is_plain and not (function.caller or function.catch_kwargs or function.catch_varargs):
            text = function._func(*args)  # noqa: SLF001 - what it calls
            return of_macro(text) if self.eval_ctx.autoescape else text
        return function(self.eval_ctx, *args, **options)
