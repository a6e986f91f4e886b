"""What all templates of a site are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.addresses import record_url
from site_builder.plugin.own_pages import builds_alone
from site_builder.plugin.told import log
from site_builder.publish.markup import before_sections, lang_attribute, rendered
from site_builder.publish.templates import quicken

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from site_builder.publish.site import Site
    from site_builder.settings import Settings


def equip(
    env: Environment, site: Site, settings: Settings, files: Files, config: MkDocsConfig
) -> None:
    """Turn autoescaping on, and set the variables of all templates.

    Args:
        env: The templates, none of which has been compiled.
        site: The content of every page.
        settings: The plugin's options.
        files: The files that MkDocs builds.
        config: MkDocs' own configuration.
    """
    brand = site.brand
    # Every build makes a new environment, so templates need not be watched.
    env.auto_reload = False
    # Set before any template is compiled. A theme of the base that shows HTML marks it as safe.
    env.autoescape = True
    quicken(env, alone=builds_alone(config))
    # The name of Material's style sheet changes with every release.
    styles = (file.src_uri for file in files.css_files())
    env.globals["material_stylesheets"] = sorted(filter(brand.needs, styles))
    env.globals["brand"] = brand
    env.globals["spoken"] = lang_attribute(brand.language)
    for problem in brand.problems(files.src_uris, lambda it: it in env.list_templates()):
        log.warning(problem)
    if brand.language:
        log.info("Records are marked as %s; the words around are English", brand.language)
    env.globals["licence"] = settings.licence
    env.globals["record_url"] = record_url
    env.globals["before_sections"] = before_sections
    env.globals["foot"] = site.foot
    env.globals["copyright"] = rendered(config.copyright)
