"""The files of a base that may be published as they are, and which of its images are."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.files import read_file
from site_builder.library.audience import is_tombstone
from site_builder.library.graph import is_local, resolve
from site_builder.library.pictures import is_image, published_picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.library.base import Base
    from site_builder.publish.brand import Brand


class FilesOfBase:
    """The files of a base, by their sources: paths below the lessons folder."""

    def __init__(self, base: Base, lessons_dir: Path, brand: Brand) -> None:
        """Look at nothing yet.

        Args:
            base: The base, as far as the readers of the site may see it.
            lessons_dir: The folder that holds them.
            brand: What the base says of its look.
        """
        self._base, self._lessons_dir, self._brand = base, lessons_dir, brand

    @cached_property
    def sources(self) -> list[str]:
        """Sources of all files of the base that may be published at all."""
        base = self._base
        return sorted(path.removeprefix(base.prefix) for path in base.files - base.refused)

    def shows_image(self, source: str) -> bool:
        """Return whether a file is an image that this audience may see."""
        if self._brand.is_own(source):
            return is_image(source)
        return is_image(source) and (self._shown is None or source in self._shown)

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """Yield the address and the published bytes of every image.

        One that has just vanished is left out: the check tells of it when it runs again.
        """
        for source in filter(self.shows_image, self.sources):
            with suppress(OSError):
                yield source, published_picture(source, read_file(self._lessons_dir, source))

    @cached_property
    def _shown(self) -> frozenset[str] | None:
        """Sources of the images that records show; None where every image may be published."""
        base = self._base
        if not base.hidden and not any(
            map(is_tombstone, (it.fields for it in base.library.lessons))
        ):
            return None
        targets = [
            (record.path, link.target)
            for record in base.library.records
            for link in record.body.links
            if link.is_image and is_local(link.target)
        ]
        targets += [(it.path, it.fields.image) for it in base.library.lessons if it.fields.image]
        return frozenset(resolve(*target)[0].removeprefix(base.prefix) for target in targets)
