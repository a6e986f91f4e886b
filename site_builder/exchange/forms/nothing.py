"""Answers that say nothing, in the words in which people say it."""

from __future__ import annotations

import re

_NOTHING = frozenset(
    word.strip()
    for word in """
    no response, none, none given, none yet, none known, no, no answer, nothing, nothing to add,
    na, n a, nil, null, nan, not applicable, not available, not relevant, no comment, see above,
    as above, skip, tbd, tbc, tba, tbd later, to be decided, to be confirmed, todo, to do, xx, xxx,
    keine, keiner, keines, kein, keine angabe, keine angaben, ka, k a, entfällt, nichts, nein,
    nicht zutreffend, nicht anwendbar, nicht relevant, aucun, aucune, néant, neant, rien,
    sans objet, so, s o, non, non applicable, pas de réponse, ninguno, ninguna, nada, no aplica,
    no procede, sin respuesta, nessuno, nessuna, niente, non applicabile, nessuna risposta, geen,
    nvt, n v t, niet van toepassing, niets, nee, nenhum, nenhuma, não aplicável, não se aplica,
    ingen, inget, ej tillämpligt, brak, nie dotyczy, нет, не применимо, 无, 無, 没有, なし, 없음
    """.replace("\n", " ").split(",")
)
"""Whole answers that say that there is no answer, in lower case and without punctuation."""
_UNKNOWN = frozenset(
    word.strip()
    for word in """
    unknown, not known, not known yet, don't know, dont know, do not know, i don't know, no idea,
    not sure, unsure, unbekannt, nicht bekannt, weiß nicht, weiss nicht, inconnu, inconnue,
    je ne sais pas, desconocido, desconocida, no sé, sconosciuto, sconosciuta, non so, onbekend,
    weet niet, desconhecido, não sei
    """.replace("\n", " ").split(",")
)
_OTHER_SIGNS = re.compile(r"[^\w\s’']+|_+")
_LONGEST = 40
"""Characters from which an answer says something, whatever it is."""


def says_nothing(answer: str) -> bool:
    """Return whether an answer says that there is none: ``n/a``, ``-``, ``sans objet``."""
    return not any(map(str.isalnum, answer)) or _plain(answer) in _NOTHING


def says_unknown(answer: str) -> bool:
    """Return whether an answer says that nobody knows."""
    return _plain(answer) in _UNKNOWN


def _plain(answer: str) -> str:
    text = answer.strip()
    if len(text) > _LONGEST:
        return ""
    return " ".join(_OTHER_SIGNS.sub(" ", text.casefold().replace("’", "'")).split())
