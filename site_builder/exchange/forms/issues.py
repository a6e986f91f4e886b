"""Issues of GitHub and GitLab. Their JSON is untrusted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from site_builder.errors import IssueError
from site_builder.exchange.forms.answers import visible
from site_builder.exchange.tables.packed import read_small
from site_builder.records.header.write import one_line

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1_000_000
"""Largest file that is read, in bytes; answers of a form are far smaller."""
_HIGHEST = 10**12


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of a tracker."""

    number: int
    title: str
    body: str
    labels: frozenset[str]
    file_digest: str = ""
    """Of answers in a file of their own, which have no number: the digest of its text."""

    @property
    def key(self) -> str:
        """What tells it from others of its origin."""
        return self.file_digest or str(self.number)

    @property
    def origin(self) -> str:
        """Where it came from, in a word: ``issue`` or ``file``."""
        return "file" if self.file_digest else "issue"


def read_issue(file: Path, number: int | None = None) -> Issue:
    """Return the issue in a file, which is that of an event or of the issue alone.

    A number that is given replaces the one in the file.

    Raises:
        IssueError: The file cannot be read, or contains no issue.
    """
    document = _object(file, _json(file), "")
    event = document.get("issue", document.get("object_attributes", document))
    issue = _object(file, event, "issue")
    if "pull_request" in issue or issue.get("object_kind") == "merge_request":
        raise IssueError(file, "it contains a pull request, not an issue")
    body = issue.get("body", issue.get("description"))
    if "title" not in issue or not ("body" in issue or "description" in issue):
        hint = "give the event of an issue, or an issue as the API returns it"
        raise IssueError(file, "it contains no issue with `title` and `body`", hint)
    labels = issue.get("labels", document.get("labels"))
    return Issue(
        _number(file, issue, number),
        one_line(_text(file, issue["title"], "title")),
        visible(_text(file, body, "body")),
        frozenset(_labels(labels)),
    )


def _json(file: Path) -> Any:  # noqa: ANN401 - any JSON
    data = read_small(file, MAX_BYTES, IssueError)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise IssueError(file, f"byte {error.start + 1} is not UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise IssueError(file, f"invalid JSON: {error.msg} at {place}") from error
    except (ValueError, RecursionError) as error:
        raise IssueError(file, "invalid JSON: nested too deep, or a number is too long") from error


def _object(file: Path, value: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    if not isinstance(value, dict):
        what = f"`{name}` must be an object" if name else "it is not a JSON object"
        raise IssueError(file, what, "an issue has a number, a title and a body")
    return value


def _text(file: Path, value: Any, name: str) -> str:  # noqa: ANN401 - any JSON
    if value is None:
        return ""
    if not isinstance(value, str):
        raise IssueError(file, f"`{name}` of the issue must be a string")
    return value


def _number(file: Path, issue: dict[str, Any], given: int | None) -> int:
    number = issue.get("iid", issue.get("number")) if given is None else given
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < _HIGHEST:
        raise IssueError(file, "the issue has no number", "give it with --number")
    return number


def _labels(labels: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """Return the names of labels, each of which is a name or an object with one."""
    names = []
    for label in labels if isinstance(labels, list) else []:
        name = label.get("name", label.get("title")) if isinstance(label, dict) else label
        names += [name] if isinstance(name, str) else []
    return names
