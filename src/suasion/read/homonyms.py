"""Names that are also something else: a US state, a given name, a bird."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from suasion.read.gazetteer import Hit

_GIVEN_NAMES: Final = frozenset(
    "Michael Jim Vernon DeAndre Barbara Hamilton Eddie Louis Neil Robert Kim George Denzel Booker Kerry Dinah Harold Walter Martha "
    "John James David Paul Mary Linda Peter Mark Kevin Brian Steven Thomas Daniel Richard William Joseph Charles".split()
)
# Names that are also given names; before a further capitalised word that is no office they are one.
_ALSO_GIVEN: Final = frozenset({"Jordan", "Chad", "Georgia", "Israel", "Kenya", "India", "Paris", "Sydney", "Cuba", "America"})
_ALSO_FAMILY: Final = frozenset({"Jordan", "Washington", "Israel", "Holland", "England", "Ireland", "Paris", "London", "France", "Chad"})
_AFTER: Final = re.compile(r" ([A-Z][a-z]+)(?:['’]s)?\b")
_OFFICES: Final = frozenset(
    "King Prime President Foreign Defence Defense Minister Deputy Government Ministry Army Navy Air Armed Central Parliament "
    "Ambassador Embassy Premier Queen Crown Finance Interior Vice Secretary Police Supreme National Bank Military And Is Was Has Will "
    "Says Said To In Of On The A For At By With Wins Signs Seeks Calls Backs Rejects Bans Plans Agrees Urges Warns Vows Denies Asks "
    "Sends Gives Gets Joins Hosts Votes Opens Cuts Ends Raises Condemns Sees Wants".split()
)
_FOOD: Final = re.compile(r" (?:sandwich|breast|dinner|farm|leg|stuffing|hunt|bacon|gravy|vulture|burger|meat)")
_US_GEORGIA: Final = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Ga\.|Alabama|Florida|Carolina|Tennessee|Kemp|Raffensperger|Fulton|Warnock|Ossoff|"
    r"Peach State|U\.?S\.? state of Georgia|state of Georgia|Georgia state|Marjorie Taylor)\b"
)
_GEORGIA: Final = re.compile(
    r"\b(?:Tbilisi|Georgians?(?! Bay)|Abkhazia|South Ossetia|Saakashvili|Ivanishvili|Kobakhidze|Zourabichvili|Caucasus|Armenia|"
    r"Azerbaijan|Batumi|Black Sea|Georgian Dream)\b"
)


def homonym(text: str, hit: Hit, starts: Mapping[int, Hit]) -> bool:
    """Say whether a name of the list stands for something else where it is. Heuristic.

    Parameters
    ----------
    text
        The document's text.
    hit
        The name where it stands.
    starts
        All hits of the text by their start, to tell a following name of the list from a family name.
    """
    name = hit.name
    if name == "Turkey" and _FOOD.match(text, hit.end):
        return True
    if name == "Georgia" and _US_GEORGIA.search(text) and not _GEORGIA.search(text):
        return True
    if name in _ALSO_FAMILY:
        before = text[max(0, hit.start - 20) : hit.start].split()
        if before and before[-1] in _GIVEN_NAMES and text[hit.start - 1] == " ":
            return True
    if name in _ALSO_GIVEN:
        after = _AFTER.match(text, hit.end)
        if after is not None and after[1] not in _OFFICES and hit.end + 1 not in starts:
            return True
    return False
