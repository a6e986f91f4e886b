"""Indexes that several tests look at, each made once a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.generate import write_base
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.search import postings, shards
from site_builder.search.lessons import search_texts
from site_builder.search.open import facts_of
from site_builder.search.store import Store, in_memory
from tests.conftest import REPOSITORY
from tests.search.making import EMERGENCY, as_kept, facts, made, publish_of
from tests.search.queries import FOREIGN, LONG, MANY
from tests.search.served import in_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from site_builder.search.store import Opened
    from tests.search.served import InBrowser

LESSONS = 1_000


@pytest.fixture(scope="session")
def large_memory(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Return a large invented base in memory, some of it in other languages and scripts."""
    root = tmp_path_factory.mktemp("large")
    write_base(root, LESSONS, LESSONS // 10, seed=1)
    loaded = load(read_project(root))
    foreign = (made(f"foreign-{at}", text) for at, text in enumerate(FOREIGN))
    texts = search_texts(loaded.library, loaded.evidence)
    return in_memory(facts_of(loaded.library), [*texts, *foreign])


@pytest.fixture(scope="session")
def large(large_memory: Opened) -> Opened:
    """Return the index of the large base as the terminal keeps it."""
    return as_kept(large_memory)


@pytest.fixture(scope="session")
def large_site(large_memory: Opened, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the large index is published, with several shards of facets."""
    site = tmp_path_factory.mktemp("large-site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "FACETS_A_SHARD", LESSONS // 3)
        publish_of(large_memory, site / "search")
    return site


@pytest.fixture(scope="session")
def own_memory() -> Opened:
    """Return this repository's own lessons in memory."""
    loaded = load(read_project(REPOSITORY))
    return in_memory(facts_of(loaded.library), search_texts(loaded.library, loaded.evidence))


@pytest.fixture(scope="session")
def own(own_memory: Opened) -> Opened:
    """Return the index of this repository's own lessons as the terminal keeps it."""
    return as_kept(own_memory)


@pytest.fixture(scope="session")
def large_in_browser(large: Opened, large_site: Path, browser: Browser) -> Iterator[InBrowser]:
    """Return the large index in a browser."""
    with in_browser(large, browser, large_site) as shown:
        yield shown


@pytest.fixture(scope="session")
def own_in_browser(
    own: Opened, own_memory: Opened, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InBrowser]:
    """Return the index of this repository's own lessons in a browser."""
    site = tmp_path_factory.mktemp("own")
    publish_of(own_memory, site / "search")
    with in_browser(own, browser, site) as shown:
        yield shown


@pytest.fixture(scope="session")
def small_in_browser(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InBrowser]:
    """Return an index of a few lessons in many scripts and many shards in a browser."""
    lessons = [
        made(f"n{at}", f"{text} a & e", phrases=EMERGENCY, tags=("ward",) * (at % 2))
        for at, text in enumerate([*FOREIGN, *MANY.split(), LONG])
    ]
    opened = in_memory(facts(EMERGENCY), lessons)
    site = tmp_path_factory.mktemp("small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD_BYTES", 20)
        publish_of(opened, site / "search")
    with in_browser(as_kept(opened), browser, site) as shown:
        yield shown


@pytest.fixture
def opened_after_an_edit(tmp_path: Path) -> Opened:
    """Return an index in which words of a replaced lesson come before those of a standing one."""
    store = Store(tmp_path)
    kept = made("kept", "insult")
    store.update(facts(), [kept, made("edited", " ".join(f"insul{at:03}" for at in range(150)))])
    return store.update(facts(), [kept, made("edited", "Nothing of it.")])
