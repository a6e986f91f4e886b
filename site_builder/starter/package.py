"""Where a new base installs the program from: the line of its ``requirements.txt``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from site_builder import __version__

if TYPE_CHECKING:
    from urllib.parse import SplitResult

NAME: Final = "beforehand"
INDEX: Final = "index"
"""The word for whatever package index pip asks where the base is installed."""

_WHEELS = "wheels"
_ARCHIVES = (".tar.gz", ".zip")
_HARMLESS_USER = re.compile(r"git|\$\{[A-Z0-9_]+\}(:\$\{[A-Z0-9_]+\})?")
_VERSION = re.compile(r"v?\d+(\.\d+)+")
_EXAMPLE = f"git+https://git.example.org/{NAME}@v{__version__}"
_WHEEL = f"{NAME}-{__version__}-py3-none-any.whl"


@dataclass(frozen=True, slots=True)
class Package:
    """A place from which pip installs the program."""

    requirement: str
    """The line of ``requirements.txt``."""
    wheel: Path | None = None
    """A wheel that goes into the base, since no address has it."""

    def files(self) -> dict[str, bytes]:
        """Return the files that the requirement needs inside the base, by path.

        Raises:
            OSError: The wheel cannot be read.
        """
        return {f"{_WHEELS}/{self.wheel.name}": self.wheel.read_bytes()} if self.wheel else {}


OF_INDEX: Final = Package(f"{NAME}=={__version__}")


def package_of(text: str) -> Package:
    """Return what a keeper means by a place.

    Args:
        text: ``index``, a requirement such as ``beforehand==1.2``, the address of a wheel or of a
            source archive, a git address with a tag or commit, or the path of a wheel.

    Raises:
        ValueError: It is none of these, or pip could not install from it; the message says why.
    """
    text = text.strip()
    if text.lower() == INDEX:
        return OF_INDEX
    if re.match(r"[\w+.-]+://", text):
        return _at_address(text)
    if text.endswith(".whl"):
        return _at_path(Path(text))
    if secure_shell := re.fullmatch(r"([\w.-]+@[\w.-]+):(?!/)(\S+)", text):
        return package_of("git+ssh://{}/{}".format(*secure_shell.groups()))
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        requirement = None
    if requirement is None or requirement.extras or requirement.marker:
        raise ValueError(
            f"{text!r} is no place of a package; write `{INDEX}`, the address or the path of a "
            f"wheel, or a git address with a tag, such as {_EXAMPLE}"
        )
    if canonicalize_name(requirement.name) != NAME:
        raise ValueError(f"{requirement.name!r} is another package than {NAME}")
    if requirement.url is not None:
        return package_of(requirement.url)
    return Package(f"{NAME}{requirement.specifier}") if requirement.specifier else OF_INDEX


def origin() -> Package | None:
    """Return where this program itself was installed from, as pip recorded it (PEP 610).

    Returns:
        None if nobody else can install it from there, such as a working copy.
    """
    try:
        recorded = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    if recorded is None:
        return OF_INDEX
    direct = json.loads(recorded)
    address, vcs = direct["url"], direct.get("vcs_info")
    if vcs:
        asked = vcs.get("requested_revision", "")
        # A branch would be another program tomorrow.
        revision = asked if _VERSION.fullmatch(asked) else vcs["commit_id"]
        address = f"{vcs['vcs']}+{address}@{revision}"
    try:
        return package_of(address)
    except ValueError:
        return None


def _at_address(text: str) -> Package:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError(f"{text!r} is not an address") from None
    user = parts.netloc.rpartition("@")[0]
    if user and not _HARMLESS_USER.fullmatch(user):
        raise ValueError(
            f"the address of {parts.hostname} holds a user or a password, and requirements.txt is "
            "for all to read; write ${USER}:${PASSWORD}, which pip takes from the environment"
        )
    if parts.scheme == "file":
        return _at_path(Path(url2pathname(parts.path)))
    name = unquote(PurePosixPath(parts.path).name)
    if parts.scheme.startswith("git+") or ".git" in name:
        return _in_git(text, parts)
    if parts.scheme not in {"http", "https"}:
        raise ValueError(f"{text!r} does not begin with https://, git+https:// or git+ssh://")
    if name.endswith(".whl"):
        _check_wheel(name)
    elif not name.endswith(_ARCHIVES):
        raise ValueError(
            f"{text!r} is neither a wheel nor an archive; of a git repository, write the tag too: "
            f"git+{text.rstrip('/')}@v{__version__}"
        )
    return Package(f"{NAME} @ {text}")


def _in_git(text: str, parts: SplitResult) -> Package:
    address = text if parts.scheme.startswith("git+") else f"git+{text}"
    if not re.search(r"[^/@]@[^/@]+$", parts.path):
        raise ValueError(
            f"{text!r} names no tag or commit, so that every installation could get another "
            f"program; write {address.rstrip('/@')}@v{__version__}"
        )
    return Package(f"{NAME} @ {address}")


def _at_path(file: Path) -> Package:
    _check_wheel(file.name)
    if not file.is_file():
        raise ValueError(f"there is no file {str(file)!r}")
    return Package(f"./{_WHEELS}/{file.name}", file)


def _check_wheel(name: str) -> None:
    try:
        distribution_name = parse_wheel_filename(name)[0]
    except InvalidWheelFilename:
        raise ValueError(f"{name!r} is not the name of a wheel, such as {_WHEEL}") from None
    if distribution_name != NAME:
        raise ValueError(f"{name!r} is a wheel of {distribution_name}, not of {NAME}")
