"""Words by which the parts of a table are told, in six languages."""

from __future__ import annotations

import re

_NAMES_IN = {
    "English": """
        id no number ref reference code title subject name date day month year time when where
        who what why how went well wrong event happened
        situation description details background context summary
        problem issue cause causes root effect impact consequence result outcome lesson lessons
        learned learnt learning insight recommendation recommendations action actions advice
        solution response category type theme topic area phase stage project team department owner
        author status state priority severity risk cost benefit comment comments notes remarks
        source link url tags keywords""",
    "French": """
        numéro titre sujet objet intitulé nom jour mois année événement description contexte
        problème cause effet résultat leçon leçons apprise apprises enseignement enseignements
        recommandation recommandations action catégorie thème domaine phase projet équipe service
        responsable auteur statut état priorité coût commentaire commentaires remarques lien""",
    "German": """
        nr nummer titel betreff bezeichnung datum tag monat jahr ereignis vorfall was beschreibung
        hintergrund problem ursache auswirkung folge ergebnis lehre lehren erkenntnis erkenntnisse
        empfehlung maßnahme maßnahmen kategorie art thema bereich phase projekt abteilung
        verantwortlich autor verfasser stand priorität kosten bemerkung bemerkungen quelle""",
    "Spanish": """
        número título asunto nombre fecha día mes año suceso evento descripción contexto problema
        causa efecto impacto resultado lección lecciones aprendida aprendidas recomendación acción
        acciones categoría tema área fase proyecto equipo departamento autor estado prioridad
        coste comentarios observaciones fuente enlace""",
    "Italian": """
        numero titolo oggetto nome data giorno mese anno descrizione contesto causa effetto
        impatto risultato lezione lezioni apprese raccomandazione raccomandazioni azione azioni
        categoria area fase progetto squadra reparto responsabile autore stato priorità costo
        commenti note fonte""",
    "Dutch": """
        nummer onderwerp naam dag maand jaar gebeurtenis omschrijving beschrijving achtergrond
        probleem oorzaak gevolg resultaat les lessen geleerd aanbeveling aanbevelingen actie
        acties categorie soort gebied fase project afdeling eigenaar auteur prioriteit kosten
        opmerking opmerkingen bron""",
}
NAMES = frozenset(word for words in _NAMES_IN.values() for word in words.split())
"""Words that stand in headings of registers."""
_TOTALS = """
    total totals subtotal sum average mean count summe gesamt zwischensumme anzahl mittelwert
    durchschnitt somme moyenne suma promedio totale somma media totaal som gemiddelde"""
TOTALS = frozenset(_TOTALS.split())
"""Words that begin a row of totals."""
_UNITS_TEXT = """
    % ‰ € $ £ eur usd gbp chf k€ m€ h d hr hrs min days day hours weeks months years kg t m km text
    date number yes/no y/n ja/nein oui/non dd/mm/yyyy mm/dd/yyyy dd.mm.yyyy yyyy-mm-dd tt.mm.jjjj
    jj/mm/aaaa mandatory optional required tage stunden jours heures"""
UNITS = frozenset(_UNITS_TEXT.split())
"""What a row of units below the headings holds."""
HELP = re.compile(
    r"(?:please|enter|describe|select|choose|list|provide|state|explain|indicate|specify|insert|"
    r"what|how|why|who|when|which|e\.g\.|for example|example)\b",
    re.IGNORECASE,
)
"""Beginnings of instructions below the headings."""
PAGE = re.compile(r"(?:page|seite|página|pagina|p\.)\s*\d+(?:\s*\S{1,4}\s*\d+)?", re.IGNORECASE)
"""Foot of a printed page."""
SECTION = re.compile(
    r"(?:phase|section|part|stage|chapter|teil|abschnitt|kapitel|étape|partie|fase|sezione|parte|"
    r"sección|etapa|deel|hoofdstuk)\b.{0,80}",
    re.IGNORECASE,
)
"""Titles of sections between rows."""
ASKING = frozenset(
    [
        *("what", "why", "how", "who", "when", "where", "was", "wie", "warum", "que", "qué", "qu"),
        *("pourquoi", "comment", "por", "cosa", "perché", "come", "wat", "waarom", "hoe"),
    ]
)
"""Words that begin a heading that is a question, with its question mark or without."""
LESSONS = re.compile(
    r"\b(?:lessons?|learn\w+|retrospectives?|post.?mortems?|lehren|erkenntnisse|gelernt|leçons?|"
    r"retours? d.expérience|rex|lecci\w+|lezion\w+|geleerd|lessen)\b",
    re.IGNORECASE,
)
"""Names of sheets and columns of a register of lessons."""
ASIDE = re.compile(
    r"\b(?:lists?|lookups?|instructions?|guidance|guide|help|cover|read ?me|pivot|legend|key|"
    r"settings?|config|validation|drop ?downs?|history|versions?|change log|revisions?|about|"
    r"dashboard|charts?|summary|template|example|data dictionary|listen?|anleitung|deckblatt|"
    r"hilfe|legende|mode d'emploi|listes?|instrucciones|listas?|istruzioni|elenchi|toelichting)\b",
    re.IGNORECASE,
)
"""Names of sheets that are beside the register."""
