"""The words by which a claim is known: of what, in which rank, for which purpose, how firmly."""

from __future__ import annotations

import re
from typing import Final, Literal

Flow = Literal[
    "aid", "grants", "humanitarian", "loans", "debt", "trade", "exports", "imports", "investment", "arms", "other"
]

WORDS: Final[tuple[tuple[Flow, str], ...]] = (
    ("humanitarian", r"humanitarian"),
    ("grants", r"grants?|grant-in-aid|grant aid"),
    ("debt", r"debts?|ow(?:e|es|ed|ing)|creditors?|external debt"),
    ("arms", r"arms|weapons?|weaponry|military (?:equipment|hardware)"),
    ("exports", r"exports?|exported|exporting|export market"),
    ("imports", r"imports?|imported|importing"),
    ("trade", r"trade|trading"),
    ("investment", r"invest(?:ments?|ors?|ed|ing)?|FDI"),
    ("loans", r"loans?|lend(?:er|ers|ing)?|lent|borrow(?:ed|ing)?|credit line"),
    (
        "aid",
        r"aid|assistance|ODA|donors?|donat(?:e|ed|es|ing|ions?)|benefactors?|development (?:partner|cooperation)",
    ),
)
FLOW_WORDS: Final = tuple((flow, re.compile(rf"\b(?:{words})\b", re.I)) for flow, words in WORDS)
# What is built or spent on building is aid only where the words say so: firms build too.
BY_INSTRUMENT: Final[dict[str, Flow]] = {
    "economic-aid": "aid",
    "economic-loan": "loans",
    "economic-trade": "trade",
    "economic-investment": "investment",
}
RANK: Final = re.compile(
    r"\b(?P<among>(?:one of|among)\b.{0,40}?)?"
    r"(?:(?P<ordinal>second|third|fourth|fifth|2nd|3rd|4th|5th)[\s-])?"
    r"(?P<top>top|largest|biggest|leading|foremost|number[\s-]one|principal|main)\s+"
    r"(?:\w+\s+){0,4}?(?P<noun>donors?|benefactors?|aid (?:provider|giver)s?|"
    r"providers? of (?:aid|assistance)|development partners?|"
    r"investors?|sources? of (?:foreign )?(?:direct )?investment|lenders?|creditors?|trad(?:ing|e) partners?|"
    r"export markets?|suppliers? of (?:arms|weapons)|arms suppliers?|(?:arms|weapons) (?:seller|exporter)s?)\b",
    re.I,
)
ORDINALS: Final = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
AMONG_FIRST: Final = 5  # "one of the largest": held to be among the first five. Heuristic.
OF_WHAT: Final = re.compile(r"(?:percent|per cent|%|quarter|third|half|fifths?|tenths?)\s+of\s+(.{1,80})", re.I | re.S)
GROWTH: Final = re.compile(
    r"\b(?:grew|grow(?:s|n|th)?|rose|ris(?:e|en|ing)|increas\w+|fell|drop\w*|declin\w+|"
    r"up by|down by|interest|tariffs?)\b",
    re.I,
)
PURPOSE: Final = re.compile(
    r"\b(?:demining|de-mining|landmines?|vaccin\w+|covid\S*|pandemic|floods?|cyclone|earthquake|disaster|election\w*|"
    r"bridges?|roads?|expressway|railways?|airport|port|dams?|hospitals?|schools?|sewage|sewerage|water|power|electricity|"
    r"scholarships?|projects?|programmes?|programs?|initiative|tranche|phase|budget support|stadium|training)\b",
    re.I,
)
COMMITMENT: Final = re.compile(
    r"\b(?:pledg\w+|commit\w*|sign(?:ed|ing|s)?|agree\w*|promis\w+|package|deals?|worth|spen[dt]s?|invest\w*|cost\w*|offer\w*|approved|extended)\b",
    re.I,
)
IN_ALL: Final = re.compile(r"\b(?:in total|total(?:l?ing|l?ed)?|altogether|overall|cumulative(?:ly)?|in all)\b", re.I)
# Each ends where the number begins.
AT_LEAST: Final = re.compile(
    r"\b(?:more than|over|at least|upwards of|exceed(?:ing|s|ed)?|in excess of)\s+(?:US\s*)?\$?\s*(?=\d)", re.I
)
AT_MOST: Final = re.compile(
    r"\b(?:less than|fewer than|under|up to|at most|no more than)\s+(?:US\s*)?\$?\s*(?=\d)", re.I
)
# Words by which a rank or share is meant among the donors that report to the OECD.
AMONG_DAC: Final = re.compile(
    r"\b(?:DAC|OECD|rich(?:er)? (?:democracies|countries|states)|western|traditional donors?|developed countries|"
    r"industriali[sz]ed (?:countries|democracies)|G-?7|democracies)\b",
    re.I,
)
NUMBER: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion|trillion|mn|bn|tn|k|m|b)?\b", re.I)
SCALES: Final = {
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
BUYS: Final = re.compile(
    r"\b(?:import(?:s|ed|ing)?|buy(?:s|ing)?|bought|purchas(?:es?|ed|ing)|took|takes?|taking|absorb(?:s|ed)?)\b", re.I
)
SELLS: Final = re.compile(r"\b(?:export(?:s|ed|ing)?|sell(?:s|ing)?|sold|ship(?:s|ped|ping)?)\b", re.I)
# Words that stand for a party named before.
ANAPHOR: Final = re.compile(
    r"(?:its?|they|their|them|he|him|his|she|her|we|our|both|"
    r"(?:the|this) (?:two )?(?:country|countries|sides?|government|kingdom|state|latter|former))",
    re.I,
)
VOTE: Final = re.compile(
    r"\b(?:(?P<yes>voted? (?:in favou?r|for|yes)|supported|co-?sponsor\w*|backed)|(?P<no>voted? (?:against|no)|opposed)"
    r"|(?P<abstain>abstain\w*|abstention))\b",
    re.I,
)
RESOLUTION: Final = re.compile(r"\b(?:A/RES/)?(ES-?\d+/\d+|\d{2}/\d{1,3})\b")
VOTED: Final = re.compile(r"\b(?:vot(?:e|ed|es|ing)|abstain\w*|abstention|resolution|co-?sponsor\w*)\b", re.I)
