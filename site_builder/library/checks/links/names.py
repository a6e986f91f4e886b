"""Names of the files that a link can lead to, for guesses at what a broken one meant."""

from __future__ import annotations

import posixpath
from bisect import bisect
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.library.pictures import is_image
from site_builder.records.guess import Guesses

if TYPE_CHECKING:
    from site_builder.library.base import Base

_MOST_COMPARED = 40
"""Most files of one name that are compared by their folders."""


class FileNames:
    """The pages of a base, or its images, by name."""

    def __init__(self, base: Base, *, images: bool) -> None:
        """Take a base, of which nothing is read until it is asked for."""
        self._base = base
        self._images = images

    def nearest(self, folder: str, path: str) -> str:
        """Return the file with the name most like a path's, those near a folder first."""
        index, name = f"{path}/index.md", posixpath.basename(path).removesuffix(".md")
        if index in self._base.files or index in self._base.generated:
            return index
        near = self._names.nearest(name) if name else []
        if not near:
            return ""
        files = self._by_name[near[0]]
        at = max(bisect(files, folder) - _MOST_COMPARED // 2, 0)
        some = files[at : at + _MOST_COMPARED]
        return min(some, key=lambda file: (posixpath.relpath(file, folder).count("/"), file))

    @cached_property
    def _names(self) -> Guesses:
        return Guesses(self._by_name)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Sorted paths by name."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for file in sorted(self._base.files | self._base.generated):
            is_page = file.endswith(".md")
            if (
                is_published(file)
                and is_page is not self._images
                and not file.endswith("/index.md")
            ):
                found[posixpath.basename(file).removesuffix(".md")].append(file)
        return found


def is_published(path: str) -> bool:
    """Return whether a file has a name that pages or images of the site have."""
    return path.endswith(".md") or is_image(path)
