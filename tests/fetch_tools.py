"""Fetches the tools of ``tools.toml`` that are not there yet: ``make tools``."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path, PurePosixPath

LIST = Path(__file__).with_name("tools.toml")
FOLDER = Path(sys.prefix) / "tools"


def main() -> None:
    """Fetch each tool, or end with a message."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("make: no npm here. On Debian and Ubuntu: apt-get install nodejs npm")
    for name, tool in tomllib.loads(LIST.read_text(encoding="utf-8")).items():
        fetch(npm, FOLDER / name, f"{tool['package']}@{tool['version']}", tool["integrity"])


def fetch(npm: str, folder: Path, package: str, integrity: str) -> None:
    """Fetch a package into a folder, unless it is there."""
    stamp = folder / ".integrity"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == integrity:
        return
    with tempfile.TemporaryDirectory() as aside:
        done = subprocess.run(
            [npm, "pack", package, "--silent", "--pack-destination", aside],
            cwd=aside,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        packed = list(Path(aside).glob("*.tgz"))
        if done.returncode or len(packed) != 1:
            sys.exit(f"make: npm could not fetch {package}")
        data = packed[0].read_bytes()
    found = digest(data)
    if found != integrity:
        sys.exit(f"make: {package} is not what tools.toml names: its digest is {found}")
    shutil.rmtree(folder, ignore_errors=True)
    unpack(data, folder)
    stamp.write_text(integrity, encoding="ascii")
    sys.stdout.write(f"fetched {package}\n")


def digest(data: bytes) -> str:
    """Return the digest of an archive, written as npm writes it."""
    return f"sha512-{base64.b64encode(hashlib.sha512(data).digest()).decode('ascii')}"


def unpack(data: bytes, folder: Path) -> None:
    """Write the files of a package into a folder, without the archive's outermost folder."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            parts = PurePosixPath(member.name).parts[1:]
            content = archive.extractfile(member)
            if content is None or not parts or ".." in parts:
                continue
            file = folder.joinpath(*parts)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.read())


if __name__ == "__main__":
    main()
