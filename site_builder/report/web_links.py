"""Whether the web addresses that records give still answer: asked for, and never by itself.

Each address is asked once, with HEAD and, where that is refused, GET; no content is read. What was
learned is kept below ``.cache`` for a few days. An address that only refuses us stays unreported.
"""

from __future__ import annotations

import json
import re
import socket
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import partial
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from site_builder import __version__
from site_builder.errors import UnwritableError
from site_builder.library.problems import at_field, at_text, is_current
from site_builder.places import put
from site_builder.records.header.values import leaves
from site_builder.seals import read_own, sealed, unsealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.client import HTTPMessage
    from pathlib import Path
    from typing import IO

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.markdown.parts import BodyLink
    from site_builder.records.fields import Part
    from site_builder.records.header.values import Place
    from site_builder.records.kinds import Record

    Report = Callable[[str, str, str], Diagnostic]

_AGENT = f"beforehand/{__version__} (link check; asks each address once)"
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”‘’`\\^{}|]+", re.IGNORECASE)
_AFTER = ".,;:!?)]"
"""Signs after an address in a sentence that are not its own."""
_GONE = {404, 410}
_PERMANENT = {301, 308}
_REFUSED_HEAD = {400, 403, 404, 405, 406, 501}
"""Answers to HEAD after which GET may be answered otherwise."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a check may ask."""

    seconds: float = 10.0
    """Longest wait for one answer."""
    total_seconds: float = 300.0
    """Time after which nothing more is asked."""
    number: int = 500
    """Most addresses asked in one run."""
    pause: float = 1.0
    """Seconds between two questions to one host."""
    days: int = 7
    """Age up to which an earlier answer is taken; one day where the address was dead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for an address."""

    asked: str
    """Day of asking."""
    dead: str = ""
    """Why nobody can follow it, if so."""
    moved: str = ""
    """Where it leads for good, if elsewhere."""
    unresolved: bool = False
    """Whether no host could be found, which also happens without a network."""

    def is_fresh(self, today: date, limits: Limits) -> bool:
        """Return whether the answer need not be asked for again."""
        days = timedelta(days=1 if self.dead else limits.days)
        return today - days < date.fromisoformat(self.asked) <= today


@dataclass(slots=True)
class Outcome:
    """What a check of all addresses found."""

    problems: list[Diagnostic] = field(default_factory=list)
    asked: int = 0
    kept: int = 0
    """Addresses of which an earlier answer was taken."""
    left: int = 0
    """Addresses that a limit left out."""
    is_offline: bool = False


def check_links(base: Base, cache: Path, today: date, limits: Limits | None = None) -> Outcome:
    """Ask for every web address of current records, and report those that nobody can follow.

    Raises:
        UnwritableError: The answers cannot be kept.
    """
    limits = limits or Limits()
    places = _places(base)
    file = cache / "links.json"
    answers = _kept(file)
    fresh = {url for url in places if url in answers and answers[url].is_fresh(today, limits)}
    outcome = Outcome(kept=len(fresh))
    new = _asked([url for url in places if url not in fresh], today, limits)
    outcome.asked, outcome.left = len(new), len(places) - len(fresh) - len(new)
    if new and all(answer.unresolved for answer in new.values()):
        outcome.is_offline = True
        new = {}
    answers |= new
    for url, reports in places.items():
        answer = answers.get(url)
        if answer and (url in fresh or url in new) and (answer.dead or answer.moved):
            outcome.problems += [report(*_told(url, answer)) for report in reports]
    if new:
        kept = {url: asdict(answers[url]) for url in sorted(answers) if url in places}
        text = json.dumps({"version": 1, "answers": kept}, indent=1)
        _keep(file, text.encode())
    return outcome


def _keep(file: Path, document: bytes) -> None:
    try:
        file.parent.mkdir(exist_ok=True)
        put(file, sealed(document))
    except OSError as error:
        raise UnwritableError(file, error.strerror or str(error)) from error


def _told(url: str, answer: Answer) -> tuple[str, str, str]:
    if answer.dead:
        hint = "correct the address, link to an archived copy, or remove it"
        return "link-dead", f"{url} cannot be followed: {answer.dead}", hint
    return "link-moved", f"{url} has moved", f"write {answer.moved}"


def _places(base: Base) -> dict[str, list[Report]]:
    """Return where each address is given, as functions that report a problem there."""
    places: defaultdict[str, list[Report]] = defaultdict(list)
    for record in base.records:
        if not is_current(record):
            continue
        for place, text in leaves(record.document.header):
            for url in _addresses(text, is_doi=place[-1] == "doi"):
                places[url].append(partial(_at_field, record, place))
        for link in record.body.links:
            for url in _addresses(link.target, is_doi=False):
                places[url].append(partial(_at_link, record, link))
    return dict(places)


def _at_field(record: Record[Part], place: Place, rule: str, message: str, hint: str) -> Diagnostic:
    return at_field(record, rule, place, message, hint)


def _at_link(
    record: Record[Part], link: BodyLink, rule: str, message: str, hint: str
) -> Diagnostic:
    return at_text(record, rule, link.start, link.end, message, hint)


def _addresses(text: str, *, is_doi: bool) -> Iterator[str]:
    if is_doi:
        yield f"https://doi.org/{quote(text, safe='/():;._-')}"
    for match in _ADDRESS.finditer(text):
        url = urldefrag(match[0].rstrip(_AFTER) if text != match[0] else match[0]).url
        if urlsplit(url).hostname:
            yield quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def _kept(file: Path) -> dict[str, Answer]:
    """Return earlier answers; a file that is damaged, or not written by this user, holds none."""
    try:
        document = read_own(file)
        data = json.loads(document) if unsealed(document) else {}
        answers = {str(url): Answer(**answer) for url, answer in data["answers"].items()}
        for answer in answers.values():
            date.fromisoformat(answer.asked)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return answers


def _asked(urls: list[str], today: date, limits: Limits) -> dict[str, Answer]:
    """Ask for addresses one after another, within the limits."""
    answers: dict[str, Answer] = {}
    hosts: dict[str, float] = {}
    end = time.monotonic() + limits.total_seconds
    for url in urls[: limits.number]:
        host = urlsplit(url).hostname or ""
        now = time.monotonic()
        wait = max(hosts.get(host, 0.0) - now, 0.0)
        if now + wait >= end:
            break
        time.sleep(wait)
        answers[url] = _answer(url, today, limits)
        hosts[host] = time.monotonic() + limits.pause
    return answers


class _Redirects(HTTPRedirectHandler):
    """Follows redirects, and keeps where a permanent one leads."""

    def __init__(self) -> None:
        self.moved = ""
        self._only_permanent = True

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """Return the next request, of the same method and with our name."""
        self._only_permanent &= code in _PERMANENT
        self.moved = newurl if self._only_permanent else ""
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following and req.get_method() == "HEAD":
            following.method = "HEAD"
        return following


def _answer(url: str, today: date, limits: Limits) -> Answer:
    day = today.isoformat()
    moved, status = "", 0
    for method in ("HEAD", "GET"):
        redirects = _Redirects()
        try:
            status = _status(url, method, redirects, limits.seconds)
            moved = redirects.moved
        except URLError as error:
            unresolved = isinstance(error.reason, socket.gaierror)
            return Answer(day, dead=_reason(error.reason), unresolved=unresolved)
        except (OSError, HTTPException, ValueError) as error:
            return Answer(day, dead=_reason(error))
        if status not in _REFUSED_HEAD:
            break
    if status in _GONE:
        return Answer(day, dead=f"the host answers {status}, not found")
    return Answer(day, moved=moved)


def _status(url: str, method: str, redirects: _Redirects, seconds: float) -> int:
    opener = OpenerDirector()
    for handler in (
        *(ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler()),
        *(redirects, HTTPErrorProcessor()),
    ):
        opener.add_handler(handler)
    request = Request(url, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})  # noqa: S310 - http and https only
    try:
        with opener.open(request, timeout=seconds) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def _reason(error: object) -> str:
    if isinstance(error, socket.gaierror):
        return "no such host was found"
    if isinstance(error, TimeoutError):
        return "the host does not answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "the host refuses the connection"
    return f"the host cannot be asked ({type(error).__name__})"
