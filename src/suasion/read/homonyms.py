"""Names that are also something else: a US state, a given name, a bird."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from suasion.read.bodies import NOT_A_NAME, SHIP
from suasion.read.gazetteer import Hit
from suasion.read.titles import is_title_word
from suasion.read.wordlists import word_list

_GIVEN_NAMES: Final = word_list("given-name")
# Names that are also given names; before a further capitalised word that is no office they are one.
_ALSO_GIVEN: Final = frozenset(
    {"Jordan", "Chad", "Georgia", "Israel", "Kenya", "India", "Paris", "Sydney", "Cuba", "America"}
)
_ALSO_FAMILY: Final = frozenset(
    {"Jordan", "Washington", "Israel", "Holland", "England", "Ireland", "Paris", "London", "France", "Chad"}
)
_AFTER: Final = re.compile(r" ([A-Z][a-z]+)(?:['’]s)?\b")
_AFTER_A_COUNTRY: Final = word_list("after-a-country")  # in headlines: offices and verbs
_FOOD: Final = re.compile(r" (?:sandwich|breast|dinner|farm|leg|stuffing|hunt|bacon|gravy|vulture|burger|meat)")
_US_GEORGIA: Final = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Ga\.|Alabama|Florida|Carolina|Tennessee|Kemp|Raffensperger|Fulton|Warnock|Ossoff|"
    r"Peach State|U\.?S\.? state of Georgia|state of Georgia|Georgia state|Marjorie Taylor)\b"
)
_GEORGIA: Final = re.compile(
    r"\b(?:Tbilisi|Georgians?(?! Bay)|Abkhazia|South Ossetia|Saakashvili|Ivanishvili|Kobakhidze|Zourabichvili|"
    r"Caucasus|Armenia|"
    r"Azerbaijan|Batumi|Black Sea|Georgian Dream)\b"
)


@lru_cache(maxsize=4)
def _georgia(text: str) -> str:
    """Return which Georgia a text has words for: the country, the US state, or neither."""
    if _GEORGIA.search(text):
        return "country"
    return "state" if _US_GEORGIA.search(text) else ""


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
    if name == "Georgia" and _georgia(text) == "state":
        return True
    if name in _ALSO_FAMILY:
        before = text[max(0, hit.start - 20) : hit.start].split()
        if before and before[-1] in _GIVEN_NAMES and text[hit.start - 1] == " ":
            return True
    if name in _ALSO_GIVEN:
        after = _AFTER.match(text, hit.end)
        if after is not None and after[1] not in _AFTER_A_COUNTRY and hit.end + 1 not in starts:
            return True
    return False


def uncertain(text: str, hit: Hit, named: Collection[str | None]) -> str | None:
    """Return why a name that also is a US state's stays open, None if the text settles it.

    Parameters
    ----------
    text
        The document's text.
    hit
        The name where it stands.
    named
        The states that the text names beyond doubt.
    """
    if hit.name != "Georgia" or _georgia(text) == "country" or any(state not in {"USA", "GEO"} for state in named):
        return None
    return "Georgia may be the country or the US state, and the text does not say which"


_NAMED_AFTER: Final = re.compile(
    r" (?:[A-Z][\w'’-]+ ){0,3}?(?:Airport|University|Stadium|Street|Avenue|Road|Hospital|Cent(?:re|er)|Foundation|"
    r"Institute|Library|Prize|"
    r"Award|Boulevard|Bridge|Square|Memorial|Museum|School|College|Carrier|Doctrine|Highway|Park|Airfield|Mosque|Hall)\b"
)
_NEXT_NAME: Final = re.compile(r"[ -](?P<name>[A-Z][a-zçéèíóúñü'’-]+)\b")
_PREVIOUS: Final = re.compile(r"(?P<before>^|[\s\S])(?<![\w.])(?P<name>[A-Z][a-zçéèíóúñü'’-]+) $")


def part_of_longer_name(text: str, hit: Hit, starts: Mapping[int, Hit], *, titled: bool) -> bool:
    """Say whether a person's name where it stands belongs to something or someone else. Heuristic.

    "King Abdullah International Airport" is no king, and "Melania Trump" no president.

    Parameters
    ----------
    text
        The document's text.
    hit
        The person's name where it stands.
    starts
        All hits of the text by their start.
    titled
        Whether an office stands right before the name.
    """
    if _NAMED_AFTER.match(text, hit.end) or SHIP.search(text[max(0, hit.start - 8) : hit.end]):
        return True
    if any(hit.name in (m.head, *m.aliases) for m in hit.meanings):
        return False
    # A surname alone, with another name beside it, is someone else's.
    after = _NEXT_NAME.match(text, hit.end)
    if (
        after is not None
        and hit.end + 1 not in starts
        and after["name"] not in NOT_A_NAME
        and (titled or text[hit.end] == "-")
    ):
        return True
    if titled:
        return False
    before = _PREVIOUS.search(text[max(0, hit.start - 24) : hit.start])
    if before is None or before["before"].strip(" ,") or before["before"] in {"", "\n"}:
        return False
    at = hit.start - len(before["name"]) - 1
    lead = text[max(0, at - 3) : at].rstrip()
    opens = not lead or lead[-1] in '.!?:;”"“(-—–•\n'
    return not opens and before["name"] not in NOT_A_NAME and not is_title_word(before["name"])
