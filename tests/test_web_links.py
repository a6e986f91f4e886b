"""Web addresses are asked for when that is wanted, gently, and never beyond this machine here."""

from __future__ import annotations

import json
import socket
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from site_builder.report import web_links
from site_builder.report.web_links import Limits, Outcome, check_links
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

TODAY = date(2026, 3, 1)
QUICK = Limits(seconds=2, pause=0)


class Web(ThreadingHTTPServer):
    """A web server on this machine that keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[tuple[str, str, str]] = []

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    """Answers with the status that an address names; `/get` answers nothing but GET."""

    server: Web

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        name = self.path.strip("/")
        status = 405 if name == "get" and self.command == "HEAD" else 200
        self.send_response(int(name) if name.isdecimal() else status)
        if name in {"301", "302"}:
            self.send_header("Location", "/new")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name there
        """Keep quiet."""


@pytest.fixture
def web() -> Iterator[Web]:
    server = Web()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ask(web: Web, make_base: MakeBase) -> Callable[..., Outcome]:
    """Return a check of a lesson that links to paths of the server."""

    def check(*paths: str, today: date = TODAY, limits: Limits = QUICK) -> Outcome:
        links = " ".join(f"[here]({web.root}{path})" for path in paths)
        body = f"## What happened\n\n{links}\n\n## What was learned\n\nA.\n"
        base = make_base({"a.md": lesson_text(body=body)})
        return check_links(base.load(), base.root / ".cache", today, limits)

    return check


def rules_of(outcome: Outcome) -> list[str]:
    return [problem.rule for problem in outcome.problems]


@pytest.mark.practice("e40")
@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_gone_is_a_warning_where_it_stands(
    ask: Callable[..., Outcome], web: Web, status: int
) -> None:
    outcome = ask("/fine", f"/{status}")

    (problem,) = outcome.problems
    assert (problem.rule, problem.severity.value) == ("link-dead", "warning")
    assert problem.message == (
        f"{web.root}/{status} cannot be followed: the host answers {status}, not found"
    )
    assert (problem.span.file, problem.span.line) == ("lessons/a.md", problem.span.line)
    assert problem.span.column > len("[here]()")


@pytest.mark.parametrize("status", [200, 204, 401, 403, 429, 500, 503])
def test_a_host_that_is_there_and_refuses_is_not_reported(
    ask: Callable[..., Outcome], status: int
) -> None:
    assert rules_of(ask(f"/{status}")) == []


def test_a_host_that_takes_no_head_is_asked_with_get(ask: Callable[..., Outcome], web: Web) -> None:
    assert rules_of(ask("/get", "/fine")) == []
    assert [(method, path) for method, path, _agent in web.asked] == [
        ("HEAD", "/get"),
        ("GET", "/get"),
        ("HEAD", "/fine"),
    ]


def test_a_lasting_redirect_is_told_and_a_passing_one_is_not(
    ask: Callable[..., Outcome], web: Web
) -> None:
    outcome = ask("/301", "/302")

    (problem,) = outcome.problems
    assert (problem.rule, problem.hint) == ("link-moved", f"write {web.root}/new")


def test_who_asks_says_so(ask: Callable[..., Outcome], web: Web) -> None:
    ask("/fine")
    ((_method, _path, agent),) = web.asked
    assert agent.startswith("beforehand/")
    assert "link check" in agent


def test_an_answer_is_kept_for_a_week_and_a_dead_one_for_a_day(
    ask: Callable[..., Outcome],
) -> None:
    assert ask("/fine", "/404").asked == 2
    again = ask("/fine", "/404")
    assert (again.asked, again.kept, rules_of(again)) == (0, 2, ["link-dead"])
    assert ask("/fine", "/404", today=TODAY + timedelta(days=1)).asked == 1
    assert ask("/fine", "/404", today=TODAY + timedelta(days=8)).asked == 2


def test_no_more_is_asked_than_the_limit(ask: Callable[..., Outcome], web: Web) -> None:
    outcome = ask("/a", "/b", "/c", limits=Limits(seconds=2, pause=0, number=2))
    assert (outcome.asked, outcome.left, len(web.asked)) == (2, 1, 2)


def test_nothing_is_asked_after_the_time_is_over(ask: Callable[..., Outcome]) -> None:
    outcome = ask("/a", "/b", limits=Limits(seconds=2, pause=9, total_seconds=5))
    assert (outcome.asked, outcome.left) == (1, 1)


def test_an_address_without_a_server_is_dead(make_base: MakeBase) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    header = f'citations:\n  - {{title: Frost, url: "{url}"}}'
    base = make_base({"a.md": lesson_text(header=header)})
    outcome = check_links(base.load(), base.root / ".cache", TODAY, QUICK)
    (problem,) = outcome.problems
    assert problem.message.endswith("the host refuses the connection")


def test_without_a_network_no_link_is_called_dead(
    ask: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = web_links.Answer("2026-03-01", dead="no such host was found", unresolved=True)
    monkeypatch.setattr(web_links, "_answer", lambda *_arguments: answer)
    outcome = ask("/a", "/b")
    assert (outcome.is_offline, outcome.problems) == (True, [])


@pytest.mark.parametrize("content", ["", "[]", '{"answers": {"x": {"asked": "never"}}}'])
def test_a_damaged_cache_is_made_anew(web: Web, make_base: MakeBase, content: str) -> None:
    header = f'citations:\n  - {{title: Frost, url: "{web.root}/404"}}'
    base = make_base({"a.md": lesson_text(header=header)})
    cache = base.root / ".cache"
    cache.mkdir()
    (cache / "links.json").write_text(content, encoding="utf-8")
    assert rules_of(check_links(base.load(), cache, TODAY, QUICK)) == ["link-dead"]
    assert list(json.loads((cache / "links.json").read_text())["answers"]) == [f"{web.root}/404"]


def test_the_command_asks_only_when_told_to(web: Web, make_base: MakeBase) -> None:
    header = f'citations:\n  - {{title: Frost, url: "{web.root}/404"}}'
    base = make_base({"a.md": lesson_text(header=header)})

    assert "link-dead" not in base.run("check").output
    assert web.asked == []
    result = base.run("check", "--links")
    assert "warning[link-dead]" in result.output
    assert "1 web address asked." in result.output
    assert result.exit_code == 0
    assert base.run("check", "--links", "--strict").exit_code == 1
