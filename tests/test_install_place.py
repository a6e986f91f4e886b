"""Where a new base installs the program from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from site_builder import __version__
from site_builder.cli import main
from site_builder.starter import package
from site_builder.starter.package import OF_INDEX, origin, package_of

if TYPE_CHECKING:
    from pathlib import Path

WHEEL = f"beforehand-{__version__}-py3-none-any.whl"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Return a file with the name of a wheel."""
    file = tmp_path / "dist" / WHEEL
    file.parent.mkdir()
    file.write_bytes(b"wheel")
    return file


def installed(monkeypatch: pytest.MonkeyPatch, direct: dict[str, Any] | None) -> None:
    """Let pip have recorded an installation."""

    class Recorded:
        def read_text(self, _name: str) -> str | None:
            return None if direct is None else json.dumps(direct)

    monkeypatch.setattr(package, "distribution", lambda _name: Recorded())


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("index", f"beforehand=={__version__}"),
        ("Beforehand", f"beforehand=={__version__}"),
        ("beforehand>=0.2,<1", "beforehand<1,>=0.2"),
        (f"https://x.example/{WHEEL}", f"beforehand @ https://x.example/{WHEEL}"),
        (
            f"https://x.example/{WHEEL}#sha256=00",
            f"beforehand @ https://x.example/{WHEEL}#sha256=00",
        ),
        (
            f"https://${{USER}}:${{WORD}}@x.example/{WHEEL}",
            f"beforehand @ https://${{USER}}:${{WORD}}@x.example/{WHEEL}",
        ),
        ("https://x.example/v1.tar.gz", "beforehand @ https://x.example/v1.tar.gz"),
        ("git+https://x.example/b@v1", "beforehand @ git+https://x.example/b@v1"),
        ("https://x.example/b.git@v1", "beforehand @ git+https://x.example/b.git@v1"),
        ("beforehand @ git+https://x.example/b@v1", "beforehand @ git+https://x.example/b@v1"),
        ("git@x.example:team/b.git@v1", "beforehand @ git+ssh://git@x.example/team/b.git@v1"),
    ],
)
def test_a_place_becomes_a_line_that_pip_takes(place: str, line: str) -> None:
    assert package_of(place).requirement == line


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("", "is no place of a package; write `index`"),
        ("../beforehand", "is no place of a package"),
        ("beforehand[all]", "is no place of a package"),
        ("requests==2", "'requests' is another package than beforehand"),
        ("https://x.example/team/b", f"git+https://x.example/team/b@v{__version__}"),
        ("https://x.example/b.git", "names no tag or commit"),
        ("git+ssh://git@x.example/b.git", "names no tag or commit"),
        ("https://me:secret@x.example/b.git@v1", "the address of x.example holds a user or a pas"),
        ("https://x.example/other-1.0-py3-none-any.whl", "is a wheel of other, not of beforehand"),
        ("https://x.example/beforehand.whl", f"is not the name of a wheel, such as {WHEEL}"),
        (f"ftp://x.example/{WHEEL}", "does not begin with https://"),
        (f"https://[x/{WHEEL}", "is not an address"),
        (f"missing/{WHEEL}", f"there is no file 'missing/{WHEEL}'"),
    ],
)
def test_a_place_that_pip_could_not_use_is_refused_with_one_that_it_could(
    tmp_path: Path, place: str, problem: str
) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path / "base"), "--package", place])
    assert done.exit_code == 2
    assert problem in done.stderr
    assert "secret" not in done.stderr
    assert not (tmp_path / "base").exists()


def test_a_wheel_that_no_address_has_goes_into_the_base(tmp_path: Path, wheel: Path) -> None:
    base = tmp_path / "base"
    done = CliRunner().invoke(main, ["init", str(base), "--package", str(wheel)])
    assert done.exit_code == 0, done.output
    assert (base / "requirements.txt").read_text("utf-8").endswith(f"\n./wheels/{WHEEL}\n")
    assert (base / "wheels" / WHEEL).read_bytes() == b"wheel"


@pytest.mark.parametrize(
    ("direct", "line"),
    [
        (None, OF_INDEX.requirement),
        ({"url": f"https://x.example/{WHEEL}"}, f"beforehand @ https://x.example/{WHEEL}"),
        (
            {
                "url": "https://x.example/b",
                "vcs_info": {"vcs": "git", "requested_revision": "v0.2.0", "commit_id": "abc"},
            },
            "beforehand @ git+https://x.example/b@v0.2.0",
        ),
        (
            {
                "url": "https://x.example/b",
                "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": "abc"},
            },
            "beforehand @ git+https://x.example/b@abc",
        ),
    ],
)
def test_a_base_installs_from_where_this_program_came(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, direct: dict[str, Any] | None, line: str
) -> None:
    installed(monkeypatch, direct)
    done = CliRunner().invoke(main, ["init", str(tmp_path / "base")])
    assert f"requirements.txt installs the program with: {line}\n" in done.stdout
    assert done.stderr == ""


def test_the_wheel_that_this_program_came_from_goes_into_the_base(
    monkeypatch: pytest.MonkeyPatch, wheel: Path
) -> None:
    installed(monkeypatch, {"url": wheel.as_uri(), "archive_info": {}})
    known = origin()
    assert known
    assert known.files() == {f"wheels/{WHEEL}": b"wheel"}


def test_a_program_in_a_folder_says_that_the_index_may_not_have_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, {"url": tmp_path.as_uri(), "dir_info": {"editable": True}})
    done = CliRunner().invoke(main, ["init", str(tmp_path / "base")])
    assert "your package index may not have it: name another place" in done.stderr
    assert OF_INDEX.requirement in (tmp_path / "base/requirements.txt").read_text("utf-8")
