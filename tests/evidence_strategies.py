"""Hypothesis strategies for what is known of a lesson, in the words of ``evidence_bases.py``."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from site_builder.records.lesson import Design

TEAM_IDS = ("north", "mill", "lake", "weir", "south", "east", "west")
"""Teams of ``tests/cases/evidence/cast.yml``."""
_teams = st.sampled_from(TEAM_IDS)
_happened = st.sampled_from(
    ["unknown", "2024", "2025", "2025-03", "2025-06", "2025-06-14", "2025-06-30", "2026-01"]
)
_results = st.sampled_from([*["worked"] * 4, "partly", "no-effect", "harmed", "abandoned"])
_measures = st.sampled_from(["opinion", "self-report", "observed", "measured"])
CONCERNS = ("imprecision", "imprecision: few sheds", "indirectness: a mild winter", "risk of bias")
_replies = {"reply": st.just("We now warn of this.")}


def told_outcomes(results: st.SearchStrategy[str] = _results) -> st.SearchStrategy[dict[str, str]]:
    """Return cycles of teams, as an event tells them."""
    return st.fixed_dictionaries(
        {"team": _teams, "result": results, "measure": _measures},
        optional={
            "happened": _happened,
            "cycle": st.sampled_from(["first", "second"]),
            "lessons": st.sampled_from([["this-lesson"], ["cold-sheds"]]),
            **_replies,
        },
    )


def told_reuses(
    outcomes: st.SearchStrategy[str] = _results, teams: st.SearchStrategy[str] = _teams
) -> st.SearchStrategy[dict[str, str]]:
    """Return reports of use."""
    return st.fixed_dictionaries(
        {"team": teams, "outcome": outcomes, "measure": _measures},
        optional={
            "happened": _happened,
            "date": st.sampled_from(["2025-05-01", "2025-06-14", "2026-02-01"]),
            "setting": st.sampled_from(["plant", "ward", "depot"]),
            "reported by": st.sampled_from(["head of pumps", "Head of Pumps", "charge nurse"]),
            **_replies,
        },
    )


_relied_on = st.fixed_dictionaries(
    {"design": st.sampled_from(Design).map(str)},
    optional={
        "title": st.sampled_from(["Warm sheds", "Cold sheds", "Nine sheds"]),
        "happened": _happened,
        "supports": st.sampled_from(["for", "against", "mixed"]),
        "about": st.sampled_from(["remedy", "remedy", "problem"]),
        "concerns": st.lists(st.sampled_from(CONCERNS), max_size=3),
        "retracted": st.sampled_from(["yes", "no"]),
    },
)
_events = st.fixed_dictionaries(
    {"outcomes": st.lists(told_outcomes(), max_size=4)},
    optional={
        "host team": _teams,
        "teams": st.lists(_teams, max_size=2),
        "owner": st.sampled_from(["head of pumps", "clerk"]),
        "status": st.sampled_from(["held", "reported", "open"]),
        "happened": _happened,
        "setting": st.sampled_from(["plant", "ward"]),
    },
)
_lesson_facts = st.fixed_dictionaries(
    {"relations": st.sampled_from([{}, {"contradicts": ["cold-sheds"]}])},
    optional={
        "team": _teams,
        "context": st.sampled_from([{"setting": "plant"}, {"setting": "depot"}]),
        "outcome": st.sampled_from(["worked", "mixed", "did-not-work"]),
        "status": st.sampled_from(["published", "draft"]),
    },
)
_facts_of_one = {
    "reuses": st.lists(told_reuses(), max_size=7),
    "citations": st.lists(_relied_on, max_size=4),
}
_another_lesson = st.fixed_dictionaries(
    {"lesson": st.sampled_from([{}, {"relations": {"contradicts": ["this-lesson"]}}])},
    optional={"source assist": _events, **_facts_of_one},
)
_of_this = {"lesson": _lesson_facts, **_facts_of_one}
_of_others = {"other lessons": st.fixed_dictionaries({"cold-sheds": _another_lesson})}
evidence_facts: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    _of_this, optional={"source assist": _events, **_of_others}
)
"""What is known of a lesson, and of another that may say otherwise."""
facts_with_an_event: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"source assist": _events, **_of_this}, optional=_of_others
)
"""What is known of a lesson that comes from an event."""
