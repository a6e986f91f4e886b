"""Labels of the codes in records, as readers see them."""

from __future__ import annotations

from site_builder.records.lesson import Design

DESIGNS = {
    Design.GUIDANCE: "Guidance",
    Design.EXPERIENCE_REPORT: "Report from practice",
    Design.MECHANISM: "Reasoning from mechanism",
    Design.EXPERT_CONSENSUS: "Formal expert consensus",
    Design.CASE_SERIES: "Case series",
    Design.CASE_CONTROL: "Case-control study",
    Design.PRE_POST: "Before and after, no control group",
    Design.CONTROLLED: "Controlled study, not randomised",
    Design.RANDOMISED_TRIAL: "Randomised trial",
    Design.SYSTEMATIC_REVIEW: "Systematic review",
}
RESULTS = {
    "worked": "Worked",
    "partly": "Partly worked",
    "no-effect": "No effect",
    "harmed": "Did harm",
    "abandoned": "Given up",
}
MEASURES = {
    "opinion": "in their opinion",
    "self-report": "as they report themselves",
    "observed": "as others observed",
    "measured": "as measured",
}
DISCOUNTS = {
    "hearsay": "does not count: the lesson's owner tells it of another team",
    "early": "does not count: it ended before the lesson was learned",
}
"""Why an outcome does not count."""
MODES = {"in-person": "In person", "remote": "Remote", "hybrid": "In person and remote"}
