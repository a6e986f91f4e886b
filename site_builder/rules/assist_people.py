"""Rules about who takes part in an assist."""

from __future__ import annotations

from site_builder.diagnostics import Severity
from site_builder.rules.rule import Rule

RULES = (
    Rule(
        id="visitors-few",
        severity=Severity.WARNING,
        summary="Too few visitors are invited or wanted.",
        why="Six to eight people is a good number: enough to bring different experience.",
        fix="Invite more people, or write in `seats_wanted` how many you still look for. `lessons assist pick ID` proposes some. The limits are options of `assists`.",
        wrong="seats_wanted: 1\nparticipants: []",
        right="seats_wanted: 6\nparticipants: []",
    ),
    Rule(
        id="visitors-many",
        severity=Severity.WARNING,
        summary="Too many visitors are invited or wanted.",
        why="Six to eight people is a good number: few enough for each of them to speak.",
        fix="Invite fewer people, or hold two meetings. The limits are options of `assists`.",
        wrong="seats_wanted: 20\nparticipants: []",
        right="seats_wanted: 8\nparticipants: []",
    ),
    Rule(
        id="visitors-alike",
        severity=Severity.WARNING,
        summary="The visitors come from too few teams.",
        why="Visitors are chosen for the diversity of what they know, can do and have lived through.",
        fix="Invite somebody from another team. How many teams are enough is the option `teams-least` of `assists`.",
        wrong="participants: [{person: heron, team: south, role: visitor}]",
    ),
    Rule(
        id="nobody-from-outside",
        severity=Severity.WARNING,
        summary="No visitor comes from another organisation.",
        why="People from elsewhere do not share what everybody here takes for granted.",
        fix="Consider somebody from outside your organisation. List their team in `vocabulary.yml`, with its organisation.",
        wrong="participants: [{person: heron, team: north, role: visitor}]",
        right="participants: [{person: heron, team: south, role: visitor}]",
    ),
    Rule(
        id="challenger-missing",
        severity=Severity.WARNING,
        summary="Nobody is asked to challenge the host's way of thinking.",
        why="Visitors who would all validate what the host does already have nothing to teach it. Look for people who offer another angle.",
        fix="Give `role: challenger` to one of the participants.",
        wrong="participants: [{person: heron, team: south, role: visitor}]",
        right="participants: [{person: heron, team: south, role: challenger}]",
    ),
    Rule(
        id="line-manager-present",
        severity=Severity.WARNING,
        summary="Somebody takes part together with their line manager.",
        why="Hierarchy hampers the free exchange of knowledge. Peers are more open with each other, and can challenge without anybody feeling threatened.",
        fix="Invite somebody else: look across the organisation, and not up. This is printed on your terminal only.",
    ),
    Rule(
        id="many-seniors",
        severity=Severity.WARNING,
        summary="Many visitors are more senior than anybody of the host team.",
        why="Look across the organisation rather than up it: before superiors, people defend what they do.",
        fix="Invite peers of the host team instead. How many are too many is the option `seniors-share` of `assists`. This is printed on your terminal only.",
    ),
    Rule(
        id="usual-suspects",
        severity=Severity.WARNING,
        summary="Somebody is invited again and again.",
        why="If the same experts are selected every time, fresh ideas stay away. And those who are always asked have work of their own.",
        fix="Invite somebody who was not asked lately; `lessons assist pick ID` proposes some. What is too often are the options `usual-assists` and `usual-days` of `assists`. This is printed on your terminal only.",
    ),
    Rule(
        id="person-unknown",
        severity=Severity.WARNING,
        summary="A participant is not in the file of people.",
        why="What an assist does for the network can be told only of people whose team is known.",
        fix="Correct the pseudonym, or add it to `people.yml`. This is printed on your terminal only.",
    ),
)
