"""Persons in running text: days of birth, and names beside a postcode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = (
    r"(?:jan|f[eé][bv]|m[aäe]r|mrt|a[pbv]r|ma[iyg]|mei|ju[nli]|giu|lug|aug|ao[uû]|ago|se[pt]"
    r"|o[ck]t|ott|nov|d[eéi][cz]|ene|gen)[^\W\d_]{0,9}"
)
_DATE = (
    r"(?:(?:\d{1,2}[./ -]\d{1,2}[./ -](?:\d{4}|\d\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[\s-](?:(?:of|de)\s)?{_MONTH}\.?,?[\s-](?:de\s)?\d{{4}}"
    rf"|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}})(?![\w/]|[.-]\d))"
)
_WORD = (
    r"(?:born|date\s+of\s+birth|birth[\s-]?(?:date|day)|dob|d\.o\.b\.?|geboren|geburtsdatum"
    r"|geboortedatum|date\s+de\s+naissance|née?\s+le|nacid[oa]\s+el|fecha\s+de\s+nacimiento"
    r"|nat[oa]\s+il|data\s+di\s+nascita)(?!\w)"
)
# A line may end between the two, but neither a paragraph nor a field of the header.
_BETWEEN = r"(?:[^\d\n.;!?]|\n(?![ \t]*(?:\n|[-#>|]|[\w-]+:))){0,25}?"
_BIRTH = re.compile(rf"\b{_WORD}", re.IGNORECASE)
_DAY_AFTER = re.compile(rf"{_BETWEEN}({_DATE})", re.IGNORECASE)
_DAY_BEFORE = re.compile(rf"(?<![\w.-])({_DATE})[ ,(]{{1,3}}\Z", re.IGNORECASE)
_NEAR = 40
"""Characters before a word that are searched."""
_THING = re.compile(
    r"\b(?:idea|project|program(?:me)?|concept|network|organi[sz]ation|company|service|initiative"
    r"|movement|scheme|agency|trust|institute|community|campaign|approach|method|site|website"
    r"|system|agreement|it|this|that|which)\s+(?:was|were|is|are|has been|had been)\s+\Z",
    re.IGNORECASE,
)
"""Things that are said to be born."""


def birth_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of days of birth: a whole date beside a word such as `born`."""
    for word in _BIRTH.finditer(text):
        before = text[max(0, word.start() - _NEAR) : word.start()]
        if _THING.search(before):
            continue
        if day := _DAY_AFTER.match(text, word.end()):
            yield day.span(1)
        elif day := _DAY_BEFORE.search(before):
            at = word.start() - len(before)
            yield at + day.start(1), at + day.end(1)


_POSTCODE = re.compile(
    r"(?<![\w-])(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ]\d[A-HJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRV-Y])[ \xa0]?\d[A-Z]{2}(?![\w-])"
)
_NAME = r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_RUN = re.compile(rf"{_NAME}\.?(?: (?:(?:de|van|von|der) )*{_NAME}\.?)*")
"""Words with a capital letter, one after the other."""
_TITLES_TEXT = "Mr Mrs Ms Miss Mx Dr Prof Professor Sir Dame Lord Lady Rev Reverend"
_TITLES = frozenset(_TITLES_TEXT.split())
_PLACES_TEXT = """\
academy airport alley annexe arcade archive arena association avenue bank bridge building
buildings business campus care castle cathedral center centre chambers church circus clinic close
college commission committee common community company corner corporation cottage cottages council
court crescent croft department dock docks drive embankment estate europe exchange faculty farm
field fields floor foundation gallery garden gardens gate green grove hall health heath heights
hill home hospice hospital hospitals hotel house industrial infirmary inn institute island
laboratories laboratory lane lawn library limited lodge ltd mansion mansions market maternity
meadow medical memorial mews mill mount museum nhs office offices parade park partnership pavilion
pharmacy place plaza plc practice quarter quay rise road row royal school science service services
site society square station street studios suite surgery terrace theatre tower towers trust unit
university view villa village villas walk ward wards way wharf wing wood yard
"""
_PLACES = frozenset(_PLACES_TEXT.split())
"""Words with which a name is that of a place."""
_GIVEN_NAMES_TEXT = """\
Aaron Abdul Abigail Adam Adrian Agnes Ahmed Aisha Alan Alastair Albert Alex Alexander Alexandra
Alfie Alfred Ali Alice Alison Amanda Amber Amelia Amina Amy Andrea Andrew Angela Ann Anna Anne
Annette Anthony Antonio Arthur Asha Ava Ayesha Barbara Barry Ben Benjamin Bernard Beth Bethany
Betty Bilal Brenda Brian Bridget Bruce Callum Cameron Carl Carol Caroline Catherine Ceri Charles
Charlie Charlotte Chloe Chris Christian Christina Christine Christopher Claire Clare Clive Colin
Connor Craig Daisy Dale Daniel Darren David Dawn Dean Debbie Deborah Denise Dennis Derek Diana
Diane Donald Donna Doreen Doris Dorothy Douglas Duncan Dylan Edith Edward Eileen Elaine Eleanor
Elizabeth Ella Ellen Ellie Elsie Emily Emma Eric Erica Ethan Evelyn Ewan Faisal Fatima Fiona
Florence Frances Francis Frank Fred Frederick Freya Gareth Gary Gavin Gemma Geoffrey George
Georgia Gerald Gillian Gladys Glen Gordon Grace Graham Grant Gwen Hannah Harold Harriet Harry
Hassan Hayley Hazel Heather Helen Henry Hilary Holly Howard Hugh Hussain Ian Ibrahim Imran Irene
Iris Isaac Isabel Isabella Isla Ivy Jack Jackie Jacob Jacqueline Jake James Jamie Jan Jane Janet
Janice Jasmine Jason Jean Jeffrey Jemma Jennifer Jenny Jeremy Jessica Jill Jim Joan Joanna Joanne
Joe Joel John Jonathan Jordan Joseph Josephine Josh Joshua Joyce Juan Judith Julia Julian Julie
June Justin Karen Karl Kate Katherine Kathleen Kathryn Katie Keith Kelly Kenneth Kerry Kevin
Khadija Kieran Kim Kimberley Kirsty Kyle Laura Lauren Lawrence Leah Lee Leo Leon Leonard Leslie
Lewis Liam Lily Linda Lindsay Lisa Logan Lois Lorna Lorraine Louis Louise Lucas Lucy Luke Lydia
Lynn Lynne Malcolm Marcus Margaret Maria Marian Marie Marion Marjorie Mark Martha Martin Mary
Maryam Matthew Maureen Max Megan Melanie Melissa Mia Michael Michelle Miriam Mohamed Mohammad
Mohammed Moira Molly Monica Morag Muhammad Muriel Nadia Nancy Naomi Natalie Natasha Nathan Neil
Nicholas Nicola Nicole Nigel Noah Noel Nora Norma Norman Oliver Olivia Omar Oscar Owen Pamela
Patricia Patrick Paul Paula Pauline Peggy Penelope Peter Philip Phillip Phoebe Phyllis Poppy Priya
Rachel Raj Rajesh Ralph Raymond Rebecca Rhys Richard Rita Robert Robin Roger Ronald Rory Rosemary
Ross Roy Ruby Russell Ruth Ryan Sally Sam Samantha Samuel Sandra Sanjay Sara Sarah Scott Sean
Sharon Sheila Shirley Sian Simon Sophia Sophie Stacey Stanley Stella Stephanie Stephen Steve
Steven Stuart Sunita Susan Suzanne Sybil Sylvia Tanya Tara Terence Teresa Terry Theresa Thomas Tim
Timothy Tina Toby Tom Tony Tracey Tracy Trevor Tyler Valerie Vanessa Vera Veronica Victor Victoria
Vincent Violet Wayne Wendy William Yasmin Yusuf Yvonne Zainab Zara Zoe
"""
_GIVEN_NAMES = frozenset(_GIVEN_NAMES_TEXT.split())
"""Common given names in the United Kingdom."""
_FEWEST, _MOST = 2, 4
"""Words of a name."""


def addressed_persons(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of postcodes on a line that names a person."""
    if _POSTCODE.search(line) and any(_names_a_person(run[0]) for run in _RUN.finditer(line)):
        yield from (postcode.span() for postcode in _POSTCODE.finditer(line))


def _names_a_person(run: str) -> bool:
    """Return whether words with capital letters name a person, not a place."""
    words = [word.rstrip(".") for word in run.split()]
    bare = [word.replace("’", "'").removesuffix("'s") for word in words]
    if any(word.lower() in _PLACES for word in bare):
        return False
    title = next((number for number, word in enumerate(words) if word in _TITLES), None)
    if title is not None:
        return title + 1 < len(words)
    names = [word for word in words if word[0].isupper()]
    if not _FEWEST <= len(names) <= _MOST:
        return False
    initials = len(names[0]) == 1
    return names[0] in _GIVEN_NAMES or (initials and len(names[-1]) > 1)
