"""Words by which people say that they have no answer."""

from __future__ import annotations

import re

from site_builder.records.guess import unaccented

_WORDS = (
    # English, and what programs write
    "na|nil|none|null|nan|nothing|tbc|tbd|tba|unknown|blank|empty|undefined|ref|value|"
    "no response|no answer|no data|not applicable|not available|not known|not stated|"
    "not specified|not provided|not recorded|to be confirmed|to be determined|to be advised|"
    "to be decided|pending|"
    # French
    "so|nd|nc|nr|sans objet|neant|aucun|aucune|inconnu|inconnue|non applicable|non disponible|"
    "non renseigne|non precise|non communique|a definir|a completer|a confirmer|"
    # German
    "ka|keine|keiner|keines|keine angabe|keine angaben|entfallt|unbekannt|nicht bekannt|"
    "nicht zutreffend|nicht vorhanden|kein eintrag|noch offen|wird nachgereicht|"
    # Spanish
    "sin datos|sin dato|sin informacion|sd|no aplica|no disponible|ninguno|ninguna|"
    "desconocido|por definir|por confirmar|"
    # Italian
    "non applicabile|non noto|nessuno|nessuna|sconosciuto|da definire|da confermare|"
    # Dutch
    "nvt|niet van toepassing|onbekend|geen|niets|nnb|nog te bepalen|niet bekend|geen gegevens|"
    # What people write into forms, and other languages
    "none given|none yet|none known|nothing to add|no comment|see above|as above|skip|don t know|"
    "rien|nichts|nada|niente|nenhum|nenhuma|nao aplicavel|nao se aplica|desconhecido|ingen|inget|"
    "нет|не применимо|无|無|没有|なし|없음"
)
_BLANK = frozenset(_WORDS.split("|"))


_SIGNS = re.compile(r"[\s\-\u2010-\u2015−.…·?/\\*_:;,'\"()\[\]#!~=|<>]*")
_LONGEST = 40


def is_blank(text: str) -> bool:
    """Return whether a text is empty, or only says so: ``n/a``, ``—``, ``k. A.``, ``sin datos``."""
    if len(text) > _LONGEST:
        return not text.strip()
    words = re.findall(r"[^\W_]+", unaccented(text).casefold())
    if not words:
        return _SIGNS.fullmatch(text) is not None
    return " ".join(words) in _BLANK or (max(map(len, words)) == 1 and "".join(words) in _BLANK)
