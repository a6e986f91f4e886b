"""Rules about what a record names: words of the vocabulary, and other records."""

from __future__ import annotations

from site_builder.rules.rule import error, warning

_FOLLOW = "A reader who follows it finds nothing."

RULES = (
    error(
        id="tag-unknown",
        summary="The tag is not in the vocabulary.",
        why="Tags are how readers browse. A tag that only one author uses hides the lesson from all others.",
        fix="Use a tag of `vocabulary.yml`, or add yours there with a label and a description.",
        wrong="tags: [hand-over-stuff]",
        right="tags: [handover]",
    ),
    error(
        id="tag-synonym",
        summary="The tag is another word for a tag of the vocabulary.",
        why="One topic under two names is two half-empty pages. Readers who type the other word are led to the topic anyway.",
        fix="Use the tag that the message names.",
        wrong="tags: [a-and-e]",
        right="tags: [emergency-department]",
    ),
    warning(
        id="tag-repeated",
        summary="The same tag appears twice.",
        why="The second one adds nothing.",
        fix="Keep one.",
        wrong="tags: [handover, handover]",
        right="tags: [handover]",
    ),
    error(
        id="team-unknown",
        summary="The team is not in the vocabulary.",
        why="Whether a lesson was repeated by another team, or in another organisation, is read from the vocabulary.",
        fix="Use a team of `vocabulary.yml`, or add yours there with its organisation.",
        wrong="team: the-north-team",
        right="team: north",
    ),
    error(
        id="setting-unknown",
        summary="The setting is not in the vocabulary.",
        why="Whether a lesson works elsewhere is read from the settings in which it was used.",
        fix="Use a setting of `vocabulary.yml`, or add yours there.",
        wrong="setting: our hospital",
        right="setting: acute-hospital",
    ),
    error(
        id="synonym-clash",
        summary="Two tags of the vocabulary claim the same word.",
        why="A reader who types the word can be led to one of them only.",
        fix="Leave the word to the tag that it fits best.",
        wrong="tags:\n  handover: {synonyms: [shift change]}\n  rota: {synonyms: [shift change]}",
    ),
    error(
        id="source-unknown",
        summary="There is no assist with this id.",
        why="The source says where the lesson was learned. " + _FOLLOW,
        fix="Name an assist of the folder `assists`, or write its record first.",
        wrong="source_assist: pump-revue",
        right="source_assist: pump-review",
    ),
    error(
        id="source-not-held",
        summary="The source assist has not taken place.",
        why="Nobody can have learned something at a meeting that was not held.",
        fix="Move the assist on to `held` once it was, or name another source.",
        wrong="source_assist: planned-meeting",
        right="source_assist: held-meeting",
    ),
    error(
        id="relation-unknown",
        summary="There is no lesson with this id.",
        why=_FOLLOW,
        fix="Correct the id. The message names the nearest.",
        wrong="relations:\n  related: [short-agend]",
        right="relations:\n  related: [short-agenda]",
    ),
    error(
        id="relation-self",
        summary="The record names itself.",
        why="It leads a reader in a circle.",
        fix="Take it out, or name the record that was meant.",
    ),
    error(
        id="supersedes-cycle",
        summary="Lessons replace each other in a circle.",
        why="None of them would be the one to use.",
        fix="Decide which one is current, and take its id out of the others' `supersedes`.",
    ),
    error(
        id="successor-missing",
        summary="The lesson is superseded, but no lesson replaces it.",
        why="Readers learn that they should not use it, and not what to use instead.",
        fix="Let the newer lesson name this one under `relations: supersedes:`. If there is none, withdraw the lesson instead.",
        wrong="status: superseded",
    ),
    warning(
        id="superseded-standing",
        summary="The lesson is replaced by another, but still published as current.",
        why="A reader who finds it does not learn that there is a newer one until the end of the page.",
        fix="Set its `status` to `superseded`.",
        wrong="status: published",
        right="status: superseded",
    ),
    error(
        id="lesson-unknown",
        summary="There is no lesson with this id.",
        why="A report of use counts for a lesson only if the lesson can be found.",
        fix="Correct the id. The message names the nearest.",
        wrong="lesson: short-agend",
        right="lesson: short-agenda",
    ),
    error(
        id="assist-unknown",
        summary="There is no assist with this id.",
        why=_FOLLOW,
        fix="Correct the id. The message names the nearest.",
        wrong="merged_into: pump-revue",
        right="merged_into: pump-review",
    ),
    warning(
        id="link-to-withdrawn",
        summary="The record leads to a lesson that was withdrawn.",
        why="The reader is sent to advice that no longer holds.",
        fix="Name another lesson, or say in the text why the withdrawn one is worth knowing.",
    ),
    error(
        id="withdrawal-unexplained",
        summary="The lesson is withdrawn without a reason, or has a reason without being withdrawn.",
        why="People who relied on it need to know why they should not.",
        fix="Give `withdrawn` a date and a reason, and set `status` to `withdrawn`.",
        wrong="status: withdrawn",
        right="status: withdrawn\nwithdrawn:\n  date: 2026-03-14\n  reason: outdated",
    ),
)
