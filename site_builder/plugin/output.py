"""The folder of a site: what the last build has made there, and the new site beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.plugin.own_pages import builds_alone
from site_builder.plugin.told import log, told
from site_builder.publish.finished import Finished
from site_builder.publish.listed import NOTHING, read_list, save_list
from site_builder.publish.swap import Staging, is_made

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from site_builder.project import Project


class Output:
    """Where a site is built, and what is known of the last one there."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.finished: Finished | None = None
        """What the last build has made; None where others take part in making pages."""
        self._staging: Staging | None = None
        self._made = NOTHING
        self._cache: Path | None = None

    @property
    def target(self) -> Path | None:
        """The folder of the site, while it is built."""
        return self._staging.target if self._staging else None

    def open(self, config: MkDocsConfig, *, shared: bool) -> None:
        """Build beside the old site until the new one is complete.

        Args:
            config: MkDocs' own configuration.
            shared: Whether another process may build there.
        """
        self._staging = staging = Staging(Path(config.site_dir), shared=shared)
        waits = "Another build is running in %s; this one waits for its end."
        with told():
            fresh = staging.open(lambda: log.info(waits, staging.target.parent))
        config.site_dir = str(fresh)

    def staying(self, config: MkDocsConfig) -> Path | None:
        """Return the folder of the last site if files may stay there when the new one is put in."""
        target = self.target
        return target if target and is_made(target) and builds_alone(config) else None

    def look_back(self, project: Project, config: MkDocsConfig, *, kept: bool) -> None:
        """See what the last build has made.

        Args:
            project: The settings of the base.
            config: MkDocs' own configuration.
            kept: Whether builds of other processes are listed below ``.cache``.
        """
        self.finished = None
        if not builds_alone(config):
            return
        target = self.target or Path(config.site_dir)
        if kept:
            self._made = read_list(project.cache_dir, target)
            self._cache = project.cache_dir
        self.finished = Finished(target, self._made)

    def complete(self, config: MkDocsConfig) -> None:
        """Mark the new site as complete."""
        if self._staging:
            if self.finished:
                gone = self.finished.gone(Path(config.site_dir))
                self._staging.keep(self.finished.kept, gone)
            config.site_dir = str(self._staging.complete())

    def abandon(self) -> None:
        """Mark the new site as not to be used."""
        if self._staging:
            self._staging.abandon()

    def put_in_place(self) -> bool:
        """Put a finished site in the place of the old one; return whether it is there."""
        staging, self._staging = self._staging, None
        with told():
            is_new = staging is not None and staging.close()
        if is_new and self.finished:
            self._made = self.finished.in_place()
            if self._cache:
                save_list(self._cache, self.finished.target, self._made)
        return is_new
