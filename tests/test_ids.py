"""An id made from a title can be read, whatever letters the title has."""

from __future__ import annotations

import pytest

from site_builder.records.kinds import id_from


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Die Straße zum Lager räumen", "die-strasse-zum-lager-raumen"),
        ("Łódź: Øresund, Œuvre, Æther, þing, đak", "lodz-oresund-oeuvre-aether-thing-dak"),
        ("Де висять ключі", "de-visyat-klyuchi"),
        ("Письмо из Αθήνα", "pismo-iz-athina"),
        ("ISO 9001 та перевірка", "iso-9001-ta-perevirka"),
        ("会议记录", "hui-yi-ji-lu"),
        ("한국어 제목", "han-gug-eo-je-mog"),
        ("don’t do–that", "dont-do-that"),
        ("🔑 Keys ™", "keys"),
        ("1", "otherwise"),
        ("36-4", "otherwise"),
        ("🔑 --", "otherwise"),
        ("word " * 20, "-".join(["word"] * 12)),
        ("ключ " * 20, "-".join(["klyuch"] * 8)),
        ("x" * 70, "x" * 60),
    ],
)
def test_an_id_is_spelled_in_latin_letters_and_ends_at_a_word(title: str, made: str) -> None:
    assert id_from(title, "otherwise") == made
