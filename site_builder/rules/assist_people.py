"""Rules about who takes part in an assist."""

from __future__ import annotations

from site_builder.rules.rule import warning

RULES = (
    warning(
        id="visitors-few",
        summary="Too few visitors are invited or wanted.",
        why="Knowledge for Healthcare's page on peer assists recommends six to eight participants. With fewer, we think, too little different experience comes together.",
        fix="Invite more people, or write in `seats_wanted` how many you still look for. `lessons assist pick ID` proposes some. The limits are options of `assists`.",
        wrong="seats_wanted: 1\nparticipants: []",
        right="seats_wanted: 6\nparticipants: []",
    ),
    warning(
        id="visitors-many",
        summary="Too many visitors are invited or wanted.",
        why="Knowledge for Healthcare's page on peer assists recommends six to eight participants. With more, we think, not everybody gets to speak.",
        fix="Invite fewer people, or hold two meetings. The limits are options of `assists`.",
        wrong="seats_wanted: 20\nparticipants: []",
        right="seats_wanted: 8\nparticipants: []",
    ),
    warning(
        id="visitors-alike",
        summary="The visitors come from too few teams.",
        why="Knowledge for Healthcare's page on peer assists asks for participants whose knowledge, skills and experience differ. This rule takes their teams as a sign of it.",
        fix="Invite somebody from another team. How many teams are enough is the option `teams-least` of `assists`.",
        wrong="participants: [{person: heron, team: south, role: visitor}]",
    ),
    warning(
        id="nobody-from-outside",
        summary="No visitor comes from another organisation.",
        why="Knowledge for Healthcare's page on peer assists suggests people from outside the organisation. They may question, we think, what everybody here takes for granted.",
        fix="Consider somebody from outside your organisation. List their team in `vocabulary.yml`, with its organisation.",
        wrong="participants: [{person: heron, team: north, role: visitor}]",
        right="participants: [{person: heron, team: south, role: visitor}]",
    ),
    warning(
        id="challenger-missing",
        summary="Nobody is asked to challenge the host's way of thinking.",
        why="Knowledge for Healthcare's page on peer assists asks for people who challenge the host's thinking or offer another angle, and not for people who confirm what the host does already.",
        fix="Give `role: challenger` to somebody who sees the matter from another angle.",
        wrong="participants: [{person: heron, team: south, role: visitor}]",
        right="participants: [{person: heron, team: south, role: challenger}]",
    ),
    warning(
        id="line-manager-present",
        summary="Somebody takes part together with their line manager.",
        why="Knowledge for Healthcare's page on peer assists says that hierarchies can get in the way when knowledge is exchanged, and that peers tend to be open and can challenge without anybody feeling threatened.",
        fix="Invite somebody else, from across the organisation. This is printed on your terminal only.",
    ),
    warning(
        id="many-seniors",
        summary="Many visitors are more senior than anybody of the host team.",
        why="Knowledge for Healthcare's page on peer assists advises to look for visitors across the organisation and not above the host team, because hierarchies can get in the way when knowledge is exchanged.",
        fix="Invite peers of the host team instead. How many are too many is the option `seniors-share` of `assists`. This is printed on your terminal only.",
    ),
    warning(
        id="usual-suspects",
        summary="Somebody is invited again and again.",
        why="Knowledge for Healthcare's page on peer assists warns that asking the same experts again and again may limit fresh ideas. We add that those who are always asked have work of their own.",
        fix="Invite somebody who was not asked lately; `lessons assist pick ID` proposes some. What is too often are the options `usual-assists` and `usual-days` of `assists`. This is printed on your terminal only.",
    ),
    warning(
        id="person-unknown",
        summary="A participant is not in the file of people.",
        why="Figures about the network count only people whose team is known.",
        fix="Correct the pseudonym, or add it to `people.yml`. This is printed on your terminal only.",
    ),
)
