"""A build that takes what has not changed from the last one makes the same site, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.library.frame import frame_of
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.publish import listed
from site_builder.publish.listed import Listed, Names, changed_at, numbers_in, read_list, save_list
from site_builder.publish.site import Known, Site
from site_builder.records.noted import condensed, noting
from site_builder.search.lessons import text_maker
from tests.builders import lesson_text
from tests.site.bases import BESIDE, CONFIG, RICH, SHED
from tests.site.built import DAY, contents, lessons, write_project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Change = tuple[str, "Callable[[Path], object]"]


def rewrite(path: str, old: str, new: str, root: Path) -> None:
    """Replace a text in a file of the base, if it is there."""
    file = root / path
    if file.exists():
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def write(path: str, text: str, root: Path) -> None:
    """Write a file of the project."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def rename(root: Path) -> None:
    """Give a lesson another id, under which its old one still leads to it."""
    file = root / "lessons/handover/bell.md"
    if file.exists():
        file.rename(file.with_name("gong.md"))
        rewrite("lessons/handover/gong.md", "tags:", "aliases: [bell]\ntags:", root)


def wear(root: Path) -> None:
    """Give the base a template of its own, which says how often it was changed."""
    look = root / "look/partials/content.html"
    said = f"<p>Seen {len(look.read_text(encoding='utf-8')) if look.exists() else 0}</p>\n"
    write("look/partials/content.html", f"{said}{{{{ page.content }}}}\n", root)
    if "custom_dir" not in (root / "mkdocs.yml").read_text(encoding="utf-8"):
        rewrite("mkdocs.yml", "  font: false", "  font: false\n  custom_dir: look", root)


def spoil(root: Path) -> None:
    """Change, remove and add files of the site by hand."""
    site = root / "site"
    (site / "lesson/count-first/index.html").unlink(missing_ok=True)
    (site / "lesson/left").mkdir(exist_ok=True)
    (site / "lesson/left/over.html").write_text("nobody made this", encoding="utf-8")
    (site / "api/lessons.json").write_text("{}", encoding="utf-8")


def forge(root: Path) -> None:
    """Change a page by hand, and let nobody see it by its size and its time."""
    for page in (root / "site/lesson").glob("*/index.html"):
        status, content = page.stat(), page.read_bytes()
        page.write_bytes(content.swapcase())
        os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))


def touch(root: Path) -> None:
    """Carry the site to another machine, which forgets when files were written."""
    for file in (root / "site").rglob("*.html"):
        os.utime(file, (1, 1))


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _root: None,
    "another problem": partial(
        rewrite, "lessons/count-first.md", "Nobody knows", "Hardly anybody knows"
    ),
    "another body": partial(rewrite, "lessons/handover/short.md", "Heat the shed", "Keep it short"),
    "another state": partial(
        rewrite, "lessons/half-thought.md", "status: draft", "status: published"
    ),
    "a link": partial(
        rewrite, "lessons/handover/bell.md", "A pump failed.", "See [it](../count-first.md)."
    ),
    "another sentence around a link": partial(
        rewrite, "lessons/count-first.md", "Somebody had read", "Nobody had read"
    ),
    "another text of what others rely on": partial(
        rewrite, "lessons/heat pumps/deep/warm-sheds.md", "Heat the shed,", "Cool the shed,"
    ),
    "another text of a report": partial(
        rewrite, "lessons/reuse/south-heats.md", "It stayed warm", "It stayed cold"
    ),
    "other questions": partial(
        write,
        ".github/ISSUE_TEMPLATE/used-a-lesson.yml",
        "body: [{type: input, id: team, attributes: {label: Which ward?}}]\n",
    ),
    "a word that others write as two": partial(
        rewrite, "lessons/handover/short.md", "Keep the handover", "Keep the nightshift"
    ),
    "a lesson more": partial(write, "lessons/new/one.md", lesson_text(title="Quite new")),
    "a link to a lesson more": partial(
        rewrite, "lessons/handover/bell.md", "A pump failed.", "See [it](../new/one.md)."
    ),
    "another title": partial(rewrite, "lessons/new/one.md", "Quite new", "Not so new"),
    "a lesson less": lambda root: (root / "lessons/new/one.md").unlink(missing_ok=True),
    "a harm": partial(
        rewrite, "lessons/reuse/south-heats.md", "outcome: worked", "outcome: harmed"
    ),
    "no draft": lambda root: (root / "lessons/half-thought.md").unlink(missing_ok=True),
    "a page more": partial(write, "lessons/guide/more.md", "# Look twice\n\nAnd then rest.\n"),
    "a file more": partial(write, "lessons/guide/more.txt", "Seen once.\n"),
    "no report": lambda root: (root / "lessons/reuse/south-heats.md").unlink(missing_ok=True),
    "another event": partial(rewrite, "lessons/assists/night-visit.md", "It is cheap", "Why not"),
    "another id": rename,
    "other words": partial(rewrite, "lessons/vocabulary.yml", "North", "Far north"),
    "another topic": partial(rewrite, "lessons/count-first.md", "tags: [", "tags: [handover, "),
    "another heading": partial(
        rewrite, "lessons/heat pumps/deep/warm-sheds.md", "Heat the sheds of", "Warm the huts of"
    ),
    "another day": partial(rewrite, "lessons/count-first.md", "2026-01-20", "2026-02-20"),
    "another team": partial(
        rewrite, "lessons/heat pumps/deep/warm-sheds.md", "team: north", "team: south"
    ),
    "a contradiction": partial(
        rewrite,
        "lessons/handover/bell.md",
        "tags:",
        "relations: {contradicts: [short, warm-sheds]}\ntags:",
    ),
    "another relation": partial(
        rewrite, "lessons/heat pumps/deep/warm-sheds.md", "related: [count", "symptom-of: [count"
    ),
    "another source": partial(
        rewrite, "lessons/handover/short.md", "tags:", "source_assist: night-visit\ntags:"
    ),
    "better evidence": partial(
        rewrite, "lessons/handover/short.md", "design: controlled", "design: systematic-review"
    ),
    "a retraction": partial(
        rewrite, "lessons/handover/short.md", "design: controlled", "design: pre-post"
    ),
    "a lesson replaced": partial(
        rewrite, "lessons/handover/bell.md", "tags:", "relations: {supersedes: [short]}\ntags:"
    ),
    "a withdrawal": partial(
        rewrite,
        "lessons/handover/bell.md",
        "status: published",
        "status: withdrawn\nwithdrawn: {date: 2026-02-10, reason: harmful}",
    ),
    "a consent withdrawn": partial(
        rewrite,
        "lessons/handover/bell.md",
        "status: published",
        "status: withdrawn\nwithdrawn: {date: 2026-02-10, reason: consent-withdrawn}",
    ),
    "fewer readers": partial(
        rewrite, "lessons/count-first.md", "tags: [", "visibility: team\ntags: ["
    ),
    "another host": partial(
        rewrite, "lessons/assists/night-visit.md", "host_team: north", "host_team: south"
    ),
    "another title of an event": partial(
        rewrite, "lessons/assists/night-visit.md", "Invented night visit", "Invented day visit"
    ),
    "an outcome that names a lesson": partial(
        rewrite,
        "lessons/assists/night-visit.md",
        "result: worked, measure",
        "lessons: [count-first], result: harmed, measure",
    ),
    "a series": partial(
        rewrite, "lessons/assists/night-visit.md", "status: reported", "status: reported\nseries: x"
    ),
    "a longer series": partial(
        rewrite, "lessons/assists/next-meeting.md", "status: open", "status: open\nseries: x"
    ),
    "a plan that relies": partial(
        rewrite,
        "lessons/assists/next-meeting.md",
        "status: open",
        "status: open\nrelies_on: [{id: short}]",
    ),
    "a plan closed": partial(
        rewrite, "lessons/assists/next-meeting.md", "status: open", "status: cancelled"
    ),
    "another person": partial(
        rewrite, "lessons/assists/night-visit.md", "person: heron-seven", "person: winter"
    ),
    "no event": lambda root: (root / "lessons/assists/night-visit.md").unlink(missing_ok=True),
    "another reporter": partial(
        rewrite, "lessons/reuse/south-heats.md", "team: south", "team: north"
    ),
    "a report of another lesson": partial(
        rewrite, "lessons/reuse/south-heats.md", "lesson: warm-sheds", "lesson: short"
    ),
    "another title of a page": partial(
        rewrite, "lessons/guide/how.md", "How to look after", "How to care for"
    ),
    "other settings": partial(rewrite, "mkdocs.yml", "page_size: 2", "page_size: 3"),
    "another name": partial(rewrite, "mkdocs.yml", "Invented base", "Renamed base"),
    "other people": partial(rewrite, "people.yml", "team: south", "team: north"),
    "another page": partial(rewrite, "lessons/guide/how.md", "Then rest", "Then work"),
    "another look": wear,
    "a spoiled site": spoil,
    "a forged site": forge,
    "new times": touch,
    "a later day": partial(write, "day.txt", str(int(DAY) + 500 * 86_400)),
}
"""What may happen between two builds, by name."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of a base that was built once, to be copied."""
    root = write_project(tmp_path_factory.mktemp("made") / "base", RICH, CONFIG, BESIDE)
    (root / "lessons/heat pumps/deep/shed.png").write_bytes(SHED)
    assert build(root) == 0
    # The report relies on the lesson as it is.
    loaded = load(read_project(root))
    lesson = loaded.library.lesson("warm-sheds")
    assert lesson
    rewrite(
        "lessons/reuse/south-heats.md",
        "team: south",
        f"digest: {loaded.reliances.digest(lesson)}\nteam: south",
        root,
    )
    assert build(root) == 0
    return root


def build(root: Path, *arguments: str) -> int:
    """Build a site on the day of the base; return the exit status."""
    day = root / "day.txt"
    epoch = day.read_text(encoding="utf-8") if day.exists() else DAY
    more = {"SOURCE_DATE_EPOCH": epoch, "FEWEST_FILES": "1"}
    return lessons(root, "build", *arguments, **more).returncode


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from(sorted(CHANGES)), max_size=3), min_size=1, max_size=2))
def test_whatever_has_changed_the_site_is_that_of_a_clean_build(
    made: Path, rounds: list[list[str]]
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder, "base")
        shutil.copytree(made, root)
        for names in rounds:
            for name in names:
                CHANGES[name](root)
            status = build(root)
        clean = root / "clean"
        assert build(root, "--clean", "--site-dir", str(clean)) == status
        if not status:
            assert contents(root / "site") == contents(clean)


@pytest.fixture
def base(made: Path, tmp_path: Path) -> Path:
    """Return the root of a base that was built once."""
    return shutil.copytree(made, tmp_path / "base")


def times(root: Path) -> dict[str, int]:
    """Return when each page was written, by address."""
    site = root / "site"
    found = site.rglob("index.html")
    return {file.relative_to(site).as_posix(): file.stat().st_mtime_ns for file in found}


@pytest.mark.parametrize(
    ("change", "page"),
    [
        ("another body", "lesson/short"),
        ("another heading", "lesson/warm-sheds"),
        ("another page", "guide/how"),
    ],
)
def test_only_pages_that_show_what_has_changed_are_made_again(
    base: Path, change: str, page: str
) -> None:
    before = times(base)
    CHANGES[change](base)
    assert build(base) == 0
    new = {page for page, time in times(base).items() if before[page] != time}
    assert f"{page}/index.html" in new
    assert not {it for it in new if it.startswith(("rules/", "topic/", "assist/pump"))}


def site_of(root: Path, states: Mapping[str, bytes] = MappingProxyType({})) -> Site:
    """Return the site of a base, which knows what its last build has read."""
    project = read_project(root)
    base = load(project)
    read = Names(states, b"".join(states.values()))
    known = Known(frame_of(base, project), Listed({}, states=read))
    return Site(base.without_orphans(project.settings), project, dict, known=known)


def parts(site: Site) -> dict[str, Callable[[], object]]:
    """Return what makes each page of a site, each group of its files, and what is searched."""

    def page(source: str) -> object:
        shown = site.meta(source), site.read(source), site.context(source), site.edit_url(source)
        return shown, site.text(source)

    made: dict[str, Callable[[], object]] = {
        source: partial(page, source) for source in [*site.records, *site.added.urls]
    }
    context = site._context
    searched = text_maker(context.library, context.evidence)
    made |= {f"text {it.id}": partial(searched, it) for it in context.library.searched}
    groups = site.beside.groups(lambda **words: repr(words))
    return made | {f"beside {name}": lambda files=files: [*files()] for name, files in groups}


def reads(make: Callable[[], object]) -> tuple[str, list[str]]:
    """Return what is made, and the names of what was read to make it."""
    with noting() as names:
        made = repr(make())
    return made, condensed(names)


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_what_was_made_from_the_same_is_the_same(base: Path, change: str) -> None:
    before = site_of(base)
    first = {name: reads(make) for name, make in parts(before).items()}
    names = {"", *(read for _made, some in first.values() for read in some)}
    states = {name: before.state(name) for name in names}

    CHANGES[change](base)
    after = site_of(base, states)
    kept = {
        name: make
        for name, make in parts(after).items()
        if name in first and name != "beside " and after.unchanged(first[name][1])
    }
    assert {name: repr(make()) for name, make in kept.items()} == {
        name: first[name][0] for name in kept
    }
    assert change not in _SMALL or len(kept) > len(first) / 2


_SMALL = {
    *("nothing", "another problem", "another body", "another heading", "another topic"),
    *("a lesson more", "no draft", "a page more", "a file more"),
}
"""Changes after which most of a site is as it was."""


def test_a_page_is_made_again_when_the_target_of_its_link_comes(base: Path) -> None:
    rewrite("lessons/guide/how.md", "Then rest", "See [it](../new/one.md)", base)
    before = site_of(base)
    _made, names = reads(parts(before)["guide/how.md"])
    states = {name: before.state(name) for name in ("", *names)}
    assert site_of(base, states).unchanged(names)
    CHANGES["a lesson more"](base)
    assert not site_of(base, states).unchanged(names)


def test_a_page_reads_what_it_reads_whichever_page_was_made_before(base: Path) -> None:
    first = {name: reads(make)[1] for name, make in parts(site_of(base)).items()}
    for name in (it for it in first if not it.startswith("rules/")):
        assert reads(parts(site_of(base))[name])[1] == first[name]
    assert "lessons/count-first.md" in first["heat pumps/deep/warm-sheds.md"]
    assert "lessons/heat pumps/deep/warm-sheds.md" in first["reuse/south-heats.md"]


def test_with_clean_every_page_is_made_again(base: Path) -> None:
    before = times(base)
    assert build(base, "--clean") == 0
    assert not [page for page, time in times(base).items() if before[page] == time]


@pytest.mark.parametrize("change", ["a forged site", "a spoiled site"])
def test_what_was_changed_in_the_site_by_hand_is_as_it_was_made(
    base: Path, made: Path, change: str
) -> None:
    CHANGES[change](base)
    assert build(base) == 0
    assert contents(base / "site") == contents(made / "site")


def test_it_is_listed_from_what_each_file_was_made(base: Path) -> None:
    url, cache, site = "lesson/count-first/index.html", base / ".cache", base / "site"
    last = read_list(cache, site)
    names = {last.states.name(number) for number in numbers_in((last.files[url].reads,))}
    assert "lessons/count-first.md" in names
    assert names < set(last.states)
    assert set(last.files) < set(contents(site))

    save_list(cache, site, last._replace(files={url: last.files[url]}, added={}))
    less = read_list(cache, site)
    assert set(less.states) == {"", *names}
    assert all(less.states[name] == last.states[name] for name in less.states)
    read = numbers_in((less.files[url].reads,))
    assert {less.states.name(number) for number in read} == names


@pytest.mark.parametrize("damage", ["torn", "of somebody else", "of another version"])
def test_a_list_that_is_not_ours_is_not_believed(
    base: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, cache, site = "lesson/count-first/index.html", base / ".cache", base / "site"
    page = site / url
    good = page.read_bytes()
    page.write_bytes(b"planted")
    last = read_list(cache, site)
    as_it_is = last.files[url]._replace(size=7, changed=changed_at(page.stat()))
    with monkeypatch.context() as patch:
        if damage == "of somebody else":
            patch.setenv("XDG_CACHE_HOME", str(base / "other"))
        if damage == "of another version":
            patch.setattr(listed, "_HEAD", b"lessons site 4\n")
        save_list(cache, site, last._replace(files={**last.files, url: as_it_is}))
    (kept,) = (cache / "site").iterdir()
    if damage == "torn":
        kept.write_bytes(kept.read_bytes()[:-1])
    assert build(base) == 0
    assert page.read_bytes() == good


_WITH_CORES = """
import os, sys
os.sched_getaffinity = lambda _process: set(range({cores}))
from site_builder.cli import main
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="pages are rendered by forks on Linux only")
def test_any_number_of_processes_makes_the_same_site(base: Path) -> None:
    sites = []
    for cores in (1, 2, 3):
        folder = base / f"by-{cores}"
        script = _WITH_CORES.format(cores=cores)
        command = [sys.executable, "-c", script, "-C", str(base), "build", "-q", "-d", str(folder)]
        subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": DAY})
        sites.append(contents(folder))
    assert sites[0] == sites[1] == sites[2] == contents(base / "site")
