"""Rules about who takes part in an assist."""

from __future__ import annotations

from site_builder.diagnostics import Severity
from site_builder.rules.rule import Rule

RULES = (
    Rule(
        "visitors-few",
        Severity.WARNING,
        "Too few visitors are invited or wanted.",
        "Six to eight people is a good number: enough to bring different experience.",
        "Invite more people, or write in `seats_wanted` how many you still look for. `lessons assist pick ID` proposes some. The limits are options of `assists`.",
        "seats_wanted: 1\nparticipants: []",
        "seats_wanted: 6\nparticipants: []",
    ),
    Rule(
        "visitors-many",
        Severity.WARNING,
        "Too many visitors are invited or wanted.",
        "Six to eight people is a good number: few enough for each of them to speak.",
        "Invite fewer people, or hold two meetings. The limits are options of `assists`.",
        "seats_wanted: 20\nparticipants: []",
        "seats_wanted: 8\nparticipants: []",
    ),
    Rule(
        "visitors-alike",
        Severity.WARNING,
        "The visitors come from too few teams.",
        "Visitors are chosen for the diversity of what they know, can do and have lived through.",
        "Invite somebody from another team. How many teams are enough is the option `teams-least` of `assists`.",
        "participants: [{person: heron, team: south, role: visitor}]",
    ),
    Rule(
        "nobody-from-outside",
        Severity.WARNING,
        "No visitor comes from another organisation.",
        "People from elsewhere do not share what everybody here takes for granted.",
        "Consider somebody from outside your organisation. List their team in `vocabulary.yml`, with its organisation.",
        "participants: [{person: heron, team: north, role: visitor}]",
        "participants: [{person: heron, team: south, role: visitor}]",
    ),
    Rule(
        "challenger-missing",
        Severity.WARNING,
        "Nobody is asked to challenge the host's way of thinking.",
        "Visitors who would all validate what the host does already have nothing to teach it. Look for people who offer another angle.",
        "Give `role: challenger` to one of the participants.",
        "participants: [{person: heron, team: south, role: visitor}]",
        "participants: [{person: heron, team: south, role: challenger}]",
    ),
    Rule(
        "line-manager-present",
        Severity.WARNING,
        "Somebody takes part together with their line manager.",
        "Hierarchy hampers the free exchange of knowledge. Peers are more open with each other, and can challenge without anybody feeling threatened.",
        "Invite somebody else: look across the organisation, and not up. This is printed on your terminal only.",
    ),
    Rule(
        "many-seniors",
        Severity.WARNING,
        "Many visitors are more senior than anybody of the host team.",
        "Look across the organisation rather than up it: before superiors, people defend what they do.",
        "Invite peers of the host team instead. How many are too many is the option `seniors-share` of `assists`. This is printed on your terminal only.",
    ),
    Rule(
        "usual-suspects",
        Severity.WARNING,
        "Somebody is invited again and again.",
        "If the same experts are selected every time, fresh ideas stay away. And those who are always asked have work of their own.",
        "Invite somebody who was not asked lately; `lessons assist pick ID` proposes some. What is too often are the options `usual-assists` and `usual-days` of `assists`. This is printed on your terminal only.",
    ),
    Rule(
        "person-unknown",
        Severity.WARNING,
        "A participant is not in the file of people.",
        "What an assist does for the network can be told only of people whose team is known.",
        "Correct the pseudonym, or add it to `people.yml`. This is printed on your terminal only.",
    ),
)
