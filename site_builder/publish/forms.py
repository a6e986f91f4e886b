"""The pages on which readers share a lesson, report a use or plan a meeting."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from site_builder.exchange.forms.questions import FORMS
from site_builder.exchange.forms.wording import Hint, forms_of, hints_of
from site_builder.library import addresses
from site_builder.publish.cards import newest_first
from site_builder.publish.names import team_name
from site_builder.starter.shared import shared_dir
from site_builder.submission import way_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.exchange.forms.questions import FormQuestion
    from site_builder.library.addresses import SitePage
    from site_builder.publish.context import SiteContext

_MOST_OFFERED = 300
"""Most teams or meetings that a page offers; any other can be typed."""
_SEVERAL, _LESSON = "several", "lesson"
_OFFERED = {
    "team": "teams",
    "host_team": "teams",
    "setting": "settings",
    "source": "meetings",
}
"""Lists that questions offer, by the names of the questions."""
_OF_ITS_OWN = {
    "tags": "Choose two to four. If none fits, say below what you would call it.",
    "lesson": "Type a few words of it, and choose it from what is found.",
}
"""Hints where a page has another control than the form of an issue tracker."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice, by what a record calls it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as a page asks it."""

    name: str
    label: str
    control: str
    """``line``, ``text``, ``choice``, ``several``, ``lesson`` or ``ticks``."""
    required: bool
    hint: str
    choices: tuple[Choice, ...] = ()
    offers: str = ""
    """Id of the list that is offered; empty if there is none."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with a form."""

    name: str
    """Name of the form, as that of its file for an issue tracker."""
    kind: str
    questions: tuple[AskedQuestion, ...]
    offered: dict[str, dict[str, str]]
    """What readers may choose or type, by list: ids by names."""
    template: str
    """The questions as a text, for readers without JavaScript."""
    mail: str
    """Mailbox that takes the text; empty if the base names none."""
    passed: str
    """What the script of the page goes by, as JSON."""


def form_page(name: str, context: SiteContext) -> FormPage:
    """Return what the page of a form shows."""
    form = forms_of(context.root)[name] if context.root else FORMS[name]
    hints = hints_of([*([context.root] if context.root else []), shared_dir()], name)
    questions = tuple(
        _asked(question, hints.get(question.name, Hint()), context) for question in form.questions
    )
    lists = {question.offers for question in questions}
    ways = [way for way in map(way_of, context.settings.submit) if way]
    mails = [way.address.removeprefix("mailto:") for way in ways if way.kind == "mail"]
    offered = {which: dict(_names(which, context)) for which in sorted(filter(None, lists))}
    passed = {
        "form": name,
        "kind": form.kind,
        "label": form.label,
        "ways": [asdict(way) for way in ways],
        "offered": offered,
        "hosted": _hosted(offered.get("meetings", {}), context),
        "folder": context.base.prefix,
    }
    return FormPage(
        name,
        str(form.kind),
        questions,
        offered,
        "\n".join(_template(questions)),
        next(iter(mails), ""),
        json.dumps(passed, ensure_ascii=False),
    )


def _asked(question: FormQuestion, hint: Hint, context: SiteContext) -> AskedQuestion:
    example = f" For example: {hint.example}." if hint.example not in {"", "https://"} else ""
    said = _OF_ITS_OWN.get(question.name) or f"{hint.text}{example}".strip()
    choices = tuple(Choice(code, words) for code, words in question.choices.items())
    control = "choice" if choices else "text" if hint.is_long else "line"
    if question.ticks:
        control, choices = "ticks", tuple(Choice(tick, tick) for tick in question.ticks)
    elif question.name == "tags":
        control, choices = _SEVERAL, tuple(_topics(context))
    elif question.name == "lesson":
        control = _LESSON
    return AskedQuestion(
        question.name,
        question.label,
        control,
        question.required,
        said,
        choices,
        _OFFERED.get(question.name, ""),
    )


def _topics(context: SiteContext) -> Iterator[Choice]:
    tags = context.library.vocabulary.tags.items()
    for tag_id, tag in sorted(tags, key=lambda one: one[1].label.casefold()):
        yield Choice(tag_id, tag.label, tag.description)


def _names(which: str, context: SiteContext) -> Iterator[tuple[str, str]]:
    """Yield the names and ids of what a list offers."""
    library = context.library
    if which == "meetings":
        held = [assist for assist in newest_first(library.assists) if assist.fields.took_place]
        yield from ((assist.fields.title, assist.id) for assist in held[:_MOST_OFFERED])
    elif which == "settings":
        settings = library.vocabulary.settings.items()
        yield from sorted((setting.label, setting_id) for setting_id, setting in settings)
    else:
        yield from sorted((team_name(library, team), team) for team in library.vocabulary.teams)


def _hosted(meetings: dict[str, str], context: SiteContext) -> list[str]:
    """Return the ids of those meetings that name the team that was host."""
    found = map(context.library.assist, meetings.values())
    return [assist.id for assist in found if assist and assist.fields.host_team]


def _template(questions: tuple[AskedQuestion, ...]) -> Iterator[str]:
    """Yield the lines of a text that `lessons from-issue` reads once it is filled in."""
    for question in questions:
        yield f"### {question.label}\n"
        if question.control == "ticks":
            yield from (f"- [ ] {choice.label}" for choice in question.choices)
            yield ""
        elif question.control == "choice":
            yield f"<!-- one of: {'; '.join(choice.label for choice in question.choices)} -->\n"
        else:
            yield ""


FORM_PAGES: dict[SitePage, str] = {
    addresses.SHARE: "share-a-lesson",
    addresses.USED: "used-a-lesson",
    addresses.PLAN: "plan-a-meeting",
}
"""The form of each page."""
